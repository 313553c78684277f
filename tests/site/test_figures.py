"""Every figure of sources and origins on the project's own site, counted a second time from the YAML.

Nothing of the package is used: PyYAML reads the files, sets of reports are tried, and pages are what is compared.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

SOURCES = Path(__file__).parent.parent.parent / "sources"
COPIES = {"rewrite", "syndication", "translation", "same-statement"}
RECORDS: dict[str, dict[str, dict[str, Any]]] = {
    kind: {path.stem: yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader) for path in (SOURCES / kind).glob("*.yml")}
    for kind in ("documents", "actors", "places", "events", "questions")
}
DOCUMENTS = RECORDS["documents"]
SUBJECTS = {name: folder for folder in ("actors", "places", "events") for name in RECORDS[folder]}
Edge = tuple[str, str]


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def bases(source: str) -> list[str]:
    """What a source was made from, nearest first."""
    found: list[str] = []
    todo = [source]
    while todo:
        for step in as_list(DOCUMENTS[todo.pop(0)].get("derived_from")):
            if step["how"] in COPIES and step["source"] not in [*found, source]:
                found.append(step["source"])
                todo.append(step["source"])
    return found


def family(source: str) -> str:
    """All sources that copy one another, named by the first original among them."""
    members = {source}
    while True:
        more = {d for d in DOCUMENTS if {*bases(d)} & members} | {b for d in members for b in bases(d)}
        if more <= members:
            return min(d for d in members if not bases(d))
        members |= more


def own_root(report: dict[str, Any], speaker: str | None) -> str:
    if report.get("statement"):
        return f"statement {report['statement']}"
    voice = (as_list(report.get("via")) or [speaker])[0]
    if not voice or voice in DOCUMENTS:
        return "account " + family(voice or report["source"])
    return "voice " + str(voice).casefold()


def settled(reports: list[dict[str, Any]], roots: list[str]) -> list[Edge]:
    """Reports of one thing with their families and roots: a copy's goes back to what its original's does."""
    edges: list[Edge | None] = [None] * len(reports)
    for number in sorted(range(len(reports)), key=lambda n: len(bases(reports[n]["source"]))):
        source, root = reports[number]["source"], roots[number]
        before = next((b for b in bases(source) if any(r["source"] == b for r in reports)), None)
        theirs = [edge[1] for edge, r in zip(edges, reports, strict=True) if edge and r["source"] == before]
        edges[number] = (family(source), root if not theirs or root in theirs else theirs[0])
    return [edge for edge in edges if edge]


def origins(edges: list[Edge]) -> int:
    """The largest set of reports of which no two share a family or a root: all sets are tried, the largest first."""
    distinct = sorted(set(edges))
    for size in range(min(len({f for f, _ in distinct}), len({r for _, r in distinct})), 0, -1):
        for chosen in combinations(distinct, size):
            if len({f for f, _ in chosen}) == size == len({r for _, r in chosen}):
                return size
    return 0


def figure(found: list[tuple[dict[str, Any], Edge]]) -> str:
    sources, number = len({r["source"] for r, _ in found}), origins([edge for _, edge in found])
    return f"{sources} source{'s' * (sources != 1)}, {number} origin{'s' * (number != 1)}"


def counts(citation: dict[str, Any]) -> bool:
    return citation.get("says", "speaks") in ("speaks", "foretells") and "retracted" not in DOCUMENTS[citation["source"]]


def cited(value: Any) -> list[dict[str, Any]]:
    return [one for one in ({"source": o} if isinstance(o, str) else o for o in as_list(value)) if counts(one)]


def parts(value: Any) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Every piece of a record that has sources, with those of them that count."""
    if isinstance(value, dict):
        yield value, cited(value.get("sources"))
        for inner in value.values():
            yield from parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parts(inner)


def reports_on(subject: str) -> list[tuple[dict[str, Any], Edge]]:
    """What is said of an actor, a place or an event: its citations, and sources that only name it."""
    found: list[tuple[dict[str, Any], Edge]] = []
    for part, citations in parts(RECORDS[SUBJECTS[subject]][subject]):
        own = settled(citations, [own_root(one, part.get("speaker")) for one in citations])
        found += list(zip(citations, own, strict=True))
    for name, document in DOCUMENTS.items():
        assert document["mentions"], "the titles name nobody whom the counts of mentions leave out"
        if subject in document["mentions"] and name not in {r["source"] for r, _ in found} and "retracted" not in document:
            found.append(({"source": name}, (family(name), "account " + family(name))))
    return found


