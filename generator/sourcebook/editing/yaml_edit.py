"""Fields added to a record's YAML while every other character stays as it is.

A YAML library that writes a file anew changes line endings, quotes and comments. So the places where something is
added are found by the parser's marks, and the text is cut there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from yaml import events

from sourcebook.reading.yaml_text import read_yaml

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML without its C part reads the same, more slowly
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

Scalar = str | float
"""Text, which is written between double quotes, or a number, which is not."""
NewFields = Sequence[tuple[str, Scalar | Mapping[str, Scalar]]]
"""What is to be added, in this order: fields, and fields of fields."""

_BOM = b"\xef\xbb\xbf"
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # what YAML 1.1 takes for the end of a line


class CannotAdd(ValueError):  # noqa: N818 - read as a sentence
    """Why fields cannot be added to a text, in words for whoever keeps it."""


@dataclass(frozen=True, slots=True)
class Edit:
    """The characters from `start` to `end` give way to `new`. An insertion ends where it starts."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class _Field:
    """Where a field of the record stands: the end of its key, and its value."""

    key_end: int
    start: int
    end: int
    end_column: int
    unknown: bool


def add_fields(raw: bytes, path: str, after: str, fields: NewFields) -> bytes:
    """The file `raw` with `fields` put behind the field `after`, or into the fields that stand there empty.

    The result is read again and compared: raises CannotAdd unless exactly these fields have been added.
    """
    before, problems = read_yaml(raw, path)
    if before is None:
        raise CannotAdd("the file cannot be read")
    bom = _BOM if raw.startswith(_BOM) else b""
    text = raw[len(bom) :].decode("utf-8")
    new = bom + apply_edits(text, plan_edits(text, after, fields)).encode("utf-8")
    added = {key: _as_read(value) for key, value in fields}
    now, found = read_yaml(new, path)
    if now is None or dict(now.data) != {**before.data, **added} or len(found) != len(problems):
        raise CannotAdd("the fields do not fit into the file as it is written")
    return new


def apply_edits(text: str, changes: Sequence[Edit]) -> str:
    """`text` with every change made. The changes do not overlap; two at one place stand in their order there."""
    for _, _, change in sorted(((c.start, number, c) for number, c in enumerate(changes)), reverse=True):
        text = text[: change.start] + change.new + text[change.end :]
    return text


def plan_edits(text: str, after: str, fields: NewFields) -> list[Edit]:
    """The changes to `text` that add `fields`, with the indentation and line ending of the field `after`.

    A field that stands there without a value gets one where it stands; what follows it in `fields` goes behind it.
    Raises CannotAdd where there is no field `after`, or where a field has a value already.
    """
    flow, column, places = _places(text)
    changes: list[Edit] = []
    behind: dict[str, list[tuple[str, Scalar | Mapping[str, Scalar]]]] = {}
    for key, value in fields:
        if (place := places.get(key)) is None:
            behind.setdefault(after, []).append((key, value))
        elif place.unknown:
            changes.append(_into(text, place, value, flow))
            after = key
        else:
            raise CannotAdd(f"'{key}' has a value already")
    for name, group in behind.items():
        if name not in places:
            raise CannotAdd(f"there is no field '{name}' to put the new ones behind")
        if flow:
            new = "".join(f", {key}: {_inline(value)}" for key, value in group)
            changes.append(Edit(places[name].end, places[name].end, new))
        else:
            changes.append(_below(text, places[name], _block(group, " " * column)))
    return changes


def _places(text: str) -> tuple[bool, int, dict[str, _Field]]:
    """Whether the record is written in braces, how far it is indented, and where its fields stand."""
    flow, column, depth = False, 0, 0
    places: dict[str, _Field] = {}
    key: Any = None
    opened: Any = None
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, events.CollectionStartEvent):
                depth += 1
                mark: Any = event.start_mark
                if depth == 1:
                    flow, column = bool(event.flow_style), mark.column
                elif depth == 2:
                    opened = mark
            elif isinstance(event, events.CollectionEndEvent):
                depth -= 1
                if depth == 1 and key is not None:
                    places[key.value] = _field(key, opened, event.end_mark, False)
                    key = None
            elif isinstance(event, events.ScalarEvent) and depth == 1:
                if key is None:
                    key = event
                else:
                    unknown = not event.style and event.value in ("", "~", "null", "Null", "NULL")
                    places[key.value] = _field(key, event.start_mark, event.end_mark, unknown)
                    key = None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise CannotAdd("the file cannot be read") from None
    return flow, column, places


def _field(key: Any, start: Any, end: Any, unknown: bool) -> _Field:
    return _Field(key.end_mark.index, start.index, end.index, end.column, unknown)


def _into(text: str, place: _Field, value: Scalar | Mapping[str, Scalar], flow: bool) -> Edit:
    """A value where there is none, or only ``~`` or ``null``. On the same line, so that its comment stays."""
    between = text[place.key_end : place.start]
    if ":" not in between:
        if not flow:
            raise CannotAdd("an empty field is written with '?'; take it out")
        return Edit(place.key_end, place.key_end, f": {_inline(value)}")
    space = "" if between[-1].isspace() else " "
    return Edit(place.start, place.end, space + _inline(value))


def _below(text: str, place: _Field, lines: list[str]) -> Edit:
    """New lines behind the line on which a value ends."""
    first = _BREAK.search(text, place.end)
    known = first if first and first[0] in ("\r\n", "\n", "\r") else re.search("\r\n|[\r\n]", text)
    line_end = known[0] if known else "\n"
    whole = "".join(line + line_end for line in lines)
    if place.end_column == 0 and place.end > place.start:  # a block scalar ends where the next line begins
        return Edit(place.end, place.end, whole)
    if first is None:  # the last line, without an end of its own: it stays without one
        return Edit(len(text), len(text), line_end + line_end.join(lines))
    return Edit(first.end(), first.end(), whole)


def _block(group: NewFields, indent: str) -> list[str]:
    lines = []
    for key, value in group:
        if isinstance(value, Mapping):
            lines.append(f"{indent}{key}:")
            lines += [f"{indent}  {name}: {_inline(item)}" for name, item in value.items()]
        else:
            lines.append(f"{indent}{key}: {_inline(value)}")
    return lines


def _inline(value: Scalar | Mapping[str, Scalar]) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_inline(item)}" for name, item in value.items()) + "}"
    return _quoted(value) if isinstance(value, str) else _number(value)


def _as_read(value: Scalar | Mapping[str, Scalar]) -> Any:
    if isinstance(value, Mapping):
        return {name: _as_read(item) for name, item in value.items()}
    return value if isinstance(value, str) else _number(value)


def _number(value: float) -> str:
    text = f"{value:.7f}".rstrip("0").rstrip(".")  # a seventh decimal of a degree is a centimetre
    return "0" if text == "-0" else text


def _quoted(text: str) -> str:
    """`text` between double quotes (YAML 1.1, section 5.7), on one line whatever is in it."""
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"
