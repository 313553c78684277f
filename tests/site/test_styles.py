"""Every rule of ours styles something: in a page as it is built, or after what readers do to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, expect

from sourcebook.bundling.styles import STYLE_BUNDLES
from sourcebook.diagnostics import Where, error
from sourcebook.pages.parts.banner import banner
from sourcebook.pages.plan import FIRST_ROWS
from sourcebook.timeline.layout import CLUSTER_SIZE
from tests.conftest import build
from tests.site.test_search import with_pagefind

MANY = 410
assert max(CLUSTER_SIZE, FIRST_ROWS) < MANY

UNMATCHED: dict[str, str] = {}
"""Selectors that nothing on this tour matches, each with the reason why it is right all the same."""

# What a browser matches only while somebody points at something, or in no document at all.
MATCH = r"""
(css => {
  const plain = selector => selector
    .replace(/:(?:is|not)\((?:\s*:(?:hover|focus|focus-visible|focus-within|target)\s*,?)+\)/g, "")
    .replace(/::(?:before|after|placeholder)|:(?:hover|focus-visible|focus-within|focus|target)(?![\w-])/g, "");
  const apart = text => {
    const parts = []; let depth = 0, start = 0;
    [...text].forEach((letter, at) => {
      depth += "([".includes(letter) - ")]".includes(letter);
      if (letter === "," && !depth) { parts.push(text.slice(start, at)); start = at + 1; }
    });
    return [...parts, text.slice(start)].map(part => part.trim());
  };
  const walk = rules => [...rules].flatMap(rule =>
    rule.selectorText ? apart(rule.selectorText) : rule.cssRules ? walk(rule.cssRules) : []);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  window.left = new Set(walk(sheet.cssRules));
  window.strike = page => {
    for (const selector of window.left) {
      if (page.querySelector(plain(selector) || "*")) { window.left.delete(selector); }
    }
    return [...window.left];
  };
  return window.left.size;
})
"""


class Tour:
    """Goes from page to page and strikes out the selectors that match something there."""

    def __init__(self, page: Page, address: str, css: str) -> None:
        self.page, self.address, self._css = page, address, css
        self.left = self._request("() => [...window.left]")

    def _request(self, question: str, argument: object = None) -> list[str]:
        self.page.evaluate(MATCH, self._css)
        if hasattr(self, "left"):
            self.page.evaluate("left => { window.left = new Set(left) }", self.left)
        found: list[str] = self.page.evaluate(question, argument)
        return found

    def read(self, pages: Iterable[str]) -> None:
        """Looks at pages as they were built."""
        self.left = self._request(
            """async addresses => {
              for (const address of addresses) {
                const text = await (await fetch(address)).text();
                window.strike(new DOMParser().parseFromString(text, "text/html"));
              }
              return [...window.left];
            }""",
            [self.address + page for page in pages],
        )

    def go(self, page: str) -> None:
        """Opens a page and looks at it as it is with its script."""
        self.page.goto(self.address + page)
        self.look()

    def look(self) -> None:
        """Looks at the page as it is now."""
        self.left = self._request("() => window.strike(document)")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's site with what it lacks: Pagefind's search, long lists, a crowd on the timeline and on the map,
    a title from right to left, a fact without a source, a settled question, a source that was withdrawn, a service of
    tiles."""
    project = with_pagefind(tmp_path_factory.mktemp("whole"))
    config = project / "mkdocs.yml"
    tiles = "tiles: {url: 'tiles/{z}/{x}/{y}.png', attribution: '[Us](https://example.org/)'}"
    config.write_text(config.read_text("utf-8").replace("{search: {engine: pagefind}}", f"{{search: {{engine: pagefind}}, {tiles}}}"), "utf-8")
    documents, places = project / "sources" / "documents", project / "sources" / "places"
    (documents / "rtl.yml").write_text("title: خبر از کابل\nkind: news\nlanguage: fa\ndigest: It names [[middle]] and [[centre]].\n", "utf-8")
    (project / "sources" / "actors" / "nobody.yml").write_text("name: Nobody\nkind: organisation\nroles: [{title: Clerk}]\n")
    gone = "retracted: {date: 2024}\nversions: [{what: The number}]\n"
    (documents / "gone.yml").write_text(f"title: It was not so\nkind: news\n{gone}", "utf-8")
    (project / "sources" / "questions" / "calm.yml").write_text(
        "question: Was it calm?\nanswers: [{id: yes, answer: Calm, reports: gone}]\nassessment: {text: Calm., status: settled}\n", "utf-8"
    )
    rows = {"middle": "-30, 30", "east": "-30, 30.17", "west": "-30, 29.83", "north": "-29.98, 30.085"}
    second_row = {"centre": "-30.2, 30", "right": "-30.2, 30.17", "left": "-30.2, 29.83"}  # with nothing to the north
    for name, at in (rows | second_row).items():
        (places / f"{name}.yml").write_text(f"name: A village, {name}\nkind: village\naccuracy_m: 900\ncoordinates: {at}\n")
    for number in range(MANY):
        when = f"{2001 + number // 336}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
        rests = f"derived_from: [{{source: d-{number - 1:03}, how: rewrite}}]\n" if 0 < number < 8 else ""
        says = "digest: It speaks of [[d-409]].\n" if number < 50 else ""
        (documents / f"d-{number:03}.yml").write_text(f"title: Report {number:03}\nkind: news\npublished: {when}\n{rests}{says}")
    for number in range(110):
        at = f"{-20 - number % 10 * 0.4:.2f}, {10 + number // 10 * 0.4:.2f}"
        (places / f"p-{number:03}.yml").write_text(f"name: Place {number:03}\nkind: village\naccuracy_m: 900\ncoordinates: {at}\n")
    return build(project, tmp_path_factory.mktemp("whole-site") / "site")


