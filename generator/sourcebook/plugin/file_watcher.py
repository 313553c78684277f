"""Noticing changed files at once: MkDocs looks twice a second, and somebody who watches what they type notices.

A thread looks at all files again and again. That takes longer the more there are, so with many it looks once a second,
and the system tells it when to look earlier. What the system does not tell of (shared folders, a folder that was moved
away and is there again) is seen by that look all the same.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from watchdog.events import (
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

FEW_SECONDS, MANY_SECONDS, SETTLING_SECONDS = 0.1, 1.0, 0.05
MANY_FILES = 500
"""With more files than this, looking at all of them ten times a second would keep a core busy."""
_CHANGES: list[type[FileSystemEvent]] = [FileModifiedEvent, FileCreatedEvent, FileDeletedEvent, FileMovedEvent]
"""A build reads every file, and that files are opened is told too."""

Stamps = dict[str, tuple[int, int]]


class FileWatcher(threading.Thread):
    """Stands in the place of a server's observer, and tells of changes below the folders that it is given."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._handlers: dict[str, FileSystemEventHandler] = {}
        self._ended, self._look_now = threading.Event(), threading.Event()

    def schedule(self, handler: FileSystemEventHandler, path: str, *, recursive: bool = True) -> str:
        """Tell a handler of changes below a folder, or of a file. What `unschedule` takes."""
        self._handlers = {**self._handlers, path: handler}
        return path

    def unschedule(self, path: str) -> None:
        """Tell no more of it."""
        self._handlers = {kept: handler for kept, handler in self._handlers.items() if kept != path}

    def stop(self) -> None:
        """End soon."""
        self._ended.set()
        self._look_now.set()

    def run(self) -> None:
        """Look, until it is over."""
        seen = {path: scan_files([path]) for path in self._handlers}
        told_by_system = self._listen(seen)
        while not self._ended.is_set():
            early = self._look_now.wait(MANY_SECONDS if told_by_system else FEW_SECONDS)
            self._look_now.clear()
            found = {path: scan_files([path]) for path in self._handlers}
            changed = [path for path in found if found[path] != seen.get(path, {})]
            seen = found
            for path in changed:
                self._handlers[path].dispatch(FileModifiedEvent(path))
            if changed and not (early and told_by_system):  # it did not tell, or there may be many files now
                _end(told_by_system)
                told_by_system = self._listen(seen)
        _end(told_by_system)

    def _listen(self, seen: dict[str, Stamps]) -> Observer | None:  # type: ignore[valid-type]
        """Have the system tell of changes, where there are many files; None where there are few, or it cannot."""
        if sum(map(len, seen.values())) <= MANY_FILES:
            return None
        observer, handler = Observer(), FileSystemEventHandler()
        handler.on_any_event = lambda event: self._look_now.set()  # type: ignore[method-assign]
        try:
            for path in filter(os.path.exists, seen):
                observer.schedule(handler, path, recursive=True, event_filter=_CHANGES)
            observer.start()
        except OSError:  # it has run out of what it needs for that
            _end(observer)
            return None
        return observer


def _end(observer: Observer | None) -> None:  # type: ignore[valid-type]
    if observer is not None:
        with suppress(RuntimeError):  # it has not begun
            observer.stop()
            observer.join()


def watch_files(server: LiveReloadServer, config: MkDocsConfig) -> None:
    """Make the server notice changes within a tenth of a second or so."""
    watched = []
    for path in (config.docs_dir, config.config_file_path, *config.theme.dirs):
        with suppress(KeyError):  # MkDocs does not watch it
            server.unwatch(path)
            watched.append(path)
    server.observer = FileWatcher()  # type: ignore[assignment]
    server.build_delay = SETTLING_SECONDS
    for path in watched:
        server.watch(path)


def scan_files(roots: Iterable[str | Path], leave_out: Path | None = None) -> Stamps:
    """The size and time of change, in nanoseconds, of every file below some folders, and of files named themselves.

    The folder `leave_out` is passed over, wherever it lies.
    """
    without = leave_out and os.path.abspath(leave_out)  # noqa: PTH100 - thousands of paths take their time to be made
    found: Stamps = {}
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
                            continue
                        with suppress(OSError):  # a link to nowhere, as editors make them
                            stat = entry.stat()
                            found[entry.path] = stat.st_size, stat.st_mtime_ns
            else:
                stat = os.stat(path)  # noqa: PTH116
                found[path] = stat.st_size, stat.st_mtime_ns
        except OSError:  # gone while we looked
            continue
    return found
