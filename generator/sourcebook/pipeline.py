"""The whole story in three functions: `load_corpus` → `link_corpus` → `plan_site`; `make_site` is all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sourcebook.diagnostics import Diagnostic, in_order
from sourcebook.exports.registry import EXPORTS
from sourcebook.geography.checks import check_places
from sourcebook.geography.outlines import outlines
from sourcebook.linking.corpus import AuthoredPage, LinkedCorpus, resolver
from sourcebook.linking.link import PreviousLinks, find_links, same_records
from sourcebook.linking.prose_html import page_to_html
from sourcebook.linking.tags import find_tags
from sourcebook.linking.tracking import Dependency, DependencyTracker, changed_dependencies, track
from sourcebook.model.corpus import Corpus
from sourcebook.model.place import Place
from sourcebook.model.record import Record
from sourcebook.model.vocabulary import Vocabulary
from sourcebook.options import Options
from sourcebook.pages.authored import pages_in, read_authored_pages, same_addresses
from sourcebook.pages.builder import BuiltPage, PageBuilder
from sourcebook.pages.former_addresses import former_pages
from sourcebook.pages.page import Download, PagePlan, Urls
from sourcebook.pages.plan import plan_pages
from sourcebook.pages.render import Renderer
from sourcebook.pages.template_check import try_templates
from sourcebook.provenance.cooccurrence import discriminating_subjects_of
from sourcebook.provenance.weighing import weigh
from sourcebook.provenance.withheld_names import names_withheld
from sourcebook.provenance.withholding import Withheld, withhold_read
from sourcebook.reading.files import SourceFile, find_files
from sourcebook.reading.loader import Reading, load
from sourcebook.reading.vocabulary_file import read_vocabulary

OUTLINES = "assets/sourcebook/outlines.js"


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is read and planned: its pages are made when they are wanted."""

    linked: LinkedCorpus
    """The corpus, linked."""
    tracked: LinkedCorpus
    """The same, which writes into `tracker` what is read of it."""
    plans: tuple[PagePlan, ...]
    """Its pages: of each kind the index and then the records', in the order of the navigation; then those about
    the whole corpus. Each address once."""
    files: Mapping[str, bytes]
    """What the site holds beside its pages, by '/'-separated path from its root: what it offers to take away, and
    the maps' outlines."""
    former_pages: Mapping[str, bytes]
    """Small pages at addresses that records had before, by path. Pages written by hand take the place of these."""
    urls: Urls
    """How its pages lead to one another."""
    renderer: Renderer
    """Fills the templates, the site's own before ours."""
    builder: PageBuilder
    """Makes its pages from their plans."""
    tracker: DependencyTracker
    """What is being read while a page is made."""
    problems: tuple[Diagnostic, ...]
    """Every problem met on the way, in order of file and line, each once."""
    changed: frozenset[Dependency] | None
    """What is no longer as it was remembered; None where nothing was."""

    @property
    def links(self) -> int:
        """How many links run between records: in prose, in fields, and as citations."""
        maps = (self.linked.backlinks, self.linked.incoming, self.linked.cited_for)
        return sum(len(found) for mapping in maps for found in mapping.values())


@dataclass(frozen=True, slots=True)
class LoadedCorpus:
    """What the files of a project say, and what was met on the way: the next run need not read it again."""

    corpus: Corpus
    """The records that could be read and are published, and where each of their values stands in its file."""
    authored_pages: tuple[AuthoredPage, ...]
    """The pages written by hand, in order of path."""
    files: dict[str, SourceFile] | None
    """Files as they were found, by path; None where each is read every time."""
    readings: dict[str, Reading]
    """What each file said, by path."""
    withheld: Withheld | None = None
    """What is kept back of it; None where nobody asked."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known from an earlier run: the next one does no work for what has not changed."""

    files: Mapping[str, SourceFile] | None = None
    """Files as they were found, by path; None where each is read every time."""
    readings: Mapping[str, Reading] = field(default_factory=dict)
    """What each file said, by path."""
    linked: LinkedCorpus | None = None
    """The corpus as it was linked; None where nothing was."""
    authored_pages: tuple[AuthoredPage, ...] = ()
    """The pages written by hand, in order of path."""
    overview_pages: Mapping[str, BuiltPage] = field(default_factory=dict)
    """Pages about many records, by address, as far as they have been made."""
    problems: tuple[Diagnostic, ...] = ()
    """What was wrong between the records."""

    def said_with(self, vocabulary: Vocabulary) -> Memory:
        """It, as far as it holds with these words: with others than the earlier run had, only the files as found."""
        known = self.linked is None or self.linked.corpus.vocabulary == vocabulary
        return self if known else Memory(self.files)

    def same(self, loaded: LoadedCorpus) -> bool:
        """Whether linking would come out as it did."""
        corpus = loaded.corpus
        if self.linked is None or corpus.broken or self.linked.corpus.broken:
            return False
        old = self.linked.corpus.records
        return (
            loaded.authored_pages == self.authored_pages
            and list(old) == list(corpus.records)
            and (corpus.withheld, corpus.joined) == (self.linked.corpus.withheld, self.linked.corpus.joined)
            and all(record is old[name] for name, record in corpus.records.items())
        )


