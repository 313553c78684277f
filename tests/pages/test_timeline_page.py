"""What timelines on pages are made of: which events and sources they show, and when a fact was first published."""

from __future__ import annotations

import re

import pytest

from sourcebook.model.dates import Edtf, parse_date
from sourcebook.pages.page import Urls
from sourcebook.pages.parts.shortcodes import SHORTCODES
from sourcebook.pages.parts.timeline_data import events_of, overall, source_moment, timeline_of
from sourcebook.pages.render import Renderer
from sourcebook.pages.site.timeline_page import LEGEND
from sourcebook.pages.view import View
from sourcebook.timeline.layout import Track
from tests.helpers import linked
from tests.pages.test_pages import pages, section

FILES = {
    "documents/first.yml": "title: First\nkind: news\npublisher: The Paper\npublished: 2031-05-02\n",
    "documents/copy.yml": "title: Copy\nkind: news\npublished: 2031-05-09\nderived_from: {source: first, how: rewrite}\n",
    "documents/late.yml": "title: Late\nkind: report\npublished: 2033\n",
    "documents/open.yml": 'title: Open\nkind: report\npublished: "[..2031-05-01]"\n',
    "documents/undated.yml": "title: Undated\nkind: editorial\ndigest: On Ann.\n",
    "actors/ann.yml": "name: Ann\nkind: person\n",
    "actors/bob.yml": "name: Bob\nkind: person\n",
    "places/land.yml": "name: Land\nkind: country\n",
    "places/rock.yml": "name: Rock\nkind: site\npart_of: land\n",
    "events/a.yml": "name: Alpha\ndate: 2031-05-01\nplaces: rock\nparticipants: [{actor: ann, role: host, sources: late}]\nsources: [first, copy]\n",
    "events/b.yml": "name: Beta\ndate: 2031-04\nplaces: land\nparticipants: [ann]\npart_of: a\nsources: [open, undated]\n",
    "events/c.yml": "name: Gamma\nparticipants: [ann, ann]\nsources: late\n",
}


def view(files: dict[str, str] | None = None) -> View:
    corpus, problems = linked(files or FILES)
    assert not problems, [str(problem) for problem in problems]
    return View(corpus, Urls(), "actors/ann")


def events(seen: View, record: str) -> list[str]:
    return [event.id for event in events_of(seen, seen.corpus.records[record])]


def test_which_events_concern_a_record() -> None:
    seen = view()
    assert events(seen, "ann") == ["b", "a", "c"]
    assert events(seen, "bob") == []
    assert events(seen, "rock") == ["a"] and events(seen, "land") == ["b", "a"], "what lies in the rock lies in the land"
    assert events(seen, "late") == ["a", "c"] and events(seen, "first") == ["a"]
    assert events(seen, "a") == ["b", "a"] == events(seen, "b")


def test_when_a_fact_was_first_published() -> None:
    seen = view()

    def first(event: str) -> object:
        return seen.queries.first_dated(seen.corpus.records[event])

    assert first("a") == (2031, 5, 2) and first("c") == (2033, 1, 1)
    assert first("b") is None, "a date without a beginning says nothing, and neither does none"
    assert [document.id for document in seen.queries.cites(seen.corpus.records["a"])] == ["first", "copy", "late"]
    assert seen.queries.cites(seen.corpus.records["ann"]) == [], "a digest that names somebody is not cited by their profile"


def test_a_record_has_a_small_timeline_from_two_events_on() -> None:
    seen = view()
    drawn = timeline_of(seen, seen.corpus.records["ann"])
    assert drawn.count("data-id=\"a\"") == 2 and 'class="sb-timeline__vertical"' in drawn and 'class="sb-timeline__horizontal"' in drawn
    assert 'href="../../timeline/?actor=ann"' in drawn and 'href="../../events/a/"' in drawn
    assert re.findall(r'<li><span class="sb-timeline__date">([^<]*)</span> <a[^>]*>(\w+)', drawn) == [
        ("Apr 2031", "Beta"), ("1 May 2031", "Alpha"), ("date not known", "Gamma"),
    ]  # fmt: skip
    assert timeline_of(seen, seen.corpus.records["bob"]) == "" == timeline_of(seen, seen.corpus.records["rock"])
    family = timeline_of(seen, seen.corpus.records["late"])
    assert 'data-id="late"' in family and 'data-id="first"' not in family


