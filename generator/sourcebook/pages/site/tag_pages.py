"""The page of each tag, with all records that carry it, and the page of all tags."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from sourcebook.linking.corpus import LinkedCorpus
from sourcebook.linking.tags import tag_key
from sourcebook.model.corpus import KINDS
from sourcebook.model.record import Record
from sourcebook.pages.page import Page, PagePlan, Urls, shortened
from sourcebook.pages.record_page import RecordPage
from sourcebook.pages.render import Renderer
from sourcebook.pages.sections import SectionNames, filled
from sourcebook.pages.view import TAGS, View
from sourcebook.words import say, say_n, to_be_said

TAG_TEMPLATE, TAGS_TEMPLATE = "tag.html", "tags.html"
TAG_SECTIONS: SectionNames = tuple((kind.address, kind.plural) for kind in KINDS)
"""The sections of a tag's page: the records of each kind."""
TAGS_SECTIONS: SectionNames = (("list", ""),)
"""The section of the page of all tags."""
_TITLE = to_be_said("Tags")
_INTRO = to_be_said("The words by which records are sorted, each with all that carry it.")


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag in the list of all: its link, how many records carry it, and what it means, if the vocabulary says so."""

    link: Markup
    count: int
    meaning: str


def plan_tag_pages(
    linked: LinkedCorpus, urls: Urls, renderer: Renderer, page_kinds: Sequence[RecordPage[Any]]
) -> Iterator[PagePlan]:
    """The page of all tags and then each tag's; nothing where no record has a tag.

    `linked` has summaries of records.
    """
    if not linked.tags:
        return
    yield _plan_index(linked, urls, renderer)
    order = {page_kind.kind.address: page_kind.order for page_kind in page_kinds}
    meanings = _meanings(linked)
    for key in sorted(linked.tags, key=lambda key: linked.tags[key].slug):
        yield _plan_tag(key, linked, urls, renderer, order, meanings.get(key, ""))


def _meanings(linked: LinkedCorpus) -> dict[str, str]:
    return {tag_key(tag): meaning for tag, meaning in linked.corpus.vocabulary.tags.items()}


def _plan_index(linked: LinkedCorpus, urls: Urls, renderer: Renderer) -> PagePlan:
    title, intro = say(_TITLE), say(_INTRO)

    def build(edit_url: str | None) -> Page:
        view = View(linked, urls, TAGS, is_index=True)
        meanings = _meanings(linked)
        rows = [
            TagRow(view.tag_link(tag), len(linked.records_by_tag[key]), meanings.get(key, ""))
            for key, tag in sorted(linked.tags.items(), key=lambda item: (item[1].label.casefold(), item[0]))
        ]
        blocks = renderer.blocks(TAGS_TEMPLATE, {"view": view, "title": title, "intro": intro, "rows": rows})
        description = f"{say_n('%(number)s tag', '%(number)s tags', len(rows))}. {intro}"
        sections = filled(TAGS_SECTIONS, blocks)
        return Page(title, shortened(description), "index", blocks["lead"], sections, Markup(""), Markup(""))

    return PagePlan(TAGS, title, None, True, build)


def _plan_tag(
    key: str,
    linked: LinkedCorpus,
    urls: Urls,
    renderer: Renderer,
    order: dict[str, Callable[[Any], Any]],
    meaning: str,
) -> PagePlan:
    tag = linked.tags[key]
    address, title = f"{TAGS}/{tag.slug}", say("Tag: %(tag)s", tag=tag.label)

    def build(edit_url: str | None) -> Page:
        view = View(linked, urls, address)
        label = linked.tags[key].label  # asked for, so that it is known to have been read
        records = [linked.corpus.records[name] for name in linked.records_by_tag[key]]
        groups: dict[str, list[Record]] = {address: [] for address in order}
        for record in records:
            groups[record.address].append(record)
        listed = {address: sorted(found, key=order[address]) for address, found in groups.items()}
        number = say_n("%(number)s record", "%(number)s records", len(records))
        values = {"view": view, "label": label, "meaning": meaning, "number": number, "groups": listed}
        blocks = renderer.blocks(TAG_TEMPLATE, values)
        sections = tuple(replace(section, heading=section.heading.capitalize(), searched=False)
            for section in filled(TAG_SECTIONS, blocks))
        description = shortened(": ".join(filter(None, (say("Tag: %(tag)s", tag=label), meaning or number))))
        return Page(title, description, "tag", blocks["lead"], sections, Markup(""), Markup(""))

    return PagePlan(address, title, None, False, build)
