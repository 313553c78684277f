"""What the plugin asks of MkDocs, and how it answers in its terms."""

from __future__ import annotations

import atexit
import gc
import logging
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import get_files, set_exclusions
from platformdirs import user_cache_dir

from sourcebook.diagnostics import Diagnostic, Level, counted, report_lines
from sourcebook.model.corpus import KINDS
from sourcebook.pages.page import PagePlan
from sourcebook.pipeline import Site

log = get_plugin_logger("sourcebook")
_TELL_EVERY_S = 2.0


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


def template_cache_folder() -> Path:
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


def root(config: MkDocsConfig) -> Path:
    """The folder of ``mkdocs.yml``."""
    return Path(config.config_file_path or ".").parent


def relative(path: Path, base: Path) -> str:
    """`path` as seen from `base`, with forward slashes and ``..`` where needed."""
    return Path(os.path.relpath(path, base)).as_posix()


def report(problems: Sequence[Diagnostic]) -> None:
    """Log the problems, each on a line of its own, at its own level; very many by code."""
    for level, line in report_lines(problems):
        log.log(logging.ERROR if level is Level.ERROR else logging.WARNING, "%s", line)


class Progress:
    """Says now and then in the log how many pages are made."""

    def __init__(self) -> None:
        self._told_at = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._told_at >= _TELL_EVERY_S and done < total:
            self._told_at = now
            log.info("%s of %s pages", f"{done:,}", f"{total:,}")
