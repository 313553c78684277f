"""Sources compared with one another."""

from __future__ import annotations

import pytest

from sourcebook.provenance.comparison import (
    SourcePair,
    chosen_sources,
    compare_pairs,
    compare_stances,
    coverage_matrices,
)
from tests.helpers import linked

A, D, H = frozenset({"asserts"}), frozenset({"denies"}), frozenset({"hedges"})
FILES: dict[str, str | bytes] = {
    "documents/late.yml": "title: L\nkind: news\npublished: 2024\nmentions: {ann: 9, town: 1}\n",
    "documents/early.yml": "title: E\nkind: news\npublished: 2023\ndigest: Ann came. Ann left.\n",
    "documents/undated.yml": "title: U\nkind: news\n",
    "actors/ann.yml": "name: Ann\nkind: state\nfacts: [{text: F., sources: undated}]\n",
    "actors/bea.yml": "name: Bea\nkind: state\n",
    "places/town.yml": "name: Town\nkind: town\n",
    "questions/q.yml": "question: Q?\nanswers:\n- {id: a, answer: Aa, reports: [late, {source: early, stance: denies}]}\n- {id: b, answer: Bb, reports: [early, undated]}\n- {id: c, answer: Cc, reports: [early, {source: undated, stance: hedges}]}\n",
}  # fmt: skip


def test_sources_stand_by_date_and_cells_tell_silence_from_citation() -> None:
    corpus, problems = linked(FILES)
    assert not problems
    columns = chosen_sources(corpus, 10)
    assert [column.id for column in columns] == ["early", "late", "undated"]
    actors, places, questions = coverage_matrices(corpus, columns, 10)
    assert (actors.address, actors.rows, actors.left_out) == ("actors", ("ann",), 0)
    assert actors.cells == {("ann", "early"): 2, ("ann", "late"): 9, ("ann", "undated"): 0}
    assert places.cells == {("town", "late"): 1} and questions.rows == ("q",)


def test_what_does_not_fit_is_counted() -> None:
    corpus, _ = linked(FILES)
    assert [column.id for column in chosen_sources(corpus, 2)] == ["early", "late"], "those that cover most, by id if equal"
    more = {**FILES, "documents/x.yml": "title: X\nkind: news\ndigest: Bea and Ann.\n"}
    corpus, _ = linked(more)
    assert coverage_matrices(corpus, chosen_sources(corpus, 9), 1)[0].left_out == 1


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [(A, A, "agree"), (D, D, "agree"), (A, D, "differ"), (D, A, "differ"), (A, H, "unsure"), (D, H, "unsure"), (A, A | D, "unsure"), (A | D, A | D, "agree")],
)
def test_a_verdict_on_one_answer(one: frozenset[str], other: frozenset[str], found: str) -> None:
    assert compare_stances(one, other) == found


def test_pairs_count_the_answers_that_both_speak_to() -> None:
    corpus, _ = linked(FILES)
    found = compare_pairs(corpus, chosen_sources(corpus, 10))
    assert found == {("early", "late"): SourcePair(differ=1), ("early", "undated"): SourcePair(agree=1, independent=1, unsure=1)}
    assert compare_pairs(corpus, [column for column in chosen_sources(corpus, 10) if column.id != "early"]) == {}


def test_agreements_of_a_copy_or_of_one_statement_are_not_independent() -> None:
    corpus, _ = linked({
        "documents/a.yml": "title: A\nkind: news\n",
        "documents/b.yml": "title: B\nkind: news\nderived_from: {source: a, how: rewrite}\n",
        "documents/c.yml": "title: C\nkind: news\n",
        "questions/q.yml": "question: Q?\nanswers:\n"
        "- {id: one, answer: Aa, reports: [a, b, c]}\n"
        "- {id: two, answer: Bb, reports: [{source: a, speaker: Ann}, {source: c, speaker: Ann}]}\n",
    })  # fmt: skip
    found = compare_pairs(corpus, chosen_sources(corpus, 10))
    assert found["a", "b"] == SourcePair(agree=1, independent=0)
    assert found["a", "c"] == SourcePair(agree=2, independent=1)
