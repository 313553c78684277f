"""YAML text to a raw record: every scalar as written, the position of every value, every trap an error.

Works on the events of PyYAML's C parser, so that nothing is resolved, constructed or expanded on the way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml import events

from sourcebook.diagnostics import Diagnostic, Where, error, warning
from sourcebook.model.corpus import LineMap
from sourcebook.model.schema import FieldPath
from sourcebook.reading.yaml_errors import NO_ANCHORS, QUOTE_IT, explain_yaml_error, find_conflicts, lost_backslash

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML without its C part reads the same, more slowly
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
_UNKNOWN = frozenset({"", "~", "null", "Null", "NULL"})
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One file as read: nested mappings and lists of text, and where each stands."""

    path: str
    data: Mapping[str, Any]
    lines: LineMap


class _Stop(Exception):  # noqa: N818 - ends the reading of one file, is never seen outside
    def __init__(self, problem: Diagnostic) -> None:
        self.problem = problem


def read_yaml(raw: bytes, path: str) -> tuple[RawRecord | None, list[Diagnostic]]:
    """The record in `raw`, and every problem found; None where the file cannot be understood.

    A value left empty, or written ``~`` or ``null`` without quotes, is None: unknown.
    """
    try:
        text = _decode(raw, path)
        if conflicts := find_conflicts(text, path):
            return None, conflicts
        builder = _Builder(path, text)
        data = builder.build()
    except _Stop as stop:
        return None, [stop.problem]
    return RawRecord(path, data, LineMap(path, builder.marks, text, builder.keys)), builder.problems


