"""The page of each tag, the page of all tags, and the links that lead there."""

from __future__ import annotations

import re

from sourcebook.pages.page import Urls
from sourcebook.pages.parts.search_text import pagefind_document, search_entries
from sourcebook.pages.plan import plan_pages
from sourcebook.pages.render import Renderer
from tests.helpers import linked, page_text
from tests.pages.test_pages import pages, section

FILES = {
    "actors/ann.yml": "name: Ann Amber\nkind: person\nsummary: She led *boats*.\nsources: [d]\ntags: [Floods, <boats>]\n",
    "documents/d.yml": "title: The deluge\nkind: letter\nauthors: [Ann Smith]\npublished: 1889-06\ntags: floods\n",
    "documents/e.yml": "title: An early one\nkind: news\npublisher: ann\npublished: 1880\ntags: FLOODS\n",
    "events/burst.yml": "name: The dam bursts\nkind: disaster\ndate: 1889-05-31\ntags: floods\n",
    "questions/why.yml": "question: Why?\nabout: burst\ntags: floods\n",
    "places/dam.yml": "name: The dam\nkind: site\ntags: floods\n",
}


def test_a_tags_page_has_all_that_carry_it_by_kind() -> None:
    page = pages(FILES)["tags/floods"]
    assert (page.title, page.description) == ("Tag: floods", "Tag: floods: 6 records")
    assert page_text(page).partition("(box)")[0].split("\n\n")[2:-1] == [
        "Tags ‹../../tags/›\nfloods\n6 records",
        "## Sources #sources\n"
        "An early one ‹../../sources/e/› News report · Ann Amber · 1880\n"
        "The deluge ‹../../sources/d/› Letter · Ann Smith · June 1889",
        "## Actors #actors\nAnn Amber ‹../../actors/ann/› Person She led boats.",
        "## Places #places\nThe dam ‹../../places/dam/› Site",
        "## Events #events\nThe dam bursts ‹../../events/burst/› Disaster · 31 May 1889",
        "## Questions #questions\nWhy? ‹../../questions/why/› Open",
    ]


def test_the_page_of_all_tags_counts_the_records_of_each() -> None:
    text = page_text(pages(FILES)["tags"])
    assert "## list #list\n&lt;boats&gt; ‹../tags/boats/› 1\nfloods ‹../tags/floods/› 6\n" in text


def test_tags_in_the_box_lead_to_their_pages() -> None:
    made = pages(FILES)
    assert 'href="../../tags/floods/" rel="tag" dir="auto">floods</a>, <a href="../../tags/boats/" rel="tag" dir="auto">' in made["actors/ann"].box
    assert ("tag", "floods") in made["actors/ann"].facets


def test_where_pages_are_files_so_are_those_of_tags() -> None:
    corpus, _ = linked({"actors/ann.yml": "name: Ann\nkind: person\ntags: [index, floods]\n"})
    urls = Urls(directory=False)
    plans = {urls.file(plan.address, plan.is_index): plan for plan in plan_pages(corpus, urls, Renderer())}
    (index,) = (path for path in plans if path.startswith("tags/index-"))
    assert {"tags/index.html", "tags/floods.html", index} < plans.keys()
    assert f'href="../{index}"' in section(plans["tags/index.html"].build(None), "list")
    assert 'href="../tags/floods.html"' in plans["actors/ann.html"].build(None).box
    assert 'href="../tags/index.html"' in plans["tags/floods.html"].build(None).lead


def test_there_is_no_page_where_no_record_has_a_tag() -> None:
    assert not [address for address in pages({"actors/ann.yml": "name: Ann\nkind: person\n"}) if address.startswith("tags")]


def test_a_search_finds_a_tag_and_not_a_second_time_what_its_page_lists() -> None:
    page = pages(FILES)["tags/floods"]
    (entry,) = search_entries(page, "tags/floods/")
    assert entry.title == "Tag: floods" and "deluge" not in entry.text
    document = pagefind_document(page)
    assert "Tag: floods" in document and "deluge" not in document


def test_a_tags_meaning_is_told_where_the_vocabulary_has_one() -> None:
    from sourcebook.model.actor import Actor
    from sourcebook.model.vocabulary import VocabularyFile, built_in, merge
    from sourcebook.pipeline import link_records
    from sourcebook.reading.files import SourceFile
    from sourcebook.reading.loader import load

    words = merge(VocabularyFile.model_validate({"tags": {"FLOODS": {"description": "High water."}}}), built_in())
    files = [SourceFile(Actor, "sources/actors/ann.yml", b"name: Ann\nkind: person\ntags: floods\n")]
    corpus, _ = load(files, None, {}, words)
    made = {plan.address: plan.build(None) for plan in plan_pages(link_records(corpus)[0], Urls(), Renderer())}
    assert re.search(r"<h1><bdi>FLOODS</bdi></h1>\s*<p class=\"sb-text__intro\">High water.</p>", made["tags/floods"].lead)
    assert "High water." in section(made["tags"], "list") and made["tags/floods"].description == "Tag: FLOODS: High water."
