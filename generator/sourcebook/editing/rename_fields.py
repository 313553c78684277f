"""Fields renamed in records' files: the keys are written anew where they stand, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sourcebook.model.renamed_fields import RenamedField
from sourcebook.reading.yaml_text import read_yaml

_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # what YAML 1.1 takes for the end of a line


@dataclass(frozen=True, slots=True)
class KeyChange:
    """A key that is to be written anew: where it stands, counted from one, and how it is called then."""

    line: int
    column: int
    old: str
    new: str


def changes_in(raw: bytes, folder: str, renamed: Iterable[RenamedField]) -> list[KeyChange]:
    """The keys in a record's file that have other names now; none in a file that cannot be read."""
    read, _ = read_yaml(raw, "")
    if read is None:
        return []
    names = {one.path: one.new for one in renamed if one.folder in ("", folder)}
    found = []
    for path, (line, column) in read.lines.keys.items():
        new = names.get(tuple(step for step in path if isinstance(step, str)))
        if new and (*path[:-1], new) not in read.lines.keys:
            found.append(KeyChange(line, column, str(path[-1]), new))
    return sorted(found, key=lambda change: (change.line, change.column))


def renamed_in(raw: bytes, changes: Sequence[KeyChange]) -> bytes:
    """The file with the keys written anew. Raises ValueError where one of them does not stand there as it is."""
    text = raw.decode("utf-8")
    starts = [0, *(match.end() for match in _BREAK.finditer(text))]
    shift = 1 if text.startswith("\ufeff") else 0
    for change in reversed(changes):
        start = starts[change.line - 1] + change.column - 1 + (shift if change.line == 1 else 0)
        start += text[start] in "\"'"
        if text[start : start + len(change.old)] != change.old:
            raise ValueError(f"line {change.line}: '{change.old}' is written in a way that cannot be changed here")
        text = text[:start] + change.new + text[start + len(change.old) :]
    return text.encode("utf-8")


def with_version(raw: bytes, version: int) -> bytes:
    """A vocabulary's file that says it is of this version; the line is put first where there is none."""
    line = f"version: {version}".encode()
    written, count = re.subn(rb"(?m)^version:[ \t]*[^\s#]+", line, raw, count=1)
    if count:
        return written
    mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
    return mark + line + (b"\r\n" if b"\r\n" in raw else b"\n") + raw[len(mark) :]

