"""Extracts every word of the interface into ``generator/sourcebook/locale/sourcebook.pot``: ``make words``.

Words pass `say` and its sisters where they are used, or stand in one of the declarations named in `DECLARED`, from
where pages take them. Places are told by file only: a line more above a word changes nothing in the catalogue.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_javascript
from babel.messages.pofile import write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "generator" / "sourcebook"
CATALOGUE = PACKAGE / "locale" / "sourcebook.pot"

Message = str | tuple[str, str]
"""A message, or a singular and a plural."""

SAID = {"say": (1,), "say_markup": (1,), "to_be_said": (1,), "say_n": (1, 2), "form_for": (1, 2), "say_count": (2, 3)}
"""The functions of `sourcebook.words`, and which of their arguments, from the first, are words."""
DECLARED: dict[str, tuple[int | str, ...]] = {
    "Term": (1, 2, 3, "label", "meaning", "inverse"),
    "OneOf": (1,),
    "TermIn": (1,),
    "Field": ("title", "description"),
    "box": (0, 1, 2, "label", "description", "unknown"),
    "Statement": (0,),
    "Column": (0,),
    "Facet": (1,),
    "LongList": (3, "heading"),
    "GapKind": (1,),
    "Export": (2, "meaning"),
    "RecordPage": ("intro",),
    "SitePage": ("title", "intro"),
}
"""What declares words that pages show: which arguments they are, by position from 0 or by name."""

PARTS = ("Component", "Stated", "Sourced", "Citation")
"""The classes of records' parts: what is derived from them is called by its name in the tables of fields."""


def python_words(text: str) -> Iterator[Message]:
    """The messages in a module's text."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            yield from _of_call(name, node)
        elif isinstance(node, ast.ClassDef):
            yield from _nouns(node)
            if any(getattr(base, "id", "") in PARTS for base in node.bases):
                yield node.name.lower()
        elif (sections := _declared_sections(node)) is not None:
            yield from _headings(sections)


def _declared_sections(node: ast.AST) -> ast.expr | None:
    """What ``sections=…`` and ``SECTIONS = …`` give."""
    if isinstance(node, ast.keyword) and node.arg == "sections":
        return node.value
    if isinstance(node, ast.Assign | ast.AnnAssign) and "SECTIONS" in ast.unparse(_target(node)):
        return node.value
    return None


def _of_call(name: str, node: ast.Call) -> Iterator[Message]:
    if name in SAID:
        parts = [_literals(node.args[n - 1]) if n <= len(node.args) else [] for n in SAID[name]]
        if name == "say_count":
            yield from (count_pair(noun, (parts[1] or [None])[0]) for noun in parts[0])
        else:
            found = zip(*parts, strict=True) if len(parts) > 1 else parts[0]
            yield from found
    if name == "LongList":
        yield from map(heading_of, _literals(node.args[0]))
    for place in DECLARED.get(name, ()):
        if isinstance(place, int):
            values = node.args[place : place + 1]
        else:
            values = [keyword.value for keyword in node.keywords if keyword.arg == place]
        yield from (word for value in values for word in _literals(value))


def _nouns(node: ast.ClassDef) -> Iterator[Message]:
    """A kind's noun and plural: alone, and counted."""
    found = {
        _target(statement).id: literals[0]
        for statement in node.body
        if isinstance(statement, ast.AnnAssign) and statement.value and (literals := _literals(statement.value))
    }
    if (noun := found.get("noun")) and (plural := found.get("plural")):
        yield noun
        yield plural
        yield count_pair(noun, plural)


def _headings(node: ast.expr) -> Iterator[Message]:
    """The headings of declared sections; of one without, what it is called by those who hear the page."""
    for pair in node.elts if isinstance(node, ast.Tuple) else ():
        block, heading = (_literals(part) for part in pair.elts) if isinstance(pair, ast.Tuple) else ([], [])
        yield from heading or map(heading_of, block)


