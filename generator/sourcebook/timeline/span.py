"""What a date covers on a line of time: days and stretches, with open ends, and how sure they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sourcebook.model.dates import Edtf, parse_date
from sourcebook.timeline.days import number_of


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both of them in it, as numbers. Where an end is open, time goes on beyond it."""

    first: int
    last: int
    opens_before: bool = False
    opens_after: bool = False


@dataclass(frozen=True, slots=True)
class Extent:
    """A date as something to draw.

    `spans` has several members where the date is a set; `one_of` says that only one of its days is meant. `hedged`
    says that the date itself is approximate or uncertain, `lasting` that all of the time is meant, from its beginning
    to its end, and not some day in it.
    """

    spans: tuple[Span, ...]
    one_of: bool = False
    hedged: bool = False
    lasting: bool = False

    @property
    def first(self) -> int:
        """The first day that it covers."""
        return min(span.first for span in self.spans)

    @property
    def last(self) -> int:
        """The last day that it covers."""
        return max(span.last for span in self.spans)


@lru_cache(maxsize=65536)
def extent_of(date: Edtf) -> Extent | None:
    """What a date covers; None where neither its beginning nor its end is known."""
    if date.earliest is None and date.latest is None:
        return None
    text = date.text
    hedged = any(mark in text for mark in "~?%")
    is_set = text[:1] in "[{"
    spans = tuple(_spans(text[1:-1].split(","), "..") if is_set else _spans([text], "/"))
    return Extent(spans, text[0] == "[" and bool(spans[1:] or ".." in text), hedged, "/" in text) if spans else None


def _spans(parts: list[str], between: str) -> Iterator[Span]:
    for part in parts:
        start, is_range, end = part.strip().partition(between)
        known = [_bounds(words) for words in (start, end) if words.strip(". ")]
        if known:
            before, after = bool(is_range) and not start.strip(". "), bool(is_range) and not end.strip(". ")
            yield Span(known[0][0], known[-1][1], before, after)


def _bounds(text: str) -> tuple[int, int]:
    date = parse_date(text.strip())
    assert date.earliest is not None and date.latest is not None, "an end that is named is bounded"
    return number_of(date.earliest), number_of(date.latest)
