"""Names of languages and countries, and which way a script runs, from CLDR by way of Babel."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale, UnknownLocaleError

_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?")
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ku-Arab", "ps", "sd", "ug", "ur", "yi", "prs", "bal", "skr", "pnb"}

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
