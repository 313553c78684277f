"""The whole story in one function: read → link → plan pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sourcebook.diagnostics import Diagnostic, Where, error, in_order
from sourcebook.exports.registry import EXPORTS
from sourcebook.geography.checks import check_places
from sourcebook.geography.outlines import outlines
from sourcebook.linking.link import AuthoredPage, LinkedCorpus, link, resolver
from sourcebook.linking.names import build_index
from sourcebook.linking.prose_html import page_to_html
from sourcebook.linking.tracking import Dependency, DependencyTracker, changed_dependencies, track
from sourcebook.model.corpus import Corpus
from sourcebook.model.place import Place
from sourcebook.model.record import Record
from sourcebook.pages.authored import read_authored_pages
from sourcebook.pages.builder import BuiltPage, PageBuilder
from sourcebook.pages.page import PagePlan, Urls
from sourcebook.pages.parts.tiles import Tiles
from sourcebook.pages.plan import plan_pages
from sourcebook.pages.render import Renderer, TemplateCache, TemplateFault
from sourcebook.reading.files import SourceFile, find_files
from sourcebook.reading.loader import Reading, load

OUTLINES = "assets/sourcebook/outlines.js"


@dataclass(frozen=True, slots=True)
class Options:
    """What a run needs to know. The `…_shown` names are how folders are written in messages."""

    sources: Path
    sources_shown: str = "sources"
    docs: Path | None = None
    docs_shown: str = "docs"
    docs_files: tuple[str, ...] | None = None
    """The pages below `docs` that are published; all, if None."""
    docs_labels: Mapping[str, str] = field(default_factory=dict)
    """The titles that the site's navigation gives pages, by address."""
    docs_markdown: Callable[[str], str] = page_to_html
    """How pages written by hand become HTML."""
    templates: Path | None = None
    directory_urls: bool = True
    site_url: str = ""
    """Where the site will be published, ending with a slash; empty if that is not known."""
    template_cache: TemplateCache | None = None
    tiles: Tiles | None = None
    """The tile service that maps show; without one they ask nothing of anybody."""


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is read and planned, and every problem met on the way, in order of file and line."""

    linked: LinkedCorpus
    tracked: LinkedCorpus
    """The same, which writes into `journal` what is read of it."""
    plans: tuple[PagePlan, ...]
    files: Mapping[str, bytes]
    """What the site holds beside its pages, by path: what it offers to take away, and the maps' outlines."""
    urls: Urls
    renderer: Renderer
    builder: PageBuilder
    tracker: DependencyTracker
    problems: tuple[Diagnostic, ...]
    changed: frozenset[Dependency] | None
    """What is no longer as it was remembered; None where nothing was."""

    @property
    def links(self) -> int:
        """How many links run between records: in prose, in fields, and as citations."""
        maps = (self.linked.backlinks, self.linked.incoming, self.linked.cited_for)
        return sum(len(found) for mapping in maps for found in mapping.values())


@dataclass(slots=True)
class Memory:
    """What is known from an earlier run, brought up to date by each: a run does no work for what has not changed."""

    files: dict[str, SourceFile] | None = None
    """Files as they were found; None where each is read every time."""
    readings: dict[str, Reading] = field(default_factory=dict)
    linked: LinkedCorpus | None = None
    authored_pages: tuple[AuthoredPage, ...] = ()
    overview_pages: dict[str, BuiltPage] = field(default_factory=dict)
    """Pages about many records, by address."""
    problems: tuple[Diagnostic, ...] = ()
    """What was wrong with the links."""

    def same(self, corpus: Corpus, pages: Sequence[AuthoredPage]) -> bool:
        """Whether linking would come out as it did."""
        if self.linked is None or corpus.broken or self.linked.corpus.broken:
            return False
        old = self.linked.corpus.records
        return (
            tuple(pages) == self.authored_pages
            and list(old) == list(corpus.records)
            and all(record is old[name] for name, record in corpus.records.items())
        )


def make_site(
    options: Options,
    last_good: Corpus | None = None,
    memory: Memory | None = None,
    *,
    trying: bool = True,
    workers: int = 1,
) -> Site:
    """Read the folder of sources, link it, and plan its pages. Touches nothing but the files it reads.

    `last_good` stands in for records that can no longer be read, so that a preview goes on. `trying`: the site's
    own templates are tried. `workers` is how many processes may be at it.
    """
    memory = memory or Memory()
    files, problems = find_files(options.sources, options.sources_shown, memory.files)
    corpus, found = load(files, last_good, memory.readings)
    problems += found
    hand_pages: list[AuthoredPage] = []
    if options.docs is not None:
        hand_pages, found = read_authored_pages(
            options.docs,
            options.docs_shown,
            options.docs_markdown,
            options.docs_files,
            options.docs_labels,
            resolver(corpus),
        )
        problems += found
    changed: frozenset[Dependency] | None = None
    if memory.linked and memory.same(corpus, hand_pages):
        linked, changed = replace(memory.linked, corpus=corpus), frozenset()
    else:
        linked, found = link(corpus, hand_pages, memory.linked, workers=workers)
        changed = frozenset(changed_dependencies(memory.linked, linked)) if memory.linked else None
        memory.problems = tuple(found)
    problems += [*memory.problems, *check_places(corpus)]
    urls = Urls(options.directory_urls)
    renderer = Renderer(options.templates, options.template_cache)
    downloads = {export.index: export.path for export in EXPORTS}
    journal = DependencyTracker()
    seen = track(linked, journal)
    plans = plan_pages(seen, urls, renderer, downloads, options.tiles, journal)
    # Of planned pages only: the one to search on is not among them, as it rests on more than the records.
    known = {
        plan.address: page
        for plan in plans
        if changed is not None and (page := memory.overview_pages.get(plan.address)) and not changed & page.read
    }
    maker = PageBuilder(renderer, journal, known)

    def address(record: Record) -> str:
        return options.site_url + urls.path(f"{record.address}/{record.id}")

    made = {export.path: export.make(linked, address) for export in EXPORTS}
    points = [(place.point[1], place.point[0]) for place in corpus.of_kind(Place) if place.point]
    if points:
        made[OUTLINES] = outlines(points)
    if trying and options.templates and options.templates.is_dir():  # those of ours have their tests
        problems += try_templates(plans, maker)
    memory.linked, memory.authored_pages, memory.overview_pages = linked, tuple(hand_pages), maker.overview_pages
    return Site(linked, seen, plans, made, urls, renderer, maker, journal, in_order(problems), changed)


def try_templates(plans: Iterable[PagePlan], maker: PageBuilder) -> list[Diagnostic]:
    """A problem for each kind of page that its template cannot make, tried on the first page of each folder, and of
    those below records."""
    problems: dict[str, Diagnostic] = {}
    tried: set[tuple[str, bool, int]] = set()
    for plan in plans:
        kind = plan.address.partition("/")[0], plan.is_index, plan.address.count("/")
        if kind in tried:
            continue
        tried.add(kind)
        try:
            maker.build(plan)
        except TemplateFault as fault:
            where = Where(f"sourcebook/{fault.template}", fault.line)
            hint = "mend the template in the theme's custom_dir"
            problems[str(where)] = error("template", fault.message, where, hint)
    return list(problems.values())


def count_names(options: Options, text: str) -> list[tuple[str, int]]:
    """How often `text` names each record, most often first: ids and counts."""
    files, _ = find_files(options.sources, options.sources_shown)
    index, _ = build_index(load(files)[0])
    counts = Counter(found.target for found in index.find(text))
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
