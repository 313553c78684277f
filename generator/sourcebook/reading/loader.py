"""Files to a corpus: what each file says, typed.

Every file is read and every problem reported; a file with an error is left out, or kept as it was last good.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from sourcebook.diagnostics import Diagnostic, Where, did_you_mean, error, has_errors, nearest, spelled_like
from sourcebook.model.corpus import Broken, Corpus, LineMap
from sourcebook.model.own_fields import with_fields
from sourcebook.model.record import Record
from sourcebook.model.schema import FieldPath, model_at, schema_of
from sourcebook.model.values import OneOf
from sourcebook.model.vocabulary import TermIn, Vocabulary, built_in
from sourcebook.reading.files import SourceFile, check_id, digest_of, id_of
from sourcebook.reading.geojson_files import fill_geometry
from sourcebook.reading.yaml_errors import QUOTE_IT
from sourcebook.reading.yaml_text import RawRecord, read_yaml


class Reading(NamedTuple):
    """What a file said, and the bytes that said it: its own, and those of the files beside it that it names."""

    digest: bytes
    beside: tuple[tuple[str, bytes], ...]
    record: Record
    problems: tuple[Diagnostic, ...]

    def holds(self, file: SourceFile) -> bool:
        """Whether the file would be read the same."""
        beside = ((file.read_sibling(name), found) for name, found in self.beside)
        return file.digest == self.digest and all(digest_of(now) == found for now, found in beside)


class Lines(Mapping[str, LineMap]):
    """Where each value of a record stands in its file, by id: found when somebody asks, which few records meet with."""

    def __init__(self, files: Mapping[str, SourceFile], others: Mapping[str, LineMap]) -> None:
        self._files, self._found = files, dict(others)

    def __getitem__(self, record_id: str) -> LineMap:
        if record_id not in self._found:
            file = self._files[record_id]
            raw = read_yaml(file.raw or b"", file.path)[0]
            self._found[record_id] = raw.lines if raw else LineMap(file.path, {})
        return self._found[record_id]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._files, **self._found})

    def __len__(self) -> int:
        return len({**self._files, **self._found})


def load(
    files: list[SourceFile],
    last_good: Corpus | None = None,
    readings: dict[str, Reading] | None = None,
    vocabulary: Vocabulary | None = None,
) -> tuple[Corpus, list[Diagnostic]]:
    """The corpus in `files`, and every problem.

    A file with an error is left out and named in `Corpus.broken`; where `last_good` has its record,
    that record stands in for it, so that a preview can go on.

    `readings` has by path what files said before: those that have not changed are not read again. It is brought
    up to date. They were read with the same `vocabulary`, which is the built-in one where none is given.
    """
    vocabulary = vocabulary or built_in()
    before, now = readings or {}, {}
    records: dict[str, Record] = {}
    good: dict[str, SourceFile] = {}
    lines: dict[str, LineMap] = {}
    broken: dict[str, Broken] = {}
    paths: dict[str, str] = {}
    problems: list[Diagnostic] = []
    for file in files:
        record_id = id_of(file.path)
        if wrong := check_id(record_id, file.path):
            problems.append(wrong)
            continue
        if record_id in paths:
            problems.append(
                error(
                    "same-id",
                    f"'{record_id}' is the id of '{paths[record_id]}' too",
                    Where(file.path),
                    "rename one of the files; an id is unique over all kinds",
                )
            )
            continue
        paths[record_id] = file.path
        reading = before.get(file.path)
        if reading is None or not reading.holds(file):
            beside: dict[str, bytes] = {}
            record, raw, found = _read_record(replace(file, read_sibling=_noted(file, beside)), record_id, vocabulary)
            if record is None:
                problems += found
                broken[record_id] = (
                    Broken(file.kind, file.path, raw.data, raw.lines) if raw else Broken(file.kind, file.path)
                )
                if last_good and (kept := last_good.records.get(record_id)) and kept.path == file.path:
                    records[record_id] = kept
                    lines[record_id] = last_good.lines[record_id]
                continue
            reading = Reading(file.digest, tuple(beside.items()), record, tuple(found))
        now[file.path] = reading
        problems += reading.problems
        records[record_id] = reading.record
        good[record_id] = file
    if readings is not None:
        readings.clear()
        readings.update(now)
    return Corpus(records, Lines(good, lines), broken, vocabulary), problems


def _noted(file: SourceFile, asked: dict[str, bytes]) -> Callable[[str], bytes | None]:
    """`file.beside`, which writes into `asked` what it found."""

    def beside(name: str) -> bytes | None:
        found = file.read_sibling(name)
        asked[name] = digest_of(found)
        return found

    return beside


def _read_record(
    file: SourceFile, record_id: str, vocabulary: Vocabulary
) -> tuple[Record | None, RawRecord | None, list[Diagnostic]]:
    if file.raw is None:
        return None, None, []
    raw, problems = read_yaml(file.raw, file.path)
    if raw is None:
        return None, None, problems
    given = {name: raw.data[name] for name in ("id", "path") if name in raw.data}
    for name in given:
        problems.append(
            error(
                "unknown-field",
                f"'{name}' is not a field: the file's name gives it",
                raw.lines.where((name,)),
                "remove the line",
            )
        )
    data, found = fill_geometry(raw.data, raw.lines, file.read_sibling)
    problems += found
    values = {**data, "id": record_id, "path": file.path}
    kind: type[Record] = with_fields(file.kind, vocabulary.fields.get(file.kind.folder, ()))
    try:
        record = kind.model_validate(values, context=vocabulary)
    except ValidationError as failure:
        problems += [_explain(dict(item), kind, raw, vocabulary) for item in failure.errors(include_url=False)]
        return None, raw, problems
    problems += [
        Diagnostic(remark.level, remark.code, remark.message, raw.lines.where(remark.path), remark.hint)
        for remark in record.model_warnings()
    ]
    fields = [field.key for field in schema_of(kind)]
    problems += [
        error(
            "unknown-field",
            f"'{name}' in 'basis' is not a field of {record.plural}",
            raw.lines.where_key(("basis", name)),
            did_you_mean([f"'{near}'" for near in nearest(name, fields)]),
        )
        for name in record.basis
        if name not in fields
    ]
    for position, old in enumerate(record.formerly):
        if wrong := check_id(old, file.path):
            hint = "no record can have had it as its id: write it as it was, or remove it"
            problems.append(replace(wrong, where=raw.lines.where(("formerly", position)), hint=hint))
    failed = has_errors(problems)
    return (None if failed else record), raw, problems


def _explain(
    item: Mapping[str, Any], kind: type[BaseModel], raw: RawRecord, vocabulary: Vocabulary
) -> Diagnostic:
    """pydantic's complaint as one of ours, at the value's own place."""
    path: FieldPath = tuple(step for step in item["loc"] if step != "[key]")
    where = raw.lines.where(path)
    name = path[-1] if path else ""
    if item["type"] == "extra_forbidden":
        hint = _fields_like(model_at(kind, path[:-1]), str(name), item["input"], _keys_at(raw.data, path[:-1]))
        if item["input"] is None and re.search(r"\W", str(name)):
            hint = "put quotes around the value before it if the comma belongs to that"
        return error("unknown-field", f"unknown field '{name}'", raw.lines.where_key(path), hint)
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


def _fields_like(model: type[BaseModel], name: str, value: Any, given: Collection[str]) -> str:
    """The fields that `name` is a slip of the pen for, if they are free and take `value`; else all that there are."""
    fields = {field.key: model.model_fields[field.name] for field in schema_of(model)}
    free = [key for key in spelled_like(name, fields) if key not in given]
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
