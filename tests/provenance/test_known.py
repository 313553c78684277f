"""What was known when: from which day on a source can have been read, and what the sources read by then rest on."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.linking.reports import Support
from sourcebook.linking.tracking import changed_dependencies
from sourcebook.model.dates import Day
from sourcebook.provenance.known import known_by, support_in_time
from tests.helpers import codes, lines, linked


def paper(published: str = "", more: str = "") -> str:
    return "title: Paper\nkind: news\n" + (f"published: {published}\n" if published else "") + more


def known_from(files: dict[str, str], source: str = "a") -> tuple[int, int, int] | None:
    return linked(files)[0].known_from.get(source)


def talks(says: str, date: str = "2025-07-07") -> str:
    return f"name: Talks\ndate: {date}\nsources: [{{source: a, says: {says}}}]\n"


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2025-07-08", (2025, 7, 8)),
        ("2025-07", (2025, 7, 1)),
        ('"[2025-07-08..2025-07-10]"', (2025, 7, 8)),
        ('"[2025-07-08..]"', (2025, 7, 8)),
        ('"[..2025-07-08]"', None),
        ("", None),
    ],
)
def test_a_source_is_known_from_the_first_day_that_its_date_can_mean(published: str, day: object) -> None:
    assert known_from({"documents/a.yml": paper(published)}) == day


@pytest.mark.parametrize(
    ("published", "event", "day"),
    [
        ("2025-07", talks("speaks"), (2025, 7, 7)),
        ("2025-07", talks("foretells"), (2025, 7, 1)),
        ("2025-07", talks("other-part"), (2025, 7, 1)),
        ("2025-07", talks("nothing"), (2025, 7, 1)),
        ("", talks("speaks"), (2025, 7, 7)),
        ('"[..2025-07-08]"', talks("speaks"), (2025, 7, 7)),
        ('"[2025-07-01..]"', talks("speaks"), (2025, 7, 7)),
        ("2025-07", talks("speaks", "2025-07-07/2025-07-10"), (2025, 7, 7)),
        ("2025-07", talks("speaks", "2025-08-01"), (2025, 7, 1)),
        ("2025-07", talks("speaks", "2025-07-07~"), (2025, 7, 1)),
        ("2025-07", talks("speaks", '"[..2025-07-07]"'), (2025, 7, 1)),
        ("2025-07", "name: Talks\ndate: 2025-07-07\nparticipants: [{actor: ann, sources: a}]\n", (2025, 7, 7)),
        ("2025-07", "name: Talks\ndate: 2025-07-07\nfacts: [{text: They met., sources: a}]\n", (2025, 7, 7)),
        ("2025-07", "name: Talks\ndate: 2025-07-07\nfacts: [{text: Asked., date: 2025-07-03, sources: a}]\n", (2025, 7, 3)),
        ("2025-07", "name: Talks\ndate: 2025-07-07\nnames: [{name: The Round, sources: a}]\n", (2025, 7, 1)),
    ],
)
def test_nor_is_it_known_before_what_it_tells_of_as_past(published: str, event: str, day: object) -> None:
    files = {"documents/a.yml": paper(published), "actors/ann.yml": "name: Ann\nkind: person\n", "events/t.yml": event}
    assert known_from(files) == day


@pytest.mark.parametrize(("copy", "day"), [("2025-07-09", (2025, 7, 9)), ("2025-07", (2025, 7, 8)), ("", (2025, 7, 8))])
def test_nor_is_a_copy_before_what_it_was_made_from(copy: str, day: object) -> None:
    files = {"documents/a.yml": paper("2025-07-08"), "documents/b.yml": paper(copy, "derived_from: {source: a, how: rewrite}\n")}
    assert known_from(files, "b") == day


def test_the_dates_of_facts_and_of_what_was_said_count_on_every_record() -> None:
    ann = "name: Ann\nkind: person\nfacts: [{text: She left., date: 2025-07-05, sources: a}]\n"
    assert known_from({"documents/a.yml": paper("2025-07"), "actors/ann.yml": ann}) == (2025, 7, 5)
    asked = "question: Who?\nanswers: [{id: b, answer: Ann., reports: [{source: a, speaker: Ann, date: 2025-07-06}]}]\n"
    assert known_from({"documents/a.yml": paper("2025-07"), "questions/q.yml": asked}) == (2025, 7, 6)


@pytest.mark.parametrize(
    ("how", "day"),
    [("rewrite", (2025, 7, 8)), ("syndication", (2025, 7, 8)), ("translation", (2025, 7, 8)), ("quotes", (2025, 7, 8)), ("same-statement", None)],
)
def test_an_undated_source_is_not_before_what_it_was_made_from(how: str, day: object) -> None:
    files = {
        "documents/first.yml": paper("2025-07-08"),
        "documents/between.yml": paper("", f"derived_from: {{source: first, how: {how}}}\n"),
        "documents/a.yml": paper("", f"derived_from: {{source: between, how: {how}}}\n"),
    }
    assert known_from(files, "between") == day == known_from(files)


def test_a_dated_copy_keeps_its_own_date_where_the_original_contradicts_it() -> None:
    copy = "derived_from: {source: first, how: rewrite}\n"
    assert known_from({"documents/first.yml": paper("2025-07-08"), "documents/a.yml": paper("2025-07-05", copy)}) == (2025, 7, 5)
    assert known_from({"documents/first.yml": paper("2025-07-08"), "documents/a.yml": paper("2025-07", copy)}) == (2025, 7, 8)


FILES = {
    "documents/first.yml": paper("2025-07-08"),
    "documents/copy.yml": paper("", "derived_from: {source: first, how: rewrite}\n"),
    "documents/late.yml": paper("2025-08"),
    "documents/withdrawn.yml": paper("2025-07-08", "retracted: {note: Wrong.}\n"),
    "documents/undated.yml": paper(),
    "events/t.yml": "name: Talks\ndate: 2025-07-07\nsources: [first, copy, late, withdrawn]\n",
    "events/u.yml": "name: Undated\nsources: [undated, late]\n",
}


def test_what_was_known_on_a_day() -> None:
    corpus, problems = linked(FILES)
    assert not problems
    before = known_by(corpus, Day(2025, 7, 7))
    assert before.sources == {"undated"}, "which may have been out"
    assert {name: str(found) for name, found in before.support.items()} == {"u": "1 source, 1 origin"}
    then = known_by(corpus, Day(2025, 7, 8))
    assert then.sources == {"first", "copy", "withdrawn", "undated"}
    assert str(then.support["t"]) == "2 sources, 1 origin", "the rewrite is no origin of its own, and what was withdrawn counts for nothing"
    assert str(known_by(corpus, Day(2025, 8, 1)).support["t"]) == "3 sources, 2 origins"


def test_the_figures_of_an_event_in_time() -> None:
    corpus, _ = linked(FILES)
    assert [(day, str(found)) for day, found in support_in_time(corpus, "t")] == [
        ((2025, 7, 8), "2 sources, 1 origin"), ((2025, 8, 1), "3 sources, 2 origins"),
    ]  # fmt: skip
    assert [(day, str(found)) for day, found in support_in_time(corpus, "u")] == [
        (None, "1 source, 1 origin"), ((2025, 8, 1), "2 sources, 2 origins"),
    ]  # fmt: skip
    assert support_in_time(corpus, "first") == ()


def test_what_one_voice_told_to_several_is_one_origin_on_every_day() -> None:
    files = {f"documents/{name}.yml": paper(f"2025-07-0{day}") for day, name in enumerate("abc", 1)}
    files["events/t.yml"] = "name: Talks\nsources:\n" + "".join(f"  - {{source: {name}, via: Ann}}\n" for name in "abc")
    assert [str(found) for _, found in support_in_time(linked(files)[0], "t")] == [
        "1 source, 1 origin", "2 sources, 1 origin", "3 sources, 1 origin",
    ]  # fmt: skip


def test_pages_are_made_anew_where_a_citation_moves_a_day() -> None:
    before, _ = linked({"documents/a.yml": paper("2025-07"), "events/t.yml": talks("speaks")})
    after, _ = linked({"documents/a.yml": paper("2025-07"), "events/t.yml": talks("foretells")})
    assert ("known_from", "a") in changed_dependencies(before, after)


dates = st.sampled_from(("", "2025-07-01", "2025-07-03", "2025-07", '"[..2025-07-02]"', '"[2025-07-02..]"'))
cited = st.fixed_dictionaries(
    {"source": st.sampled_from("abcde")},
    optional={
        "says": st.sampled_from(("speaks", "foretells", "nothing")),
        "via": st.sampled_from(("Ann", "b", "Cal")),
    },
)


@given(
    st.lists(dates, min_size=5, max_size=5),
    st.dictionaries(st.sampled_from("cde"), st.tuples(st.sampled_from("ab"), st.sampled_from(("rewrite", "quotes", "same-statement")))),
    st.lists(cited, max_size=5),
    st.lists(cited, max_size=3),
    st.sampled_from("abcde"),
)
def test_no_figure_falls_as_days_pass_and_the_last_is_the_whole(
    published: list[str], copies: dict[str, tuple[str, str]], sources: list[dict[str, str]], facts: list[dict[str, str]], names: str
) -> None:
    def cite(found: dict[str, str]) -> str:
        return "{" + ", ".join(f"{field}: {value}" for field, value in found.items()) + "}"

    files = {
        f"documents/{name}.yml": paper(
            date,
            (f"derived_from: {{source: {copies[name][0]}, how: {copies[name][1]}}}\n" if name in copies else "")
            + ("digest: On [[talks]].\n" if name == names else ""),
        )
        for name, date in zip("abcde", published, strict=True)
    }
    told = "".join(f"  - {{text: It was so., speaker: Bea, sources: [{cite(fact)}]}}\n" for fact in facts)
    files["events/talks.yml"] = (
        f"name: Talks\ndate: 2025-07-02\nsources: [{', '.join(map(cite, sources))}]\n" + (f"facts:\n{told}" if told else "")
    )
    corpus, _ = linked(files)
    steps = support_in_time(corpus, "talks")
    assert steps, "a source names it"
    assert steps[-1][1] == corpus.support_by_subject["talks"]
    for (_, before), (_, after) in pairwise(steps):
        assert before.sources < after.sources and before.origins <= after.origins
        assert set(before.source_ids) < set(after.source_ids)
    for day in (Day(2025, 6, 30), Day(2025, 7, 1), Day(2025, 7, 2), Day(2025, 7, 3), Day(2025, 7, 31)):
        shown = [found for step, found in steps if step is None or step <= day]
        known = known_by(corpus, day).support.get("talks", Support())
        expected = shown[-1] if shown else Support()
        assert str(known) == str(expected) and set(known.source_ids) == set(expected.source_ids)


def test_a_source_that_tells_of_what_came_later_is_told() -> None:
    files = {
        "documents/a.yml": paper("2025-07"),
        "events/t.yml": "name: Talks\ndate: 2025-08-01\nsources: [a]\nparticipants: [{actor: Ann, sources: {source: a, says: foretells}}]\n",
    }
    (problem,) = linked(files)[1]
    assert lines([problem]) == [
        "sources/events/t.yml:3:11: warning: 'a', published 2025-07, tells of something dated 2025-08-01 as past; "
        "write 'says: foretells' if it tells of it beforehand, or mend one of the dates [told-before]"
    ]


@pytest.mark.parametrize(
    ("published", "date", "is_told"),
    [
        ("2025-07-01", "2025-07-02", True),
        ("2025-07", "2025-07-31", False),
        ("2025-07~", "2025-08", False),
        ("2025-07", "2025-08?", False),
        ('"[2025-07..]"', "2025-08", False),
        ("", "2025-08", False),
        ("2025-07", "2025-07-20/2025-08-20", False),
        ("2025-07", '"[..2025-09]"', False),
    ],
)
@pytest.mark.parametrize(
    "record",
    [
        ("events/t.yml", "name: Talks\ndate: {date}\nsources: a\n"),
        ("actors/ann.yml", "name: Ann\nkind: person\nfacts: [{{text: She left., date: {date}, sources: a}}]\n"),
        ("questions/q.yml", "question: Who?\nanswers: [{{id: b, answer: Ann., reports: [{{source: a, speaker: Ann, date: {date}}}]}}]\n"),
    ],
)
def test_only_where_it_is_sure(record: tuple[str, str], published: str, date: str, is_told: bool) -> None:
    files = {"documents/a.yml": paper(published), record[0]: record[1].format(date=date.replace('"', "'"))}
    assert ("told-before" in codes(linked(files)[1])) is is_told


@pytest.mark.parametrize("says", ["foretells", "other-part", "nothing"])
def test_nor_of_what_it_does_not_tell_as_past(says: str) -> None:
    assert "told-before" not in codes(linked({"documents/a.yml": paper("2025-06"), "events/t.yml": talks(says)})[1])
