"""Real builds with other plugins and hooks beside ours: what they add, move, name and take away."""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from tests.building import build_here
from tests.conftest import ENVIRONMENT, SMALL, build, mkdocs
from tests.site.test_build import dead_links

_RECORD = "A rock with a light in the strait."
_BLOG = "blog: {post_url_date_format: yyyy, archive: false, categories: false, pagination: false}"
_POST = "---\ndate: 2031-05-0%d\n%s---\n\n# %s\n\n%s"
_GENERATE = """
import mkdocs_gen_files
for name, text in %r.items():
    with mkdocs_gen_files.open(name, "w") as file:
        file.write(text)
"""


def configure(project: Path, *plugins: str, more: str = "", nav: bool = True) -> Path:
    """Give a project these plugins in this order, and more settings; the project."""
    config = project / "mkdocs.yml"
    text = config.read_text("utf-8")
    listed = "".join(f"  - {plugin}\n" for plugin in plugins)
    text = text.replace("plugins: [search, sourcebook]\n", f"plugins:\n{listed}")
    if not nav:
        text = re.sub(r"nav:\n(?:  - .*\n)+", "", text)
    config.write_text(f"site_url: https://example.org/amber/\n{text}{more}", "utf-8")
    return project


def write(project: Path, files: Mapping[str, str]) -> Path:
    """Write files into a project; the project."""
    for path, text in files.items():
        file = project / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return project


def beside(order: str, *others: str) -> list[str]:
    """Plugins, ours among them: it stands ``first`` or ``last``."""
    return ["search", "sourcebook", *others] if order == "first" else ["search", *others, "sourcebook"]


def text(site: Path, path: str) -> str:
    """A file of a site."""
    return (site / path).read_text("utf-8")


def copy_of(folder: Path) -> Path:
    """A copy of the small corpus in a new folder."""
    return Path(shutil.copytree(SMALL, folder / "project"))


# What is held back ---------------------------------------------------------------------------------

_HOOK = """
def on_files(files, config):
    files.remove(files.get_file_from_path("removed.md"))
    return files
"""
_HELD_BACK = {how: f"Xylo{how}" for how in ("removed", "excluded", "drafted", "generated", "post")}
"""A word for each way to hold a page back, which stands in no other page."""


def holding(site: Path, word: str) -> list[str]:
    """The files of a site in which a word stands, compressed ones too."""
    return [
        file.relative_to(site).as_posix()
        for file in sorted(site.rglob("*"))
        if file.is_file() and any(word.lower().encode() in raw.lower() for raw in _readings(file.read_bytes()))
    ]


def _readings(raw: bytes) -> Iterable[bytes]:
    yield raw
    if raw.startswith(b"\x1f\x8b"):
        yield zlib.decompressobj(wbits=47).decompress(raw)


@pytest.mark.parametrize("engine", ["material", "pagefind"])
def test_no_word_of_a_page_that_is_held_back_is_published(project: Path, tmp_path: Path, engine: str) -> None:
    said = {how: f"The {word} was heard at Gull Rock. See [[dorrin]].\n" for how, word in _HELD_BACK.items()}
    write(project, {f"docs/{how}.md": f"# Held {how}\n\n{said[how]}" for how in ("removed", "excluded", "drafted")})
    write(project, {"hook.py": _HOOK, "make.py": _GENERATE % {"generated.md": f"# Held\n\n{said['generated']}"}})
    write(project, {"docs/blog/index.md": "# News\n"})
    write(project, {"docs/blog/posts/two.md": _POST % (2, "draft: true\n", "Held", said["post"])})
    write(project, {"docs/blog/posts/one.md": _POST % (1, "", "Seen", "Xyloshown at Gull Rock.\n")})
    settings = "hooks: [hook.py]\nexclude_docs: |\n  excluded.md\n  generated.md\ndraft_docs: drafted.md\n"
    ours = f"sourcebook: {{search: {{engine: {engine}}}}}"
    others = [_BLOG, "rss: {use_git: false}", "gen-files: {scripts: [make.py]}"]
    configure(project, "search", *others, ours, more=f"{settings}not_in_nav: blog/\n")
    site = build(project, tmp_path / "site")
    assert [(how, file) for how, word in _HELD_BACK.items() for file in holding(site, word)] == []
    assert "places/gull-rock/index.html" in holding(site, "Xyloshown")


