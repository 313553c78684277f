"""Dates as they are known: which are read, which days they bound, and what is said of those that are none."""

from __future__ import annotations

import re
from datetime import date as civil
from datetime import timedelta

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from sourcebook.model.date_syntax import days_in, read_edtf
from sourcebook.model.dates import Day, Edtf, parse_date

_READ = TypeAdapter(Edtf)


def problem(text: str) -> str:
    with pytest.raises(ValidationError, match="bad-date") as caught:
        _READ.validate_python(text)
    return str(caught.value.errors()[0]["msg"])


@pytest.mark.parametrize(
    ("text", "words", "earliest", "latest"),
    [
        ("2023-02-22", "22 February 2023", (2023, 2, 22), (2023, 2, 22)),
        ("2025-07", "July 2025", (2025, 7, 1), (2025, 7, 31)),
        ("1945", "1945", (1945, 1, 1), (1945, 12, 31)),
        ("2024-02-29", "29 February 2024", (2024, 2, 29), (2024, 2, 29)),
        ("2000-02-29", "29 February 2000", (2000, 2, 29), (2000, 2, 29)),
        ("-0004-02-29", "29 February 5 BC", (-4, 2, 29), (-4, 2, 29)),
        ("2023-02-18~", "about 18 February 2023", (2023, 2, 18), (2023, 2, 18)),
        ("2023?", "2023 (uncertain)", (2023, 1, 1), (2023, 12, 31)),
        ("2023%", "about 2023 (uncertain)", (2023, 1, 1), (2023, 12, 31)),
        ("2021/2022", "2021 to 2022", (2021, 1, 1), (2022, 12, 31)),
        ("2021-08/..", "from August 2021 on", (2021, 8, 1), None),
        ("../2021", "until 2021", None, (2021, 12, 31)),
        ("1985/", "from 1985, end not known", (1985, 1, 1), None),
        ("2011-05-02/", "from 2 May 2011, end not known", (2011, 5, 2), None),
        ("/2004", "until 2004, beginning not known", None, (2004, 12, 31)),
        ("../..", "without known beginning or end", None, None),
        ("[2023-02-22..]", "on or after 22 February 2023", (2023, 2, 22), None),
        ("[..2023-02-24]", "on or before 24 February 2023", None, (2023, 2, 24)),
        ("[..1870]", "in or before 1870", None, (1870, 12, 31)),
        ("[2023-02-18,2023-02-19]", "18 February 2023 or 19 February 2023", (2023, 2, 18), (2023, 2, 19)),
        ("[2025-05..2025-07]", "between May 2025 and July 2025", (2025, 5, 1), (2025, 7, 31)),
        ("[1667,1668,1670..1672]", "1667, 1668 or between 1670 and 1672", (1667, 1, 1), (1672, 12, 31)),
        ("{1889,1891}", "1889 and 1891", (1889, 1, 1), (1891, 12, 31)),
        ("{..1983,1985}", "until 1983 and 1985", None, (1985, 12, 31)),
        ("2001-21", "spring 2001", (2001, 3, 1), (2001, 5, 31)),
        ("1999-24", "winter 1999", (1999, 12, 1), (2000, 2, 29)),
        ("199X", "the 1990s", (1990, 1, 1), (1999, 12, 31)),
        ("180X", "the years 1800–1809", (1800, 1, 1), (1809, 12, 31)),
        ("18XX", "the 19th century", (1800, 1, 1), (1899, 12, 31)),
        ("156X-12-25", "25 December in the 1560s", (1560, 12, 25), (1569, 12, 25)),
        ("190X-02-29", "29 February in the years 1900–1909", (1904, 2, 29), (1908, 2, 29)),
        ("2023-02-XX", "February 2023", (2023, 2, 1), (2023, 2, 28)),
        ("-0999~", "about 1000 BC", (-999, 1, 1), (-999, 12, 31)),
        ("-0043-03-15", "15 March 44 BC", (-43, 3, 15), (-43, 3, 15)),
        ("0000", "1 BC", (0, 1, 1), (0, 12, 31)),
        ("0079-08-24", "24 August 79", (79, 8, 24), (79, 8, 24)),
        ("0079", "AD 79", (79, 1, 1), (79, 12, 31)),
        ("-0043/0014", "44 BC to AD 14", (-43, 1, 1), (14, 12, 31)),
        ("2023-02-22T10:00:00Z", "22 February 2023, 10:00:00Z", (2023, 2, 22), (2023, 2, 22)),
    ],
)  # fmt: skip
def test_a_date_has_words_and_bounds(text: str, words: str, earliest: object, latest: object) -> None:
    date = _READ.validate_python(text)
    assert (date.in_words, date.earliest, date.latest, date.text) == (words, earliest, latest, text)


