"""Independence: how many origins a set of reports has. The only place that counts them.

A report has a *family*, its source with all that copies it or is copied by it, and a *root*, what it goes back to: the
statement that it is named after, else the earliest link of the chain that it came through, else the speaker, else the
family's own account. The number of origins is the largest number of reports of which no two share a family or a root.
So it is never more than the sources, nor more than the roots; what a copy says as its original does adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sourcebook.bipartite import maximum_matching
from sourcebook.linking.reports import ResolvedReport, SourceGroup, Support
from sourcebook.union_find import UnionFind


def own_account(source: str, family: str) -> ResolvedReport:
    """What a source says in its own voice."""
    return ResolvedReport(source, family, f"account {family}")


def support(reports: Iterable[ResolvedReport]) -> Support:
    """What the reports rest on."""
    edges: dict[tuple[str, str], None] = {}
    families: dict[str, str] = {}
    holders: dict[str, str] = {}
    apart = True
    for report in reports:
        edges[report.family, report.root] = None
        families.setdefault(report.source, report.family)
        apart &= holders.setdefault(report.root, report.family) == report.family
    if apart:  # most records, by far: no root is that of two families, so each of these is an origin
        members: dict[str, list[str]] = {}
        for source, family in families.items():
            members.setdefault(family, []).append(source)
        return Support(tuple(SourceGroup(tuple(sources), 1) for sources in members.values()))
    joined: UnionFind[tuple[str, str]] = UnionFind()
    for family, root in edges:
        joined.union(("family", family), ("root", root))
    groups: dict[tuple[str, str], tuple[list[str], list[tuple[str, str]]]] = {}
    for source, family in families.items():
        groups.setdefault(joined.find(("family", family)), ([], []))[0].append(source)
    for family, root in edges:
        groups[joined.find(("family", family))][1].append((family, root))
    return Support(tuple(SourceGroup(tuple(sources), maximum_matching(own)) for sources, own in groups.values()))


def record_support(
    reports: Iterable[ResolvedReport], sources: Iterable[str], families: Mapping[str, str]
) -> Support:
    """What is said of a record rests on this: its own reports, and what sources that it does not cite tell of it."""
    own = list(reports)
    cited = {report.source for report in own}
    others = [own_account(name, families.get(name, name)) for name in sources if name not in cited]
    return support([*own, *others])


def own_accounts(sources: Iterable[str], families: Mapping[str, str]) -> Support:
    """What sources rest on if each tells what it tells in its own voice: copies share an origin with their original."""
    return support(own_account(source, families.get(source, source)) for source in sources)
