"""Dates as they are known: EDTF (https://www.loc.gov/standards/datetime/), levels 0 and 1, and sets of
alternatives such as ``[2023-02-18,2023-02-19]`` or ``[2023-02-22..]`` (on that day or later).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from sourcebook.model import date_words
from sourcebook.model.date_hints import explain_bad_date
from sourcebook.model.date_syntax import DateExpression, Day, read_edtf

__all__ = ["Day", "Edtf", "parse_date"]

_FAR = Day(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date as known. As a string it is EDTF, the form for data; what people read is `in_words`, `when` or `short`.

    `earliest` and `latest` bound the time meant, in the proleptic Gregorian calendar; None is an end that is open or
    not known.
    """

    text: str
    """EDTF, as the file says it."""
    earliest: Day | None
    latest: Day | None

    def __str__(self) -> str:
        return self.text

    @property
    def expression(self) -> DateExpression:
        """What its text is made of."""
        found = read_edtf(self.text)
        assert found is not None, "a date has been read"
        return found

    @property
    def in_words(self) -> str:
        """All of it: ``22 February 2023``, ``on or after 22 February 2023``, ``about 1000 BC``."""
        return _in_words(self.text)

    @property
    def when(self) -> str:
        """The same in a sentence: ``on 22 February 2023``, ``in September 2022``, ``from 2021 to 2022``."""
        return date_words.when(self.expression)

    def after_word(self, word: str) -> str:
        """The same behind “from”, “until”, “since” or “as of”: ``from 22 February 2023``, ``until 1870 or later``."""
        return date_words.after_word(word, self.expression)

    @property
    def short(self) -> str:
        """The shortest words that say no more than is known: ``24 Feb 2023``, ``22 Feb 2023 or later``, ``2021``."""
        return _in_short(self.text)

    @property
    def order(self) -> tuple[Day, Day, str]:
        """A key that sorts dates by when they begin, then end; an open beginning sorts by its end."""
        start = self.earliest or self.latest or _FAR
        return start, self.latest or _FAR, self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> CoreSchema:
        return core_schema.no_info_after_validator_function(parse_date, core_schema.str_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"type": "string", "examples": ["2023-02-22", "2025-07", "2023-02-18~", "2021/2022"]}


@lru_cache(maxsize=65536)
def parse_date(text: str) -> Edtf:
    """The date that `text` says.

    Raises PydanticCustomError with the code ``bad-date`` where it is not EDTF, names a day that does not exist, or ends
    before it begins.
    """
    text = text.strip()
    found = read_edtf(text)
    if found is None or found.is_backwards:
        why = "it ends before it begins" if found else explain_bad_date(text)
        raise PydanticCustomError("bad-date", "'{text}' is not a date; {why}", {"text": text[:80], "why": why})
    return Edtf(text, found.first, found.last)


@lru_cache(maxsize=65536)
def _in_words(text: str) -> str:
    return date_words.in_words(Edtf(text, None, None).expression)


@lru_cache(maxsize=65536)
def _in_short(text: str) -> str:
    return date_words.in_short(Edtf(text, None, None).expression)
