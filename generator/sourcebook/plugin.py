"""The MkDocs plugin: hooks that hand over to the pipeline. Nothing below this file knows the engine."""

from __future__ import annotations

import copy
import html
import logging
import os
import posixpath
import re
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit, urlunsplit

from mkdocs.commands.build import get_context
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from watchdog.observers.polling import PollingObserver

from sourcebook.diagnostics import Diagnostic, Level, counted
from sourcebook.model.corpus import KINDS, Corpus
from sourcebook.pages.frame import Frames
from sourcebook.pages.hand import link_hand_page
from sourcebook.pages.page import Page, PagePlan
from sourcebook.pages.render import TemplateCache, TemplateFault
from sourcebook.pages.search import entries
from sourcebook.pipeline import Options, Site, make_site

log = get_plugin_logger("sourcebook")

_HERE = Path(__file__).parent
STYLESHEETS = ("assets/sourcebook/sourcebook.css",)
SCRIPTS = ("assets/sourcebook/sourcebook.js",)
POLLING_SECONDS = 0.15
_FINISHED = "sourcebook-finished.html"


class SourcebookConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin's options in ``mkdocs.yml``."""

    sources = config_options.Type(str, default="sources")
    """The folder of records, relative to ``mkdocs.yml``."""


class RecordPage(MkDocsPage):
    """A page that brings its own HTML and table of contents, so that nothing is parsed a second time."""

    def __init__(self, plan: PagePlan, site: Site, file: File, config: MkDocsConfig) -> None:
        # Material prints titles unescaped, and lets `striptags` undo one escaping: see `meta` below.
        super().__init__(html.escape(plan.title), file, config)
        self._plan, self._site = plan, site
        self.built: Page | None = None
        self.finished: str | None = None
        if self.edit_url:
            self.edit_url = _without_dots(self.edit_url)

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""
        self.meta = {}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        try:
            self.built = page = self._plan.build(self.edit_url)
            self.content = str(self._site.renderer.whole("page.html", {"page": page}))
        except TemplateFault as fault:
            raise PluginError(f"sourcebook: {fault}") from fault
        headed = [section for section in page.sections if section.heading]
        links = [AnchorLink(html.escape(section.heading), section.anchor, 2) for section in headed]
        # These pages hide Material's table of contents; what it still needs is where "Skip to content" leads.
        skip = [AnchorLink("Content", "content", 1)]
        self.toc = TableOfContents(skip if config.theme.name == "material" else links)
        self.present_anchor_ids = {"content"} | {section.anchor for section in page.sections}
        self.meta = {
            "title": html.escape(page.title),
            "description": html.escape(page.description),
            "hide": ["navigation", "toc"],
        }


class SourcebookPlugin(BasePlugin[SourcebookConfig]):  # type: ignore[no-untyped-call]
    """Reads the folder of sources and gives MkDocs its pages. One instance serves every build of a preview."""

    def __init__(self) -> None:
        super().__init__()
        self._serving = False
        self._site: Site | None = None
        self._last_good: Corpus | None = None
        self._banner = ""
        self._templates = TemplateCache()
        self._nav: Navigation | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        sources = self._folder(config)
        if sources.is_dir():
            config.watch.append(str(sources))
        config.theme.dirs.append(str(_HERE / "theme"))
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
        self._banner = banner(site.problems) if self._serving else ""
        log.info("%s; read and linked in %.2f seconds", _summary(site), time.perf_counter() - start)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        site = self._ready()
        root, docs = _root(config), Path(config.docs_dir)
        for plan in site.plans:
            source_uri = f"{plan.address}/index.md" if plan.is_index else f"{plan.address}.md"
            if files.get_file_from_path(source_uri):
                log.info("'%s' is written by hand and takes the place of the page made for it", source_uri)
                continue
            inclusion = InclusionLevel.INCLUDED if plan.is_index else InclusionLevel.NOT_IN_NAV
            file = File.generated(config, source_uri, content="", inclusion=inclusion)
            if plan.source:
                file.edit_uri = _relative(root / plan.source, docs)
            RecordPage(plan, site, file, config)
            files.append(file)
        for path in (*STYLESHEETS, *SCRIPTS):
            asset = _HERE / "assets" / posixpath.basename(path)
            files.append(File.generated(config, path, abs_src_path=str(asset)))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        self._nav = nav
        return nav

    def on_page_content(self, content: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        if isinstance(page, RecordPage):
            return content
        site = self._ready()
        address = page.url.rstrip("/") if config.use_directory_urls else re.sub(r"(?:/?index)?\.html$", "", page.url)
        names = page.meta.get("link_names", True) is not False
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
                if isinstance(page, RecordPage) and page not in around.nav.pages:
                    # The theme's links are relative to the page's folder.
                    folder = posixpath.dirname(page.url.rstrip("/"))
                    page.finished = frames.fill(folder, around.values(page), around.render_as(page))
                if isinstance(page, RecordPage) and page.finished is not None:
                    page.meta["template"] = _FINISHED
        return env

    # Before Material's search, which would parse the page again and find what other pages say.
    @event_priority(50)
    def on_page_context(self, context: Any, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation) -> Any:
        if isinstance(page, RecordPage) and page.built:
            index = getattr(config.plugins.get("material/search"), "search_index", None)
            if index is not None and hasattr(index, "entries"):
                index.entries.extend(entries(page.built, page.url))
                page.meta["search"] = {"exclude": True}
            if page.finished is not None:
                context["sourcebook_output"] = page.finished
        return context

    @event_priority(100)
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        if not self._banner:
            return output
        return re.sub(r"(<body\b[^>]*>)", lambda match: match[1] + self._banner, output, count=1)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        # MkDocs looks for changed files twice a second; somebody who watches what they type notices the wait.
        watched = [config.docs_dir, *([config.config_file_path] if config.config_file_path else [])]
        for path in watched:
            server.unwatch(path)
        server.observer = PollingObserver(timeout=POLLING_SECONDS)
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
            templates=Path(custom) / "sourcebook" if custom else None,
            directory_urls=config.use_directory_urls,
            template_cache=self._templates,
        )