def test_a_date_as_a_string_is_data() -> None:
    for text in ("2023-02-22", "[..1870]", "-0999~", "{1889,1891}"):
        date = _READ.validate_python(text)
        assert f"{date}" == str(date) == "{}".format(date) == text  # noqa: UP032 - every way to make a string of it


def test_days_are_named() -> None:
    latest = parse_date("2023-02").latest
    assert latest is not None and (latest.year, latest.month, latest.day) == (2023, 2, 28)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # No such day or month
        ("2023-02-29", "no such day: February 2023 has 28 days; did you mean '2023-02-28' or '2023-03-01'?"),
        ("1900-02-29", "'1900-02-28' or '1900-03-01'"),
        ("2023-02-29~", "'2023-02-28~' or '2023-03-01~'"),
        ("2024-02-30", "no such day: February 2024 has 29 days; did you mean '2024-02-29' or '2024-03-01'?"),
        ("2023-02-29/2023-03-01", "in '2023-02-29', no such day: February 2023 has 28 days"),
        ("[2023-03-01,2023-02-29]", "in '2023-02-29', no such day"),
        ("{2023-02-29..2023-03-02}", "in '2023-02-29', no such day"),
        ("-0043-02-29", "no such day: February 44 BC has 28 days; did you mean '-0043-02-28' or '-0043-03-01'?"),
        ("2023-12-32", "no such day: December 2023 has 31 days"),
        ("2023-02-00", "no such day: leave out what is not known, as in '2023-02'"),
        ("2018-09-00", "as in '2018-09'"),
        ("2023-00", "no such month: leave out what is not known, as in '2023'"),
        ("2011-00", "as in '2011'"),
        ("1889-00-00", "as in '1889'"),
        ("1889-00-00~", "as in '1889~'"),
        ("2023-13", "no such month"),
        ("2023-13-05", "'2023-05-13'"),
        ("2001-21-05", "a season has no day; if the day comes first here, write '2001-05-21'"),
        # As people write dates
        ("before 1870", "write '[..1870]', with the quotes"),
        ("after 1900", "write '[1900..]', with the quotes"),
        ("since 1985", "'1985/..'"),
        ("1985-present", "'1985/..'"),
        ("1985-", "'1985/..' or '1985/'"),
        ("1985/unknown", "'1985/'"),
        ("until 1870", "'../1870'"),
        ("ca. 1870", "write '1870~'"),
        ("c1870", "'1870~'"),
        ("ca. 1870?", "'1870%'"),
        ("1870s", "write '187X'"),
        ("1800s", "write '18XX' or '180X'"),
        ("19th century", "write '18XX'"),
        ("Nineteenth Century", "'18XX'"),
        ("Spring 1889", "write '1889-21'"),
        ("May 1889", "write '1889-05'"),
        ("31 May 1889", "write '1889-05-31'"),
        ("Friday, May 31st, 1889", "'1889-05-31'"),
        ("1889-6-1", "write '1889-06-01'"),
        ("18890601", "'1889-06-01'"),
        ("1889-1890", "write '1889/1890'"),
        ("1889–90", "write '1889/1890'"),
        ("1889-90", "write '1889/1890'"),
        ("3-5 May 1889", "'1889-05-03/1889-05-05'"),
        ("between 1870 and 1875", "'[1870..1875]'"),
        ("1870 or 1871", "'[1870,1871]'"),
        ("500 BC", "write '-0499'"),
        ("c. 1000 BC", "write '-0999~'"),
        ("15 March 44 BC", "'-0043-03-15'"),
        ("1 BC", "'0000'"),
        ("5th century BC", "'-0499/-0400'"),
        ("-500", "write '-0500' for 501 BC, or '-0499' for 500 BC"),
        ("AD 79", "'0079'"),
        ("879", "'0879'"),
        ("31 May 89", "all four digits of the year"),
        ("79", "all four digits of the year"),
        ("n.d.", "leave the field out: what is not known is shown as not known"),
        ("undated", "leave the field out"),
        ("Unknown", "leave the field out"),
        ("1889-05-31T16:07", "the time of day is not kept here: write '1889-05-31' and put it into the text"),
        ("31 May 1889, 4:07 pm", "the time of day is not kept here: write '1889-05-31'"),
        ("16:07", "the time of day is not kept here: put it into the text"),
        ("2023-02-22T99:10:10", "the time of day"),
        ("4:07 pm 31 May 1889", "the time of day is not kept here: write '1889-05-31' and put it into the text"),
        ("May 31, 1889, 4 p.m.", "the time of day is not kept here: write '1889-05-31' and put it into the text"),
        ("31 May 1889 at 5 o'clock", "the time of day is not kept here: write '1889-05-31'"),
        # Other calendars
        ("25 October 1917 (Old Style)", "dates here are Gregorian: write '1917-11-07', and put the Julian date into the text"),
        ("1752-09-02 O.S.", "write '1752-09-13'"),
        ("Julian calendar 4 October 1582", "write '1582-10-14'"),
        ("15 March 44 BC (Julian)", "write '-0043-03-13'"),
        ("11 February 1731/32", "write '1732-02-22'"),
        ("11 February 1731/32 O.S.", "write '1732-02-22'"),
        ("22 February 1732 N.S.", "write '1732-02-22'"),
        ("October 1917 (O.S.)", "write '1917-10' if it is far from the turn"),
        # Ranges
        ("1889-05-31 - 1889-06-02", "'1889-05-31/1889-06-02'"),
        ("1889-05-31 -- 1889-06-02", "'1889-05-31/1889-06-02'"),
        # Numbers in another order
        ("22.02.2023", "write year first: '2023-02-22'"),
        ("05/06/1889", "'1889-06-05' if the day comes first here, or '1889-05-06' if the month comes first here"),
        ("30.02.2023", "no such day, whichever of day and month comes first here"),
        # Marks in the wrong place
        ("2023-02?-18", "'2023-02-18?'"),
        ("?2023", "'2023?'"),
        ("~1870", "'1870~'"),
        ("187?", "'187X'"),
        ("1889-05-uu", "'1889-05-XX'"),
        ("٢٠٢٣", "'2023'"),
        ("2023-02-3X", "'2023-02'"),
        # Nothing to be made of it
        ("2023/2021", "ends before it begins"),
        ("[1672..1670]", "ends before it begins"),
        ("yesterday", "write '2023', '2023-02'"),
        ("9" * 5000, "write '2023', '2023-02'"),
        ("", "write '2023', '2023-02'"),
        ("Y17E8", "write '2023', '2023-02'"),
        ("[..]", "write '2023', '2023-02'"),
        ("[1870,]", "write '2023', '2023-02'"),
        ("[1870..,1890]", "write '2023', '2023-02'"),
        ("-0000", "no such year: '0000' is 1 BC"),
        ("-0000-01", "no such year: '0000' is 1 BC"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_told_what_to_write(text: str, said: str) -> None:
    found = problem(text)
    assert "is not a date" in found and said in found


def test_only_the_reading_that_is_a_date_is_offered() -> None:
    assert problem("05/31/1889").endswith("write year first: '1889-05-31'")
    assert "if" not in problem("31/05/1889").partition(";")[2]


@settings(deadline=None)
@given(st.text("0123456789-/.[],~?%XTu: abcdefghijklmnopqrstuvwxyz", max_size=30))
def test_every_date_that_is_offered_is_one(text: str) -> None:
    try:
        parse_date(text)
    except Exception as found:
        for offered in re.findall(r"'([^']*)'", str(found).partition("; ")[2].partition("shown as")[0]):
            assert read_edtf(offered) or offered in ("01", "12", "21", "24") or offered in text


def test_dates_sort_by_beginning_whatever_their_form() -> None:
    texts = ["2025", "2023-02-22", "../2020", "2023-02", "[2023-02-22..]", "2021-08/..", "2023-02-22T10:00:00Z", "-0043"]
    ordered = sorted((_READ.validate_python(text) for text in texts), key=lambda date: date.order)
    assert [date.text for date in ordered] == [
        "-0043", "../2020", "2021-08/..", "2023-02", "2023-02-22", "2023-02-22T10:00:00Z", "[2023-02-22..]", "2025",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("2023-02-24", "24 Feb 2023"), ("2025-07", "Jul 2025"), ("2021", "2021"), ("2023-02-18~", "about 18 Feb 2023"),
        ("[2023-02-22..]", "22 Feb 2023 or later"), ("2023?", "2023?"), ("2021/2022", "2021–2022"),
        ("[..1870]", "1870 or earlier"), ("[..1870-05~]", "about May 1870 or earlier"),
        ("1891-06/..", "from June 1891"), ("1870/..", "from 1870"), ("1985/", "from 1985"), ("../1870", "until 1870"),
        ("1870~/..", "from about 1870"), ("{1889,1891}", "1889 and 1891"), ("[1889,1891]", "1889 or 1891"),
        ("[1889..1891]", "between 1889 and 1891"), ("{1889..1891}", "1889–1891"),
        ("{1889,1890,1892,1895}", "from 1889 to 1895, with gaps"), ("[1889,1890,1892,1895]", "between 1889 and 1895"),
        ("[2023-02-18,2023-02-19]", "Feb 2023"), ("2023-02-01/2023-05-20", "2023"), ("187X", "1870s"),
        ("187X/189X", "1870s–1890s"), ("1889-21", "spring 1889"), ("1889-21/1891", "1889–1891"),
        ("18XX", "19th century"), ("180X", "1800–1809"), ("-0099/-0043", "100–44 BC"), ("-0043/0014", "44 BC–AD 14"),
        ("-0043-03-15", "15 Mar 44 BC"), ("2023%", "about 2023?"), ("{..1983,1985}", "until 1983 and 1985"),
    ],
)  # fmt: skip
def test_a_short_form_claims_no_more_than_is_known(text: str, short: str) -> None:
    assert _READ.validate_python(text).short == short


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2022-09", "in September 2022"), ("2022-09-05", "on 5 September 2022"), ("2022", "in 2022"),
        ("2022-09~", "in about September 2022"), ("199X", "in the 1990s"), ("1889-21", "in spring 1889"),
        ("2021/2022", "from 2021 to 2022"), ("2021/..", "from 2021 on"), ("[..1870]", "in or before 1870"),
        ("[2025-05..2025-07]", "between May 2025 and July 2025"), ("[1889,1891]", "in 1889 or 1891"),
        ("[1889-05-31,1891]", "on 31 May 1889 or in 1891"), ("{1889..1891}", "from 1889 to 1891"),
    ],
)  # fmt: skip
def test_when_something_was_said(text: str, when: str) -> None:
    assert _READ.validate_python(text).when == when


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2021-08", "from August 2021"), ("2021-08/..", "from August 2021 on"), ("[..1870]", "from 1870 or earlier"),
        ("[2021-08..]", "from August 2021 or later"), ("2021~", "from about 2021"), ("../2021", "from 2021 or earlier"),
        ("2021/", "from 2021, end not known"), ("[1889,1891]", "from 1889 or 1891"),
    ],
)  # fmt: skip
def test_a_date_behind_a_word(text: str, words: str) -> None:
    assert _READ.validate_python(text).after_word("from") == words


