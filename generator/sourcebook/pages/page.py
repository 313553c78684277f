"""What a page is: an address, a title, a lead, sections, and a box at the side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

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
