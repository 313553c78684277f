"""How wide words are, about, before a browser has drawn them: broken into lines that fit."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Advance widths of DejaVu Sans in thousandths of the font's size: the widest of the fonts that systems come with, so
# that what fits here fits everywhere. https://dejavu-fonts.github.io/
_WIDTHS = {
    **dict.fromkeys("0123456789$#+=<>", 636),
    **dict.fromkeys("abdeghknopquy", 634),
    **dict.fromkeys("csvxz", 592),
    **dict.fromkeys("ijlI.,:;'|’‘", 337),
    **dict.fromkeys(" ft(){}[]-/!r", 411),
    **dict.fromkeys("ABCDEHKNOQRUVGXÄÖÜ", 787),
    **dict.fromkeys("FJLPSTYZ?", 636),
    **dict.fromkeys("mwM%&@W", 989),
    "–": 500,
}
_OTHERS, _WIDE = 720, 1000
_ELLIPSIS = " …"


@lru_cache(maxsize=16384)
def text_width(text: str, size: float) -> float:
    """How many pixels `text` takes in a font of `size` pixels, rather too many than too few."""
    return sum(_letter(letter) for letter in text) * size / 1000


def _letter(letter: str) -> int:
    found = _WIDTHS.get(letter)
    if found is not None:
        return found
    if unicodedata.category(letter) in ("Mn", "Cf"):
        return 0
    return _WIDE if unicodedata.east_asian_width(letter) in "WF" else _OTHERS


@lru_cache(maxsize=16384)
def wrap_text(text: str, size: float, least: float, most: float, many: int) -> tuple[str, ...]:
    """`text` on one line if that is no longer than `least` pixels, else on up to `many` lines of up to `most` pixels.

    Lines are as even as can be; what does not fit on them is left out behind an ellipsis.
    """
    if text_width(text, size) <= least:
        return (text,)
    words = [piece for word in text.split() for piece in _pieces(word, size, most)]
    for count in range(2, many + 1):  # the narrowest block of so many lines
        low, high = text_width(text, size) / count * 0.9, most
        if len(_filled(words, size, high)) > count:
            continue
        while high - low > 4:
            middle = (low + high) / 2
            low, high = (low, middle) if len(_filled(words, size, middle)) <= count else (middle, high)
        return tuple(_filled(words, size, high))
    found = _filled(words, size, most)[:many]
    last = found[-1]
    while text_width(last + _ELLIPSIS, size) > most and len(last) > 1:
        last = last.rpartition(" ")[0] or last[:-1]
    return (*found[:-1], last + _ELLIPSIS)


def _filled(words: list[str], size: float, most: float) -> list[str]:
    found: list[str] = []
    for word in words:
        if found and text_width(f"{found[-1]} {word}", size) <= most:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


def _pieces(word: str, size: float, most: float) -> list[str]:
    """A word in pieces that fit: all of it, but for a word longer than a line."""
    many = max(1, int(most // size))
    return [word] if text_width(word, size) <= most else [word[at : at + many] for at in range(0, len(word), many)]
