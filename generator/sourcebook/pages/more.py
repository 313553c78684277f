"""Lists that are too long for a record's page: its page shows the first entries, and another one all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sourcebook.linking.linked import LinkedCorpus
from sourcebook.model.actor import Actor
from sourcebook.model.corpus import KINDS
from sourcebook.model.document import Document
from sourcebook.model.event import Event
from sourcebook.model.place import Place
from sourcebook.model.question import Question
from sourcebook.model.record import Record

MOST = 40
"""A list of more entries has a page of its own: a record's page is to be light, however popular the record is."""


@dataclass(frozen=True, slots=True)
class LongList:
    """A list that can be long: its block in the templates, the kinds of records that have it, and how many entries it
    has for one of them, or 0 where these are not many. Its heading is that of the page's section, if it is one."""

    block: str
    kinds: tuple[type[Record], ...]
    count: Callable[[LinkedCorpus, str], int]
    heading: str = ""

    @property
    def anchor(self) -> str:
        """Where it is on a page, and what its own page is called."""
        return self.block.replace("_", "-")


# Asked of every record at every edit: most have too little for any list to be long, and are not looked at closely.


def _citing(linked: LinkedCorpus, name: str) -> int:
    facts = linked.cited_for.get(name, ())
    if len(facts) <= MOST:
        return 0
    records = linked.corpus.records
    return sum(other != name and not isinstance(records[other], Question) for other in {fact.record for fact in facts})


def _mentioning(linked: LinkedCorpus, name: str) -> int:
    links = linked.backlinks.get(name, ())
    if len(links) <= MOST:
        return 0
    return len({link.page.path if link.page else link.origin for link in links})


def _actors(linked: LinkedCorpus, name: str) -> int:
    covered = linked.covers.get(name, ())
    if len(covered) <= MOST:
        return 0
    return sum(isinstance(linked.corpus.records[other], Actor) for other in covered)


def _published(linked: LinkedCorpus, name: str) -> int:
    references = linked.incoming.get(name, ())
    if len(references) <= MOST:
        return 0
    return len({found.origin for found in references if found.field in ("publisher", "authors")})


LISTS = (
    LongList("cited_for", (Document,), _citing),
    LongList("mentions", KINDS, _mentioning),
    LongList("published", (Actor,), _published),
    LongList("actors", (Document,), _actors, "Actors it speaks of"),
    LongList(
        "sources", (Actor, Place, Event), lambda linked, name: len(linked.covered_by.get(name, ())), "Sources on it"
    ),
)


def long_lists(linked: LinkedCorpus, record: Record) -> Iterator[LongList]:
    """The lists of a record that have a page of their own."""
    return (found for found in LISTS if type(record) in found.kinds and found.count(linked, record.id) > MOST)
