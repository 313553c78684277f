"""What is read of a linked corpus while something is made of it, so that it need be made again only when that changes.

What a page shows is a function of what it reads. Pages ask the mappings of a `LinkedCorpus`, so watching these
mappings catches all of it, whoever asks and however deep: nothing has to be declared, and nothing can be forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from pydantic import BaseModel

from sourcebook.linking.corpus import LinkedCorpus
from sourcebook.model.corpus import SummaryView

Dependency = tuple[str, Any]
"""Something read: the name of a mapping and a key in it; None for the key where all of them were asked for."""

NAME_INDEX: Dependency = ("names", None)
"""Which names become links: read by whoever looks for names in a text."""

T = TypeVar("T")
_MISSING = object()
_UNTRACKED = frozenset({"corpus", "index", "prose_by_record", "references", "mentions_by_record", "problems_in_fields"})


class DependencyTracker:
    """Writes down what is read. One at a time: a page is begun, made and ended before the next."""

    def __init__(self) -> None:
        self.read: set[Dependency] = set()
        self._made: dict[object, tuple[Any, frozenset[Dependency]]] = {}
        self.memo: dict[object, Any] = {}
        """What was made of facts that whoever takes it has read already."""

    def record(self, make: Callable[[], T]) -> tuple[T, frozenset[Dependency]]:
        """What `make` returns, and what it read."""
        outer, self.read = self.read, set()
        try:
            made = make()
        finally:
            inner, self.read = self.read, outer
        self.read |= inner
        return made, frozenset(inner)

    def memoize(self, name: object, make: Callable[[], T]) -> T:
        """What `make` returns, made once; whoever gets it has read what was read for it."""
        if name not in self._made:
            self._made[name] = self.record(make)
        made, read = self._made[name]
        self.read |= read
        return made  # type: ignore[no-any-return]


class TrackedMapping(Mapping[Any, Any]):
    """A mapping that writes down which of its keys are asked for."""

    __slots__ = ("_inner", "_name", "_tracker")

    def __init__(self, name: str, inner: Mapping[Any, Any], tracker: DependencyTracker) -> None:
        self._name, self._inner, self._tracker = name, inner, tracker

    def derived(self, name: str, change: Callable[[Mapping[Any, Any]], Mapping[Any, Any]]) -> TrackedMapping:
        """Another mapping made of this one, watched under a name of its own."""
        return TrackedMapping(name, change(self._inner), self._tracker)

    def __getitem__(self, key: Any) -> Any:
        self._tracker.read.add((self._name, key))
        return self._inner[key]

    def get(self, key: Any, default: Any = None) -> Any:
        """The value of `key`, or `default`."""
        self._tracker.read.add((self._name, key))
        return self._inner.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._tracker.read.add((self._name, key))
        return key in self._inner

    def __iter__(self) -> Iterator[Any]:
        self._tracker.read.add((self._name, None))
        return iter(self._inner)

    def __len__(self) -> int:
        self._tracker.read.add((self._name, None))
        return len(self._inner)

    def values(self) -> Any:
        """All values."""
        self._tracker.read.add((self._name, None))
        return self._inner.values()

    def items(self) -> Any:
        """All keys and values."""
        self._tracker.read.add((self._name, None))
        return self._inner.items()


def track(linked: LinkedCorpus, tracker: DependencyTracker) -> LinkedCorpus:
    """The same corpus, which writes into `tracker` what is read of it."""
    corpus = replace(linked.corpus, records=TrackedMapping("records", linked.corpus.records, tracker))
    maps: dict[str, Any] = {name: TrackedMapping(name, mapping, tracker) for name, mapping in _maps(linked)}
    return replace(linked, corpus=corpus, **maps)


def with_summaries(linked: LinkedCorpus) -> LinkedCorpus:
    """The same corpus for lists of many records: what only a record's own page tells of it is not there."""
    records = linked.corpus.records
    shown = records.derived("summaries", SummaryView) if isinstance(records, TrackedMapping) else SummaryView(records)
    return replace(linked, corpus=replace(linked.corpus, records=shown))


def changed_dependencies(before: LinkedCorpus, now: LinkedCorpus) -> set[Dependency]:
    """What is no longer as it was. A mapping of which anything changed counts as changed as a whole, too."""
    changed: set[Dependency] = set()
    pairs = [("records", before.corpus.records, now.corpus.records)]
    later = dict(_maps(now))
    pairs += [(name, mapping, later[name]) for name, mapping in _maps(before)]
    for name, old, new in pairs:
        found = {key for key, value in new.items() if not _same(old.get(key, _MISSING), value)}
        found |= old.keys() - new.keys()
        changed |= {(name, key) for key in found}
        if found or list(old) != list(new):
            changed.add((name, None))
    changed |= _changed_summaries(before, now, {key for name, key in changed if name == "records"})
    if before.index.owners != now.index.owners:
        changed.add(NAME_INDEX)
    return changed


def _changed_summaries(before: LinkedCorpus, now: LinkedCorpus, changed: set[Any]) -> set[Dependency]:
    """The same for summaries, of which only those of `changed` records can be others."""
    old, new = before.corpus.records, now.corpus.records
    found = {
        name
        for name in changed - {None}
        if not (name in old and name in new and _equal(old[name].summary_view(), new[name].summary_view()))
    }
    different = found or list(old) != list(new)
    return {("summaries", name) for name in found} | ({("summaries", None)} if different else set())


def _equal(old: BaseModel, new: BaseModel) -> bool:
    # The order of a mapping is shown, too.
    return old == new and repr(old) == repr(new)


def _same(old: Any, new: Any) -> bool:
    if old is new:
        return True
    if isinstance(new, BaseModel):
        return False  # a record that was read again; one that was not is the same object
    # Two mappings are equal whatever their order is, but pages show them in it.
    return bool(old == new) and (not isinstance(new, dict) or list(old) == list(new))


def _maps(linked: LinkedCorpus) -> Iterator[tuple[str, Mapping[Any, Any]]]:
    for field in fields(linked):
        if field.name not in _UNTRACKED:
            yield field.name, getattr(linked, field.name)
