"""What refers to a record: every reference to it that no other part of its page shows, whatever field it stands in.

Kinds and fields of a site's own are here by themselves: only what another part shows is written down.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from markupsafe import Markup

from sourcebook.linking.corpus import LinkedCorpus
from sourcebook.model.actor import Actor
from sourcebook.model.document import Document
from sourcebook.model.event import Event
from sourcebook.model.place import Place
from sourcebook.model.question import Question
from sourcebook.model.record import Record
from sourcebook.model.schema import FieldPath, schema_of
from sourcebook.pages.parts.timeline_data import MOST_EVENTS_LISTED
from sourcebook.pages.view import View
from sourcebook.words import say, say_markup, to_be_said

REFERS = "refers"
"""The anchor of the section, which is the last one of a record's page."""
REFERS_HEADING = to_be_said("What refers to it")
_HREF = re.compile(r'href="([^"#]+)')


@dataclass(frozen=True, slots=True)
class ShownElsewhere:
    """References that a part of a page shows: the folder of the records that make them, and the field.

    In the field '#' stands for a number, and '*' for anything. `block` is the part's, where that shows some of them
    only: those to whose records it links.
    """

    folder: str
    field: str
    block: str = ""


_ABOUT = ShownElsewhere("questions", "about.#")
_SPOKEN_OF = ShownElsewhere("documents", "mentions.*")

SHOWN: Mapping[type[Record], tuple[ShownElsewhere, ...]] = {
    Document: (
        ShownElsewhere("documents", "derived_from.#.source"),
        *(ShownElsewhere(kind.folder, "*.source") for kind in (Document, Actor, Place, Event)),  # citations
        ShownElsewhere("questions", "answers.#.reports.#.source"),
    ),
    Actor: (
        ShownElsewhere("documents", "publisher"),
        ShownElsewhere("documents", "authors.#"),
        _SPOKEN_OF,
        ShownElsewhere("actors", "roles.#.of"),
        ShownElsewhere("actors", "relations.#.to"),
        ShownElsewhere("actors", "designations.#.by"),
        *(ShownElsewhere(kind.folder, "facts.#.speaker") for kind in (Actor, Place, Event)),
        ShownElsewhere("events", "participants.#.actor", "timeline"),
        ShownElsewhere("questions", "answers.#.reports.#.speaker"),
        ShownElsewhere("questions", "answers.#.reports.#.via.0"),
        _ABOUT,
    ),
    Place: (
        ShownElsewhere("places", "part_of.#"),
        ShownElsewhere("events", "places.#", "timeline"),
        _SPOKEN_OF,
        _ABOUT,
    ),
    Event: (ShownElsewhere("events", "part_of.#"), _ABOUT),
    Question: (),
}
"""What the parts of each kind's page show. A field of a site's own is never among them."""


@dataclass(frozen=True, slots=True)
class ReferringField:
    """The records that name another in one field: the field's label, and their ids, each once, in order."""

    label: str
    origins: dict[str, None] = field(default_factory=dict)


def referring(linked: LinkedCorpus, record_id: str, links: Callable[[str, Record], bool]) -> list[ReferringField]:
    """What refers to a record and is shown nowhere else on its page, by field, in the order of the records.

    `links` says whether a block of the page, of those that show some references only, links to a record.
    """
    found: dict[tuple[str, str], ReferringField] = {}
    target = linked.corpus.records[record_id]
    for origin, path in _references(linked, record_id):
        if origin == record_id:
            continue
        other = linked.corpus.records[origin]
        block = _shown_in(_base(target), f"{other.folder}/{'.'.join(map(str, path))}")
        if block is None or (block and not links(block, other)):
            name = ".".join(step for step in path if isinstance(step, str))
            if (other.folder, name) not in found:
                found[other.folder, name] = ReferringField(_label(other, path))
            found[other.folder, name].origins[origin] = None
    return list(found.values())


def least_referring(linked: LinkedCorpus, record_id: str) -> int:
    """How many entries the section has at least, by what is known before the page is made."""
    all_of_them = referring(linked, record_id, lambda block, other: False)
    always = referring(linked, record_id, lambda block, other: True)
    number, sure = (sum(len(one.origins) for one in found) for found in (all_of_them, always))
    return max(sure, number - MOST_EVENTS_LISTED)


def refers_markup(view: View, record: Record, shown: Callable[[str], str], most: int | None) -> Markup:
    """The section, empty where it has nothing to say. `shown` gives a block of the page as it is shown.

    Of more than `most` entries it has the first ones, and a link to the page of all; None for no limit.
    """
    hrefs: dict[str, frozenset[str]] = {}

    def links(block: str, other: Record) -> bool:
        if block not in hrefs:
            hrefs[block] = frozenset(_HREF.findall(shown(block)))
        return view.href(other) in hrefs[block]

    found = referring(view.linked, record.id, links)
    number = sum(len(one.origins) for one in found)
    left = number if most is None else most
    items = []
    for one in found:
        first = list(one.origins)[:left]
        left -= len(first)
        if first:
            words = say_markup(
                '<span class="sb-list__label">As “%(field)s” in</span> %(records)s',
                field=one.label,
                records=view.refs(first),
            )
            items.append(Markup("<li>{}</li>").format(words))
    if not items:
        return Markup("")
    listed = Markup('<ul class="sb-list">\n{}\n</ul>').format(Markup("\n").join(items))
    if most is None or number <= most:
        return listed
    whole = say("All %(number)s on a page of their own", number=f"{number:,}")
    return listed + Markup('\n<p><a href="{}">{}</a></p>').format(view.href_list(record, REFERS), whole)


def _references(linked: LinkedCorpus, record_id: str) -> Iterator[tuple[str, FieldPath]]:
    for reference in linked.incoming.get(record_id, ()):
        yield reference.origin, reference.path
    for fact in linked.cited_for.get(record_id, ()):
        yield fact.record, fact.path


def _base(record: Record) -> type[Record]:
    """The kind itself, of a record that has fields of the site's own, too."""
    return next(kind for kind in SHOWN if isinstance(record, kind))


def _shown_in(target: type[Record], place: str) -> str | None:
    """The block that shows some of the references from a place; '' where all of them are shown, None where none is."""
    found = _pattern(target).fullmatch(place)
    return None if found is None else SHOWN[target][int(str(found.lastgroup)[1:])].block


@cache
def _pattern(target: type[Record]) -> re.Pattern[str]:
    """All that is shown of references to a kind, a group named after the number of each."""
    written = (re.escape(f"{one.folder}/{one.field}") for one in SHOWN[target])
    ways = (way.replace(r"\#", r"\d+").replace(r"\*", r".+") for way in written)
    return re.compile("|".join(f"(?P<n{number}>{way})" for number, way in enumerate(ways)) or "(?!)")


def _label(record: Record, path: FieldPath) -> str:
    """What a field is called: of one inside others the outermost and its own.

    A reference that its part must have is what the part is about, and called as that.
    """
    labels: list[str] = []
    model: type = type(record)
    for step in path:
        schema = next((one for one in schema_of(model) if one.key == step), None)
        if schema is None:  # a number, or the key of a mapping
            continue
        if not (labels and schema.refers and schema.required):
            labels.append(say(schema.label))
        model = schema.model or model
    return " · ".join(dict.fromkeys((labels[0], labels[-1])))
