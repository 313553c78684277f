"""Outlines to SVG paths: a flat projection around a point, clipping to the picture, leaving out what is too fine."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sourcebook.geography.basemap import Box, Point, base_map, coarse_rings, overlap, turned

KM_PER_DEGREE = 111.195
"""Length of a degree of latitude on the mean sphere (radius 6371.0 km)."""
FINE = 1.2  # pixels: points nearer to the last one than this are left out

Pixel = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Viewport:
    """A picture of `width` by `height` pixels that shows the land around `centre` (longitude, latitude).

    Equirectangular, true to scale at the centre: good for some thousand kilometres, which is what locators show.
    """

    centre: Point
    km_per_pixel: float
    width: int
    height: int

    def at(self, point: Point) -> Pixel:
        """Where a point lies in the picture, the nearer way round the world; outside it, too."""
        east, north = point[0] - self.centre[0], point[1] - self.centre[1]
        if abs(east) > 180:
            east -= 360 * round(east / 360)
        return self.width / 2 + east * self.scale[0], self.height / 2 - north * self.scale[1]

    @property
    def scale(self) -> tuple[float, float]:
        """Pixels to a degree of longitude and of latitude."""
        north = KM_PER_DEGREE / self.km_per_pixel
        return north * math.cos(math.radians(self.centre[1])), north

    def all_at(self, points: Sequence[Point]) -> list[Pixel]:
        """Where the points of one line lie, which may go on beyond 180 degrees."""
        (sx, sy), (lon, lat) = self.scale, self.centre
        x0, y0 = self.width / 2 - lon * sx, self.height / 2 + lat * sy
        return [(x0 + point[0] * sx, y0 - point[1] * sy) for point in points]

    @property
    def box(self) -> Box:
        """The degrees that the picture shows, with a margin of a tenth."""
        north = self.height / 2 * self.km_per_pixel / KM_PER_DEGREE * 1.1
        shrink = max(0.05, math.cos(math.radians(self.centre[1])))
        east = self.width / 2 * self.km_per_pixel / KM_PER_DEGREE / shrink * 1.1
        lon, lat = self.centre
        return lon - east, lat - north, lon + east, lat + north

    def turned(self) -> list[Viewport]:
        """The window itself, and as it is after a turn of the world, where what it shows reaches over the antimeridian.

        A pixel is the same in all of them.
        """
        return [replace(self, centre=(self.centre[0] - turn, self.centre[1])) for turn, _ in turned(self.box)]

    def contains(self, pixel: Pixel, margin: float = 0) -> bool:
        """Whether a pixel lies in the picture, at least `margin` from its edges."""
        return margin <= pixel[0] <= self.width - margin and margin <= pixel[1] <= self.height - margin


def land(window: Viewport, fine: float = FINE) -> tuple[str, list[tuple[str, list[Pixel]]]]:
    """The path of all land in the window, and each country's name with its largest visible piece.

    What is finer than `fine` pixels is left out, islands too.
    """
    views = [(view, view.box) for view in window.turned()]
    paths: list[str] = []
    pieces: list[tuple[str, list[Pixel]]] = []
    for country in base_map().countries:
        largest: list[Pixel] = []
        seen = ((polygon, view) for polygon in country.polygons for view, box in views if overlap(polygon.box, box))
        for polygon, view in seen:
            for number, ring in enumerate(polygon.rings):
                shown = _thinned(_clipped(view.all_at(ring), view), fine)
                if len(shown) < 3 or abs(area(shown)) < fine * fine:
                    continue
                paths.append(path(shown, closed=True))
                if number == 0 and abs(area(shown)) > abs(area(largest)):
                    largest = shown
        if largest:
            pieces.append((country.name, largest))
    return "".join(paths), pieces


def coarse_land(window: Viewport) -> str:
    """The path of all land in a window that shows thousands of kilometres."""
    seen = ((ring, view) for view in window.turned() for ring, around in coarse_rings() if overlap(around, view.box))
    shown = (_thinned(_clipped(view.all_at(ring), view), 2.0) for ring, view in seen)
    return "".join(path(points, closed=True) for points in shown if len(points) > 2)


def borders(window: Viewport, fine: float = FINE) -> str:
    """The path of the borders between countries in the window."""
    views = [(view, view.box) for view in window.turned()]
    lines = [line for line in base_map().lines if line.border]
    runs = (lines_in(line.points, view, fine) for line in lines for view, box in views if overlap(line.box, box))
    return "".join(path(run) for found in runs for run in found)


def lines_in(points: Sequence[Point], window: Viewport, fine: float = FINE) -> list[list[Pixel]]:
    """The stretches of a line that pass the picture: each with a point beyond the edge, where it goes on."""
    edge = 20.0
    found: list[list[Pixel]] = []
    run: list[Pixel] = []
    before: Pixel | None = None
    for here in window.all_at(points):
        if window.contains(here, -edge):
            if not run and before is not None:
                run.append(before)
            run.append(here)
        elif run:
            found.append(_thinned([*run, here], fine))
            run = []
        before = here
    if run:
        found.append(_thinned(run, fine))
    return [stretch for stretch in found if len(stretch) > 1]


def path(points: Iterable[Pixel], *, closed: bool = False) -> str:
    """SVG path data in steps of a tenth of a pixel; empty where there is nothing to see."""
    parts: list[str] = []
    x0 = y0 = 0
    for place, (x, y) in enumerate(points):
        x1, y1 = round(x * 10), round(y * 10)
        if place == 0:
            parts.append(f"M{_tenth(x1)} {_tenth(y1)}l")
        elif (x1, y1) != (x0, y0):
            parts.append(f"{_tenth(x1 - x0)} {_tenth(y1 - y0)} ")
        x0, y0 = x1, y1
    if len(parts) < 2:  # all of it in one tenth of a pixel: a path without a step is none
        return ""
    return "".join(parts).rstrip() + ("z" if closed else "")


def _tenth(value: int) -> str:
    text = f"{value / 10:.1f}"
    return text.removesuffix(".0").replace("-0.", "-.").removeprefix("0") or "0"


def _thinned(points: Sequence[Pixel], fine: float = FINE) -> list[Pixel]:
    kept: list[Pixel] = []
    for place, point in enumerate(points):
        last = place == len(points) - 1
        if not kept or last or abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) > fine:
            kept.append(point)
    return kept


def _clipped(ring: list[Pixel], window: Viewport) -> list[Pixel]:
    """The part of a ring inside the picture and a little around it (Sutherland and Hodgman's algorithm)."""
    edge = 8.0
    sides: tuple[tuple[int, float, Callable[[float, float], bool]], ...] = (
        (0, -edge, _is_past),
        (0, window.width + edge, _is_short_of),
        (1, -edge, _is_past),
        (1, window.height + edge, _is_short_of),
    )
    for axis, limit, inside in sides:
        if not ring:
            break
        found: list[Pixel] = []
        last = ring[-1]
        was_in = inside(last[axis], limit)
        for point in ring:
            is_in = inside(point[axis], limit)
            if is_in != was_in:
                found.append(_intersect(last, point, axis, limit))
            if is_in:
                found.append(point)
            last, was_in = point, is_in
        ring = found
    return ring


def _is_past(value: float, limit: float) -> bool:
    return value >= limit


def _is_short_of(value: float, limit: float) -> bool:
    return value <= limit


def _intersect(a: Pixel, b: Pixel, axis: int, limit: float) -> Pixel:
    share = (limit - a[axis]) / (b[axis] - a[axis])
    other = a[1 - axis] + share * (b[1 - axis] - a[1 - axis])
    return (limit, other) if axis == 0 else (other, limit)


def area(ring: Sequence[Pixel]) -> float:
    """The area of a ring in square pixels, negative if it runs the other way round (the shoelace formula)."""
    shifted = [*ring[1:], *ring[:1]]
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, shifted, strict=True)) / 2


def centroid(ring: Sequence[Pixel]) -> Pixel:
    """The centre of gravity of a ring; the mean of its points if it has no area."""
    doubled = area(ring) * 2
    if abs(doubled) < 1:
        return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
    x = y = 0.0
    shifted = [*ring[1:], *ring[:1]]
    for (x1, y1), (x2, y2) in zip(ring, shifted, strict=True):
        cross = x1 * y2 - x2 * y1
        x += (x1 + x2) * cross
        y += (y1 + y2) * cross
    return x / (3 * doubled), y / (3 * doubled)