def load_records(
    options: Options, last_good: Corpus | None = None, memory: Memory | None = None, *, in_full: bool = False
) -> tuple[LoadedCorpus, list[Diagnostic]]:
    """What the records say, without any page written by hand, and what is wrong with any of their files.

    What is kept back is not in its corpus; without `in_full` no problem tells a word of it.
    `last_good` stands in for records that can no longer be read, so that a preview goes on. What `memory` has of files
    that have not changed is not read again.
    """
    words = read_vocabulary(options.sources, options.sources_shown)
    memory = (memory or Memory()).said_with(words.vocabulary)
    known, readings = None if memory.files is None else dict(memory.files), dict(memory.readings)
    files, problems = find_files(options.sources, options.sources_shown, known)
    corpus, found = load(files, last_good, readings, words.vocabulary)
    kept = withhold_read(corpus, files, memory.linked.corpus if memory.linked else last_good)
    loaded = LoadedCorpus(kept.corpus, (), known, readings, kept)
    return loaded, [*words.problems, *problems, *(found if in_full else kept.without_words(found))]


def load_corpus(options: Options, *, in_full: bool = False) -> tuple[LoadedCorpus, list[Diagnostic]]:
    """What the records and the pages written by hand say, and what is wrong with any of these files: see above."""
    loaded, problems = load_records(options, in_full=in_full)
    if options.docs is None:
        return loaded, problems
    files, urls = list(pages_in(options.docs, options.docs_shown)), Urls(options.directory_urls)
    pages, found = read_authored_pages(files, page_to_html, resolver(loaded.corpus), loaded.corpus.withheld)
    found += same_addresses((file.path, urls.file(file.address, file.is_index)) for file in files)
    return replace(loaded, authored_pages=tuple(pages)), problems + found


def link_records(
    corpus: Corpus, pages: Iterable[AuthoredPage] = (), before: PreviousLinks | None = None, *, workers: int = 1
) -> tuple[LinkedCorpus, list[Diagnostic]]:
    """A corpus with all that runs between its records and what its sources rest on, and what is wrong between them.

    What `before` has is taken from there where it would come out the same. `workers` is how many processes may work.
    """
    links, problems = find_links(corpus, pages, before, workers=workers)
    weight, found = weigh(corpus, links, same_records(before, corpus))
    families, coverage = weight.copying, weight.coverage
    tags, records_by_tag = find_tags(corpus)
    problems += found
    linked = LinkedCorpus(
        corpus=corpus,
        index=links.index,
        prose=links.prose,
        backlinks=links.backlinks,
        incoming=links.incoming,
        cited_for=links.cited_for,
        mention_counts=links.mention_counts,
        subjects_by_source=coverage.subjects_by_source,
        sources_by_subject=coverage.sources_by_subject,
        discriminating_subjects=discriminating_subjects_of(coverage.sources_by_subject),
        origin_by_source=families.family_of,
        copied_from=families.copied_from,
        withdrawn=families.withdrawn,
        known_from=weight.known_from,
        origin_groups=weight.origin_groups,
        main_subjects=coverage.main_subjects,
        places_on_map={place.id: place for place in corpus.of_kind(Place) if place.point},
        reports_by_record=coverage.reports_by_record,
        support_by_subject=coverage.support_by_subject,
        silent_by_subject=coverage.silent_by_subject,
        tags=tags,
        records_by_tag=records_by_tag,
        prose_by_record=links.prose_by_record,
        references=links.references,
        mentions_by_record=links.mentions_by_record,
        problems_in_fields=links.problems_in_fields,
    )
    return linked, problems


