"""Words that mean one thing: names that were given up do not come back, but where a room owns the word."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "generator" / "sourcebook"
GLOSSARY = Path(__file__).parent.parent / "docs" / "guide" / "design.md"

MODULES = (
    *("press", "renewal", "shelter", "surroundings", "finding", "indexing", "watching", "engine", "records", "generated"),
    *("libraries", "state", "linked", "watched", "standing", "capitals", "neighbours", "complaints", "shapes", "splice"),
    *("writing", "upright", "moments", "hand", "making", "more", "spots", "accounts", "inserts", "frame", "findable"),
    *("asking", "answers", "judging", "filling", "placing", "showing", "questions", "contact", "processes", "catalogue"),
)
ROOMS = ("imports", "searching", "keeping", "chronology")

DEFINITIONS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("Press", "Parcel", "Numbered", "Turns", "Turn", "Renewal", "Surroundings", "Finding", "Findable"), ()),
    **dict.fromkeys(("Journal", "Watched", "Faces", "HandPage", "Kept", "KeptShard", "Standing", "Lack"), ()),
    **dict.fromkeys(("Asker", "Reply", "Verdict", "Tally", "Run", "Linked", "Made", "Maker", "Spot", "Window", "Stretch"), ()),
    **dict.fromkeys(("Flag", "Way", "Piece", "Reach", "Tie", "Said", "Side", "Remark", "Part", "FieldShape"), ()),
    **dict.fromkeys(("accounts", "casts", "ties", "covers", "covered_by", "families", "said", "named", "face", "faces"), ()),
    **dict.fromkeys(("put_aside", "bring_back", "clear_out", "inventory", "hang", "halves", "doors"), ()),
    **dict.fromkeys(("together", "away", "once", "during", "instead", "again", "nowhere", "standing"), ()),
    "Answer": ("model",),
    "Question": ("model",),
    "known": (),
    "shape": (),
    "MOST": (),
}
"""What classes, functions, methods and attributes are no longer called, and where a word stays at home."""


def definitions(tree: ast.Module) -> Iterator[str]:
    """What a module gives a name to, for others to use: not what is called so inside a function."""
    todo: list[ast.AST] = list(tree.body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
            if isinstance(node, ast.ClassDef):
                todo += node.body
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))


PATHS = sorted(HOUSE.rglob("*.py"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.relative_to(HOUSE).as_posix())
def test_a_name_that_was_given_up_does_not_come_back(path: Path) -> None:
    room = path.relative_to(HOUSE).parts[0].removesuffix(".py")
    assert path.stem not in MODULES and room not in ROOMS, "see the glossary in docs/guide/design.md"
    back = [name for name in definitions(ast.parse(path.read_text("utf-8"))) if room not in DEFINITIONS.get(name, (room,))]
    assert back == [], "see the glossary in docs/guide/design.md"


def test_a_name_given_up_is_found() -> None:
    found = list(definitions(ast.parse("class Press:\n    said: int\n    def once(self):\n        known = 1\n\n\nMOST = 1\n")))
    assert sorted(found) == ["MOST", "Press", "once", "said"]
