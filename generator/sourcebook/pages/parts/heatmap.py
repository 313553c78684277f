"""A heat map in SVG: records down, sources across, darker where a source names a record more often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from sourcebook.timeline.svg import anchor
from sourcebook.words import say, say_n

_LABEL, _ROW, _COLUMN, _HEAD, _GROUP = 250, 19, 48, 158, 30
_BEYOND = 130  # the last slanted heading reaches so far to the right
_LONGEST_ROW, _LONGEST_COLUMN = 40, 28
_STEPS = (1, 2, 4, 8)


@dataclass(frozen=True, slots=True)
class Band:
    """A group of rows: its heading, and each row's words and way."""

    heading: str
    rows: tuple[tuple[str, str, str], ...]
    """Id, words, address of each row."""


def shade(number: int) -> int:
    """A step from 0 (only cited) to 4 (named eight times or more)."""
    return sum(number >= step for step in _STEPS)


def draw_heatmap(
    bands: Sequence[Band], columns: Sequence[tuple[str, str, str]], cells: Mapping[tuple[str, str], int]
) -> Markup:
    """The picture; `columns` are id, words and address of each source. Silent cells stay empty."""
    height = _HEAD + sum(_GROUP + _ROW * len(band.rows) for band in bands) + 4
    width = _LABEL + _COLUMN * len(columns) + _BEYOND
    parts = [
        f'<svg class="sb-heatmap" direction="ltr" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'aria-hidden="true">'
    ]
    for number, (_, words, address) in enumerate(columns):
        x = _LABEL + _COLUMN * number + _COLUMN / 2
        text = escape(_cut(words, _LONGEST_COLUMN))
        place = f"translate({x:.0f} {_HEAD - 8}) rotate(-48)"
        parts.append(anchor(address, 'tabindex="-1"', f'<text transform="{place}">{text}</text>'))
    y = _HEAD
    for band in bands:
        parts.append(f'<text class="sb-heatmap__group" x="0" y="{y + 20}">{escape(band.heading)}</text>')
        y += _GROUP
        for row, words, address in band.rows:
            text = escape(_cut(words, _LONGEST_ROW))
            label = f'<text x="{_LABEL - 8}" y="{y + 14}" text-anchor="end">{text}</text>'
            parts.append(
                anchor(address, 'tabindex="-1"', label)
                + f'<path class="sb-heatmap__line" d="M{_LABEL} {y + _ROW}h{_COLUMN * len(columns)}"/>'
            )
            for number, (column, title, _) in enumerate(columns):
                if (found := cells.get((row, column))) is not None:
                    said = _said(found, words, title)
                    parts.append(
                        f'<rect class="sb-heatmap__cell--{shade(found)}" '
                        f'x="{_LABEL + _COLUMN * number + 1}" y="{y + 1}" '
                        f'width="{_COLUMN - 2}" height="{_ROW - 2}"><title>{said}</title></rect>'
                    )
            y += _ROW
    parts.append("</svg>")
    return Markup("".join(parts))


def _said(found: int, words: str, title: str) -> Markup:
    values = {"record": words, "source": title}
    if found:
        return escape(
            say_n(
                "%(record)s: named once in %(source)s",
                "%(record)s: named %(number)s times in %(source)s",
                found,
                **values,
            )
        )
    return escape(say("%(record)s: cited in %(source)s", **values))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
