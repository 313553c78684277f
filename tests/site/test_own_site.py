"""What the project's built site holds: every field's page, every export."""

from __future__ import annotations

import json
from pathlib import Path

from sourcebook.model.corpus import KINDS
from sourcebook.model.schema import schema_of
from tests.test_documented import models


def test_every_field_is_on_the_built_page_of_fields(site: Path) -> None:
    page = (site / "guide" / "fields" / "index.html").read_text("utf-8")
    for kind in KINDS:
        for model in models(kind):
            for field in schema_of(model):
                assert f"<code>{field.key}</code>" in page


def test_the_site_offers_its_places(site: Path) -> None:
    made = json.loads((site / "data" / "places.geojson").read_text("utf-8"))
    assert len(made["features"]) == 18
    assert 'href="../data/places.geojson" download' in (site / "places" / "index.html").read_text("utf-8")
    for feature in made["features"]:
        assert (site / feature["@id"] / "index.html").is_file()
        for source in feature["properties"].get("sources", []):
            assert (site / source / "index.html").is_file()
