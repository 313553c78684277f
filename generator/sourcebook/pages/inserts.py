"""What a page written by hand can have put in: ``[[:figures]]`` in a paragraph of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from sourcebook.model.actor import Actor
from sourcebook.model.document import Document
from sourcebook.model.place import Place
from sourcebook.model.record import Record
from sourcebook.pages.render import Renderer
from sourcebook.pages.view import View, in_time


@dataclass(frozen=True, slots=True)
class Insert:
    """Something live: its name, what it shows, and how it is made."""

    name: str
    meaning: str
    make: Callable[[View, Renderer], Markup]


def _figures(view: View, renderer: Renderer) -> Markup:
    documents = list(view.corpus.of_kind(Document))
    origins = view.origin_count(document.id for document in documents)
    return renderer.whole(
        "inserts/figures.html",
        {
            "view": view,
            "sources": len(documents),
            "origins": origins,
            "actors": sum(1 for _ in view.corpus.of_kind(Actor)),
            "places": sum(1 for _ in view.corpus.of_kind(Place)),
        },
    )


def _sources(view: View, renderer: Renderer) -> Markup:
    documents = in_time(view.corpus.of_kind(Document))
    return renderer.whole(
        "inserts/sources.html", {"view": view, "documents": documents[-6:] if len(documents) > 6 else documents}
    )


def _most_spoken_of(view: View, records: list[Record], limit: int) -> list[tuple[Record, int]]:
    counted = [(record, len(view.linked.covered_by.get(record.id, ()))) for record in records]
    return sorted(counted, key=lambda item: (-item[1], item[0].title))[:limit]


def _actors(view: View, renderer: Renderer) -> Markup:
    people: list[Record] = [actor for actor in view.corpus.of_kind(Actor) if actor.kind == "person"]
    others: list[Record] = [actor for actor in view.corpus.of_kind(Actor) if actor.kind != "person"]
    return renderer.whole(
        "inserts/actors.html",
        {
            "view": view,
            "groups": [
                ("People", _most_spoken_of(view, people, 8)),
                ("Groups and states", _most_spoken_of(view, others, 8)),
            ],
        },
    )


def _places(view: View, renderer: Renderer) -> Markup:
    return renderer.whole(
        "inserts/places.html", {"view": view, "places": _most_spoken_of(view, list(view.corpus.of_kind(Place)), 8)}
    )


INSERTS: tuple[Insert, ...] = (
    Insert("figures", "how many sources, origins, actors and places there are, each leading to its index", _figures),
    Insert("sources", "the six latest sources as cards", _sources),
    Insert("actors", "the people and the groups that most sources speak of", _actors),
    Insert("places", "the places that most sources speak of", _places),
)
"""Everything that can be put in, in the order of the guide."""
