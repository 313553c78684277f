"""Sections: each declared once, with a block that fills it, and found again by links and tables of contents."""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcebook.pages.headings import Heading, headings_in, ids_in
from sourcebook.pages.page import Urls
from sourcebook.pages.plan import check_templates, plan_pages, section_names
from sourcebook.pages.render import Renderer
from sourcebook.pages.sections import misfits
from tests.helpers import lines, linked

TEMPLATES = Path(__file__).parents[2] / "generator" / "sourcebook" / "pages" / "templates"


def told(folder: Path, template: str, text: str) -> list[str]:
    (folder / template).write_text(text, "utf-8")
    return lines(check_templates(Renderer(folder)))


@pytest.mark.parametrize("template", section_names())
def test_every_block_of_ours_is_a_section_and_every_section_has_a_block(template: str) -> None:
    outline = Renderer().outline(template)
    assert outline and outline.blocks
    assert misfits(outline, *section_names()[template]) == []


def test_every_template_with_blocks_is_looked_at() -> None:
    with_blocks = {path.name for path in TEMPLATES.glob("*.html") if "{% block" in path.read_text("utf-8")}
    assert with_blocks == section_names().keys()


def test_a_block_that_would_be_shown_nowhere_is_told_with_the_nearest(tmp_path: Path) -> None:
    text = '{% extends "builtin/place.html" %}\n\n{% block sumary %}Mine{% endblock %}'
    assert told(tmp_path, "place.html", text) == [
        "sourcebook/place.html:3:1: error: the block 'sumary' is no section of this page, and would be shown nowhere; did you mean 'summary'? [unknown-block]"
    ]
    (tmp_path / "place.html").unlink()
    (line,) = told(tmp_path, "index.html", '{% extends "builtin/index.html" %}{% block zzzzz %}{% endblock %}')
    assert line.endswith("the blocks are list, lead, box, aside [unknown-block]")


def test_a_section_without_a_block_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, "gaps.html", "{% block lead %}{% endblock %}{% block gaps %}{% endblock %}") == [
        "sourcebook/gaps.html:1:1: warning: there is no block for the section 'figures'; write '{% block figures %}{% endblock %}', empty if it is not wanted [missing-block]"
    ]


def test_blocks_inside_others_and_between_templates_of_the_site_are_fine(tmp_path: Path) -> None:
    (tmp_path / "mine.html").write_text('{% extends "builtin/place.html" %}{% block summary %}{% block inner %}{% endblock %}{% endblock %}', "utf-8")
    assert told(tmp_path, "place.html", '{% extends "mine.html" %}{% block inner %}Mine{% endblock %}{% block sources %}{% endblock %}') == []


def test_the_template_of_the_site_that_has_the_block_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.html").write_text('{% extends "builtin/place.html" %}\n{% block wihtin %}{% endblock %}', "utf-8")
    (line,) = told(tmp_path, "place.html", '{% extends "mine.html" %}')
    assert line.startswith("sourcebook/mine.html:2:1: error: ") and "'within'" in line


def test_a_template_that_is_chosen_while_it_is_filled_is_let_through(tmp_path: Path) -> None:
    assert told(tmp_path, "place.html", "{% set base = 'builtin/place.html' %}{% extends base %}{% block any %}{% endblock %}") == []


def test_headings_that_links_can_lead_to() -> None:
    html = (
        '<h3 id="a">One <span class="sb-text__count">2</span></h3><h3>Nowhere</h3>'
        '<article class="x" id="b">\n<h3>Tom &amp; <a href="y">Ann</a> <a class="headerlink" href="#b">&para;</a></h3><h4 id="c">Low</h4></article>'
    )
    assert list(headings_in(html)) == [Heading(3, "a", "One"), Heading(3, "b", "Tom & Ann"), Heading(4, "c", "Low")]
    assert ids_in(html + '<p>id="no"</p>') == {"a", "b", "c"}


def test_the_contents_of_a_page_have_the_headings_inside_its_sections() -> None:
    corpus, _ = linked({
        "documents/d.yml": "title: D\nkind: news\ndigest: Kabul.\n",
        "places/kabul.yml": "name: Kabul\nkind: city\n",
        "questions/q.yml": "question: Who?\nabout: kabul\nanswers:\n- {id: x, answer: Ann did., reports: [{source: d}]}\n- {id: y, answer: Nobody.}\n",
    })  # fmt: skip
    pages = {plan.address: plan.build(None) for plan in plan_pages(corpus, Urls(), Renderer())}
    question = [heading for heading in pages["questions/q"].contents if heading.level == 3]
    assert question == [Heading(3, "answer-x", "Ann did."), Heading(3, "answer-y", "Nobody.")]
    assert Heading(3, "mentions-sources", "Sources") in pages["places/kabul"].contents
    assert Heading(3, "says-q", "Who?") in pages["sources/d"].contents
    assert Heading(3, "compared-q", "Who?") in pages["compare"].contents
    assert Heading(2, "gap-no-position", "Places without coordinates") in pages["gaps"].contents
    for page in pages.values():
        assert {heading.anchor for heading in page.contents} <= page.anchors
        assert page.anchors == ids_in(str(Renderer().whole("page.html", {"page": page})))
