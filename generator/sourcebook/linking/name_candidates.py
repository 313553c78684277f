"""Words with capitals that may be somebody's name, though no record has it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sourcebook.linking.mentions import Link

_NAME = re.compile(
    r"\b(?=[A-Z][\w’'-]*?[a-z])[A-Z][\w’'-]*(?: (?:(?:of|the|al|ul|bin|and) )?[A-Z][\w’'-]+)+|\b[A-Z]{3,}(?:-[A-Z]+)?\b"
)
_TAG = re.compile(r"<[^>]*>")
_FIRST = re.compile(r"[.!?:;\n]\s*$")
_ARTICLES = ("The ", "A ", "An ", "Its ", "His ", "Her ", "Their ", "In ", "On ", "At ", "After ", "Before ")


def name_candidates(parts: Iterable[str | Link]) -> tuple[str, ...]:
    """What may be a name in prose outside its links, each once, in order."""
    found = (name for part in parts if not isinstance(part, Link) for name in _names_in(_TAG.sub("\n", part)))
    return tuple(dict.fromkeys(found))


def _names_in(text: str) -> Iterator[str]:
    for match in _NAME.finditer(text):
        name = match[0]
        # The first word of a sentence is large without being part of a name.
        if name.startswith(_ARTICLES) or (
            _FIRST.search(text, max(0, match.start() - 80), match.start()) and not name.split()[0].isupper()
        ):
            name = name.partition(" ")[2]
        if " " in name or name.isupper():
            yield name.removesuffix("’s").removesuffix("'s")
