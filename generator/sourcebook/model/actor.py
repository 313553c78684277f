"""An actor: a person, an organisation, an armed group, a state, a medium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from sourcebook.model.dates import Edtf
from sourcebook.model.record import ModelWarning, Profile, Sourced, Statement, box
from sourcebook.model.schema import Means
from sourcebook.model.values import ActorRef, Language, Line, LooseActor, Term, listed
from sourcebook.model.vocabulary import TermIn


class Role(Sourced):
    """An office or function that the actor held."""

    title: Line = Field(title="Title", description="The office, in words.")
    of: LooseActor | None = Field(None, title="Of", description="The actor it belongs to: an id, or a name.")
    from_: Edtf | None = Field(None, alias="from", title="From", description="When it began.")
    to: Edtf | None = Field(None, title="To", description="When it ended.")
    as_of: Edtf | None = Field(None, title="As of", description="A date on which a source shows it held.")

    def statement(self) -> Statement:
        return Statement("Role", self.title, (self.of,) if self.of else ())


class Relation(Sourced):
    """How the actor stands to another."""

    kind: Annotated[Term, TermIn("unknown-relation", "relation", "relations")] = Field(
        title="Kind", description="member-of, leads, allied-with, …"
    )
    to: ActorRef = Field(title="To", description="The other actor's id.")
    since: Edtf | None = Field(None, title="Since", description="When it began.")
    until: Edtf | None = Field(None, title="Until", description="When it ended.")
    as_of: Edtf | None = Field(None, title="As of", description="A date on which a source shows it held.")
    note: Line | None = Field(None, title="Note", description="What qualifies it: alleged, denied, claimed by whom.")

    def statement(self) -> Statement:
        return Statement(self.kind.label, self.note or "", (self.to,))


class Designation(Sourced):
    """What somebody calls the actor with legal or political effect: outlawed, terrorist, proscribed."""

    label: Line = Field(title="Label", description="The designation, in words.")
    by: LooseActor | None = Field(None, title="By", description="Who designates: an id, or a name.")
    since: Edtf | None = Field(None, title="Since", description="Since when.")

    def statement(self) -> Statement:
        return Statement("Designated", self.label, (self.by,) if self.by else ())


class Actor(Profile):
    """A person, organisation, armed group, state, government body or media outlet."""

    folder: ClassVar[str] = "actors"
    address: ClassVar[str] = "actors"
    noun: ClassVar[str] = "actor"
    plural: ClassVar[str] = "actors"

    kind: Annotated[Term, TermIn("unknown-kind", "kind of actor", "kinds.actors")] = Field(
        title="Kind", description="person, organisation, armed-group, state, media, …", json_schema_extra={"box": True}
    )
    born: Annotated[Edtf, Means.WHEN] | None = box("Born", "When the person was born, as far as known (EDTF).")
    died: Annotated[Edtf, Means.WHEN] | None = box("Died", "When the person died, as far as known (EDTF).")
    founded: Annotated[Edtf, Means.WHEN] | None = box("Founded", "When it was founded, as far as known (EDTF).")
    dissolved: Annotated[Edtf, Means.WHEN] | None = box("Dissolved", "When it ended, as far as known (EDTF).")
    languages: Annotated[tuple[Language, ...], listed] | None = box("Languages", "Languages it publishes or speaks in.")
    roles: Annotated[tuple[Role, ...], listed] = Field(
        (), title="Roles", description="Offices and functions, each with its sources."
    )
    relations: Annotated[tuple[Relation, ...], listed] = Field(
        (), title="Relations", description="How it stands to other actors."
    )
    designations: Annotated[tuple[Designation, ...], listed] = Field(
        (), title="Designations", description="What others designate it as."
    )

    @property
    def is_person(self) -> bool:
        """Whether it is a human being, who may be alive."""
        return self.kind.key == "person"

    def model_warnings(self) -> Iterator[ModelWarning]:
        """Nothing about a living person without a citation; spans that end before they begin."""
        for field, facts in (
            ("roles", self.roles),
            ("relations", self.relations),
            ("designations", self.designations),
            ("facts", self.facts),
        ):
            for position, fact in enumerate(facts):
                if self.is_person and not fact.sources:
                    yield ModelWarning(
                        "uncited-person",
                        "a statement about a person needs its source: add 'sources'",
                        (field, position),
                    )
        if self.is_person and self.summary and not self.sources:
            yield ModelWarning("uncited-person", "a summary of a person needs its source: add 'sources'", ("summary",))
        for field in ("born", "died"):
            if self.is_person and getattr(self, field) and not self.sources and field not in self.basis:
                message = "a date of a person's life needs its source: add 'sources', or say its 'basis'"
                yield ModelWarning("uncited-person", message, (field,))
        for first, last in (("born", "died"), ("founded", "dissolved")):
            start, end = getattr(self, first), getattr(self, last)
            if backwards(start, end):
                yield ModelWarning("backwards", f"'{last}' ({end}) is before '{first}' ({start})", (last,))
        for position, relation in enumerate(self.relations):
            if relation.to == self.id:
                yield ModelWarning(
                    "self-reference", "an actor has no relation to itself", ("relations", position, "to")
                )
        for position, role in enumerate(self.roles):
            if role.of == self.id:
                yield ModelWarning("self-reference", "an actor holds no role in itself", ("roles", position, "of"))
            if backwards(role.from_, role.as_of) or backwards(role.as_of, role.to):
                message = f"'as_of' ({role.as_of}) lies outside the time of the role"
                yield ModelWarning("backwards", message, ("roles", position, "as_of"))
            if backwards(role.from_, role.to):
                yield ModelWarning(
                    "backwards", f"the role ends ({role.to}) before it begins ({role.from_})", ("roles", position, "to")
                )
        for position, relation in enumerate(self.relations):
            if backwards(relation.since, relation.until):
                yield ModelWarning(
                    "backwards",
                    f"the relation ends ({relation.until}) before it begins ({relation.since})",
                    ("relations", position, "until"),
                )


def backwards(start: Edtf | None, end: Edtf | None) -> bool:
    """Whether the latest possible end lies before the earliest possible start."""
    return bool(start and end and start.earliest and end.latest and end.latest < start.earliest)
