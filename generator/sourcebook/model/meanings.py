"""When a record was, where, and who had a part in it: by what its fields mean, whatever these are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sourcebook.model.dates import Edtf
from sourcebook.model.own_fields import OwnField, own_field
from sourcebook.model.record import Record, Sourced
from sourcebook.model.schema import FieldSchema, Means, schema_of

_FIRST = frozenset({"date", "published"})
"""The fields with the date that a record itself stands at on timelines."""


@dataclass(frozen=True, slots=True)
class DatedField:
    """A date that a record says of itself: in which field, and the how-manieth there, from 0."""

    field: FieldSchema
    date: Edtf
    number: int = 0

    @property
    def is_first(self) -> bool:
        """Whether the record itself stands at this date on timelines."""
        return self.field.name in _FIRST

    @property
    def own(self) -> OwnField | None:
        """How the site's vocabulary declares the field; None for one that is built in."""
        return own_field(self.field)


@cache
def fields_that_mean(kind: type[Record], meaning: Means) -> tuple[FieldSchema, ...]:
    """The fields of a kind that mean so, in declared order."""
    return tuple(field for field in schema_of(kind) if meaning in field.marks)


def dates_of(record: Record) -> Iterator[DatedField]:
    """The dates of a record, field by field."""
    for field in fields_that_mean(type(record), Means.WHEN):
        value = getattr(record, field.name)
        for number, date in enumerate(value if isinstance(value, tuple) else (value,)):
            if date is not None:
                yield DatedField(field, date, number)


def named_as(record: Record, meaning: Means) -> tuple[str, ...]:
    """What a record names as its places or its actors, each once: ids, and words where there is no record."""
    found: dict[str, None] = {}
    for field in fields_that_mean(type(record), meaning):
        value = getattr(record, field.name) or ()
        for item in value if isinstance(value, tuple) else (value,):
            found.update(dict.fromkeys(item.statement().refs if isinstance(item, Sourced) else (item,)))
    return tuple(found)
