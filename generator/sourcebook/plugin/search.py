"""The site's search made with Pagefind: when it is wanted, what it takes from Material, what it gathers and writes."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.pages import Page as MkDocsPage

from sourcebook.incremental.plan import PreviousBuild
from sourcebook.incremental.search_index import DocumentInbox, IndexTarget, SearchIndexBuild
from sourcebook.pages.page import PagePlan
from sourcebook.pages.parts.search_text import authored_document, pagefind_document
from sourcebook.pages.site.search_page import ADDRESS, search_page
from sourcebook.pages.view import View
from sourcebook.pipeline import Site
from sourcebook.plugin.generated_page import GeneratedPage
from sourcebook.plugin.settings import SearchConfig
from sourcebook.search.index_document import index_document
from sourcebook.search.pagefind import PagefindError, executable
from sourcebook.search.shards import shard_count

_THEME = Path(__file__).parent.parent / "theme" / "pagefind"
_MATERIAL = "material/search"


class _BoxConfig(Config):  # type: ignore[no-untyped-call]
    enabled = config_options.Type(bool, default=True)


class _Box(BasePlugin[_BoxConfig]):  # type: ignore[no-untyped-call]
    """Stands for Material's search where its header asks whether there is one; has no part in a build."""


class SiteSearch:
    """The search of one build: gathers what is to be found on each page, for the index."""

    def __init__(self, pages: int, language: str) -> None:
        self.language, self.shards = language, shard_count(pages)
        self.documents: dict[str, str] = {}
        """What is to be found on pages that MkDocs renders, by address."""

    def plan(self, site: Site) -> PagePlan:
        """The plan of the page to search on."""
        view = View(site.linked, site.urls, ADDRESS, is_index=True)
        return search_page(view, site.renderer, self.shards)

    def add(self, page: MkDocsPage) -> None:
        """Take in what a page says, once it is rendered."""
        if page.url.startswith((f"{ADDRESS}/", f"{ADDRESS}.")) or (page.meta.get("search") or {}).get("exclude"):
            return
        if isinstance(page, GeneratedPage):
            if page.built is None:
                return
            found = pagefind_document(page.built, self.language)
        else:
            found = authored_document(str(page.title), page.content or "", self.language)
        self.documents["" if page.url in (".", "./") else page.url] = found

    def target(self, site: Path, folder: Path) -> IndexTarget:
        """The index to be made of the site that stands in one folder and is written into another."""
        return IndexTarget(site, folder, self.language, self.shards)

    def make(self, folder: Path) -> None:
        """The index of the documents gathered here alone, made from nothing. Raises PagefindError and OSError."""
        inbox = DocumentInbox()
        inbox.add((address, index_document(html)) for address, html in self.documents.items())
        inbox.close({})
        SearchIndexBuild(self.target(folder, folder), PreviousBuild(), inbox, self.documents).finish()


def configure_search(options: SearchConfig, config: MkDocsConfig, pages: int) -> SiteSearch | None:
    """The search of a site of so many pages; None where Material's own is to make it, or none at all.

    Where Pagefind takes over, its box stands in the theme's header and Material makes no index. Raises PluginError
    where Pagefind is wanted and not there.
    """
    if options.from_pages < 1:
        raise PluginError("mkdocs.yml: plugins: sourcebook: search: 'from_pages' is a number of pages, 1 or more")
    large = options.engine == "auto" and pages >= options.from_pages
    if not large and options.engine != "pagefind":
        return None
    try:
        executable()
    except PagefindError as problem:
        hint = "or have 'engine: material' below 'search' of sourcebook in mkdocs.yml"
        raise PluginError(f"sourcebook: {problem}, {hint}") from None
    theme = str(_THEME)
    if theme not in config.theme.dirs:  # behind the site's own templates, in front of Material's
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, theme)
    material = config.plugins.get(_MATERIAL)
    if material is not None and not isinstance(material, _Box):
        material.config["enabled"] = False
    box = _Box()
    box.load_config({})
    config.plugins[_MATERIAL] = box
    return SiteSearch(pages, str(config.theme.get("language", "en") or "en"))
