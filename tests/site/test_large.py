"""Lists and pictures of a large site: light at first, whole for whoever asks, also without the script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from sourcebook.pages.plan import FIRST_ROWS
from sourcebook.timeline.layout import CLUSTER_SIZE
from tests.building import build, once_a_run
from tests.site.conftest import watched

MANY = 450
assert max(CLUSTER_SIZE, 2 * FIRST_ROWS) < MANY


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]) -> str:
    """A site of 450 sources, a day each, the last of them without a date; two events, which a few of them tell of."""
    return serve_folder(once_a_run(tmp_path_factory, "large", _build_large) / "site") + "/"


def _build_large(project: Path) -> None:
    for folder in ("sources/documents", "sources/events", "docs"):
        (project / folder).mkdir(parents=True)
    (project / "docs" / "index.md").write_text("# Home\n")
    (project / "mkdocs.yml").write_text(
        "site_name: Large\ntheme: {name: material, font: false}\nnav: [index.md, sources/index.md, timeline/index.md]\nplugins: [search, sourcebook]\n"
    )
    for number in range(MANY):
        when = f"published: {2001 + number // 28 // 12}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}\n" if number < MANY - 1 else ""
        kind = "analysis" if number % 9 == 0 else "news"
        title = f"Report {number:03} on {'tides' if number % 50 == 7 else 'grain'}"
        (project / "sources" / "documents" / f"d-{number:03}.yml").write_text(f"title: {title}\nkind: {kind}\n{when}")
    for name, cited in (("storm", "[d-007, d-008]"), ("harvest", "[d-300]")):
        (project / "sources" / "events" / f"{name}.yml").write_text(
            f"name: The {name}\nkind: attack\ndate: 2000-0{len(name) % 7 + 1}-20\nsources: {cited}\nsummary: It came.\n"
        )
    build(project, project / "site")


@pytest.fixture
def page(browser: Browser, large: str) -> Iterator[Page]:
    yield from watched(browser, large)


def shown(page: Page) -> list[str]:
    titles: list[str] = page.locator(".sb-grid tbody tr:visible td:first-child a").all_inner_texts()
    return titles


def marks(crowd: Locator) -> list[str]:
    return [mark for mark in re.split(" (?=M)", crowd.get_attribute("d") or "") if mark]


def test_a_long_index_shows_its_first_rows_and_more_for_whoever_asks(page: Page, large: str) -> None:
    page.goto(large + "sources/")
    rows, more = page.locator(".sb-grid tbody tr"), page.locator("[data-sb-more]")
    expect(rows).to_have_count(FIRST_ROWS)  # what is not shown is not laid out either
    expect(more).to_contain_text(f"Showing {FIRST_ROWS} of {MANY}.")
    expect(page.locator("output")).to_have_text(f"{MANY} sources")
    assert shown(page) == [f"Report {n:03} on {'tides' if n % 50 == 7 else 'grain'}" for n in range(FIRST_ROWS)]
    more.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(2 * FIRST_ROWS)
    expect(more.get_by_role("button")).to_be_focused()
    page.get_by_role("button", name="Kind").click()
    expect(rows).to_have_count(2 * FIRST_ROWS)  # another order of what is shown
    more.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(MANY)
    expect(more).to_be_hidden()
    expect(rows.nth(2 * FIRST_ROWS).locator("a").first).to_be_focused()


def test_all_rows_are_shown_and_printed_at_once(page: Page, large: str) -> None:
    rows = page.locator(".sb-grid tbody tr")
    page.goto(large + "sources/")
    page.get_by_role("link", name="Show all").click()
    expect(rows).to_have_count(MANY)
    assert page.url == large + "sources/"
    page.goto(large + "sources/?kind=analysis")
    expect(rows).to_have_count(MANY // 9)
    page.goto(large + "sources/")
    expect(rows).to_have_count(FIRST_ROWS)
    page.pdf()
    expect(rows).to_have_count(MANY)


def test_a_script_that_does_not_come_hides_nothing(browser: Browser, large: str) -> None:
    context = browser.new_context()
    context.route("**/sourcebook.js", lambda route: route.abort())
    page = context.new_page()
    page.goto(large + "sources/")
    visible = page.locator(".sb-grid tbody tr:visible")
    expect(visible).to_have_count(FIRST_ROWS)
    page.get_by_role("link", name="Show all").click()
    expect(visible).to_have_count(MANY)
    context.close()


def test_an_index_page_of_a_sites_own_shows_all_it_has(page: Page, large: str) -> None:
    """Its template may have one table body, and nothing to ask for more with."""
    page.route("**/sources/", lambda route: route.fulfill(body=_old(route.fetch().text()), content_type="text/html"))
    page.goto(large + "sources/")
    expect(page.locator("output")).to_have_text(f"{MANY} sources")
    expect(page.locator(".sb-grid tbody tr:visible")).to_have_count(MANY)


def _old(html: str) -> str:
    return re.sub(r'<p class="sb-text__muted sb-index__more".*?</p>', "", html, flags=re.DOTALL).replace(' class="sb-index__later-rows"', "")


def test_a_filter_finds_rows_that_are_not_shown_yet(page: Page, large: str) -> None:
    page.goto(large + "sources/")
    page.get_by_role("searchbox", name="Filter").fill("Tides")
    expect(page.locator(".sb-grid tbody tr:visible")).to_have_count(9)
    assert shown(page)[-1] == "Report 407 on tides"
    expect(page.locator("output")).to_have_text(f"9 of {MANY} sources")
    expect(page.locator("[data-sb-more]")).to_be_hidden()
    page.get_by_label("Kind").select_option("analysis")
    expect(page.locator(".sb-grid tbody tr:visible")).to_have_count(1)
    page.get_by_role("searchbox", name="Filter").fill("none such")
    expect(page.locator("[data-sb-empty]")).to_be_visible()
    page.get_by_role("button", name="Show everything").click()
    expect(page.locator(".sb-grid tbody tr:visible")).to_have_count(FIRST_ROWS)


def test_an_order_holds_for_all_rows_and_in_the_address(page: Page, large: str) -> None:
    page.goto(large + "sources/")
    page.get_by_role("button", name="Title").click()
    page.get_by_role("button", name="Title").click()
    assert shown(page)[0] == "Report 449 on grain" and len(shown(page)) == FIRST_ROWS
    page.goto(page.url)
    assert shown(page)[0] == "Report 449 on grain" and len(shown(page)) == FIRST_ROWS
    page.get_by_role("searchbox", name="Filter").fill("tides")
    assert shown(page)[0] == "Report 407 on tides" and shown(page)[-1] == "Report 007 on tides"


def test_all_is_there_without_the_script(browser: Browser, large: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(large + "sources/")
    expect(page.locator(".sb-grid tbody tr:visible")).to_have_count(MANY)
    expect(page.locator("[data-sb-more]")).to_be_hidden()
    page.goto(large + "timeline/")
    expect(page.locator("[data-sb-published] > li:visible")).to_have_count(MANY)
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_crowd_on_the_timeline_is_one_shape_that_follows_the_filters(browser: Browser, large: str, width: int) -> None:
    for page in watched(browser, large, viewport={"width": width, "height": 900}):
        page.goto(large + "timeline/")
        crowd = page.locator(".sb-timeline svg:visible .sb-timeline__crowd")
        expect(crowd).to_have_count(1)
        expect(page.locator("[data-sb-time][data-ready]")).to_be_visible()

        whole = marks(crowd)
        assert len(whole) == MANY - 1, "one has no date"
        ids = (crowd.get_attribute("data-ids") or "").split(" ")
        assert ids == [f"d-{number:03}" for number in range(MANY - 1)]
        page.get_by_role("searchbox", name="Filter").fill("tides")
        expect(page.locator("[data-sb-published] > li:visible")).to_have_count(9)
        assert marks(crowd) == [whole[n] for n in range(7, MANY, 50)]
        page.get_by_role("searchbox", name="Filter").fill("storm")
        expect(page.locator("[data-sb-published] > li:visible")).to_have_count(2)
        assert marks(crowd) == whole[7:9]
        page.get_by_role("searchbox", name="Filter").fill("none such")
        expect(page.locator("[data-sb-empty]")).to_be_visible()
        assert marks(crowd) == []
        page.get_by_role("button", name="Show everything").click()
        expect(page.locator("output")).to_have_text(f"2 events, {MANY} sources")
        assert marks(crowd) == whole
        assert page.locator(".sb-timeline svg:visible .sb-timeline__marks--happened a").count() == 2, "what is no crowd has its links"
        assert page.locator(".sb-timeline svg:visible .sb-timeline__marks--published a").count() < MANY / 4
