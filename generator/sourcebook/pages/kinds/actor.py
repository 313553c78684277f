"""The page of an actor, and its line in the index of actors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from sourcebook.linking.prose_html import plain
from sourcebook.model.actor import Actor, Designation, Relation, Role
from sourcebook.model.dates import Edtf
from sourcebook.model.document import Document
from sourcebook.model.order import by_date, in_time
from sourcebook.model.record import Citation, Fact
from sourcebook.pages.parts import map_items
from sourcebook.pages.parts.profile import describe, facts_in_time, name_column, sources_column
from sourcebook.pages.parts.reports import reports_of_speaker
from sourcebook.pages.parts.timeline_data import timeline_of
from sourcebook.pages.record_page import Column, RecordPage
from sourcebook.pages.view import View
from sourcebook.words import say


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A relation as seen from one of its two ends, written on either or on both of them.

    `notes` are its qualifications, each with the id of the actor whose file has it: a note is told from there.
    """

    label: str
    other: str
    since: Edtf | None
    until: Edtf | None
    as_of: Edtf | None
    notes: tuple[tuple[str, str], ...]
    sources: tuple[Citation, ...]
    is_dated: bool
    """Whether it has a date, or might have one: no child begins to be one's child."""


def _tie(relation: Relation, label: str, other: str, writer: str) -> RelationRow:
    notes = ((relation.note, writer),) if relation.note else ()
    dates = (relation.since, relation.until, relation.as_of)
    return RelationRow(label, other, *dates, notes, tuple(relation.sources), relation.kind.dated or any(dates))


def _joined(one: RelationRow, other: RelationRow) -> RelationRow | None:
    """Two ties as one, if both say the same: neither has a date that the other contradicts."""
    if (one.label, one.other) != (other.label, other.other):
        return None
    dates = ((one.since, other.since), (one.until, other.until), (one.as_of, other.as_of))
    if any(a and b and a != b for a, b in dates):
        return None
    since, until, as_of = (a or b for a, b in dates)
    said = {note for note, _ in one.notes}
    notes = one.notes + tuple((note, writer) for note, writer in other.notes if note not in said)
    cited = tuple(dict.fromkeys(one.sources + other.sources))
    exactly = {citation.source for citation in cited if citation.locator or citation.note}
    sources = tuple(c for c in cited if c.locator or c.note or c.source not in exactly)
    return RelationRow(one.label, one.other, since, until, as_of, notes, sources, one.is_dated or other.is_dated)


def _ties(view: View, actor: Actor) -> list[RelationRow]:
    """The actor's relations, by date: one that both sides wrote once, with the sources of both."""
    own = [_tie(relation, say(relation.kind.label), relation.to, actor.id) for relation in actor.relations]
    incoming = [
        _tie(reference.part, say(reference.part.kind.inverse), other.id, other.id)
        for other, reference in view.queries.incoming(actor, "relations")
        if isinstance(reference.part, Relation) and other.id != actor.id
    ]
    found: list[RelationRow] = []
    for tie in own:
        # The one that has its very dates, if there is one: two meetings are two relations.
        same = [other for other in incoming if _joined(tie, other)]
        same.sort(key=lambda other: (other.since, other.until, other.as_of) != (tie.since, tie.until, tie.as_of))
        if same:
            incoming.remove(same[0])
        found.append((same and _joined(tie, same[0])) or tie)
    return sorted(found + incoming, key=lambda t: by_date(t.since or t.as_of or t.until, t.label + t.other))


def _values(view: View, actor: Actor) -> Mapping[str, Any]:
    held = [
        (other, reference.part)
        for other, reference in view.queries.incoming(actor, "roles")
        if isinstance(reference.part, Role)
    ]
    said = [
        (other, position, reference.part)
        for other, reference in view.queries.incoming(actor, "facts")
        if other.id != actor.id and isinstance(reference.part, Fact) and isinstance(position := reference.path[1], int)
    ]
    given = [
        (other, reference.part)
        for other, reference in view.queries.incoming(actor, "designations")
        if isinstance(reference.part, Designation)
    ]
    published = {
        d.id: d
        for field in ("publisher", "authors")
        for d, _ in view.queries.incoming(actor, field)
        if isinstance(d, Document)
    }
    return {
        "box": list(view.box(actor)),
        "roles": sorted(actor.roles, key=lambda r: by_date(r.from_ or r.as_of or r.to, r.title)),
        "ties": _ties(view, actor),
        "held": sorted(held, key=lambda item: by_date(item[1].from_ or item[1].as_of, item[0].title)),
        "facts": facts_in_time(actor),
        "said": sorted(said, key=lambda item: by_date(item[2].date, item[0].title)),
        "given": given,
        "accounts": reports_of_speaker(view, actor),
        "questions": view.queries.questions_about(actor),
        "places": map_items.map_links(view, view.queries.places_of(actor)),
        "published": in_time(published.values()),
        "sources": view.queries.sources_of(actor),
        "timeline": timeline_of(view, actor),
        "groups": view.mentions(actor),
    }


def _known_for(view: View, actor: Actor) -> Markup:
    if actor.roles:
        role = max(actor.roles, key=_latest)
        return Markup("{}{}").format(role.title, Markup(", {}").format(view.ref(role.of)) if role.of else "")
    return escape(view.words(actor, "summary"))


def _latest(role: Role) -> tuple[bool, object]:
    date = role.from_ or role.as_of or role.to
    return date is not None, date.order if date else ()


PAGE = RecordPage(
    kind=Actor,
    template="actor.html",
    sections=(
        ("summary", ""),
        ("roles", "Roles"),
        ("held", "Who held a role in it"),
        ("relations", "Relations"),
        ("designations", "Designations"),
        ("facts", "What sources say"),
        ("said", "Reported to have said"),
        ("questions", "Questions about it"),
        ("timeline", "When"),
        ("places", "Places"),
        ("published", "Sources it wrote or published"),
        ("mentions", "Mentioned in"),
        ("names", "Names and spellings"),
        ("notes", "Editors’ notes"),
    ),
    values=_values,
    describe=describe,
    intro="People, groups, states and media that the sources speak of.",
    columns=(
        name_column(),
        Column("Kind", lambda view, a: escape(a.kind_label), lambda view, a: a.kind_label),
        Column("Known for", _known_for, lambda view, a: plain(str(_known_for(view, a)))),
        sources_column(),
    ),
    order=lambda a: (a.name.casefold(), a.id),
)
