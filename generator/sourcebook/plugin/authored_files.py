"""Pages written by hand as MkDocs publishes them: read when it is known which these are, and linked."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import unquote

import markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage

from sourcebook.diagnostics import Diagnostic
from sourcebook.linking.corpus import AuthoredPage, resolver
from sourcebook.linking.tracking import NAME_INDEX, Dependency
from sourcebook.model.editors import Editors
from sourcebook.pages.authored import (
    NotOrdinaryError,
    PageFile,
    link_authored_page,
    read_authored_pages,
    same_addresses,
    wants_names,
)
from sourcebook.pipeline import Site
from sourcebook.plugin.mkdocs_helpers import in_nav
from sourcebook.plugin.session import BuildSession
from sourcebook.plugin.site_files import PlannedSite, addresses, published_files
from sourcebook.reading.files import is_ordinary, not_ordinary


def read_published(
    files: Files, config: MkDocsConfig, session: BuildSession
) -> tuple[list[AuthoredPage], list[Diagnostic]]:
    """The pages that MkDocs publishes: what it leaves out, or another plugin takes away, is not for readers.

    And what is wrong with any file. What is no ordinary one is taken out of `files`: MkDocs would wait for a pipe for
    ever.
    """
    found: list[PageFile] = []
    docs_shown, labels = session.options.docs_shown, in_nav(config.nav)
    published = published_files(files, config)
    problems = same_addresses(addresses(published, config, docs_shown))
    not_files = {file.src_uri for file in files if not _is_ordinary(file, config)}
    for file in published:
        path, ordinary = f"{docs_shown}/{file.src_uri}", file.src_uri not in not_files
        if file.is_documentation_page():
            label = labels.get(file.src_uri.removesuffix(".md").removesuffix("/index"), "")
            read = partial(_bytes_of, file, ordinary)
            found.append(PageFile(path, address_of(file.url), file.name == "index", read, label))
        elif not ordinary:
            problems.append(not_ordinary(path))
    for file in [file for file in files if file.src_uri in not_files]:
        files.remove(file)
    convert = converter(config, session.command.converted)
    corpus = session.loaded.corpus
    pages, unread = read_authored_pages(found, convert, resolver(corpus), corpus.withheld)
    return pages, problems + unread


def refuse_held_back(planned: PlannedSite, config: MkDocsConfig) -> None:
    """Raise PluginError if a page that was read has been taken out of the site since: others may quote it."""
    shown = planned.session.options.docs_shown
    now = {f"{shown}/{file.src_uri}" for file in published_files(planned.files, config)}
    for page in planned.memory.authored_pages:
        if page.path not in now:
            raise PluginError(
                f"sourcebook: '{page.path}' was taken out of the site when other pages quoted it already: "
                "take it out in 'on_files', or name it in 'exclude_docs'; the site is left as it was"
            )


def _is_ordinary(file: File, config: MkDocsConfig) -> bool:
    return file.src_dir != config.docs_dir or is_ordinary(Path(config.docs_dir, file.src_uri))


def address_of(url: str) -> str:
    """The address of a page, without slashes at its ends: ``guide`` of ``guide/`` and of ``guide/index.html``."""
    path = re.sub(r"(^|/)index\.html$", r"\1", unquote(url)).removesuffix(".html").strip("/")
    return "" if path == "." else path


def _bytes_of(file: File, ordinary: bool) -> bytes:
    if not ordinary:
        raise NotOrdinaryError
    return file.content_bytes


def converter(config: MkDocsConfig, done: dict[tuple[str, str], str]) -> Callable[[str], str]:
    """Turns pages written by hand into HTML as MkDocs will, so that code and links are seen as such.

    `done` keeps the HTML of each text under the same settings: a preview reads the same pages again and again.
    """
    converter = markdown.Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs or {})
    settings = f"{config.markdown_extensions} {config.mdx_configs}"

    def convert(text: str) -> str:
        if (settings, text) not in done:
            converter.reset()
            done[settings, text] = converter.convert(text)
        return done[settings, text]

    return convert


def link_page(
    site: Site, editors: Editors, html: str, page: MkDocsPage, part_of: MkDocsPage | None = None
) -> tuple[str, frozenset[Dependency]]:
    """The HTML of a page written by hand with its links and inserts, and what was read for it.

    `part_of` is the page whose words these are, if they stand on another one.
    """
    address = address_of(page.url)
    names = wants_names((part_of or page).meta.get("link_names"))

    def link() -> str:
        site.tracker.read.add(NAME_INDEX)
        return link_authored_page(
            html,
            address,
            page.is_index,
            names=names,
            linked=site.tracked,
            urls=site.urls,
            renderer=site.renderer,
            editors=editors,
        )

    return site.tracker.record(link)
