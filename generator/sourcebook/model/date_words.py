"""How dates are said: in full, in a sentence, and in the shortest words that claim no more than is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sourcebook.model.date_syntax import DateExpression, DateForm, DatePart, DateRange
from sourcebook.model.languages import month_name
from sourcebook.words import say, to_be_said

_SEASONS = {21: to_be_said("spring"), 22: to_be_said("summer"), 23: to_be_said("autumn"), 24: to_be_said("winter")}
_ABOUT = to_be_said("about %(date)s")
_LONG_HEDGE = {
    "~": _ABOUT,
    "?": to_be_said("%(date)s (uncertain)"),
    "%": to_be_said("about %(date)s (uncertain)"),
}
_SHORT_HEDGE = {"~": _ABOUT, "?": to_be_said("%(date)s?"), "%": to_be_said("about %(date)s?")}
_AFTER = {
    "from": to_be_said("from %(date)s"),
    "until": to_be_said("until %(date)s"),
    "since": to_be_said("since %(date)s"),
    "as of": to_be_said("as of %(date)s"),
}
_FROM_ON = to_be_said("from %(date)s on")
_FROM_TO = to_be_said("from %(start)s to %(end)s")
_LISTED = 3
"""Of more years than these a short form names the first and the last."""


def year_words(year: int) -> str:
    """A year as people count: ``1889``, ``44 BC`` for -43, ``1 BC`` for 0."""
    return str(year) if year > 0 else say("%(year)s BC", year=1 - year)


def lone_year(year: int) -> str:
    """A year that stands alone: ``AD 79``, so that nobody takes it for 1979."""
    return say("AD %(year)s", year=year) if 0 < year < 100 else year_words(year)


def in_words(said: DateExpression) -> str:
    """The whole date: ``22 February 2023``, ``about 2021``, ``on or after 22 February 2023``, ``1889 and 1891``."""
    if said.form is DateForm.INTERVAL:
        return _interval(said, to_be_said("%(start)s to %(end)s"))
    return _listed([_member(member, said.form) for member in said.members], said.form)


def when(said: DateExpression) -> str:
    """The same as an answer to “when?”: ``on 22 February 2023``, ``in September 2022``, ``from 2021 to 2022``."""
    if said.form is DateForm.INTERVAL:
        return _interval(said, _FROM_TO)
    found, before = [], ""
    for start, end in said.members:
        one = start if start is end else None
        preposition = to_be_said("on %(date)s" if one.day else "in %(date)s") if one else ""
        words = _hedged(one) if one else _member(DateRange(start, end), said.form, _FROM_TO)
        found.append(say(preposition, date=words) if preposition not in ("", before) else words)
        before = preposition
    return _listed(found, said.form)


def after_word(word: str, said: DateExpression) -> str:
    """The whole date behind “from”, “until”, “since” or “as of”: ``from 1870 or earlier``."""
    words, (start, end) = in_words(said), said.members[0]
    known = start or end
    if said.form is not DateForm.ONE_OF and known and word == ("" if start and end else "from" if start else "until"):
        return words  # it begins with that word
    if len(said.members) == 1 and known and not (start and end):
        words = say("%(date)s or later" if start else "%(date)s or earlier", date=_hedged(known))
    return say(_AFTER[word], date=words)


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
        return _with_hedge(_SHORT_HEDGE, hedge, _common(said.parts) or _years(said))
    words = [_short_member(member, said.form) for member in said.members]
    return _listed(list(dict.fromkeys(words)), said.form)


# In full -----------------------------------------------------------------------------------------


def _interval(said: DateExpression, closed: str) -> str:
    start, end = said.members[0]
    if start and end:
        return say(closed, start=_hedged(start), end=_hedged(end))
    if start:
        return say("from %(date)s, end not known" if said.unknown_end else _FROM_ON, date=_hedged(start))
    if end:
        return say("until %(date)s, beginning not known" if said.unknown_end else _AFTER["until"], date=_hedged(end))
    return say("without known beginning or end")


def _member(member: DateRange, form: DateForm, all_of: str = "%(start)s to %(end)s") -> str:
    start, end = member
    if start and start is end:
        return _hedged(start)
    if start and end:
        range_ = to_be_said("between %(start)s and %(end)s") if form is DateForm.ONE_OF else all_of
        return say(range_, start=_hedged(start), end=_hedged(end))
    known = start or end
    assert known is not None, "one end of a range is named"
    if form is DateForm.ONE_OF:
        if known.day:
            return say("on or after %(date)s" if start else "on or before %(date)s", date=_hedged(known))
        return say("in or after %(date)s" if start else "in or before %(date)s", date=_hedged(known))
    return say(_FROM_ON if start else _AFTER["until"], date=_hedged(known))


def _hedged(part: DatePart) -> str:
    return _with_hedge(_LONG_HEDGE, part.hedge, _said(part))


def _with_hedge(hedges: Mapping[str, str], hedge: str, words: str) -> str:
    return say(hedges[hedge], date=words) if hedge else words


def _said(part: DatePart, *, bare: bool = False) -> str:
    """One date; `bare`: without the article of several years, and without the time of day."""
    many = part.years[0] != part.years[1]
    alone = not part.month and not part.day
    if many:
        years = _many_years(part) if bare and alone else say("the %(years)s", years=_many_years(part))
    else:
        years = lone_year(part.years[0]) if alone else year_words(part.years[0])
    words = years
    if part.month:
        name = say(_SEASONS[part.month]) if part.is_season else month_name(part.month)
        words = say("%(month)s in %(years)s", month=name, years=years) if many else _of_year(name, years)
        if part.day and not part.is_season:
            words = _on_day(part.day, words)
    elif part.day:
        words = say("day %(day)s of an unknown month of %(year)s", day=part.day, year=years)
    return say("%(date)s, %(time)s", date=words, time=part.time) if part.time and not bare else words


def _of_year(month: str, year: str) -> str:
    """A month or a season of a year."""
    return say("%(month)s %(year)s", month=month, year=year)


def _on_day(day: int, month: str) -> str:
    """A day of a month of a year."""
    return say("%(day)s %(month)s", day=day, month=month)


def _many_years(part: DatePart, *, bare: bool = False) -> str:
    """A century or a decade. The first decade of a century has years, since “1800s” is also the whole century."""
    first, last = part.years
    if last - first > 10:
        number = first // 100 + 1
        suffix = "th" if number % 100 // 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return say("%(ordinal)s century", ordinal=f"{number}{suffix}", number=number)
    if first % 100 and first > 99:
        return say("%(year)ss", year=first)
    span = _span(lone_year(first), lone_year(last))
    return span if bare else say("years %(years)s", years=span)


def _listed(words: Sequence[str], form: DateForm) -> str:
    if len(words) == 1:
        return words[0]
    both = to_be_said("%(first)s or %(last)s" if form is DateForm.ONE_OF else "%(first)s and %(last)s")
    return say(both, first=", ".join(words[:-1]), last=words[-1])


# In short ----------------------------------------------------------------------------------------


def _brief(part: DatePart) -> str:
    """One date without its hedge: as much as is known of it, and at most the day."""
    if part.years[0] != part.years[1]:
        return _short_years(part)
    year = year_words(part.years[0])
    if part.is_season:
        return _of_year(say(_SEASONS[part.month]), year)
    if not part.month:
        return lone_year(part.years[0])
    month = _of_year(month_name(part.month, short=True), year)
    return _on_day(part.day, month) if part.day else month


def _short_years(part: DatePart) -> str:
    return lone_year(part.years[0]) if part.years[0] == part.years[1] else _many_years(part, bare=True)


def _short_hedged(part: DatePart, words: Callable[[DatePart], str]) -> str:
    return _with_hedge(_SHORT_HEDGE, part.hedge, words(part))


def _short_open(member: DateRange, form: DateForm) -> str:
    start, end = member
    known = start or end
    assert known is not None, "one end of a range is named"
    if form is DateForm.ONE_OF:
        return say("%(date)s or later" if start else "%(date)s or earlier", date=_short_hedged(known, _brief))
    words = _with_hedge(_SHORT_HEDGE, known.hedge, _said(known, bare=True))
    return say(_AFTER["from" if start else "until"], date=words)


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
        return _of_year(month_name(month, short=True), year_words(year))
    return lone_year(year)


def _years(said: DateExpression) -> str:
    """The years of dates that have both ends and lie in several years."""
    whole = [(_short_years(start), _short_years(end)) for start, end in said.members if start and end]
    if said.form is DateForm.INTERVAL or (len(whole) == 1 and said.form is DateForm.ALL_OF):
        return _span(*whole[0])
    if len(whole) == 1:
        return say("between %(start)s and %(end)s", start=whole[0][0], end=whole[0][1])
    words = list(dict.fromkeys(start if start == end else _span(start, end) for start, end in whole))
    if len(words) <= _LISTED:
        return _listed(words, said.form)
    in_order = sorted(said.parts, key=lambda part: part.first)
    first, last = _short_years(in_order[0]), _short_years(in_order[-1])
    if said.form is DateForm.ONE_OF:
        return say("between %(start)s and %(end)s", start=first, end=last)
    return say("from %(start)s to %(end)s, with gaps", start=first, end=last)


def _span(first: str, last: str) -> str:
    before, after = say("%(year)s BC", year=""), say("AD %(year)s", year="")  # said once of both
    if first.endswith(before) and last.endswith(before):
        first = first.removesuffix(before)
    if first.startswith(after):
        last = last.removeprefix(after)
    return f"{first}–{last}"


def _strongest(hedges: Sequence[str]) -> str:
    about, doubted = any(hedge in "~%" for hedge in hedges if hedge), any(hedge in "?%" for hedge in hedges if hedge)
    return "%" if about and doubted else "~" if about else "?" if doubted else ""
