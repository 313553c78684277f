"""A build that makes only what changed leaves, byte for byte, the site that a build from nothing makes.

Builds run in this process, as `mkdocs build` runs them; one test proves that this is the same.
"""

from __future__ import annotations

import errno
import hashlib
import logging
import multiprocessing
import os
import pickle
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, PluginError

from sourcebook import workers
from sourcebook.incremental import cache_files, execution, output_folder, pool, writer
from sourcebook.incremental.cache import BuildCache, CacheStore
from sourcebook.incremental.search_index import FOLDER
from sourcebook.linking import link
from sourcebook.pages.page import PagePlan
from sourcebook.plugin import session, site_build
from sourcebook.search import shards
from tests import conftest
from tests.building import quick_theme, stamps
from tests.edits import (
    CONFIG,
    PARTLY_REFUSED,
    Change,
    Edit,
    Files,
    Move,
    Put,
    Remark,
    Remove,
    config_edits,
    edited,
    filled,
    page_edits,
    record_edits,
    small_project,
    write,
)

EPOCH = "1700000000"
ROUNDS = int(os.environ.get("RENEWAL_ROUNDS", "2"))
"""How many sequences of edits are tried for each kind of site; more of them find more."""
_numbers = count()


class Words(logging.Handler):
    """What builds say."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.all: list[str] = []
        self.problems: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.all.append(record.getMessage())
        if record.levelno >= logging.WARNING and record.name.endswith("sourcebook"):
            self.problems.append(record.getMessage())


class Project:
    """A project on disk with its standing site, and the builds of both."""

    def __init__(self, folder: Path, config: str) -> None:
        self.root, self.site = folder / "project", folder / "project" / "site"
        self._base, self.config = folder / "base", config
        self.files: Files = {}
        self.first: Files = {}
        self._clean: dict[object, tuple[dict[str, bytes | None], Words]] = {}
        self.kept = 0

    def start(self) -> None:
        """The small corpus with its site, built once and then put back as it was."""
        shutil.rmtree(self.root, ignore_errors=True)
        files = {**small_project(), "mkdocs.yml": filled(self.config), "own/robots.txt": "User-agent: *\n"}
        self.first = files
        if self._base.is_dir():
            shutil.copytree(self._base, self.root)
            self.files = files
            return
        self.root.mkdir(parents=True)
        self.edit(*(Put(path, text) for path, text in files.items()))
        self.warm()
        shutil.copytree(self.root, self._base)

    def edit(self, *edits: Edit) -> None:
        now = edited(self.files, edits)
        write(self.root, self.files, now)
        self.files = now

    def restore(self, files: Files) -> None:
        """Put the files back as they were."""
        write(self.root, self.files, files)
        self.files = files

    def build(self, site: Path, *, strict: bool = False) -> Words:
        """A build of the project as it is now."""
        config = load_config(str(self.root / "mkdocs.yml"), site_dir=str(site), strict=strict)
        words = Words()
        logger = logging.getLogger("mkdocs")
        logger.addHandler(words)
        logger.setLevel(logging.INFO)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            mkdocs_build(config)
        finally:
            logger.removeHandler(words)
            logger.setLevel(logging.NOTSET)
            config.plugins.on_shutdown()
            plugin: Any = config.plugins["sourcebook"]
            self.kept = plugin.build.kept_pages
        return words

    def warm(self, *, strict: bool = False) -> Words:
        """A build into the site that stands, with what the last one kept."""
        return self.build(self.site, strict=strict)

    def clean(self) -> tuple[dict[str, bytes | None], Words]:
        """What a build from nothing makes: the same for the same files, so it is made once."""
        key = shards.PAGES_IN_A_SHARD, tuple(sorted(self.files.items()))
        if key not in self._clean:
            self._clean[key] = self._build_clean()
        return self._clean[key]

    def _build_clean(self) -> tuple[dict[str, bytes | None], Words]:
        site = self.root.parent / f"clean-{next(_numbers)}"
        states = set(self.states())
        words = self.build(site)
        found = contents(site)
        shutil.rmtree(site)
        for state in set(self.states()) - states:
            state.unlink()
        return found, words

    def states(self) -> list[Path]:
        folder = self.root / ".cache" / "sourcebook"
        return sorted(folder.glob("[!.]*")) if folder.is_dir() else []

    def state(self) -> Path:
        """The file that the standing site's builds keep, beside that of the search's index."""
        (found,) = (path for path in self.states() if path.suffix == ".state")
        return found

    def parts(self) -> list[Path]:
        """The files beside it that hold the records."""
        return [path for path in self.states() if path.name.startswith(self.state().stem) and path.suffix == ".part"]

    def compare(self) -> int:
        """Build onto the standing site, and see that this is what a build from nothing makes. How many pages were
        left as they were."""
        words = self.warm()
        kept = self.kept
        self.check(words)
        return kept

    def check(self, words: Words | None = None) -> None:
        """See that the standing site is what a build from nothing makes, and that the same was said of it."""
        there = contents(self.site)
        wanted, said = self.clean()
        assert sorted(there) == sorted(wanted)
        different = [name for name in wanted if wanted[name] != there[name]]
        assert different == []
        if words is not None:
            assert words.problems == said.problems


def contents(site: Path) -> dict[str, bytes | None]:
    """Everything below a folder: files with their bytes, folders with None."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes() if path.is_file() else None for path in site.rglob("*")
    }


