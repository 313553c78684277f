"""Every file that a site offers to take away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sourcebook.exports.linked_places import Address, places_geojson
from sourcebook.linking.link import LinkedCorpus


@dataclass(frozen=True, slots=True)
class Export:
    """A file: its path on the site, the index page that offers it, what it is, and how it is made."""

    path: str
    index: str
    meaning: str
    make: Callable[[LinkedCorpus, Address], bytes]


EXPORTS: tuple[Export, ...] = (
    Export("data/places.geojson", "places", "places as GeoJSON and Linked Places", places_geojson),
)
"""Every export, in the order of the guide."""
