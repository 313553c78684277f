"""Lists that are too long for a record's page."""

from __future__ import annotations

from sourcebook.pages.parts.list_pages import LIST_LIMIT
from sourcebook.pages.parts.search_text import pagefind_document, search_entries
from tests.pages.test_pages import pages, section


def _files(number: int) -> dict[str, str]:
    """Ann is named in so many sources, and as many actors cite one source that Ann publishes."""
    files = {
        "actors/ann.yml": "name: Ann Amber\nkind: person\n",
        "documents/much.yml": "title: Much\nkind: report\npublisher: ann\n",
    }
    for n in range(number):
        files[f"documents/d-{n:03}.yml"] = f"title: News {n}\nkind: news\npublished: 2031\ndigest: It is {n} times Ann Amber.\n"
        files[f"actors/a-{n:03}.yml"] = f"name: Person {n}\nkind: person\nsummary: One of many.\nsources: [much]\n"
    return files



def test_a_long_list_is_whole_on_a_page_of_its_own_and_short_on_the_records() -> None:
    made = pages(_files(LIST_LIMIT + 1))
    ann, much = made["actors/ann"], made["sources/much"]
    assert 'href="../../actors/ann/mentions/">All 41 on a page of their own' in section(ann, "mentions")
    assert 'href="../../actors/ann/sources/">All 41 on a page of their own' in str(ann.aside)
    assert 'href="../../sources/much/cited-for/">All 41 on a page of their own' in section(much, "cited-for")
    assert 'href="../../sources/much/actors/">All 41 on a page of their own' in str(much.aside)
    assert section(much, "cited-for").count("<details>") == LIST_LIMIT == str(ann.aside).count("<li>") == str(much.aside).count("<li>")
    for address, words in (
        ("actors/ann/mentions", "News {}"),
        ("actors/ann/sources", "News {}"),
        ("sources/much/cited-for", "Person {}"),
        ("sources/much/actors", "Person {}"),
    ):
        page = made[address]
        html = str(page.sections[0].html)
        assert all(words.format(n) in html for n in range(LIST_LIMIT + 1)), address
        assert 'href="../../../' in html and f'href="../../../{address.rpartition("/")[0]}/"' in str(page.lead)
    assert made["sources/much/cited-for"].title == "Much: what it is cited for"
    assert made["actors/ann/sources"].title == "Ann Amber: sources on it"


def test_a_list_that_is_not_long_is_whole_on_the_records_page() -> None:
    made = pages(_files(LIST_LIMIT))
    assert not [address for address in made if address.count("/") > 1]
    assert not [page.title for page in made.values() if "page of their own" in str(page.sections) + str(page.aside)]
    assert section(made["sources/much"], "cited-for").count("<details>") == LIST_LIMIT
    assert all(f"News {n}" in section(made["actors/ann"], "mentions") for n in range(LIST_LIMIT))


def test_a_list_of_its_own_is_not_found_a_second_time() -> None:
    page = pages(_files(LIST_LIMIT + 1))["actors/ann/mentions"]
    assert not pagefind_document(page) and not search_entries(page, "actors/ann/mentions/")
