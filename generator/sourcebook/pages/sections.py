"""The sections of a page: declared in one tuple, filled by the blocks of a template, and checked against each other.

A page kind names its sections in order, each with its heading. A block of its template that is neither a section nor
one of `FRAME` would be shown nowhere; a section without a block would never be there. Both are told.
"""

from __future__ import annotations

from collections.abc import Sequence

from sourcebook.diagnostics import Diagnostic, Where, did_you_mean, error, nearest, warning
from sourcebook.pages.page import Section
from sourcebook.pages.render import BlockOutline, Blocks
from sourcebook.words import say

SectionNames = Sequence[tuple[str, str]]
"""Blocks of a template and the heading of each, in the page's order; a section without a heading has the words ''."""

FRAME = ("lead", "box", "aside")
"""The blocks of every page that are no sections: above them, and at the side."""


def filled(declared: SectionNames, blocks: Blocks) -> tuple[Section, ...]:
    """The sections that have something to say, in the order in which they are declared."""
    return tuple(
        Section(block.replace("_", "-"), say(heading), html) for block, heading in declared if (html := blocks[block])
    )


def misfits(outline: BlockOutline, sections: Sequence[str], others: Sequence[str] = ()) -> list[Diagnostic]:
    """What is wrong between a template's blocks and the sections of its page kind, one problem a block.

    `others` are blocks beside `FRAME` that are shown, but not as sections. Of templates that extend ours only their own
    blocks are looked at.
    """
    known = [*sections, *others, *FRAME]
    problems: list[Diagnostic] = []
    for block in outline.blocks:
        if block.name not in known and block.name not in outline.nested:
            near = did_you_mean([f"'{name}'" for name in nearest(block.name, known, 1)])
            problems.append(
                error(
                    "unknown-block",
                    f"the block '{block.name}' is no section of this page, and would be shown nowhere",
                    Where(f"sourcebook/{block.template}", block.line),
                    near or f"the blocks are {', '.join(known)}",
                )
            )
    there = {block.name for block in outline.blocks} | outline.nested | outline.inherited
    for name in sections:
        if name not in there:
            problems.append(
                warning(
                    "missing-block",
                    f"there is no block for the section '{name}'",
                    Where(f"sourcebook/{outline.template}"),
                    f"write '{{% block {name} %}}{{% endblock %}}', empty if it is not wanted",
                )
            )
    return problems
