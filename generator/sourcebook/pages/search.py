"""What the site's search knows of a page: made from its sections, so that no page is parsed a second time."""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple

from sourcebook.linking.markup import pieces, tag_name
from sourcebook.linking.names import key
from sourcebook.model.record import Profile, Record
from sourcebook.pages.page import Page

_TAG = re.compile(r"""<(?:"[^"]*"|'[^']*'|[^'">])*>""")
_HIDDEN = "data-search-exclude"
_VOID = frozenset({"br", "hr", "img", "input", "wbr"})
_PERSIAN_TO_ARABIC = str.maketrans("یک", "يك")
_TO_URDU = str.maketrans("ه", "ہ")
_NOT_INDEXED = frozenset(
    {"map", "legend", "elsewhere", "places", "mentions", "related", "said", "cited-for", "accounts", "figures", "gaps"}
    | {"timeline", "in-time", "undated", "published-in-time", "coverage", "pairs", "side-by-side"}
)
"""Sections that repeat what other pages say: a search should find it there."""


class Entry(NamedTuple):
    """Something to be found: its address, its title, and its text, the latter two as escaped HTML."""

    location: str
    title: str
    text: str


def entries(page: Page, url: str) -> list[Entry]:
    """The page and its sections."""
    opening = [_text(page.lead.partition("</h1>")[2])]
    sections = []
    for section in page.sections:
        if section.anchor in _NOT_INDEXED:
            continue
        if section.heading:
            title = escape(section.heading, quote=False)
            sections.append(Entry(f"{url}#{section.anchor}", title, _text(section.html)))
        else:
            opening.append(_text(section.html))
    opening.append(escape(page.keywords, quote=False))
    text = " ".join(part for part in opening if part)
    return [Entry(url, escape(page.title, quote=False), text), *sections]


def keywords(record: Record) -> str:
    """Every name of a record, and how those in Arabic script are typed on an Arabic or a Persian keyboard."""
    if not isinstance(record, Profile):
        return ""
    words: dict[str, None] = {}
    for name in (record.name, *(other.name for other in record.names)):
        words[name] = None
        if not name.isascii():
            persian = key(name)
            for typed in (persian, persian.translate(_PERSIAN_TO_ARABIC), persian.translate(_TO_URDU)):
                words[typed] = None
    return " ".join(words)


def _text(markup: str) -> str:
    if _HIDDEN not in markup:
        return " ".join(_TAG.sub(" ", markup).split())
    shown: list[str] = []
    depth = 0  # how deep inside something that is not to be found
    for piece, is_tag in pieces(markup):
        if not is_tag:
            if not depth:
                shown.append(piece)
            continue
        shown.append(" ")
        name, closes = tag_name(piece)
        if name in _VOID:
            continue
        if depth:
            depth += -1 if closes else 1
        elif _HIDDEN in piece:
            depth = 1
    return " ".join("".join(shown).split())
