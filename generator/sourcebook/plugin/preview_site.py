"""The site of a preview: what of it stands, and how what does not is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.commands.build import _build_page, _build_theme_template, _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import InclusionLevel
from mkdocs.structure.nav import Navigation

from sourcebook.incremental.cache import IndexCache
from sourcebook.incremental.output_folder import prune, scan
from sourcebook.incremental.plan import PreviousBuild
from sourcebook.incremental.search_index import FOLDER, DocumentInbox, SearchIndexBuild
from sourcebook.incremental.writer import PageWriter
from sourcebook.pipeline import Site
from sourcebook.plugin.file_watcher import scan_files
from sourcebook.plugin.generated_page import GeneratedPage
from sourcebook.plugin.mkdocs_helpers import log, search_index
from sourcebook.plugin.search import SiteSearch
from sourcebook.plugin.site_files import PlannedSite
from sourcebook.plugin.virtual_files import RecordFile
from sourcebook.search.index_document import IndexDocument

_SEARCH = "search/search_index.json"
_SITEMAPS = ("sitemap.xml", "sitemap.xml.gz")


@dataclass(frozen=True, slots=True)
class Engine:
    """What MkDocs makes single pages with."""

    config: MkDocsConfig
    env: Any
    nav: Navigation


class PreviewSite:
    """A site that MkDocs has built, but for the pages of records."""

    def __init__(
        self, planned: PlannedSite, writer: PageWriter, engine: Engine, inputs: Mapping[str, tuple[int, int]]
    ) -> None:
        """`inputs` are the files that it was built from, as they were when that began."""
        self._files, self._site, self._writer, self._engine = planned.files, planned.site, writer, engine
        self._files_beside = planned.files_beside
        self._beside = planned.files_beside(planned.site)
        self._search: SiteSearch | None = planned.session.search
        self._inputs, self._sources = inputs, planned.session.options.sources
        self._folder = Path(engine.config.site_dir)
        self._index = search_index(engine.config)
        self._records = {file.dest_uri: file for file in planned.record_files}
        self._pages = {
            file.dest_uri: file for file in self._files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        }
        self._current = dict(planned.read)
        """What was read for each page, and each other file, that is as it should be."""
        self._entries: dict[str, list[Any]] = {}
        self._documents: dict[str, tuple[str, IndexDocument]] = {}
        self._index_cache = IndexCache()
        by_url = {file.page.url: path for path, file in self._pages.items() if file.page}
        for entry in self._index.entries if self._index else ():
            self._entries.setdefault(by_url[entry["location"].partition("#")[0]], []).append(entry)

    def inputs_differ(self) -> bool:
        """Whether anything but a record has changed since the site was built."""
        return self._inputs != preview_inputs(self._engine.config, self._sources)

    def needs_navigation(self, site: Site) -> bool:
        """Whether a record that stands in the navigation is gone, or called something else; or the page of all tags,
        which is there as long as a record has one, comes or goes."""
        before, now = ({plan.address for plan in plans if plan.is_index} for plans in (self._site.plans, site.plans))
        if before != now:
            return True
        titles = {plan.address: plan.title for plan in site.plans}
        pages = (file.page for file in self._pages.values())
        named = [page.plan for page in pages if isinstance(page, GeneratedPage) and not page.plan.is_index]
        return any(titles.get(plan.address) != plan.title for plan in named)

    def ensure(self, path: str) -> None:
        """Make what a server is asked for at a path, if that has to be made."""
        mount = "/" + (self._engine.config.site_url or "").split("://", 1)[-1].partition("/")[2]
        name = path.removeprefix(mount if mount.endswith("/") else f"{mount}/").lstrip("/")
        for wanted in (f"{name}index.html" if not name or name.endswith("/") else name, f"{name}/index.html"):
            self._make(wanted)

    def take(self, site: Site) -> None:
        """Go on with records as they are now."""
        config, changed = self._engine.config, site.changed
        before, beside = self._beside, self._files_beside(site)
        for path in before.keys() - beside.keys():
            (self._folder / path).unlink(missing_ok=True)
        whole = (_SEARCH, FOLDER, *_SITEMAPS)
        self._current = {
            path: read
            for path, read in self._current.items()
            if changed is not None and changed.isdisjoint(read) and not (changed and path in whole)
        }
        plans = {site.urls.file(plan.address, plan.is_index): plan for plan in site.plans}
        for path in self._records.keys() - plans.keys():
            self._files.remove(self._records.pop(path))
            for kept in (self._current, self._entries, self._documents):
                kept.pop(path, None)
            (self._folder / path).unlink(missing_ok=True)
        for path, content in beside.items():  # now that a record's page at its former address is gone
            if before.get(path) != content:
                target = self._folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
        for path, plan in plans.items():
            if path in self._records:
                self._records[path].plan = plan
            elif path not in self._pages:
                self._records[path] = file = RecordFile(plan, path, config)
                self._files.append(file)
            elif isinstance(page := self._pages[path].page, GeneratedPage):
                page.plan, page.site = plan, site
        self._writer = self._writer.for_site(site)
        self._site, self._beside = site, beside

    def _make(self, path: str) -> None:
        if path.startswith(f"{FOLDER}/"):
            path = FOLDER
        if path in self._current:
            return
        if path in self._records:
            written = self._writer.write(self._records[path].plan)
            self._entries[path] = [entry._asdict() for entry in written.entries]
            self._documents[path] = written.url, written.document
            self._current[path] = written.read
        elif path in self._pages:
            self._make_page(path)
        elif path == _SEARCH and self._index is not None:
            self._make_material_index()
        elif path == FOLDER and self._search:
            self._make_pagefind_index(self._search)
        elif path in _SITEMAPS:
            engine = self._engine
            _build_theme_template("sitemap.xml", engine.env, self._files, engine.config, engine.nav)
            self._current.update(dict.fromkeys(_SITEMAPS, frozenset()))

    def _make_page(self, path: str) -> None:
        engine, page = self._engine, self._pages[path].page
        assert page is not None
        before = len(self._index.entries) if self._index else 0

        def make() -> None:
            _populate_page(page, engine.config, self._files)
            _build_page(page, engine.config, list(self._pages.values()), engine.nav, engine.env)

        _, read = self._site.tracker.record(make)
        if self._index:
            self._entries[path] = self._index.entries[before:]
            del self._index.entries[before:]
        self._current[path] = read

    def _make_material_index(self) -> None:
        for other in (*self._pages, *self._records):
            self._make(other)
        found = [entry for name in (*self._pages, *self._records) for entry in self._entries.get(name, ())]
        self._index.entries = sorted(found, key=lambda entry: entry["location"])
        self._engine.config.plugins["material/search"].on_post_build(config=self._engine.config)
        self._current[_SEARCH] = frozenset()

    def _make_pagefind_index(self, search: SiteSearch) -> None:
        log.info("making the index of the search, as somebody asks for it")
        for other in (*self._pages, *self._records):
            self._make(other)
        documents = [self._documents[path] for path in self._records]
        files = {path: stamp for path, stamp in scan(self._folder).items() if path.startswith(f"{FOLDER}/")}
        inbox = DocumentInbox()
        inbox.add(documents)
        inbox.close(search.documents)
        previous = PreviousBuild(index=self._index_cache, files=files)
        target = search.target(self._folder, self._folder)
        shards = SearchIndexBuild(target, previous, inbox, (address for address, _ in documents)).finish().shards
        self._index_cache = IndexCache(shards)
        prune(self._folder, files, [path for shard in shards for path, _ in shard.files])
        self._current[FOLDER] = frozenset()


def preview_inputs(config: MkDocsConfig, sources: Path) -> dict[str, tuple[int, int]]:
    """The size and time of change of every file that MkDocs builds from or watches, but for records."""
    roots = {config.docs_dir, config.config_file_path, config.theme.custom_dir, *config.watch}
    return scan_files((folder for folder in roots if folder), leave_out=sources)
