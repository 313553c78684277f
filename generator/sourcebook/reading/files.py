"""Which files are records, and what they are called."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path

from sourcebook.diagnostics import Diagnostic, Where, as_latin, did_you_mean, error, looks_latin, nearest, warning
from sourcebook.model.corpus import KINDS
from sourcebook.model.record import Record

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MAX_ID = 80
_RESERVED = frozenset(
    {
        "index",
        "404",
        "assets",
        "search",
        "data",
        "con",
        "prn",
        "aux",
        "nul",
        *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)),
    }
)
_IGNORED_FILES = re.compile(r"\.|.*~$|#.*#$|.*\.(?:swp|swo|tmp|bak|orig|rej)$")
_ENDINGS = (".yml", ".yaml")
_SHAPES = (".geojson", ".json")
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".tif", ".tiff", ".jp2", ".bmp", ".heic", ".svg")
_BESIDE = (*_SHAPES, ".md", ".pdf", *_PICTURES)
VOCABULARY = "vocabulary.yml"
"""The one file beside the folders of records: the site's own words."""
_FOLDERS = {kind.folder: kind for kind in KINDS}


def _nothing(name: str) -> bytes | None:
    return None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that may hold a record: its kind, its path as reported, and its bytes (None: could not be read).

    `beside` gives the bytes of a data file in the same folder by its name, None if there is none. `stamp` tells
    whether the file on disk is another by now, where that is known.
    """

    kind: type[Record]
    path: str
    raw: bytes | None
    read_sibling: Callable[[str], bytes | None] = _nothing
    stamp: tuple[int, ...] = ()
    digest: bytes = b""

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", self.digest or digest_of(self.raw))


def digest_of(raw: bytes | None) -> bytes:
    """What stands for the bytes of a file; empty for one that could not be read."""
    return b"" if raw is None else blake2b(raw, digest_size=16).digest()


def find_files(
    folder: Path, shown_as: str, known: dict[str, SourceFile] | None = None
) -> tuple[list[SourceFile], list[Diagnostic]]:
    """The record files below `folder`, in order of path, and what is wrong with their names and places.

    `shown_as` is how the folder is written in messages. Editors' droppings are passed over. `known` has files as they
    were found before, by path: those that have not been touched since are not read again. It is brought up to date.
    """
    before = None if known is None else dict(known)
    files: list[SourceFile] = []
    problems: list[Diagnostic] = []
    if not folder.is_dir():
        return [], [
            error(
                "no-sources",
                f"there is no folder '{shown_as}'",
                Where(shown_as),
                "create it, with " + ", ".join(f"'{name}/'" for name in _FOLDERS),
            )
        ]
    root = folder.resolve()
    for entry in _entries(folder):
        shown = f"{shown_as}/{entry.name}"
        if not _is_dir(entry):
            if entry.name.endswith(_ENDINGS) and entry.name != VOCABULARY:
                problems.append(
                    error(
                        "misplaced",
                        "a record stands outside the folders of its kinds",
                        Where(shown),
                        "move it to " + ", ".join(f"'{name}/'" for name in _FOLDERS),
                    )
                )
            continue
        kind = _FOLDERS.get(entry.name)
        if kind is None:
            guess = did_you_mean([f"'{name}'" for name in nearest(entry.name, _FOLDERS, 1)])
            problems.append(
                error(
                    "unknown-folder",
                    f"'{entry.name}' is no kind of record",
                    Where(shown),
                    guess or f"the kinds are {', '.join(_FOLDERS)}",
                )
            )
            continue
        try:
            inside = _entries(entry)
        except OSError as problem:
            problems.append(error("unreadable", f"the folder cannot be read: {problem.strerror}", Where(shown)))
            continue
        # Only a link can lead out of a folder that lies within: the way of each file need not be looked up.
        within = _lies_in(Path(entry), root)
        for file in inside:
            _one_file(file, f"{shown}/{file.name}", kind, root, within, before, files, problems)
    if known is not None:
        known.clear()
        known.update((file.path, file) for file in files)
    return files, problems


def _entries(folder: str | Path | os.DirEntry[str]) -> list[os.DirEntry[str]]:
    # By code points, so that the order is the same on every machine.
    with os.scandir(folder) as entries:
        return sorted(
            (entry for entry in entries if not _IGNORED_FILES.match(entry.name)), key=lambda entry: entry.name
        )


def _one_file(
    file: os.DirEntry[str],
    shown: str,
    kind: type[Record],
    root: Path,
    within: bool,
    before: Mapping[str, SourceFile] | None,
    files: list[SourceFile],
    problems: list[Diagnostic],
) -> None:
    if _is_dir(file):
        problems.append(
            error("misplaced", "folders inside a kind's folder are not read", Where(shown), "move its files up")
        )
    elif not file.name.endswith(_ENDINGS):
        if not file.name.lower().endswith(_BESIDE):
            problems.append(warning("not-read", "the file is not read", Where(shown), "name it with the ending '.yml'"))
    elif _leads_nowhere(Path(file)):
        problems.append(not_ordinary(shown))
    elif not (within and not file.is_symlink()) and not _lies_in(Path(file), root):
        problems.append(
            error(
                "outside",
                "the file is a link that leads out of the folder of sources",
                Where(shown),
                "put the file itself here",
            )
        )
    elif not file.is_file() and Path(file).exists():
        problems.append(not_ordinary(shown))
    else:
        stamp: tuple[int, ...] = ()
        try:
            if before is not None:
                stat = file.stat()
                stamp = stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino
                if (same := before.get(shown)) and same.stamp == stamp:
                    files.append(same)
                    return
            with open(file, "rb") as opened:  # noqa: PTH123 - six thousand paths take their time to be made
                raw: bytes | None = opened.read()
        except OSError as problem:
            problems.append(error("unreadable", f"the file cannot be read: {problem.strerror}", Where(shown)))
            raw = None
        files.append(SourceFile(kind, shown, raw, partial(_sibling_file, os.path.dirname(file.path), root), stamp))  # noqa: PTH120


def _is_dir(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _leads_nowhere(file: Path) -> bool:
    """Whether it is a link that leads round in a circle."""
    if not file.is_symlink():
        return False
    try:
        file.stat()
    except OSError as problem:
        return problem.errno == errno.ELOOP
    except RuntimeError:
        return True
    return False


def is_ordinary(file: Path) -> bool:
    """Whether `file` is one, or nothing at all, but no pipe, device or circle of links: reading it comes to an end."""
    return file.is_file() or not (file.exists() or _leads_nowhere(file))


def not_ordinary(shown: str) -> Diagnostic:
    """What is said of something that has a file's name and is none."""
    return error("unreadable", "this is not an ordinary file", Where(shown), "put the file itself here")


