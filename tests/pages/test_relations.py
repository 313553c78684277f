"""Relations, as each of two actors shows them."""

from __future__ import annotations

import re

import pytest

from tests.helpers import page_text
from tests.pages.test_pages import pages

SOURCES = {name: f"documents/{name}.yml" for name in ("east", "west")}


def relations(actor: str, **written: str) -> list[str]:
    """The lines of an actor's section on relations, without addresses. `written` gives each actor's relations."""
    files = {path: f"title: T\nkind: news\npublisher: The {name.title()}\n" for name, path in SOURCES.items()}
    for name in ("henry", "joan"):
        wrote = written.get(name, "")
        files[f"actors/{name}.yml"] = f"name: {name.title()}\nkind: state\n" + (f"relations:\n{wrote}" if wrote else "")
    text = page_text(pages(files)[f"actors/{actor}"]).partition("## Relations #relations\n")[2].partition("\n\n")[0]
    return re.sub(r" ‹[^›]*›", "", text).splitlines()


def test_a_relation_written_on_both_sides_is_shown_once_with_the_sources_of_both() -> None:
    written = {
        "henry": "  - {kind: rival-of, to: joan, since: 2021, sources: [east, {source: west, locator: p. 2}]}\n",
        "joan": "  - {kind: rival-of, to: henry, sources: [west, east]}\n",
    }
    assert relations("henry", **written) == ["Rival of Joan from 2021 · The East, undated; The West, undated p. 2"]
    assert relations("joan", **written) == ["Rival of Henry from 2021 · The East, undated; The West, undated p. 2"]


def test_two_meetings_are_two_relations_and_each_finds_its_own() -> None:
    written = {
        "henry": "  - {kind: met, to: joan, as_of: 2021, sources: east}\n  - {kind: met, to: joan, as_of: 2023, sources: east}\n",
        "joan": "  - {kind: met, to: henry, as_of: 2023, sources: west}\n  - {kind: met, to: henry, as_of: 2024, sources: west}\n",
    }
    assert relations("henry", **written) == [
        "Met Joan as of 2021 · The East, undated",
        "Met Joan as of 2023 · The East, undated; The West, undated",
        "Met Joan as of 2024 · The West, undated",
    ]


def test_a_relation_that_has_a_direction_is_not_its_own_other_side() -> None:
    written = {"henry": "  - {kind: fights, to: joan, sources: east}\n", "joan": "  - {kind: fights, to: henry, sources: west}\n"}
    assert [line.split(" Joan")[0] for line in relations("henry", **written)] == ["Fights", "Fought by"]


@pytest.mark.parametrize(
    ("actor", "line"),
    [
        ("joan", "Related to Henry child of"),
        ("henry", "Related to Joan from Joan’s side: child of"),
    ],
)
def test_a_note_is_told_from_the_side_that_wrote_it(actor: str, line: str) -> None:
    (found,) = relations(actor, joan="  - {kind: related-to, to: henry, note: child of, sources: east}\n")
    assert found.startswith(line)


def test_the_same_note_on_both_sides_is_told_once_and_two_notes_each_from_its_own() -> None:
    both = "  - {{kind: related-to, to: {}, note: {}, sources: east}}\n"
    (found,) = relations("henry", joan=both.format("henry", "denied"), henry=both.format("joan", "denied"))
    assert found.count("denied") == 1 and "side" not in found
    (found,) = relations("henry", joan=both.format("henry", "child of"), henry=both.format("joan", "parent of"))
    assert found.startswith("Related to Joan parent of from Joan’s side: child of")


def test_a_pair_written_on_both_sides_in_its_two_words_is_one_relation() -> None:
    written = {
        "henry": "  - {kind: parent-of, to: joan, sources: [east]}\n",
        "joan": "  - {kind: child-of, to: henry, sources: [west]}\n",
    }
    assert relations("henry", **written) == ["Parent of Joan The East, undated; The West, undated"]
    assert relations("joan", **written) == ["Child of Henry The West, undated; The East, undated"]
    for name, line in (("henry", "Parent of Joan The West, undated"), ("joan", "Child of Henry The West, undated")):
        assert relations(name, joan=written["joan"]) == [line], "and is read from both where one side wrote it"


def test_a_relation_that_neither_begins_nor_ends_is_asked_for_no_date() -> None:
    (found,) = relations("joan", joan="  - {kind: sibling-of, to: henry, since: 1849, sources: west}\n")
    assert found == "Sibling of Henry from 1849 · The West, undated", "it has one where its file has"
    (found,) = relations("henry", joan="  - {kind: married-to, to: henry, sources: west}\n")
    assert found == "Married to Joan dates not known · The West, undated"
