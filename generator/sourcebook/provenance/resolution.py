"""Reports resolved: of every citation and every report, the family and the root that it is counted under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sourcebook.diagnostics import Diagnostic, did_you_mean, error, nearest, warning
from sourcebook.linking.names import key
from sourcebook.linking.references import CitedFact
from sourcebook.linking.reports import ResolvedReport
from sourcebook.model.corpus import Corpus
from sourcebook.model.document import Retraction
from sourcebook.model.question import Question, Report
from sourcebook.model.record import Citation
from sourcebook.union_find import UnionFind


@dataclass(frozen=True, slots=True)
class Families:
    """Which sources copy which."""

    family_of: Mapping[str, str]
    """By source id: the id of the original of its family; of several the first."""
    copied_from: Mapping[str, tuple[str, ...]]
    """By source id: what it was made from, near or far, nearest first. Sources that copy nothing have no key."""
    withdrawn: Mapping[str, Retraction] = field(default_factory=dict)
    """By source id: that it was withdrawn, so that it counts in no figure."""

    def counts(self, citation: Citation) -> bool:
        """Whether it counts: the source is one, was not withdrawn, and speaks of what it is cited for."""
        return citation.speaks and citation.source in self.family_of and citation.source not in self.withdrawn

    def root_of(self, source: str, citation: Citation, speaker: str | None, statement: str | None = None) -> str:
        """What a report goes back to: the statement, the earliest link, the speaker, or the family's own account."""
        if citation.withheld_root:
            return citation.withheld_root
        if statement:
            return f"statement {key(statement)}"
        voice = citation.via[0] if citation.via else speaker
        if not voice:
            return f"account {self.family_of.get(source, source)}"
        if voice in self.family_of:
            return f"account {self.family_of[voice]}"
        return f"voice {key(voice)}"


    def settle(self, reports: Sequence[tuple[str, str]]) -> list[tuple[str, bool]]:
        """Reports of one thing, each as (source, root), settled: the root that each is counted under, and whether a
        copy adds it. What a copy says as well as what it was made from is its original's, whatever root it names."""
        if not any(source in self.copied_from for source, _ in reports):
            return [(root, False) for _, root in reports]
        settled: list[tuple[str, bool]] = [("", False)] * len(reports)
        by_source: dict[str, list[int]] = {}
        for number, (source, _) in enumerate(reports):
            by_source.setdefault(source, []).append(number)
        # From the originals to their copies, so that what a copy takes over is settled already.
        for source in sorted(by_source, key=lambda source: len(self.copied_from.get(source, ()))):
            before = self.copied_from.get(source, ())
            given = next((by_source[name] for name in before if name in by_source), ())
            theirs = [settled[number][0] for number in given]
            for number in by_source[source]:
                root = reports[number][1]
                settled[number] = (root if not theirs or root in theirs else theirs[0], bool(before) and not theirs)
        return settled


def resolve_question(question: Question, families: Families) -> tuple[ResolvedReport, ...]:
    """The reports of a question that count, answer by answer in the order of the file."""
    places = [
        (position, number, report)
        for position, answer in enumerate(question.answers)
        for number, report in enumerate(answer.reports)
        if families.counts(report)
    ]
    roots = {
        (position, number): families.root_of(report.source, report, report.speaker, report.statement_id)
        for position, number, report in places
    }
    for group in _same_reports(question, places):
        roots.update(dict.fromkeys(group, roots[group[0]]))
    settled: dict[tuple[int, int], tuple[str, bool]] = {}
    for position in dict.fromkeys(position for position, _, _ in places):
        own = [(number, report.source) for where, number, report in places if where == position]
        found = families.settle([(source, roots[position, number]) for number, source in own])
        settled.update(zip(((position, number) for number, _ in own), found, strict=True))
    return tuple(
        ResolvedReport(
            report.source,
            families.family_of[report.source],
            settled[position, number][0],
            report.stance,
            position,
            number,
            settled[position, number][1],
        )
        for position, number, report in places
    )


