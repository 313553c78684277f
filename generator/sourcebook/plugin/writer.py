"""The pages of records, made and written: the theme around them is rendered once a folder, on every core."""

from __future__ import annotations

import contextlib
import os
import posixpath
import threading
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation

from sourcebook.build.cache import DependencyIds, PageEntry, renumber
from sourcebook.build.output_folder import write_file
from sourcebook.linking.tracking import Dependency
from sourcebook.pages.builder import BuiltPage
from sourcebook.pages.page import PagePlan
from sourcebook.pages.parts.search_text import SearchEntry, pagefind_document, search_entries
from sourcebook.pages.shell import ShellCache
from sourcebook.pipeline import Site
from sourcebook.plugin.faults import made_of, told_of
from sourcebook.plugin.generated_page import GeneratedPage
from sourcebook.plugin.mkdocs_helpers import in_nav
from sourcebook.plugin.theme_shell import ThemeRenderer, values_of
from sourcebook.plugin.virtual_files import canonical_url
from sourcebook.search.index_document import IndexDocument, index_document
from sourcebook.workers import WorkQueue, can_fork, fork_worker

MIN_PARALLEL_PAGES = 150
"""So many pages are worth starting more processes for."""
_BATCH_SIZE = 20
"""So many pages are made and handed over at a time."""


class OutputFile(NamedTuple):
    """A page as it was written: its path on the site and its address there, the file's size and time of change, what
    was read for it, and what a search finds in it: Material's entries, or the document for Pagefind."""

    address: str
    path: str
    url: str
    size: int
    mtime_ns: int
    read: frozenset[Dependency]
    entries: tuple[SearchEntry, ...]
    document: IndexDocument


class PageWriter:
    """Makes the pages of records and writes them into the site."""

    def __init__(
        self,
        site: Site,
        config: MkDocsConfig,
        around: ThemeRenderer,
        edit_uri: Callable[[PagePlan], str | None],
        language: str = "",
    ):
        """`language` is that of Pagefind's index; empty where Material makes one."""
        self._site, self._config, self._around, self._edit_uri = site, config, around, edit_uri
        self._language = language
        self._frames = ShellCache()
        self._named = in_nav(config.nav)

    @property
    def nav(self) -> Navigation:
        """The site's navigation."""
        return self._around.nav

    def for_site(self, site: Site) -> PageWriter:
        """The same for other records: what the theme puts around them is known."""
        other = PageWriter(site, self._config, self._around, self._edit_uri, self._language)
        other._frames = self._frames
        return other

    def render(self, plan: PagePlan) -> tuple[str, BuiltPage]:
        """The whole page of a plan, with the theme around it. Raises PluginError."""
        edit = self.page(plan).edit_url if self._config.edit_uri or self._config.edit_uri_template else None
        made = made_of(self._site, plan, edit)
        address = canonical_url(self._config, self._site.urls.path(plan.address))
        values = values_of(made.page, made.html, address, edit)

        def render(values: Mapping[str, str]) -> str:
            page = self.page(plan)
            page.render(self._config, self._around.files)
            return self._around.render_as(page)(values)

        frame = self._frames.find(self._shape(plan.address), values, render)
        return (frame.fill(values) if frame else render(values)), made

    def _shape(self, address: str) -> str:
        """What pages have in common with which the theme's links are the same: they are relative to the page's folder.

        The pages of long lists stand below their records, each alone. There it matters only whether a link leads there.
        """
        folder, _, _ = address.rpartition("/")
        kind, _, record = folder.partition("/")
        return f"{kind}/*" if record and folder not in self._named else folder

    def page(self, plan: PagePlan) -> GeneratedPage:
        """The page of a plan as MkDocs knows pages, not yet rendered."""
        file = File.generated(self._config, f"{plan.address}.md", content="")
        file.edit_uri = self._edit_uri(plan)
        page = GeneratedPage(plan, self._site, file, self._config)
        file.page = None  # pages and files that hold one another would stay
        return page

    def shell_of(self, plan: PagePlan) -> str:
        """What the theme puts around a plan's page, to be compared with what it did before."""
        page = self.page(plan)
        page.read_source(self._config)
        page.meta = {"title": "", "description": "", "hide": ["navigation", "toc"]}
        everything = dict.fromkeys(("title", "description", "content", "canonical", "edit"), "\0")
        return self._around.render_as(page)(everything)

    def write(self, plan: PagePlan) -> OutputFile:
        """Make the page of a plan and write it. Raises PluginError if it cannot be made."""
        text, made = self.render(plan)
        path, url = self._site.urls.file(plan.address), self._site.urls.path(plan.address)
        target = f"{self._config.site_dir}/{path}"
        raw = text.encode("utf-8", errors="xmlcharrefreplace")
        with contextlib.suppress(FileExistsError):
            try:
                os.mkdir(posixpath.dirname(target))  # noqa: PTH102
            except FileNotFoundError:
                os.makedirs(posixpath.dirname(target))  # noqa: PTH103
        size, mtime_ns = write_file(target, raw)
        with told_of(f"'{plan.address}'", plan.source or plan.address):
            found = () if self._language else tuple(search_entries(made.page, url))
            whole = index_document(pagefind_document(made.page, self._language)) if self._language else IndexDocument()
        return OutputFile(plan.address, path, url, size, mtime_ns, made.read, found, whole)


