"""Files of the last build are used only as they were written, and start nothing."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from sourcebook.incremental.cache_files import load_file, save_file
from sourcebook.linking.tracking import DependencyTracker

KEY = b"k" * 16


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "site.state"
    assert save_file(path, KEY, {"amber-times"})
    assert load_file(path, KEY, set) == {"amber-times"}
    return path


def test_another_text_that_reads_as_well_is_not_used(kept: Path) -> None:
    """A byte that changed on the disk may leave a file that can be read, and is another's."""
    kept.write_bytes(kept.read_bytes().replace(b"amber-times", b"umber-times"))
    assert load_file(kept, KEY, set) == set()


def test_a_part_of_another_state_is_not_used(kept: Path) -> None:
    assert load_file(kept, KEY, set, b"d" * 16) == set()


def test_a_file_made_with_other_settings_is_not_used(kept: Path) -> None:
    assert load_file(kept, b"o" * 16, set) == set()


@pytest.mark.parametrize("found", [DependencyTracker, subprocess.Popen, os.system])
def test_what_is_no_value_is_not_read(found: object, tmp_path: Path) -> None:
    path = tmp_path / "site.state"
    assert save_file(path, KEY, found)
    assert load_file(path, KEY, object) is not found
