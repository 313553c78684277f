"""The words that records are described with: kinds, relations, ways of deriving, tags, and fields of a site's own.

Ours are in ``vocabulary.yml`` beside this module, in the form in which a site writes its own in
``sources/vocabulary.yml``. Values become terms while a record is read, so that whoever has a record has its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from sourcebook.diagnostics import did_you_mean, spelled_like
from sourcebook.model.component import Component
from sourcebook.model.own_fields import FieldEntry, OwnField, VocabularyFault
from sourcebook.model.schema import FieldPath
from sourcebook.model.values import Count, Line, OneOf, Term, YesNo, no_such_term

VERSION = 1
"""The version of the form of vocabularies and records."""
FOLDERS = ("documents", "actors", "places", "events")
"""The kinds of record whose own kinds, and whose fields, a vocabulary names."""
OTHER = "other"
"""The kind of what is of no other kind: it is always there, and always the last."""

_START = OneOf(
    "unknown-term",
    "value for 'vocabulary'",
    (
        Term("built-in", "built-in", "the site's words are added to the built-in ones"),
        Term("none", "none", "there are the site's words only"),
    ),
)


class TermEntry(Component):
    """A word of a list, as a vocabulary declares it. What is left out stays as the built-in word of that key has it."""

    label: Line | None = Field(None, title="Label", description="The word for readers; made from its key if left out.")
    plural: Line | None = Field(None, title="Plural", description="The word for several.")
    meaning: Line | None = Field(None, title="Meaning", description="What it means, in a few words.")
    inverse: Line | None = Field(
        None, title="Inverse", description="A relation's or a derivation's words from the other end: 'Led by'."
    )
    inverse_of: Line | None = Field(
        None, title="Inverse of", description="The key of the relation that this is the other direction of."
    )
    symmetric: YesNo | None = Field(None, title="Symmetric", description="Whether it reads the same from both ends.")
    dated: YesNo | None = Field(None, title="Dated", description="Whether a relation begins and ends.")
    copies: YesNo | None = Field(
        None, title="Copies", description="Whether what is derived so adds no origin of its own."
    )
    unpublished: YesNo | None = Field(
        None, title="Unpublished", description="Whether most documents of this kind were never published."
    )
    author_first: YesNo | None = Field(
        None, title="Author first", description="Whether a document of this kind is called by its author."
    )
    standard: Mapping[Line, Line] = Field(
        default_factory=dict,
        title="Standard terms",
        description="Its terms elsewhere: schema_org, ftm, geonames, csl, ris, bibtex.",
    )


class TagEntry(Component):
    """What a tag means."""

    description: Line = Field(title="Description", description="What the tag is given to.")


Terms = Mapping[Line, TermEntry]


class VocabularyFile(Component):
    """A vocabulary as its file says it."""

    version: Count = Field(VERSION, title="Version", description="The version of the form that the records are in.")
    vocabulary: Annotated[str, _START] = Field(
        "built-in", title="Vocabulary", description="built-in, or none to start without the built-in words."
    )
    kinds: Mapping[Line, Terms] = Field(
        default_factory=dict, title="Kinds", description="By folder of records: the kinds that they can be of."
    )
    relations: Terms = Field(default_factory=dict, title="Relations", description="How actors stand to one another.")
    derivations: Terms = Field(default_factory=dict, title="Derivations", description="How documents rest on others.")
    roles: Terms = Field(default_factory=dict, title="Roles", description="In which capacity actors take part.")
    tags: Mapping[Line, TagEntry] = Field(
        default_factory=dict, title="Tags", description="What tags mean, for their pages."
    )
    fields: Mapping[Line, Mapping[Line, FieldEntry]] = Field(
        default_factory=dict, title="Fields", description="By folder of records: fields of the site's own."
    )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a site: its terms by list and key, in the order of lists and filters, and its own fields."""

    kinds: Mapping[str, Mapping[str, Term]]
    """By folder of records."""
    relations: Mapping[str, Term]
    derivations: Mapping[str, Term]
    tags: Mapping[str, str] = field(default_factory=dict)
    """What tags mean."""
    roles: Mapping[str, Term] = field(default_factory=dict)
    """Of participants, who may have others too."""
    fields: Mapping[str, tuple[OwnField, ...]] = field(default_factory=dict)
    """By folder of records."""

    def list_at(self, name: str) -> Mapping[str, Term]:
        """The terms of a list, by key: 'relations', 'derivations', 'roles', or 'kinds' and a folder: 'kinds.actors'."""
        if name.startswith("kinds."):
            return self.kinds[name.partition(".")[2]]
        found: Mapping[str, Term] = getattr(self, name)
        return found


class TermIn:
    """A text that must be a key of a list of the site's vocabulary, and becomes its term.

    The vocabulary is the context of validation; the built-in one where none is given.
    """

    def __init__(self, code: str, what: str, name: str) -> None:
        self.code, self.what, self.name = code, what, name

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self.check)

    def terms_in(self, vocabulary: Vocabulary) -> Mapping[str, Term]:
        """The terms that it can be, by key."""
        return vocabulary.list_at(self.name)

    def check(self, value: Any, info: ValidationInfo) -> Term:
        """The term of that key; a term itself is taken as it is."""
        if isinstance(value, Term):
            return value
        vocabulary = info.context if isinstance(info.context, Vocabulary) else built_in()
        terms = self.terms_in(vocabulary)
        if not isinstance(value, str):
            raise PydanticCustomError("string_type", "Input should be a valid string")
        if value in terms:
            return terms[value]
        raise no_such_term(self.code, self.what, value, terms)