def _target(node: ast.Assign | ast.AnnAssign) -> Any:
    return node.targets[0] if isinstance(node, ast.Assign) else node.target


def _literals(node: ast.expr) -> list[str]:
    """The texts that an expression can be; none that is empty."""
    if isinstance(node, ast.IfExp):
        return _literals(node.body) + _literals(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value else []


def heading_of(block: str) -> str:
    """What a section without a heading is called: ``side_by_side`` is “Side by side”."""
    return block.replace("_", " ").capitalize()


def count_pair(noun: str, plural: str | None) -> Message:
    """What `words.say_count` asks for."""
    return f"%(number)s {noun}", f"%(number)s {plural or noun + 's'}"


def template_words(path: Path) -> Iterator[Message]:
    """The messages in a template: of ``{% trans %}`` and of the functions of `SAID`."""
    options = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
    with path.open("rb") as file:
        for _, name, found, _ in babel_extract(file, (*SAID, "gettext", "ngettext"), (), options):
            parts = found if isinstance(found, tuple) else (found,)
            if name == "say_count":
                yield count_pair(str(parts[1]), parts[2] if len(parts) > 2 else None)
            elif name in ("ngettext", "say_n", "form_for"):
                yield str(parts[0]), str(parts[1])
            elif parts[0]:
                yield parts[0]


def vocabulary_words(path: Path) -> Iterator[Message]:
    """The words for readers in the built-in vocabulary."""
    todo: list[dict[str, Any]] = [yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)]
    while todo:
        for name, value in todo.pop(0).items():
            if isinstance(value, dict):
                todo.append(value)
            elif name in ("label", "plural", "meaning", "inverse"):
                yield value


def script_words(path: Path) -> Iterator[Message]:
    """The messages in a script: of what ``words.js`` gives it."""
    with path.open("rb") as file:
        for _, name, found, _ in extract_javascript(file, ("say", "sayN", "describeCount"), (), {}):
            parts = found if isinstance(found, tuple | list) else (found,)
            if name == "describeCount":
                if len(parts) > 3 and parts[2] and parts[3]:
                    yield count_pair(parts[2], parts[3])
            elif name == "sayN":
                yield parts[0], parts[1]
            elif parts[0]:
                yield parts[0]


def catalogue() -> str:
    """The catalogue's text, as it should be."""
    found = Catalog(project="Sourcebook", fuzzy=False, charset="utf-8", creation_date=datetime(2026, 1, 1, tzinfo=UTC))
    found.header_comment = "# The words of Sourcebook's interface. Made by `make words`; not to be edited.\n#"
    for path in sorted(PACKAGE.rglob("*")):
        for message in _words_of(path):
            found.add(message, locations=[(path.relative_to(ROOT).as_posix(), 0)], flags=_flags(message))
    file = io.BytesIO()
    write_po(file, found, width=120, sort_output=True, include_lineno=False)
    text = file.getvalue().decode()
    # What says when and by whom would change without a word having changed.
    return re.sub(
        r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|Report-Msgid-Bugs-To).*\n',
        "",
        text,
        flags=re.MULTILINE,
    )


def _words_of(path: Path) -> Iterator[Message]:
    if path.suffix == ".py":
        yield from python_words(path.read_text("utf-8"))
    elif path.name == "vocabulary.yml" and path.parent.name == "model":
        yield from vocabulary_words(path)
    elif path.suffix == ".html" and "templates" in path.parts:
        yield from template_words(path)
    elif path.suffix == ".js" and "assets" in path.parts and path.name != "words.js":
        yield from script_words(path)


def _flags(message: Message) -> list[str]:
    return ["python-format"] if "%(" in "".join(message) else []


if __name__ == "__main__":
    CATALOGUE.parent.mkdir(exist_ok=True)
    CATALOGUE.write_text(catalogue(), "utf-8")
    sys.stdout.write(f"{CATALOGUE.relative_to(ROOT)}\n")
