"""Noticing changed files at once: MkDocs looks twice a second, and somebody who watches what they type notices."""

from __future__ import annotations

from pathlib import Path

from mkdocs.livereload import LiveReloadServer
from watchdog.observers.polling import PollingObserver

POLLING_SECONDS, SETTLING_SECONDS = 0.1, 0.05


def watch_closely(server: LiveReloadServer, sources: Path) -> None:
    """Make the server look ten times a second."""
    watched = list(server._watched_paths)
    for path in watched:
        server.unwatch(path)
    server.observer = PollingObserver(timeout=POLLING_SECONDS)
    server.build_delay = SETTLING_SECONDS
    for path in watched:
        server.watch(path)
