"""The built site in headless Chromium, as a reader uses it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.accessibility import faults_of, on_every_screen

pytestmark = pytest.mark.browser

PATHS = (
    "",
    "sources/",
    "actors/",
    "places/",
    "sources/aljazeera-2023-02-22/",
    "sources/delegation-visits-kabul/",
    "actors/khawaja-asif/",
    "actors/ttp/",
    "places/torkham/",
    "events/",
    "events/kabul-talks-2023/",
    "questions/",
    "questions/talks-agenda-2023/",
    "questions/attacks-from-afghanistan/",
    "compare/",
    "gaps/",
    "map/",
    "map/?place=torkham",
    "timeline/",
    "guide/",
    "guide/fields/",
)


@pytest.mark.parametrize("words", ["Torkham", "طورخم", "تورخم", "Turkham"])
def test_search_finds_a_place_by_any_of_its_names(page: Page, address: str, words: str) -> None:
    page.goto(address)
    page.locator("input.md-search__input").click()
    page.keyboard.type(words)
    page.keyboard.press("End")  # letters without a key of their own come without the key event that search waits for
    first = page.locator(".md-search-result__item a").first
    expect(first).to_contain_text("Torkham", timeout=10_000)
    first.click()
    page.wait_for_url("**/places/torkham/**")
    expect(page.locator("h1")).to_have_text("Torkham")


def test_from_a_source_to_an_actor_to_a_place_and_back(page: Page, address: str) -> None:
    page.goto(address + "sources/aljazeera-2023-02-22/")
    page.locator(".sb-text__prose--digest").get_by_role("link", name="Khawaja Asif").click()
    expect(page.locator("h1")).to_have_text("Khawaja Asif")
    page.locator(".sb-page__main").get_by_role("link", name="Kabul", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("Kabul")
    page.locator(".sb-mentions").get_by_role("link", name="Pakistan’s defence and spy chiefs discuss security with Taliban").first.click()
    expect(page.locator("h1")).to_contain_text("defence and spy chiefs")
    assert page.url.endswith("sources/aljazeera-2023-02-22/#digest")


def test_an_index_filters_and_sorts_and_keeps_it_in_the_address(page: Page, address: str) -> None:
    page.goto(address + "actors/")
    rows = page.locator(".sb-grid tbody tr")
    everyone = rows.count()
    visible = page.locator(".sb-grid tbody tr:visible")
    page.get_by_role("searchbox", name="Filter").fill("daesh")
    expect(visible).to_have_count(1)
    expect(visible.first).to_contain_text("Islamic State Khorasan")
    expect(page.locator("output")).to_have_text(f"1 of {everyone} actors")
    page.get_by_role("searchbox", name="Filter").fill("خواجه")  # an Arabic keyboard's letters for خواجہ
    expect(visible.first).to_contain_text("Khawaja Asif")
    page.get_by_role("searchbox", name="Filter").fill("<img src=x>")
    expect(page.locator("[data-sb-empty]")).to_be_visible()
    page.get_by_role("button", name="Show everything").click()
    expect(visible).to_have_count(everyone)
    page.get_by_label("Kind").select_option("person")
    page.get_by_role("button", name="Name").click()
    page.get_by_role("button", name="Name").click()
    expect(page.locator("th").first).to_have_attribute("aria-sort", "descending")
    first = visible.first.locator("td").first.inner_text()
    page.goto(page.url)
    expect(visible).to_have_count(15)
    assert visible.first.locator("td").first.inner_text() == first and first.startswith("Sirajuddin")


def test_sources_sort_by_date_with_the_undated_last(page: Page, address: str) -> None:
    page.goto(address + "sources/?sort=2")
    titles = page.locator(".sb-grid tbody tr td:first-child a").all_inner_texts()
    assert titles[-1].startswith("Pakistan Delegation visits") and titles[-2].startswith("The thaw")


def test_indexes_read_well_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(address + "places/")
    expect(page.locator(".sb-grid tbody tr")).to_have_count(18)
    expect(page.locator(".sb-filter")).to_be_hidden()
    expect(page.locator(".sb-grid thead")).to_be_hidden()
    context.close()


@on_every_screen
@pytest.mark.parametrize("path", PATHS)
def test_pages_fit_and_are_accessible(browser: Browser, address: str, path: str, width: int, scheme: Any) -> None:
    # What fades in has too little contrast until it is there.
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "nothing is cut or scrolls sideways"
    assert faults_of(page) == {}
    context.close()


def test_the_skip_link_leads_to_the_content(page: Page, address: str) -> None:
    page.goto(address + "actors/ttp/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")


def test_other_scripts_have_their_language_and_direction(page: Page, address: str) -> None:
    page.goto(address + "places/torkham/")
    name = page.locator(".sb-names bdi").first
    expect(name).to_have_attribute("dir", "rtl")
    expect(name).to_have_attribute("lang", "ps")
