"""One build: what it works with, known as a whole before MkDocs has done anything."""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

import click
from mkdocs.config.defaults import MkDocsConfig

from sourcebook.atomic import remove_unfinished
from sourcebook.diagnostics import Diagnostic
from sourcebook.incremental.cache import CacheStore
from sourcebook.incremental.cache_files import key_of
from sourcebook.incremental.output_folder import OutputFolder, lock_site, open_output, scan
from sourcebook.incremental.plan import PreviousBuild
from sourcebook.model.corpus import KINDS
from sourcebook.options import Options
from sourcebook.pages.plan import SITE_PAGES
from sourcebook.pages.render import MemoryTemplateCache, TemplateCache, disk_template_cache
from sourcebook.pipeline import LoadedCorpus, Memory, load_records
from sourcebook.plugin.mkdocs_helpers import log, published, relative, root, template_cache_folder
from sourcebook.plugin.search import SiteSearch, configure_search
from sourcebook.plugin.settings import SourcebookConfig, editors_of, tiles_of
from sourcebook.plugin.theme_shell import can_use_fast_path
from sourcebook.workers import worker_count

CACHE = Path(".cache", "sourcebook")
"""Below the project's folder: what builds keep for the next one, and where they write until they are done."""


class Mode(Enum):
    """How records' pages come to be."""

    FULL = "full"
    """All of them are made and written by us."""
    INCREMENTAL = "incremental"
    """Those are that are out of date; the others stay in the site."""
    PREVIEW = "preview"
    """Each is when a browser asks for it."""
    THROUGH_MKDOCS = "through MkDocs"
    """MkDocs makes them, one by one: templates of the site's own or another plugin have a part in them."""
    PART = "part"
    """Nobody makes them: this build is a part of another one, which does."""


@dataclass(frozen=True, slots=True)
class Command:
    """What MkDocs was started for; it holds for every build of a preview."""

    serving: bool = False
    """Whether there is a server: problems stop nothing, and what was good before stands in for what is not."""
    watching: bool = False
    """Whether the server is told of changes: then it asks us before each page and each build."""
    on_demand: bool = False
    """Whether pages may be made when they are asked for."""
    dirty: bool = False
    """Whether MkDocs writes into the site as it stands (``--dirty``)."""
    part: bool = False
    """Whether this is a part of another build, which a plugin has begun, as for each language of a site."""
    workers: int = 1
    """How many processes may be at it: one where there is a server, which has threads."""
    templates: TemplateCache = field(default_factory=MemoryTemplateCache)
    converted: dict[tuple[str, str], str] = field(default_factory=dict)
    """The HTML of pages written by hand, by settings and text: a preview reads the same ones again and again."""


def started(command: str, dirty: bool) -> Command:
    """The command that MkDocs tells of in ``on_startup``."""
    # MkDocs calls a server with `--clean` a build, and asks plugins for their part in a server only where that watches
    # files: what it was told itself says which it is.
    context = click.get_current_context(silent=True)
    told = context.params if context else {}
    if command != "serve" and "livereload" not in told:
        return Command(dirty=dirty, workers=worker_count(), templates=disk_template_cache(template_cache_folder()))
    watching = bool(told.get("livereload", True))
    return Command(serving=True, watching=watching, on_demand=watching and command == "serve", dirty=dirty)


@dataclass(frozen=True, slots=True)
class BuildSession:
    """What one build works with."""

    mode: Mode
    command: Command
    options: Options
    output: OutputFolder | None
    """Where the site stands and where it is written meanwhile; None where MkDocs writes into the site itself."""
    store: CacheStore | None
    """Where what is known is kept for the next build; None for nowhere."""
    previous: PreviousBuild
    """What there is of the last build."""
    memory: Memory
    """What the pipeline knows from an earlier run."""
    loaded: LoadedCorpus
    """The records as they are now."""
    problems: tuple[Diagnostic, ...]
    """What was wrong with their files."""
    search: SiteSearch | None
    """The search that Pagefind makes; None where Material makes one, or nobody does."""
    strict: bool
    """Whether a problem stops the build."""
    started_at: float
    """When it began, in seconds of `time.perf_counter`."""

    @property
    def workers(self) -> int:
        """How many processes may be at it."""
        return self.command.workers


