"""Questions that pages and exports ask of a linked corpus: who speaks of what, together with whom, and since when."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from sourcebook.linking.corpus import LinkedCorpus
from sourcebook.linking.references import Reference
from sourcebook.linking.reports import Support
from sourcebook.linking.tracking import DependencyTracker
from sourcebook.model.dates import Day
from sourcebook.model.document import Document
from sourcebook.model.meanings import fields_that_mean, named_as
from sourcebook.model.order import time_of
from sourcebook.model.question import STATUSES, Question
from sourcebook.model.record import Profile, Record
from sourcebook.model.schema import Means
from sourcebook.provenance.cooccurrence import mentioned_with, related_sources
from sourcebook.provenance.known import support_in_time


class CorpusQueries:
    """Answers from a linked corpus. What several pages ask is found once, and told to whoever tracks what they read."""

    def __init__(self, linked: LinkedCorpus, tracker: DependencyTracker | None = None) -> None:
        tracker = tracker or DependencyTracker()
        self.linked, self.corpus = linked, linked.corpus
        self._memoize: Callable[[Hashable, Callable[[], Any]], Any] = tracker.memoize
        self._memo = tracker.memo

    def mentioned_with(self, record_id: str) -> tuple[tuple[str, int], ...]:
        """The actors and places that share most sources with a record, and how many."""
        sources = self.linked.sources_by_subject.get(record_id, ())
        return self._memoize(  # type: ignore[no-any-return]
            ("with", record_id), lambda: mentioned_with(record_id, sources, self.linked.main_subjects)
        )

    def related(self, source: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The sources that cover the same records as one of them, and which."""
        return related_sources(source, self.linked.subjects_by_source, self.linked.discriminating_subjects)

    def cooccurring(self, record: Record, kind: str) -> list[tuple[Record, int]]:
        """The records of a kind that share most sources with this one, and how many they share."""
        found = ((self.corpus.records[other], n) for other, n in self.mentioned_with(record.id))
        return [(other, n) for other, n in found if other.address == kind]

    def questions_about(self, record: Record) -> list[tuple[Question, Support]]:
        """The questions about a record with what they rest on, disputed ones first."""
        found = [other for other, _ in self.incoming(record, "about") if isinstance(other, Question)]
        ordered = sorted(found, key=lambda question: (STATUSES.index(question.kind), question.title))
        return [(question, self.support_of(question)) for question in ordered]

    def support_of(self, record: Record) -> Support:
        """What is said of a record rests on this: of a question, all of its reports."""
        return self.linked.support_by_subject.get(record.id, Support())

    def silent_on(self, record: Record) -> list[Document]:
        """The sources that say nothing of a record where one might expect it, by date."""
        found = [self.corpus.records[source] for source in self.linked.silent_by_subject.get(record.id, ())]
        return sorted([document for document in found if isinstance(document, Document)], key=self._time)

    def places_of(self, record: Profile) -> list[tuple[Record, int]]:
        """The places that a profile names or that name it, and those its sources name most; with how many sources
        name both, where that is among the highest figures."""
        own = [name for name in self.linked.mention_counts.get(record.id, ()) if name in self.corpus.records]
        own += (name for name in named_as(record, Means.WHERE) if name in self.corpus.records)
        own += [link.origin for link in self.linked.backlinks.get(record.id, ()) if link.field != "notes"]
        shared = dict(self.mentioned_with(record.id))
        found = ((self.corpus.records[name], shared.get(name, 0)) for name in dict.fromkeys([*shared, *own]) if name)
        places = [(place, number) for place, number in found if place.address == "places" and place.id != record.id]
        return sorted(places, key=lambda item: (-item[1], item[0].title))

    def covered(self, document: Document, kind: str) -> list[tuple[Record, int]]:
        """The records of a kind that a source speaks of, and how often; 0 where only a profile cites it."""
        counts = self.linked.subjects_by_source.get(document.id, {})
        return [
            (self.corpus.records[name], n) for name, n in counts.items() if self.corpus.records[name].address == kind
        ]

    def sources_of(self, record: Record) -> list[Document]:
        """The sources that speak of a record, by date."""
        found = [self.corpus.records[source] for source in self.linked.sources_by_subject.get(record.id, ())]
        return sorted([document for document in found if isinstance(document, Document)], key=self._time)

    def _time(self, document: Document) -> tuple[object, ...]:
        place = "time", document.id
        if (known := self._memo.get(place)) is None:
            known = self._memo[place] = time_of(document)
        return known

    def cites(self, record: Record) -> list[Document]:
        """The sources that a record cites for what it says, by date."""
        return [
            document
            for document in self.sources_of(record)
            if any(fact.record == record.id for fact in self.linked.cited_for.get(document.id, ()))
        ]

    def support_in_time(self, record: Record) -> tuple[tuple[Day | None, Support], ...]:
        """What is said of a record rests on this from each day on; None stands for any day. The last is all of it."""
        return support_in_time(self.linked, record.id)

    def first_dated(self, record: Record) -> Day | None:
        """The first day on which a source that is dated can have told of a record; None where none of them is."""
        known = self.linked.known_from
        dated = [d.id for d in self.sources_of(record) if d.published and d.published.earliest]
        return min((known[name] for name in dated), default=None)

    def named_by(self, record: Record, meaning: Means) -> list[Record]:
        """The records that name this one in a field that means so, each once."""
        found = {
            reference.origin: origin
            for reference in self.linked.incoming.get(record.id, ())
            for origin in (self.corpus.records[reference.origin],)
            if any(field.key == reference.field for field in fields_that_mean(type(origin), meaning))
        }
        return list(found.values())

    def incoming(self, record: Record, field: str) -> list[tuple[Record, Reference]]:
        """The records that name this one in a field, with the reference."""
        return [
            (self.corpus.records[reference.origin], reference)
            for reference in self.linked.incoming.get(record.id, ())
            if reference.field == field
        ]
