"""Names and ``[[id]]`` in HTML become links, and each mention keeps the sentence it stands in.

Works on the texts between tags, so that it serves records' prose and pages written by hand alike,
and never touches what is already a link, code or a heading.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from sourcebook.linking.names import NameIndex
from sourcebook.linking.prose_html import BLOCKS, PIPE, pieces, plain, tag_name

_EXPLICIT = re.compile(rf"\[\[([^\[\]|{PIPE}<>]{{1,120}})(?:[|{PIPE}]([^\[\]]{{1,400}}))?\]\]")
_NO_LINKS = frozenset(
    {"a", "code", "pre", "script", "style", "textarea", "button", "svg", "kbd", "samp", "title", "select"}
)
_NO_NAMES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_VOID = frozenset(
    {"br", "hr", "img", "input", "wbr", "col", "source", "meta", "link", "area", "embed", "track", "base", "param"}
)
_LONGEST = 320
_SPACES = re.compile(r"\s{2,}|[^\S ]")
# One set of characters in front is looked for much faster than two.
_SENTENCE_END = re.compile(r"[.!?…۔؟](?:(?<=[.!?…])['\"”’)\]]*(?=\s+[\"“‘'(\[]*[A-Z0-9\u0600-\u06ff])|(?<=[۔؟])(?=\s))")
_ABBREVIATION = re.compile(
    r"(?:(?<![\w-])[A-Z]|\b(?:Lt|Gen|Col|Maj|Capt|Brig|Mr|Mrs|Ms|Dr|Prof|St|Sen|Rep|No|vs|cf|al|approx|Jr|Sr))\.$"
)


class Link(NamedTuple):
    """A link to a record, in the middle of prose. `words` is text, not markup."""

    target: str
    words: str


class Context(NamedTuple):
    """The sentence a name stands in, as text: what comes before it, the name, what follows."""

    before: str
    name: str
    after: str


class Mention(NamedTuple):
    """A record spoken of in one piece of prose: the first sentence that does, and how often in all."""

    target: str
    context: Context
    count: int  # type: ignore[assignment]  # nobody misses the one of tuples


class LinkedProse(NamedTuple):
    """Safe markup with links between its pieces, and whom it speaks of.

    `capitals` are words outside its links that may be names.
    """

    parts: tuple[str | Link, ...] = ()
    mentions: tuple[Mention, ...] = ()
    name_candidates: tuple[str, ...] = ()

    def words(self) -> str:
        """The text alone, on one line."""
        return plain(self._markup())

    def opening(self, length: int) -> str:
        """The words of its first paragraphs, on one line: so many that they are longer than `length`, or all."""
        markup = self._markup()
        end = markup.find("</p>", 2 * length)
        while end >= 0 and len(opening := plain(markup[:end])) <= length:
            end = markup.find("</p>", end + 1)
        return opening if end >= 0 else plain(markup)

    def _markup(self) -> str:
        return "".join(html.escape(part.words) if isinstance(part, Link) else part for part in self.parts)


@dataclass(frozen=True, slots=True)
class Unknown:
    """An ``[[id]]`` that leads nowhere, and which occurrence of it this is.

    `whole` is false for a ``[[`` that no ``]]`` ends in the same run of plain text.
    """

    name: str
    occurrence: int
    whole: bool = True


Resolve = Callable[[str], str | None]
"""What an explicit id stands for: the words to show when none are given, or None for no such record."""


class _Linker:
    def __init__(
        self, index: NameIndex, resolve: Resolve, own: str, restart: frozenset[str], already: set[str]
    ) -> None:
        self.index, self.resolve, self.own, self.restart = index, resolve, own, restart
        self.parts: list[str | Link] = []
        self.unknown: list[Unknown] = []
        self.seen_unknown: dict[str, int] = {}
        self.linked = already
        self.firsts: dict[str, Context] = {}
        self.counts: dict[str, int] = {}
        self.block = ""
        self.hits: list[tuple[str, int, int]] = []
        self.open: list[str] = []
        self.maths = 0  # how many elements were open with the formula, if in one

    def run(self, markup: str) -> None:
        for piece, is_tag in pieces(markup):
            if is_tag:
                self._tag(piece)
            else:
                self._text(piece)
        self._end_block()

    def _tag(self, tag: str) -> None:
        self.parts.append(tag.replace(PIPE, "|"))
        name, closes = tag_name(tag)
        if name in BLOCKS or name == "br":
            self._end_block()
        if not name or name in _VOID or tag.endswith(("/>", "</script>", "</style>")):
            return
        if closes:
            if name in self.open:
                while self.open.pop() != name:
                    pass
                self.maths = min(self.maths, len(self.open))
        else:
            if "arithmatex" in tag and not self.maths:
                self.maths = len(self.open) + 1
            self.open.append(name)
            if name in self.restart:
                self.linked.clear()

    def _text(self, escaped: str) -> None:
        text = html.unescape(escaped) if "&" in escaped else escaped
        if self.maths or not _NO_LINKS.isdisjoint(self.open):
            self.parts.append(escaped.replace(PIPE, "|"))
            self.block += text.replace(PIPE, "|")
            return
        position = 0
        if "[[" in text:
            for match in _EXPLICIT.finditer(text):
                self._unfinished(text[position : match.start()])
                self._names(text[position : match.start()])
                self._explicit(match[1].strip(), (match[2] or "").strip(), match[0])
                position = match.end()
            self._unfinished(text[position:])
        self._names(text[position:])

    def _unfinished(self, text: str) -> None:
        for match in re.finditer(r"\[\[(?!:)[^\[\]]{0,30}", text.replace(PIPE, "|")):
            self.unknown.append(Unknown(match[0][2:].strip(), 0, whole=False))

    def _explicit(self, target: str, words: str, written: str) -> None:
        label = self.resolve(target)
        if label is None:
            occurrence = self.seen_unknown.get(target, 0)
            self.seen_unknown[target] = occurrence + 1
            self.unknown.append(Unknown(target, occurrence))
            self._plain(words or written)
            return
        self._mention(target, words or label or target, link=bool(label))

    def _names(self, text: str) -> None:
        if not text:
            return
        if not _NO_NAMES.isdisjoint(self.open):
            self._plain(text)
            return
        position = 0
        for found in self.index.find(text):
            if found.target == self.own:
                continue
            self._plain(text[position : found.start])
            self._mention(found.target, text[found.start : found.end], link=found.target not in self.linked)
            position = found.end
        self._plain(text[position:])

    def _mention(self, target: str, words: str, *, link: bool) -> None:
        start = len(self.block)
        if link and target != self.own:
            self.parts.append(Link(target, words))
            self.block += words
            self.linked.add(target)
        else:
            self._plain(words)
        if target != self.own:
            self.hits.append((target, start, len(self.block)))

    def _plain(self, text: str) -> None:
        if text:
            text = text.replace(PIPE, "|")
            self.parts.append(html.escape(text, quote=False))
            self.block += text

    def _end_block(self) -> None:
        ends = sentence_ends(self.block) if self.hits else []
        for target, start, end in self.hits:
            self.counts[target] = self.counts.get(target, 0) + 1
            if target not in self.firsts:
                self.firsts[target] = sentence(self.block, start, end, ends)
        self.block, self.hits = "", []


def link_prose(
    markup: str,
    index: NameIndex,
    resolve: Resolve,
    own: str = "",
    restart: frozenset[str] = frozenset(),
    already: set[str] | None = None,
) -> tuple[LinkedProse, list[Unknown]]:
    """`markup` with its names and ``[[id]]`` as links, and the ids that lead nowhere.

    A name links where it first occurs; again after each opening tag named in `restart`.
    The record `own` is not linked from its own prose, nor are those in `already`, which grows.
    """
    linker = _Linker(index, resolve, own, restart, set() if already is None else already)
    linker.run(markup)
    mentions = tuple(Mention(target, linker.firsts[target], count) for target, count in linker.counts.items())
    return LinkedProse(_joined(linker.parts), mentions), linker.unknown


def _joined(parts: list[str | Link]) -> tuple[str | Link, ...]:
    """Neighbouring strings as one."""
    joined: list[str | Link] = []
    run: list[str] = []
    for part in parts:
        if isinstance(part, str):
            run.append(part)
            continue
        if run:
            joined.append("".join(run))
            run = []
        joined.append(part)
    if run:
        joined.append("".join(run))
    return tuple(joined)


def sentence_ends(block: str) -> list[int]:
    """Where the sentences of `block` end, in order."""
    return [
        match.end()
        for match in _SENTENCE_END.finditer(block)
        if not _ABBREVIATION.search(block[max(0, match.end() - 12) : match.end()])
    ]


def sentence(block: str, start: int, end: int, ends: list[int] | None = None) -> Context:
    """The sentence of `block` around the name from `start` to `end`, cut at word ends where it is very long.

    `ends` are the block's sentence ends, where they are known already.
    """
    ends = sentence_ends(block) if ends is None else ends
    place = bisect_right(ends, start)
    first = ends[place - 1] if place else 0
    place = bisect_left(ends, end)
    last = ends[place] if place < len(ends) else len(block)
    before, name, after = block[first:start], block[start:end], block[end:last]
    if _SPACES.search(block, max(first - 1, 0), last):
        before, name, after = (_SPACES.sub(" ", text) for text in (before, name, after))
    room = max(60, (_LONGEST - len(name)) // 2)
    if len(before) > room:
        before = "… " + before[-room:].partition(" ")[2]
    if len(after) > room:
        after = after[:room].rpartition(" ")[0] + " …"
    return Context(before.lstrip(), name, after.rstrip())
