"""Every file that a site offers to take away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sourcebook.exports.address import Address
from sourcebook.exports.linked_places import places_geojson
from sourcebook.linking.corpus import LinkedCorpus


@dataclass(frozen=True, slots=True)
class Export:
    """A file to take away."""

    path: str
    """Where it is on the site, from its root, '/'-separated: 'data/places.geojson'."""
    index: str
    """The address of the index page that offers it: 'places'. An index may add several."""
    meaning: str
    """What it is, in words that readers see beside the link: no capital, no stop."""
    make: Callable[[LinkedCorpus, Address], bytes]
    """Makes the file's bytes: the same for the same corpus and addresses."""


EXPORTS: tuple[Export, ...] = (
    Export("data/places.geojson", "places", "places as GeoJSON and Linked Places", places_geojson),
)
"""Every export, in the order of the guide."""
