"""The bar at the foot of a previewed page that says what is wrong, and where."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from sourcebook.diagnostics import Diagnostic, Level
from sourcebook.words import say, say_n

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
        items += Markup("<li>%s</li>") % say("and %(number)s more, in the terminal", number=len(problems) - len(shown))
    state = say("The site is complete; a strict build would stop.")
    if errors:
        state = say("Pages are made without what is wrong; what cannot be read at all stays as it was.")
    found = say_n("%(number)s problem in the sources.", "%(number)s problems in the sources.", len(problems))
    head = Markup("<p><strong>{}</strong> {}</p>").format(found, state)
    return Markup('<div class="sb-banner" role="alert" data-sb-banner>{}<ul>{}</ul></div>').format(head, items)
