"""YAML's traps, one by one: what is kept as text, and what is told."""

import time

import pytest

from sourcebook.diagnostics import Level
from sourcebook.reading.yaml_text import MAX_BYTES, read_yaml


def problems(text: str | bytes) -> list[str]:
    raw = text.encode() if isinstance(text, str) else text
    return [f"{p.where.line}:{p.where.column} {p.level.value} {p.code}" for p in read_yaml(raw, "f.yml")[1]]


def data(text: str) -> object:
    record, found = read_yaml(text.encode(), "f.yml")
    assert not found, [str(problem) for problem in found]
    assert record is not None
    return record.data


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("NO", "NO"), ("yes", "yes"), ("22:22", "22:22"), ("0123", "0123"), ("1_000", "1_000"), ("1.10", "1.10"),
        ("2024-01", "2024-01"), ("1945", "1945"), (".nan", ".nan"), ("0x1F", "0x1F"), ("'null'", "null"),
        ('"~"', "~"), ("9" * 5000, "9" * 5000), ("=", "="), ("1e3", "1e3"), ("2024-01-01T10:00:00Z", "2024-01-01T10:00:00Z"),
    ],
)  # fmt: skip
def test_scalars_are_text(value: str, kept: str) -> None:
    assert data(f"a: {value}\n") == {"a": kept}


@pytest.mark.parametrize("value", ["", "~", "null", "Null", "NULL", "# later"])
def test_an_empty_value_is_unknown(value: str) -> None:
    assert data(f"a: {value}\nb: x\n") == {"a": None, "b": "x"}


def test_keys_are_text() -> None:
    assert data("yes: 1\n1: 2\nnull: 3\n") == {"yes": "1", "1": "2", "null": "3"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", ["3:1 error duplicate-key"]),
        ("a: &x 1\n", ["1:4 error alias"]),
        ("a: *x\n", ["1:4 error alias"]),
        ("a: &x [*x]\n", ["1:4 error alias"]),
        ("a: !!python/object/apply:os.system [id]\n", ["1:4 error tag"]),
        ("a: !x\n", ["1:4 error tag"]),
        ("base: 1\n<<: x\n", ["2:1 error merge-key"]),
        ("a:\n\t- b\n", ["2:1 error tab"]),
        ("title: Foo: bar\n", ["1:11 error colon"]),
        ("publisher: x\n  language: en\n", ["2:3 error indent"]),
        ("summary: 'Pakistan's army'\n", ["1:20 error apostrophe"]),
        ('a: "C:\\data"\n', ["1:7 error escape"]),
        ("a: b\u202ec\n", ["1:5 error control-character"]),
        ("title: C #1\n", ["1:8 warning lost-comment"]),
        ("a: @x\n", ["1:4 error quote-it"]),
        ("a: `x`\n", ["1:4 error quote-it"]),
        ("a: %x\n", ["1:4 error quote-it"]),
        ("a: {{ x }}\n", ["1:5 error key-is-not-text"]),
        ('a: "C:\\new"\n', ["1:4 warning escape"]),
        ('a: "in ..\\new or %HOME%\\new"\n', ["1:4 warning escape"]),
        ('a: "\\\\server\\new"\n', ["1:4 warning escape"]),
        ('a: "one\\ntwo C:\\new"\n', ["1:4 warning escape"]),
        ('a: "one\\two"\n', ["1:4 warning escape"]),
        ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n", ["2:1 error conflict"]),
        ("<<<<<<< HEAD\r\na: 1\r\n=======\r\na: 2\r\n>>>>>>> x\r\n", ["1:1 error conflict"]),
        (
            "a: |\n  x\n<<<<<<< HEAD\n  b\n||||||| base\n=======\n  c\n>>>>>>> x\nd: y\n"
            "<<<<<<< HEAD\n=======\ne: z\n>>>>>>> x\n",
            ["3:1 error conflict", "10:1 error conflict"],
        ),
        ("a: 1\n---\nb: 2\n", ["2:1 error second-document"]),
        ("", ["1:1 error empty"]),
        ("# only a comment\n", ["1:1 error empty"]),
        ("just words\n", ["1:1 error not-a-mapping"]),
        ("- a\n- b\n", ["1:1 error not-a-mapping"]),
        ("a: b\ufeffc\n", ["1:5 error control-character"]),
        ('a: "\\0"\n', ["1:4 error control-character"]),
        ("a: \x1b[31m\n", ["1:4 error control-character"]),
        ("a: 'never closed\nb: 2\n", ["1:4 error open-quote"]),
        ("a:\n  - x\n  -\n", ["3:4 error empty-item"]),
        ("a: [x\n", ["2:1 error yaml"]),
        ("a: 1\nword\nb: 2\n", ["2:1 error no-colon"]),
        (b"a: caf\xe9\n", ["1:7 error not-utf8"]),
        ("a: b\n".encode("utf-16"), ["1:1 error not-utf8"]),
        ("a: " + "[" * 40 + "]" * 40, ["1:23 error too-deep"]),
    ],
)
def test_a_trap_is_told_where_it_is(text: str | bytes, expected: list[str]) -> None:
    assert problems(text) == expected


