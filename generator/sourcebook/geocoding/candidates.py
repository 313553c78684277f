"""What a geocoding service offers, read with care: nobody's JSON is trusted further than it makes sense."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sourcebook.geocoding.errors import BadAnswer
from sourcebook.geography.distance import LatLon, kilometres

LEAST_ACCURACY_M = 50.0
_WORD = re.compile(r"[a-z0-9_:-]{1,40}")
_OSM_TYPES = {"N": "node", "W": "way", "R": "relation", "node": "node", "way": "way", "relation": "relation"}
_NOTHING = object()
_NUMBER = re.compile(r"\s*[+-]?\d{1,20}(?:\.\d{1,40})?(?:[eE][+-]?\d{1,3})?\s*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a service offers, with WGS 84 degrees.

    `ref` tells it from the others: ``node/123`` of OpenStreetMap where it has one, else its coordinates.
    `category`, `type` and `address_type` are OpenStreetMap's words for what it is, empty if the service has none.
    `radius_m` is half the diagonal of its box, in metres; None where the service gives no box.
    """

    name: str
    lat: float
    lon: float
    ref: str
    category: str = ""
    type: str = ""
    address_type: str = ""
    radius_m: float | None = None

    @property
    def point(self) -> LatLon:
        """Latitude and longitude."""
        return self.lat, self.lon

    @property
    def is_osm(self) -> bool:
        """Whether it is an object of OpenStreetMap."""
        return "/" in self.ref

    @property
    def what(self) -> str:
        """``place=town``, or nothing."""
        return f"{self.category}={self.type}" if self.category and self.type else self.category or self.type

    @property
    def accuracy_m(self) -> float | None:
        """How far off the point may be, in metres, to two figures and never below 50."""
        if self.radius_m is None:
            return None
        least = max(LEAST_ACCURACY_M, self.radius_m)
        unit = 10 ** (math.floor(math.log10(least)) - 1)
        return float(round(least / unit) * unit)


def read_candidates(items: Sequence[Any]) -> tuple[Candidate, ...]:
    """The answers in a service's list, in its order, each once.

    An item has `address`, `latitude`, `longitude` and the service's own `raw`. Raises BadAnswer, which names the
    first item that makes no sense: a service that errs there may err in the others.
    """
    found: dict[str, Candidate] = {}
    for number, item in enumerate(items, 1):
        try:
            answer = _read(item)
        except BadAnswer as problem:
            which = f"answer {number} of {len(items)}" if len(items) > 1 else "the answer"
            raise BadAnswer(f"{which} makes no sense: {problem}") from None
        found.setdefault(answer.ref, answer)
    return tuple(found.values())


def _read(item: Any) -> Candidate:
    if not isinstance(item, Mapping):
        raise BadAnswer("it is no object")
    raw = item.get("raw")
    raw = raw if isinstance(raw, Mapping) else {}
    name = item.get("address")
    if not isinstance(name, str) or not name.strip():
        raise BadAnswer("it has no name")
    lat, lon = _degrees(item.get("latitude"), "latitude", 90), _degrees(item.get("longitude"), "longitude", 180)
    for which, limit, figure, said in (("latitude", 90, lat, _said(raw, 0)), ("longitude", 180, lon, _said(raw, 1))):
        # geopy makes -160 of a longitude of 200, and 0 of a missing one: what the service itself says counts.
        if said is not _NOTHING and abs(_degrees(said, which, limit) - figure) > 1e-6:
            raise BadAnswer(f"it has two figures for its {which}")
    if lat == 0 and lon == 0:
        raise BadAnswer("it lies at 0, 0, in the Atlantic")
    box = _box(raw)
    if box and not _holds(box, lat, lon):
        raise BadAnswer(f"{lat:g}, {lon:g} lies outside its own box; latitude and longitude may be the wrong way round")
    category, kind, address_type, ref = _identity(raw)
    return Candidate(
        " ".join(name.split())[:300],
        lat,
        lon,
        ref or f"{lat:.5f},{lon:.5f}",
        category,
        kind,
        address_type,
        _radius_m(box, lat, lon) if box else None,
    )


