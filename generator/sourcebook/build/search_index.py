"""The search's index, made beside the pages: each part as soon as its pages are there, and only where they changed."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from mkdocs.exceptions import PluginError

from sourcebook.build.cache import ShardEntry
from sourcebook.build.output_folder import write_file
from sourcebook.search.index_document import IndexDocument, index_document
from sourcebook.search.pagefind import Indexer, PagefindError
from sourcebook.search.shards import shard_of

FOLDER = "assets/sourcebook/search"
"""Where the index is on the site: each part in a folder of its number."""


class PreviousIndex(NamedTuple):
    """What is there of an earlier index: its parts, and the files in the site with their size and time of change."""

    shards: Sequence[ShardEntry] = ()
    files: Mapping[str, tuple[int, int]] = {}


class SearchIndexBuild:
    """The making of an index, in threads of its own.

    Documents of records are offered as they are made and go into the index in the order of their addresses; those of
    other pages come all at once, behind them.
    """

    def __init__(
        self, site_dir: Path, language: str, shards: int, known: PreviousIndex, records: Iterable[str]
    ) -> None:
        """`records` are the addresses of the documents that will be offered."""
        self._site_dir, self._language, self._known = site_dir, language, known
        self._records: list[list[str]] = [[] for _ in range(shards)]
        for address in sorted(records):
            self._records[shard_of(address, shards)].append(address)
        self._documents: dict[str, IndexDocument] = {}
        self._pages: dict[str, IndexDocument] | None = None
        self._change = threading.Condition()
        self._made: dict[int, ShardEntry] = {}
        self._fault: Exception | None = None
        self._given_up = False
        # Two parts at a time: Pagefind ends one on one core while the next takes its pages.
        self._threads = [
            threading.Thread(target=self._work, args=(range(first, shards, 2),), daemon=True) for first in (0, 1)
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def add(self, documents: Iterable[tuple[str, IndexDocument]]) -> None:
        """Documents of records, by address."""
        with self._change:
            self._documents.update(documents)
            self._change.notify_all()

    def close(self, pages: Mapping[str, str]) -> None:
        """The documents of all other pages, by address: with these, the index can be ended."""
        with self._change:
            self._pages = {address: index_document(pages[address]) for address in sorted(pages)}
            self._change.notify_all()

    def finish(self) -> list[ShardEntry]:
        """Wait for the index. What there is of it now. Raises PluginError."""
        for thread in self._threads:
            thread.join()
        if isinstance(self._fault, PagefindError):
            raise PluginError(f"sourcebook: {self._fault}") from None
        if self._fault:
            raise self._fault
        return [self._made[number] for number in sorted(self._made)]

    def give_up(self) -> None:
        """End it without an index, as the build failed."""
        with self._change:
            self._given_up = True
            self._change.notify_all()
        for thread in self._threads:
            if thread.ident:
                thread.join()

    def _work(self, numbers: Iterable[int]) -> None:
        try:
            for number in numbers:
                self._made[number] = self._part(number)
        except Exception as fault:  # told where the index is waited for
            self._fault = fault

    def _part(self, number: int) -> ShardEntry:
        """A part of the index, made if it is not as before."""
        known = self._as_before(number)
        same = known is not None and self._others_digest(number) == known.others
        return known if known and same else self._make(number)

    def _as_before(self, number: int) -> ShardEntry | None:
        """What is known of a part, if it is in the site and its records are the same."""
        known = self._known.shards[number] if number < len(self._known.shards) else None
        if known is None or any(self._known.files.get(path) != stamp for path, stamp in known.files):
            return None
        return known if self._records_digest(number) == known.records else None

    def _make(self, number: int) -> ShardEntry:
        with Indexer(self._language) as indexer:
            for address, page in self._all_pages(number):
                if page.html:
                    indexer.add(address, page.html.decode())
            files = indexer.finish(primary=number == 0)
        for folder in {path.rpartition("/")[0] for path in files}:
            (self._site_dir / FOLDER / str(number) / folder).mkdir(parents=True, exist_ok=True)
        written = tuple(self._write(f"{FOLDER}/{number}/{path}", raw) for path, raw in files.items())
        return ShardEntry(self._records_digest(number), self._others_digest(number), written)

    def _wait_for(self, address: str) -> IndexDocument:
        with self._change:
            self._change.wait_for(lambda: self._given_up or address in self._documents)
            return IndexDocument() if self._given_up else self._documents[address]

    def _all_pages(self, number: int) -> Iterator[tuple[str, IndexDocument]]:
        """The pages of a part, as soon as they are there."""
        for address in self._records[number]:
            yield address, self._wait_for(address)
        yield from self._other_pages(number).items()

    def _other_pages(self, number: int) -> Mapping[str, IndexDocument]:
        """The pages of a part beside records: all are in the last one, as they come last."""
        if number < len(self._records) - 1:
            return {}
        with self._change:
            self._change.wait_for(lambda: self._given_up or self._pages is not None)
            return self._pages or {}

    def _records_digest(self, number: int) -> bytes:
        """The digest of the records of a part, when all of them are there."""
        return self._digest(number, ((address, self._wait_for(address)) for address in self._records[number]))

    def _others_digest(self, number: int) -> bytes:
        """The digest of a part's other pages."""
        return self._digest(number, self._other_pages(number).items())

    def _digest(self, number: int, documents: Iterable[tuple[str, IndexDocument]]) -> bytes:
        found = hashlib.blake2b(f"{self._language} {number}".encode(), digest_size=16)
        for address, document in documents:
            found.update(f"{address}\0".encode() + document.digest)
        return found.digest()

    def _write(self, path: str, raw: bytes) -> tuple[str, tuple[int, int]]:
        if self._given_up:
            return path, (0, 0)
        stamp = self._known.files.get(path)
        if stamp is None or stamp[0] != len(raw) or (self._site_dir / path).read_bytes() != raw:
            stamp = write_file(f"{self._site_dir}/{path}", raw)
        return path, stamp
