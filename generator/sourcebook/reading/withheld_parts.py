"""A record without what its editors keep back, and without what names anything that they keep back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, TypeVar

from sourcebook.model.component import Component
from sourcebook.model.question import Answer
from sourcebook.model.record import Citation, Record, Sourced
from sourcebook.model.schema import FieldPath, FieldSchema, schema_of
from sourcebook.reading.withheld_text import without_links

C = TypeVar("C", bound=Component)
_UNPUBLISHED = "private_notes"
_ID_LISTS = ("formerly",)
"""Fields of ids that refer to no record of now."""


class NamedLink(NamedTuple):
    """A link in published prose to what is kept back: in which field, to which id."""

    path: FieldPath
    target: str


class PublishedRecord(NamedTuple):
    """What of a record is published: None for nothing; which values of its file are gone; links that were taken out."""

    record: Record | None
    gone: frozenset[FieldPath]
    links: tuple[NamedLink, ...]


def has_withheld_parts(value: Component) -> bool:
    """Whether anything in a record is kept back, however deep."""
    if value.is_withheld or getattr(value, _UNPUBLISHED, None) is not None:
        return True
    for found in vars(value).values():
        if isinstance(found, Component):
            if has_withheld_parts(found):
                return True
        elif type(found) is tuple and found and isinstance(found[0], Component) and any(map(has_withheld_parts, found)):
            return True
    return False


def published_part_of(
    record: Record, withheld: Collection[str], roots: Mapping[FieldPath, str] | None = None
) -> PublishedRecord:
    """The record without what is kept back: its own parts with ``publish: no``, what names a record of `withheld`, and
    what rests on nothing else. The record itself where that is all of it.

    `roots` are what citations go back to, by path, where what is published does not tell.
    """
    work = _Withholding(withheld, roots or {})
    found = work.part(record, ())
    gone = work.gone
    shown = [one for one in work.links if not any(one.path[:depth] in gone for depth in range(len(one.path) + 1))]
    return PublishedRecord(found, frozenset(work.gone), tuple(shown))


class _Withholding:
    def __init__(self, withheld: Collection[str], roots: Mapping[FieldPath, str]) -> None:
        self.withheld, self.roots = withheld, roots
        self.gone: set[FieldPath] = set()
        self.links: list[NamedLink] = []

    def part(self, value: C, path: FieldPath) -> C | None:
        """What of a part is published; None for nothing."""
        if value.is_withheld:
            return None
        changes: dict[str, Any] = {}
        for field in schema_of(type(value)):
            found = getattr(value, field.name)
            if found is None or found == ():
                continue
            here = (*path, field.key)
            left = self._field(found, field, here)
            if left is None and field.required:
                return None
            if left is not found:
                empty = left is None or (field.many and not left)
                changes[field.name] = _default(value, field) if empty else left
        if _rests_on_nothing_else(value, changes):
            return None
        if isinstance(value, Record) and value.sources and changes.get("sources") == ():
            changes |= {} if "summary" in value.basis else {"summary": None}
        made = value.model_copy(update=changes) if changes else value
        if isinstance(made, Citation) and path in self.roots:
            return made.with_root(self.roots[path])
        return made

    def _field(self, found: Any, field: FieldSchema, here: FieldPath) -> Any:
        """What of a field is published: `found` itself where that is all of it, None for nothing."""
        if field.mapping:
            gone = [key for key in found if field.refers and key in self.withheld]
            self.gone |= {(*here, key) for key in gone}
            return {key: item for key, item in found.items() if key not in gone} if gone else found
        if not field.many:
            left = None if here == (_UNPUBLISHED,) else self._value(found, field, here)
            if left is None:
                self.gone.add(here)
            return left
        items = []
        for position, item in enumerate(found):
            left = self._value(item, field, (*here, position))
            if left is None:
                self.gone.add((*here, position))
            else:
                items.append(left)
        same = len(items) == len(found) and all(new is old for new, old in zip(items, found, strict=True))
        return found if same else tuple(items)

    def _value(self, item: Any, field: FieldSchema, path: FieldPath) -> Any:
        """One value as it is published; None for not at all."""
        if isinstance(item, Component):
            return self.part(item, path)
        if not isinstance(item, str):
            return item
        if (field.refers or field.key in _ID_LISTS) and item in self.withheld:
            return None
        text, found = without_links(item, self.withheld)
        self.links += [NamedLink(path, target) for target, _, _ in found]
        return item if not found else text if text.strip() else None


def _default(value: Component, field: FieldSchema) -> Any:
    return type(value).model_fields[field.name].get_default(call_default_factory=True)


def _rests_on_nothing_else(value: Component, changes: Mapping[str, Any]) -> bool:
    """Whether all that supports a part is kept back, and the part says of nothing else that it comes from there."""
    if isinstance(value, Sourced):
        return bool(value.sources) and changes.get("sources") == () and not value.basis
    return isinstance(value, Answer) and bool(value.reports) and changes.get("reports") == ()
