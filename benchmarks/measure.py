"""Runs commands as whole process trees: wall seconds, CPU seconds, peak memory, and what they leave on disk.

Memory is the largest sum, over all processes of the tree at one moment, of their proportional set sizes (PSS, Linux:
shared pages count once, shared out among those who have them). So a program that hands its work to helpers is not
flattered, and one that forks is not charged twice for the same page. Elsewhere it is the largest process.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLE_SECONDS = 0.05
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


@dataclass(frozen=True)
class Used:
    """What one run took: wall and CPU seconds, peak memory in MB."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Disk:
    """A built site: all its files in MB, and how many HTML files it has."""

    megabytes: float
    pages: int


class CommandError(Exception):
    """A command ended with an error; the message has the end of what it printed."""


def run(commands: Sequence[Sequence[str]], cwd: Path) -> Used:
    """One command after the other, to their ends; their wall and CPU times together, the higher of their peaks.

    Raises CommandError."""
    each = [_run(command, cwd) for command in commands]
    return Used(sum(one.wall for one in each), sum(one.cpu for one in each), max(one.memory for one in each))


def _run(command: Sequence[str], cwd: Path) -> Used:
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        # A session of its own: what the command starts, and what these start, is found by it.
        process = subprocess.Popen(
            command, cwd=cwd, env=ENVIRONMENT, stdout=output, stderr=output, start_new_session=True
        )
        try:
            with _Sampler(process.pid) as sampler:
                # CPU of the process and of all its descendants that were waited for.
                _, status, rusage = os.wait4(process.pid, 0)
                wall = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            if process.returncode is None:  # the bench itself is being ended
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGTERM)
        if process.returncode:
            output.seek(0)
            said = output.read().decode(errors="replace")[-3000:]
            raise CommandError(f"{Path(command[0]).name} ended with {process.returncode}:\n{said}")
    largest = rusage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return Used(wall, rusage.ru_utime + rusage.ru_stime, sampler.peak or largest)


class _Sampler:
    """Looks at a session's memory again and again, until left; `peak` is in MB, 0 where the system cannot tell."""

    def __init__(self, session: int) -> None:
        self.peak = 0.0
        self._session = session
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> _Sampler:
        if Path("/proc/self/smaps_rollup").exists():
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _watch(self) -> None:
        while not self._over.is_set():
            self.peak = max(self.peak, sum(map(_pss, _members(self._session))))
            self._over.wait(SAMPLE_SECONDS)


def _members(session: int) -> Iterator[int]:
    """The ids of all processes of a session."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):  # it has ended
                # The program's name, in brackets, may hold anything; state, parent, group and session follow it.
                if int((folder / "stat").read_bytes().rpartition(b")")[2].split()[3]) == session:
                    yield int(folder.name)


def _pss(process: int) -> float:
    """A process's share of memory in MB; 0 if it has ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_bytes().splitlines():
            if line.startswith(b"Pss:"):
                return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def look(site: Path) -> Disk:
    """What a built site weighs, and how many pages it has."""
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in files)
    return Disk(sum(path.stat().st_size for path in files) / 1e6, pages)
