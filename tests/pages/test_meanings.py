"""Fields that the generator has never heard of, on timelines, small maps and in facets: by what they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sourcebook.linking.corpus import LinkedCorpus
from sourcebook.model.corpus import KINDS
from sourcebook.model.vocabulary import VocabularyFile, built_in, merge
from sourcebook.pages.page import Page, Urls
from sourcebook.pages.parts.facets import facets_of
from sourcebook.pages.plan import plan_pages
from sourcebook.pages.render import Renderer
from sourcebook.pages.view import View
from sourcebook.pipeline import link_records
from sourcebook.reading.files import SourceFile
from sourcebook.reading.loader import load
from tests.pages.test_pages import section

FIELDS = {
    "actors": {
        "launched": {"type": "date", "means": "when", "many": "yes"},
        "scrapped": {"type": "date"},
        "port": {"type": "record", "of": ["places"], "means": "where"},
        "chartered_by": {"type": "record", "of": ["actors"], "means": "who"},
    },
    "documents": {
        "given_on": {"type": "date", "means": "when"},
        "depicts": {"type": "record", "of": ["places"], "means": "where"},
    },
    "places": {"built": {"type": "date", "means": "when"}},
    "events": {
        "victims": {"type": "record", "of": ["actors"], "many": "yes", "or_text": "yes", "means": "who"},
        "held_at": {"type": "record", "of": ["places"], "means": "where"},
    },
}
FILES = {
    "documents/log.yml": "title: Log\nkind: diary\npublished: 1890-05\ngiven_on: 1889\ndepicts: cell\n",
    "actors/gull.yml": "name: The Gull\nkind: other\nlaunched: [1871~, '1875']\nscrapped: 1901\nport: rock\nchartered_by: ann\nsources: log\n",
    "actors/ann.yml": "name: Ann\nkind: person\nborn: 1850\ndied: 1899\nsources: log\n",
    "places/land.yml": "name: Land\nkind: country\ncoordinates: {lat: 54, lon: -3, basis: invented}\nprecision: country\n",
    "places/rock.yml": "name: Rock\nkind: site\npart_of: land\ncoordinates: {lat: 54, lon: -3, basis: invented}\nprecision: site\n",
    "places/cell.yml": "name: Cell\nkind: site\n",
    "events/a.yml": "name: Alpha\ndate: 1872\nplaces: rock\nvictims: [ann, somebody]\nheld_at: cell\nsources: log\n",
    "events/b.yml": "name: Beta\ndate: 1880\nparticipants: [ann]\nheld_at: cell\nsources: log\n",
}


def corpus(files: Mapping[str, str] = FILES) -> LinkedCorpus:
    kinds = {kind.folder: kind for kind in KINDS}
    words = merge(VocabularyFile.model_validate({"fields": FIELDS}), built_in())
    found = [SourceFile(kinds[path.split("/")[0]], f"sources/{path}", text.encode()) for path, text in files.items()]
    read, problems = load(found, None, {}, words)
    assert not problems, [str(problem) for problem in problems]
    return link_records(read)[0]


def plans(files: Mapping[str, str]) -> dict[str, Page]:
    return {plan.address: plan.build(None) for plan in plan_pages(corpus(files), Urls(), Renderer())}


def pages() -> dict[str, Page]:
    return plans(FILES)


def said(markup: str) -> list[str]:
    return [" ".join(re.sub(r"<[^>]+>", "", item).split()) for item in re.findall(r"<li.*?</li>", markup, re.DOTALL)]


def test_dates_of_a_sites_own_fields_are_on_the_timeline_in_order() -> None:
    timeline = pages()["timeline"]
    listed = section(timeline, "in-time")
    assert said(listed) == [
        "about 1871 Launched: The Gull Other · 1 source, 1 origin",
        "1872 Alpha Other · Rock · 1 source, 1 origin",
        "1875 Launched: The Gull Other · 1 source, 1 origin",
        "1880 Beta Other · 1 participant · 1 source, 1 origin",
        "1889 Given on: Log Diary",
    ], "neither what means nothing nor dates of lives"
    picture = section(timeline, "timeline")
    marks = re.findall(r'data-id="([^"]+)"', picture)
    assert {name for name in marks if "." in name} == {"gull.launched.0", "gull.launched.1", "log.given_on.0"}
    items = dict(re.findall(r'<li data-id="([^"]+)"([^>]*)>', listed))
    assert set(items) == {"gull.launched.0", "gull.launched.1", "log.given_on.0", "a", "b"}


def test_filters_of_the_timeline_find_what_fields_mean() -> None:
    timeline = pages()["timeline"]
    items = dict(re.findall(r'<li data-id="([^"]+)" ([^>]*)>', section(timeline, "in-time")))
    ship = items["gull.launched.0"]
    assert 'data-kind="actors.launched"' in ship and 'data-actors="gull ann"' in ship and 'data-places="rock land"' in ship
    assert 'data-sources="0"' in ship and 'data-known="1890-05-01"' in ship
    assert 'data-places="cell"' in items["log.given_on.0"] and 'data-known="1890-05-01"' in items["log.given_on.0"]
    assert 'data-actors="ann"' in items["a"] and 'data-places="rock cell land"' in items["a"]
    form = section(timeline, "timeline")
    options = re.findall(r'<option value="([^"]+)">([^<]+)', form)
    assert ("actors.launched", "Launched") in options and [name for name, _ in options].count("actors.launched") == 1
    assert ("gull", "The Gull") in options and ("cell", "Cell") in options and ("ann", "Ann") in options


def test_a_date_of_a_place_is_found_by_the_place_and_all_around_it() -> None:
    made = plans({**FILES, "places/rock.yml": FILES["places/rock.yml"] + "built: 1860\n"})["timeline"]
    assert 'data-kind="places.built" data-places="rock land"' in section(made, "in-time")


def test_titles_keep_their_language_and_direction_behind_the_field() -> None:
    files = {
        **FILES,
        "documents/log.yml": FILES["documents/log.yml"].replace("Log", "شهادة") + "language: ar\n",
        "documents/undated.yml": "title: <b>\nkind: diary\ngiven_on: 1888\n",
        "actors/gull.yml": "name: سليم\nkind: other\nlaunched: 1871\n",
    }
    listed = section(plans(files)["timeline"], "in-time")
    assert '>Given on: <span lang="ar" dir="rtl">شهادة</span></a>' in listed and ">Launched: <bdi>سليم</bdi></a>" in listed
    assert ">Given on: &lt;b&gt;</a>" in listed
    assert said(listed)[-1].endswith("Diary") and "no dated source tells of it by then" in said(listed)[-2]


def test_the_timeline_of_a_records_own_page_has_its_dates() -> None:
    made = pages()
    ann = section(made["actors/ann"], "timeline")
    assert said(ann) == ["1850 Born", "1872 Alpha", "1880 Beta", "1899 Died"], "with what befell her, which a field says"
    assert 'href="../../timeline/?actor=ann"' in ann
    gull = section(made["actors/gull"], "timeline")
    assert said(gull) == ["about 1871 Launched", "1875 Launched"] and "No event" not in gull
    assert said(section(made["places/cell"], "timeline")) == ["1872 Alpha", "1880 Beta"]


def test_dates_of_a_life_alone_are_no_timeline() -> None:
    bob = "name: Bob\nkind: person\nborn: 1850\ndied: 1899\nsources: log\n"
    alone = plans({**FILES, "actors/bob.yml": bob})["actors/bob"]
    assert "timeline" not in [part.anchor for part in alone.sections], "they are in the box"
    event = "name: Gamma\ndate: 1870\nparticipants: [bob]\nsources: log\n"
    both = plans({**FILES, "actors/bob.yml": bob, "events/c.yml": event})["actors/bob"]
    assert said(section(both, "timeline")) == ["1850 Born", "1870 Gamma", "1899 Died"]


def test_small_maps_have_the_places_that_fields_name() -> None:
    made = pages()
    assert 'data-id="rock"' in section(made["actors/gull"], "places")
    assert re.findall(r'data-id="([^"]+)"', section(made["events/a"], "places")) == ["rock", "cell"]
    assert 'data-id="cell"' in section(made["sources/log"], "places")


def test_searches_are_narrowed_by_what_fields_mean() -> None:
    found = corpus()
    view = View(found, Urls(), "search")
    facets = {name: set(facets_of(view, record)) for name, record in found.corpus.records.items()}
    assert {("place", "Rock"), ("actor", "Ann"), ("actor", "The Gull"), ("year", "1871"), ("year", "1875")} <= facets["gull"]
    assert ("year", "1901") not in facets["gull"]
    assert {("actor", "Ann"), ("place", "Cell"), ("place", "Rock"), ("year", "1872")} <= facets["a"]
    assert ("actor", "somebody") not in facets["a"]
    assert {("year", "1889"), ("year", "1890"), ("place", "Cell")} <= facets["log"]
    assert {("year", "1850"), ("year", "1899")} <= facets["ann"]
