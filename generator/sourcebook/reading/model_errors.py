"""pydantic's complaints about a record, in words that say what to do."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from sourcebook.diagnostics import Diagnostic, did_you_mean, error, spelled_like
from sourcebook.model.component import may_mean_publish
from sourcebook.model.corpus import LineMap
from sourcebook.model.renamed_fields import new_name
from sourcebook.model.schema import FieldPath, model_at, schema_of
from sourcebook.model.values import OneOf
from sourcebook.model.vocabulary import TermIn, Vocabulary
from sourcebook.reading.yaml_errors import QUOTE_IT


def _place_of(item: Mapping[str, Any]) -> FieldPath:
    """Where the value stands that pydantic complains of."""
    return tuple(step for step in item["loc"] if step != "[key]")


PlacedProblem = tuple[FieldPath, Diagnostic]
"""A problem, and where the value stands that it is about."""


def complaints(
    failure: ValidationError, kind: type[BaseModel], data: Mapping[str, Any], lines: LineMap, vocabulary: Vocabulary
) -> list[PlacedProblem]:
    """What pydantic found wrong with `data`, which were read with that vocabulary."""
    items = [dict(item) for item in failure.errors(include_url=False)]
    return [(_place_of(item), _explain(item, kind, data, lines, vocabulary)) for item in items]


def _explain(
    item: Mapping[str, Any], kind: type[BaseModel], data: Mapping[str, Any], lines: LineMap, vocabulary: Vocabulary
) -> Diagnostic:
    """pydantic's complaint as one of ours, at the value's own place."""
    path = _place_of(item)
    where = lines.where(path)
    name = path[-1] if path else ""
    if item["type"] == "extra_forbidden":
        hint = _fields_like(model_at(kind, path[:-1]), str(name), item["input"], _keys_at(data, path[:-1]))
        if item["input"] is None and re.search(r"\W", str(name)):
            hint = "put quotes around the value before it if the comma belongs to that"
        if renamed := _renamed(kind, path):
            hint = f"it is called '{renamed}' now: 'sourcebook migrate' renames it everywhere"
        return error("unknown-field", f"unknown field '{name}'", lines.where_key(path), hint)
    if item["type"] == "missing":
        return error("missing-field", f"the field '{name}' is missing", where, f"add '{name}: …'")
    if item["type"] in (
        "string_type",
        "tuple_type",
        "model_type",
        "dict_type",
        "mapping_type",
        "model_attributes_type",
    ):
        wanted = {"string_type": "text", "tuple_type": "a list", "dict_type": "fields", "mapping_type": "fields"}.get(
            item["type"], "fields ('name: value')"
        )
        what = f"each item of '{_named(path)}'" if path and isinstance(path[-1], int) else f"'{_named(path)}'"
        hint = ""
        if item["type"] == "string_type":
            hint = _one_of(model_at(kind, path[:-1]), name, item["input"], vocabulary) or f"{QUOTE_IT} if it is text"
        return error("wrong-shape", f"{what} must be {wanted}, not {_said(item['input'])}", where, hint)
    if item["type"] in (
        "not-a-number",
        "float_parsing",
        "int_parsing",
        "float_type",
        "int_type",
        "finite_number",
        "int_parsing_size",
        "int_from_float",
    ):
        whole = "a whole number" if item["type"].startswith("int") else "a number"
        return error("not-a-number", f"'{_named(path)}' must be {whole}, not {_said(item['input'])}", where)
    if "ctx" in item and item["type"] in ("greater_than", "less_than_equal", "greater_than_equal", "less_than"):
        return error("out-of-range", f"'{_named(path)}': {item['msg'].lower()}", where)
    return error(item["type"].replace("_", "-"), item["msg"], where)


def _renamed(kind: type[BaseModel], path: FieldPath) -> str:
    """What a field is called now that had this name before; empty for any other."""
    keys = tuple(step for step in path if isinstance(step, str))
    found = new_name(getattr(kind, "folder", ""), keys)
    return found.new if found else ""


def _fields_like(model: type[BaseModel], name: str, value: Any, given: Collection[str]) -> str:
    """The fields that `name` is a slip of the pen for, if they are free and take `value`; else all that there are."""
    fields = {field.key: model.model_fields[field.name] for field in schema_of(model)}
    free = [key for key in spelled_like(name, fields) if key not in given]
    if not may_mean_publish(name):
        free = [key for key in free if key != "publish"]
    fitting = [f"'{key}'" for key in free if _takes(fields[key], value)]
    return did_you_mean(fitting) or f"the fields are {', '.join(fields)}"


def _takes(field: FieldInfo, value: Any) -> bool:
    """Whether `value` could stand in a field."""
    hint: Any = Annotated[(field.annotation, None, *field.metadata)]
    try:
        TypeAdapter(hint).validate_python(value)
    except ValidationError:
        return False
    return True


def _keys_at(data: Any, path: FieldPath) -> Collection[str]:
    """The keys of the fields at `path`; none where there are no fields."""
    for step in path:
        if isinstance(data, dict) and isinstance(step, str):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]  # otherwise it is one where a list is meant, which is the list's only item
    return data if isinstance(data, dict) else ()


def _one_of(model: type[BaseModel], name: object, given: Any, vocabulary: Vocabulary) -> str:
    """What to write where a field takes one of some terms and got several things; empty for any other field."""
    marks = (mark for field in schema_of(model) if field.key == name for mark in field.marks)
    lists = (mark.terms_in(vocabulary) for mark in marks if isinstance(mark, OneOf | TermIn))
    terms = next(lists, None)
    if not terms or not isinstance(given, list):
        return ""
    known = [f"'{value}'" for value in given if isinstance(value, str) and value in terms]
    return f"write {' or '.join(known)}" if known else f"write one of: {', '.join(terms)}"


def _named(path: FieldPath) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "record")


def _said(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "fields"
    if isinstance(value, list):
        return "a list"
    return f"'{str(value)[:40]}'"
