"""A site's own kinds, relations, derivations and fields: declared in one file, used like the built-in ones."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from sourcebook.model.actor import Actor
from sourcebook.model.document import Document
from sourcebook.model.event import Event
from sourcebook.model.meanings import dates_of
from sourcebook.model.own_fields import RESERVED, OwnField, blank, with_fields
from sourcebook.model.schema import schema_of
from sourcebook.model.vocabulary import FOLDERS, OTHER, built_in
from sourcebook.pages.parts.list_pages import LONG_LISTS
from sourcebook.pages.parts.shortcodes import _term_lists
from sourcebook.pages.plan import RECORD_PAGES
from sourcebook.reading.vocabulary_file import ReadVocabulary, parse_vocabulary


def parsed(text: str) -> ReadVocabulary:
    return parse_vocabulary(text.encode(), "sources/vocabulary.yml")


def told(text: str) -> list[str]:
    return [str(problem).removeprefix("sources/vocabulary.yml:") for problem in parsed(text).problems]


def test_the_built_in_words_are_whole() -> None:
    words = built_in()
    for folder in FOLDERS:
        assert list(words.kinds[folder])[-1] == OTHER, "what is of no other kind comes last"
    for terms in (*words.kinds.values(), words.relations, words.derivations):
        assert all(term.key == key and term.label for key, term in terms.items())
    for term in words.relations.values():
        assert term.inverse, f"{term.key} has no words from the other end"
        assert (term.inverse == term.label) == term.symmetric
        if term.inverse_of:
            other = words.relations[term.inverse_of]
            assert (term.label, term.inverse) == (other.inverse, other.label)
    for name, term in words.kinds["documents"].items():
        assert {"schema_org", "csl", "ris", "bibtex"} <= dict(term.standard).keys(), name


def test_a_site_adds_words_and_renames_some() -> None:
    words = parsed(
        "kinds: {actors: {ship: {label: Ship, plural: Ships}, person: {label: Human being}}}\n"
        "relations: {sails: {label: Sails on, inverse: Sailed by}, sailed-by: {inverse_of: sails}, knows: {symmetric: yes}}\n"
        "derivations: {carbon-copy: {label: carbon copy of, copies: yes}}\ntags: {flood: {description: High water.}}\n"
    ).vocabulary
    assert words.kinds["actors"]["ship"].plural == "Ships" and list(words.kinds["actors"])[-2:] == ["ship", OTHER]
    person, before = words.kinds["actors"]["person"], built_in().kinds["actors"]["person"]
    assert person.label == "Human being" and (person.plural, person.standard) == (before.plural, before.standard)
    assert words.relations["sailed-by"].label == "Sailed by" and words.relations["sailed-by"].inverse == "Sails on"
    assert words.relations["knows"].label == words.relations["knows"].inverse == "Knows"
    assert words.derivations["carbon-copy"].copies and words.derivations["rewrite"] == built_in().derivations["rewrite"]
    assert words.tags == {"flood": "High water."}


def test_a_site_may_start_without_our_words() -> None:
    words = parsed("vocabulary: none\nkinds: {documents: {deed: {label: Deed}}}\n").vocabulary
    assert list(words.kinds["documents"]) == ["deed", OTHER] and list(words.kinds["actors"]) == [OTHER]
    assert not words.relations and not words.derivations


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("kinds: {actor: {ship: {}}}\n", "1:9: error: there is no folder of records 'actor' that has kinds of its own; did you mean 'actors'? [unknown-folder]"),
        ("fields: {questions: {x: {type: text}}}\n", "1:10: error: there is no folder of records 'questions' that has fields of its own; one of: documents, actors, places, events [unknown-folder]"),
        ("relations: {a: {inverse_of: employs}}\n", "1:17: error: 'a' is the inverse of 'employs', which is one itself: the words of a pair stand in one; give 'employs' a 'label' and an 'inverse' instead [circle]"),
        ("relations: {a: {inverse_of: a}}\n", "1:17: error: 'a' is the inverse of 'a', which is one itself: the words of a pair stand in one; give 'a' a 'label' and an 'inverse' instead [circle]"),
        ("relations: {a: {inverse_of: leds}}\n", "1:17: error: 'leds' is no relation; did you mean 'leads'? [unknown-relation]"),
        ("kinds: {places: {ort: {label: City}}}\n", "1:18: error: 'ort' and 'city' have one label, 'City': readers cannot tell them apart; give one of them another 'label' [same-label]"),
        ("kinds: {places: {Ort: {}}}\n", "1:18: error: 'Ort' is no key: write small letters, digits and hyphens; its words for readers go to 'label' [bad-key]"),
        ("fields: {places: {Höhe: {type: number}}}\n", "1:19: error: 'Höhe' is no name of a field: write small letters, digits and '_'; its words for readers go to 'label' [bad-key]"),
        ("fields: {places: {part_of: {type: text}}}\n", "1:19: warning: 'part_of' is a field or a part of the page of places already; the built-in one is used; rename yours [field-taken]"),
        ("fields: {places: {height: {type: nmber}}}\n", "1:34: error: unknown type of field 'nmber'; did you mean 'number'? [unknown-type]"),
        ("fields: {places: {height: {type: text, unit: m}}}\n", "1:40: error: 'height' is of the type 'text', which has no 'unit'; write 'type: number', or remove it [field-options]"),
        ("fields: {places: {use: {type: choice}}}\n", "1:19: error: the choice 'use' has no options; add 'options: […]' [field-options]"),
        ("fields: {places: {of: {type: record, of: [actors, place]}}}\n", "1:51: error: there is no folder of records 'place'; did you mean 'places'? [unknown-folder]"),
        ("fields: {actors: {launched: {type: text, means: when}}}\n", "1:42: error: 'launched' is of the type 'text': it cannot mean 'when'; write 'type: date', or remove it [field-options]"),
        ("fields: {actors: {port: {type: record, means: where}}}\n", "1:40: error: 'port' is of the type 'record', of any record: it cannot mean 'where'; write 'type: record, of: places', or remove it [field-options]"),
        ("fields: {events: {who: {type: record, of: [actors, documents], means: who}}}\n", "1:64: error: 'who' is of the type 'record', of actors and documents: it cannot mean 'who'; write 'type: record, of: actors', or remove it [field-options]"),
        ("fields: {actors: {launched: {type: date, means: wen}}}\n", "1:49: error: unknown value for 'means' 'wen'; did you mean 'when'? [unknown-term]"),
        ("roles: {Witness: {}}\n", "1:9: error: 'Witness' is no key: write small letters, digits and hyphens; its words for readers go to 'label' [bad-key]"),
        ("roles: {witness: {}, eyewitness: {label: Witness}}\n", "1:22: error: 'eyewitness' and 'witness' have one label, 'Witness': readers cannot tell them apart; give one of them another 'label' [same-label]"),
        ("version: 7\n", "1:1: error: version 7 is newer than this program, which knows 1 [newer-version]"),
        ("kind: {}\n", "1:1: error: unknown field 'kind'; did you mean 'kinds'? [unknown-field]"),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(text: str, line: str) -> None:
    assert told(text) == [line]


def test_words_that_are_each_others_inverse_are_a_circle() -> None:
    assert [line[-len("[circle]"):] for line in told("relations: {a: {inverse_of: b}, b: {inverse_of: a}}\n")] == ["[circle]", "[circle]"]


def test_no_field_has_the_name_of_a_part_of_a_page() -> None:
    anchors = {name for page in RECORD_PAGES for name, _ in page.sections} | {declared.anchor.replace("-", "_") for declared in LONG_LISTS}
    assert anchors <= RESERVED


def test_a_field_that_cannot_mean_so_means_nothing() -> None:
    fields = parsed("fields: {actors: {launched: {type: text, means: when}, built: {type: date, many: yes, means: when}}}\n").vocabulary.fields["actors"]
    made = with_fields(Actor, fields)
    ship: Actor = made.model_validate({"id": "gull", "path": "", "name": "Gull", "kind": "other", "launched": "soon", "built": ["1870", "1871~"]})
    assert [(one.field.key, one.date.text, one.number) for one in dates_of(ship)] == [("built", "1870", 0), ("built", "1871~", 1)]


def test_a_role_is_in_the_words_of_the_vocabulary_or_as_it_is_written() -> None:
    words = parsed("roles: {eyewitness: {label: saw it}}\n").vocabulary
    raw = {"id": "a", "path": "", "name": "A", "participants": [{"actor": "ann", "role": "eyewitness"}, {"actor": "bob", "role": " Eyewitness, later "}]}
    assert [one.role for one in Event.model_validate(raw, context=words).participants] == ["saw it", "Eyewitness, later"]
    assert Event.model_validate(raw).participants[0].role == "eyewitness"
    assert not parsed("vocabulary: none\n").vocabulary.roles
    assert [term.label for term in _term_lists(Event, words)["role"]] == ["saw it"] and "role" not in _term_lists(Event, built_in())


FIELDS = (
    OwnField("tonnage", "number", "Tonnage", unit="t"),
    OwnField("launched", "date", "Launched"),
    OwnField("rig", "choice", "Rig", options=(("brig", "Brig"), ("barque", "Barque"))),
    OwnField("home_port", "record", "Home port", of=("places",), many=True),
    OwnField("insured", "yes-no", "Insured"),
)


def ship(**more: Any) -> Actor:
    found: Actor = with_fields(Actor, FIELDS).model_validate({"id": "gull", "path": "sources/actors/gull.yml", "name": "The Gull", "kind": "other", **more})
    return found


def test_a_record_with_fields_of_a_sites_own_is_one_of_its_kind() -> None:
    found = ship(tonnage="120.50", launched="1870~", rig="brig", home_port="murray", insured="no")
    assert isinstance(found, Actor)
    values = {field.key: getattr(found, field.name) for field in schema_of(type(found)) if field.name.startswith("own_")}
    assert values == {"tonnage": "120.50", "launched": found.own_launched, "rig": "brig", "home_port": ("murray",), "insured": False}  # type: ignore[attr-defined]
    assert values["launched"].in_words == "about 1870"


@pytest.mark.parametrize("wrong", [{"tonnage": "heavy"}, {"launched": "soon"}, {"rig": "sloop"}, {"insured": "maybe"}, {"tonage": "1"}])
def test_a_value_that_its_field_does_not_take_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        ship(**wrong)


def test_one_model_is_made_for_the_same_fields() -> None:
    assert with_fields(Actor, FIELDS) is with_fields(Actor, FIELDS) and with_fields(Document, ()) is Document


def test_a_record_comes_back_from_where_it_was_kept() -> None:
    found = ship(tonnage="120.50", home_port=["murray", "dorrin"])
    again = pickle.loads(pickle.dumps(found))
    assert again == found and type(again) is type(found) and type(blank(Actor, FIELDS)) is type(found)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"born": "1900", "died": "1890", "sources": "log"}, [("backwards", ("died",))]),
        ({"founded": "1900", "dissolved": "1890-05"}, [("backwards", ("dissolved",))]),
        ({"born": "1900~", "died": "1900"}, [("uncited-person", ("born",)), ("uncited-person", ("died",))]),
        ({"born": "1900", "basis": {"born": "general reference"}}, []),
    ],
)
def test_dates_of_a_life_are_in_order_and_cited(more: dict[str, Any], told: list[tuple[str, tuple[str, ...]]]) -> None:
    kind = "person" if "born" in more else "company"
    found = Actor.model_validate({"id": "a", "path": "a.yml", "name": "A", "kind": kind, **more})
    assert [(said.code, said.path) for said in found.model_warnings()] == told
