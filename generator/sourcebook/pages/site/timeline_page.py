"""The timeline page: what happened and what was published, as a picture, with lists below it that say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from sourcebook.linking.names import key
from sourcebook.linking.reports import Support
from sourcebook.model.actor import Actor
from sourcebook.model.dates import Day, parse_date
from sourcebook.model.document import Document
from sourcebook.model.event import Event
from sourcebook.model.meanings import DatedField, named_as
from sourcebook.model.order import by_date, in_time
from sourcebook.model.place import Place
from sourcebook.model.record import Profile, Record
from sourcebook.model.schema import Means
from sourcebook.model.values import Term
from sourcebook.pages.bylines import title_attributes
from sourcebook.pages.parts import map_items, timeline_data
from sourcebook.pages.safe_markup import isolated
from sourcebook.pages.site_page import SitePage
from sourcebook.pages.view import View
from sourcebook.timeline import horizontal
from sourcebook.timeline.layout import Moment, Track
from sourcebook.words import say, say_markup, to_be_said

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
    """Something in a list: its record, what the filters look at, and the words behind its name.

    What has a `moment` is a date that a field says of its record.
    """

    record: Record
    attributes: Markup
    note: str
    unsure: str | None
    """Until when it is not sure that it was known, being known from sources without a date only: a day, to be compared
    as text; empty for ever; None where it is sure."""
    figures: str = ""
    """The note as it was from each day on, ``2031-05-02 1 source, 1 origin|2031-05-09``, where it was another; nothing
    beside a day stands for the note itself. Empty where it was the same all the time."""
    moment: Moment | None = None
    words: Markup | None = None
    """Of a date of a field: the field, and the record's title in its own language and direction."""


def _values(view: View) -> Mapping[str, Any]:
    events = timeline_data.events_in_order(view.corpus.of_kind(Event))
    documents = in_time(view.corpus.of_kind(Document))
    numbers = {document.id: n for n, document in enumerate(documents)}
    dates = timeline_data.own_dates(view)
    concerned = {record.id: record for record in (*events, *(record for record, _ in dates))}
    around = {name: _places(view, record) for name, record in concerned.items()}
    took_part = {name: _actors(view, record) for name, record in concerned.items()}
    happened = [
        (event.date, event.name, _item(view, event, took_part[event.id], around[event.id], numbers)) for event in events
    ]
    said = [
        (dated.date, record.title, _item(view, record, took_part[record.id], around[record.id], numbers, dated))
        for record, dated in dates
    ]
    shown = [timeline_data.event_moment(view, event) for event in events]
    shown += [item.moment for _, _, item in said if item.moment]
    shown += [timeline_data.source_moment(view, document) for document in documents]
    used = {event.kind for event in events}
    kinds = [term for term in view.corpus.vocabulary.kinds[Event.folder].values() if term in used]
    kinds += dict.fromkeys(Term(_kind_of(record, dated), dated.field.label) for record, dated in dates)
    in_order = sorted((*happened, *said), key=lambda one: (*by_date(one[0], one[1]), one[2].record.id))
    return {
        "picture": timeline_data.pictures(shown, horizontal.WHOLE),
        "events": [item for date, _, item in in_order if date],
        "undated": [item for date, _, item in in_order if not date],
        "sources": [_source(view, document) for document in documents],
        "actors": _by_name(took_part.values()),
        "places": _by_name(around.values()),
        "kinds": kinds,
        "legend": [(Markup(horizontal.sample(date, Track.HAPPENED)), words) for date, words in LEGEND]
        + [(Markup(horizontal.sample(_ONE_DAY, Track.PUBLISHED)), to_be_said("a source, when it was published"))],
    }


