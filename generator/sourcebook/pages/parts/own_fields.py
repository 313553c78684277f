"""What pages show of the fields that a site declares itself, beside the box."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from sourcebook.model.own_fields import OwnField
from sourcebook.model.record import Record
from sourcebook.model.schema import schema_of
from sourcebook.pages.page import Section
from sourcebook.pages.view import View


def own_fields(record: Record) -> Iterator[tuple[OwnField, object]]:
    """The record's own fields that say something, in the order of the vocabulary, each with its value."""
    for field in schema_of(type(record)):
        own = next((mark for mark in field.marks if isinstance(mark, OwnField)), None)
        value = getattr(record, field.name) if own else None
        if own and value is not None and value != ():
            yield own, value


def own_sections(view: View, record: Record) -> Iterator[Section]:
    """A section for each own field that holds prose."""
    for field, value in own_fields(record):
        if field.type == "prose":
            many = range(len(value)) if isinstance(value, tuple) else None
            ends: list[tuple[int, ...]] = [()] if many is None else [(number,) for number in many]
            html = Markup("").join(view.prose(record, field.name, *end) for end in ends)
            yield Section(field.name.replace("_", "-"), field.label, html)
