"""Where the same thing is to be found elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from sourcebook.model.component import Component
from sourcebook.model.values import NumberText, WebAddress, WikidataId


class Links(Component):
    """The same thing elsewhere."""

    wikidata: WikidataId | None = Field(None, title="Wikidata", description="Its item: 'Q5838'.")
    geonames: NumberText | None = Field(None, title="GeoNames", description="Its number.")
    url: WebAddress | None = Field(None, title="Website", description="Its own site, whole, with https://.")

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Each link as (words, web address)."""
        if self.wikidata:
            yield "Wikidata", f"https://www.wikidata.org/wiki/{self.wikidata}"
        if self.geonames:
            yield "GeoNames", f"https://www.geonames.org/{self.geonames}"
        if self.url:
            yield "Website", self.url
