"""Parts of Sourcebook by themselves, in this process: reading, weighing answers, drawing locators and timelines."""

from __future__ import annotations

import random
import statistics
import time
from pathlib import Path
from typing import Any


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
    from sourcebook.geography.locator import LocatorPoint, locator

    rings = [polygon.rings[0] for country in base_map().countries for polygon in country.polygons]
    coarse_rings()
    points = [ring[len(ring) // 2] for ring in rings if len(ring) > 20]
    spots = [LocatorPoint(f"Place {n}", points[n * 7 % len(points)], 5000) for n in range(count)]
    times = []
    for n, spot in enumerate(spots):
        start = time.perf_counter()
        locator(spot, tuple(spots[n + 1 : n + 11]), 200)
        times.append((time.perf_counter() - start) * 1000)
    return times


def weighing(documents: int, questions: int) -> tuple[list[float], int]:
    """Seconds to find the origins of all sources, weigh every answer and compare the sources; and how many reports."""
    from sourcebook.model.document import Document
    from sourcebook.model.question import Question
    from sourcebook.pipeline import link_records
    from sourcebook.provenance.comparison import chosen_sources, compare_pairs, coverage_matrices
    from sourcebook.provenance.corroboration import corroboration_of
    from sourcebook.provenance.independence import support
    from sourcebook.provenance.origins import copied_from, find_origins
    from sourcebook.provenance.resolution import Families, resolve_question
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
    linked, _ = link_records(corpus)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        origins, _ = find_origins(corpus)
        families = Families(origins, copied_from(corpus))
        for question in corpus.of_kind(Question):
            resolved = resolve_question(question, families)
            support(resolved)
            for position in range(len(question.answers)):
                corroboration_of(position, resolved)
        columns = chosen_sources(linked, 12)
        coverage_matrices(linked, columns, 16)
        compare_pairs(linked, columns)
        times.append(time.perf_counter() - start)
    return times, reports


def timelines(events: int, runs: int) -> tuple[list[float], dict[str, int]]:
    """Milliseconds to draw `events` events over ten years both ways, and the bytes of each drawing."""
    from sourcebook.model.dates import parse_date
    from sourcebook.timeline import horizontal, vertical
    from sourcebook.timeline.layout import Moment, Track

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
        drawn = {"lying": horizontal.draw_horizontal(some), "upright": vertical.draw_vertical(some)}
        times.append((time.perf_counter() - start) * 1000)
        sizes = {name: len(text.encode()) for name, text in drawn.items()}
    return times[1:], sizes


_NAMES = ("talks", "in", "Kabul", "Torkham", "closed", "the", "North", "Waziristan", "attack", "ministers", "ceasefire")


def measure_parts(project: Path, runs: int) -> dict[str, Any]:
    """Every part's figures; `project` holds the records that are read."""
    maps = locators(500)
    weighed, reports = weighing(5000, 2000)
    drawing, sizes = timelines(300, 20)
    return {
        "reading_s": read_only(project, runs),
        "locator_ms": [statistics.median(maps), max(maps)],
        "weighing_s": weighed,
        "weighing_reports": reports,
        "timeline_ms": [statistics.median(drawing), max(drawing)],
        "timeline_bytes": sizes,
    }
