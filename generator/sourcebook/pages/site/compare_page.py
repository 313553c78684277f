"""The page of comparison: who speaks of what, and where two sources agree, differ, or one is silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sourcebook.model.document import Document
from sourcebook.model.question import Question
from sourcebook.pages.kinds.question import AnswerSide, sides_of
from sourcebook.pages.parts.heatmap import Band, draw_heatmap, shade
from sourcebook.pages.site_page import SitePage
from sourcebook.pages.view import View
from sourcebook.provenance.comparison import SourcePair, chosen_sources, compare_pairs, coverage_matrices
from sourcebook.words import say

_SOURCES, _RECORDS = 12, 16


@dataclass(frozen=True, slots=True)
class StanceRow:
    """An answer and what each source says to it: ids and stances for the script, documents for people."""

    side: AnswerSide
    by: tuple[tuple[Document, tuple[str, ...]], ...]

    @property
    def data(self) -> str:
        """``one:asserts two:denies``."""
        return " ".join(f"{document.id}:{stance}" for document, found in self.by for stance in found)


def _values(view: View) -> Mapping[str, Any]:
    columns = chosen_sources(view.linked, _SOURCES)
    grids = coverage_matrices(view.linked, columns, _RECORDS)
    records = view.corpus.records
    cells = {place: number for grid in grids for place, number in grid.cells.items()}
    bands = [
        Band(say(grid.address).capitalize(), tuple((n, records[n].title, view.href(records[n])) for n in grid.rows))
        for grid in grids
    ]
    heads = [(document.id, view.short_label(document), view.href(document)) for document in columns]
    questions = sorted(view.corpus.of_kind(Question), key=lambda question: (question.question.casefold(), question.id))
    return {
        "columns": columns,
        "grids": grids,
        "cells": cells,
        "picture": draw_heatmap(bands, heads, cells) if bands else "",
        "shade": shade,
        "left_out": sum(1 for _ in view.corpus.of_kind(Document)) - len(columns),
        "pairs": _both_ways(compare_pairs(view.linked, columns)),
        "questions": [(question, _said(view, question)) for question in questions],
        "sources": [document for document in view.corpus.of_kind(Document) if _speaks(view, document)],
    }


def _both_ways(found: Mapping[tuple[str, str], SourcePair]) -> dict[tuple[str, str], SourcePair]:
    return {**found, **{(other, one): pair for (one, other), pair in found.items()}}


def _said(view: View, question: Question) -> list[StanceRow]:
    stances: dict[int, dict[str, set[str]]] = {}
    for report in view.linked.reports_by_record.get(question.id, ()):
        stances.setdefault(report.answer, {}).setdefault(report.source, set()).add(report.stance)
    return [
        StanceRow(
            side,
            tuple(
                (document, tuple(sorted(found)))
                for source, found in stances.get(side.position, {}).items()
                if isinstance(document := view.corpus.records.get(source), Document)
            ),
        )
        for side in sides_of(view, question)
    ]


def _speaks(view: View, document: Document) -> bool:
    return any(fact.field == "answers" for fact in view.linked.cited_for.get(document.id, ()))


PAGE = SitePage(
    address="compare",
    title="Compare",
    template="compare.html",
    intro="Who speaks of what, who is silent, and where two sources agree or differ.",
    sections=(
        ("coverage", "Who speaks of what"),
        ("pairs", "How the sources stand to each other"),
        ("side_by_side", "Answer by answer"),
    ),
    values=_values,
)
