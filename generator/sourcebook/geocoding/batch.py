"""A run: place by place, what is known is taken, what is not is asked, and what is clear is written."""

from __future__ import annotations

import enum
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sourcebook.diagnostics import counted, did_you_mean, nearest
from sourcebook.editing.replace_file import NotWritten, check_writable
from sourcebook.geocoding.apply import basis_of, position_fields, write_position
from sourcebook.geocoding.candidates import Candidate
from sourcebook.geocoding.client import GeocodingClient, Response
from sourcebook.geocoding.errors import After, BadAnswer, Fault, Stopped
from sourcebook.geocoding.matching import Match, match
from sourcebook.geocoding.messages import bounded, describe_candidate, passed_over, undecided
from sourcebook.geocoding.query import GeocodeQuery
from sourcebook.geocoding.tasks import GeocodePlan, Task

_SILENT, _FAULTY = 2, 3  # so many in a row end a run


class Outcome(enum.Enum):
    """What became of a place, in the words of the summary."""

    FILLED = "filled"
    SEVERAL = "with several answers"
    UNANSWERED = "unanswered"
    NOT_WRITTEN = "not written"
    NOT_ASKED = "not asked"
    KNOWN = "answered before"
    TO_ASK = "to be asked about"


@dataclass(slots=True)
class BatchReport:
    """What a run came to: its outcomes in words, and whether somebody ended it."""

    counts: Counter[Outcome] = field(default_factory=Counter)
    interrupted: bool = False

    @property
    def all_filled(self) -> bool:
        """Whether no place is left without what it was asked for."""
        return not any(self.counts[outcome] for outcome in Outcome if outcome is not Outcome.FILLED)

    def __str__(self) -> str:
        """``3 filled, 1 with several answers, 2 unanswered``."""
        said = [f"{self.counts[outcome]} {outcome.value}" for outcome in Outcome if self.counts[outcome]]
        return ", ".join(said) or "nothing to ask about"


