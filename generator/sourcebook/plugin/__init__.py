"""The MkDocs plugin: hooks that hand over to the pipeline. Nothing below this file knows the engine."""

from __future__ import annotations

import gc
import re
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from sourcebook.build.output_folder import drop_stash
from sourcebook.diagnostics import Level, counted
from sourcebook.linking.tracking import NAME_INDEX, Dependency
from sourcebook.model.corpus import Corpus
from sourcebook.pages.authored import link_authored_page, prepare_markdown, wants_names
from sourcebook.pages.parts.banner import banner
from sourcebook.pages.parts.search_text import search_entries
from sourcebook.pages.render import MemoryTemplateCache, TemplateCache, disk_template_cache
from sourcebook.pages.site.search_page import ADDRESS as SEARCH
from sourcebook.pipeline import Memory, Options, Site, make_site
from sourcebook.plugin.assets import LIBRARIES, own_assets
from sourcebook.plugin.file_watcher import watch_files
from sourcebook.plugin.generated_page import GeneratedPage
from sourcebook.plugin.incremental import IncrementalBuild
from sourcebook.plugin.mkdocs_helpers import (
    as_markdown,
    cache_folder,
    edit_uri,
    in_nav,
    published,
    relative,
    report,
    root,
    search_index,
    summary,
    without_collecting,
)
from sourcebook.plugin.preview import Build, Preview
from sourcebook.plugin.search import SiteSearch, configure_search
from sourcebook.plugin.settings import SourcebookConfig, tiles_of
from sourcebook.plugin.theme_shell import ThemeRenderer, can_use_fast_path
from sourcebook.plugin.virtual_files import RecordFile
from sourcebook.plugin.writer import PageWriter
from sourcebook.workers import worker_count

log = get_plugin_logger("sourcebook")

STYLESHEETS = ("assets/sourcebook/sourcebook.css",)
SCRIPTS = ("assets/sourcebook/sourcebook.js",)


