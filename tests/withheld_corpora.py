"""Made-up corpora of which something is kept back: every field of every kind is filled, by the models themselves.

Each word, id and address of what is kept back has `HIDDEN_WORD` in it, and nothing else has.
"""

from __future__ import annotations

from itertools import count
from typing import Any

import yaml
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from pydantic import BaseModel

from sourcebook.model.corpus import KINDS
from sourcebook.model.dates import Edtf
from sourcebook.model.place import Coordinates
from sourcebook.model.record import Record
from sourcebook.model.schema import FieldSchema, Shows, schema_of
from sourcebook.model.values import OneOf
from sourcebook.model.vocabulary import TermIn, built_in

HIDDEN_WORD = "zqx"
_OPEN = {kind.folder: (f"{kind.noun}-one", f"{kind.noun}-two", f"{kind.noun}-three") for kind in KINDS}
_HIDDEN = {kind.folder: (f"{HIDDEN_WORD}-{kind.noun}-one", f"{HIDDEN_WORD}-{kind.noun}-two") for kind in KINDS}
OPEN_IDS = tuple(name for names in _OPEN.values() for name in names)
_FIXED = {"wikidata": "Q5838", "geonames": "1149", "lat": "54.5", "lon": "-3.25", "accuracy_m": "400"}
_LEFT_OUT = ("geometry", "publish", "retracted", "link", "link_name", "precision")


class _Writer:
    """Fills models. What it writes within something kept back is secret."""

    def __init__(self, draw: DrawFn) -> None:
        self.draw = draw
        self.numbers = count()

    def word(self, secret: bool) -> str:
        return f"{HIDDEN_WORD if secret else 'plain'}{next(self.numbers)}x"

    def record(self, kind: type[Record], secret: bool) -> dict[str, Any]:
        found = self.fields(kind, secret)
        if secret:
            found["publish"] = self.draw(st.sampled_from(["no", "No", "false", "nein", "not yet"]))
        if self.draw(st.booleans()):
            found["private_notes"] = f"For us: {self.word(True)}."
        else:
            found.pop("private_notes", None)
        found["formerly"] = [self.word(secret)]
        return found

    def fields(self, model: type[BaseModel], secret: bool) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for field in schema_of(model):
            if field.key in _LEFT_OUT or (field.key == "basis" and field.mapping) or (not field.required and self.draw(st.integers(0, 4)) == 0):
                continue
            if field.mapping and field.refers is None:
                found[field.key] = {self.word(secret): self.word(secret)}
            elif field.mapping:
                found[field.key] = dict.fromkeys(self.ids(field, secret), 3)
            elif field.many:
                found[field.key] = [self.value(field, secret) for _ in range(self.draw(st.integers(1, 2)))]
            else:
                found[field.key] = self.value(field, secret)
        return found

    def value(self, field: FieldSchema, secret: bool) -> Any:
        if field.model is not None:
            can = any(inner.key == "publish" and inner.value_type is bool for inner in schema_of(field.model))
            hidden = can and self.draw(st.integers(0, 3)) == 0
            found = self.fields(field.model, secret or hidden)
            if field.model is Coordinates:
                found = {**found, "lat": "54.5", "lon": "-3.25"}
            return {**found, "publish": "no"} if hidden else found
        if field.refers is not None:
            return self.draw(st.sampled_from(self.ids(field, secret)))
        if field.prose:
            link = self.draw(st.sampled_from(self.links))
            return f"The {self.word(secret)} **saw** {link} and {self.word(secret)}."
        if field.key in _FIXED:
            return _FIXED[field.key]
        if field.key in ("id", "formerly"):
            return self.word(secret)
        if field.value_type is Edtf:
            return self.draw(st.sampled_from(["2031-05-02", "2031-05", "2030"]))
        return self.term(field) or self.by_type(field, secret)

    def by_type(self, field: FieldSchema, secret: bool) -> Any:
        if Shows.ADDRESS in field.marks:
            return f"https://{self.word(secret)}.example/{self.word(secret)}"
        fixed = {Shows.LANGUAGE: "ar", Shows.COUNTRY: "FI"}
        return next((value for mark, value in fixed.items() if mark in field.marks), f"The {self.word(secret)}")

    def term(self, field: FieldSchema) -> str:
        for mark in field.marks:
            if isinstance(mark, OneOf | TermIn):
                return str(self.draw(st.sampled_from(list(mark.terms_in(built_in())))))
        return ""

    def ids(self, field: FieldSchema, secret: bool) -> list[str]:
        """Some ids that a field may name, kept back or not."""
        assert field.refers is not None
        folders = field.refers.folders or tuple(_OPEN)
        known = [name for folder in folders for name in (*_OPEN[folder], *_HIDDEN[folder])]
        known += [self.word(secret).capitalize() + " Said"] if field.refers.loose and not field.many else []
        return self.draw(st.lists(st.sampled_from(known), min_size=1, max_size=2, unique=True))

    links = (
        *("one", "[[actor-one]]", "[[place-two|there]]", f"[[{HIDDEN_WORD}-actor-one]]", f"[[ {HIDDEN_WORD}-place-two|somewhere]]"),
        *(f"`[[{HIDDEN_WORD}-source-one]]`", f"[[{HIDDEN_WORD}-event-one#part]]", f"[[{HIDDEN_WORD}-question-one"),
    )


@st.composite
def corpora(draw: DrawFn) -> dict[str, str]:
    """Files by path: of each kind records that are published and records that are not, which name one another."""
    files: dict[str, str] = {}
    writer = _Writer(draw)
    for kind in KINDS:
        for secret, names in ((False, _OPEN), (True, _HIDDEN)):
            for name in names[kind.folder]:
                record = writer.record(kind, secret)
                text = yaml.safe_dump(record, allow_unicode=True, sort_keys=False)
                files[f"sources/{kind.folder}/{name}.yml"] = text.replace("publish: 'no'", "publish: no")
    links = " ".join(writer.links)
    files["docs/index.md"] = f"# Home [[{HIDDEN_WORD}-actor-two]]\n\nWith {links} and [[actor-one]].\n"
    return files
