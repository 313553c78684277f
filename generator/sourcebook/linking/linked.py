"""The linked corpus: everything that one record shows of others, found once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sourcebook.diagnostics import Diagnostic, Where, error, warning
from sourcebook.linking.markup import TooWildError, to_html
from sourcebook.linking.mentions import Context, Prose, Resolve, Unknown, link_prose
from sourcebook.linking.names import NameIndex, build_index
from sourcebook.linking.neighbours import mentioned_with, related_sources
from sourcebook.linking.origins import circles_of_parts, find_origins
from sourcebook.linking.references import CitedFact, Reference, find_references, suggest
from sourcebook.model.actor import Actor
from sourcebook.model.corpus import Corpus, without_code
from sourcebook.model.document import Document
from sourcebook.model.place import Place
from sourcebook.model.record import Record
from sourcebook.model.shape import FieldPath, walk


@dataclass(frozen=True, slots=True)
class HandPage:
    """A page written by hand: its address on the site, its file as reported, its title, its text and HTML.

    `names` is false where its author wants only explicit ids to be links.
    """

    address: str
    is_index: bool
    path: str
    title: str
    text: str
    markup: str
    names: bool = True


@dataclass(frozen=True, slots=True)
class Backlink:
    """A mention seen from its target: who speaks of it, in which field, in which sentence, how often.

    `page` is the address of a page written by hand, where `origin` is no record.
    """

    origin: str
    field: str
    context: Context
    count: int
    page: HandPage | None = None


@dataclass(frozen=True, slots=True)
class LinkedCorpus:
    """A corpus and all that runs between its records, by id.

    `named` counts what a record's own prose names; `covers` what a source speaks of, by its text or by who cites it.
    """

    corpus: Corpus
    index: NameIndex
    prose: Mapping[tuple[str, FieldPath], Prose]
    backlinks: Mapping[str, tuple[Backlink, ...]]
    incoming: Mapping[str, tuple[Reference, ...]]
    cited_for: Mapping[str, tuple[CitedFact, ...]]
    named: Mapping[str, Mapping[str, int]]
    covers: Mapping[str, Mapping[str, int]]
    covered_by: Mapping[str, tuple[str, ...]]
    origins: Mapping[str, str]
    families: Mapping[str, tuple[str, ...]]
    mentioned_with: Mapping[str, tuple[tuple[str, int], ...]]
    related: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]

    def resolve(self, name: str) -> str | None:
        """What ``[[name]]`` shows: the record's title; empty for a record that cannot be read; None for none."""
        return resolver(self.corpus)(name)


def resolver(corpus: Corpus) -> Resolve:
    """How explicit ids in prose are understood in `corpus`."""

    def resolve(name: str) -> str | None:
        if record := corpus.records.get(name):
            return record.title
        return "" if name in corpus.broken else None

    return resolve


