"""The rules of the house: imports point down, and one door each for MkDocs, Jinja and the outside world."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "generator" / "sourcebook"
LEVELS = (
    {"plugin", "cli"},
    {"keeping"},
    {"pipeline"},
    {"pages", "exports", "imports", "searching", "bundling"},
    {"linking", "reading", "geography", "chronology"},
    {"model"},
    {"diagnostics", "processes"},
)
HEIGHT = {room: len(LEVELS) - level for level, rooms in enumerate(LEVELS) for room in rooms}
OUTSIDE = {"time", "socket", "urllib", "requests", "http", "subprocess", "random", "datetime", "getpass", "platform"}
MODULES = sorted(path for path in HOUSE.rglob("*.py") if path.name != "__init__.py" or path.parent != HOUSE)


def room_of(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module == "sourcebook" and alias.name[0] != "_")


def test_there_is_a_house() -> None:
    assert len(MODULES) > 20 and {room_of(path) for path in MODULES} <= HEIGHT.keys()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(HOUSE).as_posix())
def test_imports_point_down(path: Path) -> None:
    room = room_of(path)
    for name in imports(path):
        if name.startswith("sourcebook."):
            other = name.split(".")[1]
            assert other == room or HEIGHT[other] < HEIGHT[room], f"{room} may not import {name}"
        if name.split(".")[0] == "mkdocs":
            assert room == "plugin", f"{name}: only the plugin knows MkDocs"
        if name.split(".")[0] == "jinja2":
            assert path.name == "render.py", f"{name}: only render.py knows Jinja"
        if name.split(".")[0] in OUTSIDE and HEIGHT[room] < HEIGHT["cli"]:
            assert path.name == "geocode.py" or (path.name, name) == ("pagefind.py", "subprocess"), f"{name}: no clock, network or chance below the command"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(HOUSE).as_posix())
def test_rooms_stay_small_and_explained(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= 300, "split it"
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "say what the module is for"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} needs a docstring"
