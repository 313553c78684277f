"""Who mentions a record: backlinks in groups, as pages list them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sourcebook.linking.corpus import Backlink
from sourcebook.model.corpus import KINDS
from sourcebook.model.document import TITLES
from sourcebook.model.record import Record
from sourcebook.words import to_be_said

PAGES = to_be_said("pages")


@dataclass(frozen=True, slots=True)
class MentionGroup:
    """The records of one kind (or the pages) that mention something, each with the sentences that do."""

    label: str
    """The kind's plural, to be said: 'sources', 'pages'."""
    items: tuple[tuple[Backlink, ...], ...]


def group_mentions(links: Iterable[Backlink], records: Mapping[str, Record]) -> list[MentionGroup]:
    """Backlinks by the kind of the records they stand in, and by record; pages written by hand come last."""
    found: dict[str, dict[str, list[Backlink]]] = {}
    for link in links:
        origin = records.get(link.origin)
        label = origin.plural if origin else PAGES
        name = link.page.path if link.page else link.origin
        found.setdefault(label, {}).setdefault(name, []).append(link)
    labels = [*(kind.plural for kind in KINDS), PAGES]
    return [
        MentionGroup(label, tuple(_without_short_versions(links) for links in found[label].values()))
        for label in labels
        if label in found
    ]


def _without_short_versions(links: list[Backlink]) -> tuple[Backlink, ...]:
    """A record's title and summary say in short what its other fields say: they are left out where those are there."""
    longer = [link for link in links if link.field not in TITLES] or links
    fuller = [link for link in longer if link.field != "summary"]
    return tuple(fuller or longer)
