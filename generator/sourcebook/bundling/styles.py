"""Our stylesheets: one file a component in ``assets/css/``, joined in the order that stands here.

Later files win over earlier ones of the same weight. The classes of a file begin with its name: ``assets/css/base.css``
says how they are called.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_QUOTED = re.compile(r"""("[^"]*"|'[^']*')""")
_SPACES = re.compile(r" ?([{};,]) ?")
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """A stylesheet as pages load it: its file name, and the components that it is made of, in order."""

    name: str
    components: tuple[str, ...]


STYLE_BUNDLES: tuple[Stylesheet, ...] = (
    Stylesheet(
        "sourcebook.css",
        (
            # Every page: text, and the frame of a page.
            "base",
            "text",
            "link",
            "page",
            "actions",
            "notice",
            # Lists, and what stands in them.
            "list",
            "citation",
            "cited",
            "details",
            "mentions",
            "sources",
            "chips",
            "ranking",
            "names",
            "stance",
            "status",
            # Pictures and the pages around them.
            "locator",
            "dot",
            "legend",
            "map",
            "timeline",
            "derivation",
            "question",
            "compare",
            "heatmap",
            "gaps",
            "method",
            # The side, indexes, the home page, the search.
            "box",
            "filter",
            "grid",
            "index",
            "figures",
            "cards",
            "search",
            "banner",
            "print",
        ),
    ),
    # Loaded by pages that have an interactive map.
    Stylesheet("map.css", ("leaflet", "outline", "marker", "popup")),
)
"""Every stylesheet of ours."""


def join_styles(stylesheet: Stylesheet, read: Callable[[str], str]) -> str:
    """The text of a stylesheet without comments and layout, which are for who writes styles: a rule a line.

    `read` gives the text of a component's file by the file's name.
    """
    texts = (_COMMENT.sub("", read(f"{component}.css")) for component in stylesheet.components)
    return "".join(_without_layout(text) for text in texts)


def _without_layout(css: str) -> str:
    """The same rules without the spaces that mean nothing; those in quotation marks mean something."""
    parts = _QUOTED.split(css)
    for position in range(0, len(parts), 2):
        short = _SPACES.sub(r"\1", re.sub(r"\s+", " ", parts[position]))
        parts[position] = short.replace(";}", "}").replace("}", "}\n")
    return "".join(parts).strip() + "\n"
