"""What is published and names what is kept back: the editors' own sentences, which only they can mend."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sourcebook.diagnostics import Diagnostic, Where, error, warning
from sourcebook.linking.corpus import AuthoredPage
from sourcebook.linking.names import NameIndex, build_index, key
from sourcebook.model.schema import walk
from sourcebook.provenance.withholding import Withheld
from sourcebook.reading.withheld_text import blank_links, without_links

_MEND = "say it in words that may be published, or publish that too"


def names_withheld(kept: Withheld, pages: Iterable[AuthoredPage] = (), *, in_full: bool = False) -> list[Diagnostic]:
    """A problem for each place in what is published that names what is kept back, and for each 'publish' that is
    neither yes nor no. Without `in_full` they tell no word of it."""
    if kept.corpus is kept.complete:
        return []
    pages = list(pages)
    named = [*_links(kept), *_links_in_pages(kept, pages), *_names(kept, pages)]
    if not in_full:
        hint = "'sourcebook check' says what"
        named = [replace(one, message="what is kept back is named here", hint=hint) for one in named]
    return [*named, *_neither_yes_nor_no(kept)]


def _links(kept: Withheld) -> Iterator[Diagnostic]:
    for name, links in kept.links.items():
        lines, seen = kept.complete.line_map(name), list[object]()
        for link in links:
            pattern = rf"(?i:\[\[\s*{re.escape(link.target)}(?![\w-]))"
            path = kept.complete.records[name].path
            where = lines.where_in(link.path, pattern, seen.count(link)) if lines else Where(path)
            seen.append(link)
            yield _named(link.target, where)


def _links_in_pages(kept: Withheld, pages: Iterable[AuthoredPage]) -> Iterator[Diagnostic]:
    for page in pages:
        for target, start, _ in without_links(page.text, kept.corpus.withheld)[1]:
            yield _named(target, _position(page, start))


def _named(target: str, where: Where) -> Diagnostic:
    return error("names-withheld", f"'[[{target}]]' is published, and '{target}' is kept back", where, _MEND)


def _names(kept: Withheld, pages: Iterable[AuthoredPage]) -> Iterator[Diagnostic]:
    """Names of what is kept back, as plain words in what is published."""
    index = _withheld_names(kept)
    for name, record in kept.corpus.records.items():
        seen: set[tuple[object, str]] = set()
        lines = kept.corpus.line_map(name)
        for path, field, value in walk(record):
            if not isinstance(value, str) or (field.refers and not field.refers.loose):
                continue
            for found in index.find(value):
                words = value[found.start : found.end]
                if (path, words) not in seen:
                    seen.add((path, words))
                    where = lines.where_in(path, re.escape(words)) if lines else Where(record.path)
                    yield _plain(kept, words, found.target, where)
    for page in pages:
        for found in index.find(blank_links(page.text, kept.corpus.withheld)):
            yield _plain(kept, page.text[found.start : found.end], found.target, _position(page, found.start))


def _plain(kept: Withheld, words: str, owner: str, where: Where) -> Diagnostic:
    said = f"'{' '.join(words.split())}' is published, and names '{owner}' ({kept.complete.records[owner].path})"
    return warning("names-withheld", f"{said} by what is kept back", where, _MEND)


def _withheld_names(kept: Withheld) -> NameIndex:
    """The names that nothing published has, and the ids of two words or more."""
    whole, public = build_index(kept.complete)[0].owners, {
        key(name) for record in kept.corpus.records.values() for name, _, _ in record.all_names()
    }
    owners = {name: owner for name, owner in whole.items() if name not in public}
    owners |= {key(name): (name, "") for name in kept.corpus.withheld if "-" in name and name in kept.complete.records}
    return NameIndex(owners)


def _neither_yes_nor_no(kept: Withheld) -> Iterator[Diagnostic]:
    for name, record in kept.complete.records.items():
        for path, field, value in walk(record):
            if field.key == "publish" and field.value_type is bool and not isinstance(value, bool):
                where = kept.complete.where(name, path)
                message = "'publish' is neither yes nor no, so this is kept back"
                yield error("bad-yes-no", message, where, "write 'yes' or 'no'")


def _position(page: AuthoredPage, start: int) -> Where:
    before = page.text[:start]
    return Where(page.path, before.count("\n") + 1, len(before) - before.rfind("\n"))
