"""What a search costs its reader: bytes that the server sends until answers show, in Chromium with an empty cache."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

ANSWER_MS, QUIET_SECONDS = 20_000, 1.0
_FIELD = ".md-content :is(input[name=q], input[type=search])"


class NotMeasuredError(Exception):
    """There is nothing to measure with, or nothing to measure; the message says what."""


@dataclass(frozen=True)
class SearchWeight:
    """KB of the search's own files: for the first search on the search page, and for another name after it."""

    first_kb: float
    next_kb: float


class _Counting(http.server.SimpleHTTPRequestHandler):
    """Serves files as they are, and counts what it sends: the browser's own figures leave out its workers' requests."""

    def __init__(self, *arguments: Any, sent: dict[str, int], **more: Any) -> None:
        self._sent = sent
        super().__init__(*arguments, **more)

    def copyfile(self, source: Any, outputfile: Any) -> None:
        content = source.read()
        path = urlsplit(self.path).path
        self._sent[path] = self._sent.get(path, 0) + len(content)
        outputfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextlib.contextmanager
def counted(site: Path) -> Iterator[tuple[str, dict[str, int]]]:
    """Serves a folder on loopback; gives its address, and the bytes sent so far by path, which grow."""
    sent: dict[str, int] = {}
    handler = functools.partial(_Counting, directory=str(site), sent=sent)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", sent
    finally:
        server.shutdown()
        server.server_close()


def chromium() -> str | None:
    """The Chromium on this machine, if there is one."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return os.environ.get("CHROMIUM") or next((found for name in names if (found := shutil.which(name))), None)


def search_weight(site: Path, first: str, following: str) -> SearchWeight:
    """What two searches weigh on the built `site`, each for a record's name. Raises NotMeasuredError."""
    if not (site / "search" / "index.html").is_file():
        raise NotMeasuredError("the site has no page for searching")
    if chromium() is None:
        raise NotMeasuredError("there is no Chromium here")
    from playwright.sync_api import Error, sync_playwright

    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with counted(site) as (address, sent), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
        try:
            page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
            page.goto(f"{address}/search/?q={quote(first)}")
            _answered(page, first, sent)
            weight = weight_of(sent)
            page.locator(_FIELD).first.fill("")
            page.locator(_FIELD).first.press_sequentially(following, delay=60)
            _answered(page, following, sent)
            return SearchWeight(weight / 1000, (weight_of(sent) - weight) / 1000)
        except Error as error:
            raise NotMeasuredError(f"the search page does not answer: {error.message.splitlines()[0]}") from None
        finally:
            browser.close()


def weight_of(sent: dict[str, int]) -> int:
    """The bytes that are the search's: its script and its index."""
    return sum(
        size
        for path, size in sent.items()
        if "/assets/sourcebook/search/" in path or path.rpartition("/")[2] == "search.js"
    )


def _answered(page: Any, name: str, sent: dict[str, int]) -> None:
    """Returns when a link to the record shows and nothing more has come for a while."""
    page.locator(".md-content a", has_text=name).first.wait_for(timeout=ANSWER_MS)
    before, since = -1, time.monotonic()
    while time.monotonic() - since < QUIET_SECONDS:
        if (now := sum(sent.values())) != before:
            before, since = now, time.monotonic()
        page.wait_for_timeout(50)
