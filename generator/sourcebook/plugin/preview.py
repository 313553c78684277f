"""A preview whose pages are made when somebody asks for them.

After an edit the records are read and linked anew, and nothing else is done: each page is made of them when a
browser wants it, unless all that was read for it is as it was. So the page that somebody looks at is always right,
and a page that nobody looks at costs nothing. What is no record (pages written by hand, templates, configuration)
takes MkDocs' own way.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from mkdocs.livereload import LiveReloadServer

from sourcebook.pipeline import Site
from sourcebook.plugin.mkdocs_helpers import log
from sourcebook.plugin.preview_site import PreviewSite


class Preview:
    """Stands between MkDocs' server and its builder."""

    def __init__(self, read_again: Callable[[], tuple[Site, str]]) -> None:
        """`read_again` reads and links the records as they are now, and gives the bar of their problems."""
        self._read_again = read_again
        self._lock = threading.RLock()
        self._version = 0
        self._site: PreviewSite | None = None
        self.banner = ""
        """The bar of problems at the top of every page."""

    def show(self, site: PreviewSite, banner: str) -> None:
        """MkDocs has built the site, but for the pages of records."""
        with self._lock:
            self._site, self.banner = site, banner
            self._version += 1

    def stand_before(self, server: LiveReloadServer) -> None:
        """Be asked before the server gives a page, and before it builds the site again."""
        builder = server.builder
        server.builder = lambda: self.rebuild(builder)
        server.set_app(self.serving(server.get_app()))  # type: ignore[arg-type]

    def rebuild(self, builder: Callable[[], None]) -> None:
        """Bring the preview up to date: by reading the records where nothing else has changed, else by `builder`."""
        with self._lock:
            if self._site is None or self._site.inputs_differ():
                builder()
                return
            site, banner = self._read_again()
            if self._site.needs_navigation(site):
                builder()
                return
            self._site.take(site)
            self.banner = banner
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
                version = self._ensure(path)
                heads: list[tuple[Any, ...]] = []
                answer = server(environ, partial(_note, heads))
                body = b"".join(answer)
                if hasattr(answer, "close"):
                    answer.close()
                if version == self._version:  # else the site was rebuilt in between
                    break
            status, headers, *more = heads[-1]
            if self.banner and ("Content-Type", "text/html") in headers:
                body = with_banner(body.decode("utf-8", "surrogateescape"), self.banner).encode(
                    "utf-8", "surrogateescape"
                )
                headers = [head for head in headers if head[0] != "Content-Length"]
                headers.append(("Content-Length", str(len(body))))
            start_response(status, headers, *more)
            return [body]

        return application

    def _ensure(self, path: str) -> int:
        """Make what the server is asked for, if that has to be made. How many times the site was built so far."""
        with self._lock:
            try:
                if self._site:
                    self._site.ensure(path)
            except Exception as fault:  # the server goes on with what was there
                log.error("%s", fault)
            return self._version


def with_banner(html: str, banner: str) -> str:
    """A whole page with the bar of problems at its top."""
    return re.sub(r"(<body\b[^>]*>)", lambda match: match[1] + banner, html, count=1)


def _note(heads: list[tuple[Any, ...]], *head: Any) -> None:
    heads.append(head)
