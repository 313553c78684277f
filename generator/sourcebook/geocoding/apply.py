"""An answer put into a place's file: what is written, and the care with which it is written."""

from __future__ import annotations

from pathlib import Path

from sourcebook.diagnostics import has_errors
from sourcebook.editing.replace_file import NotWritten, replace_file
from sourcebook.editing.yaml_edit import CannotAdd, NewFields, Scalar, add_fields
from sourcebook.geocoding.candidates import Candidate
from sourcebook.model.place import Place
from sourcebook.reading.files import SourceFile
from sourcebook.reading.loader import load

OSM_LICENCE = "© OpenStreetMap contributors, ODbL"


def basis_of(answer: Candidate, service: str, licence: str, name: str, asked: str) -> str:
    """Where the figures come from: the service, the object, what was asked and when, and under which terms."""
    identity = []
    if answer.is_osm:
        identity.append(f"OpenStreetMap {answer.ref.replace('/', ' ')}")
        licence = OSM_LICENCE
    if answer.what:
        identity.append(answer.what)
    what = f" ({', '.join(identity)})" if identity else ""
    return f"{service}{what}, asked for '{name}' on {asked}" + (f"; {licence}" if licence else "")


def position_fields(place: Place, answer: Candidate, basis: str) -> NewFields:
    """What is added to a place's record: its position, and its accuracy where the record says nothing of that."""
    position: dict[str, Scalar] = {"lat": round(answer.lat, 7), "lon": round(answer.lon, 7), "basis": basis}
    accuracy = answer.accuracy_m
    if accuracy is None or place.radius_m is not None:
        return [("coordinates", position)]
    return [("coordinates", position), ("accuracy_m", accuracy)]


def write_position(place: Place, file: SourceFile, fields: NewFields) -> None:
    """Add the fields to the place's file, whose path is as it was read.

    What would be written is read as the site reads it, and must be the same place but for these fields. Raises
    NotWritten.
    """
    if file.raw is None:
        raise NotWritten(f"'{file.path}' cannot be read")
    try:
        new = add_fields(file.raw, file.path, "kind", fields)
    except CannotAdd as problem:
        raise NotWritten(f"'{file.path}' is as it was: {problem}") from None
    corpus, problems = load([SourceFile(file.kind, file.path, new, file.read_sibling)])
    written = corpus.records.get(place.id)
    unplaced = {"coordinates": place.coordinates, "accuracy_m": place.accuracy_m}
    if has_errors(problems) or written is None or written.model_copy(update=unplaced) != place:
        raise NotWritten(f"'{file.path}' is as it was: it would not say the same with the new fields")
    replace_file(Path(file.path), file.raw, new)
