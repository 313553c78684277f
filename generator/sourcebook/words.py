"""The interface's words: whatever a page shows of ours, and no record says, is said by a function of this module.

The English words stand where they are used, and all of them in ``locale/sourcebook.pot``, which ``make words`` makes.
Values are named in them, ``%(name)s``, so that another language can put them in another order. Words that are declared
in one place and shown in another (a field's label, a kind's noun) are written plainly where they are declared, and said
where they are shown.

What commands and diagnostics tell stays English, and so do the YAML keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations

from markupsafe import Markup

ENGLISH = NullTranslations()
"""The words as they stand in the code, with the plurals of English."""

# The one thing here that changes. It is the process's and no context's own: a process builds one site in one language,
# and the threads of a preview and the workers of a build are to speak it, too.
_catalogue = ENGLISH
_language = "en"


@contextmanager
def spoken(catalogue: NullTranslations, language: str) -> Iterator[None]:
    """Everything is said from this catalogue, in the language of this BCP 47 tag. Entered before anything is read:
    what a process has already said stays as it is."""
    global _catalogue, _language
    before = _catalogue, _language
    _catalogue, _language = catalogue, language
    try:
        yield
    finally:
        _catalogue, _language = before


def language() -> str:
    """The BCP 47 tag of the language that the interface's words are in."""
    return _language


def say(message: str, **values: object) -> str:
    """The message with its values as text: ``say("See %(title)s", title=…)``."""
    said = _catalogue.gettext(message) if message else ""
    return said % values if values else said


def say_n(singular: str, plural: str, count: int, **values: object) -> str:
    """The message in the form for so many; ``%(number)s`` is the figure, with commas: ``1,200 days``."""
    return form_for(singular, plural, count) % {"number": f"{count:,}", **values}


def form_for(singular: str, plural: str, count: int) -> str:
    """The message in the form for so many, its values still to be put in."""
    return _catalogue.ngettext(singular, plural, count)


def say_markup(message: str, **values: object) -> Markup:
    """The message, which is markup, with its values escaped: ``say_markup("<em>%(what)s</em>", what=…)``."""
    return Markup(_catalogue.gettext(message)) % values


def say_count(number: int, noun: str, plural: str = "") -> str:
    """``1 source``, ``2 sources``."""
    return say_n(f"%(number)s {noun}", f"%(number)s {plural or noun + 's'}", number)


def to_be_said(message: str) -> str:
    """The message as it is, marked for the catalogue: it is said where it is shown."""
    return message
