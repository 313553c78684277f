"""What the site's search knows of a page: made from its sections, so that no page is parsed a second time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from anyascii import anyascii

from sourcebook.linking.names import fold, key
from sourcebook.linking.prose_html import pieces, tag_name
from sourcebook.model.record import Profile, Record
from sourcebook.pages.page import Page
from sourcebook.words import say

_TAG = re.compile(r"""<(/?[a-zA-Z0-9]*)(?:"[^"]*"|'[^']*'|[^'">])*>""")
_HIDDEN = "data-search-exclude"
# What ends a sentence without a full stop: an excerpt reads better with the pieces apart.
_ENDS = "p li dd dt td th h1 h2 h3 h4 h5 h6 blockquote summary figcaption small"
_INLINE = "a abbr b bdi code del em i ins mark q s strong sub sup u"
_BETWEEN = {
    **{f"/{name}": "\0" for name in _ENDS.split()},
    "br": "\0",
    **{prefix + name: "" for name in _INLINE.split() for prefix in ("", "/")},
}
"""What a tag leaves between the words around it; a space, but for these."""
_HEADING = re.compile(r"""<h([2-6])\b[^>]*?\bid=["']([^"']+)["'][^>]*>(.*?)</h\1>""", re.DOTALL)
_NOT_WORDS = re.compile(r"""<a class="headerlink".*?</a>|<(script|style|svg)\b.*?</\1\s*>|<!--.*?-->""", re.DOTALL)
_ARABIC = re.compile(
    r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff][\w\u064b-\u0670\u200c\u200d]*"
)
_VOID = frozenset({"br", "hr", "img", "input", "wbr"})
_PERSIAN_TO_ARABIC = str.maketrans("یک", "يك")
_TO_URDU = str.maketrans("ه", "ہ")
_EVERY = "sbeverypage"  # what the search page asks for where somebody chooses filters and no words
_NOT_INDEXED = frozenset(
    {"map", "legend", "elsewhere", "places", "mentions", "related", "said", "cited-for", "accounts", "figures", "gaps"}
    | {"refers", "timeline", "in-time", "undated", "published-in-time", "coverage", "pairs", "side-by-side"}
)
"""Sections that repeat what other pages say: a search should find it there."""


class SearchEntry(NamedTuple):
    """Something to be found: its address, its title, and its text, the latter two as escaped HTML."""

    location: str
    title: str
    text: str


def search_entries(page: Page, url: str) -> list[SearchEntry]:
    """The page and its sections; nothing of a page that is not to be found."""
    if not page.searched:
        return []
    opening = [_text(page.lead.partition("</h1>")[2])]
    sections = []
    for section in page.sections:
        if section.anchor in _NOT_INDEXED or not section.searched:
            continue
        if section.heading:
            title = escape(section.heading, quote=False)
            sections.append(SearchEntry(f"{url}#{section.anchor}", title, _text(section.html)))
        else:
            opening.append(_text(section.html))
    opening.append(escape(page.keywords, quote=False))
    text = " ".join(part for part in opening if part)
    return [SearchEntry(url, escape(page.title, quote=False), text), *sections]


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


def pagefind_document(page: Page, language: str = "en") -> str:
    """The page as Pagefind is to read it: an HTML document of its title, its text and its filters.

    Its headings have the ids of the page's own, so that a hit can lead to its section. An index tells its introduction
    only: what it lists has pages of its own. Empty for a page that is not to be found.
    """
    if not page.searched:
        return ""
    # Names below a title would make a poor excerpt, and are among the keywords.
    body = [] if page.keywords else [_paragraphs(page.lead.partition("</h1>")[2])]
    for section in page.sections if page.kind != "index" else ():
        if section.anchor in _NOT_INDEXED or not section.searched:
            continue
        if section.heading:
            body.append(f'<h2 id="{section.anchor}">{escape(section.heading, quote=False)}</h2>')
        body.append(_paragraphs(section.html))
    return _whole(page.title, "".join(body), page.keywords, page.facets or _of_no_record(), language)


def authored_document(title: str, html: str, language: str = "en") -> str:
    """The same of a page written by hand: `html` is its content, with headings that have ids."""
    html = _NOT_WORDS.sub(" ", _shown(html))
    # The text before the first heading, then for each heading its level, its id, its words, and the text below it.
    opening, *rest = _HEADING.split(html)
    body = [_paragraphs(opening.rpartition("</h1>")[2])]
    for level, anchor, heading, text in zip(*(rest[n::4] for n in range(4)), strict=True):
        body.append(f'<h{level} id="{anchor}">{_text(heading)}</h{level}>{_paragraphs(text)}')
    return _whole(title, "".join(body), "", _of_no_record(), language)


def _of_no_record() -> tuple[tuple[str, str], ...]:
    """What the search is narrowed to by for a page that shows no record."""
    return (("type", say("pages").capitalize()),)


def _whole(title: str, body: str, keywords: str, facets: Iterable[tuple[str, str]], language: str) -> str:
    # Pagefind finds words of its "meta" without showing them in an excerpt.
    hidden = [
        f'<i data-pagefind-meta="title">{escape(title, quote=False)}</i><i data-pagefind-meta="every">{_EVERY}</i>'
    ]
    if keywords:
        hidden.append(f'<i data-pagefind-meta="names">{escape(_spelled(keywords), quote=False)}</i>')
    if folded := _folded_words(title + " " + body):
        hidden.append(f'<i data-pagefind-meta="folded">{escape(folded, quote=False)}</i>')
    hidden += [f'<b data-pagefind-filter="{name}">{escape(value, quote=False)}</b>' for name, value in facets]
    return (
        f'<html lang="{escape(language)}"><body><div data-pagefind-ignore>{"".join(hidden)}</div>{body}</body></html>'
    )


def _spelled(names: str) -> str:
    """The words and, of those in another script, what they are in plain letters."""
    plain = [anyascii(word) for word in names.split() if not word.isascii()]
    return " ".join(dict.fromkeys([*names.split(), *plain]))


def _folded_words(text: str) -> str:
    """The words in Arabic script that a folded question would not meet as they stand."""
    if text.isascii():
        return ""
    words = ((word, fold(word)[0]) for word in dict.fromkeys(_ARABIC.findall(text)))
    return " ".join(dict.fromkeys(folded for word, folded in words if folded != word))


def _paragraphs(markup: str) -> str:
    """The text of `markup`, as paragraphs of nothing but text."""
    found = _TAG.sub(lambda tag: _BETWEEN.get(tag[1], " "), _shown(markup)).split("\0")
    return "".join(f"<p>{text}</p>" for part in found if (text := " ".join(part.split())))


def _text(markup: str) -> str:
    return " ".join(_TAG.sub(" ", _shown(markup)).split())


def _shown(markup: str) -> str:
    """`markup` without what is not to be found."""
    if _HIDDEN not in markup:
        return markup
    shown: list[str] = []
    depth = 0  # how deep inside something that is not to be found
    for piece, is_tag in pieces(markup):
        hidden = depth > 0
        if is_tag:
            name, closes = tag_name(piece)
            if name not in _VOID:
                if depth:
                    depth += -1 if closes else 1
                elif _HIDDEN in piece:
                    hidden, depth = True, 1
        if not hidden:
            shown.append(piece)
        elif not depth:
            shown.append(" ")
    return "".join(shown)
