"""HTML written in prose: which of its tags are markup, which are text, and what of it would be left out in silence.

A browser drops what it does not know, and after ``<style>`` or ``<textarea>`` takes the rest of a page for that
element's own (https://html.spec.whatwg.org/multipage/parsing.html#tokenization). In prose such a word is meant as a
word: it stays, and whoever may have meant more is told.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

LESS = "\uffff"
"""Stands for a ``<`` that is text while Markdown is made into HTML. No record can hold this character."""

_VOID = frozenset({"br", "hr", "img"})
_NAMES = """
a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote
body br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl
dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr
html i iframe img input ins kbd label legend li link main map mark marquee math menu meta meter nav nobr
noembed noframes noscript object ol optgroup option output p param picture plaintext pre progress q rp rt ruby
s samp script search section select slot small source span strike strong style sub summary sup svg table tbody
td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp
"""
_ELEMENTS = frozenset(_NAMES.split())
_CODE = re.compile(
    r"^(```+|~~~+).*?^\1[^\n]*|(?<![\\`])(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\2(?!`)", re.DOTALL | re.MULTILINE
)
_VALUE = r"""\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+)"""
_TOKEN = re.compile(
    r"(?P<comment><!--(?!-?>)(?:(?!<!--|-->).)*-->)"
    r"|(?P<address><(?:(?:[Ff]|[Hh][Tt])[Tt][Pp][Ss]?://[^<>\s]*|[^<> !/]+@[^@<> ]+)>"
    r"|(?<=\]\()<[^<>\s]*>(?=[)\s])|(?<=\]: )<[^<>\s]*>)"
    rf"|<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>(?:\s+[a-zA-Z_:][\w:.-]*(?:{_VALUE})?)*)\s*/?>"
    r"|<",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(rf"([a-zA-Z_:][\w:.-]*)({_VALUE})?")
_PICTURE = frozenset({"src", "alt", "width", "height", "loading"})
_EVERYWHERE = ("lang", "title")
_ADDRESS = re.compile(r"https?://[^\s/]|mailto:")
GOOD_LINKS = "links lead to https:// addresses, or to records as [[id]]"
_DEFINITION = re.compile(r"^( {0,3})\[([^\[\]\n]*)\]:(?=[ \t]*\n?[ \t]*(\S*))", re.MULTILINE)
_LABEL = re.compile(r"\[\s*([^\[\]]+?)\s*\](?!:)")
_WORD = re.compile(r"[^\W_]+")
_NOT_WORDS = re.compile(
    # What Markdown takes for itself: marks of lists, what a fence says of its code, addresses, labels of references.
    r"^(?:[ \t]*(?:>|[*+-][ \t]|\d+\.[ \t]))+|^[ \t>]*(?:```+|~~~+)[^\n]*|\]\(\s*<?[^)\s]*|\]\s?\[[^\[\]\n]*\]"
    r"|^ {0,3}\[[^\[\]\n]*\]:[ \t]*\n?[ \t]*\S*",
    re.MULTILINE,
)


class TagProblem(NamedTuple):
    """Something written in prose that does not come out as written, and which occurrence of `written` it is."""

    code: str
    written: str
    occurrence: int
    message: str
    hint: str


class Settled(NamedTuple):
    """A text in which each ``<`` that is no markup is LESS, and what there is to say: by the number of that LESS."""

    text: str
    shown: Mapping[int, TagProblem]
    left_out: tuple[TagProblem, ...]
    comments: tuple[TagProblem, ...]


def settle(text: str, tags: Collection[str], attributes: Mapping[str, Collection[str]]) -> Settled:
    """`text` in restricted Markdown, with only those tags left as such that are among `tags` and whole."""
    text = _keep_definitions(text)
    if "<" not in text:
        return Settled(text, {}, (), ())
    code = [match.span() for match in _CODE.finditer(text)]
    found = [match for match in _TOKEN.finditer(text) if not _within(code, match.start())]
    whole = _pairs([match for match in found if match["name"]], tags)
    keep = whole | {match.start() for match in found if match["comment"] or match["address"]}
    shown: dict[int, TagProblem] = {}
    left_out: list[TagProblem] = []
    comments: list[TagProblem] = []
    seen: Counter[str] = Counter()
    before = {position: number for number, position in enumerate(_text_brackets(text, found, keep))}
    for match in found:
        written = _head(match)
        occurrence = seen[written.lower()]
        seen[written.lower()] += 1
        name = (match["name"] or "").lower()
        if match.start() in whole:
            known = sorted({*_EVERYWHERE, *(_PICTURE if name == "img" else attributes.get(name, ()))})
            for attribute, value in _attributes(match):
                if attribute not in known:
                    message = f"'{attribute}' of '{written}>' is left out"
                    hint = f"it may have {', '.join(known)}"
                    left_out.append(TagProblem("left-out", written, occurrence, message, hint))
                elif attribute in ("href", "src") and not _ADDRESS.match(value):
                    message = f"the link to '{value[:60]}' is left out"
                    left_out.append(TagProblem("bad-link", written, occurrence, message, GOOD_LINKS))
        elif match["comment"] and _WORD.search(match[0]):
            words = " ".join(match[0][4:-3].split())[:40]
            hint = "keep notes to yourselves in lines of YAML that begin with '#'"
            comments.append(TagProblem("left-out", written, occurrence, f"the comment '{words}' is left out", hint))
        elif name in _ELEMENTS and not (match["close"] and seen[f"<{name}"] and name not in tags):
            why = "has no partner" if name in tags else "is no markup that prose may have"
            hint = f"write '&lt;{written[1:]}&gt;' or `{written}>` if it is text"
            message = f"'{written}>' {why}, so it is shown as text"
            shown[before[match.start()]] = TagProblem("shown-as-text", written, occurrence, message, hint)
    position, pieces = 0, []
    for place in before:
        pieces += [text[position:place], LESS]
        position = place + 1
    return Settled("".join([*pieces, text[position:]]), shown, tuple(left_out), tuple(comments))


def only_markup(raw: str, tags: Collection[str]) -> tuple[str, int]:
    """`raw` HTML in which nothing but tags among `tags` begins with ``<``, and how many comments were taken out."""
    taken = 0

    def one(match: re.Match[str]) -> str:
        nonlocal taken
        if match["comment"]:
            taken += 1
            return ""
        return match[0] if match["name"] and match["name"].lower() in tags else "&lt;" + match[0][1:]

    return _TOKEN.sub(one, raw), taken


def lost_words(text: str, markup: str) -> Counter[str]:
    """The words of `text`, as `settle` gives it, that are missing in the HTML that was made of it, and how often.

    Markdown itself takes some, as cells that a table's head does not have.
    """
    plain = _TOKEN.sub(lambda match: match[0] if match[0] == "<" else " ", text)
    wanted = Counter(_WORD.findall(html.unescape(_NOT_WORDS.sub(" ", plain).replace("\\", " "))))
    there = Counter(_WORD.findall(html.unescape(re.sub(r"<[a-z]+|</[a-z0-9]+|>", " ", markup))))
    return Counter({word: number - there[word] for word, number in wanted.items() if number > there[word]})


def _text_brackets(text: str, found: list[re.Match[str]], keep: Collection[int]) -> Iterator[int]:
    """Where a ``<`` stands that is text: in code all are, and those within a tag's own quotes belong to it."""
    kept = [match.span() for match in found if match.start() in keep]
    return (match.start() for match in re.finditer("<", text) if not _within(kept, match.start()))


