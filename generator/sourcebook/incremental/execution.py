"""A build that is going on: its pages are being made, and the search's index beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sourcebook.incremental.cache import BuildCache, CacheStore, DependencyIds, IndexCache, PageEntry, drop_unused
from sourcebook.incremental.plan import BuildPlan, PreviousBuild
from sourcebook.incremental.pool import BuildPool, PageResult
from sourcebook.incremental.search_index import DocumentInbox, FinishedIndex, IndexTarget, SearchIndexBuild
from sourcebook.incremental.writer import PageWriter
from sourcebook.pages.page import PagePlan
from sourcebook.pages.parts.search_text import SearchEntry
from sourcebook.pipeline import Memory, Site
from sourcebook.search.shards import shard_of

SPARE_FACTOR = 2
"""So many times the dependencies that were read at first are kept before those that no page reads are let go."""


@dataclass(frozen=True, slots=True)
class Order:
    """All that the making of records' pages needs."""

    site: Site
    memory: Memory
    """What the pipeline knows after this run."""
    plans: tuple[PagePlan, ...]
    """Those of all records' pages, in the order of the site."""
    todo: BuildPlan
    """Which of them are made."""
    shells: Mapping[str, bytes]
    """Digests of what the theme puts around the pages of each folder."""
    previous: PreviousBuild
    store: CacheStore | None
    """Where what is known is kept for the next build; None for nowhere."""
    index: IndexTarget | None
    """The index that Pagefind makes; none where Material's search does, or none at all."""
    workers: int
    """How many processes may be at it."""

    @property
    def search(self) -> str:
        """What the search is made with: pages keep what it finds in its own form."""
        return self.index.language if self.index else ""


@dataclass(frozen=True, slots=True)
class FinishedBuild:
    """Records' pages and the search's index, all written."""

    pages: Mapping[str, PageEntry]
    """What is known of each page, by address, in the order of the site."""
    kept: frozenset[str]
    """The paths of the files of the site that stay as they are."""
    saved: bool
    """Whether what is known could be kept for the next build."""

    def entries(self) -> Iterator[SearchEntry]:
        """What Material's search finds in the pages, in their order."""
        return (entry for page in self.pages.values() for entry in page.entries)


def digest_shells(writer: PageWriter, plans: Sequence[PagePlan]) -> dict[str, bytes]:
    """Digests of what the theme puts around the pages of each folder."""
    found: dict[str, bytes] = {}
    for plan in plans:
        folder = plan.address.partition("/")[0]
        if folder not in found:
            found[folder] = hashlib.blake2b(writer.shell_of(plan).encode(), digest_size=16).digest()
    return found


class RunningBuild:
    """The making of what an order says. It begins when this is made, and ends with `finish` or `abort`."""

    def __init__(self, order: Order, writer: PageWriter, tell: Callable[[int, int], None]) -> None:
        """`tell` is told how many pages are made, of how many. Raises PageFault, OSError."""
        self._order, self._tell = order, tell
        self._inbox = DocumentInbox()
        self._ids = DependencyIds(order.previous.cache.dependencies if order.todo.keep else ())
        plans = {plan.address: plan for plan in order.plans}
        urls = {address: order.site.urls.path(address) for address in plans}
        make = [plans[address] for address in order.todo.make]
        if order.index:
            shards = order.index.shards
            make.sort(key=lambda plan: (shard_of(urls[plan.address], shards), urls[plan.address]))
            self._inbox.add((urls[address], entry.document) for address, entry in order.todo.keep.items())
        self._total = len(make)
        # Copies of the process first: a thread would hold locks of theirs.
        self._pool = BuildPool(writer, make, self._take, order.workers, self._ids)
        self._index = SearchIndexBuild(order.index, order.previous, self._inbox, urls.values()) if order.index else None

    def finish(self, documents: Mapping[str, str]) -> FinishedBuild:
        """All of it, when it is done, and kept for the next build. `documents` are what is to be found on pages beside
        records, by address.

        Raises PageFault for a page that cannot be made, PagefindError and OSError.
        """
        order = self._order
        self._inbox.close(documents)
        try:
            written = self._pool.finish()
            pages = {plan.address: written.get(plan.address) or order.todo.keep[plan.address] for plan in order.plans}
            # While the index is made.
            saved = self._keep(pages)
            index = self._index.finish() if self._index else FinishedIndex((), frozenset())
        except BaseException:
            self.abort()
            raise
        if order.store and (cache := IndexCache(index.shards)) != order.previous.index:
            order.store.save_index(cache)
        kept = {entry.path for entry in order.todo.keep.values()} | index.kept
        return FinishedBuild(pages, frozenset(kept), saved)

    def _keep(self, pages: dict[str, PageEntry]) -> bool:
        """Keep what is known for the next build. False where that cannot be written."""
        order, before = self._order, self._order.previous.cache
        if order.store is None:
            return True
        linked, memory = order.site.linked, order.memory
        if linked.corpus.broken:  # what could not be read is read again
            order.store.forget()
            return True
        same_pages = not order.todo.make and not order.todo.remove and order.site.changed == frozenset()
        if same_pages and order.shells == before.shells:
            return True
        dependencies, first = list(self._ids.dependencies), before.first_dependencies
        if not order.todo.keep:
            first = len(dependencies)
        elif len(dependencies) > SPARE_FACTOR * first:
            dependencies, pages = drop_unused(dependencies, pages)
            first = len(dependencies)
        cache = BuildCache(
            readings=memory.readings,
            prose_by_record=linked.prose_by_record,
            vocabulary=linked.corpus.vocabulary,
            names=linked.index.owners,
            authored_pages=memory.authored_pages,
            overview_pages=memory.overview_pages,
            problems=memory.problems,
            dependencies=dependencies,
            first_dependencies=first,
            pages=pages,
            shells=order.shells,
            search=order.search,
        )
        return order.store.save(cache, before)

    def abort(self) -> None:
        """The build failed: end what was begun."""
        self._pool.stop()
        if self._index:
            self._index.abort()

    def _take(self, done: int, latest: list[PageResult]) -> None:
        self._inbox.add((page.url, page.entry.document) for page in latest)
        self._tell(done, self._total)
