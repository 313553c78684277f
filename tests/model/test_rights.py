"""Statements of rights by their addresses."""

from __future__ import annotations

import pytest

from sourcebook.model.rights import rights_words


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://rightsstatements.org/vocab/InC/1.0/", "In copyright"),
        ("https://rightsstatements.org/page/NoC-US/1.0/", "No copyright – United States"),
        ("https://creativecommons.org/licenses/by-nc-sa/4.0/", "CC BY-NC-SA 4.0"),
        ("https://creativecommons.org/licenses/by/3.0/de/", "CC BY 3.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "Public Domain Mark 1.0"),
        ("http://rightsstatements.org/vocab/Mine/1.0/", ""),
        ("https://example.org/rightsstatements.org/vocab/InC/1.0/", ""),
    ],
)
def test_a_statement_is_called_by_its_name(address: str, words: str) -> None:
    assert rights_words(address) == words
