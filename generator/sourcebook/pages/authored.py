"""Pages written by hand in ``docs/``: read early, so that what they mention reaches the profiles, and linked late."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from markupsafe import Markup

from sourcebook.diagnostics import Diagnostic, Where, did_you_mean, error, nearest
from sourcebook.linking.corpus import AuthoredPage, LinkedCorpus
from sourcebook.linking.mentions import Resolve, link_prose
from sourcebook.linking.names import NameIndex
from sourcebook.linking.prose_html import TooWildError, guard_bars, to_html
from sourcebook.pages.page import Urls
from sourcebook.pages.parts.shortcodes import SHORTCODES
from sourcebook.pages.render import Renderer
from sourcebook.pages.view import View

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^#\s+(.+?)\s*#*$", re.MULTILINE)
_NO_NAMES = re.compile(r"^link_names:\s*([\"']?)(?:no|false)\1\s*$", re.MULTILINE | re.IGNORECASE)
_HEADING_LINK = re.compile(r"^(#{1,6} .*?)\[\[([^\[\]|]+)(?:\|([^\[\]]+))?\]\]", re.MULTILINE)
_INSERT = re.compile(r"<p>\[\[:([\w-]+)\]\]</p>")
_INSERT_LINE = re.compile(r"^\[\[:([\w-]+)\]\][ \t]*$", re.MULTILINE)
_SECTIONS = frozenset({"h1", "h2"})


def read_authored_pages(
    docs: Path, shown_as: str, convert: Callable[[str], str] = to_html, names: Iterable[str] | None = None
) -> tuple[list[AuthoredPage], list[Diagnostic]]:
    """The Markdown pages below `docs`, in order of path, and the inserts in them that do not exist.

    `names` are the pages to read, relative to `docs` (all, if None); `convert` makes them HTML.
    """
    pages: list[AuthoredPage] = []
    problems: list[Diagnostic] = []
    for path in _markdown_files(docs) if names is None else [docs / name for name in names]:
        shown = f"{shown_as}/{path.relative_to(docs).as_posix()}"
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
        page, found = _read(text, path.relative_to(docs).with_suffix("").as_posix(), shown, convert)
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
    front = _FRONT_MATTER.match(text)
    body = text[front.end() :] if front else text
    name = stem.rpartition("/")[2]
    is_index = name in ("index", "README")
    address = stem.rpartition("/")[0] if is_index else stem
    heading = _TITLE.search(body)
    title = (
        re.sub(r"[*_`]|\[\[(?:[^\[\]|]*\|)?|\]\]", "", heading[1])
        if heading
        else (address.rpartition("/")[2] or "Home").replace("-", " ").capitalize()
    )
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
        markup = _INSERT.sub("", convert(guard_bars(body)))
    except TooWildError as reason:
        problems.append(error("too-wild", f"the page cannot be linked: {reason}", Where(shown)))
        markup = ""
    names = not (front and _NO_NAMES.search(front[1]))
    return AuthoredPage(address, is_index, shown, title, text, markup, names), problems


def prepare_markdown(text: str, resolve: Resolve) -> str:
    """Markdown of a page written by hand, made ready: no links in headings, whose words go to the contents and the
    title as they stand; no bars that would end a table's cell."""
    while True:
        ready = _HEADING_LINK.sub(lambda match: match[1] + (match[3] or resolve(match[2].strip()) or match[2]), text)
        if ready == text:
            return guard_bars(text)
        text = ready


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
    index = view.linked.index if names else NameIndex({})
    prose, _ = link_prose(html, index, view.linked.resolve, restart=_SECTIONS)
    return str(Markup(view.markup(prose)))
