"""Pages made: their HTML, and what was read for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sourcebook.linking.tracking import Fact, Journal
from sourcebook.pages.page import Page, PagePlan
from sourcebook.pages.render import Renderer


@dataclass(frozen=True, slots=True)
class Made:
    """A page that is made, without the theme around it: it need be made again only when a fact of `read` changes."""

    page: Page
    html: str
    read: frozenset[Fact]


class Maker:
    """Makes pages from plans. Pages about many records are made once, however often they are asked for."""

    def __init__(self, renderer: Renderer, journal: Journal, known: Mapping[str, Made] | None = None) -> None:
        """`known` are pages by address that would come out as they are."""
        self._renderer, self._journal = renderer, journal
        self.whole: dict[str, Made] = dict(known or {})

    def make(self, plan: PagePlan, edit_url: str | None = None) -> Made:
        """The plan's page. `edit_url` is where its file can be edited. Raises TemplateFault."""
        if plan.is_index and (known := self.whole.get(plan.address)):
            self._journal.read |= known.read
            return known
        page, read = self._journal.during(lambda: plan.build(edit_url))
        made = Made(page, str(self._renderer.whole("page.html", {"page": page})), read)
        if plan.is_index:
            self.whole[plan.address] = made
        return made
