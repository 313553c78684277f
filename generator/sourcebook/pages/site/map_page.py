"""The map page: every place on one map, with a list beside it that says the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from sourcebook.geography.basemap import NOTE
from sourcebook.model.place import Place
from sourcebook.pages.parts import map_items
from sourcebook.pages.site_page import SitePage
from sourcebook.pages.view import View


@dataclass(frozen=True, slots=True)
class PlaceItem:
    """A place in the list beside the map: its attributes for the script, what it shows."""

    place: Place
    attributes: Markup
    words: str
    note: str
    summary: str
    sources: str


def _values(view: View) -> Mapping[str, Any]:
    places = sorted(view.corpus.of_kind(Place), key=lambda place: (place.name.casefold(), place.id))
    table = map_items.source_table(view, places)
    items = [
        PlaceItem(
            place,
            map_items.map_attributes(view, place, alone=False),
            map_items.filter_words(place),
            map_items.note(view, place),
            map_items.short_summary(view, place),
            table.numbers[place.id],
        )
        for place in places
    ]
    used = {place.kind for place in places}
    return {
        "items": [item for item in items if item.place.point],
        "elsewhere": [item for item in items if not item.place.point],
        "sources": table.documents,
        "kinds": [term for term in view.corpus.vocabulary.kinds[Place.folder].values() if term in used],
        "home": view.atlas.home(),
        "note": NOTE,
    }


PAGE = SitePage(
    address="map",
    title="Map",
    template="map.html",
    intro="Every place that the sources speak of, and how exactly it is known.",
    sections=(("map", ""), ("elsewhere", "Not on the map"), ("legend", "How to read the map")),
    values=_values,
)
