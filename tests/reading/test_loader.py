import time

import pytest

from sourcebook.reading.files import SourceFile
from sourcebook.reading.loader import load
from tests.helpers import codes, lines, read


def test_every_problem_of_a_file_is_told_with_its_place() -> None:
    _, problems = read({
        "actors/a.yml": "name: A\nkind: persn\ntilte: x\nroles:\n  - title: T\n    fro: 2023\n  - of: b\n    from: 2023-02-30\n"
    })  # fmt: skip
    assert sorted(lines(problems)) == [
        "sources/actors/a.yml:2:7: error: unknown kind of actor 'persn'; did you mean 'person'? [unknown-kind]",
        "sources/actors/a.yml:3:1: error: unknown field 'tilte'; the fields are summary, tags, formerly, links, notes, "
        "private_notes, sources, basis, publish, name, link_name, names, facts, kind, born, died, founded, dissolved, languages, roles, "
        "relations, designations [unknown-field]",
        "sources/actors/a.yml:6:5: error: unknown field 'fro'; did you mean 'from'? [unknown-field]",
        "sources/actors/a.yml:7:5: error: the field 'title' is missing; add 'title: …' [missing-field]",
        "sources/actors/a.yml:8:11: error: '2023-02-30' is not a date; no such day: February 2023 has 28 days; "
            "did you mean '2023-02-28' or '2023-03-01'? [bad-date]",
    ]


def test_an_unknown_field_is_told_even_when_it_is_empty() -> None:
    _, problems = read({"actors/a.yml": "name: A\nkind: state\nnames:\n  - {name: B, note: one, two}\n"})
    assert codes(problems) == ["unknown-field"] and ":4:26:" in str(problems[0])


def test_a_required_field_left_empty_is_missing_where_it_stands() -> None:
    _, problems = read({"actors/a.yml": "name: A\nkind:\n"})
    assert lines(problems) == [
        "sources/actors/a.yml:2:1: error: the field 'kind' is missing; add 'kind: …' [missing-field]"
    ]


def test_an_optional_field_left_empty_is_absent() -> None:
    corpus, problems = read({"actors/a.yml": "name: A\nkind: state\nsummary:\nroles: ~\nlinks:\n  wikidata:\n"})
    assert not problems
    assert corpus.records["a"].summary is None and corpus.records["a"].links is not None


def test_shapes_are_told_in_plain_words() -> None:
    _, problems = read({"actors/a.yml": "name: [a]\nkind: {b: c}\nroles: x\nfacts:\n  - word\n"})
    assert [(p.code, p.message) for p in problems] == [
        ("wrong-shape", "'name' must be text, not a list"),
        ("wrong-shape", "each item of 'facts' must be fields ('name: value'), not 'word'"),
        ("wrong-shape", "'kind' must be text, not fields"),
        ("wrong-shape", "each item of 'roles' must be fields ('name: value'), not 'x'"),
    ]


def test_several_things_where_one_term_belongs_are_answered_with_the_terms() -> None:
    _, problems = read({
        "documents/a.yml": "title: A\nkind: [newz, opinion, news]\n",
        "documents/b.yml": "title: [B]\nkind: [newz]\n",
    })
    assert [problem.hint.partition(", ")[0] for problem in problems] == [
        "write 'opinion' or 'news'",
        "put quotes around the value if it is text",
        "write one of: news",
    ]


def test_the_id_is_the_file_name() -> None:
    _, problems = read({"actors/a.yml": "id: ../../x\nname: A\nkind: state\n"})
    assert codes(problems) == ["unknown-field"]


def test_a_broken_file_is_left_out_or_kept_as_it_was() -> None:
    good, _ = read({"actors/a.yml": "name: A\nkind: state\n", "actors/b.yml": "name: B\nkind: state\n"})
    bad: dict[str, str | bytes] = {"actors/a.yml": b"name: \xff\n", "actors/b.yml": "name: New\nkind: state\n"}
    without, problems = read(bad)
    assert list(without.records) == ["b"] and {name: b.path for name, b in without.broken.items()} == {"a": "sources/actors/a.yml"}
    assert codes(problems) == ["not-utf8"]
    kind = type(good.records["a"])
    files = [SourceFile(kind, f"sources/{p}", t if isinstance(t, bytes) else t.encode()) for p, t in bad.items()]
    kept, _ = load(files, last_good=good)
    assert {name: record.title for name, record in kept.records.items()} == {"a": "A", "b": "New"}


def test_reading_grows_with_the_files_only() -> None:
    text = "name: N{0}\nkind: state\nnames: [a{0}, b{0}]\nroles:\n  - {{title: T, as_of: 2023-02-22, sources: d}}\n"
    files = {f"actors/r-{number}.yml": text.format(number) for number in range(1500)}
    read(dict(list(files.items())[:50]))
    start = time.process_time()
    corpus, problems = read(files)
    assert len(corpus.records) == 1500 and not problems
    assert time.process_time() - start < 10  # a guard against squares, not a promise: `make bench` has the figure


def test_the_nearest_field_is_the_one_that_was_meant() -> None:
    _, problems = read({"actors/a.yml": "name: A\nkind: state\nroles:\n  - {title: T, as of: 2023, sources: d}\n"})
    assert [p.hint for p in problems] == ["did you mean 'as_of'?"]


@pytest.mark.parametrize(
    ("path", "lines", "meant"),
    [
        ("places/a.yml", "kind: town\ncontry: PK\n", "country"),
        ("places/a.yml", "kind: town\ncounty: Shoshone\n", ""),  # near in spelling, and no country
        ("places/a.yml", "kind: town\ncountry: PK\ncountri: PK\n", ""),  # it stands there already
        ("documents/a.yml", "kind: news\nplace_published: Murray\n", ""),
        ("documents/a.yml", "kind: news\nlanguages: en\n", "language"),
        ("documents/a.yml", "kind: news\narchived: https://example.org\n", "archived_url"),
        ("documents/a.yml", "kind: news\nobservation: Murray\n", ""),
        ("actors/a.yml", "kind: state\nroles: {titel: T, of: X, sources: d}\n", "title"),
    ],
)
def test_a_field_is_suggested_if_it_is_near_in_spelling_and_takes_the_value(path: str, lines: str, meant: str) -> None:
    name = "title: A\n" if path.startswith("documents") else "name: A\n"
    _, problems = read({path: name + lines})
    (hint,) = [problem.hint for problem in problems if problem.code == "unknown-field"]
    assert hint == f"did you mean '{meant}'?" if meant else hint.startswith("the fields are ")
