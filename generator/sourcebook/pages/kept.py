"""Finished pages of a preview's last build: a page that would come out the same is not put into the theme again."""

from __future__ import annotations

from sourcebook.pages.page import Page


class KeptPages:
    """The output of each page, for as long as what surrounds all pages (theme, navigation, settings) stays."""

    def __init__(self) -> None:
        self._surroundings: object = None
        self._pages: dict[str, tuple[Page, str]] = {}

    def start(self, surroundings: object) -> None:
        """Begin a build. Everything kept is forgotten if `surroundings` differ from the last build's."""
        if surroundings != self._surroundings:
            self._pages.clear()
            self._surroundings = surroundings

    def find(self, address: str, page: Page) -> str | None:
        """The output kept for the page at `address`, if `page` is just what it was made from."""
        kept = self._pages.get(address)
        return kept[1] if kept and kept[0] == page else None

    def keep(self, address: str, page: Page, output: str) -> None:
        """Remember a page's output."""
        self._pages[address] = (page, output)
