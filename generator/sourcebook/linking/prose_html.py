"""Restricted Markdown to safe HTML, and HTML to pieces: tags apart from text.

The HTML that leaves this module holds no script, style, image, form or foreign attribute, whatever went in.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

import markdown
import nh3

from sourcebook.diagnostics import counted
from sourcebook.linking.raw_html import LESS, TagProblem, lost_words, only_markup, settle

MAX_CHARACTERS = 400_000
_MAX_MARKS = 3_000  # brackets and the like: Python-Markdown's time grows with their square
_MAX_INDENT = 60
_TAGS = {
    "a",
    "abbr",
    "b",
    "bdi",
    "blockquote",
    "br",
    "cite",
    "code",
    "dd",
    "del",
    "dl",
    "dt",
    "em",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "ins",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "ol": {"start"},
    "span": {"lang", "dir"},
    "bdi": {"lang", "dir"},
    "p": {"lang", "dir"},
    "q": {"lang", "dir"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_WRITTEN = frozenset({*_TAGS, "h1", "h2", "img"})
"""The tags that prose may have: headings are brought down, pictures become links."""
_PIECE = re.compile(r"""<!--.*?-->|<(script|style)\b.*?</\1\s*>|<(?:"[^"]*"|'[^']*'|[^'">])*>""", re.DOTALL)
_MATHS = re.compile(
    # Within a block: https://facelessuser.github.io/pymdown-extensions/extensions/arithmatex/#input-format
    r"(?<!\\)(?:\\\((?:(?!\n\s*\n|\\\().)+?\\\)|\\\[(?:(?!\n\s*\n|\\\[).)+?\\\]|\$\$(?:(?!\n\s*\n).)+?\$\$"
    r"|\\begin\{(\w+\*?)\}(?:(?!\n\s*\n).){1,1000}?\\end\{\1\}|\$(?!\s)(?:\\.|[^$\\\n])+?(?<!\s)\$(?!\d))",
    re.DOTALL,
)
_IMAGE = re.compile(r"<img\b(?:\"[^\"]*\"|'[^']*'|[^'\">])*>", re.IGNORECASE)
_PLAIN = re.compile(
    # Paragraphs of words alone: nothing in them means anything to Markdown, HTML or the cleaner, and none of their
    # lines begins or ends in a way that does. Explicit links stay as they are, unless a bracket follows.
    r"(?!\s)(?:(?![ =+:-]|\d+\.)"
    r"(?:[^\\`*_\[\]<>&#|~{\x00-\x1f\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff]++"
    r"|\[\[[^\\`*_\[\]<>&#|~{\x00-\x1f\x7f-\xa0\u2000-\u200f\u2028-\u202f!]+\]\](?![(\[:\s]))++"
    r"(?<! )(?:\n\n?(?!\n)|\Z))++"
)
_ATTRIBUTE = re.compile(r"""\b(src|alt|title)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


BLOCKS = frozenset(
    {
        "p",
        "li",
        "td",
        "th",
        "dd",
        "dt",
        "blockquote",
        "div",
        "section",
        "article",
        "ul",
        "ol",
        "table",
        "tr",
        "pre",
        "hr",
        "figcaption",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "aside",
        "main",
        "details",
        "summary",
    }
)
"""Elements that stand on lines of their own."""

PIPE = "\ue000"
"""Stands for the bar of ``[[id|words]]`` while Markdown is made into HTML: a bar would end a table's cell."""
_BAR = re.compile(r"(\[\[[^\[\]|\n]{1,120})\|(?=[^\[\]\n]{1,400}\]\])")


class TooWildError(ValueError):
    """The text would take too long to turn into HTML; says why."""


@cache
def _converter() -> markdown.Markdown:
    return markdown.Markdown(extensions=["tables", "sane_lists", "fenced_code"], output_format="html")


@cache
def _cleaner() -> Any:
    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags={"script", "style"},
        attribute_filter=_keep,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def _keep(tag: str, attribute: str, value: str) -> str | None:
    if tag == "a" and attribute == "href":
        return value if re.match(r"https?://[^\s/]|mailto:", value) else None
    return value


def guard_bars(text: str) -> str:
    """Markdown in which the bars of explicit links do not end table cells; `link_prose` takes them back."""
    return _BAR.sub(rf"\1{PIPE}", text) if "[[" in text else text


def is_plain(text: str) -> bool:
    """Whether `text` is paragraphs of words alone, which Markdown, converting it, would only wrap in tags.

    Most prose is, and the full converter takes a millisecond for what costs nothing so.
    """
    return _PLAIN.fullmatch(text.strip("\n")) is not None


class Converted(NamedTuple):
    """Safe HTML, and what of the text it was made from is not in it as written."""

    html: str
    problems: tuple[TagProblem, ...] = ()


