"""Files to a corpus: what each file says, typed.

Every file is read and every problem reported. A value with an error is left out of its record; a file that is none
is left out, or kept as it was last good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from sourcebook.diagnostics import Diagnostic, Where, error
from sourcebook.model.corpus import Broken, Corpus, LineMap, RefusedReference
from sourcebook.model.record import Record
from sourcebook.model.schema import FieldPath
from sourcebook.model.vocabulary import Vocabulary, built_in
from sourcebook.reading.files import SourceFile, check_id, digest_of, id_of
from sourcebook.reading.record_data import RecordData
from sourcebook.reading.yaml_text import RawRecord, read_yaml


class Reading(NamedTuple):
    """What a file said, and the bytes that said it: its own, and those of the files beside it that it names."""

    digest: bytes
    beside: tuple[tuple[str, bytes], ...]
    record: Record
    problems: tuple[Diagnostic, ...]
    gone: tuple[tuple[FieldPath, ...], ...] = ()
    """What the record goes without, as there is an error in it: the paths of each round of reading."""
    refused: tuple[RefusedReference, ...] = ()
    """The ids in parts of it that it goes without."""

    def holds(self, file: SourceFile) -> bool:
        """Whether the file would be read the same."""
        beside = ((file.read_sibling(name), found) for name, found in self.beside)
        return file.digest == self.digest and all(digest_of(now) == found for now, found in beside)


class Lines(Mapping[str, LineMap]):
    """Where each value of a record stands in its file, by id: found when somebody asks, which few records meet with."""

    def __init__(
        self,
        files: Mapping[str, SourceFile],
        others: Mapping[str, LineMap],
        gone: Mapping[str, tuple[tuple[FieldPath, ...], ...]],
    ) -> None:
        self._files, self._found, self._gone = files, dict(others), gone

    def __getitem__(self, record_id: str) -> LineMap:
        if record_id not in self._found:
            file = self._files[record_id]
            raw = read_yaml(file.raw or b"", file.path)[0]
            lines = raw.lines if raw else LineMap(file.path, {})
            for paths in self._gone.get(record_id, ()):
                lines = lines.without(paths)
            self._found[record_id] = lines
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

    A value with an error is left out of its record. A file that makes no record even so is left out and named in
    `Corpus.broken`; where `last_good` has its record, that record stands in for it, so that a preview can go on.

    `readings` has by path what files said before: those that have not changed are not read again. It is brought
    up to date. They were read with the same `vocabulary`, which is the built-in one where none is given.
    """
    vocabulary = vocabulary or built_in()
    before, now = readings or {}, {}
    records: dict[str, Record] = {}
    good: dict[str, SourceFile] = {}
    lines: dict[str, LineMap] = {}
    broken: dict[str, Broken] = {}
    gone: dict[str, tuple[tuple[FieldPath, ...], ...]] = {}
    refused: list[RefusedReference] = []
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
            raw, said = _read_record(replace(file, read_sibling=_noted(file, beside)), record_id, vocabulary)
            if said.record is None:
                problems += said.problems
                broken[record_id] = (
                    Broken(file.kind, file.path, raw.data, raw.lines) if raw else Broken(file.kind, file.path)
                )
                if last_good and (kept := last_good.records.get(record_id)) and kept.path == file.path:
                    records[record_id] = kept
                    lines[record_id] = last_good.lines[record_id]
                continue
            reading = Reading(
                file.digest,
                tuple(beside.items()),
                said.record,
                tuple(said.problems),
                tuple(said.gone),
                tuple(said.refused),
            )
        now[file.path] = reading
        problems += reading.problems
        records[record_id] = reading.record
        refused += reading.refused
        if reading.gone:
            gone[record_id] = reading.gone
        good[record_id] = file
    if readings is not None:
        readings.clear()
        readings.update(now)
    return Corpus(records, Lines(good, lines, gone), broken, tuple(refused), vocabulary), problems


def _noted(file: SourceFile, asked: dict[str, bytes]) -> Callable[[str], bytes | None]:
    """`file.beside`, which writes into `asked` what it found."""

    def beside(name: str) -> bytes | None:
        found = file.read_sibling(name)
        asked[name] = digest_of(found)
        return found

    return beside


def _read_record(file: SourceFile, record_id: str, vocabulary: Vocabulary) -> tuple[RawRecord | None, RecordData]:
    """What a file says: as it is written, None where that cannot be understood, and as far as it makes a record."""
    raw, problems = read_yaml(file.raw, file.path) if file.raw is not None else (None, [])
    data = RecordData(file, record_id, vocabulary, raw, problems)
    if raw is not None:
        data.read()
    return raw, data
