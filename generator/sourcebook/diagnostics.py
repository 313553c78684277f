"""Problems as values: what is wrong, where, how bad, and the nearest right answer.

Nothing here decides what a problem leads to. The command line and the plugin do.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_LINES = 50
"""More problems than this are told by code."""


class Level(enum.Enum):
    """How bad a problem is. An error makes every command fail; a warning only a strict one; a gap none."""

    ERROR = "error"
    WARNING = "warning"
    GAP = "gap"


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A position in a file: the path as given, and line and column counted from one."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{printable(self.path)}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem. `hint` is the nearest right answer or the mend, without a closing full stop."""

    level: Level
    code: str
    message: str
    where: Where
    hint: str = ""

    def __str__(self) -> str:
        """One line: ``path:line:column: error: what is wrong; hint [code]``."""
        text = f"{self.message}; {self.hint}" if self.hint else self.message
        return f"{self.where}: {self.level.value}: {printable(text)} [{self.code}]"


def error(code: str, message: str, where: Where, hint: str = "") -> Diagnostic:
    """A problem that makes every command fail."""
    return Diagnostic(Level.ERROR, code, message, where, hint)


def warning(code: str, message: str, where: Where, hint: str = "") -> Diagnostic:
    """A problem that makes a strict command fail."""
    return Diagnostic(Level.WARNING, code, message, where, hint)


def in_order(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The problems by file and position, each once."""
    return tuple(sorted(set(problems), key=lambda p: (p.where, p.level.value, p.code, p.message)))


def report_lines(problems: Sequence[Diagnostic], most: int = MOST_LINES, each: int = 3) -> list[tuple[Level, str]]:
    """The lines that tell of `problems`, each with how bad what it tells of is.

    More than `most` are told by code, errors first, and the most frequent first: the first `each` in the order given,
    and how many more there are, with what most of these say.
    """
    if len(problems) <= most:
        return [(problem.level, str(problem)) for problem in problems]
    by_code: dict[tuple[Level, str], list[Diagnostic]] = {}
    for problem in problems:
        by_code.setdefault((problem.level, problem.code), []).append(problem)
    levels = list(Level)
    lines: list[tuple[Level, str]] = []
    for level, code in sorted(by_code, key=lambda sort: (levels.index(sort[0]), -len(by_code[sort]), sort[1])):
        group = by_code[level, code]
        lines += [(level, str(problem)) for problem in group[:each]]
        if len(group) > each:
            more = counted(len(group) - each, f"more {level.value}")
            lines.append((level, f"… and {more} [{code}]{_frequent(group[each:], group[:each])}"))
    return [*lines, (lines[0][0], f"{len(problems):,} problems in all; 'sourcebook check --all' prints each of them")]


def _frequent(more: Sequence[Diagnostic], told: Sequence[Diagnostic], most: int = 8) -> str:
    """What is said several times in `more`, but for what is told already: ``: unknown field 'county' (430), …``."""
    counts = Counter(problem.message for problem in more)
    for problem in told:
        del counts[problem.message]
    often = [f"{_shortened(words)} ({number:,})" for words, number in counts.most_common(most) if number > 1]
    return printable(f": {', '.join(often)}") if often else ""


def _shortened(words: str, most: int = 100) -> str:
    """`words`, of which what is to be done may be left out if they are many."""
    return words if len(words) <= most else words.partition("; ")[0]


def has_errors(problems: Iterable[Diagnostic]) -> bool:
    """Whether any problem is an error."""
    return any(problem.level is Level.ERROR for problem in problems)


def counted(number: int, noun: str, plural: str = "") -> str:
    """``1 source``, ``2 sources``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def nearest(word: str, known: Iterable[str], limit: int = 3) -> Sequence[str]:
    """Up to `limit` members of `known` that look most like `word`, best first; none if all are far."""
    from rapidfuzz import fuzz, process  # here, as it takes its time to load, and most runs have nothing to say

    choices = list(known)
    # Slips of the pen first; a part of a longer name ('gull' for 'gull-rock') only where nothing is that near.
    for scorer, least in ((fuzz.ratio, 70), (fuzz.WRatio, 72)):
        found = process.extract(
            word[:200], choices, scorer=scorer, processor=str.lower, limit=limit, score_cutoff=least
        )
        if found:
            return [choice for choice, score, _ in found if score >= found[0][1] - 8]
    return []


def spelled_like(word: str, known: Iterable[str], limit: int = 3) -> Sequence[str]:
    """Up to `limit` members of `known` that `word` is a slip of the pen for, or the beginning of; nearest first.

    For fixed lists of words. What only looks alike means something else there: 'settlement' is no 'statement'.
    """
    from rapidfuzz.distance import OSA  # here, as in `nearest`

    wanted = word[:200].lower()
    most = max(1, len(wanted) // 4)  # letters that are wrong, missing, too many, or change places
    found: list[tuple[int, str]] = []
    for choice in known:
        begun = len(wanted) > 2 and choice.lower().startswith(wanted)
        wrong = 0 if begun else OSA.distance(wanted, choice.lower(), score_cutoff=most)
        if wrong <= most and wrong < len(wanted):
            found.append((wrong, choice))
    least = min(found, default=(0, ""))[0]
    return [choice for wrong, choice in found if wrong == least][:limit]


def words_of(text: str, known: Iterable[str], limit: int = 3) -> Sequence[str]:
    """Up to `limit` members of `known` that are words of a longer text, the last one first: ``photograph`` of
    ``Panoramic photograph``."""
    words = re.findall(r"[\w-]+", text[:200].lower())
    return sorted(set(known).intersection(words), key=lambda word: -words.index(word))[:limit]


def did_you_mean(choices: Sequence[str]) -> str:
    """A question that offers the choices, or nothing when there are none."""
    return f"did you mean {' or '.join(choices)}?" if choices else ""


# Small letters of other scripts that look like Latin ones (UTS #39, confusables.txt).
_LOOKALIKES = str.maketrans("аеорсухѕіјһԁԛԝոսօοαιυν", "aeopcyxsijhdqwnuooaiuv")


def as_latin(text: str) -> str:
    """`text` with Latin letters for those of other scripts that look like them, if it has Latin letters too."""
    return text.translate(_LOOKALIKES) if re.search("[a-z]", text) else text


def looks_latin(text: str) -> str:
    """`` : its 'а' is U+0430, CYRILLIC SMALL LETTER A, not a Latin letter``; empty where all is as it looks."""
    latin = as_latin(text)
    found = next((letter for letter, other in zip(text, latin, strict=True) if letter != other), None)
    return f": its '{found}' is U+{ord(found):04X}, {unicodedata.name(found)}, not a Latin letter" if found else ""


def printable(text: str) -> str:
    """`text` with control characters and direction marks written out, so that no file can drive a terminal."""
    if text.isprintable():
        return text
    return "".join(
        c
        if c == " " or not unicodedata.category(c).startswith(("C", "Z")) or c in "\u200c\u200d"
        else f"\\u{ord(c):04x}"
        for c in text
    )
