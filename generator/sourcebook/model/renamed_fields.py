"""Fields that had another name in an earlier version of the form of records, or will have one in the next."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RenamedField:
    """A field's old name, by its path of keys ('roles', 'from'), and its name from a version on."""

    folder: str
    """The folder of records that have it; empty for all."""
    path: tuple[str, ...]
    new: str
    since: int
    """The first version that knows it by the new name only; the one before takes the old name, and warns."""


RENAMED: tuple[RenamedField, ...] = ()
"""Every field that was renamed, in order of version. None has been yet."""


def renamed_since(version: int, now: int) -> tuple[RenamedField, ...]:
    """The fields that were renamed after `version`, up to `now`."""
    return tuple(one for one in RENAMED if version < one.since <= now)


def new_name(folder: str, path: tuple[str, ...]) -> RenamedField | None:
    """The field that is called, or will be called, otherwise than by this path."""
    return next((one for one in RENAMED if one.folder in ("", folder) and one.path == path), None)
