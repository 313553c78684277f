"""From made-up figures: the promises are judged rightly, and the guide shows what was found."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from xml.etree import ElementTree

import pytest

from chart import draw
from contestants import CHANGED, COLD, HUGO, PLAIN, UNCHANGED
from figures import Figures, Series
from report import BEGIN, END, markdown, put_into, terminal
from verdicts import Verdict, verdicts

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "speed.md"


def series(*wall: float, memory: float = 100, pages: int = 100) -> Series:
    return Series(list(wall), [one * 0.9 for one in wall], [memory] * len(wall), 12.5, pages)


@pytest.fixture
def figures() -> Figures:
    """Two sizes, three runs; all promises are kept."""
    found = Figures(3, "pagefind", {"Python": "3.11.7", "Hugo": "0.1"}, {"cores": 2, "memory_gb": 8})
    for size, factor in ((1000, 1.0), (5000, 5.0)):
        found.builds[size] = {
            COLD: series(2 * factor, 1.9 * factor, 2.2 * factor, pages=size),
            UNCHANGED: series(0.4 * factor, 0.4 * factor, 0.4 * factor, pages=size),
            CHANGED: series(0.5 * factor, 0.5 * factor, 0.5 * factor, pages=size),
            HUGO: series(2 * factor, 2 * factor, 2.4 * factor, pages=size),
            PLAIN: series(7 * factor, 7 * factor, 7 * factor, pages=size),
        }
        found.source_pages_kb[size] = (59.0, 21.0)
    found.serve_own = [0.4, 0.5, 0.7]
    found.serve[5000] = {COLD: [1.0, 1.1, 1.2], HUGO: [1.2, 1.1, 1.4], PLAIN: [40.0, 44.0]}
    found.search_kb[5000] = (300.0, 90.0)
    return found


def about(words: str, figures: Figures) -> Verdict:
    """The one promise that has these words."""
    (found,) = [one for one in verdicts(figures) if words in one.what]
    return found


def test_all_promises_are_kept(figures: Figures) -> None:
    judged = [one.met for one in verdicts(figures) if one.bound is not None]
    assert len(judged) == 13 and all(judged)


def test_a_ratio_is_taken_run_by_run(figures: Figures) -> None:
    hugo = about("clean build / Hugo", figures)
    assert hugo.found is not None and hugo.bound == 1.0
    assert hugo.found.low == pytest.approx(11 / 12)
    assert hugo.found.median == pytest.approx(0.95)
    assert hugo.found.high == pytest.approx(1.0)
    plain = about("preview of 5,000 documents / MkDocs", figures)
    assert plain.found is not None and plain.found.low == pytest.approx(0.025)
    assert plain.found.high == pytest.approx(0.025)  # two edits of theirs, three of ours: the third has no partner
    assert plain.met is None  # told, not promised


@pytest.mark.parametrize(
    ("words", "contestant", "wall"),
    [
        ("clean build / Hugo", HUGO, [9.0, 9.0, 9.0]),
        ("clean build / MkDocs", PLAIN, [29.0, 29.0, 29.0]),
        ("5,000 documents: nothing changed", UNCHANGED, [2.6, 2.6, 2.6]),
        ("5,000 documents: one record changed", CHANGED, [3.1, 3.1, 3.1]),
    ],
)
def test_a_build_too_slow_breaks_its_promise_and_no_other(
    figures: Figures, words: str, contestant: str, wall: list[float]
) -> None:
    figures.builds[5000][contestant].wall = wall
    assert [one.what for one in verdicts(figures) if one.met is False] == [about(words, figures).what]


def test_the_median_decides_but_for_memory(figures: Figures) -> None:
    figures.builds[5000][HUGO].wall = [1.0, 20.0, 20.0]
    assert about("clean build / Hugo", figures).met
    figures.builds[5000][COLD].memory = [200, 200, 400]
    assert about("peak memory", figures).met is False
    figures.builds[5000][COLD].memory = [200, 200, 399.9]
    assert about("peak memory", figures).met


def test_time_per_page_is_by_pages(figures: Figures) -> None:
    assert about("time per page", figures).met
    figures.builds[5000][COLD].pages = 4000
    found = about("time per page", figures)
    assert found.met is False and found.found is not None and found.found.median == pytest.approx(1.25)


def test_previews_searches_and_pages_are_judged(figures: Figures) -> None:
    figures.serve_own = [0.5, 0.7, 0.7]
    figures.serve[5000][HUGO] = [0.5, 0.5, 0.5]
    figures.search_kb[5000] = (501.0, 151.0)
    figures.source_pages_kb[5000] = (61.0, 21.0)
    unmet = [one.what for one in verdicts(figures) if one.met is False]
    assert unmet == [
        "preview of this site: from saving to served",
        "preview of 5,000 documents / Hugo’s server",
        "5,000 documents: the first search",
        "5,000 documents: the next search",
        "5,000 documents: the largest page of a source",
    ]


def test_what_was_not_measured_is_not_kept(figures: Figures) -> None:
    figures.search_kb.clear()
    figures.search_missing = "there is no Chromium here"
    first = about("first search", figures)
    assert first.found is None and first.met is None
    figures.serve[5000][HUGO] = []
    assert about("Hugo’s server", figures).met is None
    assert "| Hugo’s server, 5,000 documents | not measured | 0 |" in markdown(figures)
    assert "the first search (there is no Chromium here) | not measured | 500 KB |" in markdown(figures)


def test_nothing_measured_is_nothing_told() -> None:
    assert verdicts(Figures(5, "material")) == []


def test_the_tables_say_what_was_found(figures: Figures) -> None:
    text = markdown(figures)
    assert "| 5,000 documents: clean build / Hugo + Pagefind | 0.95 (0.92–1.00) | 1.00: kept |" in text
    assert "| 5,000 documents: peak memory of a clean build | 100 MB | under 400 MB: kept |" in text
    assert "| Hugo + Pagefind | 10.00 (10.00–12.00) | 9.00 (9.00–10.80) | 100 | 12.5 | 5,000 |" in text
    assert "| MkDocs + Material, 5,000 documents | 42.00 (40.00–44.00) s | 2 |" in text
    assert "Python 3.11.7, Hugo 0.1" in text and "2 cores with 8 GB" in text
    figures.builds[5000][HUGO].wall = [5.0, 5.0, 5.0]
    assert "clean build / Hugo + Pagefind | 2.00 (1.90–2.20) | 1.00: **not kept** |" in markdown(figures)
    assert "2.00 (1.90–2.20)" in terminal(figures)


def test_a_strict_policy_for_content_allows_the_figures(figures: Figures) -> None:
    text = markdown(figures)
    assert "style" not in text and "<script" not in text and ":--" not in text and "--:" not in text


def test_the_chart_is_to_scale(figures: Figures) -> None:
    svg = ElementTree.fromstring(draw(figures))
    bars = [float(bar.get("width", "")) for bar in svg.iter("rect")]
    assert len(bars) == 10
    cold, unchanged, changed, hugo, plain = bars[5:]
    for bar, times in ((unchanged, 0.2), (changed, 0.25), (hugo, 1), (plain, 3.5)):
        assert bar / cold == pytest.approx(times, 0.01)
    assert bars[:5] == bars[5:]  # each size has a scale of its own
    width, height = (float(svg.get(name, "")) for name in ("width", "height"))
    assert all(0 <= float(text.get("x", "")) <= width - 40 for text in svg.iter("text"))
    assert all(float(text.get("y", "")) <= height for text in svg.iter("text"))
    assert svg.get("role") == "img" and "1,000, 5,000 documents" in (svg.get("aria-label") or "")
    assert "10.0 s" in [text.text for text in svg.iter("text")]


def test_only_what_is_between_the_marks_is_written() -> None:
    page = f"# Speed\n\n{BEGIN}\nold\n{END}\n\nMore.\n"
    assert put_into(page, "new") == f"# Speed\n\n{BEGIN}\n\nnew\n\n{END}\n\nMore.\n"
    assert put_into(put_into(page, "new"), "new") == put_into(page, "new")
    for broken in ("no marks", f"{END} {BEGIN}", f"{page}{BEGIN}"):
        with pytest.raises(ValueError, match="once each"):
            put_into(broken, "new")


def test_the_guide_has_a_place_for_the_figures(figures: Figures) -> None:
    assert markdown(figures) in put_into(GUIDE.read_text("utf-8"), markdown(figures))


def test_the_figures_are_plain_values(figures: Figures) -> None:
    assert dataclasses.asdict(figures)["builds"][5000][HUGO]["wall"] == [10.0, 10.0, 12.0]
