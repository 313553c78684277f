"""What a build has to do, found without building anything."""

from __future__ import annotations

import pytest

from sourcebook.incremental.cache import BuildCache, DependencyIds, PageEntry
from sourcebook.incremental.plan import BuildPlan, PreviousBuild, plan_build
from sourcebook.linking.tracking import Dependency
from sourcebook.search.index_document import IndexDocument

READ: dict[str, set[Dependency]] = {
    "actors/ann": {("records", "ann"), ("prose", ("ann", ("summary",)))},
    "actors/bob": {("records", "bob"), ("records", "ann")},
    "places/rock": {("records", "rock"), ("places_on_map", None)},
    "places/empty": set(),
}
SHELLS = {"actors": b"a", "places": b"p"}
WANTED = {address: f"{address}/index.html" for address in READ}


def previous(**others: object) -> PreviousBuild:
    """A build that left all its pages, each of ten bytes."""
    ids = DependencyIds()
    pages = {
        address: PageEntry(f"{address}/index.html", 10, 1, ids.of(sorted(read, key=str)), (), IndexDocument())
        for address, read in READ.items()
    }
    values: dict[str, object] = {"pages": pages, "shells": SHELLS, "dependencies": list(ids.dependencies)}
    return PreviousBuild(BuildCache(**(values | others)), files={page.path: (10, 1) for page in pages.values()})  # type: ignore[arg-type]


def made(plan: BuildPlan) -> list[str]:
    assert sorted([*plan.make, *plan.keep]) == sorted(set(plan.make) | plan.keep.keys()), "each page once"
    return list(plan.make)


@pytest.mark.parametrize(
    ("changed", "make"),
    [
        (set(), []),
        ({("records", "bob")}, ["actors/bob"]),
        ({("records", "ann")}, ["actors/ann", "actors/bob"]),
        ({("records", "nobody"), ("backlinks", "ann")}, []),
        ({("places_on_map", "rock")}, []),
        ({("places_on_map", "rock"), ("places_on_map", None)}, ["places/rock"]),
        (None, list(READ)),
    ],
)
def test_pages_are_made_that_read_what_has_changed(changed: set[Dependency] | None, make: list[str]) -> None:
    assert made(plan_build(previous(), WANTED, SHELLS, changed, "")) == make


def test_another_theme_makes_the_pages_of_its_folder_anew() -> None:
    assert made(plan_build(previous(), WANTED, {**SHELLS, "places": b"q"}, set(), "")) == ["places/rock", "places/empty"]
    assert made(plan_build(previous(), WANTED, {"places": b"p"}, set(), "")) == ["actors/ann", "actors/bob"]


def test_another_search_makes_all_pages_anew() -> None:
    assert made(plan_build(previous(), WANTED, SHELLS, set(), "en")) == list(READ)
    assert made(plan_build(previous(search="en"), WANTED, SHELLS, set(), "en")) == []


def test_a_file_that_is_not_what_was_written_is_made_anew() -> None:
    before = previous()
    files = {**before.files, "actors/ann/index.html": (10, 2), "places/rock/index.html": (11, 1)}
    del files["actors/bob/index.html"]
    plan = plan_build(PreviousBuild(before.cache, files=files), WANTED, SHELLS, set(), "")
    assert made(plan) == ["actors/ann", "actors/bob", "places/rock"]


def test_pages_come_and_go_and_move() -> None:
    wanted = {**WANTED, "actors/cid": "actors/cid/index.html", "places/rock": "places/rock.html"}
    del wanted["actors/bob"]
    plan = plan_build(previous(), wanted, SHELLS, set(), "")
    assert made(plan) == ["places/rock", "actors/cid"] and plan.remove == {"actors/bob"}


def test_nothing_is_kept_where_nothing_is_known() -> None:
    assert plan_build(PreviousBuild(), WANTED, SHELLS, set(), "") == BuildPlan(tuple(WANTED), {}, frozenset())
