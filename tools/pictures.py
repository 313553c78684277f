"""Makes the pictures of the README and the guide from the built site: ``make pictures``."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
PICTURES = (("docs/guide/question.png", "questions/torkham-closed-by-whom-2023/index.html", 1280, 1060),)
"""Each picture: its file, the page, and the width and height of the window in pixels."""


def main() -> None:
    """Write every picture. The site must have been built into ``site/``."""
    browser = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium"))), None)
    if browser is None:
        sys.exit("no Chromium on this machine")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for file, page_path, width, height in PICTURES:
            page = chromium.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
            page.goto((ROOT / "site" / page_path).as_uri())
            page.wait_for_load_state("networkidle")
            page.screenshot(path=ROOT / file)
            sys.stdout.write(f"{file}\n")
        chromium.close()


if __name__ == "__main__":
    main()
