"""What templates can ask about the corpus from one page: links, prose, citations, names, boxes, lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from markupsafe import Markup, escape

from sourcebook.linking.corpus import Backlink, LinkedCorpus
from sourcebook.linking.mentions import Link, LinkedProse
from sourcebook.linking.tags import Tag, tags_of
from sourcebook.linking.tracking import DependencyTracker
from sourcebook.model.document import TITLES, Document
from sourcebook.model.editors import Editors
from sourcebook.model.languages import direction, language_name
from sourcebook.model.record import Citation, Name, Profile, Record
from sourcebook.model.schema import FieldSchema, schema_of
from sourcebook.pages.bylines import by_whom, byline, title_attributes
from sourcebook.pages.page import Urls
from sourcebook.pages.parts.atlas import Atlas
from sourcebook.pages.parts.backlinks import MentionGroup, group_mentions
from sourcebook.pages.parts.field_values import external_link, field_value
from sourcebook.pages.parts.tiles import Tiles
from sourcebook.pages.safe_markup import is_right_to_left, isolated, safe
from sourcebook.provenance.queries import CorpusQueries
from sourcebook.words import language, say, say_markup

METHOD = "method"
"""The address of the page that says how figures are made and what words mean."""
TAGS = "tags"
"""The address of the page of all tags; each tag's own page stands below it."""