def open_session(
    command: Command,
    settings: SourcebookConfig,
    config: MkDocsConfig,
    output: OutputFolder | None,
    before: Memory | None,
) -> BuildSession:
    """A build of the site as it is now. `before` is what an earlier build of the same preview knew, if there was one.

    Raises PluginError for settings that cannot be, OutputError for a folder that cannot be written into.
    """
    started_at = time.perf_counter()
    options = options_of(command, settings, config)
    fast = can_use_fast_path(config) and output is not None
    mode = Mode.PREVIEW if fast and command.on_demand else Mode.FULL if fast else Mode.THROUGH_MKDOCS
    if command.part:
        mode = Mode.PART
    store = _store(config, options, output) if output and mode is Mode.FULL and not command.serving else None
    files = scan(output.site) if output else {}
    previous = PreviousBuild(store.load(), store.load_index(), files) if store else PreviousBuild(files=files)
    if previous.cache.pages:
        mode = Mode.INCREMENTAL
    if command.serving:  # the templates may be others now
        memory = replace(before, overview_pages={}) if before else Memory(files={})
    else:
        memory = previous.cache.memory()
    last_good = before.linked.corpus if before and before.linked else None
    loaded, problems = load_records(options, last_good, memory)
    pages = len(loaded.corpus.records) + len(KINDS) + len(SITE_PAGES) + len(published(config))
    return BuildSession(
        mode=mode,
        command=command,
        options=options,
        output=output,
        store=store,
        previous=previous,
        memory=memory,
        loaded=loaded,
        problems=tuple(problems),
        search=configure_search(settings.search, config, pages),
        strict=bool(config.strict) and not command.serving,
        started_at=started_at,
    )


def options_of(command: Command, settings: SourcebookConfig, config: MkDocsConfig) -> Options:
    """What the pipeline needs to know of a project. Raises PluginError for settings that cannot be."""
    docs = Path(config.docs_dir)
    custom = config.theme.custom_dir
    return Options(
        sources=root(config) / settings.sources,
        sources_shown=settings.sources.rstrip("/"),
        docs=docs,
        docs_shown=relative(docs, root(config)),
        templates=Path(custom) / "sourcebook" if custom else None,
        language=str(config.theme.get("language") or "en"),
        directory_urls=config.use_directory_urls,
        site_url=config.site_url if config.site_url and not command.serving else "",
        template_cache=command.templates,
        tiles=tiles_of(settings.tiles),
        drafts=settings.drafts and command.serving,
        editors=editors_of(settings, config.site_url if config.site_url and not command.serving else ""),
    )


def cache_name(site: Path) -> str:
    """What the files of a site's builds are called in the cache: sites of one project do not meet."""
    return hashlib.blake2b(os.fsencode(site), digest_size=6).hexdigest()


def open_site(config: MkDocsConfig, until_end: ExitStack) -> OutputFolder:
    """The folder of the site, and one to build in: for this build alone until its end. Raises OutputError."""
    site, cache = Path(config.site_dir).resolve(), root(config) / CACHE
    until_end.enter_context(lock_site(site, lambda: log.info("waiting for another build of '%s' to end", site)))
    output = open_output(site, cache, f"{cache_name(site)}.new")
    remove_unfinished(cache, cache_name(site))
    if cache.is_dir() and not (ignore := cache / ".gitignore").exists():
        with suppress(OSError):  # nobody needs it to build
            ignore.write_text("*\n", "utf-8")
    return output


def _store(config: MkDocsConfig, options: Options, output: OutputFolder) -> CacheStore:
    key = key_of(_settings(config, options), [options.templates] if options.templates else [])
    return CacheStore(root(config) / CACHE / f"{cache_name(output.site)}.state", key)


def _settings(config: MkDocsConfig, options: Options) -> tuple[object, ...]:
    """All of the configuration that records' pages may show, beside what the theme puts around them."""
    file = Path(config.config_file_path) if config.config_file_path else None
    return (
        file.read_bytes() if file and file.is_file() else b"",
        config.site_url,
        config.repo_url,
        config.edit_uri,
        config.edit_uri_template,
        config.markdown_extensions,
        config.mdx_configs,
        options.sources_shown,
        options.docs_shown,
        options.language,
        options.directory_urls,
        options.site_url,
        options.tiles,
        options.editors,
    )
