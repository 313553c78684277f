"""Independence: sources that rest on the same root share one origin, however many they are."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise

from sourcebook.diagnostics import Diagnostic, error
from sourcebook.model.actor import Actor
from sourcebook.model.corpus import Corpus
from sourcebook.model.document import Derivation, Document, Retraction
from sourcebook.model.event import Event
from sourcebook.model.place import Place
from sourcebook.model.record import Record
from sourcebook.model.schema import FieldPath
from sourcebook.union_find import UnionFind

_MOST_CIRCLES = 50


def find_origins(corpus: Corpus) -> tuple[Mapping[str, str], list[Diagnostic]]:
    """For each document the document its account comes from (itself, if it is original), and circles of derivation.

    Rewrites, syndications, translations and texts from the same statement collapse into the earliest
    root by id; a text that merely quotes another stays an origin.
    """
    graph: dict[str, tuple[str, ...]] = {
        document.id: tuple(d.source for d in document.derived_from if d.how.copies and d.source in corpus.records)
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
    joined.update(document for group in corpus.joined for document in group)
    members = [document for document in graph if document in joined]
    families: UnionFind[str] = UnionFind()
    # A document made of two others joins them: what rests on both is independent of neither.
    for document in members:
        for base in graph[document]:
            if base in graph:
                families.union(document, base)
    for joint in corpus.joined:
        for document in joint[1:]:
            families.union(joint[0], document)
    found = dict(zip(graph, graph, strict=True))
    for group in families.groups(members):
        originals = [member for member in group if not graph[member]]
        found.update(dict.fromkeys(group, min(originals or group)))
    return found, problems


def _copies(derivation: Derivation) -> bool:
    return derivation.how.copies


def copied_from(corpus: Corpus, follows: Callable[[Derivation], bool] = _copies) -> dict[str, tuple[str, ...]]:
    """For each document that copies others: what it was made from, near or far, nearest first; itself never.

    `follows`: whether a derivation is followed.
    """
    graph = {
        document.id: tuple(d.source for d in document.derived_from if follows(d) and d.source in corpus.records)
        for document in corpus.of_kind(Document)
        if document.derived_from
    }
    found: dict[str, tuple[str, ...]] = {}
    for document, bases in graph.items():
        before = dict.fromkeys(bases)
        todo = deque(bases)
        while todo:
            further = [base for base in graph.get(todo.popleft(), ()) if base not in before]
            before.update(dict.fromkeys(further))
            todo += further
        before.pop(document, None)
        if before:
            found[document] = tuple(before)
    return found


def withdrawn_sources(corpus: Corpus) -> dict[str, Retraction]:
    """The documents that were withdrawn by whoever published them, with what is known of it."""
    return {document.id: document.retracted for document in corpus.of_kind(Document) if document.retracted}


def circles_of_parts(corpus: Corpus) -> list[Diagnostic]:
    """A problem for every circle of places, of events or of actors that are part of one another."""
    problems = []
    for kind, part_of in ((Place, _part_of), (Event, _part_of), (Actor, _part_of_actor)):
        links = {record.id: part_of(record) for record in corpus.of_kind(kind)}
        for circle in circles({record: tuple(targets) for record, targets in links.items()}):
            message = f"{kind.plural} cannot be part of each other in a circle: " + " → ".join(circle)
            where = corpus.where(circle[0], links[circle[0]][circle[1]])
            problems.append(error("circle", message, where, "remove one of the links"))
    return problems


def _part_of(record: Record) -> dict[str, FieldPath]:
    """What a place or an event is part of, and where its file says so."""
    return dict.fromkeys(getattr(record, "part_of", None) or (), ("part_of",))


def _part_of_actor(record: Record) -> dict[str, FieldPath]:
    """What an actor is part of, but for itself: its own check tells of that."""
    relations = enumerate(record.relations) if isinstance(record, Actor) else ()
    return {
        relation.to: ("relations", position, "to")
        for position, relation in relations
        if relation.kind.key == "part-of" and relation.to != record.id
    }


def circles(graph: Mapping[str, tuple[str, ...]]) -> list[list[str]]:
    """Circles of `graph`, closed: ``[a, b, a]``, such that every edge that lies on a circle is on one of them.

    Each is a shortest one. There may be many more ways round, but none that leads along other edges. From parts of the
    graph with more circles than `_MOST_CIRCLES` there are so many.
    """
    found: list[list[str]] = []
    for part in _strong_parts(graph):
        inner = {node: [target for target in graph[node] if target in part] for node in graph if node in part}
        shown: set[tuple[str, str]] = set()
        count = 0
        for node, targets in inner.items():
            for target in targets:
                if (node, target) not in shown and count < _MOST_CIRCLES:
                    circle = [node, *_shortest(inner, target, node)]
                    shown.update(pairwise(circle))
                    found.append(circle)
                    count += 1
    return found


def _strong_parts(graph: Mapping[str, tuple[str, ...]]) -> list[Collection[str]]:
    """The strongly connected parts of `graph` that hold a circle, in its order. Linear (Kosaraju's algorithm)."""
    back: dict[str, list[str]] = {node: [] for node in graph}
    for node, targets in graph.items():
        for target in targets:
            if target in back:
                back[target].append(node)
    left: list[str] = []  # in the order in which a walk in depth leaves them
    seen: set[str] = set()
    for start in graph:
        if start in seen:
            continue
        seen.add(start)
        way = [(start, iter(graph[start]))]
        while way:
            node, targets_left = way[-1]
            following = next((target for target in targets_left if target in graph and target not in seen), None)
            if following is None:
                left.append(node)
                way.pop()
            else:
                seen.add(following)
                way.append((following, iter(graph[following])))
    parts: dict[str, dict[str, None]] = {}
    placed: set[str] = set()
    for start in reversed(left):
        if start in placed:
            continue
        part, todo = {start: None}, [start]
        placed.add(start)
        while todo:
            for before in back[todo.pop()]:
                if before not in placed:
                    placed.add(before)
                    part[before] = None
                    todo.append(before)
        if len(part) > 1 or start in graph[start]:
            parts.update(dict.fromkeys(part, part))
    return list({id(parts[node]): parts[node] for node in graph if node in parts}.values())


def _shortest(graph: Mapping[str, Sequence[str]], start: str, goal: str) -> list[str]:
    """A shortest way from `start` to `goal`, both among it; there must be one."""
    came_from = {start: start}
    todo = deque([start])
    while goal not in came_from:
        node = todo.popleft()
        for target in graph[node]:
            if target not in came_from:
                came_from[target] = node
                todo.append(target)
    way = [goal]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]
