"""What is kept for the next build."""

from __future__ import annotations

from sourcebook.incremental.cache import DependencyIds, PageEntry, drop_unused, renumber
from sourcebook.linking.tracking import Dependency
from sourcebook.search.index_document import IndexDocument


def page(read: bytes) -> PageEntry:
    return PageEntry("a/index.html", 1, 1, read, (), IndexDocument())


def facts_of(facts: list[Dependency], read: bytes) -> set[Dependency]:
    return {facts[number] for number in memoryview(read).cast("I")}


def test_facts_that_no_page_reads_any_more_are_forgotten() -> None:
    numbers = DependencyIds([("records", "x"), ("records", "y")])
    pages = {
        "a": page(numbers.of([("records", "y"), ("prose", "a")])),
        "gone": page(numbers.of([("prose", "gone")])),
        "b": page(numbers.of([("prose", "b"), ("records", "y"), ("names", None)])),
        "empty": page(numbers.of([])),
    }
    del pages["gone"]
    left, found = drop_unused(list(numbers.dependencies), pages)
    assert left == [("records", "y"), ("prose", "a"), ("prose", "b"), ("names", None)]
    assert facts_of(left, found["a"].read) == {("records", "y"), ("prose", "a")}
    assert facts_of(left, found["b"].read) == {("prose", "b"), ("records", "y"), ("names", None)}
    assert found["empty"].read == b"" and drop_unused([], {}) == ([], {})


def test_numbers_of_another_process_become_those_of_this_one() -> None:
    mine, others = DependencyIds(), DependencyIds()
    mine.of([("records", "x"), ("records", "y")])
    read = others.of([("records", "y"), ("records", "z")])
    here = memoryview(mine.of(others.dependencies)).cast("I")
    assert facts_of(list(mine.dependencies), renumber(read, here)) == {("records", "y"), ("records", "z")}
