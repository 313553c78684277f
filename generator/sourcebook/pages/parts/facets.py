"""What a search can be narrowed to: for each record, who published it and when, whom and what it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sourcebook.linking.tags import tags_of
from sourcebook.model.actor import Actor
from sourcebook.model.date_words import year_words
from sourcebook.model.dates import Edtf
from sourcebook.model.document import Document
from sourcebook.model.languages import language_name
from sourcebook.model.meanings import dates_of, named_as
from sourcebook.model.place import Place
from sourcebook.model.question import Question
from sourcebook.model.record import Record
from sourcebook.model.schema import Means
from sourcebook.model.vocabulary import Vocabulary
from sourcebook.pages.parts.own_fields import facet_name, own_facets
from sourcebook.pages.view import View
from sourcebook.words import say


@dataclass(frozen=True, slots=True)
class Facet:
    """A thing to narrow a search by: its name in the index, and its label for readers."""

    name: str
    label: str


FACETS: tuple[Facet, ...] = (
    Facet("type", "Show"),
    Facet("kind", "Kind"),
    Facet("publisher", "Publisher"),
    Facet("year", "Year"),
    Facet("language", "Language"),
    Facet("actor", "Actor"),
    Facet("place", "Place"),
    Facet("tag", "Tag"),
)
"""In the order of the search page."""

_MOST_YEARS = 12


def offered_facets(vocabulary: Vocabulary) -> tuple[Facet, ...]:
    """Ours, and those of the site's own fields; two kinds' fields of one name are one."""
    own = (field for fields in vocabulary.fields.values() for field in fields if field.facet)
    return (*FACETS, *{facet_name(field): Facet(facet_name(field), field.label) for field in own}.values())


def facets_of(view: View, record: Record) -> tuple[tuple[str, str], ...]:
    """The record's facets: pairs of a name and a value, each once.

    A source has the actors and places that it speaks of; any other record has itself, those it names, and those that
    it is about. All have those of their fields that mean an actor or a place.
    """
    return tuple(dict.fromkeys(_facets(view, record)))


def _facets(view: View, record: Record) -> Iterator[tuple[str, str]]:
    yield "type", say(record.plural).capitalize()
    yield "kind", record.kind_label
    if isinstance(record, Document):
        if record.publisher:
            known = view.corpus.records.get(record.publisher)
            yield "publisher", known.title if known else record.publisher
        if record.language:
            yield "language", language_name(record.language)
    for dated in dates_of(record):
        yield from _years(dated.date)
    yield from (("tag", tag.label) for tag in tags_of(record, view.linked.tags))
    yield from own_facets(view, record)
    for name in _concerned(view, record):
        other = view.corpus.records.get(name)
        if isinstance(other, Actor | Place):
            yield "actor" if isinstance(other, Actor) else "place", other.title


def _concerned(view: View, record: Record) -> Iterator[str]:
    if isinstance(record, Document):
        yield from view.linked.subjects_by_source.get(record.id, ())
    else:
        yield record.id
    yield from named_as(record, Means.WHO)
    yield from named_as(record, Means.WHERE)
    if isinstance(record, Question):
        yield from record.about or ()
    if not isinstance(record, Document):
        yield from view.linked.mention_counts.get(record.id, ())


def _years(date: Edtf | None) -> Iterator[tuple[str, str]]:
    """The years that a date can mean; none of one that leaves more than a dozen open."""
    if date is None:
        return
    bounds = [day[0] for day in (date.earliest, date.latest) if day]
    if bounds and bounds[-1] - bounds[0] < _MOST_YEARS:
        for year in range(bounds[0], bounds[-1] + 1):
            yield "year", year_words(year)
