"""What a build knows, for the next one: records with their prose in parts, and all else in one file.

An edit touches few records: only their parts are written again.
"""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from sourcebook.diagnostics import Diagnostic
from sourcebook.incremental.cache_files import load_file, part_path, remove_parts, save_file, save_part
from sourcebook.linking.corpus import AuthoredPage, Backlink
from sourcebook.linking.names import NameIndex
from sourcebook.linking.prose import RecordProse
from sourcebook.linking.tracking import Dependency
from sourcebook.model.corpus import Corpus
from sourcebook.model.vocabulary import Vocabulary, built_in
from sourcebook.pages.builder import BuiltPage
from sourcebook.pages.parts.search_text import SearchEntry
from sourcebook.pipeline import Memory, link_records
from sourcebook.provenance.withholding import withhold
from sourcebook.reading.files import id_of
from sourcebook.reading.loader import Reading
from sourcebook.search.index_document import IndexDocument


class PageEntry(NamedTuple):
    """A page as it was written: its path on the site, size and time of change, the numbers of what was read
    for it, and what a search finds in it: Material's entries, or the document for Pagefind."""

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
    prose_by_record: dict[str, RecordProse] = field(default_factory=dict)

    def same(self, other: CachePart) -> bool:
        """Whether nothing was read or linked again: what is as it was is the same object."""
        return all(
            mine.keys() == others.keys() and all(value is others[name] for name, value in mine.items())
            for mine, others in ((self.readings, other.readings), (self.prose_by_record, other.prose_by_record))
        )


@dataclass(frozen=True, slots=True)
class BuildCache:
    """What a build knows. In its file are the digests of the `parts` that hold the readings and the prose."""

    readings: Mapping[str, Reading] = field(default_factory=dict)
    """What each record's file said, by path, in the order of the files."""
    prose_by_record: Mapping[str, RecordProse] = field(default_factory=dict)
    """By record id: its prose, linked."""
    vocabulary: Vocabulary = field(default_factory=built_in)
    """The words that the records were read with."""
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The names that became links, as `NameIndex.owners` has them."""
    authored_pages: tuple[AuthoredPage, ...] = ()
    """The pages written by hand."""
    overview_pages: Mapping[str, BuiltPage] = field(default_factory=dict)
    """By address: pages about many records."""
    problems: tuple[Diagnostic, ...] = ()
    """What was wrong between the records."""
    dependencies: Sequence[Dependency] = ()
    """What pages have read, by number. Pages that are made again may leave some that nobody reads any more."""
    first_dependencies: int = 0
    """How many there were when all of them had just been read."""
    pages: Mapping[str, PageEntry] = field(default_factory=dict)
    """By address: the pages of records as they were written."""
    shells: Mapping[str, bytes] = field(default_factory=dict)
    """By folder of the site: a digest of what the theme puts around its pages."""
    search: str = ""
    """The language of Pagefind's index; empty where Material makes one."""
    order: tuple[str, ...] = ()
    """The paths of `readings`: in the file, these are in `parts`."""
    parts: tuple[bytes, ...] = ()
    """The digests of the parts."""

    def memory(self) -> Memory:
        """It as the pipeline takes it: the corpus linked as it was."""
        if not self.readings:
            return Memory()
        records = {id_of(path): reading.record for path, reading in self.readings.items()}
        made = {name: prose.record for name, prose in self.prose_by_record.items() if prose.record is not None}
        corpus = withhold(Corpus(records, vocabulary=self.vocabulary), made).corpus
        before = _PreviousProse(NameIndex(self.names), self.prose_by_record)
        linked, _ = link_records(corpus, self.authored_pages, before)
        return Memory(None, self.readings, linked, self.authored_pages, self.overview_pages, self.problems)


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
    """Dependencies by number: thousands of pages read the same ones."""

    def __init__(self, dependencies: Iterable[Dependency] = ()) -> None:
        """These have numbers already: their places."""
        self.dependencies: dict[Dependency, int] = {one: number for number, one in enumerate(dependencies)}

    def of(self, read: Iterable[Dependency]) -> bytes:
        """The numbers of these dependencies, which new ones get now."""
        return array("I", [self.dependencies.setdefault(one, len(self.dependencies)) for one in read]).tobytes()


