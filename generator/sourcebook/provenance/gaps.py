"""What the corpus does not know or does not prove yet: a worklist for researchers, a fair warning for readers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sourcebook.diagnostics import Diagnostic, Level, Where
from sourcebook.linking.corpus import LinkedCorpus
from sourcebook.linking.names import key
from sourcebook.model.document import Document
from sourcebook.model.editors import Editors
from sourcebook.model.event import Event
from sourcebook.model.place import Place
from sourcebook.model.question import Question
from sourcebook.model.record import Profile, Record, Sourced
from sourcebook.model.schema import FieldPath, schema_of, walk
from sourcebook.provenance.corroboration import corroboration_of
from sourcebook.provenance.gap_kinds import GAP_KINDS
from sourcebook.words import say, say_n

_QUOTATION = re.compile(r"“[^”]+”|„[^“”]+[“”]|«[^»]+»|(?<!\w)\"[^\"]+\"")
_OFTEN = 3
"""A name that stands in so many records without a profile of its own is worth one."""
_MENDS = {lack.code: lack.remedy for lack in GAP_KINDS}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing: its sort, the record it is missing in (empty for the site itself), what, and where."""

    code: str
    record: str
    words: str
    path: FieldPath = ()


_LACKING = {
    "no-position": frozenset({"coordinates", "geometry"}),
    "no-date": frozenset({"date", "published"}),
    "no-publisher": frozenset({"publisher"}),
}
"""The fields without a value, by gap: where the file has one that is refused, that is a problem and no gap."""


def find_gaps(linked: LinkedCorpus) -> list[Gap]:
    """Every gap of the corpus, by sort in the order of `GAP_KINDS`, then by record. Linear in the corpus's text."""
    found: list[Gap] = []
    for record in linked.corpus.records.values():
        found += _uncited(record)
        found += _unplaced(record)
        found += _by_basis(record)
        if isinstance(record, Question):
            found += _thin(record, linked)
            found += _outdated(record, linked)
        elif isinstance(record, Place) and record.point is None:
            found.append(Gap("no-position", record.id, say("its position is not known")))
        elif isinstance(record, Document):
            found += _unknown(record)
        elif isinstance(record, Event) and record.date is None:
            found.append(Gap("no-date", record.id, say("its date is not known")))
        if not _is_reached(record, linked):
            found.append(Gap("unlinked", record.id, say("nothing leads to this %(record)s", record=say(record.noun))))
    found += _nameless(linked)
    records = linked.corpus.records
    found = [gap for gap in found if _LACKING.get(gap.code, frozenset()).isdisjoint(records[gap.record].refused_fields)]
    order = {lack.code: number for number, lack in enumerate(GAP_KINDS)}
    return sorted(found, key=lambda gap: (order[gap.code], gap.record, tuple(map(str, gap.path)), gap.words))


def site_gaps(editors: Editors) -> list[Gap]:
    """What the site does not say of itself: who makes it, and how to write to them. Not of one record."""
    found = []
    if not editors.names:
        found.append(Gap("no-editor", "", say("this site does not say who makes it")))
    if not editors.contact:
        found.append(Gap("no-contact", "", say("this site gives no address to write to")))
    return found


def gap_diagnostics(gaps: list[Gap], linked: LinkedCorpus) -> list[Diagnostic]:
    """The gaps as lines of a report, each with its place and what can be done."""
    return [
        Diagnostic(
            Level.GAP,
            gap.code,
            gap.words,
            linked.corpus.where(gap.record, gap.path) if gap.record else Where("mkdocs.yml"),
            _MENDS[gap.code],
        )
        for gap in gaps
    ]


def _uncited(record: Record) -> Iterator[Gap]:
    told = record.sources or "summary" in record.basis
    if record.summary and not told and isinstance(record, Profile) and not isinstance(record, Place):
        yield Gap("uncited", record.id, say("the summary names no source"), ("summary",))
    for path, field, value in walk(record):
        # A name is a spelling, not a claim; a derivation has a basis.
        if isinstance(value, Sourced) and not value.sources and path[0] not in ("names", "derived_from", "assessment"):
            if value.basis or path[0] in record.basis:
                continue
            yield Gap(
                "uncited",
                record.id,
                say("%(field)s: %(words)s", field=say(field.label).lower(), words=_said(value)),
                path,
            )


def _unplaced(record: Record) -> Iterator[Gap]:
    """Facts that quote somebody without saying where in any source the words stand."""
    for number, fact in enumerate(record.facts if isinstance(record, Profile) else ()):
        quoted = _QUOTATION.search(fact.text)
        if quoted and fact.sources and not any(citation.locator for citation in fact.sources):
            words = say("where %(words)s stands is not said", words=quoted[0])
            yield Gap("no-locator", record.id, words, ("facts", number, "text"))


def _by_basis(record: Record) -> Iterator[Gap]:
    """All that stands in no source of the corpus, in one line a record: each with where it comes from.

    A position says beside it what it rests on, and a derivation what shows it.
    """
    known: dict[str, list[str]] = defaultdict(list)
    first: FieldPath = ()
    labels = {field.key: field.label for field in schema_of(type(record))}
    for field, basis in record.basis.items():
        known[basis].append(say(labels.get(field, field)).lower())
        first = first or ("basis", field)
    for path, _, value in walk(record):
        if isinstance(value, Sourced) and value.basis and not value.sources and path[0] not in _WITH_A_BASIS:
            known[value.basis].append(_said(value))
            first = first or path
    if known:
        words = "; ".join(f"{_first_of(items)} ({basis})" for basis, items in known.items())
        yield Gap("by-basis", record.id, words, first)


