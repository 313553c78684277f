"""Pagefind's search on the project's own site, in a browser, as a reader uses it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.building import build_here, mkdocs, once_a_run
from tests.conftest import ROOT
from tests.site.accessibility import faults_of, on_every_screen
from tests.site.conftest import watched

pytestmark = pytest.mark.browser


def with_pagefind(folder: Path, *, plain_addresses: bool = False, material: bool = True) -> Path:
    """A copy of the project that asks for Pagefind."""
    for name in ("docs", "sources"):
        shutil.copytree(ROOT / name, folder / name)
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    config = config.replace("  - sourcebook\n", "  - sourcebook: {search: {engine: pagefind}}\n")
    if not material:
        config = config.replace("  - search\n", "")
    if plain_addresses:
        config += "use_directory_urls: false\n"
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    return folder


@pytest.fixture(scope="module")
def searched_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        (folder / "project").mkdir()
        build_here(with_pagefind(folder / "project"), folder / "site")

    return once_a_run(tmp_path_factory, "searched", make) / "site"


@pytest.fixture(scope="module")
def searched(searched_site: Path, serve_folder: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The site's address, below a subfolder."""
    root = tmp_path_factory.mktemp("web")
    (root / "book").symlink_to(searched_site)
    return serve_folder(root) + "/book/"


@pytest.fixture
def reader(browser: Browser, searched: str) -> Iterator[Page]:
    yield from watched(browser, searched)


def ask(page: Page, words: str) -> None:
    page.get_by_role("searchbox", name="Words or names").fill(words)


def first(page: Page) -> str:
    expect(page.locator(".sb-search__hit").first).to_be_visible(timeout=10_000)
    return page.locator(".sb-search__hit-title").first.inner_text()


def test_material_makes_no_index_beside_it(searched_site: Path) -> None:
    assert not (searched_site / "search" / "search_index.json").exists()
    assert (searched_site / "assets" / "sourcebook" / "search" / "0" / "pagefind-entry.json").is_file()
    assert "Pagefind" in (searched_site / "assets" / "sourcebook" / "third-party.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Torkham", "Torkham"),
        ("Turkham", "Torkham"),
        ("طورخم", "Torkham"),
        ("تورخم", "Torkham"),
        ("Khawaja Asif", "Khawaja Asif"),
        ("خواجہ آصف", "Khawaja Asif"),  # Urdu
        ("خواجه آصف", "Khawaja Asif"),  # as an Arabic keyboard types it
        ("خواجه اصف", "Khawaja Asif"),
        ("كابل", "Kabul"),
        ("کابل", "Kabul"),
    ],
)
def test_a_record_is_found_by_any_of_its_names(reader: Page, searched: str, words: str, title: str) -> None:
    reader.goto(searched + "search/")
    ask(reader, words)
    assert first(reader) == title
    expect(reader.get_by_role("status")).to_contain_text("result")


def test_from_the_header_to_a_hit_with_keys_alone(reader: Page, searched: str) -> None:
    reader.goto(searched + "actors/ttp/")
    reader.keyboard.press("/")
    reader.keyboard.type("Torkham")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/book/search/?q=Torkham")
    assert first(reader) == "Torkham"
    for _ in range(40):
        reader.keyboard.press("Tab")
        if reader.evaluate("document.activeElement.classList.contains('sb-search__hit-title')"):
            break
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/places/torkham/")


def test_a_hit_leads_to_the_section_that_says_it(reader: Page, searched: str) -> None:
    reader.goto(searched + "search/?q=busiest")
    part = reader.locator(".sb-search__hit-parts a").first
    expect(part).to_be_visible(timeout=10_000)
    expect(reader.locator(".sb-search__hit mark").first).to_have_text("busiest")
    part.click()
    anchor = reader.evaluate("decodeURIComponent(location.hash.slice(1))")
    assert anchor and reader.locator(f"h2[id='{anchor}']").count() == 1


def test_filters_narrow_and_stay_in_the_address(reader: Page, searched: str) -> None:
    reader.goto(searched + "search/?q=Kabul")
    expect(reader.get_by_role("status")).to_contain_text("results", timeout=10_000)
    everything = int(reader.get_by_role("status").inner_text().split()[0])
    reader.get_by_label("Sources").check()
    expect(reader.get_by_role("status")).not_to_have_text(f"{everything} results")
    reader.locator("[data-sb-facet=publisher] > summary").click()
    reader.get_by_label("Al Jazeera").check()
    expect(reader.locator(".sb-search__hit .sb-search__note").first).to_contain_text("Al Jazeera")
    reader.wait_for_function("location.search.includes('publisher=')")
    narrow = reader.get_by_role("status").inner_text()
    reader.reload()
    expect(reader.get_by_role("status")).to_have_text(narrow, timeout=10_000)
    expect(reader.get_by_label("Sources")).to_be_checked()
    reader.get_by_role("button", name="Search without filters").click()
    expect(reader.get_by_role("status")).to_have_text(f"{everything} results")


def test_filters_work_without_words_and_load_no_more_than_their_own(reader: Page, searched: str) -> None:
    loaded: list[str] = []
    reader.on("response", lambda answer: loaded.append(answer.url))
    reader.goto(searched + "search/?type=Questions")
    expect(reader.locator(".sb-search__hit").first).to_be_visible(timeout=10_000)
    assert sum(url.endswith(".pf_index") for url in loaded) <= 1
    assert sum(url.endswith(".pf_filter") for url in loaded) == 1
    expect(reader.locator(".sb-search__hit .sb-search__note").first).to_be_visible()


