"""The timeline that lies: what happened above, what was published below, one scale between them.

It is meant for columns of about its own width; `upright.draw` is the same for phones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape

from sourcebook.model.date_words import lone_year
from sourcebook.model.dates import Edtf
from sourcebook.timeline.days import day_of
from sourcebook.timeline.labels import UNIT, LabelText, PointLabel, place_labels
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
from sourcebook.timeline.span import Extent, extent_of
from sourcebook.timeline.svg import Axis, draw_markers, lines_of, marker_shape, px, svg_lines, svg_text
from sourcebook.timeline.text_metrics import text_width, wrap_text
from sourcebook.timeline.ticks import Tick, ticks
from sourcebook.words import say, to_be_said

WHOLE, SMALL = 1040, 720
"""The widths, in pixels, of a picture for a whole page, and of one for a page that has a box at its side."""
FONT, SMALL_FONT = 12.5, 11.5
_LINE = 14.0
_GUTTER, _EDGE, _OVERHANG, _GAP = 84.0, 16.0, 10.0, 84.0
_BAND = 50.0  # pixels between the axes, for the scale
_STEP, _MOST_LANES = 12.0, 150.0  # pixels from lane to lane, and of all lanes together
_WIDE, _NARROW = (165.0, 140.0, 3), (120.0, 100.0, 5)
"""A name up to so long stays on one line; else its lines are up to so long, and so many."""
_TRIES = ((_EDGE, _WIDE), (110.0, _WIDE), (180.0, _WIDE), (_EDGE, _NARROW), (110.0, _NARROW))
"""Until all names find room without making the picture high: the pixels left on the right, and the shape of names."""
_GOOD = 0, 260.0
_FEW = 40  # moments for which all of that is tried
_UNITS = {WHOLE: (36, 12), SMALL: (36, 9)}  # of names above and below
_BREAKS = {WHOLE: 5, SMALL: 3}  # no more than leave room for the stretches between them
_LEAST, _DAY = 64.0, 32.0  # pixels that a stretch wants, and each day in it on which something happens


@lru_cache(maxsize=512)
def draw_horizontal(moments: tuple[Moment, ...], size: int = WHOLE) -> str:
    """An SVG of the moments, `size` pixels wide; empty where no date is known. The same moments, the same picture.

    Every moment with a date has a mark, which is a link; names that find no room are left out.
    """
    found = on_the_axis(moments)
    if not found:
        return ""
    tracks = [track for track in Track if any(moment.track is track for moment, _ in found)]
    both = len(tracks) == 2
    before, after = open_ends(found)
    left = (_GUTTER if both else _EDGE) + (FADE_LENGTH if before else _OVERHANG)
    tail = FADE_LENGTH - _OVERHANG if after else 0
    reaches = time_extents_of(found, _BREAKS.get(size, _BREAKS[SMALL]))
    needs = [_LEAST + _DAY * days_within(found, reach) for reach in reaches]
    units = _UNITS.get(size, _UNITS[SMALL])
    tries: list[tuple[Scale, dict[Track, _Row]]] = []
    for edge, form in _TRIES if len(found) <= _FEW else _TRIES[:1]:
        if tries and size - edge - tail - left < len(reaches) * (_LEAST + _GAP):
            continue
        scale = lay_out(reaches, needs, left, size - edge - tail - left, _GAP)
        tries.append((scale, {t: _Row(found, t, scale, size, units[t is Track.PUBLISHED], form) for t in tracks}))
        if _worth(tries[-1][1]) <= _GOOD:
            break
    scale, rows = min(tries, key=lambda one: _worth(one[1]))
    top = rows[tracks[0]].height
    lower = top + _BAND if both else top
    height = lower + (rows[Track.PUBLISHED].height if both else _BAND - 8)
    name = escape(say(_NAMES[tuple(tracks)]))
    parts = [
        f'<svg class="sb-timeline__horizontal" direction="ltr" viewBox="0 0 {size} {px(height)}" role="group" '
        f'aria-label="{name}">',
        _frame(scale, top, size, both),
    ]
    for track in tracks:
        parts.append(rows[track].svg(top if track is tracks[0] else lower, track, both))
    parts.append("</svg>")
    return "".join(parts)


def _worth(rows: Mapping[Track, _Row]) -> tuple[int, float]:
    """What is to be as little as can be: how many names found no room, and how high the picture is."""
    return sum(row.flags.count(None) for row in rows.values()), sum(row.height for row in rows.values())


_NAMES = {
    (Track.HAPPENED,): to_be_said("What happened when"),
    (Track.PUBLISHED,): to_be_said("What was published when"),
    (Track.HAPPENED, Track.PUBLISHED): to_be_said("What happened when, and what was published when"),
}


class _Row:
    """One axis with its marks and names."""

    def __init__(
        self,
        found: Sequence[tuple[Moment, Extent]],
        track: Track,
        scale: Scale,
        size: int,
        units: int,
        form: tuple[float, float, int],
    ) -> None:
        ends = 2.0, size - 2.0
        self.marks = [make_marker(moment, extent, scale, *ends) for moment, extent in found if moment.track is track]
        self.lanes, many = assign_lanes(self.marks)
        self.step = min(_STEP, _MOST_LANES / max(1, many))
        self.words = [wrap_text(m.moment.label, FONT, *form) for m in self.marks]
        names = [
            LabelText(m.anchor, max(text_width(line, FONT) for line in words), len(words), m.moment.weight)
            for m, words in zip(self.marks, self.words, strict=True)
        ]
        self.flags, above = place_labels(names, *ends, units)
        self.clear = (many - 1) * self.step + RADIUS + 9  # from the axis to the names
        self.height = self.clear + above * UNIT + 6

    def svg(self, across: float, track: Track, both: bool) -> str:
        """The marks and names, on the axis at the pixel `across` from above."""
        axis = Axis(across, 1 if track is Track.PUBLISHED and both else -1)
        parts = [f'<g class="sb-timeline__marks--{track.value}">']
        if both:
            parts.append(svg_text(0, across + 4, track.words, "sb-timeline__track"))
        at = [axis.lane(lane, self.step) for lane in self.lanes]
        names = [
            self._name(one, axis, where, words, flag) if flag else ""
            for one, where, words, flag in zip(self.marks, at, self.words, self.flags, strict=True)
        ]
        parts += [draw_markers(self.marks, at, names, axis), "</g>"]
        return "".join(parts)

    def _name(self, one: Marker, axis: Axis, at: float, words: tuple[str, ...], flag: PointLabel) -> str:
        near = axis.across + axis.side * (self.clear + flag.row * UNIT)
        far = near + axis.side * (flag.units * UNIT - 7)
        first = far + 11 if axis.side < 0 else near + 11
        x = flag.end if flag.to_the_left else flag.start
        pole = f'<path class="sb-timeline__leader" d="M{px(one.anchor)} {px(at + axis.side * RADIUS)}V{px(far)}"/>'
        return pole + svg_lines(x, first, words, _LINE, flag.to_the_left)


def _frame(scale: Scale, top: float, size: int, both: bool) -> str:
    """The axes, their breaks and the marks of the scale."""
    levels = (top, top + _BAND) if both else (top,)
    solid, dotted = lines_of([Axis(y, -1) for y in levels], scale, _OVERHANG)
    parts = [f'<path class="sb-timeline__axis" d="{solid}"/>']
    if dotted:
        parts.append(f'<path class="sb-timeline__break" d="{dotted}"/>')
        parts += [
            f'<text class="sb-timeline__gap" x="{px((b.start + b.end) / 2)}" y="{px(top + 18)}">'
            f"{escape(b.words)}</text>"
            for b in scale.breaks()
        ]
    marks: list[str] = []
    known = 0.0
    for place, stretch in enumerate(scale.segments):
        after = scale.segments[place + 1].start if place + 1 < len(scale.segments) else size
        # Years before our era are longer words than others.
        years = max(42.0, 13 + text_width(lone_year(day_of(stretch.extent.first).year), SMALL_FONT))
        for tick in ticks(stretch, 21, 34, years):
            drawn, words, known = _tick(tick, top, known, stretch.end + 4, after)
            marks.append(drawn)
            parts += words
    parts.insert(1, f'<path class="sb-timeline__tick" d="{"".join(marks)}"/>')
    return "".join(parts)


def _tick(tick: Tick, top: float, known: float, end: float, after: float) -> tuple[str, list[str], float]:
    """A mark's line, its words, and how far the words of months and years now reach."""
    parts: list[str] = []
    if tick.is_day:
        drawn, start = f"M{px(tick.at)} {px(top + 3)}v4", tick.at - text_width(tick.label, SMALL_FONT) / 2
        parts.append(f'<text class="sb-timeline__day" x="{px(tick.at)}" y="{px(top + 18)}">{escape(tick.label)}</text>')
    else:
        drawn, start = f"M{px(tick.at)} {px(top)}v18", tick.at + 4
        if start + text_width(tick.label, SMALL_FONT) < end:
            parts.append(svg_text(start, top + 18, tick.label, "sb-timeline__day sb-timeline__day--start"))
    long = text_width(tick.context, SMALL_FONT) * 1.1  # it is bold
    start = min(start, after - long - 2)
    if tick.context and start > known + 8:
        parts.append(svg_text(start, top + 35, tick.context, "sb-timeline__year"))
        known = start + long
    return drawn, parts, known


_SAMPLE = 48, 16


def sample(date: Edtf, track: Track) -> str:
    """A small SVG of how a date is drawn, for a legend; it says nothing by itself."""
    extent = extent_of(date)
    if extent is None:
        return ""
    size, height = _SAMPLE
    scale = lay_out((TimeExtent(extent.first, extent.last),), [0.0], 8, size - 16, 0)
    one = make_marker(Moment("", "", date, "", track), extent, scale, 0, size)
    drawn = marker_shape(one, Axis(height / 2, -1), height / 2)
    return (
        f'<svg class="sb-legend__sample" viewBox="0 0 {size} {height}" width="{size}" height="{height}" '
        'aria-hidden="true">'
        f'<g class="sb-timeline__marks--{track.value}">{drawn}</g></svg>'
    )
