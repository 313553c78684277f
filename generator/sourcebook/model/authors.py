"""Authors' names: several in one, and one in several, as lists with commas come out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sourcebook.diagnostics import counted
from sourcebook.model.record import ModelWarning

_BETWEEN = re.compile(r"\s*(?:;|,?\s+(?:and|&)\s+|,)\s*")
_CAPITALISED = r"[^\W\d_a-zß-ÿ][\w.'’-]*"
_PARTICLE = "de|del|da|di|du|la|van|von|der|den|bin|ibn|al|ul|ur|y"
_PERSON = re.compile(rf"{_CAPITALISED}(?:\s+(?:{_PARTICLE}|{_CAPITALISED})){{1,3}}")
_LAST_FIRST = re.compile(r"[^\W\d_][\w'’-]*,\s*[^\W\d_][\w.'’ -]*")
_SUFFIX = re.compile(
    r"(?:Co|Corp|Inc|Ltd|Limited|LLC|LLP|PLC|GmbH|AG|KG|S\.?A|S\.?L|B\.?V|N\.?V|Pty|Pvt|Jr|Sr|I{2,3}|IV|Ph\.?D|M\.?D|Esq)"
    r"\.?",
    re.IGNORECASE,
)


def doubtful_authors(authors: Sequence[str]) -> Iterator[ModelWarning]:
    """A warning for each author that looks like several, or like the rest of the one before."""
    for place, author in enumerate(authors):
        if place and _SUFFIX.fullmatch(author):
            whole = f"{authors[place - 1]}, {author}"
            message = f"'{author}' stands as an author of its own, as a comma in a list begins the next one"
            hint = f'put quotes around the whole name: "{whole}"'
            yield ModelWarning("split-name", message, ("authors", place), hint=hint)
        elif names := _several(author):
            message = f"'{author[:80]}' looks like {counted(len(names), 'name')} in one"
            hint = f"write a list: [{', '.join(names)}]; a body with such a name can be an actor, named by its id"
            yield ModelWarning("several-names", message, ("authors", place), hint=hint)


def _several(author: str) -> list[str]:
    """The names in one author that looks like several; empty if it looks like one."""
    pairs = re.split(r"\s+(?:and|&)\s+|\s*;\s*", author)
    if len(pairs) > 1 and all(_LAST_FIRST.fullmatch(name) for name in pairs):
        return [f'"{name}"' for name in pairs]
    names = _BETWEEN.split(author)
    return names if len(names) > 1 and all(_PERSON.fullmatch(name) for name in names) else []