def _decode(raw: bytes, path: str) -> str:
    if len(raw) > MAX_BYTES:
        raise _Stop(error("too-large", f"the file has {len(raw):,} bytes; {MAX_BYTES:,} are the limit", Where(path)))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        before = raw[: problem.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        raise _Stop(
            error(
                "not-utf8",
                f"byte {problem.start} (0x{raw[problem.start]:02x}) is not UTF-8",
                Where(path, line, column),
                "save the file as UTF-8",
            )
        ) from None
    if found := _CONTROL.search(text):
        line, column = _position(text, found.start())
        raise _Stop(
            error(
                "control-character",
                f"a control character (U+{ord(found[0]):04X}) stands here",
                Where(path, line, column),
                "remove it",
            )
        )
    return text


def _position(text: str, index: int) -> tuple[int, int]:
    before = re.split("\r\n|[\r\n\x85\u2028\u2029]", text[:index])
    return len(before), len(before[-1]) + 1


@dataclass(slots=True)
class _Frame:
    """One mapping or list that is being filled."""

    path: FieldPath
    values: dict[str, Any] | list[Any]
    key: str | None = None
    skip: bool = False
    firsts: dict[str, tuple[int, int]] = field(default_factory=dict)


class _Builder:
    """Folds parser events into plain values, collecting marks and problems."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text
        self.marks: dict[FieldPath, tuple[int, int]] = {}
        self.keys: dict[FieldPath, tuple[int, int]] = {}
        self.problems: list[Diagnostic] = []
        self.stack: list[_Frame] = []
        self.root: dict[str, Any] | None = None
        self.documents = 0

    def build(self) -> dict[str, Any]:
        """The root mapping. Raises _Stop with the problem where there is none."""
        try:
            for event in yaml.parse(self.text, Loader=_Loader):
                self._take(event)
        except yaml.MarkedYAMLError as problem:
            raise _Stop(explain_yaml_error(problem, self.path, self.text)) from None
        except (yaml.YAMLError, ValueError, RecursionError) as problem:
            raise _Stop(error("yaml", f"the YAML cannot be read: {problem}", Where(self.path))) from None
        if self.root is None:
            raise _Stop(
                error("empty", "the file holds no record", Where(self.path), "write at least its required fields")
            )
        return self.root

    def _at(self, mark: Any) -> Where:
        return Where(self.path, mark.line + 1, mark.column + 1)

    def _stop(self, code: str, message: str, mark: Any, hint: str = "") -> _Stop:
        return _Stop(error(code, message, self._at(mark), hint))

    def _take(self, event: events.Event) -> None:
        if isinstance(event, events.ScalarEvent):
            self._refuse_marks(event)
            self._scalar(event)
        elif isinstance(event, events.CollectionStartEvent):
            self._refuse_marks(event)
            self._open(event)
        elif isinstance(event, events.CollectionEndEvent):
            self._close()
        elif isinstance(event, events.AliasEvent):
            raise self._stop(
                "alias",
                f"'*{event.anchor}' is a YAML alias, which records do not use",
                event.start_mark,
                NO_ANCHORS,
            )
        elif isinstance(event, events.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise self._stop(
                    "second-document",
                    "a second YAML document begins here; one file holds one record",
                    event.start_mark,
                    "move it to a file of its own",
                )

    def _refuse_marks(self, event: Any) -> None:
        if event.anchor is not None:
            raise self._stop(
                "alias",
                f"'&{event.anchor}' is a YAML anchor, which records do not use",
                event.start_mark,
                NO_ANCHORS,
            )
        if event.tag is not None:
            raise self._stop(
                "tag",
                f"'{event.tag}' is a YAML tag, which records do not use",
                event.start_mark,
                f"{QUOTE_IT} if it is text",
            )

    def _scalar(self, event: Any) -> None:
        plain = not event.style
        if not self.stack:
            if plain and not event.value:
                return
            raise self._stop(
                "not-a-mapping",
                "the file holds a single value, not fields",
                event.start_mark,
                "write 'field: value' on each line",
            )
        frame = self.stack[-1]
        if isinstance(frame.values, dict) and frame.key is None:
            self._key(frame, event)
            return
        self._warn_of_traps(event)
        if found := _CONTROL.search(event.value):
            raise self._stop(
                "control-character",
                f"the value holds a control character (U+{ord(found[0]):04X})",
                event.start_mark,
                "remove it",
            )
        self._put(None if plain and event.value in _UNKNOWN else event.value, event.start_mark)

    def _key(self, frame: _Frame, event: Any) -> None:
        name = event.value
        position = event.start_mark.line + 1, event.start_mark.column + 1
        if name == "<<" and not event.style:
            raise self._stop(
                "merge-key",
                "'<<' is a YAML merge key, which records do not use",
                event.start_mark,
                "write the fields out",
            )
        frame.skip = name in frame.firsts
        if frame.skip:
            line, column = frame.firsts[name]
            self.problems.append(
                error(
                    "duplicate-key",
                    f"'{name}' stands here a second time; the first is at {line}:{column}",
                    Where(self.path, *position),
                    "keep one of them",
                )
            )
        else:
            frame.firsts[name] = position
        frame.key = name

    def _put(self, value: Any, mark: Any) -> None:
        frame = self.stack[-1]
        if isinstance(frame.values, list):
            path = (*frame.path, len(frame.values))
            if value is None:
                self.problems.append(error("empty-item", "an item of the list is empty", self._at(mark), "remove it"))
                return
            self.marks[path] = mark.line + 1, mark.column + 1
            frame.values.append(value)
            return
        assert frame.key is not None
        path = (*frame.path, frame.key)
        if not frame.skip:
            self.marks[path] = frame.firsts[frame.key] if value is None else (mark.line + 1, mark.column + 1)
            self.keys[path] = frame.firsts[frame.key]
            frame.values[frame.key] = value
        frame.key = None

    def _open(self, event: Any) -> None:
        mapping = isinstance(event, events.MappingStartEvent)
        mark = event.start_mark
        if len(self.stack) >= MAX_DEPTH:
            raise self._stop("too-deep", f"values are nested more than {MAX_DEPTH} deep", mark)
        if not self.stack:
            if not mapping:
                raise self._stop(
                    "not-a-mapping",
                    "the file holds a list, not fields",
                    mark,
                    "write 'field: value' on each line; one file holds one record",
                )
            self.root = {}
            self.stack.append(_Frame((), self.root))
            return
        frame = self.stack[-1]
        if isinstance(frame.values, dict) and frame.key is None:
            raise self._stop(
                "key-is-not-text", "'{' or '[' begins a YAML collection where a name is expected", mark, QUOTE_IT
            )
        values: dict[str, Any] | list[Any] = {} if mapping else []
        path = (*frame.path, len(frame.values) if isinstance(frame.values, list) else str(frame.key))
        skip = frame.skip
        self._put(values, mark)
        self.stack.append(_Frame(path, values, skip=skip))

    def _close(self) -> None:
        self.stack.pop()

    def _warn_of_traps(self, event: Any) -> None:
        end, where = event.end_mark.index, self._at(event.start_mark)
        if not event.style:
            behind = self.text[end : end + 3]
            if event.value and behind.startswith(" #") and behind[2:].strip():
                message = f"everything after '{event.value[-40:]}' is a comment, because of ' #'"
                hint = f"{QUOTE_IT}, or write '# ' if it is a comment"
                self.problems.append(warning("lost-comment", message, where, hint))
        elif event.style == '"' and (found := lost_backslash(self.text, event.start_mark.index, end)):
            message = f"'{found}' in double quotes is a control character"
            self.problems.append(warning("escape", message, where, "use single quotes if you mean a backslash"))
