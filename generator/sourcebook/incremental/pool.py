"""Pages made and written by several processes: copies of this one, which takes part when it has nothing else to do.

The standard library's pool of processes was tried: ``docs/guide/build.md`` says what it measured, and why the queue is
our own.
"""

from __future__ import annotations

import contextlib
import threading
import traceback
from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import NamedTuple

from sourcebook.diagnostics import Diagnostic
from sourcebook.incremental.cache import DependencyIds, PageEntry, renumber
from sourcebook.incremental.writer import PageWriter
from sourcebook.linking.tracking import Dependency
from sourcebook.pages.faults import PageFault
from sourcebook.pages.page import PagePlan
from sourcebook.workers import WorkQueue, can_fork, fork_worker

MIN_PARALLEL_PAGES = 150
"""So many pages are worth starting more processes for."""
BATCH_SIZE = 20
"""So many pages are made and handed over at a time."""


class PageResult(NamedTuple):
    """A page as it was written."""

    address: str
    url: str
    entry: PageEntry
    """What is known of it; the numbers of what it read are those of the process that made it."""

    def renumbered(self, numbers: Sequence[int]) -> PageResult:
        """The same with other numbers: `numbers`, at the places of the old ones."""
        return self._replace(entry=self.entry._replace(read=renumber(self.entry.read, numbers)))


class Batch(NamedTuple):
    """Pages that a process has made, and the dependencies that have numbers there since its last batch."""

    pages: list[PageResult]
    dependencies: list[Dependency]


class Failure(NamedTuple):
    """A page could not be made by a process, or not be written."""

    problem: Diagnostic | OSError
    trace: str


class BuildPool:
    """Pages that are being written: by copies of this process while it does something else, then by all of them."""

    def __init__(
        self,
        writer: PageWriter,
        plans: Sequence[PagePlan],
        tell: Callable[[int, list[PageResult]], None],
        workers: int,
        ids: DependencyIds,
    ) -> None:
        """Begins at once. `tell` is told now and then how many pages are written, and the latest of them; `workers` is
        how many processes may be at work, with this one. What is read gets its numbers from `ids`."""
        self._writer, self._plans, self._tell, self._ids = writer, plans, tell, ids
        self._written: dict[str, PageEntry] = {}
        self._failure: Failure | None = None
        self._lock = threading.Lock()
        self._queue: WorkQueue | None = None
        self._receiver: threading.Thread | None = None
        batches = range(-(-len(plans) // BATCH_SIZE))
        if workers > 1 and len(plans) >= MIN_PARALLEL_PAGES and can_fork():
            with contextlib.suppress(OSError):  # without them it takes longer, and that is all
                self._start(WorkQueue(len(batches)), workers - 1)
        if self._queue is None:
            self._make_batches(batches)

    def finish(self) -> dict[str, PageEntry]:
        """What was written, by address, when all is.

        Raises PageFault for a page that cannot be made, OSError for one that cannot be written.
        """
        try:
            self._make_batches(self._queue or ())
        finally:
            self.stop()
        if self._failure:
            problem, trace = self._failure
            raise problem if isinstance(problem, OSError) else PageFault(problem, trace)
        self._make([plan for plan in self._plans if plan.address not in self._written])  # of a process that was ended
        return self._written

    def stop(self) -> None:
        """No process begins another batch of pages, and none is still at one when this returns."""
        if self._queue:
            self._queue.stop()
        if self._receiver:
            self._receiver.join()
        if self._queue:
            self._queue.close()
            self._queue = None

    def _start(self, queue: WorkQueue, workers: int) -> None:
        connections: list[Connection] = []
        try:
            for _ in range(workers):
                connections.append(fork_worker(partial(_work, self._writer, self._plans, queue)))
        except OSError:
            pass  # the system gives no more: those that there are, and this one, do it all
        except BaseException:
            queue.stop()
            raise
        self._queue = queue
        self._receiver = threading.Thread(target=self._receive, args=(connections, queue), daemon=True)
        self._receiver.start()

    def _make_batches(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self._make(_batch(self._plans, number))

    def _make(self, plans: Sequence[PagePlan]) -> None:
        self._take([_result(self._writer, plan, self._ids_of) for plan in plans])

    def _ids_of(self, read: Iterable[Dependency]) -> bytes:
        with self._lock:
            return self._ids.of(read)

    def _receive(self, connections: list[Connection], queue: WorkQueue) -> None:
        numbers = {connection: array("I") for connection in connections}  # here, at the place of each process's own
        while numbers:
            for connection in wait(list(numbers)):
                assert isinstance(connection, Connection)
                try:
                    message = connection.recv()
                except (EOFError, OSError):
                    del numbers[connection]
                    continue
                if isinstance(message, Failure):
                    self._failure = self._failure or message
                    queue.stop()
                    continue
                numbers[connection].frombytes(self._ids_of(message.dependencies))
                self._take([page.renumbered(numbers[connection]) for page in message.pages])

    def _take(self, pages: list[PageResult]) -> None:
        with self._lock:
            self._written.update((page.address, page.entry) for page in pages)
            self._tell(len(self._written), pages)


def _work(writer: PageWriter, plans: Sequence[PagePlan], queue: WorkQueue, connection: Connection) -> None:
    """What a copy of the process does: batches, until there are no more."""
    ids = DependencyIds()
    told = 0
    try:
        for number in queue:
            pages = [_result(writer, plan, ids.of) for plan in _batch(plans, number)]
            connection.send(Batch(pages, list(islice(ids.dependencies, told, None))))
            told = len(ids.dependencies)
    except (PageFault, OSError) as fault:
        problem = fault.problem if isinstance(fault, PageFault) else fault
        connection.send(Failure(problem, "".join(traceback.format_exception(fault))))


def _batch(plans: Sequence[PagePlan], number: int) -> Sequence[PagePlan]:
    return plans[number * BATCH_SIZE : (number + 1) * BATCH_SIZE]


def _result(writer: PageWriter, plan: PagePlan, ids_of: Callable[[Iterable[Dependency]], bytes]) -> PageResult:
    page = writer.write(plan)
    entry = PageEntry(page.path, *page.stamp, ids_of(page.read), page.entries, page.document)
    return PageResult(page.address, page.url, entry)
