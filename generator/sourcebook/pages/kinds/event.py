"""The page of an event, and its line in the index of events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from sourcebook.model.event import Event
from sourcebook.model.meanings import named_as
from sourcebook.model.order import by_date, sort_text
from sourcebook.model.schema import Means
from sourcebook.pages.parts import map_items
from sourcebook.pages.parts.profile import describe, facts_in_time, name_column, sources_column
from sourcebook.pages.parts.timeline_data import timeline_of
from sourcebook.pages.record_page import Column, RecordPage
from sourcebook.pages.view import View
from sourcebook.words import say_markup


def _values(view: View, event: Event) -> Mapping[str, Any]:
    parts = [other for other, _ in view.queries.incoming(event, "part_of") if isinstance(other, Event)]
    places = [view.corpus.records[name] for name in named_as(event, Means.WHERE) if name in view.corpus.records]
    return {
        "box": list(view.box(event)),
        "participants": event.participants,
        "facts": facts_in_time(event),
        "parts_of_it": sorted(parts, key=lambda part: by_date(part.date, part.title)),
        "timeline": timeline_of(view, event),
        "places": map_items.map_links(view, [(place, 0) for place in places]),
        "questions": view.queries.questions_about(event),
        "sources": view.queries.sources_of(event),
        "groups": view.mentions(event),
    }


def _when(view: View, event: Event) -> Markup:
    return escape(event.date.in_words) if event.date else say_markup("<em>date not known</em>")


def _where(view: View, event: Event) -> Markup:
    return view.refs(event.places) if event.places else say_markup("<em>place not known</em>")


PAGE = RecordPage(
    kind=Event,
    template="event.html",
    sections=(
        ("summary", ""),
        ("facts", "What sources say"),
        ("participants", "Who took part"),
        ("questions", "Questions about it"),
        ("parts", "What belongs to it"),
        ("timeline", "When"),
        ("places", "Where"),
        ("mentions", "Mentioned in"),
        ("names", "Names and spellings"),
        ("notes", "Editors’ notes"),
    ),
    values=_values,
    describe=describe,
    intro="What is reported to have happened, in order of time, each with how exactly its date is known.",
    columns=(
        name_column(),
        Column("When", _when, lambda view, event: sort_text(event.date)),
        Column("Where", _where, lambda view, e: ", ".join(e.places or ("\uffff",))),
        Column("Kind", lambda view, e: escape(e.kind_label), lambda view, e: e.kind_label),
        sources_column(),
    ),
    order=lambda e: (*by_date(e.date, e.name.casefold()), e.id),
)