def stylesheets(site: Path) -> str:
    """Both stylesheets of a site."""
    return "".join((site / "assets" / "sourcebook" / each.name).read_text("utf-8") for each in STYLE_BUNDLES)


@pytest.mark.browser
def test_every_rule_matches_something(
    browser: Browser, whole: Path, site: Path, small_site: Path, serve_folder: Callable[[Path], str]
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, has_touch=True, reduced_motion="reduce")
    context.route("**/tiles/**", lambda route: route.abort())  # nobody serves them
    page = context.new_page()
    address = serve_folder(whole) + "/"
    page.goto(address)
    tour = Tour(page, address, stylesheets(whole))
    assert len(tour.left) > 300
    tour.read(path.relative_to(whole).as_posix() for path in sorted(whole.rglob("*.html")) if not re.match(r"[dp]-\d*[1-9]", path.parent.name))
    for act in (index, compare, timeline, search, maps, preview):
        act(tour)
    for folder, act in ((site, outlines), (small_site, compare)):
        tour.address = serve_folder(folder) + "/"
        page.goto(tour.address)
        act(tour)
    context.close()
    assert {selector for selector in tour.left if selector not in UNMATCHED} == set()
    assert set(UNMATCHED) <= set(tour.left), "a reason for what does match something"


def index(tour: Tour) -> None:
    """Sorts an index both ways, and filters it to nothing."""
    tour.go("sources/")
    head = tour.page.locator(".sb-grid th button").first
    for _ in range(2):
        head.click()
        tour.look()
    tour.page.get_by_role("searchbox", name="Filter").fill("nobody has this name")
    expect(tour.page.locator("[data-sb-empty]")).to_be_visible()
    tour.look()


def compare(tour: Tour) -> None:
    """Chooses two of the sources that speak to a question, and two others, until every verdict was seen."""
    tour.go("compare/")
    pairs = tour.page.locator(".sb-compare__matrix td a").evaluate_all("links => links.map(link => link.search)")
    for pair in pairs[:12]:
        if any("__verdict" in selector for selector in tour.left):
            chosen = parse_qs(pair[1:])
            tour.page.get_by_label("One source").select_option(chosen["a"])
            tour.page.get_by_label("and another").select_option(chosen["b"])
            tour.look()


