"""Who is spoken of together, and which sources speak of the same: counted over what each source covers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import lcm

MAX_DOCUMENT_FREQUENCY = 60
"""A record that more sources cover tells little about which of them belong together, and would cost
the square of its popularity: it is left out of that count."""
_WHOLE = lcm(*range(1, MAX_DOCUMENT_FREQUENCY + 1))
_SHARES = (0, *(_WHOLE // others for others in range(1, MAX_DOCUMENT_FREQUENCY + 1)))
"""What a record counts for, by how many sources cover it: whole numbers, so that equal scores are equal."""
_WIDE = 60
"""Likewise a source that covers more records than this says little about which of them belong together."""


def main_subjects_of(covered: Mapping[str, int]) -> tuple[str, ...]:
    """Those that a source speaks of, most often named first; of very many the first ones."""
    return tuple(sorted(covered, key=lambda record: (-covered[record], record))[:_WIDE])


def mentioned_with(
    record: str, sources: Iterable[str], casts: Mapping[str, tuple[str, ...]], limit: int = 12
) -> tuple[tuple[str, int], ...]:
    """Those that share most of a record's `sources` with it, and how many; ties by id."""
    counter: Counter[str] = Counter()
    for source in sources:
        cast = casts[source]
        if record in cast:
            counter.update(cast)
    counter.pop(record, None)
    return tuple(sorted(counter.items(), key=lambda item: (-item[1], item[0]))[:limit])


def discriminating_subjects_of(covered_by: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The records that show which sources belong together, with these sources.

    A mapping of its own, so that a source that begins to speak of somebody popular changes no other source's page.
    """
    return {record: sources for record, sources in covered_by.items() if 1 < len(sources) <= MAX_DOCUMENT_FREQUENCY}


def related_sources(
    source: str, covers: Mapping[str, Mapping[str, int]], ties: Mapping[str, tuple[str, ...]], limit: int = 6
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The sources that cover the same records, and which; a rarely covered record counts for more."""
    covered = covers.get(source, {})
    scores: defaultdict[str, int] = defaultdict(int)
    for record in covered:
        others = ties.get(record, ())
        share = _SHARES[len(others)]
        for other in others:
            scores[other] += share
    scores.pop(source, None)
    best = sorted([(-score, other) for other, score in scores.items()])[:limit]
    return tuple((other, tuple(filter(covers[other].__contains__, covered))) for _, other in best)
