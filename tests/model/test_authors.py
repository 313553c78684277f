"""Names of authors that commas and "and" have joined or taken apart."""

import pytest

from sourcebook.pages.page import Urls
from sourcebook.pages.plan import plan_pages
from sourcebook.pages.render import Renderer
from tests.helpers import lines, linked, page_text, read


def told(authors: str) -> list[str]:
    _, problems = read({"documents/d.yml": f"title: T\nkind: news\nauthors: {authors}\n"})
    return [line.partition(": warning: ")[2] for line in lines(problems)]


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("Neil Example, Uldis Sample and S. Third", "3 names in one; write a list: [Neil Example, Uldis Sample, S. Third]"),
        ("Neil Example and Uldis van der Sample", "2 names in one; write a list: [Neil Example, Uldis van der Sample]"),
        ("Neil Example; Uldis Sample", "2 names in one; write a list: [Neil Example, Uldis Sample]"),
        ("Example, Neil and Sample, Uldis", '2 names in one; write a list: ["Example, Neil", "Sample, Uldis"]'),
        ("[Ann One, 'Neil Example & Uldis Sample']", "2 names in one; write a list: [Neil Example, Uldis Sample]"),
    ],
)  # fmt: skip
def test_several_names_in_one(authors: str, names: str) -> None:
    (problem,) = told(authors)
    assert names in problem and problem.endswith("[several-names]")


@pytest.mark.parametrize(
    "authors",
    [
        "Neil Example", "'Example, Neil'", "Ministry of Interior and Justice", "Food and Agriculture Organization",
        "Johnson & Johnson", "'X Co., Ltd.'", "Centre for Peace and Conflict Studies", "[Neil Example, Uldis Sample]",
        "Bureau of Statistics, Quetta", "خواجہ آصف",
    ],
)  # fmt: skip
def test_what_is_one_name_is_left_alone(authors: str) -> None:
    assert told(authors) == []


def test_a_name_that_a_comma_took_apart() -> None:
    assert told("[X Co., Ltd.]") == [
        "'Ltd.' stands as an author of its own, as a comma in a list begins the next one; put quotes around the whole "
        'name: "X Co., Ltd." [split-name]'
    ]


@pytest.mark.parametrize(
    ("authors", "end"), [("'X Co., Ltd.'", "by X Co., Ltd."), ("Neil Example", "by Neil Example."), ("", "own words.")]
)
def test_a_sentence_has_one_full_stop(authors: str, end: str) -> None:
    corpus, _ = linked({"documents/d.yml": f"title: T\nkind: news\ndigest: Words.\nauthors: {authors}\n"})
    plans = {plan.address: plan for plan in plan_pages(corpus, Urls(), Renderer())}
    shown = page_text(plans["sources/d"].build(None))
    assert f"{end}\n" in shown and f"{end}." not in shown
