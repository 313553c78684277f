"""Independence: sources that rest on the same root share one origin, however many they are."""

from __future__ import annotations

from collections.abc import Mapping

from sourcebook.diagnostics import Diagnostic, error
from sourcebook.model.corpus import Corpus
from sourcebook.model.document import COPIES, Document
from sourcebook.model.event import Event
from sourcebook.model.place import Place
from sourcebook.model.record import Record


def find_origins(corpus: Corpus) -> tuple[Mapping[str, str], list[Diagnostic]]:
    """For each document the document its account comes from (itself, if it is original), and circles of derivation.

    Rewrites, syndications, translations and texts from the same statement collapse into the earliest
    root by id; a text that merely quotes another stays an origin.
    """
    graph: dict[str, tuple[str, ...]] = {
        document.id: tuple(d.source for d in document.derived_from if d.how in COPIES and d.source in corpus.records)
        if document.derived_from
        else ()
        for document in corpus.of_kind(Document)
    }
    problems = [
        error(
            "circle",
            "sources cannot rest on each other in a circle: " + " → ".join(circle),
            corpus.where(circle[0], ("derived_from",)),
            "remove one of the links",
        )
        for circle in circles(graph)
    ]
    joined = {document for document, bases in graph.items() if bases}
    joined.update(base for document in list(joined) for base in graph[document])
    members = [document for document in graph if document in joined]
    parent = {document: document for document in members}

    def root(document: str) -> str:
        while parent[document] != document:
            parent[document] = parent[parent[document]]
            document = parent[document]
        return document

    # A document made of two others joins them: what rests on both is independent of neither.
    for document in members:
        for base in graph[document]:
            if base in parent:
                parent[root(document)] = root(base)
    groups: dict[str, list[str]] = {}
    for document in members:
        groups.setdefault(root(document), []).append(document)
    found = dict(zip(graph, graph, strict=True))
    for group in groups.values():
        originals = [member for member in group if not graph[member]]
        found.update(dict.fromkeys(group, min(originals or group)))
    return found, problems


def circles_of_parts(corpus: Corpus) -> list[Diagnostic]:
    """A problem for every circle of places, or of events, that are part of one another."""
    graphs: tuple[tuple[type[Record], dict[str, tuple[str, ...]]], ...] = (
        (Place, {place.id: place.part_of or () for place in corpus.of_kind(Place)}),
        (Event, {event.id: event.part_of or () for event in corpus.of_kind(Event)}),
    )
    return [
        error(
            "circle",
            f"{kind.plural} cannot be part of each other in a circle: " + " → ".join(circle),
            corpus.where(circle[0], ("part_of",)),
            "remove one of the links",
        )
        for kind, graph in graphs
        for circle in circles(graph)
    ]


def circles(graph: Mapping[str, tuple[str, ...]]) -> list[list[str]]:
    """Each circle of `graph` that a walk along its edges runs into, closed: ``[a, b, a]``. Linear in edges."""
    done: set[str] = set()
    found: list[list[str]] = []
    for start in graph:
        if start in done:
            continue
        way = [start]
        on_way = {start: 0}
        todo = [iter(graph[start])]
        while todo:
            following = next(todo[-1], None)
            if following is None:
                todo.pop()
                last = way.pop()
                del on_way[last]
                done.add(last)
            elif following in on_way:
                found.append([*way[on_way[following] :], following])
            elif following in graph and following not in done:
                on_way[following] = len(way)
                way.append(following)
                todo.append(iter(graph[following]))
    return found
