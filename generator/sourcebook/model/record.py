"""What every record has in common: its parts, its citations, its facts and names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, PrivateAttr, model_validator

from sourcebook.diagnostics import Level
from sourcebook.model.component import Component, publish
from sourcebook.model.dates import Edtf
from sourcebook.model.schema import FieldPath
from sourcebook.model.values import (
    DocumentRef,
    EventRef,
    Language,
    Line,
    LooseActor,
    LooseVoice,
    NumberText,
    OneOf,
    Prose,
    Publish,
    Term,
    WebAddress,
    WikidataId,
    YesNo,
    listed,
)
from sourcebook.words import say

SAYS = (
    Term("speaks", "speaks of it", "names or describes it, and supports what is said here"),
    Term("foretells", "tells of it beforehand", "speaks of something that was still to come"),
    Term("other-part", "cited for another part", "supports another part of the fact only, as its year"),
    Term("nothing", "silent on it", "does not speak of it where one might expect it to"),
)
"""What a source does to what it is cited for. The first two speak of it, and count."""

_SAYS = OneOf("unknown-term", "value for 'says'", SAYS)
_SPEAKING = frozenset({"speaks", "foretells"})


def box(label: str, description: str, unknown: str = "") -> Any:
    """An optional field that the page's box of facts shows, in declared order.

    Where `unknown` is given, a missing value is shown as those words instead of being left out.
    """
    return Field(
        default=None, title=label, description=description, json_schema_extra={"box": True, "unknown": unknown}
    )


class Citation(Component):
    """Which source supports a fact, and where in it. A bare id is short for ``{source: id}``."""

    source: DocumentRef = Field(title="Source", description="The id of the document that supports the fact.")
    locator: Line | None = Field(None, title="Where", description="Where in the source: 'paragraph 4', 'page 12'.")
    note: Line | None = Field(None, title="Note", description="What a reader should know about this support.")
    says: Annotated[str, _SAYS] = Field(
        "speaks",
        title="What it does",
        description="speaks, foretells, other-part or nothing: only the first two count in any figure.",
    )
    described_as: Line | None = Field(
        None, title="Described as", description="The words by which it speaks of the record without naming it."
    )
    via: Annotated[tuple[LooseVoice, ...], listed] = Field(
        (),
        title="Through",
        description="Whom it has this from, earliest first: ids of actors or sources, or words.",
    )
    publish: Publish = publish()
    _root: str = PrivateAttr("")
    """What it goes back to, if that cannot be told from what is published; compared only."""

    @property
    def is_withheld(self) -> bool:
        return self.publish is not True

    @property
    def withheld_root(self) -> str:
        """What it goes back to where that rests on something kept back; empty else. Compared only, and never shown."""
        return self._root

    def with_root(self, root: str) -> Self:
        """The same, of which it is known that it goes back to `root`."""
        found = self.model_copy()
        found._root = root
        return found

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"source": value} if isinstance(value, str) else value

    @property
    def speaks(self) -> bool:
        """Whether the source speaks of what it is cited for, so that it counts."""
        return self.says in _SPEAKING

    @property
    def says_term(self) -> Term:
        """The words for what the source does."""
        return _SAYS.terms[self.says]


Citations = Annotated[tuple[Citation, ...], listed]


@dataclass(frozen=True, slots=True)
class Statement:
    """What a fact says, for a list on another page: a label, then words in which ids stand for records."""

    label: str
    words: str
    refs: tuple[str, ...] = ()


class Stated(Component):
    """A piece of a record that says something, and that sources are cited for."""

    publish: Publish = publish()

    @property
    def is_withheld(self) -> bool:
        return self.publish is not True

    def statement(self) -> Statement:
        """What it says, in a few words."""
        raise NotImplementedError


class Sourced(Stated):
    """A fact that can carry its sources."""

    sources: Citations = Field((), title="Sources", description="What supports this: ids, or {source, locator, note}.")
    basis: Line | None = Field(
        None, title="Basis", description="Where it comes from, if not from a source here: 'general reference'."
    )


class Name(Sourced):
    """Another name of the record: a spelling, a short form, or the name in another script."""

    name: Line = Field(title="Name", description="The name as written.")
    lang: Language | None = Field(None, title="Language", description="Its language (BCP 47): 'ur', 'ps', 'fa-AF'.")
    note: Line | None = Field(None, title="Note", description="Who uses it, since when, or how it differs.")
    link: YesNo = Field(True, title="Link it", description="'no' keeps this name from becoming a link in prose.")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"name": value} if isinstance(value, str) else value

    def statement(self) -> Statement:
        return Statement("Also called", self.name)


class Fact(Sourced):
    """One thing that sources say about the record, in our own words."""

    text: Prose = Field(title="Text", description="One or two sentences in your own words.")
    date: Edtf | None = Field(None, title="Date", description="When it held or happened.")
    speaker: LooseActor | None = Field(
        None, title="Said by", description="Whose statement it is, if the source quotes one."
    )
    event: EventRef | None = Field(
        None, title="Event", description="The event that it tells of, if that has a record: the two dates must agree."
    )

    def statement(self) -> Statement:
        return Statement("Reported", self.text, (self.speaker,) if self.speaker else ())


class Links(Component):
    """The same thing elsewhere."""

    wikidata: WikidataId | None = Field(None, title="Wikidata", description="Its item: 'Q5838'.")
    geonames: NumberText | None = Field(None, title="GeoNames", description="Its number.")
    url: WebAddress | None = Field(None, title="Website", description="Its own site, whole, with https://.")

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Each link as (words, web address)."""
        if self.wikidata:
            yield "Wikidata", f"https://www.wikidata.org/wiki/{self.wikidata}"
        if self.geonames:
            yield "GeoNames", f"https://www.geonames.org/{self.geonames}"
        if self.url:
            yield "Website", self.url


