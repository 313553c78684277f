"""What pages and searches show of the fields that a site declares itself, beside the box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from sourcebook.model.own_fields import OwnField, own_fields
from sourcebook.model.record import Record
from sourcebook.pages.page import Section
from sourcebook.pages.view import View

_LAST = frozenset({"mentions", "names", "notes", "related"})
"""The anchors of sections that come last on a page, in whatever order."""


def with_own_sections(sections: Sequence[Section], view: View, record: Record) -> tuple[Section, ...]:
    """The sections of a record's page, and one for each of its own fields that holds prose, before those that come
    last."""
    last = next((place for place, section in enumerate(sections) if section.anchor in _LAST), len(sections))
    return (*sections[:last], *_own_sections(view, record), *sections[last:])


def _own_sections(view: View, record: Record) -> Iterator[Section]:
    for own, _, value in own_fields(record):
        if own.type == "prose":
            many = range(len(value)) if isinstance(value, tuple) else None
            ends: list[tuple[int, ...]] = [()] if many is None else [(number,) for number in many]
            html = Markup("").join(view.prose(record, own.name, *end) for end in ends)
            yield Section(own.name.replace("_", "-"), own.label, html, own.search)


def own_keywords(view: View, record: Record) -> str:
    """What a search finds the record by beside what its page tells: the words of its own fields that are searched."""
    found = [
        view.field_value(field, value).striptags()
        for own, field, value in own_fields(record)
        if own.search and own.type not in ("prose", "yes-no")
    ]
    return " ".join(found)


def own_facets(view: View, record: Record) -> Iterator[tuple[str, str]]:
    """What a search can be narrowed to by the record's own fields: the field's name, and each of its values."""
    for own, field, value in own_fields(record):
        if own.facet:
            for item in value if isinstance(value, tuple) else (value,):
                yield facet_name(own), view.field_value(field, item).striptags()


def facet_name(field: OwnField) -> str:
    """What the facet of an own field is called in the index: never like one of ours."""
    return f"own-{field.name.replace('_', '-')}"