class MayBeTermIn:
    """A text that may be a key of a list, and becomes that term's label; any other stays as it is written."""

    def __init__(self, what: str, name: str) -> None:
        self.what, self.name = what, name

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self.in_words, handler(source))

    def terms_in(self, vocabulary: Vocabulary) -> Mapping[str, Term]:
        """The terms that it may be, by key."""
        return vocabulary.list_at(self.name)

    def in_words(self, value: str, info: ValidationInfo) -> str:
        """The label of the term of that key, else `value` itself."""
        vocabulary = info.context if isinstance(info.context, Vocabulary) else built_in()
        term = self.terms_in(vocabulary).get(value)
        return term.label if term else value


RoleWords = Annotated[Line, MayBeTermIn(what="role", name="roles")]
"""The role of a participant: in the words of the site's vocabulary, where it is one of its keys, else as written."""


@cache
def built_in() -> Vocabulary:
    """The built-in vocabulary."""
    text = Path(__file__).with_suffix(".yml").read_text("utf-8")
    # Scalars are text here as in records: no word becomes a number or a truth value.
    found = VocabularyFile.model_validate(yaml.load(text, yaml.CBaseLoader))
    return merge(found, _EMPTY)


def merge(file: VocabularyFile, below: Vocabulary) -> Vocabulary:
    """The words of a file added to those `below`, of whose terms it may change single values."""
    base = _EMPTY if file.vocabulary == "none" else below
    others = {folder: {OTHER: below.kinds[folder][OTHER]} for folder in FOLDERS if OTHER in below.kinds[folder]}
    return Vocabulary(
        kinds={
            folder: _merged(others.get(folder, {}) | dict(base.kinds[folder]), file.kinds.get(folder, {}))
            for folder in FOLDERS
        },
        relations=_merged(base.relations, file.relations),
        derivations=_merged(base.derivations, file.derivations),
        roles=_merged(base.roles, file.roles),
        tags={name: entry.description for name, entry in file.tags.items()},
        fields={
            folder: tuple(entry.field(name) for name, entry in file.fields[folder].items())
            for folder in FOLDERS
            if file.fields.get(folder)
        },
    )


_EMPTY = Vocabulary({folder: {} for folder in FOLDERS}, {}, {})


def _merged(below: Mapping[str, Term], entries: Mapping[str, TermEntry]) -> Mapping[str, Term]:
    terms = dict(below)
    for key, entry in entries.items():
        terms[key] = _term(key, entry, below.get(key))
    for key, term in terms.items():
        if other := terms.get(term.inverse_of):  # the words of a pair are written once
            terms[key] = replace(term, label=other.inverse, inverse=other.label, dated=other.dated)
    return {key: terms[key] for key in sorted(terms, key=lambda key: key == OTHER)}


def _term(key: str, entry: TermEntry, below: Term | None) -> Term:
    given = {name: value for name in _PLAIN if (value := getattr(entry, name)) is not None}
    term = below or Term(key, key.replace("-", " ").replace("_", " ").capitalize())
    term = replace(term, **given, standard=tuple({**dict(term.standard), **entry.standard}.items()))
    return replace(term, inverse=term.label) if term.symmetric else term


_PLAIN = tuple(name for name in TermEntry.model_fields if name != "standard")


def vocabulary_faults(file: VocabularyFile, vocabulary: Vocabulary) -> Iterator[VocabularyFault]:
    """What is wrong between the words of a file and all others: folders, pairs, words that mean two things."""
    if file.version > VERSION:
        yield VocabularyFault(
            "newer-version", f"version {file.version} is newer than this program, which knows {VERSION}", ("version",)
        )
    for part, named in (("kinds", file.kinds), ("fields", file.fields)):
        for folder in named:
            if folder not in FOLDERS:
                guess = did_you_mean([f"'{name}'" for name in spelled_like(folder, FOLDERS)])
                yield VocabularyFault(
                    "unknown-folder",
                    f"there is no folder of records '{folder}' that has {part} of its own",
                    (part, folder),
                    guess or f"one of: {', '.join(FOLDERS)}",
                )
    yield from _pairs(file.relations, vocabulary.relations)
    lists: list[tuple[FieldPath, Iterable[str], Mapping[str, Term]]] = [
        (("relations",), file.relations, vocabulary.relations),
        (("derivations",), file.derivations, vocabulary.derivations),
        (("roles",), file.roles, vocabulary.roles),
        *((("kinds", name), file.kinds[name], vocabulary.kinds[name]) for name in FOLDERS if name in file.kinds),
    ]
    for path, own, terms in lists:
        labels: dict[str, str] = {}
        for key in [*(key for key in terms if key not in own), *own]:
            if terms[key].inverse_of:  # its words are those of the other one of the pair
                continue
            first = labels.setdefault(terms[key].label.casefold(), key)
            if first != key:
                yield VocabularyFault(
                    "same-label",
                    f"'{key}' and '{first}' have one label, '{terms[key].label}': readers cannot tell them apart",
                    (*path, key),
                    "give one of them another 'label'",
                )


def _pairs(own: Iterable[str], terms: Mapping[str, Term]) -> Iterator[VocabularyFault]:
    for key in own:
        term = terms[key]
        if not term.inverse_of:
            continue
        path: FieldPath = ("relations", key, "inverse_of")
        other = terms.get(term.inverse_of)
        if other is None:
            guess = did_you_mean([f"'{near}'" for near in spelled_like(term.inverse_of, terms)])
            message = f"'{term.inverse_of}' is no relation"
            yield VocabularyFault("unknown-relation", message, path, guess or "declare it, or remove the line")
        elif other.inverse_of or other.key == key:
            message = f"'{key}' is the inverse of '{other.key}', which is one itself: the words of a pair stand in one"
            yield VocabularyFault("circle", message, path, f"give '{other.key}' a 'label' and an 'inverse' instead")
