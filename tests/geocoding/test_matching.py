"""Which of several answers is the place."""

import pytest

from sourcebook.geocoding.candidates import Candidate
from sourcebook.geocoding.matching import Match, match, outside, rank_by_kind
from sourcebook.geocoding.query import Bounds, Parent
from sourcebook.geography.borders import in_countries

KHYBER = Parent("Khyber", (34.0, 71.2), 50.0)
HERE = Bounds(("AF", "PK"), KHYBER)


def answer(lat: float, lon: float, what: str = "place=town", ref: str = "node/1", radius_m: float | None = 1000, address_type: str = "") -> Candidate:  # fmt: skip
    category, _, kind = what.partition("=")
    return Candidate(ref, lat, lon, ref, category, kind, address_type, radius_m)


def test_one_answer_within_is_taken() -> None:
    only = answer(34.1, 71.1)
    assert match([only], "town", HERE) == Match((only,)) and match([only], "town", HERE).taken == only
    assert match([], "town", HERE) == Match() and Match().taken is None


@pytest.mark.parametrize(
    ("lat", "lon", "radius_m", "why"),
    [
        (34.1, 71.1, None, ""),
        (34.49, 71.2, 0, ""),  # 54.4 km: within the slack
        (34.53, 71.2, 0, "outside Khyber, which reaches 50 km"),  # 58.8 km
        (34.53, 71.2, 5000, ""),  # its own reach is granted
        (51.5, -0.1, 1000, "outside AF and PK"),
        (71.2, 34.0, 1000, "outside AF and PK"),
        (28.6, 77.2, 1000, "outside AF and PK"),
        (34.5, 69.2, 1000, "outside Khyber, which reaches 50 km"),
    ],
)
def test_answers_outside_the_bounds_are_rejected(lat: float, lon: float, radius_m: float | None, why: str) -> None:
    candidate = answer(lat, lon, radius_m=radius_m)
    assert outside(candidate, HERE) == why
    verdict = match([candidate], "town", HERE)
    assert bool(verdict.remaining) == (not why) and [one.why for one in verdict.rejected] == ([why] if why else [])


def test_half_of_the_bounds_is_enough() -> None:
    assert outside(answer(34.5, 69.2), Bounds(("AF",))) == ""
    assert outside(answer(31.5, 74.3), Bounds(("AF",))) == "outside AF"
    assert outside(answer(34.5, 69.2), Bounds((), KHYBER)) == "outside Khyber, which reaches 50 km"
    assert outside(answer(51, 0), Bounds(("ZZ",))) == ""  # a code that the map does not know bounds nothing


def test_the_same_place_twice_is_the_one_that_fits_best() -> None:
    town = answer(34.10, 71.10, "place=town", "node/1")
    outline = answer(34.15, 71.15, "boundary=administrative", "relation/2", 8000)  # 7.2 km
    for order in ([town, outline], [outline, town]):
        assert match(order, "town", HERE).remaining == (town,)
        assert match(order, "district", HERE).remaining == (outline,)
    gate = answer(34.12, 71.09, "barrier=border_control", "way/3")
    assert match([town, outline, gate], "crossing", HERE).remaining == (gate,)


def test_two_places_of_one_name_stay_two() -> None:
    one, other = answer(34.10, 71.10, "place=village", "node/1"), answer(34.10, 71.20, "place=village", "node/2")
    assert match([one, other], "village", HERE).remaining == (one, other)  # 9.2 km
    near = answer(34.10, 71.15, "place=village", "node/3")
    assert match([one, near], "village", HERE).remaining == (one,)  # 4.6 km
    # The district around both is neither a third, nor does it make one of them.
    district = answer(34.10, 71.15, "boundary=administrative", "relation/4", 30_000)
    assert match([district, one, other], "village", HERE).remaining == (one, other)
    assert match([one, district, other], "district", HERE).remaining == (district,)


def test_a_street_called_after_the_town_is_not_the_town() -> None:
    town, street = answer(34.1, 71.1), answer(34.3, 71.1, "highway=residential", "way/2")
    verdict = match([street, town], "town", HERE)
    assert verdict.taken == town and verdict.misfits == (street,)
    alone = match([street], "town", HERE)
    assert alone.taken is None and alone.misfits == (street,) and alone.all == (street,)


@pytest.mark.parametrize(
    ("kind", "what", "address_type", "expected"),
    [
        ("city", "boundary=administrative", "city", 0),
        ("city", "place=city", "", 0),
        ("city", "boundary=administrative", "state", 3),
        ("city", "shop=bakery", "shop", None),
        ("country", "boundary=administrative", "country", 0),
        ("mountain", "natural=peak", "peak", 0),
        ("water", "waterway=river", "river", 1),
        ("venue", "tourism=hotel", "tourism", 2),
        ("other", "shop=bakery", "shop", 0),
        ("city", "", "", 5),
    ],
)
def test_how_well_a_kind_fits(kind: str, what: str, address_type: str, expected: int | None) -> None:
    assert rank_by_kind(answer(0, 1, what, address_type=address_type), kind) == expected


def test_verdicts_on_several_names_add_up() -> None:
    one, other = answer(34.1, 71.1), answer(34.4, 71.1, ref="node/2")
    both = Match((), (one,)).and_then(Match((other,), (one,)))
    assert both == Match((other,), (one,)) and both.taken == other


@pytest.mark.parametrize(
    ("lat", "lon", "codes", "slack", "expected"),
    [
        (34.12, 71.09, ("PK",), 0, True),
        (34.12, 71.09, ("AF",), 0, True),  # on the border, which is no exact line here
        (34.0, 71.5, ("AF",), 0, False),  # Peshawar, 37 km from it
        (34.0, 71.5, ("AF",), 20, True),
        (34.0, 71.5, ("AF", "PK"), 0, True),
        (-29.6, 28.2, ("ZA",), 0, False),  # Lesotho, a hole in South Africa
        (-29.6, 28.2, ("LS",), 0, True),
        (65.0, -179.5, ("RU",), 0, True),  # beyond the antimeridian
        (65.0, 179.5, ("RU",), 0, True),
        (-17.8, 178.0, ("FJ",), 0, True),
        (52.0, 4.0, ("NL",), 0, True),  # just off shore
        (0.0, -30.0, ("NL", "BR"), 0, False),
    ],
)
def test_countries(lat: float, lon: float, codes: tuple[str, ...], slack: float, expected: bool) -> None:
    assert in_countries((lat, lon), codes, slack) is expected
