from markupsafe import Markup

from sourcebook.pages.page import Page, Section
from sourcebook.pages.search import Entry, entries, keywords
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
    assert entries(page(), "actors/a/") == [
        Entry("actors/a/", "A &lt;b&gt;", "aliases First &amp; last. k1 &lt;k2&gt;"),
        Entry("actors/a/#roles", "Roles", "Chief end"),
    ]


def test_every_name_is_a_keyword_as_each_keyboard_types_it() -> None:
    corpus, _ = linked({"places/k.yml": "name: Kabul\nkind: city\nnames: [{name: كابل, lang: ar}, {name: خواجہ, lang: ur}]\n"})
    words = keywords(corpus.corpus.records["k"]).split()
    assert {"Kabul", "كابل", "کابل", "خواجہ", "خواجه"} <= set(words)
