"""Files of what is kept for the next build: they may be missing, cut short or foreign without harm.

Everything in them is keyed by content. A file is used only if it was made by the same code, templates, packages and
settings, and if its checksum is right; else the build goes on as if there were none.
"""

from __future__ import annotations

import contextlib
import hashlib
import pickle
import sys
from collections.abc import Callable, Iterable
from dataclasses import is_dataclass
from enum import Enum
from importlib import metadata
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from pydantic import BaseModel

from sourcebook.atomic import write_atomically

K = TypeVar("K")
_MARK = b"sourcebook 2\n"
_PIECE = 1 << 20
_PACKAGES = (
    *("mkdocs", "mkdocs-material", "jinja2", "markupsafe", "markdown", "pymdown-extensions", "nh3", "pyyaml"),
    *("pydantic", "babel", "anyascii", "geopy", "ahocorasick-rs", "pagefind-bin"),
)
_BLANK = ("sourcebook.model.own_fields", "blank")
"""What makes a record that has fields of a site's own: of values only, as all others are."""
_ALLOWED = frozenset(
    {("markupsafe", "Markup"), ("builtins", "set"), ("builtins", "frozenset"), ("array", "array"), _BLANK}
)


def key_of(settings: object, folders: Iterable[Path]) -> bytes:
    """What a state depends on beside the records: this code, the `folders` of templates, packages, and settings."""
    found = hashlib.blake2b(repr(settings).encode(), digest_size=16)
    found.update(sys.version.encode())
    for name in _PACKAGES:
        found.update(f"{name} {_version(name)}\n".encode())
    for folder in (Path(__file__).parents[1], *folders):
        for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if file.is_file() and "__pycache__" not in file.parts:
                raw = file.read_bytes()  # images and archives give all files one time of change
                found.update(f"{file.relative_to(folder).as_posix()} {len(raw)}\n".encode() + raw)
    return found.digest()


def load_file(path: Path, key: bytes, kind: type[K], expected: bytes = b"") -> K:
    """What is kept at `path` under this key; an empty one where there is none, or it cannot be used.

    `expected` is its digest, where that is known.
    """
    try:
        with path.open("rb") as file:
            digest = _digest()
            head = file.read(len(_MARK) + len(key) + digest.digest_size)
            body = file.tell()
            while head.startswith(_MARK + key) and (piece := file.read(_PIECE)):
                digest.update(piece)
            if head != _MARK + key + digest.digest() or not head.endswith(expected):
                return kind()
            file.seek(body)
            kept = _Unpickler(file).load()
    except Exception:  # whatever is wrong with it, a build without it is right
        return kind()
    return kept if isinstance(kept, kind) else kind()


def save_file(path: Path, key: bytes, kept: object) -> bool:
    """Keep something at `path`: the old file or the new one is there at any time. False where it cannot be written."""
    return bool(_save(path, key, kept, lambda digest: path))


def save_part(path: Path, key: bytes, kept: object) -> bytes:
    """Keep something beside `path`, under a name made of it. Its digest; nothing where it cannot be written."""
    return _save(path, key, kept, lambda digest: part_path(path, digest))


def part_path(path: Path, digest: bytes) -> Path:
    """Where the part of that digest is, of what is kept at `path`."""
    return path.with_suffix(f".{digest.hex()}.part")


def remove_parts(path: Path, wanted: Iterable[bytes]) -> None:
    """Remove the parts of what is kept at `path`, but for those `wanted`."""
    for left in set(path.parent.glob(f"{path.stem}.*.part")) - {part_path(path, digest) for digest in wanted}:
        with contextlib.suppress(OSError):
            left.unlink()


def _save(path: Path, key: bytes, kept: object, place: Callable[[bytes], Path]) -> bytes:
    digest = _digest()

    def write(file: BinaryIO) -> None:
        file.write(_MARK + key + digest.digest())
        # Piece by piece: a large site's state need not fit into memory twice.
        pickle.Pickler(_Digesting(file, digest), pickle.HIGHEST_PROTOCOL).dump(kept)
        file.seek(len(_MARK + key))
        file.write(digest.digest())

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, write, place=lambda beside: place(digest.digest()))
    except OSError:
        return b""
    return digest.digest()


class _Digesting:
    """A file whose digest is known when it is written."""

    def __init__(self, file: BinaryIO, digest: hashlib.blake2b) -> None:
        self._file, self._digest = file, digest

    def write(self, piece: bytes) -> int:
        self._digest.update(piece)
        return self._file.write(piece)


def _digest() -> hashlib.blake2b:
    return hashlib.blake2b(digest_size=16)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"


def _holds_values(found: type) -> bool:
    return is_dataclass(found) or issubclass(found, tuple | BaseModel | Enum)


class _Unpickler(pickle.Unpickler):
    """Makes our own values only: a file that somebody else put there starts nothing."""

    def find_class(self, module: str, name: str) -> Any:
        """The class of that name, if it is one of ours, and one that only holds values."""
        if (module, name) in _ALLOWED:
            return super().find_class(module, name)
        if module.startswith("sourcebook.") and "." not in name:  # a dot leads on, to what the module imports
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module and _holds_values(found):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} does not belong here")