def _lies_in(file: Path, root: Path) -> bool:
    try:
        return file.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # a link that leads round in a circle
        return False


def _sibling_file(folder: str, root: Path, name: str) -> bytes | None:
    file = Path(folder, name)
    if "/" in name or "\\" in name or not name.endswith(_SHAPES) or not _lies_in(file, root) or not file.is_file():
        return None
    return file.read_bytes()


def id_of(path: str) -> str:
    """The id that a file's name gives."""
    return re.sub(r"\.ya?ml$", "", path.rsplit("/", 1)[-1])


def check_id(record_id: str, path: str) -> Diagnostic | None:
    """What is wrong with an id as part of an address, if anything."""
    if len(record_id) > _MAX_ID:
        return error("bad-id", f"the name has {len(record_id)} characters; {_MAX_ID} are the limit", Where(path))
    if record_id.lower() in _RESERVED:
        return error(
            "reserved-id",
            f"'{record_id}' is a name that the site or a system keeps for itself",
            Where(path),
            "choose another file name",
        )
    if not _ID.fullmatch(record_id):
        from anyascii import anyascii

        better = re.sub(r"[^a-z0-9]+", "-", anyascii(as_latin(record_id)).lower()).strip("-")
        return error(
            "bad-id",
            f"'{record_id}' cannot be an address{looks_latin(record_id)}",
            Where(path),
            f"use small letters, digits and single hyphens: '{better}.yml'"
            if better
            else "use small letters and digits",
        )
    return None
