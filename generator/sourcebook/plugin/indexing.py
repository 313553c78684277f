"""The search's index, made beside the pages: each part as soon as its pages are there, and only where they changed."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from mkdocs.exceptions import PluginError

from sourcebook.keeping import KeptShard
from sourcebook.searching.pagefind import Indexer, PagefindError
from sourcebook.searching.shards import shard_of

FOLDER = "assets/sourcebook/search"
"""Where the index is on the site: each part in a folder of its number."""


class Known(NamedTuple):
    """What is there of an earlier index: its parts, and the files in the site with their size and time of change."""

    shards: Sequence[KeptShard] = ()
    files: Mapping[str, tuple[int, int]] = {}


class IndexRun:
    """The making of an index, in a thread of its own.

    Documents of records are offered as they are made and go into the index in the order of their addresses; those of
    other pages come all at once, behind them.
    """

    def __init__(self, site_dir: Path, language: str, shards: int, known: Known, records: Iterable[str]) -> None:
        """`records` are the addresses of the documents that will be offered."""
        self._site_dir, self._language, self._known = site_dir, language, known
        self._records: list[list[str]] = [[] for _ in range(shards)]
        for address in sorted(records):
            self._records[shard_of(address, shards)].append(address)
        self._documents: dict[str, str] = {}
        self._fresh: set[str] = set()
        self._pages: list[dict[str, str]] | None = None
        self._change = threading.Condition()
        self._made: list[KeptShard] = []
        self._fault: Exception | None = None
        self._given_up = False
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self, fresh: Iterable[str]) -> None:
        """Begin. `fresh` are the addresses whose documents may be others than before."""
        self._fresh = set(fresh)
        self._thread.start()

    def offer(self, documents: Iterable[tuple[str, str]]) -> None:
        """Documents of records, by address."""
        with self._change:
            self._documents.update(documents)
            self._change.notify_all()

    def finish(self, pages: Mapping[str, str]) -> list[KeptShard]:
        """Wait for the index, whose last documents are `pages`. What there is of it now. Raises PluginError."""
        shards = len(self._records)
        with self._change:
            self._pages = [{} for _ in range(shards)]
            for address in sorted(pages):
                self._pages[shard_of(address, shards)][address] = pages[address]
            self._change.notify_all()
        self._thread.join()
        if isinstance(self._fault, PagefindError):
            raise PluginError(f"sourcebook: {self._fault}") from None
        if self._fault:
            raise self._fault
        return self._made

    def give_up(self) -> None:
        """End it without an index, as the build failed."""
        with self._change:
            self._given_up = True
            self._change.notify_all()
        if self._thread.ident:
            self._thread.join()

    def _work(self) -> None:
        try:
            for number in range(len(self._records)):
                self._made.append(self._shard(number))
        except Exception as fault:  # told where the index is waited for
            self._fault = fault

    def _shard(self, number: int) -> KeptShard:
        known = self._known.shards[number] if number < len(self._known.shards) else None
        if known and any(self._known.files.get(path) != stamp for path, stamp in known.files):
            known = None
        if known and self._fresh.isdisjoint(self._records[number]):
            digest = self._digest(number)
            if digest == known.digest:
                return known
        with Indexer(self._language) as indexer:
            for address in self._records[number]:
                indexer.add(address, self._wait_for(address))
            for address, document in self._other_pages(number).items():
                indexer.add(address, document)
            digest = self._digest(number)
            if known and digest == known.digest:
                return known
            files = indexer.finish(primary=number == 0)
        return KeptShard(digest, tuple(self._write(f"{FOLDER}/{number}/{path}", raw) for path, raw in files.items()))

    def _wait_for(self, address: str) -> str:
        with self._change:
            self._change.wait_for(lambda: self._given_up or address in self._documents)
            return "" if self._given_up else self._documents[address]

    def _other_pages(self, number: int) -> Mapping[str, str]:
        with self._change:
            self._change.wait_for(lambda: self._given_up or self._pages is not None)
            return self._pages[number] if self._pages else {}

    def _digest(self, number: int) -> bytes:
        """The digest of all that goes into a part of the index, when all of it is there."""
        found = hashlib.blake2b(f"{self._language} {number}".encode(), digest_size=16)
        for address in self._records[number]:
            found.update(f"{address}\0{self._wait_for(address)}\0".encode())
        for address, document in self._other_pages(number).items():
            found.update(f"{address}\0{document}\0".encode())
        return found.digest()

    def _write(self, path: str, raw: bytes) -> tuple[str, tuple[int, int]]:
        if self._given_up:
            return path, (0, 0)
        file = self._site_dir / path
        stamp = self._known.files.get(path)
        if stamp is None or stamp[0] != len(raw) or file.read_bytes() != raw:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.unlink(missing_ok=True)  # it may have another name elsewhere
            file.write_bytes(raw)
            stat = file.stat()
            stamp = stat.st_size, stat.st_mtime_ns
        return path, stamp
