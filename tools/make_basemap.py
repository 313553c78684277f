"""Make the package's base map from Natural Earth's country outlines at 1:50m (public domain).

usage: python tools/make_basemap.py COUNTRIES-50M.JSON [OUTPUT]

The input is ``countries-50m.json`` of the npm package world-atlas 2.0.2 (Natural Earth 4.1.0 as TopoJSON;
``npm pack world-atlas@2.0.2``). The script needs ``pycountry`` for the two-letter codes of ISO 3166.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pycountry

OUTPUT = Path(__file__).parent.parent / "generator" / "sourcebook" / "assets" / "world-50m.json"
WITHOUT_NUMBER = {"Kosovo": "XK"}
"""Territories that Natural Earth draws apart and ISO 3166 gives no number; the others of that sort get no code."""


def code_of(geometry: dict[str, Any]) -> str | None:
    """The two-letter code of a country of the topology."""
    found = pycountry.countries.get(numeric=geometry.get("id", ""))
    return found.alpha_2 if found else WITHOUT_NUMBER.get(geometry["properties"]["name"])


def make(topology: dict[str, Any]) -> dict[str, Any]:
    """The compact form: arcs as flat lists of first point and steps, countries as polygons of arc numbers."""
    countries = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        name = geometry["properties"]["name"]
        countries.append({"code": code_of(geometry), "name": name, "polygons": polygons})
    return {
        "source": "Natural Earth 4.1.0, admin 0 countries, 1:50m (public domain), from world-atlas 2.0.2",
        "scale": topology["transform"]["scale"],
        "translate": topology["transform"]["translate"],
        "arcs": [[value for point in arc for value in point] for arc in topology["arcs"]],
        "countries": sorted(countries, key=lambda country: (country["name"], country["code"] or "")),
    }


def main() -> None:
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    output = Path(sys.argv[2]) if len(sys.argv) == 3 else OUTPUT
    made = make(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    output.write_text(json.dumps(made, separators=(",", ":"), ensure_ascii=False) + "\n", "utf-8")
    print(f"{output}: {len(made['countries'])} countries, {output.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
