"""What is wrong with a text that is not a date, and the nearest that is one: ``ca. 1870`` is written ``1870~``."""

from __future__ import annotations

import calendar
import re
import unicodedata

from sourcebook.model import date_phrases
from sourcebook.model.calendars import from_julian
from sourcebook.model.date_syntax import DateForm, days_in, read_edtf
from sourcebook.model.date_words import year_words

_HOW_TO = "write '2023', '2023-02', '2023-02-22', or '2023-02-22~' for about"
_FULL = re.compile(r"(-?[0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?([?~%]?)")
_UNKNOWN = re.compile(
    r"n\.? ?d\.?|s\.? ?d\.?|s\.? ?a\.?|n/a|no date|sine dato|undated|not dated|date unknown|unknown( date)?|not known"
    r"|none|null|nil|tbd|/|\.\.|\.\./|/\.\.|\?+|-+|x{4}(-xx){0,2}|u{4}(-uu){0,2}"
)
_TIME = re.compile(r"(?:(.*[0-9].*?)(?:t|,? ))?[0-9]{1,2}:[0-9]{2}.*")
_HOUR = re.compile(
    r",? ?(?:\bat )?\b[0-9]{1,2}(?:[:.][0-9]{2}){0,2} ?(?:[ap]\.? ?m\b\.?|o'clock|(?:noon|midnight)\b)|"
    r",? ?(?:\bat )?\b[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\b,?"
)
_CALENDAR = re.compile(
    r"(?:(?:o\.? ?s\.|old style|julian)(?: calendar)? )?(?P<date>.*?),? ?"
    r"(?:\(?(?P<calendar>o\.? ?s\.?|old style|julian(?: calendar)?|n\.? ?s\.?|new style|gregorian(?: calendar)?)\)?)?"
)
_TWO_YEARS = re.compile(r"(.*[a-z].* )([0-9]{4})/([0-9]{2}|[0-9]{4})")
_NUMERIC = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2}|(?:[0-9]+\.? )?[a-z]{3,}\.? '?[0-9]{2}")
_LONGEST = 80


def explain_bad_date(text: str) -> str:
    """Why `text` is no date and what to write, as the second half of a sentence."""
    plain = _plain(text)
    if len(text) > _LONGEST or not plain:
        return _HOW_TO
    if _UNKNOWN.fullmatch(plain):
        return "leave the field out: what is not known is shown as not known"
    if impossible := _impossible(text, plain):
        return impossible
    if _HOUR.search(plain) and (found := date_phrases.guess_dates(_HOUR.sub(" ", plain, count=1))):
        return f"the time of day is not kept here: write {_either(found)} and put it into the text"
    if timed := _TIME.fullmatch(plain):
        found = date_phrases.guess_dates(timed[1] or "")
        write = f"write {_either(found)} and " if found else ""
        return f"the time of day is not kept here: {write}put it into the text"
    if other := _other_calendar(plain):
        return other
    if numeric := _NUMERIC.fullmatch(plain):
        return _numeric(*numeric.groups())
    if _SHORT_YEAR.fullmatch(plain):
        return "write all four digits of the year, and the year first"
    if plain == "-0000":
        return "no such year: '0000' is 1 BC"
    if re.fullmatch(r"-[0-9]{1,4}", plain) and (year := int(plain)) < -1:
        return f"write '{year:05}' for {1 - year} BC, or '{year + 1:05}' for {-year} BC"
    found = date_phrases.guess_dates(plain)
    return f"write {_either(found)}" if found else _HOW_TO


def _other_calendar(plain: str) -> str:
    """Of a date that says which calendar it is of: what it is in the Gregorian one. Empty for any other text."""
    match = _CALENDAR.fullmatch(plain)
    date = match["date"] if match else plain
    if years := _TWO_YEARS.fullmatch(date):
        # The year began in March: what is 1732 by ours was 1731 by theirs.
        date = f"{years[1]}{years[2][: 4 - len(years[3])]}{years[3]}"
    elif date == plain:
        return ""
    found = date_phrases.guess_dates(date)
    if not found:
        return ""
    if match and re.match("n|g", match["calendar"] or ""):
        return f"write {_either(found)}: dates here are Gregorian"
    expression = read_edtf(found[0])
    if expression is None or expression.form is not DateForm.ONE or not expression.parts[0].day:
        return f"dates here are Gregorian: write {_either(found)} if it is far from the turn of a year or month"
    year, month, day = from_julian(expression.parts[0].first)
    return (
        f"dates here are Gregorian: write '{year:0{5 if year < 0 else 4}}-{month:02}-{day:02}', "
        "and put the Julian date into the text"
    )


def _plain(text: str) -> str:
    """`text` in small letters, with one kind of digits, dashes and spaces."""
    digits = (str(unicodedata.decimal(letter, letter)) for letter in text)
    return " ".join(re.sub("[‐‑‒–—−]", "-", "".join(digits)).lower().split())


def _either(found: tuple[str, ...]) -> str:
    quoted = " or ".join(f"'{one}'" for one in found)
    return f"{quoted}, with the quotes" if any(one[0] in "[{" for one in found) else quoted


def _numeric(one: str, two: str, year: str) -> str:
    readings = {f"{year}-{two:0>2}-{one:0>2}": "the day", f"{year}-{one:0>2}-{two:0>2}": "the month"}
    real = [(date, first) for date, first in readings.items() if read_edtf(date)]
    if not real:
        return "write year first; no such day, whichever of day and month comes first here"
    if len(real) == 1:
        return f"write year first: '{real[0][0]}'"
    return "write year first: " + ", or ".join(f"'{date}' if {first} comes first here" for date, first in real)


def _impossible(text: str, plain: str) -> str:
    """Of a text that has the form of a date: which day or month does not exist."""
    if date_phrases.is_years(plain):
        return ""
    pieces = [piece.strip() for piece in re.split(r"\.\.|[\[\]{},/]", text) if piece.strip()]
    for piece in pieces:
        match = _FULL.fullmatch(piece)
        if match and not read_edtf(piece):
            what = f"in '{piece}', " if len(pieces) > 1 else ""
            return what + _no_such(match[1], int(match[2]), match[3] or "", match[4])
    return ""


def _no_such(year: str, month: int, day: str, hedge: str) -> str:
    if year == "-0000":
        return "no such year: '0000' is 1 BC"
    known = f"{year}-{month:02}" if month else year
    if month == 0 or day == "00":
        what = "day" if month else "month"
        return f"no such {what}: leave out what is not known, as in '{known}{hedge}'"
    if month > 12:
        turned = f"{year}-{day}-{month:02}{hedge}"
        why = (
            "no such day: a season has no day"
            if 21 <= month <= 24
            else "no such month: months are '01' to '12', seasons '21' to '24'"
        )
        return f"{why}; if the day comes first here, write '{turned}'" if day and read_edtf(turned) else why
    longest = days_in(int(year), month)
    why = f"no such day: {calendar.month_name[month]} {year_words(int(year))} has {longest} days"
    if int(day) > 31:
        return why
    return f"{why}; did you mean '{known}-{longest}{hedge}' or '{year}-{month + 1:02}-01{hedge}'?"
