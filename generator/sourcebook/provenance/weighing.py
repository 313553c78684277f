"""All that a corpus rests on, found after it is linked: which sources copy which, who speaks of what, how well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sourcebook.diagnostics import Diagnostic
from sourcebook.linking.corpus import LinkedCorpus
from sourcebook.linking.link import TextLinks
from sourcebook.model.corpus import Corpus
from sourcebook.model.dates import Day
from sourcebook.provenance.coverage import Coverage, Spoken, find_coverage
from sourcebook.provenance.dating import check_dates
from sourcebook.provenance.known import check_told, find_known_from
from sourcebook.provenance.naming import check_named
from sourcebook.provenance.origins import circles_of_parts, copied_from, find_origins, withdrawn_sources
from sourcebook.provenance.resolution import Families, check_reports


@dataclass(frozen=True, slots=True)
class Weight:
    """What a corpus rests on."""

    copying: Families
    """Which sources copy which."""
    origin_groups: Mapping[str, tuple[str, ...]]
    """By the id of an origin: the ids of the sources whose account comes from it, with itself."""
    coverage: Coverage
    """Which sources speak of what."""
    known_from: Mapping[str, Day]
    """By source id: the first day on which it can have been known, where any date says so."""


def weigh(
    corpus: Corpus, links: TextLinks, before: LinkedCorpus | None = None
) -> tuple[Weight, list[Diagnostic]]:
    """What a corpus rests on, and what is wrong with it. For `before` see `find_coverage`."""
    origins, problems = find_origins(corpus)
    withdrawn = withdrawn_sources(corpus)
    families = Families(origins, copied_from(corpus), withdrawn)
    spoken = Spoken(links.mention_counts, links.mentions_by_record, links.references.citations)
    coverage = find_coverage(corpus, spoken, families, before)
    groups: dict[str, list[str]] = {}
    for source, origin in origins.items():
        groups.setdefault(origin, []).append(source)
    problems += circles_of_parts(corpus) + check_reports(corpus, families) + check_named(corpus, spoken)
    problems += check_dates(corpus)
    problems += check_told(corpus, spoken.citations)
    origin_groups = {origin: tuple(members) for origin, members in groups.items()}
    return Weight(families, origin_groups, coverage, find_known_from(corpus, spoken.citations)), problems
