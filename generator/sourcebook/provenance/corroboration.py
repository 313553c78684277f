"""How an answer stands: who asserts it, who denies it, who only hedges, and from how many origins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sourcebook.linking.reports import ResolvedReport, Support
from sourcebook.provenance.independence import support


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


def corroboration_of(answer: int, reports: Iterable[ResolvedReport]) -> Corroboration:
    """How an answer stands, by its number: `reports` are those of its question."""
    own = [report for report in reports if report.answer == answer]
    stances = ("asserts", "denies", "hedges")
    return Corroboration(*(support(report for report in own if report.stance == stance) for stance in stances))
