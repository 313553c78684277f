"""The MkDocs plugin: hooks that hand over. Only this room knows the engine."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from sourcebook.pipeline import Memory, Site
from sourcebook.plugin.file_watcher import watch_files
from sourcebook.plugin.foot import add_foot
from sourcebook.plugin.mkdocs_helpers import root
from sourcebook.plugin.preview import Preview
from sourcebook.plugin.session import Command, started
from sourcebook.plugin.settings import SourcebookConfig
from sourcebook.plugin.site_build import SiteBuild
from sourcebook.plugin.site_files import unreserve_records

STYLESHEETS = ("assets/sourcebook/sourcebook.css",)
SCRIPTS = ("assets/sourcebook/sourcebook.js",)


class SourcebookPlugin(BasePlugin[SourcebookConfig]):  # type: ignore[no-untyped-call]
    """Reads the folder of sources and gives MkDocs its pages. One instance serves every build of a preview."""

    command: Command
    """What MkDocs was started for."""
    build: SiteBuild
    """The build that is going on, or the last one."""
    unfinished: list[SiteBuild]
    """The build that is going on, after those of which it is a part: a plugin may build within a build."""
    preview: Preview
    """What a server asks before it gives a page or builds the site again."""
    memory: Memory | None
    """What the last build of a preview knew that came to its plan."""

    def __init__(self) -> None:
        super().__init__()
        self.command, self.preview, self.memory = Command(), Preview(), None
        self.unfinished: list[SiteBuild] = []

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.command = started(command, dirty)

    @event_priority(100)  # whoever asks where the site is written is to be told where it is written now
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        ours = (self.folder(config), config.theme.custom_dir)
        config.watch += [str(folder) for folder in ours if folder and Path(folder).is_dir()]
        config.extra_css[:0] = [path for path in STYLESHEETS if path not in config.extra_css]
        config.extra_javascript[:0] = [path for path in SCRIPTS if path not in config.extra_javascript]
        add_foot(config)
        part = bool(self.unfinished)
        self.build = SiteBuild(replace(self.command, dirty=True, part=True) if part else self.command, config)
        self.unfinished.append(self.build)
        return config

    @event_priority(100)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        self.build.open(self.config, self.folder(config), self.memory)

    @event_priority(50)
    def _show_records(self, files: Files, *, config: MkDocsConfig) -> Files:
        self.build.reserve_records(files)
        return files

    @event_priority(-99)  # who translates a site next knows of nothing that lies outside of its folder of pages
    def _hide_records(self, files: Files, *, config: MkDocsConfig) -> Files:
        if "i18n" in config.plugins:
            unreserve_records(files)
        return files

    @event_priority(-200)  # what other plugins add, move and take away is known now
    def _plan(self, files: Files, *, config: MkDocsConfig) -> Files:
        memory = self.build.plan(files)
        if len(self.unfinished) == 1:
            self.memory = memory if self.command.serving else None
        return files

    on_files = CombinedEvent(_show_records, _hide_records, _plan)

    @event_priority(-200)  # as it is once other plugins have had their part in it
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        self.build.take_nav(nav)
        return nav

    @event_priority(-100)  # after those that write Markdown, as macros do
    def on_page_markdown(self, text: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        return self.build.prepare_page(text, page)

    def on_page_content(self, content: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        return self.build.link_page(content, page)

    @event_priority(-100)  # after every plugin that still has something to do to the templates
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        self.build.begin(env)
        return env

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        if template_name == "sitemap.xml":
            context["pages"] = [*context["pages"], *self.build.planned.record_files]
        return context

    # Before Material's search, which would parse the page again and find what other pages say.
    @event_priority(50)
    def _fill_page(self, context: Any, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation) -> Any:
        self.build.fill_page(page)
        return context

    @event_priority(-200)  # Material's blog makes them when its lists are about to be written
    def _link_excerpts(self, context: Any, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation) -> Any:
        if type(page).__module__.startswith("material.plugins.blog"):
            for excerpt in context.get("posts") or ():
                excerpt.content = self.build.link_page(excerpt.content, page, excerpt.post)
        return context

    on_page_context = CombinedEvent(_fill_page, _link_excerpts)

    @event_priority(100)
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        return self.build.end_page(output, page)

    @event_priority(100)  # before Material's search writes what it knows
    def _finish(self, *, config: MkDocsConfig) -> None:
        self.build.finish()

    @event_priority(-200)  # when all others have written what is theirs
    def _put_in_place(self, *, config: MkDocsConfig) -> None:
        site = self.build.put_in_place()
        build = self.build
        self.end()
        if self.command.watching and not self.unfinished:
            self.preview.show(site, build.banner, partial(self._read_again, build))

    on_post_build = CombinedEvent(_finish, _put_in_place)

    def on_build_error(self, *, error: Exception) -> None:
        if not hasattr(self, "build"):  # the site's folder cannot be used
            return
        try:
            self.build.abort(error)
        finally:
            self.preview.fail(self.build.banner)
            self.end()

    def on_shutdown(self) -> None:
        while self.unfinished:  # with Ctrl-C, MkDocs ends without another word
            self.unfinished.pop().close()

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        self.preview.stand_before(server)
        watch_files(server, config)
        return server

    def _read_again(self, build: SiteBuild) -> tuple[Site, str]:
        """The records as they are now, for a preview of that build; and the bar of problems."""
        site = build.read_again()
        self.memory = build.planned.memory
        return site, build.banner

    def end(self) -> None:
        """The build that was going on is over, and the one of which it was a part goes on."""
        self.unfinished = self.unfinished[:-1]
        self.build = self.unfinished[-1] if self.unfinished else self.build

    def folder(self, config: MkDocsConfig) -> Path:
        """The folder of records."""
        return root(config) / self.config.sources
