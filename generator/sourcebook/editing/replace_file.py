"""Files changed as a whole or not at all, and only as long as nobody else changed them."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from sourcebook.atomic import write_atomically


class NotWritten(Exception):  # noqa: N818 - read as a sentence
    """Why a file is as it was, in one line that names it."""


def check_writable(path: Path, old: bytes | None) -> None:
    """Raises NotWritten where `replace_file` would: the file is locked, its folder is, or it is no longer `old`.

    A link is followed: what it leads to would be written.
    """
    target = _target(path)
    try:
        _compare(target, path, old)
    except OSError as problem:
        raise _failed(path, problem) from None
    if not os.access(target, os.W_OK):
        raise NotWritten(f"'{path}' may not be written")
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise NotWritten(f"'{path}' may not be written: its folder is locked")


def replace_file(path: Path, old: bytes, new: bytes) -> None:
    """Put `new` in the place of `old`; raises NotWritten, and leaves the file alone, where that cannot be done whole.

    A reader, or whoever looks after the power has failed, finds the old bytes or the new ones. Mode and, where allowed,
    owner stay; a link stays a link.
    """
    target = _target(path)

    def ready(beside: Path) -> Path:
        _keep_owner(beside, state)
        beside.chmod(stat.S_IMODE(state.st_mode))
        _compare(target, path, old)  # once more: writing may have taken its time
        return target

    try:
        state = target.stat()
        _compare(target, path, old)
        write_atomically(target, lambda file: file.write(new), place=ready, durable=True)
    except OSError as problem:
        raise _failed(path, problem) from None


def _target(path: Path) -> Path:
    try:
        return path.resolve(strict=True)
    except (OSError, RuntimeError):  # a link that leads nowhere, or round in a circle
        raise NotWritten(f"'{path}' is not there") from None


def _compare(target: Path, path: Path, old: bytes | None) -> None:
    if target.read_bytes() != old:
        raise NotWritten(f"'{path}' has changed meanwhile; nothing written")


def _failed(path: Path, problem: OSError) -> NotWritten:
    return NotWritten(f"'{path}' is as it was: {problem.strerror or problem}")


def _keep_owner(file: Path, state: os.stat_result) -> None:
    made = file.stat()
    if hasattr(os, "chown") and (made.st_uid, made.st_gid) != (state.st_uid, state.st_gid):
        with suppress(PermissionError):  # only root may give files away
            os.chown(file, state.st_uid, state.st_gid)
