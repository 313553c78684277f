"""Places as the interactive map takes them: attributes of a list's items, which read well without any map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from sourcebook.linking.names import key
from sourcebook.model.document import Document
from sourcebook.model.place import Place
from sourcebook.model.record import Record
from sourcebook.pages.parts.atlas import WIDE_KM
from sourcebook.pages.view import View
from sourcebook.words import say, to_be_said

_DOT_M = 10_000.0
"""A place known to within so many metres is a dot on the map; one known less well is a circle."""
_MOST_POINTS, _FEW_POINTS = 300, 60  # of a line on the large map, and on a small one
_SUMMARY = 160
_SOURCES = 6


@dataclass(frozen=True, slots=True)
class Certainty:
    """How exactly a place's position is known: a word for the map, and words for people."""

    name: str
    words: str


def accuracy(metres: float) -> str:
    """``± 2 km``, ``± 50 m``, ``± 1,500 km``: three figures."""
    far = metres >= 1000
    value, unit = metres / 1000 if far else metres, to_be_said("± %(number)s km" if far else "± %(number)s m")
    return say(unit, number=f"{float(f'{value:.3g}'):,.10g}")


def certainty(place: Place) -> Certainty:
    """How exactly the place's position is known."""
    if place.point is None:
        return Certainty("unknown", say("position not known"))
    if place.geometry and place.geometry.lines():
        return Certainty("shape", say("drawn as a line" if "Line" in place.geometry.type else "drawn as an outline"))
    if place.coordinates and place.coordinates.disputed:
        return Certainty("doubtful", say("position disputed"))
    if place.radius_m is None:
        return Certainty("doubtful", say("accuracy not stated"))
    wide = place.radius_m > WIDE_KM * 1000
    return Certainty("exact" if place.radius_m <= _DOT_M else "wide" if wide else "area", accuracy(place.radius_m))


def corroboration_line(view: View, record: Record) -> str:
    """``2 sources, 1 origin``."""
    found = view.queries.support_of(record)
    return str(found) if found.sources else say("no source recorded on it")


def note(view: View, place: Place) -> str:
    """A line about a place: its kind, how exactly it is known, what it rests on."""
    return " · ".join((place.kind_label, certainty(place).words, corroboration_line(view, place)))


def map_attributes(view: View, place: Place, *, alone: bool) -> Markup:
    """What the map needs to know of a place, as attributes of its item in a list.

    `alone`: the item shows no more than the name, so what the map says of it goes along.
    """
    found = {"data-id": place.id}
    if place.point is not None:
        found["data-at"] = ",".join(f"{degrees:.5f}".rstrip("0").rstrip(".") for degrees in _point(place))
        found["data-how"] = certainty(place).name
        if place.radius_m:
            found["data-radius"] = f"{place.radius_m:.0f}"
        if place.geometry and (shape := _shape(place, _FEW_POINTS if alone else _MOST_POINTS)):
            found["data-shape"] = shape
        found["data-rank"] = str(view.queries.support_of(place).sources)
    if alone:
        found["data-name"] = place.name
        found["data-note"] = note(view, place)
        found["data-summary"] = short_summary(view, place)
    return Markup(" ").join(Markup('{}="{}"').format(Markup(name), value) for name, value in found.items())


def short_summary(view: View, record: Record) -> str:
    """The beginning of a record's summary, cut at a word."""
    text = view.words(record, "summary")
    return text if len(text) <= _SUMMARY else text[:_SUMMARY].rpartition(" ")[0] + " …"


def filter_words(place: Place) -> str:
    """What a filter finds a place by, beside what its item shows: its names in every script, folded."""
    names = dict.fromkeys(key(name.name) for name in place.names)
    names.pop(key(place.name), None)
    return " ".join(names)


@dataclass(frozen=True, slots=True)
class MapChip:
    """A place below a small map: a figure to show with it (0: none), and its attributes for the script."""

    place: Place
    number: int
    attributes: Markup


def map_links(view: View, places: Iterable[tuple[Record, int]]) -> list[MapChip]:
    """The places for a small map, in the order given; those of no known position go along as words.

    A place is told alike on every page that has it.
    """
    return [
        MapChip(place, number, view.memoize(("told", place.id), partial(map_attributes, view, place, alone=True)))
        for place, number in places
        if isinstance(place, Place)
    ]


@dataclass(frozen=True, slots=True)
class SourceTable:
    """The sources that places rest on, each once, and the numbers of a place's own in that list, by its id."""

    documents: tuple[Document, ...]
    numbers: Mapping[str, str]


def source_table(view: View, places: Iterable[Place]) -> SourceTable:
    """The first sources of each place by date: said once for all of them, as popular sources would fill the page."""
    table: dict[str, int] = {}
    documents: list[Document] = []
    numbers: dict[str, str] = {}
    for place in places:
        first = view.queries.sources_of(place)[:_SOURCES]
        for document in first:
            if document.id not in table:
                table[document.id] = len(documents)
                documents.append(document)
        numbers[place.id] = " ".join(str(table[document.id]) for document in first)
    return SourceTable(tuple(documents), numbers)


def _point(place: Place) -> tuple[float, float]:
    """Where the place's marker stands: on its line, if it is one."""
    assert place.point is not None
    if place.geometry and not place.coordinates and "Line" in place.geometry.type:
        line = max(place.geometry.lines(), key=len)
        return line[len(line) // 2][1], line[len(line) // 2][0]
    return place.point


def _shape(place: Place, most: int) -> str:
    """The place's lines as ``lat,lon lat,lon;…``, thinned to what a map of its size can show."""
    assert place.geometry is not None
    lines = place.geometry.lines()
    total = sum(len(line) for line in lines)
    step = max(1, -(-total // most))
    thinned = [[*line[:-1:step], line[-1]] for line in lines]
    return ";".join(" ".join(f"{lat:.4f},{lon:.4f}" for lon, lat in line) for line in thinned)


def link_to(view: View, place: Place) -> Markup:
    """The way to the place on the map page."""
    return Markup('<a href="{}?place={}">{}</a>').format(view.href_index("map"), place.id, say("On the large map"))