class Surroundings:
    """What the theme puts around a page, rendered with values of ours in the places of the page's own."""

    def __init__(self, env: Any, config: MkDocsConfig, files: Files, nav: Navigation) -> None:
        self._template, self._config, self.nav = env.get_template("main.html"), config, nav
        self._files = files.documentation_pages()

    def values(self, page: RecordPage) -> dict[str, str]:
        """The values in which one record's page differs from another's."""
        found = {
            "title": page.meta["title"],
            "description": page.meta["description"],
            "content": page.content,
            "canonical": page.canonical_url,
            "edit": page.edit_url,
        }
        return {name: value for name, value in found.items() if value}

    def render_as(self, page: RecordPage) -> Callable[[Mapping[str, str]], str]:
        """A function that renders `page` with other values."""

        def render(values: Mapping[str, str]) -> str:
            model = copy.copy(page)
            model.meta = {**page.meta, "title": values["title"], "description": values.get("description", "")}
            model.content = _HEADING + values["content"]  # Material looks for a heading, and adds one if there is none
            model.canonical_url, model.edit_url = values.get("canonical"), values.get("edit")
            model.active = True
            context = get_context(self.nav, self._files, self._config, model)
            output: str = self._template.render(context)
            return output.replace(_HEADING, "", 1)

        return render


_HEADING = "<h1>\0</h1>"


def only_ours_has_a_say(config: MkDocsConfig) -> bool:
    """Whether the pages' surroundings come from Material alone: no templates of the site, no other plugin's values."""
    custom = Path(config.theme.custom_dir) if config.theme.custom_dir else None
    overridden = custom and any(p.relative_to(custom).parts[0] != "sourcebook" for p in custom.rglob("*.html"))
    owners = {type(getattr(method, "__self__", None)).__module__ for method in config.plugins.events["page_context"]}
    return config.theme.name == "material" and not overridden and owners <= {__name__, "material.plugins.search.plugin"}


def report(problems: Iterable[Diagnostic]) -> None:
    """Log every problem, each on a line of its own, at its own level."""
    for problem in problems:
        log.log(logging.ERROR if problem.level is Level.ERROR else logging.WARNING, "%s", problem)


def banner(problems: tuple[Diagnostic, ...]) -> str:
    """A bar at the foot of every previewed page that says what is wrong and where; empty if nothing is."""
    errors = [problem for problem in problems if problem.level is Level.ERROR]
    if not problems:
        return ""
    first = (errors or list(problems))[:5]
    items = [f"<li><code>{html.escape(str(p.where))}</code> {html.escape(p.message)}{_hint(p)}</li>" for p in first]
    if len(problems) > len(first):
        items.append(f"<li>and {len(problems) - len(first)} more, in the terminal</li>")
    state = "What you see is the last good state." if errors else "The site is complete; a strict build would stop."
    head = f"<strong>{counted(len(problems), 'problem')} in the sources.</strong> {state}"
    return f'<div class="sb-banner" role="alert" data-sb-banner><p>{head}</p><ul>{"".join(items)}</ul></div>'


def _hint(problem: Diagnostic) -> str:
    return f"; {html.escape(problem.hint)}" if problem.hint else ""


def _summary(site: Site) -> str:
    return ", ".join(
        counted(sum(1 for _ in site.linked.corpus.of_kind(kind)), kind.noun, kind.plural) for kind in KINDS
    )


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path or ".").parent


def _relative(path: Path, base: Path) -> str:
    """`path` as seen from `base`, with forward slashes and ``..`` where needed."""
    return Path(os.path.relpath(path, base)).as_posix()


def _without_dots(address: str) -> str:
    parts = urlsplit(address)
    return urlunsplit(parts._replace(path=posixpath.normpath(parts.path)))
