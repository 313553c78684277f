"""The map on a place's page: SVG made at build time, in the colours of the page, with its text beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from sourcebook.geography.basemap import NOTE, Point, box_of, inside, unbroken
from sourcebook.geography.projection import (
    FINE,
    KM_PER_DEGREE,
    Pixel,
    Viewport,
    borders,
    centroid,
    coarse_land,
    land,
    lines_in,
    path,
)
from sourcebook.model.geometry import longitude_span
from sourcebook.words import say

WIDTH, HEIGHT = 640, 400
_INSET = (116, 84)
_INSET_STEP = 4  # degrees: the places of such a square share an inset
_MIN_KM, _MAX_KM = 110.0, 2600.0
_MOST = 20_000  # characters of outlines
_STEPS = (1, 2, 5)
_CHARACTER, _MAIN_CHARACTER = 9.0, 12.0  # pixels of a letter, about, at the larger size that phones show labels in


@dataclass(frozen=True, slots=True)
class LocatorPoint:
    """A place to draw: its name, its longitude and latitude, how far off they may be, and its lines if it has any."""

    name: str
    point: Point
    radius_m: float | None = None
    lines: tuple[tuple[Point, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Label:
    x: float
    y: float
    width: float

    def meets(self, other: _Label) -> bool:
        return abs(self.x - other.x) < (self.width + other.width) / 2 and abs(self.y - other.y) < 19


@lru_cache(maxsize=4096)  # a preview draws the same maps again and again
def locator(place: LocatorPoint, others: tuple[LocatorPoint, ...], reach_km: float) -> str:
    """An SVG map around `place` that shows `others` and at least `reach_km` to each side.

    The circle is the place's accuracy to scale. Labels that would overlap are left out: the page lists all of them.
    """
    radius_km = (place.radius_m or 0) / 1000
    half = min(_MAX_KM, max(_MIN_KM, reach_km, radius_km * 1.35))
    window = Viewport(place.point, half / (HEIGHT / 2 - 24), WIDTH, HEIGHT)
    ground, countries, lines = _outlines(window)
    centre = window.at(place.point)
    taken = [_Label(centre[0], centre[1], 18)]
    scale, bar = _scale_bar(window)
    taken.append(_Label(16 + bar / 2, HEIGHT - 24, bar + 20))
    inset = half < 1500
    if inset:
        x, width = WIDTH - _INSET[0] / 2 - 8, _INSET[0] + 16
        taken += [_Label(x, HEIGHT - 15 - step, width) for step in range(0, _INSET[1], 14)]
    parts = [
        f'<svg class="sb-locator__map" direction="ltr" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(_words(place, half))}">',
        f'<rect class="sb-locator__sea" width="{WIDTH}" height="{HEIGHT}"/>',
        f'<path class="sb-locator__land" d="{ground}"/>',
        f'<path class="sb-locator__border" d="{lines}"/>',
    ]
    if place.lines:
        seen = [(unbroken(line), view) for line in place.lines for view in window.turned()]
        drawn = "".join(path(run) for line, view in seen for run in lines_in(line, view))
        parts.append(f'<path class="sb-locator__line" d="{drawn}"/>')
    if radius_km and not place.lines:
        size = radius_km / window.km_per_pixel
        parts.append(f'<circle class="sb-locator__radius" cx="{centre[0]:.1f}" cy="{centre[1]:.1f}" r="{size:.1f}"/>')
    shown = [
        (other, at)
        for other in others
        if window.contains(at := window.at(other.point), 6) and math.dist(at, centre) > 7
    ]
    taken += [_Label(*at, 10) for _, at in shown]
    main = ""
    if not place.lines:
        main = _place_label(place.name, centre, taken, window, _MAIN_CHARACTER, ' class="sb-locator__label--main"')
    for other, at in shown:
        parts.append(f'<circle class="sb-locator__neighbour" cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="4"/>')
        parts.append(_place_label(other.name, at, taken, window, _CHARACTER))
    parts += [_country_label(name, piece, taken, window) for name, piece in countries]
    if not place.lines:
        parts.append(f'<circle class="sb-locator__place" cx="{centre[0]:.1f}" cy="{centre[1]:.1f}" r="5.5"/>')
    parts += [main, scale]
    if inset:
        parts.append(_inset(place.point, window))
    parts.append("</svg>")
    return "".join(parts)


def overview(spots: tuple[LocatorPoint, ...]) -> tuple[str, tuple[LocatorPoint, ...]]:
    """An SVG map of the region in which most of `spots` lie, and those that lie beyond it.

    The region is that of `middle_region`.
    """
    centre, half = middle_region([spot.point for spot in spots])
    window = Viewport(centre, half / (HEIGHT / 2 - 24), WIDTH, HEIGHT)
    ground, countries, lines = _outlines(window)
    scale, bar = _scale_bar(window)
    taken = [_Label(16 + bar / 2, HEIGHT - 24, bar + 20)]
    shown = [spot for spot in spots if window.contains(window.at(spot.point), 6)]
    marks = []
    for spot in shown:
        x, y = window.at(spot.point)
        taken.append(_Label(x, y, 10))
        marks.append(f'<circle class="sb-locator__neighbour" cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>')
    names = [_place_label(s.name, window.at(s.point), taken, window, _CHARACTER) for s in shown]
    words = f"{say('Map of %(places)s.', places=', '.join(spot.name for spot in shown))} {say(NOTE)}"
    parts = [
        f'<svg class="sb-locator__map" direction="ltr" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(words)}">',
        f'<rect class="sb-locator__sea" width="{WIDTH}" height="{HEIGHT}"/>',
        f'<path class="sb-locator__land" d="{ground}"/>',
        f'<path class="sb-locator__border" d="{lines}"/>',
        *marks,
        *names,
        *(_country_label(name, piece, taken, window) for name, piece in countries),
        scale,
        "</svg>",
    ]
    return "".join(parts), tuple(spot for spot in spots if spot not in shown)


def middle_region(points: Sequence[Point]) -> tuple[Point, float]:
    """Where most of the points lie: a centre, and how many km above and below it to show; points may not be empty.

    The region is around the middle point by latitude and by longitude, as wide as takes in two of three.
    """
    west, _ = longitude_span(point[0] for point in points)
    lons = sorted(point[0] + 360 * (point[0] < west) for point in points)
    lats = sorted(point[1] for point in points)
    lon = lons[len(lons) // 2]
    centre = lon - 360 * (lon > 180), lats[len(lats) // 2]
    reaches = sorted(reach_of((centre, point)) * 2 for point in points)
    half = reaches[max(0, math.ceil(len(reaches) * 2 / 3) - 1)] * 1.08
    return centre, min(_MAX_KM, max(_MIN_KM, half))


def _outlines(window: Viewport) -> tuple[str, list[tuple[str, list[Pixel]]], str]:
    """Land, countries and borders, coarser where a map shows so much that it would grow too large."""
    fine = FINE
    while True:
        ground, countries = land(window, fine)
        lines = borders(window, fine)
        if len(ground) + len(lines) < _MOST or fine > 8:
            return ground, countries, lines
        fine *= 1.7


def _words(place: LocatorPoint, half_km: float) -> str:
    width = 2 * half_km * WIDTH / HEIGHT
    circle = ""
    if place.radius_m and not place.lines:
        circle = " " + say(
            "The circle of %(radius)s km is how far off the point may be.", radius=f"{place.radius_m / 1000:,.3g}"
        )
    around = say(
        "Map of %(place)s and about %(width)s km from west to east around it.", place=place.name, width=f"{width:,.0f}"
    )
    return f"{around}{circle} {say(NOTE)}"


def _place_label(name: str, at: Pixel, taken: list[_Label], window: Viewport, letter: float, kind: str = "") -> str:
    """A label beside a spot where there is room: right, left, above, below; nothing if there is none."""
    width = len(name) * letter + 8
    for x, y, anchor in (
        (at[0] + 9, at[1] + 4, "start"),
        (at[0] - 9, at[1] + 4, "end"),
        (at[0], at[1] - 11, "middle"),
        (at[0], at[1] + 20, "middle"),
    ):
        middle_x = x + width / 2 if anchor == "start" else x - width / 2 if anchor == "end" else x
        label = _Label(middle_x, y - 4, width)
        fits = width / 2 < middle_x < window.width - width / 2 and 12 < y < window.height - 6
        others = (other for other in taken if (other.x, other.y) != at)  # its own spot is no hindrance
        if fits and not any(label.meets(other) for other in others):
            taken.append(label)
            return f'<text{kind} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(name)}</text>'
    return ""


def _country_label(name: str, piece: list[Pixel], taken: list[_Label], window: Viewport) -> str:
    """The country's name well inside its visible piece: at its middle, or near it where there is room."""
    centre_x, centre_y = centroid(piece)
    width = len(name) * 13.5
    if width > max(p[0] for p in piece) - min(p[0] for p in piece):
        return ""
    for dx, dy in ((0, 0), (0, 34), (0, -34), (60, 0), (-60, 0), (0, 70), (0, -70), (-90, 50), (90, -50)):
        x, y = centre_x + dx, centre_y + dy
        label = _Label(x, y, width)
        fits = width / 2 < x < window.width - width / 2 and 14 < y < window.height - 14
        ends = inside((x - width / 2, y), piece) and inside((x + width / 2, y), piece)
        if fits and ends and not any(label.meets(other) for other in taken):
            taken.append(label)
            at = f'x="{x:.1f}" y="{y + 4:.1f}"'
            return f'<text class="sb-locator__country" {at} text-anchor="middle">{escape(name)}</text>'
    return ""


