"""A build from MkDocs' first hook to its last: each step makes one value, whole, of those before it.

`output` is where the site is written, `session` what the build works with, `planned` the site all of whose files are
known. Its pages are made by a `RunningBuild`, by MkDocs, or when a preview is asked for them, as `session.mode` says.
"""

from __future__ import annotations

import gc
import logging
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import CountHandler

from sourcebook.diagnostics import counted
from sourcebook.incremental.execution import Order, RunningBuild, digest_shells
from sourcebook.incremental.output_folder import put_in_place
from sourcebook.incremental.plan import plan_build
from sourcebook.incremental.writer import PageWriter
from sourcebook.pages.authored import prepare_markdown
from sourcebook.pages.faults import describe_fault
from sourcebook.pages.page import Urls
from sourcebook.pages.parts.banner import banner
from sourcebook.pages.parts.search_text import search_entries
from sourcebook.pipeline import Memory, Site, load_records, remake_site
from sourcebook.plugin.authored_files import link_page, read_published, refuse_held_back
from sourcebook.plugin.faults import disk_fault, fault_line, one_line, refuse
from sourcebook.plugin.foot import tell_foot
from sourcebook.plugin.generated_page import GeneratedPage
from sourcebook.plugin.mkdocs_helpers import Progress, log, report, search_index, summary, without_collecting
from sourcebook.plugin.preview import with_banner
from sourcebook.plugin.preview_site import Engine, PreviewSite, preview_inputs
from sourcebook.plugin.session import BuildSession, Command, Mode, open_session, open_site
from sourcebook.plugin.settings import SourcebookConfig
from sourcebook.plugin.site_files import PlannedSite, add_site_files, reserve_records, unreserve_records, without_time
from sourcebook.plugin.theme_shell import ThemeRenderer


