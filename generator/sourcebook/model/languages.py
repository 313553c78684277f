"""Names of languages and countries, and which way a script runs, from CLDR by way of Babel."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?")
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ku-Arab", "ps", "sd", "ug", "ur", "yi", "prs", "bal", "skr", "pnb"}

_MOST_COUNTRIES = 3
"""A state that fell apart into more than these is answered with none of them."""
_NOT_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
"""Codes that CLDR lists beside the countries of ISO 3166."""


@cache
def _english() -> Locale:
    return Locale("en")


@cache
def is_language(tag: str) -> bool:
    """Whether `tag` is a well-formed BCP 47 tag of a known language (language, script, region)."""
    return bool(_TAG.fullmatch(tag)) and _language_name(tag) is not None


@cache
def language_name(tag: str) -> str:
    """The language's name in English; the tag itself where none is known."""
    return _language_name(tag) or tag


def _language_name(tag: str) -> str | None:
    names = _english().languages
    found: str | None = names.get(tag.replace("-", "_")) or names.get(tag.split("-")[0])
    return found


@cache
def language_like(value: str) -> str | None:
    """The tag that was probably meant by something that is none; None where that cannot be told.

    Understood are the codes of three letters (ISO 639-2, which libraries export: 'eng', 'ger' and 'deu'), codes that
    were withdrawn, small and capital letters ('EN', 'fa-af', 'en_GB'), and names in English.
    """
    by_name = {name.casefold(): code for code, name in _english().languages.items()}
    if value.casefold() in by_name:
        return str(by_name[value.casefold()]).replace("_", "-")
    language, *rest = value.replace("_", "-").split("-")
    language = language.lower()
    parts = [get_global("language_aliases").get(language, language)]
    parts += [part.title() if len(part) == 4 else part.upper() for part in rest]
    tag = "-".join(parts)
    return tag if is_language(tag) else None


@cache
def direction(tag: str | None) -> str:
    """``rtl`` or ``ltr``, for the attribute ``dir``."""
    if not tag:
        return "ltr"
    language = tag.split("-")[0]
    if tag in _RIGHT_TO_LEFT or language in _RIGHT_TO_LEFT or "-Arab" in tag:
        return "rtl"
    try:
        return "rtl" if Locale.parse(language).character_order == "right-to-left" else "ltr"
    except (UnknownLocaleError, ValueError):
        return "ltr"


@cache
def country_name(code: str) -> str | None:
    """The country's name in English for an ISO 3166 alpha-2 code; None where there is no such code."""
    if not re.fullmatch(r"[A-Z]{2}", code) or code in _NOT_COUNTRIES:
        return None
    found: str | None = _english().territories.get(code)
    return found


@cache
def countries_like(value: str) -> tuple[str, ...]:
    """The codes that were probably meant by something that is none, at most three.

    Understood are the codes of three letters and of three digits ('USA', '840'), 'UK', codes that were withdrawn, small
    letters, and names in English.
    """
    by_name = {name.casefold(): code for code, name in _english().territories.items() if country_name(code)}
    if code := by_name.get(value.casefold()):
        return (code,)
    upper = value.upper()
    if country_name(upper):
        return (upper,)
    found = tuple(get_global("territory_aliases").get(upper, ()))
    return found if len(found) <= _MOST_COUNTRIES and all(map(country_name, found)) else ()
