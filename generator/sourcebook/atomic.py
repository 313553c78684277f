"""Files that are there as a whole or not at all."""

from __future__ import annotations

import glob
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO


def write_atomically(
    path: Path,
    write: Callable[[BinaryIO], object],
    *,
    place: Callable[[Path], Path] | None = None,
    durable: bool = False,
) -> None:
    """Put what `write` writes in the place of `path`, in one step; a file that was there is as it was until then.

    It is written beside `path`, under a name that begins with a dot: the reader of records passes over it. `place` is
    given that file when it is complete, and says where it goes, if not to `path`; it may look at it or change its mode.
    `durable`: it is on the disk, and so is its name, before this returns. Raises OSError, and whatever `write` and
    `place` raise; nothing is left beside `path` then.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        target = place(beside) if place else path
        os.replace(beside, target)  # noqa: PTH105 - the name of the call that POSIX promises is atomic
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    if durable:
        _sync_folder(target.parent)


def remove_unfinished(folder: Path, name: str) -> None:
    """Remove what processes that were killed meanwhile have left in `folder` of files whose names begin with `name`.

    Only for whoever alone writes such files there.
    """
    for left in folder.glob(f".{glob.escape(name)}*.tmp"):
        with suppress(OSError):
            left.unlink()


def _sync_folder(folder: Path) -> None:
    """Have the new name on the disk, where the system lets a folder be opened for that."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    with suppress(OSError):
        os.fsync(handle)
    os.close(handle)