def _said(raw: Mapping[str, Any], which: int) -> Any:
    """What Nominatim, or a GeoJSON feature, says of latitude (0) or longitude (1); _NOTHING for other services."""
    if not raw.keys().isdisjoint(("lat", "lon", "display_name", "boundingbox")) and "lng" not in raw:
        return raw.get(("lat", "lon")[which])
    geometry = raw.get("geometry")
    position = geometry.get("coordinates") if isinstance(geometry, Mapping) else None
    return position[1 - which] if isinstance(position, list) and len(position) >= 2 else _NOTHING


def _degrees(value: Any, name: str, limit: float) -> float:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadAnswer(f"its {name} is {'missing' if value is None else 'no number'}")
    if not math.isfinite(value) or abs(value) > limit:
        raise BadAnswer(f"its {name} is {value:g}, which is outside -{limit:g} to {limit:g}")
    return float(value)


def _box(raw: Mapping[str, Any]) -> tuple[float, float, float, float] | None:
    """South, west, north, east.

    Nominatim gives south, north, west, east (https://nominatim.org/release-docs/latest/api/Output/#boundingbox),
    Photon west, north, east, south (https://github.com/komoot/photon/blob/master/docs/api-v1.md).
    """
    order: tuple[int, ...] = (0, 2, 1, 3)
    given = raw.get("boundingbox")
    if given is None:
        given, order = _inner(raw).get("extent"), (3, 0, 1, 2)
    if given is None:
        return None
    if not isinstance(given, list) or len(given) != 4:
        raise BadAnswer("its box is no list of four figures")
    south, west, north, east = (
        _degrees(given[position], f"box's {name}", limit)
        for position, (name, limit) in zip(
            order, (("south", 90), ("west", 180), ("north", 90), ("east", 180)), strict=True
        )
    )
    if south > north:
        raise BadAnswer("its box is upside down")
    return south, west, north, east


def _inner(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a GeoJSON feature says about itself; Photon's answers are such features."""
    inner = raw.get("properties")
    return inner if isinstance(inner, Mapping) else {}


def _holds(box: tuple[float, float, float, float], lat: float, lon: float) -> bool:
    south, west, north, east = box
    margin = 0.1  # degrees: the point of a large place is where its name is written
    if not south - margin <= lat <= north + margin:
        return False
    if west > east:  # across the antimeridian
        return lon >= west - margin or lon <= east + margin
    return west - margin <= lon <= east + margin


def _radius_m(box: tuple[float, float, float, float], lat: float, lon: float) -> float:
    south, west, north, east = box
    if (east - west) % 360 > 180 or (west, east) == (-180, 180):
        # Halfway around the world and more, the shortest line between two corners leads round the other side.
        corners = ((south, west), (south, east), (north, west), (north, east))
        return max(kilometres((lat, lon), corner) for corner in corners) * 1000
    return kilometres((south, west), (north, east)) / 2 * 1000


def _identity(raw: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Category, type, address type and OpenStreetMap id, as far as the service has them."""
    inner = _inner(raw)
    category = raw.get("class") or raw.get("category") or inner.get("osm_key")
    kind = raw.get("type") if "osm_type" in raw or "class" in raw else inner.get("osm_value")
    osm_type = _OSM_TYPES.get(str(raw.get("osm_type") or inner.get("osm_type")))
    osm_id = str(raw.get("osm_id") or inner.get("osm_id") or "")
    ref = f"{osm_type}/{osm_id}" if osm_type and re.fullmatch(r"[1-9]\d{0,18}", osm_id) else ""
    return _word(category), _word(kind), _word(raw.get("addresstype")), ref


def _word(value: Any) -> str:
    """One of OpenStreetMap's keys or values; they end up in files, so nothing else does."""
    return value if isinstance(value, str) and _WORD.fullmatch(value) else ""
