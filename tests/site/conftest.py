"""What tests of built sites in a browser share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def address(site: Path, serve_folder: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The site under a subfolder, as many hosts publish it."""
    root = tmp_path_factory.mktemp("web")
    (root / "book").symlink_to(site)
    return serve_folder(root) + "/book/"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page whose errors and requests to other origins fail the test."""
    yield from watched(browser, address)


def watched(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """A page in a context of its own, whose errors and requests to other origins fail the test."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda problem: wrong.append(str(problem)))
    own = urlsplit(address).netloc

    def requested(url: str) -> None:
        if urlsplit(url).scheme in ("http", "https", "ws", "wss") and urlsplit(url).netloc != own:
            wrong.append(f"asked {url}")

    page.on("request", lambda request: requested(request.url))
    page.on("response", lambda answer: wrong.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    yield page
    context.close()
    assert wrong == []
