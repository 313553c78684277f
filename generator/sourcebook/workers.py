"""Work for other processes, which begin with all that this one knows."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import tempfile
from array import array
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from typing import TypeVar

MAX_WORKERS = 8
"""Each process takes memory of its own, and one of them gathers what all others make."""

T = TypeVar("T")
R = TypeVar("R")


def can_fork() -> bool:
    """Whether a process can be started as a copy of this one, as nothing else is quick enough to be worth it.

    On macOS it can, but the system's own libraries do not bear it.
    """
    return sys.platform != "darwin" and "fork" in multiprocessing.get_all_start_methods()


def worker_count() -> int:
    """How many processes are worth having: one for each core that this process may use, up to a few."""
    mine = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    return min(MAX_WORKERS, len(mine))


def fork_worker(work: Callable[[Connection], None]) -> Connection:
    """Begin `work` in a copy of this process. What it sends arrives at the connection returned; its end closes it.

    This process must run no other thread that holds a lock.
    """
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    gc.freeze()  # what is there stays: looking through it for what could be given back would copy it for each process
    context.Process(target=_run, args=(work, theirs), daemon=True).start()
    theirs.close()
    return ours


class WorkQueue:
    """The numbers from 0 on, up to a count. Each is given to one process only, whichever of the copies asks first."""

    def __init__(self, count: int) -> None:
        """Raises OSError where there is no room for a temporary file."""
        numbers = array("I", range(count))
        self._size = numbers.itemsize
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - copies of this process go on reading it
        self._file.write(numbers.tobytes())
        self._file.seek(0)

    def __iter__(self) -> Iterator[int]:
        # How far a file is read is one and the same for all copies of the process that opened it.
        while len(number := self._file.read(self._size) or b"") == self._size:
            yield array("I", number)[0]

    def stop(self) -> None:
        """There are no more, for any process."""
        self._file.seek(0, os.SEEK_END)

    def close(self) -> None:
        """This process will not ask again."""
        self._file.close()


def split_in_two(work: Callable[[Sequence[T]], R], items: Sequence[T]) -> Iterator[R]:
    """`work` on the first half of `items`, done here, and on the second half, done by another process meanwhile.

    Where that process does not answer, its half is done here too.
    """
    middle = len(items) // 2
    door = fork_worker(lambda to: to.send(work(items[middle:])))
    yield work(items[:middle])
    try:
        found: R = door.recv()
    except (EOFError, OSError):
        found = work(items[middle:])
    finally:
        door.close()
    yield found


def _run(work: Callable[[Connection], None], door: Connection) -> None:
    gc.disable()  # the process ends soon; nothing it makes goes round in circles for long
    try:
        work(door)
    finally:
        door.close()
        os._exit(0)  # without this process's farewells: its files and sockets are its parent's
