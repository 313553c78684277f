"""What is missing, told by sort."""

from __future__ import annotations

import pytest

from sourcebook.model.editors import Editors
from sourcebook.provenance.gap_kinds import GAP_KINDS
from sourcebook.provenance.gaps import find_gaps, gap_diagnostics, site_gaps
from tests.helpers import linked

FULL = (
    "title: {0}\nkind: news\npublisher: paper\npublished: 2023-02-01\nurl: https://e.example/{0}\n"
    "archived_url: https://a.example/{0}\ndigest: It speaks of Town.\n"
)
WHOLE: dict[str, str | bytes] = {
    "documents/one.yml": FULL.format("one"),
    "documents/two.yml": FULL.format("two"),
    "actors/paper.yml": "name: Paper\nkind: media\n",
    "places/town.yml": "name: Town\nkind: town\ncoordinates: {lat: 1, lon: 2, basis: A map.}\naccuracy_m: 10\n",
}


def gaps(files: dict[str, str | bytes]) -> list[str]:
    found, _ = linked({**WHOLE, **files})
    return [f"{gap.code} {gap.record}: {gap.words}" for gap in find_gaps(found)]


def test_a_corpus_without_gaps_has_none() -> None:
    assert gaps({}) == []


@pytest.mark.parametrize(
    ("path", "text", "gap"),
    [
        ("actors/x.yml", "name: Paper X\nkind: state\nfacts: [{text: They left Town.}]\nroles: [{title: Host, sources: one}]\n", "uncited x: what sources say: They left Town."),
        ("actors/x.yml", "name: Paper X\nkind: state\nsummary: Known.\n", "uncited x: the summary names no source"),
        ("events/x.yml", "name: Xx\ndate: 2023\nparticipants: paper\n", "uncited x: participants: paper"),
        ("events/x.yml", "name: Xx\n", "no-date x: its date is not known"),
        ("places/x.yml", "name: Xx\nkind: town\n", "no-position x: its position is not known"),
        ("places/x.yml", "name: Xx\nkind: town\n", "unlinked x: nothing leads to this place"),
        ("documents/x.yml", "title: X\nkind: news\npublisher: paper\n", "no-date x: when it was published is not known"),
        ("documents/x.yml", "title: X\nkind: news\npublished: 2023\n", "no-publisher x: who published it is not known"),
        ("documents/x.yml", "title: X\nkind: news\npublished: 2023\nurl: https://e.example/x\n", "no-archive x: the link to the original has no archived copy"),
        ("questions/x.yml", "question: Q?\n", "no-report x: the question has no answer yet"),
        ("questions/x.yml", "question: Q?\nanswers: [{id: a, answer: Yes.}]\n", "no-report x: no source gives this answer: Yes."),
        ("questions/x.yml", "question: Q?\nanswers: [{id: a, answer: Yes., reports: one}]\n", "one-origin x: 1 source, 1 origin for the answer: Yes."),
    ],
)  # fmt: skip
def test_each_sort_of_gap_is_seen(path: str, text: str, gap: str) -> None:
    assert gap in gaps({path: text})


def test_what_stands_in_no_source_is_one_line_a_record() -> None:
    found = gaps({
        "actors/x.yml": "name: Paper X\nkind: state\nsummary: Known.\nbasis: {summary: general reference, kind: inferred}\n"
        "names: [{name: Xx, basis: general reference}, {name: Xy, sources: one, basis: a reading}, Xz]\n"
        "facts: [{text: They left Town., basis: general reference}]\n",
    })  # fmt: skip
    assert [gap for gap in found if gap.startswith(("by-basis", "uncited"))] == [
        "by-basis x: summary, Xx, They left Town. (general reference); kind (inferred)"
    ]
    assert gaps({}) == [], "coordinates say beside them what they rest on"
    many = ", ".join(f"{{name: N{number}, basis: b}}" for number in range(9))
    found = gaps({"actors/x.yml": f"name: Paper X\nkind: state\nnames: [{many}]\n"})
    assert "by-basis x: N0, N1, N2, N3, N4, N5 and 3 more (b)" in found


