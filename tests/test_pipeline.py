"""The three stages: each gives its value and its problems, and writes into nothing that it is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcebook import pipeline
from sourcebook.diagnostics import in_order
from sourcebook.options import Options
from sourcebook.pipeline import (
    Memory,
    link_corpus,
    load_corpus,
    load_records,
    make_site,
    plan_site,
    remake_site,
)
from tests.helpers import codes

MISTAKES = Path(__file__).parent / "golden" / "mistakes"


def options(project: Path) -> Options:
    return Options(project / "sources", "sources", project / "docs", "docs")


def test_the_stages_together_are_a_site(project: Path) -> None:
    whole = make_site(options(project))
    loaded, read = load_corpus(options(project))
    linked, between = link_corpus(loaded)
    site = plan_site(options(project), linked)
    assert (read, between, site.problems) == ([], [], ())
    assert linked.backlinks == whole.linked.backlinks and site.files == whole.files
    assert [plan.address for plan in site.plans] == [plan.address for plan in whole.plans]


def test_each_stage_has_its_problems_and_the_site_has_all() -> None:
    loaded, read = load_corpus(options(MISTAKES))
    _, between = link_corpus(loaded)
    assert read and between
    assert in_order([*read, *between]) == make_site(options(MISTAKES)).problems


def test_positions_are_checked_where_the_corpus_is_linked(project: Path) -> None:
    (project / "sources" / "places" / "dorrin.yml").write_text("name: Dorrin\nkind: city\ncountry: FI\ncoordinates: 25, 60\naccuracy_m: 9\n", "utf-8")
    loaded, read = load_corpus(options(project))
    assert read == [] and "swapped" in codes(link_corpus(loaded)[1])


def test_loading_leaves_what_it_is_given_as_it_is(project: Path) -> None:
    first, _ = load_records(options(project), memory=Memory({}))
    assert first.files
    memory = Memory(first.files, first.readings)
    files, readings = dict(first.files), dict(first.readings)
    (project / "sources" / "places" / "gull-rock.yml").write_text("name: Gull Rock\nkind: site\n", "utf-8")
    loaded, _ = load_records(options(project), memory=memory)
    assert (memory.files, memory.readings) == (files, readings)
    assert loaded.readings != readings and loaded.files != files


def test_a_memory_tells_what_was_wrong_when_nothing_has_changed(project: Path) -> None:
    (project / "docs" / "index.md").write_text("# Home\n\n[[gull]]\n", "utf-8")
    loaded, problems = load_corpus(options(project))
    first, memory = remake_site(options(project), loaded, problems, Memory())
    again, _ = remake_site(options(project), loaded, problems, memory)
    assert codes(first.problems) == codes(again.problems) == ["unknown-id"]
    assert first.changed is None and again.changed == frozenset()


def test_a_corpus_is_linked_without_drawing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("drawn")

    for name in ("outlines", "plan_pages"):
        monkeypatch.setattr(pipeline, name, never)
    loaded, _ = load_corpus(options(project))
    assert link_corpus(loaded)[0].corpus.records
    with pytest.raises(AssertionError, match="drawn"):
        plan_site(options(project), link_corpus(loaded)[0])
