"""What an answer rests on: articles are many, origins are few."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.model.question import Answer, Question, Report
from sourcebook.provenance.corroboration import corroboration_of, evidence, support
from tests.helpers import linked

SOURCES = tuple(f"s{number}" for number in range(8))
reports = st.lists(
    st.builds(
        Report,
        source=st.sampled_from(SOURCES),
        speaker=st.none() | st.sampled_from(("Ann", "Bea", "Cal")),
        statement=st.none() | st.sampled_from(("one", "two")),
    ),
    max_size=12,
)
derived = st.fixed_dictionaries({source: st.sampled_from(SOURCES[:4]) for source in SOURCES[4:]}).map(
    lambda copies: {**{source: source for source in SOURCES[:4]}, **copies}
)


def groups_by_hand(found: list[Report], origins: Mapping[str, str]) -> set[frozenset[str]]:
    """The groups by comparing every report with every other until nothing changes."""
    groups = [{report.source} for report in found]
    joined = True
    while joined:
        joined = False
        for a in range(len(groups)):
            for b in range(a + 1, len(groups)):
                mine = [report for report in found if report.source in groups[a]]
                theirs = [report for report in found if report.source in groups[b]]
                if any(
                    origins[one.source] == origins[other.source]
                    or (one.statement_id and one.statement_id == other.statement_id)
                    or (one.speaker and one.speaker == other.speaker and not one.statement_id and not other.statement_id)
                    for one in mine
                    for other in theirs
                ):
                    groups[a] |= groups.pop(b)
                    joined = True
                    break
            if joined:
                break
    return {frozenset(group) for group in groups}


@given(reports, derived)
def test_sources_share_an_origin_if_they_rest_on_one_account_or_on_one_statement(found: list[Report], origins: dict[str, str]) -> None:
    made = support(found, origins)
    assert {frozenset(group) for group in made.groups} == groups_by_hand(found, origins)
    assert made.sources == len({report.source for report in found})


@given(reports, derived, st.none() | st.just("Dee"))
def test_an_independent_source_never_lowers_an_answers_standing(found: list[Report], origins: dict[str, str], speaker: str | None) -> None:
    before = support(found, origins)
    after = support([*found, Report(source="new", speaker=speaker)], {**origins, "new": "new"})
    assert after.origins == before.origins + 1 and after.sources == before.sources + 1


@given(reports.filter(bool), derived, st.data())
def test_a_rewrite_never_raises_it(found: list[Report], origins: dict[str, str], data: st.DataObject) -> None:
    copied = data.draw(st.sampled_from(found))
    speaker = data.draw(st.sampled_from((None, copied.speaker, "Dee")))
    before = support(found, origins)
    after = support([*found, Report(source="rewrite", speaker=speaker)], {**origins, "rewrite": origins[copied.source]})
    assert after.origins <= before.origins and after.sources == before.sources + 1


@given(reports, derived, st.randoms())
def test_the_order_of_reports_does_not_matter(found: list[Report], origins: dict[str, str], dice: object) -> None:
    shuffled = list(found)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert str(support(found, origins)) == str(support(shuffled, origins))


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ([], "0 sources, 0 origins"),
        ([("s0", None, None)], "1 source, 1 origin"),
        ([("s0", None, None), ("s1", None, None)], "2 sources, 2 origins"),
        ([("s0", None, None), ("s4", None, None)], "2 sources, 1 origin"),
        ([("s0", "Ann", None), ("s1", "Ann", None)], "2 sources, 1 origin"),
        ([("s0", "Ann", "one"), ("s1", "Ann", "two")], "2 sources, 2 origins"),
        ([("s0", "Ann", "one"), ("s1", "Bea", "one")], "2 sources, 1 origin"),
        ([("s0", "Ann", "one"), ("s1", "Ann", None)], "2 sources, 2 origins"),
        ([("s0", "Ann", None), ("s1", "Bea", None), ("s4", "Bea", None)], "3 sources, 1 origin"),
    ],
)
def test_cases_one_can_count_on_fingers(said: list[tuple[str, str | None, str | None]], figures: str) -> None:
    origins = {**{source: source for source in SOURCES}, "s4": "s0"}
    found = [Report(source=source, speaker=speaker, statement=statement) for source, speaker, statement in said]
    assert str(support(found, origins)) == figures


def test_stances_are_counted_apart() -> None:
    answer = Answer.model_validate({
        "id": "a",
        "answer": "Yes.",
        "reports": [{"source": "s0"}, {"source": "s4"}, {"source": "s1", "stance": "denies"}, {"source": "s2", "stance": "hedges"}],
    })  # fmt: skip
    standing = corroboration_of(answer, {"s0": "s0", "s4": "s0", "s1": "s1", "s2": "s2"})
    assert standing.rests_on_one and standing.contradicted
    assert (str(standing.asserts), str(standing.denies), standing.hedges.sources) == ("2 sources, 1 origin", "1 source, 1 origin", 1)


def test_evidence_counts_all_sources_by_what_they_rest_on() -> None:
    files: dict[str, str | bytes] = {
        "documents/d.yml": "title: D\nkind: news\n",
        "documents/e.yml": "title: E\nkind: news\nderived_from: {source: d, how: rewrite}\n",
        "documents/f.yml": "title: F\nkind: news\n",
        "questions/q.yml": "question: Q?\nanswers:\n- {id: a, answer: Aa, reports: [d, {source: f, stance: denies}]}\n- {id: b, answer: Bb, reports: e}\n",
    }
    corpus, problems = linked(files)
    assert not problems
    question = corpus.corpus.records["q"]
    assert isinstance(question, Question)
    found = evidence(question, corpus.origin_by_source)
    assert found.groups == (("d", "e"), ("f",)) and str(found) == "3 sources, 2 origins"
    assert corpus.sources_by_subject["q"] == ("d", "e", "f")
