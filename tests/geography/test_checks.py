from sourcebook.geography.checks import check_places
from tests.helpers import lines, read


def problems(**places: str) -> list[str]:
    corpus, found = read({f"places/{name}.yml": f"name: {name.upper()}1\nkind: city\n{text}\n" for name, text in places.items()})
    assert not found, [str(problem) for problem in found]
    return lines(check_places(corpus))


def test_a_pair_the_wrong_way_round_is_told_with_the_right_one() -> None:
    assert problems(a="coordinates: 71.0939, 34.1236\ncountry: PK") == [
        "sources/places/a.yml:3:14: error: latitude and longitude seem the wrong way round: 71.0939, 34.1236 is not in PK; "
        "write '34.1236, 71.0939' [swapped]"
    ]


def test_so_is_one_that_its_parent_gives_away() -> None:
    found = problems(a="coordinates: 69.2, 34.5\npart_of: b", b="coordinates: 34, 68\naccuracy_m: 300000")
    assert len(found) == 1 and "[swapped]" in found[0] and "km from B1, which reaches 300 km" in found[0]


def test_a_point_far_from_its_country_is_doubted() -> None:
    found = problems(a="coordinates: 48.1, 11.6\ncountry: PK")
    assert found == ["sources/places/a.yml:3:14: warning: 48.1, 11.6 is not in PK; check the coordinates, 'country' and 'part_of' [far-away]"]


def test_what_can_be_right_is_left_alone() -> None:
    assert problems(
        a="coordinates: 34.1236, 71.0939\ncountry: [AF, PK]\npart_of: [b, c]",
        b="kind: line" .replace("kind: line", "tags: x"),
        c="coordinates: 34, 68\naccuracy_m: 600000",
        d="coordinates: 0.5, 10",
        e="country: PK",
    ) == []  # fmt: skip
