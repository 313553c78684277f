"""One question to one service: from what was answered before, or by requests that wait for their turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from sourcebook.geocoding.candidates import Candidate, read_candidates
from sourcebook.geocoding.errors import BadAnswer, Fault
from sourcebook.geocoding.query import Bounds
from sourcebook.geocoding.response_cache import Clock, ResponseCache


class Service(Protocol):
    """A geocoding service."""

    @property
    def title(self) -> str:
        """What it is called in files: ``Nominatim``, ``Nominatim at geo.example.org``."""

    @property
    def licence(self) -> str:
        """Under which terms its answers may be used, where that is known."""

    def request_key(self, name: str, bounds: Bounds) -> str:
        """Everything about a request that its answer depends on, as one text; never a key."""

    def send(self, name: str, bounds: Bounds) -> list[Any]:
        """One request. Each item of the list has `address`, `latitude`, `longitude`, `raw`. Raises Fault."""


@dataclass(frozen=True, slots=True)
class Response:
    """What a service answered: the name it was asked for, the ISO date, and the answers in its order."""

    name: str
    asked: str
    candidates: tuple[Candidate, ...]


class GeocodingClient:
    """Asks a service, and knows what it answered before.

    With `fresh` the answers of earlier runs do not count. `say` is told what makes the run wait.
    """

    def __init__(
        self, service: Service, cache: ResponseCache, clock: Clock, say: Callable[[str], None], fresh: bool = False
    ) -> None:
        self.service, self._cache, self._clock, self._say = service, cache, clock, say
        self._fresh = fresh
        self._asked: set[str] = set()

    def cached(self, name: str, bounds: Bounds) -> Response | None:
        """The answer that was kept; no request is sent."""
        question = self.service.request_key(name, bounds)
        if self._fresh and question not in self._asked:
            return None
        kept = self._cache.find(question)
        try:
            return Response(name, kept.asked, read_candidates(kept.items)) if kept else None
        except BadAnswer:  # kept by an earlier version, which was less careful
            return None

    def ask(self, name: str, bounds: Bounds) -> Response:
        """The answer that was kept, or a new one, which is kept if it makes sense.

        Raises Fault or BadAnswer where there is none, Stopped if told so before the request.
        """
        if kept := self.cached(name, bounds):
            return kept
        question = self.service.request_key(name, bounds)
        with self._cache.rate_slot() as turn:
            if kept := self.cached(name, bounds):  # another run has asked while this one waited
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
            answers = read_candidates(items)
            asked = self._clock.today()
            turn.keep(question, asked, items)
        self._asked.add(question)
        return Response(name, asked, answers)
