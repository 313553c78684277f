"""The pages of records, made and written: the theme around them is rendered once a folder, on every core."""

from __future__ import annotations

import contextlib
import os
import posixpath
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from multiprocessing.connection import Connection, wait
from typing import NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation

from sourcebook.linking.watched import Fact
from sourcebook.pages.frame import Frames
from sourcebook.pages.making import Made
from sourcebook.pages.page import PagePlan
from sourcebook.pages.search import Entry, document, entries
from sourcebook.pipeline import Site
from sourcebook.plugin.engine import in_nav
from sourcebook.plugin.generated import GeneratedPage, made_of
from sourcebook.plugin.records import canonical_url
from sourcebook.plugin.shelter import write_file
from sourcebook.plugin.surroundings import Surroundings, values_of
from sourcebook.processes import can_fork, start
from sourcebook.searching.findable import Findable, findable

ENOUGH = 150
"""So many pages are worth starting more processes for."""
_PARCEL = 40
"""So many pages are handed over at a time."""


class Written(NamedTuple):
    """A page as it was written: its path on the site and its address there, the file's size and time of change, what
    was read for it, and what a search finds in it: Material's entries, or the document for Pagefind."""

    address: str
    path: str
    url: str
    size: int
    mtime_ns: int
    read: frozenset[Fact]
    entries: tuple[Entry, ...]
    document: Findable


class Press:
    """Makes the pages of records and writes them into the site."""

    def __init__(
        self,
        site: Site,
        config: MkDocsConfig,
        around: Surroundings,
        edit_uri: Callable[[PagePlan], str | None],
        language: str = "",
    ):
        """`language` is that of Pagefind's index; empty where Material makes one."""
        self._site, self._config, self._around, self._edit_uri = site, config, around, edit_uri
        self._language = language
        self._frames = Frames()
        self._named = in_nav(config.nav)

    @property
    def nav(self) -> Navigation:
        """The site's navigation."""
        return self._around.nav

    def again(self, site: Site) -> Press:
        """The same for other records: what the theme puts around them is known."""
        other = Press(site, self._config, self._around, self._edit_uri, self._language)
        other._frames = self._frames
        return other

    def text(self, plan: PagePlan) -> tuple[str, Made]:
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

    def frame_of(self, plan: PagePlan) -> str:
        """What the theme puts around a plan's page, to be compared with what it did before."""
        page = self.page(plan)
        page.read_source(self._config)
        page.meta = {"title": "", "description": "", "hide": ["navigation", "toc"]}
        everything = dict.fromkeys(("title", "description", "content", "canonical", "edit"), "\0")
        return self._around.render_as(page)(everything)

    def write(self, plan: PagePlan) -> Written:
        """Make the page of a plan and write it. Raises PluginError for a template that cannot make it."""
        text, made = self.text(plan)
        path, url = self._site.urls.file(plan.address), self._site.urls.path(plan.address)
        target = f"{self._config.site_dir}/{path}"
        raw = text.encode("utf-8", errors="xmlcharrefreplace")
        with contextlib.suppress(FileExistsError):
            try:
                os.mkdir(posixpath.dirname(target))  # noqa: PTH102
            except FileNotFoundError:
                os.makedirs(posixpath.dirname(target))  # noqa: PTH103
        size, mtime_ns = write_file(target, raw)
        found = () if self._language else tuple(entries(made.page, url))
        whole = findable(document(made.page, self._language)) if self._language else Findable()
        return Written(plan.address, path, url, size, mtime_ns, made.read, found, whole)


class Run:
    """Pages that are being written, by other processes where that pays, while this one goes on."""

    def __init__(
        self, press: Press, plans: Sequence[PagePlan], tell: Callable[[int, list[Written]], None], workers: int
    ) -> None:
        """`tell` is told now and then how many pages are written, and the latest of them. `workers` is how many
        processes may be started."""
        self._press, self._tell = press, tell
        self._missing = {plan.address: plan for plan in plans}
        self._written: list[Written] = []
        self._fault: str = ""
        self._thread: threading.Thread | None = None
        if workers > 1 and len(plans) >= ENOUGH and can_fork():
            self._start(plans, workers)
        else:
            self._make_missing()

    def finish(self) -> list[Written]:
        """What was written, when all is. Raises PluginError for a template that cannot make a page."""
        if self._thread:
            self._thread.join()
            if self._fault:
                raise PluginError(self._fault)
        self._make_missing()  # those of a process that was ended from outside
        return self._written

    def _make_missing(self) -> None:
        for plan in list(self._missing.values()):
            self._take([self._press.write(plan)])

    def _start(self, plans: Sequence[PagePlan], workers: int) -> None:
        doors = [start(partial(_work, self._press, plans[number::workers])) for number in range(workers)]
        self._thread = threading.Thread(target=self._receive, args=(doors,), daemon=True)
        self._thread.start()

    def _receive(self, doors: list[Connection]) -> None:
        open_doors = list(doors)
        while open_doors:
            for door in wait(open_doors):
                assert isinstance(door, Connection)
                try:
                    parcel = door.recv()
                except (EOFError, OSError):
                    open_doors.remove(door)
                    continue
                if isinstance(parcel, str):
                    self._fault = self._fault or parcel
                else:
                    self._take(parcel)

    def _take(self, parcel: list[Written]) -> None:
        for written in parcel:
            self._written.append(written)
            self._missing.pop(written.address, None)
        self._tell(len(self._written), parcel)


def _work(press: Press, plans: Sequence[PagePlan], door: Connection) -> None:
    parcel: list[Written] = []
    try:
        for plan in plans:
            parcel.append(press.write(plan))
            if len(parcel) == _PARCEL:
                door.send(parcel)
                parcel = []
        door.send(parcel)
    except PluginError as fault:
        door.send(str(fault))
