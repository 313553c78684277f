"""A file is changed as a whole or not at all, whatever happens on the way."""

import errno
import os
import signal
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sourcebook.editing.replace_file import NotWritten, check_writable, replace_file
from sourcebook.reading.files import find_files

OLD, NEW = b"kind: city\r\n" * 1000, b"kind: town\n" * 5000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sources" / "places" / "x.yml"
    path.parent.mkdir(parents=True)
    path.write_bytes(OLD)
    return path


def test_the_new_state_takes_the_place_of_the_old(file: Path) -> None:
    file.chmod(0o640)
    check_writable(file, OLD)
    replace_file(file, OLD, NEW)
    assert file.read_bytes() == NEW and stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [path.name for path in file.parent.iterdir()] == ["x.yml"]


def test_a_link_stays_a_link(file: Path) -> None:
    link = file.parent / "y.yml"
    link.symlink_to("x.yml")
    replace_file(link, OLD, NEW)
    assert link.is_symlink() and file.read_bytes() == NEW


def test_what_somebody_else_has_changed_is_left_alone(file: Path) -> None:
    with pytest.raises(NotWritten, match=r"x\.yml' has changed meanwhile; nothing written"):
        check_writable(file, NEW)
    with pytest.raises(NotWritten, match=r"x\.yml' has changed meanwhile; nothing written"):
        replace_file(file, NEW, b"")
    assert file.read_bytes() == OLD


def test_a_change_while_writing_is_seen(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def meddle(handle: int) -> None:
        file.write_bytes(b"theirs")
        real(handle)

    monkeypatch.setattr(os, "fsync", meddle)
    with pytest.raises(NotWritten, match="has changed meanwhile"):
        replace_file(file, OLD, NEW)
    assert file.read_bytes() == b"theirs" and len(list(file.parent.iterdir())) == 1


def test_a_file_that_is_gone_is_named(file: Path) -> None:
    file.unlink()
    with pytest.raises(NotWritten, match=r"x\.yml' is not there"):
        check_writable(file, OLD)
    with pytest.raises(NotWritten, match=r"x\.yml' is not there"):
        replace_file(file, OLD, NEW)


STEPS = ["write", "fsync", "chmod", "replace"]


def break_step(monkeypatch: pytest.MonkeyPatch, step: str, do: Callable[[], None]) -> None:
    """Have something happen instead of one of the steps."""

    def instead(*arguments: Any, **more: Any) -> Any:
        do()

    if step == "write":

        class Full:
            def __init__(self, file: Any) -> None:
                self.file = file

            def __enter__(self) -> Any:
                return self

            def __exit__(self, *reason: object) -> None:
                self.file.close()

            def write(self, data: bytes) -> None:
                self.file.write(data[:100])
                self.file.flush()
                do()

        real = os.fdopen
        monkeypatch.setattr(os, "fdopen", lambda handle, mode: Full(real(handle, mode)))
    elif step == "chmod":
        monkeypatch.setattr(Path, "chmod", instead)
    elif step == "mkstemp":
        monkeypatch.setattr(tempfile, "mkstemp", instead)
    else:
        monkeypatch.setattr(os, step, instead)


@pytest.mark.parametrize("step", ["mkstemp", *STEPS])
def test_a_full_disk_leaves_the_file_and_nothing_else(file: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        break_step(patch, step, full)
        with pytest.raises(NotWritten, match=r"x\.yml' is as it was: No space left on device"):
            replace_file(file, OLD, NEW)
    assert file.read_bytes() == OLD and [path.name for path in file.parent.iterdir()] == ["x.yml"]


@pytest.mark.parametrize("step", STEPS)
def test_an_interrupt_leaves_nothing_behind(file: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        break_step(patch, step, interrupt)
        with pytest.raises(KeyboardInterrupt):
            replace_file(file, OLD, NEW)
    assert file.read_bytes() == OLD and len(list(file.parent.iterdir())) == 1


def in_child(do: Callable[[], object]) -> int:
    """How a child process that does something ends: its status as `os.wait` tells it."""
    child = os.fork()
    if child == 0:
        try:
            do()
        except NotWritten:
            os._exit(3)
        except BaseException:
            os._exit(4)
        os._exit(0)
    return os.waitpid(child, 0)[1]


@pytest.mark.parametrize("step", [*STEPS, "after"])
def test_a_killed_process_leaves_the_old_bytes_or_the_new(file: Path, step: str) -> None:
    def killed() -> None:
        with pytest.MonkeyPatch.context() as patch:

            def kill() -> None:
                os.kill(os.getpid(), signal.SIGKILL)

            if step == "after":
                real = os.replace

                def replace(*arguments: Any) -> None:
                    real(*arguments)
                    kill()

                patch.setattr(os, "replace", replace)
            else:
                break_step(patch, step, kill)
            replace_file(file, OLD, NEW)

    status = in_child(killed)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    assert file.read_bytes() == (NEW if step == "after" else OLD)
    # What is left of the attempt is nothing to the reader.
    records, problems = find_files(file.parent.parent, "sources")
    assert [record.path for record in records] == ["sources/places/x.yml"] and not problems


@pytest.mark.parametrize("locked", ["file", "folder"])
def test_what_may_not_be_written_is_refused_before_any_work(locked: str) -> None:
    # Below the system's own folder for this, where a user without rights can look.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "x.yml"
        file.write_bytes(OLD)
        file.chmod(0o444 if locked == "file" else 0o666)
        folder.chmod(0o555 if locked == "folder" else 0o777)

        def attempt() -> None:
            if os.geteuid() == 0:
                os.setuid(65534)
            check_writable(file, OLD)

        assert os.WEXITSTATUS(in_child(attempt)) == 3
        file.chmod(0o666)
        folder.chmod(0o777)
        assert os.WEXITSTATUS(in_child(attempt)) == 0
