"""A question: a point on which sources speak, with the answers that compete."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from sourcebook.diagnostics import Level
from sourcebook.model.component import Component
from sourcebook.model.dates import Edtf
from sourcebook.model.record import Citation, ModelWarning, Record, Sourced, Stated, Statement, box
from sourcebook.model.values import DocumentRef, Line, LooseActor, OneOf, Prose, SubjectRef, Term, listed

STANCES = (
    Term("asserts", "asserts", "says that it is so"),
    Term("denies", "denies", "says that it is not so"),
    Term("hedges", "hedges", "reports it with doubt, or as one possibility"),
)

CONFIDENCES = (
    Term("high", "High", "independent sources agree, and none that is independent differs"),
    Term("medium", "Medium", "well supported, but by few origins, or not without contradiction"),
    Term("low", "Low", "one origin, or the sources contradict each other"),
)

STATUSES = (
    Term("disputed", "Disputed", "sources give answers that exclude each other, or one denies another"),
    Term("open", "Open", "not enough is known"),
    Term("settled", "Settled", "the sources that speak of it agree"),
)

_STANCE = OneOf("unknown-stance", "stance", STANCES)
_CONFIDENCE = OneOf("unknown-term", "confidence", CONFIDENCES)
_STATUS = OneOf("unknown-term", "status", STATUSES)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def _slug(value: str) -> str:
    if not _SLUG.fullmatch(value) or len(value) > 60:
        raise PydanticCustomError(
            "bad-answer-id",
            "'{value}' is no id of an answer; write small letters, digits and hyphens",
            {"value": value[:80]},
        )
    return value


COUNTS_AS = (
    Term("one", "counted as one", "the two are taken for the same report"),
    Term("two", "counted as two", "the two may be the same report, and are counted apart"),
)

_COUNTS_AS = OneOf("unknown-term", "value for 'counts_as'", COUNTS_AS)


class SameReport(Component):
    """Another source's report that is probably the same as this one, and why the editors think so."""

    report: DocumentRef = Field(title="Report", description="The source whose report on this question it is.")
    basis: Line = Field(title="Basis", description="What makes you think so.")
    counts_as: Annotated[str, _COUNTS_AS] = Field(
        title="Counts as", description="one or two: whether the two share an origin."
    )

    @property
    def term(self) -> Term:
        """The words for how the two are counted."""
        return _COUNTS_AS.terms[self.counts_as]


class Report(Citation):
    """One source that gives an answer: how it stands to it, and whose words they are."""

    stance: Annotated[str, _STANCE] = Field("asserts", title="Stance", description="asserts, denies or hedges.")
    speaker: LooseActor | None = Field(
        None, title="Said by", description="Who says so, if the source only reports it: an id, or a name."
    )
    statement_id: Line | None = Field(
        None,
        alias="statement",
        title="Statement",
        description="Your name for the statement: reports of one are one origin, whoever is said to have made it.",
    )
    date: Edtf | None = Field(None, title="Said on", description="When the speaker said it, if the source tells.")
    same_as: SameReport | None = Field(
        None,
        title="Probably the same",
        description="Another source's report that may be this one: report, basis, counts_as.",
    )

    @property
    def term(self) -> Term:
        """The words for the stance."""
        return _STANCE.terms[self.stance]


class Answer(Stated):
    """One version of the facts, and the sources that give it."""

    id: Annotated[str, AfterValidator(_slug)] = Field(
        title="Id", description="Small letters, digits, hyphens; its address for good."
    )
    formerly: Annotated[tuple[Annotated[str, AfterValidator(_slug)], ...], listed] = Field(
        (), title="Formerly", description="Ids that it had before: links to them lead here."
    )
    answer: Prose = Field(title="Answer", description="The version, in a few words of your own.")
    reports: Annotated[tuple[Report, ...], listed] = Field(
        (), title="Reports", description="The sources that give it: source, stance, speaker, locator."
    )
    note: Prose | None = Field(None, title="Note", description="What readers should know about this answer.")

    def statement(self) -> Statement:
        return Statement("Answer", self.answer)


