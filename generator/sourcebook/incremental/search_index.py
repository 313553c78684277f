"""The search's index, made beside the pages: each part as soon as its pages are there, and only where they changed."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sourcebook.incremental.cache import ShardEntry
from sourcebook.incremental.output_folder import Stamp, write_file
from sourcebook.incremental.plan import PreviousBuild
from sourcebook.search.index_document import IndexDocument, index_document
from sourcebook.search.pagefind import Indexer
from sourcebook.search.shards import shard_of

FOLDER = "assets/sourcebook/search"
"""Where the index is on the site: each part in a folder of its number."""


@dataclass(frozen=True, slots=True)
class IndexTarget:
    """An index that is to be made."""

    site: Path
    """The folder of the site as it stands, with what is there of an earlier index."""
    folder: Path
    """The folder that the index is written into; the site's own, or one beside it."""
    language: str
    shards: int
    """How many parts it has."""


@dataclass(frozen=True, slots=True)
class FinishedIndex:
    """An index that is there: what is known of its parts, and which files of the site it keeps as they are."""

    shards: tuple[ShardEntry, ...]
    kept: frozenset[str]


class DocumentInbox:
    """What an index is made of, handed over by whoever makes pages: those of records as they are made, all other ones
    at once, behind them. Whoever waits for a document of an aborted build is given an empty one."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._documents: dict[str, IndexDocument] = {}
        self._others: dict[str, IndexDocument] | None = None
        self.aborted = False

    def add(self, documents: Iterable[tuple[str, IndexDocument]]) -> None:
        """Documents of records, by address."""
        with self._change:
            self._documents.update(documents)
            self._change.notify_all()

    def close(self, others: Mapping[str, str]) -> None:
        """The HTML of the documents of all other pages, by address: with these, the index can be ended."""
        with self._change:
            self._others = {address: index_document(others[address]) for address in sorted(others)}
            self._change.notify_all()

    def abort(self) -> None:
        """There will be no more."""
        with self._change:
            self.aborted = True
            self._change.notify_all()

    def document(self, address: str) -> IndexDocument:
        """A record's document, as soon as it is there."""
        with self._change:
            self._change.wait_for(lambda: self.aborted or address in self._documents)
            return self._documents.get(address, IndexDocument())

    def others(self) -> Mapping[str, IndexDocument]:
        """The documents of all other pages, as soon as they are there."""
        with self._change:
            self._change.wait_for(lambda: self.aborted or self._others is not None)
            return self._others or {}


class SearchIndexBuild:
    """The making of an index, in threads of its own, which begin at once. Documents go into it in the order of their
    addresses."""

    def __init__(
        self, target: IndexTarget, previous: PreviousBuild, inbox: DocumentInbox, records: Iterable[str]
    ) -> None:
        """`records` are the addresses of the documents of records that will be in the `inbox`."""
        self._target, self._previous, self._inbox = target, previous, inbox
        self._records: list[list[str]] = [[] for _ in range(target.shards)]
        for address in sorted(records):
            self._records[shard_of(address, target.shards)].append(address)
        self._made: dict[int, ShardEntry] = {}
        self._kept: set[str] = set()
        self._fault: Exception | None = None
        # Two parts at a time: Pagefind ends one on one core while the next takes its pages.
        self._threads = [
            threading.Thread(target=self._work, args=(range(first, target.shards, 2),), daemon=True) for first in (0, 1)
        ]
        for thread in self._threads:
            thread.start()

    def finish(self) -> FinishedIndex:
        """The index, when it is there. Raises PagefindError, and OSError where it cannot be written."""
        for thread in self._threads:
            thread.join()
        if self._fault:
            raise self._fault
        return FinishedIndex(tuple(self._made[number] for number in sorted(self._made)), frozenset(self._kept))

    def abort(self) -> None:
        """End it without an index, as the build failed."""
        self._inbox.abort()
        for thread in self._threads:
            thread.join()

    def _work(self, numbers: Iterable[int]) -> None:
        try:
            for number in numbers:
                self._made[number] = self._shard(number)
        except Exception as fault:  # told where the index is waited for
            self._fault = fault

    def _shard(self, number: int) -> ShardEntry:
        """A part of the index, made if it is not as before."""
        known = self._as_before(number)
        if known and self._others_digest(number) == known.others:
            self._kept.update(path for path, _ in known.files)
            return known
        return self._make(number)

    def _as_before(self, number: int) -> ShardEntry | None:
        """What is known of a part, if it is in the site and its records are the same."""
        shards, files = self._previous.index.shards, self._previous.files
        known = shards[number] if number < len(shards) else None
        if known is None or any(files.get(path) != stamp for path, stamp in known.files):
            return None
        return known if self._records_digest(number) == known.records else None

    def _make(self, number: int) -> ShardEntry:
        with Indexer(self._target.language) as indexer:
            for address, page in self._documents(number):
                if page.html:
                    indexer.add(address, page.html.decode())
            files = indexer.finish(primary=number == 0)
        written = tuple(self._write(f"{FOLDER}/{number}/{path}", raw) for path, raw in files.items())
        return ShardEntry(self._records_digest(number), self._others_digest(number), written)

    def _documents(self, number: int) -> Iterator[tuple[str, IndexDocument]]:
        """The documents of a part, as soon as they are there."""
        for address in self._records[number]:
            yield address, self._inbox.document(address)
        yield from self._others(number).items()

    def _others(self, number: int) -> Mapping[str, IndexDocument]:
        """The documents of a part beside records: all are in the last one, as they come last."""
        return self._inbox.others() if number == len(self._records) - 1 else {}

    def _records_digest(self, number: int) -> bytes:
        """The digest of the records of a part, when all of them are there."""
        return self._digest(number, ((address, self._inbox.document(address)) for address in self._records[number]))

    def _others_digest(self, number: int) -> bytes:
        """The digest of a part's other pages."""
        return self._digest(number, self._others(number).items())

    def _digest(self, number: int, documents: Iterable[tuple[str, IndexDocument]]) -> bytes:
        found = hashlib.blake2b(f"{self._target.language} {number}".encode(), digest_size=16)
        for address, document in documents:
            found.update(f"{address}\0".encode() + document.digest)
        return found.digest()

    def _write(self, path: str, raw: bytes) -> tuple[str, Stamp]:
        if self._inbox.aborted:
            return path, (0, 0)
        stamp = self._previous.files.get(path)
        if stamp and stamp[0] == len(raw) and (self._target.site / path).read_bytes() == raw:
            self._kept.add(path)
            return path, stamp
        target = self._target.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        return path, write_file(str(target), raw)
