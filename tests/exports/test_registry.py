"""What is offered to take away: every export on the index it names, with words that say what it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sourcebook import pipeline
from sourcebook.exports.address import Address
from sourcebook.exports.registry import EXPORTS, Export
from sourcebook.linking.corpus import LinkedCorpus
from sourcebook.options import Options
from sourcebook.pipeline import Site, make_site


def names(linked: LinkedCorpus, address: Address) -> bytes:
    return "\n".join(record.title for record in linked.corpus.records.values()).encode()


def index_of(site: Site, address: str) -> str:
    (plan,) = (plan for plan in site.plans if plan.address == address)
    return "".join(section.html for section in plan.build(None).sections)


def test_an_index_offers_all_its_exports(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    more = Export("data/places.txt", "places", "names of <all> records", names)
    monkeypatch.setattr(pipeline, "EXPORTS", (*EXPORTS, more))
    site = make_site(Options(project / "sources"))
    assert {export.path for export in (*EXPORTS, more)} <= site.files.keys()
    offered = re.findall(r'<a href="([^"]*)" download>([^<]*)</a> \(([^)]*)\)', index_of(site, "places"))
    assert offered == [
        ("../data/places.geojson", "places.geojson", "places as GeoJSON and Linked Places"),
        ("../data/places.txt", "places.txt", "names of &lt;all&gt; records"),
    ]
    assert "download>" not in index_of(site, "actors")


def test_every_export_is_offered_where_readers_look_and_says_what_it_is(project: Path) -> None:
    site = make_site(Options(project / "sources"))
    for export in EXPORTS:
        assert f"{export.path.rpartition('/')[2]}</a> ({export.meaning})" in index_of(site, export.index)
        assert export.meaning[0].islower() and not export.meaning.endswith(".")


def test_no_export_takes_the_place_of_another() -> None:
    assert len({export.path for export in EXPORTS}) == len(EXPORTS)
