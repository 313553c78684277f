"""What a build has to do: which pages are out of date, which stay as they are, which go.

A page is out of date where something that was read for it is no longer the same, where the theme around it is another,
or where its file is not what was written. Nobody declares what depends on what: it was written down while pages were
made (`linking/tracking.py`).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sourcebook.incremental.cache import BuildCache, IndexCache, PageEntry
from sourcebook.incremental.output_folder import Stamp
from sourcebook.linking.tracking import Dependency


@dataclass(frozen=True, slots=True)
class PreviousBuild:
    """What there is of the last build."""

    cache: BuildCache = field(default_factory=BuildCache)
    """What it knew; empty where it left nothing that can be used."""
    index: IndexCache = field(default_factory=IndexCache)
    """The parts of the search's index that it made."""
    files: Mapping[str, Stamp] = field(default_factory=dict)
    """The files that stand in the site's folder, by path."""


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """What is to be done with records' pages, by address."""

    make: tuple[str, ...]
    """Those to be made, in the order in which they are wanted."""
    keep: Mapping[str, PageEntry]
    """Those that stand in the site and are right."""
    remove: frozenset[str]
    """Those that the last build made and nobody wants any more."""


def plan_build(
    previous: PreviousBuild,
    wanted: Mapping[str, str],
    shells: Mapping[str, bytes],
    changed: Iterable[Dependency] | None,
    search: str,
) -> BuildPlan:
    """The plan of a build.

    `wanted` are the pages that the site is to have: each one's file, by address. `shells` are digests of what the theme
    puts around the pages of a folder, by folder. `changed` is what is no longer as it was; None where that is not
    known, or all of it is new. `search` is what the search is made with: pages keep what it finds in its own form.
    """
    cache = previous.cache
    keep: dict[str, PageEntry] = {}
    if changed is not None and cache.search == search:
        same_shell = {folder for folder, shell in shells.items() if cache.shells.get(folder) == shell}
        untouched = _untouched(cache, changed)
        keep = {
            address: entry
            for address, path in wanted.items()
            if address in untouched
            and address.partition("/")[0] in same_shell
            and (entry := cache.pages[address]).path == path
            and previous.files.get(path) == (entry.size, entry.mtime_ns)
        }
    make = tuple(address for address in wanted if address not in keep)
    return BuildPlan(make, keep, frozenset(cache.pages.keys() - wanted.keys()))


def _untouched(cache: BuildCache, changed: Iterable[Dependency]) -> set[str]:
    """The addresses of the pages that read nothing of what has changed."""
    different = frozenset(changed)
    numbers = {number for number, dependency in enumerate(cache.dependencies) if dependency in different}
    return {address for address, page in cache.pages.items() if numbers.isdisjoint(array("I", page.read))}