# Properties --------------------------------------------------------------------------------------

_YEARS = st.integers(-3000, 3000).map(lambda year: f"{year:04}" if year >= 0 else f"{year:05}")
_UNITS = st.one_of(
    st.builds("{}-{:02}-{:02}".format, _YEARS, st.integers(0, 13), st.integers(0, 32)),
    st.builds("{}-02-29".format, _YEARS),
    st.builds("{}-{:02}".format, _YEARS, st.integers(0, 25)),
    st.builds("{}-{:02}-XX".format, _YEARS, st.integers(1, 12)),
    _YEARS,
    st.integers(0, 299).map("{:03}X".format),
    st.integers(0, 29).map("{:02}XX".format),
    st.builds("{:03}X-{:02}-{:02}".format, st.integers(0, 299), st.integers(1, 12), st.integers(1, 31)),
)
_PARTS = st.builds("{}{}".format, _UNITS, st.sampled_from(["", "", "~", "?", "%"]))
_TEXTS = st.one_of(
    _PARTS,
    st.builds("{}/{}".format, _PARTS, st.one_of(_PARTS, st.sampled_from(["", ".."]))),
    st.builds("{}/{}".format, st.sampled_from(["", ".."]), _PARTS),
    st.builds("{1}{0}..{2}".format, _PARTS, st.sampled_from("[{"), st.just("")),
    st.lists(st.one_of(_PARTS, st.builds("{}..{}".format, _PARTS, _PARTS)), min_size=1, max_size=5).map(
        lambda found: "[" + ",".join(found) + "]"
    ),
    st.lists(st.one_of(_PARTS, st.builds("{}..{}".format, _PARTS, _PARTS)), min_size=1, max_size=5).map(
        lambda found: "{" + ",".join(found) + "}"
    ),
    st.builds("[{}..]".format, _PARTS),
    st.builds("[..{}]".format, _PARTS),
)


