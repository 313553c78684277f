"""Shapes of places: GeoJSON geometries (RFC 7946), in the YAML or in a file beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from sourcebook.model.record import Sourced, Statement
from sourcebook.model.values import Line, OneOf, Term

GEOMETRIES = (
    Term("Point", "Point"),
    Term("MultiPoint", "Points"),
    Term("LineString", "Line"),
    Term("MultiLineString", "Lines"),
    Term("Polygon", "Area"),
    Term("MultiPolygon", "Areas"),
)
_DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
_TYPE = OneOf("unknown-geometry", "geometry", GEOMETRIES)
MAX_POSITIONS = 20_000

Position = tuple[float, float]
"""Longitude and latitude in WGS 84 degrees: GeoJSON's order."""


def longitude_span(longitudes: Iterable[float]) -> tuple[float, float]:
    """The shortest stretch from west to east that holds some longitudes, of which there must be one; in degrees.

    It begins between -180 and 180, and ends beyond 180 where it crosses the antimeridian.
    """
    found = sorted(longitudes)
    west, east = found[0], found[-1]
    if east - west <= 180:  # half the world: no way round is shorter
        return west, east
    gap, after, before = max((b - a, b, a) for a, b in pairwise(found))
    return (after, before + 360) if gap > west + 360 - east else (west, east)


def _numbers(value: Any) -> Any:
    """Nested lists of numbers as nested tuples of floats; a position is longitude, latitude."""
    if isinstance(value, list | tuple):
        if value and not isinstance(value[0], list | tuple):
            return _position(value)
        return tuple(_numbers(item) for item in value)
    raise _bad("'coordinates' must be lists of [longitude, latitude]")


def _position(value: Any) -> Position:
    try:
        numbers = [float(item) for item in value]
    except (TypeError, ValueError):
        raise _bad(f"{_shown(value)} is not a position; write [longitude, latitude]") from None
    if not 2 <= len(numbers) <= 3 or not all(map(math.isfinite, numbers)):
        raise _bad(f"{_shown(value)} is not a position; write [longitude, latitude]")
    if abs(numbers[0]) > 180 or abs(numbers[1]) > 90:
        raise _bad(f"{_shown(value)} is off the globe; GeoJSON puts longitude first")
    return numbers[0], numbers[1]


def _shown(value: Any) -> str:
    return str(list(value))[:60].replace("'", "")


def _bad(message: str) -> PydanticCustomError:
    return PydanticCustomError("bad-geometry", "{message}", {"message": message})


class Geometry(Sourced):
    """A shape. Its positions are longitude first, as GeoJSON has them."""

    type: Annotated[str, _TYPE] = Field(title="Type", description="Point, LineString, Polygon or a Multi… of them.")
    coordinates: Annotated[Any, BeforeValidator(_numbers)] = Field(
        title="Coordinates", description="Positions as GeoJSON has them: longitude first."
    )
    file: Line | None = Field(
        None, title="File", description="A GeoJSON file in the same folder, instead of type and coordinates."
    )
    basis: Line | None = Field(
        None, title="Basis", description="Where the shape comes from, if not from a source here."
    )

    @model_validator(mode="after")
    def _fits(self) -> Geometry:
        depth, probe = 0, self.coordinates
        while probe and isinstance(probe[0], tuple):
            depth, probe = depth + 1, probe[0]
        if not self.coordinates or depth != _DEPTH[self.type]:
            raise _bad(f"the lists of a {self.type} are nested {_DEPTH[self.type] + 1} deep, these {depth + 1}")
        if sum(1 for _ in self.positions()) > MAX_POSITIONS:
            raise _bad(f"it has more than {MAX_POSITIONS:,} positions; simplify it")
        for line in self.lines():
            if len(line) < 2:
                raise _bad("a line needs two positions or more")
            if "Polygon" in self.type and (len(line) < 4 or line[0] != line[-1]):
                raise _bad("the ring of a polygon needs four positions or more, the last like the first")
        return self

    def statement(self) -> Statement:
        return Statement("Shape", _TYPE.terms[self.type].label)

    def positions(self) -> Iterator[Position]:
        """Every position, in order."""
        todo = [self.coordinates]
        while todo:
            item = todo.pop()
            if isinstance(item[0], tuple):
                todo += reversed(item)
            else:
                yield item

    def lines(self) -> list[tuple[Position, ...]]:
        """The lines or rings of the shape; none for points."""
        if self.type == "LineString":
            return [self.coordinates]
        if self.type in ("MultiLineString", "Polygon"):
            return list(self.coordinates)
        if self.type == "MultiPolygon":
            return [ring for polygon in self.coordinates for ring in polygon]
        return []

    def as_geojson(self) -> dict[str, Any]:
        """The GeoJSON object."""
        return {"type": self.type, "coordinates": self.coordinates}
