"""Pages written by hand as MkDocs publishes them: read when it is known which these are, and linked."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import unquote

import markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage

from sourcebook.diagnostics import Diagnostic
from sourcebook.linking.corpus import AuthoredPage, resolver
from sourcebook.linking.tracking import NAME_INDEX, Dependency
from sourcebook.pages.authored import (
    NotOrdinaryError,
    PageFile,
    link_authored_page,
    read_authored_pages,
    wants_names,
)
from sourcebook.pipeline import Site
from sourcebook.plugin.mkdocs_helpers import in_nav
from sourcebook.plugin.session import BuildSession
from sourcebook.plugin.site_files import is_published
from sourcebook.reading.files import is_ordinary


def read_published(
    files: Files, config: MkDocsConfig, session: BuildSession
) -> tuple[list[AuthoredPage], list[Diagnostic]]:
    """The pages that MkDocs publishes: what it leaves out, or another plugin takes away, is not for readers.

    What is no ordinary file is taken out of `files`: MkDocs would wait for a pipe for ever.
    """
    found: list[PageFile] = []
    labels = in_nav(config.nav)
    for file in sorted(files, key=lambda file: file.src_uri):
        ordinary = file.src_dir != config.docs_dir or is_ordinary(Path(config.docs_dir, file.src_uri))
        if file.is_documentation_page() and is_published(file):
            address = address_of(file.url)
            path = f"{session.options.docs_shown}/{file.src_uri}"
            label = labels.get(file.src_uri.removesuffix(".md").removesuffix("/index"), "")
            found.append(PageFile(path, address, file.name == "index", partial(_bytes_of, file, ordinary), label))
        if not ordinary:
            files.remove(file)
    convert = converter(config, session.command.converted)
    return read_authored_pages(found, convert, resolver(session.loaded.corpus))


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


def link_page(site: Site, html: str, page: MkDocsPage) -> tuple[str, frozenset[Dependency]]:
    """The HTML of a page written by hand with its links and inserts, and what was read for it."""
    address = address_of(page.url)
    names = wants_names(page.meta.get("link_names"))

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
        )

    return site.tracker.record(link)
