"""The MkDocs plugin: hooks that hand over to the pipeline. Nothing below this file knows the engine."""

from __future__ import annotations

import logging
import os
import posixpath
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import markdown
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from watchdog.observers.polling import PollingObserver

from sourcebook.diagnostics import Diagnostic, Level, counted
from sourcebook.model.corpus import KINDS, Corpus
from sourcebook.pages.banner import banner
from sourcebook.pages.frame import Frames
from sourcebook.pages.hand import link_hand_page, prepare, wants_names
from sourcebook.pages.render import TemplateCache
from sourcebook.pages.search import entries
from sourcebook.pages.search_page import ADDRESS as SEARCH
from sourcebook.pages.tiles import Tiles, read_tiles
from sourcebook.pipeline import Options, Site, make_site
from sourcebook.plugin.finding import Finding, SearchConfig, begin
from sourcebook.plugin.generated import GeneratedPage
from sourcebook.plugin.libraries import LIBRARIES
from sourcebook.plugin.surroundings import Surroundings, only_ours_has_a_say, values_of

log = get_plugin_logger("sourcebook")

_PACKAGE = Path(__file__).parent.parent
STYLESHEETS = ("assets/sourcebook/sourcebook.css",)
SCRIPTS = ("assets/sourcebook/sourcebook.js",)
ON_DEMAND = tuple(
    f"assets/sourcebook/{name}" for name in ("map.js", "map.css", "timeline.js", "search.js", "third-party.txt")
)
"""What pages load when they have a map, with the libraries it needs, the timeline, or the search."""
POLLING_SECONDS, SETTLING_SECONDS = 0.1, 0.05
_FINISHED = "sourcebook-finished.html"


class TilesConfig(Config):  # type: ignore[no-untyped-call]
    """A tile service that the site's maps show behind their places."""

    url = config_options.Optional(config_options.Type(str))
    """Where the tiles are: an address with {z}, {x} and {y}, or a path on the site."""
    attribution = config_options.Type(str, default="")
    """Whom the service asks to be named; Markdown links are kept."""
    max_zoom = config_options.Type(int, default=19)
    """The last zoom that the service has."""


class SourcebookConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin's options in ``mkdocs.yml``."""

    sources = config_options.Type(str, default="sources")
    """The folder of records, relative to ``mkdocs.yml``."""
    tiles = config_options.SubConfig(TilesConfig)
    """A tile service for the maps; without it they ask nothing of another site."""
    search = config_options.SubConfig(SearchConfig)
    """What readers search the site with."""
    contact = config_options.Optional(config_options.Type(str))
    """Whom a geocoding service may write to: an e-mail or https address, for ``sourcebook geocode`` only."""


