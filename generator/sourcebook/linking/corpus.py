"""The linked corpus: a corpus, and all that runs between its records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sourcebook.linking.mentions import Context, LinkedProse, Resolve
from sourcebook.linking.names import NameIndex
from sourcebook.linking.prose import RecordProse
from sourcebook.linking.references import CitedFact, Reference, References
from sourcebook.linking.reports import ResolvedReport, Support
from sourcebook.linking.tags import Tag
from sourcebook.model.corpus import Corpus
from sourcebook.model.dates import Day
from sourcebook.model.document import Retraction
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
    """A corpus and all that runs between its records.

    A mapping has no key for a record of which there is nothing to say, but for `mention_counts`, `subjects_by_source`,
    `main_subjects`, `origin_by_source`, `prose_by_record` and `mentions_by_record`, which have all of theirs.
    """

    corpus: Corpus
    """The records, and where each of their values stands in its file."""
    index: NameIndex
    """The names by which prose links: each folded name with the id of the one record that it stands for."""
    prose: Mapping[tuple[str, FieldPath], LinkedProse]
    """By record id and path of a field, as in ('torkham', ('facts', 0, 'text')): its safe HTML with its links. Of
    published fields only."""
    backlinks: Mapping[str, tuple[Backlink, ...]]
    """By the id of the record that is spoken of: every mention of it in records and pages written by hand, in the
    order of these."""
    incoming: Mapping[str, tuple[Reference, ...]]
    """By the id of the record that is named: every field of another that names it. Citations are in `cited_for`."""
    cited_for: Mapping[str, tuple[CitedFact, ...]]
    """By source id: every fact that is supported with it, in the order of the records that say them."""
    mention_counts: Mapping[str, Mapping[str, int]]
    """By record id: the records that its own prose names, each with how many times (1 or more). Editors' notes do
    not count."""
    subjects_by_source: Mapping[str, Mapping[str, int]]
    """By source id: the records that it speaks of, each with how many times, most often first; 0 where only a
    record says so, by citing it. No source is among them."""
    sources_by_subject: Mapping[str, tuple[str, ...]]
    """By record id: the ids of the sources that speak of it, in the order of the sources."""
    discriminating_subjects: Mapping[str, tuple[str, ...]]
    """Of `sources_by_subject` what shows which sources belong together: of more than one source, and not of very
    many."""
    origin_by_source: Mapping[str, str]
    """By source id: the id of the source that its account comes from, which is itself where it rests on no other."""
    copied_from: Mapping[str, tuple[str, ...]]
    """By the id of a source that copies others: what it was made from, near or far, nearest first."""
    withdrawn: Mapping[str, Retraction]
    """By source id: that its publisher withdrew it, so that it counts in no figure."""
    known_from: Mapping[str, Day]
    """By source id: the first day on which it can have been known, where any date says so."""
    origin_groups: Mapping[str, tuple[str, ...]]
    """By the id of an origin: the ids of the sources whose account comes from it, with itself."""
    main_subjects: Mapping[str, tuple[str, ...]]
    """By source id: the ids of the actors and places that it speaks of, most often first; of very many the first
    ones."""
    places_on_map: Mapping[str, Place]
    """By id: the places that have a position."""
    reports_by_record: Mapping[str, tuple[ResolvedReport, ...]]
    """By record id: its citations as they count; of a question its reports, answer by answer."""
    support_by_subject: Mapping[str, Support]
    """By record id: what is said of it rests on this. Its sources are those that speak of it."""
    silent_by_subject: Mapping[str, tuple[str, ...]]
    """By record id: the sources that are cited for saying nothing of it, and for nothing else."""
    tags: Mapping[str, Tag]
    """By its key (`tag_key`): each tag that a record carries."""
    records_by_tag: Mapping[str, tuple[str, ...]]
    """By its key: the ids of the records that carry a tag, in the order of the records."""
    prose_by_record: Mapping[str, RecordProse]
    """By record id: all of its prose together, to be taken over by the next run."""
    references: References
    """By the id of the record that says them: what `incoming` and `cited_for` have the other way round."""
    mentions_by_record: Mapping[str, tuple[Backlink, ...]]
    """By record id: the mentions in its own prose, to be taken over by the next run."""
    problems_in_fields: bool
    """Whether an id in a field leads nowhere: then the next run looks at all of them again."""

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
