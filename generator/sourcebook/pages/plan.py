"""Every page the site has, planned: what it is called, where it stands, how it is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from sourcebook.diagnostics import Diagnostic
from sourcebook.linking.corpus import LinkedCorpus
from sourcebook.linking.names import key
from sourcebook.linking.tracking import DependencyTracker, with_summaries
from sourcebook.model.editors import Editors
from sourcebook.model.question import STATUSES, Question
from sourcebook.model.record import Profile, Record
from sourcebook.model.values import Term
from sourcebook.pages.kinds import actor, document, event, place, question
from sourcebook.pages.page import Download, Page, PagePlan, Section, Urls, shortened
from sourcebook.pages.parts.facets import facets_of
from sourcebook.pages.parts.list_pages import LIST_LIMIT, LONG_LISTS, LongList, long_lists, with_long_lists
from sourcebook.pages.parts.not_published import not_published
from sourcebook.pages.parts.own_fields import own_keywords, with_own_sections
from sourcebook.pages.parts.refers import REFERS, REFERS_HEADING, refers_markup
from sourcebook.pages.parts.search_text import keywords
from sourcebook.pages.parts.tiles import Tiles
from sourcebook.pages.record_page import RecordPage
from sourcebook.pages.render import Blocks, Renderer
from sourcebook.pages.sections import SectionNames, filled, misfits
from sourcebook.pages.site import compare_page, gaps_page, map_page, method_page, search_page, tag_pages, timeline_page
from sourcebook.pages.site_page import SitePage
from sourcebook.pages.view import View
from sourcebook.words import say, say_count

RECORD_PAGES: tuple[RecordPage[Any], ...] = (
    document.PAGE,
    actor.PAGE,
    place.PAGE,
    event.PAGE,
    question.PAGE,
)
"""Every page kind, in the order of the site's navigation."""

SITE_PAGES: tuple[SitePage, ...] = (
    map_page.PAGE,
    timeline_page.PAGE,
    compare_page.PAGE,
    gaps_page.PAGE,
    method_page.PAGE,
)
"""Every page about the whole corpus."""

INDEX_SECTIONS: SectionNames = (("list", ""),)
"""The sections of an index."""


def section_names() -> dict[str, tuple[list[str], list[str]]]:
    """For each template that pages are made of: its sections, and its other blocks, which pages of long lists show."""
    found = {
        page.template: (
            [block for block, _ in page.sections],
            [declared.block for declared in LONG_LISTS if page.kind in declared.kinds],
        )
        for page in RECORD_PAGES
    }
    others = [(page.template, page.sections) for page in SITE_PAGES]
    others += [(tag_pages.TAG_TEMPLATE, tag_pages.TAG_SECTIONS), (tag_pages.TAGS_TEMPLATE, tag_pages.TAGS_SECTIONS)]
    others += [("index.html", INDEX_SECTIONS), (search_page.TEMPLATE, search_page.SECTIONS), ("more.html", ())]
    return {**found, **{template: ([block for block, _ in sections], []) for template, sections in others}}


def check_templates(renderer: Renderer) -> list[Diagnostic]:
    """What is wrong with the blocks of the site's own templates. Raises TemplateFault for one that cannot be read."""
    problems: list[Diagnostic] = []
    for template, (sections, others) in section_names().items():
        outline = renderer.outline(template) if renderer.has_own(template) else None
        problems += misfits(outline, sections, others) if outline else ()
    return problems


def plan_pages(
    linked: LinkedCorpus,
    urls: Urls,
    renderer: Renderer,
    downloads: Mapping[str, Sequence[Download]] | None = None,
    tiles: Tiles | None = None,
    tracker: DependencyTracker | None = None,
    editors: Editors | None = None,
) -> tuple[PagePlan, ...]:
    """A plan for each record's page, each kind's index, each tag's page, and each page about the whole corpus.

    `downloads` gives the files that an index offers to take away, by the index's address; `tiles` is the tile service
    that maps show, if any; `tracker` keeps what pages share; `editors` is who makes the site, if anybody is named.
    """
    plans: list[PagePlan] = []
    tracker = tracker or DependencyTracker()
    popular = with_long_lists(linked)
    lists = with_summaries(linked)  # a digest that changes changes no list
    for page_kind in RECORD_PAGES:
        records = linked.corpus.of_kind(page_kind.kind)
        offered = (downloads or {}).get(page_kind.kind.address, ())
        plans.append(_plan_index(page_kind, lists, urls, renderer, offered))
        for record in records:
            has_lists = record.id in popular
            plans += _plan_record(page_kind, record, linked, urls, renderer, tiles, tracker, has_lists, editors)
    plans += tag_pages.plan_tag_pages(lists, urls, renderer, RECORD_PAGES)
    plans += [
        _plan_site_page(page, View(lists, urls, page.address, True, tiles, tracker, editors), renderer)
        for page in SITE_PAGES
    ]
    return tuple(plans)