def config_for(engine: str, directory_urls: bool) -> str:
    return CONFIG.replace("ENGINE", engine).replace("DIRECTORY_URLS", str(directory_urls).lower())


@pytest.fixture(autouse=True)
def _same_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Builds are of one day, and as quick as they can be made in one process."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    monkeypatch.setitem(conftest.ENVIRONMENT, "SOURCE_DATE_EPOCH", EPOCH)
    with quick_theme():
        yield


@pytest.fixture(scope="module")
def _stock(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, bool], Project]:
    made: dict[tuple[str, bool], Project] = {}

    def give(engine: str, directory_urls: bool) -> Project:
        if (engine, directory_urls) not in made:
            made[engine, directory_urls] = Project(tmp_path_factory.mktemp(engine), config_for(engine, directory_urls))
        return made[engine, directory_urls]

    return give


@pytest.fixture(params=["material", "pagefind"])
def ours(request: pytest.FixtureRequest, _stock: Callable[[str, bool], Project]) -> Project:
    """The small corpus with its site as a build left it, for each search."""
    project = _stock(request.param, True)
    project.start()
    return project


@pytest.fixture
def found(_stock: Callable[[str, bool], Project]) -> Project:
    """The same with Pagefind, which does all that Material's does and more."""
    project = _stock("pagefind", True)
    project.start()
    return project


@pytest.fixture
def plain(_stock: Callable[[str, bool], Project]) -> Project:
    """The same with Material's search only, for what has nothing to do with the search."""
    project = _stock("material", True)
    project.start()
    return project


