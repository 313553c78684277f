"""An event: something that happened, with a date and places as far as they are known."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from sourcebook.model.dates import Edtf
from sourcebook.model.record import Profile, Sourced, Statement, box
from sourcebook.model.schema import Means
from sourcebook.model.values import EventRef, LooseActor, PlaceRef, Term, listed
from sourcebook.model.vocabulary import RoleWords, TermIn


class Participant(Sourced):
    """Somebody who took part, or whom it befell. A bare id is short for ``{actor: id}``."""

    actor: LooseActor = Field(title="Actor", description="An actor's id, or a name.")
    role: RoleWords | None = Field(
        None, title="Role", description="In which capacity: 'host', 'delegate', 'reported attacker', 'victim'."
    )

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: object) -> object:
        return {"actor": value} if isinstance(value, str) else value

    def statement(self) -> Statement:
        return Statement("Took part", self.role or "", (self.actor,))


class Event(Profile):
    """Something that happened, or is reported to have happened."""

    folder: ClassVar[str] = "events"
    address: ClassVar[str] = "events"
    noun: ClassVar[str] = "event"
    plural: ClassVar[str] = "events"

    kind: Annotated[Term, TermIn("unknown-kind", "kind of event", "kinds.events")] = Field(
        "other",
        validate_default=True,
        title="Kind",
        description="talks, visit, attack, closure, speech, agreement, …",
        json_schema_extra={"box": True},
    )
    date: Annotated[Edtf, Means.WHEN] | None = box(
        "When", "When it happened, as far as known (EDTF).", "date not known"
    )
    places: Annotated[tuple[PlaceRef, ...], listed, Means.WHERE] | None = box(
        "Where", "Ids of places.", "place not known"
    )
    part_of: Annotated[tuple[EventRef, ...], listed] | None = box("Part of", "The events that it belongs to.")
    participants: Annotated[tuple[Participant, ...], listed, Means.WHO] = Field(
        (), title="Participants", description="Who took part, each with a role and sources."
    )