class SiteBuild:
    """One build. MkDocs calls its steps in their order; whoever asks for what an earlier one makes gets it whole."""

    def __init__(self, command: Command, config: MkDocsConfig) -> None:
        """From now on MkDocs writes beside the site. Raises PluginError where it cannot."""
        self._command, self._config = command, config
        self.banner = ""
        """The bar of problems that a preview shows."""
        self.kept_pages = 0
        """How many pages stayed as they were."""
        self._stands = False
        """Whether an earlier build of a preview stands in for one that comes to nothing."""
        self._session: BuildSession | None = None
        self._planned: PlannedSite | None = None
        self._nav: Navigation | None = None
        self._running: RunningBuild | None = None
        self._kept_files: frozenset[str] = frozenset()
        self._preview: tuple[PageWriter, Engine] | None = None
        self._inputs: dict[str, tuple[int, int]] = {}
        self._warnings = CountHandler()
        self._warnings.setLevel(logging.WARNING)
        with ExitStack() as opening, one_line():
            self.output = None if command.dirty else open_site(config, opening)
            self._until_end = opening.pop_all()
        self._until_end.enter_context(without_collecting())
        logging.getLogger("mkdocs").addHandler(self._warnings)
        self._until_end.callback(logging.getLogger("mkdocs").removeHandler, self._warnings)
        if self.output:
            config.site_dir = str(self.output.staging)
            self._until_end.callback(self._leave_staging)
        self._until_end.callback(self._stop)

    @property
    def session(self) -> BuildSession:
        """What it works with."""
        assert self._session is not None, "MkDocs calls on_pre_build first"
        return self._session

    @property
    def planned(self) -> PlannedSite:
        """The site all of whose files are known."""
        assert self._planned is not None, "MkDocs calls on_files first"
        return self._planned

    # The steps of a build ------------------------------------------------------------------------

    def open(self, settings: SourcebookConfig, sources: Path, before: Memory | None) -> None:
        """Read the records. `before` is what an earlier build of a preview knew. Raises PluginError."""
        self._stands = before is not None
        self._inputs = preview_inputs(self._config, sources) if self._command.on_demand else {}
        with one_line():
            self._session = open_session(self._command, settings, self._config, self.output, before)

    def reserve_records(self, files: Files) -> None:
        """Show records' pages to other plugins that gather files."""
        reserve_records(files, self.session.loaded.corpus, Urls(self._config.use_directory_urls), self._config)

    def plan(self, files: Files) -> Memory:
        """Link the records and what MkDocs publishes beside them, and add the pages. What the next run need not do.

        Raises PluginError for problems that stop the build.
        """
        session, config = self.session, self._config
        unreserve_records(files)
        pages, problems = read_published(files, config, session)
        loaded = replace(session.loaded, authored_pages=tuple(pages))
        site, memory = remake_site(
            session.options, loaded, [*session.problems, *problems], session.memory, workers=session.command.workers
        )
        gc.freeze()  # it stays until the end: looking through it again and again takes longer than making pages
        report(site.problems)
        self.banner = banner(site.problems) if self._command.serving else ""
        self._planned = PlannedSite(session, site, memory, files, tuple(problems))
        if not self._command.serving or self._stands:
            refuse(site.problems, strict=session.strict)
        log.info("%s; read and linked in %.2f seconds", summary(site), time.perf_counter() - session.started_at)
        add_site_files(self._planned, config)
        return memory

    def take_nav(self, nav: Navigation) -> None:
        """The site's navigation, as MkDocs made it. Raises PluginError where a page that was read is not published."""
        self._nav = nav
        refuse_held_back(self.planned, self._config)

    def prepare_page(self, markdown: str, page: MkDocsPage) -> str:
        """The Markdown of a page, ready for the converter."""
        site, withheld = self.planned.site, self.planned.site.linked.corpus.withheld
        ready, read = site.tracker.record(lambda: prepare_markdown(markdown, site.tracked.resolve, withheld))
        self.planned.read[page.file.dest_uri] = read
        return ready

    def link_page(self, html: str, page: MkDocsPage, part_of: MkDocsPage | None = None) -> str:
        """The HTML of a page, with its links and inserts; or of what it shows of the page `part_of`."""
        path = page.file.dest_uri
        if isinstance(page, GeneratedPage):
            self.planned.read[path] = page.read
            return html
        try:
            linked, read = link_page(self.planned.site, self.session.options.editors, html, page, part_of)
        except Exception as cause:
            with one_line():
                raise describe_fault(f"'{page.file.src_uri}'", page.file.src_uri, cause) from cause
        self.planned.read[path] = self.planned.read.get(path, frozenset()) | read
        return linked

    def begin(self, env: Any) -> None:
        """Begin with records' pages, if MkDocs does not make them."""
        env.bytecode_cache = self._command.templates
        session, planned, config = self.session, self.planned, self._config
        tell_foot(env, session.options.editors, planned.site.urls)
        if session.mode is Mode.THROUGH_MKDOCS or self.output is None or self._nav is None:
            return
        theme = ThemeRenderer(env, config, planned.files, self._nav)
        on_demand = session.mode is Mode.PREVIEW
        folder = self.output.site if on_demand else self.output.staging
        writer = PageWriter(planned.site, theme, folder, session.search.language if session.search else "")
        if on_demand:
            self._preview = writer, Engine(config, env, self._nav)
            return
        with one_line():
            self._running = RunningBuild(self._order(writer), writer, Progress())

    def _order(self, writer: PageWriter) -> Order:
        session, planned = self.session, self.planned
        assert self.output is not None
        site, search = planned.site, session.search
        plans = tuple(file.plan for file in planned.record_files)
        shells = digest_shells(writer, plans)
        wanted = {plan.address: site.urls.file(plan.address) for plan in plans}
        index = search.target(self.output.site, self.output.staging) if search else None
        todo = plan_build(session.previous, wanted, shells, site.changed, index.language if index else "")
        self.kept_pages = len(todo.keep)
        return Order(
            site, planned.memory, plans, todo, shells, session.previous, session.store, index, session.command.workers
        )

    def fill_page(self, page: MkDocsPage) -> None:
        """Make a page of ours that MkDocs writes, and tell the search what is to be found on a page."""
        if isinstance(page, GeneratedPage) and page.late:
            page.fill(self._config)
            self.planned.read[page.file.dest_uri] = page.read
        if self.session.search:
            self.session.search.add(page)
        index = search_index(self._config)
        if index is not None and isinstance(page, GeneratedPage) and page.built:
            index.entries.extend(entry._asdict() for entry in search_entries(page.built, page.url))
            page.meta["search"] = {"exclude": True}

    def end_page(self, html: str, page: MkDocsPage) -> str:
        """A page as it is written: with the bar of problems, unless a preview puts that on every page it serves."""
        if isinstance(page, GeneratedPage):
            page.content, page.built = "", None  # written: a large site need not fit into memory twice
        return with_banner(html, self.banner) if self.banner and not self._command.watching else html

    def finish(self) -> None:
        """Wait for records' pages and the search. Raises PluginError for one that could not be made."""
        session, planned = self.session, self.planned
        search, entries = session.search, []
        with one_line():
            without_time(Path(self._config.site_dir, "sitemap.xml.gz"))
            if self._running:
                finished = self._running.finish(search.documents if search else {})
                self._running = None
                self._kept_files, entries = finished.kept, list(finished.entries())
                if not finished.saved:
                    log.info("the cache cannot be written: the next build begins from nothing")
            elif search and session.mode is Mode.THROUGH_MKDOCS:
                search.make(Path(self._config.site_dir))
        if (index := search_index(self._config)) is not None:
            index.entries.extend(entry._asdict() for entry in entries)
            index.entries.sort(key=lambda entry: entry["location"])  # whichever of them was made first
        log.info(
            "%s (%s as they were), %s, %s, %.1f seconds",
            counted(len(planned.site.plans), "page"),
            f"{self.kept_pages:,}",
            counted(planned.site.links, "link"),
            counted(len(planned.site.problems), "problem"),
            time.perf_counter() - session.started_at,
        )

    def put_in_place(self) -> PreviewSite | None:
        """Put what was made into the site, and end. What a preview makes pages of, if there is to be one.

        A strict build with warnings leaves the site as it was: MkDocs is about to say so.
        """
        if self.output and not (self._config.strict and self._warnings.get_counts()):
            with one_line():
                put_in_place(self.output, self.session.previous.files, self._kept_files)
            if not self._command.serving:  # MkDocs has named the folder that it wrote into
                log.info("the new site is in place: %s", self.output.site)
        self.close()
        if self._preview is None:
            return None
        writer, engine = self._preview
        for file in self.planned.files:
            file.dest_dir = self._config.site_dir
            file.__dict__.pop("abs_dest_path", None)  # MkDocs remembers it
        return PreviewSite(self.planned, writer, engine, self._inputs)

    def abort(self, fault: Exception) -> None:
        """The build failed: leave the site as it was. Raises PluginError for a fault that is told on one line."""
        self.close()
        if self._command.serving:
            known = self._planned.site.problems if self._planned else ()
            told_already = isinstance(fault, UnicodeError) or (isinstance(fault, PluginError) and not fault.__cause__)
            if not (known and told_already):  # of a page that MkDocs reads after us, or in `refuse`
                known = (*known, fault_line(fault))
            self.banner = banner(known)
        if told := disk_fault(fault, self.output):
            raise told from fault

    def close(self) -> None:
        """Whatever came of it: what was written beside the site is gone, and the site is where it was."""
        self._until_end.close()

    def read_again(self) -> Site:
        """The site with the records as they are now, where nothing else has changed."""
        session, memory, start = self.session, self.planned.memory, time.perf_counter()
        with without_collecting():
            last_good = memory.linked.corpus if memory.linked else None
            loaded, problems = load_records(session.options, last_good, memory)
            loaded = replace(loaded, authored_pages=memory.authored_pages)
            found = [*problems, *self.planned.authored_problems]
            site, memory = remake_site(session.options, loaded, found, memory, trying=False)
        report(site.problems)
        self.banner = banner(site.problems)
        self._planned = replace(self.planned, site=site, memory=memory)
        log.info("%s; read and linked in %.2f seconds", summary(site), time.perf_counter() - start)
        return site

    def _stop(self) -> None:
        if self._running:
            self._running.abort()
            self._running = None

    def _leave_staging(self) -> None:
        assert self.output is not None
        self.output.discard()
        if self._config.site_dir == str(self.output.staging):
            self._config.site_dir = str(self.output.site)
