"""What a page is: an address, a title, a lead, sections, and a box at the side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from sourcebook.pages.headings import Heading, headings_in, ids_in

DESCRIPTION_LENGTH = 200
"""Where a page's description is cut, in characters."""


def shortened(text: str) -> str:
    """A page's description: the text, cut between words where it is too long."""
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return text[:DESCRIPTION_LENGTH].rpartition(" ")[0] + " …"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page that can be linked to."""

    anchor: str
    """The id that a link leads to, without '#': small letters, digits, hyphens; once on a page."""
    heading: str
    """Its words, as text; empty for a section that has an anchor only."""
    html: Markup
    """What it shows, without its heading; never empty."""
    searched: bool = True
    """Whether a search finds its words."""


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page. What is `Markup` is safe HTML with addresses relative to the page; the rest is text."""

    title: str
    """What it is called, as text."""
    description: str
    """What it is about, as text on one line, of at most `DESCRIPTION_LENGTH` characters."""
    kind: str
    """The word for its sort: a record's noun ('actor'), 'index', 'whole', 'more' or 'search'; part of its CSS class."""
    lead: Markup
    """What stands above its sections, with its <h1>."""
    sections: tuple[Section, ...]
    """Its sections, in order; each has something to say."""
    box: Markup
    """The facts at a glance; empty where there are none."""
    aside: Markup
    """What stands beside the sections; empty where nothing does."""
    keywords: str = ""
    """Words that find it, beside those that it shows: text, separated by spaces."""
    facets: tuple[tuple[str, str], ...] = ()
    """What a search can be narrowed to: pairs of a name from `FACETS` and a value, as text."""
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
    """A page to be made when it is wanted."""

    address: str
    """Its path on the site, '/'-separated and without one at the ends: 'places/torkham'."""
    title: str
    """What it is called, as text; the same as that of the page."""
    source: str | None
    """The record's file that it shows, as messages call it ('sources/places/torkham.yml'); None where it shows many."""
    is_index: bool
    """Whether it stands at the top of a folder of its own: an index, or a page about the whole corpus."""
    build: Callable[[str | None], Page]
    """Makes the page; takes the address where the record's file can be edited, or None. Any call gives the same
    page."""


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
    """Whether each page has a folder of its own, as in MkDocs' `use_directory_urls`."""

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
