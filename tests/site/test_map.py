"""The maps in headless Chromium: by mouse, keyboard and finger, without a script, from a disk, with thousands."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.building import build, build_here, once_a_run
from tests.site.conftest import watched

pytestmark = pytest.mark.browser

MISSION = ("Torkham", "Kabul", "Bajaur", "North Waziristan")
POLICY = "default-src 'self'; style-src 'self'; script-src 'self' 'unsafe-inline'; img-src 'self' data:"


def marker(page: Page, name: str) -> Locator:
    return page.locator(f".sb-marker[title='{name}']")


def ready(page: Page) -> Locator:
    """The map once it is drawn."""
    expect(page.locator("[data-sb-map][data-ready] .sb-marker").first).to_be_attached(timeout=10_000)
    return page.locator("[data-sb-map][data-ready]").first


def test_the_places_of_the_mission_are_on_the_map(page: Page, address: str) -> None:
    page.goto(address + "map/")
    ready(page)
    for name in MISSION:
        expect(marker(page, name)).to_be_visible()
        expect(marker(page, name).locator(".sb-marker__label")).to_have_text(name)
    expect(page.locator("output")).to_have_text("16 places")
    expect(page.locator(".sb-outline--land")).to_be_attached()
    expect(page.locator(".leaflet-tile")).to_have_count(0)
    assert page.locator(".sb-outline--shape").get_attribute("d")  # the Durand Line


def test_how_exactly_a_place_is_known_is_drawn(page: Page, address: str) -> None:
    page.goto(address + "map/")
    ready(page)
    for name, how in (("Torkham", "exact"), ("Bajaur", "area"), ("Pakistan", "wide"), ("Durand Line", "shape")):
        expect(marker(page, name).locator(f".sb-dot--{how}")).to_be_attached()
    wide = page.locator(".sb-outline--radius.sb-outline--wide")
    expect(wide).to_have_count(0)
    page.get_by_role("button", name="Show Pakistan on the map").click()
    expect(wide).to_have_count(1)
    # To scale: 800 km around Pakistan against the bar of the scale.
    bar = page.locator(".leaflet-control-scale-line")
    kilometres = float(bar.inner_text().split()[0])
    across = wide.evaluate("path => path.getBBox().width") / bar.evaluate("bar => bar.getBoundingClientRect().width")
    assert across * kilometres == pytest.approx(1600, rel=0.12)  # the bar is true at the middle of the map


def test_a_popup_has_the_summary_the_sources_and_the_way_to_the_place(page: Page, address: str) -> None:
    page.goto(address + "map/")
    ready(page)
    marker(page, "Torkham").click()
    popup = page.locator(".leaflet-popup-content")
    expect(popup).to_contain_text("Border crossing between Pakistan and Afghanistan")
    expect(popup).to_contain_text("± 2 km · 3 sources, 2 origins")
    expect(popup.locator("li a")).to_have_count(3)
    expect(page.locator(".sb-map__list [aria-current]")).to_contain_text("Torkham")
    popup.get_by_role("link", name="Torkham", exact=True).click()
    page.wait_for_url("**/places/torkham/")
    expect(page.locator("h1")).to_have_text("Torkham")
    page.get_by_role("link", name="On the large map").click()
    page.wait_for_url("**/map/?place=torkham*")
    expect(page.locator(".sb-popup__title")).to_have_text("Torkham")


def test_by_keyboard_one_goes_into_a_popup_and_comes_back(page: Page, address: str) -> None:
    page.goto(address + "map/")
    ready(page)
    page.locator("[data-sb-canvas]").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.title") == "Torkham":
            break
    else:
        pytest.fail("no number of Tabs leads to Torkham")
    assert marker(page, "Torkham").get_attribute("role") == "button"
    page.keyboard.press("Enter")
    title = page.locator(".sb-popup__title a")
    expect(title).to_be_focused()
    expect(title).to_have_text("Torkham")
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup-content")).to_have_count(0)
    expect(marker(page, "Torkham")).to_be_focused()


def test_what_one_looks_at_is_in_the_address(page: Page, address: str) -> None:
    page.goto(address + "map/")
    ready(page)
    page.get_by_role("searchbox", name="Filter").fill("پاکستان")
    expect(page.locator("output")).to_have_text(re.compile(r"^\d of 16 places$"))
    expect(page.locator(".sb-map__list li").first).to_be_visible()
    page.get_by_role("searchbox", name="Filter").fill("")
    page.get_by_label("Kind").select_option("district")
    expect(page.locator(".sb-marker[title]")).to_have_count(2)
    page.get_by_role("button", name="Show North Waziristan on the map").click()
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_url(re.compile(r"\?.*place=north-waziristan"))
    page.wait_for_timeout(400)  # the address follows after a breath
    where = page.url
    assert "kind=district" in where and re.search(r"at=3\d\.\d+,[67]\d\.\d+,\d", where)
    page.goto(address)
    page.goto(where)
    ready(page)
    expect(page.locator(".sb-popup__title")).to_have_text("North Waziristan")
    expect(page.locator(".sb-marker[title]")).to_have_count(2)
    scale = page.locator(".leaflet-control-scale-line").inner_text()
    assert int(scale.split()[0]) < 100, "as near as it was left"


@pytest.mark.parametrize("query", ["?at=91,0,3", "?at=x,y,z", "?at=1e9,1e9,99", "?place=<img src=x>", "?kind=nothing&find=&at=,,", "?at=0,0,99"])
def test_an_address_that_makes_no_sense_does_no_harm(page: Page, address: str, query: str) -> None:
    page.goto(address + "map/" + query)
    ready(page)
    expect(page.locator("output")).to_have_text("16 places")


def test_nothing_found_is_said_and_undone(page: Page, address: str) -> None:
    page.goto(address + "map/?find=<img src=x onerror=alert(1)>")
    expect(page.locator("[data-sb-empty]")).to_be_visible()
    expect(page.locator(".sb-marker[title]")).to_have_count(0)
    page.get_by_role("button", name="Show every place").click()
    expect(page.locator(".sb-map__list li")).to_have_count(16)
    expect(marker(page, "Kabul")).to_be_visible()


def test_without_a_script_the_list_is_the_page(browser: Browser, address: str) -> None:
    for page in watched(browser, address, java_script_enabled=False, viewport={"width": 390, "height": 800}):
        page.goto(address + "map/")
        expect(page.locator(".sb-map__list > li")).to_have_count(16)
        torkham = page.locator(".sb-map__list > li", has_text="Torkham").last
        expect(torkham).to_contain_text("Border crossing · ± 2 km · 3 sources, 2 origins")
        expect(torkham.locator("a")).to_have_attribute("href", "../places/torkham/")
        for gone in ("[data-sb-canvas]", ".sb-filter", "[data-sb-more]", "[data-sb-empty]"):
            expect(page.locator(gone)).to_be_hidden()
        page.goto(address + "actors/khawaja-asif/")
        expect(page.locator("#places")).to_be_visible()
        expect(page.locator("[data-sb-map] li a", has_text="Kabul")).to_be_visible()


def test_the_map_works_from_a_disk(browser: Browser, site: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda problem: wrong.append(problem.stack or ""))
    page.goto((site / "map" / "index.html").as_uri())
    ready(page)
    expect(marker(page, "Torkham")).to_be_visible()
    expect(page.locator(".sb-outline--land")).to_be_attached()
    context.close()
    assert not [trace for trace in wrong if "assets/sourcebook" in trace]  # the theme's search wants a server


def test_on_a_phone_a_finger_opens_a_popup_that_fits(browser: Browser, address: str) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
    for page in watched(browser, address, **phone):
        page.goto(address + "map/")
        ready(page)
        marker(page, "Kabul").tap()
        popup = page.locator(".leaflet-popup")
        expect(popup).to_be_visible()
        page.wait_for_timeout(500)  # the map makes room for it
        inner, outer = popup.bounding_box(), page.locator("[data-sb-canvas]").bounding_box()
        assert inner and outer and inner["x"] >= outer["x"] and inner["x"] + inner["width"] <= outer["x"] + outer["width"]
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_colours_follow_the_scheme(browser: Browser, address: str) -> None:
    seen = set()
    for scheme in ("light", "dark"):
        for page in watched(browser, address, color_scheme=scheme):
            page.goto(address + "map/")
            ready(page)
            seen.add(page.locator(".sb-outline--land").evaluate("path => getComputedStyle(path).fill"))
    assert len(seen) == 2


def test_pages_load_a_map_only_when_there_is_one_to_see(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(address + "actors/bilawal-bhutto-zardari/")
    page.wait_for_load_state("networkidle")
    assert "leaflet.js" not in asked
    page.locator("#places").scroll_into_view_if_needed()
    ready(page)
    assert "leaflet.js" in asked and "leaflet.markercluster.js" not in asked
    expect(page.locator(".sb-marker[title='Kabul']")).to_be_attached()
    page.locator("[data-sb-canvas]").scroll_into_view_if_needed()
    page.get_by_role("button", name="Show all places").click()
    marker(page, "Munich").click()
    expect(page.locator(".leaflet-popup-content")).to_contain_text("City in Germany")
    page.goto(address + "sources/aljazeera-2023-02-22/#places")
    ready(page)
    expect(marker(page, "Torkham")).to_be_attached()


def test_the_map_weighs_what_it_may(page: Page, address: str) -> None:
    weights: dict[str, int] = {}
    page.on("response", lambda answer: weights.update({answer.url.removeprefix(address): len(answer.body())}))
    page.goto(address + "map/")
    ready(page)
    page.wait_for_load_state("networkidle")
    own = {name: size for name, size in weights.items() if name.startswith(("map/", "assets/sourcebook/"))}
    assert {"map/", "assets/sourcebook/leaflet.js", "assets/sourcebook/outlines.js"} <= own.keys()
    assert sum(own.values()) < 400_000, own
    assert own["assets/sourcebook/outlines.js"] <= 150_000
    assert not any("cluster" in name.lower() for name in own)


def test_with_a_strict_policy_nothing_is_refused(browser: Browser, site: Path) -> None:
    class Handler(http.server.SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", POLICY)
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/"
        for page in watched(browser, address):  # a refusal is an error on the console
            page.goto(address + "map/?place=pakistan")
            ready(page)
            expect(page.locator(".sb-popup__title")).to_have_text("Pakistan")
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]) -> str:
    """A site of 150 places, two of them on one spot and some with markup for a name."""
    return serve_folder(once_a_run(tmp_path_factory, "many", _build_many) / "site") + "/"


def _build_many(project: Path) -> None:
    places = project / "sources" / "places"
    places.mkdir(parents=True)
    (project / "docs").mkdir()
    (project / "docs" / "index.md").write_text("# Home\n")
    (project / "mkdocs.yml").write_text(
        "site_name: Many\ntheme: {name: material, font: false}\nnav: [index.md, map/index.md]\n"
        "plugins:\n  - search\n  - sourcebook:\n      tiles:\n        url: tiles/{z}/{x}/{y}.png\n"
        "        attribution: Drawn by [hand](https://example.org/) <b onclick=alert(1)>\n        max_zoom: 12\n"
    )
    for number in range(147):
        at = f"{30 + number % 12 * 0.5:.2f}, {60 + number // 12 * 0.6:.2f}"
        (places / f"p{number:03}.yml").write_text(f"name: Place {number:03}\nkind: village\naccuracy_m: 900\ncoordinates: {at}\n")
    for name in ("twin-a", "twin-b"):
        (places / f"{name}.yml").write_text(f"name: {name.title()}\nkind: site\naccuracy_m: 50\ncoordinates: 10.5, 20.5\n")
    (places / "wild.yml").write_text(
        "name: '<img src=x onerror=alert(1)>'\nkind: city\ncoordinates: 50, 10\nsummary: '&lt;b>bold&lt;/b> & \"quoted\"'\n"
        "names: [{name: '\"><script>alert(2)</script>'}]\n"
    )
    site = build(project, project / "site")
    tile = bytes.fromhex(  # a transparent pixel
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6300010000000500010d0a2db4"
        "0000000049454e44ae426082"
    )
    for zoom in range(13):
        for x in range(2**zoom) if zoom < 5 else ():
            (site / "tiles" / str(zoom) / str(x)).mkdir(parents=True, exist_ok=True)
            for y in range(2**zoom):
                (site / "tiles" / str(zoom) / str(x) / f"{y}.png").write_bytes(tile)


@pytest.fixture
def crowd(browser: Browser, many: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    ran: list[str] = []
    page.on("dialog", lambda dialog: ran.append(dialog.message))
    page.goto(many + "map/")
    ready(page)
    yield page
    context.close()
    assert ran == [], "a script in the data ran"


def test_many_places_are_drawn_together_until_one_comes_closer(crowd: Page) -> None:
    clusters = crowd.locator(".sb-marker__cluster")
    crowd.get_by_role("button", name="Show all places").click()
    expect(clusters.first).to_be_visible()
    expect(crowd.locator(".sb-map__list > li")).to_have_count(60)
    crowd.get_by_role("button", name="Show more").click()
    expect(crowd.locator(".sb-map__list > li")).to_have_count(150)
    scale = crowd.locator(".leaflet-control-scale-line")
    before = scale.inner_text()
    crowd.locator(".sb-marker:has(.sb-marker__cluster)").filter(has_not_text=re.compile(r"^2 ")).first.focus()  # not the twins
    crowd.keyboard.press("Enter")
    expect(scale).not_to_have_text(before)
    crowd.get_by_role("searchbox", name="Filter").fill("place 077")
    expect(crowd.locator("output")).to_have_text("1 of 150 places")
    expect(marker(crowd, "Place 077")).to_be_visible()
    expect(crowd.locator(".sb-marker__cluster")).to_have_count(0)


def test_two_places_on_one_spot_come_apart(crowd: Page) -> None:
    crowd.get_by_role("searchbox", name="Filter").fill("twin")
    expect(crowd.locator("output")).to_have_text("2 of 150 places")
    crowd.get_by_role("button", name="Show Twin-B on the map").click()
    expect(crowd.locator(".sb-popup__title")).to_have_text("Twin-B", timeout=10_000)
    expect(marker(crowd, "Twin-A")).to_be_visible()


def test_a_place_on_a_shared_spot_is_opened_by_its_link_and_from_the_list(crowd: Page, many: str) -> None:
    crowd.get_by_role("button", name="Show all places").click()
    for _ in range(3):
        more = crowd.get_by_role("button", name="Show more")
        if more.is_visible():
            more.click()
    crowd.get_by_role("button", name="Show Twin-A on the map").click()
    expect(crowd.locator(".sb-popup__title")).to_have_text("Twin-A")
    crowd.goto(many + "map/?place=twin-b")
    ready(crowd)
    expect(crowd.locator(".sb-popup__title")).to_have_text("Twin-B")
    crowd.wait_for_timeout(600)
    expect(crowd.locator(".sb-popup__title")).to_have_text("Twin-B")
    assert "place=twin-b" in crowd.url


def test_typing_goes_on_while_a_popup_closes(page: Page, address: str) -> None:
    page.goto(address + "map/")
    ready(page)
    marker(page, "Torkham").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".sb-popup__title a")).to_be_focused()
    field = page.get_by_role("searchbox", name="Filter")
    field.focus()
    page.keyboard.type("kabul", delay=70)
    page.wait_for_timeout(300)
    expect(field).to_have_value("kabul")
    expect(field).to_be_focused()


def test_the_space_bar_presses_a_marker(page: Page, address: str) -> None:
    page.goto(address + "map/")
    ready(page)
    marker(page, "Kabul").focus()
    before = page.evaluate("scrollY")
    page.keyboard.press("Space")
    expect(page.locator(".sb-popup__title a")).to_be_focused()
    assert page.evaluate("scrollY") == before


def test_on_a_phone_the_list_brings_the_map_into_view(browser: Browser, address: str) -> None:
    for page in watched(browser, address, viewport={"width": 390, "height": 800}):
        page.goto(address + "map/")
        ready(page)
        button = page.get_by_role("button", name="Show Torkham on the map")
        button.scroll_into_view_if_needed()
        button.click()
        expect(page.locator(".sb-popup__title")).to_be_in_viewport()


def test_maps_survive_instant_navigation_and_leave_nothing_behind(
    browser: Browser, serve_folder: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory, project: Path
) -> None:
    root = tmp_path_factory.mktemp("instant")
    address = serve_folder(root) + "/"
    config = (project / "mkdocs.yml").read_text("utf-8")
    config = config.replace("features: [navigation.tabs]", "features: [navigation.tabs, navigation.instant]")
    config = config.replace("  - Places:", "  - Map: map/index.md\n  - Places:")
    (project / "mkdocs.yml").write_text(f"{config}\nsite_url: {address}site/\n", "utf-8")
    build_here(project, root / "site")
    for page in watched(browser, address):
        page.goto(address + "site/map/")
        for _ in range(2):
            ready(page)
            expect(page.locator(".leaflet-container")).to_have_css("position", "relative")
            assert page.locator(".sb-outline--land").evaluate("path => getComputedStyle(path).fill") != "rgb(0, 0, 0)", "without a palette, too"
            page.get_by_role("button", name="Show Gull Rock on the map").click()
            page.wait_for_load_state("networkidle")
            page.locator(".md-tabs").get_by_role("link", name="Actors").click()
            expect(page).to_have_url(address + "site/actors/", timeout=15_000)
            page.wait_for_timeout(500)
            page.set_viewport_size({"width": 1260, "height": 800})
            page.wait_for_timeout(400)
            assert page.url == address + "site/actors/"
            page.locator(".md-tabs").get_by_role("link", name="Map").click()
            expect(page).to_have_url(re.compile(r"/map/"), timeout=15_000)


def test_an_id_that_every_object_has_is_no_place(page: Page, address: str) -> None:
    page.goto(address + "map/?place=constructor")
    ready(page)
    expect(page.locator("output")).to_have_text("16 places")
    expect(page.locator(".leaflet-popup")).to_have_count(0)


def test_names_are_text_wherever_they_stand(crowd: Page) -> None:
    crowd.get_by_label("Kind").select_option("city")
    name = "<img src=x onerror=alert(1)>"
    one = crowd.locator(".sb-marker[title]")
    expect(one).to_have_count(1)
    assert one.get_attribute("title") == name
    expect(one.locator(".sb-marker__label")).to_have_text(name)
    one.click()
    popup = crowd.locator(".leaflet-popup-content")
    expect(popup.locator(".sb-popup__title")).to_have_text(name)
    expect(popup).to_contain_text('<b>bold</b> & "quoted"')
    assert crowd.locator(":is(.leaflet-marker-pane, .leaflet-popup-pane, .sb-map__list) :is(img, b, script)").count() == 0


def test_a_site_may_name_its_own_tiles(crowd: Page, many: str) -> None:
    expect(crowd.locator("img.leaflet-tile").first).to_be_attached()
    assert crowd.locator("img.leaflet-tile").first.evaluate("tile => tile.src").startswith(many + "tiles/")
    credit = crowd.locator(".leaflet-control-attribution")
    expect(credit).to_contain_text("Drawn by hand")
    expect(credit.locator("a")).to_have_attribute("href", "https://example.org/")
    expect(credit.locator("b, [onclick]")).to_have_count(0)


def test_without_outlines_places_still_stand(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/outlines.js", lambda route: route.abort())
    page.goto(address + "map/")
    ready(page)
    expect(marker(page, "Torkham")).to_be_visible()
    page.route("**/leaflet.js", lambda route: route.abort())
    page.goto(address + "map/?again")
    expect(page.get_by_text("The map could not be loaded.")).to_be_visible()
    expect(page.locator(".sb-map__list > li")).to_have_count(16)
    context.close()
