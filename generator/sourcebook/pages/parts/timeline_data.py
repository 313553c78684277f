"""Timelines on pages: which events and sources one shows, and the figure that it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from sourcebook.model.actor import Actor
from sourcebook.model.corpus import KINDS
from sourcebook.model.document import Document
from sourcebook.model.event import Event
from sourcebook.model.meanings import DatedField, dates_of
from sourcebook.model.order import by_date, in_time
from sourcebook.model.place import Place
from sourcebook.model.record import Record
from sourcebook.model.schema import Means
from sourcebook.pages.bylines import by_whom
from sourcebook.pages.view import View
from sourcebook.timeline import horizontal, vertical
from sourcebook.timeline.layout import Moment, Track, on_the_axis
from sourcebook.words import say, say_n

_EVENTS, _SOURCES = 14, 6
"""So many of each are on the picture of a record's page: those that most sources speak of, and the first ones."""
MOST_EVENTS_LISTED = 2 * _EVENTS
"""So many are named at most on a record's page: as many without a date as with one."""
_ALL_EVENTS, _ALL_SOURCES = 60, 40
_LEAST = 2


def events_in_order(events: Iterable[Event]) -> list[Event]:
    """Events by date; undated ones last, by name."""
    return sorted(events, key=lambda event: (*by_date(event.date, event.name), event.id))


def event_moment(view: View, event: Event) -> Moment:
    """An event as something to draw; those that more origins speak of matter more."""
    weight = view.queries.support_of(event).origins
    return Moment(event.id, event.name, event.date, view.href(event), kind=event.kind_label, weight=weight)


def source_moment(view: View, document: Document) -> Moment:
    """A source as something to draw, called by who published or wrote it, else by its title."""
    label = by_whom(document, view.corpus.records)
    href, kind, weight = (
        view.href(document),
        document.kind_label,
        len(view.linked.subjects_by_source.get(document.id, ())),
    )
    return Moment(document.id, label, document.published, href, Track.PUBLISHED, kind, document.title, weight)


def field_moment(view: View, record: Record, dated: DatedField, *, named: bool) -> Moment:
    """A date that a field says of its record: 'Launched', and where `named`, 'Launched: The Petrel'."""
    label = say(dated.field.label)
    whole = say("%(field)s: %(name)s", field=label, name=record.title)
    name = f"{record.id}.{dated.field.key}.{dated.number}"  # like no record's id: these have no full stops
    weight = view.queries.support_of(record).origins
    kind = record.kind_label
    return Moment(name, whole if named else label, dated.date, view.href(record), kind=kind, title=whole, weight=weight)


def own_dates(view: View) -> list[tuple[Record, DatedField]]:
    """The dates of all records in fields of the site's own, in order of time.

    Dates of lives are not among them: those of some hundred people would leave little room for what happened. Each is
    on the timeline of its record's page.
    """
    found = [
        (record, dated)
        for kind in KINDS
        if any(field.meaning is Means.WHEN for field in view.corpus.vocabulary.fields.get(kind.folder, ()))
        for record in view.corpus.of_kind(kind)
        for dated in dates_of(record)
        if dated.own
    ]
    return sorted(found, key=lambda item: (*by_date(item[1].date, item[0].title), item[0].id))


def places_within(view: View, place: Place) -> list[Place]:
    """A place and all that lies in it, nearest first."""
    found = {place.id: place}
    todo = [place]
    while todo:
        for other, _ in view.queries.incoming(todo.pop(0), "part_of"):
            if isinstance(other, Place) and other.id not in found:
                found[other.id] = other
                todo.append(other)
    return list(found.values())


def events_of(view: View, record: Record) -> list[Event]:
    """The events that concern a record, by date.

    Those in which an actor took part; that happened in a place, or in a place within it; that a source speaks of or is
    cited for; for an event, its own parts and what it is a part of, with itself.
    """
    found: list[Record]
    if isinstance(record, Actor):
        found = view.queries.named_by(record, Means.WHO)
    elif isinstance(record, Place):
        found = [other for place in places_within(view, record) for other in view.queries.named_by(place, Means.WHERE)]
    elif isinstance(record, Document):
        found = [other for other, _ in view.queries.covered(record, Event.address)]
    elif isinstance(record, Event):
        found = [record, *(other for other, _ in view.queries.incoming(record, "part_of"))]
        found += [other for name in record.part_of or () if (other := view.corpus.records.get(name))]
    else:
        found = []
    return events_in_order({event.id: event for event in found if isinstance(event, Event)}.values())


