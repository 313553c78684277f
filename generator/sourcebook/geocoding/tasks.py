"""Which places of a corpus are to be asked about, and what their files hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sourcebook.diagnostics import Diagnostic, Level, did_you_mean, nearest
from sourcebook.geocoding.errors import Refusal
from sourcebook.geocoding.query import GeocodeQuery, query_for
from sourcebook.model.corpus import Corpus
from sourcebook.model.place import Place
from sourcebook.provenance.withholding import withhold_read
from sourcebook.reading.files import SourceFile, find_files, id_of
from sourcebook.reading.loader import load


@dataclass(frozen=True, slots=True)
class Task:
    """A place without a position, its file as it was read, and what to ask; None if nothing bounds an answer."""

    place: Place
    file: SourceFile
    query: GeocodeQuery | None


@dataclass(frozen=True, slots=True)
class GeocodePlan:
    """What to ask about, the errors in places' files, and what is to be said of places that are not asked about."""

    tasks: tuple[Task, ...]
    problems: tuple[Diagnostic, ...] = ()
    broken: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def plan_tasks(sources: Path, only: Sequence[str] = (), take: str = "") -> GeocodePlan:
    """The places below `sources` that have no position and are no lines; of those named in `only`, if any is named.
    What is kept back is told to no service.

    Files are reported under the folder's own name. Raises Refusal if there is no such folder or place.
    """
    files, problems = find_files(sources, sources.as_posix())
    if not sources.is_dir():
        raise Refusal(str(problems[0]))
    corpus, found = load(files)
    by_id = {id_of(file.path): file for file in files if file.kind is Place}
    _check_names(only, by_id, corpus)
    if take and len(only) != 1:
        raise Refusal("--take needs the one place it is for: sourcebook geocode PLACE_ID --take node/123")
    wanted = set(only) or by_id.keys()
    faulty = {problem.where.path for problem in found if problem.level is Level.ERROR}
    broken = tuple(
        name
        for name, file in by_id.items()
        if name in wanted and (file.path in faulty or not _is_whole(name, file, corpus))
    )
    paths = {by_id[name].path for name in broken}
    errors = [problem for problem in problems + found if problem.level is Level.ERROR and problem.where.path in paths]
    if not only:  # also what is no record because of where it lies or what it is called
        errors += [problem for problem in problems if problem.level is Level.ERROR and problem not in errors]
    tasks, notes = [], []
    published = withhold_read(corpus, files).corpus
    for place in corpus.of_kind(Place):
        if place.id not in wanted or place.id in broken:
            continue
        shown = published.records.get(place.id)
        if not isinstance(shown, Place):
            notes += [f"{place.id} is kept back; it is not asked about"] if only else []
        elif place.kind.key != "line" and place.point is None:
            tasks.append(Task(shown, by_id[place.id], query_for(shown, published)))
        elif only:
            why = "has a position" if place.point else "is a line, which no single point describes"
            notes.append(f"{place.id} {why}; it is not asked about")
    if take and not tasks:
        raise Refusal(notes[0] if notes else str(errors[0]))
    return GeocodePlan(tuple(tasks), tuple(errors), broken, tuple(notes))


def _is_whole(name: str, file: SourceFile, corpus: Corpus) -> bool:
    record = corpus.records.get(name)
    return name not in corpus.broken and record is not None and record.path == file.path


def _check_names(only: Sequence[str], known: dict[str, SourceFile], corpus: Corpus) -> None:
    for name in only:
        if name in known:
            continue
        if name in corpus.records:
            raise Refusal(f"'{name}' is no place, but {_a(corpus.records[name].noun)}")
        near = did_you_mean([f"'{other}' ({known[other].path})" for other in nearest(name, known)])
        raise Refusal(f"there is no place '{name}'" + (f"; {near}" if near else ""))


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
