"""Lower bounds are those that can be tried."""

from __future__ import annotations

import runpy
from pathlib import Path

untrue = runpy.run_path(str(Path(__file__).parent.parent / "tools" / "lowest.py"))["untrue"]


def test_a_bound_is_the_version_that_was_tried() -> None:
    there = {"a": "1.0.0", "b-c": "2.1", "d": "3.0.1", "e": "10"}.__getitem__
    assert untrue(["a>=1", "a>=1.0.0.0,<2", "b-c >= 2.1", "e>=10"], there) == []
    assert untrue(["d>=3"], there) == ["pyproject.toml: 'd>=3': the lowest that can be had is d>=3.0.1"]
    assert untrue(["e>=1"], there) and untrue(["a>=1.1"], there) and untrue(["a", "a<2"], there)
