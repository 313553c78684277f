"""Fields that get another name: the command that renames them, and what is said before and after.

No field has been renamed yet, so the tests rename some.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcebook.editing.rename_fields import KeyChange, changes_in, renamed_in, with_version
from sourcebook.model import renamed_fields, vocabulary
from sourcebook.model.renamed_fields import RenamedField
from sourcebook.reading import record_data
from tests.helpers import lines, read
from tests.test_cli import sourcebook

RENAMED = (RenamedField("", ("summary",), "lead", 2), RenamedField("actors", ("roles", "title"), "office", 2))
RAW = 'name: A  # summary: stays\r\n"summary": |\r\n  title: stays\r\nroles:\r\n- {title: "B", of: c}\r\n- title : D\r\nnotes: summary\r\n'
CHANGED = 'name: A  # summary: stays\r\n"lead": |\r\n  title: stays\r\nroles:\r\n- {office: "B", of: c}\r\n- office : D\r\nnotes: summary\r\n'


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A version in which these fields have other names."""
    monkeypatch.setattr(renamed_fields, "RENAMED", RENAMED)
    monkeypatch.setattr(vocabulary, "VERSION", 2)


def test_keys_are_written_anew_where_they_stand_and_nothing_else() -> None:
    changes = changes_in(RAW.encode(), "actors", RENAMED)
    assert changes == [KeyChange(2, 1, "summary", "lead"), KeyChange(5, 4, "title", "office"), KeyChange(6, 3, "title", "office")]
    assert renamed_in(RAW.encode(), changes).decode() == CHANGED
    assert changes_in(CHANGED.encode(), "actors", RENAMED) == []
    bom = b"\xef\xbb\xbfsummary: A\n"
    assert renamed_in(bom, changes_in(bom, "places", RENAMED)) == b"\xef\xbb\xbflead: A\n"


def test_of_a_kind_without_the_field_and_beside_the_new_name_nothing_is_renamed() -> None:
    assert [change.old for change in changes_in(RAW.encode(), "places", RENAMED)] == ["summary"]
    assert changes_in(b"summary: A\nlead: B\n", "actors", RENAMED) == []
    assert changes_in(b"summary: [\n", "actors", RENAMED) == []


def test_a_vocabulary_says_its_version_in_one_line() -> None:
    assert with_version(b"# Ours\nversion: 1  # old\nkinds: {}\n", 2) == b"# Ours\nversion: 2  # old\nkinds: {}\n"
    assert with_version(b"", 2) == b"version: 2\n"
    assert with_version(b"kinds: {}\r\n", 2) == b"version: 2\r\nkinds: {}\r\n"


@pytest.mark.usefixtures("later")
def test_the_command_shows_first_and_writes_when_asked(tmp_path: Path) -> None:
    file = tmp_path / "sources" / "actors" / "a.yml"
    file.parent.mkdir(parents=True)
    file.write_bytes(RAW.encode())
    shown = sourcebook("migrate", cwd=tmp_path)
    assert shown.returncode == 0 and shown.stdout.splitlines() == [
        "sources/actors/a.yml:2:1: summary → lead",
        "sources/actors/a.yml:5:4: title → office",
        "sources/actors/a.yml:6:3: title → office",
        "3 fields to rename; '--write' does it",
    ]
    assert file.read_bytes() == RAW.encode() and not (tmp_path / "sources" / "vocabulary.yml").exists()
    written = sourcebook("migrate", "--write", cwd=tmp_path)
    assert written.returncode == 0 and written.stdout.endswith("3 fields renamed\n")
    assert file.read_bytes() == CHANGED.encode() and (tmp_path / "sources" / "vocabulary.yml").read_text("utf-8") == "version: 2\n"
    assert sourcebook("migrate", "--write", cwd=tmp_path).stdout == "nothing to do: version 2\n"


def test_nothing_is_to_be_done_today(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    assert sourcebook("migrate", cwd=tmp_path).stdout == "nothing to do: version 1\n"


def test_one_version_before_a_warning_says_so_and_afterwards_the_new_name(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"places/a.yml": "name: A\nkind: town\nsummary: B.\n"}
    monkeypatch.setattr(renamed_fields, "RENAMED", RENAMED)
    monkeypatch.setattr(record_data, "RENAMED", RENAMED)
    assert lines(read(files)[1]) == ["sources/places/a.yml:3:1: warning: 'summary' will be called 'lead' from version 2 on; write 'lead' now [renamed-field]"]
    gone = (RenamedField("places", ("height",), "elevation", 1),)
    monkeypatch.setattr(renamed_fields, "RENAMED", gone)
    (told,) = lines(read({"places/a.yml": "name: A\nkind: town\nheight: 3 m\n"})[1])
    assert told == "sources/places/a.yml:3:1: error: unknown field 'height'; it is called 'elevation' now: 'sourcebook migrate' renames it everywhere [unknown-field]"
