"""A page of MkDocs that brings its own HTML."""

from __future__ import annotations

import html
import posixpath
from urllib.parse import urlsplit, urlunsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from sourcebook.linking.tracking import Dependency
from sourcebook.pages.page import Page, PagePlan
from sourcebook.pipeline import Site
from sourcebook.plugin.faults import one_line


class GeneratedPage(MkDocsPage):
    """A page that brings its own HTML and table of contents, so that nothing is parsed a second time."""

    def __init__(
        self, plan: PagePlan, site: Site, file: File, config: MkDocsConfig, *, late: bool = False, label: str = ""
    ) -> None:
        """A `late` page is made by `fill` only, when others have begun with theirs. `label` is what it is called in the
        navigation, if not by its title."""
        # Material prints titles unescaped, and lets `striptags` undo one escaping: see `meta` below.
        super().__init__(html.escape(label or plan.title), file, config)
        self.plan, self.site, self.late = plan, site, late
        self.built: Page | None = None
        self.read: frozenset[Dependency] = frozenset()
        if self.edit_url:
            self.edit_url = without_dots(self.edit_url)

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""
        self.meta = {}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        if self.late:
            self.content = ""
        else:
            self.fill(config)

    @property
    def present_anchor_ids(self) -> set[str]:  # type: ignore[override]
        """What a link into the page can lead to, found when somebody asks: few pages are linked so."""
        with one_line():
            return set(self.site.builder.build(self.plan, self.edit_url).page.anchors)

    def fill(self, config: MkDocsConfig) -> None:
        """Make the page. Raises PluginError if it cannot be made."""
        with one_line():
            built = self.site.builder.build(self.plan, self.edit_url)
        self.built, self.content, self.read = built.page, built.html, built.read
        page = built.page
        # These pages hide Material's table of contents; what it still needs is where "Skip to content" leads.
        skip = AnchorLink("Content", "content", 1)
        self.toc = TableOfContents([skip if config.theme.name == "material" else _contents(page)])
        self.meta = {
            "title": html.escape(page.title),
            "description": html.escape(page.description),
            "hide": ["navigation", "toc"],
        }


def _contents(page: Page) -> AnchorLink:
    """The page's headings as MkDocs' table of contents, below its title: each below the next higher one before it."""
    title = AnchorLink(html.escape(page.title), "content", 1)
    above = [title]
    for heading in page.contents:
        link = AnchorLink(html.escape(heading.words), heading.anchor, heading.level)
        while above[-1].level >= link.level:
            above.pop()
        above[-1].children.append(link)
        above.append(link)
    return title


def without_dots(address: str) -> str:
    """An address without ``..`` in its path."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(path=posixpath.normpath(parts.path)))