def renumber(read: bytes, numbers: Sequence[int]) -> bytes:
    """The same dependencies where they have other numbers: in `numbers`, at the places of the old ones."""
    return array("I", [numbers[number] for number in array("I", read)]).tobytes()


def drop_unused(
    dependencies: Sequence[Dependency], pages: Mapping[str, PageEntry]
) -> tuple[list[Dependency], dict[str, PageEntry]]:
    """The dependencies that these pages have read, and the pages with the numbers of those."""
    used = set().union(*(array("I", page.read) for page in pages.values()))
    left = [one for number, one in enumerate(dependencies) if number in used]
    numbers = list(accumulate((number in used for number in range(len(dependencies))), initial=0))
    return left, {address: page._replace(read=renumber(page.read, numbers)) for address, page in pages.items()}


@dataclass(frozen=True, slots=True)
class CacheStore:
    """Where a build's cache is kept: files that may be missing or foreign without harm."""

    path: Path
    """The main file; the parts and the index have theirs beside it."""
    key: bytes
    """What the cache depends on beside the records: see `key_of`."""

    def load(self) -> BuildCache:
        """The cache; an empty one where there is none, or any of it cannot be used."""
        cache = load_file(self.path, self.key, BuildCache)
        readings: dict[str, Reading] = {}
        prose: dict[str, RecordProse] = {}
        for digest in cache.parts:
            part = load_file(part_path(self.path, digest), self.key, CachePart, digest)
            readings |= part.readings
            prose |= part.prose_by_record
        if readings.keys() != set(cache.order):
            return BuildCache()
        return replace(cache, readings={path: readings[path] for path in cache.order}, prose_by_record=prose)

    def save(self, cache: BuildCache, before: BuildCache) -> bool:
        """Keep a cache; of its parts, those that are not as they were `before`. False where it cannot be written.

        The old one holds until the new one is complete.
        """
        old = _divided(before) if len(before.parts) == _part_count(len(cache.readings)) else []
        parts: list[bytes] = []
        for number, part in enumerate(_divided(cache)):
            known = old and part.same(old[number]) and part_path(self.path, before.parts[number]).is_file()
            digest = before.parts[number] if known else save_part(self.path, self.key, part)
            if not digest:
                return False
            parts.append(digest)
        order = tuple(cache.readings)
        whole = replace(cache, readings={}, prose_by_record={}, order=order, parts=tuple(parts))
        saved = save_file(self.path, self.key, whole)
        if saved:
            remove_parts(self.path, parts)
        return saved

    def forget(self) -> None:
        """Keep nothing."""
        with contextlib.suppress(OSError):  # it cannot be written either
            self.path.unlink()

    def load_index(self) -> IndexCache:
        """What is kept of the search's index."""
        return load_file(self.path.with_suffix(".index"), self.key, IndexCache)

    def save_index(self, index: IndexCache) -> None:
        """Keep what is known of the search's index."""
        save_file(self.path.with_suffix(".index"), self.key, index)


def _part_count(records: int) -> int:
    """How many parts so many records have: a power of two, as all change where another one comes."""
    return 1 << max(0, records.bit_length() - 8)


def _divided(cache: BuildCache) -> list[CachePart]:
    parts = [CachePart() for _ in range(_part_count(len(cache.readings)))]
    for path, reading in cache.readings.items():
        record_id = id_of(path)
        part = parts[crc32(record_id.encode()) % len(parts)]
        part.readings[path] = reading
        if record_id in cache.prose_by_record:
            part.prose_by_record[record_id] = cache.prose_by_record[record_id]
    return parts
