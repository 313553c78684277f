"""A chart of build times in SVG: one panel for each size of corpus, a bar for each contestant."""

from __future__ import annotations

from html import escape

from contestants import CHANGED, COLD, HUGO, NAMES, PLAIN, UNCHANGED
from figures import Figures, spread

# As wide as a phone's column nearly is, so that words are not made small there.
_WIDTH, _FOR_VALUES, _HEAD, _ROW, _BAR, _GAP = 440, 62, 30, 33, 11, 16
_OURS = 'fill="var(--sb-accent, currentColor)"'
_FILLS = {
    COLD: _OURS,
    UNCHANGED: f'{_OURS} fill-opacity=".65"',
    CHANGED: f'{_OURS} fill-opacity=".65"',
    HUGO: 'fill="currentColor" fill-opacity=".55"',
    PLAIN: 'fill="currentColor" fill-opacity=".55"',
}
"""The theme's own colours, so that the chart suits both schemes; a strict policy for content allows no styles here."""
_ORDER = (COLD, UNCHANGED, CHANGED, HUGO, PLAIN)


def draw(figures: Figures) -> str:
    """The chart, on one line. Each panel has a scale of its own: the smallest corpus would be a row of dots else."""
    parts: list[str] = []
    y = 0
    for size, series in sorted(figures.builds.items()):
        found = {key: one for key in _ORDER if key in series and (one := spread(series[key].wall))}
        longest = max(one.high for one in found.values())
        scale = (_WIDTH - _FOR_VALUES) / longest
        parts.append(f'<text x="0" y="{y + 16}" font-weight="700" fill="currentColor">{size:,} documents</text>')
        y += _HEAD
        for key, one in found.items():
            end, middle = one.median * scale, y + 17 + _BAR / 2
            parts.append(
                f'<text x="0" y="{y + 12}" font-size="13" fill="currentColor">{escape(NAMES[key])}</text>'
                f'<rect {_FILLS[key]} x="0" y="{y + 17}" width="{end:.1f}" height="{_BAR}"/>'
                f'<path stroke="currentColor" stroke-width="1.5" d="M{one.low * scale:.1f} {middle:g}H'
                f'{one.high * scale:.1f}"/>'
                f'<text x="{max(end, one.high * scale) + 6:.1f}" y="{middle + 4.5:g}" font-size="13" '
                f'fill="currentColor">{seconds(one.median)}</text>'
            )
            y += _ROW
        y += _GAP
    sizes = ", ".join(f"{size:,}" for size in sorted(figures.builds))
    label = f"Bar chart: seconds that each generator takes to build {sizes} documents. The tables below say the same."
    return (
        f'<svg viewBox="0 0 {_WIDTH} {y - _GAP}" width="{_WIDTH}" height="{y - _GAP}" font-size="15" role="img" '
        f'aria-label="{label}">{"".join(parts)}</svg>'
    )


def seconds(value: float) -> str:
    """As exactly as matters: 0.84 s, 8.4 s, 84 s."""
    return f"{value:.2f} s" if value < 1 else f"{value:.1f} s" if value < 60 else f"{value:.0f} s"