def answers_of(question: str) -> dict[str, list[tuple[dict[str, Any], Edge]]]:
    """The reports of each answer, with their families and roots."""
    answers = RECORDS["questions"][question]["answers"]
    by_answer = [cited(answer.get("reports")) for answer in answers]
    roots = [[own_root(r, r.get("speaker")) for r in reports] for reports in by_answer]
    flat = [(n, m, report) for n, reports in enumerate(by_answer) for m, report in enumerate(reports)]
    for n, m, report in flat:
        same = report.get("same_as", {})
        if same.get("counts_as") == "one":
            theirs = [(a != n, a, b) for a, b, other in flat if other["source"] == same["report"]]
            roots[n][m] = roots[min(theirs)[1]][min(theirs)[2]]
    return {
        answer["id"]: list(zip(reports, settled(reports, own), strict=True))
        for answer, reports, own in zip(answers, by_answer, roots, strict=True)
    }


def text(path: Path) -> str:
    return html.unescape(re.sub(r'<a class="sb-link--term"[^>]*>(.*?)</a>', r"\1", path.read_text("utf-8")))  # to the method


def figures_in(markup: str) -> list[str]:
    return re.findall(r"\d+ sources?, \d+ origins?", re.sub(r"<[^>]*>", "", re.sub(r"\s*<small>", ", ", markup)))


@pytest.mark.parametrize("question", sorted(RECORDS["questions"]))
def test_a_question_and_its_answers(site: Path, question: str) -> None:
    page, answers = text(site / "questions" / question / "index.html"), answers_of(question)
    whole = figure([r for own in answers.values() for r in own])
    assert re.search(r"<dt>.*?Evidence.*?</dt>\s*<dd>(.*?)</dd>", page, re.DOTALL)[1].strip() == whole  # type: ignore[index]
    assert whole in figures_in(row(site, "questions", question))
    for answer, reports in answers.items():
        shown = page.split(f'id="answer-{answer}"', 1)[1].split("</article>", 1)[0]
        (line,) = re.findall(r'sb-text__evidence">(.*?)</p>', shown, re.DOTALL)
        said = {stance: figure([r for r in reports if r[0].get("stance", "asserts") == stance]) for stance in ("asserts", "denies", "hedges")}
        assert figures_in(line) == [one for one in said.values() if not one.startswith("0")]


def row(site: Path, folder: str, name: str) -> str:
    """Its row in the index of its kind."""
    rows = text(site / folder / "index.html").split("<tr")
    return next(one for one in rows if re.search(rf'^[^<]*<td[^>]*><a href="[^"]*\b{folder}/{name}/"', one))


@pytest.mark.parametrize("subject", sorted(SUBJECTS))
def test_an_actor_a_place_an_event(site: Path, subject: str) -> None:
    folder, found = SUBJECTS[subject], reports_on(subject)
    page, wanted = text(site / folder / subject / "index.html"), figure(found)
    shown = re.findall(r"Sources on it.*?sb-text__evidence\">(.*?)</p>", page, re.DOTALL)
    assert [one.strip() for one in shown] == ([] if wanted.startswith("0") else [wanted])
    if not wanted.startswith(("0", "1 ")):
        assert wanted in figures_in(row(site, folder, subject))
    lists = {"places": "map", "events": "timeline"}
    has_position = RECORDS[folder][subject].keys() & {"coordinates", "geometry"}
    if folder in lists and (folder == "events" or has_position):
        (item,) = re.findall(rf'<li data-id="{subject}".*?</li>', text(site / lists[folder] / "index.html"), re.DOTALL)
        assert figures_in(item) == ([] if wanted.startswith("0") else [wanted])
    if folder == "places":
        places = json.loads((site / "data/places.geojson").read_text("utf-8"))["features"]
        (place,) = (one for one in places if one["@id"].rstrip("/").endswith("/" + subject))
        assert sorted(url.rstrip("/").rsplit("/", 1)[1] for url in place["properties"].get("sources", [])) == sorted({report["source"] for report, _ in found})


def test_two_sources_compared(site: Path) -> None:
    table = text(site / "compare/index.html").split('class="sb-compare__matrix"')[1].split("</table>")[0]
    for one, other in combinations(sorted(DOCUMENTS), 2):
        agree = independent = 0
        for question in RECORDS["questions"]:
            for reports in answers_of(question).values():
                said = {n: [r for r in reports if r[0]["source"] == n] for n in (one, other)}
                stances = [{r[0].get("stance", "asserts") for r in said[n]} for n in (one, other)]
                if all(stances) and stances[0] == stances[1]:
                    agree += 1
                    independent += origins([edge for n in (one, other) for _, edge in said[n]]) > 1
        (cell,) = re.findall(rf'<a href="\?a={one}&b={other}#side-by-side">(.*?)</a>', table, re.DOTALL) or [""]
        shown = [int(n) for n in re.findall(r"(\d+) agree", cell)] or [0]
        apart = int((re.findall(r"(\d+) from two origins", cell) or [0 if "from one origin" in cell else shown[0]])[0])
        assert (shown[0], apart) == (agree, independent), (one, other)
