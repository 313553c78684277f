"""Records' pages, rendered with the theme around them and written into a folder."""

from __future__ import annotations

import contextlib
import os
import posixpath
from collections.abc import Hashable, Mapping
from html import escape
from pathlib import Path
from typing import NamedTuple, Protocol

from sourcebook.incremental.output_folder import Stamp, write_file
from sourcebook.linking.tracking import Dependency
from sourcebook.pages.builder import BuiltPage
from sourcebook.pages.faults import page_fault
from sourcebook.pages.page import Page, PagePlan
from sourcebook.pages.parts.search_text import SearchEntry, pagefind_document, search_entries
from sourcebook.pages.shell import ShellCache
from sourcebook.pipeline import Site
from sourcebook.search.index_document import IndexDocument, index_document

VALUES = ("title", "description", "content", "canonical", "edit")
"""The names of the values in which one record's page differs from another's, whatever the theme."""


class Theme(Protocol):
    """What puts a site's theme around a page: the engine's part, handed in."""

    def render(self, plan: PagePlan, values: Mapping[str, str]) -> str:
        """A whole page with these of `VALUES`."""

    def edit_url(self, plan: PagePlan) -> str | None:
        """Where the file that a page shows can be edited."""

    def canonical_url(self, path: str) -> str | None:
        """Where a page of the site will be published, if that is known."""

    def shape_of(self, address: str) -> Hashable:
        """What pages have in common around which the theme differs in `VALUES` only."""


class OutputFile(NamedTuple):
    """A page as it was written."""

    address: str
    """Its address on the site, without slashes at the ends."""
    path: str
    """Its file's path below the site's folder."""
    url: str
    """Its address as links have it: ``actors/x/`` or ``actors/x.html``."""
    stamp: Stamp
    read: frozenset[Dependency]
    """What was read for it."""
    entries: tuple[SearchEntry, ...]
    """What Material's search finds in it; nothing where Pagefind makes the index."""
    document: IndexDocument
    """What Pagefind finds in it; empty where Material makes the index."""


class PageWriter:
    """Makes the pages of records and writes them into a folder."""

    def __init__(self, site: Site, theme: Theme, folder: Path, language: str = "", shells: ShellCache | None = None):
        """`language` is that of Pagefind's index; empty where Material makes one."""
        self._site, self._theme, self._folder, self._language = site, theme, folder, language
        self._shells = shells or ShellCache()

    def for_site(self, site: Site) -> PageWriter:
        """The same for other records: what the theme puts around them is known."""
        return PageWriter(site, self._theme, self._folder, self._language, self._shells)

    def shell_of(self, plan: PagePlan) -> str:
        """What the theme puts around a plan's page, to be compared with what it did before."""
        return self._theme.render(plan, dict.fromkeys(VALUES, "\0"))

    def render(self, plan: PagePlan) -> tuple[str, BuiltPage]:
        """The whole page of a plan, with the theme around it. Raises PageFault."""
        edit = self._theme.edit_url(plan)
        built = self._site.builder.build(plan, edit)
        canonical = self._theme.canonical_url(self._site.urls.path(plan.address))
        values = _values(built.page, built.html, canonical, edit)

        def render(values: Mapping[str, str]) -> str:
            return self._theme.render(plan, values)

        shell = self._shells.find(self._theme.shape_of(plan.address), values, render)
        return (shell.fill(values) if shell else render(values)), built

    def write(self, plan: PagePlan) -> OutputFile:
        """Make the page of a plan and write it. Raises PageFault if it cannot be made, OSError if not be written."""
        text, built = self.render(plan)
        path, url = self._site.urls.file(plan.address), self._site.urls.path(plan.address)
        target = f"{self._folder}/{path}"
        raw = text.encode("utf-8", errors="xmlcharrefreplace")
        with contextlib.suppress(FileExistsError):
            try:
                os.mkdir(posixpath.dirname(target))  # noqa: PTH102
            except FileNotFoundError:
                os.makedirs(posixpath.dirname(target))  # noqa: PTH103
        stamp = write_file(target, raw)
        try:
            entries = () if self._language else tuple(search_entries(built.page, url))
            document = index_document(pagefind_document(built.page, self._language)) if self._language else None
        except Exception as cause:
            raise page_fault(plan, cause) from cause
        return OutputFile(plan.address, path, url, stamp, built.read, entries, document or IndexDocument())


def _values(page: Page, content: str, canonical: str | None, edit: str | None) -> dict[str, str]:
    """Those of `VALUES` that a page has."""
    given = (escape(page.title), escape(page.description), content, canonical, edit)
    return {name: value for name, value in zip(VALUES, given, strict=True) if value}