class Assessment(Sourced):
    """What the editors make of it, and how sure they are."""

    text: Prose = Field(title="Text", description="How you read the reports, in your own words.")
    confidence: Annotated[str, _CONFIDENCE] | None = Field(None, title="Confidence", description="high, medium or low.")
    status: Annotated[str, _STATUS] = Field("open", title="Status", description="open, settled or disputed.")
    assessed: Edtf | None = Field(None, title="Assessed", description="When you last weighed the reports.")
    by: Annotated[tuple[LooseActor, ...], listed] = Field(
        (), title="Assessed by", description="Who weighed them: names, or ids of actors."
    )

    def statement(self) -> Statement:
        return Statement("Assessment", self.text)


class Question(Record):
    """A point on which sources speak, with the competing answers side by side."""

    folder: ClassVar[str] = "questions"
    address: ClassVar[str] = "questions"
    noun: ClassVar[str] = "question"
    plural: ClassVar[str] = "questions"

    question: Line = Field(title="Question", description="The point, as a question.")
    about: Annotated[tuple[SubjectRef, ...], listed] | None = box(
        "About", "The events, actors and places that it is about."
    )
    answers: Annotated[tuple[Answer, ...], listed] = Field(
        (), title="Answers", description="The versions that sources give."
    )
    assessment: Assessment | None = Field(
        None, title="Assessment", description="The editors' own reading: text, confidence, status."
    )

    @property
    def title(self) -> str:
        return self.question

    @property
    def kind(self) -> Term:
        """The status that the editors give it; open, as long as they do not."""
        return _STATUS.terms[self.assessment.status if self.assessment else "open"]

    @property
    def confidence(self) -> Term | None:
        """How sure the editors are, if they say."""
        if self.assessment is None or self.assessment.confidence is None:
            return None
        return _CONFIDENCE.terms[self.assessment.confidence]

    def model_warnings(self) -> Iterator[ModelWarning]:
        ids = Counter(answer.id for answer in self.answers)
        seen: set[str] = set()
        for position, answer in enumerate(self.answers):
            if answer.id in seen:
                message = f"two answers have the id '{answer.id}'; an answer's id is its address"
                yield ModelWarning(
                    "same-answer", message, ("answers", position, "id"), Level.ERROR, _free(answer.id, ids)
                )
            seen.add(answer.id)
            told: set[Any] = set()
            for number, report in enumerate(answer.reports):
                key = report.source, report.stance, report.speaker, report.statement_id
                if key in told:
                    message = f"'{report.source}' gives this answer twice in the same way"
                    yield ModelWarning("same-report", message, ("answers", position, "reports", number))
                told.add(key)
        yield from self._former_ids()

    def _former_ids(self) -> Iterator[ModelWarning]:
        """What is wrong with ids that answers had before: each leads to one answer."""
        living = {answer.id for answer in self.answers}
        claimed: dict[str, str] = {}
        for position, answer in enumerate(self.answers):
            for number, old in enumerate(answer.formerly):
                path = ("answers", position, "formerly", number)
                if old in living:
                    own = old == answer.id
                    message = f"'{old}' is the id of {'this' if own else 'another'} answer now"
                    hint = "remove it" if own else "remove it here, or rename that answer"
                    yield ModelWarning("former-id", message, path, Level.ERROR, hint)
                elif old in claimed:
                    message = f"'{old}' is a former id of '{claimed[old]}' already"
                    hint = "an old address leads to one answer: remove it in one of the places"
                    yield ModelWarning("former-id", message, path, Level.ERROR, hint)
                claimed.setdefault(old, answer.id)


def _free(name: str, taken: Mapping[str, int]) -> str:
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"give it another, as '{name}-{number}'"
