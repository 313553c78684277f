"""All records together, found by id."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sourcebook.diagnostics import Where
from sourcebook.model.actor import Actor
from sourcebook.model.document import Document
from sourcebook.model.event import Event
from sourcebook.model.place import Place
from sourcebook.model.question import Question
from sourcebook.model.record import Record
from sourcebook.model.schema import FieldPath, Refers
from sourcebook.model.vocabulary import Vocabulary, built_in

KINDS: tuple[type[Record], ...] = (Document, Actor, Place, Event, Question)
"""Every kind of record, in the order of the site's navigation."""

_CODE = re.compile(r"^(```+|~~~+).*?^\1|`[^`\n]+`|<!--.*?-->", re.DOTALL | re.MULTILINE)
R = TypeVar("R", bound=Record)


def without_code(text: str, *, comments: bool = False) -> str:
    """`text` with code and comments blanked out, at its old length: what looks like a link there is none.

    With `comments` these stay.
    """
    return _CODE.sub(
        lambda match: match[0] if comments and match[0].startswith("<!--") else re.sub(r"[^\n]", " ", match[0]), text
    )


@dataclass(frozen=True, slots=True)
class LineMap:
    """Where each value stands in one file. Lines and columns count from one."""

    path: str
    marks: Mapping[FieldPath, tuple[int, int]]
    text: str = ""
    keys: Mapping[FieldPath, tuple[int, int]] = field(default_factory=dict)

    def where(self, path: FieldPath = ()) -> Where:
        """The position of the value at `path`, or of the nearest value around it."""
        while path and path not in self.marks:
            path = path[:-1]
        line, column = self.marks.get(path, (1, 1))
        return Where(self.path, line, column)

    def where_key(self, path: FieldPath) -> Where:
        """The position of the key at `path`; of its value, where the key's is not known."""
        line, column = self.keys.get(path) or (self.where(path).line, self.where(path).column)
        return Where(self.path, line, column)

    def where_in(self, path: FieldPath, pattern: str, occurrence: int = 0, *, comments: bool = False) -> Where:
        """Where the text at `path` matches a regular expression; where it begins, if it does not.

        Nothing in code counts, nor, without `comments`, in these.
        """
        start = self.where(path)
        lines = without_code(self.text, comments=comments).splitlines()
        for number in range(start.line - 1, len(lines)):
            first = start.column - 1 if number == start.line - 1 else 0
            for match in re.compile(pattern).finditer(lines[number], first):
                if occurrence == 0:
                    return Where(self.path, number + 1, match.start() + 1)
                occurrence -= 1
        return start

    def without(self, gone: Collection[FieldPath]) -> LineMap:
        """The same for a record without what stands at these paths: in lists, what follows moves up."""
        missing: dict[FieldPath, list[int]] = {}
        for path in gone:
            if path and isinstance(path[-1], int):
                missing.setdefault(path[:-1], []).append(path[-1])
        if not missing:
            return self
        for numbers in missing.values():
            numbers.sort()

        def moved(path: FieldPath) -> FieldPath | None:
            steps: list[str | int] = []
            for end, step in enumerate(path):
                if isinstance(step, int) and (numbers := missing.get(path[:end])):
                    before = bisect_left(numbers, step)
                    if before < len(numbers) and numbers[before] == step:
                        return None
                    step -= before
                steps.append(step)
            return tuple(steps)

        marks, keys = (
            {new: mark for path, mark in found.items() if (new := moved(path)) is not None}
            for found in (self.marks, self.keys)
        )
        return LineMap(self.path, marks, self.text, keys)


@dataclass(frozen=True, slots=True)
class Broken:
    """A file with an error: its kind and path, and what could be made out of it all the same."""

    kind: type[Record]
    path: str
    data: Mapping[str, Any] = field(default_factory=dict)
    lines: LineMap | None = None


@dataclass(frozen=True, slots=True)
class RefusedReference:
    """An id in a part that a record goes without, as another value of it is refused."""

    where: Where
    key: str
    """The field that it stands in."""
    refers: Refers
    value: str


class SummaryView(Mapping[str, Record]):
    """Records by id as lists show them, each made when it is asked for."""

    def __init__(self, records: Mapping[str, Record]) -> None:
        self._records, self._made = records, dict[str, Record]()

    def __getitem__(self, name: str) -> Record:
        if name not in self._made:
            self._made[name] = self._records[name].summary_view()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Records by id, each with its line map. `broken` has the files that could not be read, by id; `refused` the ids
    in parts that records go without, as another value of them is refused."""

    records: Mapping[str, Record]
    lines: Mapping[str, LineMap] = field(default_factory=dict)
    broken: Mapping[str, Broken] = field(default_factory=dict)
    refused: tuple[RefusedReference, ...] = ()
    vocabulary: Vocabulary = field(default_factory=built_in)
    withheld: frozenset[str] = frozenset()
    """The ids, of now and of before, of records that are kept back: nothing that is published has one of them."""
    joined: tuple[tuple[str, ...], ...] = ()
    """Groups of sources, by id, that rest on one another or on the same, as what is kept back shows."""

    def of_kind(self, kind: type[R]) -> Iterator[R]:
        """The records of one kind, by id."""
        for record in self.records.values():
            if isinstance(record, kind):
                yield record

    def where(self, record_id: str, path: FieldPath = ()) -> Where:
        """Where a value of a record stands in its file."""
        lines = self.line_map(record_id)
        return lines.where(path) if lines else Where(self.records[record_id].path)

    def where_key(self, record_id: str, path: FieldPath) -> Where:
        """Where a key of a record stands in its file."""
        lines = self.line_map(record_id)
        return lines.where_key(path) if lines else self.where(record_id, path)

    def line_map(self, record_id: str) -> LineMap | None:
        """The line map of a record's file as it is now, even where an earlier state stands in for it."""
        if record_id in self.broken:
            return self.broken[record_id].lines
        return self.lines.get(record_id)
