"""The linked corpus: everything that one record shows of others, found once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from sourcebook.diagnostics import Diagnostic, Where
from sourcebook.linking.mentions import Context, Prose, Resolve, Unknown, link_prose
from sourcebook.linking.names import NameIndex, build_index
from sourcebook.linking.prose import RecordProse, changed_names, link_pattern, link_record, unknown_reference
from sourcebook.linking.references import CitedFact, Reference, References, find_references
from sourcebook.model.corpus import Corpus, without_code
from sourcebook.model.place import Place
from sourcebook.model.schema import FieldPath
from sourcebook.provenance.cooccurrence import discriminating_subjects_of, mentioned_with, related_sources
from sourcebook.provenance.coverage import find_coverage
from sourcebook.provenance.origins import circles_of_parts, find_origins
from sourcebook.workers import can_fork, split_in_two

_MANY = 1_000
"""So many records are worth a second process for their prose."""


@dataclass(frozen=True, slots=True)
class AuthoredPage:
    """A page written by hand: its address on the site, its file as reported, its title, its text and HTML.

    `names` is false where its author wants only explicit ids to be links.
    """

    address: str
    is_index: bool
    path: str
    title: str
    text: str
    markup: str
    names: bool = True


@dataclass(frozen=True, slots=True)
class Backlink:
    """A mention seen from its target: of what, who speaks of it, in which field, in which sentence, how often.

    `page` is the address of a page written by hand, where `origin` is no record.
    """

    target: str
    origin: str
    field: str
    context: Context
    count: int
    page: AuthoredPage | None = None


@dataclass(frozen=True, slots=True)
class LinkedCorpus:
    """A corpus and all that runs between its records. A mapping has no key for a record of which there is nothing to
    say, but for `named`, `covers`, `casts`, `origins`, `texts` and `said`, which have all of theirs."""

    corpus: Corpus
    """The records, and where each of their values stands in its file."""
    index: NameIndex
    """The names by which prose links: each folded name with the id of the one record that it stands for."""
    prose: Mapping[tuple[str, FieldPath], Prose]
    """By record id and path of a field, as in ('torkham', ('facts', 0, 'text')): its safe HTML with its links. Of
    published fields only."""
    backlinks: Mapping[str, tuple[Backlink, ...]]
    """By the id of the record that is spoken of: every mention of it in records and pages written by hand, in the
    order of these."""
    incoming: Mapping[str, tuple[Reference, ...]]
    """By the id of the record that is named: every field of another that names it. Citations are in `cited_for`."""
    cited_for: Mapping[str, tuple[CitedFact, ...]]
    """By source id: every fact that is supported with it, in the order of the records that say them."""
    mention_counts: Mapping[str, Mapping[str, int]]
    """By record id: the records that its own prose names, each with how many times (1 or more). Editors' notes do
    not count."""
    subjects_by_source: Mapping[str, Mapping[str, int]]
    """By source id: the records that it speaks of, each with how many times, most often first; 0 where only a
    profile cites it. No source is among them."""
    sources_by_subject: Mapping[str, tuple[str, ...]]
    """By record id: the ids of the sources that speak of it, in the order of the sources."""
    discriminating_subjects: Mapping[str, tuple[str, ...]]
    """Of `covered_by` what shows which sources belong together: records that more than one source speaks of, and
    not very many."""
    origin_by_source: Mapping[str, str]
    """By source id: the id of the source that its account comes from, which is itself where it rests on no other."""
    origin_groups: Mapping[str, tuple[str, ...]]
    """By the id of an origin: the ids of the sources whose account comes from it, with itself."""
    main_subjects: Mapping[str, tuple[str, ...]]
    """By source id: the ids of the actors and places that it speaks of, most often first; of very many the first
    ones."""
    places_on_map: Mapping[str, Place]
    """By id: the places that have a position."""
    origin_counts: Mapping[str, int]
    """By record id: how many independent origins the sources that speak of it have."""
    prose_by_record: Mapping[str, RecordProse]
    """By record id: all of its prose together, to be taken over by the next run."""
    references: References
    """By the id of the record that says them: what `incoming` and `cited_for` have the other way round."""
    mentions_by_record: Mapping[str, tuple[Backlink, ...]]
    """By record id: the mentions in its own prose, to be taken over by the next run."""
    problems_in_fields: bool
    """Whether an id in a field leads nowhere: then the next run looks at all of them again."""

    def mentioned_with(self, record_id: str) -> tuple[tuple[str, int], ...]:
        """The actors and places that share most sources with a record, and how many."""
        return mentioned_with(record_id, self.sources_by_subject.get(record_id, ()), self.main_subjects)

    def related(self, source: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The sources that cover the same records as one of them, and which."""
        return related_sources(source, self.subjects_by_source, self.discriminating_subjects)

    def resolve(self, name: str) -> str | None:
        """What ``[[name]]`` shows: the record's title; empty for a record that cannot be read; None for none."""
        return resolver(self.corpus)(name)


