"""What stands at an address that a record had before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from gettext import NullTranslations

import pytest

from sourcebook.linking.former_ids import check_former_ids
from sourcebook.model.corpus import Broken
from sourcebook.model.place import Place
from sourcebook.pages.former_addresses import former_pages
from sourcebook.pages.headings import headings_in, ids_in
from sourcebook.pages.page import Urls
from sourcebook.pages.plan import plan_pages
from sourcebook.pages.render import Renderer
from sourcebook.words import spoken
from tests.helpers import codes, linked

ROCK = {"places/rock.yml": "name: Rock & <Son>\nkind: site\nformerly: [old-rock, islet]\n"}
QUESTION = """question: Was it dark?
answers:
  - {id: dark, answer: Yes, formerly: [lie, gloom]}
  - {id: burned, answer: No}
"""


def made(files: Mapping[str, str], *, directory: bool = True, site_url: str = "", language: str = "en") -> dict[str, str]:
    found = former_pages(linked(files)[0].corpus, Urls(directory), site_url, language)
    return {path: page.decode() for path, page in found.items()}


@pytest.mark.parametrize(
    ("directory", "paths", "link", "address"),
    [
        (True, ["places/old-rock/index.html", "places/islet/index.html"], "../../places/rock/", "places/rock/"),
        (False, ["places/old-rock.html", "places/islet.html"], "../places/rock.html", "places/rock.html"),
    ],
)
def test_each_old_address_leads_on_without_a_script(directory: bool, paths: list[str], link: str, address: str) -> None:
    pages = made(ROCK, directory=directory, site_url="https://example.org/")
    assert list(pages) == paths
    for page in pages.values():
        assert f'<meta http-equiv="refresh" content="0; url={link}">' in page
        assert f'<a href="{link}">Rock &amp; &lt;Son&gt;</a>' in page
        assert f'<link rel="canonical" href="https://example.org/{address}">' in page
        assert '<meta name="robots" content="noindex">' in page and "<script" not in page


def test_where_the_site_has_no_address_the_canonical_one_is_relative() -> None:
    assert '<link rel="canonical" href="../../places/rock/">' in made(ROCK)["places/islet/index.html"]


def test_it_is_in_the_language_of_the_site() -> None:
    class Marked(NullTranslations):
        def gettext(self, message: str) -> str:
            return f"⟦{message}⟧"

    with spoken(Marked(), "ar"):
        page = made(ROCK, language="ar")["places/islet/index.html"]
    assert '<html lang="ar" dir="rtl">' in page
    assert "<h1>⟦This page has another address now⟧</h1>" in page and "<p>⟦It is now at " in page


def test_a_living_page_stands_where_it_stands() -> None:
    files = {**ROCK, "places/islet.yml": "name: Islet\nkind: site\n", "actors/old-rock.yml": "name: Crew\nkind: organisation\n"}
    assert list(made(files)) == ["places/old-rock/index.html"], "an actor has another address"
    assert codes(linked(files)[1]) == ["former-id"]


def test_what_a_broken_file_said_before_is_no_longer_there_to_mend() -> None:
    corpus = linked({**ROCK, "places/islet.yml": "name: Islet\nkind: site\n"})[0].corpus
    assert codes(check_former_ids(corpus)) == ["former-id"]
    assert check_former_ids(replace(corpus, broken={"rock": Broken(Place, "sources/places/rock.yml")})) == []
    alone = linked(ROCK)[0].corpus
    islet = replace(alone, broken={"islet": Broken(Place, "sources/places/islet.yml")})
    assert codes(check_former_ids(islet)) == ["former-id"], "a file that cannot be read has its id all the same"
    assert list(former_pages(islet, Urls(), "", "en")) == ["places/old-rock/index.html"]


def test_of_two_that_claim_an_address_the_first_has_it() -> None:
    both = {**ROCK, "places/sand.yml": "name: Sand\nkind: site\nformerly: islet\n", "actors/ann.yml": "name: Ann\nkind: person\nformerly: islet\n"}
    assert "places/rock/" in made(both)["places/islet/index.html"]
    assert "actors/ann/" in made(both)["actors/islet/index.html"]
    _, problems = linked(both)
    assert codes(problems) == ["former-id"] and "sources/places/sand.yml:3:11" in str(problems[0])


def test_an_old_id_in_a_field_is_answered_with_the_new_one_of_its_kind() -> None:
    files = {**ROCK, "events/wake.yml": "name: Wake\nkind: meeting\nplaces: islet\nparticipants: [{actor: islet}]\n"}
    said = [str(problem) for problem in linked(files)[1]]
    assert said[0].endswith("unknown place 'islet'; it is now 'rock' (sources/places/rock.yml) [unknown-id]")
    assert "it is now" not in said[1], "an actor is wanted there, and it is a place"


def test_an_old_id_of_an_answer_is_an_anchor_at_it() -> None:
    corpus, _ = linked({"questions/dark.yml": QUESTION})
    page = next(plan.build(None) for plan in plan_pages(corpus, Urls(), Renderer()) if plan.address == "questions/dark")
    answers = next(section.html for section in page.sections if section.anchor == "answers")
    first, _, second = answers.partition('id="answer-burned"')
    assert '<span id="answer-lie"></span><span id="answer-gloom"></span>' in first and "answer-lie" not in second
    assert {"answer-dark", "answer-lie", "answer-gloom", "answer-burned"} <= page.anchors
    assert ids_in(answers) >= {"answer-lie"}
    assert [heading.anchor for heading in headings_in(answers)] == ["answer-dark", "answer-burned"]
