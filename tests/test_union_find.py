"""Groups of what is joined in pairs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sourcebook.union_find import UnionFind


def test_what_was_never_joined_stands_alone() -> None:
    assert UnionFind[str]().groups(["b", "a"]) == [["b"], ["a"]]


def test_joining_reaches_through_others_that_are_not_asked_for() -> None:
    sets: UnionFind[str] = UnionFind()
    sets.union("a", "x")
    sets.union("c", "x")
    assert sets.find("a") == sets.find("c") != sets.find("b")
    assert sets.groups("cba") == [["c", "a"], ["b"]]


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=20))
def test_groups_are_what_can_be_reached(pairs: list[tuple[int, int]]) -> None:
    sets: UnionFind[int] = UnionFind()
    near: dict[int, set[int]] = {number: {number} for number in range(13)}
    for one, other in pairs:
        sets.union(one, other)
        near[one].add(other)
        near[other].add(one)
    for group in sets.groups(range(13)):
        reached = {group[0]}
        while (more := set().union(*(near[number] for number in reached))) != reached:
            reached = more
        assert group == sorted(reached)


def test_a_long_chain_takes_no_depth() -> None:
    sets: UnionFind[int] = UnionFind()
    for number in range(20_000):
        sets.union(number, number + 1)
    assert len(sets.groups(range(20_001))) == 1
