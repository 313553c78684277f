"""The map page as a reader has it: what it weighs, how soon it can be used, how long its frames are.

Needs Chromium (``CHROMIUM`` or on the path) and the package's ``test`` extra.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from browser import chromium, counted
from measure import ENVIRONMENT

_KINDS = ("crossing", "city", "town", "village", "district", "site")
_CONFIG = """\
site_name: Many places
theme: {name: material, font: false}
nav: [index.md, {Map: map/index.md}]
plugins: [search, sourcebook]
"""
_READY = "addEventListener('sourcebook:map', () => { window.readyAfter = performance.now(); });"
_WATCH = """() => {
  window.frames_ = [];
  let last = performance.now();
  const look = (now) => { window.frames_.push(now - last); last = now; window.looking = requestAnimationFrame(look); };
  window.looking = requestAnimationFrame(look);
}"""


@dataclass
class MapPage:
    """A map page measured: KB of its own files and with the theme's, ms until it can be used (median of five), and
    the longest frame in ms while something is done to it."""

    own_kb: float
    all_kb: float
    ready_ms: float
    longest_frame_ms: dict[str, float]


def write_places(root: Path, count: int, seed: int = 4) -> None:
    """A corpus of `count` places around the Hindu Kush, with 8 of them in each of 300 documents."""
    dice = random.Random(seed)
    for folder in ("places", "documents"):
        (root / "sources" / folder).mkdir(parents=True)
    (root / "docs").mkdir()
    (root / "docs" / "index.md").write_text("# Home\n", "utf-8")
    (root / "mkdocs.yml").write_text(_CONFIG, "utf-8")
    names = [f"{dice.choice('BDGKLMNPRSTZ')}{dice.choice('aeiou')}{number:04} Ghar" for number in range(count)]
    for number, name in enumerate(names):
        (root / "sources" / "places" / f"p{number:04}.yml").write_text(
            f"name: {name}\nkind: {dice.choice(_KINDS)}\n"
            f"names: [{{name: {name} Post}}, {{name: کابل {number}, lang: ur}}]\n"
            f"coordinates: '{dice.gauss(33.5, 3):.4f}, {dice.gauss(69, 4):.4f}'\n"
            f"accuracy_m: {dice.choice((200, 2000, 9000, 15000, 40000))}\n"
            "summary: A place on the road, of which it is said that traders rested there and guards had a post.\n",
            "utf-8",
        )
    for number in range(300):
        named = ", ".join(dice.sample(names, 8))
        (root / "sources" / "documents" / f"d{number:03}.yml").write_text(
            f"title: Report {number} on the roads\nkind: news\ndigest: They went by {named}.\n", "utf-8"
        )


def measure(site: Path) -> MapPage:
    """The map page of a built site, in headless Chromium, served from loopback."""
    with counted(site) as (address, _):
        return _measure(f"{address}/map/")


def _measure(address: str) -> MapPage:
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
        ready: list[float] = []
        weights: dict[str, int] = {}
        for _ in range(5):  # each time with nothing in the browser's cache
            page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
            page.on("response", lambda answer: weights.update({answer.url: len(answer.body())}))
            page.add_init_script(_READY)
            page.goto(address)
            page.wait_for_function("window.readyAfter")
            ready.append(page.evaluate("window.readyAfter"))
            page.wait_for_load_state("networkidle")
        frames = {name: _frames(page, name) for name in ("pan", "zoom", "type", "kind")}
        browser.close()
    own = sum(size for url, size in weights.items() if url == address or "/assets/sourcebook/" in url)
    return MapPage(own / 1000, sum(weights.values()) / 1000, sorted(ready)[2], frames)


def _frames(page: Any, name: str) -> float:
    """The longest frame, in ms, while one thing is done and for half a second after."""
    box = page.locator("[data-sb-canvas]").bounding_box()
    x, y = box["x"] + 300, box["y"] + 250
    page.mouse.move(x, y)
    page.wait_for_timeout(500)
    page.evaluate(_WATCH)
    if name == "pan":
        page.mouse.down()
        for step in range(20):
            page.mouse.move(x + step * 10, y + step * 4)
            page.wait_for_timeout(16)
        page.mouse.up()
    elif name == "zoom":
        page.mouse.wheel(0, -240)
    elif name == "type":
        page.locator("[name=find]").focus()
        for letter in "gha":
            page.keyboard.type(letter)
            page.wait_for_timeout(80)
        page.wait_for_timeout(500)
        page.locator("[name=find]").fill("")
    else:
        page.locator("select[name=kind]").select_option("city")
        page.wait_for_timeout(500)
        page.locator("select[name=kind]").select_option("")
    page.wait_for_timeout(700)
    return float(max(page.evaluate("() => { cancelAnimationFrame(window.looking); return window.frames_.slice(1); }")))


def map_pages(here: Path, scratch: Path) -> dict[str, MapPage]:
    """The map page of the project in `here`, and that of 2,000 places; empty where there is no Chromium."""
    if chromium() is None:
        return {}
    write_places(scratch, 2000)
    found: dict[str, MapPage] = {}
    for name, root in (("this corpus", here), ("2,000 places", scratch)):
        site = scratch / f"site-{len(found)}"
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
        subprocess.run(command, cwd=root, env=ENVIRONMENT, check=True)
        found[name] = measure(site)
    return found
