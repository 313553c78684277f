"""Between reading and linking: the corpus without what its editors keep back, so that nothing later can show it.

Keeping something back never makes sources more independent: what they rest on is counted as it is known, and not named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from sourcebook.diagnostics import Diagnostic, Where
from sourcebook.linking.references import CitedFact, find_references
from sourcebook.model.corpus import Corpus, LineMap
from sourcebook.model.document import Document
from sourcebook.model.question import Question
from sourcebook.model.record import Record
from sourcebook.model.schema import FieldPath
from sourcebook.provenance.origins import copied_from, find_origins, withdrawn_sources
from sourcebook.provenance.resolution import Families, resolve_question, roots_of_citations
from sourcebook.reading.files import SourceFile, id_of
from sourcebook.reading.withheld_parts import NamedLink, PublishedRecord, has_withheld_parts, published_part_of
from sourcebook.reading.withheld_text import (
    former_ids_in,
    keeps_back,
    may_keep_back,
    moved_lines,
    span_of,
    without_words,
)


@dataclass(frozen=True, slots=True)
class Withheld:
    """A corpus as it is published, and what was kept back of it."""

    corpus: Corpus
    """The corpus as it is published; the one that was read where nothing is kept back."""
    complete: Corpus
    """The corpus as it was read."""
    links: Mapping[str, tuple[NamedLink, ...]] = field(default_factory=dict)
    """By record id: the links in its published prose that were taken out, as they led to what is kept back."""
    gone: Mapping[str, frozenset[FieldPath]] = field(default_factory=dict)
    """By record id: which values of its file are not published, of records that are."""
    files: frozenset[str] = frozenset()
    """The files, as messages have them, of which no word may be told."""

    def without_words(self, problems: Iterable[Diagnostic]) -> list[Diagnostic]:
        """The problems, those in what is kept back by code and place only."""
        found = list(problems)
        paths = {problem.where.path for problem in found}
        records = self.complete.records
        spans = {
            records[name].path: list(self._spans(name, gone))
            for name, gone in self.gone.items()
            if records[name].path in paths
        }
        return without_words(found, self.files, spans)

    def _spans(self, name: str, gone: Iterable[FieldPath]) -> Iterator[tuple[Where, Where]]:
        if lines := self.complete.line_map(name):
            for path in gone:
                yield span_of(lines, path)


class PublishedLines(Mapping[str, LineMap]):
    """Where each value of a published record stands in its file, by record id."""

    def __init__(self, lines: Mapping[str, LineMap], gone: Mapping[str, frozenset[FieldPath]]) -> None:
        self._lines, self._gone = lines, gone

    def __getitem__(self, record_id: str) -> LineMap:
        gone = self._gone.get(record_id)
        return moved_lines(self._lines[record_id], gone) if gone else self._lines[record_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def withhold_read(corpus: Corpus, files: Iterable[SourceFile], before: Corpus | None = None) -> Withheld:
    """The same of a corpus read from `files`: one that makes no record is kept back if it seems to say so."""
    raw = {id_of(file.path): file.raw for file in files if file.raw and id_of(file.path) in corpus.broken}
    unread = {name: former_ids_in(text) for name, text in raw.items() if keeps_back(text)}
    silent = [corpus.broken[name].path for name, text in raw.items() if may_keep_back(text)]
    return withhold(corpus, before.records if before else None, unread, silent)


def withhold(
    corpus: Corpus,
    known: Mapping[str, Record] | None = None,
    unread: Mapping[str, Collection[str]] | None = None,
    silent: Collection[str] = (),
) -> Withheld:
    """The corpus without records and parts with ``publish: no``, without private notes, and without what names them.

    A record of `known`, by id, is taken where it is what would be made. `unread` are files that make no record and are
    to be kept back: their ids, with those of before; of the files in `silent`, which make none either, no word is told.
    """
    records = corpus.records
    unread = unread or {}
    hidden = {name for name, record in records.items() if record.is_withheld} | unread.keys()
    files = {records[name].path for name in hidden if name in records}
    files |= {broken.path for name, broken in corpus.broken.items() if name in hidden} | set(silent)
    if not hidden and not any(map(has_withheld_parts, records.values())):
        return Withheld(corpus, corpus, files=frozenset(files))
    left = {name: record for name, record in records.items() if name not in hidden}
    former = {old for name in hidden if name in records for old in records[name].formerly}
    former.update(old for found in unread.values() for old in found)
    withheld = frozenset(hidden | (former - left.keys()))
    made = {name: published_part_of(record, withheld) for name, record in left.items()}
    gone = {name: found.gone for name, found in made.items() if found.gone}
    shown = {name: found.record for name, found in made.items() if found.record is not None}
    published = replace(
        corpus,
        records=shown,
        lines=PublishedLines(corpus.lines, gone),
        broken={name: broken for name, broken in corpus.broken.items() if name not in hidden},
        withheld=withheld,
        joined=tuple(_joined(corpus, made)),
    )
    for name, roots in list(_roots(corpus, published, made)):
        if (rooted := published_part_of(left[name], withheld, roots).record) is not None:
            shown[name] = rooted
    for name, record in (known or {}).items():
        now = shown.get(name)
        if now is not None and now is not record and now == record and repr(now) == repr(record):
            shown[name] = record
    links = {name: found.links for name, found in made.items() if found.links}
    return Withheld(published, corpus, links, gone, frozenset(files))


def _joined(corpus: Corpus, made: Mapping[str, PublishedRecord]) -> Iterator[tuple[str, ...]]:
    """The published sources of each family of which anything is kept back."""
    groups: dict[str, list[str]] = {}
    touched: set[str] = set()
    for source, origin in find_origins(corpus)[0].items():
        record = made[source].record if source in made else None
        if record is not None:
            groups.setdefault(origin, []).append(source)
        if not isinstance(record, Document) or record.derived_from != _document(corpus, source).derived_from:
            touched.add(origin)
    yield from (tuple(group) for origin, group in groups.items() if origin in touched and len(group) > 1)


def _document(corpus: Corpus, source: str) -> Document:
    found = corpus.records[source]
    assert isinstance(found, Document)
    return found


def _roots(
    corpus: Corpus, published: Corpus, made: Mapping[str, PublishedRecord]
) -> Iterator[tuple[str, dict[FieldPath, str]]]:
    """What the citations of a record go back to, by path, as the whole corpus shows it: of each record of which
    anything is kept back, or that cites a source of which the like is true."""
    origins, copies = find_origins(corpus)[0], copied_from(corpus)
    families = Families(origins, copies, withdrawn_sources(corpus))
    now, copies_now = find_origins(published)[0], copied_from(published)
    shown = {origins[source]: family for source, family in now.items()}
    changed = {source for source in now if copies.get(source, ()) != copies_now.get(source, ())}
    citations = find_references(corpus)[0].citations
    for name in published.records:
        record = corpus.records[name]
        if isinstance(record, Document):
            continue
        cited = citations.get(name, ())
        if made[name].record is record and not any(fact.citation.source in changed for fact in cited):
            continue
        found = _roots_in(record, cited, families)
        yield name, {path: _shown(root, shown) for path, root in found}


def _roots_in(
    record: Record, cited: Iterable[CitedFact], families: Families
) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(record, Question):
        for report in resolve_question(record, families):
            yield ("answers", report.answer, "reports", report.number), report.root
    else:
        for fact, root in roots_of_citations(cited, families):
            yield fact.path[:-1], root


def _shown(root: str, families: Mapping[str, str]) -> str:
    """The root, which is the account of the family as it is called where that is published."""
    kind, _, family = root.partition(" ")
    return f"account {families[family]}" if kind == "account" and family in families else root