def link(corpus: Corpus, pages: Iterable[HandPage] = ()) -> tuple[LinkedCorpus, list[Diagnostic]]:
    """The corpus with everything that runs between its records, and every problem found on the way."""
    index, problems = build_index(corpus)
    references, found = find_references(corpus)
    problems += found
    origins, found = find_origins(corpus)
    problems += found + circles_of_parts(corpus)

    resolve = resolver(corpus)
    prose: dict[tuple[str, FieldPath], Prose] = {}
    backlinks: dict[str, list[Backlink]] = defaultdict(list)
    named: dict[str, dict[str, int]] = {name: {} for name in corpus.records}
    for record in corpus.records.values():
        linked_in: dict[str | int, set[str]] = defaultdict(set)
        for path, text in _prose_of(record):
            linked, found = _link_field(corpus, record, path, text, index, resolve, linked_in[path[0]])
            problems += found
            prose[record.id, path] = linked
            for mention in linked.mentions:
                backlinks[mention.target].append(Backlink(record.id, str(path[0]), mention.context, mention.count))
                if path[0] != "notes":
                    counts = named[record.id]
                    counts[mention.target] = counts.get(mention.target, 0) + mention.count
    for page in pages:
        linked, unknown = link_prose(page.markup, index if page.names else NameIndex({}), resolve)
        problems += [_nowhere(corpus, _find(page, u), u) for u in unknown]
        for mention in linked.mentions:
            backlinks[mention.target].append(Backlink("", "", mention.context, mention.count, page))

    incoming: dict[str, list[Reference]] = defaultdict(list)
    for reference in references.fields:
        incoming[reference.target].append(reference)
    cited_for: dict[str, list[CitedFact]] = defaultdict(list)
    cited_by: dict[str, list[str]] = defaultdict(list)
    for fact in references.citations:
        cited_for[fact.citation.source].append(fact)
        cited_by[fact.citation.source].append(fact.record)
    covers: dict[str, dict[str, int]] = {}
    for document in corpus.of_kind(Document):
        counts = dict(named[document.id])
        if document.mentions:  # counted in the text itself: better than what the digest or a citation lets one guess
            counts = dict(document.mentions)
        for name in cited_by[document.id]:
            counts.setdefault(name, 0)
        covers[document.id] = {
            name: n
            for name, n in counts.items()
            if name in corpus.records and not isinstance(corpus.records[name], Document)
        }
    ordered = {
        source: dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))) for source, counts in covers.items()
    }
    covered_by: dict[str, list[str]] = defaultdict(list)
    for source, counts in ordered.items():
        for target in counts:
            covered_by[target].append(source)
    families: dict[str, list[str]] = defaultdict(list)
    for source, origin in origins.items():
        families[origin].append(source)
    frozen = {target: tuple(sources) for target, sources in covered_by.items()}
    return LinkedCorpus(
        corpus,
        index,
        prose,
        {target: tuple(links) for target, links in backlinks.items()},
        {target: tuple(links) for target, links in incoming.items()},
        {source: tuple(facts) for source, facts in cited_for.items()},
        named,
        ordered,
        frozen,
        origins,
        {origin: tuple(members) for origin, members in families.items()},
        mentioned_with(_who_and_where(corpus, ordered)),
        related_sources(ordered, frozen),
    ), problems


def _who_and_where(corpus: Corpus, covers: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """What each source covers, of actors and places alone."""
    return {
        source: {name: n for name, n in counts.items() if isinstance(corpus.records[name], Actor | Place)}
        for source, counts in covers.items()
    }


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
) -> tuple[Prose, list[Diagnostic]]:
    try:
        markup = to_html(text)
    except TooWildError as reason:
        return Prose(), [error("too-wild", f"the text cannot be shown: {reason}", corpus.where(record.id, path))]
    linked, unknown = link_prose(markup, index, resolve, own=record.id, already=already)
    if record.id in corpus.broken:
        return linked, []  # an earlier state stands in for the file: what it said is no longer there to mend
    lines = corpus.line_map(record.id)
    problems = []
    for item in unknown:
        where = lines.where_in(path, _written(item), item.occurrence) if lines else Where(record.path)
        problems.append(_nowhere(corpus, where, item))
    for address in re.findall(r"\]\(\s*<?((?!https?://[^\s/]|mailto:)[^)\s>]*)", text) if "](" in text else ():
        where = lines.where_in(path, re.escape(f"]({address}")) if lines else Where(record.path)
        problems.append(
            warning(
                "bad-link",
                f"the link to '{address[:60]}' is left out",
                where,
                "links lead to https:// addresses, or to records as [[id]]",
            )
        )
    return linked, problems


def _nowhere(corpus: Corpus, where: Where, item: Unknown) -> Diagnostic:
    name = item.name
    if not item.whole:
        hint = "write [[id]] or [[id|words]], with plain words"
        return warning("unfinished-link", f"'[[{name}' begins a link that does not end", where, hint)
    if name.startswith(":"):
        hint = f"put [[{name}]] in a paragraph of its own, on a page in the folder of pages"
        return error("unknown-insert", f"'[[{name}]]' cannot stand in the middle of text", where, hint)
    return error("unknown-id", f"'[[{name}]]' leads nowhere: there is no such record", where, suggest(corpus, name))


def _written(item: Unknown) -> str:
    """A pattern for how an explicit link stands in a file."""
    return r"\[\[\s*" + re.escape(item.name) + (r"\s*(?:\||\]\])" if item.whole else "")


def _find(page: HandPage, item: Unknown) -> Where:
    found = list(re.finditer(_written(item), without_code(page.text)))
    if item.occurrence >= len(found):
        return Where(page.path)
    before = page.text[: found[item.occurrence].start()]
    return Where(page.path, before.count("\n") + 1, len(before) - before.rfind("\n"))
