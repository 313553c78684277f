"""Tables of contents and links into pages, as MkDocs and themes other than Material have them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import build


@pytest.mark.parametrize(
    ("theme", "place"),
    [("{name: mkdocs, navigation_depth: 3}", 'id="toc-collapse"'), ("readthedocs", 'role="navigation"')],
    ids=["mkdocs", "readthedocs"],
)
def test_other_themes_show_the_headings_inside_sections(theme: str, place: str, project: Path, tmp_path: Path) -> None:
    config = project / "mkdocs.yml"
    text = re.sub(r"theme:\n(  .*\n)+", f"theme: {theme}\n", config.read_text("utf-8"))
    config.write_text(text.replace("questions/index.md", "questions/light-dark.md"), "utf-8")
    # A strict build, with a link to a heading inside a section: MkDocs knows that it is there.
    (project / "docs" / "more.md").write_text("# More\n\n[An answer](questions/light-dark.md#answer-dark)\n", "utf-8")
    page = (build(project, tmp_path / "out") / "questions" / "light-dark" / "index.html").read_text("utf-8")
    contents = re.findall(r'href="#([^"]+)"', page.partition(place)[2].partition('class="sb ')[0])
    assert contents[contents.index("answers") + 1] == "answer-dark" and "assessment" in contents


def test_a_link_to_a_heading_inside_a_section_is_known_to_be_there(project: Path, tmp_path: Path) -> None:
    (project / "docs" / "more.md").write_text("# More\n\n[An answer](questions/light-dark.md#answer-dark)\n", "utf-8")
    build(project, tmp_path / "out")
