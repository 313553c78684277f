"""The page of a place, and its line in the index of places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from sourcebook.geography.basemap import NOTE
from sourcebook.model.place import Place
from sourcebook.pages.parts.map_items import accuracy, link_to
from sourcebook.pages.parts.profile import describe, facts_in_time, name_column, sources_column
from sourcebook.pages.parts.timeline_data import timeline_of
from sourcebook.pages.record_page import Column, RecordPage
from sourcebook.pages.view import View
from sourcebook.words import say, say_markup, say_n


def _values(view: View, place: Place) -> Mapping[str, Any]:
    special = {}
    if place.coordinates:
        point = place.coordinates
        exactly = accuracy(place.radius_m) if place.radius_m else say("accuracy not stated")
        notes: list[str | None] = [say("WGS 84, %(accuracy)s", accuracy=exactly)]
        notes += [point.basis, say("disputed: %(words)s", words=point.disputed) if point.disputed else None]
        special["coordinates"] = Markup('<bdi dir="ltr">{}</bdi>{}{}').format(
            point,
            Markup("").join(Markup("<small>{}</small>").format(note) for note in notes if note),
            Markup("<small>{}</small>").format(view.cite(point.sources)) if point.sources else "",
        )
    elif place.geometry:
        shape = say_n(
            "%(shape)s, %(number)s position",
            "%(shape)s, %(number)s positions",
            len(list(place.geometry.positions())),
            shape=say(place.geometry.statement().words),
        )
        special["coordinates"] = Markup("{}<small>{}</small>").format(
            shape, place.geometry.basis or say("basis not stated")
        )
    within = [(other, reference) for other, reference in view.queries.incoming(place, "part_of")]
    return {
        "box": list(view.box(place, special)),
        "above": _above(view, place),
        "locator": view.atlas.locator(place),
        "nearby": view.atlas.around(place),
        "note": NOTE,
        "on_map": link_to(view, place) if place.point else "",
        "questions": view.queries.questions_about(place),
        "facts": facts_in_time(place),
        "within": sorted((other for other, _ in within), key=lambda other: other.title),
        "sources": view.queries.sources_of(place),
        "timeline": timeline_of(view, place),
        "groups": view.mentions(place),
    }


def _above(view: View, place: Place) -> list[Place]:
    """The places around a place, nearest first; each once, first parents first."""
    found: dict[str, Place] = {}
    todo = list(place.part_of or ())
    while todo:
        name = todo.pop(0)
        record = view.corpus.records.get(name)
        if isinstance(record, Place) and name not in found and name != place.id:
            found[name] = record
            todo += record.part_of or ()
    return list(found.values())


def _coordinates(view: View, place: Place) -> Markup:
    if not place.coordinates and place.geometry:
        return escape(say("%(shape)s on its map", shape=say(place.geometry.statement().words).lower()))
    if not place.coordinates:
        return say_markup("<em>position not known</em>")
    near = Markup("<small>{}</small>").format(accuracy(place.radius_m)) if place.radius_m else ""
    return Markup('<bdi dir="ltr">{}</bdi>{}').format(place.coordinates, near)


PAGE = RecordPage(
    kind=Place,
    template="place.html",
    sections=(
        ("map", ""),
        ("summary", ""),
        ("disputed", "What is disputed"),
        ("facts", "What sources say"),
        ("questions", "Questions about it"),
        ("timeline", "When"),
        ("within", "Places in it"),
        ("mentions", "Mentioned in"),
        ("names", "Names and spellings"),
        ("notes", "Editors’ notes"),
    ),
    values=_values,
    describe=describe,
    intro="Every place that sources or events name, and how exactly it is known.",
    columns=(
        name_column(),
        Column("Kind", lambda view, p: escape(p.kind_label), lambda view, p: p.kind_label),
        Column(
            "Part of", lambda view, p: view.refs(p.part_of or ()), lambda view, p: ", ".join(p.part_of or ("\uffff",))
        ),
        Column("Coordinates", _coordinates, lambda view, p: -int(p.coordinates.lat * 1000) if p.coordinates else 10**6),
        sources_column(),
    ),
    order=lambda p: (p.name.casefold(), p.id),
)
