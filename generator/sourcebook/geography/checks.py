"""Whether places can be where they are said to be."""

from __future__ import annotations

from functools import cache

from sourcebook.diagnostics import Diagnostic, error, warning
from sourcebook.geography.basemap import Box, base_map
from sourcebook.geography.distance import kilometres
from sourcebook.model.corpus import Corpus
from sourcebook.model.place import Place

_MARGIN = 1.0  # degrees: outlines at 1:50m are coarse, and some places lie off shore


def check_places(corpus: Corpus) -> list[Diagnostic]:
    """A problem for each point outside its country or far from its parent; told as swapped where that explains it."""
    problems = []
    for place in corpus.of_kind(Place):
        if place.coordinates is None or place.id in corpus.broken:
            continue
        point = place.coordinates.lat, place.coordinates.lon
        doubt = _outside_country(place, point) or _far_from_parent(corpus, place, point)
        if doubt is None:
            continue
        swapped = point[1], point[0]
        fits = abs(swapped[0]) <= 90 and not (
            _outside_country(place, swapped) or _far_from_parent(corpus, place, swapped)
        )
        where = corpus.where(place.id, ("coordinates",))
        if fits:
            hint = f"write '{swapped[0]:g}, {swapped[1]:g}'"
            problems.append(error("swapped", f"latitude and longitude seem the wrong way round: {doubt}", where, hint))
        else:
            problems.append(warning("far-away", doubt, where, "check the coordinates, 'country' and 'part_of'"))
    return problems


def _outside_country(place: Place, point: tuple[float, float]) -> str | None:
    known = [code for code in place.country or () if code in _boxes()]
    if not known or any(_holds(box, point) for code in known for box in _boxes()[code]):
        return None
    return f"{point[0]:g}, {point[1]:g} is not in {' or '.join(known)}"


def _holds(box: Box, point: tuple[float, float]) -> bool:
    west, south, east, north = box
    across = any(west - _MARGIN <= point[1] + turn <= east + _MARGIN for turn in (0, 360, -360))
    return across and south - _MARGIN <= point[0] <= north + _MARGIN


@cache
def _boxes() -> dict[str, list[Box]]:
    return {c.code: [polygon.box for polygon in c.polygons] for c in base_map().countries if c.code}


def _far_from_parent(corpus: Corpus, place: Place, point: tuple[float, float]) -> str | None:
    for name in place.part_of or ():
        parent = corpus.records.get(name)
        if not isinstance(parent, Place) or parent.coordinates is None or not parent.radius_m:
            continue
        distance = kilometres(point, (parent.coordinates.lat, parent.coordinates.lon))
        reach = 2 * parent.radius_m / 1000 + 100
        if distance > reach:
            return f"it lies {distance:,.0f} km from {parent.title}, which reaches {parent.radius_m / 1000:,.0f} km"
    return None
