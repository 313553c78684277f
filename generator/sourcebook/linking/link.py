"""What runs between records: names in prose, ids in fields, citations, all found once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Protocol, TypeVar

from sourcebook.diagnostics import Diagnostic, Where
from sourcebook.linking.corpus import AuthoredPage, Backlink, LinkedCorpus, resolver
from sourcebook.linking.former_ids import check_former_ids
from sourcebook.linking.mentions import LinkedProse, Resolve, Unknown, link_prose
from sourcebook.linking.names import NameIndex, build_index
from sourcebook.linking.prose import RecordProse, changed_names, link_pattern, link_record, unknown_reference
from sourcebook.linking.references import CitedFact, Reference, References, find_references
from sourcebook.model.corpus import Corpus, without_code
from sourcebook.model.schema import FieldPath
from sourcebook.workers import can_fork, split_in_two

T = TypeVar("T")
_MANY = 1_000
"""So many records are worth a second process for their prose."""


class PreviousLinks(Protocol):
    """What was linked before: by which names, and to which prose."""

    @property
    def index(self) -> NameIndex:
        """The names."""

    @property
    def prose_by_record(self) -> Mapping[str, RecordProse]:
        """The prose of each record, by id."""

    @property
    def mentions_by_record(self) -> Mapping[str, tuple[Backlink, ...]]:
        """The mentions in each record, by its id; none of those that are not known."""


@dataclass(frozen=True, slots=True)
class TextLinks:
    """What the text and the fields of a corpus say of its records, before anything is counted."""

    index: NameIndex
    """The names that become links."""
    prose: Mapping[tuple[str, FieldPath], LinkedProse]
    """Each prose field with its links, by record id and path."""
    backlinks: Mapping[str, tuple[Backlink, ...]]
    """Where a record is spoken of, by its id."""
    incoming: Mapping[str, tuple[Reference, ...]]
    """Which fields name a record, by its id."""
    cited_for: Mapping[str, tuple[CitedFact, ...]]
    """What a source is cited for, by its id."""
    mention_counts: Mapping[str, Mapping[str, int]]
    """How often a record's own prose names others, notes apart, by its id."""
    prose_by_record: Mapping[str, RecordProse]
    """The prose fields of a record together, by its id."""
    mentions_by_record: Mapping[str, tuple[Backlink, ...]]
    """The mentions in a record's prose, by its id."""
    references: References
    """Every reference and citation, by the record that makes it."""
    problems_in_fields: bool
    """Whether a field names something that is not there."""


def find_links(
    corpus: Corpus, pages: Iterable[AuthoredPage] = (), before: PreviousLinks | None = None, *, workers: int = 1
) -> tuple[TextLinks, list[Diagnostic]]:
    """What runs between the records of a corpus, and every problem found on the way.

    Prose that `before` has is taken from there where it would come out the same. With two `workers` much prose is
    linked by two processes.
    """
    index, problems = build_index(corpus)
    problems += check_former_ids(corpus)
    names = changed_names(before.index, index) if before else None
    known = same_records(before, corpus)
    references, found = _references(corpus, known, names)
    faulty = bool(found)
    problems += found

    resolve = resolver(corpus)
    prose: dict[tuple[str, FieldPath], LinkedProse] = {}
    backlinks: dict[str, list[Backlink]] = defaultdict(list)
    counts: dict[str, Mapping[str, int]] = {}
    texts = _prose_by_record(corpus, index, resolve, before, names, workers)
    mentions: dict[str, tuple[Backlink, ...]] = {}
    for record_id in corpus.records:
        text = texts[record_id]
        same = (
            before is not None
            and before.prose_by_record.get(record_id) is text
            and record_id in before.mentions_by_record
        )
        kept = before.mentions_by_record[record_id] if before and same else None
        mentions[record_id] = tuple(_mentions(text, record_id)) if kept is None else kept
        problems += text.problems
        for path, field in text.fields:
            prose[record_id, path] = field
        for backlink in mentions[record_id]:
            backlinks[backlink.target].append(backlink)
        counts[record_id] = known.mention_counts[record_id] if known and same else _counts(mentions[record_id])
    for page in pages:
        linked, unknown = link_prose(page.markup, index if page.names else NameIndex({}), resolve)
        problems += [unknown_reference(corpus, _find(page, u), u) for u in unknown]
        for mention in linked.mentions:
            backlinks[mention.target].append(Backlink(mention.target, "", "", mention.context, mention.count, page))

    incoming: dict[str, list[Reference]] = defaultdict(list)
    for reference in chain.from_iterable(references.fields.values()):
        incoming[reference.target].append(reference)
    cited_for: dict[str, list[CitedFact]] = defaultdict(list)
    for fact in chain.from_iterable(references.citations.values()):
        cited_for[fact.citation.source].append(fact)
    return TextLinks(
        index,
        prose,
        _frozen(backlinks),
        _frozen(incoming),
        _frozen(cited_for),
        counts,
        texts,
        mentions,
        references,
        faulty,
    ), problems


