"""How many made-up cases are tried: few on every run, many where time is no matter."""

from __future__ import annotations

import os

from hypothesis import settings

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "fast")
THOROUGH = PROFILE == "thorough"
"""Whether this run is to find what it can: set HYPOTHESIS_PROFILE=thorough."""


def examples(most: int) -> settings:
    """Settings for a test that deserves other than the profile's number of cases: `most` of them in a thorough run,
    a quarter in a fast one, but not fewer than other tests have."""
    return settings(
        max_examples=most if THOROUGH else max(25, most // 4),
        deadline=None,
        derandomize=not THOROUGH,
    )
