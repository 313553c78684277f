"""Whether a point lies in a country, by the package's own outlines (Natural Earth, 1:50 million)."""

from __future__ import annotations

import math
from collections.abc import Collection
from itertools import pairwise

from sourcebook.geography.basemap import Point, Polygon, base_map, inside
from sourcebook.geography.distance import LatLon
from sourcebook.geography.projection import KM_PER_DEGREE

_COARSE_KM = 25.0  # how far the outlines may be off: small islands and river mouths are left out


def in_countries(point: LatLon, codes: Collection[str], slack_km: float = 0) -> bool:
    """Whether a point (WGS 84) lies in one of the countries, or no further outside than `slack_km` and the map is off.

    True if the map knows none of the codes.
    """
    known = [country for country in base_map().countries if country.code in codes]
    if not known:
        return True
    reach = _COARSE_KM + slack_km
    ways = [(point[1] + turn, point[0]) for turn in (0, 360, -360)]  # outlines go on beyond 180 degrees
    return any(_near(here, polygon, reach) for country in known for polygon in country.polygons for here in ways)


def _near(point: Point, polygon: Polygon, reach_km: float) -> bool:
    west, south, east, north = polygon.box
    shrink = max(0.01, math.cos(math.radians(point[1])))  # degrees of longitude are shorter by this
    up, across = reach_km / KM_PER_DEGREE, reach_km / KM_PER_DEGREE / shrink
    if not (south - up <= point[1] <= north + up and west - across <= point[0] <= east + across):
        return False
    if inside(point, polygon.rings[0]) and not any(inside(point, hole) for hole in polygon.rings[1:]):
        return True
    return any(_distance(point, start, end, shrink) <= up for ring in polygon.rings for start, end in pairwise(ring))


def _distance(point: Point, start: Point, end: Point, shrink: float) -> float:
    """From a point to a stretch of outline, in degrees of latitude, on a plane that is true to scale at the point."""
    ax, ay = (start[0] - point[0]) * shrink, start[1] - point[1]
    dx, dy = (end[0] - start[0]) * shrink, end[1] - start[1]
    length = dx * dx + dy * dy
    along = min(1.0, max(0.0, -(ax * dx + ay * dy) / length)) if length else 0.0
    return math.hypot(ax + along * dx, ay + along * dy)