def _within(spans: list[tuple[int, int]], position: int) -> bool:
    place = bisect_right(spans, position, key=lambda span: span[0])
    return place > 0 and position < spans[place - 1][1]


def _pairs(found: list[re.Match[str]], tags: Collection[str]) -> set[int]:
    """Where those tags stand that are markup: of `tags`, and with their partner."""
    whole: set[int] = set()
    opened: list[tuple[str, int]] = []
    waiting: Counter[str] = Counter()
    for match in found:
        name = match["name"].lower()
        if name not in tags:
            continue
        if name in _VOID:
            if not match["close"]:
                whole.add(match.start())
        elif not match["close"]:
            opened.append((name, match.start()))
            waiting[name] += 1
        elif waiting[name]:
            while True:  # what was opened inside and not closed has no partner
                other, start = opened.pop()
                waiting[other] -= 1
                if other == name:
                    break
            whole |= {start, match.start()}
    return whole


def _keep_definitions(text: str) -> str:
    """`text` in which those definitions of references that nothing refers to are text: Markdown would drop them."""
    if "]:" not in text:
        return text

    code = [match.span() for match in _CODE.finditer(text)]
    used = {label.lower() for label in _LABEL.findall(text)}

    def one(match: re.Match[str]) -> str:
        good = match[2].strip().lower() in used and _ADDRESS.match(match[3].lstrip("<"))
        return match[0] if good or _within(code, match.start()) else f"{match[1]}\\[{match[2]}]:"

    return _DEFINITION.sub(one, text)


def _head(match: re.Match[str]) -> str:
    return "<!--" if match["comment"] else f"<{match['close']}{match['name']}" if match["name"] else "<"


def _attributes(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    for found in _ATTRIBUTE.finditer(match["rest"]):
        yield found[1].lower(), html.unescape((found[2] or "").lstrip("= \t\n").strip("\"'"))
