"""Reports as they are shown away from their question: on the page of their source, and of who said so."""

from __future__ import annotations

from sourcebook.linking.corpus import LinkedCorpus
from sourcebook.pages.page import Urls
from sourcebook.pages.plan import plan_pages
from sourcebook.pages.render import Renderer
from tests.helpers import linked, page_text

FILES: dict[str, str | bytes] = {
    "documents/d.yml": "title: Paper\nkind: news\npublisher: press\n",
    "actors/press.yml": "name: The Press\nkind: media\n",
    "actors/ann.yml": "name: Ann\nkind: state\n",
    "questions/q.yml": "question: Why?\nanswers:\n"
    "- {id: a, answer: By chance, reports: [{source: d, says: nothing, note: without a link}]}\n"
    "- {id: b, answer: By design, reports: [{source: d, via: [ann, press]}]}\n"
    "- {id: c, answer: By law, reports: [d]}\n",
}  # fmt: skip


def text(corpus: LinkedCorpus, address: str) -> str:
    (plan,) = (plan for plan in plan_pages(corpus, Urls(), Renderer()) if plan.address == address)
    return page_text(plan.build(None))


def test_a_source_that_is_silent_asserts_nothing_on_its_page() -> None:
    corpus, problems = linked(FILES)
    assert not problems
    said = text(corpus, "sources/d").split("## What it says")[1].split("##")[0]
    silent, through, own = (next(line for line in said.splitlines() if words in line) for words in ("By chance", "By design", "By law"))
    assert "silent on it" in silent and "asserts" not in silent
    assert "asserts" in through and "asserts" in own
    assert said.count("in its own voice") == 1 and "Ann" in said and "The Press" in said
    assert said.index("in its own voice") > said.index("By law")


def test_who_only_passed_it_on_did_not_say_it() -> None:
    corpus, _ = linked(FILES)
    assert "By design" in text(corpus, "actors/ann") and "By design" not in text(corpus, "actors/press")
