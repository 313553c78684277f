"""The page on which readers search, where Pagefind makes the index."""

from __future__ import annotations

from sourcebook.model.corpus import KINDS
from sourcebook.pages.page import Page, PagePlan
from sourcebook.pages.parts.facets import FACETS
from sourcebook.pages.render import Renderer
from sourcebook.pages.sections import SectionNames, filled
from sourcebook.pages.view import View

ADDRESS = "search"
TEMPLATE = "search.html"
SECTIONS: SectionNames = (("find", ""),)
"""The sections of the page."""
_TITLE = "Search"
_INTRO = "Every name of every record, in any spelling and script, and every word of every page."


def search_page(view: View, renderer: Renderer, shards: int) -> PagePlan:
    """The plan of the search page, as seen by `view`; `shards` are the parts of the index that browsers load."""

    def build(edit_url: str | None) -> Page:
        values = {"view": view, "title": _TITLE, "intro": _INTRO, "shards": shards, "facets": FACETS, "kinds": KINDS}
        blocks = renderer.blocks(TEMPLATE, values)
        parts = filled(SECTIONS, blocks)
        return Page(_TITLE, _INTRO, "search", blocks["lead"], parts, blocks["box"], blocks["aside"])

    return PagePlan(ADDRESS, _TITLE, None, True, build)
