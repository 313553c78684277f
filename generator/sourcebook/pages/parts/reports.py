"""Reports seen from elsewhere: what a source says to questions, and what somebody is reported to have said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sourcebook.model.question import Answer, Question, Report
from sourcebook.model.record import Record
from sourcebook.model.schema import FieldPath
from sourcebook.pages.view import View


@dataclass(frozen=True, slots=True)
class LocatedReport:
    """A report with the answer it is given for, and that answer's number in the question's file."""

    position: int
    answer: Answer
    report: Report


@dataclass(frozen=True, slots=True)
class QuestionReports:
    """What is reported on one question, in the order of its file."""

    question: Question
    items: tuple[LocatedReport, ...]


def reports_of_speaker(view: View, speaker: Record) -> list[QuestionReports]:
    """Every report whose speaker this is, or whose chain begins with it, by question; not what it only passed on."""
    found = ((other, reference.path) for other, reference in view.queries.incoming(speaker, "answers"))
    return _by_question((other, path) for other, path in found if path[-1] == "speaker" or path[-2:] == ("via", 0))


def reports_in_source(view: View, source: Record) -> list[QuestionReports]:
    """Every report that a source gives, by question."""
    facts = view.linked.cited_for.get(source.id, ())
    return _by_question((view.corpus.records[fact.record], fact.path) for fact in facts if fact.field == "answers")


def _by_question(places: Iterable[tuple[Record, FieldPath]]) -> list[QuestionReports]:
    """The reports at these places of files, ``answers, 0, reports, 2, …``, each once."""
    found: dict[str, dict[tuple[int, int], LocatedReport]] = {}
    questions: dict[str, Question] = {}
    for record, path in places:
        if isinstance(record, Question) and len(path) > 3 and isinstance(path[1], int) and isinstance(path[3], int):
            answer = record.answers[path[1]]
            questions[record.id] = record
            found.setdefault(record.id, {})[path[1], path[3]] = LocatedReport(path[1], answer, answer.reports[path[3]])
    return [
        QuestionReports(
            question, tuple(account for _, account in sorted(found[name].items(), key=lambda item: item[0]))
        )
        for name, question in sorted(questions.items(), key=lambda item: (item[1].question, item[0]))
    ]
