"""What the theme puts around a record's page, and whether that comes from the theme alone."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from sourcebook.pages.page import PagePlan
from sourcebook.plugin.generated_page import without_dots
from sourcebook.plugin.mkdocs_helpers import edit_uri, in_nav
from sourcebook.plugin.virtual_files import canonical_url

_HEADING = "<h1>\0</h1>"
_PAGE_EVENTS = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")


class ThemeRenderer:
    """Renders the theme around records' pages: see `sourcebook.incremental.writer.Theme`."""

    def __init__(self, env: Any, config: MkDocsConfig, files: Files, nav: Navigation) -> None:
        self._template, self._config, self._nav = env.get_template("main.html"), config, nav
        self._pages = files.documentation_pages()
        self._named = in_nav(config.nav)

    def render(self, plan: PagePlan, values: Mapping[str, str]) -> str:
        """A whole page with these values."""
        page = self._page(plan)
        page.meta = {
            "title": values["title"],
            "description": values.get("description", ""),
            "hide": ["navigation", "toc"],
        }
        page.content = _HEADING + values["content"]  # Material looks for a heading, and adds one if there is none
        page.toc = TableOfContents([AnchorLink("Content", "content", 1)])  # where "Skip to content" leads
        page.canonical_url, page.edit_url = values.get("canonical"), values.get("edit")
        page.active = True
        output: str = self._template.render(get_context(self._nav, self._pages, self._config, page))
        return output.replace(_HEADING, "", 1)

    def edit_url(self, plan: PagePlan) -> str | None:
        """Where the file that a page shows can be edited."""
        if not self._config.edit_uri and not self._config.edit_uri_template:
            return None
        address = self._page(plan).edit_url
        return without_dots(address) if address else None

    def canonical_url(self, path: str) -> str | None:
        """Where a page of the site will be published, if that is known."""
        return canonical_url(self._config, path)

    def shape_of(self, address: str) -> Hashable:
        """What pages have in common with which the theme's links are the same: they are relative to the page's folder.

        The pages of long lists stand below their records, each alone. There it matters only whether a link leads there.
        """
        folder, _, _ = address.rpartition("/")
        kind, _, record = folder.partition("/")
        return f"{kind}/*" if record and folder not in self._named else folder

    def _page(self, plan: PagePlan) -> MkDocsPage:
        """The page of a plan as MkDocs knows pages."""
        file = File.generated(self._config, f"{plan.address}.md", content="")
        file.edit_uri = edit_uri(self._config, plan)
        page = MkDocsPage(escape(plan.title), file, self._config)  # Material prints titles unescaped
        file.page = None  # pages and files that hold one another would stay
        return page


def can_use_fast_path(config: MkDocsConfig) -> bool:
    """Whether records' pages come from this plugin and Material alone: no templates of the site, no other plugin's
    part in a page."""
    custom = Path(config.theme.custom_dir) if config.theme.custom_dir else None
    overridden = custom and any(p.relative_to(custom).parts[0] != "sourcebook" for p in custom.rglob("*.html"))
    owners = {
        type(getattr(method, "__self__", None)).__module__
        for name in _PAGE_EVENTS
        for method in config.plugins.events[name]
    }
    return (
        config.theme.name == "material"
        and not overridden
        and owners <= {"sourcebook.plugin", "material.plugins.search.plugin"}
    )
