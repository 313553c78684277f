"""Pages that cannot be made, in MkDocs' terms: one line, and all of it with ``--verbose``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from sourcebook.diagnostics import Diagnostic, Level, counted
from sourcebook.pages.builder import BuiltPage, build_page
from sourcebook.pages.faults import PageFault, describe_fault
from sourcebook.pages.page import Page, PagePlan
from sourcebook.pipeline import Site

_log = get_plugin_logger("sourcebook")


_NO_PAGE = ("template", "page")
"""Codes of problems with which a build cannot come to its end."""


def refuse(problems: Sequence[Diagnostic], *, strict: bool) -> None:
    """Raise PluginError before anything is touched: for any problem if `strict`, else for pages not to be made."""
    errors = sum(problem.level is Level.ERROR for problem in problems)
    if strict and problems:
        count = f"{counted(len(problems), 'problem')} ({counted(errors, 'error')})"
        raise PluginError(f"sourcebook: {count} in the sources; the site is left as it was")
    if any(problem.code in _NO_PAGE for problem in problems):
        raise PluginError("sourcebook: there are pages that cannot be made; the site is left as it was")


def made_of(site: Site, plan: PagePlan, edit_url: str | None) -> BuiltPage:
    """The plan's page. Raises PluginError if it cannot be made."""
    try:
        return site.builder.build(plan, edit_url)
    except PageFault as fault:
        raise _told(fault) from fault


def built(plan: PagePlan) -> Page:
    """The plan's page, without its frame. Raises PluginError if it cannot be made."""
    try:
        return build_page(plan)
    except PageFault as fault:
        raise _told(fault) from fault


@contextmanager
def told_of(page: str, path: str) -> Iterator[None]:
    """Whatever goes wrong with a page, called `page` in messages, is one line. `path` is the file that it shows. Raises
    PluginError."""
    try:
        yield
    except PluginError:
        raise
    except Exception as cause:
        raise _told(describe_fault(page, path, cause)) from cause


def _told(fault: PageFault) -> PluginError:
    _log.debug("all of it:", exc_info=fault)
    return PluginError(f"sourcebook: {fault}")
