"""The theme around a page, rendered once and filled in for each page.

Around records' pages a theme differs in a handful of values only: title, description, content, address. A page
rendered with tokens in their place shows where they go; another page proves that nothing else differs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

Render = Callable[[Mapping[str, str]], str]
"""Renders a page with the values given."""


def placeholder(name: str) -> str:
    """What stands for the value `name` in the page that a frame is cut from. No escaping changes it."""
    return f"zq0{name}0qz"


@dataclass(frozen=True, slots=True)
class PageShell:
    """A rendered page, cut where its own values go: texts and names of values by turns."""

    pieces: tuple[str, ...]

    @classmethod
    def cut(cls, rendered: str) -> PageShell:
        """The frame in a page that was rendered with tokens."""
        return cls(tuple(re.split(r"zq0([a-z]+)0qz", rendered)))

    def fill(self, values: Mapping[str, str]) -> str:
        """The page with its own values."""
        return "".join(values[piece] if place % 2 else piece for place, piece in enumerate(self.pieces))


class ShellCache:
    """Frames by shape: pages of one shape differ in their values only.

    The first page of a shape gives the frame, the second proves it: whatever the frame keeps of the first page
    beside its values would show on the second.
    """

    def __init__(self) -> None:
        self._unproven: dict[Hashable, PageShell] = {}
        self._proven: dict[Hashable, PageShell | None] = {}

    def find(self, shape: Hashable, values: Mapping[str, str], render: Render) -> PageShell | None:
        """The page's frame; None where it must be rendered: the first of its shape, and all that no frame fits."""
        key = (shape, *values)
        if key not in self._proven:
            if key not in self._unproven:
                self._unproven[key] = PageShell.cut(render({name: placeholder(name) for name in values}))
                return None
            frame = self._unproven[key]
            self._proven[key] = frame if frame.fill(values) == render(values) else None
        return self._proven[key]