@pytest.mark.parametrize("text", ["title: C # a comment\n", "title: 'C #1'\n", "title: C#1\n", "title: # later\n"])
def test_what_only_looks_like_a_lost_comment_is_left_alone(text: str) -> None:
    assert problems(text) == []


@pytest.mark.parametrize("text", ['a: "one\\\\new"\n', "a: 'C:\\new'\n", 'a: "caf\\u00e9 \\"x\\""\n', 'a: "line\\n"\n'])
def test_what_only_looks_like_a_lost_backslash_is_left_alone(text: str) -> None:
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('"Alpha.\\n\\nBeta"', "Alpha.\n\nBeta"),
        ('"one\\ntwo"', "one\ntwo"),
        ('"He said:\\nIt is ...\\nnext"', "He said:\nIt is ...\nnext"),
        ('"a\\r\\nb"', "a\r\nb"),
    ],
)
def test_line_breaks_as_writers_of_yaml_write_them(text: str, kept: str) -> None:
    assert data(f"a: {text}\n") == {"a": kept}


def test_what_other_programs_write_into_files_is_told_in_their_words() -> None:
    _, found = read_yaml(b"a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n", "f.yml")
    assert "an unmerged conflict of git, lines 2 to 6" in str(found[0])
    _, found = read_yaml(b"sources: &id001\n- a\nb: *id001\n", "f.yml")
    assert len(found) == 1 and "write the value out: anchors are not read" in str(found[0])
    assert "ignore_aliases" in str(found[0])


def test_both_places_of_a_duplicate_are_named() -> None:
    _, found = read_yaml(b"a: 1\nb: 2\na: 3\n", "f.yml")
    assert "the first is at 1:1" in found[0].message


def test_a_leading_mark_and_all_line_ends_are_kept() -> None:
    assert data("\ufeffa: 1\r\nb: |\r\n  x\r\n  y\r\nc: 3\rd: 4\n") == {"a": "1", "b": "x\ny\n", "c": "3", "d": "4"}


def test_positions_are_those_of_the_values() -> None:
    record, _ = read_yaml("a: x\nb:\n  - c: y\n    d: ق\n  - {e: z}\n".encode(), "f.yml")
    assert record is not None
    found = {path: (w.line, w.column) for path in record.lines.marks if (w := record.lines.where(path))}
    assert found == {
        ("a",): (1, 4), ("b",): (3, 3), ("b", 0): (3, 5), ("b", 0, "c"): (3, 8), ("b", 0, "d"): (4, 8),
        ("b", 1): (5, 5), ("b", 1, "e"): (5, 9),
    }  # fmt: skip


def test_a_bomb_and_a_giant_cost_nothing() -> None:
    bomb = "a0: &a0 x\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 10))
    start = time.process_time()
    assert problems(bomb) == ["1:5 error alias"]
    assert problems("a: " + "x" * MAX_BYTES) == ["1:1 error too-large"]
    assert time.process_time() - start < 2


def test_a_message_cannot_drive_a_terminal() -> None:
    _, found = read_yaml(b"a: &\xe2\x80\xae x\n", "f\x1b[2J.yml")
    assert found[0].level is Level.ERROR
    assert "\x1b" not in str(found[0]) and "\u202e" not in str(found[0])
