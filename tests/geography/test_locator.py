import re
import statistics
import time
import xml.etree.ElementTree as ET

import pytest

from sourcebook.geography.basemap import base_map, coarse_rings
from sourcebook.geography.locator import HEIGHT, WIDTH, LocatorPoint, locator, overview, reach_of
from sourcebook.geography.projection import KM_PER_DEGREE, Viewport, area, centroid, lines_in, path
from tests.profiles import THOROUGH

TORKHAM = LocatorPoint("Torkham", (71.0939, 34.1236), 2000)
OTHERS = [LocatorPoint("Kabul", (69.1658, 34.5328)), LocatorPoint("Bajaur", (71.5, 34.74)), LocatorPoint("Munich", (11.5755, 48.1372))]
SVG = "{http://www.w3.org/2000/svg}"


PATH = re.compile(r"(?:M-?[\d.]+ -?[\d.]+l(?:-?[\d.]+ -?[\d.]+ ?)+z?)*")


def drawn(place: LocatorPoint, others: list[LocatorPoint], reach: float = 200) -> ET.Element:
    text = locator(place, tuple(others), reach)
    assert "style=" not in text and "NaN" not in text and "nan" not in text
    for data in re.findall(r'class="sb-locator__(?:land|border|line)" d="([^"]*)"', text):
        assert PATH.fullmatch(data), "a browser stops at the first fault of a path"
    return ET.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def words(root: ET.Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def test_a_map_names_what_it_shows_and_says_it_in_words() -> None:
    root = drawn(TORKHAM, OTHERS)
    assert {"Torkham", "Kabul", "Bajaur", "Afghanistan", "Pakistan", "100 km"} <= set(words(root))
    assert "Munich" not in words(root)
    label = root.get("aria-label") or ""
    assert root.get("role") == "img" and "Map of Torkham" in label and "2 km" in label and "no endorsement" in label


def test_the_circle_and_the_bar_are_to_scale() -> None:
    root = drawn(LocatorPoint("District", (70.07, 33.0), 50_000), [])
    circle = next(c for c in root.iter(f"{SVG}circle") if c.get("class") == "sb-locator__radius")
    bar = next(p for p in root.iter(f"{SVG}path") if p.get("class") == "sb-locator__scale")
    length = float(re.search(r"h([\d.]+)", bar.get("d") or "")[1])  # type: ignore[index]
    km = float(next(text for text in words(root) if text.endswith(" km")).split()[0])
    assert float(circle.get("r") or 0) / 50 == pytest.approx(length / km, rel=0.01)


def test_no_two_labels_meet() -> None:
    crowd = [LocatorPoint(f"Place number {n}", (71.0939 + 0.02 * n, 34.1236 + 0.01 * (n % 5))) for n in range(1, 30)]
    boxes = []
    for text in drawn(TORKHAM, crowd).iter(f"{SVG}text"):
        size = 16 if "main" in (text.get("class") or "") else 13
        x, y, width = float(text.get("x") or 0), float(text.get("y") or 0), len(text.text or "") * size * 0.5
        left = {"start": x, "end": x - width, "middle": x - width / 2}[text.get("text-anchor") or "start"]
        boxes.append((left, y - size * 0.8, left + width, y))
        assert left > 0 and left + width < WIDTH and 0 < y < HEIGHT
    for place, a in enumerate(boxes):
        for b in boxes[place + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_names_are_text() -> None:
    text = locator(LocatorPoint('<script>"&', (0.0, 51.5)), (LocatorPoint("<b>", (0.5, 51.6)),), 100)
    assert "<script" not in text and "<b>" not in text


def test_an_overview_shows_where_most_lie_and_names_the_rest() -> None:
    drawn_map, beyond = overview((TORKHAM, *OTHERS, LocatorPoint("Ghazni", (68.43, 33.55))))
    assert [spot.name for spot in beyond] == ["Munich"]
    for name in ("Torkham", "Kabul", "Bajaur", "Ghazni"):
        assert f">{name}</text>" in drawn_map
    assert "Munich" not in drawn_map
    assert overview((TORKHAM,))[1] == ()


def test_a_line_is_drawn_whole() -> None:
    line = ((60.8, 29.9), (66.3, 31.0), (69.3, 32.0), (71.1, 34.1), (74.5, 37.0))
    reach = reach_of(line)
    root = drawn(LocatorPoint("Line", (67.7, 33.4), None, (line,)), [], reach)
    data = next(p for p in root.iter(f"{SVG}path") if p.get("class") == "sb-locator__line").get("d") or ""
    assert data.startswith("M") and len(data) > 20 and "Line" not in words(root)


@pytest.mark.parametrize("point", [(179.9, -16.5), (-179.9, 71), (0, 89.9), (0, -89.9), (0, 0), (178, -18)])
def test_any_point_of_the_globe_can_be_drawn(point: tuple[float, float]) -> None:
    drawn(LocatorPoint("Here", point, 5000), [], 150)


def test_maps_are_small() -> None:
    rings = [polygon.rings[0] for country in base_map().countries for polygon in country.polygons]
    shores = [ring[len(ring) // 2] for ring in rings if len(ring) > 20][:: 11 if THOROUGH else 44]
    for radius in (5e3, 2e5, 8e5):
        for n, point in enumerate(shores):
            assert len(locator(LocatorPoint(f"Place {n}", point, radius), tuple(OTHERS), 200)) < 40_000
    for lon, lat in ((71.1, 34.1), (10.0, 50.0), (120.0, 10.0), (-75.0, 70.0)):
        drawn(LocatorPoint("A", (lon, lat), 8e5), OTHERS)


def test_maps_are_quick_enough_to_make_for_every_place() -> None:
    base_map(), coarse_rings()
    times = []
    for n in range(40):
        start = time.process_time()
        locator(LocatorPoint("A", (-120 + 6.0 * n, -40 + 2.5 * n), 5000), tuple(OTHERS), 200)
        times.append(time.process_time() - start)
    assert statistics.median(times) < 0.1  # a guard; `make bench` has the figure


def test_projection_clipping_and_paths() -> None:
    window = Viewport((70.0, 34.0), 1.0, 200, 100)
    assert window.at((70.0, 34.0)) == (100, 50)
    x, y = window.at((70.0, 34.0 + 10 / KM_PER_DEGREE))
    assert (round(x, 6), round(y, 6)) == (100, 40)
    assert path([(0, 0), (0.01, 0.02)]) == "" and path([]) == ""
    assert path([(0, 0), (1.04, -0.5), (1.04, -0.5)], closed=True) == "M0 0l1 -.5z"
    (run,) = lines_in([(60.0, 34.0), (70.0, 34.0), (80.0, 34.0)], window)
    assert len(run) == 3, "with the points beyond the edges, so that the line leaves the picture"
    square = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]
    assert area(square) == 4 and centroid(square) == (1, 1)


FIJI, TAVEUNI, SAMOA = LocatorPoint("Fiji", (178.0, -17.8)), LocatorPoint("Taveuni", (-179.97, -16.85)), LocatorPoint("Samoa", (-172.1, -13.8))


def land_of(place: LocatorPoint, reach: float) -> str:
    found = re.search(r'class="sb-locator__land" d="([^"]*)"', locator(place, (), reach))
    assert found
    return found[1]


def test_both_sides_of_the_antimeridian_are_on_one_map() -> None:
    assert {"Taveuni", "Samoa"} <= set(words(drawn(FIJI, [TAVEUNI, SAMOA], 1000)))
    assert {"Fiji", "Taveuni"} <= set(words(drawn(SAMOA, [TAVEUNI, FIJI], 1000)))
    made, beyond = overview((FIJI, TAVEUNI, SAMOA, LocatorPoint("Suva", (178.4, -18.1))))
    assert [spot.name for spot in beyond] == ["Samoa"] and all(f">{name}</text>" in made for name in ("Fiji", "Taveuni"))
    assert reach_of((FIJI.point, SAMOA.point)) < 700
    # The land is the same wherever the middle of the map is: Chukotka from Anadyr, and from Cape Dezhnev.
    here, there = (land_of(LocatorPoint("P", (lon, 65.0)), 600) for lon in (179.9, -179.9))
    assert len(here) > 400 and len(there) == pytest.approx(len(here), rel=0.05)


def test_no_land_runs_round_the_world_at_the_height_of_fiji() -> None:
    assert land_of(LocatorPoint("Indian Ocean", (80.0, -16.5)), 400) == ""
    assert land_of(LocatorPoint("Antarctic", (40.0, -85.0)), 200) != ""  # and the pole is land


def test_a_line_across_the_antimeridian_stays_there() -> None:
    line = ((178.0, -17.0), (-179.5, -16.0), (-178.0, -15.0))
    made = locator(LocatorPoint("Line", (180.0, -16.0), None, (line,)), (), 300)
    found = re.search(r'class="sb-locator__line" d="M([\d.]+) [\d.]+l([^"]*)"', made)
    assert found
    steps = [float(step) for step in re.findall(r"(-?[\d.]+) -?[\d.]+", found[2])]
    assert len(steps) == 2 and all(0 < step < WIDTH / 2 for step in steps) and float(found[1]) + sum(steps) < WIDTH
