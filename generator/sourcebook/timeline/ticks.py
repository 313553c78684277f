"""The marks of a scale: days, months or years, whichever can be read at its size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sourcebook.model.date_words import lone_year, year_words
from sourcebook.model.dates import Day
from sourcebook.model.languages import month_name
from sourcebook.timeline.days import day_of, next_month, number_of
from sourcebook.timeline.scale import AxisSegment
from sourcebook.words import say

_YEARS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000)
_MONTHS = (1, 3, 6)
_DAYS = {1: frozenset(range(1, 32)), 2: frozenset(range(1, 30, 2)), 5: frozenset(range(1, 27, 5))}
_MONTH_DAYS, _YEAR_DAYS = 30.4, 365.25


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark at a pixel: its words, and what they belong to where that is new (``Feb 2023`` for a day).

    A day's mark stands in its middle, a month's or a year's at its beginning.
    """

    at: float
    label: str
    context: str
    is_day: bool


def ticks(stretch: AxisSegment, day_room: float, month_room: float, year_room: float) -> tuple[Tick, ...]:
    """The finest marks whose words have so many pixels each; where none has, the beginning's month and year."""
    step = next((step for step in _DAYS if stretch.day * step >= day_room), 0)
    if step and (found := tuple(_days(stretch, step))):
        return found
    step = next((step for step in _MONTHS if stretch.day * _MONTH_DAYS * step >= month_room), 0)
    if step and (found := tuple(_months(stretch, step))) and found[0].at + month_room <= stretch.end:
        return found
    step = next((step for step in _YEARS if stretch.day * _YEAR_DAYS * step >= year_room), _YEARS[-1])
    if (found := tuple(_years(stretch, step))) and found[0].at + year_room <= stretch.end:
        return found
    year, month, _ = day_of(stretch.extent.first)
    return (
        Tick(
            stretch.start,
            month_name(month, short=True) if stretch.extent.days < _YEAR_DAYS else "",
            lone_year(year),
            False,
        ),
    )


def _days(stretch: AxisSegment, step: int) -> Iterator[Tick]:
    known = ""
    for number in range(stretch.extent.first, stretch.extent.last + 1):
        year, month, day = day_of(number)
        if day in _DAYS[step]:
            context = say("%(month)s %(year)s", month=month_name(month, short=True), year=year_words(year))
            at = stretch.start + (number + 0.5 - stretch.extent.first) * stretch.day
            yield Tick(at, str(day), context if context != known else "", True)
            known = context


def _months(stretch: AxisSegment, step: int) -> Iterator[Tick]:
    known: int | None = None
    year, month, day = day_of(stretch.extent.first)
    if day > 1:
        year, month = next_month(year, month)
    while (number := number_of(Day(year, month, 1))) <= stretch.extent.last:
        if (month - 1) % step == 0:
            at = stretch.start + (number - stretch.extent.first) * stretch.day
            yield Tick(at, month_name(month, short=True), lone_year(year) if year != known else "", False)
            known = year
        year, month = next_month(year, month)


def _years(stretch: AxisSegment, step: int) -> Iterator[Tick]:
    year, month, day = day_of(stretch.extent.first)
    year = _round_year(year + ((month, day) > (1, 1)), step)
    while (number := number_of(Day(year, 1, 1))) <= stretch.extent.last:
        yield Tick(stretch.start + (number - stretch.extent.first) * stretch.day, lone_year(year), "", False)
        year = _round_year(year + 1, step)


def _round_year(year: int, step: int) -> int:
    """The first year from `year` on that people count as round: 100 BC is the year -99, and there is no year 0."""
    if year <= 0 and (found := year + (1 - year) % step) <= 0:
        return found
    return max(year, 1) + -max(year, 1) % step
