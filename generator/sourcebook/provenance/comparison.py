"""Sources compared: who speaks of what, and where two of them agree, differ, or one is silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sourcebook.linking.corpus import LinkedCorpus
from sourcebook.linking.reports import ResolvedReport
from sourcebook.model.document import Document
from sourcebook.model.question import Question
from sourcebook.provenance.independence import support

ADDRESSES = ("actors", "places", "events", "questions")
"""The kinds of records that sources are compared by."""


@dataclass(frozen=True, slots=True)
class CoverageMatrix:
    """Who speaks of what: records of one kind by how many sources cover them, and how often each source names them.

    A cell is 0 where a source is only cited on the record; it is absent where the source is silent.
    """

    address: str
    rows: tuple[str, ...]
    cells: Mapping[tuple[str, str], int]
    left_out: int


@dataclass(frozen=True, slots=True)
class SourcePair:
    """How two sources stand to each other: on how many answers they agree, differ, or are not equally sure."""

    agree: int = 0
    independent: int = 0
    """On how many of those they agree from two origins: neither has it from the other, nor both from a third."""
    differ: int = 0
    unsure: int = 0


def chosen_sources(linked: LinkedCorpus, most: int) -> list[Document]:
    """The sources to compare, by date: those that cover most records, if there are more than `most`."""
    documents = list(linked.corpus.of_kind(Document))
    if len(documents) > most:
        documents = sorted(documents, key=lambda d: (-len(linked.subjects_by_source.get(d.id, ())), d.id))[:most]
    return sorted(documents, key=lambda d: (d.published is None, d.published.order if d.published else (), d.id))


def coverage_matrices(linked: LinkedCorpus, columns: Sequence[Document], most: int) -> list[CoverageMatrix]:
    """A grid for each kind, of the `most` records that most sources cover. Linear in what the sources cover."""
    records = linked.corpus.records
    known = [name for name in linked.sources_by_subject if name in records]
    grids = []
    for address in ADDRESSES:
        mine = sorted(
            (name for name in known if records[name].address == address),
            key=lambda name: (-len(linked.sources_by_subject[name]), records[name].title.casefold(), name),
        )
        rows = mine[:most]
        wanted = set(rows)
        cells = {
            (name, column.id): number
            for column in columns
            for name, number in linked.subjects_by_source.get(column.id, {}).items()
            if name in wanted
        }
        if rows:
            grids.append(CoverageMatrix(address, tuple(rows), cells, len(mine) - len(rows)))
    return grids


def compare_stances(one: frozenset[str], other: frozenset[str]) -> str:
    """``agree``, ``differ`` or ``unsure``: how what two sources say to one answer goes together."""
    if one == other:
        return "agree"
    if {"asserts", "denies"} <= one | other and not one & other:
        return "differ"
    return "unsure"


def compare_pairs(linked: LinkedCorpus, columns: Sequence[Document]) -> dict[tuple[str, str], SourcePair]:
    """How each two of the sources stand to each other, over all answers that both speak to; the ids in order."""
    wanted = {column.id for column in columns}
    counts: dict[tuple[str, str], Counter[str]] = {}
    for question in linked.corpus.of_kind(Question):
        by_answer: dict[int, dict[str, list[ResolvedReport]]] = {}
        for report in linked.reports_by_record.get(question.id, ()):
            if report.source in wanted:
                by_answer.setdefault(report.answer, {}).setdefault(report.source, []).append(report)
        for said in by_answer.values():
            stances = {source: frozenset(report.stance for report in reports) for source, reports in said.items()}
            for one, other in combinations(sorted(said), 2):
                found = counts.setdefault((one, other), Counter())
                verdict = compare_stances(stances[one], stances[other])
                found[verdict] += 1
                if verdict == "agree" and support(said[one] + said[other]).origins > 1:
                    found["independent"] += 1
    return {pair: SourcePair(**found) for pair, found in counts.items()}
