"""What a page is: an address, a title, a lead, sections, and a box at the side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from sourcebook.pages.headings import Heading, headings_in, ids_in

DESCRIPTION_LENGTH = 200
"""Where a page's description is cut, in characters."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page that can be linked to. Without a heading it has an anchor only."""

    anchor: str
    heading: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page. Titles, headings, description and keywords are text; the rest is markup.

    `keywords` are words that find the page, beside those it shows; `facets` are what a search can be narrowed to: pairs
    of a name from `FACETS` and a value.
    """

    title: str
    description: str
    kind: str
    lead: Markup
    sections: tuple[Section, ...]
    box: Markup
    aside: Markup
    keywords: str = ""
    facets: tuple[tuple[str, str], ...] = ()
    searched: bool = True
    """Whether a search finds it: not what only repeats other pages."""

    @property
    def contents(self) -> list[Heading]:
        """Its headings that can be linked to, in order: of sections, and inside of them."""
        found: list[Heading] = []
        for section in self.sections:
            if section.heading:
                found.append(Heading(2, section.anchor, section.heading))
            found += headings_in(section.html)
        return found

    @property
    def anchors(self) -> frozenset[str]:
        """What a link into the page can lead to: every id in it, without '#'."""
        parts = (self.lead, self.box, self.aside, *(section.html for section in self.sections))
        return frozenset({"content", *(section.anchor for section in self.sections)}).union(*map(ids_in, parts))

    @property
    def headed(self) -> list[Section]:
        """Its sections that have a heading."""
        return [section for section in self.sections if section.heading]


@dataclass(frozen=True, slots=True)
class PagePlan:
    """A page to be made when it is wanted.

    `address` is its path on the site without slashes at the ends; `source` is the file it shows, if any;
    `build` makes the page; it takes the address where that file can be edited, or None.
    """

    address: str
    title: str
    source: str | None
    is_index: bool
    build: Callable[[str | None], Page]


class Download(NamedTuple):
    """A file that an index page offers to take away."""

    path: str
    """Where it is on the site, from its root, '/'-separated."""
    meaning: str
    """What it is, in words for readers."""

    @property
    def name(self) -> str:
        """Its name without folders."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Urls:
    """Relative addresses between pages, for folders (``actors/x/``) or files (``actors/x.html``)."""

    directory: bool = True

    def path(self, address: str, is_index: bool = False) -> str:
        """The path of a page from the site's root."""
        if self.directory:
            return f"{address}/" if address else ""
        if not address:
            return "index.html"
        return f"{address}/index.html" if is_index else f"{address}.html"

    def file(self, address: str, is_index: bool = False) -> str:
        """The path of a page's file below the site's folder."""
        path = self.path(address, is_index)
        return f"{path}index.html" if not path or path.endswith("/") else path

    def up(self, address: str, is_index: bool = False) -> str:
        """The way from a page to the site's root: ``../../``."""
        return "../" * self.path(address, is_index).count("/")
