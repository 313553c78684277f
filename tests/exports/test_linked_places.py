import json
from typing import Any

from sourcebook.exports.linked_places import places_geojson
from tests.helpers import linked

FILES: dict[str, str | bytes] = {
    "documents/d.yml": "title: D\nkind: news\ndigest: Seen at Gate.\n",
    "places/gate.yml": "name: Gate\nkind: crossing\ncountry: [AF, PK]\npart_of: land\naccuracy_m: 2000\n"
    "coordinates: {lat: 34.1, lon: 71.1, sources: [{source: d, locator: p. 2}]}\n"
    "names: [{name: تورخم, lang: ps, sources: d}]\nlinks: {wikidata: Q1, geonames: 2, url: 'https://gate.example'}\n"
    "summary: A *gate*.\n",
    "places/land.yml": "name: Land\nkind: country\n",
    "places/line.yml": "name: Line1\nkind: line\ngeometry: {type: LineString, coordinates: [[70, 34], [71, 35]]}\n",
    "places/spot.yml": "name: Spot1\nkind: site\ncoordinates: {lat: 1, lon: 2, disputed: The map says 3.}\n",
}


def features() -> dict[str, Any]:
    corpus, problems = linked(FILES)
    assert not problems
    made = json.loads(places_geojson(corpus, lambda record: f"https://s.example/{record.address}/{record.id}/"))
    assert made["type"] == "FeatureCollection" and "linkedplaces-context-v1.3" in made["@context"]
    return {feature["@id"].split("/")[-2]: feature for feature in made["features"]}


def test_a_place_as_linked_places_has_it() -> None:
    cited = {"label": "D, p. 2", "@id": "https://s.example/sources/d/"}
    assert features()["gate"] == {
        "@id": "https://s.example/places/gate/",
        "type": "Feature",
        "properties": {
            "title": "Gate",
            "ccodes": ["AF", "PK"],
            "accuracy_m": 2000.0,
            "origins": 1,
            "sources": ["https://s.example/sources/d/"],
        },
        "geometry": {"type": "Point", "coordinates": [71.1, 34.1], "certainty": "certain", "citations": [cited]},
        "names": [
            {"toponym": "Gate"},
            {"toponym": "تورخم", "lang": "ps", "citations": [{"label": "D", "@id": "https://s.example/sources/d/"}]},
        ],
        "types": [{"label": "Border crossing", "sourceLabel": "crossing"}],
        "relations": [
            {
                "relationType": "gvp:broaderPartitive",
                "relationTo": "https://s.example/places/land/",
                "label": "part of Land",
            }
        ],
        "links": [
            {"type": "exactMatch", "identifier": "https://www.wikidata.org/wiki/Q1"},
            {"type": "exactMatch", "identifier": "https://www.geonames.org/2"},
            {"type": "seeAlso", "identifier": "https://gate.example"},
        ],
        "descriptions": [{"value": "A gate.", "lang": "en"}],
    }


def test_what_is_not_known_is_null_and_what_is_disputed_uncertain() -> None:
    found = features()
    assert found["land"]["geometry"] is None
    assert found["spot"]["geometry"]["certainty"] == "uncertain"
    assert found["line"]["geometry"] == {
        "type": "LineString",
        "coordinates": [[70.0, 34.0], [71.0, 35.0]],
        "certainty": "less-certain",
    }
