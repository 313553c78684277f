"""Errors that cost only what is wrong: the record is made without it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sourcebook.diagnostics import Level
from sourcebook.linking.corpus import LinkedCorpus
from sourcebook.model.actor import Actor
from sourcebook.model.corpus import KINDS
from sourcebook.model.document import Document
from sourcebook.model.place import Place
from sourcebook.model.question import Question
from sourcebook.model.record import Record
from sourcebook.model.schema import schema_of, walk
from sourcebook.options import Options
from sourcebook.pipeline import link_records, load_records
from sourcebook.reading.files import SourceFile
from sourcebook.reading.loader import Reading, load
from tests.helpers import codes, lines, read


def one(path: str, text: str) -> tuple[Record | None, list[str]]:
    """The record of one file, and the lines that are told."""
    corpus, problems = read({path: text})
    assert len(corpus.records) + len(corpus.broken) == 1
    return next(iter(corpus.records.values()), None), lines(problems)


def actor(fields: str) -> tuple[Actor, list[str]]:
    found, problems = one("actors/a.yml", f"name: A\nkind: state\n{fields}\n")
    assert isinstance(found, Actor)
    return found, problems


@pytest.mark.parametrize(
    "line",
    ["county: Shoshone", "id: x", "path: x", "refused_fields: [name]", "tags: {a: b}", "links: {wikidata: 42}", "basis: {nmae: x}",
     "formerly: [Old Name]", "languages: eng", "links: none", "facts: word", "sources: [{locator: p. 4}]", "names: [{note: n}]",
     "roles: {titel: T}", "relations: {kind: leads}", "designations: [{label: [a]}]", "summary: [a, b]", "tags: [[a]]"],
)  # fmt: skip
def test_a_value_that_is_refused_costs_itself(line: str) -> None:
    found, problems = actor(f"summary: Known.\n{line}\nlink_name: no" if "summary" not in line else f"{line}\nlink_name: no")
    assert problems and all("[no-title]" not in problem for problem in problems)
    assert (found.name, found.kind.key, found.link_name) == ("A", "state", False)
    assert found.summary == (None if "summary" in line else "Known.")
    rest = found.model_copy(update={"links": None, "refused_fields": (), "summary": None})
    assert rest == Actor(id="a", path="sources/actors/a.yml", name="A", kind=found.kind, link_name=False)


def test_what_is_wrong_in_an_item_of_a_list_costs_the_value_or_the_item() -> None:
    found, problems = actor(
        "names: [B, {name: C, lang: eng}, {lang: en}]\n"
        "relations:\n  - {kind: leeds, to: b, sources: d}\n  - {kind: leads, to: b, since: soon, sources: d}\n  - {kind: leads, sources: d}\n"
        "languages: [en, ger, de]\nsources: [{source: d, says: nothin}, {locator: p. 1}, d]"
    )
    assert [(name.name, name.lang) for name in found.names] == [("B", None), ("C", None)]
    assert [(relation.kind.key, relation.to, relation.since) for relation in found.relations] == [("leads", "b", None)]
    assert found.languages == ("en", "de")
    assert [(citation.source, citation.says) for citation in found.sources] == [("d", "speaks"), ("d", "speaks")]
    assert found.refused_fields == ("languages", "names", "relations", "sources")
    assert sorted(problem.split(": ")[0][len("sources/actors/a.yml:") :] for problem in problems) == [
        "3:28", "3:34", "5:12", "6:33", "7:5", "8:17", "9:29", "9:38"
    ]  # fmt: skip


def test_a_kind_that_is_refused_or_missing_is_other_and_a_title_costs_the_record() -> None:
    for path, title in (("actors", "name"), ("places", "name"), ("events", "name"), ("documents", "title")):
        for kind in ("kind: Panoramic photograph\n", "kind: [a, b]\n", "" if path != "events" else "kind: {a: b}\n"):
            found, problems = one(f"{path}/a.yml", f"{title}: A\n{kind}")
            assert found is not None and str(getattr(found, "kind")) == "other" and found.refused_fields == ("kind",)  # noqa: B009
            assert len(problems) == 1
    for text in ("kind: town\n", "name: [a]\nkind: town\n", "name: ''\nkind: town\n"):
        found, problems = one("places/a.yml", text)
        assert found is None and len(problems) == 1
    assert one("questions/q.yml", "about: a\n")[0] is None


def test_a_report_without_its_source_goes_and_an_answer_without_an_id() -> None:
    found, problems = one(
        "questions/q.yml",
        "question: Q?\nanswers:\n  - {id: No Slug, answer: X}\n"
        "  - {id: b, answer: Y, reports: [{stance: asserts}, {source: d, stance: assert}, {source: d, date: soon}]}\n"
        "  - {id: b, answer: Z}\nassessment: {text: T, status: disputd}\n",
    )
    assert isinstance(found, Question)
    (answer,) = found.answers
    assert (answer.answer, [(r.source, r.stance) for r in answer.reports]) == ("Y", [("d", "asserts")] * 2)
    assert found.assessment is not None and found.assessment.status == "open"
    assert sorted(problem.rsplit("[")[1] for problem in problems) == sorted(
        ["bad-answer-id]", "missing-field]", "unknown-stance]", "bad-date]", "same-answer]", "unknown-term]"]
    )
    assert any(":5:10: error: two answers" in problem for problem in problems), "the second of the two, as it is written"


def test_a_shape_is_checked_as_a_whole_when_its_fields_are_good() -> None:
    found, problems = one("places/p.yml", "name: P\nkind: line\nsumary: x\ngeometry: {type: LineString, coordinates: [[70, 34]]}\n")
    assert isinstance(found, Place) and found.geometry is None and len(problems) == 2


def test_nothing_is_told_that_only_follows_from_what_is_refused() -> None:
    _, problems = one("actors/a.yml", "name: A\nkind: person\nsummary: S.\nsources: [{locator: p. 1}]\nfacts: [{text: Left., sources: {note: x}}]\n")
    assert [problem.rsplit("[")[1] for problem in problems] == ["missing-field]"] * 2
    _, problems = one("documents/d.yml", "title: [a]\nkind: news\ntext: All.\nrights: {publish: al}\n")
    assert sorted(problem.rsplit("[")[1] for problem in problems) == ["unknown-term]", "wrong-shape]"]
    _, problems = one("actors/a.yml", "name: A\nkind: person\ncounty: 1900\nsummary: S.\n")
    assert [problem.rsplit("[")[1] for problem in problems] == ["unknown-field]", "uncited-person]"], "this is wrong by itself"
    found, problems = one("actors/a.yml", "name: A\nkind: person\ncounty: 1900\nfacts: [{text: Left., txet: x}]\n")
    assert [problem.rsplit("[")[1] for problem in problems] == ["unknown-field]", "unknown-field]", "uncited-person]"]
    assert found is not None and found.refused_fields == ()


def test_places_in_the_file_are_told_as_they_are_written_whatever_goes_before_them() -> None:
    text = "name: A\nkind: state\nfacts:\n  - {date: 1889}\n  - text: One.\n  - {txt: x}\n  - text: See [[nowhere]].\n    event: nothing\n"
    corpus, problems = read({"actors/a.yml": text})
    _, found = link_records(corpus)
    assert [(p.where.line, p.where.column, p.code) for p in found] == [(8, 12, "unknown-id"), (7, 15, "unknown-id")]
    assert corpus.where("a", ("facts", 1, "event")).line == 8 and corpus.where("a", ("facts", 0)).line == 5
    assert len(problems) == 3


def test_ids_in_a_part_that_goes_are_still_checked() -> None:
    files: dict[str, str | bytes] = {
        "actors/a.yml": "name: A\nkind: state\nrelations:\n  - {kind: leeds, to: bb, sources: nowhere}\n  - {kind: leads, note: x, sources: nor-here}\n",
        "actors/bbb.yml": "name: B\nkind: state\n",
    }
    corpus, _ = read(files)
    linked, problems = link_records(corpus)
    assert sorted(line.split(": ", 2)[2].split(";")[0] for line in lines(problems)) == [
        "unknown actor 'bb'", "unknown source 'nor-here' [unknown-id]", "unknown source 'nowhere' [unknown-id]"
    ]  # fmt: skip
    assert isinstance(linked, LinkedCorpus) and "bb" not in linked.incoming


def test_what_was_read_with_errors_is_kept_and_told_again() -> None:
    text = "name: A\nkind: state\ncounty: 1900\nrelations:\n  - {kind: leeds, to: b}\n  - {kind: leads, to: b, since: soon}\n"
    files = [SourceFile(Actor, "sources/actors/a.yml", text.encode())]
    readings: dict[str, Reading] = {}
    first, told = load(files, readings=readings)
    second, again = load(files, readings=readings)
    assert told == again and len(told) == 3 and second.records["a"] is first.records["a"]
    assert second.refused == first.refused and second.refused
    assert second.where("a", ("relations", 0)) == first.where("a", ("relations", 0)) and second.where("a", ("relations", 0)).line == 6


def test_a_file_of_many_errors_takes_three_rounds_and_not_one_for_each() -> None:
    rows = "".join(f"  - {{kind: leeds{n}, to: b}}\n  - {{kind: leads, to: b{n}, since: soon}}\n" for n in range(3000))
    found, problems = actor(f"relations:\n{rows}")
    assert len(found.relations) == 3000 and len(problems) == 6000 and found.relations[-1].to == "b2999"


def test_a_title_that_is_refused_leaves_a_source_without_one() -> None:
    found, problems = one("documents/d.yml", "title: [B]\nkind: news\n")
    assert isinstance(found, Document) and found.title == "[News report without a title]" and len(problems) == 1


def test_what_stands_twice_or_is_empty_costs_nothing_else() -> None:
    corpus, problems = read({"actors/a.yml": "name: A\nname: B\nkind: state\ntags:\n  - one\n  -\n  - two\n"})
    assert corpus.records["a"].title == "A" and corpus.records["a"].tags == ("one", "two")
    assert codes(problems) == ["duplicate-key", "empty-item"] and all(p.level is Level.ERROR for p in problems)


def test_a_field_of_the_sites_own_costs_itself_only(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "vocabulary.yml").write_text("fields: {documents: {items: {type: number}, wax: {type: text}}}\n", "utf-8")
    (tmp_path / "documents" / "d.yml").write_text("title: A\nkind: news\nitems: many\nwax: [b]\n", "utf-8")
    loaded, problems = load_records(Options(tmp_path))
    assert loaded.corpus.records["d"].refused_fields == ("items", "wax")
    assert sorted(codes(problems)) == ["not-a-number", "wrong-shape"]


# Whatever stands in a file --------------------------------------------------------------------------

_WORDS = ["A", "b", "no-such", "2023", "soon", "-5", "en", "eng", "", "'[[x]]'", "other", "leads", "https://example.org", "34.1, 71.1", "1e9"]
_KEYS = sorted({field.key for kind in KINDS for field in schema_of(kind)} | {"id", "county", "to", "text", "source", "answer", "lat", "type", "coordinates"})
_VALUES = st.recursive(
    st.sampled_from(_WORDS) | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=4),
    max_leaves=12,
)


class _Written(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(KINDS), st.dictionaries(st.sampled_from(_KEYS), _VALUES, max_size=8))
def test_whatever_its_fields_say_a_record_with_a_title_is_there(kind: type[Record], fields: dict[str, object]) -> None:
    title = {"documents": "title", "questions": "question"}.get(kind.folder, "name")
    written = yaml.dump({**fields, title: "A title"}, Dumper=_Written, allow_unicode=True)
    corpus, problems = read({f"{kind.folder}/a.yml": written})
    assert corpus.records["a"].title == "A title", lines(problems)
    assert len(set(problems)) == len(problems), "each is told once"
    for path, _, _ in walk(corpus.records["a"]):
        corpus.where("a", path)
    _, again = link_records(corpus)
    assert all(problem.where.path == "sources/" + kind.folder + "/a.yml" for problem in again)


def test_text_that_begins_with_a_link_is_told_to_be_quoted() -> None:
    _, problems = read({"places/a.yml": "name: A\nkind: town\nsummary: [[fussen]] He made lutes.\nnotes: x\n"})
    assert lines(problems) == ["sources/places/a.yml:3:21: error: a value cannot begin with '[[': YAML takes it for a list; put quotes around the value [quote-it]"]