def _frozen(lists: Mapping[str, list[T]]) -> dict[str, tuple[T, ...]]:
    return {key: tuple(items) for key, items in lists.items()}


def _mentions(text: RecordProse, origin: str) -> Iterator[Backlink]:
    for path, prose in text.fields:
        for mention in prose.mentions:
            yield Backlink(mention.target, origin, str(path[0]), mention.context, mention.count)


def _counts(mentions: Iterable[Backlink]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for mention in mentions:
        if mention.field != "notes":
            counts[mention.target] = counts.get(mention.target, 0) + mention.count
    return counts


def same_records(before: PreviousLinks | None, corpus: Corpus) -> LinkedCorpus | None:
    """What was linked before, if its records had the ids and kinds that they have now."""
    if not isinstance(before, LinkedCorpus):
        return None
    old, now = before.corpus.records, corpus.records
    same = old.keys() == now.keys() and all(type(record) is type(old[name]) for name, record in now.items())
    return before if same else None


def _references(
    corpus: Corpus, before: LinkedCorpus | None, names: NameIndex | None
) -> tuple[References, list[Diagnostic]]:
    """The references of the corpus, taken from before where neither the record nor any name is another."""
    if before is None or names or before.problems_in_fields or before.corpus.broken or corpus.broken:
        return find_references(corpus)
    old = before.corpus.records
    same = {name for name, record in corpus.records.items() if record is old[name]}
    return find_references(corpus, before.references, same)


def _prose_by_record(
    corpus: Corpus,
    index: NameIndex,
    resolve: Resolve,
    before: PreviousLinks | None,
    changed: NameIndex | None,
    workers: int,
) -> dict[str, RecordProse]:
    """The prose of each record: as it was, where it would come out the same."""
    kept: dict[str, RecordProse] = {}
    if before:
        for record in corpus.records.values():
            text = before.prose_by_record.get(record.id)
            if text and record.id not in corpus.broken and text.holds(record, changed, resolve):
                kept[record.id] = text

    def work(names: Sequence[str]) -> list[RecordProse]:
        # Without the record, which this process has already.
        found = (link_record(corpus, corpus.records[name], index, resolve) for name in names)
        return [text._replace(record=None) for text in found]

    todo = [name for name in corpus.records if name not in kept]
    parts = split_in_two(work, todo) if workers > 1 and len(todo) >= _MANY and can_fork() else [work(todo)]
    texts = (text for part in parts for text in part)
    kept |= {name: text._replace(record=corpus.records[name]) for name, text in zip(todo, texts, strict=True)}
    return kept


def _find(page: AuthoredPage, item: Unknown) -> Where:
    found = list(re.finditer(link_pattern(item), without_code(page.text)))
    if item.occurrence >= len(found):
        return Where(page.path)
    before = page.text[: found[item.occurrence].start()]
    return Where(page.path, before.count("\n") + 1, len(before) - before.rfind("\n"))
