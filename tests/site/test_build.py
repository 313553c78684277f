"""Real builds with MkDocs: every link resolves, nothing hostile gets out, a failed build leaves what was there."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.building import build, build_here, mkdocs, once_a_run
from tests.conftest import ROOT, SMALL

_EVENT = re.compile(r"on[a-z]+")
_THEME_INLINE = ("__md_scope", "__md_get", "palette", "document.querySelector", "__md_hash", "var ", "localStorage")


class Page(HTMLParser):
    """What a page links to, what can be linked to, and what it must not have."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.bad: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name in ("href", "src") and value is not None and not (tag == "link" and name == "rel"):
                self.links.append(value)
                if tag in ("script", "img", "iframe", "link", "source"):
                    self.loads.append(value)
            if _EVENT.fullmatch(name) or name == "style" or (value or "").lower().startswith("javascript:"):
                self.bad.append(f"<{tag} {name}={value!r}>")


def pages(folder: Path) -> Iterator[tuple[str, Page]]:
    for path in sorted(folder.rglob("*.html")):
        yield path.relative_to(folder).as_posix(), Page(path.read_text("utf-8"))


def dead_links(folder: Path) -> list[str]:
    """Every link within the site that leads to no file, or to no such place in it."""
    found = dict(pages(folder))
    dead = []
    for name, page in found.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or name == "404.html":
                continue
            target = urlsplit(urljoin(f"http://x/{name}", link))
            path = unquote(target.path.lstrip("/"))
            if path == "" or path.endswith("/"):
                path += "index.html"
            if not (folder / path).is_file():
                dead.append(f"{name}: {link}")
            elif target.fragment and path in found and unquote(target.fragment) not in found[path].ids:
                dead.append(f"{name}: {link} (no such anchor)")
    return dead


def test_every_link_resolves(site: Path, small_site: Path) -> None:
    assert dead_links(site) == []
    assert dead_links(small_site) == []
    assert sum(1 for _ in pages(site)) > 60


def test_every_link_resolves_with_addresses_as_files(project: Path, tmp_path: Path) -> None:
    config = project / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + "use_directory_urls: false\n", "utf-8")
    folder = build_here(project, tmp_path / "out")
    assert (folder / "places" / "gull-rock.html").is_file()
    assert dead_links(folder) == []


def test_a_crawl_would_notice(small_site: Path, tmp_path: Path) -> None:
    broken = Path(shutil.copytree(small_site, tmp_path / "broken"))
    (broken / "places" / "gull-rock" / "index.html").unlink()
    page = broken / "actors" / "mara-quill" / "index.html"
    page.write_text(page.read_text("utf-8").replace('id="roles"', 'id="rolls"'), "utf-8")
    dead = dead_links(broken)
    assert any("gull-rock" in line for line in dead) and any("#roles (no such anchor)" in line for line in dead)


def test_nothing_is_asked_of_others_and_nothing_runs_inline(site: Path) -> None:
    for name, page in pages(site):
        assert [load for load in page.loads if urlsplit(load).netloc] == [], name
        assert page.bad == [], name
        assert len(page.ids) == len(set(page.ids)), f"{name}: an id stands twice"


def test_edit_links_lead_to_the_records(small_site: Path) -> None:
    text = (small_site / "places" / "gull-rock" / "index.html").read_text("utf-8")
    assert 'href="https://example.org/amber/edit/main/sources/places/gull-rock.yml"' in text


def test_pages_carry_index_pages_only_in_their_navigation(site: Path) -> None:
    text = (site / "actors" / "ttp" / "index.html").read_text("utf-8")
    nav = text[text.index("md-nav--primary") : text.index("md-content")]
    assert nav.count("<a ") < 40 and "khawaja-asif" not in nav


def test_the_search_index_has_every_name_and_repeats_nothing(site: Path) -> None:
    docs = json.loads((site / "search" / "search_index.json").read_text("utf-8"))["docs"]
    places = {doc["location"]: doc for doc in docs}
    assert "طورخم" in places["places/torkham/"]["text"] and "تورخم" in places["places/torkham/"]["text"]
    assert not [location for location in places if location.endswith(("#mentions", "#related", "#cited-for"))]
    assert any(location.startswith("guide/") for location in places), "pages written by hand are found as well"
    assert len(places) == len(docs)


HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(2)>\" onload=\"x {{ 7*7 }}"


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once_a_run(tmp_path_factory, "hostile", _build_hostile) / "site"


