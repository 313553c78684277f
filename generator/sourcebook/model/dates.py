"""Dates as they are known: EDTF (https://www.loc.gov/standards/datetime/), levels 0 and 1, and sets of
alternatives such as ``[2023-02-18,2023-02-19]`` or ``[2023-02-22..]`` (on that day or later).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic_core import CoreSchema, PydanticCustomError, core_schema

Day = tuple[int, int, int]
"""Year, month, day; compares in time order."""

_PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%])?")
_PART = re.compile(
    r"(-?[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)"
    r"(?:-(0[1-9]|1[0-2]|2[1-4]|XX)(?:-([0-9]{2}|XX)(?:T([0-9:]+)(?:Z|[+-][0-9:]+)?)?)?)?([?~%])?"
)
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_HEDGE = {None: "{}", "~": "about {}", "?": "{} (uncertain)", "%": "about {} (uncertain)"}
_NUMERIC = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date as known. `text` is what the file says; `label` is for people.

    `earliest` and `latest` bound the time meant, in the proleptic Gregorian calendar; None is an open end.
    """

    text: str
    label: str
    earliest: Day | None
    latest: Day | None

    def __str__(self) -> str:
        return self.label

    @property
    def short(self) -> str:
        """The shortest words that say no more than is known: ``24 Feb 2023``, ``22 Feb 2023 or later``, ``2021``."""
        start, end = self.earliest, self.latest
        if start is None or end is None:
            known = start or end
            return f"{_brief(known, known)} or {'later' if start else 'earlier'}" if known else self.label
        if start[0] != end[0]:
            return f"{start[0]}–{end[0]}"
        words = _brief(start, end)
        return f"about {words}" if "~" in self.text or "%" in self.text else words + "?" * ("?" in self.text)

    @property
    def order(self) -> tuple[Day, Day, str]:
        """A key that sorts dates by when they begin, then end; an open beginning sorts by its end."""
        start = self.earliest or self.latest or (9999, 12, 31)
        return start, self.latest or (9999, 12, 31), self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> CoreSchema:
        return core_schema.no_info_after_validator_function(parse_date, core_schema.str_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"type": "string", "examples": ["2023-02-22", "2025-07", "2023-02-18~", "2021/2022"]}


def _brief(start: Day, end: Day) -> str:
    if start[:2] != end[:2]:
        return str(start[0])
    month = f"{calendar.month_abbr[start[1]]} {start[0]}"
    return f"{start[2]} {month}" if start == end else month


@lru_cache(maxsize=65536)
def parse_date(text: str) -> Edtf:
    """The date that `text` says.

    Raises PydanticCustomError with the code ``bad-date`` where it is not EDTF, or ends before it begins.
    """
    text = text.strip()
    plain = _PLAIN.fullmatch(text)
    earliest, latest = (plain and _plain_bounds(plain)) or _library_bounds(text)
    if earliest and latest and latest < earliest:
        raise _bad(text, "it ends before it begins")
    return Edtf(text, _label(text), earliest, latest)


def _plain_bounds(match: re.Match[str]) -> tuple[Day, Day] | None:
    """The first and last day of a plain date; None where it names no such day, or a season."""
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if not month:
        return (year, 1, 1), (year, 12, 31)
    if year < 1 or not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    if not day:
        return (year, month, 1), (year, month, last)
    return ((year, month, day), (year, month, day)) if day <= last else None


def _library_bounds(text: str) -> tuple[Day | None, Day | None]:
    """The bounds of any other EDTF, as python-edtf reads it (slow to import and to parse, so on demand)."""
    if _PLAIN.fullmatch(text) and not _PART.fullmatch(text):
        raise _bad(text, "no such day")
    if not _known_form(text):
        raise _bad(text, _HOW_TO)
    if text.startswith("/") or text.endswith("/"):
        raise _bad(text, "write '..' for an open end, as in '2023/..'")
    if numeric := _NUMERIC.fullmatch(text):
        day, month, year = numeric.groups()
        raise _bad(text, f"write year first: '{year}-{month:0>2}-{day:0>2}' if the day comes first here")
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parsed = parse_edtf(text)
    except (EDTFParseException, ValueError, TypeError, AttributeError, RecursionError):
        impossible = _PLAIN.fullmatch(text) is not None
        why = "no such day" if impossible else _HOW_TO
        raise _bad(text, why) from None
    return _bound(parsed.lower_strict), _bound(parsed.upper_strict)


_HOW_TO = "write '2023', '2023-02', '2023-02-22', or '2023-02-22~' for about"


def _known_form(text: str) -> bool:
    """Whether `text` is of levels 0 and 1, or a set of such: what labels and bounds are made for."""
    if _NUMERIC.fullmatch(text) or _PLAIN.fullmatch(text):
        return True  # told by what is wrong with them
    if text[:1] in "[{" and text[-1:] == {"[": "]", "{": "}"}.get(text[:1]):
        ends = [end for part in text[1:-1].split(",") for end in part.strip().split("..")]
        return any(ends) and all(not end or _PART.fullmatch(end) for end in ends)
    return all(end in ("", "..") or _PART.fullmatch(end) for end in text.split("/", 1)) and bool(text)


def _bound(ask: Any) -> Day | None:
    # python-edtf answers an open end with an infinity, or fails on the way to one.
    try:
        found = tuple(ask())[:3]
    except (TypeError, ValueError, OverflowError):
        return None
    return int(found[0]), int(found[1]), int(found[2])


def _bad(text: str, why: str) -> PydanticCustomError:
    return PydanticCustomError("bad-date", "'{text}' is not a date; {why}", {"text": text[:80], "why": why})


def _label(text: str) -> str:
    """Words for people: ``22 February 2023``, ``on or after 22 February 2023``, ``about 2021``."""
    if text[:1] in "[{" and text[-1:] in "]}":
        alternatives = [part.strip() for part in text[1:-1].split(",")]
        joined = " or " if text[0] == "[" else " and "
        return joined.join(_alternative(part, text[0] == "[") for part in alternatives)
    if "/" in text:
        start, _, end = text.partition("/")
        if start == "..":
            return f"until {_say(end)}"
        if end == "..":
            return f"from {_say(start)} on"
        return f"{_say(start)} to {_say(end)}"
    return _say(text)


def _alternative(part: str, one_of: bool) -> str:
    start, dots, end = part.partition("..")
    if not dots:
        return _say(part)
    if start and end:
        return f"{'between ' if one_of else ''}{_say(start)} {'and' if one_of else 'to'} {_say(end)}"
    return f"on or after {_say(start)}" if start else f"on or before {_say(end)}"


def _say(text: str) -> str:
    match = _PART.fullmatch(text)
    if not match:
        return text
    year, month, day, time, hedge = match.groups()
    words = f"the {year[:-1]}0s" if re.fullmatch(r"\d{3}X", year) else year
    if year.endswith("XX") and year[:2].isdigit():
        words = f"{year[:2]}00s"
    if month in _SEASONS:
        words = f"{_SEASONS[month]} {words}"
    elif month and month != "XX":
        words = f"{calendar.month_name[int(month)]} {words}" if month.isdigit() else f"{words}, month unclear"
        if day and day.isdigit():
            words = f"{int(day)} {words}"
    if time:
        words = f"{words}, {time}"
    return _HEDGE[hedge].format(words)