def test_a_search_loads_little(reader: Page, searched: str) -> None:
    sizes: list[int] = []
    reader.on("response", lambda answer: sizes.append(len(answer.body())) if "/search" in answer.url else None)
    reader.goto(searched + "search/?q=Torkham")
    first(reader)
    reader.wait_for_load_state("networkidle")
    assert 150_000 < sum(sizes) < 400_000
    sizes.clear()
    ask(reader, "Sirajuddin")
    expect(reader.locator(".sb-search__hit-title").first).to_contain_text("Sirajuddin", timeout=10_000)
    reader.wait_for_load_state("networkidle")
    assert sum(sizes) < 100_000


def test_nothing_found_is_said_with_ways_on(reader: Page, searched: str) -> None:
    reader.goto(searched + "search/?q=%E1%83%A6%E1%83%A6%E1%83%A6")
    expect(reader.get_by_role("status")).to_have_text("Nothing found.", timeout=10_000)
    reader.locator("[data-sb-none]").get_by_role("link", name="Places").click()
    reader.wait_for_url("**/places/")


def test_words_that_are_markup_stay_words(reader: Page, searched: str) -> None:
    reader.on("dialog", lambda dialog: pytest.fail(dialog.message))
    reader.goto(searched + "search/?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E&kind=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E")
    expect(reader.get_by_role("status")).to_have_text("Nothing found.", timeout=10_000)
    assert reader.locator(".sb-search__page img").count() == 0


def test_more_hits_come_when_asked_for(reader: Page, searched: str) -> None:
    reader.goto(searched + "search/?q=Kabul")
    hits = reader.locator(".sb-search__hit")
    expect(hits).to_have_count(10, timeout=10_000)
    reader.get_by_role("button", name="Show more").click()
    expect(hits).not_to_have_count(10)
    assert reader.evaluate("Array.from(document.querySelectorAll('.sb-search__hit')).indexOf(document.activeElement.closest('.sb-search__hit'))") == 10


@on_every_screen
@pytest.mark.parametrize("path", ["search/", "search/?q=Kabul", "search/?q=%E1%83%A6%E1%83%A6%E1%83%A6", "places/torkham/"])
def test_it_fits_and_is_accessible(browser: Browser, searched: str, path: str, width: int, scheme: str) -> None:
    pages = watched(browser, searched, viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
    page = next(pages)
    page.goto(searched + path)
    page.wait_for_load_state("networkidle")
    if "Kabul" in path:
        first(page)
        for facet in page.locator("[data-sb-facets], [data-sb-facet]").all():
            facet.evaluate("one => one.open = true")
        expect(page.locator(".sb-search__values li").nth(20)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults_of(page) == {}
    next(pages, None)


def test_without_script_and_from_a_disk_it_says_where_everything_is(browser: Browser, searched: str, searched_site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(searched + "search/")
    expect(page.locator("noscript p")).to_have_text(re.compile("Searching needs JavaScript"))
    expect(page.locator("noscript").get_by_role("link", name="Places")).to_be_visible()
    context.close()
    context = browser.new_context()
    page = context.new_page()
    page.goto((searched_site / "search" / "index.html").as_uri())
    expect(page.get_by_role("status")).to_contain_text("not from a file")
    context.close()


def test_it_works_without_materials_plugin_and_with_addresses_of_files(
    browser: Browser, tmp_path: Path, serve_folder: Callable[[Path], str]
) -> None:
    project = with_pagefind(tmp_path / "project", plain_addresses=True, material=False)
    address = serve_folder(build_here(project, tmp_path / "site")) + "/"
    pages = watched(browser, address)
    page = next(pages)
    page.goto(address + "places/torkham.html")
    page.locator("[data-sb-search] input").fill("Turkham")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/index.html?q=Turkham")
    page.locator(".sb-search__hit-title").first.click()
    page.wait_for_url("**/places/torkham.html")
    next(pages, None)


def test_small_sites_keep_materials_search(site: Path) -> None:
    assert (site / "search" / "search_index.json").is_file()
    assert not (site / "search" / "index.html").exists() and not (site / "assets" / "sourcebook" / "search").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("{engine: google}", "Expected one of"),
        ("{from_pages: 0}", "1 or more"),
        ("{from_pages: many}", "from_pages"),
    ],
)
def test_a_wrong_option_is_told(project: Path, tmp_path: Path, options: str, words: str) -> None:
    config = project / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("sourcebook", f"sourcebook: {{search: {options}}}", 1), "utf-8")
    done = mkdocs("build", "--site-dir", str(tmp_path / "out"), cwd=project)
    assert done.returncode and words in done.stderr


def test_from_the_number_of_pages_on_it_is_pagefind(project: Path, tmp_path: Path) -> None:
    config = project / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("sourcebook", "sourcebook: {search: {from_pages: 2}}", 1), "utf-8")
    build_here(project, tmp_path / "out")
    assert (tmp_path / "out" / "assets" / "sourcebook" / "search" / "0" / "pagefind.js").is_file()
