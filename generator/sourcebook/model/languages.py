"""Names of languages and countries, and which way a script runs, from CLDR by way of Babel."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from sourcebook.words import language

_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?")
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ku-Arab", "ps", "sd", "ug", "ur", "yi", "prs", "bal", "skr", "pnb"}

_MOST_COUNTRIES = 3
"""A state that fell apart into more than these is answered with none of them."""
_NOT_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
"""Codes that CLDR lists beside the countries of ISO 3166."""
_OTHER_COUNTRY_NAMES = {
    "united states of america": "US",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "holland": "NL",
}
"""Names that CLDR does not have, and parts of a state that have no code of their own."""
_OTHER_LANGUAGE_NAMES = {"farsi": "fa", "flemish": "nl", "castilian": "es"}


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


@cache
def is_language(tag: str) -> bool:
    """Whether `tag` is a well-formed BCP 47 tag of a known language (language, script, region)."""
    return bool(_TAG.fullmatch(tag)) and _language_name(tag, "en") is not None


def language_name(tag: str) -> str:
    """The language's name in the language of the interface; the tag itself where none is known."""
    return _language_name(tag, language()) or tag


@cache
def _language_name(tag: str, spoken: str) -> str | None:
    names = _locale(spoken).languages
    found: str | None = names.get(tag.replace("-", "_")) or names.get(tag.split("-")[0])
    return found


@cache
def language_like(value: str) -> str | None:
    """The tag that was probably meant by something that is none; None where that cannot be told.

    Understood are the codes of three letters (ISO 639-2, which libraries export: 'eng', 'ger' and 'deu'), codes that
    were withdrawn, small and capital letters ('EN', 'fa-af', 'en_GB'), and names in English.
    """
    by_name = {name.casefold(): code for code, name in _locale("en").languages.items()} | _OTHER_LANGUAGE_NAMES
    if value.casefold() in by_name:
        return str(by_name[value.casefold()]).replace("_", "-")
    main, *rest = value.replace("_", "-").split("-")
    main = main.lower()
    parts = [get_global("language_aliases").get(main, main)]
    parts += [part.title() if len(part) == 4 else part.upper() for part in rest]
    tag = "-".join(parts)
    return tag if is_language(tag) else None


def month_name(month: int, *, short: bool = False) -> str:
    """A month's name beside a year, in the language of the interface: ``February``, ``Feb``. Months count from 1."""
    return _month_name(month, short, language())


@cache
def _month_name(month: int, short: bool, spoken: str) -> str:
    return str(_locale(spoken).months["format"]["abbreviated" if short else "wide"][month])


@cache
def direction(tag: str | None) -> str:
    """``rtl`` or ``ltr``, for the attribute ``dir``."""
    if not tag:
        return "ltr"
    main = tag.split("-")[0]
    if tag in _RIGHT_TO_LEFT or main in _RIGHT_TO_LEFT or "-Arab" in tag:
        return "rtl"
    try:
        return "rtl" if Locale.parse(main).character_order == "right-to-left" else "ltr"
    except (UnknownLocaleError, ValueError):
        return "ltr"


def site_attributes(site: str) -> dict[str, str]:
    """For a site in the language of a BCP 47 tag: the attributes of what is in the interface's words, and of what its
    editors wrote, as `in_language` gives them. Empty where the site has the interface's language."""
    written = in_language(site)
    own = f' lang="{language()}" dir="{direction(language())}"' if written else ""
    return {"in_our_words": own, "in_site_words": written}


def in_language(tag: str | None) -> str:
    """The attributes ``lang`` and ``dir`` of words in a language, with a space before them; empty where it is not
    known, and for the interface's own, in which pages are."""
    if not tag or tag.split("-")[0] == language().split("-")[0]:
        return ""
    return f' lang="{tag}" dir="{direction(tag)}"'


def country_name(code: str) -> str | None:
    """The country's name in the language of the interface for an ISO 3166 alpha-2 code; None where there is no such
    code."""
    return _country_name(code, language())


@cache
def _country_name(code: str, spoken: str) -> str | None:
    if not re.fullmatch(r"[A-Z]{2}", code) or code in _NOT_COUNTRIES:
        return None
    found: str | None = _locale(spoken).territories.get(code)
    return found


@cache
def countries_like(value: str) -> tuple[str, ...]:
    """The codes that were probably meant by something that is none, at most three.

    Understood are the codes of three letters and of three digits ('USA', '840'), 'UK', codes that were withdrawn, small
    letters, and names in English.
    """
    value = re.sub(r"(?<=\b[A-Za-z])\.", "", value)  # 'U.S.A.'
    by_name = {name.casefold(): code for code, name in _locale("en").territories.items() if country_name(code)}
    if code := by_name.get(value.casefold(), _OTHER_COUNTRY_NAMES.get(value.casefold())):
        return (code,)
    upper = value.upper()
    if country_name(upper):
        return (upper,)
    found = tuple(get_global("territory_aliases").get(upper, ()))
    return found if len(found) <= _MOST_COUNTRIES and all(map(country_name, found)) else ()