def test_no_word_of_a_page_is_published_without_any_other_plugin(project: Path, tmp_path: Path) -> None:
    held = {how: f"# Held\n\nThe {_HELD_BACK[how]} was heard at Gull Rock.\n" for how in ("removed", "excluded", "drafted")}
    write(project, {"hook.py": _HOOK, **{f"docs/{how}.md": page for how, page in held.items()}})
    more = "hooks: [hook.py]\nexclude_docs: excluded.md\ndraft_docs: drafted.md\n"
    site = build(configure(project, "search", "sourcebook", more=more), tmp_path / "site")
    assert [(how, file) for how in held for file in holding(site, _HELD_BACK[how])] == []


def test_a_page_that_is_taken_out_too_late_stops_the_build(project: Path) -> None:
    hook = (
        "from mkdocs.structure.files import InclusionLevel\n\n\ndef on_nav(nav, config, files):\n"
        "    files.get_file_from_path('removed.md').inclusion = InclusionLevel.EXCLUDED\n"
    )
    write(project, {"docs/removed.md": "# Held\n\nHeard at Gull Rock.\n", "hook.py": hook, "site/kept.txt": ""})
    done = mkdocs("build", cwd=configure(project, "search", "sourcebook", more="hooks: [hook.py]\n"))
    assert done.returncode == 1
    assert "'docs/removed.md' was taken out of the site when other pages quoted it already" in done.stderr
    assert "Traceback" not in done.stderr
    assert [file.name for file in (project / "site").iterdir()] == ["kept.txt"]


# Plugins that add and name files -------------------------------------------------------------------


