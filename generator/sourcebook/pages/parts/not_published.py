"""The notice on a page that a preview shows and nobody publishes: the whole record is kept back, or parts of it are."""

from __future__ import annotations

from markupsafe import Markup

from sourcebook.model.component import Component
from sourcebook.model.record import Record
from sourcebook.model.schema import schema_of, walk
from sourcebook.reading.withheld_parts import has_withheld_parts
from sourcebook.words import say, say_markup


def not_published(record: Record) -> Markup:
    """What of the record is not published; empty where all of it is, as it is in every published build."""
    if not has_withheld_parts(record):
        return Markup("")
    if record.is_withheld:
        words = say_markup("<strong>Not published.</strong> Only this preview shows this page.")
    else:
        parts = ", ".join(_parts(record))
        words = say_markup("<strong>Not published, and shown in this preview only:</strong> %(parts)s.", parts=parts)
    return Markup('<p class="sb-notice">{}</p>').format(words)


def _parts(record: Record) -> list[str]:
    """The parts that are kept back, each by its field and its number in it."""
    labels = {field.key: field.label for field in schema_of(type(record))}
    found = []
    for path, _, value in walk(record):
        if path == ("private_notes",) or (isinstance(value, Component) and value.is_withheld):
            numbers = [str(step + 1) for step in path if isinstance(step, int)]
            found.append(" ".join([say(labels[str(path[0])]), ".".join(numbers)]).strip())
    return found