# Random edits -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("engine", "directory_urls", "processes"),
    [("material", True, 0), ("material", False, 3), ("pagefind", True, 3), ("pagefind", False, 0), ("auto", True, 0)],
)
def test_a_build_after_edits_is_one_from_nothing(
    engine: str,
    directory_urls: bool,
    processes: int,
    _stock: Callable[[str, bool], Project],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever is edited, and by however many processes the pages are made."""
    several(processes, monkeypatch)
    monkeypatch.setattr(execution, "SPARE_FACTOR", 0 if processes else 2)  # facts are counted anew each time
    project = _stock(engine, directory_urls)
    config = config_for(engine, directory_urls)
    edits = st.lists(record_edits() | record_edits() | page_edits() | config_edits(config), min_size=1, max_size=3)

    @settings(
        max_examples=ROUNDS,
        deadline=None,
        derandomize="RENEWAL_ROUNDS" not in os.environ,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(edits, min_size=2, max_size=3))
    def whatever(steps: Sequence[Sequence[Edit]]) -> None:
        project.start()
        for step in steps:
            project.edit(*step)
            project.warm()
            note(f"{list(step)}: {project.kept} pages as they were")
        project.compare()

    whatever()


def test_these_builds_are_those_of_the_command(plain: Project, tmp_path: Path) -> None:
    """In this process and from the command line, from nothing and onto the standing site."""
    def command() -> str:
        done = conftest.mkdocs("build", "--site-dir", str(plain.site), cwd=plain.root)
        assert done.returncode == 0, done.stderr
        return done.stderr

    plain.edit(Change("sources/documents/strait-letter.yml", {"digest": "Nothing of the kind."}))
    assert "pages (0 as they were)" not in command() or not plain.states()
    plain.check()
    shutil.rmtree(plain.root / ".cache")
    shutil.rmtree(plain.site)
    assert "pages (0 as they were)" in command()
    plain.check()
    plain.edit(Change("sources/documents/strait-letter.yml", {"digest": "Of the kind."}))
    assert plain.compare() > 0, "what the command kept is used here"


# What is made again, and what is not ---------------------------------------------------------------


def test_what_says_nothing_new_is_left_as_it_is(ours: Project) -> None:
    pages = records(ours)
    state = ours.state().stat()
    assert ours.compare() == pages > 10
    assert ours.state().stat().st_mtime_ns == state.st_mtime_ns, "and there is nothing new to keep"
    before = stamps(ours.site)
    ours.edit(Change("sources/documents/strait-letter.yml", {"digest": "Nothing of the kind. All was well."}))
    assert 1 < ours.compare() < pages - 1, "those that it named and those that show it are made again"
    after = stamps(ours.site)
    assert before["events/dark-week/index.html"] == after["events/dark-week/index.html"]
    assert before["sources/strait-letter/index.html"] != after["sources/strait-letter/index.html"]
    islets = [Put(f"sources/places/islet-{n}.yml", f"name: Islet {n}\nkind: site\nsummary: By Islet {n + 1}.\n") for n in range(30)]
    ours.edit(*islets)
    ours.compare()
    ours.edit(Change("sources/places/islet-7.yml", {"summary": "By Islet 9."}))
    assert ours.compare() == pages + 30 - 4, "itself, who names it, whom it names, and whom no more"


def test_a_test_of_this_kind_would_notice(plain: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that takes changed pages for unchanged ones does not pass here."""
    monkeypatch.setattr("sourcebook.pipeline.changed_dependencies", lambda before, now: set())
    plain.edit(Change("sources/places/gull-rock.yml", {"summary": "Another rock."}))
    with pytest.raises(AssertionError, match=r"index\.html"):
        plain.compare()


_EDITS: dict[str, tuple[Edit, ...]] = {
    "digest": (Change("sources/documents/keeper-diary.yml", {"digest": "Mara Quill and [[dorrin]]; see [[strait-letter|that]]."}),),
    "name": (Change("sources/places/gull-rock.yml", {"name": "Tern Rock"}),),
    "another name": (Change("sources/actors/mara-quill.yml", {"names": ["the busiest"]}),),
    "the same name": (Change("sources/places/dorrin.yml", {"names": ["Gull Rock"]}),),
    "title": (Change("sources/documents/keeper-diary.yml", {"title": "A diary"}),),
    "date": (Change("sources/documents/keeper-diary.yml", {"published": "2029"}),),
    "coordinates": (Change("sources/places/dorrin.yml", {"coordinates": "54.4, -3.2"}),),
    "publisher": (Change("sources/documents/strait-letter.yml", {"publisher": "harbour-league"}),),
    "origin": (Change("sources/documents/strait-letter.yml", {"derived_from": None}),),
    "reports": (Change("sources/questions/light-dark.yml", {"answers": [{"id": "a", "answer": "Yes", "reports": "strait-letter"}, {"id": "b", "answer": "No"}]}),),
    "text": (Change("sources/documents/keeper-diary.yml", {"rights": {"statement": "Hers", "publish": "digest"}, "text": None}),),
    "tags": (
        Change("sources/places/gull-rock.yml", {"tags": ["rocks", "C++", "Index"]}),
        Change("sources/places/dorrin.yml", {"tags": "C#"}),
    ),
    "another spelling of a tag": (
        Change("sources/places/gull-rock.yml", {"tags": "Rocks"}),
        Change("sources/places/dorrin.yml", {"tags": ["rocks", "Rocks"]}),
        Change("sources/actors/mara-quill.yml", {"tags": "rocks"}),
    ),
    "record added": (Put("sources/places/lee.yml", "name: The strait\nkind: water\n"),),
    "record deleted": (Remove("sources/documents/keeper-diary.yml"),),
    "record renamed": (Move("sources/actors/mara-quill.yml", "sources/actors/quill.yml"),),
    "record of another kind": (Remove("sources/events/dark-week.yml"), Put("sources/places/dark-week.yml", "name: The dark week\nkind: site\n")),
    "another ending": (Move("sources/places/gull-rock.yml", "sources/places/gull-rock.yaml"),),
    "a remark": (Remark("sources/actors/harbour-league.yml"),),
    "unreadable": (Put("sources/places/gull-rock.yml", "name: @\n"),),
    "page by hand": (Put("docs/about.md", "# About\n\nMara Quill, [[gull-rock]].\n\n[[:places]]\n"),),
    "page edited": (Put("docs/index.md", "# Home\n\nThe Harbour League.\n"),),
    "page of a record by hand": (Put("docs/sources/keeper-diary.md", "# The diary\n\nOf Gull Rock.\n"),),
    "index by hand": (Put("docs/places/index.md", "# My places\n\nGull Rock.\n"),),
    "file at a record's address": (Put("docs/places/dorrin/index.html", "<title>Mine</title>\n"),),
    "file among records": (Put("docs/places/dorrin/picture.svg", "<svg/>\n"), Put("docs/assets/sourcebook/search/0/mine.txt", "mine\n")),
    "template": (Put("own/sourcebook/actor.html", '{% extends "builtin/actor.html" %}{% block summary %}Ours{% endblock %}'),),
    "template of parts": (Put("own/sourcebook/page.html", '{% include "builtin/page.html" %}<!-- ours -->'),),
    "template of the theme": (Put("own/main.html", '{% extends "base.html" %}{% block footer %}Ours{% endblock %}'),),
    "site": (Put("mkdocs.yml", "SITE"),),
    "links to edit": (Put("mkdocs.yml", "URI"),),
    "vocabulary": (
        Put("sources/vocabulary.yml", "fields: {places: {height: {type: number, unit: m}, lore: {type: prose}}}\n"),
        Change("sources/places/gull-rock.yml", {"height": "12.50", "lore": "Mara Quill kept it."}),
    ),
    "meaning of a field": (
        Put("sources/vocabulary.yml", "fields: {actors: {launched: {type: date, means: when}, seat: {type: record, of: places, means: where}}}\n"),
        Change("sources/actors/mara-quill.yml", {"launched": "2031-05", "seat": "gull-rock"}),
    ),
    "value of a field that means something": (
        Put("sources/vocabulary.yml", "fields: {actors: {launched: {type: date, means: when}, seat: {type: record, of: places, means: where}}}\n"),
        Change("sources/actors/mara-quill.yml", {"launched": "2031-06~", "seat": "dorrin"}),
    ),
    "words of the vocabulary": (Put("sources/vocabulary.yml", "kinds: {places: {water: {label: Deep water}}}\n"),),
    "an actor kept back": (Change("sources/actors/mara-quill.yml", {"publish": "no"}),),
    "a source kept back": (Change("sources/documents/keeper-diary.yml", {"publish": "no", "private_notes": "Until May."}),),
    "parts kept back": (
        Change("sources/actors/mara-quill.yml", {"names": [{"name": "the busiest", "publish": "no"}, "Quill"], "private_notes": "Gull Rock"}),
        Change("sources/documents/strait-letter.yml", {"digest": "[[dorrin]] and [[ferry-lost|that]]."}),
        Change("sources/events/ferry-lost.yml", {"publish": "no"}),
        Put("docs/about.md", "# About [[ferry-lost]]\n\nAnd [[ferry-lost|that]].\n"),
    ),
    "a vocabulary with a mistake": (Put("sources/vocabulary.yml", "kinds: {places: {water: {labl: Deep}}}\n"),),
    "none": (),
}


@pytest.fixture(scope="module")
def going_on(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that goes from one test to the next as it is."""
    return Project(tmp_path_factory.mktemp("on"), config_for("material", True))


@pytest.mark.parametrize("name", _EDITS)
def test_an_edit_reaches_what_it_concerns(name: str, going_on: Project) -> None:
    """And so does taking back the one before, which happens in the same build."""
    texts = {"SITE": filled(going_on.config, "Another"), "URI": filled(going_on.config, uri="https://example.org/other/")}
    if not going_on.first:
        going_on.start()
    going_on.restore(going_on.first)
    going_on.edit(*(Put(edit.path, texts.get(edit.text, edit.text)) if isinstance(edit, Put) else edit for edit in _EDITS[name]))
    going_on.compare()


def test_names_in_pages_by_hand_follow_the_records(plain: Project) -> None:
    plain.edit(Put("docs/about.md", "# About\n\nThe Tern Rock, and [[lee]], and the League.\n"))
    plain.warm()
    plain.edit(Change("sources/places/gull-rock.yml", {"names": ["Tern Rock"]}), Put("sources/places/lee.yml", "name: Leeward\nkind: site\n"))
    plain.compare()
    text = (plain.site / "about" / "index.html").read_text("utf-8")
    assert '<a href="../places/gull-rock/">Tern Rock</a>' in text and ">Leeward</a>" in text


def test_a_hint_names_records_that_are_there_now(plain: Project) -> None:
    plain.edit(Change("sources/places/gull-rock.yml", {"summary": "See [[leee]]."}))
    assert "did you mean" not in " ".join(plain.warm().problems)
    plain.edit(Put("sources/places/lee.yml", "name: Leeward\nkind: site\n"))
    plain.compare()


def test_a_record_without_what_is_refused_is_kept_and_its_problems_are_told_again(plain: Project) -> None:
    plain.edit(Put("sources/places/dorrin.yml", PARTLY_REFUSED))
    told = plain.warm().problems
    assert len(told) == 7 and told == plain.warm().problems and plain.kept > 0
    page = (plain.site / "places" / "dorrin" / "index.html").read_text("utf-8")
    assert "See [[nowhere]]." in page and "soon" not in page and "county" not in page
    plain.edit(Change("sources/places/gull-rock.yml", {"summary": "Another rock."}))
    assert plain.compare() > 0 and told == plain.warm().problems
    plain.edit(Put("sources/places/dorrin.yml", PARTLY_REFUSED.replace("soon", "2031-05")))
    plain.compare()
    assert "May 2031" in (plain.site / "places" / "dorrin" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("directory_urls", [True, False])
def test_an_old_address_leads_to_a_renamed_record(directory_urls: bool, _stock: Callable[[str, bool], Project]) -> None:
    """As long as its file says so; it gives way to a record and to a page written by hand."""
    project, ending = _stock("material", directory_urls), "/index.html" if directory_urls else ".html"
    project.start()
    first, second = (project.site / f"places/{name}{ending}" for name in ("gull-rock", "old-rock"))
    text = project.files["sources/places/gull-rock.yml"]
    moved = Move("sources/places/gull-rock.yml", "sources/places/lee.yml")
    others = [Put(path, old.replace("gull-rock", "lee")) for path, old in project.files.items() if "gull-rock" in old]
    project.edit(*others, moved, Change("sources/places/lee.yml", {"formerly": ["gull-rock", "old-rock"]}))
    assert project.compare() > 0, "the other pages stay"
    now = "https://example.org/amber/places/lee/" if directory_urls else "https://example.org/amber/places/lee.html"
    for page in (first, second):
        assert f'<link rel="canonical" href="{now}">' in page.read_text("utf-8")
    for listed in ("sitemap.xml", "search/search_index.json", f"places{ending if directory_urls else '/index.html'}", f"map{'/index.html'}"):
        told = (project.site / listed).read_text("utf-8")
        assert "places/lee" in told or "lee/" in told
        assert "gull-rock/" not in told and "gull-rock.html" not in told and "old-rock" not in told
    project.edit(Change("sources/places/lee.yml", {"name": "Lee Rock"}))
    project.compare()
    assert "Lee Rock</a>" in first.read_text("utf-8")

    project.edit(Put("docs/places/old-rock.md", "# By hand\n"))
    project.compare()
    assert "By hand" in second.read_text("utf-8") and "refresh" not in second.read_text("utf-8")
    project.edit(Remove("docs/places/old-rock.md"), Put("docs/places/old-rock" + ending, "<h1>Whole</h1>"))
    project.compare()
    assert second.read_text("utf-8") == "<h1>Whole</h1>"
    project.edit(Remove("docs/places/old-rock" + ending), Put("sources/places/gull-rock.yml", text))
    project.compare()
    assert "refresh" not in first.read_text("utf-8") and "refresh" in second.read_text("utf-8"), "a living record stays"

    project.edit(Remove("sources/places/gull-rock.yml"), Change("sources/places/lee.yml", {"formerly": None}))
    project.compare()
    assert not first.exists() and not second.exists()


@pytest.mark.parametrize("parts", [2, 3])
def test_pages_cross_from_one_part_of_the_index_to_another(
    parts: int, _stock: Callable[[str, bool], Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = _stock("pagefind", True)
    project.start()
    monkeypatch.setattr(shards, "PAGES_IN_A_SHARD", 24 // parts)
    project.compare()
    folder = project.site / FOLDER
    assert len(list(folder.iterdir())) == parts
    project.edit(Remove("sources/documents/keeper-diary.yml"), Put("sources/places/lee.yml", "name: Leeward\nkind: site\n"))
    assert project.compare() > 0
    monkeypatch.setattr(shards, "PAGES_IN_A_SHARD", 1000)
    project.compare()
    assert len(list(folder.iterdir())) == 1


def test_a_growing_site_changes_its_search_and_back(_stock: Callable[[str, bool], Project]) -> None:
    project = _stock("auto", True)
    project.start()
    more = [Put(f"sources/places/islet-{n}.yml", f"name: Islet {n}\nkind: site\n") for n in range(4)]
    project.edit(Put("mkdocs.yml", filled(project.config, pages="24")))
    for edits, engine in ((more, "pagefind"), ([Remove(edit.path) for edit in more], "material")) * 2:
        project.edit(*edits)
        project.compare()
        assert (project.site / FOLDER).is_dir() == (engine == "pagefind")


def test_long_lists_come_grow_and_go(ours: Project) -> None:
    many = [Put(f"sources/documents/news-{n:02}.yml", f"title: News {n}\nkind: news\ndigest: On the Gull Rock.\n") for n in range(42)]
    ours.edit(Put("sources/places/gull-rock.yml", "name: Gull Rock\nkind: site\n"), *many)
    ours.compare()
    listed = ours.site / "places/gull-rock/mentions/index.html"
    assert "News 41" in listed.read_text("utf-8")
    ours.edit(Put("sources/documents/news-07.yml", "title: News 7\nkind: news\ndigest: Of seven birds on the Gull Rock.\n"))
    assert ours.compare() > 40
    assert "seven birds" in listed.read_text("utf-8")
    ours.edit(*(Remove(edit.path) for edit in many[:20]))
    ours.compare()
    assert not listed.parent.exists()


def test_a_record_may_stand_in_the_navigation(ours: Project) -> None:
    """It is led to from everywhere, the pages of long lists below it and below others among them."""
    many = [
        Put(f"sources/documents/news-{n:02}.yml", f"title: News {n}\nkind: news\ndigest: On the Gull Rock and the Kelp Bank.\n")
        for n in range(42)
    ]
    places = [Put(f"sources/places/{name}.yml", f"name: {words}\nkind: site\n") for name, words in (("gull-rock", "Gull Rock"), ("kelp-bank", "Kelp Bank"))]
    nav = "nav: [{Sources: sources/index.md}, {The rock: places/gull-rock.md}]\n"
    ours.edit(*places, *many, Put("mkdocs.yml", filled(ours.config) + nav))
    ours.compare()
    rock = ours.site / ("places/gull-rock/index.html" if "directory_urls: true" in ours.config else "places/gull-rock.html")
    for page in (rock, *(ours.site / "places").rglob("*.html"), *(ours.site / "sources").glob("news-0*/index.html")):
        links = re.findall(r'<a href="([^"]*)" class="md-nav__link', page.read_text("utf-8"))
        led = {(page.parent / link / "index.html" if link.endswith(("/", ".")) else page.parent / link).resolve() for link in links}
        assert rock.resolve() in led, page
        assert re.search(r"md-nav__link.*?>\s*The rock\s*<", page.read_text("utf-8"), re.DOTALL), "it has its label there"
    ours.edit(Put("sources/places/gull-rock.yml", "name: Gull Rock\nkind: site\nsummary: Another rock.\n"))
    assert ours.compare() > 0
    assert "Another rock." in rock.read_text("utf-8")


# Faults -------------------------------------------------------------------------------------------


def _as_kept(body: bytes, raw: bytes) -> bytes:
    """A state with another body, whose checksum is right."""
    head = len(cache_files._MARK) + 16
    return raw[:head] + hashlib.blake2b(body, digest_size=16).digest() + body


class _Runs:
    """Unpickled, it runs something."""

    def __init__(self, call: Callable[..., Any], *arguments: Any) -> None:
        self._said = call, arguments

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self._said


def _roundabout(module: str, name: str, text: str) -> bytes:
    """A pickle that calls `name`, as seen from `module`, with a command."""
    return b"\x80\x04\x8c" + bytes([len(module)]) + module.encode() + b"\x8c" + bytes([len(name)]) + name.encode() + b"\x93" + pickle.dumps(((["sh", "-c", text],)), 4)[2:-1] + b"R."


@pytest.mark.parametrize("fault", ["gone", "empty", "cut", "half", "one less", "noise", "other version", "other key", "a folder", "a value"])
def test_a_state_that_is_not_what_was_written_does_no_harm(fault: str, plain: Project) -> None:
    path, pages = plain.state(), records(plain)
    raw = path.read_bytes()
    path.unlink()
    if fault == "a folder":
        (path / "in it").mkdir(parents=True)
    elif fault != "gone":
        path.write_bytes(
            {
                "empty": b"",
                "cut": raw[:20],
                "half": raw[: len(raw) // 2],
                "one less": raw[:-1],
                "noise": random.Random(7).randbytes(len(raw)),
                "other version": raw.replace(b"sourcebook 2\n", b"sourcebook 0\n", 1),
                "other key": raw[:13] + bytes(16) + raw[29:],
                "a value": _as_kept(pickle.dumps({"a": 1}), raw),
            }[fault]
        )
    plain.edit(Change("sources/places/gull-rock.yml", {"summary": "Another rock."}))
    assert plain.compare() == 0
    before = stamps(plain.site / "places")
    plain.warm()
    assert plain.kept == (0 if fault == "a folder" else pages), "and what is kept now is right again"
    assert fault == "a folder" or stamps(plain.site / "places").items() > before.items() - {("index.html", before["index.html"])}


@pytest.mark.parametrize("fault", ["gone", "cut", "noise", "of other records", "a folder"])
def test_a_part_of_a_state_that_is_not_what_was_written_does_no_harm(fault: str, plain: Project) -> None:
    (path,) = plain.parts()
    raw = path.read_bytes()
    plain.edit(Change("sources/places/gull-rock.yml", {"summary": "Another rock."}))
    assert plain.compare() > 0
    (other,) = plain.parts()
    assert other != path, "a part is called after what is in it"
    other.unlink()
    if fault == "a folder":
        (other / "in it").mkdir(parents=True)
    elif fault != "gone":
        other.write_bytes({"cut": raw[:-1], "noise": random.Random(7).randbytes(len(raw)), "of other records": raw}[fault])
    plain.edit(Change("sources/places/gull-rock.yml", {"summary": "A third rock."}))
    assert plain.compare() == 0
    assert plain.compare() == records(plain), "and what is kept now is right again"
    assert sum(part.is_file() for part in plain.parts()) == 1, "what is no longer wanted is gone"


def test_only_parts_with_an_edited_record_are_written_again(plain: Project) -> None:
    plain.edit(*(Put(f"sources/places/islet-{n:03}.yml", f"name: Islet {n}\nkind: site\n") for n in range(600)))
    plain.compare()
    before = set(plain.parts())
    assert len(before) == 4
    plain.edit(Change("sources/places/islet-007.yml", {"summary": "The seventh."}))
    assert plain.compare() > 600
    assert len(before - set(plain.parts())) == 1 == len(set(plain.parts()) - before)


def test_a_foreign_state_starts_nothing(plain: Project) -> None:
    path, told = plain.state(), plain.root / "told"
    raw = path.read_bytes()
    command = f"touch {told}"
    bodies = [
        pickle.dumps(_Runs(os.system, command)),
        pickle.dumps(_Runs(subprocess.Popen, ["sh", "-c", command])),
        pickle.dumps(_Runs(eval, f"open({str(told)!r}, 'w')")),
        _roundabout("sourcebook.search.pagefind", "subprocess.Popen", command),
        _roundabout("sourcebook.incremental.cache_files", "os.system", command),
        _roundabout("sourcebook.incremental.pool", "BuildPool", command),
    ]
    for body in bodies:
        assert CacheStore(path, raw[13:29]).load().pages
        path.write_bytes(_as_kept(body, raw))
        assert CacheStore(path, raw[13:29]).load() == BuildCache()
        time.sleep(0.05)
        assert not told.exists()
        path.write_bytes(raw)


@pytest.mark.parametrize("broken", [False, True])
def test_a_cache_that_cannot_be_written_is_done_without(broken: bool, plain: Project) -> None:
    shutil.rmtree(plain.root / ".cache")
    (plain.root / ".cache").write_text("in the way", "utf-8")
    if broken:
        plain.edit(Put("sources/places/gull-rock.yml", "name: @\n"))
    for _ in range(2):
        words = plain.warm()
        assert plain.kept == 0
        plain.check(words)
    assert broken or any("cannot be written" in line for line in words.all)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is denied to root")
def test_a_cache_that_may_only_be_read_is_done_without(plain: Project) -> None:
    folder = plain.state().parent
    folder.chmod(0o500)
    try:
        plain.edit(Put("sources/places/gull-rock.yml", "name: @\n"))
        plain.compare()
        plain.edit(Put("sources/places/gull-rock.yml", "name: A rock\nkind: site\n"))
        plain.compare()
    finally:
        folder.chmod(0o700)


def _meddle(site: Path) -> None:
    (site / "places/gull-rock/index.html").write_text("Mine", "utf-8")
    (site / "places/dorrin/index.html").unlink()
    shutil.rmtree(site / "events")
    (site / "actors/nobody").mkdir()
    (site / "actors/nobody/index.html").write_text("Mine", "utf-8")
    (site / "actors/.hidden").write_text("Mine", "utf-8")
    (site / "places/empty/within").mkdir(parents=True)
    (site / "alien.txt").write_text("Mine", "utf-8")
    (site / "sources/strait-letter/index.html").unlink()
    (site / "sources/strait-letter/index.html").mkdir()
    shutil.rmtree(site / "sources/keeper-diary")
    (site / "sources/keeper-diary").write_text("Mine", "utf-8")
    (site / "places/gull-rock/more").mkdir()
    (site / "places/gull-rock/more/x.html").write_text("Mine", "utf-8")
    shutil.rmtree(site / "questions")
    (site / "questions").write_text("Mine", "utf-8")


def test_what_others_did_to_the_site_is_undone(ours: Project) -> None:
    _meddle(ours.site)
    index = ours.site / FOLDER
    (index / "0").mkdir(parents=True, exist_ok=True)
    (index / "0/alien.pf_fragment").write_text("Mine", "utf-8")
    (index / "9").mkdir()
    (index / "9/alien.json").write_text("Mine", "utf-8")
    for path in sorted((index / "0").rglob("*.pf_meta")):
        path.write_bytes(b"Mine")
    assert ours.compare() > 0
    assert ours.compare() == records(ours)


def test_a_link_in_the_site_is_not_written_through(plain: Project, tmp_path: Path) -> None:
    mine = tmp_path / "mine.html"
    mine.write_text("Mine", "utf-8")
    page = plain.site / "places/dorrin/index.html"
    page.unlink()
    page.symlink_to(mine)
    plain.compare()
    assert mine.read_text("utf-8") == "Mine" and not page.is_symlink()


def test_a_copy_made_of_links_stays_as_it_is(plain: Project, tmp_path: Path) -> None:
    copy, page = tmp_path / "copy.html", plain.site / "places/gull-rock/index.html"
    copy.hardlink_to(page)
    before = copy.read_bytes()
    plain.edit(Change("sources/places/gull-rock.yml", {"summary": "Another rock."}))
    plain.compare()
    assert copy.read_bytes() == before != page.read_bytes()


def test_a_template_of_the_same_size_and_time_is_another(plain: Project) -> None:
    text = '{% extends "builtin/place.html" %}{% block summary %}Ours{% endblock %}'
    plain.edit(Put("own/sourcebook/place.html", text))
    plain.warm()
    stat = (plain.root / "own/sourcebook/place.html").stat()
    plain.edit(Put("own/sourcebook/place.html", text.replace("Ours", "Hers")))
    os.utime(plain.root / "own/sourcebook/place.html", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    plain.compare()


def test_another_version_of_a_package_may_make_other_pages(plain: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    real = cache_files._version
    monkeypatch.setattr(cache_files, "_version", lambda name: "0" if name == "babel" else real(name))
    plain.warm()
    assert plain.kept == 0


def test_what_a_killed_build_left_is_not_published(found: Project) -> None:
    """Neither what it had written beside the site, nor what it had taken out of it."""
    beside = found.root / ".cache" / "sourcebook"
    name = found.state().stem
    for left in (f"{name}.new", f"{name}.new.old"):
        (beside / left / "places").mkdir(parents=True)
        (beside / left / "places" / "alien.html").write_text("Mine", "utf-8")
    found.compare()
    assert found.states() == [path for path in found.states() if path.is_file()], "and is gone"


@pytest.mark.parametrize(
    "edit",
    [Put("sources/places/gull-rock.yml", "name: @\n"), Change("sources/places/dorrin.yml", {"summary": "See [[nobody-knows]]."}),
     Put("sources/places/dorrin.yml", PARTLY_REFUSED)],
    ids=["unreadable", "link to nowhere", "partly refused"],
)
def test_a_strict_build_with_a_problem_touches_nothing(edit: Edit, found: Project) -> None:
    before, site, state = found.files, stamps(found.site), found.state().read_bytes()
    found.edit(edit)
    with pytest.raises((Abort, PluginError)):
        found.warm(strict=True)
    assert stamps(found.site) == site and found.state().read_bytes() == state
    found.restore(before)
    found.edit(Change("sources/places/dorrin.yml", {"summary": "A country."}))
    assert found.compare() > 0


_HOOK = """\
from pathlib import Path
from mkdocs.plugins import event_priority

@event_priority(PRIORITY)
def EVENT(*args, **kwargs):
    if Path(__file__).with_name("fail").exists():
        raise RuntimeError("no")
"""


@pytest.mark.parametrize("processes", [0, 3])
@pytest.mark.parametrize(
    ("event", "priority"),
    [("on_files", 100), ("on_env", 0), ("on_env", -200), ("on_page_markdown", 0), ("on_post_build", 0)],
)
def test_a_build_that_fails_on_the_way_touches_nothing(
    event: str, priority: int, processes: int, plain: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hook is there all the time, so that the configuration is the same, and fails once."""
    several(processes, monkeypatch)
    name = f"hook_{event}_{priority}_{processes}.py".replace("-", "_")  # another file each time: MkDocs reads each once
    hook = _HOOK.replace("PRIORITY", str(priority)).replace("EVENT", event)
    plain.edit(Put("mkdocs.yml", filled(plain.config) + f"hooks: [{name}]\n"), Put(name, hook))
    plain.warm()
    before = stamps(plain.site)
    plain.edit(Put("fail", ""), Change("sources/places/gull-rock.yml", {"summary": "Another rock."}), Remove("sources/events/dark-week.yml"))
    with pytest.raises(RuntimeError):
        plain.warm()
    assert stamps(plain.site) == before
    plain.edit(Remove("fail"))
    plain.compare()


@pytest.mark.parametrize("processes", [1, 3])
def test_a_template_that_fails_with_one_record(processes: int, found: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    several(processes, monkeypatch)
    before, site = found.files, stamps(found.site)
    # The first actor's page is what templates are tried on.
    found.edit(Put("own/sourcebook/actor.html", '{% extends "builtin/actor.html" %}{% block summary %}{% if record.id == "mara-quill" %}{{ record.nonsense }}{% endif %}{% endblock %}'))
    with pytest.raises((Abort, PluginError)):
        found.warm()
    assert stamps(found.site) == site
    found.restore(before)
    found.compare()


@pytest.mark.parametrize("pages", [0, 4])
def test_a_process_that_is_ended_leaves_its_pages_to_the_others(
    pages: int, found: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    several(3, monkeypatch)
    here, real, made = os.getpid(), writer.PageWriter.write, count()

    def write(self: writer.PageWriter, plan: PagePlan) -> writer.OutputFile:
        if os.getpid() != here and next(made) >= pages:
            os._exit(1)
        return real(self, plan)

    found.edit(Put("mkdocs.yml", filled(found.config) + "copyright: Nobody\n"))
    with monkeypatch.context() as patch:
        patch.setattr(writer.PageWriter, "write", write)
        found.warm()
    assert found.kept == 0
    assert found.compare() == records(found)


@pytest.mark.parametrize("broken", ["tempfile", "fork"])
def test_pages_are_made_where_the_system_gives_no_process(broken: str, found: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    several(3, monkeypatch)
    calls = count()

    def fail(*arguments: Any) -> Any:
        if broken == "tempfile" or next(calls) > 0:  # the first process can be had
            raise OSError(errno.EAGAIN, "no more of it")
        return workers.fork_worker(*arguments)

    found.edit(Put("mkdocs.yml", filled(found.config) + "copyright: Nobody\n"))
    with monkeypatch.context() as patch:
        patch.setattr(pool, "WorkQueue" if broken == "tempfile" else "fork_worker", fail)
        found.warm()
    assert found.kept == 0
    assert found.compare() == records(found)


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_one_process_does_it_all_where_none_can_be_copied(
    system: str, found: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    several(3, monkeypatch)
    found.edit(Put("mkdocs.yml", filled(found.config) + "copyright: Nobody\n"))
    with monkeypatch.context() as patch:
        patch.setattr(link, "_MANY", 1)
        patch.setattr(workers, "sys", SimpleNamespace(platform=system))
        if system == "win32":
            patch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
            patch.delattr(os, "sched_getaffinity", raising=False)
            patch.setattr(output_folder, "fcntl", None)
        patch.setattr(os, "fork", lambda: pytest.fail("a process was copied"))
        found.warm()
    assert found.kept == 0
    assert found.compare() == records(found)


def several(processes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the pages made by so many processes, a few pages at a time; by one where none is asked for."""
    monkeypatch.setattr(pool, "MIN_PARALLEL_PAGES", 1 if processes else 10_000)
    monkeypatch.setattr(pool, "BATCH_SIZE", 3)
    monkeypatch.setattr("sourcebook.plugin.session.worker_count", lambda: processes or 1)


def test_a_build_that_is_killed_leaves_nothing_wrong(found: Project) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(found.site)]
    chance = random.Random(11)
    for number in range(2):
        found.edit(
            Change("sources/places/gull-rock.yml", {"name": f"Rock {number}", "summary": f"Rock number {number}."}),
            Put(f"sources/places/islet-{number}.yml", f"name: Islet {number}\nkind: site\n"),
        )
        process = subprocess.Popen(command, cwd=found.root, env=conftest.ENVIRONMENT, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(0.8 + 1.2 * chance.random())
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    found.compare()
    assert found.compare() == records(found)


@pytest.mark.parametrize("moment", ["open_output", "scan", "RunningBuild", "put_in_place"])
def test_a_build_that_ends_at_a_bad_moment(moment: str, found: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if it was killed: nobody tidies up."""
    module: Any = session if moment in ("open_output", "scan") else site_build
    real = getattr(module, moment)

    def end(*arguments: Any) -> Any:
        real(*arguments)
        raise KeyboardInterrupt

    found.edit(Change("sources/places/gull-rock.yml", {"summary": "Another rock."}), Remove("sources/events/dark-week.yml"))
    with monkeypatch.context() as patch:
        patch.setattr(module, moment, end)
        with pytest.raises(KeyboardInterrupt):
            found.warm()
    found.edit(Change("sources/places/gull-rock.yml", {"summary": "One more rock."}))
    found.compare()


def records(project: Project) -> int:
    """How many records the project has."""
    return sum(path.startswith("sources/") for path in project.files)
