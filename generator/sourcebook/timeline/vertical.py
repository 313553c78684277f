"""The timeline that stands, for phones: time runs down, what was published on the left, what happened on the right."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from html import escape

from sourcebook.model.dates import Day
from sourcebook.timeline.days import number_of
from sourcebook.timeline.labels import place_beside
from sourcebook.timeline.layout import (
    FADE_LENGTH,
    RADIUS,
    Marker,
    Moment,
    Track,
    assign_lanes,
    days_within,
    make_marker,
    on_the_axis,
    open_ends,
    time_extents_of,
)
from sourcebook.timeline.scale import Scale, TimeExtent, lay_out
from sourcebook.timeline.span import Extent
from sourcebook.timeline.svg import Axis, draw_markers, lines_of, px, svg_lines, svg_text
from sourcebook.timeline.text_metrics import wrap_text
from sourcebook.timeline.ticks import ticks
from sourcebook.words import say

WIDTH = 360
"""The width of the picture in pixels: that of a small phone without its margins."""
_FONT, _LINE, _APART, _LINES = 13.0, 16.0, 8.0, 3
_PUBLISHED, _HAPPENED = 30.0, 124.0  # pixels from the left to the axes
_ERA = 28.0  # pixels that the axis moves for “29 Mar 2001 BC” to stand beside it
_TOP, _OVERHANG, _GAP = 34.0, 12.0, 64.0
_DAY, _LEAST, _MOST = 13.0, 160.0, 1900.0  # pixels that a day wants, and of the whole picture
_STEP, _MOST_LANES = 12.0, 60.0
_FEW, _FAR = 24, 48.0  # names that are all shown, and how far from their marks those of more may be


@lru_cache(maxsize=512)
def draw_vertical(moments: tuple[Moment, ...]) -> str:
    """An SVG of the moments; empty where no date is known. The same moments, the same picture.

    Every moment with a date has a mark, which is a link. What happened has its names beside it, as far as there is
    room; sources are named by the list that goes with the picture.
    """
    found = on_the_axis(moments)
    if not found:
        return ""
    happened = [item for item in found if item[0].track is Track.HAPPENED] or found
    both = len(happened) < len(found)
    axis_at = _HAPPENED if both else _HAPPENED - 22
    if found[0][1].first < number_of(Day(1, 1, 1)):
        axis_at += _ERA
    reaches = time_extents_of(found)
    guess = [_height(wrap_text(m.label, _FONT, *_room(axis_at, 2), _LINES)) for m, _ in happened]
    needs = [_need(reach, found, happened, guess) for reach in reaches]
    before, after = open_ends(found)
    pad = _TOP + (FADE_LENGTH if before else 0) + _OVERHANG
    end = 6 + (FADE_LENGTH if after else _OVERHANG)
    length = max(_LEAST, min(_MOST, sum(needs) + _GAP * (len(reaches) - 1)))
    scale = lay_out(reaches, needs, pad, length, _GAP)
    height = pad + length + end
    right = Axis(axis_at, 1, upright=True)
    left = Axis(_PUBLISHED, -1, upright=True)
    name = say("What happened when") if happened is not found else say("What was published when")
    parts = [
        f'<svg class="sb-timeline__vertical" direction="ltr" viewBox="0 0 {WIDTH} {px(height)}" role="group" '
        f'aria-label="{escape(name)}">',
        _frame(scale, axis_at, both),
        _events(happened, scale, right, height),
    ]
    if both:
        parts.append(_sources([item for item in found if item[0].track is Track.PUBLISHED], scale, left, height))
    parts.append("</svg>")
    return "".join(parts)


def _room(axis_at: float, many: int) -> tuple[float, float]:
    """How long a name may be beside so many lanes: twice, as for `lines`."""
    room = WIDTH - axis_at - 2 * RADIUS - 14 - (many - 1) * _STEP
    return room, room


def _height(words: tuple[str, ...]) -> float:
    return len(words) * _LINE + _APART


def _need(
    reach: TimeExtent,
    found: Sequence[tuple[Moment, Extent]],
    happened: Sequence[tuple[Moment, Extent]],
    heights: Sequence[float],
) -> float:
    names = sum(h for (_, e), h in zip(happened, heights, strict=True) if reach.first <= e.first <= reach.last)
    return max(30.0, names * 1.25, _DAY * days_within(found, reach))


def _events(found: Sequence[tuple[Moment, Extent]], scale: Scale, axis: Axis, height: float) -> str:
    marks = [make_marker(moment, extent, scale, _TOP, height) for moment, extent in found]
    lane, many = assign_lanes(marks)
    step = min(_STEP, _MOST_LANES / max(1, many))
    start = axis.across + (many - 1) * step + RADIUS + 14
    words = [wrap_text(m.moment.label, _FONT, WIDTH - start, WIDTH - start, _LINES) for m in marks]
    at = _places(marks, [_height(lines_) for lines_ in words], height)
    across = [axis.lane(number, step) for number in lane]
    names = [_name(one, across[n], start, words[n], at[n]) if n in at else "" for n, one in enumerate(marks)]
    return f'<g class="sb-timeline__marks--{found[0][0].track.value}">{draw_markers(marks, across, names, axis)}</g>'


def _places(marks: Sequence[Marker], heights: Sequence[float], height: float) -> dict[int, float]:
    """The middles of the names that find room not far from their marks, by number. Few names find it always."""
    order = sorted(range(len(marks)), key=lambda n: (marks[n].anchor, n))
    if len(order) > _FEW or sum(heights) > height - _TOP:
        order = _near(marks, heights, order, height)
    middles = place_beside([marks[n].anchor for n in order], [heights[n] for n in order], _TOP, height)
    return dict(zip(order, middles, strict=True))


def _near(marks: Sequence[Marker], heights: Sequence[float], order: Sequence[int], height: float) -> list[int]:
    """The names that find room near their marks, those of most weight first, without changing their order."""
    rank = {n: place for place, n in enumerate(order)}
    taken: list[tuple[int, float, float]] = []  # rank, top and bottom of a name, in order
    for n in sorted(order, key=lambda n: (-marks[n].moment.weight, rank[n])):
        place = bisect_left(taken, (rank[n],))
        above = taken[place - 1][2] if place else _TOP
        below = taken[place][1] if place < len(taken) else height
        top = min(max(marks[n].anchor - heights[n] / 2, above), below - heights[n])
        if top >= above and abs(top + heights[n] / 2 - marks[n].anchor) <= _FAR:
            taken.insert(place, (rank[n], top, top + heights[n]))
    return [order[place] for place, _, _ in taken]


def _name(one: Marker, across: float, start: float, words: tuple[str, ...], middle: float) -> str:
    from_x, to_x = across + RADIUS + 2, start - 4
    pole = f'<path class="sb-timeline__leader" d="M{px(from_x)} {px(one.anchor)}L{px(to_x)} {px(middle)}"/>'
    return pole + svg_lines(start, middle - (len(words) - 1) * _LINE / 2 + _FONT * 0.36, words, _LINE)


def _sources(found: Sequence[tuple[Moment, Extent]], scale: Scale, axis: Axis, height: float) -> str:
    marks = [make_marker(moment, extent, scale, _TOP, height) for moment, extent in found]
    lane, many = assign_lanes(marks)
    step = min(_STEP, (_PUBLISHED - RADIUS - 2) / max(1, many - 1))
    across = [axis.lane(number, step) for number in lane]
    return f'<g class="sb-timeline__marks--published">{draw_markers(marks, across, [""] * len(marks), axis)}</g>'


def _frame(scale: Scale, axis_at: float, both: bool) -> str:
    """The axes, their breaks, and the words of the scale to the left of the right one."""
    levels = (_PUBLISHED, axis_at) if both else (axis_at,)
    solid, dotted = lines_of([Axis(x, 1, upright=True) for x in levels], scale, _OVERHANG)
    words = axis_at - 12
    parts = [f'<path class="sb-timeline__axis" d="{solid}"/>']
    if both:
        parts.append(svg_text(0, 12, Track.PUBLISHED.words, "sb-timeline__track"))
        parts.append(svg_text(axis_at - 4, 12, Track.HAPPENED.words, "sb-timeline__track"))
    if dotted:
        parts.append(f'<path class="sb-timeline__break" d="{dotted}"/>')
        parts += [
            svg_text(words, (b.start + b.end) / 2 + 4, b.words, "sb-timeline__gap", end=True) for b in scale.breaks()
        ]
    lines_: list[str] = []
    known = 0.0
    for stretch in scale.segments:
        for tick in ticks(stretch, 18, 20, 22):
            y = tick.at + (4 if tick.is_day else 12)
            lines_.append(f"M{px(axis_at - 8)} {px(tick.at)}h{4 if tick.is_day else 8}")
            label = " ".join(filter(None, (tick.label, tick.context)))
            if y > known + 13:
                kind = "sb-timeline__year" if tick.context else "sb-timeline__day"
                parts.append(svg_text(words, y, label, kind, end=True))
                known = y
    parts.insert(1, f'<path class="sb-timeline__tick" d="{"".join(lines_)}"/>')
    return "".join(parts)
