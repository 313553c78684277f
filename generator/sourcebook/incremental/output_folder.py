"""The site's folder: a build writes beside it, and puts what it made in place at the end.

Whatever ends a build before that (a fault, a full disk, a kill) leaves the site as it was. Putting in place renames:
whole folders where nothing in them is kept, single files where something is. Nothing is half-written at any time, the
home page is always there, and Ctrl-C and SIGTERM wait until it is done; a process that is killed outright within these
milliseconds leaves pages of both builds, each whole, and the next build makes the site right.

One build at a time writes a site: its folder is locked from the beginning to the end, and another build waits.
"""

from __future__ import annotations

import os
import shutil
import signal
import stat
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import ModuleType

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows, where nothing is locked
    fcntl = None

Stamp = tuple[int, int]
"""Size in bytes and time of change in nanoseconds; a size below zero is that of no ordinary file."""


class OutputError(Exception):
    """The site's folder cannot be used; its words say why, on one line."""


@dataclass(frozen=True, slots=True)
class OutputFolder:
    """Where a site stands, and where a build of it is written meanwhile."""

    site: Path
    """The folder of the published site, with links resolved."""
    staging: Path
    """On the same disk: the folder of what is made, until it is put in place."""

    @property
    def replaced(self) -> Path:
        """Where folders that have been replaced wait to be removed."""
        return self.staging.with_name(f"{self.staging.name}.old")

    def discard(self) -> None:
        """Remove what a build has left beside the site."""
        for folder in (self.staging, self.replaced):
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def lock_site(site: Path, tell: Callable[[], None]) -> Iterator[None]:
    """For one build of the site at a time; `tell` is called where another one has to be waited for.

    The lock is on the site's folder itself, so that nothing is left of it, whatever ends the build: the system lets go
    of it when the last process of the build has ended. Where the system cannot lock folders, nothing is locked.
    """
    made = folder = None
    try:
        with suppress(OSError):
            if not site.exists():
                site.mkdir(parents=True)
                made = site
            folder = os.open(site, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        if fcntl and folder is not None:
            try:
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                tell()
                fcntl.flock(folder, fcntl.LOCK_EX)
            except OSError:  # some network disks
                pass
        yield
    finally:
        if made:
            with suppress(OSError):  # the build has filled it
                made.rmdir()
        if folder is not None:
            os.close(folder)


def open_output(site: Path, cache: Path, name: str) -> OutputFolder:
    """The output folder of a site, with an empty staging folder.

    This stands in `cache` below `name`, or, if that is on another disk, next to the site or hidden in it. Raises
    OutputError where the site's folder is no folder, or holds a link that leads out of it.
    """
    site = site.resolve()
    if site.exists() and not site.is_dir():
        raise OutputError(f"'{site}' is a file: the site needs a folder of its own")
    places = (cache / name, site.with_name(f".{site.name}.{name}"), site / f".{name}")
    for staging in places:
        output = OutputFolder(site, staging)
        output.discard()
        with suppress(OSError):
            staging.mkdir(parents=True)
            if _device(staging) == _device(site):
                return output
        with suppress(OSError):
            staging.rmdir()
    raise OutputError(f"no folder can be made to build in, beside or in '{site}'")


def _device(path: Path) -> int:
    """The disk that a path is on, or would be on."""
    while not path.exists():
        path = path.parent
    return path.stat().st_dev


def scan(site: Path) -> dict[str, Stamp]:
    """The files of a site: path from its root, size, time of change. Hidden entries of its root are not the build's.

    Folders with nothing in them are there with a slash behind their path. Raises OutputError for a link to a folder:
    writing and removing would reach what is elsewhere.
    """
    found: dict[str, Stamp] = {}
    todo = [""] if site.is_dir() else []
    while todo:
        folder = todo.pop()
        empty = True
        with os.scandir(f"{site}/{folder}") as entries:
            for entry in entries:
                if not folder and entry.name.startswith("."):
                    continue
                empty = False
                path = f"{folder}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    todo.append(f"{path}/")
                    continue
                if entry.is_symlink() and entry.is_dir():
                    raise OutputError(f"'{site / path}' is a link to a folder elsewhere: remove it, or build elsewhere")
                state = entry.stat(follow_symlinks=False)
                found[path] = state.st_size if stat.S_ISREG(state.st_mode) else -1, state.st_mtime_ns
        if empty and folder:
            found[folder] = -1, 0
    return found


def put_in_place(output: OutputFolder, found: Mapping[str, object], kept: Collection[str]) -> None:
    """Put what was made into the site, beside those of its files that are `kept`, and remove all other ones.

    `found` are the paths that `scan` gave. Raises OutputError.
    """
    try:
        with _uninterrupted():
            output.site.mkdir(parents=True, exist_ok=True)
            output.replaced.mkdir()
            holding = {folder for path in kept for folder in _above(path)}
            made: set[str] = set()
            _move_in(output, "", holding, made, count())
            prune(output.site, found, {*made, *kept})
            output.discard()
    except OSError as fault:
        where = fault.filename2 or fault.filename or output.site
        hint = "the site may have pages of two builds: build it again"
        raise OutputError(f"'{where}' cannot be put in place: {fault.strerror}; {hint}") from fault


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C and SIGTERM wait until the end. (Only a process's first thread is told of them, and may say so.)"""
    waiting: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, lambda told, _: waiting.append(told))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        if waiting:
            signal.raise_signal(waiting[0])


def _move_in(
    output: OutputFolder, folder: str, holding: Collection[str], made: set[str], numbers: Iterator[int]
) -> None:
    with os.scandir(output.staging / folder) as entries:
        inside = sorted(entries, key=lambda entry: entry.name)
    for entry in inside:
        path = f"{folder}{entry.name}"
        target = output.site / path
        is_folder = entry.is_dir(follow_symlinks=False)
        if is_folder and f"{path}/" in holding:
            _move_in(output, f"{path}/", holding, made, numbers)
            continue
        if is_folder:
            made.update(_files_in(entry.path, path))
        else:
            made.add(path)
        try:
            target_is_folder = stat.S_ISDIR(target.lstat().st_mode)
        except FileNotFoundError:
            target_is_folder = None
        if target_is_folder or (is_folder and target_is_folder is not None):  # no rename replaces these
            target.rename(output.replaced / str(next(numbers)))
        elif target_is_folder is None:
            target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(entry.path, target)  # noqa: PTH105 - an entry's path is text


def _files_in(folder: str, path: str) -> list[str]:
    """The paths of the files below a folder that is to stand at `path` of the site."""
    return [
        f"{path}{place[len(folder) :]}/{name}".replace(os.sep, "/")
        for place, _, names in os.walk(folder)
        for name in names
    ]


def _above(path: str) -> list[str]:
    """The folders that a path lies in, each with a slash at its end."""
    return [path[: place + 1] for place, letter in enumerate(path) if letter == "/"]


def prune(site: Path, found: Mapping[str, object], wanted: Collection[str]) -> None:
    """Remove what was `found` in the site but is no longer `wanted`, and the folders that this empties."""
    for path in found.keys() - set(wanted):
        file = site / path
        if not path.endswith("/"):
            try:
                file.unlink(missing_ok=True)
            except (IsADirectoryError, NotADirectoryError, PermissionError):  # a folder stands there now, or above it
                continue
        for folder in (file, *file.parents) if path.endswith("/") else file.parents:
            if folder == site:
                break
            try:
                folder.rmdir()
            except OSError:  # something else is in it
                break


def write_file(path: str, raw: bytes) -> Stamp:
    """Write a file into a folder that exists. Its size and time of change. Raises OSError that names the file."""
    # What is there may have another name elsewhere, to which writing into it would reach.
    try:
        opened = open(path, "xb")  # noqa: PTH123, SIM115 - thousands of paths take their time to be made
    except FileExistsError:
        os.unlink(path)  # noqa: PTH108
        opened = open(path, "xb")  # noqa: PTH123, SIM115
    try:
        with opened as file:
            file.write(raw)
            file.flush()
            state = os.fstat(file.fileno())
    except OSError as fault:
        fault.filename = fault.filename or path  # the system names files when they are opened only
        raise
    return state.st_size, state.st_mtime_ns
