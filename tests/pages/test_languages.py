"""Values carry the language that they are in, and the direction of its script; pages in one language carry neither."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from sourcebook.linking.tracking import DependencyTracker
from sourcebook.model.languages import in_language
from sourcebook.pages.authored import link_authored_page
from sourcebook.pages.builder import PageBuilder
from sourcebook.pages.page import Urls
from sourcebook.pages.plan import plan_pages
from sourcebook.pages.render import Renderer
from tests.helpers import linked

URDU = 'lang="ur" dir="rtl"'
FILES = {
    "documents/letter.yml": "title: کابل میں بات چیت\nkind: news\nlanguage: ur\nsupplied_title: Talks\n"
    "digest: It names Kabul.\nrights: {publish: full}\ntext: کابل کی سڑک کھلی۔\n",
    "documents/reply.yml": "supplied_title: The reply\nkind: news\nlanguage: ur\nderived_from: [{source: letter, how: quotes}]\ndigest: Kabul.\n",
    "documents/note.yml": "title: The note\nkind: news\nlanguage: en-GB\ndigest: Kabul.\n",
    "places/kabul.yml": "name: Kabul\nkind: city\ncoordinates: '34.5, 69.2'\nnames: [{name: کابل, lang: ur}]\n"
    "facts: [{text: It lies high., sources: [letter, note]}]\n",
}


def made(language: str = "en") -> Iterator[tuple[str, str]]:
    corpus, _ = linked(FILES)
    renderer = Renderer(language=language)
    builder = PageBuilder(renderer, DependencyTracker())
    for plan in plan_pages(corpus, Urls(), renderer):
        yield plan.address, builder.build(plan).html
    yield "", link_authored_page("<p>[[:map]]</p>", "", True, names=True, linked=corpus, urls=Urls(), renderer=renderer)


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return dict(made())


def test_a_title_in_another_language_says_so_wherever_it_links(pages: dict[str, str]) -> None:
    link = f'<a href="../../sources/letter/" {URDU}>کابل میں بات چیت</a>'
    assert link in pages["sources/reply"] and link in pages["places/kabul"]
    assert f'<a href="../sources/letter/" {URDU}>' in pages["sources"], "in an index"


def test_our_own_words_for_a_title_and_titles_in_english_carry_nothing(pages: dict[str, str]) -> None:
    assert '<a href="../../sources/reply/">[The reply]</a>' in pages["sources/letter"]
    assert '<a href="../sources/note/">The note</a>' in pages["sources"], "en-GB is English"
    assert pages["sources/note"].count('lang="en') == 1, "its heading, as ever"


def test_a_sentence_of_a_published_text_is_quoted_in_its_language(pages: dict[str, str]) -> None:
    assert f"<blockquote {URDU}><mark>کابل</mark>" in pages["places/kabul"]
    assert '<p class="sb-mentions__ours"><mark>Kabul</mark>. <small>' in pages["places/kabul"], "a digest is in the site's language"


def test_coordinates_and_pictures_keep_their_order_in_any_page(pages: dict[str, str]) -> None:
    for address in ("places/kabul", "places"):
        assert '<bdi dir="ltr">34.5° N, 69.2° E</bdi>' in pages[address]
    drawings = [
        tag for html in pages.values() for tag in re.findall(r'<svg class="sb-(?:locator__map|timeline__\w+|heatmap\w*)"[^>]*>', html)
    ]
    assert drawings and all('direction="ltr"' in tag for tag in drawings)


def test_on_a_site_in_another_language_our_words_and_its_prose_carry_theirs() -> None:
    found = dict(made("ur"))
    assert all(' id="content" lang="en" dir="ltr">' in html for address, html in found.items() if address)
    assert 'data-search-exclude lang="en" dir="ltr">' in found[""], "a picture on a page written by hand"
    assert f'<div class="sb-text__prose sb-text__prose--digest" {URDU}>' in found["sources/reply"]
    assert all('lang="en"' not in html.partition(">")[0] for _, html in made("en-GB"))


def test_attributes_are_none_for_the_interface_s_own_language() -> None:
    assert in_language("ps-AF") == ' lang="ps-AF" dir="rtl"'
    assert in_language("fr") == ' lang="fr" dir="ltr"'
    assert in_language("en-GB") == in_language(None) == in_language("") == ""
