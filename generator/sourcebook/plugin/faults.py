"""Pages that cannot be made, in MkDocs' terms: one line, and all of it with ``--verbose``."""

from __future__ import annotations

import errno
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from mkdocs.exceptions import PluginError

from sourcebook.diagnostics import Diagnostic, Level, Where, counted, error
from sourcebook.incremental.output_folder import OutputError, OutputFolder
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
    cannot be indexed, a folder that cannot be written into. A file that cannot be written is told by `disk_fault`."""
    try:
        yield
    except PageFault as fault:
        log.debug("all of it:%s", f"\n{fault.trace}" if fault.trace else "", exc_info=None if fault.trace else fault)
        raise PluginError(f"sourcebook: {fault}") from fault
    except (PagefindError, OutputError) as fault:
        raise PluginError(f"sourcebook: {fault}") from fault


def one_line_of(fault: BaseException) -> str:
    """The words of a fault, on one line."""
    return " ".join(str(fault).split()) or type(fault).__name__


def fault_line(fault: BaseException) -> Diagnostic:
    """What made a preview's build fail, or a page of it, as a problem."""
    while fault.__cause__ is not None and not isinstance(fault, PageFault):
        fault = fault.__cause__
    return fault.problem if isinstance(fault, PageFault) else error("build", one_line_of(fault), Where("mkdocs.yml"))


_CANNOT_WRITE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)


def disk_fault(fault: BaseException, output: OutputFolder | None = None) -> PluginError | None:
    """What is said where a file cannot be written; None for a fault of another sort.

    A file of `output` is called by its place on the site.
    """
    if not isinstance(fault, OSError) or fault.errno not in _CANNOT_WRITE:
        return None
    name = str(fault.filename2 or fault.filename or _written(fault) or "a file of the site")
    if output and Path(name).is_relative_to(output.staging):
        name = str(output.site / Path(name).relative_to(output.staging))
    return PluginError(f"sourcebook: '{name}' cannot be written: {fault.strerror}; the site is left as it was")


def _written(fault: OSError) -> str | None:
    """The file that MkDocs was writing: the system names files when they are opened only."""
    frames = [frame for frame, _ in traceback.walk_tb(fault.__traceback__)]
    names = (frame.f_locals.get("output_path") for frame in reversed(frames))
    return next((name for name in names if isinstance(name, str)), None)
