"""Previews: seconds from saving a file until the page that shows the change is served."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from contestants import COLD, HUGO, MKDOCS, NAMES, PLAIN, hugo_binary, plugins
from corpus import Made
from measure import ENVIRONMENT
from writers import record_file, write_hugo, write_markdown, write_records

START_SECONDS, SHOWN_SECONDS = 900, 120
"""Bounds on a server's first build and on an edit."""
POLL_SECONDS, POLL_SHARE = 0.01, 0.02
"""How often the page is asked for: every hundredth of a second at first, and then after a fiftieth of the time
waited so far. A server in Python shares one lock between building and answering: who asks all the time slows it."""


class NotServedError(Exception):
    """A server ended, or did not start in time."""


class TooSlowError(NotServedError):
    """An edit was not shown in time."""


@dataclass(frozen=True)
class Preview:
    """A server over a project, a file that is edited, and the page that shows it. `edit` gives the file's new text."""

    name: str
    root: Path
    command: tuple[str, ...]
    """``{port}`` stands for the port on loopback."""
    file: Path
    page: str
    shows: str
    """Words of the page before any edit."""
    edit: Callable[[str, str], str]
    """From the file's text and a new word to its new text."""


def watch(preview: Preview, edits: int) -> Iterator[float]:
    """The seconds that each of `edits` edits takes to be served, as they come. Raises NotServedError, TooSlowError."""
    original = preview.file.read_text("utf-8")
    with tempfile.TemporaryFile() as output, _served(preview, output) as (process, address):
        try:
            _wait(process, address, preview.shows, START_SECONDS, output)
            for number in range(edits):
                # At another moment between two looks at the files each time, whatever the looks' pace is.
                time.sleep(1.2 + 0.137 * number)
                word = f"edit{number}x{len(original)}"
                preview.file.write_text(preview.edit(original, word), "utf-8")
                start = time.perf_counter()
                _wait(process, address, word, SHOWN_SECONDS, output)
                yield time.perf_counter() - start
        finally:
            preview.file.write_text(original, "utf-8")


@contextlib.contextmanager
def _served(preview: Preview, output: IO[bytes]) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [part.format(port=port) for part in preview.command]
    process = subprocess.Popen(command, cwd=preview.root, env=ENVIRONMENT, stdout=output, stderr=output)
    try:
        yield process, f"http://127.0.0.1:{port}/{preview.page}"
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:  # in the midst of a build, MkDocs hears of nothing else
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], address: str, words: str, bound: float, output: IO[bytes]) -> None:
    """Returns when the page at `address` has `words`."""
    start = time.monotonic()
    while (waited := time.monotonic() - start) < bound:
        if process.poll() is not None:
            output.seek(0)
            raise NotServedError(f"the server ended:\n{output.read().decode(errors='replace')[-3000:]}")
        # A server that does not answer while it builds is waited for, not asked again.
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=bound) as answer:
            if words in answer.read().decode():
                return
        time.sleep(max(POLL_SECONDS, POLL_SHARE * waited))
    raise TooSlowError(f"{address} did not show '{words}' within {bound} seconds")


def own_corpus(project: Path, root: Path) -> Preview:
    """The preview of the project's own five documents, copied to `root`: a place gets a tag."""
    for name in ("sources", "docs"):
        shutil.copytree(project / name, root / name)
    shutil.copy(project / "mkdocs.yml", root)
    file = root / "sources" / "places" / "torkham.yml"

    def edit(text: str, word: str) -> str:
        assert "summary: >-" in text
        return text.replace("summary: >-", f"tags: {word}\nsummary: >-")

    return Preview("Sourcebook", root, _MKDOCS_SERVE, file, "places/torkham/", "Torkham", edit)


def at_scale(made: Made, root: Path, search: bool) -> dict[str, Preview]:
    """The previews of `made` by contestant, with their projects written below `root`: a document gets a word."""
    ours, plain, hugo = root / "sourcebook", root / "plain", root / "hugo"
    write_records(made, ours, plugins=plugins(search))
    write_markdown(made, plain)
    write_hugo(made, hugo)
    source = made.sources[len(made.sources) // 2]
    page, shows = f"sources/{source.id}/", source.title
    in_markdown = Path("sources", f"{source.id}.md")

    def edit(text: str, word: str) -> str:
        return f"{text.rstrip()} {word}\n"

    return {
        COLD: Preview("Sourcebook", ours, _MKDOCS_SERVE, record_file(ours, source), page, shows, edit),
        HUGO: Preview("Hugo’s server", hugo, _hugo_serve(), hugo / "content" / in_markdown, page, shows, edit),
        PLAIN: Preview(NAMES[PLAIN], plain, _MKDOCS_SERVE, plain / "docs" / in_markdown, page, shows, edit),
    }


_MKDOCS_SERVE = (*MKDOCS, "serve", "--dev-addr", "127.0.0.1:{port}")


def _hugo_serve() -> tuple[str, ...]:
    return (hugo_binary(), "server", "--bind", "127.0.0.1", "--port", "{port}")
