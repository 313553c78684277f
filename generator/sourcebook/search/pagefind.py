"""A client of Pagefind's service: HTML documents in, the files of an index out.

The service speaks over pipes, in messages of base64 with a comma behind each:
https://github.com/Pagefind/pagefind/tree/main/pagefind/src/service. Pagefind's own Python client looks for one answer
each tenth of a second, which is minutes for thousands of pages.
"""

from __future__ import annotations

import base64
import json
import os
import queue
import subprocess
import tempfile
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Any, NoReturn, Self

from sourcebook.search.index_files import normalize_index

TIMEOUT_S = 120.0
"""After so many seconds without a word the service is taken to hang."""
_CHUNK_SIZE = 2_500
"""A search loads the chunk of each word from each part of the index: an eighth of what Pagefind takes for a chunk."""
_BATCH_BYTES = 1 << 18  # bytes that are written at a time: each time costs a thread its turn
_MAX_IN_FLIGHT = 8  # such heaps that wait to be written, so that a slow service holds its caller back
_UNSEEN = "it ended without a word"


class PagefindError(RuntimeError):
    """The index could not be made: why, in one line."""


class Indexer:
    """An index in the making. Pages may be added while others are still being rendered; then `finish`.

    Raises PagefindError where the service is missing, ends, complains or hangs. Its process never outlives the
    ``with`` block, or `finish`.
    """

    def __init__(
        self, language: str = "en", *, command: tuple[str, ...] | None = None, silence: float = TIMEOUT_S
    ) -> None:
        self._silence, self._added = silence, 0
        self._heap = bytearray()
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process; `close` closes it
        command = command or (executable(),)
        # It is called unstable: where a Pagefind does not know it, chunks are larger, and all else is the same.
        environment = {**os.environ, "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": str(_CHUNK_SIZE)}
        try:
            self._process = subprocess.Popen(
                [*command, "--service"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._words,
                env=environment,
            )
        except OSError as problem:
            self._words.close()
            raise PagefindError(f"Pagefind cannot be started: {problem.strerror or problem}") from None
        self._outgoing: queue.Queue[bytes | None] = queue.Queue(_MAX_IN_FLIGHT)
        self._answers: queue.SimpleQueue[Mapping[str, Any] | None] = queue.SimpleQueue()
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._write, self._read)]
        for thread in self._threads:
            thread.start()
        # Every word is stemmed and every page found as of the site's language, whatever script it is in.
        config = {"root_selector": "html", "force_language": language}
        self._index = self._request({"type": "NewIndex", "config": config})["index_id"]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, address: str, html: str) -> None:
        """Put a page into the index. The order does not matter if `finish` is to give the same bytes: sort before."""
        self._notify({"type": "AddFile", "index_id": self._index, "url": address, "file_contents": html})
        self._added += 1

    def finish(self, *, primary: bool = True) -> dict[str, bytes]:
        """The files of the index by path, and the end of the process.

        A `primary` index brings the program that readers' browsers run; others are searched together with one.
        """
        try:
            self._send()
            for _ in range(self._added):
                self._response()
            answer = self._request({"type": "GetFiles", "index_id": self._index})
            files = {file["path"]: base64.b64decode(file["content"]) for file in answer["files"]}
        finally:
            self.close()
        return normalize_index(files, primary=primary)

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._process.returncode is None or any(thread.is_alive() for thread in self._threads):
            self._process.kill()
            self._process.wait()
            _drop(self._outgoing)
            self._outgoing.put(None)
            for thread in self._threads:
                thread.join()
            for pipe in (self._process.stdin, self._process.stdout):
                try:
                    if pipe:
                        pipe.close()
                except OSError:
                    pass
            self._words.close()

    def _request(self, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        self._notify(payload)
        self._send()
        return self._response()

    def _notify(self, payload: Mapping[str, Any]) -> None:
        self._heap += base64.b64encode(json.dumps({"message_id": 1, "payload": payload}).encode()) + b","
        if len(self._heap) >= _BATCH_BYTES:
            self._send()

    def _send(self) -> None:
        heap, self._heap = bytes(self._heap), bytearray()
        try:
            self._outgoing.put(heap, timeout=self._silence)
        except queue.Full:
            self._fail("it takes nothing in any more")

    def _response(self) -> Mapping[str, Any]:
        try:
            payload = self._answers.get(timeout=self._silence)
        except queue.Empty:
            self._fail(f"it has said nothing for {self._silence:g} seconds")
        if payload is None:
            self._fail(self._last_words())
        if payload.get("type") == "Error":
            self._fail(str(payload.get("message", "it does not say what is wrong")))
        return payload

    def _fail(self, why: str) -> NoReturn:
        self.close()
        raise PagefindError(f"Pagefind could not make the index of the search: {why}")

    def _last_words(self) -> str:
        self._words.seek(0)
        lines = self._words.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1][:200] if lines else _UNSEEN

    def _write(self) -> None:
        assert self._process.stdin is not None
        broken = False
        while (heap := self._outgoing.get()) is not None:
            try:
                if not broken:
                    self._process.stdin.write(heap)
                    self._process.stdin.flush()
            except OSError:  # the reader meets the end of the other pipe, and says so
                broken = True

    def _read(self) -> None:
        assert self._process.stdout is not None
        begun: list[bytes] = []
        try:
            while chunk := self._process.stdout.read1(1 << 20):  # type: ignore[attr-defined]
                *ended, rest = chunk.split(b",")
                for end in ended:
                    message = json.loads(base64.b64decode(b"".join([*begun, end])))
                    begun = []
                    self._answers.put(message["payload"])
                begun.append(rest)
        except (ValueError, KeyError, TypeError, OSError):
            self._answers.put({"type": "Error", "message": "its answer is not understood"})
        self._answers.put(None)


def executable() -> str:
    """The path of Pagefind's program. Raises PagefindError where it is not installed."""
    try:
        from pagefind_bin import get_executable

        return str(get_executable())
    except (ImportError, FileNotFoundError):
        raise PagefindError("Pagefind is not installed: 'pip install pagefind-bin'") from None


def _drop(waiting: queue.Queue[bytes | None]) -> None:
    while True:
        try:
            waiting.get_nowait()
        except queue.Empty:
            return
