"""The page on which readers search, where Pagefind makes the index."""

from __future__ import annotations

from sourcebook.model.corpus import KINDS
from sourcebook.pages.page import Page, PagePlan
from sourcebook.pages.parts.facets import offered_facets
from sourcebook.pages.render import Renderer
from sourcebook.pages.sections import SectionNames, filled
from sourcebook.pages.view import View
from sourcebook.words import say, to_be_said

ADDRESS = "search"
TEMPLATE = "search.html"
SECTIONS: SectionNames = (("find", ""),)
"""The sections of the page."""
_TITLE = to_be_said("Search")
_INTRO = to_be_said("Every name of every record, in any spelling and script, and every word of every page.")


def search_page(view: View, renderer: Renderer, shards: int) -> PagePlan:
    """The plan of the search page, as seen by `view`; `shards` are the parts of the index that browsers load."""

    title, intro = say(_TITLE), say(_INTRO)

    def build(edit_url: str | None) -> Page:
        facets = offered_facets(view.corpus.vocabulary)
        values = {"view": view, "title": title, "intro": intro, "shards": shards, "facets": facets, "kinds": KINDS}
        blocks = renderer.blocks(TEMPLATE, values)
        parts = filled(SECTIONS, blocks)
        return Page(title, intro, "search", blocks["lead"], parts, blocks["box"], blocks["aside"])

    return PagePlan(ADDRESS, title, None, True, build)