class GeocodeBatch:
    """One run over a plan. `say` is given each line; `stopped` tells whether somebody wants it to end."""

    def __init__(
        self, plan: GeocodePlan, asker: GeocodingClient, say: Callable[[str], None], stopped: Callable[[], bool]
    ) -> None:
        self._plan, self._asker, self._say, self._stopped = plan, asker, say, stopped
        self._faults: list[After] = []
        self._ended = False

    def fill(self, take: str = "") -> BatchReport:
        """Ask about every place of the plan, or take the answer named for the one that there is."""
        if take:
            return self._through(lambda task, question: self._take(task, question, ref_of(take)))
        return self._through(self._fill)

    def preview(self) -> BatchReport:
        """Say what would be asked, and what is known already; nothing is asked or written."""
        return self._through(self._preview)

    def _through(self, do: Callable[[Task, GeocodeQuery], Outcome]) -> BatchReport:
        tally = BatchReport()
        for line in (*map(str, self._plan.problems), *self._plan.notes):
            self._say(line)
        tally.counts[Outcome.NOT_ASKED] += len(self._plan.broken)
        for number, task in enumerate(self._plan.tasks, 1):
            outcome = Outcome.NOT_ASKED
            if not self._ended and not self._stopped():
                self._say(f"[{number}/{len(self._plan.tasks)}] {task.place.id}: {task.place.name}")
                outcome = self._one(task, do)
            tally.counts[outcome] += 1
        tally.interrupted = self._stopped()
        return tally

    def _one(self, task: Task, do: Callable[[Task, GeocodeQuery], Outcome]) -> Outcome:
        """What becomes of one place, whatever goes wrong on the way."""
        try:
            if task.query is None:
                self._say("  cannot be bounded: give it 'country' or 'part_of'")
                return Outcome.NOT_ASKED
            check_writable(Path(task.file.path), task.file.raw)  # better now than with an answer at hand
            outcome = do(task, task.query)
            self._faults.clear()
            return outcome
        except Stopped:
            return Outcome.NOT_ASKED
        except (Fault, BadAnswer) as problem:
            self._say(f"  {problem}")
            self._remember(problem)
            return Outcome.UNANSWERED
        except NotWritten as problem:
            self._say(f"  {problem}")
            return Outcome.NOT_WRITTEN
        except sqlite3.Error as problem:
            self._end(f"the cache cannot be used: {problem}")
            return Outcome.UNANSWERED

    def _remember(self, problem: Fault | BadAnswer) -> None:
        """End the run where going on would only bother the service."""
        self._faults.append(problem.after if isinstance(problem, Fault) else After.NEXT)
        if isinstance(problem, Fault) and problem.ends_the_run:
            self._end("nothing more is asked in this run")
        elif self._faults[-_SILENT:] == [After.SILENCE] * _SILENT or len(self._faults) >= _FAULTY:
            self._end(f"{len(self._faults)} places in a row have brought no answer")

    def _end(self, why: str) -> None:
        self._say(f"stopped: {why}")
        self._ended = True

    def _fill(self, task: Task, question: GeocodeQuery) -> Outcome:
        """Ask for one name after the other until something is left that can be the place."""
        verdict = Match()
        for name in question.names:
            reply = self._asker.ask(name, question.bounds)
            verdict = verdict.and_then(match(reply.candidates, question.kind, question.bounds))
            if answer := verdict.taken:
                self._say_all(passed_over(verdict))
                return self._write(task, question, reply, answer)
            if verdict.remaining:
                break
        if not verdict.remaining:
            names = " or ".join(f"'{name}'" for name in question.names)
            self._say(f"  no {'fitting ' if verdict.all else ''}answer to {names}; {question.bounds}")
        self._say_all(undecided(verdict, question))
        return Outcome.SEVERAL if verdict.remaining else Outcome.UNANSWERED

    def _take(self, task: Task, question: GeocodeQuery, ref: str) -> Outcome:
        """The answer that somebody has chosen; from what is known, if it is there."""
        seen: dict[str, None] = {}
        for look in (self._asker.cached, self._asker.ask):
            for name in question.names:
                reply = look(name, question.bounds)
                for answer in reply.candidates if reply else ():
                    if answer.ref == ref and reply:
                        return self._write(task, question, reply, answer)
                    seen[answer.ref] = None
        hint = did_you_mean([f"'{other}'" for other in nearest(ref, seen)])
        if not hint:
            hint = f"the answers are {', '.join(seen)}" if seen else "there is none at all"
        self._say(f"  no answer is '{ref}'; {hint}")
        return Outcome.UNANSWERED

    def _write(self, task: Task, question: GeocodeQuery, reply: Response, answer: Candidate) -> Outcome:
        self._say_all(describe_candidate(answer, question.bounds))
        service = self._asker.service
        basis = basis_of(answer, service.title, service.licence, reply.name, reply.asked)
        write_position(task.place, task.file, position_fields(task.place, answer, basis))
        self._say(f"  written to {task.file.path}")
        return Outcome.FILLED

    def _preview(self, task: Task, question: GeocodeQuery) -> Outcome:
        verdict = Match()
        for number, name in enumerate(question.names):
            reply = self._asker.cached(name, question.bounds)
            if reply is None:
                names = ", then for ".join(f"'{name}'" for name in question.names[number:])
                self._say(f"  to ask {self._asker.service.title} for {names}")
                self._say_all(bounded(question.bounds))
                return Outcome.TO_ASK
            self._say(f"  known since {reply.asked}: {counted(len(reply.candidates), 'answer')} to '{name}'")
            verdict = verdict.and_then(match(reply.candidates, question.kind, question.bounds))
            if verdict.taken:
                self._say_all((*passed_over(verdict), *describe_candidate(verdict.taken, question.bounds)))
                return Outcome.KNOWN
            if verdict.remaining:
                break
        self._say_all(undecided(verdict, question))
        return Outcome.KNOWN

    def _say_all(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._say(line)


def ref_of(text: str) -> str:
    """The OpenStreetMap object that somebody names, as answers name theirs: ``node/123``; else the text itself.

    ``N123``, ``node 123`` and the object's address on openstreetmap.org are understood.
    """
    match = re.fullmatch(
        r"(?:https://www\.openstreetmap\.org/)?(n|w|r|node|way|relation)[/ ]?(\d+)", text.strip().lower()
    )
    if not match:
        return text.strip()
    word = next(word for word in ("node", "way", "relation") if word.startswith(match[1]))
    return f"{word}/{match[2]}"
