"""The joined scripts where browsers run them: on a web server, and from a disk, where modules are refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bundling.test_scripts import ENTRIES, FOLDER

pytestmark = pytest.mark.browser


def is_ours(place: str) -> bool:
    """Whether an error comes from our scripts: from a disk, the theme's own search has errors."""
    return "assets/sourcebook" in place


@pytest.mark.parametrize("way", ["http", "file"])
def test_pages_work_on_a_server_and_from_a_disk(browser: Browser, address: str, site: Path, way: str) -> None:
    start = address if way == "http" else f"{site.as_uri()}/"
    end = "" if way == "http" else "index.html"
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda problem: wrong.append(f"{problem} {problem.stack}"))
    page.on("console", lambda message: wrong.append(f"{message.text} {message.location['url']}") if message.type == "error" else None)

    page.goto(f"{start}actors/{end}")
    page.get_by_role("searchbox", name="Filter").fill("daesh")
    rows = page.locator(".sb-grid tbody tr:visible")
    expect(rows).to_have_count(1)
    page.get_by_role("searchbox", name="Filter").fill("no such thing")
    page.get_by_role("button", name="Show everything").click()
    page.get_by_role("button", name="Name").click()
    expect(page.locator("th").first).to_have_attribute("aria-sort", "ascending")
    expect(page).to_have_url(re.compile(r"\?sort=0$"))

    page.goto(f"{start}map/{end}?kind=district")
    expect(page.locator("[data-sb-map][data-ready] .sb-marker[title]")).to_have_count(2)
    expect(page.locator("output")).to_have_text("2 of 16 places")
    page.get_by_role("button", name="Show Bajaur on the map").click()
    expect(page.locator(".sb-popup__title")).to_have_text("Bajaur")

    page.goto(f"{start}timeline/{end}")
    expect(page.locator("[data-sb-time][data-ready]")).to_be_attached()
    before = page.locator("[data-sb-events] > li:visible").count()
    page.get_by_label("Place").select_option("torkham")
    expect(page.locator("output")).to_have_text(re.compile(rf"^\d+ of {before} events, "))
    assert 0 < page.locator("[data-sb-events] > li:visible").count() < before

    page.goto(f"{start}compare/{end}?a=aljazeera-2023-02-22&b=editorial-2023-02-24")
    expect(page.locator("[data-sb-compare] output")).not_to_be_empty()
    expect(page.locator("[data-sb-verdict]:visible").first).to_be_visible()
    context.close()
    assert [line for line in wrong if way == "http" or is_ours(line)] == []


@pytest.fixture
def blank(browser: Browser, serve_folder: Callable[[Path], str]) -> Page:
    page = browser.new_context().new_page()
    page.goto(serve_folder(FOLDER))
    return page


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_browser_runs_the_files_as_modules_too(blank: Page, entry: str) -> None:
    blank.evaluate("entry => import(entry)", f"/{entry}")
    name = f"sourcebook{entry.removesuffix('.js').capitalize()}"
    assert entry == "sourcebook.js" or blank.evaluate("name => typeof window[name]", name) == "function"
    blank.context.close()
