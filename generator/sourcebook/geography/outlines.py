"""The base map that readers load: the world's outlines, fine around the corpus's places and coarse far from them.

A script that sets one value, not a JSON file: a page opened from a disk may load the one and not the other.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sourcebook.geography.basemap import BoundaryLine, Box, CountryOutline, Point, base_map, overlap, turned
from sourcebook.geography.projection import area, centroid
from sourcebook.model.geometry import longitude_span

MAX_OUTLINE_BYTES = 150_000
VARIABLE = "sourcebookOutlines"
_SCALE = 0.01  # degrees, about a kilometre: finer than outlines at 1:50m are true
_NEAR_DEGREES = 6
_MARGIN = 12.0  # degrees around the corpus that are drawn in some detail

Cell = tuple[int, int]
"""A degree square, by its south-western corner: longitude, latitude."""


@dataclass(frozen=True, slots=True)
class LevelOfDetail:
    """The least distance between points, in degrees: near the places, in their region, in the rest of the world."""

    near: float
    region: float
    world: float


_LEVELS = (
    LevelOfDetail(0.02, 0.25, 1.5),
    LevelOfDetail(0.06, 0.4, 1.5),
    LevelOfDetail(0.15, 0.5, 2.0),
    LevelOfDetail(0.3, 0.6, 2.0),
    LevelOfDetail(0.6, 0.8, 2.0),
)


def outlines(points: Collection[Point], most: int = MAX_OUTLINE_BYTES) -> bytes:
    """A script that gives the map its outlines, of at most `most` bytes if coarseness can reach that.

    The value is a topology in the manner of TopoJSON: ``arcs`` in steps of `scale` degrees, ``borders`` and
    ``countries`` by number of arc, a negative number being an arc walked backwards (``~number``).
    """
    return _outlines(frozenset((math.floor(lon), math.floor(lat)) for lon, lat in points), most)


@lru_cache(maxsize=8)  # a preview asks again after every edit, and places seldom move to another degree
def _outlines(squares: frozenset[Cell], most: int) -> bytes:
    made, level = b"", 0
    while True:
        topology = _topology(squares, _LEVELS[level])
        made = f"window.{VARIABLE}={json.dumps(topology, separators=(',', ':'))};\n".encode("ascii")
        if len(made) <= most or level == len(_LEVELS) - 1:
            break
        level = min(level + (1 if len(made) < 1.4 * most else 2), len(_LEVELS) - 1)
    return made


def _topology(squares: frozenset[Cell], detail: LevelOfDetail) -> dict[str, Any]:
    near = _around(squares)
    region = _region(squares)
    numbers: dict[int, int] = {}
    kept: list[list[tuple[int, int]]] = []
    for number, line in enumerate(base_map().lines):
        if points := _thinned(line, near, region, detail):
            numbers[number] = len(kept)
            kept.append(points)
    countries = []
    for country in base_map().countries:
        polygons = _polygons(country, numbers)
        if polygons:
            named = {"name": country.name, "at": _label(polygons, kept)} if country.code else {}
            countries.append({**named, "polygons": polygons})
    return {
        "scale": _SCALE,
        "arcs": [_steps(points) for points in kept],
        "borders": [numbers[n] for n, line in enumerate(base_map().lines) if line.border and n in numbers],
        "countries": countries,
        "source": base_map().source,
    }


def _around(squares: frozenset[Cell]) -> frozenset[Cell]:
    """The degree squares near those given, as wide to the east and west as they are to the north and south."""
    found: set[Cell] = set()
    for lon, lat in squares:
        wide = math.ceil(_NEAR_DEGREES / max(0.2, math.cos(math.radians(lat))))
        for y in range(lat - _NEAR_DEGREES, lat + _NEAR_DEGREES + 1):
            found.update((x, y) for x in range(lon - wide, lon + wide + 1))
    # Outlines go on beyond 180 degrees, so what is near has its place there too.
    return frozenset((x + turn, y) for x, y in found for turn in (-360, 0, 360) if -200 < x + turn < 200)


def _region(squares: frozenset[Cell]) -> Box:
    lons, lats = [square[0] for square in squares], [square[1] for square in squares]
    if not squares:
        return 0.0, 0.0, 0.0, 0.0
    west, east = longitude_span(lons)
    return west - _MARGIN, min(lats) - _MARGIN, east + 1 + _MARGIN, max(lats) + 1 + _MARGIN


def _thinned(line: BoundaryLine, near: frozenset[Cell], region: Box, detail: LevelOfDetail) -> list[tuple[int, int]]:
    """The line's points in whole steps of the scale; none for an island that is too small to be seen."""
    west, south, east, north = line.box
    in_region = any(overlap(line.box, box) for _, box in turned(region))
    coarse = detail.region if in_region else detail.world
    squares = (
        (x, y) for x in range(math.floor(west), math.ceil(east)) for y in range(math.floor(south), math.ceil(north))
    )
    touches = in_region and any(square in near for square in squares)
    closed = line.points[0] == line.points[-1]
    if closed and not touches and max(east - west, north - south) < 2 * coarse:
        return []
    kept: list[tuple[int, int]] = []
    last = len(line.points) - 1
    x0 = y0 = math.inf
    for place, (x, y) in enumerate(line.points):
        step = abs(x - x0) + abs(y - y0)
        fine = touches and step > detail.near and (math.floor(x), math.floor(y)) in near
        if fine or step > coarse or place in (0, last):
            kept.append((round(x / _SCALE), round(y / _SCALE)))
            x0, y0 = x, y
    return [] if closed and len(kept) < 4 else kept


def _polygons(country: CountryOutline, numbers: dict[int, int]) -> list[list[list[int]]]:
    """The country's rings as arc numbers of the new topology, without those whose arcs are gone."""
    found = []
    for polygon in country.polygons:
        rings = []
        for ring in polygon.arcs:
            if all((n if n >= 0 else ~n) in numbers for n in ring):
                rings.append([numbers[n] if n >= 0 else ~numbers[~n] for n in ring])
            elif not rings:
                break  # the outer ring comes first: without it there is nothing for holes to be in
        if rings:
            found.append(rings)
    return found


def _label(polygons: list[list[list[int]]], arcs: list[list[tuple[int, int]]]) -> list[float]:
    """Where the country's name goes: longitude and latitude of the middle of its largest piece."""
    ring = [point for n in polygons[0][0] for point in (arcs[n] if n >= 0 else arcs[~n][::-1])[:-1]]
    pixels = [(float(x), float(y)) for x, y in ring]
    x, y = centroid(pixels) if abs(area(pixels)) > 1 else pixels[0]
    return [round(x * _SCALE, 1), round(y * _SCALE, 1)]


def _steps(points: Sequence[tuple[int, int]]) -> list[int]:
    found: list[int] = []
    x0 = y0 = 0
    for x, y in points:
        found += (x - x0, y - y0)
        x0, y0 = x, y
    return found
