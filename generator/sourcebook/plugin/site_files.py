"""The files of a site as MkDocs is to see them: what we add to those that it found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from sourcebook.diagnostics import Diagnostic, Where, error
from sourcebook.linking.tracking import Dependency
from sourcebook.model.corpus import Corpus
from sourcebook.pages.page import PagePlan, Urls
from sourcebook.pages.site.search_page import ADDRESS as SEARCH
from sourcebook.pipeline import Memory, Site
from sourcebook.plugin.assets import LIBRARIES, own_assets
from sourcebook.plugin.generated_page import GeneratedPage
from sourcebook.plugin.mkdocs_helpers import edit_uri, in_nav, log
from sourcebook.plugin.session import BuildSession, Mode
from sourcebook.plugin.virtual_files import RecordFile, ReservedFile


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

    @property
    def record_files(self) -> list[RecordFile]:
        """The pages that MkDocs has no part in."""
        return [file for file in self.files if isinstance(file, RecordFile)]


def is_published(file: File) -> bool:
    """Whether MkDocs puts a file into the site."""
    return file.inclusion.is_included()  # type: ignore[no-untyped-call, no-any-return]


def reserve_records(files: Files, corpus: Corpus, urls: Urls, config: MkDocsConfig) -> None:
    """Show records' pages to the other plugins that gather files, where there are some."""
    if all(type(getattr(hook, "__self__", None)).__module__ in _OWN for hook in config.plugins.events["files"]):
        return
    taken = {file.dest_uri for file in files}
    for record in corpus.records.values():
        address = f"{record.address}/{record.id}"
        path = urls.file(address)
        if path not in taken and files.get_file_from_path(f"{address}.md") is None:
            files.append(ReservedFile(address, path, config))


_OWN = ("sourcebook.plugin", "material.plugins.search.plugin")


def unreserve_records(files: Files) -> None:
    """Take away what `reserve_records` showed."""
    for file in [file for file in files if isinstance(file, ReservedFile)]:
        files.remove(file)


def add_site_files(planned: PlannedSite, config: MkDocsConfig) -> None:
    """Add the pages of a site and what it holds beside them. Pages written by hand take the place of ours."""
    site, files, session = planned.site, planned.files, planned.session
    named, authored = in_nav(config.nav), {file.dest_uri for file in files if is_published(file)}
    for plan in (*site.plans, *([session.search.plan(site)] if session.search else [])):
        path = site.urls.file(plan.address, plan.is_index)
        if path in authored:
            log.info("'%s' is written by hand and takes the place of the page made for it", path)
        elif session.mode is not Mode.THROUGH_MKDOCS and not plan.is_index and plan.address not in named:
            files.append(RecordFile(plan, path, config))
        else:
            files.append(_generated(plan, planned, named, config))
    for path, content in site.files.items():
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
    file = File.generated(config, source_uri, content="", inclusion=inclusion)
    file.edit_uri = edit_uri(config, plan)
    late = planned.session.mode is not Mode.THROUGH_MKDOCS
    GeneratedPage(plan, planned.site, file, config, late=late, label=named.get(plan.address, ""))
    return file


def same_addresses(files: Iterable[File], config: MkDocsConfig, docs_shown: str) -> list[Diagnostic]:
    """A problem for each two files of the project that would be published at one address."""
    homes: dict[str, str] = {}
    problems: list[Diagnostic] = []
    own = (file for file in files if is_published(file) and file.src_dir and file.src_dir not in config.theme.dirs)
    for file in sorted(own, key=lambda file: file.src_uri):
        first = homes.setdefault(file.dest_uri, file.src_uri)
        if first != file.src_uri:
            message = f"'{docs_shown}/{first}' is published at the same address, '{file.dest_uri}'"
            where = Where(f"{docs_shown}/{file.src_uri}")
            problems.append(error("same-address", message, where, "give one of them another name"))
    return problems
