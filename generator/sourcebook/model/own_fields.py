"""Fields that a site declares for its records: their types, and the models that have them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, Field, create_model
from pydantic_core import PydanticCustomError

from sourcebook.diagnostics import did_you_mean, spelled_like
from sourcebook.model.component import Component
from sourcebook.model.dates import Edtf
from sourcebook.model.record import Record
from sourcebook.model.schema import FieldPath, FieldSchema, Means, Refers, schema_of
from sourcebook.model.values import Country, Language, Line, OneOf, Prose, Term, WebAddress, YesNo, digits, listed

FIELD_TYPES = (
    Term("text", "text", "words on one line"),
    Term("prose", "prose", "sentences, in which names become links; a section of its own"),
    Term("number", "number", "a number, with the unit that the field names"),
    Term("date", "date", "a date, as far as known (EDTF)"),
    Term("yes-no", "yes or no", "yes or no"),
    Term("link", "link", "a web address"),
    Term("choice", "choice", "one of the field's options"),
    Term("record", "record", "the id of a record, of the folders that the field names"),
    Term("language", "language", "a language (BCP 47)"),
    Term("country", "country", "a country (ISO 3166)"),
)

_TYPE = OneOf("unknown-type", "type of field", FIELD_TYPES)
_MEANINGS = (
    Term("when", "when", "a date of the record: on the timeline"),
    Term("where", "where", "a place of the record: on its map, and in filters by place"),
    Term("who", "who", "an actor with a part in the record: in filters by actor"),
)
_MEANS = OneOf("unknown-term", "value for 'means'", _MEANINGS)
_MEANT_TYPES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "when": ("date", ()),
    "where": ("record", ("places",)),
    "who": ("record", ("actors",)),
}
"""The type of field, and the folders of its records, by what it may mean."""
_RECORD_FOLDERS = ("documents", "actors", "places", "events", "questions")
RESERVED = frozenset(
    (
        *("id", "path", "accounts", "actors", "answers", "assessment", "cited_for", "content", "derivation"),
        *("designations", "digest", "disputed", "facts", "held", "map", "mentions", "names", "notes", "parts"),
        *("participants", "places", "published", "questions", "refers", "related", "relations", "retracted", "roles"),
        *("said", "sources", "standing", "summary", "table", "text", "timeline", "versions", "within"),
        "refused_fields",
    )
)
"""What no field may be called: what the file's name gives, and the anchors of the parts of pages."""


@dataclass(frozen=True, slots=True)
class VocabularyFault:
    """What is wrong with a vocabulary as a whole: where, and the mend."""

    code: str
    message: str
    path: FieldPath
    hint: str = ""


class FieldEntry(Component):
    """A field of a site's own, as its vocabulary declares it."""

    type: Annotated[str, _TYPE] = Field(title="Type", description="text, prose, number, date, yes-no, link, choice, …")
    label: Line | None = Field(None, title="Label", description="Its name for readers; made from its key if left out.")
    help: Line | None = Field(None, title="Help", description="What to write into it.")
    unit: Line | None = Field(None, title="Unit", description="The unit of a number: 'm', 'tons'.")
    options: Annotated[tuple[Line, ...], listed] | Mapping[Line, Line] = Field(
        (), title="Options", description="What a choice can be: a list, or keys with their labels."
    )
    of: Annotated[tuple[Line, ...], listed] = Field(
        (), title="Of", description="The folders whose records a record may be of; any, if left out."
    )
    or_text: YesNo = Field(False, title="Or text", description="Whether words may stand where a record has no page.")
    many: YesNo = Field(False, title="Many", description="Whether it can be a list.")
    box: YesNo = Field(True, title="In the box", description="'no' keeps it out of the box beside the page.")
    search: YesNo = Field(True, title="Searched", description="'no' keeps its words out of the search.")
    facet: YesNo = Field(False, title="Facet", description="Whether a search can be narrowed by it.")
    export: YesNo = Field(False, title="Exported", description="Whether it goes into the data that readers take.")
    means: Annotated[str, _MEANS] | None = Field(
        None, title="Means", description="What it is to the site: when, for a date; where, for places; who, for actors."
    )
    unknown: Line | None = Field(
        None, title="If unknown", description="What the box says where it is missing; left out without this."
    )

    def field(self, name: str) -> OwnField:
        """The field of that name."""
        options = self.options.items() if isinstance(self.options, Mapping) else ((text, text) for text in self.options)
        return OwnField(
            name=name,
            type=self.type,
            label=self.label or name.replace("_", " ").capitalize(),
            help=self.help or "",
            unit=self.unit or "",
            options=tuple(options),
            of=self.of,
            or_text=self.or_text,
            many=self.many,
            box=self.box and self.type != "prose",
            search=self.search,
            facet=self.facet,
            export=self.export,
            unknown=self.unknown or "",
            means=self.means or "",
        )


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field that a site's vocabulary declares: see `FieldEntry`."""

    name: str
    type: str
    label: str
    help: str = ""
    unit: str = ""
    options: tuple[tuple[str, str], ...] = ()
    of: tuple[str, ...] = ()
    or_text: bool = False
    many: bool = False
    box: bool = True
    search: bool = True
    facet: bool = False
    export: bool = False
    unknown: str = ""
    means: str = ""

    @property
    def meaning(self) -> Means | None:
        """What it means to the site; None for nothing, and for what a field of its type cannot mean."""
        return Means(self.means) if _MEANT_TYPES.get(self.means) == (self.type, self.of) else None

    def faults(self) -> Iterator[VocabularyFault]:
        """What is wrong with how it is declared; places are below the field."""
        name = self.name
        if self.type == "choice" and not self.options:
            yield VocabularyFault("field-options", f"the choice '{name}' has no options", (), "add 'options: […]'")
        for part, given, type_ in (
            ("options", self.options, "choice"),
            ("unit", self.unit, "number"),
            ("of", self.of, "record"),
            ("or_text", self.or_text, "record"),
        ):
            if given and self.type != type_:
                message = f"'{name}' is of the type '{self.type}', which has no '{part}'"
                yield VocabularyFault("field-options", message, (part,), f"write 'type: {type_}', or remove it")
        if self.means and self.meaning is None:
            type_, of = _MEANT_TYPES[self.means]
            needed = ", ".join((f"type: {type_}", *(f"of: {folder}" for folder in of)))
            held = f"of the type '{self.type}'" + (f", of {' and '.join(self.of) or 'any record'}" if of else "")
            message = f"'{name}' is {held}: it cannot mean '{self.means}'"
            yield VocabularyFault("field-options", message, ("means",), f"write '{needed}', or remove it")
        for number, folder in enumerate(self.of):
            if folder not in _RECORD_FOLDERS:
                near = did_you_mean([f"'{one}'" for one in spelled_like(folder, _RECORD_FOLDERS)])
                message = f"there is no folder of records '{folder}'"
                known = f"one of: {', '.join(_RECORD_FOLDERS)}"
                yield VocabularyFault("unknown-folder", message, ("of", number), near or known)


