"""A preview whose pages are made when somebody asks for them.

After an edit the records are read and linked anew, and nothing else is done: each page is made of them when a
browser wants it, unless all that was read for it is as it was. So the page that somebody looks at is always right,
and a page that nobody looks at costs nothing. What is no record (pages written by hand, templates, configuration)
takes MkDocs' own way.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Self

from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.livereload import LiveReloadServer

from sourcebook.diagnostics import Where, error
from sourcebook.pages.parts.banner import banner
from sourcebook.pipeline import Site
from sourcebook.plugin.faults import fault_line, one_line_of
from sourcebook.plugin.mkdocs_helpers import log
from sourcebook.plugin.preview_site import PreviewSite

ReadAgain = Callable[[], tuple[Site, str]]


class Preview:
    """Stands between MkDocs' server and its builder."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._version = 0
        self._site: PreviewSite | None = None
        self._read_again: ReadAgain | None = None
        self._banner = ""
        """The bar of problems at the top of every page."""
        self._failed = ""
        """That of a build that came to nothing, while it is going on."""

    def show(self, site: PreviewSite | None, bar: str, read_again: ReadAgain) -> None:
        """MkDocs has built the site, but for those pages that `site` makes.

        `read_again` reads and links the records of that build as they are now, and gives the bar of their problems.
        """
        with self._lock:
            self._site, self._banner, self._read_again = site, bar, read_again
            self._version += 1

    def fail(self, bar: str) -> None:
        """A build came to nothing: what was shown stays, below this bar."""
        self._failed = bar

    def stand_before(self, server: LiveReloadServer) -> None:
        """Be asked before the server gives a page, and before it builds the site again."""
        builder = server.builder
        server.builder = lambda: self.rebuild(builder)
        server.set_app(self.serving(server.get_app()))  # type: ignore[arg-type]

    def rebuild(self, builder: Callable[[], None]) -> None:
        """Bring the preview up to date: by reading the records where nothing else has changed, else by `builder`.

        Where that fails, what was shown stays, and a bar says why: MkDocs' server would answer nobody any more.
        """
        with self._lock, _ErrorLog() as told:
            self._failed = ""
            try:
                self._bring_up_to_date(builder)
            except Exception as fault:
                known = isinstance(fault, MkDocsException | OSError | UnicodeError)
                log.error("the preview stays as it was: %s", one_line_of(fault), exc_info=None if known else fault)
                words = [one_line_of(fault)] if not isinstance(fault, Abort) or not told.lines else told.lines
                self._banner = self._failed or banner([error("build", line, Where("mkdocs.yml")) for line in words])
                self._version += 1

    def _bring_up_to_date(self, builder: Callable[[], None]) -> None:
        if self._site is None or self._read_again is None or self._site.inputs_differ():
            builder()
            return
        site, bar = self._read_again()
        if self._site.needs_navigation(site):
            builder()
            return
        self._site.take(site)
        self._banner = bar
        self._version += 1

    def serving(self, server: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
        """The server's application, before which the page that is asked for is made."""

        def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
            if path.startswith("/livereload/"):
                return server(environ, start_response)
            if "\0" in path:  # no file has such a name, and the server would fail over it
                start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "0")])
                return [b""]
            while True:
                version, bar = self._ensure(path)
                heads: list[tuple[Any, ...]] = []
                answer = server(environ, partial(_note, heads))
                body = b"".join(answer)
                if hasattr(answer, "close"):
                    answer.close()
                if version == self._version:  # else the site was rebuilt in between
                    break
            status, headers, *more = heads[-1]
            if bar and ("Content-Type", "text/html") in headers:
                body = with_banner(body.decode("utf-8", "surrogateescape"), bar).encode("utf-8", "surrogateescape")
                headers = [head for head in headers if head[0] != "Content-Length"]
                headers.append(("Content-Length", str(len(body))))
            start_response(status, headers, *more)
            return [body]

        return application

    def _ensure(self, path: str) -> tuple[int, str]:
        """Make what the server is asked for, if that has to be made. How many times the site was built so far, and the
        bar that its page is to have."""
        with self._lock:
            bar = self._banner
            try:
                if self._site:
                    self._site.ensure(path)
            except Exception as fault:  # the server goes on with what was there
                log.error("%s", fault)
                bar = bar or banner([fault_line(fault)])
            return self._version, bar


class _ErrorLog(logging.Handler):
    """What MkDocs says of its errors while this is entered."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(" ".join(record.getMessage().split()))

    def __enter__(self) -> Self:
        logging.getLogger("mkdocs").addHandler(self)
        return self

    def __exit__(self, *raised: object) -> None:
        logging.getLogger("mkdocs").removeHandler(self)


def with_banner(html: str, banner: str) -> str:
    """A whole page with the bar of problems at its top."""
    return re.sub(r"(<body\b[^>]*>)", lambda match: match[1] + banner, html, count=1)


def _note(heads: list[tuple[Any, ...]], *head: Any) -> None:
    heads.append(head)
