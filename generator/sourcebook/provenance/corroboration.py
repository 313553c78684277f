"""What an answer rests on: sources counted, and the independent origins behind them.

Reports that rest on one another share an origin (see origins.py), and so do reports of one speaker's one statement.
A statement is known by the name that the editors give it, whomever a source attributes it to; without one, all that
a speaker says to one answer counts as one statement: repeating oneself is no confirmation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sourcebook.model.question import Answer, Question, Report
from sourcebook.union_find import UnionFind
from sourcebook.words import say_count


@dataclass(frozen=True, slots=True)
class Support:
    """The sources that take one stance, in groups that share an origin; groups and sources in order of the reports."""

    groups: tuple[tuple[str, ...], ...]
    """The ids of the sources, in groups that share an origin: no id twice, no group empty."""

    @property
    def sources(self) -> int:
        """How many sources there are."""
        return sum(map(len, self.groups))

    @property
    def origins(self) -> int:
        """How many independent origins they have."""
        return len(self.groups)

    def __str__(self) -> str:
        """``2 sources, 1 origin``."""
        return f"{say_count(self.sources, 'source')}, {say_count(self.origins, 'origin')}"


@dataclass(frozen=True, slots=True)
class Corroboration:
    """How an answer stands: who asserts it, who denies it, who only hedges."""

    asserts: Support
    """The sources that say it is so."""
    denies: Support
    """The sources that say it is not."""
    hedges: Support
    """The sources that say it may be."""

    @property
    def rests_on_one(self) -> bool:
        """Whether several sources assert it, all from one origin."""
        return self.asserts.sources > 1 and self.asserts.origins == 1

    @property
    def contradicted(self) -> bool:
        """Whether somebody denies it."""
        return self.denies.sources > 0


def corroboration_of(answer: Answer, origins: Mapping[str, str]) -> Corroboration:
    """How an answer stands. `origins` gives for each source the one that its account comes from."""
    by_stance: dict[str, list[Report]] = {"asserts": [], "denies": [], "hedges": []}
    for report in answer.reports:
        by_stance[report.stance].append(report)
    return Corroboration(*(support(by_stance[stance], origins) for stance in ("asserts", "denies", "hedges")))


def support(reports: Iterable[Report], origins: Mapping[str, str]) -> Support:
    """The sources of some reports, in groups that share an origin. Linear in the reports."""
    joined: UnionFind[tuple[str, str]] = UnionFind()
    sources: dict[tuple[str, str], None] = {}
    for report in reports:
        source = ("source", report.source)
        sources[source] = None
        joined.union(source, ("origin", origins.get(report.source, report.source)))
        if report.statement_id:
            joined.union(source, ("statement", report.statement_id))
        elif report.speaker:
            joined.union(source, ("speaker", report.speaker))
    return Support(tuple(tuple(name for _, name in group) for group in joined.groups(sources)))


def evidence(question: Question, origins: Mapping[str, str]) -> Support:
    """Every source that speaks to a question, in groups that rest on one another."""
    groups: dict[str, dict[str, None]] = {}
    for answer in question.answers:
        for report in answer.reports:
            groups.setdefault(origins.get(report.source, report.source), {})[report.source] = None
    return Support(tuple(tuple(sources) for sources in groups.values()))