def _number(value: str) -> str:
    """A number as it is written: '1.10' stays so."""
    try:
        digits(value)
    except PydanticCustomError:
        raise PydanticCustomError("not-a-number", "'{value}' is not a number", {"value": value[:40]}) from None
    return value.strip()


_TYPES: Mapping[str, Any] = {
    "text": Line,
    "prose": Prose,
    "number": Annotated[str, AfterValidator(_number)],
    "date": Edtf,
    "yes-no": YesNo,
    "link": WebAddress,
    "language": Language,
    "country": Country,
}

R = TypeVar("R", bound=Record)


@cache
def with_fields(kind: type[R], fields: tuple[OwnField, ...]) -> type[R]:
    """The model of a kind of record that has these fields, too; the kind itself where there are none.

    A field that the kind has already is left out: ours wins.
    """
    free = [field for field in fields if not is_taken(kind, field.name)]
    if not free:
        return kind
    declared: dict[str, Any] = {f"own_{field.name}": (_annotation(field) | None, _info(field)) for field in free}
    made: type[R] = create_model(
        kind.__name__,
        __base__=kind,
        __module__=kind.__module__,
        __doc__=kind.__doc__,
        **declared,
    )
    # A model made here cannot be found by its name: what is kept for the next build names what it is made of.
    made.__reduce_ex__ = lambda self, _: (blank, (kind, fields), self.__getstate__())  # type: ignore[method-assign]
    return made


def blank(kind: type[R], fields: tuple[OwnField, ...]) -> R:
    """A record of the kind with these fields, of which nothing is set yet: for what is read from a cache."""
    made = with_fields(kind, fields)
    found: R = object.__new__(made)
    return found


def is_taken(kind: type[Record], name: str) -> bool:
    """Whether a field of that name cannot be a site's own: the kind has it, or a part of its page is called so."""
    return name in RESERVED or any(field.key == name for field in schema_of(kind))


def own_field(field: FieldSchema) -> OwnField | None:
    """How the site's vocabulary declares a field; None for a built-in one."""
    return next((mark for mark in field.marks if isinstance(mark, OwnField)), None)


def own_fields(record: Record) -> Iterator[tuple[OwnField, FieldSchema, object]]:
    """The record's own fields that say something, in the order of the vocabulary, each with its value."""
    for field in schema_of(type(record)):
        own = own_field(field)
        value = getattr(record, field.name) if own else None
        if own and value is not None and value != ():
            yield own, field, value


def _annotation(field: OwnField) -> Any:
    if field.type == "record":
        base: Any = Annotated[str, Refers(field.of, loose=field.or_text)]
    elif field.type == "choice":
        terms = tuple(Term(key, label) for key, label in field.options)
        base = Annotated[str, OneOf("unknown-option", f"option of '{field.name}'", terms)]
    else:
        base = _TYPES[field.type]
    base = Annotated[base, field]
    if field.meaning:
        base = Annotated[base, field.meaning]
    return Annotated[tuple[base, ...], listed] if field.many else base


def _info(field: OwnField) -> Any:
    extra: dict[str, Any] = {"box": field.box, "unknown": field.unknown}
    return Field(default=None, alias=field.name, title=field.label, description=field.help, json_schema_extra=extra)
