"""What a model is made of, found once a class: so that one walk serves every kind and every field.

A new field in a kind's file is read, checked, linked, shown and documented because these walks find it.
"""

from __future__ import annotations

import enum
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel

FieldPath = tuple[str | int, ...]
"""Where a value stands in its file: keys and list positions, from the root."""


@dataclass(frozen=True, slots=True)
class Refers:
    """Marks a text that names another record. `folders` are the kinds it may name (empty: any).

    A `loose` one may also be free text: what does not look like an id is shown as written.
    """

    folders: tuple[str, ...] = ()
    loose: bool = False


@dataclass(frozen=True, slots=True)
class IsProse:
    """Marks a text as restricted Markdown, in which names become links."""


class Shows(enum.Enum):
    """Marks a text that people are shown in other words: a language's or country's name, a web link."""

    LANGUAGE = "language"
    COUNTRY = "country"
    ADDRESS = "address"


class Means(enum.Enum):
    """Marks a value by what it says of its record to the whole site: when it was, where, or who had a part in it."""

    WHEN = "when"
    WHERE = "where"
    WHO = "who"


@dataclass(frozen=True, slots=True)
class FieldSchema:
    """One field: its attribute, its key in YAML, and what its values are."""

    name: str
    key: str
    label: str
    description: str
    required: bool
    many: bool
    mapping: bool
    model: type[BaseModel] | None
    refers: Refers | None
    prose: bool
    value_type: Any
    marks: tuple[Any, ...]
    unknown: str
    boxed: bool


@cache
def schema_of(model: type[BaseModel]) -> tuple[FieldSchema, ...]:
    """The fields of `model`, in declared order, without those the loader fills in."""
    hints = typing.get_type_hints(model, include_extras=True)
    found = []
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        if extra.get("given"):
            continue
        kind, many, mapping, marks = _unwrap(hints[name])
        found.append(
            FieldSchema(
                name=name,
                key=info.alias or name,
                label=info.title or name.replace("_", " ").capitalize(),
                description=info.description or "",
                required=info.is_required(),
                many=many,
                mapping=mapping,
                model=kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None,
                refers=next((mark for mark in marks if isinstance(mark, Refers)), None),
                prose=any(isinstance(mark, IsProse) for mark in marks),
                value_type=kind,
                marks=marks,
                unknown=str(extra.get("unknown", "")),
                boxed=bool(extra.get("box")),
            )
        )
    return tuple(found)


def _unwrap(hint: Any) -> tuple[Any, bool, bool, tuple[Any, ...]]:
    """The innermost type of a hint, whether there are many of it or a mapping to it, and all its marks."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        kind, many, mapping, marks = _unwrap(arguments[0])
        return kind, many, mapping, (*marks, *arguments[1:])
    if origin in (typing.Union, types.UnionType):
        return _unwrap(next(a for a in arguments if a is not type(None)))
    if origin is tuple:
        kind, _, mapping, marks = _unwrap(arguments[0])
        return kind, True, mapping, marks
    if isinstance(origin, type) and issubclass(origin, Mapping):
        _, _, _, marks = _unwrap(arguments[0])  # a mapping's marks are those of its keys
        return arguments[1], False, True, marks
    return hint, False, False, ()


Leaf = tuple[FieldPath, FieldSchema, Any]
"""A value met on a walk: where it stands, the field it is in, and itself."""


def walk(value: BaseModel, path: FieldPath = ()) -> Iterator[Leaf]:
    """Every value below `value`, with its path and field: models before what is in them, lists item by item."""
    for field in schema_of(type(value)):
        found = getattr(value, field.name)
        if found is None:
            continue
        if field.mapping:
            for key in found:
                yield (*path, field.key, key), field, key
        elif field.many:
            for position, item in enumerate(found):
                yield from _visit(item, field, (*path, field.key, position))
        else:
            yield from _visit(found, field, (*path, field.key))


def _visit(item: Any, field: FieldSchema, path: FieldPath) -> Iterator[Leaf]:
    yield path, field, item
    if field.model is not None:
        yield from walk(item, path)


def walk_raw(model: type[BaseModel], data: Mapping[str, Any], path: FieldPath = ()) -> Iterator[Leaf]:
    """The texts of a record that could not be typed, as far as its fields can be told: path, field, text."""
    for field in schema_of(model):
        value = data.get(field.key)
        if field.mapping and isinstance(value, dict):
            for key in value:
                yield (*path, field.key, key), field, key
            continue
        many = isinstance(value, list)
        for position, item in enumerate(value if isinstance(value, list) else [value]):
            here = (*path, field.key, position) if many else (*path, field.key)
            if isinstance(item, dict) and field.model is not None:
                yield from walk_raw(field.model, item, here)
            elif isinstance(item, str):
                # A text where fields are meant is short for the part's first reference: an id for a citation.
                inner = [f for f in schema_of(field.model) if f.refers] if field.model is not None else [field]
                if inner:
                    yield here, inner[0], item


def model_at(model: type[BaseModel], path: FieldPath) -> type[BaseModel]:
    """The model that a value at `path` below `model` is checked against; the last one known on the way."""
    for step in path:
        if isinstance(step, int):
            continue
        field = next((field for field in schema_of(model) if field.key == step), None)
        if field is None or field.model is None:
            break
        model = field.model
    return model