def _same_reports(question: Question, places: list[tuple[int, int, Report]]) -> Iterator[list[tuple[int, int]]]:
    """Reports that the editors take for one, in groups of their places."""
    joined: UnionFind[tuple[int, int]] = UnionFind()
    linked = []
    for position, number, report in places:
        if report.same_as is None or report.same_as.counts_as != "one":
            continue
        theirs = [place for place in places if place[2].source == report.same_as.report]
        # The one on the same answer, if there is one.
        for other in sorted(theirs, key=lambda place: place[0] != position)[:1]:
            joined.union((position, number), other[:2])
            linked += [(position, number), other[:2]]
    yield from joined.groups(dict.fromkeys(sorted(linked)))


def resolve_citations(facts: Iterable[CitedFact], families: Families) -> tuple[ResolvedReport, ...]:
    """The citations of a record that is no question, as reports: those that speak of it."""
    found: dict[ResolvedReport, None] = {}
    for fact, root in roots_of_citations(facts, families):
        found[ResolvedReport(fact.citation.source, families.family_of[fact.citation.source], root)] = None
    return tuple(found)


def roots_of_citations(facts: Iterable[CitedFact], families: Families) -> Iterator[tuple[CitedFact, str]]:
    """The citations of a record that count, part by part, each with the root that it is counted under."""
    by_part: dict[object, list[CitedFact]] = {}
    for fact in facts:
        if families.counts(fact.citation):
            by_part.setdefault(fact.path[:-2], []).append(fact)
    for part in by_part.values():
        own = [(f.citation.source, families.root_of(f.citation.source, f.citation, f.speaker)) for f in part]
        yield from zip(part, (root for root, _ in families.settle(own)), strict=True)


def check_reports(corpus: Corpus, families: Families) -> list[Diagnostic]:
    """What is wrong with how reports are tied to one another."""
    problems: list[Diagnostic] = []
    for question in corpus.of_kind(Question):
        problems += _check_same(corpus, question)
        problems += _check_copies(corpus, question, families)
    return problems


def _check_same(corpus: Corpus, question: Question) -> Iterator[Diagnostic]:
    sources = list(dict.fromkeys(report.source for answer in question.answers for report in answer.reports))
    for position, answer in enumerate(question.answers):
        for number, report in enumerate(answer.reports):
            same = report.same_as
            if same is None or (same.report in sources and same.report != report.source):
                continue
            where = corpus.where(question.id, ("answers", position, "reports", number, "same_as", "report"))
            if same.report == report.source:
                yield error("unknown-report", f"a report of '{same.report}' is the same as itself", where)
            elif same.report in corpus.records:
                others = [source for source in sources if source != report.source]
                near = did_you_mean([f"'{name}'" for name in nearest(same.report, others)])
                hint = near or f"the sources that report on it are: {', '.join(others) or 'none'}"
                yield error("unknown-report", f"'{same.report}' has no report on this question", where, hint)


def _check_copies(corpus: Corpus, question: Question, families: Families) -> Iterator[Diagnostic]:
    """A copy that traces an answer to somebody else than its original does."""
    for position, answer in enumerate(question.answers):
        for number, report in enumerate(answer.reports):
            before = families.copied_from.get(report.source, ())
            names_a_root = report.speaker or report.via or report.statement_id
            if not families.counts(report) or not names_a_root or report.note or report.same_as:
                continue
            source = next((name for name in before if any(r.source == name for r in answer.reports)), None)
            if source is None:
                continue
            own = families.root_of(report.source, report, report.speaker, report.statement_id)
            theirs = {
                families.root_of(r.source, r, r.speaker, r.statement_id) for r in answer.reports if r.source == source
            }
            if own not in theirs:
                yield warning(
                    "copy-differs",
                    f"'{report.source}' copies '{source}', and traces this answer to somebody else than it does",
                    corpus.where(question.id, ("answers", position, "reports", number)),
                    "it counts as the original's; give both the same speaker and statement, "
                    "or say in 'note' what is other",
                )
