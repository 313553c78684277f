"""The largest number of pairs, against every choice of pairs tried in turn."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from sourcebook.bipartite import maximum_matching


def by_hand(edges: set[tuple[str, int]]) -> int:
    """The size of the largest set of edges of which no two share an end, over all sets."""
    for size in range(len(edges), 0, -1):
        for chosen in combinations(edges, size):
            if len({left for left, _ in chosen}) == size == len({right for _, right in chosen}):
                return size
    return 0


@given(st.sets(st.tuples(st.sampled_from("abcde"), st.integers(0, 4)), max_size=9))
def test_as_many_pairs_as_there_can_be(edges: set[tuple[str, int]]) -> None:
    assert maximum_matching(edges) == by_hand(edges)


def test_long_chains_of_exchanges() -> None:
    """Each would take what the next one needs; deeper than Python's own stack."""
    many = 5_000
    edges = [(n, n) for n in range(many)] + [(n, n + 1) for n in range(many)]
    assert maximum_matching(sorted(edges, key=lambda edge: -edge[1])) == many
    assert maximum_matching((n, 0) for n in range(many)) == 1
    assert maximum_matching([*edges[many:], (many, many), (many, 0)]) == many + 1
