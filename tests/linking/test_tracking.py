"""What is read of a corpus is noted, and a page that read nothing of what changed comes out as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import fields, replace
from operator import methodcaller
from typing import Any, NamedTuple

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from sourcebook.diagnostics import Diagnostic
from sourcebook.linking.corpus import LinkedCorpus
from sourcebook.linking.tracking import NAME_INDEX, Dependency, DependencyTracker, changed_dependencies, track
from sourcebook.model.corpus import KINDS
from sourcebook.pages.builder import BuiltPage, PageBuilder
from sourcebook.pages.page import Urls
from sourcebook.pages.plan import plan_pages
from sourcebook.pages.render import Renderer
from sourcebook.pipeline import link_records
from sourcebook.reading.files import SourceFile
from sourcebook.reading.loader import Reading, load
from tests.edits import Change, Edit, Files, Put, Remove, edited, record_edits, small_project
from tests.profiles import examples

RENDERER = Renderer()
SMALL = small_project()
_KINDS = {kind.folder: kind for kind in KINDS}


class Run(NamedTuple):
    """A corpus as one run found it."""

    linked: LinkedCorpus
    problems: list[Diagnostic]
    readings: dict[str, Reading]


def run(files: Mapping[str, str], before: Run | None = None) -> Run:
    found = [
        SourceFile(_KINDS[path.split("/")[1]], path, text.encode())
        for path, text in sorted(files.items())
        if path.startswith("sources/")
    ]
    readings = dict(before.readings) if before else {}
    corpus, _ = load(found, None, readings)
    linked, problems = link_records(corpus, (), before.linked if before else None)
    return Run(linked, problems, readings)


def made(linked: LinkedCorpus, wanted: Set[str] | None = None) -> dict[str, BuiltPage]:
    """The wanted pages (all, if None), and what was read for each."""
    tracker = DependencyTracker()
    maker = PageBuilder(RENDERER, tracker)
    plans = plan_pages(track(linked, tracker), Urls(), RENDERER, tracker=tracker)
    return {plan.address: maker.build(plan) for plan in plans if wanted is None or plan.address in wanted}


def after(*edits: Edit) -> tuple[dict[str, BuiltPage], dict[str, BuiltPage], set[Dependency]]:
    """Every page before and after edits of the small corpus, and the facts that changed."""
    before = run(SMALL)
    now = run(edited(SMALL, edits), before)
    return made(before.linked), made(now.linked), changed_dependencies(before.linked, now.linked)


def touched(pages: Mapping[str, BuiltPage], changed: set[Dependency]) -> set[str]:
    return {name for name, page in pages.items() if not changed.isdisjoint(page.read)}


_edits = st.lists(record_edits(), min_size=1, max_size=2)


@examples(80)
@given(st.lists(record_edits(), max_size=4), _edits)
def test_a_page_that_read_nothing_of_what_changed_is_as_it_was(first: Sequence[Edit], then: Sequence[Edit]) -> None:
    files = edited(SMALL, first)
    before = run(files)
    now = run(edited(files, then), before)
    changed = changed_dependencies(before.linked, now.linked)
    old = made(before.linked)
    kept = old.keys() - touched(old, changed)
    new = made(now.linked, kept)
    assert kept <= new.keys(), "a page that went had read its record"
    for name in kept:
        assert old[name].page == new[name].page, name
        assert old[name].html == new[name].html, name
    event(f"{10 * len(kept) // len(old)}0 % of the pages are kept")


@examples(200)
@given(st.lists(record_edits(), max_size=4), st.lists(_edits, min_size=1, max_size=3))
def test_linking_on_gives_what_linking_anew_gives(first: Sequence[Edit], steps: Sequence[Sequence[Edit]]) -> None:
    files = edited(SMALL, first)
    warm = run(files)
    for step in steps:
        files = edited(files, step)
        warm = run(files, warm)
    clean = run(files)
    assert [str(problem) for problem in warm.problems] == [str(problem) for problem in clean.problems]
    for field in fields(LinkedCorpus):
        if field.name in ("corpus", "index", "prose_by_record", "references", "problems_in_fields"):
            continue
        one, other = getattr(warm.linked, field.name), getattr(clean.linked, field.name)
        assert one == other, field.name
        assert list(one) == list(other), f"{field.name}: pages show it in its order"
        for name, value in one.items():
            assert not isinstance(value, dict) or list(value) == list(other[name]), (field.name, name)
    assert warm.linked.index.owners == clean.linked.index.owners
    assert list(warm.linked.corpus.records) == list(clean.linked.corpus.records)


def test_what_named_a_broken_record_is_told_when_that_is_gone() -> None:
    path = "sources/documents/strait-letter.yml"
    broken = {**SMALL, path: "title: [\n"}
    gone = edited(SMALL, [Remove(path)])
    problems = [str(problem) for problem in run(gone, run(broken)).problems]
    assert problems == [str(problem) for problem in run(gone).problems]
    assert any("strait-letter" in problem and "unknown-id" in problem for problem in problems)


def test_nothing_changed_where_nothing_was_edited() -> None:
    _, _, changed = after()
    assert changed == set()


def test_an_edit_reaches_the_pages_that_show_it_and_no_others() -> None:
    _, _, changed = after(Change("sources/documents/keeper-diary.yml", {"language": "ar"}))
    assert ("records", "keeper-diary") in changed and ("records", "strait-letter") not in changed
    assert NAME_INDEX not in changed and ("places_on_map", None) not in changed
    old, new, changed = after(Change("sources/documents/strait-letter.yml", {"digest": "Nothing of the kind."}))
    different = {name for name in old if old[name].html != new[name].html}
    assert {"sources/strait-letter", "places/gull-rock", "events/ferry-lost"} <= different
    assert different <= touched(old, changed)
    assert {"actors/amber-times", "events/dark-week"}.isdisjoint(touched(old, changed))


def test_another_name_is_told_to_whoever_looks_for_names() -> None:
    *_, changed = after(Change("sources/actors/mara-quill.yml", {"name": "Mara Quille"}))
    assert NAME_INDEX in changed


@pytest.mark.parametrize(
    ("edit", "gone"),
    [(Remove("sources/places/dorrin.yml"), "dorrin"), (Put("sources/places/gull-rock.yml", "name: @\n"), "gull-rock")],
)
def test_a_record_that_goes_is_missed_by_whoever_read_it(edit: Edit, gone: str) -> None:
    old, new, changed = after(edit)
    assert f"places/{gone}" in old.keys() - new.keys()
    assert ("records", gone) in changed and ("records", None) in changed
    assert f"places/{gone}" in touched(old, changed)


def test_a_record_that_comes_is_noticed_by_whoever_asked_in_vain() -> None:
    files: Files = edited(SMALL, [Change("sources/actors/mara-quill.yml", {"summary": "Born on [[lee]]."})])
    before = run(files)
    tracker = DependencyTracker()
    _, read = tracker.record(lambda: track(before.linked, tracker).corpus.records.get("lee"))
    now = run(edited(files, [Put("sources/places/lee.yml", "name: Leeward\nkind: site\n")]), before)
    changed = changed_dependencies(before.linked, now.linked)
    assert read == {("records", "lee")} and ("records", "lee") in changed
    assert "actors/mara-quill" in touched(made(before.linked), changed)


def test_every_way_of_reading_is_noted() -> None:
    tracker = DependencyTracker()
    seen = track(run(SMALL).linked, tracker)

    def read(*facts: Dependency) -> None:
        assert tracker.read == set(facts)
        tracker.read.clear()

    assert seen.mention_counts["mara-quill"] is not None
    read(("mention_counts", "mara-quill"))
    assert seen.origin_groups.get("nobody") is None
    read(("origin_groups", "nobody"))
    assert "nobody" not in seen.origin_by_source
    read(("origin_by_source", "nobody"))
    ways: tuple[Callable[[Mapping[str, object]], object], ...] = (list, len, methodcaller("items"), methodcaller("values"))
    for ask in ways:
        assert ask(seen.places_on_map) is not None
        read(("places_on_map", None))
    assert seen.places_on_map.keys() == {"gull-rock"}
    assert ("places_on_map", None) in tracker.read
    tracker.read.clear()
    with pytest.raises(KeyError):
        seen.subjects_by_source["nobody"]
    read(("subjects_by_source", "nobody"))
    assert seen.resolve("dorrin") == "Dorrin"
    read(("records", "dorrin"))


def test_what_was_made_once_counts_as_read_by_whoever_takes_it() -> None:
    tracker = DependencyTracker()
    seen = track(run(SMALL).linked, tracker)

    def take() -> int:
        return tracker.memoize("places", lambda: len(seen.places_on_map))

    first, second = tracker.record(take), tracker.record(take)
    assert first == second == (len(seen.places_on_map), frozenset({("places_on_map", None)}))


def test_what_is_read_within_counts_for_what_is_around_it() -> None:
    tracker = DependencyTracker()
    seen = track(run(SMALL).linked, tracker)

    def around() -> None:
        assert "gull-rock" in seen.places_on_map
        tracker.record(lambda: seen.mention_counts["gull-rock"])

    _, read = tracker.record(around)
    assert read == {("places_on_map", "gull-rock"), ("mention_counts", "gull-rock")}


def test_another_order_is_a_change() -> None:
    """Two mappings are equal whatever their order, but pages show them in it."""
    name = "sources/actors/amber-times.yml"
    files = edited(SMALL, [Change(name, {"summary": "[[dorrin]], [[gull-rock]]"})])
    before = run(files)
    now = run(edited(files, [Change(name, {"summary": "[[gull-rock]], [[dorrin]]"})]), before)
    assert before.linked.mention_counts["amber-times"] == now.linked.mention_counts["amber-times"]
    assert ("mention_counts", "amber-times") in changed_dependencies(before.linked, now.linked)


@pytest.mark.parametrize("name", ["backlinks", "subjects_by_source", "mention_counts"])
def test_another_order_of_the_same_keys_is_a_change_for_lists(name: str) -> None:
    """Whoever goes through a whole mapping shows it in its order; whoever asks for one key does not see that."""
    now = run(SMALL).linked
    turned: Any = dict(reversed(list(getattr(now, name).items())))
    assert changed_dependencies(now, replace(now, **{name: turned})) == {(name, None)}


def test_another_order_of_records_is_a_change_for_lists_of_them() -> None:
    now = run(SMALL).linked
    turned = dict(reversed(list(now.corpus.records.items())))
    changed = changed_dependencies(now, replace(now, corpus=replace(now.corpus, records=turned)))
    assert changed == {("records", None), ("summaries", None)}
