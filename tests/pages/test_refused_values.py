"""Pages of records of which something is refused: made without it, and without a word that it is not known."""

from __future__ import annotations

import re
from pathlib import Path

from sourcebook.options import Options
from sourcebook.pipeline import Site, make_site
from sourcebook.provenance.gaps import find_gaps
from tests.helpers import page_text

MISTAKES = Path(__file__).parents[1] / "golden" / "mistakes"


def site() -> Site:
    return make_site(Options(MISTAKES / "sources", "sources", MISTAKES / "docs", "docs"))


def test_every_page_is_made_and_no_link_in_it_is_dead() -> None:
    made = site()
    addresses, seen = {plan.address for plan in made.plans}, 0
    for plan in made.plans:
        page = plan.build(None)
        markup = page.lead + page.box + page.aside + "".join(section.html for section in page.sections)
        for target in re.findall(r'href="(?:\.\./)*((?:sources|actors|places|events|questions)/[^"/#?]+)', markup):
            assert target in addresses, (plan.address, target)
            seen += 1
    assert seen > 5


def test_a_page_says_that_a_value_cannot_be_read_and_not_that_it_is_not_known() -> None:
    made = site()
    pages = {plan.address: page_text(plan.build(None)) for plan in made.plans}
    export = pages["sources/export"]
    assert "Publishedcannot be read as it is written" in export and "Languagecannot be read as it is written" in export
    assert "Publishernot stated" in export and "date not stated" not in export and "KindOther" in export
    assert "copied" not in export and "Johnstown" not in export
    town = pages["places/export-town"]
    assert "United Kingdom" in town and "USA" not in town and "Part ofCambria County" in town
    assert "Coordinatescannot be read as it is written" in town
    assert "Whencannot be read as it is written" in pages["events/back"]


def test_a_value_that_is_refused_is_no_gap() -> None:
    found = {(gap.code, gap.record) for gap in find_gaps(site().linked)}
    assert ("no-date", "export") not in found and ("no-publisher", "export") in found
    assert ("no-position", "export-town") not in found and ("no-date", "back") not in found