@pytest.fixture(scope="module", params=["first", "last"])
def named(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose navigation and redirects are other plugins'."""
    folder = tmp_path_factory.mktemp("named")
    project = copy_of(folder)
    summary = "* [Home](index.md)\n* [The rock](places/gull-rock.md)\n* [Places](places/index.md)\n* [Rest](events/)\n"
    write(project, {"docs/SUMMARY.md": summary})
    redirects = "redirects: {redirect_maps: {old.md: places/gull-rock.md, older.md: places/gull-rock.md#names}}"
    return build(configure(project, *beside(request.param, "literate-nav", redirects), nav=False), folder / "site")


def test_a_list_of_literate_nav_names_a_records_page(named: Path) -> None:
    for page in ("index.html", "places/gull-rock/index.html", "events/ferry-lost/index.html"):
        nav = re.search(r'<nav class="md-nav md-nav--primary.*?</nav>', text(named, page), re.DOTALL)
        assert nav and "The rock" in nav[0] and "Home" in nav[0], page
    assert _RECORD in text(named, "places/gull-rock/index.html")
    assert [link for link in dead_links(named) if not link.startswith("SUMMARY/")] == []


def test_a_redirect_leads_to_a_records_page(named: Path) -> None:
    assert 'href="../places/gull-rock/"' in text(named, "old/index.html")
    assert 'href="../places/gull-rock/#names"' in text(named, "older/index.html")


def test_a_redirect_to_no_record_is_told(project: Path) -> None:
    redirects = "redirects: {redirect_maps: {old.md: places/gull-rook.md}}"
    done = mkdocs("build", "--strict", cwd=configure(project, "search", "sourcebook", redirects))
    assert done.returncode == 1
    assert "places/gull-rook.md' does not exist" in done.stderr


@pytest.fixture(scope="module", params=["first", "last"])
def gathered(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with pages that other plugins make and move, and feeds. Ours last: each page is a file, not a folder."""
    folder = tmp_path_factory.mktemp("gathered")
    project = copy_of(folder)
    write(project, {"make.py": _GENERATE % {"made.md": "# Made\n\nSeen from Gull Rock. See [[dorrin]].\n"}})
    write(project, {"docs/blog/index.md": "# News\n"})
    said = "Seen from Gull Rock, as [[keeper-diary|the keeper]] says.\n\n<!-- more -->\n\nAnd Dorrin.\n"
    write(project, {"docs/blog/posts/one.md": _POST % (1, "", "A post", said)})
    write(project, {"docs/blog/posts/two.md": _POST % (2, "link_names: false\n", "Unlinked", "The Dorrin of old.\n")})
    others = beside(request.param, _BLOG, "gen-files: {scripts: [make.py]}", "rss: {use_git: false, length: 100}")
    flat = "use_directory_urls: false\n" if request.param == "last" else ""
    return build(configure(project, *others, more=f"not_in_nav: |\n  blog/\n  made.md\n{flat}"), folder / "site")


def page_of(site: Path, address: str) -> str:
    """The text of a page at an address, whichever form the site's addresses have."""
    path = f"{address}/index.html"
    return text(site, path if (site / path).is_file() else f"{address}.html")


def links_of(site: Path, address: str) -> set[str]:
    """Where a page leads: addresses from the site's root, whichever form these have."""
    folder = (site / address).is_dir() and (site / address / "index.html").is_file()
    base = address if folder else address.rpartition("/")[0]
    found = re.findall(r'href="([^":]*)"', page_of(site, address))
    paths = (posixpath.normpath(posixpath.join(base, link.partition("#")[0])) for link in found)
    return {path.removesuffix(".html") for path in paths}


def test_a_post_is_linked_at_its_own_address(gathered: Path) -> None:
    assert "blog/2031/a-post" in links_of(gathered, "places/gull-rock")
    assert "places/gull-rock" in links_of(gathered, "blog/2031/a-post")
    assert holding(gathered, "blog/posts") == []
    assert dead_links(gathered) == []


def test_the_beginning_of_a_post_is_linked_in_lists_of_posts(gathered: Path) -> None:
    assert {"places/gull-rock", "sources/keeper-diary"} <= links_of(gathered, "blog")
    assert ">the keeper</a>" in page_of(gathered, "blog")
    assert "The Dorrin of old." in page_of(gathered, "blog"), "as the post wants it"
    assert [file for file in holding(gathered, "[[") if file.startswith("blog")] == []


def test_a_page_that_is_made_while_the_site_is_built_is_read_as_any_other(gathered: Path) -> None:
    assert "made" in links_of(gathered, "places/gull-rock")
    assert "made" in links_of(gathered, "places/dorrin")
    assert {"places/gull-rock", "places/dorrin"} <= links_of(gathered, "made")


def test_ids_in_a_page_that_is_made_while_the_site_is_built_are_checked(project: Path) -> None:
    write(project, {"make.py": _GENERATE % {"made.md": "# Made\n\nSee [[dorin]].\n"}})
    configure(project, "search", "sourcebook", "gen-files: {scripts: [make.py]}", more="not_in_nav: made.md\n")
    done = mkdocs("build", "--strict", cwd=project)
    assert done.returncode == 1
    assert "docs/made.md:3:" in done.stderr and "'dorrin'" in done.stderr


def test_a_feed_tells_of_pages(gathered: Path) -> None:
    assert "https://example.org/amber/blog/2031/a-post" in text(gathered, "feed_rss_created.xml")
    assert _RECORD in page_of(gathered, "places/gull-rock")


@pytest.mark.parametrize("order", ["first", "last"])
def test_a_site_in_two_languages_has_its_records_once(project: Path, tmp_path: Path, order: str) -> None:
    languages = (
        "i18n: {docs_structure: suffix, languages: [{locale: en, name: English, default: true},"
        " {locale: fr, name: Français}]}"
    )
    redirects = "redirects: {redirect_maps: {old.md: places/gull-rock.md}}"
    rock_file = (project / "sources/places/gull-rock.yml").read_text("utf-8")
    write(project, {
        "docs/index.fr.md": "# Le détroit\n\nUn ferry près de Gull Rock.\n",
        "sources/places/gull-rock.yml": f"{rock_file}formerly: old-rock\n",
    })  # fmt: skip
    site = build(configure(project, *beside(order, redirects, languages)), tmp_path / "site")
    rock = text(site, "places/gull-rock/index.html")
    assert _RECORD in rock and '<html lang="en"' in rock
    assert '<html lang="en"' in text(site, "index.html") and '<html lang="fr"' in text(site, "fr/index.html")
    assert 'href="../places/gull-rock/"' in text(site, "fr/index.html")
    assert not (site / "fr" / "places").exists()
    former = text(site, "places/old-rock/index.html")
    assert '<html lang="en"' in former and 'href="../../places/gull-rock/"' in former, "made with the records"
    assert 'href="../places/gull-rock/"' in text(site, "old/index.html")
    assert [link for link in dead_links(site) if ": /amber/" not in link] == []  # from each page to the other language


# Plugins that change pages ---------------------------------------------------------------------------


def _shown(page: str) -> list[str]:
    """The words of a page's content, whatever spaces and tags stand between them."""
    content = re.search(r"<article\b.*?</article>", page, re.DOTALL)
    return re.sub(r"<!--.*?-->|<[^>]*>", " ", content[0], flags=re.DOTALL).split() if content else []


@pytest.mark.parametrize("order", ["first", "last"])
def test_smaller_pages_say_the_same(project: Path, tmp_path: Path, order: str) -> None:
    plain = build_here(configure(project, "search", "sourcebook"), tmp_path / "plain")
    again = copy_of(tmp_path / "again")
    site = build_here(configure(again, *beside(order, "minify: {minify_html: true}")), tmp_path / "site")
    for page in ("index.html", "places/gull-rock/index.html", "questions/light-dark/index.html", "timeline/index.html"):
        before, after = text(plain, page), text(site, page)
        assert _shown(after) == _shown(before) != [], page
        assert len(after) < len(before), page
    assert dead_links(site) == []


@pytest.mark.parametrize("order", ["first", "last"])
def test_dates_of_git_stand_on_pages_written_by_hand_only(project: Path, tmp_path: Path, order: str) -> None:
    git = "git-revision-date-localized: {type: iso_date, fallback_to_build_date: false}"
    configure(project, *beside(order, git))
    day = "2031-05-04T12:00:00+00:00"
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for command in (["init", "--quiet"], ["add", "."], [*who, "commit", "--quiet", "--message", "Begin"]):
        times = {"GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day}
        subprocess.run(["git", *command], cwd=project, env={**os.environ, **times}, check=True)
    site = build_here(project, tmp_path / "site")
    dated = [path.relative_to(site).as_posix() for path in site.rglob("*.html") if "2031-05-04" in path.read_text("utf-8")]
    assert dated == ["index.html"]
    assert _RECORD in text(site, "places/gull-rock/index.html")
    assert dead_links(site) == []


@pytest.mark.parametrize("order", ["first", "last"])
def test_tags_of_pages_and_of_records_are_listed_beside_each_other(project: Path, tmp_path: Path, order: str) -> None:
    rock = (project / "sources/places/gull-rock.yml").read_text("utf-8")
    write(project, {
        "sources/places/gull-rock.yml": f"{rock}tags: [storms]\n",
        "docs/walk.md": "---\ntags: [Storms]\n---\n# A walk\n\nTo Gull Rock.\n",
        "docs/labels.md": "# Labels\n\n<!-- material/tags -->\n",
    })  # fmt: skip
    site = build_here(configure(project, *beside(order, "tags"), more="not_in_nav: '*'\n"), tmp_path / "site")
    assert dead_links(site) == []
    assert "walk" in links_of(site, "labels") and 'href="../labels/#tag:storms"' in text(site, "walk/index.html")
    assert "places/gull-rock" in links_of(site, "tags/storms") and "tags/storms" in links_of(site, "places/gull-rock")
    assert "tags/storms" in links_of(site, "tags")


@pytest.mark.parametrize("order", ["first", "last"])
def test_a_site_to_be_read_from_a_disk_finds_its_records(project: Path, tmp_path: Path, order: str) -> None:
    site = build_here(configure(project, *beside(order, "offline")), tmp_path / "site")
    assert 'href="places/gull-rock.html"' in text(site, "index.html")
    assert _RECORD in text(site, "places/gull-rock.html")
    entries = json.loads(text(site, "search/search_index.js").removeprefix("var __index = "))["docs"]
    assert any(entry["location"].startswith("places/gull-rock.html") and _RECORD in entry["text"] for entry in entries)
    assert dead_links(site) == []


@pytest.mark.parametrize("order", ["first", "last"])
def test_pages_that_stand_for_their_sections_and_lists_of_records(project: Path, tmp_path: Path, order: str) -> None:
    config = project / "mkdocs.yml"
    nested = config.read_text("utf-8").replace(
        "- Places: places/index.md",
        "- Places: [places/index.md, places/gull-rock.md]\n  - Part: [part/index.md, part/one.md]",
    )
    config.write_text(nested, "utf-8")
    write(project, {"docs/part/index.md": "# A part\n\nTo Gull Rock.\n", "docs/part/one.md": "# One\n"})
    site = build_here(configure(project, *beside(order, "section-index")), tmp_path / "site")
    assert "A part" in text(site, "part/index.html") and "places/gull-rock" in links_of(site, "part")
    for page in ("places", "part/one", "places/gull-rock", "events/ferry-lost"):
        assert {"places", "places/gull-rock", "part", "part/one"} <= links_of(site, page), page
    assert _RECORD in text(site, "places/gull-rock/index.html")
    assert {"places/gull-rock", "places/dorrin"} <= links_of(site, "places")
    assert dead_links(site) == []


@pytest.mark.parametrize("order", ["first", "last"])
def test_macros_write_links_and_leave_braces_of_records_alone(project: Path, tmp_path: Path, order: str) -> None:
    rock = (project / "sources/places/gull-rock.yml").read_text("utf-8")
    unread = "Painted {{ 6 * 7 }} on it, and {% nothing %}, {# too."
    page = (
        "# Seen\n\n{{ 6 * 7 }} from Gull Rock; {% raw %}{{ braces }}{% endraw %}.\n\n[[:figures]]\n\n"
        "## By {{ keeper }}\n\n| Who |\n|---|\n| {{ keeper }} |\n"
    )
    write(project, {
        "sources/places/gull-rock.yml": f"{rock}notes: '{unread}'\n",
        "docs/seen.md": page,
        "docs/guide.md": "---\nrender_macros: false\n---\n# Guide\n\nWrite {{ this }}. ## {#so}\n",
    })  # fmt: skip
    more = "not_in_nav: '*'\nextra: {keeper: '[[mara-quill|the keeper]]'}\n"
    configure(project, *beside(order, "macros: {on_error_fail: true}"), more=more)
    site = build_here(project, tmp_path / "site")
    seen = text(site, "seen/index.html")
    assert "42 from" in seen and "{{ braces }}" in seen and 'class="sb sb-figures"' in seen
    assert {"places/gull-rock", "actors/mara-quill"} <= links_of(site, "seen")
    assert '<td><a href="../actors/mara-quill/">the keeper</a></td>' in seen and "[[" not in seen
    assert '<h2 id="by-the-keeper">' in seen
    assert unread in text(site, "places/gull-rock/index.html")
    assert "{{ this }}" in text(site, "guide/index.html")
    assert dead_links(site) == []


def test_a_hook_sees_the_html_of_a_records_page(project: Path, tmp_path: Path) -> None:
    hook = (
        "def on_page_markdown(markdown, **_):\n    return markdown + '\\n\\nXylomarkdown'\n\n\n"
        "def on_page_content(html, **_):\n    return html + '<p>Xylocontent</p>'\n\n\n"
        "def on_post_page(output, **_):\n    return output.replace('</body>', 'Xylopage</body>')\n"
    )
    write(project, {"hook.py": hook})
    site = build(configure(project, "search", "sourcebook", more="hooks: [hook.py]\n"), tmp_path / "site")
    assert "Xylomarkdown" in text(site, "index.html")
    rock = text(site, "places/gull-rock/index.html")
    assert _RECORD in rock and "Xylocontent" in rock and "Xylopage" in rock and "Xylomarkdown" not in rock


# Another engine --------------------------------------------------------------------------------------


def test_properdocs_builds_the_same_but_for_its_name(project: Path, tmp_path: Path) -> None:
    theirs, ours = tmp_path / "theirs", build(project, tmp_path / "ours")
    command = [sys.executable, "-m", "properdocs", "build", "--strict", "--config-file", "mkdocs.yml", "--site-dir", str(theirs)]
    done = subprocess.run(command, cwd=project, env=ENVIRONMENT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    files = {path.relative_to(ours) for path in ours.rglob("*") if path.is_file()}
    assert files == {path.relative_to(theirs) for path in theirs.rglob("*") if path.is_file()}
    other = re.compile(rb'<meta name="generator" content="[^"]*">')
    for path in files - {Path("sitemap.xml.gz")}:  # which is the other map, packed
        before, after = (folder / path for folder in (ours, theirs))
        assert other.sub(b"", before.read_bytes()) == other.sub(b"", after.read_bytes()), path
    assert b"ProperDocs" in (theirs / "index.html").read_bytes()


# Addresses and files that are none ----------------------------------------------------------------


def check(project: Path) -> subprocess.CompletedProcess[str]:
    """A run of ``sourcebook check``, to its end."""
    command = [sys.executable, "-c", "from sourcebook.cli import main; main()", "check"]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=60, check=False)


def test_two_pages_at_one_address_are_told(project: Path) -> None:
    write(project, {f"docs/{path}": "# A\n" for path in ("a.md", "a/index.md", "b.md")})
    write(project, {"docs/b/index.html": "<h1>B</h1>"})
    done = mkdocs("build", "--strict", cwd=configure(project, "search", "sourcebook", more="not_in_nav: '*'\n"))
    assert done.returncode == 1 and not (project / "site").exists()
    first = "docs/a/index.md:1:1: error: 'docs/a.md' is published at the same address, 'a/index.html'"
    assert first in done.stderr
    assert "docs/b/index.html:1:1: error: 'docs/b.md' is published at the same address, 'b/index.html'" in done.stderr
    assert done.stderr.count("[same-address]") == 2
    checked = check(project)
    assert checked.returncode == 1
    assert first in checked.stderr and checked.stderr.count("[same-address]") == 1


def test_what_is_no_ordinary_file_is_told_and_passed_over(project: Path) -> None:
    os.mkfifo(project / "docs" / "pipe.md")
    os.mkfifo(project / "docs" / "pipe.txt")
    (project / "docs" / "round.md").symlink_to("round.md")
    (project / "sources" / "actors" / "round.yml").symlink_to("round.yml")
    done, checked = mkdocs("build", cwd=project, timeout=60), check(project)
    assert done.returncode == 0, done.stderr
    assert checked.returncode == 1
    for path in ("docs/pipe.md", "docs/round.md", "sources/actors/round.yml"):
        line = f"{path}:1:1: error: this is not an ordinary file"
        assert done.stderr.count(line) == 1 and checked.stderr.count(line) == 1, path
    assert "docs/pipe.txt:1:1: error: this is not an ordinary file" in done.stderr
    assert "Traceback" not in done.stderr + checked.stderr
    assert (project / "site" / "index.html").is_file()
    assert not (project / "site" / "pipe.txt").exists()


# What MkDocs itself makes of records' pages --------------------------------------------------------


@pytest.mark.parametrize(("engine", "flat"), [("material", False), ("pagefind", True)])
def test_mkdocs_lists_records_and_checks_links_into_them(
    project: Path, tmp_path: Path, engine: str, flat: bool
) -> None:
    config = project / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("[navigation.tabs]", "[navigation.instant]"), "utf-8")
    more = f"use_directory_urls: {'false' if flat else 'true'}\nnot_in_nav: a*\n"
    if flat:  # these are two pages then
        write(project, {"docs/a.md": "# A\n", "docs/a/index.md": "# A folder\n"})
    configure(project, "search", f"sourcebook: {{search: {{engine: {engine}}}}}", more=more)
    home = project / "docs" / "index.md"
    home.write_text(f"{home.read_text('utf-8')}\n[Rock](places/gull-rock.md#names)\n", "utf-8")
    site = build(project, tmp_path / "site")
    end = ".html" if flat else "/"
    listed = re.findall(r"<loc>(.*?)</loc>", text(site, "sitemap.xml"))
    assert f"https://example.org/amber/places/gull-rock{end}" in listed
    assert f"https://example.org/amber/events/ferry-lost{end}" in listed
    assert len(listed) == len(set(listed))
    assert f'href="places/gull-rock{end}#names"' in text(site, "index.html")
    if flat:
        assert "A folder" in text(site, "a/index.html") and (site / "a.html").is_file()
    else:
        home.write_text(home.read_text("utf-8").replace("#names", "#nmaes"), "utf-8")
        done = mkdocs("build", "--strict", cwd=project)
        assert done.returncode == 1
        assert "'places/gull-rock.md' does not contain an anchor '#nmaes'" in done.stderr


def test_the_same_sitemap_is_the_same_bytes(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for day in ("1900000000", "1990000000"):  # without an address of its own the site tells no dates
        monkeypatch.setitem(ENVIRONMENT, "SOURCE_DATE_EPOCH", day)
        found.append(build(project, tmp_path / day))
    first, second = ((site / "sitemap.xml").read_bytes() for site in found)
    assert first == second
    first, second = ((site / "sitemap.xml.gz").read_bytes() for site in found)
    assert first == second
    assert zlib.decompress(first, wbits=31) == (found[0] / "sitemap.xml").read_bytes()
