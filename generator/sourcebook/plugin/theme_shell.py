"""What the theme puts around a generated page, and whether that comes from the theme alone."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from sourcebook.pages.page import Page
from sourcebook.plugin.generated_page import GeneratedPage


def values_of(page: Page, content: str, canonical: str | None, edit: str | None) -> dict[str, str]:
    """The values in which one record's page differs from another's."""
    found = {
        "title": escape(page.title),
        "description": escape(page.description),
        "content": content,
        "canonical": canonical,
        "edit": edit,
    }
    return {name: value for name, value in found.items() if value}


class ThemeRenderer:
    """What the theme puts around a page, rendered with values of ours in the places of the page's own."""

    def __init__(self, env: Any, config: MkDocsConfig, files: Files, nav: Navigation) -> None:
        self._template, self._config, self.nav = env.get_template("main.html"), config, nav
        self.files, self._pages = files, files.documentation_pages()

    def render_as(self, page: GeneratedPage) -> Callable[[Mapping[str, str]], str]:
        """A function that renders `page` with other values."""

        def render(values: Mapping[str, str]) -> str:
            model = copy.copy(page)
            model.meta = {**page.meta, "title": values["title"], "description": values.get("description", "")}
            model.content = _HEADING + values["content"]  # Material looks for a heading, and adds one if there is none
            model.canonical_url, model.edit_url = values.get("canonical"), values.get("edit")
            model.active = True
            context = get_context(self.nav, self._pages, self._config, model)
            output: str = self._template.render(context)
            return output.replace(_HEADING, "", 1)

        return render


_HEADING = "<h1>\0</h1>"


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


_PAGE_EVENTS = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")
