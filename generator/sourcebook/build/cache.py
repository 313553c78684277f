"""What a build knows, for the next one: records with their prose in parts, and all else in one file.

An edit touches few records: only their parts are written again.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from sourcebook.build.cache_files import load_file, part_path, remove_parts, save_file, save_part
from sourcebook.diagnostics import Diagnostic
from sourcebook.linking.corpus import AuthoredPage, Backlink, LinkedCorpus
from sourcebook.linking.names import NameIndex
from sourcebook.linking.prose import RecordProse
from sourcebook.linking.tracking import Dependency
from sourcebook.model.corpus import Corpus
from sourcebook.pages.builder import BuiltPage
from sourcebook.pages.parts.search_text import SearchEntry
from sourcebook.pipeline import Memory, link_records
from sourcebook.reading.files import id_of
from sourcebook.reading.loader import Reading
from sourcebook.search.index_document import IndexDocument


class PageEntry(NamedTuple):
    """A page as it was written: its path on the site, size and time of change, the numbers of the facts that were
    read for it, and what a search finds in it: Material's entries, or the document for Pagefind."""

    path: str
    size: int
    mtime_ns: int
    read: bytes
    entries: tuple[SearchEntry, ...]
    document: IndexDocument


class ShardEntry(NamedTuple):
    """A part of the search's index: the digests of the records and of the other pages that went into it, and its
    files with size and time of change."""

    records: bytes
    others: bytes
    files: tuple[tuple[str, tuple[int, int]], ...]


@dataclass(frozen=True, slots=True)
class CachePart:
    """Some of the records, by path, and their prose, by id."""

    readings: dict[str, Reading] = field(default_factory=dict)
    texts: dict[str, RecordProse] = field(default_factory=dict)

    def same(self, other: CachePart) -> bool:
        """Whether nothing was read or linked again: what is as it was is the same object."""
        return all(
            mine.keys() == others.keys() and all(value is others[name] for name, value in mine.items())
            for mine, others in ((self.readings, other.readings), (self.texts, other.texts))
        )


@dataclass(slots=True)
class BuildCache:
    """What a build knows. In its file are the digests of the `parts` that hold the readings and texts."""

    readings: dict[str, Reading] = field(default_factory=dict)
    texts: Mapping[str, RecordProse] = field(default_factory=dict)
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    authored_pages: tuple[AuthoredPage, ...] = ()
    overview_pages: dict[str, BuiltPage] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()
    dependencies: list[Dependency] = field(default_factory=list)
    """Those that pages have read. Pages that are made again may leave some that nobody reads any more."""
    read_once: int = 0
    """How many facts there were when all of them had been read."""
    pages: dict[str, PageEntry] = field(default_factory=dict)
    shells: dict[str, bytes] = field(default_factory=dict)
    search: str = ""
    order: tuple[str, ...] = ()
    parts: tuple[bytes, ...] = ()

    def memory(self) -> Memory:
        """It as the pipeline takes it: the corpus linked as it was."""
        if not self.readings:
            return Memory()
        corpus = Corpus({id_of(path): reading.record for path, reading in self.readings.items()})
        linked, _ = link_records(corpus, self.authored_pages, _PreviousProse(NameIndex(self.names), self.texts))
        return Memory(None, dict(self.readings), linked, self.authored_pages, dict(self.overview_pages), self.problems)

    def untouched(self, changed: Iterable[Dependency]) -> set[str]:
        """The addresses of the pages that read none of these facts."""
        different = frozenset(changed)
        numbers = {number for number, fact in enumerate(self.dependencies) if fact in different}
        return {name for name, page in self.pages.items() if numbers.isdisjoint(array("I", page.read))}


@dataclass(frozen=True, slots=True)
class IndexCache:
    """What a build knows of the search's index, in a file of its own: the pages need not wait for it."""

    shards: tuple[ShardEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class _PreviousProse:
    index: NameIndex
    prose_by_record: Mapping[str, RecordProse]
    mentions_by_record: Mapping[str, tuple[Backlink, ...]] = field(default_factory=dict)


class DependencyIds:
    """Facts by number: thousands of pages read the same ones."""

    def __init__(self, facts: Iterable[Dependency] = ()) -> None:
        """`facts` have numbers already: their places."""
        self.facts: dict[Dependency, int] = {fact: number for number, fact in enumerate(facts)}

    def of(self, read: Iterable[Dependency]) -> bytes:
        """The numbers of these facts, which new ones get now."""
        return array("I", [self.facts.setdefault(fact, len(self.facts)) for fact in read]).tobytes()


def renumber(read: bytes, numbers: Sequence[int]) -> bytes:
    """The same facts where they have other numbers: in `numbers`, at the places of the old ones."""
    return array("I", [numbers[number] for number in array("I", read)]).tobytes()


def drop_unused(
    facts: Sequence[Dependency], pages: Mapping[str, PageEntry]
) -> tuple[list[Dependency], dict[str, PageEntry]]:
    """The facts that these pages have read, and the pages with the numbers of those."""
    used = set().union(*(array("I", page.read) for page in pages.values()))
    left = [fact for number, fact in enumerate(facts) if number in used]
    numbers = list(accumulate((number in used for number in range(len(facts))), initial=0))
    return left, {name: page._replace(read=renumber(page.read, numbers)) for name, page in pages.items()}


def load_cache(path: Path, key: bytes) -> BuildCache:
    """The state that is kept at `path`; an empty one where there is none, or any of it cannot be used."""
    state = load_file(path, key, BuildCache)
    texts: dict[str, RecordProse] = {}
    for digest in state.parts:
        part = load_file(part_path(path, digest), key, CachePart, digest)
        state.readings |= part.readings
        texts |= part.texts
    if state.readings.keys() != set(state.order):
        return BuildCache()
    state.texts, state.readings = texts, {name: state.readings[name] for name in state.order}
    return state


def save_cache(path: Path, key: bytes, state: BuildCache, before: BuildCache) -> bool:
    """Keep a state at `path`; of its parts, those that are not as they were `before`. False where it cannot be written.

    The old state holds until the new one is complete.
    """
    old = _divided(before) if len(before.parts) == _count(len(state.readings)) else []
    state.parts = ()
    for number, part in enumerate(_divided(state)):
        known = old and part.same(old[number]) and part_path(path, before.parts[number]).is_file()
        digest = before.parts[number] if known else save_part(path, key, part)
        if not digest:
            return False
        state.parts += (digest,)
    state.order = tuple(state.readings)
    saved = save_file(path, key, replace(state, readings={}, texts={}))
    if saved:
        remove_parts(path, state.parts)
    return saved


def _count(records: int) -> int:
    """How many parts so many records have: a power of two, as all change where another one comes."""
    return 1 << max(0, records.bit_length() - 8)


def _divided(state: BuildCache) -> list[CachePart]:
    parts = [CachePart() for _ in range(_count(len(state.readings)))]
    for path, reading in state.readings.items():
        name = id_of(path)
        part = parts[crc32(name.encode()) % len(parts)]
        part.readings[path] = reading
        if name in state.texts:
            part.texts[name] = state.texts[name]
    return parts


def cache_of(memory: Memory, linked: LinkedCorpus) -> BuildCache:
    """What the pipeline knows after a run, without any page yet."""
    return BuildCache(
        dict(memory.readings),
        linked.prose_by_record,
        linked.index.owners,
        memory.authored_pages,
        memory.overview_pages,
        memory.problems,
    )
