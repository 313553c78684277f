"""Speed, as ratios within one run: Sourcebook against plain MkDocs with Material over the same text.

usage: python benchmarks/bench.py [--documents 1000] [--runs 5]

Whole processes, alternating, so that a noisy machine is noisy for both; then reading alone, the
preview of this project's own corpus, drawing locators and timelines, and the map page in a browser.
Writes benchmarks/results/bench.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from corpus import make
from map_page import map_pages
from writers import write_markdown, write_records

RESULTS = Path(__file__).parent / "results" / "bench.json"


@dataclass
class Measured:
    """The runs of one contestant: wall and CPU seconds, peak memory in MB."""

    name: str
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    size: float = 0.0


def build(root: Path, measured: Measured) -> None:
    """One cold build of the project in `root` in a process of its own."""
    site = root / "site"
    shutil.rmtree(site, ignore_errors=True)
    command = [sys.executable, "-c", _RUN, "build", "--strict", "-f", str(root / "mkdocs.yml")]
    start = time.perf_counter()
    done = subprocess.run(
        command, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False
    )
    measured.wall.append(time.perf_counter() - start)
    if done.returncode:
        sys.exit(f"{measured.name} failed:\n{done.stderr[-3000:]}")
    cpu, memory = done.stdout.strip().splitlines()[-1].split()
    measured.cpu.append(float(cpu))
    measured.memory.append(float(memory))
    measured.size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) / 1e6


_RUN = """
import atexit, resource
def tell():
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(f"{used.ru_utime + used.ru_stime:.3f} {used.ru_maxrss / 1000:.1f}", flush=True)
atexit.register(tell)
from mkdocs.__main__ import cli
cli()
"""


def preview(project: Path, edits: int) -> list[float]:
    """Seconds from saving a place's YAML to the changed page being served by `mkdocs serve`, for the corpus itself."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        root = Path(folder)
        for name in ("sources", "docs"):
            shutil.copytree(project / name, root / name)
        shutil.copy(project / "mkdocs.yml", root)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        address = f"http://127.0.0.1:{port}/places/torkham/"
        command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", f"127.0.0.1:{port}"]
        process = subprocess.Popen(command, cwd=root, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
        file = root / "sources" / "places" / "torkham.yml"
        text = file.read_text("utf-8")
        try:
            wait_for(address, "Torkham")
            times = []
            for number in range(edits):
                time.sleep(0.7 + 0.13 * number)  # at another moment between two looks at the files each time
                file.write_text(text.replace("summary: >-", f"tags: edit-{number}\nsummary: >-"), "utf-8")
                start = time.perf_counter()
                wait_for(address, f"edit-{number}")
                times.append(time.perf_counter() - start)
            return times
        finally:
            process.terminate()
            process.wait()


def wait_for(address: str, words: str) -> None:
    """Returns when the page at `address` has `words`; ends the run after 30 seconds."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if words in answer.read().decode():
                    return
        except OSError:
            pass
        time.sleep(0.01)
    sys.exit(f"{address} did not show '{words}' within 30 seconds")


def read_only(root: Path, runs: int) -> list[float]:
    """Seconds to read and validate every record of the project, in this process, after a first warm run."""
    from sourcebook.reading.files import find_files
    from sourcebook.reading.loader import load

    times = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        files, _ = find_files(root / "sources", "sources")
        load(files)
        times.append(time.perf_counter() - start)
    return times[1:]


def locators(count: int) -> list[float]:
    """Milliseconds to draw the locator of each of `count` places spread over the land, each with ten neighbours."""
    from sourcebook.geography.basemap import base_map, coarse_rings
    from sourcebook.geography.locator import Spot, locator

    rings = [polygon.rings[0] for country in base_map().countries for polygon in country.polygons]
    coarse_rings()
    points = [ring[len(ring) // 2] for ring in rings if len(ring) > 20]
    spots = [Spot(f"Place {n}", points[n * 7 % len(points)], 5000) for n in range(count)]
    times = []
    for n, spot in enumerate(spots):
        start = time.perf_counter()
        locator(spot, tuple(spots[n + 1 : n + 11]), 200)
        times.append((time.perf_counter() - start) * 1000)
    return times


def weighing(documents: int, questions: int) -> tuple[list[float], int]:
    """Seconds to find the origins of all sources, weigh every answer and compare the sources; and how many reports."""
    import random

    from sourcebook.linking.comparison import chosen_sources, coverage, pairs
    from sourcebook.linking.linked import link
    from sourcebook.linking.origins import find_origins
    from sourcebook.linking.standing import evidence, standing_of
    from sourcebook.model.document import Document
    from sourcebook.model.question import Question
    from sourcebook.reading.files import SourceFile
    from sourcebook.reading.loader import load

    dice = random.Random(5)
    files = []
    for n in range(documents):
        base = f"derived_from: {{source: d{dice.randrange(n)}, how: rewrite}}\n" if n and dice.random() < 0.3 else ""
        text = f"title: D{n}\nkind: news\npublished: 2023-02-{n % 28 + 1:02}\n{base}"
        files.append(SourceFile(Document, f"sources/documents/d{n}.yml", text.encode()))
    reports = 0
    for n in range(questions):
        lines = [f"question: Question {n}?\nanswers:\n"]
        for answer in "abc":
            told = dice.sample(range(documents), 4)
            reports += len(told)
            said = ", ".join(f"{{source: d{one}, stance: {dice.choice(('asserts', 'denies'))}}}" for one in told)
            lines.append(f"- {{id: {answer}, answer: Answer {answer}, reports: [{said}]}}\n")
        files.append(SourceFile(Question, f"sources/questions/q{n}.yml", "".join(lines).encode()))
    corpus, _ = load(files)
    linked, _ = link(corpus)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        origins, _ = find_origins(corpus)
        asked = list(corpus.of_kind(Question))
        for question in asked:
            evidence(question, origins)
            for one in question.answers:
                standing_of(one, origins)
        columns = chosen_sources(linked, 12)
        coverage(linked, columns, 16)
        pairs(asked, columns)
        times.append(time.perf_counter() - start)
    return times, reports
def timelines(events: int, runs: int) -> tuple[list[float], dict[str, int]]:
    """Milliseconds to draw `events` events over ten years both ways, and the bytes of each drawing."""
    from sourcebook.chronology import timeline, upright
    from sourcebook.chronology.moments import Moment, Track
    from sourcebook.model.dates import parse_date

    dice = random.Random(7)
    moments = tuple(
        Moment(
            f"event-{n}",
            " ".join(dice.choice(_NAMES) for _ in range(dice.randint(2, 6))),
            parse_date(
                f"{2015 + dice.randrange(10)}-{dice.randint(1, 12):02}" + f"-{dice.randint(1, 28):02}" * (n % 7 > 0)
            ),
            f"../events/event-{n}/",
            Track.PUBLISHED if n % 6 == 0 else Track.HAPPENED,
            "Talks",
            weight=dice.randint(0, 9),
        )
        for n in range(events)
    )
    times, sizes = [], {}
    for run in range(runs + 1):
        some = moments[run:] + moments[:run]  # the same picture, which is not remembered
        start = time.perf_counter()
        drawn = {"lying": timeline.draw(some), "upright": upright.draw(some)}
        times.append((time.perf_counter() - start) * 1000)
        sizes = {name: len(text.encode()) for name, text in drawn.items()}
    return times[1:], sizes


_NAMES = ("talks", "in", "Kabul", "Torkham", "closed", "the", "North", "Waziristan", "attack", "ministers", "ceasefire")


def spread(values: list[float]) -> str:
    return f"{statistics.median(values):7.2f}  ({min(values):.2f}–{max(values):.2f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()

    made = make(options.documents)
    contestants = [Measured("sourcebook"), Measured("plain mkdocs")]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        ours, plain = Path(folder, "ours"), Path(folder, "plain")
        write_records(made, ours)
        write_markdown(made, plain)
        print(f"{len(made.sources)} documents, {len(made.profiles)} profiles, {options.runs} runs each, alternating")
        for run in range(options.runs):
            for root, measured in zip((ours, plain), contestants, strict=True):
                build(root, measured)
                print(f"  run {run + 1}: {measured.name:13} {measured.wall[-1]:6.2f} s", flush=True)
        reading = read_only(ours, options.runs)

    print(f"\n{'':14}{'wall s':22}{'CPU s':22}{'peak MB':22}site MB")
    for measured in contestants:
        print(
            f"{measured.name:14}{spread(measured.wall):22}{spread(measured.cpu):22}{spread(measured.memory):22}"
            f"{measured.size:.1f}"
        )
    ratios = [a / b for a, b in zip(contestants[0].wall, contestants[1].wall, strict=True)]
    print(f"\nwall, sourcebook / plain mkdocs: {spread(ratios)}   (1.00 or less is the promise)")
    print(f"reading and validating {len(made.sources) + len(made.profiles)} records, seconds: {spread(reading)}")
    edits = preview(Path(__file__).parent.parent, options.runs + 3)
    print(f"preview of this project, seconds from saving to served: {spread(edits)}")
    maps = locators(500)
    print(f"drawing the locators of 500 places, milliseconds each: {spread(maps)}")
    weighed, reports = weighing(5000, 2000)
    print(f"origins, standing and comparison, 5,000 sources, 2,000 questions, {reports:,} reports: {spread(weighed)} s")
    drawing, sizes = timelines(300, 20)
    weights = " and ".join(f"{size / 1000:.0f} KB {name}" for name, size in sizes.items())
    print(f"drawing a timeline of 300 events both ways, milliseconds: {spread(drawing)}   {weights}")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        pages = map_pages(Path(__file__).parent.parent, Path(folder))
    for name, found in pages.items():
        frames = ", ".join(f"{what} {longest:.0f}" for what, longest in found.longest_frame_ms.items())
        print(
            f"map page, {name}: {found.own_kb:,.0f} KB of its own ({found.all_kb:,.0f} with the theme and its search), "
            f"ready after {found.ready_ms:.0f} ms, longest frames in ms: {frames}"
        )
    if not pages:
        print("map page: not measured, there is no Chromium here")
    RESULTS.parent.mkdir(exist_ok=True)
    figures = {
        "documents": len(made.sources),
        "profiles": len(made.profiles),
        "python": platform.python_version(),
        "ratio": ratios,
        "reading": reading,
        "preview": edits,
        "locator_ms": [statistics.median(maps), max(maps)],
        "weighing": weighed,
        "timeline_ms": [statistics.median(drawing), max(drawing)],
        "timeline_bytes": sizes,
        "map_pages": {name: vars(found) for name, found in pages.items()},
        "contestants": [vars(measured) for measured in contestants],
    }
    RESULTS.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    print(f"written to {RESULTS.relative_to(Path.cwd()) if RESULTS.is_relative_to(Path.cwd()) else RESULTS}")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
