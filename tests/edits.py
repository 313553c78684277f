"""Made-up edits of a project: what people do to records, pages, templates and settings between two builds.

A project is a mapping of paths to texts. Edits are plain values, so that a failing test prints what was done.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.conftest import SMALL

Files = dict[str, str]

_ACTORS = ("amber-times", "harbour-league", "mara-quill", "quill", "new-league")
_DOCUMENTS = ("amber-times-2031-05-02", "keeper-diary", "strait-letter", "leaflet", "memoir")
_EVENTS = ("dark-week", "ferry-lost", "wake")
_PLACES = ("dorrin", "gull-rock", "lee", "tern-rock")
_QUESTIONS = ("light-dark", "who-rowed")
_IDS = {"actors": _ACTORS, "documents": _DOCUMENTS, "events": _EVENTS, "places": _PLACES, "questions": _QUESTIONS}
_NAMES = (
    "Gull Rock",
    "Tern Rock",
    "Harbour League",
    "League",
    "Mara Quill",
    "Quill",
    "Dorrin",
    "Amber Times",
    "NATO",
    "Lee & <Sons>",
    "صخرة النورس",
    "مارا كويل",
)
_WORDS = ("The light **burned**.", "A nato of gulls.", "Nobody was lost", "\n\nAs *Harbour  League* said:", "dark & wet,")
_LINKS = ("[[dorrin]]", "[[old-rock]]", "[[gull-rock|the rock]]", "[[keeper-diary]]", "[[leaflet]]", "[[tern-rock]]", "[[quill|him]]")
_WRONG = ("[[dorin]]", "[[nobody|no one]]", "[a](there.md)", "[[lee")
_DATES = ("2031-05-02", "2031-05", "2031-04-28~", "2030", "2031-04/2031-06")
_POINTS = ("54.5, -3.25", "54.6, -3.3", "12.5, 44.01")


class Put(NamedTuple):
    """Write a whole file."""

    path: str
    text: str


class Change(NamedTuple):
    """Give fields of a record other values; those whose value is None go."""

    path: str
    fields: Mapping[str, Any]


class Remark(NamedTuple):
    """Put a line in front of a record: it says the same one line below."""

    path: str


class Move(NamedTuple):
    """Give a file another name."""

    path: str
    to: str


class Remove(NamedTuple):
    """Delete a file."""

    path: str


Edit = Put | Change | Remark | Move | Remove


def small_project() -> Files:
    """The small corpus as it stands in the repository."""
    folders = ("sources", "docs")
    paths = (path for folder in folders for path in sorted((SMALL / folder).rglob("*")) if path.is_file())
    return {path.relative_to(SMALL).as_posix(): path.read_text("utf-8") for path in paths}


def edited(files: Mapping[str, str], edits: Iterable[Edit]) -> Files:
    """The project after the edits; those to files that are not there do nothing."""
    now = dict(files)
    for edit in edits:
        path = _there(now, edit.path)
        match edit:
            case Put(_, text):
                now[path] = text
            case Change(_, fields) if path in now:
                told = _told(now[path])
                now[path] = as_yaml({k: v for k, v in {**told, **fields}.items() if v is not None})
            case Remark() if path in now:
                now[path] = "# A remark of the editors\n" + now[path]
            case Move(_, to) if path in now and to not in now:
                now[to] = now.pop(path)
            case Remove():
                now.pop(path, None)
    return now


def _told(text: str) -> dict[str, Any]:
    """What a record's file says; nothing, where it cannot be read."""
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError:
        return {}
    return found if isinstance(found, dict) else {}


def _there(files: Mapping[str, str], path: str) -> str:
    """The path, with the ending that the record has now."""
    other = path.replace(".yml", ".yaml")
    return other if path not in files and other in files else path


def write(folder: Path, before: Mapping[str, str], now: Mapping[str, str]) -> None:
    """Bring the folder from one state of the project to another, touching nothing else."""
    for path in before.keys() - now.keys():
        (folder / path).unlink()
        with contextlib.suppress(OSError):
            (folder / path).parent.rmdir()
    for path, text in now.items():
        if before.get(path) != text:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")


def as_yaml(fields: Mapping[str, Any]) -> str:
    """A record's file."""
    return yaml.safe_dump(dict(fields), allow_unicode=True, sort_keys=False)


