"""What an answer rests on: articles are many, origins are few."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.linking.reports import ResolvedReport, Support
from sourcebook.model.question import Question
from sourcebook.provenance.corroboration import corroboration_of
from sourcebook.provenance.independence import own_account, support
from sourcebook.provenance.resolution import Families, resolve_question
from tests.helpers import lines, linked

SOURCES = tuple(f"s{number}" for number in range(6))
COPIES = {"s4": "s0", "s5": "s1"}
FAMILIES = Families(
    {"new": "new", **{source: COPIES.get(source, source) for source in SOURCES}}, {copy: (original,) for copy, original in COPIES.items()}
)
said = st.fixed_dictionaries(
    {"source": st.sampled_from(SOURCES)},
    optional={
        "speaker": st.sampled_from(("Ann", "Bea")),
        "statement": st.sampled_from(("one", "two")),
        "via": st.lists(st.sampled_from(("Ann", "Cal", "s2")), min_size=1, max_size=2),
        "stance": st.sampled_from(("asserts", "denies", "hedges")),
        "says": st.sampled_from(("speaks", "foretells", "nothing", "other-part")),
    },
)
answers = st.lists(st.lists(said, max_size=5), min_size=1, max_size=3)


def question(reports: list[list[dict[str, Any]]]) -> Question:
    found = [{"id": f"a{n}", "answer": "Yes.", "reports": own} for n, own in enumerate(reports)]
    return Question.model_validate({"id": "q", "path": "q.yml", "question": "Q?", "answers": found})


def origins_by_hand(reports: list[ResolvedReport] | tuple[ResolvedReport, ...]) -> int:
    """The largest number of reports of which no two share a family or a root, over all sets of them."""
    edges = {(report.family, report.root) for report in reports}
    for size in range(len(edges), 0, -1):
        for chosen in combinations(edges, size):
            if len({family for family, _ in chosen}) == size == len({root for _, root in chosen}):
                return size
    return 0


@given(answers)
def test_the_figure_is_the_largest_number_of_independent_reports(given_reports: list[list[dict[str, Any]]]) -> None:
    reports = resolve_question(question(given_reports), FAMILIES)
    found = support(reports)
    assert found.origins == origins_by_hand(reports)
    assert sorted(found.source_ids) == sorted({report.source for report in reports})
    assert found.origins <= min(found.sources, len({report.root for report in reports}))
    assert all(1 <= group.origins <= len(group.sources) for group in found.groups)


@given(answers)
def test_a_question_never_has_fewer_than_an_answer(given_reports: list[list[dict[str, Any]]]) -> None:
    reports = resolve_question(question(given_reports), FAMILIES)
    for position in range(len(given_reports)):
        found = corroboration_of(position, reports)
        assert max(found.asserts.origins, found.denies.origins, found.hedges.origins) <= support(reports).origins


@given(answers, st.sampled_from(SOURCES))
def test_taking_a_sources_reports_away_never_raises_it(given_reports: list[list[dict[str, Any]]], source: str) -> None:
    reports = resolve_question(question(given_reports), FAMILIES)
    left = [report for report in reports if report.source != source]
    assert support(left).origins <= support(reports).origins


@given(answers, st.data())
def test_a_copy_that_reports_as_its_original_does_changes_nothing(given_reports: list[list[dict[str, Any]]], data: st.DataObject) -> None:
    """Whatever root it names."""
    places = [(n, report) for n, own in enumerate(given_reports) for report in own if report["source"] == "s0" and report.get("says", "speaks") == "speaks"]
    without = [[report for report in own if report["source"] != "s4"] for own in given_reports]
    if not places:
        return
    position, copied = data.draw(st.sampled_from(places))
    named = {"source": "s4", "stance": copied.get("stance", "asserts"), **data.draw(st.sampled_from(({}, {"speaker": "Dee"}, {"statement": "three"})))}
    more = [[*own, named] if n == position else own for n, own in enumerate(without)]
    before, after = resolve_question(question(without), FAMILIES), resolve_question(question(more), FAMILIES)
    assert support(after).origins == support(before).origins and support(after).sources == support(before).sources + 1
    assert not any(report.is_addition for report in after if report.source == "s4")


@given(answers, st.sampled_from(("nothing", "other-part")))
def test_a_source_that_does_not_speak_of_it_counts_for_nothing(given_reports: list[list[dict[str, Any]]], says: str) -> None:
    silent = {"source": "new", "says": says, "speaker": "Dee"}
    before = support(resolve_question(question(given_reports), FAMILIES))
    assert support(resolve_question(question([*given_reports, [silent]]), FAMILIES)) == before


@given(answers)
def test_an_independent_source_adds_one(given_reports: list[list[dict[str, Any]]]) -> None:
    before = support(resolve_question(question(given_reports), FAMILIES))
    after = support(resolve_question(question([*given_reports, [{"source": "new"}]]), FAMILIES))
    assert (after.origins, after.sources) == (before.origins + 1, before.sources + 1)


@given(answers, st.randoms())
def test_the_order_of_reports_does_not_matter(given_reports: list[list[dict[str, Any]]], dice: Any) -> None:
    shuffled = list(resolve_question(question(given_reports), FAMILIES))
    before = str(support(shuffled))
    dice.shuffle(shuffled)
    assert str(support(shuffled)) == before


@pytest.mark.parametrize(
    ("reports", "figures"),
    [
        ("", "0 sources, 0 origins"),
        ("s0", "1 source, 1 origin"),
        ("s0 s1", "2 sources, 2 origins"),
        ("s0 s4", "2 sources, 1 origin"),
        ("s0:Ann s1:Ann", "2 sources, 1 origin"),
        ("s0:Ann/one s1:Ann/two", "2 sources, 2 origins"),
        ("s0:Ann/one s1:Bea/one", "2 sources, 1 origin"),
        ("s0:Ann/one s1:Ann", "2 sources, 2 origins"),
        ("s0:Ann s1:Bea s4:Bea", "3 sources, 2 origins"),
        ("s0:Ann s0:Bea s0:Cal", "1 source, 1 origin"),
        ("s0:Ann s0:Bea s1:Ann", "2 sources, 2 origins"),
        ("s0:Ann s0:Bea s1:Ann s2:Bea", "3 sources, 2 origins"),
        ("s0<Ann s1:Ann", "2 sources, 1 origin"),
        ("s0<Ann<Bea s1<Ann<Cal", "2 sources, 1 origin"),
        ("s0<s1 s1", "2 sources, 1 origin"),
        ("s0<s4 s1", "2 sources, 2 origins"),
        ("s1<s4 s0", "2 sources, 1 origin"),
    ],
)
def test_cases_one_can_count_on_fingers(reports: str, figures: str) -> None:
    """`s0:Ann/one`: the source, the speaker, the statement; `s0<Ann`: it has it from Ann."""
    found = []
    for text in reports.split():
        source, *via = text.partition("/")[0].split("<")
        source, _, speaker = source.partition(":")
        statement = text.partition("/")[2]
        found.append({"source": source, **({"via": via} if via else {}), **({"speaker": speaker} if speaker else {}), **({"statement": statement} if statement else {})})
    assert str(support(resolve_question(question([found]), FAMILIES))) == figures


def test_a_report_that_is_probably_the_same_counts_as_the_editors_chose() -> None:
    def figures(counts_as: str) -> str:
        same = {"report": "s1", "basis": "The same words.", "counts_as": counts_as}
        reports: list[list[dict[str, Any]]] = [[{"source": "s0", "same_as": same}, {"source": "s1", "via": ["An official"]}]]
        return str(support(resolve_question(question(reports), FAMILIES)))

    assert (figures("one"), figures("two")) == ("2 sources, 1 origin", "2 sources, 2 origins")


def test_what_a_copy_adds_counts_once_and_is_marked() -> None:
    reports = resolve_question(question([[{"source": "s0"}], [{"source": "s4", "speaker": "Dee"}]]), FAMILIES)
    assert [report.is_addition for report in reports] == [False, True]
    assert str(support(reports)) == "2 sources, 1 origin", "one family is one witness"
    assert str(corroboration_of(1, reports).asserts) == "1 source, 1 origin"


def test_stances_are_counted_apart() -> None:
    own: list[dict[str, Any]] = [{"source": "s0"}, {"source": "s4"}, {"source": "s1", "stance": "denies"}, {"source": "s2", "stance": "hedges"}]
    found = corroboration_of(0, resolve_question(question([own]), FAMILIES))
    assert found.rests_on_one and found.contradicted
    assert (str(found.asserts), str(found.denies), found.hedges.sources) == ("2 sources, 1 origin", "1 source, 1 origin", 1)


FILES: dict[str, str | bytes] = {
    "documents/d.yml": "title: D\nkind: news\ndigest: Ann came.\n",
    "documents/e.yml": "title: E\nkind: news\nderived_from: {source: d, how: rewrite}\ndigest: Ann came.\n",
    "documents/f.yml": "title: F\nkind: news\ndigest: Somebody came.\nmentions: {bea: 1}\n",
    "documents/g.yml": "title: Ann at last\nkind: news\nmentions: {bea: 1}\n",
    "actors/ann.yml": "name: Ann\nkind: person\n",
    "actors/bea.yml": "name: Bea\nkind: person\n",
    "questions/q.yml": "question: Q?\nanswers:\n- {id: a, answer: Aa, reports: [d, {source: f, stance: denies}]}\n- {id: b, answer: Bb, reports: e}\n",
}  # fmt: skip


def test_evidence_counts_all_sources_by_what_they_rest_on() -> None:
    corpus, problems = linked(FILES)
    assert not problems
    found = corpus.support_by_subject["q"]
    assert [group.sources for group in found.groups] == [("d", "e"), ("f",)] and str(found) == "3 sources, 2 origins"
    assert corpus.sources_by_subject["q"] == ("d", "e", "f")


def test_a_record_rests_on_what_its_citations_go_back_to_and_on_who_names_it() -> None:
    facts = "facts: [{text: Came., speaker: Dee, sources: [d, {source: f, described_as: somebody}]}]\n"
    corpus, problems = linked({**FILES, "actors/ann.yml": "name: Ann\nkind: person\n" + facts})
    assert not problems
    assert corpus.sources_by_subject["ann"] == ("d", "e", "f", "g"), "the title of the last one names her"
    assert str(corpus.support_by_subject["ann"]) == "4 sources, 3 origins", "D and F have it from Dee; E, D's copy, is of D's family"


@pytest.mark.parametrize("says", ["nothing", "other-part"])
def test_a_citation_for_silence_or_for_another_part_counts_nowhere(says: str) -> None:
    facts = f"facts: [{{text: Came., sources: [d, {{source: f, says: {says}}}]}}]\n"
    corpus, problems = linked({**FILES, "actors/ann.yml": "name: Ann\nkind: person\n" + facts})
    assert not problems
    assert "f" not in corpus.sources_by_subject["ann"] and "ann" not in corpus.subjects_by_source["f"]
    assert corpus.silent_by_subject.get("ann", ()) == (("f",) if says == "nothing" else ())


def test_a_withdrawn_source_counts_nowhere() -> None:
    corpus, _ = linked({**FILES, "documents/d.yml": "title: D\nkind: news\ndigest: Ann came.\nretracted: {date: 2024}\n"})
    assert str(corpus.support_by_subject["q"]) == "2 sources, 2 origins"
    assert corpus.sources_by_subject["ann"] == ("e", "g")


def test_who_counts_without_naming_is_told() -> None:
    facts = "facts: [{text: Came., sources: [d, f, {source: g}]}]\n"
    _, problems = linked({**FILES, "actors/ann.yml": "name: Ann\nkind: person\n" + facts})
    (line,) = lines(problems)
    assert line.startswith("sources/actors/ann.yml:3:36: warning: 'f' counts for 'ann', but neither names it nor is said to describe it; write 'described_as'")
    assert line.endswith("[not-named]")


def test_a_copy_that_names_another_root_is_told() -> None:
    reports = "[{source: d, speaker: Dee}, {source: e, speaker: Eve}]"
    files = {**FILES, "questions/q.yml": f"question: Q?\nanswers:\n- {{id: a, answer: Aa, reports: {reports}}}\n"}
    _, problems = linked(files)
    assert lines(problems) == [
        "sources/questions/q.yml:3:60: warning: 'e' copies 'd', and traces this answer to somebody else than it does; "
        "it counts as the original's; give both the same speaker and statement, or say in 'note' what is other [copy-differs]"
    ]
    for said in ("note: Names her", "same_as: {report: d, basis: The same words., counts_as: one}"):
        text = str(files["questions/q.yml"]).replace("speaker: Eve", f"speaker: Eve, {said}")
        assert not linked({**files, "questions/q.yml": text})[1]


@pytest.mark.parametrize(
    ("name", "hint"),
    [("e", "the sources that report on it are: f"), ("d", "the same as itself"), ("g", "the sources that report on it are: f")],
)
def test_a_report_that_is_the_same_as_none_is_told(name: str, hint: str) -> None:
    same = f"same_as: {{report: {name}, basis: B, counts_as: one}}"
    files = {**FILES, "questions/q.yml": f"question: Q?\nanswers:\n- {{id: a, answer: Aa, reports: [f, {{source: d, {same}}}]}}\n"}
    (line,) = lines(linked(files)[1])
    assert "[unknown-report]" in line and hint in line


def test_an_account_of_ones_own_is_that_of_the_family() -> None:
    assert support([]) == Support() and str(support([own_account("a", "a"), own_account("b", "a")])) == "2 sources, 1 origin"
