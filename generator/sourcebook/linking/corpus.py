"""The linked corpus: a corpus, and all that runs between its records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sourcebook.linking.mentions import Context, LinkedProse, Resolve
from sourcebook.linking.names import NameIndex
from sourcebook.linking.prose import RecordProse
from sourcebook.linking.references import CitedFact, Reference, References
from sourcebook.model.corpus import Corpus
from sourcebook.model.place import Place
from sourcebook.model.schema import FieldPath


@dataclass(frozen=True, slots=True)
class AuthoredPage:
    """A page written by hand: its address on the site, its file as reported, its title, its text and HTML.

    `names` is false where its author wants only explicit ids to be links.
    """

    address: str
    is_index: bool
    path: str
    title: str
    text: str
    markup: str
    names: bool = True


@dataclass(frozen=True, slots=True)
class Backlink:
    """A mention seen from its target: of what, who speaks of it, in which field, in which sentence, how often.

    `page` is the address of a page written by hand, where `origin` is no record.
    """

    target: str
    origin: str
    field: str
    context: Context
    count: int
    page: AuthoredPage | None = None


@dataclass(frozen=True, slots=True)
class LinkedCorpus:
    """A corpus and all that runs between its records. Mappings are by record id, but for `prose`."""

    corpus: Corpus
    index: NameIndex
    """The names that become links."""
    prose: Mapping[tuple[str, FieldPath], LinkedProse]
    """Each prose field with its links, by record id and path in the record."""
    backlinks: Mapping[str, tuple[Backlink, ...]]
    """Where a record is spoken of: in other records' prose, then in pages written by hand."""
    incoming: Mapping[str, tuple[Reference, ...]]
    """Which fields of other records name a record; citations are not among them."""
    cited_for: Mapping[str, tuple[CitedFact, ...]]
    """What a source is cited for."""
    mention_counts: Mapping[str, Mapping[str, int]]
    """How often a record's own prose names each other record, notes apart."""
    subjects_by_source: Mapping[str, Mapping[str, int]]
    """What a source speaks of and how often, most often first; 0 where it is only cited on it."""
    sources_by_subject: Mapping[str, tuple[str, ...]]
    """The sources that speak of a record."""
    discriminating_subjects: Mapping[str, tuple[str, ...]]
    """Of `sources_by_subject` what shows which sources belong together: of several, but not of too many."""
    origin_by_source: Mapping[str, str]
    """For each source the one that its account comes from: itself, where it rests on no other."""
    origin_groups: Mapping[str, tuple[str, ...]]
    """The sources that share an origin, by that origin."""
    main_subjects: Mapping[str, tuple[str, ...]]
    """The actors and places that a source speaks of, most often named first; of very many the first ones."""
    places_on_map: Mapping[str, Place]
    """The places that have a position."""
    origin_counts: Mapping[str, int]
    """How many independent origins the sources have that speak of a record."""
    prose_by_record: Mapping[str, RecordProse]
    """The prose fields of a record together."""
    references: References
    """Every reference and citation, by the record that makes it."""
    mentions_by_record: Mapping[str, tuple[Backlink, ...]]
    """The mentions in a record's prose."""
    problems_in_fields: bool
    """Whether a field of any record names something that is not there."""

    def resolve(self, name: str) -> str | None:
        """What ``[[name]]`` shows: the record's title; empty for a record that cannot be read; None for none."""
        return resolver(self.corpus)(name)


def resolver(corpus: Corpus) -> Resolve:
    """How explicit ids in prose are understood in `corpus`."""

    def resolve(name: str) -> str | None:
        if record := corpus.records.get(name):
            return record.title
        return "" if name in corpus.broken else None

    return resolve
