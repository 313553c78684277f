"""Pages written by hand in ``docs/``: read early, so that what they mention reaches the profiles, and linked late."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import yaml
from markupsafe import Markup

from sourcebook.diagnostics import Diagnostic, Where, did_you_mean, error, nearest
from sourcebook.linking.corpus import AuthoredPage, LinkedCorpus
from sourcebook.linking.mentions import Resolve, link_prose
from sourcebook.linking.names import NameIndex
from sourcebook.linking.prose_html import PIPE, TooWildError, guard_bars, page_to_html, plain, without_maths
from sourcebook.model.corpus import without_code
from sourcebook.pages.page import Urls
from sourcebook.pages.parts.shortcodes import SHORTCODES
from sourcebook.pages.render import Renderer
from sourcebook.pages.view import View
from sourcebook.reading.files import is_ordinary, not_ordinary

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_OLD_FRONT_MATTER = re.compile(r"\A((?: {0,3}[A-Za-z0-9_-]+:.*\n(?:(?: {4}|\t).*\n)*)+)")
_OLD_TITLE = re.compile(r"^ {0,3}title:\s*(.*)", re.MULTILINE | re.IGNORECASE)
_FIRST_HEADING = re.compile(r"\A\s*<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_PERMALINK = re.compile(r'<a\b[^>]*class="headerlink".*?</a>', re.DOTALL)
_NO_NAMES = re.compile(r"^link_names:\s*([\"']?)(?:no|false)\1\s*$", re.MULTILINE | re.IGNORECASE)
# Both kinds of headings; the underlined one is the first line of a block (Python-Markdown).
_HEADING = re.compile(r"^#{1,6}[^#\n].*$|(?:\A|(?<=\n\n))[^\n]+(?=\n(?:=+|-+) *$)", re.MULTILINE)
_HEADING_LINK = re.compile(r"\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\]")
_HEADING_MARK = re.compile(r'<span data-sb-record="([^"]*)">(.*?)</span>', re.DOTALL)
_INSERT = re.compile(r"<p>\[\[:([\w-]+)\]\]</p>")
_INSERT_LINE = re.compile(r"^\[\[:([\w-]+)\]\][ \t]*$", re.MULTILINE)
_SECTIONS = frozenset({"h1", "h2"})


def read_authored_pages(
    docs: Path,
    shown_as: str,
    convert: Callable[[str], str] = page_to_html,
    names: Iterable[str] | None = None,
    labels: Mapping[str, str] = MappingProxyType({}),
    resolve: Resolve = lambda name: None,
) -> tuple[list[AuthoredPage], list[Diagnostic]]:
    """The Markdown pages below `docs`, in order of path, and the inserts in them that do not exist.

    `names` are the pages to read, relative to `docs` (all, if None); `convert` makes them HTML. `labels` are the titles
    that the site's navigation gives pages, by address; `resolve` gives those of records in pages' titles.
    """
    pages: list[AuthoredPage] = []
    problems: list[Diagnostic] = []
    for path in _markdown_files(docs) if names is None else [docs / name for name in names]:
        shown = f"{shown_as}/{path.relative_to(docs).as_posix()}"
        if not is_ordinary(path):
            problems.append(not_ordinary(shown))
            continue
        try:
            text = path.read_text("utf-8-sig")
        except UnicodeDecodeError as problem:
            message = f"byte {problem.start} (0x{problem.object[problem.start]:02x}) is not UTF-8"
            line = problem.object[: problem.start].count(b"\n") + 1
            problems.append(error("not-utf8", message, Where(shown, line), "save the file as UTF-8"))
            continue
        except OSError as problem:
            problems.append(error("unreadable", f"the page cannot be read: {problem.strerror}", Where(shown)))
            continue
        stem = path.relative_to(docs).with_suffix("").as_posix()
        page, found = _read(text, stem, shown, convert)
        if label := labels.get(stem.removesuffix("/index")):
            page = replace(page, title=label)
        elif "[[" in page.title:
            page = replace(page, title=_HEADING_LINK.sub(lambda m: m[2] or resolve(m[1].strip()) or m[1], page.title))
        pages.append(page)
        problems += found
    return pages, problems


def _markdown_files(docs: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(docs):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.endswith((".md", ".markdown")) and not name.startswith("."):
                yield Path(folder, name)


def _read(text: str, stem: str, shown: str, convert: Callable[[str], str]) -> tuple[AuthoredPage, list[Diagnostic]]:
    front = _FRONT_MATTER.match(text) or _OLD_FRONT_MATTER.match(text)
    body = text[front.end() :] if front else text
    name = stem.rpartition("/")[2]
    is_index = name in ("index", "README")
    address = stem.rpartition("/")[0] if is_index else stem
    problems = []
    known = [insert.name for insert in SHORTCODES]
    for match in _INSERT_LINE.finditer(text):
        if match[1] not in known:
            problems.append(
                error(
                    "unknown-insert",
                    f"there is nothing called '{match[1]}' to put in here",
                    Where(shown, text.count("\n", 0, match.start()) + 1, 1),
                    did_you_mean([f"'[[:{near}]]'" for near in nearest(match[1], known)])
                    or f"there are {', '.join(known)}",
                )
            )
    try:
        markup = _INSERT.sub("", _PERMALINK.sub("", convert(guard_bars(body))))
    except TooWildError as reason:
        problems.append(error("too-wild", f"the page cannot be linked: {reason}", Where(shown)))
        markup = ""
    names = not (front and _NO_NAMES.search(front[1]))
    title = _title(front, body, markup) or _from_file("home" if not address else "index" if is_index else name)
    return AuthoredPage(address, is_index, shown, title, text, markup, names), problems


def _title(front: re.Match[str] | None, body: str, markup: str) -> str:
    """The title that MkDocs finds in a page: in its front matter, else a heading of the first level that it begins
    with (https://www.mkdocs.org/user-guide/writing-your-docs/#meta-data). Empty if there is none.
    """
    if front and front[0].startswith("---"):
        try:
            found = yaml.safe_load(front[1])
        except yaml.YAMLError:
            found = None
        if isinstance(found, dict) and "title" in found:
            return str(found["title"])
    elif front and (named := _OLD_TITLE.search(front[1])):
        return named[1].strip()
    heading = _FIRST_HEADING.match(markup)
    if heading is None or body.lstrip().lower().startswith("<h1"):  # HTML is no heading to MkDocs
        return ""
    return plain(heading[1]).replace(PIPE, "|")


def _from_file(name: str) -> str:
    words = name.replace("-", " ").replace("_", " ")
    return words.capitalize() if words == words.lower() else words


def prepare_markdown(text: str, resolve: Resolve) -> str:
    """Markdown of a page written by hand, made ready.

    Links in headings become words in a mark of ours, since a page's contents and its title take a heading's words as
    they stand: `link_authored_page` makes links of the marks. Bars are kept from ending a table's cell.
    """
    shown = without_maths(without_code(text))

    def link(match: re.Match[str]) -> str:
        target, words = match[1].strip(), match[2]
        title = resolve(target)
        said = words or re.sub(r"([\\`*_\[\]{}#<&])", r"\\\1", title or target)
        return f'<span data-sb-record="{target}">{said}</span>' if title else said

    for heading in reversed(list(_HEADING.finditer(shown))):
        for found in reversed(list(_HEADING_LINK.finditer(shown, *heading.span()))):
            text = text[: found.start()] + link(found) + text[found.end() :]
    return guard_bars(text)


def wants_names(front_matter: object) -> bool:
    """Whether a page with this ``link_names`` in its front matter wants names to become links."""
    return str(front_matter).lower() not in ("false", "no")


def link_authored_page(
    html: str, address: str, is_index: bool, *, names: bool, linked: LinkedCorpus, urls: Urls, renderer: Renderer
) -> str:
    """The HTML of a page written by hand, with its inserts put in and its names and ``[[id]]`` as links."""
    view = View(linked, urls, address, is_index)
    makers = {insert.name: insert.make for insert in SHORTCODES}
    pieces: list[str] = []
    position = 0
    for match in _INSERT.finditer(html):
        make = makers.get(match[1])
        if make is None:
            continue
        pieces += [_linked(html[position : match.start()], view, names), make(view, renderer)]
        position = match.end()
    return "".join([*pieces, _linked(html[position:], view, names)])


def _linked(html: str, view: View, names: bool) -> str:
    html = _HEADING_MARK.sub(lambda mark: str(view.ref(mark[1], plain(mark[2]))), html)
    index = view.linked.index if names else NameIndex({})
    prose, _ = link_prose(html, index, view.linked.resolve, restart=_SECTIONS)
    return str(Markup(view.markup(prose)))
