"""Whom a source is called by on axes, in heads and in citations."""

from __future__ import annotations

import pytest

from sourcebook.model.document import Document
from sourcebook.pages.bylines import by_whom
from tests.helpers import linked

ACTORS: dict[str, str | bytes] = {"actors/ann.yml": "name: Ann Other\nkind: person\n", "actors/paper.yml": "name: The Paper\nkind: media\n"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("title: T\nauthors: ann\npublisher: paper\n", "The Paper"),
        ("title: T\nauthors: ann\npublisher: A Press\n", "A Press"),
        ("title: T\nauthors: ann\n", "Ann Other"),
        ("title: T\nauthors: [ann, Bea Rare]\n", "Ann Other and Bea Rare"),
        ("title: T\nauthors: [ann, Bea Rare, C. Third]\n", "Ann Other and others"),
        ("title: Panoramic view of Murray\n", "Panoramic view of Murray"),
        ("title: Panoramic view of Murray, Idaho, from the hill above\n", "Panoramic view of Murray, Idaho, from …"),
        ("supplied_title: Panoramic view of Murray, Idaho, from the hill\n", "[Panoramic view of Murray, Idaho, from …]"),
        (f"title: {'x' * 60}\n", "x" * 40 + " …"),
        ("kind: letter\nsupplied_title: To her brother\n", "[To her brother]"),
    ],
)
def test_a_source_is_called_by_its_publisher_its_authors_or_its_title(fields: str, words: str) -> None:
    kind = "" if "kind:" in fields else "kind: other\n"
    corpus, _ = linked({**ACTORS, "documents/d.yml": fields + kind})
    document = corpus.corpus.records["d"]
    assert isinstance(document, Document)
    assert by_whom(document, corpus.corpus.records) == words
