"""Dates as people and catalogues write them, read into EDTF: ``31 May 1889``, ``ca. 1870``, ``500 BC``, ``1889-6-1``.

Each function gives the texts that its argument may mean, the likeliest first, and none where it is not understood.
Texts are in small letters, with plain dashes.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from sourcebook.model.date_syntax import DateForm, read_edtf

Dates = tuple[str, ...]

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if n}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if n} | {"sept": 9}
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
    *("twentieth", "twenty-first"),
)
_WEEKDAY = re.compile(rf"(?:{'|'.join(f'{day[:3].lower()}[a-z]*' for day in calendar.day_name)})[.,]* ")
_BC = re.compile(r"(.*?[0-9](?:st|nd|rd|th)?(?: c(?:ent(?:ury|\.)?|\.))?) ?(?:b\.? ?c\.?(?: ?e\.?)?|v\. ?chr\.)")
_AD = re.compile(r"(?:a\.? ?d\.? ?)([0-9].*)|(.*[0-9]) ?(?:a\.? ?d\.?|c\. ?e\.|ce|n\. ?chr\.)")
_CENTURY = re.compile(r"([0-9]{1,2}(?:st|nd|rd|th)|[a-z]+(?:-first)?) c(?:ent(?:ury|\.)?|\.)?")
_OPEN_END = re.compile(r"(.+?) ?(?:-|to|until) ?(?:present|now|today|open|ongoing|date|)")

_RANGES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:before|not after|no later than|bef\.?|ante|by|up to|<=?) ?(.+)"), "[..{}]"),
    (re.compile(r"(.+) (?:or|and) (?:earlier|before)"), "[..{}]"),
    (re.compile(r"(?:after|not before|no earlier than|aft\.?|post|>=?) ?(.+)"), "[{}..]"),
    (re.compile(r"(.+) (?:or|and) (?:later|after)"), "[{}..]"),
    (re.compile(r"(?:until|till) (.+)|(?:open|\.\.) ?/ ?(.+)"), "../{}"),
    (re.compile(r"(?:since|from) ([^/]+?)(?: on| onwards?)?|(.+?) ?/ ?open"), "{}/.."),
    (re.compile(r"(.+?) ?/ ?unknown"), "{}/"),
    (re.compile(r"unknown ?/ ?(.+)"), "/{}"),
)
_PAIRS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:between|betw\.?|bet\.?) (.+?) (?:and|&|to) (.+)"), "[{}..{}]"),
    (re.compile(r"(?:from )?(.+?) (?:to|until|till|through) (.+)"), "{}/{}"),
    (re.compile(r"(.+?),? or (.+)"), "[{},{}]"),
    (re.compile(r"(.+?),? (?:and|&) (.+)"), "{{{},{}}}"),
    (re.compile(r"(.+?) (?:-+|/) (.+)"), "{}/{}"),
    (re.compile(r"(.+?) ?[-/] ?(.+)"), "{}/{}"),
)
_HEDGES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:circa|ca?|about|abt|around|approx(?:imately)?|roughly|some time around|~)\.? ?(.+)"), "~"),
    (re.compile(r"(.+?) ?(?:~|\((?:ca?\.?|circa|approx\.?)\))"), "~"),
    (re.compile(r"(?:probably|possibly|perhaps|maybe|presumably|uncertain|\?) ?(.+)"), "?"),
    (re.compile(r"(.+?) ?(?:\?|\(\?\)|\(uncertain\))"), "?"),
)


def is_years(text: str) -> bool:
    """Whether it is two years with a dash between them, the second one perhaps in two digits: ``1889-90``."""
    return bool(_year_to_year(text))


def guess_dates(text: str) -> Dates:
    """What the whole text may mean: dates, ranges and sets, all of them EDTF that can be read."""
    text = text.strip(" .;,")
    tries: tuple[Callable[[str], Iterable[str]], ...] = (_year_to_year, _one, _ranges, _pairs)
    for find in tries:
        if found := _readable(find(text)):
            return found
    return ()


def _readable(found: Iterable[str]) -> Dates:
    said = ((text, read_edtf(text)) for text in found)
    return tuple(dict.fromkeys(text for text, expression in said if expression and not expression.is_backwards))


def _year_to_year(text: str) -> Dates:
    match = re.fullmatch(r"([0-9]{4}) ?[-/] ?([0-9]{4}|[0-9]{2})", text)
    if not match or (len(match[2]) == 2 and (int(match[2]) <= 12 or int(match[2]) <= int(match[1][2:]))):
        return ()
    return _readable([f"{match[1]}/{match[1][: 4 - len(match[2])]}{match[2]}"])


def _ranges(text: str) -> Iterable[str]:
    for pattern, form in _RANGES:
        if match := pattern.fullmatch(text):
            yield from (form.format(one) for one in _one(match[match.lastindex or 1]))
    if match := _OPEN_END.fullmatch(text):
        ends = ("..", "") if text[-1] == "-" else ("..",)
        yield from (f"{one}/{end}" for one in _one(match[1]) for end in ends)


def _pairs(text: str) -> Iterable[str]:
    for pattern, form in _PAIRS:
        if match := pattern.fullmatch(text):
            ends, starts = _one(match[2]), _one(match[1]) or _with_rest_of(match[1], match[2])
            yield from (form.format(start, end) for start in starts[:1] for end in ends[:1])


def _with_rest_of(start: str, end: str) -> Dates:
    """The date of a beginning that leaves out what its end says: ``3`` of ``3 to 5 May 1889``."""
    words = end.split()
    return next((found for n in range(1, len(words)) if (found := _one(f"{start} {' '.join(words[n:])}"))), ())


# One date ----------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)  # a text of many marks is asked for its pieces in many ways
def _one(text: str) -> Dates:
    text = re.sub(r"^(?:the|in|on|early|mid|late|during) (?:the )?", "", text.strip(" .;,"))
    if text[:1] == "[" and text[-1:] == "]":
        text = text[1:-1]
    for find in (_written, _before_our_era, _of_our_era, _long_time, _season, _named_month, _figures, _hedged, _marked):
        found = tuple(date for date in _readable(find(text)) if _is_one(date))
        if found:
            return found
    return ()


def _is_one(text: str) -> bool:
    expression = read_edtf(text)
    # A century before our era is an interval, as nothing shorter says it.
    return expression is not None and (expression.form is DateForm.ONE or text.startswith("-"))


def _written(text: str) -> Dates:
    """EDTF but for large letters, or with the ``u`` of an older form."""
    return (re.sub(r"(?<=[0-9])u|(?<=-)u|u(?=u)|(?<=X)u", "X", text.upper().replace("U", "u")).replace("u", "X"),)


def _hedged(text: str) -> Iterable[str]:
    if re.fullmatch(r"[0-9]{3}[-?]|[0-9]{2}(?:--|\?\?)", text):
        yield re.sub(r"[-?]", "X", text)
        return
    for pattern, mark in _HEDGES:
        if match := pattern.fullmatch(text):
            for one in _one(match[1]):
                yield one[:-1] + "%" if one[-1] in "~?%" and one[-1] != mark else one.rstrip(mark) + mark


def _marked(text: str) -> Iterable[str]:
    """Marks of doubt that stand inside are put at the end."""
    if marks := set(re.findall(r"[?~%]", text)):
        yield re.sub(r"[?~%]", "", text) + (marks.pop() if len(marks) == 1 else "%")
    else:  # a day of which one figure is known
        yield re.sub(r"-[0-3]x$", "", text)


def _before_our_era(text: str) -> Iterable[str]:
    match = _BC.fullmatch(text)
    if not match:
        return
    said = re.sub(r"^(?:circa|ca?|about|around)\.? ?", "", match[1])
    about = "~" if said != match[1] else ""
    if (century := _CENTURY.fullmatch(said)) and (number := _ordinal(century[1])):
        yield f"-{number * 100 - 1:04}/-{number * 100 - 100:04}".replace("-0000", "0000")
    rest, _, year = said.rpartition(" ")
    if year.isdecimal() and 0 < int(year) <= 10000:
        # Year 0 is 1 BC. A leap year of four digits stands in while the rest is read.
        astronomical = f"-{int(year) - 1:04}" if int(year) > 1 else "0000"
        for one in _one(f"{rest} 2000") if rest else ("2000",):
            yield astronomical + one[4:] + about


def _of_our_era(text: str) -> Iterable[str]:
    if match := _AD.fullmatch(text):
        rest, _, year = (match[1] or match[2]).strip().rpartition(" ")
        if year.isdecimal():
            yield from _one(f"{rest} {year:0>4}") if rest else (f"{year:0>4}",)
        else:
            yield from _one(f"{rest} {year}".strip())


def _long_time(text: str) -> Iterable[str]:
    if (match := _CENTURY.fullmatch(text)) and (number := _ordinal(match[1])):
        yield f"{number - 1:02}XX"
    if match := re.fullmatch(r"([0-9]{2,3})0'?s", text):
        if len(match[1]) == 3 and match[1][2] == "0":
            yield f"{match[1][:2]}XX"
        yield f"{match[1]:0>3}X"


def _ordinal(text: str) -> int:
    digits = re.match(r"[0-9]+", text)
    return int(digits[0]) if digits else _ORDINALS.index(text) + 1 if text in _ORDINALS else 0


def _season(text: str) -> Iterable[str]:
    found = re.fullmatch(r"([a-z]+),? (?:of )?([0-9]{4})", text) or re.fullmatch(r"([0-9]{4}),? ([a-z]+)", text)
    for name, year in (found.groups(), found.groups()[::-1]) if found else ():
        if name in _SEASONS:
            yield f"{year}-{_SEASONS[name]}"


def _named_month(text: str) -> Iterable[str]:
    """A month by its name, with a year of three or four digits, and perhaps a day."""
    words = re.findall(r"[a-z]+|[0-9]+", re.sub(r"(?<=[0-9])(?:st|nd|rd|th)\b|\bof\b", "", _WEEKDAY.sub("", text)))
    names = [_MONTHS[word] for word in words if word in _MONTHS]
    numbers = [word for word in words if word.isdecimal()]
    years = [word for word in numbers if 3 <= len(word) <= 4]
    days = [word for word in numbers if len(word) < 3]
    if len(names) == 1 and len(years) == 1 and len(days) < 2 and len(words) == 1 + len(numbers):
        yield "-".join([f"{years[0]:0>4}", f"{names[0]:02}", *(f"{day:0>2}" for day in days)])


def _figures(text: str) -> Iterable[str]:
    """Numbers alone: ``1889-6-1``, ``1889/6``, ``18890601``, ``05/31/1889``, ``5/1889``, ``879``."""
    if match := re.fullmatch(r"([0-9]{4})[-./ ]([0-9]{1,2})(?:[-./ ]([0-9]{1,2}))?", text):
        yield "-".join(f"{piece:0>2}" for piece in match.groups() if piece)
    if match := re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", text):
        yield "-".join(match.groups())
    if match := re.fullmatch(r"([0-9]{1,2})[-./ ]([0-9]{1,2})[-./ ]([0-9]{4})", text):
        yield f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}"
        yield f"{match[3]}-{match[1]:0>2}-{match[2]:0>2}"
    if match := re.fullmatch(r"([0-9]{1,2})[-./ ]([0-9]{4})", text):
        yield f"{match[2]}-{match[1]:0>2}"
    if re.fullmatch(r"[0-9]{3}", text):
        yield f"0{text}"