def _scale_bar(window: Viewport) -> tuple[str, float]:
    """A bar of a round length, about a fifth of the picture, and its length in pixels."""
    longest = window.width / 4.5 * window.km_per_pixel
    power = 10 ** math.floor(math.log10(longest))
    km = max(step * power for step in _STEPS if step * power <= longest)
    length = km / window.km_per_pixel
    y = window.height - 18
    words = escape(say("%(number)s km", number=f"{km:,.0f}"))
    return (
        f'<path class="sb-locator__scale" d="M16 {y - 5}v5h{length:.1f}v-5"/>'
        f'<text class="sb-locator__scale-label" x="{16 + length / 2:.1f}" y="{y - 8}" text-anchor="middle">'
        f"{words}</text>"
    ), length


def _inset(point: Point, window: Viewport) -> str:
    """A small map of the wider region with a frame around what the large one shows."""
    width, height = _INSET
    small, ground = _wider_region(
        (round(point[0] / _INSET_STEP) * _INSET_STEP, round(point[1] / _INSET_STEP) * _INSET_STEP),
        round(max(4200.0, window.km_per_pixel * window.height * 3), -2) / height,
    )
    x0, y0 = small.at(point)
    w, h = (size * window.km_per_pixel / small.km_per_pixel for size in (window.width, window.height))
    x, y = window.width - width - 8, window.height - height - 8
    return (
        f'<svg x="{x}" y="{y}" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<rect class="sb-locator__sea" width="{width}" height="{height}"/>'
        f'<path class="sb-locator__land" d="{ground}"/>'
        f'<rect class="sb-locator__view" x="{x0 - w / 2:.1f}" y="{y0 - h / 2:.1f}" width="{w:.1f}" height="{h:.1f}"/>'
        f'<rect class="sb-locator__frame" width="{width}" height="{height}"/></svg>'
    )


@lru_cache(maxsize=512)
def _wider_region(centre: Point, km_per_pixel: float) -> tuple[Viewport, str]:
    """The ground of an inset. Places near each other share one, for drawing a continent is most of a map's work."""
    window = Viewport(centre, km_per_pixel, *_INSET)
    return window, coarse_land(window)


def reach_of(points: Sequence[Point]) -> float:
    """How many km above and below its middle a map must show to hold all `points`."""
    west, east = longitude_span(point[0] for point in points)
    _, south, _, north = box_of(tuple(points))
    across = (east - west) / 2 * math.cos(math.radians((south + north) / 2)) * KM_PER_DEGREE
    return max((north - south) / 2 * KM_PER_DEGREE, across * HEIGHT / WIDTH) * 1.1
