"""What each source speaks of: by its text, by its digest, or because a profile cites it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from sourcebook.linking.references import CitedFact
from sourcebook.model.actor import Actor
from sourcebook.model.corpus import Corpus
from sourcebook.model.document import Document
from sourcebook.model.place import Place
from sourcebook.provenance.cooccurrence import main_subjects_of

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the sources of a corpus speak of, seen from both ends."""

    subjects_by_source: Mapping[str, Counts]
    """By source id: the ids of the records that it speaks of, each with how many times, most often first; 0 where
    only a profile cites it."""
    main_subjects: Mapping[str, tuple[str, ...]]
    """By source id: the ids of the actors and places among those, most often first; of very many the first ones."""
    sources_by_subject: Mapping[str, tuple[str, ...]]
    """By record id: the ids of the sources that speak of it, in the order of the sources."""
    origin_counts: Counts
    """By record id: how many independent origins these sources have."""


class PreviousCoverage(Protocol):
    """What sources spoke of when they were last looked at, and what was known of them then."""

    @property
    def corpus(self) -> Corpus:
        """The corpus as it was."""

    @property
    def mention_counts(self) -> Mapping[str, Counts]:
        """How often each record's own prose named others, by its id."""

    @property
    def cited_for(self) -> Mapping[str, tuple[CitedFact, ...]]:
        """What each source was cited for, by its id."""

    @property
    def origin_by_source(self) -> Mapping[str, str]:
        """For each source the one that its account came from."""

    @property
    def subjects_by_source(self) -> Mapping[str, Counts]:
        """As in `Coverage`."""

    @property
    def main_subjects(self) -> Mapping[str, tuple[str, ...]]:
        """As in `Coverage`."""

    @property
    def sources_by_subject(self) -> Mapping[str, tuple[str, ...]]:
        """As in `Coverage`."""

    @property
    def origin_counts(self) -> Counts:
        """As in `Coverage`."""


def find_coverage(
    corpus: Corpus,
    named: Mapping[str, Counts],
    cited_for: Mapping[str, tuple[CitedFact, ...]],
    origins: Mapping[str, str],
    before: PreviousCoverage | None = None,
) -> Coverage:
    """What the sources of a corpus speak of.

    For sources that say and are cited for the same it is taken from `before`, in which ids and kinds of all records
    must be the same.
    """
    covers: dict[str, Counts] = {}
    casts: dict[str, tuple[str, ...]] = {}
    covered_by: dict[str, list[str]] = defaultdict(list)
    for document in corpus.of_kind(Document):
        name, cited = document.id, cited_for.get(document.id, ())
        if (
            before
            and before.corpus.records[name] is document
            and before.mention_counts[name] is named[name]
            and before.cited_for.get(name, ()) == cited
        ):
            covers[name], casts[name] = before.subjects_by_source[name], before.main_subjects[name]
        else:
            covers[name] = _covered(corpus, document, named[name], cited)
            casts[name] = _cast(corpus, covers[name])
        for target in covers[name]:
            covered_by[target].append(name)
    frozen = {target: tuple(sources) for target, sources in covered_by.items()}
    known = before if before and before.origin_by_source == origins else None
    accounts = {
        target: known.origin_counts[target]
        if known and known.sources_by_subject.get(target) == sources
        else len({origins.get(source, source) for source in sources})
        for target, sources in frozen.items()
    }
    return Coverage(covers, casts, frozen, accounts)


def _covered(corpus: Corpus, document: Document, named: Counts, cited: tuple[CitedFact, ...]) -> Counts:
    # Counted in the text itself: better than what the digest or a citation lets one guess.
    counts = dict(document.mentions or named)
    for fact in cited:
        counts.setdefault(fact.record, 0)
    records = corpus.records
    found = [(name, n) for name, n in counts.items() if name in records and not isinstance(records[name], Document)]
    return dict(sorted(found, key=lambda item: (-item[1], item[0])))


def _cast(corpus: Corpus, covered: Counts) -> tuple[str, ...]:
    records = corpus.records
    return main_subjects_of({name: n for name, n in covered.items() if isinstance(records[name], Actor | Place)})
