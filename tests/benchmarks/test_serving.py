"""Previews are timed from the saving of a file until its page shows the change, with any server."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pytest

import serving
from serving import NotServedError, Preview, TooSlowError, watch

_SERVER = (sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "{port}")


def preview(root: Path, command: tuple[str, ...]) -> Preview:
    page = root / "page.txt"
    page.write_text("Before.", "utf-8")
    return Preview("files", root, command, page, "page.txt", "Before", lambda text, word: f"{text} {word}")


def test_a_server_of_files_shows_an_edit_at_once_and_all_is_as_before(tmp_path: Path) -> None:
    files = preview(tmp_path, _SERVER)
    texts, times = [], []
    for seconds in watch(files, 2):
        times.append(seconds)
        texts.append(files.file.read_text("utf-8"))
    assert len(times) == 2 and all(0 < one < 0.5 for one in times)
    assert len(set(texts)) == 2 and "Before." not in texts
    assert files.file.read_text("utf-8") == "Before."


def test_a_server_that_ends_is_not_waited_for(tmp_path: Path) -> None:
    ending = preview(tmp_path, (sys.executable, "-c", "import sys; sys.exit('no such luck')"))
    with pytest.raises(NotServedError, match="no such luck"):
        list(watch(ending, 1))


def test_an_edit_that_never_shows_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "SHOWN_SECONDS", 0.3)
    deaf = dataclasses.replace(preview(tmp_path, _SERVER), edit=lambda text, word: text)
    with pytest.raises(TooSlowError, match="edit0"):
        list(watch(deaf, 1))
    assert deaf.file.read_text("utf-8") == "Before."
