"""Who is spoken of together, and which sources speak of the same: counted over what each source covers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

_POPULAR = 60
"""A record that more sources cover tells little about which of them belong together, and would cost
the square of its popularity: it is left out of that count."""
_WIDE = 60
"""Likewise a source that covers more records than this says little about which of them belong together."""


def mentioned_with(covers: Mapping[str, Mapping[str, int]], limit: int = 12) -> dict[str, tuple[tuple[str, int], ...]]:
    """For each record those it shares most sources with, and how many; ties by id."""
    together: dict[str, Counter[str]] = {}
    for covered in covers.values():
        few = sorted(covered, key=lambda record: (-covered[record], record))[:_WIDE]
        for record in few:
            counter = together.setdefault(record, Counter())
            counter.update(few)
    return {
        record: tuple(
            sorted(
                ((other, n) for other, n in counter.items() if other != record), key=lambda item: (-item[1], item[0])
            )[:limit]
        )
        for record, counter in together.items()
    }


def related_sources(
    covers: Mapping[str, Mapping[str, int]], covered_by: Mapping[str, tuple[str, ...]], limit: int = 6
) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """For each source those that cover the same records, and which; a rarely covered record counts for more."""
    found: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {}
    for source, covered in covers.items():
        scores: Counter[str] = Counter()
        for record in covered:
            others = covered_by[record]
            if 1 < len(others) <= _POPULAR:
                for other in others:
                    scores[other] += 1 / len(others)  # type: ignore[assignment]
        scores.pop(source, None)
        best = sorted(scores.items(), key=lambda item: (-round(item[1], 9), item[0]))[:limit]
        found[source] = tuple((other, tuple(r for r in covered if r in covers[other])) for other, _ in best)
    return found
