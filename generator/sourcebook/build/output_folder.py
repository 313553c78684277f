"""The site's folders that hold records' pages, kept where they are while MkDocs empties the rest of the site.

MkDocs leaves hidden entries of the site's folder alone: for that moment the folders stand in one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

_HIDDEN = ".sourcebook-kept"


def stash(site: Path, folders: Iterable[str]) -> None:
    """Hide the `folders` of the site from being emptied, as far as they exist."""
    drop_stash(site)  # what a run left that was ended in between: its pages are made again
    aside = site / _HIDDEN
    for number, folder in enumerate(folders):
        if (site / folder).is_dir() and not (site / folder).is_symlink():
            aside.mkdir(parents=True, exist_ok=True)
            (site / folder).rename(aside / str(number))


def drop_stash(site: Path) -> None:
    """Remove what is hidden."""
    aside = site / _HIDDEN
    if aside.is_dir() and not aside.is_symlink():
        shutil.rmtree(aside, ignore_errors=True)
    else:
        aside.unlink(missing_ok=True)


def restore(site: Path, folders: Iterable[str]) -> None:
    """Put hidden folders back where they were."""
    aside = site / _HIDDEN
    if not aside.is_dir():
        return
    for number, folder in enumerate(folders):
        if (aside / str(number)).is_dir() and not (site / folder).exists():
            (site / folder).parent.mkdir(parents=True, exist_ok=True)
            (aside / str(number)).rename(site / folder)
    drop_stash(site)


def scan(site: Path, folders: Iterable[str]) -> dict[str, tuple[int, int]]:
    """The files in `folders` of the site: path from its root, size, time of change in nanoseconds.

    Folders with nothing in them are there with a slash behind their path. What is no ordinary file, such as a link,
    has a size that no file has.
    """
    found: dict[str, tuple[int, int]] = {}
    todo = [folder for folder in folders if (site / folder).is_dir()]
    while todo:
        folder = todo.pop()
        empty = True
        with os.scandir(f"{site}/{folder}") as entries:
            for entry in entries:
                empty = False
                path = f"{folder}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    todo.append(path)
                else:
                    stat = entry.stat(follow_symlinks=False)
                    found[path] = (stat.st_size if entry.is_file(follow_symlinks=False) else -1), stat.st_mtime_ns
        if empty:
            found[f"{folder}/"] = -1, 0
    return found


def prune(site: Path, found: Mapping[str, object], wanted: Iterable[str]) -> None:
    """Remove what was `found` in the site but is no longer `wanted`, and the folders that this empties."""
    for path in found.keys() - set(wanted):
        file = site / path
        if not path.endswith("/"):
            file.unlink(missing_ok=True)
        for folder in (file, *file.parents) if path.endswith("/") else file.parents:
            if folder == site:
                break
            try:
                folder.rmdir()
            except OSError:  # something else is in it
                break


def write_file(path: str, raw: bytes) -> tuple[int, int]:
    """Write a file into a folder that exists. Its size and time of change, in nanoseconds."""
    # What is there may have another name elsewhere, to which writing into it would reach.
    try:
        opened = open(path, "xb")  # noqa: PTH123, SIM115 - thousands of paths take their time to be made
    except FileExistsError:
        os.unlink(path)  # noqa: PTH108
        opened = open(path, "xb")  # noqa: PTH123, SIM115
    with opened as file:
        file.write(raw)
        file.flush()
        found = os.fstat(file.fileno())
    return found.st_size, found.st_mtime_ns
