"""Templates escape what files say, and a site can override them."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from sourcebook.pages.page import Page, Urls
from sourcebook.pages.plan import plan_pages
from sourcebook.pages.render import Renderer, TemplateFault
from tests.helpers import linked

BAD = "</title><script>alert(1)</script><img src=x onerror=y>{{ 7777*7777 }}"
QUOTED = "'" + BAD.replace("'", "''") + "'"
OTHER = QUOTED[:-1] + " too'"


def pages(files: Mapping[str, str | bytes], renderer: Renderer | None = None) -> dict[str, Page]:
    corpus, problems = linked(files)
    assert {problem.code for problem in problems} <= {"shown-as-text", "bad-link", "left-out"}
    return {plan.address: plan.build("https://e.example/?a=1&b=\"2\"") for plan in plan_pages(corpus, Urls(), renderer or Renderer())}


def test_whatever_a_file_says_is_text() -> None:
    made = pages({
        "documents/d.yml": f"title: {QUOTED}\nkind: news\npublisher: {OTHER}\nauthors: [{OTHER}]\nsummary: {QUOTED}\n"
        f"digest: {QUOTED}\nrights: {{statement: {QUOTED}}}\ntags: [{QUOTED}]\nnotes: {QUOTED}\nlanguage: ur\n",
        "actors/a.yml": f"name: {QUOTED}\nkind: state\nnames: [{{name: x, lang: ur, note: {QUOTED}}}]\ntags: [{QUOTED}]\n"
        f"roles: [{{title: {QUOTED}, of: {OTHER}, sources: [{{source: d, locator: {QUOTED}, note: {QUOTED}}}]}}]\n"
        f"relations: [{{kind: met, to: b, note: {QUOTED}}}]\ndesignations: [{{label: {QUOTED}, by: {OTHER}}}]\n"
        f"facts: [{{text: {QUOTED}, speaker: {OTHER}}}]\n",
        "actors/b.yml": "name: Bee\nkind: state\n",
        "places/p.yml": f"name: Q{QUOTED[1:-1]!r}\nkind: city\ncoordinates: {{lat: 1, lon: 2, basis: {QUOTED}}}\n"
        f"disputed: {QUOTED}\n",
        "events/e.yml": f"name: {QUOTED[:-1]} event'\nplaces: p\nparticipants: [{{actor: {OTHER}, role: {QUOTED}, sources: d}}]\nsummary: {QUOTED}\n"
        f"facts: [{{text: {QUOTED}, speaker: {OTHER}, sources: d}}]\nnotes: {QUOTED}\n",
        "questions/q.yml": f"question: {QUOTED}\nsummary: {QUOTED}\nabout: [e, p, a]\nanswers:\n- id: x\n  answer: {QUOTED}\n  note: {QUOTED}\n"
        f"  reports: [{{source: d, speaker: {OTHER}, locator: {QUOTED}, note: {QUOTED}}}]\n"
        f"assessment: {{text: {QUOTED}, status: disputed, sources: d}}\nnotes: {QUOTED}\n",
    })  # fmt: skip
    for address, page in made.items():
        html = str(Renderer().whole("page.html", {"page": page}))
        assert "<script" not in html and "<img" not in html and "60481729" not in html, address
        assert ("{{ 7777*7777 }}" in html) == (address != "method"), address  # that page says nothing of records
        assert 'b="2"' not in html, address


def test_a_site_overrides_a_template_or_one_block_of_it(tmp_path: Path) -> None:
    (tmp_path / "place.html").write_text(
        '{% extends "builtin/place.html" %}{% block summary %}<p>Mine: {{ record.name }}</p>{% endblock %}', "utf-8"
    )
    files: Mapping[str, str | bytes] = {"places/p.yml": "name: A&B\nkind: city\nfacts: [{text: Kept.}]\n"}
    page = pages(files, Renderer(tmp_path))["places/p"]
    assert [(section.anchor, "Mine: A&amp;B" in section.html) for section in page.sections] == [
        ("map", False),
        ("summary", True),
        ("facts", False),
    ]


def test_a_fault_in_a_template_names_file_and_line(tmp_path: Path) -> None:
    files: Mapping[str, str | bytes] = {"places/p.yml": "name: P1\nkind: city\n"}
    for text, said in (
        ("\n{% block lead %}{{ record.nmae }}{% endblock %}", "place.html:2: "),
        ("\n\n{% block lead %", "place.html:3: "),
        ('{% extends "nowhere.html" %}', "nowhere.html"),
    ):
        (tmp_path / "place.html").write_text(text, "utf-8")
        with pytest.raises(TemplateFault) as caught:
            pages(files, Renderer(tmp_path))
        assert said in str(caught.value)


def test_a_source_says_what_is_unknown() -> None:
    page = pages({"documents/d.yml": "supplied_title: T\nkind: news\n"})["sources/d"]
    for words in ("not stated", "not named", "address not known", "none known", "date not stated"):
        assert words in page.box
    assert "publisher not stated" in page.lead and "No digest yet." in page.sections[0].html


def test_a_relation_is_seen_from_both_ends() -> None:
    made = pages({
        "actors/a.yml": "name: Alpha\nkind: state\nrelations: [{kind: leads, to: b}]\nroles: [{title: Chief, of: b}]\n",
        "actors/b.yml": "name: Beta\nkind: organisation\n",
    })  # fmt: skip
    sections = {section.anchor: str(section.html) for section in made["actors/b"].sections}
    assert "Led by" in sections["relations"] and "Alpha" in sections["relations"]
    assert "Alpha" in sections["held"] and "Chief" in sections["held"]
    assert "no source given" in sections["held"]


def test_only_what_there_is_to_say_has_a_section() -> None:
    page = pages({"places/p.yml": "name: P1\nkind: city\n"})["places/p"]
    assert [section.anchor for section in page.sections] == ["map"]
    assert "not known exactly enough" in page.sections[0].html


def test_shared_pieces_of_a_site_that_are_older_than_ours_are_told_of(tmp_path: Path) -> None:
    (tmp_path / "_parts.html").write_text(
        '{% import "builtin/_parts.html" as own %}{% macro eyebrow(items) %}{% endmacro %}{% macro mentions(view, groups) %}{% endmacro %}'
    )
    corpus, _ = linked({"actors/a.yml": "name: A\nkind: state\n"})
    (plan,) = (plan for plan in plan_pages(corpus, Urls(), Renderer(tmp_path)) if plan.address == "actors/a")
    with pytest.raises(TemplateFault, match="macro 'mentions' takes not more than 2 argument"):
        Renderer(tmp_path).blocks("actor.html", {"view": None, "groups": [], "record": None, "whole": False, "most": 3})["mentions"]
    with pytest.raises(TemplateFault):
        plan.build(None)
