"""What the pages of actors and places share."""

from __future__ import annotations

from typing import TypeVar

from markupsafe import Markup, escape

from sourcebook.model.order import by_date
from sourcebook.model.record import Fact, Profile
from sourcebook.pages.record_page import Column
from sourcebook.pages.view import View
from sourcebook.words import say, say_count, say_markup

P = TypeVar("P", bound=Profile)


def describe(view: View, record: Profile) -> str:
    """A line for search engines and lists."""
    return view.words(record, "summary") or say("%(kind)s: %(title)s", kind=record.kind_label, title=record.title)


def facts_in_time(record: Profile) -> list[tuple[int, Fact]]:
    """The record's facts with their positions in the file, by date; undated ones last, as written."""
    return sorted(enumerate(record.facts), key=lambda item: by_date(item[1].date, f"{item[0]:06}"))


def name_column() -> Column[P]:
    """The name, with the names in other languages below."""
    return Column("Name", _name, lambda view, record: record.name.casefold())


def _name(view: View, record: P) -> Markup:
    scripts = Markup(" · ").join(view.name(name) for name, languages in view.lead_names(record) if languages)
    return Markup("{}{}").format(view.ref(record.id), Markup("<small>{}</small>").format(scripts) if scripts else "")


def sources_column() -> Column[P]:
    """How many sources speak of the record, and how many of them are independent; most first."""
    return Column("Sources on it", _spoken_of, lambda view, record: -view.queries.support_of(record).sources)


def _spoken_of(view: View, record: P) -> Markup:
    found = view.queries.support_of(record)
    if not found.sources:
        published = sum(1 for field in ("publisher", "authors") for _ in view.queries.incoming(record, field))
        words = say("published %(sources)s", sources=say_count(published, "source"))
        return escape(words) if published else say_markup("<em>none yet</em>")
    if found.sources == 1:
        return escape(say_count(1, "source"))
    return Markup("{}<small>{}</small>").format(
        say_count(found.sources, "source"), say_count(found.origins, "origin")
    )
