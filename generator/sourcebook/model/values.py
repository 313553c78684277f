"""The small types that fields are made of: words of fixed lists, dates, addresses, languages, ids."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from sourcebook.diagnostics import did_you_mean, spelled_like, words_of
from sourcebook.model.schema import IsProse, Refers, Shows


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a list: the key that files use, its words for people, what it means, and what follows from it."""

    key: str
    label: str
    meaning: str = ""
    inverse: str = ""
    """The words for it as seen from the other end: 'Led by' for 'Leads'."""
    plural: str = ""
    inverse_of: str = ""
    """The key of the term that this one is the other direction of: 'child-of' for 'parent-of'."""
    symmetric: bool = False
    """Whether it reads the same from both ends."""
    dated: bool = True
    """Whether it begins and ends."""
    copies: bool = False
    """Whether what is derived so adds no origin of its own."""
    unpublished: bool = False
    """Whether most documents of the kind were never published."""
    author_first: bool = False
    """Whether documents of the kind are called by their author before their publisher."""
    standard: tuple[tuple[str, str], ...] = ()
    """The terms of standard vocabularies for it: ('csl', 'book')."""

    def __str__(self) -> str:
        return self.key


class OneOf:
    """A text that must be a key of a fixed list of terms; anything else is answered with what is spelled like it."""

    def __init__(self, code: str, what: str, terms: tuple[Term, ...]) -> None:
        self.code, self.what = code, what
        self.terms = {term.key: term for term in terms}

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.terms)}

    def terms_in(self, vocabulary: object) -> Mapping[str, Term]:
        """The terms: these are the same in every vocabulary."""
        return self.terms

    def check(self, value: str) -> str:
        """`value` itself, if it is a key."""
        if value in self.terms:
            return value
        raise no_such_term(self.code, self.what, value, self.terms)


def no_such_term(code: str, what: str, value: str, terms: Mapping[str, Term]) -> PydanticCustomError:
    """That `value` is no key of the terms, with what is spelled like it, or is a word of it."""
    guess = did_you_mean([f"'{key}'" for key in spelled_like(value, terms) or words_of(value, terms)])
    given = {"what": what, "value": value[:80], "guess": guess or f"one of: {', '.join(terms)}"}
    return PydanticCustomError(code, "unknown {what} '{value}'; {guess}", given)


def _listed(value: Any) -> Any:
    """A single value where a list is meant is a list of one."""
    return [value] if isinstance(value, str | dict) else value


def _one_line(value: str) -> str:
    return " ".join(_something(value).split())


def _something(value: str) -> str:
    """A text that shows: spaces and invisible characters alone are none."""
    if not value[:1].isalnum() and not any(unicodedata.category(c)[0] not in "ZC" for c in value):
        raise PydanticCustomError("empty-text", "the text is empty; leave the field out if it is not known")
    return value


def digits(value: Any) -> Any:
    """`value` itself, if it can be read as a number; raises PydanticCustomError otherwise."""
    # Python reads "1_000" as a number; nobody who writes YAML means that.
    if isinstance(value, str) and not re.fullmatch(r"\s*[+-]?[0-9]+(?:\.[0-9]+)?\s*", value):
        raise PydanticCustomError("not-a-number", "'{value}' is not a number", {"value": value[:40]})
    return value


def _web_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#@]+(?:[/?#]\S*)?", value):
        raise PydanticCustomError(
            "bad-address", "'{value}' is not a web address; write it whole, with https://", {"value": value[:80]}
        )
    return value


def _language(value: str) -> str:
    from sourcebook.model.languages import is_language, language_like

    if not is_language(value):
        meant = language_like(value)
        hint = f"did you mean '{meant}'?" if meant else "write 'en', 'ur', 'ps' or 'fa-AF'"
        raise PydanticCustomError(
            "bad-language", "'{value}' is not a language tag; {hint}", {"value": value[:80], "hint": hint}
        )
    return value


def _country(value: str) -> str:
    from sourcebook.model.languages import countries_like, country_name

    if country_name(value) is None:
        hint = did_you_mean([f"'{code}'" for code in countries_like(value)])
        raise PydanticCustomError(
            "bad-country",
            "'{value}' is no ISO 3166 country code; {hint}",
            {"value": value[:80], "hint": hint or "write two capital letters, as in 'PK'"},
        )
    return value


def _published(value: Any) -> Any:
    """True for yes alone: what is written in any other way is not published, and told of by whoever reads all."""
    said = str(value).strip()
    return {"yes": True, "true": True, "no": False, "false": False}.get(said.lower(), said)


def _yes_or_no(value: Any) -> Any:
    words = {"yes": True, "true": True, "no": False, "false": False}
    if isinstance(value, str) and value.lower() in words:
        return words[value.lower()]
    if isinstance(value, bool):
        return value
    raise PydanticCustomError("bad-yes-no", "'{value}' is neither yes nor no", {"value": str(value)[:80]})


Line = Annotated[str, AfterValidator(_one_line)]
"""Text on one line, shown as written."""
Prose = Annotated[str, AfterValidator(_something), IsProse()]
"""Restricted Markdown, in which ``[[id]]`` and names become links."""
WebAddress = Annotated[str, AfterValidator(_web_address), Shows.ADDRESS]
Language = Annotated[str, AfterValidator(_language), Shows.LANGUAGE]
Country = Annotated[str, AfterValidator(_country), Shows.COUNTRY]
Count = Annotated[int, BeforeValidator(digits), Field(ge=1)]
Metres = Annotated[float, BeforeValidator(digits), Field(gt=0, le=20_000_000)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Publish = Annotated[bool | str, BeforeValidator(_published)]
"""Whether something is published: only True is yes. A slip of the pen is kept as written, and must publish nothing."""
listed = BeforeValidator(_listed)

DocumentRef = Annotated[str, Refers(("documents",))]
ActorRef = Annotated[str, Refers(("actors",))]
PlaceRef = Annotated[str, Refers(("places",))]
EventRef = Annotated[str, Refers(("events",))]
SubjectRef = Annotated[str, Refers(("events", "actors", "places"))]
"""What questions are about."""
LooseActor = Annotated[str, Refers(("actors",), loose=True)]
LooseVoice = Annotated[str, Refers(("actors", "documents"), loose=True)]
"""Who said or passed on something: a person, a body, a text."""


_WIKIDATA = re.compile(r"Q[1-9]\d*")


def _wikidata(value: str) -> str:
    if not _WIKIDATA.fullmatch(value):
        raise PydanticCustomError(
            "bad-identifier", "'{value}' is no Wikidata id; write it as in 'Q5838'", {"value": value[:80]}
        )
    return value


def _number(value: str) -> str:
    if not (value.isascii() and value.isdigit()):
        raise PydanticCustomError("bad-identifier", "'{value}' is no number", {"value": value[:80]})
    return value


WikidataId = Annotated[str, AfterValidator(_wikidata)]
NumberText = Annotated[str, AfterValidator(_number)]
