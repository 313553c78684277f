"""What a build knows, kept for the next one: a file that may be missing, cut short or foreign without harm.

Everything in it is keyed by content. It is used only if it was made by the same code, templates, packages and
settings, and if its checksum is right; else the build goes on as if there were none.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import tempfile
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, is_dataclass
from enum import Enum
from importlib import metadata
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeVar

from pydantic import BaseModel

from sourcebook.diagnostics import Diagnostic
from sourcebook.linking.linked import Backlink, HandPage, LinkedCorpus, link
from sourcebook.linking.names import NameIndex
from sourcebook.linking.prose import RecordProse
from sourcebook.linking.watched import Fact
from sourcebook.model.corpus import Corpus
from sourcebook.pages.making import Made
from sourcebook.pages.search import Entry
from sourcebook.pipeline import Memory
from sourcebook.reading.files import id_of
from sourcebook.reading.loader import Reading
from sourcebook.searching.findable import Findable

K = TypeVar("K")
_MARK = b"sourcebook 1\n"
_PIECE = 1 << 20
_PACKAGES = (
    *("mkdocs", "mkdocs-material", "jinja2", "markupsafe", "markdown", "pymdown-extensions", "nh3", "pyyaml"),
    *("pydantic", "edtf", "babel", "anyascii", "geopy", "ahocorasick-rs", "pagefind-bin"),
)
_ALLOWED = frozenset({("markupsafe", "Markup"), ("builtins", "set"), ("builtins", "frozenset"), ("array", "array")})


class Kept(NamedTuple):
    """A page as it was written: its path on the site, size and time of change, the numbers of the facts that were
    read for it, and what a search finds in it: Material's entries, or the document for Pagefind."""

    path: str
    size: int
    mtime_ns: int
    read: bytes
    entries: tuple[Entry, ...]
    document: Findable


class KeptShard(NamedTuple):
    """A part of the search's index: the digests of the records and of the other pages that went into it, and its
    files with size and time of change."""

    records: bytes
    others: bytes
    files: tuple[tuple[str, tuple[int, int]], ...]


@dataclass(slots=True)
class State:
    """What a build knows."""

    readings: dict[str, Reading] = field(default_factory=dict)
    texts: Mapping[str, RecordProse] = field(default_factory=dict)
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    hand_pages: tuple[HandPage, ...] = ()
    whole: dict[str, Made] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()
    facts: list[Fact] = field(default_factory=list)
    pages: dict[str, Kept] = field(default_factory=dict)
    frames: dict[str, bytes] = field(default_factory=dict)
    search: str = ""

    def memory(self) -> Memory:
        """It as the pipeline takes it: the corpus linked as it was."""
        if not self.readings:
            return Memory()
        corpus = Corpus({id_of(path): reading.record for path, reading in self.readings.items()})
        linked, _ = link(corpus, self.hand_pages, _Before(NameIndex(self.names), self.texts))
        return Memory(None, dict(self.readings), linked, self.hand_pages, dict(self.whole), self.problems)

    def untouched(self, changed: Iterable[Fact]) -> set[str]:
        """The addresses of the pages that read none of these facts."""
        different = frozenset(changed)
        numbers = {number for number, fact in enumerate(self.facts) if fact in different}
        return {name for name, page in self.pages.items() if numbers.isdisjoint(array("I", page.read))}


@dataclass(frozen=True, slots=True)
class Index:
    """What a build knows of the search's index, in a file of its own: the pages need not wait for it."""

    shards: tuple[KeptShard, ...] = ()


@dataclass(frozen=True, slots=True)
class _Before:
    index: NameIndex
    texts: Mapping[str, RecordProse]
    said: Mapping[str, tuple[Backlink, ...]] = field(default_factory=dict)


class Numbers:
    """Facts by number: thousands of pages read the same ones."""

    def __init__(self) -> None:
        self.facts: dict[Fact, int] = {}

    def of(self, read: Iterable[Fact]) -> bytes:
        """The numbers of these facts, which new ones get now."""
        return array("I", [self.facts.setdefault(fact, len(self.facts)) for fact in read]).tobytes()

    def again(self, facts: list[Fact], read: bytes) -> bytes:
        """The same for facts that had other numbers: places in `facts`."""
        return self.of([facts[number] for number in array("I", read)])


def state_of(memory: Memory, linked: LinkedCorpus) -> State:
    """What the pipeline knows after a run, without any page yet."""
    return State(
        dict(memory.readings), linked.texts, linked.index.owners, memory.hand_pages, memory.whole, memory.problems
    )


def key_of(settings: object, folders: Iterable[Path]) -> bytes:
    """What a state depends on beside the records: this code, the `folders` of templates, packages, and settings."""
    found = hashlib.blake2b(repr(settings).encode(), digest_size=16)
    found.update(sys.version.encode())
    for name in _PACKAGES:
        found.update(f"{name} {_version(name)}\n".encode())
    for folder in (Path(__file__).parent, *folders):
        for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if file.is_file() and "__pycache__" not in file.parts:
                raw = file.read_bytes()  # images and archives give all files one time of change
                found.update(f"{file.relative_to(folder).as_posix()} {len(raw)}\n".encode() + raw)
    return found.digest()


def load_kept(path: Path, key: bytes, kind: type[K]) -> K:
    """What is kept at `path` under this key; an empty one where there is none, or it cannot be used."""
    try:
        with path.open("rb") as file:
            digest = _digest()
            head = file.read(len(_MARK) + len(key) + digest.digest_size)
            body = file.tell()
            while head.startswith(_MARK + key) and (piece := file.read(_PIECE)):
                digest.update(piece)
            if head != _MARK + key + digest.digest():
                return kind()
            file.seek(body)
            kept = _Unpickler(file).load()
    except Exception:  # whatever is wrong with it, a build without it is right
        return kind()
    return kept if isinstance(kept, kind) else kind()


def save_kept(path: Path, key: bytes, kept: object) -> bool:
    """Keep something at `path`: the old file or the new one is there at any time. False where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        try:
            with os.fdopen(handle, "wb") as file:
                digest = _digest()
                file.write(_MARK + key + digest.digest())
                # Piece by piece: a large site's state need not fit into memory twice.
                pickle.Pickler(_Digesting(file, digest), pickle.HIGHEST_PROTOCOL).dump(kept)
                file.seek(len(_MARK + key))
                file.write(digest.digest())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError:
        return False
    return True


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
