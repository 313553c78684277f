"""What is written about an answer, and what is not."""

from pathlib import Path

import pytest

from sourcebook.editing.replace_file import NotWritten
from sourcebook.editing.yaml_edit import NewFields, add_fields
from sourcebook.geocoding import apply
from sourcebook.geocoding.apply import OSM_LICENCE, basis_of, position_fields, write_position
from sourcebook.geocoding.candidates import Candidate
from sourcebook.geocoding.tasks import Task, plan_tasks
from tests.geocoding.conftest import Places

GATE = Candidate("Gate", 46.0123456789, -8.95, "node/123", "amenity", "border_control", "", 26.0)


def test_the_basis_says_where_the_figures_come_from() -> None:
    assert basis_of(GATE, "Nominatim", OSM_LICENCE, "Torkham", "2026-11-21") == (
        "Nominatim (OpenStreetMap node 123, amenity=border_control), asked for 'Torkham' on 2026-11-21; "
        "© OpenStreetMap contributors, ODbL"
    )
    plain = Candidate("Gate", 46.0, 9.0, "46.00000,9.00000")
    assert basis_of(plain, "ArcGIS", "", "Torkham", "2026-11-21") == "ArcGIS, asked for 'Torkham' on 2026-11-21"
    assert basis_of(GATE, "Photon", "", "T", "2026-11-21").endswith(OSM_LICENCE)


@pytest.fixture
def task(places: Places) -> Task:
    places.file("gate").write_text("name: Gate\nkind: crossing\npart_of: coast\nsummary: A gate.\n", "utf-8")
    [task] = plan_tasks(places.sources).tasks
    return task


def test_the_fields_of_an_answer(task: Task) -> None:
    assert position_fields(task.place, GATE, "b") == [
        ("coordinates", {"lat": 46.0123457, "lon": -8.95, "basis": "b"}),
        ("accuracy_m", 50.0),
    ]
    known = task.place.model_copy(update={"accuracy_m": 7.0})
    assert [key for key, _ in position_fields(known, GATE, "b")] == ["coordinates"]


def test_what_would_change_the_place_otherwise_is_not_written(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Path(task.file.path).read_bytes()
    fields = position_fields(task.place, GATE, "b")
    for old, new in ((b"A gate", b"No gate"), (b"kind: crossing", b"kind: city"), (b"46.0123457", b"146"), (b"summary", b"sumary")):

        def slip(raw: bytes, path: str, after: str, fields: NewFields, old: bytes = old, new: bytes = new) -> bytes:
            return add_fields(raw, path, after, fields).replace(old, new)

        monkeypatch.setattr(apply, "add_fields", slip)
        with pytest.raises(NotWritten, match="it would not say the same with the new fields"):
            write_position(task.place, task.file, fields)
        assert Path(task.file.path).read_bytes() == before
    monkeypatch.setattr(apply, "add_fields", add_fields)
    write_position(task.place, task.file, fields)
    assert b"A gate" in Path(task.file.path).read_bytes() != before


def test_what_does_not_fit_is_told_with_its_file(task: Task) -> None:
    with pytest.raises(NotWritten, match=r"gate\.yml' is as it was: 'summary' has a value already"):
        write_position(task.place, task.file, [("summary", "x")])


def test_lines_end_as_they_did(places: Places) -> None:
    places.file("gate").write_bytes(b"name: Gate\r\nkind: crossing\r\npart_of: coast\r\nsummary: A gate.\r\n")
    [task] = plan_tasks(places.sources).tasks
    write_position(task.place, task.file, position_fields(task.place, GATE, "b"))
    raw = places.file("gate").read_bytes()
    assert b"coordinates:" in raw and raw.count(b"\n") == raw.count(b"\r\n") > 6
