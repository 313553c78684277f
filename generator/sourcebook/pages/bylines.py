"""Whom a source is called by, where there is room for a few words."""

from __future__ import annotations

from collections.abc import Mapping

from sourcebook.model.document import Document
from sourcebook.model.record import Record

_TITLE = 40
"""So many characters of a title stand for a source that has neither publisher nor author."""


def by_whom(document: Document, records: Mapping[str, Record]) -> str:
    """The publisher's name; the authors', where no publisher is known; else the title, shortened."""
    return byline(document, records) or _shortened(document.title)


def byline(document: Document, records: Mapping[str, Record]) -> str:
    """The publisher's name, or the authors', where no publisher is known; empty where nobody is."""
    if document.publisher:
        return _name(document.publisher, records)
    authors = [_name(author, records) for author in document.authors or ()]
    if len(authors) > 2:
        return f"{authors[0]} and others"
    return " and ".join(authors)


def _name(name: str, records: Mapping[str, Record]) -> str:
    record = records.get(name)
    return record.title if record else name


def _shortened(title: str) -> str:
    if len(title) <= _TITLE:
        return title
    begun = title[:_TITLE].rpartition(" ")[0] or title[:_TITLE]
    return begun.rstrip(",;:–- ") + " …" + ("]" if title.startswith("[") else "")