@dataclass(frozen=True, slots=True)
class ModelWarning:
    """Something a record's own check has to say about one of its values."""

    code: str
    message: str
    path: FieldPath
    level: Level = Level.WARNING
    hint: str = ""


class Record(Component):
    """One YAML file. Its id is its file name without the ending, and its address for good."""

    folder: ClassVar[str]
    """The folder below ``sources/`` that holds the kind: 'documents'."""
    address: ClassVar[str]
    """The folder of the kind's pages on the site: 'sources'."""
    noun: ClassVar[str]
    """The word for one, in small letters: 'source'."""
    plural: ClassVar[str]
    """The word for several: 'sources'."""

    id: str = Field(title="Id", description="Given by the file name.", json_schema_extra={"given": True})
    path: str = Field(title="File", description="Given by the file.", json_schema_extra={"given": True})
    refused_fields: tuple[str, ...] = Field(
        (),
        title="Refused",
        description="Given by the reader: fields with a value that it could not take.",
        json_schema_extra={"given": True},
    )

    summary: Prose | None = Field(None, title="Summary", description="Who or what this is, in one or two sentences.")
    tags: Annotated[tuple[Line, ...], listed] = Field((), title="Tags", description="Free keywords.")
    formerly: Annotated[tuple[Line, ...], listed] = Field(
        (), title="Formerly", description="Ids that it had before: their addresses lead to its page."
    )
    links: Links | None = Field(
        None, title="Elsewhere", description="The same thing elsewhere: wikidata, geonames, url."
    )
    notes: Prose | None = Field(None, title="Notes", description="What the editors want readers to know.")
    private_notes: Prose | None = Field(
        None, title="Private notes", description="What the editors keep for themselves: checked, and never published."
    )
    sources: Citations = Field((), title="Sources", description="What supports the summary.")
    basis: Mapping[Line, Line] = Field(
        default_factory=dict,
        title="Basis",
        description="Where fields that carry no sources come from, by field: {part_of: general reference}.",
    )
    publish: Publish = publish()

    @property
    def is_withheld(self) -> bool:
        return self.publish is not True

    @property
    def title(self) -> str:
        """What the record is called on pages and in lists."""
        raise NotImplementedError

    @property
    def kind_label(self) -> str:
        """The words for its kind."""
        kind: Term = getattr(self, "kind")  # noqa: B009 - declared by every kind's own class
        return say(kind.label)

    def summary_view(self) -> Self:
        """The record as lists of many records need it: without what only its own page tells at length."""
        return self

    def all_names(self) -> Iterator[tuple[str, FieldPath, bool]]:
        """What the record is called in prose: each name, its place in the file, and whether it becomes a link."""
        return iter(())

    def model_warnings(self) -> Iterator[ModelWarning]:
        """What is worth a warning in this record alone."""
        return iter(())


class Profile(Record):
    """A record with a name: what actors and places share."""

    name: Line = Field(title="Name", description="The name used on this site.")
    link_name: YesNo = Field(
        True, title="Link the name", description="'no' keeps the name itself from becoming a link in prose."
    )
    names: Annotated[tuple[Name, ...], listed] = Field(
        (), title="Other names", description="Spellings, short forms and names in other scripts."
    )
    facts: Annotated[tuple[Fact, ...], listed] = Field(
        (), title="What sources say", description="Sourced statements about it."
    )

    @property
    def title(self) -> str:
        return self.name

    def all_names(self) -> Iterator[tuple[str, FieldPath, bool]]:
        yield self.name, ("name",), self.link_name
        for position, other in enumerate(self.names):
            yield other.name, ("names", position, "name"), other.link
