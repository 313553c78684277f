"""What services have answered, and whose turn it is to ask: one SQLite file for all of a person's runs on the machine.

Nominatim's policy allows one request a second over everything that one application does
(https://operations.osmfoundation.org/policies/nominatim/). So a request is sent only by the one that holds the
database's write lock, from waiting for its second until the answer is stored. The system frees the lock of a process
that dies.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sourcebook.geocoding.errors import Refusal, Stopped

GAP_SECONDS = 1.0
"""Between the end of one request and the beginning of the next."""
_APPLICATION = 0x53424743  # "SBGC": tells the cache from other programs' databases
_LOOK_AGAIN, _LET_OTHERS = 0.02, 0.05  # seconds; the second is longer, so that a waiting run gets its turn
_PATIENCE = 10.0  # seconds until SQLite gives up on a lock that is held for moments only
_SCHEMA = """
CREATE TABLE answers (question TEXT PRIMARY KEY, asked TEXT NOT NULL, items TEXT NOT NULL);
CREATE TABLE pace (wall REAL NOT NULL, steady REAL NOT NULL);
INSERT INTO pace VALUES (0, 0);
"""


@dataclass(frozen=True, slots=True)
class Clock:
    """The time, and somebody who may say stop.

    `wall` is seconds since 1970, which may be set back; `steady` seconds since the machine started, which only grow.
    `today` is an ISO 8601 date. `sleep` takes seconds.
    """

    wall: Callable[[], float]
    steady: Callable[[], float]
    today: Callable[[], str]
    sleep: Callable[[float], None]
    stopped: Callable[[], bool]

    def pause(self, seconds: float) -> None:
        """Sleep; raises Stopped as soon as somebody says stop."""
        end = self.steady() + seconds
        while True:
            if self.stopped():
                raise Stopped
            left = end - self.steady()
            if left <= 0:
                return
            self.sleep(min(left, 0.1))


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """A service's answer: the list of what it offered, and the ISO date on which it was asked."""

    items: list[Any]
    asked: str


class ResponseCache:
    """Answers by question. Make it with `open_cache`."""

    def __init__(self, database: sqlite3.Connection, clock: Clock) -> None:
        self._database, self._clock = database, clock
        # Whoever held the lock before us may have died in the middle of a request that nobody wrote down.
        self._not_before = clock.steady() + GAP_SECONDS

    def find(self, question: str) -> CachedResponse | None:
        """The answer that is kept, if there is one that can be read."""
        row = self._database.execute("SELECT items, asked FROM answers WHERE question = ?", (question,)).fetchone()
        try:
            items = json.loads(row[0]) if row else None
        except ValueError:
            return None
        return CachedResponse(items, row[1]) if isinstance(items, list) else None

    @contextmanager
    def rate_slot(self) -> Iterator[RateSlot]:
        """The right to ask, which one process and thread has at a time. Raises Stopped if told so while waiting."""
        self._seize()
        try:
            yield RateSlot(self._database, self._clock, self._not_before)
        finally:
            self._database.execute("COMMIT")
            self._clock.sleep(_LET_OTHERS)

    def _seize(self) -> None:
        while True:
            try:
                # Not SQLite's own waiting, which does not listen while it sleeps.
                self._database.execute("PRAGMA busy_timeout = 0")
                self._database.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as problem:
                if not _is_busy(problem):
                    raise
                self._not_before = self._clock.steady() + GAP_SECONDS
                self._clock.pause(_LOOK_AGAIN)
            finally:
                self._database.execute(f"PRAGMA busy_timeout = {_PATIENCE * 1000:.0f}")

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


@dataclass(frozen=True, slots=True)
class RateSlot:
    """The right to ask, as long as it lasts."""

    _database: sqlite3.Connection
    _clock: Clock
    _not_before: float

    @contextmanager
    def request(self) -> Iterator[None]:
        """Send one request inside: it begins a second after the last one ended, wherever that was sent."""
        self._clock.pause(self._due())
        try:
            yield
        finally:
            now = self._clock.wall(), self._clock.steady()
            self._database.execute("UPDATE pace SET wall = ?, steady = ?", now)

    def _due(self) -> float:
        wall, steady = self._database.execute("SELECT wall, steady FROM pace").fetchone()
        return max(
            self._not_before - self._clock.steady(),
            _left(wall, self._clock.wall()),
            _left(steady, self._clock.steady()),
        )

    def keep(self, question: str, asked: str, items: list[Any]) -> None:
        """Keep an answer; it is on the disk when the turn is over."""
        text = json.dumps(items, ensure_ascii=False)
        self._database.execute("REPLACE INTO answers VALUES (?, ?, ?)", (question, asked, text))


def _left(last: float, now: float) -> float:
    """Seconds to wait after `last`. A clock that was set back, or began anew, costs a second and no more."""
    return min(GAP_SECONDS, max(0.0, last + GAP_SECONDS - now))


def open_cache(path: Path, clock: Clock, warn: Callable[[str], None]) -> ResponseCache:
    """The cache in the file at `path`, made if need be.

    A file that is no database is moved aside with a word to `warn`. Raises Refusal where there can be none.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return ResponseCache(_connect(path), clock)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            warn(f"the cache '{path}' cannot be read; it is moved to '{_move_aside(path)}', and a new one begun")
            return ResponseCache(_connect(path), clock)
    except (OSError, sqlite3.Error) as problem:
        raise Refusal(f"the cache '{path}' cannot be used: {problem}; name another file with --cache") from None


def peek(path: Path, clock: Clock) -> ResponseCache:
    """The cache in the file at `path`, to look at only; an empty one, of which nothing stays, if there is none."""
    try:
        database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE)
        if _is_ours(database, path):
            return ResponseCache(database, clock)
    except sqlite3.Error:
        pass
    return ResponseCache(_connect(Path(":memory:")), clock)


def _connect(path: Path) -> sqlite3.Connection:
    # Autocommit: transactions begin and end where the code says so.
    database = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        while not _is_ours(database, path):
            try:
                database.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as problem:
                if _is_busy(problem):  # another run makes it, or has made it and asks already
                    continue
                raise
            if not _is_ours(database, path):
                for statement in _SCHEMA.strip().split("\n"):
                    database.execute(statement)
                database.execute(f"PRAGMA application_id = {_APPLICATION}")
            database.execute("COMMIT")
    except BaseException:
        database.close()
        raise
    return database


def _is_ours(database: sqlite3.Connection, path: Path) -> bool:
    """Whether the database is a cache; False if it is empty. Raises Refusal if it is something else."""
    # In this order: another run may make the tables and the mark, which it does in one step, between the two.
    tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    mark = database.execute("PRAGMA application_id").fetchone()[0]
    if tables and mark != _APPLICATION:
        raise Refusal(f"'{path}' is another program's database; name another file with --cache")
    if tables:
        database.execute("SELECT items FROM answers LIMIT 1")  # a broken file shows itself
    return bool(tables)


def _move_aside(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.broken-{number}")).exists():
        number += 1
    path.rename(aside)
    # What SQLite wrote down to undo belongs to the file that is gone.
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    return aside


def _is_busy(problem: sqlite3.Error) -> bool:
    return getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_BUSY) & 0xFF in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
    )
