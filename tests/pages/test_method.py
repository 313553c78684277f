"""The page of the method: every word of the fixed lists with its meaning, at an anchor that stays."""

from __future__ import annotations

import re

import pytest

from sourcebook.model.editors import Editors, read_contact, read_editors
from sourcebook.model.question import STANCES
from sourcebook.model.values import Term
from sourcebook.pages.authored import link_authored_page
from sourcebook.pages.headings import ids_in
from sourcebook.pages.page import Page, Urls
from sourcebook.pages.plan import plan_pages
from sourcebook.pages.render import Renderer
from sourcebook.pages.site.method_page import TERMS
from tests.helpers import linked

FILES: dict[str, str | bytes] = {
    "documents/one.yml": "title: One & only\nkind: news\nreliability: B\n",
    "places/town.yml": "name: Town\nkind: town\nfacts: [{text: It is., sources: one}]\n",
    "questions/q.yml": "question: Who?\nanswers: [{id: a, answer: Ann., reports: one}, {id: b, answer: Ben.}]\n"
    "assessment: {text: Ann., confidence: low, status: disputed}\n",
}
# Other sites lead to these: one may be added, and none taken away or given another name.
ANCHORS = [
    *("origins", "origins-family", "origins-root", "origins-example", "origins-additions", "same-one", "same-two"),
    *("says", "says-speaks", "says-foretells", "says-other-part", "says-nothing", "silence"),
    *("stance", "stance-asserts", "stance-denies", "stance-hedges"),
    *("status", "status-disputed", "status-open", "status-settled"),
    *("confidence", "confidence-high", "confidence-medium", "confidence-low"),
    *("derivation", "derivation-rewrite", "derivation-syndication", "derivation-translation", "derivation-same-statement", "derivation-quotes", "derivation-own"),
    *("reliability", "reliability-a", "reliability-b", "reliability-c", "reliability-d", "reliability-e", "reliability-f"),
    *("withdrawn", "basis", "words", "as-known-on"),
]  # fmt: skip


def pages(editors: Editors | None = None) -> dict[str, Page]:
    corpus, _ = linked(FILES)
    return {plan.address: plan.build(None) for plan in plan_pages(corpus, Urls(), Renderer(), editors=editors)}


def whole(page: Page) -> str:
    return "".join([page.lead, page.aside, *(section.html for section in page.sections)])


def test_the_anchors_of_the_method_stay() -> None:
    assert set(ANCHORS) <= pages()["method"].anchors


def test_every_word_stands_with_its_meaning_at_its_anchor() -> None:
    html = whole(pages()["method"])
    for name, terms in TERMS.items():
        for term in terms:
            entry = html.partition(f'<div id="{name}-{term.key.lower()}">')[2].partition("</div>")[0]
            meaning = f"<dd>{term.meaning}</dd>" if term.meaning else ""
            assert entry.replace("&#39;", "'") == f"<dt>{term.label}</dt>{meaning}"


def test_a_meaning_that_changes_changes_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TERMS, "stance", (*STANCES, Term("shrugs", "shrugs", "says neither")))
    assert '<div id="stance-shrugs"><dt>shrugs</dt><dd>says neither</dd></div>' in whole(pages()["method"])


def test_the_example_is_counted_as_everything_is() -> None:
    example = whole(pages()["method"]).partition('id="origins-example"')[2].partition("</div>")[0]
    assert re.findall(r"\d sources?, \d origins?", example) == ["3 sources, 1 origin", "3 sources, 2 origins"]


def test_words_and_figures_lead_to_what_they_mean() -> None:
    made = pages()
    leads = re.compile(r'href="(?:\.\./)+method/#([^"]*)"')
    found = {address: set(leads.findall(whole(page))) for address, page in made.items() if "method/#" in whole(page)}
    assert found["questions/q"] == {"status-disputed", "origins", "confidence-low", "stance"}
    assert found["places/town"] == {"origins"} and 'method/#reliability-b">B, usually reliable</a>' in made["sources/one"].box
    assert set().union(*found.values()) <= made["method"].anchors