def _build_hostile(folder: Path) -> None:
    project = Path(shutil.copytree(SMALL, folder / "project"))
    text = "'" + HOSTILE.replace("'", "''") + "'"
    (project / "sources" / "places" / "dorrin.yml").write_text(
        f"name: {text}\nkind: country\nsummary: {text}\ntags: [{text}]\nnotes: {text}\n", "utf-8"
    )
    (project / "sources" / "documents" / "hostile.yml").write_text(
        f"title: {text}\nkind: news\npublisher: {text}\nsummary: {text}\ndigest: {text}\nrights: {{statement: {text}}}\n", "utf-8"
    )
    build_here(project, folder / "site", strict=False)  # what is shown as text is told


def test_what_a_file_says_is_text_on_every_page(hostile_site: Path) -> None:
    for name, page in pages(hostile_site):
        assert page.bad == [], name
        text = (hostile_site / name).read_text("utf-8")
        assert "alert(1)</script>" not in text and "<img src=x" not in text, name
        for script in re.findall(r"<script>(.*?)</script>", text, re.DOTALL):
            assert script.lstrip().startswith(_THEME_INLINE), f"{name}: an inline script of unknown origin"
    assert "{{ 7*7 }}" in (hostile_site / "places" / "dorrin" / "index.html").read_text("utf-8")
    index = json.loads((hostile_site / "search" / "search_index.json").read_text("utf-8"))
    assert "<script" not in json.dumps(index) and "<img" not in json.dumps(index)


def test_a_strict_build_with_a_problem_leaves_the_site_that_was_there(project: Path) -> None:
    site = build_here(project, project / "site")
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    (project / "sources" / "places" / "dorrin.yml").write_text("name: Dorrin\nkind: contry\n", "utf-8")
    (project / "sources" / "actors" / "amber-times.yml").write_text("name: @\n", "utf-8")
    for arguments in (["--strict"], ["--strict", "--quiet"]):
        done = mkdocs("build", *arguments, cwd=project)
        assert done.returncode != 0
        assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before
        assert "sources/places/dorrin.yml:2:7: error: unknown kind of place 'contry'" in done.stderr
        assert "sources/actors/amber-times.yml:1:7: error: a value cannot begin with '@'" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_build_that_is_not_strict_leaves_out_what_it_cannot_read(project: Path) -> None:
    (project / "sources" / "places" / "dorrin.yml").write_text("name: Dorrin\nkind: [city\n", "utf-8")
    done = mkdocs("build", cwd=project)
    assert done.returncode == 0 and "dorrin.yml:3:1: error:" in done.stderr
    assert (project / "site" / "places" / "gull-rock" / "index.html").is_file()
    assert not (project / "site" / "places" / "dorrin").exists()
    assert dead_links(project / "site") == []


def test_a_fault_in_an_override_is_told_without_a_traceback(project: Path) -> None:
    config = (project / "mkdocs.yml").read_text("utf-8").replace("  font: false", "  font: false\n  custom_dir: own")
    (project / "mkdocs.yml").write_text(config, "utf-8")
    (project / "own" / "sourcebook").mkdir(parents=True)
    override = project / "own" / "sourcebook" / "place.html"
    override.write_text('{% extends "builtin/place.html" %}\n{% block summary %}Ours, {{ record.name }}{% endblock %}', "utf-8")
    text = (build_here(project, project / "site") / "places" / "dorrin" / "index.html").read_text("utf-8")
    assert "Ours, Dorrin" in text
    before = sorted((project / "site").rglob("*"))
    for name, text in (("place.html", "{% block lead %}{{ record.nonsense }}{% endblock %}"), ("_parts.html", "{% macro %}")):
        (override.parent / name).write_text(text, "utf-8")
        done = mkdocs("build", "--strict", cwd=project)
        assert done.returncode != 0 and "[template]" in done.stderr and "Traceback" not in done.stderr
        assert f"sourcebook/{name}:1:1: error: " in done.stderr
        assert sorted((project / "site").rglob("*")) == before, "the site is left as it was"


