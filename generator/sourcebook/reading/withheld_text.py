"""What is kept back, in texts: links to it that published prose has, and messages that would tell its words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from sourcebook.diagnostics import Diagnostic, Where
from sourcebook.model.corpus import LineMap
from sourcebook.model.schema import FieldPath

_LINK = re.compile(r"\[\[\s*([^\[\]|\\]*?)\s*(?:\\?\|([^\[\]]*))?\]\]")
_KEEPS_BACK = re.compile(rb"^publish[ \t]*:[ \t]*(?!['\"]?(?:yes|true)\b)", re.MULTILINE | re.IGNORECASE)
_MAY_KEEP_BACK = re.compile(
    rb"\bprivate_notes\b|\bpublish\b['\"]?[ \t]*:[ \t]*(?!['\"]?(?:yes|true|digest|excerpt|full)\b)", re.IGNORECASE
)
_FORMERLY = re.compile(rb"^formerly[ \t]*:(.*(?:\r?\n[ \t]*-.*)*)", re.MULTILINE)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SAID = "it is kept back, so nothing of it is told here"
_CHECK = "'sourcebook check' says what is wrong"


def keeps_back(raw: bytes) -> bool:
    """Whether a file that makes no record says that it is one to keep back."""
    return _KEEPS_BACK.search(raw) is not None


def may_keep_back(raw: bytes) -> bool:
    """Whether a file that makes no record may have parts to keep back."""
    return _MAY_KEEP_BACK.search(raw) is not None


def former_ids_in(raw: bytes) -> Collection[str]:
    """The ids that a file which makes no record says that it had before."""
    found = _FORMERLY.search(raw)
    return _ID.findall(found[1].decode("utf-8", "replace")) if found else ()


def without_links(text: str, withheld: Collection[str]) -> tuple[str, tuple[tuple[str, int, int], ...]]:
    """A text without its links to these ids, in code, too: of ``[[id|words]]`` the words stay. And these links: the
    id, and from where to where in the text as given.
    """
    if "[[" not in text or not withheld:
        return text, ()
    found: list[tuple[str, int, int]] = []

    def shown(match: re.Match[str]) -> str:
        target = match[1].partition("#")[0].strip().lower()
        if target not in withheld:
            return match[0]
        found.append((target, *match.span()))
        return (match[2] or "").strip()

    left = _LINK.sub(shown, text)
    unfinished = _unfinished(frozenset(withheld))
    found += [(match[1].lower(), *match.span()) for match in unfinished.finditer(_blanked(text, found))]
    return unfinished.sub("", left), tuple(found)


def blank_links(text: str, withheld: Collection[str]) -> str:
    """The text at its old length, with spaces for its links to these ids."""
    return _blanked(text, without_links(text, withheld)[1])


def _blanked(text: str, spans: Iterable[tuple[str, int, int]]) -> str:
    for _, start, end in spans:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


@lru_cache(maxsize=8)
def _unfinished(withheld: frozenset[str]) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, withheld), key=len, reverse=True))
    return re.compile(rf"\[\[\s*({names})(?![\w-])", re.IGNORECASE)


def without_words(
    problems: Iterable[Diagnostic], files: Collection[str], spans: Mapping[str, Iterable[tuple[Where, Where]]]
) -> list[Diagnostic]:
    """The problems, those in what is kept back by code and place only: in these files, or between these positions of a
    file, the second excluded."""
    return [
        replace(problem, message=_SAID, hint=_CHECK)
        if problem.where.path in files
        or any(first <= problem.where < end for first, end in spans.get(problem.where.path, ()))
        else problem
        for problem in problems
    ]


def span_of(lines: LineMap, path: FieldPath) -> tuple[Where, Where]:
    """From where to where the part at `path` stands in its file, the second position excluded."""
    inside: list[tuple[int, int]] = []
    others: list[tuple[int, int]] = []
    for marks in (lines.marks, lines.keys):
        for other, mark in marks.items():
            (inside if other[: len(path)] == path else others).append(mark)
    first = min(inside, default=(1, 1))
    last = max(inside, default=(1, 1))
    end = min((mark for mark in others if mark > last), default=(1 << 30, 1))
    return Where(lines.path, *first), Where(lines.path, *end)


def moved_lines(lines: LineMap, gone: Collection[FieldPath]) -> LineMap:
    """Where values stand in a file, for the record without the items of lists at `gone`, so that the others move up."""

    def moved(marks: Mapping[FieldPath, tuple[int, int]]) -> dict[FieldPath, tuple[int, int]]:
        found = ((_moved(path, gone), mark) for path, mark in marks.items())
        return {path: mark for path, mark in found if path is not None}

    return replace(lines, marks=moved(lines.marks), keys=moved(lines.keys))


def _moved(path: FieldPath, gone: Collection[FieldPath]) -> FieldPath | None:
    found: list[str | int] = []
    for depth, step in enumerate(path):
        if path[: depth + 1] in gone:
            return None
        before = path[:depth]
        found.append(step - sum((*before, n) in gone for n in range(step)) if isinstance(step, int) else step)
    return tuple(found)