def prose(wrong: bool = True) -> SearchStrategy[str]:
    """A text with names, links, and now and then a link to nowhere."""
    pieces = [*_NAMES, *_WORDS, *_LINKS, *(_WRONG if wrong else ())]
    return st.lists(st.sampled_from(pieces), min_size=1, max_size=5).map(" ".join)


def _some(values: SearchStrategy[Any]) -> SearchStrategy[list[Any]]:
    return st.lists(values, max_size=2)


_line = st.sampled_from([*_NAMES, "A ferry's end", "Words <b>of</b> the \"keeper\""])
_actor, _document, _event, _place = (st.sampled_from(_IDS[name]) for name in ("actors", "documents", "events", "places"))
_anything = st.sampled_from([name for names in _IDS.values() for name in names])
_date, _who = st.sampled_from(_DATES), st.sampled_from([*_ACTORS, "Ilse Varn", "Mara Quill"])
_cited = _some(_document | st.fixed_dictionaries({"source": _document, "locator": st.just("page 1")}))
_fact = st.fixed_dictionaries({"text": prose(), "sources": _cited}, optional={"date": _date, "speaker": _who})
_profile = {
    "names": _some(_line | st.fixed_dictionaries({"name": _line}, optional={"link": st.booleans(), "lang": st.sampled_from(["ar", "fa"])})),
    "summary": prose(),
    "notes": prose(),
    "sources": _cited,
    "facts": _some(_fact),
    "tags": _some(_line),
    "formerly": _some(st.sampled_from(["tern-rock", "old-rock", "old-league"])),
    "link_name": st.booleans(),
}
_report = st.fixed_dictionaries({"source": _document}, optional={"speaker": _who, "date": _date, "stance": st.sampled_from(["asserts", "denies"])})
_answers = st.lists(st.fixed_dictionaries({"answer": prose(), "reports": _some(_report)}, optional={"note": prose()}), min_size=2, max_size=2).map(
    lambda found: [{"id": f"answer-{number}", **answer} for number, answer in enumerate(found)]
)
FIELDS: dict[str, tuple[dict[str, SearchStrategy[Any]], dict[str, SearchStrategy[Any]]]] = {
    "actors": (
        {"name": _line, "kind": st.sampled_from(["person", "organisation", "media"])},
        {
            **_profile,
            "roles": _some(st.fixed_dictionaries({"title": _line, "of": _who, "sources": _cited}, optional={"as_of": _date})),
            "relations": _some(st.fixed_dictionaries({"kind": st.sampled_from(["leads", "met", "part-of"]), "to": _actor, "sources": _cited})),
            "designations": _some(st.fixed_dictionaries({"label": _line, "by": _who, "sources": _cited})),
        },
    ),
    "documents": (
        {"title": _line, "kind": st.sampled_from(["news", "statement"])},
        {
            "publisher": _who,
            "published": _date,
            "language": st.sampled_from(["en", "ar"]),
            "digest": prose(),
            "rights": st.sampled_from([{"statement": "Public domain", "publish": "full"}, {"statement": "All rights reserved"}]),
            "text": prose(),
            "mentions": st.dictionaries(_actor | _place, st.integers(1, 9), max_size=3),
            "derived_from": _some(st.fixed_dictionaries({"source": _document, "how": st.sampled_from(["rewrite", "quotes", "translation"])})),
        },
    ),
    "events": (
        {"name": _line, "kind": st.sampled_from(["disaster", "meeting"])},
        {
            **_profile,
            "date": _date,
            "places": _some(_place),
            "participants": _some(st.fixed_dictionaries({"actor": _who}, optional={"role": _line})),
            "part_of": _event,
        },
    ),
    "places": (
        {"name": _line, "kind": st.sampled_from(["country", "site", "water"])},
        {
            **_profile,
            "coordinates": st.sampled_from(_POINTS),
            "accuracy_m": st.sampled_from([10, 400, 90_000]),
            "part_of": _place,
            "disputed": st.fixed_dictionaries({"text": prose(), "sources": _cited}),
        },
    ),
    "questions": (
        {"question": _line, "answers": _answers},
        {
            "summary": prose(),
            "about": _some(_anything),
            "assessment": st.fixed_dictionaries({"text": prose(), "sources": _cited}, optional={"status": st.sampled_from(["open", "settled"])}),
        },
    ),
}
"""By folder of records: the fields that a record needs, and others that it may have."""


@st.composite
def _record_path(draw: DrawFn) -> tuple[str, str]:
    folder = draw(st.sampled_from(list(FIELDS)))
    return folder, f"sources/{folder}/{draw(st.sampled_from(_IDS[folder]))}.yml"


