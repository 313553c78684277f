import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from sourcebook.model.dates import Edtf

_READ = TypeAdapter(Edtf)


@pytest.mark.parametrize(
    ("text", "label", "earliest", "latest"),
    [
        ("2023-02-22", "22 February 2023", (2023, 2, 22), (2023, 2, 22)),
        ("2025-07", "July 2025", (2025, 7, 1), (2025, 7, 31)),
        ("1945", "1945", (1945, 1, 1), (1945, 12, 31)),
        ("2024-02-29", "29 February 2024", (2024, 2, 29), (2024, 2, 29)),
        ("2023-02-18~", "about 18 February 2023", (2023, 2, 18), (2023, 2, 18)),
        ("2023?", "2023 (uncertain)", (2023, 1, 1), (2023, 12, 31)),
        ("2021/2022", "2021 to 2022", (2021, 1, 1), (2022, 12, 31)),
        ("2021-08/..", "from August 2021 on", (2021, 8, 1), None),
        ("../2021", "until 2021", None, (2021, 12, 31)),
        ("[2023-02-22..]", "on or after 22 February 2023", (2023, 2, 22), None),
        ("[..2023-02-24]", "on or before 24 February 2023", None, (2023, 2, 24)),
        ("[2023-02-18,2023-02-19]", "18 February 2023 or 19 February 2023", (2023, 2, 18), (2023, 2, 19)),
        ("[2025-05..2025-07]", "between May 2025 and July 2025", (2025, 5, 1), (2025, 7, 31)),
        ("2001-21", "spring 2001", (2001, 3, 1), (2001, 5, 31)),
        ("199X", "the 1990s", (1990, 1, 1), (1999, 12, 31)),
        ("2023-02-XX", "February 2023", (2023, 2, 1), (2023, 2, 28)),
    ],
)
def test_a_date_has_words_and_bounds(text: str, label: str, earliest: object, latest: object) -> None:
    date = _READ.validate_python(text)
    assert (date.label, date.earliest, date.latest, date.text) == (label, earliest, latest, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2024-02-30", "no such day"),
        ("2023-13", "no such day"),
        ("22.02.2023", "2023-02-22"),
        ("/2004", "'..' for an open end"),
        ("2011-05-02/", "'..' for an open end"),
        ("2023/2021", "ends before it begins"),
        ("yesterday", "is not a date"),
        ("9" * 5000, "is not a date"),
        ("", "is not a date"),
        ("2023-33", "is not a date"),
        ("2023-02?-18", "is not a date"),
        ("?2023", "is not a date"),
        ("٢٠٢٣", "is not a date"),
        ("2023-02-3X", "is not a date"),
        ("Y17E8", "is not a date"),
        ("[..]", "is not a date"),
    ],
)
def test_what_is_no_date_is_told_so(text: str, said: str) -> None:
    with pytest.raises(ValidationError, match="bad-date") as caught:
        _READ.validate_python(text)
    assert said in str(caught.value)


def test_dates_sort_by_beginning_whatever_their_form() -> None:
    texts = ["2025", "2023-02-22", "../2020", "2023-02", "[2023-02-22..]", "2021-08/..", "2023-02-22T10:00:00Z"]
    ordered = sorted((_READ.validate_python(text) for text in texts), key=lambda date: date.order)
    assert [date.text for date in ordered] == [
        "../2020", "2021-08/..", "2023-02", "2023-02-22", "2023-02-22T10:00:00Z", "[2023-02-22..]", "2025",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "short"),
    [("2023-02-24", "24 Feb 2023"), ("2025-07", "Jul 2025"), ("2021", "2021"), ("[2023-02-22..]", "22 Feb 2023 or later"), ("2023-02-18~", "about 18 Feb 2023"), ("2023?", "2023?"), ("2021/2022", "2021–2022")],
)
def test_a_short_form_for_citations(text: str, short: str) -> None:
    assert _READ.validate_python(text).short == short


@given(st.text("0123456789-/.[],~?%XT:Z {}", max_size=24))
def test_any_text_is_a_date_with_words_or_a_problem(text: str) -> None:
    try:
        date = _READ.validate_python(text)
    except ValidationError as problem:
        assert problem.errors()[0]["type"] == "bad-date"
    else:
        assert date.label and date.short and date.order
