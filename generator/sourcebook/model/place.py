"""A place: somewhere on the map, with how exactly it is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from sourcebook.model.geometry import Geometry, longitude_span
from sourcebook.model.record import ModelWarning, Profile, Sourced, Statement, box
from sourcebook.model.values import Country, Line, Metres, OneOf, PlaceRef, Prose, Term, listed
from sourcebook.model.vocabulary import TermIn

PRECISIONS = (
    Term("site", "Site", "within 200 m"),
    Term("settlement", "Settlement", "within 10 km"),
    Term("district", "District", "within 50 km"),
    Term("province", "Province", "within 200 km"),
    Term("country", "Country", "within 700 km"),
)
RADIUS_M = {"site": 200.0, "settlement": 10_000.0, "district": 50_000.0, "province": 200_000.0, "country": 700_000.0}
"""What each named precision means, in metres."""

_PRECISION = OneOf("unknown-precision", "precision", PRECISIONS)
_DECIMAL = re.compile(r"\s*([+-]?\d{1,5}(?:\.\d{1,20})?)\s*[,;\s]\s*([+-]?\d{1,5}(?:\.\d{1,20})?)\s*")


def _latitude(value: Any) -> Any:
    return _degrees(value, "latitude", 90)


def _longitude(value: Any) -> Any:
    return _degrees(value, "longitude", 180)


def _degrees(value: Any, name: str, limit: int) -> Any:
    """`value` if it can be a number of degrees within `limit`."""
    if isinstance(value, str) and re.fullmatch(r"\s*[+-]?\d+,\d+\s*", value):
        raise _bad(f"'{value}' has a comma as decimal mark; write '{value.strip().replace(',', '.')}'")
    try:
        number = float(value)
    except (TypeError, ValueError):
        return value
    if abs(number) > limit:
        raise _bad(f"{name} {value} is outside -{limit} to {limit}; latitude comes first")
    return value


class Coordinates(Sourced):
    """A point in WGS 84 degrees, latitude first. Text may be decimal or degrees, minutes, seconds."""

    lat: Annotated[float, BeforeValidator(_latitude)] = Field(
        title="Latitude", description="Degrees north, -90 to 90.", allow_inf_nan=False
    )
    lon: Annotated[float, BeforeValidator(_longitude)] = Field(
        title="Longitude", description="Degrees east, -180 to 180.", allow_inf_nan=False
    )
    basis: Line | None = Field(
        None, title="Basis", description="Where the figure comes from, if not from a source here."
    )
    disputed: Line | None = Field(None, title="Disputed", description="Who gives another position, and which.")

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if isinstance(value, list):
            raise _bad("a list does not say which figure is the latitude; write '34.12, 71.09', latitude first")
        return _from_text(value) if isinstance(value, str) else value

    def statement(self) -> Statement:
        return Statement("Coordinates", str(self))

    def __str__(self) -> str:
        """``34.1236° N, 71.0939° E``."""
        return (
            f"{abs(self.lat):.4f}".rstrip("0").rstrip(".")
            + f"° {'N' if self.lat >= 0 else 'S'}, "
            + f"{abs(self.lon):.4f}".rstrip("0").rstrip(".")
            + f"° {'E' if self.lon >= 0 else 'W'}"
        )


def _from_text(text: str) -> dict[str, Any]:
    """Latitude and longitude from ``34.12, 71.09`` or ``34°7′25″N 71°5′38″E`` (read by geopy.Point)."""
    if match := _DECIMAL.fullmatch(text):
        return {"lat": match[1], "lon": match[2]}
    if len(re.findall(r"\d,\d", text)) > 1 or re.search(r"\d,\d+\s*[;\s]\s*\d", text):
        raise _bad(f"'{text[:60]}' seems to have commas as decimal marks; write '34.12, 71.09'")
    if not re.search(r"[°'′\"″NSEWnsew]", text):
        raise _bad(f"'{text[:60]}' is not a pair of coordinates; write latitude first: '34.12, 71.09'")
    if re.search(r"[°dD]\s*(?:[6-9]\d|\d{3,})|['′m]\s*(?:[6-9]\d|\d{3,})", text):
        raise _bad(f"'{text[:60]}' has sixty minutes or seconds, or more")
    if re.search(r"-\s*\d[^,;NSEWnsew]*[NSEWnsew]", text):
        raise _bad(f"'{text[:60]}' has both a minus and a direction; write one of them")
    from geopy.point import Point  # a heavy import that decimal coordinates do without

    try:
        point = Point(text[:200])
    except ValueError:
        raise _bad(f"'{text[:60]}' cannot be read; write '34.12, 71.09' or '34°7′25″N 71°5′38″E'") from None
    return {"lat": point.latitude, "lon": point.longitude}


def _bad(message: str) -> PydanticCustomError:
    return PydanticCustomError("bad-coordinates", "{message}", {"message": message})


class Dispute(Sourced):
    """What is disputed about the place, and by whom."""

    text: Prose = Field(title="Text", description="What is disputed, in your own words.")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value

    def statement(self) -> Statement:
        return Statement("Disputed", self.text)


class Place(Profile):
    """Somewhere on the map, with how exactly it is known."""

    folder: ClassVar[str] = "places"
    address: ClassVar[str] = "places"
    noun: ClassVar[str] = "place"
    plural: ClassVar[str] = "places"

    kind: Annotated[Term, TermIn("unknown-kind", "kind of place", "kinds.places")] = Field(
        title="Kind",
        description="crossing, city, district, province, country, line, …",
        json_schema_extra={"box": True},
    )
    coordinates: Coordinates | None = box(
        "Coordinates", "Latitude first, WGS 84: '34.12, 71.09', or {lat, lon, sources}.", "not known"
    )
    accuracy_m: Metres | None = Field(None, title="Accuracy", description="How far off the point may be, in metres.")
    precision: Annotated[str, _PRECISION] | None = Field(
        None, title="Precision", description="How exactly the point is known, where no figure is: site, settlement, …"
    )
    geometry: Geometry | None = Field(
        None, title="Shape", description="A GeoJSON geometry, or {file: name.geojson} beside the record."
    )
    part_of: Annotated[tuple[PlaceRef, ...], listed] | None = box("Part of", "The places it lies in or on.")
    country: Annotated[tuple[Country, ...], listed] | None = box("Country", "ISO 3166 codes: 'PK', or [AF, PK].")
    disputed: Dispute | None = Field(None, title="Disputed", description="What is disputed about it.")

    @property
    def radius_m(self) -> float | None:
        """How far off the point may be, in metres: the figure given, or what the named precision means."""
        return self.accuracy_m or (RADIUS_M[self.precision] if self.precision else None)

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude: the coordinates, or the middle of the shape's box; None where nothing is known."""
        if self.coordinates:
            return self.coordinates.lat, self.coordinates.lon
        if self.geometry:
            positions = list(self.geometry.positions())
            lons, lats = [p[0] for p in positions], [p[1] for p in positions]
            west, east = longitude_span(lons)
            middle = (west + east) / 2
            return (min(lats) + max(lats)) / 2, middle if middle <= 180 else middle - 360
        return None

    def model_warnings(self) -> Iterator[ModelWarning]:
        if self.coordinates and self.coordinates.lat == 0 and self.coordinates.lon == 0:
            yield ModelWarning(
                "null-island",
                "0, 0 lies in the Atlantic; leave 'coordinates' out if they are not known",
                ("coordinates",),
            )
