"""A build that makes only what changed: what an earlier one knew, what still stands in the site, what is to be made."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from sourcebook.build.cache import DependencyIds, IndexCache, PageEntry, cache_of, drop_unused, load_cache, save_cache
from sourcebook.build.cache_files import key_of, load_file, save_file
from sourcebook.build.output_folder import prune, restore, scan, stash
from sourcebook.build.search_index import FOLDER, PreviousIndex, SearchIndexBuild
from sourcebook.linking.tracking import Dependency
from sourcebook.model.corpus import KINDS
from sourcebook.pages.page import PagePlan
from sourcebook.pages.parts.search_text import SearchEntry
from sourcebook.pipeline import Options, Site
from sourcebook.plugin.search import SiteSearch
from sourcebook.plugin.virtual_files import RecordFile
from sourcebook.plugin.writer import BuildPool, PageResult, PageWriter
from sourcebook.search.shards import shard_of

FOLDERS = (*(kind.address for kind in KINDS), FOLDER)
"""The folders of the site that hold records' pages, and the search's index."""
SPARE = 2
"""So many times the facts that were read once may be kept before those that no page reads any more are let go."""
_TELL_EVERY = 2.0


class IncrementalBuild:
    """One build's dealings with what the last one left. Used in the order of its methods."""

    def __init__(self, config: MkDocsConfig, options: Options, log: logging.LoggerAdapter[logging.Logger]) -> None:
        self._site_dir, self._log = Path(config.site_dir), log
        root = Path(config.config_file_path or ".").parent
        name = hashlib.blake2b(os.fsencode(self._site_dir), digest_size=6).hexdigest()
        self._path = root / ".cache" / "sourcebook" / f"{name}.state"
        self._key = key_of(_settings(config, options), [options.templates] if options.templates else [])
        self._state = load_cache(self._path, self._key)
        self._known = load_file(self._path.with_suffix(".index"), self._key, IndexCache)
        self.memory = self._state.memory()
        self._index: SearchIndexBuild | None = None
        self._run: BuildPool | None = None

    def put_aside(self) -> None:
        """Save records' pages from being emptied with the rest of the site."""
        stash(self._site_dir, FOLDERS if self._state.pages else ())

    def bring_back(self) -> None:
        """Put them back, also where the build failed in between."""
        restore(self._site_dir, FOLDERS)

    def begin(self, site: Site, press: PageWriter, files: Files, finding: SiteSearch | None, workers: int) -> None:
        """Find out which pages are to be made, and begin with them and with the index of the search."""
        self._site, self._files, self._finding = site, files, finding
        self._plans = [file.plan for file in files if isinstance(file, RecordFile)]
        self._found = scan(self._site_dir, FOLDERS)
        self._frames: dict[str, bytes] = {}
        for plan in self._plans:
            folder = plan.address.partition("/")[0]
            if folder not in self._frames:
                self._frames[folder] = hashlib.blake2b(press.shell_of(plan).encode(), digest_size=16).digest()
        self._good = self._still_good()
        expected = set(self._expected())
        prune(self._site_dir, self._found, expected)  # it may be in the way of what is written now
        self._found = {path: stamp for path, stamp in self._found.items() if path in expected}
        todo = [plan for plan in self._plans if plan.address not in self._good]
        self._told = time.monotonic()
        self._total = len(todo)
        if finding:
            urls = {plan.address: self._url(plan) for plan in self._plans}
            self._index = finding.run(self._site_dir, PreviousIndex(self._known.shards, self._found), urls.values())
            self._index.add((urls[name], page.document) for name, page in self._good.items())
            todo.sort(key=lambda plan: (shard_of(urls[plan.address], finding.shards), urls[plan.address]))
        self._numbers = DependencyIds(self._state.dependencies if self._good else ())
        self._run = BuildPool(press, todo, self._tell, workers, self._numbers)
        if self._index:
            self._index.start()

    def finish(self) -> list[SearchEntry]:
        """Wait for the pages, remove what is no longer wanted, and keep what is known now.

        What a search finds in records' pages, in the order of the pages.
        """
        if self._index and self._finding:
            self._index.close(self._finding.documents)
        try:
            assert self._run is not None, "MkDocs makes its templates first"
            written = self._run.finish()
        except BaseException:
            self.give_up()
            raise
        known = self._state.pages
        pages = {plan.address: written.get(plan.address) or known[plan.address] for plan in self._plans}
        self._keep(pages, list(self._numbers.facts))  # while the index is made
        index = IndexCache(tuple(self._index.finish()) if self._index else ())
        if index != self._known:
            save_file(self._path.with_suffix(".index"), self._key, index)
        wanted = [*self._wanted(pages), *(path for shard in index.shards for path, _ in shard.files)]
        prune(self._site_dir, self._found, wanted)
        return [entry for page in pages.values() for entry in page.entries]

    def give_up(self) -> None:
        """The build failed: put back what was put aside, and end what was begun."""
        if self._run:
            self._run.stop()
        self.bring_back()
        if self._index:
            self._index.give_up()

    @property
    def _search(self) -> str:
        """What the search is made with: pages keep what it finds in its own form."""
        return self._finding.language if self._finding else ""

    @property
    def kept(self) -> int:
        """How many pages are as they were."""
        return len(self._good)

    def _still_good(self) -> dict[str, PageEntry]:
        if self._site.changed is None or self._state.search != self._search:
            return {}
        old = self._state
        untouched = old.untouched(self._site.changed)
        same = {folder for folder, frame in self._frames.items() if old.shells.get(folder) == frame}
        return {
            plan.address: page
            for plan in self._plans
            if plan.address in untouched
            and plan.address.partition("/")[0] in same
            and (page := old.pages[plan.address]).path == self._site.urls.file(plan.address)
            and self._found.get(page.path) == (page.size, page.mtime_ns)
        }

    def _expected(self) -> Iterable[str]:
        """The paths at which pages of records and parts of the index are, now or before."""
        yield from (self._site.urls.file(plan.address) for plan in self._plans)
        yield from (path for shard in self._known.shards for path, _ in shard.files)

    def _wanted(self, pages: dict[str, PageEntry]) -> Iterable[str]:
        yield from (page.path for page in pages.values())
        for file in self._files:
            if not isinstance(file, RecordFile) and file.inclusion.is_included():  # type: ignore[no-untyped-call]
                yield file.dest_uri

    def _keep(self, pages: dict[str, PageEntry], facts: list[Dependency]) -> None:
        corpus = self._site.linked.corpus
        if corpus.broken:  # what could not be read is read again
            with contextlib.suppress(OSError):  # it cannot be written either
                self._path.unlink()
            return
        old = self._state
        nothing_new = self._total == 0 and self._site.changed == frozenset() and len(pages) == len(old.pages)
        if nothing_new and self._frames == old.shells:
            return
        state = cache_of(self.memory, self._site.linked)
        if not self._good:
            state.read_once = len(facts)
        elif len(facts) <= SPARE * old.read_once:
            state.read_once = old.read_once
        else:
            facts, pages = drop_unused(facts, pages)
            state.read_once = len(facts)
        state.dependencies, state.pages, state.shells = facts, pages, self._frames
        state.search = self._search
        if not save_cache(self._path, self._key, state, old):
            self._log.info("'%s' cannot be written: the next build begins from nothing", self._path.parent)

    def _url(self, plan: PagePlan) -> str:
        """The address of a record's page, as MkDocs writes it."""
        return self._site.urls.path(plan.address)

    def _tell(self, done: int, latest: list[PageResult]) -> None:
        if self._index:
            self._index.add((made.url, made.page.document) for made in latest)
        now = time.monotonic()
        if now - self._told >= _TELL_EVERY and done < self._total:
            self._told = now
            self._log.info("%s of %s pages", f"{done:,}", f"{self._total:,}")


def _settings(config: MkDocsConfig, options: Options) -> Sequence[object]:
    """All of the configuration that records' pages may show, beside what the theme puts around them."""
    file = Path(config.config_file_path) if config.config_file_path else None
    return (
        file.read_bytes() if file and file.is_file() else b"",
        config.site_url,
        config.repo_url,
        config.edit_uri,
        config.edit_uri_template,
        config.markdown_extensions,
        config.mdx_configs,
        options.sources_shown,
        options.docs_shown,
        options.directory_urls,
        options.site_url,
        options.tiles,
    )
