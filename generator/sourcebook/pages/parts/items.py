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
from sourcebook.model.event import Event
from sourcebook.model.languages import in_language
from sourcebook.model.record import Record
from sourcebook.pages.bylines import byline, makers_of
from sourcebook.pages.safe_markup import isolated, safe
from sourcebook.words import say, say_markup, say_n

if TYPE_CHECKING:
    from sourcebook.pages.view import View


_OWN_WORDS = frozenset({"text", "title"})
"""The fields that hold a source's own words, as it was published."""


def mention_item(view: View, links: Sequence[Backlink]) -> Markup:
    """What one record says of another: a link to the place, how often, and the first sentences."""
    times = sum(link.count for link in links)
    sentences = "\n".join(_sentence(view, link) for link in links[:3])
    often = ""
    if times > 1:
        often = f' <span class="sb-text__muted">{escape(say_n("%(number)s time", "%(number)s times", times))}</span>'
    return safe(f"<li>\n<cite>{view.source_of_mention(links[0])}</cite>{often}\n{sentences}\n</li>")


def _sentence(view: View, link: Backlink) -> str:
    """The sentence of a mention: a quotation where it is a source's own words, else set as words of ours."""
    name = f"<mark>{escape(link.context.name)}</mark>"
    words = f"{escape(link.context.before)}{name}{escape(link.context.after)}"
    source = None if link.page else view.corpus.records.get(link.origin)
    if isinstance(source, Document) and link.field in _OWN_WORDS:
        return f"<blockquote{in_language(source.language)}>{words}</blockquote>"
    if isinstance(source, Document) and link.field == "digest":
        words += f" <small>{escape(say('in our digest'))}</small>"
    return f'<p class="sb-mentions__ours">{words}</p>'


def source_item(view: View, document: Document) -> Markup:
    """A source: a link, what it is, who published it, and when."""
    makers = by_links(view, document)
    link, place = view.ref(document.id), (view.root, "item", document.id)
    if (said := view.memo.get(place)) is None:
        date = document.published.in_words if document.published else say("date not stated")
        small = " · ".join(filter(None, (escape(document.kind_label), makers, escape(date))))
        said = view.memo[place] = safe(f"<li>{link}\n<small>{small}</small></li>")
    return said


def by_links(view: View, document: Document) -> Markup:
    """Links to whoever a source is by. Where nobody is known, words that say so; empty where none is to be expected."""
    makers = makers_of(document)
    if len(makers) > 2:
        return say_markup("%(author)s and others", author=view.ref(makers[0]))
    if len(makers) == 2:
        return say_markup("%(author)s and %(other)s", author=view.ref(makers[0]), other=view.ref(makers[1]))
    if makers:
        return view.ref(makers[0])
    unknown = "" if document.kind.unpublished else say("publisher not stated")
    return escape(view.lacking(document, "publisher", unknown))


def record_item(view: View, record: Record) -> Markup:
    """A record in a list of several kinds: a link, what it is, by whom and when, and its summary."""
    facts = [record.kind_label]
    if isinstance(record, Document):
        facts += [byline(record, view.corpus.records), record.published.in_words if record.published else ""]
    elif isinstance(record, Event) and record.date:
        facts.append(record.date.in_words)
    small = f"<small>{' · '.join(isolated(fact) for fact in facts if fact)}</small>"
    summary = f"\n<small>{isolated(view.words(record, 'summary'))}</small>" if record.summary else ""
    return safe(f"<li>{view.ref(record.id)}\n{small}{summary}</li>")
