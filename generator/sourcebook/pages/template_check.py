"""A site's own templates, tried before anything is written: on one page of each sort."""

from __future__ import annotations

from collections.abc import Iterable

from sourcebook.diagnostics import Diagnostic
from sourcebook.pages.builder import PageBuilder
from sourcebook.pages.faults import PageFault, template_problem
from sourcebook.pages.page import PagePlan
from sourcebook.pages.plan import check_templates
from sourcebook.pages.render import Renderer, TemplateFault


def try_templates(plans: Iterable[PagePlan], builder: PageBuilder, renderer: Renderer) -> list[Diagnostic]:
    """A problem for each block of the site's own templates that would not be shown, and for each kind of page that its
    template cannot make, tried on the first page of each folder, and of those below records."""
    problems: dict[str, Diagnostic] = {}
    try:
        problems = {str(problem): problem for problem in check_templates(renderer)}
    except TemplateFault as fault:
        problems[f"{fault.template}:{fault.line}"] = template_problem(fault)
    tried: set[tuple[str, bool, int]] = set()
    for plan in plans:
        kind = plan.address.partition("/")[0], plan.is_index, plan.address.count("/")
        if kind in tried:
            continue
        tried.add(kind)
        try:
            builder.build(plan)
        except PageFault as fault:
            cause = fault.__cause__
            if isinstance(cause, TemplateFault):  # one template makes many pages, and its fault is told once
                problems[f"{cause.template}:{cause.line}"] = template_problem(cause)
            else:
                problems[str(fault)] = fault.problem
    return list(problems.values())
