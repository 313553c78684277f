"""Pages made: their HTML, and what was read for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sourcebook.linking.tracking import Dependency, DependencyTracker
from sourcebook.pages.faults import page_fault
from sourcebook.pages.page import Page, PagePlan
from sourcebook.pages.render import Renderer


@dataclass(frozen=True, slots=True)
class BuiltPage:
    """A page that is made, without the theme around it: it need be made again only when a fact of `read` changes."""

    page: Page
    html: str
    read: frozenset[Dependency]


def build_page(plan: PagePlan, edit_url: str | None = None) -> Page:
    """The plan's page, without its frame. Raises PageFault, whatever goes wrong."""
    try:
        return plan.build(edit_url)
    except Exception as cause:
        raise page_fault(plan, cause) from cause


class PageBuilder:
    """Makes pages from plans. Pages about many records are made once, however often they are asked for."""

    def __init__(
        self, renderer: Renderer, tracker: DependencyTracker, known: Mapping[str, BuiltPage] | None = None
    ) -> None:
        """`known` are pages by address that would come out as they are."""
        self._renderer, self._tracker = renderer, tracker
        self.overview_pages: dict[str, BuiltPage] = dict(known or {})

    def build(self, plan: PagePlan, edit_url: str | None = None) -> BuiltPage:
        """The plan's page. `edit_url` is where its file can be edited. Raises PageFault."""
        if plan.is_index and (known := self.overview_pages.get(plan.address)):
            self._tracker.read |= known.read
            return known
        page, read = self._tracker.record(lambda: build_page(plan, edit_url))
        try:
            made = BuiltPage(page, str(self._renderer.whole("page.html", {"page": page})), read)
        except Exception as cause:
            raise page_fault(plan, cause) from cause
        if plan.is_index:
            self.overview_pages[plan.address] = made
        return made
