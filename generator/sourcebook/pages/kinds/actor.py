"""The page of an actor, and its line in the index of actors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from sourcebook.linking.prose_html import plain
from sourcebook.model.actor import Actor, Designation, Relation, Role
from sourcebook.model.document import Document
from sourcebook.model.record import Fact
from sourcebook.pages.parts import map_items
from sourcebook.pages.parts.order import by_date, in_time
from sourcebook.pages.parts.profile import describe, facts_in_time, name_column, sources_column
from sourcebook.pages.parts.reports import reports_of_speaker
from sourcebook.pages.parts.timeline_data import timeline_of
from sourcebook.pages.record_page import Column, RecordPage
from sourcebook.pages.view import View


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A relation as seen from one of its two ends."""

    label: str
    other: str
    relation: Relation


def _values(view: View, actor: Actor) -> Mapping[str, Any]:
    ties = [RelationRow(relation.term.label, relation.to, relation) for relation in actor.relations]
    ties += [
        RelationRow(reference.part.term.inverse, other.id, reference.part)
        for other, reference in view.incoming(actor, "relations")
        if isinstance(reference.part, Relation)
    ]
    held = [
        (other, reference.part)
        for other, reference in view.incoming(actor, "roles")
        if isinstance(reference.part, Role)
    ]
    said = [
        (other, position, reference.part)
        for other, reference in view.incoming(actor, "facts")
        if other.id != actor.id and isinstance(reference.part, Fact) and isinstance(position := reference.path[1], int)
    ]
    given = [
        (other, reference.part)
        for other, reference in view.incoming(actor, "designations")
        if isinstance(reference.part, Designation)
    ]
    published = {
        d.id: d for field in ("publisher", "authors") for d, _ in view.incoming(actor, field) if isinstance(d, Document)
    }
    return {
        "box": list(view.box(actor)),
        "roles": sorted(actor.roles, key=lambda r: by_date(r.from_ or r.as_of or r.to, r.title)),
        "ties": sorted(
            ties, key=lambda t: by_date(t.relation.since or t.relation.as_of or t.relation.until, t.label + t.other)
        ),
        "held": sorted(held, key=lambda item: by_date(item[1].from_ or item[1].as_of, item[0].title)),
        "facts": facts_in_time(actor),
        "said": sorted(said, key=lambda item: by_date(item[2].date, item[0].title)),
        "given": given,
        "accounts": reports_of_speaker(view, actor),
        "questions": view.questions_about(actor),
        "places": map_items.map_links(view, view.places_of(actor)),
        "published": in_time(published.values()),
        "sources": view.sources_of(actor),
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
        ("published", "Sources it published"),
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
