"""Markup made of text that is markup already."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from markupsafe import Markup

safe: Callable[[str], Markup] = partial(str.__new__, Markup)
"""`Markup(text)` in a third of the time: pages are made of hundreds of pieces. For text only."""
