"""What a run of the bench found, as values: JSON goes out of them and the report is made from them."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Spread:
    """The middle of some values, and how far they lie apart."""

    median: float
    low: float
    high: float


def spread(values: Iterable[float]) -> Spread | None:
    """None where nothing was measured."""
    found = list(values)
    return Spread(statistics.median(found), min(found), max(found)) if found else None


@dataclass
class Series:
    """One contestant's runs over one corpus: wall and CPU seconds, peak MB; and the site it left, in MB and pages."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    megabytes: float = 0.0
    pages: int = 0


@dataclass
class Figures:
    """Everything measured. What was left out of a run is empty."""

    runs: int
    search: str
    """The search that Sourcebook's sites were built with: ``pagefind``, or ``material`` for the theme's."""
    versions: dict[str, str] = field(default_factory=dict)
    machine: dict[str, float] = field(default_factory=dict)
    """``cores``, and ``memory_gb``."""
    builds: dict[int, dict[str, Series]] = field(default_factory=dict)
    """By number of documents, then by contestant."""
    source_pages_kb: dict[int, tuple[float, float]] = field(default_factory=dict)
    """By number of documents: the largest page of a source, and the median one."""
    serve_own: list[float] = field(default_factory=list)
    """Seconds from saving to served, over the project's own five documents."""
    serve: dict[int, dict[str, list[float]]] = field(default_factory=dict)
    """The same over the made-up corpus, by number of documents, then by contestant."""
    search_kb: dict[int, tuple[float, float]] = field(default_factory=dict)
    """By number of documents: what the first search weighs, and the next one."""
    search_missing: str = ""
    """Why there is no figure for the search."""
    parts: dict[str, Any] = field(default_factory=dict)

    def ratios(self, documents: int, one: str, other: str) -> list[float]:
        """`one`'s wall seconds by `other`'s, run by run."""
        series = self.builds.get(documents, {})
        if one not in series or other not in series:
            return []
        return [a / b for a, b in zip(series[one].wall, series[other].wall, strict=True)]

    def preview_ratios(self, documents: int, one: str, other: str) -> list[float]:
        """`one`'s seconds by `other`'s, edit by edit, as far as both were edited."""
        times = self.serve.get(documents, {})
        return [a / b for a, b in zip(times.get(one, []), times.get(other, []), strict=False)]

    def page_ratios(self, larger: int, smaller: int, key: str) -> list[float]:
        """A contestant's wall seconds per page at one size by those at another, run by run."""
        one, other = (self.builds.get(size, {}).get(key) for size in (larger, smaller))
        if one is None or other is None or not (one.pages and other.pages):
            return []
        return [(a / one.pages) / (b / other.pages) for a, b in zip(one.wall, other.wall, strict=True)]
