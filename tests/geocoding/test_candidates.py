"""What a service says is read with care."""

import json
from typing import Any

import pytest

from sourcebook.geocoding.candidates import Candidate, read_candidates
from sourcebook.geocoding.errors import BadAnswer
from tests.geocoding.server import found


def item(raw: dict[str, Any]) -> dict[str, Any]:
    """What geopy makes of one of Nominatim's answers."""
    return {"address": raw.get("display_name"), "latitude": float(raw["lat"]), "longitude": float(raw["lon"]), "raw": raw}


def one(raw: dict[str, Any]) -> Candidate:
    [answer] = read_candidates([item(raw)])
    return answer


def test_an_answer_of_nominatims() -> None:
    answer = one(found("Gullhaven,  Amber\nCoast", 46.01, 8.95, "place=town", "node/123"))
    assert (answer.name, answer.point, answer.ref) == ("Gullhaven, Amber Coast", (46.01, 8.95), "node/123")
    assert (answer.what, answer.address_type, answer.is_osm) == ("place=town", "town", True)
    assert answer.radius_m == pytest.approx(1353, abs=2) and answer.accuracy_m == 1400


def test_an_answer_of_photons() -> None:
    raw = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [8.95, 46.01]},
        "properties": {"osm_type": "R", "osm_id": 7, "osm_key": "place", "osm_value": "town", "extent": [8.9, 46.1, 9.0, 45.9]},
    }
    [answer] = read_candidates([{"address": "Gullhaven", "latitude": 46.01, "longitude": 8.95, "raw": raw}])
    assert (answer.ref, answer.what) == ("relation/7", "place=town")
    assert answer.radius_m == pytest.approx(11_773, abs=5)


def test_an_answer_of_a_service_that_says_little() -> None:
    [answer] = read_candidates([{"address": "Gullhaven", "latitude": 46.01, "longitude": 8.95, "raw": {"score": 7}}])
    assert (answer.ref, answer.what, answer.is_osm, answer.accuracy_m) == ("46.01000,8.95000", "", False, None)


def test_the_same_object_twice_is_one_answer() -> None:
    assert len(read_candidates([item(found("A", 1, 2)), item(found("A", 1, 2)), item(found("A", 1, 2, ref="way/1"))])) == 2


@pytest.mark.parametrize(
    ("half", "accuracy"), [(0, 50), (0.0001, 50), (0.001, 140), (0.01, 1400), (0.1, 14_000), (1, 140_000), (40, 4_600_000)]
)  # fmt: skip
def test_the_accuracy_has_two_figures_and_is_never_too_good(half: float, accuracy: float) -> None:
    assert one(found("A", 46, 9, half=half)).accuracy_m == accuracy


def test_boxes_around_the_back_of_the_world() -> None:
    fiji = one(found("Islands", -18, 178, boundingbox=["-20", "-12", "-180", "180"]))
    assert fiji.radius_m is not None and 500_000 < fiji.radius_m < 800_000
    across = one(found("Islands", -18, 179, boundingbox=["-19", "-17", "177", "-179"]))
    assert across.radius_m == pytest.approx(239_000, rel=0.01)


BAD: list[tuple[dict[str, Any], str]] = [
    ({"lat": "91"}, "its latitude is 91, which is outside -90 to 90"),
    ({"lon": "181"}, "its longitude is 181, which is outside -180 to 180"),
    ({"lat": "71.0", "lon": "34.0"}, "71, 34 lies outside its own box; latitude and longitude may be the wrong way round"),
    ({"lat": "nan"}, "its latitude is no number"),
    ({"lat": "1_0"}, "its latitude is no number"),
    ({"lat": float("nan")}, "its latitude is nan, which is outside -90 to 90"),
    ({"lon": float("inf")}, "its longitude is inf, which is outside -180 to 180"),
    ({"lat": None}, "its latitude is missing"),
    ({"lat": True}, "its latitude is no number"),
    ({"lat": [34]}, "its latitude is no number"),
    ({"lat": "0", "lon": "0", "boundingbox": None}, "it lies at 0, 0, in the Atlantic"),
    ({"display_name": ""}, "it has no name"),
    ({"display_name": " \n"}, "it has no name"),
    ({"display_name": 7}, "it has no name"),
    ({"boundingbox": "1,2,3,4"}, "its box is no list of four figures"),
    ({"boundingbox": ["33", "35", "70"]}, "its box is no list of four figures"),
    ({"boundingbox": ["35", "33", "70", "72"]}, "its box is upside down"),
    ({"boundingbox": ["33", "35", "x", "72"]}, "its box's west is no number"),
    ({"boundingbox": ["33", "350", "70", "72"]}, "its box's north is 350, which is outside -90 to 90"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words"), BAD)
def test_what_makes_no_sense_is_told(change: dict[str, Any], words: str) -> None:
    raw = found("Torkham", 34.1, 71.1) | change
    bad = {"address": raw["display_name"], "latitude": raw["lat"], "longitude": raw["lon"], "raw": raw}
    with pytest.raises(BadAnswer) as told:
        read_candidates([bad])
    assert str(told.value) == f"the answer makes no sense: {words}"


def test_the_first_that_makes_no_sense_is_named() -> None:
    good, bad = item(found("A", 1, 2)), item(found("A", 1, 2, ref="node/2"))
    bad["address"] = None
    with pytest.raises(BadAnswer, match="answer 2 of 3 makes no sense"):
        read_candidates([good, bad, good])
    for thing in (None, "x", 7, [1]):
        with pytest.raises(BadAnswer, match="it is no object"):
            read_candidates([thing])


@pytest.mark.parametrize("raw", [{"lat": "34.1"}, {"lon": "71.1"}, {"display_name": "A"}, {"lat": "34.1", "lon": "70"}])
def test_what_geopy_fills_in_does_not_count(raw: dict[str, Any]) -> None:
    # geopy reads a missing figure as 0, and 431.1 as 71.1.
    with pytest.raises(BadAnswer):
        read_candidates([{"address": "A", "latitude": 34.1, "longitude": 71.1, "raw": raw}])


def test_words_that_end_up_in_files_are_words() -> None:
    raw = found("A", 1, 2) | {"class": 'pl"ace', "type": "x" * 41, "addresstype": "\x1b[31m", "osm_type": "knot"}
    answer = one(raw)
    assert (answer.what, answer.address_type, answer.ref) == ("", "", "1.00000,2.00000")
    assert one(found("A", 1, 2) | {"osm_id": "7; drop"}).ref == "1.00000,2.00000"
    assert one(json.loads(json.dumps(found("A", 1, 2) | {"osm_id": "7"}))).ref == "node/7"
