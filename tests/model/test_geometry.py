"""Shapes, in the YAML and in files beside it, through the loader."""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcebook.model.geometry import longitude_span
from sourcebook.model.place import Place
from sourcebook.reading.files import find_files
from sourcebook.reading.loader import load
from tests.helpers import lines, read


def shaped(geometry: str) -> tuple[Place | None, list[str]]:
    corpus, problems = read({"places/p.yml": f"name: P1\nkind: line\ngeometry:\n{geometry}\n"})
    found = corpus.records.get("p")
    assert found is None or isinstance(found, Place)
    return found, lines(problems)


def test_a_line_in_the_yaml() -> None:
    place, problems = shaped("  type: LineString\n  coordinates: [[70, 34], [71.5, 35]]\n  basis: a map")
    assert not problems and place is not None and place.geometry is not None
    assert place.geometry.lines() == [((70.0, 34.0), (71.5, 35.0))]
    assert place.point == (34.5, 70.75)
    assert place.geometry.as_geojson() == {"type": "LineString", "coordinates": ((70.0, 34.0), (71.5, 35.0))}


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        ("  type: Line\n  coordinates: [[70, 34], [71, 35]]", "unknown geometry 'Line'; did you mean 'LineString'?"),
        ("  type: LineString\n  coordinates: [[34, 170], [35, 171]]", "[34, 170] is off the globe; GeoJSON puts longitude first"),
        ("  type: LineString\n  coordinates: [[70, 34]]", "a line needs two positions"),
        ("  type: LineString\n  coordinates: [70, 34]", "are nested 2 deep, these 1"),
        ("  type: Point\n  coordinates: [[70, 34]]", "are nested 1 deep, these 2"),
        ("  type: Polygon\n  coordinates: [[[0, 0], [1, 0], [1, 1], [0, 1]]]", "the last like the first"),
        ("  type: Point\n  coordinates: [north, 34]", "[north, 34] is not a position"),
        ("  type: Point\n  coordinates: [.nan, 34]", "is not a position"),
        ("  type: Point\n  coordinates: here", "must be lists"),
        ("  type: Point\n  coordinates: []", "nested"),
        ("  type: Point", "'coordinates' is missing"),
        ("  file: nowhere.geojson", "there is no file 'nowhere.geojson' beside the record"),
    ],
)
def test_a_shape_that_cannot_be_right(geometry: str, said: str) -> None:
    place, problems = shaped(geometry)
    assert place is not None and place.geometry is None and place.refused_fields == ("geometry",)
    assert any(said in problem for problem in problems), problems


def beside(folder: Path, name: str, text: str, geometry: str = "{{file: {}}}") -> list[str]:
    (folder / "places").mkdir(exist_ok=True)
    (folder / "places" / "p.yml").write_text(f"name: P1\nkind: line\ngeometry: {geometry.format(name)}\n", "utf-8")
    if "/" not in name:
        (folder / "places" / name).write_text(text, "utf-8")
    files, problems = find_files(folder, "sources")
    corpus, found = load(files)
    if not found:
        place = corpus.records["p"]
        assert isinstance(place, Place) and place.geometry and place.geometry.type == "Point"
    return lines(problems + found)


def test_a_shape_in_a_file_beside_the_record(tmp_path: Path) -> None:
    point = '{"type": "Point", "coordinates": [70, 34]}'
    feature = f'{{"type": "Feature", "properties": {{"name": "<img onerror=x>"}}, "geometry": {point}}}'
    for text in (point, feature, f'{{"type": "FeatureCollection", "features": [{feature}]}}'):
        assert beside(tmp_path, "shape.geojson", text) == []
        assert beside(tmp_path, "shape.geojson", text, "{}") == [], "the short form"


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"type": "FeatureCollection", "features": []}', '{"type": "Point"}', "[" * 100_000]
)
def test_a_file_that_holds_no_shape(tmp_path: Path, text: str) -> None:
    problems = beside(tmp_path, "shape.geojson", text)
    assert len(problems) == 1
    assert "'shape.geojson' holds no GeoJSON geometry" in problems[0] and ":3:" in problems[0]


@pytest.mark.parametrize("name", ["../secret.geojson", "/etc/passwd", "p.yml"])
def test_a_file_elsewhere_is_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.geojson").write_text('{"type": "Point", "coordinates": [70, 34]}', "utf-8")
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "p.yml").write_text(f"name: P1\nkind: line\ngeometry: {{file: {name}}}\n", "utf-8")
    _, problems = load(find_files(tmp_path, "sources")[0])
    assert [problem.code for problem in problems] == ["no-shape"]


@pytest.mark.parametrize(
    ("longitudes", "span"),
    [
        ([5.0], (5.0, 5.0)),
        ([10.0, 15.0, 178.0], (10.0, 178.0)),  # the way over the antimeridian is longer
        ([178.0, -172.0], (178.0, 188.0)),
        ([-180.0, 180.0], (180.0, 180.0)),
        ([-100.0, 0.0, 100.0], (-100.0, 100.0)),
        ([-170.0, 27.0, 180.0], (27.0, 190.0)),
    ],
)
def test_the_shortest_stretch_of_longitudes(longitudes: list[float], span: tuple[float, float]) -> None:
    assert longitude_span(longitudes) == span
    assert longitude_span(reversed(longitudes)) == span


def test_the_middle_of_a_shape_across_the_antimeridian_lies_on_it() -> None:
    place, _ = shaped("  type: MultiLineString\n  coordinates: [[[177, -18], [180, -17]], [[-180, -17], [-179, -16]]]")
    assert place is not None and place.point == (-17.0, 179.0)
