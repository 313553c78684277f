"""Timelines as drawn: no name meets another or is cut, everything is linked, the same every time, quick and small."""

from __future__ import annotations

import re
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import combinations, pairwise

import pytest
from hypothesis import given

from sourcebook.model.dates import parse_date
from sourcebook.timeline import horizontal, vertical
from sourcebook.timeline.layout import Moment, Track, on_the_axis
from sourcebook.timeline.text_metrics import text_width, wrap_text
from tests.profiles import examples
from tests.timeline.made_up import crowd, moment, moments

Box = tuple[float, float, float, float]
SVG = "{http://www.w3.org/2000/svg}"
SIZES = {"sb-timeline__track": 11.5, "sb-timeline__gap": 11.5, "sb-timeline__day": 11.5, "sb-timeline__day sb-timeline__day--start": 11.5, "sb-timeline__year": 11.5}
LEADER = "sb-timeline__leader"
DRAWINGS: dict[str, Callable[[tuple[Moment, ...]], str]] = {
    "whole": horizontal.draw_horizontal,
    "small": lambda made: horizontal.draw_horizontal(made, horizontal.SMALL),
    "upright": vertical.draw_vertical,
}


def drawn(text: str) -> ET.Element:
    assert "style=" not in text and "nan" not in text and "id=" not in text.replace("data-id=", "")
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'  # which HTML knows by itself
    return ET.fromstring(text.replace("<svg ", f"<svg {spaces} ", 1))


def boxes(root: ET.Element) -> list[tuple[str, Box]]:
    """Every line of words in the picture, and where it stands: left, top, right, bottom."""
    lying = root.get("class") == "sb-timeline__horizontal"
    found = []
    for text in root.iter(f"{SVG}text"):
        kind = text.get("class") or ""
        size = SIZES.get(kind, 12.5 if lying else 13.0)
        y = float(text.get("y") or 0)
        for words, down in [(text.text or "", 0.0), *((span.text or "", float(span.get("dy") or 0)) for span in text)]:
            y += down
            x, wide = float(text.get("x") or 0), text_width(words, size)
            middle = lying and kind in ("sb-timeline__gap", "sb-timeline__day")
            left = x - wide if text.get("text-anchor") == "end" else x - wide / 2 if middle else x
            found.append((words, (left, y - size * 0.8, left + wide, y + size * 0.2)))
    return found


def meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] - 0.5 and b[0] < a[2] - 0.5 and a[1] < b[3] - 0.5 and b[1] < a[3] - 0.5


def check(text: str, made: tuple[Moment, ...]) -> None:
    root = drawn(text)
    _, _, wide, high = map(float, (root.get("viewBox") or "").split())
    found = boxes(root)
    for words, box in found:
        assert box[0] >= -0.5 and box[2] <= wide + 0.5 and box[1] >= 0 and box[3] <= high, f"{words} is cut: {box}"
    for (a, one), (b, other) in combinations(found, 2):
        assert not meet(one, other), f"{a} meets {b}: {one} {other}"
    if root.get("class") == "sb-timeline__horizontal":
        for pole in root.iter(f"{SVG}path"):
            if pole.get("class") == "sb-timeline__leader":
                x, start, end = map(float, re.findall(r"-?[\d.]+", pole.get("d") or ""))
                line = (x - 0.5, min(start, end), x + 0.5, max(start, end))
                assert not any(meet(line, box) for _, box in found), "a pole goes through words"
    for shape in (*root.iter(f"{SVG}circle"), *root.iter(f"{SVG}rect")):
        x = float(shape.get("cx") or shape.get("x") or 0)
        assert -1 <= x <= wide + 1 and float(shape.get("width") or 0) >= 0
    links = [link.get("data-id") for link in root.iter(f"{SVG}a")]
    assert sorted(filter(None, links)) == sorted(m.id for m, _ in on_the_axis(made)), "each moment has its mark"


@pytest.mark.parametrize("name", DRAWINGS)
@examples(60)
@given(made=moments)
def test_no_two_names_meet_and_none_is_cut(name: str, made: tuple[Moment, ...]) -> None:
    text = DRAWINGS[name](made)
    if text:
        check(text, made)


@pytest.mark.parametrize("name", DRAWINGS)
@pytest.mark.parametrize("years", [1, 10, 400])
def test_a_crowd_is_drawn_quickly_and_small(name: str, years: int) -> None:
    made = crowd(300, years)
    DRAWINGS[name](crowd(30, years))  # the first one reads the dates
    start = time.process_time()
    text = DRAWINGS[name](made)
    assert time.process_time() - start < 1  # 0.03 on a quiet machine
    assert len(text.encode()) < 125_000, "two drawings in 250 KB"
    check(text, made)
    assert 15 < text.count("<text") - text.count("sb-locator__scale") < 320


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_same_moments_make_the_same_picture_in_any_order(name: str) -> None:
    made = crowd(40)
    text = DRAWINGS[name](made)
    assert DRAWINGS[name](made[::-1]) == text


def test_names_of_most_weight_come_first_in_a_crowd() -> None:
    made = tuple(moment(n, "2023-02-22", f"The event of number {n}", Track.HAPPENED, n == 7) for n in range(60))
    for draw in DRAWINGS.values():
        text = draw(made)
        assert ">The event of number 7<" in text.replace(" <", "<") or "number 7" in re.sub(
            r"<title>.*?</title>", "", text
        )


