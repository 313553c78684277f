"""Days as numbers, so that dates can be measured; and a stretch of time in words."""

from __future__ import annotations

from sourcebook.model.dates import Day
from sourcebook.words import say_count

_YEAR, _MONTH = 365.2425, 30.436875


def number_of(day: Day) -> int:
    """How many days after 1 January 1970 in the proleptic Gregorian calendar; years before 1 are fine.

    From Howard Hinnant, https://howardhinnant.github.io/date_algorithms.html#days_from_civil
    """
    year, month, date = day
    year -= month <= 2
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + date - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


def day_of(number: int) -> Day:
    """The day so many days after 1 January 1970.

    From Howard Hinnant, https://howardhinnant.github.io/date_algorithms.html#civil_from_days
    """
    number += 719468
    era = number // 146097
    of_era = number - era * 146097
    year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    part = (5 * of_year + 2) // 153
    month = part + (3 if part < 10 else -9)
    return Day(year + era * 400 + (month <= 2), month, of_year - (153 * part + 2) // 5 + 1)


def next_month(year: int, month: int, by: int = 1) -> tuple[int, int]:
    """The month that comes `by` months after one."""
    months = year * 12 + month - 1 + by
    return months // 12, months % 12 + 1


def how_long(days: int) -> str:
    """A length of time in the words one would say: ``12 days``, ``9 weeks``, ``26 months``, ``14 years``."""
    if days < 28:
        return say_count(days, "day")
    if days < 92:
        return say_count(round(days / 7), "week")
    if days < 36 * _MONTH:
        return say_count(round(days / _MONTH), "month")
    return say_count(round(days / _YEAR), "year")