def test_a_page_written_by_hand_puts_the_same_in() -> None:
    corpus, _ = linked(FILES)
    shown = link_authored_page(
        "<h1>Ours</h1><p>[[:method]]</p>", "method", False, names=True, linked=corpus, urls=Urls(), renderer=Renderer()
    )
    assert shown.startswith("<h1>Ours</h1>") and set(ANCHORS) <= set(ids_in(shown))
    assert [*re.findall(r'<h2 id="([^"]*)"', shown)] == [section.anchor for section in pages()["method"].headed]


def test_nobody_is_invented() -> None:
    made = pages()
    assert "editors" not in made["method"].anchors
    assert not any("Report a mistake" in whole(page) or "mailto:" in whole(page) for page in made.values())
    named = whole(pages(Editors(("Ann <b>", "Ben")))["method"])
    assert "Edited by Ann &lt;b&gt;, Ben." in named and "Write to the editors" not in named


def test_a_mistake_is_reported_with_its_address() -> None:
    made = pages(Editors((), "us@example.org", "https://site.example/x/"))
    mail = 'href="mailto:us@example.org?subject={}&amp;body=https%3A%2F%2Fsite.example%2Fx%2F{}"'
    assert mail.format("One%20%26%20only", "sources%2Fone%2F") in made["sources/one"].lead
    assert mail.format("Town", "places%2Ftown%2F") in made["places/town"].lead
    question = made["questions/q"]
    assert mail.format("Who%3F", "questions%2Fq%2F") in question.lead
    for answer in "ab":
        part = whole(question).partition(f'id="answer-{answer}"')[2].partition("</article>")[0]
        assert part.count(mail.format("Who%3F", f"questions%2Fq%2F%23answer-{answer}")) == 1
    assert 'href="mailto:us@example.org">Write to the editors</a>' in whole(made["method"])


@pytest.mark.parametrize(
    ("contact", "plain", "report"),
    [
        ("a@b.org", "mailto:a@b.org", "mailto:a@b.org?subject=A%20%26%20b&body=p%2Fx%2F"),
        ("https://e.example/report", "https://e.example/report", "https://e.example/report"),
        ("https://e.example/?to=us", "https://e.example/?to=us", "https://e.example/?to=us"),
        (
            "https://e.example/new?title={title}&body=On%20{address}",
            "https://e.example/new",
            "https://e.example/new?title=A%20%26%20b&body=On%20p%2Fx%2F",
        ),
        ("", "", ""),
    ],
)
def test_where_a_reader_writes_to(contact: str, plain: str, report: str) -> None:
    editors = Editors((), read_contact(f" {contact} ") if contact else "")
    assert (editors.address, editors.report_address("A & b", "p/x/")) == (plain, report)


@pytest.mark.parametrize(
    ("contact", "words"),
    [
        ("me", "'me' is neither an e-mail address nor a web address; write 'you@example.org', or a whole address with https://"),
        ("", "'' is neither"),
        ("javascript:alert(1)", "neither an e-mail"),
        ("mailto:me@example.org?x=1", "neither an e-mail"),
        ("https://e.example/{title}", "'{title}' stands before the '?'"),
        ("https://e.example/?t={name}", "there is no placeholder '{name}'; there are {title} and {address}"),
        ("https://e.example/?t={title", "there is no placeholder '{title'"),
    ],
)  # fmt: skip
def test_a_contact_that_is_none_is_told(contact: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        read_contact(contact)


def test_editors_are_names() -> None:
    assert read_editors("Ann  Other") == ("Ann Other",)
    assert read_editors(["Ann", " Ben "]) == ("Ann", "Ben")
    for wrong in ([1], ["Ann", ""], [["Ann"]], {"a": "b"}):
        with pytest.raises(ValueError, match=r"write a list of names: \[Ann Other, Ben Example\]"):
            read_editors(wrong)
