"""Items of lists that large sites have tens of thousands of: written here, as templates would take a third of a build.

What is said of a record anew on each page that lists it is kept in `View.said`. Its facts are read each time, so that
every page is known to rest on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from sourcebook.linking.corpus import Backlink
from sourcebook.model.document import Document
from sourcebook.pages.safe_markup import safe

if TYPE_CHECKING:
    from sourcebook.pages.view import View


def mention_item(view: View, links: Sequence[Backlink]) -> Markup:
    """What one record says of another: a link to the place, how often, and the first sentences."""
    times = sum(link.count for link in links)
    quotes = "\n".join(
        f"<blockquote>{escape(said.before)}<mark>{escape(said.name)}</mark>{escape(said.after)}</blockquote>"
        for said in (link.context for link in links[:3])
    )
    often = f' <span class="sb-text__muted">{times} times</span>' if times > 1 else ""
    return safe(f"<li>\n<cite>{view.source_of_mention(links[0])}</cite>{often}\n{quotes}\n</li>")


def source_item(view: View, document: Document) -> Markup:
    """A source: a link, what it is, who published it, and when."""
    publisher = view.ref(document.publisher) if document.publisher else "publisher not stated"
    link, place = view.ref(document.id), (view.root, "item", document.id)
    if (said := view.memo.get(place)) is None:
        date = document.published.in_words if document.published else "date not stated"
        small = f"{escape(document.kind_label)} · {publisher} · {escape(date)}"
        said = view.memo[place] = safe(f"<li>{link}\n<small>{small}</small></li>")
    return said
