"""Accounts side by side in headless Chromium: what a reader can find out, and check."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.conftest import watched

pytestmark = pytest.mark.browser


def test_whether_the_sources_agree_is_three_clicks_away_and_can_be_checked(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".md-tabs").get_by_role("link", name="Questions").click()  # one
    page.get_by_role("link", name=re.compile("discussed in Kabul")).click()  # two
    strip = page.locator(".sb-question__summary")
    expect(strip).to_contain_text(re.compile(r"\d sources, \d origins"))
    heads = page.locator(".sb-question__table thead th")
    assert heads.count() >= 2
    expect(heads.first).to_contain_text(re.compile(r"\d sources?, \d origins?"))
    expect(page.locator(".sb-question__origin").first).to_contain_text(re.compile("that rest (in part )?on one another"))
    page.locator(".sb-question__table tbody th a", has_text="defence and spy chiefs").click()  # three: the source itself
    expect(page.locator("#accounts")).to_be_visible()
    expect(page.locator(".sb-page__section--accounts")).to_contain_text("asserts")
    page.locator(".sb-page__section--accounts").get_by_role("link", name=re.compile("discussed in Kabul")).click()
    expect(page.locator("h1")).to_contain_text("discussed in Kabul")


def test_every_answer_has_an_address_and_a_citation(browser: Browser, address: str) -> None:
    for page in watched(browser, address, permissions=["clipboard-read", "clipboard-write"]):
        page.goto(address + "questions/talks-agenda-2023/")
        first = page.locator(".sb-question__answer").first
        anchor = first.get_attribute("id")
        assert anchor and anchor.startswith("answer-")
        first.get_by_role("button", name="Copy a citation").click()
        expect(first.get_by_role("button")).to_have_text("Copied")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith("What was discussed") and f"questions/talks-agenda-2023/#{anchor}, seen on 20" in copied
        page.goto(f"{address}questions/talks-agenda-2023/#{anchor}")
        expect(page.locator(f"#{anchor}")).to_be_in_viewport()


def test_on_a_phone_the_table_is_cards(browser: Browser, address: str) -> None:
    for page in watched(browser, address, viewport={"width": 390, "height": 800}):
        page.goto(address + "questions/attacks-from-afghanistan/")
        expect(page.locator(".sb-question__table thead")).to_be_hidden()
        said = page.locator(".sb-question__table td:has(.sb-stance--denies)").first
        expect(said).to_be_visible()
        label = said.evaluate("cell => getComputedStyle(cell, '::before').content")
        assert len(label) > 5, "each cell says which answer it speaks to"
        assert page.locator(".sb-question__cell--silent:visible").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_contradictions_are_seen_by_sign_colour_and_word(page: Page, address: str) -> None:
    page.goto(address + "questions/attacks-from-afghanistan/")
    looks = {}
    for stance in ("asserts", "denies"):
        one = page.locator(f".sb-question__table .sb-stance--{stance}").first
        expect(one).to_have_text(stance)
        looks[stance] = one.evaluate("e => [getComputedStyle(e).color, getComputedStyle(e, '::before').content]")
    assert looks["asserts"][0] != looks["denies"][0] and looks["asserts"][1] != looks["denies"][1]


def test_an_actor_shows_what_it_is_reported_to_have_said(page: Page, address: str) -> None:
    page.goto(address + "actors/bilawal-bhutto-zardari/#said")
    said = page.locator(".sb-page__section--said")
    expect(said).to_contain_text("reported by")
    expect(said.locator(".sb-stance").first).to_be_visible()


def test_two_sources_side_by_side(page: Page, address: str) -> None:
    page.goto(address + "compare/")
    everything = page.locator("[data-said]:visible").count()
    page.get_by_label("One source").select_option("aljazeera-2023-02-22")
    page.get_by_label("and another").select_option("tap-kabul-visit")
    verdicts = page.locator(".sb-compare__verdict:visible")
    expect(verdicts.filter(has_text="agree").first).to_be_visible()
    expect(verdicts.filter(has_text="silent").first).to_be_visible()
    expect(page.locator("[data-sb-compare] output")).to_contain_text("agree: ")
    assert 0 < page.locator("[data-said]:visible").count() <= everything
    here = page.url
    assert "a=aljazeera-2023-02-22" in here and "b=tap-kabul-visit" in here
    page.goto(address)
    page.goto(here)
    expect(page.locator(".sb-compare__verdict:visible").first).to_be_visible()
    page.goto(address + "compare/?a=nobody&b=constructor")
    expect(page.locator("[data-said]:visible")).to_have_count(everything)


def test_the_verdicts_of_the_page_are_those_of_the_table(page: Page, address: str) -> None:
    page.goto(address + "compare/")
    cells = page.locator(".sb-compare__matrix td a")
    found = cells.evaluate_all("cells => cells.map(cell => [cell.innerText, cell.search, cell.hash])")
    assert len(found) >= 20
    cells.first.click()  # they all lead to this page again, where the form says whom they name
    page.wait_for_url("**/compare/" + found[0][1] + "#side-by-side")
    one, other = page.get_by_label("One source"), page.get_by_label("and another")
    output = page.locator("[data-sb-compare] output")
    for number, (text, query, part) in enumerate(found):
        named = dict(parse_qsl(query[1:]))
        assert part == "#side-by-side" and named.keys() == {"a", "b"}
        if number:
            one.select_option(named["a"])
            other.select_option(named["b"])
        expect(one).to_have_value(named["a"])
        expect(other).to_have_value(named["b"])
        for count, word in re.findall(r"(\d+) (agree|differ|unsure)", text):
            expect(output).to_contain_text(f"{word}: {count}")


def test_comparison_and_gaps_read_without_a_script(browser: Browser, address: str) -> None:
    for page in watched(browser, address, java_script_enabled=False):
        page.goto(address + "compare/")
        expect(page.locator(".sb-heatmap")).to_be_visible()
        expect(page.locator(".sb-compare__question").first).to_contain_text("asserts")
        page.locator("summary", has_text="The same as a table").click()
        expect(page.locator(".sb-compare__coverage")).to_contain_text("not named")
        page.goto(address + "gaps/")
        expect(page.locator("#gap-no-publisher")).to_contain_text("who published it is not known")
