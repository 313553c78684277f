"""Dates of one thing that two records give."""

from __future__ import annotations

from sourcebook.diagnostics import Diagnostic, warning
from sourcebook.model.corpus import Corpus
from sourcebook.model.dates import Day, Edtf
from sourcebook.model.event import Event
from sourcebook.model.record import Profile

_FIRST, _LAST = Day(-(10**9), 1, 1), Day(10**9, 12, 31)


def check_dates(corpus: Corpus) -> list[Diagnostic]:
    """A warning for each fact whose date and that of the event that it tells of have no day in common."""
    problems = []
    for record in corpus.records.values():
        if not isinstance(record, Profile):
            continue
        for number, fact in enumerate(record.facts):
            event = corpus.records.get(fact.event or "")
            if fact.date and isinstance(event, Event) and event.date and not _meet(fact.date, event.date):
                message = f"it is dated {fact.date.in_words}, and '{event.id}' ({event.path}) {event.date.in_words}"
                where = corpus.where(record.id, ("facts", number, "date"))
                problems.append(warning("dates-differ", message, where, "mend one of them, or leave out this one"))
    return problems


def _meet(one: Edtf, other: Edtf) -> bool:
    """Whether the two may mean one day."""
    return (one.earliest or _FIRST) <= (other.latest or _LAST) and (other.earliest or _FIRST) <= (one.latest or _LAST)
