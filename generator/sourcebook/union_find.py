"""Things that are joined in pairs, and the groups that they form in the end."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

_Item = TypeVar("_Item", bound=Hashable)


class UnionFind(Generic[_Item]):
    """Disjoint sets, with path halving (Tarjan and van Leeuwen, 1984). A thing not yet seen is a set of its own."""

    def __init__(self) -> None:
        self._parents: dict[_Item, _Item] = {}

    def find(self, item: _Item) -> _Item:
        """The one that stands for the set of `item`: the same for all of its members, until the next union."""
        parents = self._parents
        parents.setdefault(item, item)
        while parents[item] != item:
            parents[item] = parents[parents[item]]
            item = parents[item]
        return item

    def union(self, one: _Item, other: _Item) -> None:
        """Join the sets of two things."""
        self._parents[self.find(one)] = self.find(other)

    def groups(self, items: Iterable[_Item]) -> list[list[_Item]]:
        """`items` by set: the sets in order of their first item, the items of each in the order given."""
        found: dict[_Item, list[_Item]] = {}
        for item in items:
            found.setdefault(self.find(item), []).append(item)
        return list(found.values())
