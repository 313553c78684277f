"""What is asked about a place: its names, and the bounds within which an answer can lie."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sourcebook.geography.basemap import Box, box_of
from sourcebook.geography.distance import LatLon, kilometres
from sourcebook.model.corpus import Corpus
from sourcebook.model.place import Place

MAX_NAMES = 3
_KM_PER_DEGREE = 110.5  # the shortest degree of latitude on the WGS 84 ellipsoid, so that boxes come out no smaller
_WIDEST_KM = 3000.0  # a parent that is less exactly known than this bounds nothing
_NEAR_POLE = 85.0  # degrees: a box there would be all around the pole


@dataclass(frozen=True, slots=True)
class Parent:
    """The place that another lies in: where it is (WGS 84 degrees), and how far it reaches, in km."""

    name: str
    point: LatLon
    reach_km: float

    @property
    def slack_km(self) -> float:
        """What a place may lie outside the circle, which is no exact border."""
        return max(5.0, self.reach_km / 10)

    @property
    def box(self) -> Box:
        """A box around the circle and its slack: all longitudes where it holds a pole or the antimeridian.

        Services take the box from west to east, and would read one across the antimeridian as the rest of the world.
        """
        half = (self.reach_km + self.slack_km) / _KM_PER_DEGREE
        south, north = max(-90.0, self.point[0] - half), min(90.0, self.point[0] + half)
        widest = max(abs(south), abs(north))
        half = half / math.cos(math.radians(widest)) if widest < _NEAR_POLE else 180.0
        west, east = self.point[1] - half, self.point[1] + half
        if west < -180 or east > 180:
            west, east = -180.0, 180.0
        return round(west, 4), round(south, 4), round(east, 4), round(north, 4)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where an answer can lie: in one of the countries (ISO 3166 codes) and within the parent, as far as known."""

    countries: tuple[str, ...] = ()
    parent: Parent | None = None

    def __str__(self) -> str:
        """``in AF or PK, within 55 km of Khyber``."""
        parts = []
        if self.countries:
            parts.append(f"in {' or '.join(self.countries)}")
        if self.parent:
            parts.append(f"within {self.parent.reach_km + self.parent.slack_km:,.0f} km of {self.parent.name}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class GeocodeQuery:
    """A place's id and kind, the names to ask for until one is answered, and the bounds."""

    place_id: str
    kind: str
    names: tuple[str, ...]
    bounds: Bounds


def query_for(place: Place, corpus: Corpus) -> GeocodeQuery | None:
    """What to ask about a place; None if nothing says whereabouts it lies."""
    countries = tuple(place.country or ())
    parent: Parent | None = None
    for level in _ancestors(place, corpus):
        countries = countries or tuple(dict.fromkeys(code for one in level for code in one.country or ()))
        parent = parent or _narrowest(level)
    if not countries and not parent:
        return None
    return GeocodeQuery(place.id, place.kind.key, _names(place), Bounds(countries, parent))


def _ancestors(place: Place, corpus: Corpus) -> Iterator[list[Place]]:
    """What the place is part of, then what that is part of, and so on; each once."""
    seen, level = {place.id}, [place]
    while level:
        names = dict.fromkeys(name for one in level for name in one.part_of or () if name not in seen)
        seen.update(names)
        level = [found for name in names if isinstance(found := corpus.records.get(name), Place)]
        yield level


def _narrowest(level: Sequence[Place]) -> Parent | None:
    """The place with the smallest reach; None if none has a position and a reach that says something."""
    known = [Parent(one.name, one.point, reach) for one in level if one.point and (reach := _reach_km(one, one.point))]
    return min((one for one in known if one.reach_km <= _WIDEST_KM), key=lambda one: one.reach_km, default=None)


def _reach_km(place: Place, point: LatLon) -> float | None:
    if place.radius_m:
        return place.radius_m / 1000
    if place.geometry is None:
        return None
    west, south, east, north = box_of(tuple((position[0], position[1]) for position in place.geometry.positions()))
    return max(kilometres(point, corner) for corner in ((south, west), (south, east), (north, west), (north, east)))


def _names(place: Place) -> tuple[str, ...]:
    """The place's name, and further ones in Latin script, as written: each spelling once."""
    found = {place.name.casefold(): place.name}
    for name in place.names:
        if _is_latin(name.name):
            found.setdefault(name.name.casefold(), name.name)
    return tuple(found.values())[:MAX_NAMES]


def _is_latin(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and all(unicodedata.name(letter, "").startswith("LATIN ") for letter in letters)