PARTLY_REFUSED = """\
name: Dorrin
kind: country
county: X
facts:
  - {txt: a, event: nothing}
  - {text: 'See [[nowhere]].', event: nothing, date: soon}
"""
"""A record of which parts and values are refused, with ids that lead nowhere before and behind them."""


@st.composite
def record_edits(draw: DrawFn) -> Edit:
    """An edit of one record."""
    folder, path = draw(_record_path())
    needed, others = FIELDS[folder]
    match draw(st.sampled_from(["change", "change", "change", "change", "whole", "remove", "move", "ending", "remark", "broken"])):
        case "change":
            values = {**needed, **others, "publish": st.sampled_from(["yes", "no"]), "private_notes": prose()}
            names = draw(st.lists(st.sampled_from(list(values)), min_size=1, max_size=2, unique=True))
            return Change(path, {name: draw(values[name] if name in needed else values[name] | st.none()) for name in names})
        case "whole":
            return Put(path, as_yaml(draw(st.fixed_dictionaries(needed, optional=others))))
        case "remove":
            return Remove(path)
        case "move":
            return Move(path, f"sources/{folder}/{draw(st.sampled_from(_IDS[folder]))}.yml")
        case "ending":
            return Move(path, path.replace(".yml", ".yaml"))
        case "remark":
            return Remark(path)
    return Put(path, draw(st.sampled_from(["name: @\n", "name: Dorrin\nkind: contry\n", "", "nmae: Dorrin\n", PARTLY_REFUSED])))


_TEMPLATE_TEXTS = (
    '{% extends "builtin/NAME.html" %}\n{% block summary %}<p>Ours: {{ record.title }}, {{ view.mentions(record) | length }}</p>{% endblock %}\n',
    '{% extends "builtin/NAME.html" %}\n{% block lead %}<h1>{{ view.corpus.records | length }} records</h1>{% endblock %}\n',
    '{% extends "builtin/NAME.html" %}\n',
)
_PAGES = ("about.md", "places/gull-rock.md", "places/lee/index.md", "sources/leaflet.md", "actors/index.md", "notes/quill.md")
_INSERTS = ("", "\n\n[[:sources]]\n", "\n\n[[:places]]\n", "\n\n[[:questions]]\n")


@st.composite
def page_edits(draw: DrawFn) -> Edit:
    """An edit of a page written by hand, or of a template."""
    if draw(st.booleans()):
        path = f"docs/{draw(st.sampled_from(_PAGES))}"
        front = draw(st.sampled_from(["", "---\nlink_names: no\n---\n"]))
        text = f"{front}# By hand\n\n{draw(prose())}{draw(st.sampled_from(_INSERTS))}\n"
        return draw(st.just(Remove(path)) | st.just(Put(path, text)))
    name = draw(st.sampled_from(["actor", "document", "place", "event", "question"]))
    path = f"own/sourcebook/{name}.html"
    texts = st.sampled_from(_TEMPLATE_TEXTS).map(lambda text: text.replace("NAME", name))
    return draw(st.just(Remove(path)) | texts.map(lambda text: Put(path, text)))


CONFIG = """\
site_name: SITE_NAME
site_url: https://example.org/amber/
edit_uri: EDIT_URI
theme: {name: material, font: false, custom_dir: own, features: [navigation.tabs]}
use_directory_urls: DIRECTORY_URLS
exclude_docs: notes/
plugins: [search, sourcebook: {search: {engine: ENGINE, from_pages: FROM_PAGES}}]
validation: {nav: {omitted_files: ignore}}
"""


@st.composite
def config_edits(draw: DrawFn, base: str) -> Edit:
    """Another name of the site, another way to its sources, another number of pages from which Pagefind is taken."""
    name = draw(st.sampled_from(["The Amber Strait", "The Strait"]))
    uri = draw(st.sampled_from(["https://example.org/edit/", "https://example.org/e/main/docs/", "''"]))
    pages = draw(st.sampled_from(["17", "22", "1000"]))
    return Put("mkdocs.yml", filled(base, name, uri, pages))


def filled(base: str, name: str = "The Amber Strait", uri: str = "https://example.org/edit/", pages: str = "1000") -> str:
    """The configuration with these values."""
    return base.replace("SITE_NAME", name).replace("EDIT_URI", uri).replace("FROM_PAGES", pages)
