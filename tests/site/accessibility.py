"""What axe finds wrong with a page in a browser."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

THEME_FAULTS = {"aria-dialog-name"}
"""Material's own faults on any page; ours must add none."""


def faults_of(page: Page, context: str | None = None, rules: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """The rules that the page breaks, each with the first places; of `rules` only, if any are given.

    What passed is not told in full: that is most of what axe would do.
    """
    options: dict[str, Any] = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    found = Axe().run(page, context=context, options=options).response["violations"]
    return {
        fault["id"]: [node["html"][:200] for node in fault["nodes"]][:3]
        for fault in found
        if fault["id"] not in THEME_FAULTS
    }
