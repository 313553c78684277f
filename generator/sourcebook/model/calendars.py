"""Days of the Julian calendar as days of the Gregorian one, which dates are written in."""

from __future__ import annotations

from sourcebook.model.date_syntax import Day


def from_julian(day: Day) -> Day:
    """The day of the proleptic Gregorian calendar that has this date in the Julian one. Years from -4800 on."""
    early = (14 - day.month) // 12  # January and February count to the year before, so that leap days come last
    year, month = day.year + 4800 - early, day.month + 12 * early - 3
    number = day.day + (153 * month + 2) // 5 + 365 * year + year // 4 - 32083  # of days since 4713 BC
    # Richards, Explanatory Supplement to the Astronomical Almanac (2013), 15.11.3
    shifted = number + 1401 + (4 * number + 274277) // 146097 * 3 // 4 - 38
    rest = 4 * shifted + 3
    within = 5 * (rest % 1461 // 4) + 2
    found_month = (within // 153 + 2) % 12 + 1
    return Day(rest // 1461 - 4716 + (14 - found_month) // 12, found_month, within % 153 // 5 + 1)
