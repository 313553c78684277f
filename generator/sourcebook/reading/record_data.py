"""One file's data to a record: what its fields refuse is told, and the record is made without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pydantic import ValidationError

from sourcebook.diagnostics import Diagnostic, Level, did_you_mean, error, nearest, warning
from sourcebook.model.component import may_mean_publish
from sourcebook.model.corpus import LineMap, RefusedReference
from sourcebook.model.document import TITLES
from sourcebook.model.own_fields import with_fields
from sourcebook.model.record import Record
from sourcebook.model.renamed_fields import RENAMED, new_name
from sourcebook.model.schema import FieldPath, schema_of
from sourcebook.model.vocabulary import OTHER, VERSION, Vocabulary
from sourcebook.reading.files import SourceFile, check_id
from sourcebook.reading.geojson_files import fill_geometry
from sourcebook.reading.model_errors import PlacedProblem, complaints
from sourcebook.reading.refused_values import as_written, references_in, what_goes, without
from sourcebook.reading.yaml_text import RawRecord

_ROUNDS = 6
"""So often a record is tried. What a part says as a whole is checked once its fields are good, and then what the record
says as a whole: few need more than three."""
_GIVEN = ("id", "path", "refused_fields")
"""What no file says: it is known of the file, or of how it was read."""
_RESTS_ON: dict[FieldPath, tuple[str, ...]] = {("summary",): ("sources",), ("text",): ("rights",)}
"""What a warning about a value is about, beside that."""


class RecordData:
    """What a file says of its record, with less of it in each round. `read` makes the record."""

    def __init__(
        self,
        file: SourceFile,
        record_id: str,
        vocabulary: Vocabulary,
        raw: RawRecord | None,
        problems: list[Diagnostic],
    ) -> None:
        self._file, self._id, self._vocabulary = file, record_id, vocabulary
        self._kind: type[Record] = with_fields(file.kind, vocabulary.fields.get(file.kind.folder, ()))
        self._data = dict(raw.data) if raw else {}
        self._lines = raw.lines if raw else LineMap(file.path, {})
        self._refused_fields: set[str] = set()
        self.problems = problems
        """Every problem, each once."""
        self.record: Record | None = None
        """The record; None where nothing makes one."""
        self.gone: list[tuple[FieldPath, ...]] = []
        """What it goes without: the paths of each round, as they were in that."""
        self.refused: list[RefusedReference] = []
        """The ids in what it goes without, but for those that are told to be wrong."""

    def read(self) -> None:
        """Make the record, and find what is wrong with it."""
        for name in filter(self._data.__contains__, _GIVEN):
            message, hint = f"'{name}' is not a field", "remove the line"
            if name != "refused_fields":
                message += ": the file's name gives it"
            self.problems.append(error("unknown-field", message, self._lines.where((name,)), hint))
        data = {name: value for name, value in self._data.items() if name not in _GIVEN}
        filled, found = fill_geometry(data, self._lines, self._file.read_sibling)
        self.problems += found
        self._data = dict(filled)
        if "geometry" in data and "geometry" not in filled:
            self._refused_fields.add("geometry")
        for _ in range(_ROUNDS):
            record, wrong = self._try()
            if record is not None and not wrong:
                self.record = record
                self.problems += self._warnings(record)
                return
            self.problems += [problem for _, problem in wrong]
            if not self._take_out(wrong):
                return

    def _try(self) -> tuple[Record | None, list[PlacedProblem]]:
        """The record as the data make it, if they do, and the errors in it."""
        kind = self._kind
        given = {"id": self._id, "path": self._file.path, "refused_fields": tuple(sorted(self._refused_fields))}
        try:
            record = kind.model_validate({**self._data, **given}, context=self._vocabulary)
        except ValidationError as failure:
            return None, complaints(failure, kind, self._data, self._lines, self._vocabulary)
        return record, [*self._own_errors(record), *self._wrong_basis(record), *self._wrong_former_ids(record)]

    def _take_out(self, wrong: Iterable[PlacedProblem]) -> bool:
        """Go on without these values, and without what is nothing without them. False where that is all there is."""
        kind = self._kind
        told, gone = set(), set()
        for path, problem in wrong:
            part = what_goes(kind, path)
            if problem.code == "unknown-field" and may_mean_publish(str(path[-1])):
                self._data["publish"] = "no"  # what may have been meant to be kept back is
            if problem.code != "missing-field":
                told.add(as_written(self._data, path))
            if problem.code != "unknown-field":
                self._refused_fields.add(str(path[0]))
            kinds = self._vocabulary.kinds.get(kind.folder, ())
            if not part and path == ("kind",) and OTHER in kinds and self._data.get("kind") != OTHER:
                self._data["kind"] = OTHER
            elif not part:
                return False
            else:
                gone.add(as_written(self._data, part))
        self.refused += references_in(kind, self._data, self._lines, gone, told)
        self._data = without(self._data, gone)
        self.gone.append(tuple(gone))
        self._lines = self._lines.without(gone)
        return True

    # What is wrong in a record that could be made --------------------------------------------------

    def _own_errors(self, record: Record) -> Iterator[PlacedProblem]:
        for said in record.model_warnings():
            if said.level is Level.ERROR:
                where = self._lines.where(said.path)
                yield said.path, Diagnostic(said.level, said.code, said.message, where, said.hint)

    def _wrong_basis(self, record: Record) -> Iterator[PlacedProblem]:
        fields = [field.key for field in schema_of(type(record))]
        for name in record.basis:
            if name not in fields:
                message = f"'{name}' in 'basis' is not a field of {record.plural}"
                hint = did_you_mean([f"'{near}'" for near in nearest(name, fields)])
                where = self._lines.where_key(("basis", name))
                yield ("basis", name), error("unknown-field", message, where, hint)

    def _wrong_former_ids(self, record: Record) -> Iterator[PlacedProblem]:
        for position, old in enumerate(record.formerly):
            path = ("formerly", position)
            if wrong := check_id(old, self._file.path):
                hint = "no record can have had it as its id: write it as it was, or remove it"
                yield path, replace(wrong, where=self._lines.where(path), hint=hint)

    def _warnings(self, record: Record) -> Iterator[Diagnostic]:
        """What is worth a warning, but for what follows from a value that is not there because it is refused."""
        for path in self._lines.keys if RENAMED else ():
            coming = new_name(self._kind.folder, tuple(step for step in path if isinstance(step, str)))
            if coming and coming.since == VERSION + 1:
                message = f"'{path[-1]}' will be called '{coming.new}' from version {coming.since} on"
                yield warning("renamed-field", message, self._lines.where_key(path), f"write '{coming.new}' now")
        refused = self._refused_fields
        for said in record.model_warnings():
            rests_on = {str(said.path[0]), *_RESTS_ON.get(said.path, ())} if said.path else TITLES
            if refused.isdisjoint(rests_on):
                yield Diagnostic(said.level, said.code, said.message, self._lines.where(said.path), said.hint)
