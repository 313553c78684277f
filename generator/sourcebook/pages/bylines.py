"""What a source is called: by whom it is, where there is room for a few words, and which language its title is in."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from sourcebook.model.document import Document
from sourcebook.model.languages import in_language
from sourcebook.model.record import Record
from sourcebook.pages.safe_markup import safe
from sourcebook.words import say

_TITLE = 40
"""So many characters of a title stand for a source that has neither publisher nor author."""


def by_whom(document: Document, records: Mapping[str, Record]) -> str:
    """The name of whoever it is by; else the title, shortened."""
    return byline(document, records) or _shortened(document.title)


def byline(document: Document, records: Mapping[str, Record]) -> str:
    """The name of whoever it is by; empty where nobody is known."""
    makers = [_name(maker, records) for maker in makers_of(document)]
    if len(makers) > 2:
        return say("%(author)s and others", author=makers[0])
    if len(makers) == 2:
        return say("%(author)s and %(other)s", author=makers[0], other=makers[1])
    return "".join(makers)


def makers_of(document: Document) -> tuple[str, ...]:
    """By whom a source is, as ids and names: its publisher, or its authors where that is not known.

    A book or a letter is its authors', whoever published it: see `author_first` of its kind.
    """
    authors = document.authors or ()
    if document.publisher and not (authors and document.kind.author_first):
        return (document.publisher,)
    return authors


def title_attributes(record: Record) -> Markup:
    """``lang`` and ``dir`` of a record's title, with a space before them; empty where that is in the interface's
    language. Only a source's headline is in a language of its own."""
    own = record.language if isinstance(record, Document) and record.headline else None
    return safe(in_language(own))


def _name(name: str, records: Mapping[str, Record]) -> str:
    record = records.get(name)
    return record.title if record else name


def _shortened(title: str) -> str:
    if len(title) <= _TITLE:
        return title
    begun = title[:_TITLE].rpartition(" ")[0] or title[:_TITLE]
    return begun.rstrip(",;:–- ") + " …" + ("]" if title.startswith("[") else "")
