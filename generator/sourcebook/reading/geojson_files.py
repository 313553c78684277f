"""Shapes in files of their own: the GeoJSON geometry that a record names, put in the place of its name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from sourcebook.diagnostics import Diagnostic, error
from sourcebook.model.corpus import LineMap

MAX_GEOJSON_BYTES = 2_000_000


def fill_geometry(
    data: Mapping[str, Any], lines: LineMap, beside: Callable[[str], bytes | None]
) -> tuple[Mapping[str, Any], list[Diagnostic]]:
    """`data` with ``geometry: {file: …}`` filled from that file, and what is wrong with it.

    Where that cannot be read the field is not there. The file may hold a geometry, a feature, or a collection of one
    feature (RFC 7946).
    """
    given = data.get("geometry")
    if isinstance(given, str):
        given = {"file": given}  # the short form
    if not isinstance(given, dict) or not isinstance(name := given.get("file"), str):
        return data, []
    where = lines.where(("geometry", "file"))
    without = {key: value for key, value in data.items() if key != "geometry"}  # one fault is told once
    raw = beside(name)
    if raw is None:
        hint = "name a .geojson file in the same folder as the record"
        return without, [error("no-shape", f"there is no file '{name}' beside the record", where, hint)]
    try:
        if len(raw) > MAX_GEOJSON_BYTES:
            raise ValueError(f"it has {len(raw):,} bytes; {MAX_GEOJSON_BYTES:,} are the limit")
        found = _geometry(json.loads(raw))
    except (ValueError, RecursionError) as problem:
        return without, [error("bad-geometry", f"'{name}' holds no GeoJSON geometry: {problem}", where)]
    return {**data, "geometry": {**given, **found}}, []


def _geometry(found: Any) -> dict[str, Any]:
    if isinstance(found, dict) and found.get("type") == "FeatureCollection":
        features = found.get("features")
        if not isinstance(features, list) or len(features) != 1:
            raise ValueError("a collection must hold one feature")
        found = features[0]
    if isinstance(found, dict) and found.get("type") == "Feature":
        found = found.get("geometry")
    if not isinstance(found, dict) or "type" not in found or "coordinates" not in found:
        raise ValueError("'type' and 'coordinates' are missing")
    return {"type": str(found["type"]), "coordinates": found["coordinates"]}
