"""Fields added to a record: every other byte stays."""

import string
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sourcebook.editing import yaml_edit
from sourcebook.editing.yaml_edit import CannotAdd, Edit, NewFields, add_fields, apply_edits, plan_edits
from sourcebook.reading.yaml_text import read_yaml
from tests.profiles import examples

FIELDS: NewFields = [("coordinates", {"lat": 34.1, "lon": -71.0, "basis": 'so "said"; © O'}), ("accuracy_m", 50)]
BLOCK = 'coordinates:\n  lat: 34.1\n  lon: -71\n  basis: "so \\"said\\"; © O"\naccuracy_m: 50\n'
POINT = '{lat: 34.1, lon: -71, basis: "so \\"said\\"; © O"}'
INDENTED = "".join(f"  {line}\n" for line in BLOCK.splitlines())


def added(text: str) -> str:
    return add_fields(text.encode(), "places/x.yml", "kind", FIELDS).decode()


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ("name: A\nkind: city\n", BLOCK, "summary: x\n"),
        ("kind: city  # a comment\twith a tab\n", BLOCK, "name: A\n"),
        ("---\n# first\nkind: 'city'\n", BLOCK, "\n# last\nname: A\n"),
        ('  name: A\n  kind: "city"\n', INDENTED, "  summary: x\n"),
        ("name: A\r\nkind: city\r\n", BLOCK.replace("\n", "\r\n"), "summary: x\r\n"),
        ("name: A\rkind: city\r", BLOCK.replace("\n", "\r"), ""),
        ("\ufeffname: A\nkind: city\n", BLOCK, "summary: é\n"),
        ("kind: >-\n  city\n\n", BLOCK, "# next\nname: A\n"),
        ("kind: |-\n    city\n", BLOCK, "name: A"),
        ("kind:\n  city  # there\n", BLOCK, "name: A\n"),
        ("kind: city # c\u2028", BLOCK, "name: A\n"),
        ("? kind\n: city\n", BLOCK, "? name\n: A\n"),
        ("name: A\nkind: city\n", BLOCK, "...\n"),
        ("name: A\nkind: city", "\n" + BLOCK.removesuffix("\n"), ""),
        ("name: A\r\nkind: city # c", "\r\n" + BLOCK.removesuffix("\n").replace("\n", "\r\n"), ""),
        ("kind: |-\n  city", "\n" + BLOCK.removesuffix("\n"), ""),
        ("{name: X, kind: city", f", coordinates: {POINT}, accuracy_m: 50", "}\n"),
        ("{kind: 'ci ty'", f", coordinates: {POINT}, accuracy_m: 50", " ,\n name: X,  # c\n}"),
        ('{"kind":"city"', f", coordinates: {POINT}, accuracy_m: 50", ',"name":"A"}'),
    ],
)  # fmt: skip
def test_new_fields_stand_behind_the_kind(before: str, new: str, after: str) -> None:
    assert added(before + after) == before + new + after


@pytest.mark.parametrize(
    ("before", "old", "new", "after"),
    [
        ("kind: city\ncoordinates:", "", f" {POINT}", "\naccuracy_m: 7\n"),
        ("kind: city\ncoordinates: ", "~", POINT, " # to be found\naccuracy_m: 7\n"),
        ("coordinates:  ", "null", POINT, "\nkind: city\naccuracy_m: 7\n"),
        ("{kind: city, accuracy_m: 7, coordinates", "", f": {POINT}", "}"),
        ("{kind: city, accuracy_m: 7, coordinates: ", "", POINT, "}"),
        ('{"coordinates":', "", f" {POINT}", ',"kind":"city", accuracy_m: 7}'),
    ],
)
def test_a_field_left_empty_is_filled_where_it_stands(before: str, old: str, new: str, after: str) -> None:
    done = add_fields((before + old + after).encode(), "x.yml", "kind", FIELDS[:1]).decode()
    assert done == before + new + after


def test_what_is_missing_goes_behind_what_was_filled() -> None:
    assert added("kind: city\nname: A\ncoordinates: ~ # c") == f"kind: city\nname: A\ncoordinates: {POINT} # c\naccuracy_m: 50"
    assert added("kind: city\ncoordinates:") == f"kind: city\ncoordinates: {POINT}\naccuracy_m: 50"
    assert added("kind: city\naccuracy_m:\nname: A\n") == (
        f"kind: city\n{BLOCK.removesuffix('accuracy_m: 50' + chr(10))}accuracy_m: 50\nname: A\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "kind: city\ncoordinates: 1, 2\n",
        "kind: city\ncoordinates: {lat: 1}\n",
        "kind: city\n? coordinates\n",
        "kind: city\n? coordinates # to: do\n",
        "name: A\n",
        "kind: [city\n",
        "- kind: city\n",
        "",
    ],
)
def test_what_does_not_fit_is_left_alone(text: str) -> None:
    with pytest.raises(CannotAdd):
        added(text)