def link_corpus(
    loaded: LoadedCorpus, before: LinkedCorpus | None = None, *, workers: int = 1
) -> tuple[LinkedCorpus, list[Diagnostic]]:
    """The corpus with all that runs between its records, and what is wrong between them: links, origins, positions.

    What `before` has is taken from there where it would come out the same. `workers` is how many processes may work.
    """
    linked, problems = link_records(loaded.corpus, loaded.authored_pages, before, workers=workers)
    return linked, problems + check_places(loaded.corpus)


def plan_site(
    options: Options,
    linked: LinkedCorpus,
    changed: frozenset[Dependency] | None = None,
    known: Mapping[str, BuiltPage] | None = None,
    *,
    trying: bool = True,
) -> Site:
    """The site's pages, planned, and its other files, made. Its problems are those of templates.

    `known` are pages about many records by address, before `changed`. `trying`: the site's own templates are tried.
    """
    urls = Urls(options.directory_urls)
    renderer = Renderer(options.templates, options.template_cache, options.language)
    tracker = DependencyTracker()
    tracked = track(linked, tracker)
    plans = plan_pages(tracked, urls, renderer, _downloads(), options.tiles, tracker, options.editors)
    # Of planned pages only: the one to search on is not among them, as it rests on more than the records.
    good = {
        plan.address: page
        for plan in plans
        if changed is not None and (page := (known or {}).get(plan.address)) and not changed & page.read
    }
    builder = PageBuilder(renderer, tracker, good)
    tried = trying and options.templates is not None and options.templates.is_dir()  # those of ours have their tests
    problems = tuple(try_templates(plans, builder, renderer)) if tried else ()
    files = _files(linked, options.site_url, urls)
    former = former_pages(linked.corpus, urls, options.site_url, options.language)
    return Site(linked, tracked, plans, files, former, urls, renderer, builder, tracker, problems, changed)


def make_site(options: Options) -> Site:
    """Load the corpus, link it, and plan its site, with every problem met on the way."""
    loaded, problems = load_corpus(options)
    return remake_site(options, loaded, problems, Memory())[0]


def remake_site(
    options: Options,
    loaded: LoadedCorpus,
    found: Sequence[Diagnostic],
    memory: Memory,
    *,
    trying: bool = True,
    workers: int = 1,
) -> tuple[Site, Memory]:
    """Link what was loaded and plan its site, doing no work for what has not changed since `memory`; and what the next
    run need not do. The site's problems are those `found` while loading and all later ones. For the rest see above.
    """
    changed: frozenset[Dependency] | None = None
    memory = memory.said_with(loaded.corpus.vocabulary)
    if memory.linked and memory.same(loaded):
        linked, between, changed = replace(memory.linked, corpus=loaded.corpus), memory.problems, frozenset()
    else:
        linked, problems = link_corpus(loaded, memory.linked, workers=workers)
        between = tuple(problems)
        changed = frozenset(changed_dependencies(memory.linked, linked)) if memory.linked else None
    site = plan_site(options, linked, changed, memory.overview_pages, trying=trying)
    built = site.builder.overview_pages
    after = Memory(loaded.files, loaded.readings, linked, loaded.authored_pages, built, between)
    named = names_withheld(loaded.withheld, loaded.authored_pages) if loaded.withheld else ()
    return replace(site, problems=in_order([*found, *between, *named, *site.problems])), after


def _downloads() -> dict[str, tuple[Download, ...]]:
    """What each index offers to take away, by its address, in the order of `EXPORTS`."""
    offered: dict[str, tuple[Download, ...]] = {}
    for export in EXPORTS:
        offered[export.index] = (*offered.get(export.index, ()), Download(export.path, export.meaning))
    return offered


def _files(linked: LinkedCorpus, site_url: str, urls: Urls) -> dict[str, bytes]:
    def address(record: Record) -> str:
        return site_url + urls.path(f"{record.address}/{record.id}")

    made = {export.path: export.make(linked, address) for export in EXPORTS}
    points = [(place.point[1], place.point[0]) for place in linked.corpus.of_kind(Place) if place.point]
    if points:
        made[OUTLINES] = outlines(points)
    return made
