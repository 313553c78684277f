"""Marks as SVG, along an axis that lies or stands. Colours and dashes are the stylesheet's, by class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from sourcebook.timeline.layout import RADIUS, Marker, Segment, is_cluster
from sourcebook.timeline.scale import Scale

BAR = 7.0


@dataclass(frozen=True, slots=True)
class Axis:
    """A line of time at the pixel `across`: level, or upright. `side` is -1 where lanes lie above or left of it."""

    across: float
    side: int
    upright: bool = False

    def lane(self, number: float, step: float) -> float:
        """The pixel across at which a lane runs; the first one is the axis itself."""
        return self.across + self.side * number * step

    def line(self, start: float, end: float, across: float) -> str:
        """A path along the axis."""
        if self.upright:
            return f"M{px(across)} {px(start)}V{px(end)}"
        return f"M{px(start)} {px(across)}H{px(end)}"


def lines_of(axes: Sequence[Axis], scale: Scale, overhang: float) -> tuple[str, str]:
    """Paths for the axes themselves: along the stretches and a little beyond, and, to be dotted, through the breaks."""
    solid = "".join(
        axis.line(s.start - overhang, s.end + overhang, axis.across) for axis in axes for s in scale.segments
    )
    breaks = scale.breaks()
    dotted = "".join(
        axis.line(b.start + overhang + 4, b.end - overhang - 2, axis.across) for axis in axes for b in breaks
    )
    return solid, dotted


def px(number: float) -> str:
    """A number of pixels, to a tenth."""
    return f"{number:.1f}".removesuffix(".0")


def svg_text(x: float, y: float, words: str, kind: str = "", end: bool = False) -> str:
    """Words that begin, or end, at `x`."""
    attributes = f' class="{kind}"' if kind else ""
    return f'<text{attributes} x="{px(x)}" y="{px(y)}"{_ANCHOR if end else ""}>{escape(words, quote=False)}</text>'


_ANCHOR = ' text-anchor="end"'


def svg_lines(x: float, y: float, lines: tuple[str, ...], step: float, end: bool = False) -> str:
    """Lines of words, the first one at `y`, that begin, or end, at `x`."""
    if len(lines) == 1:
        return svg_text(x, y, lines[0], end=end)
    more = "".join(f'<tspan x="{px(x)}" dy="{px(step)}">{escape(line, quote=False)}</tspan>' for line in lines[1:])
    return f'<text x="{px(x)}" y="{px(y)}"{_ANCHOR if end else ""}>{escape(lines[0], quote=False)}{more}</text>'


def marker_link(mark: Marker, inside: str) -> str:
    """What belongs to a moment, as a link that says in words what the mark says."""
    moment = mark.moment
    title = f"<title>{escape(moment.words, quote=False)}</title>"
    return anchor(moment.href, f'data-id="{escape(moment.id)}"', title + inside)


def anchor(href: str, attributes: str, content: str) -> str:
    """A link in a picture to the address `href`, around `content`; both other arguments are markup.

    SVG 2 writes ``href`` without ``xlink:``. Then the theme's instant navigation, which sets each ``[href]`` of a page
    that it has fetched anew, would set that of a link in a picture, too: it cannot be set, and the page never comes.
    """
    return f'<a xlink:href="{escape(href)}" {attributes}>{content}</a>'


def draw_markers(marks: Sequence[Marker], across: Sequence[float], names: Sequence[str], axis: Axis) -> str:
    """Marks in lanes at the pixels `across`, each a link together with its name as drawn, if it has one.

    Of a crowd those alone that have a name are links. All of it is one path, whose words are the marks, in the order of
    ``data-ids``, so that a script can leave some out.
    """
    items = list(zip(marks, across, names, strict=True))
    if not is_cluster(marks):
        return "".join(marker_link(mark, name + marker_shape(mark, axis, at)) for mark, at, name in items)
    ids = " ".join(mark.moment.id for mark in marks)
    path = " ".join("".join(axis.line(p.start, p.end, at) for p in mark.segments) for mark, at, _ in items)
    named = "".join(marker_link(mark, name + marker_shape(mark, axis, at)) for mark, at, name in items if name)
    return f'<path class="sb-timeline__crowd" data-ids="{escape(ids)}" d="{path}"/>{named}'


def marker_shape(mark: Marker, axis: Axis, across: float) -> str:
    """A mark in the lane at the pixel `across`."""
    extent = mark.extent
    said = {"one-of": extent.one_of, "hedged": extent.hedged, "lasting": extent.lasting}
    classes = " ".join(f"sb-timeline__mark--{name}" for name, is_so in said.items() if is_so)
    kind = f' class="{classes}"' if classes else ""
    joint = ""
    if len(mark.segments) > 1:
        between = pairwise(mark.segments)
        path = "".join(axis.line(_edge(a), b.start - RADIUS * (b.start == b.end), across) for a, b in between)
        joint = f'<path class="sb-timeline__connector" d="{path}"/>'
    return joint + "".join(_piece(piece, axis, across, kind) for piece in mark.segments)


def _edge(piece: Segment) -> float:
    return piece.end + RADIUS * (piece.start == piece.end)


def _piece(piece: Segment, axis: Axis, across: float, kind: str) -> str:
    fading = ""
    edge = RADIUS * (piece.start == piece.end)
    if piece.fade_after:
        fading += axis.line(piece.end + edge, piece.end + edge + piece.fade_after, across)
    if piece.fade_before:
        fading += axis.line(piece.start - edge, piece.start - edge - piece.fade_before, across)
    found = f'<path class="sb-timeline__open-end" d="{fading}"/>' if fading else ""
    if edge:
        x, y = (across, piece.start) if axis.upright else (piece.start, across)
        return f'{found}<circle{kind} cx="{px(x)}" cy="{px(y)}" r="{RADIUS}"/>'
    length = piece.end - piece.start
    x, y, width, height = piece.start, across - BAR / 2, length, BAR
    if axis.upright:
        x, y, width, height = across - BAR / 2, piece.start, BAR, length
    return f'{found}<rect{kind} x="{px(x)}" y="{px(y)}" width="{px(width)}" height="{px(height)}" rx="{BAR / 2}"/>'
