"""A scale of time: days to pixels, true to length, with long empty stretches folded into short breaks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sourcebook.model.dates import Day
from sourcebook.timeline.days import day_of, how_long, next_month, number_of
from sourcebook.timeline.span import Extent

_LONGER = 1.7
"""An empty stretch is folded where it is so many times longer than the longest one that stays…"""
_MORE = 0.8
"""…and so many times longer than all that stays around it together…"""
_LEAST_DAYS = 60
"""…and longer than this: what is shorter can be drawn."""
_WHOLE_YEAR = 366
_ROUND_TO_YEARS, _ROUND_TO_MONTHS = 1100, 50  # days from which a stretch begins and ends with a year, a month


@dataclass(frozen=True, slots=True)
class TimeExtent:
    """Days in one piece, from the first to the last, both in it."""

    first: int
    last: int

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class AxisSegment:
    """A reach of days and the pixels that it takes, each day as many as the next."""

    extent: TimeExtent
    start: float
    end: float

    @property
    def day(self) -> float:
        """Pixels of a day."""
        return (self.end - self.start) / self.extent.days


@dataclass(frozen=True, slots=True)
class AxisBreak:
    """A folded stretch: from which pixel to which, and how long it is in truth."""

    start: float
    end: float
    words: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Stretches in order of time, each true to length, with breaks between them."""

    segments: tuple[AxisSegment, ...]

    def at(self, day: float) -> float:
        """The pixel where a day begins; half a day more is its middle. Later days never lie before earlier ones."""
        first, last = self.segments[0], self.segments[-1]
        place = bisect_right(self.segments, day, key=lambda stretch: stretch.extent.first) - 1
        if place < 0:
            return first.start
        stretch = self.segments[place]
        if day <= stretch.extent.last + 1:
            return stretch.start + (day - stretch.extent.first) * stretch.day
        if stretch is last:
            return last.end
        following = self.segments[place + 1]
        empty = following.extent.first - stretch.extent.last - 1
        return stretch.end + (day - stretch.extent.last - 1) / empty * (following.start - stretch.end)

    def middle(self, day: int) -> float:
        """The pixel of a day's middle."""
        return self.at(day + 0.5)

    def breaks(self) -> tuple[AxisBreak, ...]:
        """The folded stretches, in order."""
        return tuple(
            AxisBreak(a.end, b.start, how_long(b.extent.first - a.extent.last - 1)) for a, b in pairwise(self.segments)
        )


def collapse_gaps(extents: Iterable[Extent], most: int) -> tuple[TimeExtent, ...]:
    """The stretches of time that hold the extents, in order, without the long empty ones between; at most `most` folds.

    Something counts as empty where nothing begins or ends: a long reign does not keep the years open that it covers.
    """
    blocks = _blocks(extents)
    groups, left = [blocks], most
    done: list[list[_Block]] = []
    while groups:
        group = groups.pop()
        cuts = _cuts(group, left)
        left -= len(cuts)
        if cuts:
            edges = [0, *cuts, len(group)]
            groups += [group[a:b] for a, b in pairwise(edges)]
        else:
            done.append(group)
    return _rounded(
        sorted((TimeExtent(group[0].first, group[-1].last) for group in done), key=lambda reach: reach.first)
    )


@dataclass(frozen=True, slots=True)
class _Block:
    """Days that are not empty, and how many dates they are made of."""

    first: int
    last: int
    holds: int

    @property
    def days(self) -> int:
        return self.last - self.first + 1


def _blocks(extents: Iterable[Extent]) -> list[_Block]:
    """What is not empty, in order: days, and spans of up to a year in which nothing else begins or ends."""
    spans = {(span.first, span.last) for extent in extents for span in extent.spans}
    ends = sorted({end for span in spans for end in span})
    pieces: set[tuple[int, int]] = set()
    for first, last in sorted(spans):
        alone = bisect_left(ends, last) - bisect_right(ends, first) <= 0
        if alone and last - first < _WHOLE_YEAR:
            pieces.add((first, last))
        else:
            pieces |= {(first, first), (last, last)}
    blocks: list[_Block] = []
    for first, last in sorted(pieces):
        if blocks and first <= blocks[-1].last + 1:
            before = blocks[-1]
            blocks[-1] = _Block(before.first, max(before.last, last), before.holds + 1)
        else:
            blocks.append(_Block(first, last, 1))
    return blocks


def _cuts(blocks: Sequence[_Block], most: int) -> list[int]:
    """Before which blocks to fold, in order: as few gaps as set themselves clearly apart from the others."""
    gaps = sorted(
        ((after.first - before.last - 1, place) for place, (before, after) in enumerate(pairwise(blocks), 1)),
        key=lambda gap: (-gap[0], gap[1]),
    )
    longest = max((block.days for block in blocks if block.holds > 1), default=0)
    whole = blocks[-1].last - blocks[0].first + 1
    folded = 0
    for many, (days, _) in enumerate(gaps[:most], 1):
        folded += days
        rest = max(longest, gaps[many][0] if many < len(gaps) else 0)
        if rest and days > _LEAST_DAYS and days >= _LONGER * rest and folded > _MORE * (whole - folded):
            return sorted(place for _, place in gaps[:many])
    return []


def _rounded(reaches: list[TimeExtent]) -> tuple[TimeExtent, ...]:
    """Long reaches made to begin and end with a month or a year, but never far into what is folded around them."""
    found = []
    for place, reach in enumerate(reaches):
        before = (reach.first - reaches[place - 1].last) // 4 if place else _WHOLE_YEAR
        after = (reaches[place + 1].first - reach.last) // 4 if place + 1 < len(reaches) else _WHOLE_YEAR
        first, last = reach.first, reach.last
        if reach.days >= _ROUND_TO_MONTHS:
            years = reach.days >= _ROUND_TO_YEARS
            year, month, _ = day_of(first)
            first = number_of(Day(year, 1 if years else month, 1))
            year, month, _ = day_of(last)
            end = (year + 1, 1) if years else next_month(year, month)
            last = number_of(Day(*end, 1)) - 1
        first = first if reach.first - first < before else reach.first
        found.append(TimeExtent(first, last if last - reach.last < after else reach.last))
    return tuple(found)


def lay_out(reaches: Sequence[TimeExtent], needs: Sequence[float], start: float, length: float, gap: float) -> Scale:
    """A scale over `reaches` from the pixel `start` on, with `gap` pixels for each break between them.

    All days are of one length, but for reaches that would get fewer pixels than they need: these get what they need, as
    far as there is room, and are true to length in themselves.
    """
    room = length - gap * (len(reaches) - 1)
    shares = _shares([reach.days for reach in reaches], needs, room)
    stretches = []
    for reach, share in zip(reaches, shares, strict=True):
        stretches.append(AxisSegment(reach, start, start + share))
        start += share + gap
    return Scale(tuple(stretches))


def _shares(days: Sequence[int], needs: Sequence[float], room: float) -> list[float]:
    if sum(needs) >= room:
        return [need * room / sum(needs) for need in needs]
    shares = [0.0] * len(days)
    free = list(range(len(days)))
    while free:
        rate = room / sum(days[place] for place in free)
        short = [place for place in free if days[place] * rate < needs[place]]
        if not short:
            for place in free:
                shares[place] = days[place] * rate
            break
        for place in short:
            shares[place] = needs[place]
            room -= needs[place]
            free.remove(place)
    return shares
