"""What tests of built sites share: the sites, a file server on loopback, a browser."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.building import build, left_alone, once_a_run
from tests.conftest import ROOT, SMALL

# The headless shell first: it is the same engine without the surface of a desktop browser, which takes a third of the time.
_CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The project's own site, to be read only."""
    with left_alone(once_a_run(tmp_path_factory, "own", lambda folder: build(ROOT, folder))) as folder:
        yield folder


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The site of the small invented corpus, to be read only."""
    with left_alone(once_a_run(tmp_path_factory, "small", lambda folder: build(SMALL, folder))) as folder:
        yield folder


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def serve_folder() -> Iterator[Callable[[Path], str]]:
    """Serves a folder on loopback for as long as the tests run; gives its address."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        handler = functools.partial(_Quiet, directory=str(folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def find_chromium() -> str | None:
    """The Chromium on this machine: what CHROMIUM names, or what is on the path."""
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in _CHROMIUMS if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium. Skips where there is none, but never in CI."""
    path = find_chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium on this machine, and CI skips nothing")
        pytest.skip("no Chromium on this machine: install it, or set CHROMIUM to its path")
    arguments = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()


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
