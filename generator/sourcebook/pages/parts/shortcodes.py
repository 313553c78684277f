"""What a page written by hand can have put in: ``[[:figures]]`` in a paragraph of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup
from pydantic import BaseModel

from sourcebook.geography.basemap import NOTE
from sourcebook.model.actor import Actor
from sourcebook.model.corpus import KINDS
from sourcebook.model.dates import Edtf
from sourcebook.model.document import Document
from sourcebook.model.event import Event
from sourcebook.model.order import in_time
from sourcebook.model.own_fields import own_field, with_fields
from sourcebook.model.place import Place
from sourcebook.model.question import STATUSES, Question
from sourcebook.model.record import Record
from sourcebook.model.schema import FieldSchema, Shows, schema_of
from sourcebook.model.values import OneOf, Term
from sourcebook.model.vocabulary import MayBeTermIn, TermIn, Vocabulary, VocabularyFile
from sourcebook.pages.kinds.question import sides_of
from sourcebook.pages.parts.timeline_data import overall
from sourcebook.pages.render import Renderer
from sourcebook.pages.site.method_page import method_sections
from sourcebook.pages.view import View
from sourcebook.provenance.independence import own_accounts
from sourcebook.words import say, to_be_said


@dataclass(frozen=True, slots=True)
class Shortcode:
    """Something live: its name, what it shows, and how it is made."""

    name: str
    meaning: str
    make: Callable[[View, Renderer], Markup]


def _figures(view: View, renderer: Renderer) -> Markup:
    documents = list(view.corpus.of_kind(Document))
    found = own_accounts([document.id for document in documents], view.linked.origin_by_source)
    return renderer.whole(
        "inserts/figures.html",
        {
            "view": view,
            "sources": found.sources,
            "origins": found.origins,
            "actors": sum(1 for _ in view.corpus.of_kind(Actor)),
            "places": sum(1 for _ in view.corpus.of_kind(Place)),
            "events": sum(1 for _ in view.corpus.of_kind(Event)),
            "questions": [question.kind.key for question in view.corpus.of_kind(Question)],
        },
    )


def _sources(view: View, renderer: Renderer) -> Markup:
    documents = in_time(view.corpus.of_kind(Document))
    return renderer.whole(
        "inserts/sources.html", {"view": view, "documents": documents[-6:] if len(documents) > 6 else documents}
    )


def _most_spoken_of(view: View, records: list[Record], limit: int) -> list[tuple[Record, int]]:
    counted = [(record, view.queries.support_of(record).sources) for record in records]
    return sorted(counted, key=lambda item: (-item[1], item[0].title))[:limit]


def _actors(view: View, renderer: Renderer) -> Markup:
    people: list[Record] = [actor for actor in view.corpus.of_kind(Actor) if actor.is_person]
    others: list[Record] = [actor for actor in view.corpus.of_kind(Actor) if not actor.is_person]
    return renderer.whole(
        "inserts/actors.html",
        {
            "view": view,
            "groups": [
                (to_be_said("People"), _most_spoken_of(view, people, 8)),
                (to_be_said("Groups and states"), _most_spoken_of(view, others, 8)),
            ],
        },
    )


def _places(view: View, renderer: Renderer) -> Markup:
    return renderer.whole(
        "inserts/places.html", {"view": view, "places": _most_spoken_of(view, list(view.corpus.of_kind(Place)), 8)}
    )


def _questions(view: View, renderer: Renderer) -> Markup:
    found = view.corpus.of_kind(Question)
    questions = sorted(found, key=lambda q: (STATUSES.index(q.kind), -len(q.answers), q.question))
    cards = [
        (question, sides_of(view, question), view.queries.support_of(question)) for question in questions[:6]
    ]
    return renderer.whole("inserts/questions.html", {"view": view, "cards": cards, "all": len(questions)})


def _map(view: View, renderer: Renderer) -> Markup:
    drawn, beyond = view.atlas.overview()
    return renderer.whole("inserts/map.html", {"view": view, "map": drawn, "beyond": beyond, "note": NOTE})


def _timeline(view: View, renderer: Renderer) -> Markup:
    return overall(view) or Markup('<p class="sb-text__unknown">%s</p>') % say("No date is known yet.")


def _fields_of(kind: type[Record], view: View, renderer: Renderer) -> Markup:
    words = view.corpus.vocabulary
    return _field_tables(kind.folder, with_fields(kind, words.fields.get(kind.folder, ())), words, renderer)


def _fields_of_vocabulary(view: View, renderer: Renderer) -> Markup:
    return _field_tables("vocabulary", VocabularyFile, view.corpus.vocabulary, renderer)


def _field_tables(prefix: str, model: type[BaseModel], words: Vocabulary, renderer: Renderer) -> Markup:
    """Tables of the fields of a model and of its parts; the anchors of these begin with `prefix`."""
    parts: dict[str, tuple[FieldSchema, ...]] = {}
    todo = [model]
    while todo:
        for field in schema_of(todo.pop(0)):
            if field.model is not None and field.model.__name__ not in parts:
                parts[field.model.__name__] = schema_of(field.model)
                todo.append(field.model)
    lists = _term_lists(model, words)
    values = {"prefix": prefix, "fields": schema_of(model), "parts": parts, "term_lists": lists, "value": _value}
    return renderer.whole("inserts/fields.html", values)


def _value(field: FieldSchema) -> str:
    """What a field's value is, in words: ``ids or names``, ``a date``."""
    one, several = say("text"), say("texts")
    if field.mapping:
        return say("ids with numbers") if field.refers else say("keys, each with what it says")
    if own := own_field(field):
        return ", ".join(filter(None, (say(own.type), own.unit)))
    if field.refers is not None:
        loose = field.refers.loose
        one, several = (say("an id or a name"), say("ids or names")) if loose else (say("an id"), say("ids"))
    elif field.prose:
        one = say("prose")
    elif field.value_type is Edtf:
        one = say("a date (EDTF)")
    elif field.value_type in (int, float):
        one = say("a number")
    elif field.value_type is bool:
        one = say("yes or no")
    elif any(isinstance(mark, OneOf | TermIn) for mark in field.marks):
        one = say("one of the words below")
    else:
        for mark, words in (
            (Shows.LANGUAGE, (say("a language tag"), say("language tags"))),
            (Shows.COUNTRY, (say("a code"), say("codes"))),
            (Shows.ADDRESS, (say("a web address"), say("web addresses"))),
        ):
            if mark in field.marks:
                one, several = words
    return several if field.many else one


