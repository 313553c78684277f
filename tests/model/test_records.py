"""What the kinds' own checks find, through the loader that users meet them by."""

import pytest

from sourcebook.model.actor import Actor
from sourcebook.model.document import Document
from sourcebook.model.place import Place
from tests.helpers import codes, lines, read


def place(fields: str) -> tuple[Place | None, list[str]]:
    corpus, problems = read({"places/p.yml": f"name: P\nkind: site\n{fields}\n"})
    found = corpus.records.get("p")
    assert found is None or isinstance(found, Place)
    return found, lines(problems)


@pytest.mark.parametrize(
    "written",
    [
        "34.1236, 71.0939",
        "34.1236 71.0939",
        "{lat: 34.1236, lon: 71.0939}",
        "34°7′24.96″N 71°5′38.04″E",
        "34 7m 24.96s N 71 5m 38.04s E",
    ],
)
def test_coordinates_in_usual_notations(written: str) -> None:
    found, problems = place(f"coordinates: {written}")
    assert not problems
    assert found is not None and found.coordinates is not None
    assert found.coordinates.lat == pytest.approx(34.1236, abs=1e-4)
    assert found.coordinates.lon == pytest.approx(71.0939, abs=1e-4)
    assert str(found.coordinates) == "34.1236° N, 71.0939° E"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("34,7;71,5", "commas as decimal marks"),
        ("{lat: '34,7', lon: 71}", "write '34.7'"),
        ("{lat: 181, lon: 7}", "outside -90 to 90"),
        ("34, 181", "longitude 181 is outside -180 to 180"),
        ("[34.1, 71.1]", "a list does not say which figure is the latitude"),
        ("far off", "not a pair of coordinates"),
        ("somewhere", "cannot be read"),
        ("-34.1S, -71.0W", "both a minus and a direction"),
        ("34°70′25″N 71°5′38″E", "sixty minutes or seconds"),
        ("34°7′25″N 71°5′98″E", "sixty minutes or seconds"),
        ("{lat: .nan, lon: 7}", "must be a number"),
        ("{lat: 34}", "'lon' is missing"),
    ],
)
def test_coordinates_that_cannot_be_right(written: str, said: str) -> None:
    found, problems = place(f"coordinates: {written}")
    assert found is not None and found.coordinates is None
    assert len(problems) == 1 and said in problems[0] and "sources/places/p.yml:3:" in problems[0]


def test_the_null_island_is_doubted_not_refused() -> None:
    found, problems = place("coordinates: 0, 0")
    assert found is not None
    assert len(problems) == 1 and "warning" in problems[0] and "null-island" in problems[0]


@pytest.mark.parametrize("number", [".inf", "-5", "0", "far", "1e99"])
def test_accuracy_is_a_sensible_number_of_metres(number: str) -> None:
    found, problems = place(f"accuracy_m: {number}")
    assert found is not None and found.accuracy_m is None and len(problems) == 1 and "accuracy_m" in problems[0]


def test_a_country_is_a_code() -> None:
    found, problems = place("country: [PK, ZZ, Pakistan]")
    assert found is not None and found.country == ("PK",)
    assert [":3:15:" in problems[0], ":3:19:" in problems[1], len(problems)] == [True, True, 2]


def test_a_single_value_is_a_list_of_one() -> None:
    found, _ = place("part_of: q\ncountry: NO\ntags: one")
    assert found is not None
    assert (found.part_of, found.country, found.tags) == (("q",), ("NO",), ("one",))


def test_nothing_about_a_person_without_a_source() -> None:
    text = "name: A\nkind: {}\nsummary: Somebody.\nroles:\n  - title: Head\nfacts:\n  - text: Left.\n"
    _, problems = read({"actors/a.yml": text.format("person")})
    assert codes(problems) == ["uncited-person"] * 3
    _, problems = read({"actors/a.yml": text.format("armed-group")})
    assert not problems


def test_a_role_cannot_end_before_it_begins() -> None:
    _, problems = read({"actors/a.yml": "name: A\nkind: state\nroles:\n  - {title: T, from: 2023, to: 2021}\n"})
    assert codes(problems) == ["backwards"]
    assert ":4:32:" in str(problems[0])


def test_a_source_without_a_title_gets_brackets() -> None:
    corpus, problems = read({
        "documents/a.yml": "kind: analysis\nsupplied_title: On the ferry\n",
        "documents/b.yml": "kind: analysis\n",
    })  # fmt: skip
    assert [record.title for record in corpus.records.values()] == ["[On the ferry]", "[Analysis without a title]"]
    assert codes(problems) == ["no-title"]


def test_a_text_needs_the_right_to_be_published() -> None:
    _, problems = read({"documents/a.yml": "title: T\nkind: news\ntext: All of it.\n"})
    assert codes(problems) == ["rights"]
    rights = "rights: {statement: Public domain, publish: full}\n"
    corpus, problems = read({"documents/a.yml": f"title: T\nkind: news\n{rights}text: All of it.\n"})
    assert not problems
    record = corpus.records["a"]
    assert isinstance(record, Document) and record.text == "All of it."


def test_short_forms_of_names_and_citations() -> None:
    text = "name: A\nkind: state\nnames: [B, {name: ج, lang: ur, link: no}]\nsources: d\n"
    corpus, problems = read({"actors/a.yml": text})
    assert not problems
    record = corpus.records["a"]
    assert isinstance(record, Actor)
    assert [(name.name, name.link) for name in record.names] == [("B", True), ("ج", False)]
    assert record.sources[0].source == "d"
    assert [name for name, _, links in record.all_names() if links] == ["A", "B"]