@pytest.mark.parametrize(
    ("assessed", "published", "accessed", "is_older"),
    [
        ("2023-02-01", "2023-02-01", "", False),
        ("2023-02-01", "2023-02-02", "", True),
        ("2023-02", "2023-02-20", "", False),  # it may have been weighed on the last day of the month
        ("2023-02", "2023-03", "", True),
        ("2023-02-10", "2023-02", "", False),  # it may have been published on the first
        ("2023-02-10", "'[..2023-03]'", "", False),
        ("2023-02-10", "'[2023-02-11..]'", "", True),
        ("2023-02-10", "2023-01", "2023-02-11", True),
        ("2023/..", "2024", "", False),
        ("", "2024", "2025", False),  # that nobody says when it was weighed is no gap
    ],
)  # fmt: skip
def test_an_assessment_older_than_a_report_is_a_gap(assessed: str, published: str, accessed: str, is_older: bool) -> None:
    late = FULL.format("late").replace("2023-02-01", published) + (f"accessed: {accessed}\n" if accessed else "")
    found = gaps({
        "documents/late.yml": late,
        "questions/q.yml": "question: Q?\nanswers: [{id: a, answer: Yes., reports: [one, late]}]\n"
        f"assessment: {{text: Yes.{f', assessed: {assessed}' if assessed else ''}}}\n",
    })  # fmt: skip
    expected = "older-assessment q: late: newer than the assessment"
    assert [gap.startswith(expected) for gap in found if gap.startswith("older")] == [True] * is_older


def test_a_site_that_names_nobody_says_so() -> None:
    assert [gap.code for gap in site_gaps(Editors())] == ["no-editor", "no-contact"]
    assert [gap.code for gap in site_gaps(Editors(("Ann",)))] == ["no-contact"]
    assert site_gaps(Editors(("Ann",), "ann@example.org")) == []
    found, _ = linked(WHOLE)
    assert [str(line) for line in gap_diagnostics(site_gaps(Editors(("Ann",))), found)] == [
        "mkdocs.yml:1:1: gap: this site gives no address to write to; give 'contact' below the plugin [no-contact]"
    ]


def test_what_is_known_is_no_gap() -> None:
    found = gaps({
        "events/x.yml": "name: Xx\ndate: 2023~\nplaces: town\nparticipants: {actor: paper, sources: one}\nsummary: S.\nsources: two\n",
        "questions/q.yml": "question: Q?\nabout: x\nanswers: [{id: a, answer: Yes., reports: [one, two]}]\n",
    })  # fmt: skip
    assert found == []


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("news", ["no-publisher"]),
        ("book", ["no-publisher", "no-author"]),
        ("letter", ["no-author"]),
        ("diary", ["no-author"]),
        ("manuscript", ["no-author"]),
        ("photograph", ["no-author"]),
        ("minutes", []),
    ],
)
def test_what_is_asked_of_a_source_follows_its_kind(kind: str, asked: list[str]) -> None:
    text = f"title: X\nkind: {kind}\npublished: 2023\n"
    assert [gap.split()[0] for gap in gaps({"documents/x.yml": text})] == asked
    assert gaps({"documents/x.yml": f"{text}authors: Ann Other\npublisher: paper\n"}) == []


def test_a_letter_is_asked_when_it_was_written_not_when_it_was_published() -> None:
    found = gaps({"documents/x.yml": "title: X\nkind: letter\nauthors: Ann Other\n"})
    assert found == ["no-date x: when it was made is not known"]


def test_a_name_that_stands_often_wants_a_profile() -> None:
    files: dict[str, str | bytes] = {
        f"documents/d{number}.yml": FULL.format(f"d{number}").replace("Town.", f"{text} and Town.")
        for number, text in enumerate(("Ann Other", "the late Ann Other", "Ann Other’s house", "Bea Rare"))
    }
    assert gaps(files) == ["no-profile d0: 'Ann Other' stands in 3 records"]
    files = {f"documents/d{number}.yml": FULL.format(f"d{number}") + "authors: [Ann Other]\n" for number in range(2)}
    assert gaps(files) == ["no-profile d0: 'Ann Other' stands in 2 records"]
    files = {f"documents/d{number}.yml": FULL.format(f"d{number}") + "authors: [an unnamed reporter]\n" for number in range(2)}
    assert gaps(files) == []


