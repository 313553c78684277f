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
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.commands.build import _build_page, _build_theme_template, _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, InclusionLevel

from sourcebook.build.cache import ShardEntry
from sourcebook.build.output_folder import prune, scan
from sourcebook.build.search_index import FOLDER, PreviousIndex
from sourcebook.linking.tracking import Dependency
from sourcebook.pipeline import Site
from sourcebook.plugin.file_watcher import scan_files
from sourcebook.plugin.generated_page import GeneratedPage
from sourcebook.plugin.search import SiteSearch
from sourcebook.plugin.virtual_files import RecordFile
from sourcebook.plugin.writer import PageWriter
from sourcebook.search.index_document import IndexDocument

_SEARCH = "search/search_index.json"
_SITEMAPS = ("sitemap.xml", "sitemap.xml.gz")


@dataclass(slots=True)
class Build:
    """What a build by MkDocs leaves for making single pages: its configuration, files, templates, and what was read
    for each page that it made, by the page's path."""

    config: MkDocsConfig
    sources: Path
    files: Files
    press: PageWriter
    env: Any
    index: Any
    finding: SiteSearch | None
    read: dict[str, frozenset[Dependency]] = field(default_factory=dict)


class Preview:
    """Stands between MkDocs' server and its builder."""

    def __init__(self, log: logging.LoggerAdapter[logging.Logger], read: Callable[[MkDocsConfig], Site]) -> None:
        """`read` reads and links the records again."""
        self._log, self._read = log, read
        self._lock = threading.RLock()
        self._version = 0
        self._current: dict[str, frozenset[Dependency]] = {}
        self._entries: dict[str, list[Any]] = {}
        self._documents: dict[str, tuple[str, IndexDocument]] = {}
        self._shards: list[ShardEntry] = []
        self.banner = ""

    def begun(self, config: MkDocsConfig, sources: Path) -> None:
        """MkDocs begins to build: what is changed from now on is not in what it makes."""
        self._begun = _inputs(config, sources)

    def built(self, site: Site, build: Build) -> None:
        """MkDocs has built the site, but for the pages of records."""
        with self._lock:
            self._site, self._build = site, build
            self._inputs = self._begun
            self._records = {file.dest_uri: file for file in build.files if isinstance(file, RecordFile)}
            self._pages = {
                file.dest_uri: file for file in build.files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
            }
            self._current = dict(build.read)
            self._entries, self._documents, self._shards = {}, {}, []
            by_url = {file.page.url: path for path, file in self._pages.items() if file.page}
            for entry in build.index.entries if build.index else ():
                self._entries.setdefault(by_url[entry["location"].partition("#")[0]], []).append(entry)
            self._version += 1

    def rebuild(self, builder: Callable[[], None]) -> None:
        """Bring the preview up to date: by reading the records where nothing else has changed, else by `builder`."""
        with self._lock:
            if self._inputs != _inputs(self._build.config, self._build.sources):
                builder()
                return
            site = self._read(self._build.config)
            if self._nav_differs(site):
                builder()
                return
            self._take(site)
            self._version += 1

    def _nav_differs(self, site: Site) -> bool:
        """Whether a record that stands in the navigation is gone, or called something else."""
        titles = {plan.address: plan.title for plan in site.plans}
        pages = (file.page for file in self._pages.values())
        named = [page.plan for page in pages if isinstance(page, GeneratedPage) and not page.plan.is_index]
        return any(titles.get(plan.address) != plan.title for plan in named)

    def serving(self, server: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
        """The server's application, before which the page that is asked for is made."""

        def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
            if path.startswith("/livereload/"):
                return server(environ, start_response)
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
                body = _with_banner(body, self.banner)
                headers = [head for head in headers if head[0] != "Content-Length"]
                headers.append(("Content-Length", str(len(body))))
            start_response(status, headers, *more)
            return [body]

        return application

    def _ensure(self, path: str) -> int:
        """Make what the server is asked for, if that has to be made. How many times the site was built so far."""
        with self._lock:
            mount = "/" + (self._build.config.site_url or "").split("://", 1)[-1].partition("/")[2]
            name = path.removeprefix(mount if mount.endswith("/") else f"{mount}/").lstrip("/")
            try:
                for wanted in (f"{name}index.html" if not name or name.endswith("/") else name, f"{name}/index.html"):
                    self._make(wanted)
            except Exception as fault:  # the server goes on with what was there
                self._log.error("%s", fault)
            return self._version

    def _make(self, path: str) -> None:
        if path.startswith(f"{FOLDER}/"):
            path = FOLDER
        if path in self._current:
            return
        build = self._build
        if path in self._records:
            written = build.press.write(self._records[path].plan)
            self._entries[path] = [entry._asdict() for entry in written.entries]
            self._documents[path] = written.url, written.document
            self._current[path] = written.read
        elif path in self._pages:
            self._make_page(path)
        elif path == _SEARCH and build.index is not None:
            for other in (*self._pages, *self._records):
                self._make(other)
            found = [entry for name in (*self._pages, *self._records) for entry in self._entries.get(name, ())]
            build.index.entries = sorted(found, key=lambda entry: entry["location"])
            build.config.plugins["material/search"].on_post_build(config=build.config)
            self._current[path] = frozenset()
        elif path == FOLDER and build.finding:
            self._make_index(build.finding)
        elif path in _SITEMAPS:
            _build_theme_template("sitemap.xml", build.env, build.files, build.config, build.press.nav)
            self._current.update(dict.fromkeys(_SITEMAPS, frozenset()))

    def _make_index(self, finding: SiteSearch) -> None:
        self._log.info("making the index of the search, as somebody asks for it")
        for other in (*self._pages, *self._records):
            self._make(other)
        site_dir = Path(self._build.config.site_dir)
        documents = [self._documents[path] for path in self._records]
        known = PreviousIndex(self._shards, scan(site_dir, [FOLDER]))
        run = finding.run(site_dir, known, (address for address, _ in documents))
        run.add(documents)
        run.start()
        run.close(finding.documents)
        self._shards = run.finish()
        prune(site_dir, known.files, (path for shard in self._shards for path, _ in shard.files))
        self._current[FOLDER] = frozenset()

    def _make_page(self, path: str) -> None:
        build, page = self._build, self._pages[path].page
        assert page is not None
        before = len(build.index.entries) if build.index else 0

        def make() -> None:
            _populate_page(page, build.config, build.files)
            _build_page(page, build.config, list(self._pages.values()), build.press.nav, build.env)

        _, read = self._site.tracker.record(make)
        if build.index:
            self._entries[path] = build.index.entries[before:]
            del build.index.entries[before:]
        self._current[path] = read

    def _take(self, site: Site) -> None:
        """Go on with records as they are now."""
        build, changed = self._build, site.changed
        for path, content in site.files.items():
            if self._site.files.get(path) != content:
                target = Path(build.config.site_dir, path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
        for path in self._site.files.keys() - site.files.keys():
            Path(build.config.site_dir, path).unlink(missing_ok=True)
        whole = (_SEARCH, FOLDER, *_SITEMAPS)
        self._current = {
            path: read
            for path, read in self._current.items()
            if changed is not None and changed.isdisjoint(read) and not (changed and path in whole)
        }
        plans = {site.urls.file(plan.address, plan.is_index): plan for plan in site.plans}
        for path in self._records.keys() - plans.keys():
            build.files.remove(self._records.pop(path))
            self._current.pop(path, None)
            self._entries.pop(path, None)
            self._documents.pop(path, None)
            Path(build.config.site_dir, path).unlink(missing_ok=True)
        for path, plan in plans.items():
            if path in self._records:
                self._records[path].plan = plan
            elif path not in self._pages:
                self._records[path] = file = RecordFile(plan, path, build.config)
                build.files.append(file)
            elif isinstance(page := self._pages[path].page, GeneratedPage):
                page.plan, page.site = plan, site
        build.press = build.press.for_site(site)
        self._site = site


def _inputs(config: MkDocsConfig, sources: Path) -> dict[str, tuple[int, int]]:
    """The size and time of change of every file that MkDocs builds from or watches, but for records."""
    roots = {config.docs_dir, config.config_file_path, config.theme.custom_dir, *config.watch}
    return scan_files((root for root in roots if root), leave_out=sources)


def _note(heads: list[tuple[Any, ...]], *head: Any) -> None:
    heads.append(head)


def _with_banner(body: bytes, banner: str) -> bytes:
    return re.sub(rb"(<body\b[^>]*>)", lambda match: match[1] + banner.encode(), body, count=1)
