"""The foot of every page leads to the method, and to the editors where they are named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort

from tests.building import build_here

_FOOT = re.compile(r'<p class="sb-method__foot">(.*?)</p>', re.DOTALL)
_LINK = re.compile(r'<a href="([^"]*)">([^<]*)</a>')


def set_options(project: Path, options: str) -> None:
    file = project / "mkdocs.yml"
    file.write_text(file.read_text("utf-8").replace("[search, sourcebook]", f"[search, sourcebook: {{{options}}}]"), "utf-8")
    assert options in file.read_text("utf-8")


def foot(site: Path, page: str) -> str:
    (found,) = _FOOT.findall((site / page / "index.html").read_text("utf-8"))
    return str(found)


PAGES = {"": "method/", "method": "./", "places": "../method/", "places/gull-rock": "../../method/", "gaps": "../method/"}


def test_every_page_leads_to_the_method_and_names_nobody(project: Path, tmp_path: Path) -> None:
    site = build_here(project, tmp_path / "site")
    for page, way in PAGES.items():
        assert _LINK.findall(foot(site, page)) == [(way, "How this site counts, and what its words mean")]
        assert "Edited by" not in foot(site, page)
    for file in site.rglob("*.html"):
        assert len(_FOOT.findall(file.read_text("utf-8"))) == 1, file


def test_the_foot_names_editors_and_contact(project: Path, tmp_path: Path) -> None:
    site = build_here(project, tmp_path / "site")
    set_options(project, "editors: ['Ann <i>', Ben], contact: us@example.org")
    site = build_here(project, tmp_path / "site")  # pages that no record changed have it, too
    for page in PAGES:
        assert "Edited by Ann &lt;i&gt;, Ben" in foot(site, page)
        assert ("mailto:us@example.org", "Write to the editors") in _LINK.findall(foot(site, page))
    place = (site / "places" / "gull-rock" / "index.html").read_text("utf-8")
    assert "mailto:us@example.org?subject=Gull%20Rock&amp;body=" in place
    assert "no address to write to" not in (site / "gaps" / "index.html").read_text("utf-8").lower()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("editors: [1]", "mkdocs.yml: plugins: sourcebook: editors: write a list of names: [Ann Other, Ben Example]"),
        ("contact: me", "mkdocs.yml: plugins: sourcebook: contact: 'me' is neither an e-mail address nor a web address; "),
    ],
)
def test_what_is_no_name_and_no_address_is_told_on_one_line(
    project: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, options: str, words: str
) -> None:
    set_options(project, options)
    with pytest.raises(Abort):
        build_here(project, tmp_path / "site")
    (told,) = (record.getMessage() for record in caplog.records if record.levelname == "ERROR")
    assert told.startswith(words) and "\n" not in told


def test_a_page_written_by_hand_takes_the_place_of_the_method(project: Path, tmp_path: Path) -> None:
    (project / "docs" / "method.md").write_text("# How we chose\n\nAll letters.\n\n[[:method]]\n", "utf-8")
    site = build_here(project, tmp_path / "site")
    page = (site / "method" / "index.html").read_text("utf-8")
    assert "All letters." in page and 'id="stance-hedges"' in page and page.count("<h1") == 1
