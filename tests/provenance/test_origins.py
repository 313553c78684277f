from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sourcebook.provenance.cooccurrence import (
    discriminating_subjects_of,
    main_subjects_of,
    mentioned_with,
    related_sources,
)
from sourcebook.provenance.origins import circles, find_origins
from tests.helpers import lines, linked, read


def document(*derived: tuple[str, str]) -> str:
    lines = [f"  - {{source: {source}, how: {how}}}" for source, how in derived]
    return "title: T\nkind: news\n" + ("derived_from:\n" + "\n".join(lines) + "\n" if lines else "")


def test_copies_share_an_origin_and_quotations_do_not() -> None:
    corpus, _ = linked({
        "documents/a.yml": document(),
        "documents/b.yml": document(("a", "rewrite")),
        "documents/c.yml": document(("b", "translation")),
        "documents/q.yml": document(("a", "quotes")),
    })  # fmt: skip
    assert corpus.origin_by_source == {"a": "a", "b": "a", "c": "a", "q": "q"}
    assert corpus.origin_groups["a"] == ("a", "b", "c")


def test_a_text_made_of_two_joins_them() -> None:
    files = {"documents/a.yml": document(), "documents/b.yml": document()}
    files["documents/z.yml"] = document(("a", "rewrite"), ("b", "syndication"))
    corpus, _ = linked(dict(files))
    assert set(corpus.origin_by_source.values()) == {"a"}


def test_circles_are_told_with_their_way() -> None:
    corpus, _ = read({
        "documents/a.yml": document(("c", "rewrite")),
        "documents/b.yml": document(("a", "rewrite")),
        "documents/c.yml": document(("b", "rewrite")),
    })  # fmt: skip
    origins, problems = find_origins(corpus)
    assert set(origins.values()) == {"a"}
    assert lines(problems) == [
        "sources/documents/a.yml:4:3: error: sources cannot rest on each other in a circle: a → c → b → a; "
        "remove one of the links [circle]"
    ]


def test_places_in_a_circle() -> None:
    _, problems = linked({
        "places/a.yml": "name: A1\nkind: city\npart_of: b\n",
        "places/b.yml": "name: B1\nkind: city\npart_of: a\n",
    })  # fmt: skip
    assert [problem.code for problem in problems] == ["circle"]


def test_actors_in_circles_are_all_told_each_at_its_own_relation() -> None:
    def actor(name: str, *wholes: str) -> str:
        rival = "d2" if name != "Dd" else "a"
        relations = "".join(f"  - {{kind: part-of, to: {whole}, sources: d}}\n" for whole in wholes)
        return f"name: {name}\nkind: state\nrelations:\n  - {{kind: rival-of, to: {rival}, sources: d}}\n{relations}"

    _, problems = linked({
        "documents/d.yml": document(),
        "actors/a.yml": actor("Aa", "b", "c"),
        "actors/b.yml": actor("Bb", "a"),
        "actors/c.yml": actor("Cc", "b"),
        "actors/d2.yml": actor("Dd", "a"),  # leads into a circle, and is on none
    })  # fmt: skip
    assert [line for line in lines(problems) if "circle" in line] == [
        "sources/actors/a.yml:5:25: error: actors cannot be part of each other in a circle: a → b → a; "
        "remove one of the links [circle]",
        "sources/actors/a.yml:6:25: error: actors cannot be part of each other in a circle: a → c → b → a; "
        "remove one of the links [circle]",
    ]


@given(st.dictionaries(st.integers(0, 12), st.lists(st.integers(0, 12), max_size=3), max_size=13))
def test_a_circle_is_found_just_where_there_is_one(edges: dict[int, list[int]]) -> None:
    graph = {str(node): tuple(map(str, targets)) for node, targets in edges.items()}

    def reaches(start: str, goal: str) -> bool:
        seen: set[str] = set()
        todo = list(graph.get(start, ()))
        while todo:
            node = todo.pop()
            if node == goal:
                return True
            if node not in seen:
                seen.add(node)
                todo += graph.get(node, ())
        return False

    found = circles(graph)
    on_a_circle = {(node, target) for node in graph for target in graph[node] if target in graph and reaches(target, node)}
    on_a_circle |= {(node, node) for node in graph if node in graph[node]}
    assert {edge for circle in found for edge in pairwise(circle)} == on_a_circle
    for circle in found:
        assert circle[0] == circle[-1]
        assert all(after in graph[before] for before, after in pairwise(circle))


def test_circles_that_are_many_or_long_take_no_time() -> None:
    ring = {str(node): (str((node + 1) % 20_000),) for node in range(20_000)}
    assert [len(circle) for circle in circles(ring)] == [20_001]
    dense = {str(node): tuple(map(str, range(120))) for node in range(120)}
    assert len(circles(dense)) == 50


def test_neighbours_do_not_grow_with_the_square_of_a_popular_record() -> None:
    covers = {f"d{n}": {"popular": 1, f"rare{n // 2}": 1} for n in range(20_000)}
    covered_by: dict[str, tuple[str, ...]] = {"popular": tuple(covers)}
    for n in range(10_000):
        covered_by[f"rare{n}"] = (f"d{2 * n}", f"d{2 * n + 1}")
    ties = discriminating_subjects_of(covered_by)
    related = {source: related_sources(source, covers, ties) for source in covers}
    assert related["d0"] == (("d1", ("popular", "rare0")),)
    casts = {source: main_subjects_of(counts) for source, counts in covers.items()}
    together = {record: mentioned_with(record, sources, casts) for record, sources in covered_by.items()}
    assert together["rare0"] == (("popular", 2),)
