"""The corpus's places on the map: what lies near what, and the locator of each."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from sourcebook.geography.distance import Nearest, compass_bearing, kilometres
from sourcebook.geography.locator import HEIGHT, WIDTH, LocatorPoint, locator, middle_region, overview, reach_of
from sourcebook.geography.projection import KM_PER_DEGREE
from sourcebook.model.place import Place
from sourcebook.words import say

_NEARBY = 6
_SHOWN = 14
_FEW = 6
WIDE_KM = 100.0
"""A place known no better than this is an area: its distance from others says little, and it is not a dot."""


@dataclass(frozen=True, slots=True)
class NearbyPlace:
    """Another place, how many kilometres away (geodesic, WGS 84), and in which direction."""

    place: Place
    kilometres: float
    direction: str

    def __str__(self) -> str:
        """``182 km W``; a decimal below ten."""
        digits = 0 if self.kilometres >= 10 else 1
        far = f"{self.kilometres:,.{digits}f}"
        return say("%(number)s km %(direction)s", number=far, direction=say(self.direction))


class Atlas:
    """Every place whose position is known, found by nearness."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        dots = [place for place in places.values() if place.point and not _is_area(place)]
        self._dots = sorted(dots, key=lambda place: place.id)
        self._nearest = Nearest([place.point for place in self._dots if place.point])

    def around(self, place: Place, limit: int = _NEARBY) -> list[NearbyPlace]:
        """The places nearest to `place`, nearest first; none for an area or a line, whose middle says little."""
        if place.point is None or _is_area(place):
            return []
        found = [
            NearbyPlace(other, kilometres(place.point, other.point), compass_bearing(place.point, other.point))
            for other in self._others(place, limit)
            if other.point
        ]
        return sorted(found, key=lambda neighbour: (neighbour.kilometres, neighbour.place.id))

    def _others(self, place: Place, limit: int) -> list[Place]:
        """The places nearest to `place`, nearest first on the sphere."""
        assert place.point is not None
        found = [self._dots[n] for n in self._nearest.find(place.point, limit + 1)]
        return [other for other in found if other.id != place.id][:limit]

    def overview(self) -> tuple[Markup, tuple[Place, ...]]:
        """A map of the region where most places lie, and the places beyond it; empty where none is known."""
        if not self._dots:
            return Markup(""), ()
        drawn, beyond = overview(tuple(_spot(place) for place in self._dots))
        names = {spot.name for spot in beyond}
        return Markup(drawn), tuple(place for place in self._dots if place.name in names)

    def home(self) -> tuple[float, float, float, float] | None:
        """South, west, north and east, in degrees, of the region where most places lie; None where all are to be seen.

        So it is where none is known, and where one of few would be out of sight: of few places none is far off.
        """
        points = [(place.point[1], place.point[0]) for place in self._dots if place.point]
        if not points:
            return None
        if len(points) < _FEW and reach_of(points) > middle_region(points)[1]:
            return None
        (lon, lat), half = middle_region(points)
        north = half / KM_PER_DEGREE
        east = min(180.0, north * WIDTH / HEIGHT / max(0.05, math.cos(math.radians(lat))))
        return round(lat - north, 2), round(lon - east, 2), round(lat + north, 2), round(lon + east, 2)

    def locator(self, place: Place) -> Markup:
        """The map of a place; empty where nothing is known of its position."""
        if place.point is None:
            return Markup("")
        near = self._others(place, _SHOWN)
        lines = tuple(place.geometry.lines()) if place.geometry else ()
        if lines:
            reach = reach_of([point for line in lines for point in line])
        else:
            third = near[min(2, len(near) - 1)].point if near else None
            reach = min(420.0, kilometres(place.point, third) * 1.15) if third else 0.0
        spots = tuple(_spot(other) for other in near)
        return Markup(locator(_spot(place, lines), spots, reach))


def _is_area(place: Place) -> bool:
    return (place.radius_m or 0) / 1000 > WIDE_KM or bool(place.geometry and place.geometry.lines())


def _spot(place: Place, lines: tuple[tuple[tuple[float, float], ...], ...] = ()) -> LocatorPoint:
    assert place.point is not None
    return LocatorPoint(place.name, (place.point[1], place.point[0]), place.radius_m, lines)