def _item(
    view: View,
    record: Record,
    actors: Sequence[Record],
    places: Sequence[Record],
    numbers: Mapping[str, int],
    dated: DatedField | None = None,
) -> DatedItem:
    """An event in the list of what happened, or a date that a field says of a record."""
    steps: Sequence[tuple[Day | None, Support]] = ()
    moment = timeline_data.field_moment(view, record, dated, named=True) if dated else None
    if isinstance(record, Document):  # known from when it was published on, and its own source
        known, first = _as_text(view.linked.known_from.get(record.id)), _as_text(_published(record))
        cited, note = [record], ""
    else:
        steps = view.queries.support_in_time(record)
        known, first = _as_text(steps[0][0] if steps else None), _as_text(view.queries.first_dated(record))
        cited, note = view.queries.cites(record), map_items.corroboration_line(view, record)
    words = [name.name for one in (record, *actors, *places) for name in _names(one)]
    attributes = {
        "data-id": moment.id if moment else record.id,
        "data-kind": _kind_of(record, dated),
        "data-actors": " ".join(actor.id for actor in actors),
        "data-places": " ".join(place.id for place in places),
        "data-sources": " ".join(str(numbers[document.id]) for document in cited),
        "data-known": known,
        "data-words": " ".join(dict.fromkeys(key(word) for word in words)),
    }
    unsure = None if first and first == known else first
    said = _in_words(record, dated) if dated else None
    return DatedItem(record, _attributes(attributes), note, unsure, _figures(steps), moment, said)


def _in_words(record: Record, dated: DatedField) -> Markup:
    own = title_attributes(record)
    title = Markup("<span{}>{}</span>").format(own, record.title) if own else isolated(record.title)
    return say_markup("%(field)s: %(name)s", field=say(dated.field.label), name=title)


def _kind_of(record: Record, dated: DatedField | None) -> str:
    """What the filter of kinds calls it: of an event its kind, of a date of a field that, like no event's kind."""
    return f"{record.folder}.{dated.field.key}" if dated else record.kind.key if isinstance(record, Event) else ""


def _published(document: Document) -> Day | None:
    return document.published.earliest if document.published else None


def _source(view: View, document: Document) -> DatedItem:
    known = _as_text(view.linked.known_from.get(document.id))
    attributes = _attributes({"data-id": document.id, "data-known": known})
    is_dated = document.published is not None and document.published.earliest is not None
    return DatedItem(document, attributes, document.kind_label, None if is_dated else "")


def _figures(steps: Sequence[tuple[Day | None, Support]]) -> str:
    """The words of each figure behind the day from which on it was that one."""
    found: dict[str, str] = {}  # of days before our era, which are all the same, the last
    for day, support in steps:
        found[_as_text(day)] = str(support)
    whole, changes = str(steps[-1][1]) if steps else "", list[str]()
    before = ""
    for day_text, words in found.items():
        if words != before:
            changes.append(day_text + (f" {words}" if words != whole else ""))
        before = words
    return "|".join(changes) if len(changes) > 1 else ""


def _attributes(found: Mapping[str, str]) -> Markup:
    return Markup(" ".join(f'{name}="{escape(value)}"' for name, value in found.items() if value))


def _as_text(day: Day | None) -> str:
    """A day to be compared as text; empty where there is none."""
    if day is None:
        return ""
    # Nobody asks for a day before our era: what is older comes before any that is asked for.
    return "{:04}-{:02}-{:02}".format(*max(day, (0, 1, 1)))


def _actors(view: View, record: Record) -> list[Record]:
    """The actors that an event or another record has to do with, an actor itself first."""
    names = (*([record.id] if isinstance(record, Actor) else ()), *named_as(record, Means.WHO))
    found = (view.corpus.records.get(name) for name in names)
    return list({record.id: record for record in found if record}.values())


def _places(view: View, record: Record) -> list[Record]:
    """Where an event happened, or another record belongs, and the places that lie around."""
    found: dict[str, Record] = {}
    todo = [*([record.id] if isinstance(record, Place) else ()), *named_as(record, Means.WHERE)]
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
