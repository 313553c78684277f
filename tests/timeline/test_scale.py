"""Scales of time: true to length, folded where nothing is, never out of order."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.model.dates import Day, parse_date
from sourcebook.timeline.days import day_of, how_long, number_of
from sourcebook.timeline.layout import on_the_axis, time_extents_of
from sourcebook.timeline.scale import Scale, lay_out
from sourcebook.timeline.span import Extent, Span, extent_of
from sourcebook.timeline.ticks import ticks
from tests.profiles import examples
from tests.timeline.made_up import moment, moments

EPOCH = date(1970, 1, 1)


def of(*dates: str) -> Scale:
    found = on_the_axis(moment(n, day) for n, day in enumerate(dates))
    reaches = time_extents_of(found)
    return lay_out(reaches, [64.0] * len(reaches), 80, 900, 84)


def breaks(*dates: str) -> list[str]:
    return [found.words for found in of(*dates).breaks()]


def extent(text: str) -> Extent:
    found = extent_of(parse_date(text))
    assert found is not None
    return found


def number(text: str) -> int:
    return (date.fromisoformat(text) - EPOCH).days


@given(st.dates())
def test_days_are_numbers_and_back(day: date) -> None:
    there = number_of(Day(day.year, day.month, day.day))
    assert there == (day - EPOCH).days
    assert day_of(there) == (day.year, day.month, day.day)


@given(st.integers(-4_000_000, 4_000_000))
def test_years_before_the_first_are_days_too(there: int) -> None:
    assert number_of(day_of(there)) == there


def test_what_dates_cover() -> None:
    day = number("2023-02-22")
    assert extent("2023-02-22") == Extent((Span(day, day),))
    assert extent("2023-02").spans == (Span(number("2023-02-01"), number("2023-02-28")),)
    assert extent("2023-02-22~").hedged and extent("2023-02?").hedged and not extent("2023").hedged
    assert extent("2023/2024").lasting and not extent("2023").lasting
    pair = extent("[2023-02-18,2023-02-22]")
    assert pair.one_of and pair.spans == (Span(number("2023-02-18"), number("2023-02-18")), Span(day, day))
    assert not extent("{2023-02-18,2023-02-22}").one_of
    assert extent("[2023-02-18..2023-02-22]").spans == (Span(number("2023-02-18"), day),)


def test_open_ends_stay_open() -> None:
    day = number("2023-02-22")
    assert extent("[2023-02-22..]").spans == (Span(day, day, False, True),)
    assert extent("../2023-02-22").spans == (Span(day, day, True, False),)
    assert extent("2023-02-22/").spans == (Span(day, day, False, True),)
    assert extent("/2023-02-22").spans == (Span(day, day, True, False),)
    assert extent("2023-02/..").spans == (Span(number("2023-02-01"), number("2023-02-28"), False, True),)
    assert extent_of(parse_date("../..")) is None


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 day"), (20, "20 days"), (70, "10 weeks"), (800, "26 months"), (4000, "11 years"), (700_000, "1,917 years")],
)
def test_lengths_in_words(days: int, words: str) -> None:
    assert how_long(days) == words


def test_long_empty_stretches_become_breaks_and_say_how_long() -> None:
    real = ("2023-02-17", "2023-02-18", "2023-02-22", "2025-04-19", "2025-05-31", "2025-07-10")
    assert breaks(*real) == ["25 months"]
    assert breaks("1947-08-14", *real) == ["76 years", "25 months"]
    assert breaks("1979/1989", "189X", "1996-09", "2001-10-07", "2021-08-15") == ["79 years", "20 years"]


@pytest.mark.parametrize(
    "dates",
    [
        ("2023-02-17",),
        ("1947", "2023"),
        ("1947", "1979", "2021"),
        ("2023-02-17", "2023-02-18", "2023-03-19"),
    ],
)
def test_what_can_be_drawn_is_not_folded(dates: tuple[str, ...]) -> None:
    assert breaks(*dates) == []


def test_a_long_reign_does_not_keep_open_what_it_covers() -> None:
    assert breaks("2001/2021", "2023-02-17", "2023-02-18", "2023-02-20")[0] == "21 years"


def test_days_are_of_one_length_unless_a_stretch_needs_more() -> None:
    reaches = time_extents_of(on_the_axis(moment(n, d) for n, d in enumerate(("2010-01-01", "2015-12-01"))))
    assert len(reaches) == 1
    scale = lay_out(reaches, [0.0], 0, 1000, 84)
    assert scale.at(number("2010-01-02")) - scale.at(number("2010-01-01")) == pytest.approx(scale.segments[0].day)
    two = of("2023-02-17", "2023-02-18", "2025-04-19", "2025-05-31").segments
    assert two[0].end - two[0].start == 64 and two[0].day > two[1].day


@examples(100)
@given(moments)
def test_folding_keeps_the_order_and_hides_no_moment(made: tuple) -> None:  # type: ignore[type-arg]
    found = on_the_axis(made)
    reaches = time_extents_of(found)
    assert all(a.last < b.first for a, b in itertools.pairwise(reaches)) and len(reaches) <= 7
    for _, covered in found:
        for span in covered.spans:
            for end in (span.first, span.last):
                assert sum(reach.first <= end <= reach.last for reach in reaches) == 1, (
                    "nothing begins or ends in a break"
                )
    scale = lay_out(reaches, [64.0] * len(reaches), 80, 900, 84)
    assert scale.segments[-1].end == pytest.approx(980)
    ends = sorted({end for _, e in found for s in e.spans for end in (s.first - 1, s.first, s.last, s.last + 1)})
    places = [scale.at(end) for end in ends]
    assert places == sorted(places) and places[0] + 0.001 >= 80 and places[-1] <= 980.001


@examples(100)
@given(moments)
def test_every_stretch_has_marks_in_order_that_can_be_read(made: tuple) -> None:  # type: ignore[type-arg]
    reaches = time_extents_of(on_the_axis(made))
    for stretch in lay_out(reaches, [64.0] * len(reaches), 80, 900, 84).segments:
        found = ticks(stretch, 21, 34, 42)
        assert found
        assert all(b.at - a.at >= 20.9 for a, b in itertools.pairwise(found) if b.label != "1")
        assert all(stretch.start <= tick.at <= stretch.end for tick in found)


def test_marks_are_days_months_or_years() -> None:
    def said(*dates: str) -> list[str]:
        return [f"{t.label} {t.context}".strip() for s in of(*dates).segments for t in ticks(s, 21, 34, 42)]

    assert said("2023-02-27", "2023-03-02") == ["27 Feb 2023", "28", "1 Mar 2023", "2"]
    assert said("2024-11-05", "2025-02-03") == ["Nov 2024", "Dec", "Jan 2025", "Feb"] or "6" in " ".join(
        said("2024-11-05", "2025-02-03")
    )
    assert said("1900", "2000")[:3] == ["1900", "1905", "1910"]
    assert said("2014")[0].startswith("Jan 2014")


def test_a_stretch_without_a_round_date_still_says_when_it_is() -> None:
    day = number("2023-02-20")
    narrow = lay_out(time_extents_of(on_the_axis([moment(0, "2023-02-20"), moment(1, "2023-02-21")])), [0.0], 0, 6, 0)
    assert [(t.label, t.context) for t in ticks(narrow.segments[0], 21, 34, 42)] == [("Feb", "2023")]
    assert day_of(day + int(timedelta(days=1).days)) == (2023, 2, 21)


def test_years_before_our_era_are_marked_as_people_count_them() -> None:
    def said(first: str, last: str, length: float = 900) -> list[str]:
        reaches = time_extents_of(on_the_axis([moment(0, f"{first}/{last}")]))
        (stretch,) = lay_out(reaches, [0.0], 0, length, 0).segments
        return [f"{tick.label} {tick.context}".strip() for tick in ticks(stretch, 21, 34, 55)]

    assert said("-0003", "0004", 480) == ["4 BC", "3 BC", "2 BC", "1 BC", "AD 1", "AD 2", "AD 3", "AD 4"]
    assert said("-0009", "0010")[3:7] == ["4 BC", "2 BC", "AD 2", "AD 4"]
    assert said("-0199", "0200", 600) == ["200 BC", "150 BC", "100 BC", "50 BC", "AD 50", "100", "150", "200"]
    assert said("-0043-03", "-0043-06", 160)[:2] == ["Mar 44 BC", "Apr"]
    assert said("-0043-03-14", "-0043-03-16") == ["14 Mar 44 BC", "15", "16"]
    assert said("0079-03", "0079-06", 160)[0] == "Mar AD 79"


def test_a_point_of_a_set_stays_a_point() -> None:
    assert extent("[1889]").one_of is False and extent("[1889..1891]").one_of and extent("[1889..]").one_of
    assert extent("{1889..1891}").one_of is False
