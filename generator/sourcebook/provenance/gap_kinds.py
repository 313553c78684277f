"""The sorts of gaps: what each is called, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GapKind:
    """A sort of gap: the code of its lines, its heading, and what a researcher can do about it."""

    code: str
    heading: str
    remedy: str


GAP_KINDS: tuple[GapKind, ...] = (
    GapKind("uncited", "Facts without a source", "add 'sources'"),
    GapKind("no-locator", "Quotations without their place in the source", "add 'locator'"),
    GapKind("one-origin", "Answers that rest on one origin", "look for an account that does not rest on the same one"),
    GapKind("older-assessment", "Assessments older than their newest report", "weigh the reports again"),
    GapKind("no-report", "Answers and questions that no source supports", "add 'reports'"),
    GapKind("no-profile", "Names that occur again and again without a profile", "give them a record"),
    GapKind("no-position", "Places without coordinates", "add 'coordinates', or run 'sourcebook geocode'"),
    GapKind("no-date", "Events and sources without a date", "add 'date' or 'published', as exactly as it is known"),
    GapKind("no-publisher", "Sources whose publisher is not known", "add 'publisher'"),
    GapKind("no-author", "Sources whose author is not known", "add 'authors'"),
    GapKind("no-archive", "Links without an archived copy", "add 'archived_url'"),
    GapKind(
        "by-basis",
        "Known from general reference or the editors, not from a source here",
        "add 'sources' where one says it",
    ),
    GapKind("unlinked", "Records that nothing leads to", "name them where they belong"),
    GapKind("no-editor", "Nobody is named as editor", "name who makes the site: 'editors' below the plugin"),
    GapKind("no-contact", "No way to report a mistake", "give 'contact' below the plugin"),
)
"""Every sort of gap, in the order of the page of gaps."""
