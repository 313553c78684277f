"""The timeline page: what happened and what was published, as a picture, with lists below it that say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from sourcebook.linking.names import key
from sourcebook.model.dates import Edtf, parse_date
from sourcebook.model.document import Document
from sourcebook.model.event import Event
from sourcebook.model.order import in_time
from sourcebook.model.place import Place
from sourcebook.model.record import Profile, Record
from sourcebook.pages.parts import map_items, timeline_data
from sourcebook.pages.site_page import SitePage
from sourcebook.pages.view import View
from sourcebook.timeline import horizontal
from sourcebook.timeline.layout import Track
from sourcebook.words import to_be_said

_ONE_DAY = parse_date("2023-02-22")
LEGEND = (
    (_ONE_DAY, to_be_said("on that day")),
    (parse_date("2023-02"), to_be_said("some time in that month or year")),
    (parse_date("2023-02-01/2023-02-20"), to_be_said("from one day to another")),
    (parse_date("2023-02-22/.."), to_be_said("from then on; how long is not known")),
    (parse_date("[2023-02-01,2023-02-20]"), to_be_said("on one of these days")),
    (parse_date("[2023-02-01..2023-02-20]"), to_be_said("some time between two days")),
    (parse_date("2023-02-22~"), to_be_said("about then, or not certain")),
)
"""Dates and what the picture of each says."""


@dataclass(frozen=True, slots=True)
class DatedItem:
    """Something in a list: its record, what the filters look at, and the words behind its name."""

    record: Event | Document
    attributes: Markup
    note: str
    dated: bool
    """Whether it is known when the earliest source was published that tells of it, or when it was published."""


def _values(view: View) -> Mapping[str, Any]:
    events = timeline_data.events_in_order(view.corpus.of_kind(Event))
    documents = in_time(view.corpus.of_kind(Document))
    numbers = {document.id: n for n, document in enumerate(documents)}
    around = {event.id: _places(view, event) for event in events}
    took_part = {event.id: _actors(view, event) for event in events}
    happened = [_event(view, event, took_part[event.id], around[event.id], numbers) for event in events]
    shown = [timeline_data.event_moment(view, event) for event in events]
    shown += [timeline_data.source_moment(view, document) for document in documents]
    used = {event.kind for event in events}
    return {
        "picture": timeline_data.pictures(shown, horizontal.WHOLE),
        "events": [item for item, event in zip(happened, events, strict=True) if event.date],
        "undated": [item for item, event in zip(happened, events, strict=True) if not event.date],
        "sources": [_source(view, document) for document in documents],
        "actors": _by_name(took_part.values()),
        "places": _by_name(around.values()),
        "kinds": [term for name, term in Event.kinds.items() if name in used],
        "legend": [(Markup(horizontal.sample(date, Track.HAPPENED)), words) for date, words in LEGEND]
        + [(Markup(horizontal.sample(_ONE_DAY, Track.PUBLISHED)), to_be_said("a source, when it was published"))],
    }


def _event(
    view: View, event: Event, actors: Sequence[Record], places: Sequence[Record], numbers: Mapping[str, int]
) -> DatedItem:
    first = view.queries.first_published(event)
    words = [name.name for record in (event, *actors, *places) for name in _names(record)]
    attributes = {
        "data-id": event.id,
        "data-kind": event.kind,
        "data-actors": " ".join(actor.id for actor in actors),
        "data-places": " ".join(place.id for place in places),
        "data-sources": " ".join(str(numbers[document.id]) for document in view.queries.cites(event)),
        "data-known": _begins(first),
        "data-words": " ".join(dict.fromkeys(key(word) for word in words)),
    }
    return DatedItem(event, _attributes(attributes), map_items.corroboration_line(view, event), first is not None)


def _source(view: View, document: Document) -> DatedItem:
    known = _begins(document.published)
    attributes = _attributes({"data-id": document.id, "data-known": known})
    return DatedItem(document, attributes, document.kind_label, bool(known))


def _attributes(found: Mapping[str, str]) -> Markup:
    return Markup(" ".join(f'{name}="{escape(value)}"' for name, value in found.items() if value))


def _begins(date: Edtf | None) -> str:
    """The first day that a date can mean, to be compared as text; empty where there is none."""
    if date is None or date.earliest is None:
        return ""
    # Nobody asks for a day before our era: what is older comes before any that is asked for.
    return "{:04}-{:02}-{:02}".format(*max(date.earliest, (0, 1, 1)))


def _actors(view: View, event: Event) -> list[Record]:
    found = (view.corpus.records.get(participant.actor) for participant in event.participants)
    return list({record.id: record for record in found if record}.values())


def _places(view: View, event: Event) -> list[Record]:
    """Where an event happened, and the places that lie around."""
    found: dict[str, Record] = {}
    todo = list(event.places or ())
    while todo:
        place = view.corpus.records.get(todo.pop(0))
        if isinstance(place, Place) and place.id not in found:
            found[place.id] = place
            todo += place.part_of or ()
    return list(found.values())


def _names(record: Record) -> Sequence[Any]:
    return record.names if isinstance(record, Profile) else ()


def _by_name(lists: Any) -> list[Record]:
    found = {record.id: record for records in lists for record in records}
    return sorted(found.values(), key=lambda record: (record.title.casefold(), record.id))


PAGE = SitePage(
    address="timeline",
    title="Timeline",
    template="timeline.html",
    intro="What happened when, as far as sources tell, and when they were published.",
    sections=(
        ("timeline", ""),
        ("in_time", "What happened"),
        ("undated", "Date not known"),
        ("published_in_time", "What was published"),
        ("legend", "How to read the picture"),
    ),
    values=_values,
)
