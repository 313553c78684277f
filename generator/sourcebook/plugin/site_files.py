"""The files of a site as MkDocs is to see them: what we add to those that it found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions

from sourcebook.diagnostics import Diagnostic
from sourcebook.linking.tracking import Dependency
from sourcebook.model.corpus import Corpus
from sourcebook.pages.page import PagePlan, Urls
from sourcebook.pages.site.search_page import ADDRESS as SEARCH
from sourcebook.pipeline import Memory, Site
from sourcebook.plugin.assets import LIBRARIES, own_assets
from sourcebook.plugin.generated_page import GeneratedPage
from sourcebook.plugin.mkdocs_helpers import edit_uri, in_nav, log
from sourcebook.plugin.session import BuildSession, Mode
from sourcebook.plugin.virtual_files import LinkedFile, RecordFile, ReservedFile, source_file


@dataclass(frozen=True, slots=True)
class PlannedSite:
    """A site all of whose files are known."""

    session: BuildSession
    site: Site
    memory: Memory
    """What the pipeline knows after this run."""
    files: Files
    """All files, of MkDocs and of ours."""
    authored_problems: tuple[Diagnostic, ...]
    """What is wrong with the files of pages written by hand."""
    read: dict[str, frozenset[Dependency]] = field(default_factory=dict)
    """What was read for each page that MkDocs makes, by the page's path on the site."""
    authored: set[str] = field(default_factory=set)
    """The paths on the site of what MkDocs publishes and is not ours."""

    def files_beside(self, site: Site) -> dict[str, bytes]:
        """What `site` holds beside its pages, by path.

        It has no page at a former address where one written by hand stands, nor in a part of a build, which has no
        records' pages to lead to.
        """
        former = {} if self.session.mode is Mode.PART else site.former_pages
        return {**site.files, **{path: page for path, page in former.items() if path not in self.authored}}

    @property
    def record_files(self) -> list[RecordFile]:
        """The pages that MkDocs has no part in."""
        return [file for file in self.files if isinstance(file, RecordFile)]


def is_published(file: File) -> bool:
    """Whether MkDocs puts a file into the site, by what is known of it now."""
    return file.inclusion.is_included()  # type: ignore[no-untyped-call, no-any-return]


def published_files(files: Files, config: MkDocsConfig) -> list[File]:
    """The files that MkDocs puts into the site, in order of path, as soon as every plugin has had its `on_files`.

    Material's blogs hide all their posts until the navigation is made, and show those again then that are no drafts.
    """
    set_exclusions(files, config)  # MkDocs itself looks at files that plugins have added only after all of them
    blogs = [blog for plugin in config.plugins.values() if (blog := getattr(plugin, "blog", None))]
    posts = {post.file.src_uri for blog in blogs for post in getattr(blog, "posts", ())}
    return sorted(
        (file for file in files if is_published(file) or file.src_uri in posts), key=lambda file: file.src_uri
    )


def reserve_records(files: Files, corpus: Corpus, urls: Urls, config: MkDocsConfig) -> None:
    """Show records' pages to the other plugins that gather files, where there are some."""
    if all(type(getattr(hook, "__self__", None)).__module__ in _OWN for hook in config.plugins.events["files"]):
        return
    taken = {file.dest_uri for file in files}
    for record in corpus.records.values():
        address = f"{record.address}/{record.id}"
        path = urls.file(address)
        if path not in taken and files.get_file_from_path(f"{address}.md") is None:
            files.append(ReservedFile(address, record.path, path, config))


_BY_US = (Mode.FULL, Mode.INCREMENTAL, Mode.PREVIEW)
_OWN = ("sourcebook.plugin", "material.plugins.search.plugin")


def unreserve_records(files: Files) -> None:
    """Take away what `reserve_records` showed."""
    for file in [file for file in files if isinstance(file, ReservedFile)]:
        files.remove(file)


def add_site_files(planned: PlannedSite, config: MkDocsConfig) -> None:
    """Add the pages of a site and what it holds beside them. Pages written by hand take the place of ours."""
    site, files, session = planned.site, planned.files, planned.session
    named, authored = in_nav(config.nav), {file.dest_uri for file in published_files(files, config)}
    planned.authored.update(authored)
    for plan in (*site.plans, *([session.search.plan(site)] if session.search else [])):
        path = site.urls.file(plan.address, plan.is_index)
        if path in authored:
            log.info("'%s' is written by hand and takes the place of the page made for it", path)
        elif session.mode in _BY_US and not plan.is_index and plan.address not in named:
            files.append(RecordFile(plan, path, config))
        else:
            files.append(_generated(plan, planned, named, config))
    for path, content in planned.files_beside(site).items():
        files.append(File.generated(config, path, content=content))
    for name, held in (*own_assets(), *(pair for library in LIBRARIES for pair in library.paths())):
        path = f"assets/sourcebook/{name}"
        if isinstance(held, bytes):
            files.append(File.generated(config, path, content=held))
        else:
            files.append(File.generated(config, path, abs_src_path=str(held)))


def _generated(plan: PagePlan, planned: PlannedSite, named: Mapping[str, str], config: MkDocsConfig) -> File:
    source_uri = f"{plan.address}/index.md" if plan.is_index else f"{plan.address}.md"
    listed = plan.is_index and plan.address != SEARCH  # which has its box on every page
    inclusion = InclusionLevel.INCLUDED if listed else InclusionLevel.NOT_IN_NAV
    if planned.session.mode is Mode.PART:
        file: File = LinkedFile(source_uri, planned.site.urls.file(plan.address, plan.is_index), config)
    else:
        file = File.generated(config, source_uri, content="", inclusion=inclusion)
    file.abs_src_path = source_file(config, plan.source)
    file.edit_uri = edit_uri(config, plan)
    late = planned.session.mode in _BY_US
    GeneratedPage(plan, planned.site, file, config, late=late, label=named.get(plan.address, ""))
    return file


def without_time(sitemap: Path) -> None:
    """Take the time out of the head of a compressed sitemap, if there is one: the same map is the same bytes.

    What a map says of time stands in it, and hosts that take up what has changed compare bytes.
    """
    with suppress(FileNotFoundError), sitemap.open("r+b") as file:
        file.seek(_GZIP_TIME)
        file.write(bytes(4))


_GZIP_TIME = 4
"""Where the head of a gzip file has its time, of four bytes; all zero for none (RFC 1952)."""


def addresses(files: Iterable[File], config: MkDocsConfig, docs_shown: str) -> Iterator[tuple[str, str]]:
    """The path of each file of the project, as messages have it, and where it is published below the site's folder.

    A theme's files are none of these: the project's take their places.
    """
    for file in files:
        if file.src_dir not in config.theme.dirs:
            yield f"{docs_shown}/{file.src_uri}", file.dest_uri
