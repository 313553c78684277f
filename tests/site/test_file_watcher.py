"""Changes of files are noticed, whoever tells of them, and whatever became of their folders meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from watchdog.events import FileSystemEvent, FileSystemEventHandler

from sourcebook.plugin import file_watcher
from sourcebook.plugin.file_watcher import FileWatcher, scan_files


class Watched(FileSystemEventHandler):
    """A folder that is watched, and how often something was told of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.told = folder, threading.Event()
        self.count = 0

    def on_any_event(self, event: FileSystemEvent) -> None:
        self.count += 1
        self.told.set()

    def notices(self, name: str, text: str) -> bool:
        self.told.clear()
        (self.folder / name).write_text(text, "utf-8")
        return self.told.wait(5)


@pytest.fixture(params=[500, 0], ids=["few", "many"])
def watched(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    monkeypatch.setattr(file_watcher, "MANY_FILES", request.param)
    (tmp_path / "sources" / "places").mkdir(parents=True)
    (tmp_path / "sources" / "places" / "a.yml").write_text("1", "utf-8")
    found, watcher = Watched(tmp_path / "sources"), FileWatcher()
    watcher.schedule(found, str(found.folder))
    watcher.start()
    time.sleep(0.3)
    yield found
    watcher.stop()
    watcher.join(5)
    assert not watcher.is_alive()


def test_an_edit_is_noticed_once_and_nothing_else_is(watched: Watched) -> None:
    assert watched.notices("places/a.yml", "22") and watched.notices("b.yml", "1")
    time.sleep(1.5)
    count = watched.count
    for _ in range(3):
        (watched.folder / "places" / "a.yml").read_text("utf-8")
    time.sleep(1.5)
    assert watched.count == count, "that a file is read is no change"


@pytest.mark.parametrize("seconds", [0.02, 0.2, 2])
def test_an_edit_is_noticed_after_the_folder_was_moved_away_and_back(seconds: float, watched: Watched, tmp_path: Path) -> None:
    for round_ in range(2):
        watched.folder.rename(tmp_path / "away")
        time.sleep(seconds)
        (tmp_path / "away").rename(watched.folder)
        time.sleep(0.2)
        assert watched.notices("places/a.yml", f"{round_} and more" * (round_ + 1))
        assert watched.notices(f"places/{round_}.yml", "new")


def test_a_link_to_nowhere_hides_no_other_file(tmp_path: Path) -> None:
    for name in "abcdef":
        (tmp_path / name).write_text(name, "utf-8")
        (tmp_path / f".#{name}").symlink_to("nobody@nowhere")
    assert sorted(Path(path).name for path in scan_files([tmp_path])) == list("abcdef")
