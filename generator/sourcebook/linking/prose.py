"""A record's prose with its links, kept for as long as nothing that it rests on changes."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sourcebook.diagnostics import Diagnostic, Where, error, looks_latin, warning
from sourcebook.linking.former_ids import now_called
from sourcebook.linking.mentions import Link, LinkedProse, Resolve, Unknown, link_prose
from sourcebook.linking.name_candidates import name_candidates
from sourcebook.linking.names import NameIndex
from sourcebook.linking.prose_html import TooWildError, convert_prose
from sourcebook.linking.raw_html import GOOD_LINKS
from sourcebook.linking.references import suggest
from sourcebook.model.corpus import Corpus
from sourcebook.model.document import TITLES, Document
from sourcebook.model.record import Record
from sourcebook.model.schema import FieldPath, walk


class RecordProse(NamedTuple):
    """The prose of one record, field by field, and what was wrong with it.

    `explicit` are the ids written out in it and what each stood for: links change when these do.
    """

    record: Record | None
    fields: tuple[tuple[FieldPath, LinkedProse], ...]
    explicit: tuple[tuple[str, str | None], ...]
    problems: tuple[Diagnostic, ...]

    def holds(self, record: Record, changed: NameIndex | None, resolve: Resolve) -> bool:
        """Whether it is what linking would give now. `changed` are the names that came, went or changed hands."""
        if self.record is not record or any(resolve(name) != label for name, label in self.explicit):
            return False
        if self.problems:  # they name what is nearest, which may be another record now
            return False
        return changed is None or not any(changed.occurs(_text(prose)) for _, prose in self.fields)


def link_record(corpus: Corpus, record: Record, index: NameIndex, resolve: Resolve) -> RecordProse:
    """The published prose of a record, with names and ids as links."""
    asked: dict[str, str | None] = {}

    def ask(name: str) -> str | None:
        asked[name] = resolve(name)
        return asked[name]

    fields: list[tuple[FieldPath, LinkedProse]] = []
    problems: list[Diagnostic] = []
    linked_in: dict[str | int, set[str]] = defaultdict(set)
    for path, text in _prose_of(record):
        prose, found = _link_field(corpus, record, path, text, index, ask, linked_in[path[0]])
        fields.append((path, prose))
        problems += found
    if isinstance(record, Document):
        for field, title in zip(TITLES, (record.headline, record.supplied_title), strict=True):
            if title:
                fields.append(((field,), _link_title(title, index)))
    return RecordProse(record, tuple(fields), tuple(asked.items()), tuple(problems))


def _link_title(title: str, index: NameIndex) -> LinkedProse:
    """Whom a title names. It is no Markdown, so brackets in it are brackets; its capitals may be anything."""
    return link_prose(html.escape(title, quote=False), index, lambda name: None)[0]


def changed_names(before: NameIndex, now: NameIndex) -> NameIndex | None:
    """The names that one index has and another has not, or gives to somebody else; None where there are none."""
    old, new = before.owners, now.owners
    different = {name: ("", "") for name in {*old, *new} if old.get(name) != new.get(name)}
    return NameIndex(different) if different else None


def _text(prose: LinkedProse) -> str:
    return "".join(part.words if isinstance(part, Link) else html.unescape(part) for part in prose.parts)


def _prose_of(record: Record) -> Iterable[tuple[FieldPath, str]]:
    """The prose that is published: a source's text only where the rights allow it."""
    for path, field, value in walk(record):
        if field.prose and not (path == ("text",) and isinstance(record, Document) and not record.publishes_text):
            yield path, value


def _link_field(
    corpus: Corpus,
    record: Record,
    path: FieldPath,
    text: str,
    index: NameIndex,
    resolve: Resolve,
    already: set[str],
) -> tuple[LinkedProse, list[Diagnostic]]:
    try:
        markup, said = convert_prose(text)
    except TooWildError as reason:
        return LinkedProse(), [error("too-wild", f"the text cannot be shown: {reason}", corpus.where(record.id, path))]
    linked, unknown = link_prose(markup, index, resolve, own=record.id, already=already)
    if path[0] != "notes":
        linked = linked._replace(name_candidates=name_candidates(linked.parts))
    if record.id in corpus.broken:
        return linked, []  # an earlier state stands in for the file: what it said is no longer there to mend
    problems = []
    for item in unknown:
        problems.append(
            unknown_reference(corpus, _within(corpus, record, path, link_pattern(item), item.occurrence), item)
        )
    for found in said:
        pattern = rf"(?i:{re.escape(found.written)})(?!\w)"
        where = _within(corpus, record, path, pattern, found.occurrence, comments=found.written == "<!--")
        problems.append(warning(found.code, found.message, where, found.hint))
    for address in re.findall(r"\]\(\s*<?((?!https?://[^\s/]|mailto:)[^)\s>]*)", text) if "](" in text else ():
        problems.append(
            warning(
                "bad-link",
                f"the link to '{address[:60]}' is left out",
                _within(corpus, record, path, re.escape(f"]({address}")),
                GOOD_LINKS,
            )
        )
    return linked, problems


def _within(
    corpus: Corpus, record: Record, path: FieldPath, pattern: str, occurrence: int = 0, *, comments: bool = False
) -> Where:
    lines = corpus.line_map(record.id)
    return lines.where_in(path, pattern, occurrence, comments=comments) if lines else Where(record.path)


def unknown_reference(corpus: Corpus, where: Where, item: Unknown) -> Diagnostic:
    """What is wrong with an explicit link that leads to no record."""
    name = item.name
    if not item.whole:
        hint = "write [[id]] or [[id|words]], with plain words"
        return warning("unfinished-link", f"'[[{name}' begins a link that does not end", where, hint)
    if name.startswith(":"):
        hint = f"put [[{name}]] in a paragraph of its own, on a page in the folder of pages"
        return error("unknown-insert", f"'[[{name}]]' cannot stand in the middle of text", where, hint)
    whole, part, _ = name.partition("#")
    if part and (whole.strip() in corpus.records or whole.strip() in corpus.broken):
        hint = f"write [[{whole.strip()}]]"
        return error("unknown-id", f"'[[{name}]]' leads nowhere: links take no part of a record", where, hint)
    message = f"'[[{name}]]' leads nowhere: there is no such record{looks_latin(name).replace(':', ',', 1)}"
    return error("unknown-id", message, where, now_called(corpus, name) or suggest(corpus, name))


def link_pattern(item: Unknown) -> str:
    """A pattern for how an explicit link stands in a file."""
    return r"\[\[\s*" + re.escape(item.name) + (r"\s*(?:\||\]\])" if item.whole else "")
