"""The figures for people: lines for a terminal, and Markdown for the guide."""

from __future__ import annotations

from chart import draw
from contestants import COLD, HUGO, NAMES, PLAIN
from figures import Figures, Series, Spread, spread
from verdicts import Verdict, verdicts

BEGIN, END = "<!-- figures -->", "<!-- /figures -->"
_SERVERS = {COLD: "Sourcebook", HUGO: "Hugo’s server", PLAIN: NAMES[PLAIN]}


def terminal(figures: Figures) -> str:
    """All figures as lines of text."""
    lines: list[str] = []
    for size, series in sorted(figures.builds.items()):
        lines += ["", f"{size:,} documents".ljust(32) + "".join(head.ljust(22) for head in _COLUMNS)]
        lines += [NAMES[key].ljust(32) + "".join(cell.ljust(22) for cell in _row(one)) for key, one in series.items()]
    lines.append("")
    lines += [f"{one.what.ljust(64)}{_found(one).ljust(26)}{_judged(one)}" for one in verdicts(figures)]
    return "\n".join(lines)


def markdown(figures: Figures) -> str:
    """The guide's part: a chart, what was promised, and the tables."""
    parts = [
        f"<figure>{draw(figures)}<figcaption><small>Seconds for one build: the median, and a thin line from the "
        "fastest to the slowest run. Each size has a scale of its own.</small></figcaption></figure>",
        "### What is promised",
        _table(
            ("", "Found", "At most"),
            [(one.what, _found(one), _judged(one)) for one in verdicts(figures)],
        ),
    ]
    for size, series in sorted(figures.builds.items()):
        rows = [(NAMES[key], *_row(one)) for key, one in series.items()]
        parts += [f"### {size:,} documents", _table(("", *_COLUMNS), rows)]
    if figures.serve:
        parts.append("### Previews")
        rows = [("Sourcebook, this site’s own corpus", *_edits(figures.serve_own))] if figures.serve_own else []
        for size, times in sorted(figures.serve.items()):
            rows += [(f"{_SERVERS[key]}, {size:,} documents", *_edits(times[key])) for key in times]
        parts.append(_table(("", "From saving to served", "Edits"), rows))
    parts.append(_circumstances(figures))
    return "\n\n".join(parts)


def put_into(page: str, part: str) -> str:
    """The guide's page with `part` between its two marks. Raises ValueError where they are not there once each."""
    if page.count(BEGIN) != 1 or page.count(END) != 1 or page.index(BEGIN) > page.index(END):
        raise ValueError(f"the page needs {BEGIN} and, after it, {END}, once each")
    before, after = page.partition(BEGIN)[0], page.partition(END)[2]
    return f"{before}{BEGIN}\n\n{part}\n\n{END}{after}"


_COLUMNS = ("Wall s", "CPU s", "Peak memory MB", "Site MB", "Pages")


def _row(one: Series) -> tuple[str, ...]:
    wall, cpu, memory = spread(one.wall), spread(one.cpu), spread(one.memory)
    return _number(wall, 2), _number(cpu, 2), _number(memory, 0), f"{one.megabytes:.1f}", f"{one.pages:,}"


def _edits(times: list[float]) -> tuple[str, str]:
    return f"{_number(spread(times), 2)} s" if times else "not measured", str(len(times))


def _number(found: Spread | None, digits: int) -> str:
    """The median, and the range where there is one."""
    if found is None:
        return "–"
    one, low, high = (f"{value:,.{digits}f}" for value in (found.median, found.low, found.high))
    return one if low == high else f"{one} ({low}–{high})"


def _found(one: Verdict) -> str:
    if one.found is None:
        return "not measured"
    return f"{_number(one.found, _digits(one))} {one.unit}".rstrip()


def _judged(one: Verdict) -> str:
    """The bound, and whether it is kept: in one cell, as phones are narrow."""
    if one.bound is None:
        return ""
    bound = f"{'under ' if one.below else ''}{one.bound:.{_digits(one)}f} {one.unit}".rstrip()
    return bound + {True: ": kept", False: ": **not kept**", None: ""}[one.met]


def _digits(one: Verdict) -> int:
    return 0 if one.unit in ("MB", "KB") else 2


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Without alignment: it would become ``style=`` attributes."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _circumstances(figures: Figures) -> str:
    """One sentence on what the figures were taken with."""
    versions = ", ".join(f"{name} {version}" for name, version in figures.versions.items())
    cores, memory = figures.machine.get("cores", 0), figures.machine.get("memory_gb", 0)
    search = "its own search" if figures.search == "pagefind" else "the theme’s search"
    times = "once" if figures.runs == 1 else f"{figures.runs} times each"
    return (
        f"Built {times}, by turns, on {cores:.0f} cores with {memory:.0f} GB of memory: {versions}. "
        f"Sourcebook was built with {search}. Where several values were taken, it is the median, with the "
        "smallest and the largest; ratios are taken within one run."
    )
