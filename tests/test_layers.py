"""The rules of the house: imports point down, and one door each for MkDocs, Jinja and the outside world."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pytest

from sourcebook.provenance.origins import circles

HOUSE = Path(__file__).parent.parent / "generator" / "sourcebook"
LEVELS = (
    {"plugin", "cli"},
    {"incremental", "api"},
    {"checking"},
    {"pipeline"},
    {"options"},
    {"pages", "exports", "search", "geocoding", "bundling", "starting"},
    {"provenance", "editing"},
    {"linking", "reading", "geography", "timeline"},
    {"model"},
    {"diagnostics", "atomic", "workers", "union_find", "bipartite", "version", "words"},
)
"""Provenance counts what linking found, so it stands above it."""
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
        if name.split(".")[0] in OUTSIDE and name != "urllib.parse" and HEIGHT[room] < HEIGHT["cli"]:
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


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(HOUSE.parent).with_suffix("").parts).removesuffix(".__init__")


def imported_modules(tree: ast.Module, modules: Collection[str]) -> set[str]:
    """Which of `modules` a module imports, under TYPE_CHECKING and inside functions too."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            # 'from sourcebook.pages import spots' is of the module, not of the room around it.
            found |= whole & set(modules) or {node.module or ""}
    return found & set(modules)


def import_circles(sources: Mapping[str, str]) -> list[list[str]]:
    """Circles of imports between modules, given as text by name."""
    return circles({name: tuple(sorted(imported_modules(ast.parse(text), sources))) for name, text in sources.items()})


def test_no_modules_import_each_other() -> None:
    assert import_circles({module_of(path): path.read_text("utf-8") for path in HOUSE.rglob("*.py")}) == []


def test_a_circle_inside_a_room_is_seen() -> None:
    sources = {
        "sourcebook.a.one": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from sourcebook.a.two import Two\n",
        "sourcebook.a.two": "def two():\n    from sourcebook.a import one\n",
        "sourcebook.a.three": "import sourcebook.a.one\n",
    }
    assert import_circles(sources) == [["sourcebook.a.one", "sourcebook.a.two", "sourcebook.a.one"]]


ONE_MEANING = ("PAGE", "command")
"""Names that each module of a sort declares for itself, with one meaning in all of them."""

def public_names(tree: ast.Module) -> set[str]:
    """What a module defines for others: functions, classes, constants; type variables are nobody's."""
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and not (
            isinstance(node.value, ast.Call) and ast.unparse(node.value.func) in ("TypeVar", "ParamSpec")
        ):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found.update(target.id for target in targets if isinstance(target, ast.Name))
    return {name for name in found if not name.startswith("_")}


def test_a_public_name_has_one_meaning() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for path in sorted(HOUSE.rglob("*.py")):
        for name in public_names(ast.parse(path.read_text("utf-8"))):
            homes[name].append(module_of(path))
    assert {name: where for name, where in homes.items() if len(where) > 1 and name not in ONE_MEANING} == {}, "give one of them another name"
