"""What lists are sorted by."""

from __future__ import annotations

from collections.abc import Iterable

from sourcebook.model.dates import Edtf
from sourcebook.model.document import Document


def in_time(documents: Iterable[Document]) -> list[Document]:
    """Documents by date of publication; undated ones last, by title."""
    return sorted(documents, key=time_of)


def time_of(document: Document) -> tuple[object, ...]:
    """A sort key for documents in time."""
    return *by_date(document.published, document.title), document.id


def by_date(date: Edtf | None, then: str) -> tuple[bool, object, str]:
    """A sort key: by date, what has none last, then by words."""
    return date is None, date.order if date else (), then


def sort_text(date: Edtf | None) -> str:
    """The text that a column of dates is sorted by: when they begin, in years that have five digits and no minus."""
    if date is None:
        return "\uffff"
    (year, month, day), _, _ = date.order
    return f"{year + 10000:05}-{month:02}-{day:02}"