def timeline(tour: Tour) -> None:
    """Filters the timeline."""
    tour.go("timeline/")
    tour.page.get_by_role("searchbox", name="Filter").fill("kabul")
    expect(tour.page.locator("output")).to_contain_text(" of ")
    tour.look()


def search(tour: Tour) -> None:
    """Searches, and opens every filter."""
    tour.go("search/?q=kabul")
    expect(tour.page.locator(".sb-search__hit-parts").first).to_be_visible(timeout=20_000)
    tour.look()  # the hits come anew with what filters load
    tour.page.locator("details.sb-search__filters, details.sb-search__filter").evaluate_all("all => all.forEach(one => one.open = true)")
    expect(tour.page.locator(".sb-search__values li").first).to_be_visible(timeout=20_000)
    tour.look()


def maps(tour: Tour) -> None:
    """Comes closer to a crowd as far as one can; names stand on every side of their places."""
    page = tour.page
    tour.go("map/")
    expect(page.locator("[data-sb-map][data-ready] .sb-marker").first).to_be_attached(timeout=20_000)
    tour.look()
    page.get_by_role("button", name="Show all places").click()
    expect(page.locator(".sb-marker__cluster").first).to_be_visible()
    tour.look()
    tour.go("map/?at=-30,30,10")
    for side in ("left", "above", "below"):  # to the right they stand everywhere
        expect(page.locator(f".sb-marker__label--{side}").first).to_be_attached(timeout=20_000)
    tour.look()
    tour.go("map/?at=34.1,71.1,19")
    expect(page.locator(".leaflet-control-zoom-in.leaflet-disabled")).to_be_visible(timeout=20_000)
    tour.look()


def outlines(tour: Tour) -> None:
    """Opens a wide place and a line on a map without tiles, which has outlines and the names of countries."""
    for place in ("pakistan", "durand-line"):
        tour.go(f"map/?place={place}")
        expect(tour.page.locator(".sb-popup")).to_be_visible(timeout=20_000)
        tour.look()
    tour.go("map/?at=32,54,5")
    expect(tour.page.locator(".sb-marker__country").first).to_be_attached(timeout=20_000)
    tour.look()


def preview(tour: Tour) -> None:
    """Shows the bar of a preview, as the server puts it into a page."""
    tour.go("")
    bar = banner([error("unknown-field", "unknown field", Where("sources/actors/a.yml", 1, 1))])
    tour.page.evaluate("bar => document.body.insertAdjacentHTML('afterbegin', bar)", str(bar))
    tour.look()


def test_no_page_has_a_style_of_its_own(whole: Path, small_site: Path) -> None:
    """A strict content policy forbids them; Material has none either."""
    for site in (whole, small_site):
        for path in site.rglob("*.html"):
            assert not re.search(r"<[a-z][^<>]*\sstyle\s*=", path.read_text("utf-8")), path


@pytest.mark.browser
def test_the_page_of_gaps_is_upright(page: Page, address: str) -> None:
    page.goto(address + "gaps/")
    words = page.locator(".sb-page__section--gaps :is(h2, li, p)")
    assert words.count() > 5
    assert set(words.evaluate_all("all => all.map(one => getComputedStyle(one).fontStyle)")) == {"normal"}
    page.goto(address + "timeline/")
    assert page.locator(".sb-timeline__gap").first.evaluate("one => getComputedStyle(one).fontStyle") == "italic"


@pytest.mark.browser
def test_sources_that_are_compared_stand_apart(page: Page, address: str) -> None:
    page.goto(address + "compare/")
    lines = page.locator("[data-said]").evaluate_all(
        "all => all.map(one => Array.from(one.querySelectorAll('[data-source]'), said => said.getBoundingClientRect()).map(b => [b.left, b.right, b.top]))"
    )
    pairs = [(a, b) for line in lines for a, b in pairwise(line) if a[2] == b[2]]
    assert len(pairs) > 5
    assert min(b[0] - a[1] for a, b in pairs) > 10
