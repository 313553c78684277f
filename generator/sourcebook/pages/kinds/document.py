"""The page of a source, and its line in the index of sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from sourcebook.linking.references import CitedFact
from sourcebook.model.document import RELIABILITY, Creator, Derivation, Document
from sourcebook.model.languages import language_name
from sourcebook.model.meanings import named_as
from sourcebook.model.order import by_date, in_time, sort_text
from sourcebook.model.question import Question
from sourcebook.model.record import Record
from sourcebook.model.rights import rights_words
from sourcebook.model.schema import Means
from sourcebook.pages.bylines import byline, makers_of
from sourcebook.pages.page import DESCRIPTION_LENGTH
from sourcebook.pages.parts import map_items
from sourcebook.pages.parts.items import by_links
from sourcebook.pages.parts.reports import reports_in_source
from sourcebook.pages.parts.timeline_data import timeline_of
from sourcebook.pages.record_page import Column, RecordPage
from sourcebook.pages.view import View
from sourcebook.words import say, say_markup


@dataclass(frozen=True, slots=True)
class DerivationStep:
    """One arrow of the picture of derivation, and where its record says so."""

    earlier: Document
    words: str
    later: Document
    derivation: Derivation


@dataclass(frozen=True, slots=True)
class DerivationBranch:
    """A source in the tree of its family: how deep it stands, and what it rests on, if on anything."""

    document: Document
    depth: int
    bases: tuple[Derivation, ...]


def _tree(view: View, family: Sequence[Document]) -> list[DerivationBranch]:
    """The family as a tree, a line for each source: originals first, what rests on them below. Empty for one step.

    A source that rests on several stands below the first of them.
    """
    members = {document.id for document in family}
    bases = {
        document.id: tuple(d for d in document.derived_from if d.how.copies and d.source in members)
        for document in family
    }
    below: dict[str, list[Document]] = {}
    for document in family:
        if bases[document.id]:
            below.setdefault(bases[document.id][0].source, []).append(document)
    found: list[DerivationBranch] = []
    todo = [(document, 0) for document in reversed(family) if not bases[document.id]]
    while todo:
        document, depth = todo.pop()
        found.append(DerivationBranch(document, depth, bases[document.id]))
        todo += [(child, depth + 1) for child in reversed(below.get(document.id, ()))]
    return found if max((branch.depth for branch in found), default=0) > 1 else []


def _places(view: View, document: Document) -> list[tuple[Record, int]]:
    """The places that a source speaks of, and how often; then those that its fields name, with 0."""
    covered = view.queries.covered(document, "places")
    known = {place.id for place, _ in covered}
    named = (view.corpus.records.get(name) for name in named_as(document, Means.WHERE) if name not in known)
    return covered + [(place, 0) for place in named if place]


def _values(view: View, document: Document) -> Mapping[str, Any]:
    bases = [
        DerivationStep(base, derivation.how.inverse, document, derivation)
        for derivation in document.derived_from
        if isinstance(base := view.corpus.records.get(derivation.source), Document)
    ]
    rewrites = [
        DerivationStep(document, reference.part.how.inverse, other, reference.part)
        for other, reference in view.queries.incoming(document, "derived_from")
        if isinstance(other, Document) and isinstance(reference.part, Derivation)
    ]
    family = view.linked.origin_groups.get(view.linked.origin_by_source.get(document.id, document.id), ())
    members = in_time(d for name in family if isinstance(d := view.corpus.records[name], Document))
    special = {}
    if document.published is None and bases and bases[0].earlier.published:
        special["published"] = say_markup(
            '<em>date not stated; after <a href="%(address)s">what it rests on</a></em>',
            address=view.href(bases[0].earlier),
        )
    if document.creators:
        special["creators"] = Markup(", ").join(_creator(view, creator) for creator in document.creators)
    if document.identifiers:
        special["identifiers"] = Markup(", ").join(
            Markup('<bdi dir="ltr">{} {}</bdi>').format(*pair) for pair in document.identifiers.items()
        )
    if document.rights and document.rights.uri:
        words = rights_words(document.rights.uri) or document.rights.uri.split("//", 1)[-1]
        special["rights"] = Markup("{}; {}").format(view.external_link(document.rights.uri, words), document.rights)
    for field in _OF_PUBLISHED if document.kind.unpublished else ():
        if getattr(document, field) is None and field not in document.refused_fields:
            special[field] = Markup("")
    if document.reliability:
        label = next(term.label for term in RELIABILITY if term.key == document.reliability)
        special["reliability"] = view.method(f"reliability-{document.reliability.lower()}", say(label))
    return {
        "box": _box(view, document, special),
        "steps": bases + rewrites,
        "places": map_items.map_links(view, _places(view, document)),
        "accounts": reports_in_source(view, document),
        "family": members,
        "tree": _tree(view, members),
        "facts": _facts(view, document),
        "related": list(_related(view, document)),
        "timeline": timeline_of(view, document),
        "groups": view.mentions(document),
    }


_OF_PUBLISHED = ("publisher", "url", "archived_url")
"""The fields that nobody is asked for where a kind of document is mostly not published."""


def _box(view: View, document: Document, special: Mapping[str, Markup]) -> list[tuple[str, Markup, bool]]:
    """The box; a letter is not published on a day, but written."""
    found = list(view.box(document, special))
    if not document.kind.unpublished:
        return found
    published = say("Published")
    return [(say("Written or made") if label == published else label, shown, known) for label, shown, known in found]


def _creator(view: View, creator: Creator) -> Markup:
    role = Markup(" ({})").format(creator.role) if creator.role else Markup("")
    return view.ref(creator.name) + role


_NAMED = 3
"""So many of the records that two sources have in common are named."""


def _related(view: View, document: Document) -> Iterator[tuple[Document, str]]:
    """The sources that speak of the same records, and in words what they have in common."""
    records = view.corpus.records
    for name, shared in view.queries.related(document.id):
        other = records[name]
        assert isinstance(other, Document)
        among = ", ".join(records[record].title for record in shared[:_NAMED])
        same = (
            say("speaks of the same %(number)s records, among them %(names)s", number=len(shared), names=among)
            if len(shared) > _NAMED
            else say("speaks of the same: %(names)s", names=among)
        )
        yield other, f"{view.short_label(other, titled=True)} · {same}"


def _facts(view: View, document: Document) -> list[tuple[Record, list[CitedFact]]]:
    """What the source is cited for, record by record, in the order of the index pages."""
    grouped: dict[str, list[CitedFact]] = {}
    for fact in view.linked.cited_for.get(document.id, ()):
        if fact.record == document.id or isinstance(view.corpus.records[fact.record], Question):
            continue
        grouped.setdefault(fact.record, []).append(fact)
    found = [(view.corpus.records[record], facts) for record, facts in grouped.items()]
    return sorted(found, key=lambda item: (item[0].address, item[0].title))


def _describe(view: View, document: Document) -> str:
    found = view.words(document, "summary") or view.opening(document, "digest", DESCRIPTION_LENGTH)
    return found or say("%(kind)s: %(title)s", kind=document.kind_label, title=document.title)


def _title(view: View, document: Document) -> Markup:
    summary = f"<small>{escape(view.words(document, 'summary'))}</small>" if document.summary else ""
    return Markup(view.ref(document.id) + Markup(summary))


def _by(view: View, document: Document) -> Markup:
    return by_links(view, document) if makers_of(document) else say_markup("<em>not stated</em>")


def _published(view: View, document: Document) -> Markup:
    return escape(document.published.in_words) if document.published else say_markup("<em>not stated</em>")


def _origin(view: View, document: Document) -> Markup:
    copies = [derivation for derivation in document.derived_from if derivation.how.copies]
    if not copies:
        return escape(say("own account")) if document.own_account else say_markup("<em>not compared</em>")
    return Markup(", ").join(Markup("{} {}").format(say(d.how.label), view.ref(d.source)) for d in copies)


PAGE = RecordPage(
    kind=Document,
    template="document.html",
    sections=(
        ("summary", ""),
        ("digest", ""),
        ("text", "The text"),
        ("accounts", "What it says"),
        ("places", "Places it speaks of"),
        ("timeline", "When"),
        ("derivation", "What rests on what"),
        ("cited_for", "What it is cited for"),
        ("mentions", "Mentioned in"),
        ("related", "Related sources"),
        ("notes", "Editors’ notes"),
    ),
    values=_values,
    describe=_describe,
    intro="Every document this site rests on. Sources that repeat one another share one origin.",
    columns=(
        Column("Title", _title, lambda view, d: d.title.strip("[]")),
        Column("Publisher or author", _by, lambda view, d: byline(d, view.corpus.records) or "\uffff"),
        Column("Published", _published, lambda view, d: sort_text(d.published)),
        Column("Kind", lambda view, d: escape(d.kind_label), lambda view, d: d.kind_label),
        Column(
            "Language",
            lambda view, d: escape(language_name(d.language)) if d.language else say_markup("<em>not stated</em>"),
            lambda view, d: language_name(d.language) if d.language else "\uffff",
        ),
        Column("Rests on", _origin, lambda view, d: 2 * len(d.derived_from) + (not d.own_account)),
    ),
    order=lambda d: (*by_date(d.published, d.title), d.id),
)
