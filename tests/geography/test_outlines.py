"""The outlines that readers load."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sourcebook.geography.basemap import Point, base_map
from sourcebook.geography.outlines import MAX_OUTLINE_BYTES, VARIABLE, outlines

TORKHAM, KABUL, MUNICH = (71.09, 34.12), (69.17, 34.53), (11.58, 48.14)


def read(made: bytes) -> dict[str, Any]:
    """The value that the script sets."""
    text = made.decode("ascii")
    assert text.startswith(f"window.{VARIABLE}=") and text.endswith(";\n")
    found: dict[str, Any] = json.loads(text[len(f"window.{VARIABLE}=") : -2])
    return found


def walked(value: dict[str, Any]) -> list[list[Point]]:
    """The arcs in degrees, as a reader's browser makes them."""
    found = []
    for steps in value["arcs"]:
        x = y = 0
        points = []
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x * value["scale"], y * value["scale"]))
        found.append(points)
    return found


def test_every_ring_closes_and_every_number_is_an_arc() -> None:
    value = read(outlines([TORKHAM, MUNICH]))
    arcs = walked(value)
    for country in value["countries"]:
        for rings in country["polygons"]:
            for ring in rings:
                ends = []
                for number in ring:
                    arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                    ends.append((arc[0], arc[-1]))
                # A ring around a pole ends where it begins after a turn of the world.
                closed = [((end[0] - start[0]) % 360, end[1] - start[1]) for (_, end), (start, _) in zip(ends, [*ends[1:], ends[0]], strict=True)]
                assert set(closed) == {(0, 0)}, country.get("name")
    assert all(0 <= number < len(arcs) for number in value["borders"])
    assert "Natural Earth" in value["source"]


def test_it_is_fine_near_the_places_and_coarse_far_from_them() -> None:
    def points_near(made: bytes, middle: Point) -> int:
        arcs = walked(read(made))
        return sum(abs(x - middle[0]) < 4 and abs(y - middle[1]) < 3 for arc in arcs for x, y in arc)

    true = sum(abs(x - 71) < 4 and abs(y - 34) < 3 for line in base_map().lines for x, y in line.points)
    here, there = outlines([TORKHAM]), outlines([(-60.0, -10.0)])
    assert points_near(here, (71, 34)) > 0.8 * true
    assert points_near(there, (71, 34)) < 0.3 * true


def test_countries_have_a_name_only_where_they_have_a_code() -> None:
    named = {country["name"]: country["at"] for country in read(outlines([KABUL]))["countries"] if "name" in country}
    lon, lat = named["Afghanistan"]
    assert 60 < lon < 72 and 31 < lat < 37
    assert "Siachen Glacier" not in named and "Kosovo" in named


@pytest.mark.parametrize(
    "points",
    [[], [TORKHAM], [TORKHAM, KABUL, MUNICH], [(180.0, -90.0), (-180.0, 90.0)], [(lon, lat) for lon in range(-180, 180, 7) for lat in range(-60, 75, 7)]],
    ids=["none", "one", "three", "corners", "the world"],
)
def test_it_weighs_what_it_may_and_is_the_same_each_time(points: list[Point]) -> None:
    made = outlines(points)
    assert 20_000 < len(made) <= MAX_OUTLINE_BYTES
    assert made == outlines(points[::-1])
