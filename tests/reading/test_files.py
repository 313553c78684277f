from pathlib import Path

import pytest

from sourcebook.reading.files import find_files
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