class SourcebookPlugin(BasePlugin[SourcebookConfig]):  # type: ignore[no-untyped-call]
    """Reads the folder of sources and gives MkDocs its pages. One instance serves every build of a preview."""

    def __init__(self) -> None:
        super().__init__()
        self._serving = False
        self._site: Site | None = None
        self._last_good: Corpus | None = None
        self._banner = ""
        self._templates = TemplateCache()
        self._converted: dict[tuple[str, str], str] = {}
        self._nav: Navigation | None = None
        self._finding: Finding | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        sources = self._folder(config)
        if sources.is_dir():
            config.watch.append(str(sources))
        config.theme.dirs.append(str(_PACKAGE / "theme"))
        config.extra_css[:0] = [path for path in STYLESHEETS if path not in config.extra_css]
        config.extra_javascript[:0] = [path for path in SCRIPTS if path not in config.extra_javascript]
        return config

    # Problems must be known before MkDocs empties the site's folder: a failed build leaves it as it was.
    @event_priority(100)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        start = time.perf_counter()
        site = make_site(self._options(config), self._last_good if self._serving else None)
        report(site.problems)
        if site.problems and config.strict and not self._serving:
            errors = sum(problem.level is Level.ERROR for problem in site.problems)
            count = f"{counted(len(site.problems), 'problem')} ({counted(errors, 'error')})"
            raise PluginError(f"sourcebook: {count} in the sources; the site is left as it was")
        self._site, self._last_good = site, site.linked.corpus
        self._finding = begin(self.config.search, config, len(site.plans) + len(_published(config)))
        self._banner = banner(site.problems) if self._serving else ""
        log.info("%s; read and linked in %.2f seconds", _summary(site), time.perf_counter() - start)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        site = self._ready()
        root, docs = _root(config), Path(config.docs_dir)
        by_hand = {file.dest_uri for file in files.documentation_pages()}
        for plan in (*site.plans, *([self._finding.plan(site)] if self._finding else [])):
            source_uri = f"{plan.address}/index.md" if plan.is_index else f"{plan.address}.md"
            listed = plan.is_index and plan.address != SEARCH  # which has its box on every page
            inclusion = InclusionLevel.INCLUDED if listed else InclusionLevel.NOT_IN_NAV
            file = File.generated(config, source_uri, content="", inclusion=inclusion)
            if file.dest_uri in by_hand:
                log.info("'%s' is written by hand and takes the place of the page made for it", file.dest_uri)
                continue
            if plan.source:
                file.edit_uri = _relative(root / plan.source, docs)
            GeneratedPage(plan, site, file, config)
            files.append(file)
        for path, content in site.files.items():
            files.append(File.generated(config, path, content=content))
        for path in (*STYLESHEETS, *SCRIPTS, *ON_DEMAND):
            asset = _PACKAGE / "assets" / posixpath.basename(path)
            files.append(File.generated(config, path, abs_src_path=str(asset)))
        for name, where in (pair for library in LIBRARIES for pair in library.paths()):
            files.append(File.generated(config, f"assets/sourcebook/{name}", abs_src_path=str(where)))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        self._nav = nav
        return nav

    def on_page_markdown(self, text: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        return prepare(text, self._ready().linked.resolve)

    def on_page_content(self, content: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        if isinstance(page, GeneratedPage):
            return content
        site = self._ready()
        address = page.url.rstrip("/") if config.use_directory_urls else re.sub(r"(?:/?index)?\.html$", "", page.url)
        names = wants_names(page.meta.get("link_names"))
        return link_hand_page(
            content, address, page.is_index, names=names, linked=site.linked, urls=site.urls, renderer=site.renderer
        )

    @event_priority(-100)  # after every plugin that still has something to do to the templates
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        if self._serving:
            env.bytecode_cache = self._templates
        if only_ours_has_a_say(config) and self._nav is not None:
            frames, around = Frames(), Surroundings(env, config, files, self._nav)
            for page in [file.page for file in files.documentation_pages()]:
                if isinstance(page, GeneratedPage) and page not in around.nav.pages:
                    # The theme's links are relative to the page's folder.
                    folder = posixpath.dirname(page.url.rstrip("/"))
                    page.frame = frames.find(folder, values_of(page), around.render_as(page))
                    if page.frame:
                        page.meta["template"] = _FINISHED
        return env

    # Before Material's search, which would parse the page again and find what other pages say.
    @event_priority(50)
    def on_page_context(self, context: Any, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation) -> Any:
        if self._finding:
            self._finding.add(page)
        if isinstance(page, GeneratedPage) and page.built:
            index = getattr(config.plugins.get("material/search"), "search_index", None)
            if index is not None and hasattr(index, "entries"):
                index.entries.extend(asdict(entry) for entry in entries(page.built, page.url))
                page.meta["search"] = {"exclude": True}
            if page.frame:
                context["sourcebook_output"] = page.frame.fill(values_of(page))
        return context

    @event_priority(100)
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        if isinstance(page, GeneratedPage):
            page.content, page.built = "", None  # written: a large site need not fit into memory twice
        if not self._banner:
            return output
        return re.sub(r"(<body\b[^>]*>)", lambda match: match[1] + self._banner, output, count=1)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        if self._finding:
            self._finding.write(Path(config.site_dir))

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        # MkDocs looks for changed files twice a second and waits for them to settle; somebody who watches what
        # they type notices.
        watched = list(server._watched_paths)
        for path in watched:
            server.unwatch(path)
        server.observer = PollingObserver(timeout=POLLING_SECONDS)
        server.build_delay = SETTLING_SECONDS
        for path in watched:
            server.watch(path)
        return server

    def _ready(self) -> Site:
        assert self._site is not None, "MkDocs calls on_pre_build first"
        return self._site

    def _folder(self, config: MkDocsConfig) -> Path:
        return _root(config) / self.config.sources

    def _options(self, config: MkDocsConfig) -> Options:
        docs = Path(config.docs_dir)
        custom = config.theme.custom_dir
        return Options(
            sources=self._folder(config),
            sources_shown=self.config.sources.rstrip("/"),
            docs=docs,
            docs_shown=_relative(docs, _root(config)),
            docs_files=_published(config),
            docs_markdown=_markdown(config, self._converted),
            templates=Path(custom) / "sourcebook" if custom else None,
            directory_urls=config.use_directory_urls,
            site_url=config.site_url if config.site_url and not self._serving else "",
            template_cache=self._templates,
            tiles=_tiles(self.config.tiles),
        )


def _tiles(config: TilesConfig) -> Tiles | None:
    """The tile service that the site names. Raises PluginError where maps could not use it."""
    if not config.url:
        if config.attribution:
            raise PluginError("mkdocs.yml: plugins: sourcebook: tiles: 'url' is missing: say where the tiles are")
        return None
    try:
        return read_tiles(config.url, config.attribution, config.max_zoom)
    except ValueError as problem:
        raise PluginError(f"mkdocs.yml: plugins: sourcebook: tiles: {problem}") from None


def report(problems: Iterable[Diagnostic]) -> None:
    """Log every problem, each on a line of its own, at its own level."""
    for problem in problems:
        log.log(logging.ERROR if problem.level is Level.ERROR else logging.WARNING, "%s", problem)


def _summary(site: Site) -> str:
    return ", ".join(
        counted(sum(1 for _ in site.linked.corpus.of_kind(kind)), kind.noun, kind.plural) for kind in KINDS
    )


def _published(config: MkDocsConfig) -> tuple[str, ...]:
    """The pages written by hand that MkDocs publishes: what ``exclude_docs`` names is not for readers."""
    files = get_files(config)
    set_exclusions(files, config)
    return tuple(sorted(file.src_uri for file in files.documentation_pages()))


def _markdown(config: MkDocsConfig, done: dict[tuple[str, str], str]) -> Callable[[str], str]:
    """Turns pages written by hand into HTML as MkDocs will, so that code and links are seen as such.

    `done` keeps the HTML of each text under the same settings: a preview reads the same pages again and again.
    """
    converter = markdown.Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs or {})
    settings = f"{config.markdown_extensions} {config.mdx_configs}"

    def convert(text: str) -> str:
        if (settings, text) not in done:
            converter.reset()
            done[settings, text] = converter.convert(text)
        return done[settings, text]

    return convert


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path or ".").parent


def _relative(path: Path, base: Path) -> str:
    """`path` as seen from `base`, with forward slashes and ``..`` where needed."""
    return Path(os.path.relpath(path, base)).as_posix()
