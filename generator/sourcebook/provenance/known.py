"""What was known when: the first day on which each source can have been read, and what the sources read by then say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from sourcebook.diagnostics import Diagnostic, warning
from sourcebook.linking.corpus import LinkedCorpus
from sourcebook.linking.references import CitedFact
from sourcebook.linking.reports import ResolvedReport, SourceGroup, Support
from sourcebook.model.corpus import Corpus
from sourcebook.model.dates import Day, Edtf
from sourcebook.model.document import Derivation, Document
from sourcebook.model.event import Event
from sourcebook.model.question import Report
from sourcebook.model.record import Profile
from sourcebook.provenance.independence import record_support
from sourcebook.provenance.origins import copied_from

_PARTS_OF_EVENTS = frozenset({"sources", "facts", "participants"})
_HEDGES = frozenset("~?%")
_ANY_DAY = Day(-(10**9), 1, 1)
"""Before all days: since when a source is known of which no date says it."""


@dataclass(frozen=True, slots=True)
class Known:
    """What can have been known on a day."""

    sources: frozenset[str]
    """The ids of the sources that can have been read by then: those of which it is not known that they came later."""
    support: Mapping[str, Support]
    """By event id: what these sources say of it rests on this. Events that none of them speaks of have no key."""


class _Telling(NamedTuple):
    """That a source tells of something dated as past, and where a record says so."""

    date: Edtf
    fact: CitedFact


def _made_later(derivation: Derivation) -> bool:
    """Whether it comes after what it was made from. Of two that rest on one statement either may be first."""
    return not derivation.how.symmetric


def find_known_from(corpus: Corpus, citations: Mapping[str, tuple[CitedFact, ...]]) -> dict[str, Day]:
    """By source id the first day on which it can have been known; sources of which no date says it have no key.

    It is the latest of the first days that these can mean: when it was published, or what it was made from; what it
    tells of as past. A day after the last one that `published` can mean bounds nothing: one of the two dates is wrong.
    """
    told = _tellings(corpus, citations)
    documents = {document.id: document for document in corpus.of_kind(Document)}
    own: dict[str, Day] = {}
    for name, document in documents.items():
        dates = [telling.date for telling in told.get(name, ()) if not _is_hedged(telling.date)]
        days = [date.earliest for date in (document.published, *dates) if date and date.earliest]
        if day := _latest(document, days):
            own[name] = day
    found = dict(own)
    for name, originals in copied_from(corpus, _made_later).items():
        if day := _latest(documents[name], [own[source] for source in (name, *originals) if source in own]):
            found[name] = day
    return found


def known_by(linked: LinkedCorpus, day: Day) -> Known:
    """What can have been known on a day."""
    sources = frozenset(d.id for d in linked.corpus.of_kind(Document) if linked.known_from.get(d.id, _ANY_DAY) <= day)
    support = {event.id: _support_by(linked, event.id, sources) for event in linked.corpus.of_kind(Event)}
    return Known(sources, {name: found for name, found in support.items() if found.sources})


def support_in_time(linked: LinkedCorpus, record: str) -> tuple[tuple[Day | None, Support], ...]:
    """What is said of a record rests on this from each day on, at which further sources of it can have been known.

    None stands for any day: some of its sources have no date. The last one is the whole of it.
    """
    whole = linked.support_by_subject.get(record, Support())
    reports: dict[str, list[ResolvedReport]] = {}
    for report in linked.reports_by_record.get(record, ()):
        reports.setdefault(report.source, []).append(report)
    # Groups share nothing with one another, so only those are counted anew to which a day adds a source.
    changes: dict[Day, dict[int, tuple[SourceGroup, ...]]] = {}
    for position, group in enumerate(whole.groups):
        first = [(linked.known_from.get(source, _ANY_DAY), source) for source in group.sources]
        days = sorted({day for day, _ in first})
        for day in days[:-1]:
            known = [source for since, source in first if since <= day]
            own = [report for source in known for report in reports.get(source, ())]
            found = record_support(own, known, linked.origin_by_source)
            changes.setdefault(day, {})[position] = found.groups
        changes.setdefault(days[-1], {})[position] = (group,)
    steps: list[tuple[Day | None, Support]] = []
    groups: list[tuple[SourceGroup, ...]] = [()] * len(whole.groups)
    for day in sorted(changes):
        for position, now in changes[day].items():
            groups[position] = now
        steps.append((None if day == _ANY_DAY else day, Support(tuple(chain.from_iterable(groups)))))
    return tuple(steps)


def check_told(corpus: Corpus, citations: Mapping[str, tuple[CitedFact, ...]]) -> list[Diagnostic]:
    """A warning for each citation of a source for something dated after its own publication.

    Not where one of the dates is about right, or not certain.
    """
    problems = []
    for source, told in _tellings(corpus, citations).items():
        document = corpus.records[source]
        assert isinstance(document, Document)
        published = document.published
        if published is None or published.latest is None or _is_hedged(published):
            continue
        for date, fact in told:
            if date.earliest is None or date.earliest <= published.latest or _is_hedged(date):
                continue
            problems.append(
                warning(
                    "told-before",
                    f"'{source}', published {published}, tells of something dated {date} as past",
                    corpus.where(fact.record, fact.path),
                    "write 'says: foretells' if it tells of it beforehand, or mend one of the dates",
                )
            )
    return problems


def _support_by(linked: LinkedCorpus, record: str, known: frozenset[str]) -> Support:
    """What is said of a record rests on this, as far as these sources say it."""
    reports = [report for report in linked.reports_by_record.get(record, ()) if report.source in known]
    sources = [source for source in linked.sources_by_subject.get(record, ()) if source in known]
    return record_support(reports, sources, linked.origin_by_source)


def _tellings(corpus: Corpus, citations: Mapping[str, tuple[CitedFact, ...]]) -> dict[str, list[_Telling]]:
    """By source id: what it tells of as past, as far as that has a date."""
    found: dict[str, list[_Telling]] = {}
    for date, fact in _dated(corpus, citations):
        if fact.citation.says == "speaks":
            found.setdefault(fact.citation.source, []).append(_Telling(date, fact))
    return found


def _dated(corpus: Corpus, citations: Mapping[str, tuple[CitedFact, ...]]) -> Iterator[tuple[Edtf, CitedFact]]:
    """Citations for something that has a date, with it: a fact's own, that of its event, or of what somebody said."""
    for name, facts in citations.items():
        record = corpus.records[name]
        for fact in facts:
            part, date = fact.path[0], None
            if isinstance(fact.citation, Report):
                date = fact.citation.date
            elif isinstance(record, Profile) and part == "facts":
                date = record.facts[int(fact.path[1])].date
            if date is None and isinstance(record, Event) and part in _PARTS_OF_EVENTS:
                date = record.date
            if date:
                yield date, fact


def _latest(document: Document, days: Iterable[Day]) -> Day | None:
    """The latest of the days on which the document can have been published, as far as it says so itself."""
    last = document.published.latest if document.published else None
    return max((day for day in days if last is None or day <= last), default=None)


def _is_hedged(date: Edtf) -> bool:
    """Whether it is about right only, or not certain: then it bounds nothing."""
    return not _HEDGES.isdisjoint(date.text)
