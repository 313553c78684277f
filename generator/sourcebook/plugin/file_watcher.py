"""Noticing changed files at once: MkDocs looks twice a second, and somebody who watches what they type notices.

The system tells of changes where it can. It cannot everywhere (shared folders, a file replaced as a whole), so a look
at the files, which takes longer the more there are, stands behind it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer
from watchdog.events import (
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

POLLING_SECONDS, SETTLING_SECONDS = 0.1, 0.05
MANY_FILES = 500
"""With more files than this, looking at all of them ten times a second would keep a core busy."""
_LOOK_EVERY = 1.0


class _Told(Observer):  # type: ignore[misc, valid-type]
    """Tells of changes only: a build reads every file, and that files are opened is told too."""

    def schedule(
        self, event_handler: FileSystemEventHandler, path: str, *, recursive: bool = False, **others: Any
    ) -> ObservedWatch:
        """Watch a folder or file."""
        changes = [FileModifiedEvent, FileCreatedEvent, FileDeletedEvent, FileMovedEvent]
        watch: ObservedWatch = super().schedule(event_handler, path, recursive=recursive, event_filter=changes)
        return watch


def watch_files(server: LiveReloadServer, sources: Path) -> None:
    """Make the server notice changes within a tenth of a second or so."""
    watched = list(server._watched_paths)
    for path in watched:
        server.unwatch(path)
    many = len(scan_files([sources])) > MANY_FILES and _system_tells(sources)
    observer: BaseObserver = _Told() if many else PollingObserver(timeout=POLLING_SECONDS)
    server.observer = observer  # type: ignore[assignment]
    server.build_delay = SETTLING_SECONDS
    for path in watched:
        server.watch(path)
    if many:
        _Second(server, [*watched, str(sources)]).start()


def _system_tells(folder: Path) -> bool:
    """Whether the system can watch a folder for us: it may have run out of what it needs for that."""
    trial = Observer()
    try:
        trial.schedule(FileSystemEventHandler(), str(folder), recursive=True)
        trial.start()
        trial.stop()
        trial.join()
    except OSError:
        return False
    return True


class _Second(threading.Thread):
    """A second look, once a second, for what the system has not told."""

    def __init__(self, server: LiveReloadServer, paths: list[str]) -> None:
        super().__init__(daemon=True)
        self._server, self._paths = server, paths
        self._seen = self._look()
        build = server.builder

        def note_and_build() -> None:
            self._seen = self._look()
            build()

        server.builder = note_and_build

    def run(self) -> None:
        """Tell the server of files that are no longer as the last build found them."""
        pause = threading.Event()
        while not self._server._shutdown:
            pause.wait(_LOOK_EVERY)
            if self._look() != self._seen and not self._server._want_rebuild:
                self._server.observer.event_queue.put(
                    (FileModifiedEvent(self._paths[0]), next(iter(self._server._watch_refs.values())))
                )

    def _look(self) -> dict[str, tuple[int, int]]:
        return scan_files(self._paths)


def scan_files(roots: Iterable[str | Path], leave_out: Path | None = None) -> dict[str, tuple[int, int]]:
    """The size and time of change, in nanoseconds, of every file below some folders, and of files named themselves.

    The folder `leave_out` is passed over, wherever it lies.
    """
    without = leave_out and os.path.abspath(leave_out)  # noqa: PTH100 - thousands of paths take their time to be made
    found: dict[str, tuple[int, int]] = {}
    todo = [os.path.abspath(root) for root in roots]  # noqa: PTH100
    while todo:
        path = todo.pop()
        if path == without:
            continue
        try:
            if os.path.isdir(path):  # noqa: PTH112
                with os.scandir(path) as entries:
                    for entry in entries:
                        if entry.is_dir(follow_symlinks=False):
                            todo.append(entry.path)
                        else:
                            stat = entry.stat()
                            found[entry.path] = stat.st_size, stat.st_mtime_ns
            else:
                stat = os.stat(path)  # noqa: PTH116
                found[path] = stat.st_size, stat.st_mtime_ns
        except OSError:  # gone while we looked
            continue
    return found
