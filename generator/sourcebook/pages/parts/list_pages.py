"""Lists that are too long for a record's page: its page shows the first entries, and another one all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sourcebook.linking.corpus import LinkedCorpus
from sourcebook.model.actor import Actor
from sourcebook.model.corpus import KINDS
from sourcebook.model.document import Document
from sourcebook.model.event import Event
from sourcebook.model.place import Place
from sourcebook.model.question import Question
from sourcebook.model.record import Record
from sourcebook.pages.parts.refers import REFERS, REFERS_HEADING, least_referring

LIST_LIMIT = 40
"""A list of more entries has a page of its own: a record's page is to be light, however popular the record is."""


@dataclass(frozen=True, slots=True)
class LongList:
    """A list that can be long: its block in the templates, the kinds of records that have it, and how many entries it
    has for one of them. Its heading is that of the page's section, if it is one."""

    block: str
    kinds: tuple[type[Record], ...]
    count: Callable[[LinkedCorpus, str], int]
    heading: str = ""

    @property
    def anchor(self) -> str:
        """Where it is on a page, and what its own page is called."""
        return self.block.replace("_", "-")


def _citing(linked: LinkedCorpus, name: str) -> int:
    records = linked.corpus.records
    citing = {fact.record for fact in linked.cited_for.get(name, ())}
    return sum(other != name and not isinstance(records[other], Question) for other in citing)


def _mentioning(linked: LinkedCorpus, name: str) -> int:
    return len({link.page.path if link.page else link.origin for link in linked.backlinks.get(name, ())})


def _actors(linked: LinkedCorpus, name: str) -> int:
    return sum(isinstance(linked.corpus.records[other], Actor) for other in linked.subjects_by_source.get(name, ()))


def _published(linked: LinkedCorpus, name: str) -> int:
    found = linked.incoming.get(name, ())
    return len({reference.origin for reference in found if reference.field in ("publisher", "authors")})


LONG_LISTS = (
    LongList("cited_for", (Document,), _citing),
    LongList("mentions", KINDS, _mentioning),
    LongList("published", (Actor,), _published),
    LongList("actors", (Document,), _actors, "Actors it speaks of"),
    LongList(
        "sources",
        (Actor, Place, Event),
        lambda linked, name: len(linked.sources_by_subject.get(name, ())),
        "Sources on it",
    ),
    LongList(REFERS, KINDS, least_referring, REFERS_HEADING),
)


def with_long_lists(linked: LinkedCorpus) -> frozenset[str]:
    """The records that can have a long list. Others need not be looked at: all are planned anew at every edit."""
    maps = (linked.cited_for, linked.backlinks, linked.incoming, linked.subjects_by_source, linked.sources_by_subject)
    return frozenset(name for mapping in maps for name, found in mapping.items() if len(found) > LIST_LIMIT)


def long_lists(linked: LinkedCorpus, record: Record) -> Iterator[LongList]:
    """The lists of a record that have a page of their own."""
    return (
        found for found in LONG_LISTS if isinstance(record, found.kinds) and found.count(linked, record.id) > LIST_LIMIT
    )
