from markupsafe import Markup

from sourcebook.pages.page import Page, Section, Urls
from sourcebook.pages.parts.facets import FACETS, facets_of
from sourcebook.pages.parts.search_text import (
    SearchEntry,
    authored_document,
    keywords,
    pagefind_document,
    search_entries,
)
from sourcebook.pages.view import View
from tests.helpers import linked


def page(**changes: object) -> Page:
    values: dict[str, object] = {
        "title": "A <b>",
        "description": "",
        "kind": "actor",
        "lead": Markup("<p>Kind</p><h1>A</h1><p>aliases</p>"),
        "sections": (
            Section("summary", "", Markup("<p>First &amp; last.</p>")),
            Section("roles", "Roles", Markup('<ul><li>Chief<li data-search-exclude><p>not <br> this</p></li> end</ul>')),
            Section("mentions", "Mentioned in", Markup("<p>what another page says</p>")),
        ),
        "box": Markup(""),
        "aside": Markup("<p>aside</p>"),
        "keywords": "k1 <k2>",
    }
    return Page(**{**values, **changes})  # type: ignore[arg-type]


def test_entries_are_made_from_sections() -> None:
    assert search_entries(page(), "actors/a/") == [
        SearchEntry("actors/a/", "A &lt;b&gt;", "aliases First &amp; last. k1 &lt;k2&gt;"),
        SearchEntry("actors/a/#roles", "Roles", "Chief end"),
    ]


def test_every_name_is_a_keyword_as_each_keyboard_types_it() -> None:
    corpus, _ = linked({"places/k.yml": "name: Kabul\nkind: city\nnames: [{name: كابل, lang: ar}, {name: خواجہ, lang: ur}]\n"})
    words = keywords(corpus.corpus.records["k"]).split()
    assert {"Kabul", "كابل", "کابل", "خواجہ", "خواجه"} <= set(words)


def test_a_document_has_titles_names_filters_and_the_sections_own_ids() -> None:
    found = pagefind_document(page(facets=(("kind", "Person"), ("actor", "A & B"))))
    assert '<i data-pagefind-meta="title">A &lt;b&gt;</i>' in found
    assert '<i data-pagefind-meta="names">k1 &lt;k2&gt;</i>' in found
    assert '<b data-pagefind-filter="kind">Person</b><b data-pagefind-filter="actor">A &amp; B</b>' in found
    assert found.endswith('</div><p>First &amp; last.</p><h2 id="roles">Roles</h2><p>Chief end</p></body></html>')
    assert "what another page says" not in found and "not" not in found.partition("</div>")[2]


def test_what_a_title_holds_stays_text() -> None:
    found = pagefind_document(page(title="</title><script>alert(1)</script>", keywords=""))
    assert "<script" not in found and "&lt;/title&gt;&lt;script&gt;" in found
    assert "<script" not in authored_document("<script>", "<p>a</p><script>alert('b')</script>")


def test_names_are_in_plain_letters_and_words_in_arabic_script_as_any_keyboard_types_them() -> None:
    text = (Section("summary", "", Markup("<p>وزیر خواجہ كابل</p>")),)
    found = pagefind_document(page(keywords="خواجه", sections=text))
    assert "خواجه khwjh</i>" in found
    assert '<i data-pagefind-meta="folded">خواجه کابل</i>' in found and "<p>وزیر خواجہ كابل</p>" in found


def test_an_index_tells_its_introduction_alone() -> None:
    lead = Markup("<h1>Sources</h1><p>Every document.</p>")
    found = pagefind_document(page(kind="index", lead=lead, keywords="", sections=(Section("list", "", Markup("<p>row</p>")),)))
    assert "Every document." in found and "row" not in found and ">Pages</b>" in found


def test_a_page_written_by_hand_keeps_its_headings() -> None:
    html = (
        '<h1 id="t">T<a class="headerlink" href="#t">¶</a></h1><p>open <a href="x">here</a>, now</p>'
        '<h2 id="a">One <em>two</em><a class="headerlink" href="#a">¶</a></h2><ul><li>x</li><li>y</li></ul>'
        "<div data-search-exclude><p>no<br>no</p></div><!-- nor this -->"
    )
    body = authored_document("T", html).partition("</div>")[2]
    assert body == '<p>open here, now</p><h2 id="a">One two</h2><p>x</p><p>y</p></body></html>'


def test_a_record_has_the_facets_that_readers_ask_for() -> None:
    corpus, _ = linked(
        {
            "documents/d.yml": "title: D\nkind: news\npublisher: dawn\npublished: 2022-12/2023-01\nlanguage: ur\ndigest: Asif went to Kabul.\n",
            "actors/dawn.yml": "name: Dawn\nkind: media\n",
            "actors/asif.yml": "name: Asif\nkind: person\nsummary: He was in Kabul.\nsources: d\n",
            "places/kabul.yml": "name: Kabul\nkind: city\n",
        }
    )
    view = View(corpus, Urls())
    assert set(facets_of(view, corpus.corpus.records["d"])) == {
        ("type", "Sources"), ("kind", "News report"), ("publisher", "Dawn"), ("language", "Urdu"),
        ("year", "2022"), ("year", "2023"), ("actor", "Asif"), ("place", "Kabul"),
    }  # fmt: skip
    assert set(facets_of(view, corpus.corpus.records["asif"])) == {
        ("type", "Actors"), ("kind", "Person"), ("actor", "Asif"), ("place", "Kabul"),
    }  # fmt: skip
    ancient, _ = linked({"events/e.yml": "name: The ides\ndate: -0043-03-15\n"})
    assert ("year", "44 BC") in set(facets_of(View(ancient, Urls()), ancient.corpus.records["e"]))
    assert {name for record in corpus.corpus.records.values() for name, _ in facets_of(view, record)} <= {facet.name for facet in FACETS}