def is_real(day: Day) -> bool:
    """Whether there is such a day, as Python's own calendar sees it 400 years on or more."""
    try:
        return bool(civil(day.year % 400 + 400, day.month, day.day))
    except ValueError:
        return False


@settings(max_examples=150, deadline=None)
@given(_TEXTS)
def test_bounds_are_real_days_and_short_forms_claim_no_more_than_the_text(text: str) -> None:
    try:
        date = parse_date(text)
    except Exception as found:
        assert getattr(found, "type", "") == "bad-date", found
        return
    assert all(is_real(day) for day in (date.earliest, date.latest) if day)
    assert not (date.earliest and date.latest) or date.earliest <= date.latest
    words = date.short
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    month = "|".join(f"{name[:3]}|{name}" for name in months.split("|"))
    if re.search(rf"\b[0-9]{{1,2}} (?:{month})\b", words):
        assert re.search(r"[0-9X]-[01][0-9]-[0-3][0-9]", text), "a day is named that the text does not"
    if re.search(rf"\b(?:{month})\b", words):
        assert re.search(r"[0-9X]-[01][0-9]", text), "a month is named that the text does not"
    years = {part.years[0] for part in date.expression.parts if part.years[0] == part.years[1]}
    decades = {year for part in date.expression.parts if part.years[1] - part.years[0] > 0 for year in part.years}
    plain = re.sub(r"\b[0-9]{1,2} (?=[A-Z][a-z])", "", words)
    if "BC" not in plain and "century" not in plain:
        named = {int(number) for number in re.findall(r"[0-9]+(?!s)", re.sub(r"[0-9]+s\b", "", plain))}
        assert named <= years | decades, "a year is named that the text does not"
    if re.search("[~%]", text):
        assert "about" in words
    if re.search("[?%]", text):
        assert "?" in words