def test_a_small_timeline_stays_small() -> None:
    files = {f"events/e{n}.yml": f"name: A meeting of a long name number {n}\ndate: 20{n % 30:02}-0{n % 9 + 1}\nparticipants: [ann]\nsources: first\n" for n in range(200)}
    seen = view({**FILES, **files, **{f"documents/d{n}.yml": f"title: D{n}\nkind: news\npublished: 20{n:02}\ndigest: Ann.\n" for n in range(10, 40)}})
    drawn = timeline_of(seen, seen.corpus.records["ann"])
    assert len(drawn.encode()) < 19_000
    assert "The 14 events that most sources speak of, of 202." in drawn
    assert len(overall(seen).encode()) < 60_000


def test_sources_are_called_by_their_publisher_or_their_title() -> None:
    seen = view()
    moments = {name: source_moment(seen, seen.corpus.records[name]) for name in ("first", "undated")}  # type: ignore[arg-type]
    assert moments["first"].label == "The Paper" and moments["undated"].label == "Undated"
    assert moments["first"].track is Track.PUBLISHED and moments["first"].words == "2 May 2031 · News report · First"


def test_names_are_text_wherever_they_go() -> None:
    wild = "'<img src=x onerror=alert(1)>\"'"
    made = pages({
        "actors/ann.yml": f"name: {wild}\nkind: person\n",
        "events/a.yml": f"name: {wild}\nlink_name: no\ndate: 2031\nparticipants: [ann]\n",
        "events/b.yml": f"name: {wild}\nlink_name: no\ndate: 2032\nparticipants: [ann]\n",
    })  # fmt: skip
    for html in (section(made["timeline"], "timeline"), section(made["timeline"], "in-time"), section(made["actors/ann"], "timeline")):
        assert "&lt;img" in html and "<img" not in html


def test_an_empty_corpus_has_a_page_that_says_so() -> None:
    made = pages({"actors/ann.yml": "name: Ann\nkind: person\n"})["timeline"]
    assert "No date is known yet." in section(made, "timeline") and "No event is recorded yet." in section(made, "in-time")
    assert overall(view({"actors/ann.yml": "name: Ann\nkind: person\n"})) == ""


def test_the_dates_of_the_legend_are_what_is_read_of_them() -> None:
    for date, _ in LEGEND:
        assert date == parse_date(date.text)


def test_what_is_older_than_our_era_was_known_on_any_day() -> None:
    made = pages({
        "documents/tablet.yml": "title: Tablet\nkind: report\npublished: -0999~\n",
        "documents/papyrus.yml": "title: Papyrus\nkind: report\npublished: -0043-03-15\n",
        "events/a.yml": "name: Alpha\ndate: -0999\nsources: tablet\n",
    })  # fmt: skip
    in_time, published = section(made["timeline"], "in-time"), section(made["timeline"], "published-in-time")
    assert 'data-known="0000-01-01"' in in_time and "no dated source" not in in_time
    assert published.count('data-known="0000-01-01"') == 2 and "it may have been out" not in published
    assert published.index("Tablet") < published.index("Papyrus")
    sorted_by = re.findall(r'data-sort="([^"]*)"[^>]*>(?:about )?[0-9]+[^<]*BC', section(made["sources"], "list"))
    assert sorted_by == sorted(sorted_by) and len(sorted_by) == 2


def test_no_page_shows_the_form_for_data_by_accident(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Edtf) -> str:
        raise AssertionError(f"{self.text} is shown as data")

    monkeypatch.setattr(Edtf, "__str__", refuse)
    dated = "sources: [first], date: 2031-05~"
    made = pages({
        **FILES,
        "actors/cat.yml": "name: Cat\nkind: person\nroles:\n"
        "  - {title: Guide, of: ann, from: 2030-01, to: 2031/, sources: [first]}\n"
        "  - {title: Scout, as_of: '[..2029]', sources: [first]}\n"
        "relations: [{kind: member-of, to: bob, since: 2030/.., sources: [first]}]\n"
        f"designations: [{{label: Hero, by: ann, since: 2031-05, sources: [first]}}]\nfacts: [{{text: F., {dated}}}]\n",
        "documents/cited.yml": "title: Cited\nkind: news\npublished: 2031-05-02\naccessed: 2032-01-XX\ndigest: Ann.\n",
        "questions/q.yml": "question: When?\nabout: a\nanswers:\n"
        "  - {id: one, answer: Then., reports: [{source: first, stance: asserts, speaker: cat, date: 2022-09}]}\n",
    })  # fmt: skip
    cat = section(made["actors/cat"], "roles")
    assert "from January 2030 until 2031 or later" in cat and "as of 2029 or earlier" in cat
    assert "since May 2031" in str([part.html for part in made["actors/cat"].sections])
    assert "January 2032" in made["sources/cited"].box
    assert "said in September 2022" in section(made["questions/q"], "answers")
    seen = view()
    assert all(insert.make(seen, Renderer()) for insert in SHORTCODES if insert.name in ("sources", "timeline"))
