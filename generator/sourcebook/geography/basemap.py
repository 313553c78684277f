"""The outlines of the world's countries, from the package's own data (see ``tools/make_basemap.py``)."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import chain

from sourcebook.words import to_be_said

Point = tuple[float, float]
"""Longitude and latitude in WGS 84 degrees, in this order, as GeoJSON has them."""
Box = tuple[float, float, float, float]
"""West, south, east, north."""

_COARSE = 0.6  # degrees
_WEST, _EAST = -192.0, 192.0
"""Beyond these no outline goes: the Chukchi Peninsula reaches over the antimeridian, to 190."""

NOTE = to_be_said("Boundaries follow Natural Earth and are no endorsement of any claim.")


@dataclass(frozen=True, slots=True)
class Polygon:
    """An outer ring and its holes, each closed, and the box around them; and each ring by its lines' numbers.

    A negative number is a line walked backwards: ``~number``.
    """

    rings: tuple[tuple[Point, ...], ...]
    box: Box
    arcs: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class CountryOutline:
    """A country as Natural Earth draws it: ISO 3166 code where it has one, name, polygons, largest first."""

    code: str | None
    name: str
    polygons: tuple[Polygon, ...]


@dataclass(frozen=True, slots=True)
class BoundaryLine:
    """A stretch of outline between two meetings of countries; a border if two countries share it, else a coast."""

    points: tuple[Point, ...]
    box: Box
    border: bool


@dataclass(frozen=True, slots=True)
class BaseMap:
    """The world: countries to fill, lines to draw, and where the data comes from.

    What crosses the antimeridian goes on beyond 180 or -180 degrees.
    """

    countries: tuple[CountryOutline, ...]
    lines: tuple[BoundaryLine, ...]
    source: str


@cache
def base_map() -> BaseMap:
    """The package's base map, read once."""
    text = (resources.files("sourcebook") / "assets" / "world-50m.json").read_text("utf-8")
    data = json.loads(text)
    arcs = [_points(arc, data["scale"], data["translate"]) for arc in data["arcs"]]
    uses = [0] * len(arcs)
    countries = []
    for country in data["countries"]:
        polygons = []
        for polygon in country["polygons"]:
            for number in (n for ring in polygon for n in ring):
                uses[number if number >= 0 else ~number] += 1
            rings = tuple(_ring(ring, arcs) for ring in polygon)
            # Around all rings: of Antarctica the first is a point, the pole, and the coast the second.
            polygons.append(Polygon(rings, box_of(tuple(chain.from_iterable(rings))), tuple(map(tuple, polygon))))
        polygons.sort(key=lambda polygon: -_size(polygon.box))
        countries.append(CountryOutline(country["code"], country["name"], tuple(polygons)))
    lines = tuple(BoundaryLine(points, box_of(points), uses[number] > 1) for number, points in enumerate(arcs))
    return BaseMap(tuple(countries), lines, data["source"])


@cache
def coarse_rings() -> tuple[tuple[tuple[Point, ...], Box], ...]:
    """The outer rings of all larger land, with points half a degree or more apart: for pictures of a continent."""
    found = []
    for country in base_map().countries:
        for polygon in country.polygons:
            ring = polygon.rings[0]
            kept = [ring[0]]
            for point in ring:
                if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) > _COARSE:
                    kept.append(point)
            if len(kept) > 4:
                found.append((tuple(kept), polygon.box))
    return tuple(found)


def _points(flat: list[int], scale: list[float], translate: list[float]) -> tuple[Point, ...]:
    # A TopoJSON arc: the first point, then steps, all in whole units of `scale`.
    found = []
    x = y = 0
    for dx, dy in zip(flat[::2], flat[1::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
    return unbroken(found)


def unbroken(points: Sequence[Point]) -> tuple[Point, ...]:
    """A line that goes on beyond 180 degrees instead of jumping to -180, with its middle within them.

    As it is in the data, the next point after the antimeridian lies on the other side of a flat map, and all that is
    between would be filled.
    """
    found: list[Point] = []
    turns = 0
    for place, (lon, lat) in enumerate(points):
        if place and abs(step := lon - points[place - 1][0]) > 180:
            turns -= 360 if step > 0 else -360
        found.append((lon + turns, lat))
    west, _, east, _ = box_of(tuple(found))
    home = -360 * round((west + east) / 2 / 360)
    return tuple((lon + home, lat) for lon, lat in found) if home else tuple(found)


def _ring(numbers: list[int], arcs: list[tuple[Point, ...]]) -> tuple[Point, ...]:
    ring: list[Point] = []
    for number in numbers:  # a negative number is an arc walked backwards
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        turns = 360 * round((ring[-1][0] - arc[0][0]) / 360) if ring else 0
        if turns:
            arc = tuple((lon + turns, lat) for lon, lat in arc)
        ring += arc[1:] if ring else arc
    if abs(ring[-1][0] - ring[0][0]) > 180:  # once round the world: the pole is inside
        pole = math.copysign(90.0, ring[0][1])
        ring += [(ring[-1][0], pole), (ring[0][0], pole), ring[0]]
    return tuple(ring)


def box_of(points: tuple[Point, ...]) -> Box:
    """The box around points, in degrees, as they are given: of land across the antimeridian it goes beyond 180."""
    lons, lats = [p[0] for p in points], [p[1] for p in points]
    return min(lons), min(lats), max(lons), max(lats)


def turned(box: Box) -> list[tuple[float, Box]]:
    """How many degrees to turn the world so that a flat map of `box` shows all of it, and where `box` is then.

    Once as it is; once more for what reaches over either end of the longitudes.
    """
    west, south, east, north = box
    found: list[tuple[float, Box]] = []
    for turn in (0.0, 360.0, -360.0):
        if west - turn <= _EAST and east - turn >= _WEST:
            found.append((turn, (west - turn, south, east - turn, north)))
    return found


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes have a point in common."""
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _size(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def inside(point: Point, ring: Sequence[Point]) -> bool:
    """Whether a point lies in a ring, by the even-odd rule."""
    x, y = point
    odd = False
    x1, y1 = ring[-1]
    for x2, y2 in ring:
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            odd = not odd
        x1, y1 = x2, y2
    return odd
