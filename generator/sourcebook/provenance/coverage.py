"""What each source speaks of: by its text, by its title or digest, or because a record cites it for speaking of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sourcebook.linking.corpus import Backlink, LinkedCorpus
from sourcebook.linking.references import CitedFact
from sourcebook.linking.reports import ResolvedReport, Support
from sourcebook.model.actor import Actor
from sourcebook.model.corpus import Corpus
from sourcebook.model.document import TITLES, Document
from sourcebook.model.place import Place
from sourcebook.model.question import Question
from sourcebook.provenance.cooccurrence import main_subjects_of
from sourcebook.provenance.independence import record_support
from sourcebook.provenance.resolution import Families, resolve_citations, resolve_question

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What linking found that tells what a source speaks of."""

    mention_counts: Mapping[str, Counts]
    """By record id: how often its own prose names others."""
    mentions_by_record: Mapping[str, tuple[Backlink, ...]]
    """By record id: the mentions in its own prose."""
    citations: Mapping[str, tuple[CitedFact, ...]]
    """By record id: what it says, and the citations that support it."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the sources of a corpus speak of, seen from both ends, and what it rests on."""

    subjects_by_source: Mapping[str, Counts]
    """By source id: the ids of the records that it speaks of, each with how many times, most often first; 0 where
    only a record says so, by citing it."""
    main_subjects: Mapping[str, tuple[str, ...]]
    """By source id: the ids of the actors and places among those, most often first; of very many the first ones."""
    sources_by_subject: Mapping[str, tuple[str, ...]]
    """By record id: the ids of the sources that speak of it, in the order of the sources."""
    reports_by_record: Mapping[str, tuple[ResolvedReport, ...]]
    """By record id: its citations as they count; of a question its reports, answer by answer."""
    support_by_subject: Mapping[str, Support]
    """By record id: what is said of it rests on this."""
    silent_by_subject: Mapping[str, tuple[str, ...]]
    """By record id: the ids of the sources that are cited for saying nothing of it, and for nothing else."""


def find_coverage(corpus: Corpus, spoken: Spoken, families: Families, before: LinkedCorpus | None = None) -> Coverage:
    """What the sources of a corpus speak of, and what that rests on.

    What comes out the same is taken from `before`, in which ids and kinds of all records must be the same.
    """
    reports = _reports(corpus, spoken, families, before)
    cited_on: dict[str, dict[str, None]] = defaultdict(dict)
    for record, found in reports.items():
        for report in found:
            cited_on[report.source][record] = None
    subjects: dict[str, Counts] = {}
    main: dict[str, tuple[str, ...]] = {}
    sources: dict[str, list[str]] = defaultdict(list)
    for document in corpus.of_kind(Document):
        name, cited = document.id, cited_on.get(document.id, {})
        if before and _is_same(document, cited, spoken, families, before):
            counted = subjects[name] = before.subjects_by_source[name]
            main[name] = before.main_subjects[name]
        else:
            counted = {} if name in families.withdrawn else _covered(corpus, document, spoken, cited)
            subjects[name], main[name] = counted, _main(corpus, counted)
        for target in counted:
            sources[target].append(name)
    frozen = {target: tuple(names) for target, names in sources.items()}
    same = before if before and before.origin_by_source == families.family_of else None
    supports = {
        target: same.support_by_subject[target]
        if same
        and same.sources_by_subject.get(target) == names
        and same.reports_by_record.get(target, ()) == reports.get(target, ())
        else record_support(reports.get(target, ()), names, families.family_of)
        for target, names in frozen.items()
    }
    return Coverage(subjects, main, frozen, reports, supports, _silent(spoken, frozen))


def _is_same(
    document: Document, cited_on: Mapping[str, None], spoken: Spoken, families: Families, before: LinkedCorpus
) -> bool:
    """Whether a source speaks of the records of which it spoke before, as often."""
    name = document.id
    if (
        before.corpus.records[name] is not document
        or before.mention_counts[name] is not spoken.mention_counts[name]
        or name in families.withdrawn
        or name in before.withdrawn
    ):
        return False
    there = before.subjects_by_source[name]
    return all(record in there for record in cited_on) and all(n or record in cited_on for record, n in there.items())


def _reports(
    corpus: Corpus, spoken: Spoken, families: Families, before: LinkedCorpus | None
) -> dict[str, tuple[ResolvedReport, ...]]:
    """The reports of each record that has any; as they were, where neither the record nor any family is another."""
    same = (
        before
        if before
        and before.origin_by_source == families.family_of
        and before.copied_from == families.copied_from
        and before.withdrawn == families.withdrawn
        else None
    )
    found: dict[str, tuple[ResolvedReport, ...]] = {}
    for name, facts in spoken.citations.items():
        record = corpus.records[name]
        if not facts or isinstance(record, Document):
            continue
        if same and record is same.corpus.records[name] and facts is same.references.citations.get(name):
            own = same.reports_by_record.get(name, ())
        elif isinstance(record, Question):
            own = resolve_question(record, families)
        else:
            own = resolve_citations(facts, families)
        if own:
            found[name] = own
    return found


def _silent(spoken: Spoken, sources: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The sources that are cited for their silence, by record, and that do not speak of it all the same."""
    found: dict[str, dict[str, None]] = {}
    for record, facts in spoken.citations.items():
        for fact in facts:
            if fact.citation.says == "nothing":
                found.setdefault(record, {})[fact.citation.source] = None
    silent = {
        record: tuple(name for name in names if name not in sources.get(record, ())) for record, names in found.items()
    }
    return {record: names for record, names in silent.items() if names}


def _covered(corpus: Corpus, document: Document, spoken: Spoken, cited_on: Mapping[str, None]) -> Counts:
    # Counted in the text itself: better than what the digest lets one guess. The title is the source's own, too.
    counts = dict(document.mentions or spoken.mention_counts[document.id])
    for mention in spoken.mentions_by_record.get(document.id, ()):
        if mention.field in TITLES:
            counts.setdefault(mention.target, mention.count)
    for record in cited_on:
        counts.setdefault(record, 0)
    records = corpus.records
    found = [(name, n) for name, n in counts.items() if name in records and not isinstance(records[name], Document)]
    return dict(sorted(found, key=lambda item: (-item[1], item[0])))


def _main(corpus: Corpus, covered: Counts) -> tuple[str, ...]:
    records = corpus.records
    return main_subjects_of({name: n for name, n in covered.items() if isinstance(records[name], Actor | Place)})