def timeline_of(view: View, record: Record) -> Markup:
    """A small timeline of the events that concern a record, its own dates, and the sources on it; empty for fewer than
    two events and dates, and where there are dates of a life only, which the box has.

    It is meant for a section of its own on the record's page.
    """
    events, said = events_of(view, record), [dated for dated in dates_of(record) if not dated.is_first]
    dates = [field_moment(view, record, dated, named=False) for dated in said]
    if len(events) + len(dates) < _LEAST or not (events or any(dated.own for dated in said)):
        return Markup("")
    if isinstance(record, Document):
        family = view.linked.origin_groups.get(view.linked.origin_by_source.get(record.id, record.id), (record.id,))
        sources = in_time(d for name in family if isinstance(d := view.corpus.records[name], Document))
    else:
        sources = view.queries.sources_of(record)
    name = "actor" if isinstance(record, Actor) else "place" if isinstance(record, Place) else ""
    chosen = f"?{name}={record.id}" if name else ""
    return _figure(view, events, sources, horizontal.SMALL, (_EVENTS, _SOURCES), chosen, dates)


def overall(view: View) -> Markup:
    """The timeline of the whole corpus for a page written by hand; empty where no date is known."""
    events, sources = events_in_order(view.corpus.of_kind(Event)), in_time(view.corpus.of_kind(Document))
    dates = [field_moment(view, record, dated, named=True) for record, dated in own_dates(view)]
    return _figure(view, events, sources, horizontal.WHOLE, (_ALL_EVENTS, _ALL_SOURCES), "", dates)


def pictures(moments: Sequence[Moment], size: int) -> Markup:
    """The moments drawn twice: for a wide column, and for a narrow one. The stylesheet shows the one that fits."""
    shown = tuple(moments)
    return Markup(horizontal.draw_horizontal(shown, size) + vertical.draw_vertical(shown))


def _figure(
    view: View,
    events: Sequence[Event],
    sources: Sequence[Document],
    size: int,
    most: tuple[int, int],
    chosen: str,
    dates: Sequence[Moment] = (),
) -> Markup:
    happened = [event_moment(view, event) for event in events]
    published = [source_moment(view, document) for document in sources]
    drawn = [m for m, _ in on_the_axis(happened)], [m for m, _ in on_the_axis(published)]
    shown = _most_told(drawn[0], most[0]), drawn[1][: most[1]]
    own = _most_told([moment for moment, _ in on_the_axis(dates)], most[0])
    told = [moment for moment, _ in on_the_axis([*shown[0], *own])]
    moments = told + shown[1]
    if not moments:
        return Markup("")
    undated = [moment for moment in happened if moment not in drawn[0]]
    words = []
    if len(shown[0]) < len(drawn[0]):
        words.append(
            say_n(
                "The %(number)s event that most sources speak of, of %(all)s.",
                "The %(number)s events that most sources speak of, of %(all)s.",
                len(shown[0]),
                all=f"{len(drawn[0]):,}",
            )
        )
    if not happened and not dates:
        words.append(say("No event is recorded yet."))
    caption = Markup(" ").join(
        [
            *words,
            Markup('<a href="{0}{1}">{2}</a> · <a href="{0}#legend">{3}</a>').format(
                view.href_index("timeline"),
                chosen,
                say("All on the timeline") if happened or chosen else say("The timeline"),
                say("How to read it"),
            ),
        ]
    )
    return Markup(
        '<div class="sb-timeline__wrapper" data-search-exclude>'
        '<figure class="sb sb-timeline{}">{}<figcaption>{}</figcaption></figure>{}</div>'
    ).format(
        " sb-timeline--small" if size == horizontal.SMALL else "",
        pictures(moments, size),
        caption,
        _list(told + _most_told(undated, most[0])),
    )


def _most_told(moments: list[Moment], most: int) -> list[Moment]:
    """Up to `most` moments in the order given: those of most weight, of equals the latest."""
    if len(moments) <= most:
        return moments
    ranked = sorted(range(len(moments)), key=lambda n: (-moments[n].weight, -n))
    return [moments[n] for n in sorted(ranked[:most])]


def _list(happened: Sequence[Moment]) -> Markup:
    """The same events in words, folded away; empty if there are none."""
    if not happened:
        return Markup("")
    items = Markup("").join(
        Markup('<li><span class="sb-timeline__date">%s</span> <a href="%s">%s</a></li>')
        % (m.date.short if m.date else say("date not known"), m.href, m.label)
        for m in happened
    )
    return Markup(
        '<details class="sb-details"><summary>%s</summary><ol class="sb-timeline__list">%s</ol></details>'
    ) % (
        say("These events as a list"),
        items,
    )
