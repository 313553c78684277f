"""A page that cannot be made: which it is, whose file it shows, and what went wrong, on one line."""

from __future__ import annotations

import traceback
from pathlib import Path

from sourcebook.diagnostics import Diagnostic, Where, error
from sourcebook.pages.page import PagePlan
from sourcebook.pages.render import TemplateFault

_LENGTH = 300
"""Where the words of an exception are cut, in characters."""
_PACKAGE = Path(__file__).parent.parent


class PageFault(Exception):  # noqa: N818 - told to people under this name
    """A page cannot be made. `problem` says so on one line; what went wrong is the cause, or, where that was in another
    process, in `trace`."""

    def __init__(self, problem: Diagnostic, trace: str = "") -> None:
        super().__init__(str(problem))
        self.problem, self.trace = problem, trace


def page_fault(plan: PagePlan, cause: Exception) -> PageFault:
    """The fault for a plan's page, of which `cause` went wrong: the site's own template, or something of ours."""
    page = f"'{plan.address}' ({plan.source})" if plan.source else f"'{plan.address}'"
    return describe_fault(page, plan.source or plan.address, cause)


def describe_fault(page: str, path: str, cause: Exception) -> PageFault:
    """The fault for a page, called `page` in the message; `path` is the file that it shows."""
    if isinstance(cause, TemplateFault):
        return PageFault(template_problem(cause, f"the page {page} cannot be made: "))
    words = " ".join(f"{type(cause).__name__}: {cause}".split()).removesuffix(": ")
    words = words if len(words) <= _LENGTH else words[:_LENGTH] + " …"
    message = f"the page {page} cannot be made: {words} ({_origin(cause)})"
    hint = "this is a fault of Sourcebook's: 'mkdocs build --verbose' shows the whole of it; please report it"
    return PageFault(error("page", message, Where(path), hint))


def template_problem(fault: TemplateFault, before: str = "") -> Diagnostic:
    """The problem of a template that cannot be read or filled; `before` is said first."""
    where = Where(f"sourcebook/{fault.template}", fault.line)
    return error("template", before + fault.message, where, "mend the template in the theme's custom_dir")


def _origin(cause: BaseException) -> str:
    """``pages/actor.py:93``: where an exception was raised, or the last place of ours on the way there."""
    frames = traceback.extract_tb(cause.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)]
    if not (chosen := (ours or frames)[-1:]):
        return "nobody knows where"
    name = chosen[0].filename
    return f"{Path(name).relative_to(_PACKAGE).as_posix() if ours else name}:{chosen[0].lineno}"
