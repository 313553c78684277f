"""Reports as they are counted, and what a set of them rests on: values that `provenance/` finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sourcebook.words import say_count


class ResolvedReport(NamedTuple):
    """A source's report as it is counted: where it belongs, and what it goes back to."""

    source: str
    """The id of the source."""
    family: str
    """The id of the original of the source's family."""
    root: str
    """What it goes back to; compared only."""
    stance: str = "asserts"
    """``asserts``, ``denies`` or ``hedges``."""
    answer: int = -1
    """The number of the answer that it gives; -1 where it is none to a question."""
    number: int = -1
    """Its number among that answer's reports."""
    is_addition: bool = False
    """Whether a copy says it, and what it was made from does not."""


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """Sources that cannot be told apart entirely: each shares a family or a root with another of them."""

    sources: tuple[str, ...]
    """Their ids, in order of the reports."""
    origins: int
    """How many independent origins they have: at least one, at most as many as there are sources."""


@dataclass(frozen=True, slots=True)
class Support:
    """What a set of reports rests on."""

    groups: tuple[SourceGroup, ...] = ()
    """The sources in groups that share nothing with one another, in order of the reports; no source twice."""

    @property
    def sources(self) -> int:
        """How many sources there are."""
        return sum(len(group.sources) for group in self.groups)

    @property
    def origins(self) -> int:
        """How many independent origins they have."""
        return sum(group.origins for group in self.groups)

    @property
    def source_ids(self) -> tuple[str, ...]:
        """The ids of the sources, group by group."""
        return tuple(source for group in self.groups for source in group.sources)

    def __str__(self) -> str:
        """``2 sources, 1 origin``."""
        return f"{say_count(self.sources, 'source')}, {say_count(self.origins, 'origin')}"
