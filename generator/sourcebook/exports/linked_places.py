"""Places as GeoJSON (RFC 7946) that is Linked Places 1.3 too (https://github.com/LinkedPasts/linked-places-format)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sourcebook.exports.address import Address
from sourcebook.linking.corpus import LinkedCorpus
from sourcebook.model.document import Document
from sourcebook.model.own_fields import OwnField, own_fields
from sourcebook.model.place import Place
from sourcebook.model.record import Citation
from sourcebook.words import language, say

CONTEXT = "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.3.jsonld"


def places_geojson(linked: LinkedCorpus, address: Address) -> bytes:
    """Every place as a feature, by id; a place whose position is not known has the geometry null."""
    places = sorted(linked.corpus.of_kind(Place), key=lambda place: place.id)
    collection = {
        "type": "FeatureCollection",
        "@context": CONTEXT,
        "features": [_feature(linked, place, address) for place in places],
    }
    return (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode()


def _plain(field: OwnField, value: object) -> object:
    """A value of a site's own field as JSON has it: numbers as numbers, dates as EDTF, all else as it is written."""
    if isinstance(value, tuple):
        return [_plain(field, item) for item in value]
    if field.type == "number":
        return float(str(value))
    return value if isinstance(value, bool) else str(value)


def _feature(linked: LinkedCorpus, place: Place, address: Address) -> dict[str, Any]:
    citations = _citations(linked, place.coordinates.sources if place.coordinates else (), address)
    properties: dict[str, Any] = {
        "title": place.title,
        "ccodes": list(place.country or ()),
        "accuracy_m": place.radius_m,
        "origins": linked.support_by_subject[place.id].origins if place.id in linked.support_by_subject else 0,
        "sources": [address(linked.corpus.records[name]) for name in linked.sources_by_subject.get(place.id, ())],
    }
    properties |= {own.name: _plain(own, value) for own, _, value in own_fields(place) if own.export}
    feature: dict[str, Any] = {
        "@id": address(place),
        "type": "Feature",
        "properties": {name: value for name, value in properties.items() if value or value is False},
        "geometry": _geometry(place, citations),
        "names": _names(linked, place, address),
        "types": [{"label": place.kind_label, "sourceLabel": place.kind.key}],
    }
    if relations := [
        {
            "relationType": "gvp:broaderPartitive",
            "relationTo": address(parent),
            "label": say("part of %(place)s", place=parent.title),
        }
        for name in place.part_of or ()
        if (parent := linked.corpus.records.get(name))
    ]:
        feature["relations"] = relations
    if place.links:
        feature["links"] = [
            {"type": "seeAlso" if words == "Website" else "exactMatch", "identifier": link}
            for words, link in place.links.addresses()
        ]
    if summary := linked.prose.get((place.id, ("summary",))):
        feature["descriptions"] = [{"value": summary.words(), "lang": language()}]
    return feature


def _geometry(place: Place, citations: list[dict[str, str]]) -> dict[str, Any] | None:
    if place.geometry:
        found = place.geometry.as_geojson()
    elif place.coordinates:
        found = {"type": "Point", "coordinates": [place.coordinates.lon, place.coordinates.lat]}
    else:
        return None
    disputed = place.coordinates is not None and place.coordinates.disputed
    certainty = "uncertain" if disputed else "certain" if place.radius_m else "less-certain"
    return {**found, "certainty": certainty, **({"citations": citations} if citations else {})}


def _names(linked: LinkedCorpus, place: Place, address: Address) -> list[dict[str, Any]]:
    names: list[dict[str, Any]] = [{"toponym": place.name}]
    for name in place.names:
        entry: dict[str, Any] = {"toponym": name.name}
        if name.lang:
            entry["lang"] = name.lang
        if citations := _citations(linked, name.sources, address):
            entry["citations"] = citations
        names.append(entry)
    return names


def _citations(linked: LinkedCorpus, citations: Sequence[Citation], address: Address) -> list[dict[str, str]]:
    found = []
    for citation in citations:
        document = linked.corpus.records.get(citation.source)
        if isinstance(document, Document):
            label = f"{document.title}, {citation.locator}" if citation.locator else document.title
            found.append({"label": label, "@id": address(document)})
    return found
