"""What the plugin asks of MkDocs, and how it answers in its terms."""

from __future__ import annotations

import atexit
import gc
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Any

import markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from platformdirs import user_cache_dir

from sourcebook.diagnostics import Diagnostic, Level, counted, report_lines
from sourcebook.model.corpus import KINDS
from sourcebook.pages.page import PagePlan
from sourcebook.pipeline import Site
from sourcebook.reading.files import is_ordinary


def search_index(config: MkDocsConfig) -> Any:
    """What Material's search collects, if the site has it."""
    index = getattr(config.plugins.get("material/search"), "search_index", None)
    return index if hasattr(index, "entries") else None


def edit_uri(config: MkDocsConfig, plan: PagePlan) -> str | None:
    """Where the file that a page shows can be edited, as seen from the folder of pages written by hand."""
    if not plan.source or not (config.edit_uri or config.edit_uri_template):
        return None
    return relative(root(config) / plan.source, Path(config.docs_dir))


def in_nav(nav: Any, label: str = "") -> dict[str, str]:
    """The addresses of the pages that a site's navigation names, with the labels that it gives them, if any."""
    if isinstance(nav, str):
        return {PurePath(nav).as_posix().removesuffix(".md").removesuffix("/index"): label}
    entries = nav.items() if isinstance(nav, dict) else (("", entry) for entry in nav or ())
    return {address: name for words, entry in entries for address, name in in_nav(entry, words).items()}


def cache_folder() -> Path:
    """This person's own folder for what can be made again: nobody else can put compiled code there."""
    return Path(user_cache_dir("sourcebook", appauthor=False), "templates-2")


# Else all that was made would be looked through once more as the process ends.
atexit.register(gc.freeze)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Everything that is made now stays: looking for what could be given back would only take its time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def summary(site: Site) -> str:
    """``5 sources, 33 actors, …``."""
    return ", ".join(
        counted(sum(1 for _ in site.linked.corpus.of_kind(kind)), kind.noun, kind.plural) for kind in KINDS
    )


def published(config: MkDocsConfig) -> tuple[str, ...]:
    """The pages written by hand that MkDocs publishes: what ``exclude_docs`` names is not for readers."""
    files = get_files(config)
    set_exclusions(files, config)
    return tuple(sorted(file.src_uri for file in files.documentation_pages()))


def leave_out_pipes(files: Files, config: MkDocsConfig) -> Files:
    """`files` without what is no ordinary file, which was told of already: MkDocs would wait for a pipe for ever."""
    for file in list(files):
        if file.src_dir == config.docs_dir and not is_ordinary(Path(file.src_dir, file.src_uri)):
            files.remove(file)
    return files


def as_markdown(config: MkDocsConfig, done: dict[tuple[str, str], str]) -> Callable[[str], str]:
    """Turns pages written by hand into HTML as MkDocs will, so that code and links are seen as such.

    `done` keeps the HTML of each text under the same settings: a preview reads the same pages again and again.
    """
    converter = markdown.Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs or {})
    settings = f"{config.markdown_extensions} {config.mdx_configs}"

    def convert(text: str) -> str:
        if (settings, text) not in done:
            converter.reset()
            done[settings, text] = converter.convert(text)
        return done[settings, text]

    return convert


def root(config: MkDocsConfig) -> Path:
    """The folder of ``mkdocs.yml``."""
    return Path(config.config_file_path or ".").parent


def relative(path: Path, base: Path) -> str:
    """`path` as seen from `base`, with forward slashes and ``..`` where needed."""
    return Path(os.path.relpath(path, base)).as_posix()


def report(log: logging.LoggerAdapter[logging.Logger], problems: Sequence[Diagnostic]) -> None:
    """Log the problems, each on a line of its own, at its own level; very many by code."""
    for level, line in report_lines(problems):
        log.log(logging.ERROR if level is Level.ERROR else logging.WARNING, "%s", line)


def asset(config: MkDocsConfig, name: str, held: Path | bytes) -> File:
    """A file that pages load, under our assets: copied from where it lies, or written as it was made."""
    path = f"assets/sourcebook/{name}"
    if isinstance(held, bytes):
        return File.generated(config, path, content=held)
    return File.generated(config, path, abs_src_path=str(held))