@given(st.dates(civil(1, 1, 1), civil(9998, 12, 31)))
def test_a_day_is_read_if_the_calendar_has_it(day: civil) -> None:
    assert parse_date(day.isoformat()).earliest == (day.year, day.month, day.day)
    if (day + timedelta(1)).day == 1:
        assert days_in(day.year, day.month) == day.day
        if day.day < 31:
            assert read_edtf(f"{day.isoformat()[:8]}{day.day + 1}") is None


@settings(max_examples=60, deadline=None)  # it is slow
@given(st.one_of(_PARTS, st.builds("{}/{}".format, _PARTS, _PARTS)))
def test_another_reader_of_edtf_sees_the_same_days(text: str) -> None:
    # That one takes a winter for December, turns the days of “-0043-01-XX” round, reads no day of a decade right, and
    # knows 29 February of every year.
    if re.search(r"-24|X-|-XX|-02-29", text):
        return
    try:
        date, other = parse_date(text), parse_edtf(text)
    except (PydanticCustomError, EDTFParseException):
        return
    theirs = [tuple(int(number) for number in ask()[:3]) for ask in (other.lower_strict, other.upper_strict)]
    assert [date.earliest, date.latest] == theirs


@given(st.text("0123456789-/.[],~?%XT:Z {}", max_size=24))
def test_any_text_is_a_date_with_words_or_a_problem(text: str) -> None:
    try:
        date = _READ.validate_python(text)
    except ValidationError as problem:
        assert problem.errors()[0]["type"] == "bad-date"
    else:
        assert date.in_words and date.short and date.when and date.after_word("from") and date.order
