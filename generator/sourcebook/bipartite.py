"""Pairs between two sorts of things, no thing in two pairs, as many as there can be."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

_Left = TypeVar("_Left", bound=Hashable)
_Right = TypeVar("_Right", bound=Hashable)


def maximum_matching(edges: Iterable[tuple[_Left, _Right]]) -> int:
    """How many of the edges can be chosen so that no two share an end.

    Hopcroft and Karp, "An n^(5/2) Algorithm for Maximum Matchings in Bipartite Graphs" (1973): each round finds, in
    time linear in the edges, as many shortest augmenting paths as go together; there are at most so many rounds as
    twice the root of the number of things.
    """
    rights: dict[_Left, list[_Right]] = {}
    for left, right in edges:
        rights.setdefault(left, []).append(right)
    partner_of_left: dict[_Left, _Right] = {}
    partner_of_right: dict[_Right, _Left] = {}
    while depths := _layers(rights, partner_of_left, partner_of_right):
        left_over = {left: iter(rights[left]) for left in depths}
        for start in rights:
            if start not in partner_of_left:
                _augment(start, left_over, depths, partner_of_left, partner_of_right)
    return len(partner_of_left)


def _layers(
    rights: dict[_Left, list[_Right]], of_left: dict[_Left, _Right], of_right: dict[_Right, _Left]
) -> dict[_Left, int]:
    """How many steps each thing on the left is from one without a partner, by paths that change partners; empty where
    no such path ends at a thing without one."""
    depths = {left: 0 for left in rights if left not in of_left}
    todo, found = deque(depths), False
    while todo:
        left = todo.popleft()
        for right in rights[left]:
            holder = of_right.get(right)
            if holder is None:
                found = True
            elif holder not in depths:
                depths[holder] = depths[left] + 1
                todo.append(holder)
    return depths if found else {}


def _augment(
    start: _Left,
    left_over: dict[_Left, Iterator[_Right]],
    depths: dict[_Left, int],
    of_left: dict[_Left, _Right],
    of_right: dict[_Right, _Left],
) -> None:
    """Give `start` a partner, if those on a path of shortest length can change theirs. Each edge is looked at once a
    round: an iterator in `left_over` goes on where it stopped."""
    path: list[tuple[_Left, _Right]] = []
    left = start
    while True:
        for right in left_over[left]:
            holder = of_right.get(right)
            if holder is None:
                for one, other in [*path, (left, right)]:
                    of_left[one], of_right[other] = other, one
                return
            if depths.get(holder) == depths[left] + 1:
                path.append((left, right))
                left = holder
                break
        else:
            if not path:
                return
            left, _ = path.pop()
