"""Speed, as ratios within one run: Sourcebook, plain MkDocs with Material, and Hugo with Pagefind, over one text.

usage: python benchmarks/bench.py [--documents 200,1000,5000] [--runs 5] [--quick] [--only builds,serve] [--write]

Whole processes, by turns, so that a noisy machine is noisy for all. Then previews, what a search weighs in a browser,
and parts of Sourcebook by themselves. Writes benchmarks/results/bench.json, and with --write the guide's page.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import sys
import tempfile
import time
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from browser import NotMeasuredError, search_weight
from contestants import NAMES, PLAIN, Contestant, contestants, hugo_binary, knows_search, pagefind_binary
from corpus import make
from figures import Figures, Series
from map_page import map_pages
from measure import look, run
from parts import measure_parts
from report import markdown, put_into, terminal
from serving import SHOWN_SECONDS, NotServedError, Preview, TooSlowError, at_scale, own_corpus, watch
from verdicts import verdicts
from writers import write_records

PROJECT = Path(__file__).parent.parent
RESULTS = PROJECT / "benchmarks" / "results" / "bench.json"
GUIDE = PROJECT / "docs" / "guide" / "speed.md"
STAGES = ("builds", "search", "serve", "parts")
FULL, QUICK = [200, 1000, 5000], [50, 200]
EDITS, SLOW_EDITS = 8, 2
"""How often a file is saved; plain MkDocs builds all anew each time, which at 5,000 documents takes its while."""


def build_all(figures: Figures, sizes: list[int], root: Path) -> None:
    """Run 1 of every contestant at every size, then run 2, …; what they leave stays in `root`."""
    made = {size: make(size) for size in sizes}
    everyone = {size: contestants(made[size], root / str(size), figures.search == "pagefind") for size in sizes}
    figures.builds = {size: {one.key: Series() for one in everyone[size]} for size in sizes}
    for one in everyone[sizes[0]]:  # not counted: whoever comes first would wait for the disk for all
        _build(one, 0, Series())
    for number in range(figures.runs):
        for size in sizes:
            for one in everyone[size]:
                _build(one, number, figures.builds[size][one.key])
                wall = figures.builds[size][one.key].wall[-1]
                print(f"  run {number + 1}: {size:>6,} documents  {NAMES[one.key]:32}{wall:7.2f} s", flush=True)
    for size in sizes:
        weights = [page.stat().st_size / 1000 for page in _site(root, size).glob("sources/*/index.html")]
        figures.source_pages_kb[size] = (max(weights), statistics.median(weights))


def _build(one: Contestant, number: int, series: Series) -> None:
    one.prepare(number)
    os.sync()  # what the one before still has to write is not this one's business
    used = run(one.commands, one.root)
    one.check(number)
    found = look(one.site)
    series.wall.append(used.wall)
    series.cpu.append(used.cpu)
    series.memory.append(used.memory)
    series.megabytes, series.pages = found.megabytes, found.pages


def weigh_search(figures: Figures, size: int, root: Path) -> None:
    """What searching weighs on Sourcebook's site of `size` documents, which is built if it is not there."""
    made = make(size)
    site = _site(root, size)
    if not site.is_dir():
        cold = contestants(made, root / str(size), figures.search == "pagefind")[0]
        run(cold.commands, cold.root)
    names = [profile.name for profile in made.profiles]
    try:
        found = search_weight(site, names[len(names) // 2], names[len(names) // 3])
    except NotMeasuredError as problem:
        figures.search_missing = str(problem)
        print(f"  search: not measured: {problem}", flush=True)
    else:
        figures.search_kb[size] = (found.first_kb, found.next_kb)
        print(f"  search: {found.first_kb:.0f} KB, then {found.next_kb:.0f} KB", flush=True)


def preview_all(figures: Figures, size: int, root: Path, quick: bool) -> None:
    """Edits of the project's own corpus; and of the made-up one, where there is time, with every server."""
    figures.serve_own = _edit(own_corpus(PROJECT, root / "own"), EDITS, "own")
    if not quick:
        for key, preview in at_scale(make(size), root / "large", figures.search == "pagefind").items():
            found = _edit(preview, SLOW_EDITS if key == PLAIN else EDITS, f"{size:,}")
            figures.serve.setdefault(size, {})[key] = found


def _edit(preview: Preview, edits: int, documents: str) -> list[float]:
    """The seconds of each edit. One that is not shown in time counts as the time it was given, and is the last."""
    times: list[float] = []
    try:
        for seconds in watch(preview, edits):
            times.append(seconds)
            print(f"  edit {len(times)}: {documents:>5} documents  {preview.name:32}{seconds:7.2f} s", flush=True)
    except TooSlowError as problem:  # what was measured before is not thrown away for it
        times.append(SHOWN_SECONDS)
        print(f"  {preview.name}: {problem}", flush=True)
    except NotServedError as problem:
        print(f"  {preview.name}: not measured: {problem}", flush=True)
    return times


def part_all(figures: Figures, root: Path) -> None:
    """Parts of Sourcebook by themselves, and the map page."""
    write_records(make(1000), root / "records")
    figures.parts = measure_parts(root / "records", max(5, figures.runs))
    pages = map_pages(PROJECT, root / "map")
    figures.parts["map_pages"] = {name: vars(found) for name, found in pages.items()}
    for name, value in figures.parts.items():
        print(f"  {name}: {value}")
    if not pages:
        print("  map page: not measured, there is no Chromium here")


def _site(root: Path, size: int) -> Path:
    return root / str(size) / "sourcebook" / "site"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=_sizes, default=None, help="sizes of the corpus: 200,1000,5000")
    parser.add_argument("--runs", type=int, default=None, help="builds of each contestant at each size: 5")
    parser.add_argument("--quick", action="store_true", help="50 and 200 documents, two runs, no large previews")
    parser.add_argument("--only", type=_stages, default=STAGES, help=f"some of {','.join(STAGES)}")
    parser.add_argument("--write", action="store_true", help="put the figures into the guide")
    options = parser.parse_args()
    options.documents = options.documents or (QUICK if options.quick else FULL)
    options.runs = options.runs or (2 if options.quick else 5)
    return options


def _sizes(text: str) -> list[int]:
    return sorted({int(size) for size in text.split(",")})


def _stages(text: str) -> tuple[str, ...]:
    if unknown := set(text.split(",")) - set(STAGES):
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: no such part; there are {', '.join(STAGES)}")
    return tuple(text.split(","))


def _circumstances(figures: Figures) -> None:
    figures.versions = {"Python": platform.python_version()}
    for name, package in (
        ("MkDocs", "mkdocs"),
        ("Material", "mkdocs-material"),
        ("Hugo", "hugo"),
        ("Pagefind", "pagefind-bin"),
    ):
        figures.versions[name] = version(package)
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    figures.machine = {"cores": os.cpu_count() or 1, "memory_gb": round(memory)}


def main() -> None:
    options = _options()
    try:
        hugo_binary()
        pagefind_binary()
    except ModuleNotFoundError as problem:
        sys.exit(str(problem))
    figures = Figures(options.runs, "pagefind" if knows_search() else "material")
    _circumstances(figures)
    most, start = options.documents[-1], time.monotonic()
    sizes = ", ".join(f"{size:,}" for size in options.documents)
    print(f"{sizes} documents, {options.runs} runs each, by turns", flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        root = Path(folder)
        if "builds" in options.only:
            build_all(figures, options.documents, root)
        if "search" in options.only:
            weigh_search(figures, most, root)
        if "serve" in options.only:
            preview_all(figures, most, root, options.quick)
        if "parts" in options.only:
            part_all(figures, root)
    print(terminal(figures))
    RESULTS.parent.mkdir(exist_ok=True)
    told = [asdict(one) | {"met": one.met} for one in verdicts(figures)]
    RESULTS.write_text(json.dumps(asdict(figures) | {"verdicts": told}, indent=2) + "\n", "utf-8")
    print(f"\n{(time.monotonic() - start) / 60:.0f} minutes; written to {RESULTS.relative_to(PROJECT)}")
    if options.write:
        if options.quick or tuple(options.only) != STAGES or not {1000, 5000} <= set(options.documents):
            sys.exit(f"{GUIDE.relative_to(PROJECT)} is left as it is: it tells of full runs only")
        GUIDE.write_text(put_into(GUIDE.read_text("utf-8"), markdown(figures)), "utf-8")
        print(f"and to {GUIDE.relative_to(PROJECT)}")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
