"""What the map is told of places, and the tile service a site may name."""

from __future__ import annotations

import re

import pytest

from sourcebook.pages.parts.map_items import accuracy
from sourcebook.pages.parts.tiles import read_tiles
from tests.pages.test_pages import pages, section

SOURCE = "title: {title}\nkind: news\ndigest: |\n  {digest}\n"
LINE = "geometry: {type: LineString, coordinates: [[70, 30], [71, 31], [72, 33]]}\n"


def items(files: dict[str, str | bytes]) -> dict[str, str]:
    """The items of the map page's list, by id."""
    found = section(pages(files)["map"], "map")
    return {match[1]: match[0] for match in re.finditer(r'<li data-id="([^"]+)".*?</li>', found, re.DOTALL)}


@pytest.mark.parametrize(
    ("known", "how", "words"),
    [
        ("coordinates: 34, 71\naccuracy_m: 2000\n", "exact", "± 2 km"),
        ("coordinates: 34, 71\naccuracy_m: 10000\n", "exact", "± 10 km"),
        ("coordinates: 34, 71\nprecision: district\n", "area", "± 50 km"),
        ("coordinates: 34, 71\nprecision: country\n", "wide", "± 700 km"),
        ("coordinates: 34, 71\n", "doubtful", "accuracy not stated"),
        ("coordinates: {lat: 34, lon: 71, disputed: B says elsewhere.}\naccuracy_m: 50\n", "doubtful", "position disputed"),
        (LINE, "shape", "drawn as a line"),
        ("geometry: {type: Polygon, coordinates: [[[1, 1], [2, 1], [2, 2], [1, 1]]]}\n", "shape", "drawn as an outline"),
    ],
)
def test_certainty_is_told_in_a_word_and_in_words(known: str, how: str, words: str) -> None:
    item = items({"places/p.yml": f"name: P1\nkind: city\n{known}"})["p"]
    assert f'data-how="{how}"' in item and f"City · {words} · no source recorded on it" in item


def test_a_line_has_its_marker_on_it_and_its_points_latitude_first() -> None:
    item = items({"places/p.yml": f"name: P1\nkind: line\n{LINE}"})["p"]
    assert 'data-at="31,71"' in item
    assert 'data-shape="30.0000,70.0000 31.0000,71.0000 33.0000,72.0000"' in item


def test_a_long_line_is_thinned_and_keeps_its_end() -> None:
    points = ", ".join(f"[{number / 100:.2f}, {number / 100:.2f}]" for number in range(5001))
    item = items({"places/p.yml": f"name: P1\nkind: line\ngeometry: {{type: LineString, coordinates: [{points}]}}\n"})["p"]
    shape = re.search(r'data-shape="([^"]+)"', item)
    assert shape and 200 < len(shape[1].split()) <= 301 and shape[1].endswith(" 50.0000,50.0000")


def test_places_of_no_known_position_are_listed_apart() -> None:
    made = pages({"places/a.yml": "name: Aa\nkind: city\ncoordinates: 1, 2\n", "places/b.yml": "name: Bb\nkind: city\n"})["map"]
    assert "Bb" not in section(made, "map") and "position not known" in section(made, "elsewhere")
    nowhere = pages({"places/b.yml": "name: Bb\nkind: city\n"})["map"]
    assert "No place has a known position yet." in section(nowhere, "map")
    assert pages({})["map"].sections


def test_sources_are_told_once_and_by_number() -> None:
    files: dict[str, str | bytes] = {
        "places/a.yml": "name: Aaton\nkind: city\ncoordinates: 1, 2\n",
        "places/b.yml": "name: Beeton\nkind: city\ncoordinates: 1, 3\n",
        "documents/d.yml": SOURCE.format(title="First", digest="Aaton and Beeton."),
        "documents/e.yml": SOURCE.format(title="Second", digest="Beeton."),
    }
    made = section(pages(files)["map"], "map")
    table = re.search(r"<template data-sb-sources>(.*?)</template>", made, re.DOTALL)
    assert table and re.findall(r"<a [^>]*>(\w+)</a>", table[1]) == ["First", "Second"]
    assert 'data-sources="0"' in items(files)["a"] and 'data-sources="0 1"' in items(files)["b"]