class View:
    """The corpus as seen from one page."""

    def __init__(
        self,
        linked: LinkedCorpus,
        urls: Urls,
        address: str = "",
        is_index: bool = False,
        tiles: Tiles | None = None,
        tracker: DependencyTracker | None = None,
        editors: Editors | None = None,
    ) -> None:
        self.linked, self.urls, self.tiles = linked, urls, tiles
        self.editors = editors or Editors()
        self._path = urls.path(address, is_index)
        tracker = tracker or DependencyTracker()
        self.memoize, self.memo = tracker.memoize, tracker.memo
        self.corpus = linked.corpus
        self.queries = CorpusQueries(linked, tracker)
        self.root = urls.up(address, is_index)

    @property
    def atlas(self) -> Atlas:
        """Every place on the map."""
        return self.memoize("atlas", lambda: Atlas(self.linked.places_on_map))

    # Links ---------------------------------------------------------------------------------------

    def href(self, record: Record, anchor: str = "") -> str:
        """The way to a record's page."""
        return f"{self.root}{self.urls.path(f'{record.address}/{record.id}')}{'#' + anchor if anchor else ''}"

    def href_index(self, address: str) -> str:
        """The way to an index page."""
        return self.root + self.urls.path(address, is_index=True)

    def method(self, anchor: str, words: object) -> Markup:
        """A link into the page of the method, to what a word or a figure means."""
        return Markup('<a class="sb-link--term" href="{}#{}">{}</a>').format(self.href_index(METHOD), anchor, words)

    def report_address(self, title: str, anchor: str = "") -> str:
        """Where a reader reports a mistake on this page, or in the part of it at `anchor`; empty without a contact."""
        return self.editors.report_address(title, f"{self._path}{'#' + anchor if anchor else ''}")

    def href_list(self, record: Record, anchor: str) -> str:
        """The way to the page of a record's long list."""
        return self.root + self.urls.path(f"{record.address}/{record.id}/{anchor}")

    def ref(self, record_id: str, words: str = "", anchor: str = "") -> Markup:
        """A link to a record; the words alone (or the id as written) where there is no such record."""
        record = self.corpus.records.get(record_id)
        if record is None:
            return escape(words or record_id)
        if not words and not anchor:
            if (known := self.memo.get((self.root, record_id))) is None:
                attributes = title_attributes(record)
                title = escape(record.title) if attributes else isolated(record.title)
                known = safe(f'<a href="{self.href(record)}"{attributes}>{title}</a>')
                self.memo[self.root, record_id] = known
            return known
        # An f-string: `Markup.format` takes ten times as long, and pages are made of links. Addresses are safe by
        # their making: ids are small letters, digits and hyphens.
        own = "" if words else title_attributes(record)
        return safe(f'<a href="{self.href(record, anchor)}"{own}>{isolated(words or record.title)}</a>')

    def tag_link(self, tag: Tag) -> Markup:
        """A link to the page of a tag."""
        address = self.urls.path(f"{TAGS}/{tag.slug}")
        return safe(f'<a href="{self.root}{address}" rel="tag" dir="auto">{escape(tag.label)}</a>')

    def tags_index(self) -> Markup:
        """A link to the page of all tags."""
        return Markup('<a href="{}">{}</a>').format(self.href_index(TAGS), say("Tags"))

    def refs(self, ids: Iterable[str]) -> Markup:
        """Links with commas between them."""
        return safe(", ".join([self.ref(record_id) for record_id in ids]))

    def ended(self, words: str) -> Markup:
        """Words that end a sentence, with a full stop unless they have one, as 'Ltd.' has."""
        return escape(words) + ("" if re.search(r"[.!?…](?:</a>)?$", words) else ".")

    def prose(self, record: Record, *path: str | int) -> Markup:
        """A prose field as markup with its links."""
        markup = self.markup(self.linked.prose.get((record.id, path), LinkedProse()))
        return safe(str(markup).replace("<p>", '<p dir="auto">')) if is_right_to_left(markup) else markup

    def inline(self, record: Record, *path: str | int) -> Markup:
        """A prose field that is one paragraph, without the paragraph's tags."""
        markup = str(self.markup(self.linked.prose.get((record.id, path), LinkedProse()))).strip()
        if markup.startswith("<p>") and markup.endswith("</p>") and markup.count("<p>") == 1:
            markup = markup[3:-4]
        return safe(f"<bdi>{markup}</bdi>" if is_right_to_left(markup) else markup)

    def words(self, record: Record, *path: str | int) -> str:
        """A prose field as text on one line."""
        return self.linked.prose.get((record.id, path), LinkedProse()).words()

    def opening(self, record: Record, field: str, length: int) -> str:
        """The beginning of a prose field as text on one line, longer than `length` if the field is."""
        return self.linked.prose.get((record.id, (field,)), LinkedProse()).opening(length)

    def markup(self, prose: LinkedProse) -> Markup:
        """Prose with its links as seen from this page."""
        parts = [self.ref(part.target, part.words) if isinstance(part, Link) else part for part in prose.parts]
        return safe("".join(parts))  # those between links are sanitised already

    # Sources -------------------------------------------------------------------------------------

    def short_label(self, document: Document, *, titled: bool = False) -> str:
        """A few words for a source: who published or wrote it, else its title, and the date, if only 'undated'.

        `titled`: its title stands beside them anyway.
        """
        who = (byline if titled else by_whom)(document, self.corpus.records)
        place = ("short", document.id, titled)
        if (said := self.memo.get(place)) is None:
            date = document.published.short if document.published else say("undated")
            said = self.memo[place] = ", ".join(filter(None, (who, date)))
        return said

    def cite(self, citations: Sequence[Citation], basis: str | None = None) -> Markup:
        """The sources of a fact, in small type behind it: what each of them does, and through whom it has it.

        Says where the fact comes from if not from a source, and so where there is nothing to say.
        """
        if not citations:
            if basis:
                return Markup('<span class="sb-citation sb-citation--basis">%s</span>') % say(
                    "%(basis)s; not from a source here", basis=basis
                )
            return Markup('<span class="sb-citation sb-citation--none">%s</span>') % say("no source given")
        items = [self._citation(citation) for citation in citations]
        if basis:
            items.append(escape(basis))
        return Markup('<span class="sb-citation">%s</span>') % Markup("; ").join(items)

    def _citation(self, citation: Citation) -> Markup:
        document = self.corpus.records.get(citation.source)
        if not isinstance(document, Document):
            return escape(citation.source)
        link = (self.href(document), document.title, self.short_label(document))
        item = self.chain(citation) + Markup('<a href="%s" title="%s">%s</a>') % link
        if citation.locator:
            item += Markup(" %s") % citation.locator
        if not citation.speaks or citation.says == "foretells":
            item = Markup("<em>%s:</em> ") % say(citation.says_term.label) + item
        if citation.described_as:
            item += say_markup(" as “%(words)s”", words=citation.described_as)
        if citation.note:
            item += Markup(" (%s)") % citation.note
        return item + self.fate(document)

    def chain(self, citation: Citation) -> Markup:
        """Whom a source has something from, earliest first, each with an arrow behind it; empty where it has it from
        nobody."""
        arrow = Markup(' <span aria-label="{}">→</span> ').format(say("then")) if citation.via else Markup("")
        return Markup("").join(self.ref(voice) + arrow for voice in citation.via)

    def fate(self, document: Document) -> Markup:
        """That a source was withdrawn or corrected by its publisher, wherever it is cited; empty where it was not."""
        if document.retracted:
            words = say("withdrawn by its publisher")
        elif document.versions:
            words = say("corrected by its publisher")
        else:
            return Markup("")
        return Markup(' <strong class="sb-citation__fate">{}</strong>').format(words)

    # Names ---------------------------------------------------------------------------------------

    def all_names(self, record: Profile) -> list[Name]:
        """The record's other names, those in other languages first."""
        return sorted(record.names, key=lambda name: name.lang in (None, language()))

    def lead_names(self, record: Profile) -> list[tuple[Name, str]]:
        """The names shown under the title: those in other languages, with which, and a few of the others."""
        languages: dict[str, list[str]] = {}
        first: dict[str, Name] = {}
        for name in self.all_names(record):
            first.setdefault(name.name, name)
            if name.lang not in (None, language()):
                languages.setdefault(name.name, []).append(language_name(str(name.lang)))
        names = [(name, ", ".join(languages.get(text, ()))) for text, name in first.items()]
        return names[: len(languages) + 4]

    def name(self, name: Name) -> Markup:
        """A name with its language and direction."""
        if not name.lang:
            return escape(name.name)
        return Markup('<bdi lang="%s" dir="%s">%s</bdi>') % (name.lang, direction(name.lang), name.name)

    # Boxes ---------------------------------------------------------------------------------------

    def box(self, record: Record, special: Mapping[str, Markup] | None = None) -> Iterator[tuple[str, Markup, bool]]:
        """The labelled fields of a record's box, in declared order: label, value, whether it is known.

        `special` gives the markup of fields that a page kind shows in a way of its own; an empty one leaves it out.
        """
        for field in schema_of(type(record)):
            value = getattr(record, field.name)
            if special and field.name in special:
                if special[field.name]:
                    yield say(field.label), special[field.name], True
            elif not field.boxed:
                continue
            elif value or value is False:
                shown = self.field_value(field, value)
                if basis := record.basis.get(field.key):
                    shown += Markup(' <small class="sb-box__basis">{}</small>').format(basis)
                yield say(field.label), shown, True
            elif field.unknown or field.key in record.refused_fields:
                yield say(field.label), escape(self.lacking(record, field.key, say(field.unknown))), False
        if record.tags:
            yield say("Tags"), Markup(", ").join(self.tag_link(tag) for tag in tags_of(record, self.linked.tags)), True
        if record.links:
            away = [self.external_link(address, say(words)) for words, address in record.links.addresses()]
            yield say("Elsewhere"), Markup(", ").join(away), True

    def lacking(self, record: Record, field: str, words: str) -> str:
        """What stands for a field without a value: `words`, unless the file has one that cannot be read."""
        return say("cannot be read as it is written") if field in record.refused_fields else words

    def field_value(self, field: FieldSchema, value: object) -> Markup:
        """A field's value for people."""
        return field_value(field, value, self.ref)

    @staticmethod
    def external_link(address: str, words: str) -> Markup:
        """A link that leaves the site."""
        return external_link(address, words)

    # Lists ---------------------------------------------------------------------------------------

    def mentions(self, record: Record) -> list[MentionGroup]:
        """Where a record is mentioned, grouped by kind, in the order of the site's navigation."""
        return group_mentions(self.linked.backlinks.get(record.id, ()), self.corpus.records)

    def source_of_mention(self, link: Backlink) -> Markup:
        """A link to the place that mentions the record: each prose field has an anchor of its name."""
        if link.page:
            return Markup('<a href="{}">{}</a>').format(
                self.root + quote(self.urls.path(link.page.address, link.page.is_index)), link.page.title
            )
        return self.ref(link.origin, anchor="" if link.field in TITLES else link.field.replace("_", "-"))
