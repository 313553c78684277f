"""What goes with a value that its field refuses, and a record's data without it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from sourcebook.model.corpus import LineMap, RefusedReference
from sourcebook.model.schema import FieldPath, FieldSchema, schema_of, walk_raw

_ALL: Any = object()
"""Stands in a tree of paths for all that is below one of them."""


def what_goes(kind: type[BaseModel], path: FieldPath) -> FieldPath:
    """The smallest part of a record that can go with the value at `path`; empty where that is the whole record.

    A value that a part needs goes with the part: a relation without its other end is none.
    """
    model: type[BaseModel] | None = kind
    end = 0
    for number, step in enumerate(path, 1):
        field = _field(model, step) if isinstance(step, str) else None
        if field is None or not field.required:
            end = number
        if isinstance(step, str):
            model = field.model if field else None
    return path[:end]


def _field(model: type[BaseModel] | None, key: str) -> FieldSchema | None:
    return next((field for field in schema_of(model) if field.key == key), None) if model else None


def as_written(data: Any, path: FieldPath) -> FieldPath:
    """`path` as far as `data` has it: in a short form there is neither the list nor the part that are meant."""
    found: list[str | int] = []
    for step in path:
        here = data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
        if step in here:
            data = data[step]
        elif isinstance(step, int):
            continue  # one where a list is meant
        else:
            break
        found.append(step)
    return tuple(found)


def without(data: Mapping[str, Any], gone: Iterable[FieldPath]) -> dict[str, Any]:
    """`data` without what stands at these paths."""
    tree: dict[Any, Any] = {}
    for path in gone:
        node = tree
        for step in path[:-1]:
            node = node.setdefault(step, {})
            if node is _ALL:
                break
        else:
            node[path[-1]] = _ALL
    return dict(_without(data, tree))


def _without(value: Any, tree: Any) -> Any:
    if isinstance(value, dict):
        return {key: _left(item, tree, key) for key, item in value.items() if tree.get(key) is not _ALL}
    if isinstance(value, list):
        return [_left(item, tree, number) for number, item in enumerate(value) if tree.get(number) is not _ALL]
    return value


def _left(item: Any, tree: Mapping[Any, Any], step: str | int) -> Any:
    return _without(item, tree[step]) if step in tree else item


def references_in(
    kind: type[BaseModel],
    data: Mapping[str, Any],
    lines: LineMap,
    gone: Collection[FieldPath],
    told: Collection[FieldPath],
) -> Iterator[RefusedReference]:
    """The ids in parts that go because of another value in them, of which something is told: these may be wrong too."""
    parts = {path for path in gone if path not in told}
    if not parts:
        return
    for path, field, value in walk_raw(kind, data):
        if field.refers and path not in told and any(path[:end] in parts for end in range(1, len(path) + 1)):
            where = lines.where_key(path) if field.mapping else lines.where(path)
            yield RefusedReference(where, field.key, field.refers, value)
