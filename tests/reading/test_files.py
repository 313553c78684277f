import os
from pathlib import Path

import pytest

from sourcebook.reading.files import find_files
from sourcebook.reading.loader import load
from tests.helpers import codes, lines, read


def write(root: Path, *paths: str) -> None:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("name: N\nkind: state\n", "utf-8")


def test_records_in_order_and_droppings_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "actors/b.yml", "actors/a.yaml", "places/c.yml")
    write(tmp_path, "actors/.#a.yml", "actors/a.yml~", "actors/.a.yml.swp", "actors/#a.yml#", ".git/x.yml", "README.md")
    files, problems = find_files(tmp_path, "sources")
    assert [file.path for file in files] == ["sources/actors/a.yaml", "sources/actors/b.yml", "sources/places/c.yml"]
    assert not problems


def test_what_stands_in_the_wrong_place(tmp_path: Path) -> None:
    write(tmp_path, "loose.yml", "actor/a.yml", "actors/deep/a.yml", "actors/NOTE.YML")
    _, problems = find_files(tmp_path, "sources")
    assert codes(problems) == ["unknown-folder", "not-read", "misplaced", "misplaced"]
    assert "did you mean 'actors'?" in str(problems[0])


def test_no_folder_at_all(tmp_path: Path) -> None:
    _, problems = find_files(tmp_path / "nowhere", "nowhere")
    assert codes(problems) == ["no-sources"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.yml").write_text("name: secret\nkind: state\n", "utf-8")
    (tmp_path / "sources" / "actors").mkdir(parents=True)
    (tmp_path / "sources" / "actors" / "x.yml").symlink_to(tmp_path / "secret.yml")
    files, problems = find_files(tmp_path / "sources", "sources")
    assert not files and codes(problems) == ["outside"]


def test_a_folder_that_is_a_link_out_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", "x.yml")
    (tmp_path / "elsewhere" / "in-it.yml").symlink_to(tmp_path / "elsewhere" / "x.yml")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "actors").symlink_to(tmp_path / "elsewhere")
    files, problems = find_files(tmp_path / "sources", "sources")
    assert not files and lines(problems) == [
        f"sources/actors/{name}.yml:1:1: error: the file is a link that leads out of the folder of sources; "
        "put the file itself here [outside]"
        for name in ("in-it", "x")
    ]


def test_a_shape_that_is_a_link_out_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.geojson").write_text('{"type": "Point", "coordinates": [70, 34]}', "utf-8")
    places = tmp_path / "sources" / "places"
    places.mkdir(parents=True)
    (places / "p.yml").write_text("name: P1\nkind: line\ngeometry: {file: s.geojson}\n", "utf-8")
    (places / "s.geojson").symlink_to(tmp_path / "secret.geojson")
    (file,), _ = find_files(tmp_path / "sources", "sources")
    assert file.read_sibling("s.geojson") is None
    _, problems = load([file])
    assert codes(problems) == ["no-shape"]
    (places / "s.geojson").unlink()
    (places / "s.geojson").write_bytes((tmp_path / "secret.geojson").read_bytes())
    assert file.read_sibling("s.geojson")


def test_what_has_the_name_of_a_file_and_is_none(tmp_path: Path) -> None:
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors" / "round.yml").symlink_to("round.yml")
    (tmp_path / "actors" / "there.yml").symlink_to("back.yml")
    (tmp_path / "actors" / "back.yml").symlink_to("there.yml")
    (tmp_path / "places").symlink_to("places")
    os.mkfifo(tmp_path / "actors" / "pipe.yml")
    files, problems = find_files(tmp_path, "sources")
    assert not files and codes(problems) == ["unreadable"] * 4
    assert all("this is not an ordinary file" in str(problem) for problem in problems)


@pytest.mark.parametrize("name", ["scan.jpg", "SCAN.JPG", "letter.pdf", "map.svg", "note.md"])
def test_pictures_may_lie_beside_records(tmp_path: Path, name: str) -> None:
    write(tmp_path, "actors/a.yml", f"actors/{name}")
    files, problems = find_files(tmp_path, "sources")
    assert [file.path for file in files] == ["sources/actors/a.yml"] and not problems


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors" / "x.yml").symlink_to(tmp_path / "actors" / "gone.yml")
    files, problems = find_files(tmp_path, "sources")
    assert [file.raw for file in files] == [None] and codes(problems) == ["unreadable"]


@pytest.mark.parametrize(
    ("name", "code", "hint"),
    [
        ("Foo", "bad-id", "'foo.yml'"),
        ("a b", "bad-id", "'a-b.yml'"),
        ("a--b", "bad-id", "'a-b.yml'"),
        ("x#y?z", "bad-id", "'x-y-z.yml'"),
        ("%2e%2e", "bad-id", ""),
        ("..", "bad-id", ""),
        ("a\\b", "bad-id", "'a-b.yml'"),
        ("trailing.", "bad-id", "'trailing.yml'"),
        ("طورخم", "bad-id", ".yml'"),
        ("tоrkham", "bad-id", "its 'о' is U+043E, CYRILLIC SMALL LETTER O, not a Latin letter; use small letters, digits"),
        ("сity-x", "bad-id", "'city-x.yml'"),
        ("Кабул", "bad-id", "'Кабул' cannot be an address; "),
        ("index", "reserved-id", ""),
        ("404", "reserved-id", ""),
        ("CON", "reserved-id", ""),
        ("aux", "reserved-id", ""),
        ("x" * 300, "bad-id", "80 are the limit"),
    ],
)
def test_a_file_name_must_be_an_address(name: str, code: str, hint: str) -> None:
    corpus, problems = read({f"actors/{name}.yml": "name: N\nkind: state\n"})
    assert not corpus.records
    assert codes(problems) == [code] and hint in str(problems[0])


def test_one_id_in_two_kinds() -> None:
    _, problems = read({"actors/kabul.yml": "name: K\nkind: state\n", "places/kabul.yml": "name: K\nkind: city\n"})
    assert lines(problems) == [
        "sources/places/kabul.yml:1:1: error: 'kabul' is the id of 'sources/actors/kabul.yml' too; "
        "rename one of the files; an id is unique over all kinds [same-id]"
    ]
