"""What timelines show, and where it comes to lie along a scale: dots, bars, open ends, in lanes that do not overlap."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from sourcebook.model.dates import Edtf
from sourcebook.timeline.labels import is_unoccupied
from sourcebook.timeline.scale import Scale, TimeExtent, collapse_gaps
from sourcebook.timeline.span import Extent, Span, extent_of
from sourcebook.words import say

RADIUS = 4.5
CLUSTER_SIZE = 400
"""More marks than these on one axis cannot be told apart: they are drawn small, and as one."""
FADE_LENGTH = 40.0
"""Pixels of the end of a bar that fades out, as nothing says how far it goes."""
_ROOM = 2.0  # pixels beside a mark that are its own


class Track(Enum):
    """The two axes: what happened, and what was published."""

    HAPPENED = "happened"
    PUBLISHED = "published"

    @property
    def words(self) -> str:
        """What is written on the axis."""
        return say("Happened") if self is Track.HAPPENED else say("Published")


@dataclass(frozen=True, slots=True)
class Moment:
    """Something to show: its id and address, a short name for the picture, its date, and the words for its kind.

    `title` is what it is called in full where that says more than the label. Where there is no room for every name,
    those of most `weight` come first.
    """

    id: str
    label: str
    date: Edtf | None
    href: str
    track: Track = Track.HAPPENED
    kind: str = ""
    title: str = ""
    weight: int = 0

    @property
    def words(self) -> str:
        """Its date, its kind and its name: what a pointer or a screen reader is told."""
        date = self.date.in_words if self.date else say("date not known")
        return " · ".join(filter(None, (date, self.kind, self.title or self.label)))


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a mark, by pixels along the axis: a dot where both are one, else a bar. Either end may fade out."""

    start: float
    end: float
    fade_before: float = 0.0
    fade_after: float = 0.0


@dataclass(frozen=True, slots=True)
class Marker:
    """A moment on a scale: its pieces, how far it reaches along the axis, and where its name is tied to it."""

    moment: Moment
    extent: Extent
    segments: tuple[Segment, ...]
    low: float
    high: float
    anchor: float

    @property
    def is_dot(self) -> bool:
        """Whether it is one dot and no more."""
        return len(self.segments) == 1 and self.high - self.low <= 2 * RADIUS


def on_the_axis(moments: Iterable[Moment]) -> list[tuple[Moment, Extent]]:
    """The moments whose date is known enough to be drawn, in order of time, each with what its date covers."""
    found = [(m, extent) for m in moments if m.date and (extent := extent_of(m.date))]
    return sorted(found, key=lambda item: (item[1].first, item[1].last, item[0].label, item[0].id))


def open_ends(found: Sequence[tuple[Moment, Extent]]) -> tuple[bool, bool]:
    """Whether any moment goes on before its beginning, and whether any goes on after its end."""
    spans = [span for _, extent in found for span in extent.spans]
    return any(span.opens_before for span in spans), any(span.opens_after for span in spans)


def time_extents_of(found: Sequence[tuple[Moment, Extent]], most: int = 6) -> tuple[TimeExtent, ...]:
    """The stretches of time that moments lie in, with at most so many breaks between them."""
    return collapse_gaps((extent for _, extent in found), most)


def days_within(found: Sequence[tuple[Moment, Extent]], reach: TimeExtent) -> int:
    """On how many days of a stretch something begins or ends."""
    ends = {end for _, extent in found for span in extent.spans for end in (span.first, span.last)}
    return sum(1 for end in ends if reach.first <= end <= reach.last)


def make_marker(moment: Moment, extent: Extent, scale: Scale, low: float, high: float) -> Marker:
    """Where a moment comes to lie on a scale whose picture goes from the pixel `low` to `high`."""
    pieces = tuple(_piece(span, scale, low, high) for span in extent.spans)
    first, last = min(p.start for p in pieces), max(p.end for p in pieces)
    one = pieces[0]
    if len(pieces) > 1 or last - first < 12 * RADIUS:
        anchor = one.start if len(pieces) > 1 else (first + last) / 2
    else:
        anchor = last - RADIUS if extent.spans[0].opens_before else first + RADIUS
    return Marker(
        moment,
        extent,
        pieces,
        min(p.start - max(RADIUS * (p.start == p.end), p.fade_before) for p in pieces),
        max(p.end + max(RADIUS * (p.start == p.end), p.fade_after) for p in pieces),
        anchor,
    )


def _piece(span: Span, scale: Scale, low: float, high: float) -> Segment:
    if span.first == span.last:
        start = end = scale.middle(span.first)
    else:
        start, end = scale.at(span.first), scale.at(span.last + 1)
        if end - start < 2 * RADIUS:  # a month among decades is still something to see
            start, end = (start + end) / 2 - RADIUS, (start + end) / 2 + RADIUS
    before = min(FADE_LENGTH, start - low) if span.opens_before else 0.0
    after = min(FADE_LENGTH, high - end) if span.opens_after else 0.0
    return Segment(start, end, max(0.0, before), max(0.0, after))


def is_cluster(marks: Sequence[Marker]) -> bool:
    """Whether so many marks on one axis are drawn as a crowd."""
    return len(marks) > CLUSTER_SIZE


def assign_lanes(marks: Sequence[Marker]) -> tuple[list[int], int]:
    """A lane for each mark, so that no two in one lane overlap, and how many there are; dots nearest to the axis."""
    crowded = is_cluster(marks)
    order = sorted(range(len(marks)), key=lambda n: (not marks[n].is_dot, marks[n].high - marks[n].low, n))
    taken: list[list[tuple[float, float]]] = []
    found = [0] * len(marks)
    for n in order:
        low, high = marks[n].low - _ROOM, marks[n].high + _ROOM
        if crowded:  # of which dots are small, and nothing fades
            low = min(piece.start for piece in marks[n].segments) - _ROOM
            high = max(piece.end for piece in marks[n].segments) + _ROOM
        lane = next((lane for lane, others in enumerate(taken) if is_unoccupied(others, low, high)), len(taken))
        if lane == len(taken):
            taken.append([])
        insort(taken[lane], (low, high))
        found[n] = lane
    return found, len(taken)