class SourcebookPlugin(BasePlugin[SourcebookConfig]):  # type: ignore[no-untyped-call]
    """Reads the folder of sources and gives MkDocs its pages. One instance serves every build of a preview."""

    def __init__(self) -> None:
        super().__init__()
        self._serving = False
        self._site: Site | None = None
        self._last_good: Corpus | None = None
        self._banner = ""
        self._templates: TemplateCache = MemoryTemplateCache()
        self._converted: dict[tuple[str, str], str] = {}
        self._nav: Navigation | None = None
        self._files: Files | None = None
        self._alone = self._dirty = False
        self._cores = 1
        self._memory = Memory()
        self._finding: SiteSearch | None = None
        self._renewal: IncrementalBuild | None = None
        self._start = 0.0
        self._preview = Preview(log, self._read_again)
        self._build: Build | None = None
        self._read: dict[str, frozenset[Dependency]] = {}
        self._build_time = ExitStack()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self._serving, self._dirty = command == "serve", dirty
        self._templates = MemoryTemplateCache() if self._serving else disk_template_cache(cache_folder())
        self._memory = Memory({}) if self._serving else Memory()
        self._cores = 1 if self._serving else worker_count()  # a server has threads: no copy is to be made of it

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        sources = self.folder(config)
        if sources.is_dir():
            config.watch.append(str(sources))
        config.extra_css[:0] = [path for path in STYLESHEETS if path not in config.extra_css]
        config.extra_javascript[:0] = [path for path in SCRIPTS if path not in config.extra_javascript]
        return config

    # Problems must be known before MkDocs empties the site's folder: a failed build leaves it as it was.
    @event_priority(100)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        self._start = time.perf_counter()
        options = self._options(config)
        self._read, self._build = {}, None
        self._preview.begun(config, self.folder(config))
        self._alone = can_use_fast_path(config) and not self._dirty
        self._build_time.close()
        self._build_time.enter_context(without_collecting())
        self._renewal = IncrementalBuild(config, options, log) if self._alone and not self._serving else None
        if self._renewal or not self._serving:
            self._memory = self._renewal.memory if self._renewal else Memory()
        self._memory.overview_pages = self._memory.overview_pages if self._renewal else {}  # the templates may be others now
        site = make_site(options, self._last_good if self._serving else None, self._memory, workers=self._cores)
        gc.freeze()  # it stays until the end: looking through it again and again takes longer than making pages
        self._found(site)
        if site.problems and config.strict and not self._serving:
            errors = sum(problem.level is Level.ERROR for problem in site.problems)
            count = f"{counted(len(site.problems), 'problem')} ({counted(errors, 'error')})"
            raise PluginError(f"sourcebook: {count} in the sources; the site is left as it was")
        pages = len(site.plans) + len(options.docs_files or ())
        self._finding = configure_search(self.config.search, config, pages)
        log.info("%s; read and linked in %.2f seconds", summary(site), time.perf_counter() - self._start)
        if self._renewal:
            self._renewal.put_aside()
        else:
            drop_stash(Path(config.site_dir))

    def _found(self, site: Site) -> None:
        report(log, site.problems)
        self._site, self._last_good = site, site.linked.corpus
        self._banner = self._preview.banner = banner(site.problems) if self._serving else ""

    def _read_again(self, config: MkDocsConfig) -> Site:
        """The records as they are now, for a preview in which nothing else has changed."""
        start = time.perf_counter()
        with without_collecting():
            site = make_site(self._options(config), self._last_good, self._memory, trying=False)
        self._found(site)
        log.info("%s; read and linked in %.2f seconds", summary(site), time.perf_counter() - start)
        return site

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        if self._renewal:
            self._renewal.bring_back()
        self._files, site, named = files, self._ready(), in_nav(config.nav)
        by_hand = {file.dest_uri for file in files if file.inclusion.is_included()}  # type: ignore[no-untyped-call]
        for plan in (*site.plans, *([self._finding.plan(site)] if self._finding else [])):
            path = site.urls.file(plan.address, plan.is_index)
            if path in by_hand:
                log.info("'%s' is written by hand and takes the place of the page made for it", path)
                continue
            if self._alone and not plan.is_index and plan.address not in named:
                files.append(RecordFile(plan, path, config))
                continue
            source_uri = f"{plan.address}/index.md" if plan.is_index else f"{plan.address}.md"
            listed = plan.is_index and plan.address != SEARCH  # which has its box on every page
            inclusion = InclusionLevel.INCLUDED if listed else InclusionLevel.NOT_IN_NAV
            file = File.generated(config, source_uri, content="", inclusion=inclusion)
            file.edit_uri = edit_uri(config, plan)
            GeneratedPage(plan, site, file, config, late=self._alone, label=named.get(plan.address, ""))
            files.append(file)
        for path, content in site.files.items():
            files.append(File.generated(config, path, content=content))
        for name, asset in (*own_assets(), *(pair for library in LIBRARIES for pair in library.paths())):
            kept = {"content": asset} if isinstance(asset, bytes) else {"abs_src_path": str(asset)}
            files.append(File.generated(config, f"assets/sourcebook/{name}", **kept))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        self._nav = nav
        return nav

    def on_page_markdown(self, text: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        site = self._ready()
        text, read = site.tracker.record(lambda: prepare_markdown(text, site.tracked.resolve))
        self._read[page.file.dest_uri] = read
        return text

    def on_page_content(self, content: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        site, path = self._ready(), page.file.dest_uri
        if isinstance(page, GeneratedPage):
            self._read[path] = page.read
            return content
        address = page.url.rstrip("/") if config.use_directory_urls else re.sub(r"(?:/?index)?\.html$", "", page.url)
        names = wants_names(page.meta.get("link_names"))

        def link() -> str:
            site.tracker.read.add(NAME_INDEX)
            return link_authored_page(
                content, address, page.is_index, names=names, linked=site.tracked, urls=site.urls, renderer=site.renderer
            )

        linked, read = site.tracker.record(link)
        self._read[path] = self._read.get(path, frozenset()) | read
        return linked

    @event_priority(-100)  # after every plugin that still has something to do to the templates
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        env.bytecode_cache = self._templates
        if self._alone and self._nav is not None:
            site, around = self._ready(), ThemeRenderer(env, config, files, self._nav)
            language = self._finding.language if self._finding else ""
            press = PageWriter(site, config, around, partial(edit_uri, config), language)
            if self._renewal:
                self._renewal.begin(site, press, files, self._finding, self._cores)
            else:
                self._build = Build(config, self.folder(config), files, press, env, search_index(config), self._finding)
        return env

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        if template_name == "sitemap.xml" and self._files is not None:
            context["pages"] = [*context["pages"], *(file for file in self._files if isinstance(file, RecordFile))]
        return context

    # Before Material's search, which would parse the page again and find what other pages say.
    @event_priority(50)
    def on_page_context(self, context: Any, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation) -> Any:
        if isinstance(page, GeneratedPage) and page.late:
            page.fill(config)
            self._read[page.file.dest_uri] = page.read
        if self._finding:
            self._finding.add(page)
        if isinstance(page, GeneratedPage) and page.built:
            index = search_index(config)
            if index is not None:
                index.entries.extend(entry._asdict() for entry in search_entries(page.built, page.url))
                page.meta["search"] = {"exclude": True}
        return context

    @event_priority(100)
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        if isinstance(page, GeneratedPage):
            page.content, page.built = "", None  # written: a large site need not fit into memory twice
        if not self._banner or self._alone:  # where pages are made when they are asked for, so is the bar
            return output
        return re.sub(r"(<body\b[^>]*>)", lambda match: match[1] + self._banner, output, count=1)

    @event_priority(100)  # before Material's search writes what it knows
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        site = self._ready()
        found = self._renewal.finish() if self._renewal else ()
        if self._finding and not self._alone:
            self._finding.make(Path(config.site_dir))
        if (index := search_index(config)) is not None:
            index.entries.extend(entry._asdict() for entry in found)
            index.entries.sort(key=lambda entry: entry["location"])  # whichever of them was made first
        log.info(
            "%s (%s as they were), %s, %s, %.1f seconds",
            counted(len(site.plans), "page"),
            f"{self._renewal.kept if self._renewal else 0:,}",
            counted(site.links, "link"),
            counted(len(site.problems), "problem"),
            time.perf_counter() - self._start,
        )
        if self._build:
            self._build.read = self._read
            self._preview.built(site, self._build)
        self._build_time.close()

    def on_build_error(self, *, error: Exception) -> None:
        self._build_time.close()
        if self._renewal:
            self._renewal.give_up()

    def on_shutdown(self) -> None:
        self._build_time.close()

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        if self._build:
            rebuild = server.builder
            server.builder = lambda: self._preview.rebuild(rebuild)
            server.set_app(self._preview.serving(server.get_app()))  # type: ignore[arg-type]
        watch_files(server, self.folder(config))
        return server

    def _ready(self) -> Site:
        assert self._site is not None, "MkDocs calls on_pre_build first"
        return self._site

    def folder(self, config: MkDocsConfig) -> Path:
        """The folder of records."""
        return root(config) / self.config.sources

    def _options(self, config: MkDocsConfig) -> Options:
        docs = Path(config.docs_dir)
        custom = config.theme.custom_dir
        return Options(
            sources=self.folder(config),
            sources_shown=self.config.sources.rstrip("/"),
            docs=docs,
            docs_shown=relative(docs, root(config)),
            docs_files=published(config),
            docs_markdown=as_markdown(config, self._converted),
            templates=Path(custom) / "sourcebook" if custom else None,
            directory_urls=config.use_directory_urls,
            site_url=config.site_url if config.site_url and not self._serving else "",
            template_cache=self._templates,
            tiles=tiles_of(self.config.tiles),
        )