def _term_lists(model: type[BaseModel], words: Vocabulary) -> Mapping[str, tuple[Term, ...]]:
    """The lists of words that fields of the model draw on, by what they are words for."""
    found: dict[str, tuple[Term, ...]] = {}
    todo: list[type[BaseModel]] = [model]
    met = {model}
    while todo:
        for field in schema_of(todo.pop(0)):
            for mark in field.marks:
                if isinstance(mark, OneOf | TermIn | MayBeTermIn) and (terms := tuple(mark.terms_in(words).values())):
                    found.setdefault(mark.what, terms)
            if field.model is not None and field.model not in met:
                met.add(field.model)
                todo.append(field.model)
    return found


SHORTCODES: tuple[Shortcode, ...] = (
    Shortcode("figures", "how many sources, origins, actors and places there are, each leading to its index", _figures),
    Shortcode("sources", "the six latest sources as cards", _sources),
    Shortcode("actors", "the people and the groups that most sources speak of", _actors),
    Shortcode("places", "the places that most sources speak of", _places),
    Shortcode("questions", "the first six questions as cards, disputed ones first", _questions),
    Shortcode("map", "a map of the region where most places lie", _map),
    Shortcode("method", "how this site counts, and what its words mean", method_sections),
    Shortcode("timeline", "what happened when, and when sources were published", _timeline),
    *(
        Shortcode(
            f"{kind.address}-fields", f"every field of a record of the kind '{kind.noun}'", partial(_fields_of, kind)
        )
        for kind in KINDS
    ),
    Shortcode("vocabulary-fields", "every field of the site's vocabulary", _fields_of_vocabulary),
)
"""Everything that can be put in, in the order of the guide."""
