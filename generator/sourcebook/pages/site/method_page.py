"""The page of the method: how figures are made and what words mean, from the words' own definitions.

Links lead to its anchors from everywhere, also from other sites: they stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from sourcebook.linking.reports import ResolvedReport
from sourcebook.model.document import RELIABILITY
from sourcebook.model.question import CONFIDENCES, COUNTS_AS, STANCES, STATUSES
from sourcebook.model.record import SAYS
from sourcebook.pages.render import Renderer
from sourcebook.pages.sections import SectionNames, filled
from sourcebook.pages.site_page import SitePage
from sourcebook.pages.view import METHOD, View
from sourcebook.provenance.independence import support

TERMS = {
    "says": SAYS,
    "stance": STANCES,
    "status": STATUSES,
    "confidence": CONFIDENCES,
    "reliability": RELIABILITY,
    "same": COUNTS_AS,
}
"""The fixed lists of words that the page explains: each word's anchor is the list's name here, a hyphen, its key."""

_PAPER, _COPY, _LETTER = (
    ResolvedReport("paper", "paper", "voice keeper"),
    ResolvedReport("copy", "paper", "voice keeper"),
    ResolvedReport("letter", "letter", "voice keeper"),
)
_EXAMPLE = (_PAPER, _COPY, _LETTER)
_WITH_ANOTHER_VOICE = (*_EXAMPLE, ResolvedReport("letter", "letter", "voice fisherman"))
"""The made-up example that the page tells: its figures are counted, as all others are."""

_SECTIONS: SectionNames = (
    ("editors", "Who made this"),
    ("origins", "What counts as one origin"),
    ("says", "What a source does to what it is cited for"),
    ("silence", "What silence shows"),
    ("stance", "How a source stands to an answer"),
    ("status", "How a question stands"),
    ("confidence", "How sure the editors are"),
    ("derivation", "How one source rests on another"),
    ("reliability", "How reliable a source is"),
    ("withdrawn", "Sources that were withdrawn or corrected"),
    ("basis", "What comes from no source here"),
    ("words", "Whose words they are"),
    ("as_known_on", "As known on a day"),
)


def _values(view: View) -> Mapping[str, Any]:
    derivations = view.corpus.vocabulary.derivations.values()
    return {
        "editors": view.editors,
        "terms": TERMS,
        "copies": [term for term in derivations if term.copies],
        "others": [term for term in derivations if not term.copies],
        "example": support(_EXAMPLE),
        "extended": support(_WITH_ANOTHER_VOICE),
    }


PAGE = SitePage(
    address=METHOD,
    title="Method",
    template="method.html",
    intro="How this site counts, and what its words mean.",
    sections=_SECTIONS,
    values=_values,
)


def method_sections(view: View, renderer: Renderer) -> Markup:
    """The page's sections with their headings, for a page written by hand."""
    blocks = renderer.blocks(PAGE.template, {"view": view, "title": PAGE.title, "intro": PAGE.intro, **_values(view)})
    return renderer.whole("inserts/method.html", {"sections": filled(PAGE.sections, blocks)})
