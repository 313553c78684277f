"""Answers in words, for whoever sits in front of them. Lines are made printable where they are printed."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.geocoding.candidates import Candidate
from sourcebook.geocoding.matching import Match
from sourcebook.geocoding.query import Bounds, GeocodeQuery
from sourcebook.geography.distance import compass_bearing, kilometres


def describe_candidate(answer: Candidate, bounds: Bounds, indent: str = "  ") -> Iterator[str]:
    """Two lines: what the answer is, and where.

    ::

        Torkham, Khyber, Pakistan (place=village, node/123)
          34.1236, 71.0939, within 1,200 m; 25 km NW of Khyber
    """
    yield f"{indent}{answer.name} ({', '.join(part for part in (answer.what, answer.ref) if part)})"
    parts = [f"{answer.lat:.5f}, {answer.lon:.5f}"]
    if accuracy := answer.accuracy_m:
        parts[0] += f", within {accuracy:,.0f} m" if accuracy < 10_000 else f", within {accuracy / 1000:,.0f} km"
    if parent := bounds.parent:
        distance = kilometres(parent.point, answer.point)
        parts.append(f"{distance:,.0f} km {compass_bearing(parent.point, answer.point)} of the middle of {parent.name}")
    yield f"{indent}  {'; '.join(parts)}"


def undecided(verdict: Match, question: GeocodeQuery) -> Iterator[str]:
    """Every answer of a verdict that leaves it open, why it was not taken, and how to take one."""
    groups = (
        (f"{len(verdict.remaining)} answers; nothing is written:", verdict.remaining),
        ("of another kind:", verdict.misfits),
        *((f"{one.why}:", (one.candidate,)) for one in verdict.rejected),
    )
    for words, answers in groups:
        if answers:
            yield f"  {words}"
        for answer in answers:
            yield from describe_candidate(answer, question.bounds, "    ")
    if some := verdict.remaining or verdict.misfits:
        yield f"  to take one:  sourcebook geocode {question.place_id} --take {some[0].ref}"


def passed_over(verdict: Match) -> Iterator[str]:
    """A line for each answer that was not the clear one, and why."""
    for answer in verdict.misfits:
        yield f"  passed over: {answer.name} ({answer.ref}): {answer.what}"
    for one in verdict.rejected:
        yield f"  passed over: {one.candidate.name} ({one.candidate.ref}): {one.why}"


def bounded(bounds: Bounds) -> Iterator[str]:
    """The bounds of a question, in words and as the box that is sent."""
    yield f"    {bounds}"
    if bounds.parent:
        west, south, east, north = bounds.parent.box
        yield f"    latitude {south:g} to {north:g}, longitude {west:g} to {east:g}"