@pytest.mark.parametrize(
    "made",
    [crowd(300, 1), crowd(300, 10), tuple(moment(n, "2023-02-22", f"Talks of number {n}") for n in range(60))],
    ids=["a year", "ten years", "a day"],
)
def test_names_in_a_crowd_that_stands_are_near_their_marks(made: tuple[Moment, ...]) -> None:
    """A name far below its mark would be read as that of another one: it is left out rather."""
    leaders = [path for path in drawn(vertical.draw_vertical(made)).iter(f"{SVG}path") if path.get("class") == LEADER]
    ends = [map(float, re.findall(r"-?[\d.]+", path.get("d") or "")) for path in leaders]
    assert ends and all(abs(mark - name) < 60 for _, mark, _, name in ends)


def test_few_names_are_all_shown() -> None:
    made = tuple(moment(n, f"2023-02-{10 + n}", f"Talks of day {n}") for n in range(12))
    for draw in DRAWINGS.values():
        text = re.sub(r"<title>.*?</title>", "", draw(made))
        assert all(re.search(rf"[ >]{n}<", text) for n in range(12))


def test_how_sure_a_date_is_can_be_seen() -> None:
    def shapes(date: str) -> str:
        text = horizontal.draw_horizontal((moment(1, date),))
        return re.sub(
            r"[-\d. ]+", "", "".join(re.findall(r"<(?:circle|rect|path class=\"sb-timeline__(?:connector|open-end)\")[^>]*", text))
        )

    assert shapes("2023-02-22") == '<circlecx=""cy=""r=""/'
    assert shapes("2023-02").startswith('<rectx=""')
    assert 'class="sbtimeline__marklasting"' in shapes("2023-02-01/2023-02-20")
    assert 'class="sbtimeline__markhedged"' in shapes("2023-02-22~")
    assert shapes("[2023-02-22..]").startswith('<pathclass="sbtimeline__openend"') and "oneof" in shapes("[2023-02-22..]")
    assert shapes("[2023-02-18,2023-02-22]").count('<circleclass="sbtimeline__markoneof"') == 2
    assert "connector" in shapes("[2023-02-18,2023-02-22]") and "oneof" not in shapes("{2023-02-18,2023-02-22}")


def test_a_mark_says_in_words_what_it_is_and_leads_there() -> None:
    wild = Moment("m", '<b>"&', parse_date("2023-02-22"), "../a/?x=1&y", kind="Talks", title="The <talks>")
    for draw in DRAWINGS.values():
        text = draw((wild,))
        assert "<title>22 February 2023 · Talks · The &lt;talks&gt;</title>" in text
        assert 'href="../a/?x=1&amp;y"' in text and "<b>" not in text


def test_nothing_is_drawn_of_nothing() -> None:
    for draw in DRAWINGS.values():
        assert draw(()) == "" == draw((Moment("m", "M", None, ""), Moment("n", "N", parse_date("../.."), "")))


def test_the_two_axes_are_apart_and_share_the_scale() -> None:
    made = (moment(1, "2023-02-22"), moment(2, "2023-02-22", "Paper", Track.PUBLISHED))
    for draw in DRAWINGS.values():
        circles = list(drawn(draw(made)).iter(f"{SVG}circle"))
        (ax, ay), (bx, by) = ((float(c.get("cx") or 0), float(c.get("cy") or 0)) for c in circles)
        assert (ax == bx and by - ay > 40) or (ay == by and ax - bx > 40)


def test_lines_are_even_and_end_in_an_ellipsis_only_where_they_must() -> None:
    assert wrap_text("Talks in Kabul", 12, 200, 100, 3) == ("Talks in Kabul",)
    assert wrap_text("Trilateral meeting of foreign ministers", 12, 150, 170, 3) == (
        "Trilateral meeting",
        "of foreign ministers",
    )
    long = wrap_text("word " * 40, 12, 100, 100, 3)
    assert len(long) == 3 and long[-1].endswith(" …") and all(text_width(line, 12) <= 100 for line in long)
    assert all(text_width(line, 12) <= 100 for line in wrap_text("x" * 50, 12, 100, 100, 9))
    assert text_width("کابل", 10) > text_width("", 10) == 0 and text_width("外", 10) == 10


def test_bars_in_a_crowd_are_apart() -> None:
    made = tuple(moment(n, f"{1990 + n // 12}-{n % 12 + 1:02}") for n in range(450))
    for text in (horizontal.draw_horizontal(made), vertical.draw_vertical(made)):
        (path,) = (path for path in drawn(text).iter(f"{SVG}path") if path.get("class") == "sb-timeline__crowd")
        lanes: dict[str, list[tuple[float, float]]] = {}
        for line in re.split(" (?=M)", path.get("d") or ""):
            x, y, way, end = re.fullmatch(r"M([\d.]+) ([\d.]+)([HV])([\d.]+)", line).groups()  # type: ignore[union-attr]
            across, start = (y, x) if way == "H" else (x, y)
            lanes.setdefault(across, []).append((float(start), float(end)))
        assert sum(map(len, lanes.values())) == 450
        for marks in lanes.values():
            marks.sort()
            assert all(before[1] + 3.5 <= after[0] for before, after in pairwise(marks))


@pytest.mark.parametrize("name", DRAWINGS)
@pytest.mark.parametrize("dates", [["-0999/-0800"], ["-2000-03-29"], ["-0043-03-15", "0079-08-24", "0106"], ["-0009/0010"]])
def test_years_before_our_era_find_room(name: str, dates: list[str]) -> None:
    made = tuple(moment(n, date) for n, date in enumerate(dates))
    both = (*made, moment(9, dates[0], "Paper", Track.PUBLISHED))
    for these in (made, both):
        text = DRAWINGS[name](these)
        check(text, these)
        assert " BC" in text