def texts(*digests: str) -> dict[str, str | bytes]:
    """Sources with a digest each."""
    return {f"documents/d{n}.yml": FULL.format(f"d{n}").replace("It speaks of Town.", f"'{text} It is in Town.'") for n, text in enumerate(digests)}


def test_a_name_in_prose_and_in_a_field_is_counted_in_both() -> None:
    files = texts("He met Ann Other.", "He met Ann Other.", "Nobody came.")
    files["documents/d2.yml"] = f"{files['documents/d2.yml']!s}authors: [Ann Other]\n"
    assert gaps(files) == ["no-profile d0: 'Ann Other' stands in 3 records"]
    files["documents/d0.yml"] = f"{files['documents/d0.yml']!s}authors: [ANN OTHER]\n"  # in both of one record
    assert gaps(files) == ["no-profile d0: 'Ann Other' stands in 3 records"]


@pytest.mark.parametrize(
    ("name", "links"),
    [
        ("The Hague Tribunal", "yes"),  # an article may be a part of the name
        ("Bureau for Public Works", "no"),  # a small word that the search for capitals does not know
        ("Bureau for Public Works", "yes"),  # linked where it first stands only
    ],
)
def test_half_of_a_known_name_is_no_name(name: str, links: str) -> None:
    files = texts(*[f"He left {name}, then he saw {name} again." for _ in range(3)])
    files["actors/x.yml"] = f"name: {name}\nkind: organisation\nlink_name: {links}\n"
    assert [gap for gap in gaps(files) if "no-profile" in gap] == []


def test_what_is_also_half_of_a_known_name_counts_where_it_stands_alone() -> None:
    whole = "He left the Bureau for Public Works."
    files = texts(f"{whole} He saw Public Works.", "He saw Public Works.", "He saw Public Works.", whole, whole)
    files["actors/x.yml"] = "name: Bureau for Public Works\nkind: organisation\nlink_name: no\n"
    assert [gap for gap in gaps(files) if "no-profile" in gap] == ["no-profile d0: 'Public Works' stands in 3 records"]


def test_the_beginning_of_a_sentence_is_no_name() -> None:
    files: dict[str, str | bytes] = {
        f"documents/d{number}.yml": FULL.format(f"d{number}").replace("It speaks", "After Monday came. The Mayor left. Yesterday Tuesday; it speaks")
        for number in range(4)
    }
    assert gaps(files) == []


def test_a_line_says_where_and_what_to_do() -> None:
    found, _ = linked({**WHOLE, "actors/x.yml": "name: Paper X\nkind: state\nfacts:\n  - text: They left Town.\n    sources: one\n  - text: They came.\n"})
    lines = [str(line) for line in gap_diagnostics(find_gaps(found), found)]
    assert lines == ["sources/actors/x.yml:6:5: gap: what sources say: They came.; add 'sources' [uncited]"]
    assert len({lack.code for lack in GAP_KINDS}) == len(GAP_KINDS)


@pytest.mark.parametrize(("text", "quoted"), [("He called it “a good day”.", "“a good day”"), ('He said "so be it".', '"so be it"'), ("It's 5\" wide.", "")])
def test_a_quotation_says_where_it_stands(text: str, quoted: str) -> None:
    def found(locator: str) -> list[str]:
        fact = f"facts:\n  - text: >-\n      {text}\n    sources: {{source: d{locator}}}\n"
        files = {"documents/d.yml": "title: D\nkind: news\n", "actors/a.yml": f"name: Ann\nkind: person\n{fact}"}
        return [gap.words for gap in find_gaps(linked(files)[0]) if gap.code == "no-locator"]

    assert found("") == ([f"where {quoted} stands is not said"] if quoted else [])
    assert found(", locator: page 3") == []


def test_what_a_record_says_the_basis_of_is_no_fact_without_a_source() -> None:
    text = "name: A\nkind: town\ncoordinates: 54, 10\n"
    found = {gap.code for gap in find_gaps(linked({"places/a.yml": text})[0])}
    assert "uncited" in found
    found = {gap.code for gap in find_gaps(linked({"places/a.yml": text + "basis: {coordinates: general reference}\n"})[0])}
    assert "uncited" not in found and "by-basis" in found
