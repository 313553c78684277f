"""Pages written by hand in ``docs/``: read early, so that what they mention reaches the profiles, and linked late."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import yaml
from markupsafe import Markup

from sourcebook.diagnostics import Diagnostic, Where, did_you_mean, error, nearest, warning
from sourcebook.linking.corpus import AuthoredPage, LinkedCorpus
from sourcebook.linking.mentions import Resolve, link_prose
from sourcebook.linking.names import NameIndex
from sourcebook.linking.prose_html import PIPE, TooWildError, guard_bars, plain, without_maths
from sourcebook.model.corpus import without_code
from sourcebook.model.editors import Editors
from sourcebook.pages.page import Urls
from sourcebook.pages.parts.shortcodes import SHORTCODES
from sourcebook.pages.render import Renderer
from sourcebook.pages.view import METHOD, View
from sourcebook.reading.files import is_ordinary, not_ordinary
from sourcebook.reading.withheld_text import without_links

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


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page written by hand, or by a program, that is to be read."""

    path: str
    """How its file is written in messages, '/'-separated."""
    address: str
    """Its address on the site, without slashes at the ends and without ``index``."""
    is_index: bool
    """Whether it is the first page of a folder."""
    read: Callable[[], bytes]
    """Its bytes. Raises OSError."""
    label: str = ""
    """What the site's navigation calls it, if it does."""


def pages_in(docs: Path, shown_as: str) -> Iterator[PageFile]:
    """The Markdown files below `docs`, in order of path, each at the address that its path gives it."""
    for file in _markdown_files(docs):
        path = file.relative_to(docs)
        is_index = path.stem in ("index", "README")
        address = (path.parent if is_index else path.with_suffix("")).as_posix()
        yield PageFile(
            f"{shown_as}/{path.as_posix()}", address.removeprefix("."), is_index, partial(_read_ordinary, file)
        )


def read_authored_pages(
    files: Iterable[PageFile],
    convert: Callable[[str], str],
    resolve: Resolve = lambda name: None,
    withheld: Collection[str] = (),
) -> tuple[list[AuthoredPage], list[Diagnostic]]:
    """The pages, as far as they can be read, and what is wrong with them.

    `convert` makes Markdown into HTML; `resolve` gives the titles of records in pages' titles; to `withheld` ids there
    are no links, nor any word of them.
    """
    pages: list[AuthoredPage] = []
    problems: list[Diagnostic] = []
    for file in files:
        try:
            text = file.read().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as problem:
            message = f"byte {problem.start} (0x{problem.object[problem.start]:02x}) is not UTF-8"
            line = problem.object[: problem.start].count(b"\n") + 1
            problems.append(error("not-utf8", message, Where(file.path, line), "save the file as UTF-8"))
            continue
        except NotOrdinaryError:
            problems.append(not_ordinary(file.path))
            continue
        except OSError as problem:
            problems.append(error("unreadable", f"the page cannot be read: {problem.strerror}", Where(file.path)))
            continue
        page, found = _read(file, without_links(text, withheld)[0], convert)
        page = replace(page, text=text)
        if file.label:
            page = replace(page, title=file.label)
        elif "[[" in page.title:
            page = replace(page, title=_HEADING_LINK.sub(lambda m: m[2] or resolve(m[1].strip()) or m[1], page.title))
        pages.append(page)
        problems += found
    return pages, problems


def same_addresses(files: Iterable[tuple[str, str]]) -> list[Diagnostic]:
    """A problem for each file that is published where one before it is, at least in folders that ignore case, as those
    of Windows and macOS do: one of them would be lost.

    `files` are paths as messages have them, and what each becomes below the site's folder.
    """
    first_at: dict[str, str] = {}
    first_like: dict[str, str] = {}
    problems: list[Diagnostic] = []
    for path, published_as in files:
        first = first_at.setdefault(published_as, path)
        if first != path:
            message = f"'{first}' is published at the same address, '{published_as}'"
            problems.append(error("same-address", message, Where(path), "give one of them another name"))
        elif (like := first_like.setdefault(published_as.casefold(), path)) != path:
            message = f"'{like}' differs from it by case only: on Windows and macOS they are one file"
            problems.append(warning("same-but-case", message, Where(path), "give one of them another name"))
    return problems


class NotOrdinaryError(OSError):
    """What is at a path is no ordinary file, and reading it might never end."""


def _read_ordinary(path: Path) -> bytes:
    if not is_ordinary(path):
        raise NotOrdinaryError
    return path.read_bytes()


def _markdown_files(docs: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(docs):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.endswith((".md", ".markdown")) and not name.startswith("."):
                yield Path(folder, name)


def _read(file: PageFile, text: str, convert: Callable[[str], str]) -> tuple[AuthoredPage, list[Diagnostic]]:
    front = _FRONT_MATTER.match(text) or _OLD_FRONT_MATTER.match(text)
    body = text[front.end() :] if front else text
    problems = []
    known = [shortcode.name for shortcode in SHORTCODES]
    for match in _INSERT_LINE.finditer(text):
        if match[1] not in known:
            problems.append(
                error(
                    "unknown-insert",
                    f"there is nothing called '{match[1]}' to put in here",
                    Where(file.path, text.count("\n", 0, match.start()) + 1, 1),
                    did_you_mean([f"'[[:{near}]]'" for near in nearest(match[1], known)])
                    or f"there are {', '.join(known)}",
                )
            )
    if file.address == METHOD and METHOD not in _INSERT_LINE.findall(text):
        problems.append(
            warning(
                "no-method",
                "the page takes the place of the method, and links to what a word means lead nowhere in it",
                Where(file.path),
                f"write '[[:{METHOD}]]' in a line of its own",
            )
        )
    try:
        markup = _INSERT.sub("", _PERMALINK.sub("", convert(guard_bars(body))))
    except TooWildError as reason:
        problems.append(error("too-wild", f"the page cannot be linked: {reason}", Where(file.path)))
        markup = ""
    names = not (front and _NO_NAMES.search(front[1]))
    name = "home" if not file.address else "index" if file.is_index else file.address.rpartition("/")[2]
    title = _title(front, body, markup) or _from_file(name)
    return AuthoredPage(file.address, file.is_index, file.path, title, text, markup, names), problems


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


def prepare_markdown(text: str, resolve: Resolve, withheld: Collection[str] = ()) -> str:
    """Markdown of a page written by hand, made ready.

    Links in headings become words in a mark of ours, since a page's contents and its title take a heading's words as
    they stand: `link_authored_page` makes links of the marks. Bars are kept from ending a table's cell.
    """
    text = without_links(text, withheld)[0]
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
    html: str,
    address: str,
    is_index: bool,
    *,
    names: bool,
    linked: LinkedCorpus,
    urls: Urls,
    renderer: Renderer,
    editors: Editors | None = None,
) -> str:
    """The HTML of a page written by hand, with its inserts put in and its names and ``[[id]]`` as links."""
    view = View(linked, urls, address, is_index, editors=editors)
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
