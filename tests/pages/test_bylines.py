"""Whom a source is called by on axes, in heads and in citations."""

from __future__ import annotations

import pytest

from sourcebook.model.document import Document
from sourcebook.pages.bylines import by_whom
from tests.helpers import linked, page_text
from tests.pages.test_pages import pages, section

ACTORS: dict[str, str | bytes] = {"actors/ann.yml": "name: Ann Other\nkind: person\n", "actors/paper.yml": "name: The Paper\nkind: media\n"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("title: T\nauthors: ann\npublisher: paper\n", "The Paper"),
        ("title: T\nauthors: ann\npublisher: A Press\n", "A Press"),
        ("title: T\nauthors: ann\n", "Ann Other"),
        ("title: T\nkind: book\nauthors: ann\npublisher: A Press\n", "Ann Other"),
        ("title: T\nkind: letter\nauthors: [ann, Bea Rare]\npublisher: A Press\n", "Ann Other and Bea Rare"),
        ("title: T\nkind: book\npublisher: A Press\n", "A Press"),
        ("title: T\nkind: book\ncreators: {name: ann, role: translator}\n", "T"),
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


def test_heads_and_lists_name_authors_too_and_no_publisher_where_none_is_to_be_expected() -> None:
    made = pages({
        **ACTORS,
        "documents/a.yml": "title: A book\nkind: book\nauthors: [ann, Bea Rare]\npublisher: A Press\n",
        "documents/b.yml": "title: A letter\nkind: letter\n",
        "documents/c.yml": "title: A report\nkind: news\n",
        "places/dam.yml": "name: The dam\nkind: site\nfacts: [{text: It broke., sources: [a, b, c]}]\n",
    })  # fmt: skip
    book = "Ann Other ‹../../actors/ann/› and Bea Rare"
    assert f"Book{book}date not stated" in page_text(made["sources/a"]).partition("\nA book")[0]
    letter, report = page_text(made["sources/b"]), page_text(made["sources/c"])
    assert "Letterdate not stated" in letter
    assert "Publishernot stated" in report and "Publisher" not in letter, "nor does the box ask for one"
    listed = page_text(made["places/dam"])
    assert f"A book ‹../../sources/a/› Book · {book} · date not stated" in listed
    assert "A letter ‹../../sources/b/› Letter · date not stated" in listed
    assert "A report ‹../../sources/c/› News report · publisher not stated · date not stated" in listed
    index = section(made["sources"], "list")
    assert '<th scope="col">Publisher or author</th>' in index
    assert '<td data-sort="Ann Other and Bea Rare"><a href="../actors/ann/">Ann Other</a> and Bea Rare</td>' in index


def test_a_title_stands_beside_no_word_on_an_unknown_publisher() -> None:
    files = {"documents/a.yml": "title: A\nkind: news\n", "documents/b.yml": "title: B\nkind: news\nderived_from: {source: a, how: quotes}\n"}
    assert "unknown" not in section(pages(files)["sources/a"], "derivation")
