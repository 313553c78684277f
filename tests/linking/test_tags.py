"""Tags: which are one, what they are called, and where their pages stand."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.linking.tags import Tag, find_tags, slugs_of, tag_key
from tests.helpers import read


def _tags(*carried: str) -> tuple[dict[str, Tag], dict[str, tuple[str, ...]]]:
    """The tags of a corpus in which the records a0, a1 … carry these, as YAML."""
    corpus, problems = read({f"actors/a{n}.yml": f"name: A{n}\nkind: person\ntags: {tags}\n" for n, tags in enumerate(carried)})
    assert not problems
    return find_tags(corpus)


def test_tags_that_differ_in_case_or_spaces_are_one() -> None:
    tags, records = _tags("[Relief work, other]", "'relief  WORK'", "[relief work, Relief Work]", "relief work")
    assert tags["relief work"] == Tag("relief work", "relief-work")
    assert records == {"relief work": ("a0", "a1", "a2", "a3"), "other": ("a0",)}


def test_a_tag_is_spelled_as_most_records_spell_it() -> None:
    assert _tags("Floods", "floods", "Floods")[0]["floods"].label == "Floods"
    assert _tags("floods", "Floods")[0]["floods"].label == "Floods", "the first by letters, whatever the order of records"
    assert _tags("Floods", "floods")[0]["floods"].label == "Floods"


@pytest.mark.parametrize(
    ("tag", "slug"),
    [
        ("floods", "floods"),
        ("Relief work, 1889", "relief-work-1889"),
        ("desaparición forzada", "desaparicion-forzada"),
        ("سیلاب", "sylb"),
        ("洪水", "hongshui"),
        ("🌊", "ocean"),
        ("«…»", "tag-da4bdb"),
        ("Index", "index-fee485"),
        ("word " * 30, ("word-" * 12)[:-1]),
    ],
)
def test_an_address_is_made_of_the_words_in_any_script(tag: str, slug: str) -> None:
    assert slugs_of([tag_key(tag)]) == {tag_key(tag): slug}


def test_two_tags_with_one_slug_have_ends_that_stay() -> None:
    first = slugs_of(["c++", "c#"])
    assert len(set(first.values())) == 2 and all(re.fullmatch(r"c-[0-9a-f]{6}", slug) for slug in first.values())
    assert slugs_of(["c/", "d", "c#", "c++"]).items() > first.items()
    assert slugs_of(["c", *first]) == {"c": "c", **first}, "the one that is written just so has no end"


@given(st.lists(st.text(min_size=1), unique_by=tag_key))
def test_each_tag_has_an_address_of_its_own(tags: list[str]) -> None:
    slugs = slugs_of(tag_key(tag) for tag in tags)
    assert len(set(slugs.values())) == len(tags)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) and slug != "index" for slug in slugs.values())
    assert slugs == slugs_of(reversed([tag_key(tag) for tag in tags]))


def test_an_end_that_another_tag_is_called_by_is_longer() -> None:
    (taken,) = slugs_of(["«…»"]).values()
    slugs = slugs_of(["«…»", taken.replace("-", " ")])
    assert slugs[taken.replace("-", " ")] == taken
    assert slugs["«…»"].startswith(taken) and len(slugs["«…»"]) > len(taken)
