"""The promises of speed, each with its bound, what was found, and whether it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from contestants import CHANGED, COLD, HUGO, PLAIN, UNCHANGED
from figures import Figures, Spread, spread


@dataclass(frozen=True)
class Verdict:
    """One promise. Without a bound the figure is told for itself; without a figure nothing was measured."""

    what: str
    unit: str
    bound: float | None
    found: Spread | None
    below: bool = False
    """The bound itself is too much already."""
    worst: bool = False
    """The largest value must keep the bound, not only the median: peaks are what people run into."""

    @property
    def met(self) -> bool | None:
        """None where there is nothing to judge."""
        if self.bound is None or self.found is None:
            return None
        value = self.found.high if self.worst else self.found.median
        return value < self.bound if self.below else value <= self.bound


def verdicts(figures: Figures) -> list[Verdict]:
    """All of them, in the order in which they are told. Sizes are those that were measured."""
    sizes = sorted(figures.builds)
    found: list[Verdict] = []

    def say(
        what: str, unit: str, bound: float | None, values: Iterable[float], below: bool = False, worst: bool = False
    ) -> None:
        found.append(Verdict(what, unit, bound, spread(values), below, worst))

    if sizes:
        most = sizes[-1]
        at = f"{most:,} documents"
        say(f"{at}: clean build / Hugo + Pagefind", "", 1.0, figures.ratios(most, COLD, HUGO))
        say(f"{at}: clean build / MkDocs + Material", "", 1 / 3, figures.ratios(most, COLD, PLAIN))
        memory = figures.builds[most][COLD].memory
        say(f"{at}: peak memory of a clean build", "MB", 400, memory, below=True, worst=True)
    for size in sizes:
        ratios = figures.ratios(size, UNCHANGED, COLD)
        say(f"{size:,} documents: nothing changed / clean build", "", 0.25, ratios)
    for size in sizes:
        say(f"{size:,} documents: one record changed / clean build", "", 0.3, figures.ratios(size, CHANGED, COLD))
    if len(sizes) > 1:
        most, fewer = sizes[-1], sizes[-2]
        ratios = figures.page_ratios(most, fewer, COLD)
        say(f"time per page with {most:,} documents / with {fewer:,}", "", 1.15, ratios)
    if figures.serve_own:
        say("preview of this site: from saving to served", "s", 0.6, figures.serve_own)
    for size, times in sorted(figures.serve.items()):
        at = f"preview of {size:,} documents"
        say(f"{at}: from saving to served", "s", None, times.get(COLD, ()))
        say(f"{at} / Hugo’s server", "", 1.0, figures.preview_ratios(size, COLD, HUGO))
        say(f"{at} / MkDocs + Material", "", None, figures.preview_ratios(size, COLD, PLAIN))
    for size, (first, following) in sorted(figures.search_kb.items()):
        say(f"{size:,} documents: the first search", "KB", 500, (first,))
        say(f"{size:,} documents: the next search", "KB", 150, (following,))
    if figures.search_missing:
        say(f"the first search ({figures.search_missing})", "KB", 500, ())
        say(f"the next search ({figures.search_missing})", "KB", 150, ())
    for size, (largest, median) in sorted(figures.source_pages_kb.items())[-1:]:
        say(f"{size:,} documents: the largest page of a source", "KB", 60, (largest,))
        say(f"{size:,} documents: the median page of a source", "KB", None, (median,))
    return found