_WITH_A_BASIS = ("coordinates", "geometry", "derived_from", "assessment")
_MOST_NAMED = 6


def _first_of(items: list[str]) -> str:
    named = ", ".join(items[:_MOST_NAMED])
    if len(items) <= _MOST_NAMED:
        return named
    return say("%(items)s and %(number)s more", items=named, number=len(items) - _MOST_NAMED)


def _outdated(question: Question, linked: LinkedCorpus) -> Iterator[Gap]:
    """That an assessment is older than a report: its source was published, or read by the editors, after it."""
    assessed = question.assessment.assessed if question.assessment else None
    if assessed is None or assessed.latest is None:
        return
    sources = dict.fromkeys(report.source for answer in question.answers for report in answer.reports)
    documents = [found for name in sources if isinstance(found := linked.corpus.records.get(name), Document)]
    newer = [
        document.title
        for document in documents
        if any(
            date and date.earliest and date.earliest > assessed.latest
            for date in (document.published, document.accessed)
        )
    ]
    if newer:
        words = say(
            "%(sources)s: newer than the assessment, of %(date)s", sources=_first_of(newer), date=assessed.in_words
        )
        yield Gap("older-assessment", question.id, words, ("assessment", "assessed"))


def _said(part: Sourced) -> str:
    statement = part.statement()
    words = " ".join((statement.words or ", ".join(statement.refs) or say(statement.label)).split())
    return words if len(words) <= 80 else words[:80].rpartition(" ")[0] + " …"


def _thin(question: Question, linked: LinkedCorpus) -> Iterator[Gap]:
    if not question.answers:
        yield Gap("no-report", question.id, say("the question has no answer yet"), ("question",))
    for position, answer in enumerate(question.answers):
        standing = corroboration_of(position, linked.reports_by_record.get(question.id, ()))
        words = linked.prose[question.id, ("answers", position, "answer")].words()
        if not answer.reports:
            yield Gap(
                "no-report",
                question.id,
                say("no source gives this answer: %(answer)s", answer=words),
                ("answers", position),
            )
        elif standing.asserts.origins == 1:
            found = say("%(evidence)s for the answer: %(answer)s", answer=words, evidence=standing.asserts)
            yield Gap("one-origin", question.id, found, ("answers", position))


def _unknown(document: Document) -> Iterator[Gap]:
    """What is asked follows the kind: of a letter who wrote it, of a news report who published it, of a book both."""
    if document.published is None:
        made = document.kind.unpublished
        words = say("when it was made is not known") if made else say("when it was published is not known")
        yield Gap("no-date", document.id, words)
    if document.kind.author_first and not (document.authors or document.creators):
        yield Gap("no-author", document.id, say("who wrote or made it is not known"))
    if document.publisher is None and not document.kind.unpublished:
        yield Gap("no-publisher", document.id, say("who published it is not known"))
    if document.url and not document.archived_url:
        yield Gap("no-archive", document.id, say("the link to the original has no archived copy"), ("url",))


def _is_reached(record: Record, linked: LinkedCorpus) -> bool:
    maps = (linked.backlinks, linked.incoming, linked.cited_for, linked.sources_by_subject)
    return isinstance(record, Question | Document) or any(found.get(record.id) for found in maps)


def _nameless(linked: LinkedCorpus) -> Iterator[Gap]:
    """Names in prose, or written where an id could stand, that are no record's, each in its first spelling."""
    known = {key(name) for record in linked.corpus.records.values() for name, _, _ in record.all_names()}
    known |= {key(record.title) for record in linked.corpus.records.values()}
    places: dict[str, dict[str, list[FieldPath]]] = defaultdict(lambda: defaultdict(list))
    spellings: dict[str, str] = {}
    in_fields: set[str] = set()
    for (record_id, path), prose in linked.prose.items():
        for name in prose.name_candidates:
            if (folded := key(name)) not in known:
                places[folded][record_id].append(path)
                spellings.setdefault(folded, name)
    for record in linked.corpus.records.values():
        for path, field, value in walk(record):
            if (
                field.refers is not None
                and field.refers.loose
                and value not in linked.corpus.records
                and value[0].isupper()  # "an unnamed official" is nobody's name
                and (folded := key(value)) not in known
            ):
                places[folded][record.id].append(path)
                spellings.setdefault(folded, value)
                in_fields.add(folded)
    names = "\n".join(f" {name} " for name in known)
    for folded, records in places.items():
        often = 2 if folded in in_fields else _OFTEN
        if len(records) >= often and f" {folded} " in names:
            records = _alone(folded, records, known, linked)
        if len(records) >= often:
            first = min(records)
            words = say_n(
                "'%(name)s' stands in %(number)s record",
                "'%(name)s' stands in %(number)s records",
                len(records),
                name=spellings[folded],
            )
            yield Gap("no-profile", first, words, records[first][0])


def _alone(
    folded: str, records: dict[str, list[FieldPath]], known: Iterable[str], linked: LinkedCorpus
) -> dict[str, list[FieldPath]]:
    """Where a name stands by itself: not as a part of a longer name that some record has."""
    longer = sorted((name for name in known if f" {folded} " in f" {name} "), key=len, reverse=True)
    part = re.compile(rf"\b{re.escape(folded)}\b")
    whole = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in longer))

    def is_alone(record_id: str, path: FieldPath) -> bool:
        prose = linked.prose.get((record_id, path))
        return prose is None or part.search(whole.sub("", key(prose.words()))) is not None

    found = {record: [path for path in paths if is_alone(record, path)] for record, paths in records.items()}
    return {record: paths for record, paths in found.items() if paths}
