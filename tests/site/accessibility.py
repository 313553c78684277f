"""What axe finds wrong with a page in a browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.profiles import THOROUGH

THEME_FAULTS = {"aria-dialog-name"}
"""Material's own faults on any page; ours must add none."""

_EACH = [(390, "dark"), (1280, "light")]
_ALL = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]

on_every_screen = pytest.mark.parametrize(("width", "scheme"), _ALL if THOROUGH else _EACH)
"""For tests of how a page looks: each width and each scheme once, as no rule of ours sets a colour by the width
(`test_styles` holds that); all pairs in a thorough run."""


def faults_of(page: Page, context: str | None = None) -> dict[str, list[str]]:
    """The rules that the page breaks, each with the first places.

    What passed is not told in full: that is most of what axe would do.
    """
    found = Axe().run(page, context=context, options={"resultTypes": ["violations"]}).response["violations"]
    return {
        fault["id"]: [node["html"][:200] for node in fault["nodes"]][:3]
        for fault in found
        if fault["id"] not in THEME_FAULTS
    }
