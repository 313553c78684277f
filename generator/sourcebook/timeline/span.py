"""What a date covers on a line of time: days and stretches, with open ends, and how sure they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sourcebook.model.date_syntax import DateExpression, DateForm
from sourcebook.model.dates import Edtf
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
    said = date.expression
    spans = tuple(_spans(said))
    one_of = said.form is DateForm.ONE_OF and (len(spans) > 1 or any(start is not end for start, end in said.members))
    return Extent(spans, one_of, any(part.hedge for part in said.parts), said.form is DateForm.INTERVAL)


def _spans(said: DateExpression) -> Iterator[Span]:
    for start, end in said.members:
        first, last = start or end, end or start
        if first and last:
            yield Span(number_of(first.first), number_of(last.last), start is None, end is None)