def _plan_site_page(declared: SitePage, view: View, renderer: Renderer) -> PagePlan:
    title, intro = say(declared.title), say(declared.intro)

    def build(edit_url: str | None) -> Page:
        blocks = renderer.blocks(
            declared.template,
            {"view": view, "title": title, "intro": intro, **declared.values(view)},
        )
        return Page(
            title,
            intro,
            "whole",
            blocks["lead"],
            filled(declared.sections, blocks),
            Markup(""),
            Markup(""),
        )

    return PagePlan(declared.address, title, None, True, build)


def _plan_record(
    page_kind: RecordPage[Any],
    record: Record,
    linked: LinkedCorpus,
    urls: Urls,
    renderer: Renderer,
    tiles: Tiles | None,
    tracker: DependencyTracker,
    has_lists: bool,
    editors: Editors | None,
) -> Iterator[PagePlan]:
    """The record's page, and those of its long lists, if it can have some."""
    name, address = record.id, f"{record.address}/{record.id}"

    def blocks_at(place: str, edit_url: str | None = None, whole: bool = False) -> tuple[View, Record, Blocks]:
        view = View(linked, urls, place, False, tiles, tracker, editors)
        record = linked.corpus.records[name]  # asked for, so that it is known to have been read
        values = {"view": view, "record": record, "edit_url": edit_url, "whole": whole, "most": LIST_LIMIT}
        return view, record, renderer.blocks(page_kind.template, {**values, **page_kind.values(view, record)})

    def build(edit_url: str | None) -> Page:
        view, record, blocks = blocks_at(address, edit_url)
        sections = filled(page_kind.sections, blocks)
        shown = {section.anchor: section.html for section in sections}
        refers = refers_markup(view, record, lambda block: shown.get(block, ""), LIST_LIMIT if refers_is_long else None)
        last = (Section(REFERS, say(REFERS_HEADING), refers),) if refers else ()
        return Page(
            record.title,
            shortened(page_kind.describe(view, record)),
            record.noun,
            Markup(not_published(record) + blocks["lead"]),
            (*with_own_sections(sections, view, record), *last),
            blocks["box"],
            blocks["aside"],
            " ".join(filter(None, (keywords(record), own_keywords(view, record)))),
            facets_of(view, record),
        )

    long = tuple(long_lists(linked, record)) if has_lists else ()
    refers_is_long = any(declared.block == REFERS for declared in long)
    yield PagePlan(address, record.title, record.path, False, build)
    for declared in long:
        heading = say(declared.heading or dict(page_kind.sections)[declared.block])
        place = f"{address}/{declared.anchor}"
        title = say("%(title)s: %(list)s", title=record.title, list=heading.lower())

        def build_list(
            _: str | None, declared: LongList = declared, heading: str = heading, place: str = place, title: str = title
        ) -> Page:
            view, record, blocks = blocks_at(place, whole=True)
            lead = renderer.blocks("more.html", {"view": view, "record": record, "heading": heading})["lead"]
            if declared.block == REFERS:
                html = refers_markup(view, record, lambda block: blocks[block], None)
            else:
                html = blocks[declared.block]
            sections = (Section(declared.anchor, "", html),)
            return Page(title, shortened(title), "more", lead, sections, Markup(""), Markup(""), searched=False)

        yield PagePlan(place, title, None, False, build_list)


FIRST_ROWS = 200
"""So many rows of an index are shown at first; the script has the others at hand."""


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A record's line in an index: its cells, each with its label, its markup and what it sorts by; its kind; words."""

    cells: tuple[tuple[str, Markup, str | int], ...]
    kind: str
    words: str


def _plan_index(
    page_kind: RecordPage[Any],
    linked: LinkedCorpus,
    urls: Urls,
    renderer: Renderer,
    downloads: Sequence[Download],
) -> PagePlan:
    kind = page_kind.kind
    title, intro = say(kind.plural).capitalize(), say(page_kind.intro)

    def build(edit_url: str | None) -> Page:
        view = View(linked, urls, kind.address, is_index=True)
        records = sorted(linked.corpus.of_kind(kind), key=page_kind.order)
        rows = [
            IndexRow(
                tuple(
                    (column.label, column.cell(view, record), column.sort(view, record)) for column in page_kind.columns
                ),
                record.kind.key,
                _words(record),
            )
            for record in records
        ]
        terms = STATUSES if kind is Question else linked.corpus.vocabulary.kinds[kind.folder].values()
        used: list[Term] = [term for term in terms if any(record.kind == term for record in records)]
        blocks = renderer.blocks(
            "index.html",
            {
                "view": view,
                "title": title,
                "intro": intro,
                "columns": page_kind.columns,
                "rows": rows,
                "first": FIRST_ROWS,
                "kinds": used,
                "noun": kind.noun,
                "plural": kind.plural,
                "downloads": downloads,
            },
        )
        return Page(
            title,
            shortened(f"{say_count(len(records), kind.noun, kind.plural)}. {intro}"),
            "index",
            blocks["lead"],
            filled(INDEX_SECTIONS, blocks),
            Markup(""),
            Markup(""),
        )

    return PagePlan(kind.address, title, None, True, build)


def _words(record: Record) -> str:
    """What the filter of an index finds a record by, beside what its row shows: folded."""
    names = [record.id, *record.tags]
    if isinstance(record, Profile):
        names += [name.name for name in record.names]
    return " ".join(dict.fromkeys(key(name) for name in names))
