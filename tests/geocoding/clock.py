"""Time that passes when somebody sleeps."""

from __future__ import annotations

from collections.abc import Callable

from sourcebook.geocoding.response_cache import Clock


class FakeTime:
    """Seconds since the machine started; `set_back` is how far the wall clock has been set back since."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.set_back = 0.0
        self.slept = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept += seconds

    def clock(self, stopped: Callable[[], bool] = lambda: False) -> Clock:
        """A clock that shows this time, on a day in the future."""
        return Clock(
            lambda: 1.7e9 + self.now - self.set_back, lambda: self.now, lambda: "2026-11-21", self.sleep, stopped
        )
