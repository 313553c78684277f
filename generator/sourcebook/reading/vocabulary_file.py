"""The vocabulary of a site: ``vocabulary.yml`` beside the folders of its records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from sourcebook.diagnostics import Diagnostic, Where, error, warning
from sourcebook.model.corpus import KINDS
from sourcebook.model.own_fields import is_taken
from sourcebook.model.schema import FieldPath
from sourcebook.model.vocabulary import (
    FOLDERS,
    Vocabulary,
    VocabularyFile,
    built_in,
    merge,
    vocabulary_faults,
)
from sourcebook.reading.files import VOCABULARY
from sourcebook.reading.model_errors import complaints
from sourcebook.reading.refused_values import as_written, without
from sourcebook.reading.yaml_text import RawRecord, read_yaml

_ROUNDS = 4
"""So often a file is tried: what goes may take along what it is in."""
_KEY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_FIELD = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class ReadVocabulary:
    """The vocabulary that records are read with, and the bytes that it is made of: empty for the built-in one."""

    vocabulary: Vocabulary
    raw: bytes = b""
    problems: tuple[Diagnostic, ...] = ()


def read_vocabulary(folder: Path, shown_as: str) -> ReadVocabulary:
    """The vocabulary of the records in `folder`, which is written `shown_as` in messages.

    One that is wrong is told of, and its faulty words are left out: those of the built-in vocabulary stay.
    """
    path = folder / VOCABULARY
    if not path.exists() and not path.is_symlink():
        return ReadVocabulary(built_in())
    try:
        raw = path.read_bytes()
    except OSError as problem:
        message = f"the file cannot be read: {problem.strerror}"
        return ReadVocabulary(built_in(), problems=(error("unreadable", message, Where(f"{shown_as}/{VOCABULARY}")),))
    return parse_vocabulary(raw, f"{shown_as}/{VOCABULARY}")


@cache
def parse_vocabulary(raw: bytes, path: str) -> ReadVocabulary:
    """The vocabulary that the bytes of a file say, and what is wrong with it."""
    read, problems = read_yaml(raw, path)
    if read is None:
        return ReadVocabulary(built_in(), raw, tuple(problems))
    file = _as_far_as_right(read, problems)
    problems += _names(file, read)
    vocabulary = merge(file, built_in())
    problems += [
        error(fault.code, fault.message, read.lines.where_key(fault.path), fault.hint)
        for fault in vocabulary_faults(file, vocabulary)
    ]
    problems += _fields(vocabulary, read)
    return ReadVocabulary(vocabulary, raw, tuple(problems))


def version_of(raw: bytes) -> int:
    """The version that the bytes of a vocabulary's file say they are of: 1 where they say nothing that can be read."""
    read, _ = read_yaml(raw, "")
    said = str(read.data.get("version", 1)) if read else "1"
    return int(said) if said.isascii() and said.isdigit() else 1


def _as_far_as_right(read: RawRecord, problems: list[Diagnostic]) -> VocabularyFile:
    """What the file says without what is wrong, which is added to `problems`."""
    data = dict(read.data)
    for _ in range(_ROUNDS):
        try:
            return VocabularyFile.model_validate(data)
        except ValidationError as failure:
            wrong = complaints(failure, VocabularyFile, data, read.lines, built_in())
        problems += [problem for _, problem in wrong]
        data = without(data, {as_written(data, _what_goes(path)) for path, _ in wrong})
    return VocabularyFile()


def _what_goes(path: FieldPath) -> FieldPath:
    """A field goes with its type: without it, it is none."""
    return path[:3] if path[0] == "fields" and path[-1] == "type" else path


def _names(file: VocabularyFile, read: RawRecord) -> Iterator[Diagnostic]:
    lists: list[tuple[FieldPath, Mapping[str, object]]] = [
        (("relations",), file.relations),
        (("derivations",), file.derivations),
        *((("kinds", folder), terms) for folder, terms in file.kinds.items()),
    ]
    for path, terms in lists:
        for key in terms:
            if not _KEY.fullmatch(key):
                message = f"'{key}' is no key: write small letters, digits and hyphens"
                where = read.lines.where_key((*path, key))
                yield error("bad-key", message, where, "its words for readers go to 'label'")


def _fields(vocabulary: Vocabulary, read: RawRecord) -> Iterator[Diagnostic]:
    kinds = {kind.folder: kind for kind in KINDS}
    for folder in FOLDERS:
        for field in vocabulary.fields.get(folder, ()):
            path = ("fields", folder, field.name)
            where = read.lines.where_key(path)
            if is_taken(kinds[folder], field.name):
                message = f"'{field.name}' is a field or a part of the page of {kinds[folder].plural} already"
                yield warning("field-taken", message, where, "the built-in one is used; rename yours")
            elif not _FIELD.fullmatch(field.name):
                message = f"'{field.name}' is no name of a field: write small letters, digits and '_'"
                yield error("bad-key", message, where, "its words for readers go to 'label'")
            for fault in field.faults():
                yield error(fault.code, fault.message, read.lines.where_key((*path, *fault.path)), fault.hint)
