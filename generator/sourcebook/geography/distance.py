"""How far and which way: geodesic distances, compass points, and the nearest of many."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sourcebook.words import to_be_said

LatLon = tuple[float, float]
"""Latitude and longitude in WGS 84 degrees."""

_COMPASS = (
    *(to_be_said("N"), to_be_said("NE"), to_be_said("E"), to_be_said("SE")),
    *(to_be_said("S"), to_be_said("SW"), to_be_said("W"), to_be_said("NW")),
)


@lru_cache(maxsize=65536)
def kilometres(a: LatLon, b: LatLon) -> float:
    """The length of the shortest line on the WGS 84 ellipsoid, in km (Karney's method, by way of geopy)."""
    from geopy.distance import geodesic  # a heavy import

    found: float = geodesic(a, b).kilometers
    return found


def compass_bearing(a: LatLon, b: LatLon) -> str:
    """The compass point in which one leaves `a` for `b` along a great circle."""
    lat1, lat2, step = math.radians(a[0]), math.radians(b[0]), math.radians(b[1] - a[1])
    east = math.sin(step) * math.cos(lat2)
    north = math.cos(lat1) * math.sin(lat2) - math.sin(lat1) * math.cos(lat2) * math.cos(step)
    return _COMPASS[round(math.degrees(math.atan2(east, north)) / 45) % 8]


@dataclass(frozen=True, slots=True)
class _Node:
    point: tuple[float, float, float]
    number: int
    axis: int
    left: _Node | None
    right: _Node | None


class Nearest:
    """Finds the nearest of many points without looking at all: a k-d tree over points on the unit sphere."""

    def __init__(self, points: Sequence[LatLon]) -> None:
        self._vectors = [_vector(point) for point in points]
        self._root = self._grow(list(range(len(points))), 0)

    def _grow(self, numbers: list[int], axis: int) -> _Node | None:
        if not numbers:
            return None
        numbers.sort(key=lambda number: (self._vectors[number][axis], number))
        middle = len(numbers) // 2
        after = (axis + 1) % 3
        left, right = self._grow(numbers[:middle], after), self._grow(numbers[middle + 1 :], after)
        return _Node(self._vectors[numbers[middle]], numbers[middle], axis, left, right)

    def find(self, point: LatLon, limit: int) -> list[int]:
        """The numbers of the `limit` nearest points, nearest first; ties by number."""
        wanted = _vector(point)
        best: list[tuple[float, int]] = []
        todo: list[tuple[float, _Node | None]] = [(0.0, self._root)]
        while todo:
            bound, node = todo.pop()
            if node is None or (len(best) == limit and bound > best[-1][0]):
                continue
            best.append((math.dist(wanted, node.point), node.number))
            best.sort()
            del best[limit:]
            offset = wanted[node.axis] - node.point[node.axis]
            near, far = (node.left, node.right) if offset < 0 else (node.right, node.left)
            todo += [(abs(offset), far), (0.0, near)]
        return [number for _, number in best]


def _vector(point: LatLon) -> tuple[float, float, float]:
    lat, lon = math.radians(point[0]), math.radians(point[1])
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)