def test_finished_pages_are_those_the_theme_renders(project: Path, tmp_path: Path) -> None:
    """The theme rendered once a folder gives, to the byte, what it gives page by page."""
    quick = build(project, tmp_path / "quick")
    (project / "hooks.py").write_text("def on_page_context(context, **kwargs):\n    return context\n", "utf-8")
    config = project / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + "hooks: [hooks.py]\n", "utf-8")
    slow = build(project, tmp_path / "slow")
    names = sorted(path.relative_to(quick) for path in quick.rglob("*") if path.is_file() and path.suffix != ".gz")
    assert names == sorted(path.relative_to(slow) for path in slow.rglob("*") if path.is_file() and path.suffix != ".gz")
    for name in names:
        assert (quick / name).read_bytes() == (slow / name).read_bytes(), name


def test_two_builds_are_the_same_whatever_surrounds_them(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests import conftest

    monkeypatch.setitem(conftest.ENVIRONMENT, "SOURCE_DATE_EPOCH", "1700000000")
    one = build(project, tmp_path / "one")
    elsewhere = Path(shutil.copytree(project, tmp_path / "a longer path with é"))
    for variable, value in {"PYTHONHASHSEED": "123", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}.items():
        monkeypatch.setitem(conftest.ENVIRONMENT, variable, value)
    two = build(elsewhere, tmp_path / "two")
    names = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(two) for path in two.rglob("*") if path.is_file())
    for name in names:
        assert (one / name).read_bytes() == (two / name).read_bytes(), name
        assert str(tmp_path).encode() not in (one / name).read_bytes(), name


def test_a_page_written_by_hand_takes_the_place_of_ours(project: Path) -> None:
    (project / "docs" / "places").mkdir()
    (project / "docs" / "places" / "index.md").write_text("# My own list\n\nGull Rock\n", "utf-8")
    site = build_here(project, project / "site")
    text = (site / "places" / "index.html").read_text("utf-8")
    assert "My own list" in text and '<a href="gull-rock/">' in text.replace("../places/", "")


@pytest.mark.parametrize("more", ["", "use_directory_urls: false\n", "hooks: [hook.py]\n"], ids=["folders", "files", "through MkDocs"])
def test_tags_have_pages_and_one_written_by_hand_takes_the_place_of_ours(more: str, project: Path, tmp_path: Path) -> None:
    (project / "hook.py").write_text("def on_page_context(context, **_):\n    return context\n", "utf-8")
    config = project / "mkdocs.yml"
    text = re.sub(r"nav:\n(  - .*\n)+", "", config.read_text("utf-8"))
    config.write_text(f"{text}site_url: https://example.org/\n{more}", "utf-8")
    for name, tags in (("gull-rock", "[Sea marks, index, sources]"), ("dorrin", "[sea  marks, mine]")):
        with (project / "sources" / "places" / f"{name}.yml").open("a", encoding="utf-8") as file:
            file.write(f"tags: {tags}\n")
    (project / "docs" / "tags").mkdir()
    (project / "docs" / "tags" / "mine.md").write_text("# By hand\n\nGull Rock\n", "utf-8")
    folder = build_here(project, tmp_path / "out")
    assert dead_links(folder) == []
    end = ".html" if "false" in more else "/index.html"
    page = (folder / f"tags/sea-marks{end}").read_text("utf-8")
    assert "Gull Rock</a>" in page and "Dorrin</a>" in page and "2 records" in page
    assert "By hand" in (folder / f"tags/mine{end}").read_text("utf-8")
    index = (folder / "tags" / "index.html").read_text("utf-8")
    assert "<h1>Tags</h1>" in index and index.count('rel="tag"') == 4
    home, listed = (folder / "index.html").read_text("utf-8"), (folder / "sitemap.xml").read_text("utf-8")
    assert re.search(r'href="tags/(index.html)?" class="md-nav__link">\s*<span class="md-ellipsis">\s*Tags', home), "it is in the navigation"
    assert "sea-marks" not in re.sub(r"<main.*?</main>", "", home, flags=re.DOTALL), "and single tags are not"
    assert f"<loc>https://example.org/tags/sea-marks{end.replace('/index.html', '/')}</loc>" in listed
    assert '"Tag: Sea marks"' in (folder / "search" / "search_index.json").read_text("utf-8")


def test_the_project_s_site_names_its_four_places(site: Path) -> None:
    for name in ("torkham", "kabul", "bajaur", "north-waziristan"):
        text = (site / "places" / name / "index.html").read_text("utf-8")
        assert "WGS 84, ±" in text and "° N, " in text and "Mentioned in" in text
    assert (ROOT / "mkdocs.yml").is_file()
