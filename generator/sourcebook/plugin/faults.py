"""Pages that cannot be made, in MkDocs' terms: one line, and all of it with ``--verbose``."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from mkdocs.exceptions import PluginError

from sourcebook.diagnostics import Diagnostic, Level, counted
from sourcebook.incremental.output_folder import OutputError
from sourcebook.pages.builder import build_page
from sourcebook.pages.faults import PageFault
from sourcebook.pages.page import Page, PagePlan
from sourcebook.plugin.mkdocs_helpers import log
from sourcebook.search.pagefind import PagefindError

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


def build_or_refuse(plan: PagePlan) -> Page:
    """The plan's page, without its frame. Raises PluginError if it cannot be made."""
    with one_line():
        return build_page(plan)


@contextmanager
def one_line() -> Iterator[None]:
    """What makes a build fail is told on one line. Raises PluginError for a page that cannot be made, a search that
    cannot be indexed, a folder or file that cannot be written."""
    try:
        yield
    except PageFault as fault:
        log.debug("all of it:%s", f"\n{fault.trace}" if fault.trace else "", exc_info=None if fault.trace else fault)
        raise PluginError(f"sourcebook: {fault}") from fault
    except (PagefindError, OutputError) as fault:
        raise PluginError(f"sourcebook: {fault}") from fault
    except OSError as fault:
        if (told := disk_fault(fault)) is None:
            raise
        raise told from fault


_DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)


def disk_fault(fault: BaseException) -> PluginError | None:
    """What is said where a file cannot be written; None for a fault of another sort."""
    if not isinstance(fault, OSError) or fault.errno not in _DISK_FULL:
        return None
    where = f"'{fault.filename}' " if fault.filename else ""
    return PluginError(f"sourcebook: {where}cannot be written: {fault.strerror}; the site is left as it was")
