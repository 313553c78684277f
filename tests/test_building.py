"""What all tests read is made once, and whoever writes to it is caught."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.building import left_alone, once_a_run


def test_a_shared_folder_is_filled_once_and_anew_after_a_failure(tmp_path_factory: pytest.TempPathFactory) -> None:
    calls: list[Path] = []

    def make(folder: Path) -> None:
        calls.append(folder)
        assert not list(folder.iterdir())
        (folder / "made").touch()
        if len(calls) == 1:
            raise OSError

    with pytest.raises(OSError):
        once_a_run(tmp_path_factory, "tried", make)
    assert once_a_run(tmp_path_factory, "tried", make) == once_a_run(tmp_path_factory, "tried", make) == calls[0]
    assert len(calls) == 2


def test_who_writes_to_what_all_read_fails(tmp_path: Path) -> None:
    with left_alone(tmp_path):
        pass
    with pytest.raises(AssertionError, match="shared by all tests"), left_alone(tmp_path) as folder:
        (folder / "mine").touch()
