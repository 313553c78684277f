"""What an EDTF text is made of: levels 0 and 1 (https://www.loc.gov/standards/datetime/), and sets of dates.

The calendar is the proleptic Gregorian one, whose year 0 is 1 BC. Only days that exist are read.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import product
from typing import NamedTuple


class Day(NamedTuple):
    """A day of the proleptic Gregorian calendar; year 0 is 1 BC. Days compare in time order."""

    year: int
    month: int
    day: int


class DateForm(Enum):
    """How the dates of an expression belong together."""

    ONE = "one"
    INTERVAL = "interval"
    ONE_OF = "one of"
    ALL_OF = "all of"


@dataclass(frozen=True, slots=True)
class DatePart:
    """One date, with as much of it as is known."""

    years: tuple[int, int]
    """The first and the last year that it can mean: ten years for ``187X``, a hundred for ``18XX``."""
    month: int
    """1 to 12, 21 to 24 for a season (spring, summer, autumn, winter), 0 where it is not known."""
    day: int
    """0 where it is not known."""
    time: str
    """The time of day as written, with its zone, or empty."""
    hedge: str
    """``~`` for approximate, ``?`` for uncertain, ``%`` for both, or empty."""
    first: Day
    last: Day

    @property
    def is_season(self) -> bool:
        """Whether it means a season."""
        return self.month > 12


class DateRange(NamedTuple):
    """One date (`start` is `end`), or a range; None is an end that is open or not known."""

    start: DatePart | None
    end: DatePart | None


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A whole EDTF text. One date and an interval have one member, a set has one for each of its elements."""

    form: DateForm
    members: tuple[DateRange, ...]
    unknown_end: bool = False
    """Whether an end is not known (``1985/``); otherwise a missing end is open (``1985/..``)."""

    @property
    def parts(self) -> tuple[DatePart, ...]:
        """Every date that stands in it, in order."""
        ends = (end for start, last in self.members for end in ((start,) if start is last else (start, last)))
        return tuple(end for end in ends if end)

    @property
    def first(self) -> Day | None:
        """The first day that it can mean; None where its beginning is open or not known."""
        days = [start.first if start else None for start, _ in self.members]
        return None if None in days else min(day for day in days if day)

    @property
    def last(self) -> Day | None:
        """The last day that it can mean; None where its end is open or not known."""
        days = [end.last if end else None for _, end in self.members]
        return None if None in days else max(day for day in days if day)

    @property
    def is_backwards(self) -> bool:
        """Whether any range of it ends before it begins."""
        return any(start and end and end.last < start.first for start, end in self.members)


_PART = re.compile(
    r"(-?[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)"
    r"(?:-(0[1-9]|1[0-2]|2[1-4]|XX)(?:-(0[1-9]|[12][0-9]|3[01]|XX))?)?"
    r"(T(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]|24:00:00)(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
    r"([?~%])?",
    re.ASCII,
)
_SET = {"[": ("]", DateForm.ONE_OF), "{": ("}", DateForm.ALL_OF)}
_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11)}
_WINTER = 24


@lru_cache(maxsize=65536)
def read_edtf(text: str) -> DateExpression | None:
    """What `text` says; None where it is none of these forms, or names a day that does not exist."""
    if text[:1] in _SET:
        closing, form = _SET[text[0]]
        return _set(form, text[1:-1]) if text.endswith(closing) else None
    if "/" in text:
        return _interval(*text.split("/", 1))
    one = _part(text)
    return DateExpression(DateForm.ONE, (DateRange(one, one),)) if one else None


def _interval(start: str, end: str) -> DateExpression | None:
    if (start in ("", "..") and end in ("", "..")) and (start, end) != ("..", ".."):
        return None
    found = [None if written in ("", "..") else _part(written) for written in (start, end)]
    if any(part is None and written not in ("", "..") for part, written in zip(found, (start, end), strict=True)):
        return None
    return DateExpression(DateForm.INTERVAL, (DateRange(found[0], found[1]),), "" in (start, end))


def _set(form: DateForm, inner: str) -> DateExpression | None:
    members = [_member(element.strip()) for element in inner.split(",")]
    if None in members:
        return None
    found = [member for member in members if member]
    # A set is open at its own ends only.
    opens_inside = any(m.start is None for m in found[1:]) or any(m.end is None for m in found[:-1])
    return None if opens_inside else DateExpression(form, tuple(found))


def _member(element: str) -> DateRange | None:
    start, dots, end = (piece.strip() for piece in element.partition(".."))
    if not dots:
        one = _part(element)
        return DateRange(one, one) if one else None
    first, last = _part(start), _part(end)
    if (start and not first) or (end and not last) or not (first or last):
        return None
    return DateRange(first, last)


def _part(text: str) -> DatePart | None:
    match = _PART.fullmatch(text)
    if not match or match[1] == "-0000":
        return None
    year, month, day, time, hedge = (piece or "" for piece in match.groups())
    years = int(year.replace("X", "0")), int(year.replace("X", "9"))
    known = int(month) if month.isdigit() else 0, int(day) if day.isdigit() else 0
    if (time and (hedge or "X" in year + month + day or not day)) or (known[0] > 12 and day):
        return None
    bounds = _bounds(years, *known)
    return DatePart(years, *known, time[1:], hedge, *bounds) if bounds else None


def _bounds(years: tuple[int, int], month: int, day: int) -> tuple[Day, Day] | None:
    """The first and the last day that are meant; None where there is none."""
    if month == _WINTER:  # the one that begins in that year
        return Day(years[0], 12, 1), Day(years[1] + 1, 2, days_in(years[1] + 1, 2))
    months = _SEASON_MONTHS.get(month) or ((month, month) if month else (1, 12))
    first = next(_days(range(years[0], years[1] + 1), range(months[0], months[1] + 1), day, 1), None)
    last = next(_days(range(years[1], years[0] - 1, -1), range(months[1], months[0] - 1, -1), day, -1), None)
    return (first, last) if first and last else None


def _days(years: range, months: range, day: int, end: int) -> Iterator[Day]:
    """The days of that number in these months, in their order; where it is not known, each month's first or last."""
    for year, month in product(years, months):
        longest = days_in(year, month)
        if day <= longest:
            yield Day(year, month, day or (1 if end > 0 else longest))


def days_in(year: int, month: int) -> int:
    """How many days a month has."""
    # The calendar repeats itself every 400 years, and Python's own knows no year before 1.
    return calendar.monthrange(year % 400 + 400, month)[1]
