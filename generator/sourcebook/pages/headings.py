"""What a page's HTML can be linked to: its headings, for a table of contents, and every id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sourcebook.linking.prose_html import plain

_ID = re.compile(r'<[a-zA-Z][^<>]*?\sid="([^"<>]+)"')
# A heading with an id, or the first thing in an element with one.
_HEADING = re.compile(
    r'(?:<(?:section|article|div)\b[^<>]*?\sid="(?P<around>[^"<>]+)"[^<>]*>\s*)?'
    r'<h(?P<level>[2-6])\b(?:[^<>]*?\sid="(?P<own>[^"<>]+)")?[^<>]*>(?P<words>.*?)</h(?P=level)>',
    re.DOTALL,
)
_NOT_WORDS = re.compile(r'<a class="headerlink".*?</a>|<span class="sb-text__count">.*?</span>', re.DOTALL)


class Heading(NamedTuple):
    """A heading that a link can lead to."""

    level: int
    """From 2, below the page's title, to 6."""
    anchor: str
    """The id to link to, without '#'."""
    words: str
    """Its text on one line, without markup and counts."""


def headings_in(markup: str) -> Iterator[Heading]:
    """The headings of some HTML that can be linked to, in order: those with an id, and those that open an element with
    one."""
    for found in _HEADING.finditer(markup):
        anchor, words = found["own"] or found["around"], plain(_NOT_WORDS.sub("", found["words"]))
        if anchor and words:
            yield Heading(int(found["level"]), anchor, words)


def ids_in(markup: str) -> frozenset[str]:
    """Every id in some HTML."""
    return frozenset(_ID.findall(markup))