def test_an_actor_has_the_places_its_profile_and_its_sources_name() -> None:
    made = pages({
        "places/a.yml": "name: Aaton\nkind: city\ncoordinates: 1, 2\nsummary: The seat of Ann Other.\n",
        "places/b.yml": "name: Beeton\nkind: city\n",
        "places/c.yml": "name: Ceeton\nkind: city\n",
        "places/d.yml": "name: Deeton\nkind: city\nnotes: Not of Ann Other.\n",
        "actors/ann.yml": "name: Ann Other\nkind: state\nsummary: Of Beeton.\nnotes: Not of Deeton.\n",
        "documents/one.yml": SOURCE.format(title="First", digest="Ann Other saw Ceeton."),
    })["actors/ann"]  # fmt: skip
    assert re.findall(r"<li data-id=\"(\w)\"", section(made, "places")) == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("metres", "words"),
    [(50, "± 50 m"), (999.4, "± 999 m"), (1200, "± 1.2 km"), (2000, "± 2 km"), (80_000, "± 80 km"), (999_600, "± 1,000 km"), (1_500_000, "± 1,500 km")],
)
def test_accuracy_in_three_figures(metres: float, words: str) -> None:
    assert accuracy(metres) == words


def test_a_marker_stands_where_the_record_says() -> None:
    assert 'data-at="-34.12345,171.12345"' in items({"places/p.yml": "name: P1\nkind: city\ncoordinates: -34.12345, 171.123451\n"})["p"]


@pytest.mark.parametrize(
    ("url", "attribution", "zoom", "wrong"),
    [
        ("https://t.example/{z}/{x}.png", "T", 19, "no {y}"),
        ("https://t.example/", "T", 19, "no {z} and no {x} and no {y}"),
        ("http://t.example/{z}/{x}/{y}.png", "T", 19, "must begin with https://"),
        ("//t.example/{z}/{x}/{y}.png", "T", 19, "must begin with https://"),
        ("javascript:{z}{x}{y}", "T", 19, "must begin with https://"),
        ("http://localhost.example/{z}/{x}/{y}.png", "T", 19, "must begin with https://"),
        ("https://t.example/{z}/{x}/{y}.png", "  ", 19, "'attribution' is missing"),
        ("tiles/{z}/{x}/{y}.png", "", 0, "zooms go from 1 to 24"),
        ("tiles/{z}/{x}/{y}.png", "", True, "zooms go from 1 to 24"),
        ("https://t.example/{style}/{z}/{x}/{y}.png", "T", 19, "has {style}, which nothing fills in"),
        ("https:///{z}/{x}/{y}.png", "T", 19, "has no host"),
        ("https://me:secret@t.example/{z}/{x}/{y}.png", "T", 19, "has a password in it"),
    ],
)
def test_a_tile_service_that_cannot_be_used_is_refused(url: str, attribution: str, zoom: int, wrong: str) -> None:
    with pytest.raises(ValueError, match=re.escape(wrong)):
        read_tiles(url, attribution, zoom)


def test_a_tile_service_on_the_site_or_on_this_machine_is_fine() -> None:
    assert not read_tiles("tiles/{z}/{x}/{y}.png", "").is_away
    assert not read_tiles("tiles//{z}/{x}/{y}.png", "").is_away
    assert "<p>" not in read_tiles("https://t.example/{z}/{x}/{y}{r}.png", "One\n\ntwo").attribution
    assert read_tiles("http://127.0.0.1:8080/{z}/{x}/{y}.png", "T").is_away
    assert read_tiles("https://t.example/{z}/{x}/{y}.png", "© [T](https://t.example/)").attribution.count("<a ") == 1
