"""Codes of languages and countries, and what was meant by what is none."""

from __future__ import annotations

import pytest

from sourcebook.model.languages import countries_like, country_name, is_language, language_like
from tests.helpers import read


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("eng", "en"),
        ("Farsi", "fa"),
        ("ger", "de"),  # ISO 639-2/B, for cataloguers
        ("deu", "de"),  # ISO 639-2/T, from the language's own name
        ("fre", "fr"),
        ("per", "fa"),
        ("EN", "en"),
        ("en_gb", "en-GB"),
        ("eng-US", "en-US"),
        ("iw", "he"),
        ("English", "en"),
        ("xq", None),
        ("klingonese", None),
        ("", None),
    ],
)
def test_the_language_that_was_meant(written: str, meant: str | None) -> None:
    assert not is_language(written)
    assert language_like(written) == meant
    assert meant is None or is_language(meant)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("USA", ("US",)),
        ("UK", ("GB",)),
        ("U.S.A.", ("US",)),
        ("u.k.", ("GB",)),
        ("United States of America", ("US",)),
        ("England", ("GB",)),
        ("PAK", ("PK",)),
        ("840", ("US",)),
        ("pk", ("PK",)),
        ("Pakistan", ("PK",)),
        ("YU", ("RS", "ME")),
        ("SU", ()),  # fifteen states are no hint
        ("EU", ()),
        ("XQ", ()),
        ("Europe", ()),
        ("", ()),
    ],
)
def test_the_country_that_was_meant(written: str, meant: tuple[str, ...]) -> None:
    assert country_name(written) is None
    assert countries_like(written) == meant
    assert all(map(country_name, meant))


def test_a_record_is_told_what_was_meant() -> None:
    _, problems = read({
        "documents/d.yml": "title: D\nkind: news\nlanguage: ger\n",
        "actors/a.yml": "name: A\nkind: state\nlanguages: [en, eng]\n",
        "places/p.yml": "name: P\nkind: town\ncountry: [UK, USA, XQ]\n",
    })  # fmt: skip
    assert [problem.message for problem in problems] == [
        "'ger' is not a language tag; did you mean 'de'?",
        "'eng' is not a language tag; did you mean 'en'?",
        "'UK' is no ISO 3166 country code; did you mean 'GB'?",
        "'USA' is no ISO 3166 country code; did you mean 'US'?",
        "'XQ' is no ISO 3166 country code; write two capital letters, as in 'PK'",
    ]


@pytest.mark.parametrize(
    ("path", "kind", "meant"),
    [
        ("places/a.yml", "settlement", "one of: crossing, city, "),
        ("events/a.yml", "settlement", "one of: talks, visit, "),  # no 'statement'
        ("events/a.yml", "observation", "one of: talks, visit, "),  # no 'operation'
        ("events/a.yml", "atack", "did you mean 'attack'?"),
        ("events/a.yml", "cease fire", "did you mean 'ceasefire'?"),
        ("actors/a.yml", "government body", "did you mean 'government-body'?"),
        ("actors/a.yml", "Organization", "did you mean 'organisation'?"),
        ("actors/a.yml", "armed", "did you mean 'armed-group'?"),
        ("actors/a.yml", "x", "one of: person, "),
    ],
)
def test_a_kind_is_suggested_only_if_it_is_near_in_spelling(path: str, kind: str, meant: str) -> None:
    _, problems = read({path: f"name: A\nkind: {kind}\n"})
    assert f"'{kind}'; {meant}" in problems[0].message
