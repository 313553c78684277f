"""The value of a field in words for people: dates, terms, links, numbers with their unit."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup, escape

from sourcebook.model.dates import Edtf
from sourcebook.model.languages import country_name, language_name
from sourcebook.model.own_fields import own_field
from sourcebook.model.schema import FieldSchema, Shows
from sourcebook.model.values import OneOf, Term
from sourcebook.words import say


def field_value(field: FieldSchema, value: object, link: Callable[[str], Markup]) -> Markup:
    """A field's value as markup; `link` gives the link to the record of an id."""
    if isinstance(value, tuple):
        return Markup(", ").join(field_value(field, item, link) for item in value)
    if isinstance(value, Edtf):
        return escape(value.in_words)
    own = own_field(field)
    if own and own.unit:
        return Markup('<bdi dir="ltr">{} {}</bdi>').format(value, own.unit)
    if isinstance(value, bool):
        return escape(say("yes") if value else say("no"))
    if isinstance(value, Term):
        return escape(say(value.label))
    text = str(value)
    if field.refers is not None:
        return link(text)
    for mark in field.marks:
        if isinstance(mark, OneOf):
            return escape(say(mark.terms[text].label))
        if mark is Shows.ADDRESS:
            return external_link(text, text.split("//", 1)[-1].rstrip("/"))
        if mark is Shows.COUNTRY:
            return escape(country_name(text) or text)
        if mark is Shows.LANGUAGE:
            return escape(language_name(text))
    return escape(text)


def external_link(address: str, words: str) -> Markup:
    """A link that leaves the site."""
    return Markup('<a class="sb-link--external" href="{}" rel="noopener noreferrer">{}</a>').format(address, words)
