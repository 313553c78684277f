"""One question to one service: from what was answered before, or by requests that wait for their turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from sourcebook.geocoding.answer_cache import Cache, Clock
from sourcebook.geocoding.candidates import Answer, read_answers
from sourcebook.geocoding.errors import BadAnswer, Fault
from sourcebook.geocoding.query import Bounds


class Service(Protocol):
    """A geocoding service."""

    @property
    def title(self) -> str:
        """What it is called in files: ``Nominatim``, ``Nominatim at geo.example.org``."""

    @property
    def licence(self) -> str:
        """Under which terms its answers may be used, where that is known."""

    def question(self, name: str, bounds: Bounds) -> str:
        """Everything about a request that its answer depends on, as one text; never a key."""

    def send(self, name: str, bounds: Bounds) -> list[Any]:
        """One request. Each item of the list has `address`, `latitude`, `longitude`, `raw`. Raises Fault."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a service answered: the name it was asked for, the ISO date, and the answers in its order."""

    name: str
    asked: str
    answers: tuple[Answer, ...]


class Asker:
    """Asks a service, and knows what it answered before.

    With `fresh` the answers of earlier runs do not count. `say` is told what makes the run wait.
    """

    def __init__(
        self, service: Service, cache: Cache, clock: Clock, say: Callable[[str], None], fresh: bool = False
    ) -> None:
        self.service, self._cache, self._clock, self._say = service, cache, clock, say
        self._fresh = fresh
        self._asked: set[str] = set()

    def known(self, name: str, bounds: Bounds) -> Reply | None:
        """The answer that was kept; no request is sent."""
        question = self.service.question(name, bounds)
        if self._fresh and question not in self._asked:
            return None
        kept = self._cache.find(question)
        try:
            return Reply(name, kept.asked, read_answers(kept.items)) if kept else None
        except BadAnswer:  # kept by an earlier version, which was less careful
            return None

    def ask(self, name: str, bounds: Bounds) -> Reply:
        """The answer that was kept, or a new one, which is kept if it makes sense.

        Raises Fault or BadAnswer where there is none, Stopped if told so before the request.
        """
        if kept := self.known(name, bounds):
            return kept
        question = self.service.question(name, bounds)
        with self._cache.turn() as turn:
            if kept := self.known(name, bounds):  # another run has asked while this one waited
                return kept
            tries = 0
            while True:
                tries += 1
                try:
                    with turn.request():
                        items = self.service.send(name, bounds)
                    break
                except Fault as fault:
                    wait = fault.pause_before_another(tries)
                    if wait is None:
                        raise
                    self._say(f"  {fault.message}; once more" + (f" in {wait:,.0f} seconds" if wait else ""))
                    self._clock.pause(wait)
            answers = read_answers(items)
            asked = self._clock.today()
            turn.keep(question, asked, items)
        self._asked.add(question)
        return Reply(name, asked, answers)
