"""Ids in fields: which exist, which are of the wrong kind, which were probably meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from pydantic import BaseModel

from sourcebook.diagnostics import Diagnostic, Where, as_latin, did_you_mean, error, looks_latin, nearest, warning
from sourcebook.linking.former_ids import now_called
from sourcebook.linking.names import key
from sourcebook.model.corpus import KINDS, Corpus
from sourcebook.model.record import Citation, Record, Stated, Statement
from sourcebook.model.schema import FieldPath, FieldSchema, Refers, walk, walk_raw

_LOOKS_LIKE_AN_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NOUNS = {kind.folder: kind.noun for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Reference:
    """One record named in a field of another. `part` is the piece of the record that names it, if any."""

    origin: str
    target: str
    field: str
    part: BaseModel | None
    path: FieldPath


@dataclass(frozen=True, slots=True)
class CitedFact:
    """A fact and the citation that a source supports it with."""

    record: str
    field: str
    statement: Statement
    citation: Citation
    path: FieldPath
    speaker: str | None = None
    """Whose statement the fact is, if its file says so: an id or a name."""


@dataclass(frozen=True, slots=True)
class References:
    """What a corpus says in fields: who names whom, and what each source is cited for, by the record that says it."""

    fields: Mapping[str, tuple[Reference, ...]]
    citations: Mapping[str, tuple[CitedFact, ...]]


def find_references(
    corpus: Corpus, known: References | None = None, same: Container[str] = ()
) -> tuple[References, list[Diagnostic]]:
    """Every reference and citation of the corpus, and a problem for each id that leads nowhere.

    Those of the records in `same` are taken from `known`: there is nothing wrong with them.
    """
    fields: dict[str, tuple[Reference, ...]] = {}
    citations: dict[str, tuple[CitedFact, ...]] = {}
    problems: list[Diagnostic] = []
    named = _Names(corpus)
    for record in corpus.records.values():
        if known and record.id in same:
            fields[record.id], citations[record.id] = known.fields[record.id], known.citations[record.id]
            continue
        own: list[Reference] = []
        cited: list[CitedFact] = []
        parts: list[tuple[FieldPath, BaseModel]] = []
        for path, field, value in walk(record):
            while parts and path[: len(parts[-1][0])] != parts[-1][0]:
                parts.pop()
            if field.model is not None:
                parts.append((path, value))
            if field.refers is None:
                continue
            problem = _wrong(corpus, named, field.key, field.refers, value, _place(corpus, record.id, path, field))
            if problem and record.id not in corpus.broken:  # what a kept state says is no longer there to mend
                problems.append(problem)
            if problem or value not in corpus.records:
                continue
            part = parts[-1][1] if parts else None
            if isinstance(part, Citation) and field.name == "source":
                whole = parts[-2][1] if len(parts) > 1 else None
                statement = whole.statement() if isinstance(whole, Stated) else Statement("Summary", "")
                speaker = getattr(whole, "speaker", None)
                cited.append(CitedFact(record.id, str(path[0]), statement, part, path, speaker))
            else:
                own.append(Reference(record.id, value, str(path[0]), part, path))
        fields[record.id], citations[record.id] = tuple(own), tuple(cited)
    return References(fields, citations), problems + _check_broken(corpus, named)


def _check_broken(corpus: Corpus, named: _Names) -> list[Diagnostic]:
    """A problem for each id that leads nowhere in what has other errors: all are told at once."""
    found = [
        _wrong(corpus, named, field.key, field.refers, value, _place(corpus, name, path, field))
        for name, broken in corpus.broken.items()
        for path, field, value in walk_raw(broken.kind, broken.data)
        if field.refers is not None
    ]
    found += [
        _wrong(corpus, named, it.key, it.refers, it.value, partial(getattr, it, "where")) for it in corpus.refused
    ]
    return [problem for problem in found if problem]


def _place(corpus: Corpus, origin: str, path: FieldPath, field: FieldSchema) -> Callable[[], Where]:
    """How to find where an id stands, for which a file may have to be read once more."""
    return partial(corpus.where_key if field.mapping else corpus.where, origin, path)


class _Names:
    """Records by name, for whoever wrote a name where an id belongs; gathered when that happens."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def owner(self, name: str) -> Record | None:
        """Whose name it is."""
        return self._records.get(key(name))

    @cached_property
    def _records(self) -> dict[str, Record]:
        records = self._corpus.records.values()
        return {key(name): record for record in records for name, _, links in record.all_names() if links}


def _wrong(
    corpus: Corpus, named: _Names, field: str, refers: Refers, value: str, where: Callable[[], Where]
) -> Diagnostic | None:
    """What is wrong with the id `value` in a field, if anything."""
    target = corpus.records.get(value)
    if target is not None:
        if not refers.folders or target.folder in refers.folders:
            return None
        wanted = " or ".join(_a(_NOUNS[folder]) for folder in refers.folders)
        message = f"'{value}' is {_a(target.noun)} ({target.path}), but '{field}' names {wanted}"
        return error("wrong-kind", message, where())
    if value in corpus.broken:
        return None  # its file has errors of its own; one fault is told once
    if refers.loose and not _LOOKS_LIKE_AN_ID.fullmatch(value):
        owner = named.owner(value)
        if owner is None or owner.folder not in refers.folders:
            return None
        message = f"'{value[:80]}' is the name of a record, but names it without a link"
        return warning("name-not-id", message, where(), f"write its id: '{owner.id}' ({owner.path})")
    folders = refers.folders
    nouns = [_NOUNS[folder] for folder in folders] or ["record"]
    noun = " or ".join(filter(None, (", ".join(nouns[:-1]), nouns[-1])))
    renamed = now_called(corpus, value, folders)
    hint = renamed or suggest(corpus, value, folders)
    if refers.loose and not renamed:
        hint = f"{hint} Or write" if hint else "write"
        hint += " a name with capitals if it has no record"
    return error("unknown-id", f"unknown {noun} '{value[:80]}'{looks_latin(value)}", where(), hint)


def suggest(corpus: Corpus, value: str, folders: Iterable[str] = ()) -> str:
    """``did you mean 'bell-labs' (sources/actors/bell-labs.yml)?``, by ids and by names; empty if none is near."""
    wanted = set(folders)
    records = [record for record in corpus.records.values() if not wanted or record.folder in wanted]
    near = nearest(as_latin(value), [record.id for record in records])
    if not near:
        titles = {record.title: record.id for record in records}
        near = [titles[title] for title in nearest(value, titles)]
    return did_you_mean([f"'{found}' ({corpus.records[found].path})" for found in near])


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
