"""The theme's instant navigation, which fetches a page and puts it in the place of the one that is open."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import SMALL, build
from tests.site.conftest import watched

TABS = "  - Map: map/index.md\n  - Timeline: timeline/index.md\n  - Compare: compare/index.md\n  - Places:"


@pytest.fixture(scope="module")
def instant(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]) -> str:
    """The small corpus under the address that it was built for: the theme fetches no page that is not in the sitemap."""
    root = tmp_path_factory.mktemp("instant")
    address = f"{serve_folder(root)}/site/"
    project = Path(shutil.copytree(SMALL, root / "project"))
    with (project / "docs" / "index.md").open("a", encoding="utf-8") as page:
        page.write("\n## When\n\n[[:timeline]]\n")
    configuration = (project / "mkdocs.yml").read_text("utf-8")
    features = "features: [navigation.tabs, navigation.instant, navigation.instant.prefetch]"
    configuration = configuration.replace("features: [navigation.tabs]", features).replace("  - Places:", TABS)
    (project / "mkdocs.yml").write_text(f"{configuration}\nsite_url: {address}\n", "utf-8")
    build(project, root / "site")
    return address


@pytest.fixture
def page(browser: Browser, instant: str) -> Iterator[Page]:
    yield from watched(browser, instant)


def go(page: Page, tab: str, heading: str) -> None:
    """By the tab to its page, which must come without a load of its own."""
    page.wait_for_load_state("networkidle")  # the theme knows its pages by now
    page.evaluate("window.isTheSame = true")
    page.locator(".md-tabs").get_by_role("link", name=tab, exact=True).click()
    expect(page.locator("h1")).to_have_text(re.compile(heading), timeout=10_000)
    assert page.evaluate("window.isTheSame"), "the page was loaded anew: this test says nothing"


@pytest.mark.browser
def test_pages_with_links_in_pictures_follow_one_another(page: Page, instant: str) -> None:
    page.goto(instant)
    for tab, heading in (("Map", "Map"), ("Timeline", "Timeline"), ("Compare", "Compar"), ("Home", "Amber"), ("Timeline", "Timeline")):
        go(page, tab, heading)
    page.get_by_label("Place").select_option("gull-rock")  # our scripts start again on each page
    expect(page.locator("output")).to_have_text(re.compile(r"^\d of \d events?, \d of \d sources$"))
    go(page, "Actors", "Actors")
    page.get_by_role("searchbox", name="Filter").fill("quill")
    expect(page.locator(".sb-grid tbody tr:visible")).to_have_count(1)
    page.go_back()
    expect(page.locator("h1")).to_have_text(re.compile("Timeline"), timeout=10_000)


@pytest.mark.browser
@pytest.mark.parametrize("start", ["timeline/", "compare/"])
@pytest.mark.parametrize("how", ["click", "key"])
def test_a_link_in_a_picture_leads_to_its_page(page: Page, instant: str, start: str, how: str) -> None:
    page.goto(instant)
    go(page, start.strip("/").capitalize(), "Timeline|Compar")
    link = page.locator("svg:visible a:visible").first
    wanted = link.evaluate("a => new URL(a.href.baseVal, document.baseURI).href")
    assert wanted != page.url and wanted.startswith(instant)
    link.locator("text").hover()
    if how == "click":
        link.locator("text").click()
    else:
        link.focus()
        page.keyboard.press("Enter")
    page.wait_for_url(wanted)
    expect(page.locator("h1")).not_to_have_text(re.compile("Timeline|Compar"))
    go(page, "Map", "Map")


@pytest.mark.browser
@pytest.mark.parametrize("options", [{"button": "middle"}, {"modifiers": ["Control"]}], ids=["middle", "control"])
def test_a_link_in_a_picture_opens_in_a_tab_of_its_own(page: Page, instant: str, options: dict[str, Any]) -> None:
    page.goto(instant)
    go(page, "Timeline", "Timeline")
    here, link = page.url, page.locator(".sb-timeline__horizontal a:visible").first
    wanted = link.evaluate("a => new URL(a.href.baseVal, document.baseURI).href")
    with page.context.expect_page() as opened:
        link.locator("text").first.click(**options)
    opened.value.wait_for_url(wanted)
    assert page.url == here


@pytest.mark.browser
def test_a_filter_set_just_before_leaving_stays_out_of_the_next_address(page: Page, instant: str) -> None:
    page.goto(f"{instant}timeline/")
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-sb-time][data-ready]")).to_be_attached()
    page.evaluate(
        """() => {
            const place = document.querySelector("[name=place]");
            place.value = "gull-rock";
            place.dispatchEvent(new Event("input", { bubbles: true }));
            Array.from(document.querySelectorAll(".md-tabs a")).find((tab) => tab.textContent.trim() === "Actors").click();
        }"""
    )
    page.wait_for_timeout(600)  # the address follows a filter after a breath
    expect(page).to_have_url(f"{instant}actors/")


class Pictures(HTMLParser):
    """What stands in pictures with an attribute that the theme would set anew, and how many links there are."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.links = 0
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag == "svg"
        names = {name for name, _ in attrs}
        self.links += bool(self.depth) and tag == "a" and "xlink:href" in names
        if self.depth and names & {"href", "src"}:
            self.wrong.append(self.get_starttag_text() or tag)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "svg"


def test_nothing_in_a_picture_has_an_address_that_the_theme_sets_anew(site: Path) -> None:
    found = Pictures()
    for file in sorted(site.rglob("*.html")):
        found.feed(file.read_text("utf-8"))
    assert found.wrong == [] and found.links > 100
