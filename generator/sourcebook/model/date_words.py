"""How dates are said: in full, in a sentence, and in the shortest words that claim no more than is known."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence

from sourcebook.model.date_syntax import DateExpression, DateForm, DatePart, DateRange

_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_LONG_HEDGE = {"": "{}", "~": "about {}", "?": "{} (uncertain)", "%": "about {} (uncertain)"}
_SHORT_HEDGE = {"": "{}", "~": "about {}", "?": "{}?", "%": "about {}?"}
_LISTED = 3
"""Of more years than these a short form names the first and the last."""


def year_words(year: int) -> str:
    """A year as people count: ``1889``, ``44 BC`` for -43, ``1 BC`` for 0."""
    return str(year) if year > 0 else f"{1 - year} BC"


def lone_year(year: int) -> str:
    """A year that stands alone: ``AD 79``, so that nobody takes it for 1979."""
    return f"AD {year}" if 0 < year < 100 else year_words(year)


def in_words(said: DateExpression) -> str:
    """The whole date: ``22 February 2023``, ``about 2021``, ``on or after 22 February 2023``, ``1889 and 1891``."""
    if said.form is DateForm.INTERVAL:
        return _interval(said, "{} to {}")
    return _listed([_member(member, said.form) for member in said.members], said.form)


def when(said: DateExpression) -> str:
    """The same as an answer to “when?”: ``on 22 February 2023``, ``in September 2022``, ``from 2021 to 2022``."""
    if said.form is DateForm.INTERVAL:
        return _interval(said, "from {} to {}")
    found, before = [], ""
    for start, end in said.members:
        one = start if start is end else None
        preposition = _preposition(one) if one else ""
        words = _hedged(one) if one else _member(DateRange(start, end), said.form, "from {} to {}")
        found.append(f"{preposition} {words}" if preposition not in ("", before) else words)
        before = preposition
    return _listed(found, said.form)


def after_word(word: str, said: DateExpression) -> str:
    """The whole date behind a word such as “from”, “until” or “since”: ``from 1870 or earlier``."""
    words, (start, end) = in_words(said), said.members[0]
    known = start or end
    if len(said.members) > 1 or not known or (start and end) or words.startswith(f"{word} "):
        return f"{word} {words.removeprefix(f'{word} ')}"
    return f"{word} {_hedged(known)} or {'later' if start else 'earlier'}"


def in_short(said: DateExpression) -> str:
    """The shortest words: ``24 Feb 2023``, ``22 Feb 2023 or later``, ``from June 1891``, ``1870s``."""
    if said.form is DateForm.INTERVAL and said.parts and None in said.members[0]:
        return _short_open(said.members[0], DateForm.ALL_OF)
    if not said.parts:
        return in_words(said)
    if said.form is not DateForm.INTERVAL and len(said.members) == 1 and None in said.members[0]:
        return _short_open(said.members[0], said.form)
    if all(start and end for start, end in said.members):
        hedge = _strongest([part.hedge for part in said.parts])
        return _SHORT_HEDGE[hedge].format(_common(said.parts) or _years(said))
    words = [_short_member(member, said.form) for member in said.members]
    return _listed(list(dict.fromkeys(words)), said.form)


# In full -----------------------------------------------------------------------------------------


def _interval(said: DateExpression, closed: str) -> str:
    start, end = said.members[0]
    if start and end:
        return closed.format(_hedged(start), _hedged(end))
    if start:
        return f"from {_hedged(start)}" + (", end not known" if said.unknown_end else " on")
    if end:
        return f"until {_hedged(end)}" + (", beginning not known" if said.unknown_end else "")
    return "without known beginning or end"


def _member(member: DateRange, form: DateForm, all_of: str = "{} to {}") -> str:
    start, end = member
    if start and start is end:
        return _hedged(start)
    if start and end:
        range_ = "between {} and {}" if form is DateForm.ONE_OF else all_of
        return range_.format(_hedged(start), _hedged(end))
    known = start or end
    assert known is not None, "one end of a range is named"
    if form is DateForm.ONE_OF:
        return f"{_preposition(known)} or {'after' if start else 'before'} {_hedged(known)}"
    return f"from {_hedged(known)} on" if start else f"until {_hedged(known)}"


def _hedged(part: DatePart) -> str:
    return _LONG_HEDGE[part.hedge].format(_said(part))


def _preposition(part: DatePart) -> str:
    return "on" if part.day else "in"


def _said(part: DatePart) -> str:
    many = part.years[0] != part.years[1]
    alone = not part.month and not part.day
    years = f"the {_many_years(part)}" if many else lone_year(part.years[0]) if alone else year_words(part.years[0])
    if part.is_season:
        return f"{_SEASONS[part.month]} {'in ' * many}{years}"
    if part.month:
        words = f"{calendar.month_name[part.month]} {'in ' * many}{years}"
        words = f"{part.day} {words}" if part.day else words
    else:
        words = f"day {part.day} of an unknown month of {years}" if part.day else years
    return f"{words}, {part.time}" if part.time else words


def _many_years(part: DatePart) -> str:
    """A century or a decade. The first decade of a century has years, since “1800s” is also the whole century."""
    first, last = part.years
    if last - first > 10:
        number = first // 100 + 1
        suffix = "th" if number % 100 // 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{suffix} century"
    return f"{first}s" if first % 100 and first > 99 else f"years {_span(lone_year(first), lone_year(last))}"


def _listed(words: Sequence[str], form: DateForm) -> str:
    word = "or" if form is DateForm.ONE_OF else "and"
    return f"{', '.join(words[:-1])} {word} {words[-1]}" if len(words) > 1 else words[0]


# In short ----------------------------------------------------------------------------------------


def _brief(part: DatePart) -> str:
    """One date without its hedge: as much as is known of it, and at most the day."""
    if part.years[0] != part.years[1]:
        return _short_years(part)
    year = year_words(part.years[0])
    if part.is_season:
        return f"{_SEASONS[part.month]} {year}"
    if not part.month:
        return lone_year(part.years[0])
    month = f"{calendar.month_abbr[part.month]} {year}"
    return f"{part.day} {month}" if part.day else month


def _short_years(part: DatePart) -> str:
    return lone_year(part.years[0]) if part.years[0] == part.years[1] else _many_years(part).removeprefix("years ")


def _short_hedged(part: DatePart, say: Callable[[DatePart], str]) -> str:
    return _SHORT_HEDGE[part.hedge].format(say(part))


def _short_open(member: DateRange, form: DateForm) -> str:
    start, end = member
    known = start or end
    assert known is not None, "one end of a range is named"
    if form is DateForm.ONE_OF:
        return f"{_short_hedged(known, _brief)} or {'later' if start else 'earlier'}"
    words = _said(known).partition(", ")[0].removeprefix("the ")
    return f"{'from' if start else 'until'} {_SHORT_HEDGE[known.hedge].format(words)}"


def _short_member(member: DateRange, form: DateForm) -> str:
    start, end = member
    if start and end:
        words = _short_hedged(start, _short_years)
        return words if start is end else _span(words, _short_hedged(end, _short_years))
    return _short_open(member, form)


def _common(parts: Sequence[DatePart]) -> str:
    """What all the dates share, if that is a year or less; else nothing."""
    words = {_brief(part) for part in parts}
    if len(words) == 1:
        return words.pop()
    years = {year for part in parts for year in part.years}
    if len(years) > 1:
        return ""
    months = {part.month for part in parts}
    year = years.pop()
    if len(months) == 1 and 1 <= (month := months.pop()) <= 12:
        return f"{calendar.month_abbr[month]} {year_words(year)}"
    return lone_year(year)


def _years(said: DateExpression) -> str:
    """The years of dates that have both ends and lie in several years."""
    whole = [(_short_years(start), _short_years(end)) for start, end in said.members if start and end]
    if said.form is DateForm.INTERVAL or (len(whole) == 1 and said.form is DateForm.ALL_OF):
        return _span(*whole[0])
    if len(whole) == 1:
        return f"between {whole[0][0]} and {whole[0][1]}"
    words = list(dict.fromkeys(start if start == end else _span(start, end) for start, end in whole))
    if len(words) <= _LISTED:
        return _listed(words, said.form)
    in_order = sorted(said.parts, key=lambda part: part.first)
    first, last = _short_years(in_order[0]), _short_years(in_order[-1])
    return f"between {first} and {last}" if said.form is DateForm.ONE_OF else f"from {first} to {last}, with gaps"


def _span(first: str, last: str) -> str:
    if first.endswith(" BC") and last.endswith(" BC"):
        first = first.removesuffix(" BC")
    if first.startswith("AD "):
        last = last.removeprefix("AD ")
    return f"{first}–{last}"


def _strongest(hedges: Sequence[str]) -> str:
    about, doubted = any(hedge in "~%" for hedge in hedges if hedge), any(hedge in "?%" for hedge in hedges if hedge)
    return "%" if about and doubted else "~" if about else "?" if doubted else ""