def to_html(text: str) -> str:
    """Safe HTML for a text in restricted Markdown. Raises TooWildError for a text that is too long or too tangled."""
    return convert_prose(text).html


@lru_cache(maxsize=2048)  # a preview renders the same texts again and again
def convert_prose(text: str) -> Converted:
    """The same, with what there is to say of it: no word of the text is missing in the HTML without a problem."""
    _refuse_wild(text)
    ready = guard_bars(text)
    if is_plain(ready):
        return Converted("\n".join(f"<p>{paragraph}</p>" for paragraph in ready.strip("\n").split("\n\n")))
    settled = settle(ready, _WRITTEN, _ATTRIBUTES)
    raw = _convert(settled.text)
    comments = 0
    problems = list(settled.left_out)
    if "<" in text:
        if settled.shown:
            problems += _outside_code(raw, settled.shown)
        raw, comments = only_markup(raw.replace(LESS, "&lt;"), _WRITTEN)
    if "<img" in raw.lower():
        raw = _IMAGE.sub(_link_to_image, raw)
    raw = re.sub(r"<(/?)h([12])\b", lambda match: f"<{match[1]}h{int(match[2]) + 2}", raw)
    cleaned: str = _cleaner().clean(raw)
    if comments:
        problems += settled.comments
    if lost := lost_words(settled.text, cleaned):
        word = next(iter(lost))
        message = f"'{word}' is left out" + (f", and {counted(len(lost) - 1, 'other word')}" if len(lost) > 1 else "")
        hint = "does a row of a table have more cells than its head?" if "|" in text else "write it in another way"
        problems.append(TagProblem("left-out", word, max(text.count(word) - 1, 0), message, hint))
    return Converted(cleaned, tuple(problems))


def page_to_html(text: str) -> str:
    """HTML for a page written by hand, where the site's own converter is not known, to see what it mentions: it is not
    cleaned, and not for browsers. Maths, which only that converter would know, is left out. Raises TooWildError.
    """
    _refuse_wild(text)
    return _convert(guard_bars(without_maths(text)))


def without_maths(text: str) -> str:
    """`text` with formulas as pymdownx.arithmatex reads them blanked out, at its old length."""
    if "\\" not in text and "$" not in text:
        return text
    return _MATHS.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def _refuse_wild(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise TooWildError(f"it has {len(text):,} characters; {MAX_CHARACTERS:,} are the limit")
    for mark in "[<`*_&":
        if text.count(mark) > _MAX_MARKS:
            raise TooWildError(f"it has more than {_MAX_MARKS:,} of '{mark}'")
    if re.search(rf"^(?:[ \t]|>[ \t]?){{{_MAX_INDENT},}}\S", text, re.MULTILINE):
        raise TooWildError("it is nested too deep")


def _convert(text: str) -> str:
    try:
        return _converter().reset().convert(text)
    except RecursionError:
        raise TooWildError("it is nested too deep") from None


def _outside_code(raw: str, shown: Mapping[int, TagProblem]) -> list[TagProblem]:
    """What is said of each LESS in `raw`, by its number, but for those in code, which are meant to be shown."""
    kept: list[TagProblem] = []
    number = depth = 0
    for piece, is_tag in pieces(raw):
        if is_tag and tag_name(piece)[0] in ("code", "pre"):
            depth += -1 if tag_name(piece)[1] else 1
        for _ in range(piece.count(LESS)):
            if not depth and number in shown:
                kept.append(shown[number])
            number += 1
    return kept


def _link_to_image(match: re.Match[str]) -> str:
    # A picture from elsewhere would tell that place who reads the page: a link asks the reader first.
    found = {name.lower(): double or single for name, double, single in _ATTRIBUTE.findall(match[0])}
    source = found.get("src", "")
    title = f' title="{found["title"]}"' if found.get("title") else ""
    return f'<a href="{source}"{title}>{found.get("alt") or "picture"}</a>'


def pieces(markup: str) -> Iterator[tuple[str, bool]]:
    """The tags and texts of `markup` in order; True marks a tag (or comment). Texts keep their entities."""
    position = 0
    for match in _PIECE.finditer(markup):
        if match.start() > position:
            yield markup[position : match.start()], False
        yield match[0], True
        position = match.end()
    if position < len(markup):
        yield markup[position:], False


def tag_name(tag: str) -> tuple[str, bool]:
    """The name of a tag in small letters, and whether it closes an element."""
    match = re.match(r"</?\s*([a-zA-Z][\w-]*)", tag)
    return (match[1].lower() if match else ""), tag.startswith("</")


def plain(markup: str) -> str:
    """The text of `markup` on one line, without tags."""
    found = (
        text if not tag else " " if tag_name(text)[0] in BLOCKS or "<br" in text else "" for text, tag in pieces(markup)
    )
    return " ".join(html.unescape("".join(found)).split())