def test_what_would_say_something_else_is_not_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for slip in (lambda text: text.replace("A", "B"), lambda text: text + "more: x\n", lambda text: text + "kind: city\n"):
        with monkeypatch.context() as patch:
            patch.setattr(yaml_edit, "apply_edits", lambda text, changes, slip=slip: slip(apply_edits(text, changes)))
            with pytest.raises(CannotAdd, match="do not fit"):
                added("name: A\nkind: city\n")


def test_any_text_can_be_a_value() -> None:
    value = "a\\b\"c' # d: \u00e9 \U0001f600 {[,]} é"
    raw = add_fields(b"kind: city\n", "x.yml", "kind", [("basis", value)])
    record, problems = read_yaml(raw, "x.yml")
    assert record and record.data["basis"] == value and not problems
    lines = add_fields(b"kind: city\n", "x.yml", "kind", [("basis", "a\u2028b\x85c\nd")])
    assert lines == b'kind: city\nbasis: "a\\u2028b\\u0085c\\u000ad"\n'


def test_numbers_are_written_in_full() -> None:
    raw = add_fields(b"kind: city\n", "x.yml", "kind", [("a", 1e-5), ("b", -0.0), ("c", 1e6), ("d", 12.3456789)])
    assert raw == b"kind: city\na: 0.00001\nb: 0\nc: 1000000\nd: 12.3456789\n"


def test_changes_at_one_place_keep_their_order() -> None:
    assert apply_edits("ab", [Edit(1, 1, "1"), Edit(1, 1, "2"), Edit(2, 2, "3")]) == "a12b3"


WORDS = st.text(string.ascii_letters + "é؟ \t", min_size=1, max_size=8).map(str.strip).filter(bool)
SCALARS = st.one_of(
    WORDS,
    WORDS.map(lambda word: f"'{word}'"),
    WORDS.map(lambda word: f'"{word} # no comment"'),
    WORDS.map(lambda word: f"[{word}, {word}]"),
    WORDS.map(lambda word: "{a: " + word + "}"),
)
KINDS = st.sampled_from(["city", "'city'", '"city"', ">-\n{in}  city", "|-\n{in}   city\n\n", "\n{in}  city"])
COMMENTS = st.sampled_from(["", "  ", " # c", "\t# kind: x", " #\u2028", " # 'open", "\n\n", "\n# kind: no", "\n{in}  # deep"])


@st.composite
def records(draw: st.DrawFn) -> str:
    """A record in one of the ways in which people write one."""
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    names = draw(st.lists(st.sampled_from(["name", "summary", "x-y", "notes", "links"]), unique=True, max_size=5))
    names.insert(draw(st.integers(0, len(names))), "kind")
    if draw(st.booleans()):
        pairs = [f"{name}: " + (draw(SCALARS) if name != "kind" else "'city'") for name in names]
        space = draw(st.sampled_from(["", " ", "\n ", " # c\n "]))
        return "{" + f"{space},{space} ".join(pairs).replace("\n", end) + space.replace("\n", end) + "}"
    indent = " " * draw(st.integers(0, 3))
    text = draw(st.sampled_from(["", "\ufeff", "---\n", "# first\n\n"]))
    for name in names:
        value = draw(KINDS if name == "kind" else SCALARS)
        comment = "" if value[0] in "|>" else draw(COMMENTS)
        colon = ":" if value[0] == "\n" else ": "
        text += f"{indent}{name}{colon}{value}{comment}\n"
    text = text.replace("{in}", indent)
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    return text.replace("\n", end)


@examples(400)
@given(records(), st.floats(-90, 90), st.text(max_size=20))
def test_nothing_else_changes_whatever_the_record_looks_like(text: str, lat: float, basis: str) -> None:
    before, problems = read_yaml(text.encode(), "x")
    assume(before is not None and all(problem.code == "lost-comment" for problem in problems))
    assert before is not None
    fields: NewFields = [("coordinates", {"lat": lat, "basis": basis}), ("accuracy_m", 50)]
    body = text.removeprefix("\ufeff")
    changes = plan_edits(body, "kind", fields)
    try:
        new = add_fields(text.encode(), "x", "kind", fields).decode()
    except CannotAdd:
        # Only a text that no record may hold is refused.
        assert read_yaml(f"a: {escaped(basis)}\n".encode(), "x")[0] is None
        return
    [change] = changes
    start = change.start + len(text) - len(body)
    assert change.start == change.end
    assert new[:start] + new[start + len(change.new) :] == text
    after = read_yaml(new.encode(), "x")[0]
    assert after is not None
    data: dict[str, Any] = dict(after.data)
    point = data.pop("coordinates")
    assert data.pop("accuracy_m") == "50" and data == before.data
    assert abs(float(point["lat"]) - lat) < 1e-7 and point["basis"] == basis


def escaped(text: str) -> str:
    return '"' + "".join(f"\\U{ord(c):08x}" for c in text) + '"'