def resolver(corpus: Corpus) -> Resolve:
    """How explicit ids in prose are understood in `corpus`."""

    def resolve(name: str) -> str | None:
        if record := corpus.records.get(name):
            return record.title
        return "" if name in corpus.broken else None

    return resolve


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


def link(
    corpus: Corpus, pages: Iterable[AuthoredPage] = (), before: PreviousLinks | None = None, *, workers: int = 1
) -> tuple[LinkedCorpus, list[Diagnostic]]:
    """The corpus with everything that runs between its records, and every problem found on the way.

    Prose that `before` has is taken from there where it would come out the same. With two `workers` much prose is
    linked by two processes.
    """
    index, problems = build_index(corpus)
    names = changed_names(before.index, index) if before else None
    known = _same_records(before, corpus)
    references, found = _references(corpus, known, names)
    faulty = bool(found)
    problems += found
    origins, found = find_origins(corpus)
    problems += found + circles_of_parts(corpus)

    resolve = resolver(corpus)
    prose: dict[tuple[str, FieldPath], Prose] = {}
    backlinks: dict[str, list[Backlink]] = defaultdict(list)
    named: dict[str, Mapping[str, int]] = {}
    texts = _texts(corpus, index, resolve, before, names, workers)
    said: dict[str, tuple[Backlink, ...]] = {}
    for name in corpus.records:
        text = texts[name]
        same = before is not None and before.prose_by_record.get(name) is text and name in before.mentions_by_record
        said[name] = before.mentions_by_record[name] if before and same else tuple(_mentions(text, name))
        problems += text.problems
        for path, linked in text.fields:
            prose[name, path] = linked
        for link in said[name]:
            backlinks[link.target].append(link)
        named[name] = known.mention_counts[name] if known and same else _counts(said[name])
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
    cited = {source: tuple(facts) for source, facts in cited_for.items()}
    coverage = find_coverage(corpus, named, cited, origins, known)
    families: dict[str, list[str]] = defaultdict(list)
    for source, origin in origins.items():
        families[origin].append(source)
    return LinkedCorpus(
        corpus,
        index,
        prose,
        {target: tuple(links) for target, links in backlinks.items()},
        {target: tuple(links) for target, links in incoming.items()},
        cited,
        named,
        coverage.subjects_by_source,
        coverage.sources_by_subject,
        discriminating_subjects_of(coverage.sources_by_subject),
        origins,
        {origin: tuple(members) for origin, members in families.items()},
        coverage.main_subjects,
        {place.id: place for place in corpus.of_kind(Place) if place.point},
        coverage.origin_counts,
        texts,
        references,
        said,
        faulty,
    ), problems


def _mentions(text: RecordProse, origin: str) -> Iterator[Backlink]:
    for path, prose in text.fields:
        for mention in prose.mentions:
            yield Backlink(mention.target, origin, str(path[0]), mention.context, mention.count)


def _counts(mentions: Iterable[Backlink]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for link in mentions:
        if link.field != "notes":
            counts[link.target] = counts.get(link.target, 0) + link.count
    return counts


def _same_records(before: PreviousLinks | None, corpus: Corpus) -> LinkedCorpus | None:
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


def _texts(
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
