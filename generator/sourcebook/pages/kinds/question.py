"""The page of a question, and its line in the index of questions: the answers side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from sourcebook.model.document import Document
from sourcebook.model.order import by_date, in_time
from sourcebook.model.question import Answer, Question, Report
from sourcebook.pages.record_page import Column, RecordPage
from sourcebook.pages.view import View
from sourcebook.provenance.corroboration import Corroboration, corroboration_of
from sourcebook.words import say, say_markup


@dataclass(frozen=True, slots=True)
class AnswerSide:
    """One answer of the table: its number in the file, itself, how it stands, its reports with their numbers."""

    position: int
    answer: Answer
    corroboration: Corroboration
    reports: tuple[tuple[int, Report], ...]

    @property
    def anchor(self) -> str:
        """Its address on the page, for good."""
        return f"answer-{self.answer.id}"

    @property
    def former_anchors(self) -> list[str]:
        """Addresses that it had before."""
        return [f"answer-{old}" for old in self.answer.formerly]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A source's line in the table: what it says to each answer, and whether it rests on the one above it."""

    document: Document
    is_copy: bool
    cells: tuple[tuple[Report, ...], ...]


@dataclass(frozen=True, slots=True)
class OriginRows:
    """Lines of the table that rest on one another, and the numbers of the origins that they have."""

    first: int
    last: int
    rows: tuple[ReportRow, ...]


def sides_of(view: View, question: Question) -> list[AnswerSide]:
    """The answers with how they stand, in the order of the file."""
    reports = view.linked.reports_by_record.get(question.id, ())
    return [
        AnswerSide(position, answer, corroboration_of(position, reports), tuple(enumerate(answer.reports)))
        for position, answer in enumerate(question.answers)
    ]


def _table(view: View, question: Question) -> list[OriginRows]:
    """The rows of each group of sources; within one the originals first, then by date."""
    families = view.linked.origin_by_source
    found: list[tuple[int, list[ReportRow]]] = []
    for group in view.queries.support_of(question).groups:
        documents = in_time(
            document for name in group.sources if isinstance(document := view.corpus.records.get(name), Document)
        )
        # Families in the order of their first source, and in each the originals before their copies.
        rank: dict[str, int] = {}
        for document in documents:
            rank.setdefault(families.get(document.id, document.id), len(rank))
        copies = view.linked.copied_from
        ordered = sorted(documents, key=lambda d: (rank[families.get(d.id, d.id)], d.id in copies))
        shown = {document.id for document in documents}
        rows = [
            ReportRow(
                document,
                any(name in shown for name in copies.get(document.id, ())),
                tuple(
                    tuple(report for report in answer.reports if report.source == document.id)
                    for answer in question.answers
                ),
            )
            for document in ordered
        ]
        if rows:
            found.append((group.origins, rows))
    found.sort(key=lambda item: by_date(item[1][0].document.published, item[1][0].document.id))
    tables, number = [], 0
    for origins, rows in found:
        tables.append(OriginRows(number + 1, number + origins, tuple(rows)))
        number += origins
    return tables


def _uncounted(view: View, question: Question) -> list[Report]:
    """Reports that count in no figure: of sources that are silent on an answer, or that were withdrawn."""
    counted = {(report.answer, report.number) for report in view.linked.reports_by_record.get(question.id, ())}
    return [
        report
        for position, answer in enumerate(question.answers)
        for number, report in enumerate(answer.reports)
        if (position, number) not in counted
    ]


def _values(view: View, question: Question) -> Mapping[str, Any]:
    about = [view.corpus.records[name] for name in question.about or () if name in view.corpus.records]
    shared: dict[str, int] = {}
    for record in about:
        for other, _ in view.queries.incoming(record, "about"):
            if other.id != question.id:
                shared[other.id] = shared.get(other.id, 0) + 1
    reports = view.linked.reports_by_record.get(question.id, ())
    related = sorted(shared, key=lambda name: (-shared[name], view.corpus.records[name].title))[:6]
    return {
        "box": list(view.box(question)),
        "sides": sides_of(view, question),
        "origins": _table(view, question),
        "additions": {(report.answer, report.number) for report in reports if report.is_addition},
        "uncounted": _uncounted(view, question),
        "evidence": view.queries.support_of(question),
        "events": [record for record in about if record.address == "events"],
        "related": [view.corpus.records[name] for name in related],
        "groups": view.mentions(question),
    }


def _describe(view: View, question: Question) -> str:
    answers = "; ".join(view.words(question, "answers", n, "answer") for n in range(len(question.answers)))
    return view.words(question, "summary") or answers or question.question


def _question(view: View, question: Question) -> Markup:
    summary = view.words(question, "summary")
    return Markup("{}{}").format(view.ref(question.id), Markup("<small>{}</small>").format(summary) if summary else "")


def _confidence(view: View, question: Question) -> Markup:
    term = question.confidence
    return escape(say(term.label)) if term else say_markup("<em>not assessed</em>")


_RANK = {"disputed": 0, "open": 1, "settled": 2}
_SURE = {"High": 0, "Medium": 1, "Low": 2}

PAGE = RecordPage(
    kind=Question,
    template="question.html",
    sections=(
        ("standing", ""),
        ("table", "Who says what"),
        ("answers", "The answers"),
        ("assessment", "How we read it"),
        ("mentions", "Mentioned in"),
        ("notes", "Editors’ notes"),
    ),
    values=_values,
    describe=_describe,
    intro="Points on which the sources speak, with their answers side by side, weighed by independent origins.",
    columns=(
        Column("Question", _question, lambda view, q: q.question.casefold()),
        Column("Standing", lambda view, q: escape(q.kind_label), lambda view, q: _RANK[q.kind.key]),
        Column("Answers", lambda view, q: escape(len(q.answers)), lambda view, q: -len(q.answers)),
        Column(
            "Evidence",
            lambda view, q: escape(view.queries.support_of(q)),
            lambda view, q: -view.queries.support_of(q).origins,
        ),
        Column(
            "Our confidence", _confidence, lambda view, q: _SURE[q.confidence.label] if q.confidence else len(_SURE)
        ),
    ),
    order=lambda q: (_RANK[q.kind.key], q.question.casefold(), q.id),
)
