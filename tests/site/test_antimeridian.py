"""The map page of corpora on both sides of the antimeridian, in headless Chromium."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import build
from tests.site.conftest import watched

pytestmark = pytest.mark.browser

SHAPE = (
    "geometry:\n  type: MultiPolygon\n  basis: drawn by hand\n  coordinates:\n"
    "    - [[[177, -18.5], [180, -18.5], [180, -16], [177, -16], [177, -18.5]]]\n"
    "    - [[[-180, -18.5], [-179, -18.5], [-179, -16], [-180, -16], [-180, -18.5]]]\n"
)
CORPORA: Mapping[str, Mapping[str, str]] = {
    "far": {"Norway": "coordinates: 62, 10\n", "Sweden": "coordinates: 62, 15\n", "Fiji": "coordinates: -17.8, 178\n"},
    "near": {"Fiji": SHAPE, "Samoa": "coordinates: -13.8, -172.1\n", "Taveuni": "coordinates: -16.85, -179.97\n"},
    "countries": {
        "Norway": "precision: country\ncoordinates: 62, 10\n",
        "Samoa": "precision: country\ncoordinates: -13.8, -172.1\n",
        "Fiji": SHAPE,
    },
}


@pytest.fixture(scope="module")
def both_sides(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]) -> str:
    """The sites of the corpora, side by side."""
    root = tmp_path_factory.mktemp("both-sides")
    for name, places in CORPORA.items():
        project = root / f"project-{name}"
        (project / "sources" / "places").mkdir(parents=True)
        (project / "docs").mkdir()
        (project / "docs" / "index.md").write_text("# Home\n\n[[:map]]\n")
        (project / "mkdocs.yml").write_text(
            "site_name: Both sides\ntheme: {name: material, font: false}\nnav: [index.md, map/index.md]\n"
            "plugins: [sourcebook]\n"
        )
        for place, fields in places.items():
            (project / "sources" / "places" / f"{place.lower()}.yml").write_text(f"name: {place}\nkind: country\n{fields}")
        build(project, root / "web" / name)
    return serve_folder(root / "web") + "/"


@pytest.fixture
def map_page(browser: Browser, both_sides: str) -> Iterator[Page]:
    yield from watched(browser, both_sides)


def opened(page: Page, address: str) -> dict[str, tuple[float, float]]:
    """Where each marker is on the screen; all must be in view."""
    page.goto(address)
    expect(page.locator("[data-sb-map][data-ready] .sb-marker").first).to_be_attached(timeout=10_000)
    page.wait_for_timeout(300)
    around = page.locator("[data-sb-canvas]").first.bounding_box()
    assert around
    found = {}
    for marker in page.locator(".sb-marker[title]").all():
        box = marker.bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        name = marker.get_attribute("title") or ""
        assert around["x"] < x < around["x"] + around["width"] and around["y"] < y < around["y"] + around["height"], name
        found[name] = x, y
    return found


def is_land(page: Page, x: float, y: float) -> bool:
    """Whether land is drawn at a point of the screen, or just about it."""
    drawn = page.evaluate(
        """([x, y]) => {
          const path = document.querySelector(".sb-outline--land");
          const at = new DOMPoint(x, y).matrixTransform(path.getScreenCTM().inverse());
          return path.isPointInFill(at);
        }""",
        [x, y],
    )
    return bool(drawn)


def mercator(latitude: float) -> float:
    """Radians above the equator on the map."""
    return math.asinh(math.tan(math.radians(latitude)))


@pytest.mark.parametrize("corpus", CORPORA)
def test_every_place_is_in_view(map_page: Page, both_sides: str, corpus: str) -> None:
    assert opened(map_page, f"{both_sides}{corpus}/map/").keys() == CORPORA[corpus].keys()


def test_no_strip_of_land_lies_in_the_ocean(map_page: Page, both_sides: str) -> None:
    found = opened(map_page, f"{both_sides}far/map/")
    (west, north), (east, south) = found["Norway"], found["Fiji"]
    across = (east - west) / (178 - 10)
    up = (south - north) / (mercator(62) - mercator(-17.8))

    def at(longitude: float, latitude: float) -> bool:
        return is_land(map_page, west + (longitude - 10) * across, north + (mercator(62) - mercator(latitude)) * up)

    assert at(25, 0) and at(135, -25)  # Africa and Australia are
    heights = [-16.4 - step / 100 for step in range(20)]
    assert not any(at(longitude, latitude) for longitude in (60, 80, 100) for latitude in heights)


def test_what_is_near_over_the_antimeridian_is_near_on_the_map(map_page: Page, both_sides: str) -> None:
    found = opened(map_page, f"{both_sides}near/map/")
    assert found["Fiji"][0] < found["Taveuni"][0] + 60 and found["Taveuni"][0] < found["Samoa"][0]
    shape = map_page.locator(".sb-outline--shape").evaluate("path => path.getBBox().width")
    assert 0 < shape < 0.6 * (found["Samoa"][0] - found["Fiji"][0])  # three degrees, not the world's 360
    land = [is_land(map_page, found["Taveuni"][0] + dx, found["Taveuni"][1] + dy) for dx in range(-12, 13, 2) for dy in range(-12, 13, 2)]
    assert any(land) and not all(land)  # the island, where the map goes on beyond 180 degrees