class PageResult(NamedTuple):
    """A page as it was written, and what is known of it: what was read for it is numbered."""

    address: str
    url: str
    page: PageEntry

    def with_numbers(self, numbers: Sequence[int]) -> PageResult:
        """The same with other numbers: `numbers`, at the places of the old ones."""
        return self._replace(page=self.page._replace(read=renumber(self.page.read, numbers)))


class Batch(NamedTuple):
    """Pages that a process has made, and the facts that have numbers there since its last parcel."""

    pages: list[PageResult]
    facts: list[Dependency]


class BuildPool:
    """Pages that are being written: by copies of this process while it does something else, and then by all of them."""

    def __init__(
        self,
        press: PageWriter,
        plans: Sequence[PagePlan],
        tell: Callable[[int, list[PageResult]], None],
        workers: int,
        numbers: DependencyIds,
    ) -> None:
        """`tell` is told now and then how many pages are written, and the latest of them. `workers` is how many
        processes may be at work, with this one. What is read gets its `numbers`."""
        self._press, self._tell = press, tell
        self._plans = plans
        self._numbers = numbers
        self._made: dict[str, PageEntry] = {}
        self._fault = ""
        self._lock = threading.Lock()
        self._turns: WorkQueue | None = None
        self._thread: threading.Thread | None = None
        parcels = range(-(-len(plans) // _BATCH_SIZE))
        if workers > 1 and len(plans) >= MIN_PARALLEL_PAGES and can_fork():
            with contextlib.suppress(OSError):  # without them it takes longer, and that is all
                self._start(WorkQueue(len(parcels)), workers - 1)
        if self._turns is None:
            self._make_parcels(parcels)

    def finish(self) -> dict[str, PageEntry]:
        """What was written, by address, when all is.

        Raises PluginError for a page that cannot be made.
        """
        try:
            self._make_parcels(self._turns or ())
        finally:
            self.stop()
        if self._fault:
            raise PluginError(self._fault)
        self._make([plan for plan in self._plans if plan.address not in self._made])  # of a process that was ended
        return self._made

    def stop(self) -> None:
        """No process begins another parcel of pages, and none is still at one when this returns."""
        if self._turns:
            self._turns.stop()
        if self._thread:
            self._thread.join()
        if self._turns:
            self._turns.close()
            self._turns = None

    def _start(self, turns: WorkQueue, workers: int) -> None:
        doors: list[Connection] = []
        try:
            for _ in range(workers):
                doors.append(fork_worker(partial(_work, self._press, self._plans, turns)))
        except OSError:
            pass  # the system gives no more: those that there are, and this one, do it all
        except BaseException:
            turns.stop()
            raise
        self._turns = turns
        self._thread = threading.Thread(target=self._receive, args=(doors, turns), daemon=True)
        self._thread.start()

    def _make_parcels(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self._make(_parcel(self._plans, number))

    def _make(self, plans: Sequence[PagePlan]) -> None:
        self._take([_made(self._press, plan, self._numbers_of) for plan in plans])

    def _numbers_of(self, read: Iterable[Dependency]) -> bytes:
        with self._lock:
            return self._numbers.of(read)

    def _receive(self, doors: list[Connection], turns: WorkQueue) -> None:
        numbers = {door: array("I") for door in doors}  # here, at the place of each process's own number
        while numbers:
            for door in wait(list(numbers)):
                assert isinstance(door, Connection)
                try:
                    parcel = door.recv()
                except (EOFError, OSError):
                    del numbers[door]
                    continue
                if isinstance(parcel, str):
                    self._fault = self._fault or parcel
                    turns.stop()
                    continue
                numbers[door].frombytes(self._numbers_of(parcel.facts))
                self._take([made.with_numbers(numbers[door]) for made in parcel.pages])

    def _take(self, pages: list[PageResult]) -> None:
        with self._lock:
            self._made.update((made.address, made.page) for made in pages)
            self._tell(len(self._made), pages)


def _work(press: PageWriter, plans: Sequence[PagePlan], turns: WorkQueue, door: Connection) -> None:
    numbers = DependencyIds()
    known = 0
    try:
        for turn in turns:
            pages = [_made(press, plan, numbers.of) for plan in _parcel(plans, turn)]
            door.send(Batch(pages, list(islice(numbers.facts, known, None))))
            known = len(numbers.facts)
    except PluginError as fault:
        door.send(str(fault))


def _parcel(plans: Sequence[PagePlan], number: int) -> Sequence[PagePlan]:
    return plans[number * _BATCH_SIZE : (number + 1) * _BATCH_SIZE]


def _made(press: PageWriter, plan: PagePlan, numbers: Callable[[Iterable[Dependency]], bytes]) -> PageResult:
    page = press.write(plan)
    kept = PageEntry(page.path, page.size, page.mtime_ns, numbers(page.read), page.entries, page.document)
    return PageResult(page.address, page.url, kept)
