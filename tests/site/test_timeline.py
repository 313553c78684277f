"""The timeline page in headless Chromium: filters, what was known when, by keyboard, on a phone, without a script."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.building import build_here, once_a_run
from tests.conftest import SMALL
from tests.site.accessibility import faults_of, on_every_screen
from tests.site.conftest import watched

pytestmark = pytest.mark.browser

EVENTS = {
    "ferry-lost": "name: Ferry lost\nkind: disaster\ndate: 2031-05-01\nplaces: gull-rock\nparticipants: [harbour-league, mara-quill]\nsources: [amber-times-2031-05-02, strait-letter]\n",
    "light-out": "name: The light is dark\nkind: other\ndate: 2031-04-24/2031-05-01\nplaces: gull-rock\nparticipants: [Ilse Varn]\nsources: [ballad, amber-times-2031-05-02, strait-letter, inquiry-2033]\n",
    "league-founded": "name: League founded\nkind: agreement\ndate: 1987~\nparticipants: [harbour-league]\nsources: inquiry-2033\n",
    "inquiry": "name: Inquiry into the loss\nkind: meeting\ndate: '[2033-02-03,2033-02-05]'\nplaces: dorrin\nparticipants: [mara-quill]\nsources: inquiry-2033\n",
    "relief": "name: Relief of the keeper\nkind: other\nplaces: gull-rock\nsources: strait-letter\n",
}
INQUIRY = "title: What the inquiry found\nkind: report\npublished: 2033-02\ndigest: The inquiry into the ferry.\n"
BALLAD = "title: The dark light\nkind: other\ndigest: A song.\n"


@pytest.fixture(scope="module")
def strait(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]) -> str:
    """The small corpus with events in it, built and served."""
    return serve_folder(once_a_run(tmp_path_factory, "strait", _build_strait) / "site") + "/"


def _build_strait(folder: Path) -> None:
    project = Path(shutil.copytree(SMALL, folder / "project"))
    events = project / "sources" / "events"
    events.mkdir(exist_ok=True)
    for file in events.glob("*.yml"):
        file.unlink()
    for name, text in EVENTS.items():
        (events / f"{name}.yml").write_text(text, "utf-8")
    (project / "sources" / "documents" / "inquiry-2033.yml").write_text(INQUIRY, "utf-8")
    (project / "sources" / "documents" / "ballad.yml").write_text(BALLAD, "utf-8")
    with (project / "docs" / "index.md").open("a", encoding="utf-8") as page:
        page.write("\n## When\n\n[[:timeline]]\n")
    configuration = project / "mkdocs.yml"
    configuration.write_text(
        configuration.read_text("utf-8").replace("  - Places: places/index.md\n", "  - Places: places/index.md\n  - Timeline: timeline/index.md\n"), "utf-8"
    )
    build_here(project, folder / "site")


@pytest.fixture
def page(browser: Browser, strait: str) -> Iterator[Page]:
    yield from watched(browser, strait)


def ready(page: Page) -> None:
    expect(page.locator("[data-sb-time][data-ready]")).to_be_attached()


def shown(page: Page) -> list[str]:
    return page.locator("[data-sb-events] > li:visible > div > a").all_inner_texts()


def marks(page: Page) -> Locator:
    return page.locator(".sb-timeline__horizontal .sb-timeline__marks--happened a:visible")


ALL = ["League founded", "The light is dark", "Ferry lost", "Inquiry into the loss", "Relief of the keeper"]


def test_everything_is_in_the_picture_and_in_the_lists(page: Page, strait: str) -> None:
    page.goto(strait + "timeline/")
    ready(page)
    assert shown(page) == ALL
    expect(marks(page)).to_have_count(4)  # one has no date
    expect(page.locator(".sb-timeline__horizontal .sb-timeline__marks--published a:visible")).to_have_count(3)
    expect(page.locator(".sb-page__section--undated li")).to_contain_text("Relief of the keeper")
    ferry = page.locator("li[data-id='ferry-lost']")
    expect(ferry).to_contain_text("1 May 2031")
    expect(ferry).to_contain_text("Disaster · Gull Rock · 2 participants · 2 sources, 1 origin")
    expect(ferry.get_by_role("link", name="Ferry lost")).to_have_attribute("href", "../events/ferry-lost/")
    expect(page.locator("[data-sb-published] li").last).to_contain_text("not dated")
    expect(page.locator("output")).to_have_text("5 events, 5 sources")
    expect(page.locator(".sb-timeline__horizontal .sb-timeline__gap").first).to_have_text("43 years")


def test_filters_hide_marks_and_items_and_stay_in_the_address(page: Page, strait: str) -> None:
    page.goto(strait + "timeline/")
    ready(page)
    page.get_by_label("Actor").select_option("mara-quill")
    expect(marks(page)).to_have_count(2)
    assert shown(page) == ["Ferry lost", "Inquiry into the loss"]
    expect(page.locator("output")).to_have_text("2 of 5 events, 3 of 5 sources")
    expect(page.locator(".sb-page__section--undated")).to_be_hidden()
    page.get_by_label("Place").select_option("gull-rock")
    assert shown(page) == ["Ferry lost"]
    page.wait_for_url("**/timeline/?actor=mara-quill&place=gull-rock")
    page.goto(page.url)
    ready(page)
    assert shown(page) == ["Ferry lost"]
    page.get_by_label("Actor").select_option("")
    page.get_by_label("Place").select_option("dorrin")  # Gull Rock lies in it
    assert shown(page) == ["The light is dark", "Ferry lost", "Inquiry into the loss", "Relief of the keeper"]
    page.get_by_label("Kind").select_option("meeting")
    assert shown(page) == ["Inquiry into the loss"]


def test_words_in_any_script_find_events_and_sources(page: Page, strait: str) -> None:
    page.goto(strait + "timeline/")
    ready(page)
    search = page.get_by_role("searchbox", name="Filter")
    search.fill("كويل")
    assert shown(page) == ["Ferry lost", "Inquiry into the loss"]
    search.fill("keeper statement")
    assert shown(page) == []
    expect(page.locator("[data-sb-published] > li:visible")).to_have_count(1)
    search.fill("<img src=x>")
    page.get_by_role("button", name="Show everything").click()
    assert shown(page) == ALL
    expect(search).to_be_focused()


def test_as_known_on_a_day_leaves_out_what_came_later(page: Page, strait: str) -> None:
    page.goto(strait + "timeline/")
    ready(page)
    unsure = page.locator("li[data-id='relief'] em")
    expect(unsure).to_be_hidden()
    page.get_by_label("As known on").fill("2031-05-02")
    assert shown(page) == ["The light is dark", "Ferry lost", "Relief of the keeper"]
    expect(unsure).to_be_visible()
    expect(page.locator("li[data-id='inquiry-2033']")).to_be_hidden()
    expect(page.locator("li[data-id='strait-letter']")).to_contain_text("may have been out by then")
    expect(page.locator("output")).to_have_text("3 of 5 events, 4 of 5 sources")
    expect(marks(page)).to_have_count(2)
    page.wait_for_url("**/timeline/?known=2031-05-02")
    page.get_by_label("As known on").fill("2031-05-01")  # the letter is made from what came out on the second
    assert shown(page) == ["The light is dark"], "who knows when the ballad was made?"
    expect(page.locator("li[data-id='strait-letter']")).to_be_hidden()
    page.get_by_label("As known on").fill("2033-02-02")  # the report of that month tells of the third
    assert shown(page) == ["The light is dark", "Ferry lost", "Relief of the keeper"]
    page.get_by_label("As known on").fill("2033-02-03")
    assert shown(page) == ALL


def test_figures_are_those_of_the_sources_known_by_then(page: Page, strait: str) -> None:
    page.goto(strait + "timeline/")
    ready(page)
    light, known = page.locator("li[data-id='light-out'] small"), page.get_by_label("As known on")
    whole = "Other · Gull Rock · 1 participant · 4 sources, 3 origins"
    expect(light).to_have_text(whole, use_inner_text=True)
    known.fill("2031-05-01")
    expect(light).to_have_text("Other · Gull Rock · 1 source, 1 origin · no dated source tells of it by then", use_inner_text=True)
    known.fill("2031-05-02")
    expect(light).to_have_text("Other · Gull Rock · 3 sources, 2 origins", use_inner_text=True)
    known.fill("2033-02-02")
    expect(light).to_have_text("Other · Gull Rock · 3 sources, 2 origins", use_inner_text=True)
    known.fill("2033-02-03")
    expect(light).to_have_text(whole, use_inner_text=True)
    known.fill("2031-05-02")
    page.wait_for_url("**/timeline/?known=2031-05-02")
    page.goto(page.url)
    expect(light).to_have_text("Other · Gull Rock · 3 sources, 2 origins", use_inner_text=True)
    known.fill("")
    expect(light).to_have_text(whole, use_inner_text=True)
    expect(page.locator("li[data-id='league-founded'] [data-figures]")).to_have_count(0)


@pytest.mark.parametrize("query", ["?known=yesterday", "?known=2031-13-45", "?actor=<b>", "?kind=nothing&place=nowhere&find="])
def test_an_address_that_makes_no_sense_does_no_harm(page: Page, strait: str, query: str) -> None:
    page.goto(strait + "timeline/" + query)
    ready(page)
    assert shown(page) == ALL


def test_by_keyboard_one_reaches_marks_and_can_skip_them(page: Page, strait: str) -> None:
    page.goto(strait + "timeline/")
    ready(page)
    page.get_by_label("As known on").focus()
    for _ in range(6):
        page.keyboard.press("Tab")
        if "Skip the picture" in page.evaluate("document.activeElement.textContent"):
            break
    skip = page.locator(".sb-timeline__skip")
    expect(skip).to_be_focused()
    assert (skip.bounding_box() or {"height": 0})["height"] > 10
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.querySelector('title').textContent") == "about 1987 · Agreement · League founded"
    skip.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/timeline/#in-time")
    page.keyboard.press("Tab")  # the heading's own link
    if page.locator(".headerlink:focus").count():
        page.keyboard.press("Tab")
    expect(page.locator("[data-sb-events] a:focus")).to_have_text("League founded")


def test_a_mark_leads_to_its_record(page: Page, strait: str) -> None:
    page.goto(strait + "timeline/")
    ready(page)
    page.locator(".sb-timeline__horizontal a[data-id='amber-times-2031-05-02'] text").click()
    page.wait_for_url("**/sources/amber-times-2031-05-02/")


def test_no_words_meet_in_the_browser(page: Page, strait: str) -> None:
    page.goto(strait + "timeline/")
    ready(page)
    for drawing in (".sb-timeline__horizontal", ".sb-timeline__vertical"):
        page.set_viewport_size({"width": 1280 if drawing == ".sb-timeline__horizontal" else 390, "height": 900})
        expect(page.locator(drawing)).to_be_visible()
        boxes = page.locator(f"{drawing} text").evaluate_all(
            "all => all.map(t => { const b = t.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom, t.textContent]; })"
        )
        frame = page.locator(drawing).bounding_box()
        assert frame and len(boxes) > 8
        for place, a in enumerate(boxes):
            assert a[0] >= frame["x"] - 1 and a[2] <= frame["x"] + frame["width"] + 1, a[4]
            for b in boxes[place + 1 :]:
                assert a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 3 or b[3] <= a[1] + 3, (a[4], b[4])


@on_every_screen
@pytest.mark.parametrize("path", ["timeline/", "timeline/?known=2031-05-02", "places/gull-rock/", "actors/harbour-league/"])
def test_pages_with_a_timeline_fit_and_are_accessible(browser: Browser, strait: str, path: str, width: int, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(strait + path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator(".sb-timeline svg:visible")).to_have_count(1)
    assert faults_of(page, ".md-content") == {}
    context.close()


def test_without_a_script_picture_and_lists_are_there(browser: Browser, strait: str) -> None:
    for page in watched(browser, strait, java_script_enabled=False, viewport={"width": 390, "height": 800}):
        page.goto(strait + "timeline/?actor=mara-quill")
        expect(page.locator(".sb-timeline__vertical .sb-timeline__marks--happened a:visible")).to_have_count(4)
        assert shown(page) == ALL
        for gone in (".sb-filter", "[data-sb-empty]", "[data-sb-unsure]", ".sb-timeline__horizontal"):
            expect(page.locator(gone).first).to_be_hidden()


def test_it_prints_black_on_white(browser: Browser, strait: str) -> None:
    for page in watched(browser, strait, color_scheme="dark"):
        page.goto(strait + "timeline/")
        ready(page)
        page.emulate_media(media="print")
        look = "e => [getComputedStyle(e).fill, getComputedStyle(e).stroke]"
        assert page.locator(".sb-timeline__horizontal .sb-timeline__marks--happened circle").first.evaluate(look)[1] == "rgb(0, 0, 0)"
        assert page.locator(".sb-timeline__horizontal .sb-timeline__marks--happened a text").first.evaluate(look)[0] == "rgb(0, 0, 0)"
        expect(page.locator(".sb-filter")).to_be_hidden()


def test_records_have_a_small_one_where_two_events_concern_them(page: Page, strait: str) -> None:
    page.goto(strait + "places/dorrin/")
    expect(page.locator("#timeline")).to_have_text("When¶")
    expect(page.locator(".sb-timeline--small .sb-timeline__horizontal .sb-timeline__marks--happened a")).to_have_count(3)
    expect(page.locator(".sb-timeline__wrapper .sb-details li")).to_have_count(4)
    page.get_by_role("link", name="All on the timeline").click()
    page.wait_for_url("**/timeline/?place=dorrin")
    assert "Ferry lost" in shown(page)
    page.goto(strait + "actors/amber-times/")
    expect(page.locator(".sb-timeline")).to_have_count(0)
