"""A source: something someone else published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from sourcebook.model.authors import doubtful_authors
from sourcebook.model.component import Component, publish
from sourcebook.model.dates import Edtf
from sourcebook.model.record import ModelWarning, Record, Sourced, Statement, box
from sourcebook.model.schema import Means, Refers
from sourcebook.model.values import (
    Count,
    DocumentRef,
    Language,
    Line,
    LooseActor,
    OneOf,
    Prose,
    Publish,
    Term,
    WebAddress,
    listed,
)
from sourcebook.model.vocabulary import TermIn
from sourcebook.words import say

TITLES = ("title", "supplied_title")
"""The fields that hold a title: plain text, which names records as prose does."""

PUBLISHING = (
    Term("digest", "digest only"),
    Term("excerpt", "an excerpt is published here"),
    Term("full", "full text published here"),
)

RELIABILITY = (
    Term("A", "A, completely reliable"),
    Term("B", "B, usually reliable"),
    Term("C", "C, fairly reliable"),
    Term("D", "D, not usually reliable"),
    Term("E", "E, unreliable"),
    Term("F", "F, cannot be judged"),
)
"""The Admiralty code for sources."""

_PUBLISH = OneOf("unknown-term", "extent of publication", PUBLISHING)
_RELIABILITY = OneOf("unknown-term", "reliability", RELIABILITY)


class Rights(Component):
    """What may be published of the source here."""

    statement: Line | None = Field(None, title="Statement", description="The notice of rights, as the source has it.")
    uri: WebAddress | None = Field(
        None, title="Address", description="The statement's own address at rightsstatements.org or creativecommons.org."
    )
    publish: Annotated[str, _PUBLISH] = Field("digest", title="Published here", description="digest, excerpt or full.")

    def __str__(self) -> str:
        """The notice, and what is published here."""
        return "; ".join(filter(None, (self.statement, say(_PUBLISH.terms[self.publish].label))))


class Creator(Component):
    """Somebody who had a part in making the source, beside its authors. A bare name is short for ``{name: …}``."""

    name: LooseActor = Field(title="Name", description="An actor's id, or a name.")
    role: Line | None = Field(None, title="Role", description="Which part: photographer, translator, editor.")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: object) -> object:
        return {"name": value} if isinstance(value, str) else value


class Derivation(Sourced):
    """Another document that this one rests on."""

    source: DocumentRef = Field(title="Source", description="The document it rests on.")
    how: Annotated[Term, TermIn("unknown-derivation", "derivation", "derivations")] = Field(
        title="How", description="rewrite, syndication, translation, same-statement or quotes."
    )
    basis: Line | None = Field(None, title="Basis", description="What shows it.")

    def statement(self) -> Statement:
        return Statement(self.how.label, "", (self.source,))


class Version(Component):
    """A change that the publisher made to the source after it was published."""

    date: Edtf | None = Field(None, title="Date", description="When it was changed, as far as known.")
    what: Line = Field(title="What", description="What was changed: 'the number of dead corrected'.")
    url: WebAddress | None = Field(None, title="Address", description="Where the publisher says so.")
    publish: Publish = publish()

    @property
    def is_withheld(self) -> bool:
        return self.publish is not True


class Retraction(Component):
    """That the publisher withdrew the source. It is still shown, and counts in no figure."""

    date: Edtf | None = Field(None, title="Date", description="When it was withdrawn, as far as known.")
    url: WebAddress | None = Field(None, title="Address", description="Where the publisher says so.")
    note: Line | None = Field(None, title="Note", description="Why, as the publisher gives it.")


class Document(Record):
    """A source: its metadata, a digest in our own words, and what it rests on."""

    folder: ClassVar[str] = "documents"
    address: ClassVar[str] = "sources"
    noun: ClassVar[str] = "source"
    plural: ClassVar[str] = "sources"

    headline: Line | None = Field(
        None, alias="title", title="Title", description="The title as published; leave it out if it is not known."
    )
    supplied_title: Line | None = Field(
        None,
        title="Supplied title",
        description="Your own words for a source whose title is not known; shown in [brackets].",
    )
    transliterated_title: Line | None = box("Title, transliterated", "The title in another script.")
    translated_title: Line | None = box("Title, translated", "The title in the language of this site.")
    published: Annotated[Edtf, Means.WHEN] | None = box(
        "Published", "When it was published, as far as known (EDTF).", "date not stated"
    )
    publisher: LooseActor | None = box("Publisher", "An actor's id, or a name; left out if unknown.", "not stated")
    authors: Annotated[tuple[LooseActor, ...], listed] | None = box(
        "Authors", "Ids of actors, or names; left out if unknown.", "not named"
    )
    creators: Annotated[tuple[Creator, ...], listed] | None = box(
        "Made by", "Who else had a part in it: {name: an id or a name, role: photographer}."
    )
    recipients: Annotated[tuple[LooseActor, ...], listed] | None = box(
        "To", "Whom it was written to: ids of actors, or names."
    )
    kind: Annotated[Term, TermIn("unknown-kind", "kind of document", "kinds.documents")] = Field(
        title="Kind",
        description="news, analysis, opinion, editorial, statement, report, …",
        json_schema_extra={"box": True},
    )
    format: Line | None = box("Form", "What the original is: 'one sheet, typewritten', 'glass negative'.")
    held_by: LooseActor | None = box("Held by", "Who keeps the original: an actor's id, or a name.")
    call_number: Line | None = box("Call number", "How to ask for it there: 'MS 12, folio 3'.")
    identifiers: Mapping[Line, Line] | None = box("Identifiers", "By scheme: {DOI: 10.1000/182, ISBN: 978-…}.")
    language: Language | None = box("Language", "The language of the text (BCP 47).", "not stated")
    rights: Rights | None = box(
        "Rights", "The notice of rights, and what may be published here.", "not stated; digest only"
    )
    url: WebAddress | None = box("Original", "Where it was published.", "address not known")
    archived_url: WebAddress | None = box("Archived copy", "A copy that stays.", "none known")
    accessed: Edtf | None = box("Consulted", "When the editors last read it.")
    reliability: Annotated[str, _RELIABILITY] | None = box("Reliability", "Admiralty code A to F.")
    derived_from: Annotated[tuple[Derivation, ...], listed] = Field(
        (), title="Rests on", description="The documents this one was made from, and how."
    )
    own_account: Line | None = Field(
        None,
        title="Own account",
        description="Why you hold it for an account of its own: what you compared it with. Without it: 'not compared'.",
    )
    versions: Annotated[tuple[Version, ...], listed] = Field(
        (), title="Versions", description="What its publisher corrected or updated: date, what, url."
    )
    retracted: Retraction | None = Field(
        None, title="Withdrawn", description="That its publisher withdrew it: date, url, note. It counts no more."
    )
    digest: Prose | None = Field(None, title="Digest", description="What it says, in your own words.")
    text: Prose | None = Field(None, title="Text", description="The text itself, only when the rights allow.")
    mentions: Mapping[Annotated[str, Refers(("actors", "places"))], Count] = Field(
        default_factory=dict,
        title="Mentions",
        description="How often the text names each record, where the text itself may not be published.",
    )

    @property
    def title(self) -> str:
        """The title as published; a supplied one stands in brackets, as cataloguers write it."""
        if self.headline:
            return self.headline
        return f"[{self.supplied_title or say('%(kind)s without a title', kind=self.kind_label)}]"

    def summary_view(self) -> Self:
        if self.digest is None and self.text is None:
            return self
        return self.model_copy(update={"digest": None, "text": None})

    @property
    def publishes_text(self) -> bool:
        """Whether the rights allow the text to be shown here, or any sentence of it."""
        return self.rights is not None and self.rights.publish != "digest"

    def model_warnings(self) -> Iterator[ModelWarning]:
        if self.text and not self.publishes_text:
            yield ModelWarning("rights", "'text' is given, but 'rights.publish' allows the digest only", ("text",))
        if not self.headline and not self.supplied_title:
            yield ModelWarning("no-title", "no title; give 'supplied_title' if the source has none", ())
        yield from doubtful_authors(self.authors or ())
