"""The bar at the foot of a previewed page that says what is wrong, and where."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from sourcebook.diagnostics import Diagnostic, Level, counted

MAX_LINES = 5


def banner(problems: Sequence[Diagnostic]) -> Markup:
    """The bar; empty if nothing is wrong. Errors come first, and no more than a handful is shown."""
    if not problems:
        return Markup("")
    errors = [problem for problem in problems if problem.level is Level.ERROR]
    shown = (errors or list(problems))[:MAX_LINES]
    line = Markup("<li><code>{}</code> {}{}</li>")
    items = Markup("").join(line.format(p.where, p.message, f"; {p.hint}" if p.hint else "") for p in shown)
    if len(problems) > len(shown):
        items += Markup("<li>and {} more, in the terminal</li>").format(len(problems) - len(shown))
    state = "The site is complete; a strict build would stop."
    if errors:
        state = "Pages show their last good state, where they had one."
    head = Markup("<p><strong>{} in the sources.</strong> {}</p>").format(counted(len(problems), "problem"), state)
    return Markup('<div class="sb-banner" role="alert" data-sb-banner>{}<ul>{}</ul></div>').format(head, items)
