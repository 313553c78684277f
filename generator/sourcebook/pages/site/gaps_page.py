"""The page of gaps: what the corpus does not know or does not prove yet, by sort."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sourcebook.pages.site_page import SitePage
from sourcebook.pages.view import View
from sourcebook.provenance.gap_kinds import GAP_KINDS
from sourcebook.provenance.gaps import find_gaps, site_gaps

_SHOWN = 40


def _values(view: View) -> Mapping[str, Any]:
    gaps = [*find_gaps(view.linked), *site_gaps(view.editors)]
    sorts = [(lack, [gap for gap in gaps if gap.code == lack.code]) for lack in GAP_KINDS]
    return {"total": len(gaps), "sorts": sorts, "shown": _SHOWN}


PAGE = SitePage(
    address="gaps",
    title="Gaps",
    template="gaps.html",
    intro="What this site does not know, or rests on less than it should. Read its other pages with this in mind.",
    sections=(("figures", ""), ("gaps", "")),
    values=_values,
)
