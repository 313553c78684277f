"""A command is measured with everything that it starts."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from browser import weight_of
from measure import CommandError, look, run

_HELPED = """
import subprocess, sys
helper = "import time; kept = b'x' * 60_000_000; end = time.process_time() + 0.4\\nwhile time.process_time() < end: pass"
kept = b"x" * 60_000_000
subprocess.run([sys.executable, "-c", helper], check=True)
"""


def test_helpers_count_in_time_and_memory(tmp_path: Path) -> None:
    used = run([[sys.executable, "-c", _HELPED]], tmp_path)
    assert used.cpu > 0.4 and used.wall > 0.4
    if Path("/proc/self/smaps_rollup").exists():
        assert 120 < used.memory < 200


def test_memory_is_of_one_moment(tmp_path: Path) -> None:
    one = [sys.executable, "-c", "import time; kept = b'x' * 60_000_000; time.sleep(0.3)"]
    once, twice = run([one], tmp_path), run([one, one], tmp_path)
    assert twice.wall > 0.6
    assert 60 < once.memory < 100 and 60 < twice.memory < 100  # one after the other, never together


def test_a_command_that_fails_says_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such luck"):
        run([[sys.executable, "-c", "import sys; sys.exit('no such luck')"]], tmp_path)


def test_a_site_is_weighed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_bytes(b"x" * 1_000_000)
    (tmp_path / "data.json").write_bytes(b"x" * 500_000)
    found = look(tmp_path)
    assert (found.megabytes, found.pages) == (1.5, 1)


def test_only_the_files_of_the_search_weigh() -> None:
    sent = {
        "/search/": 9000,
        "/assets/sourcebook/search/pagefind.js": 100,
        "/assets/sourcebook/search/index/a.pf_index": 20,
        "/assets/sourcebook/search.js": 3,
        "/assets/sourcebook/research.js": 7000,
    }
    assert weight_of(sent) == 123
