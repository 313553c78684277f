"""What a file of JavaScript imports, exports and declares, in the small subset of modules that we write.

Imports are named and relative, exports are functions, constants and classes where they are declared. That is little
enough to be read without a parser of the language, and every browser can still run the files as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from sourcebook.diagnostics import Where

_BLANK = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)
_PLAIN = re.compile(r"[^/\"'`{}]+")
_TEMPLATE = re.compile(r"(?:\\.|[^`\\$]|\$(?!\{))*(?:`|\$\{|$)", re.DOTALL)
_REGEX = re.compile(r"/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*")
_BEFORE_REGEX = re.compile(r"(?:^|[-(,=:\[!&|?{;+*%<>~^]|\b(?:return|typeof|case|of|in|void|delete|throw))\s*$")
"""Where a slash begins a regular expression: it divides what stands before it everywhere else."""
_NAME = r"[A-Za-z_$][\w$]*"
_KEYWORD = re.compile(r"(?<![\w$.])(import|export)(?![\w$])(?!\s*:)")
_IMPORT = re.compile(rf'import\s*\{{\s*({_NAME}(?:\s*,\s*{_NAME})*)\s*,?\s*\}}\s*from\s*"(\.\.?/[^"\n]+)"[ \t]*;?')
_EXPORT = re.compile(rf"export\s+(?=(?:async\s+)?(?:function\b\*?|const\b|class\b)\s*({_NAME}))")
_DECLARATION = re.compile(rf"(?:async\s+)?(?<![\w$.])(function\b\*?|class\b|const\b|let\b|var\b)\s*({_NAME}|[\[{{])")
_CALL = re.compile(r"\s*\(")
_OWN_FILE = re.compile(r"""\s*\(\s*["'`]\.{0,2}/""")
_IDENTIFIER = re.compile(rf"(?<![\w$.])(?:\.\.\.)?({_NAME})(?!\s*:(?!:))")
_LOCAL = re.compile(rf"\b(?:const|let|var|function|class)\s+({_NAME})")
_DEPTH = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
_SUBSET = {
    "import": 'only `import { a, b } from "./file.js";` can be joined',
    "export": "only `export function`, `export const` and `export class` can be joined",
}


class ScriptError(ValueError):
    """A script that cannot be joined: one line, ``path:line:column: error: what is wrong``."""

    def __init__(self, path: str, text: str, offset: int, message: str) -> None:
        before = text[:offset]
        where = Where(path, before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)
        super().__init__(f"{where}: error: {message}")


@dataclass(frozen=True, slots=True)
class Import:
    """The names that a file wants of another one, the other's path as written, and the offset of the statement."""

    names: tuple[str, ...]
    path: str
    offset: int


@dataclass(frozen=True, slots=True)
class Module:
    """A file: its code without imports, the word ``export`` and comments on lines of their own, and the names in it
    with their offsets in `text`."""

    path: str
    text: str
    code: str
    imports: tuple[Import, ...]
    exports: frozenset[str]
    declared: dict[str, int]
    """The names of the outermost scope, without those imported."""
    used: dict[str, int]
    """Every other name that the code uses, where it does so first, but for those declared further in."""


@lru_cache(maxsize=256)  # several scripts share most of their files, and a preview joins them again and again
def read_module(path: str, text: str) -> Module:
    """The file `path`. Raises `ScriptError` for what is outside of the subset."""
    code, comments = _masked(text)
    depths = [0, *accumulate(_DEPTH.get(character, 0) for character in code)]
    imports: list[Import] = []
    exports: set[str] = set()
    cuts: list[tuple[int, int]] = []
    for keyword in _KEYWORD.finditer(code):
        start = keyword.start()
        if depths[start] == 0 and (found := _IMPORT.match(text, start)):
            imports.append(Import(tuple(name.strip() for name in found[1].split(",")), found[2], start))
        elif depths[start] == 0 and (found := _EXPORT.match(code, start)):
            exports.add(found[1])
        elif keyword[1] == "import" and _CALL.match(code, keyword.end()) and not _OWN_FILE.match(text, keyword.end()):
            continue  # a file that is none of ours, known only when the page runs
        else:
            raise ScriptError(path, text, start, _SUBSET[keyword[1]])
        cuts.append(found.span())
    for start, end in cuts:
        code = code[:start] + " " * (end - start) + code[end:]
    local = {found[1] for found in _LOCAL.finditer(code)}
    used: dict[str, int] = {}
    for found in _IDENTIFIER.finditer(code):
        if found[1] not in local:
            used.setdefault(found[1], found.start(1))
    declared = dict(_declared(path, text, code, depths))
    return Module(
        path, text, _without(text, sorted([*cuts, *comments])), tuple(imports), frozenset(exports), declared, used
    )


def _declared(path: str, text: str, code: str, depths: list[int]) -> Iterator[tuple[str, int]]:
    """The names of the outermost scope, and where each is declared."""
    for found in _DECLARATION.finditer(code):
        before = code[: found.start()].rstrip()[-1:]
        if depths[found.start()] or before not in ("", ";", "}"):
            continue
        if found[2] in ("{", "["):
            message = "an outermost declaration gives one value a name, as in `const a = b.a;`"
            raise ScriptError(path, text, found.start(), message)
        yield found[2], found.start(2)
        if found[1] in ("const", "let", "var"):
            end = next((i for i in range(found.end(), len(code)) if code[i] == ";" and not depths[i]), len(code))
            commas = (i for i in range(found.end(), end) if code[i] == "," and not depths[i])
            for comma in commas:
                if name := re.compile(rf"\s*({_NAME})").match(code, comma + 1):
                    yield name[1], name.start(1)


def _masked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """`text` with spaces for comments, strings and regular expressions: as long as it, and its lines stay.

    With it, where comments begin and end that have lines to themselves.
    """
    parts: list[str] = []
    comments: list[tuple[int, int]] = []
    templates: list[int] = []  # for each template that is open around here, the braces open within its `${`
    position = 0

    def blank(end: int) -> int:
        parts.append(re.sub(r"[^\n]", " ", text[position:end]))
        return end

    while position < len(text):
        character = text[position]
        if found := _PLAIN.match(text, position):
            parts.append(found[0])
            position = found.end()
        elif found := _BLANK.match(text, position) or _regex(text, position, parts):
            if text.startswith(("/*", "//"), position) and (lines := _whole_lines(text, *found.span())):
                comments.append(lines)
            position = blank(found.end())
        elif character == "`" or (character == "}" and templates and templates[-1] == 0):
            if character == "}":
                templates.pop()
            found = _TEMPLATE.match(text, position + 1)
            assert found, "a template matches anything, to its end"
            if found[0].endswith("${"):
                templates.append(0)
            position = blank(found.end())
        else:
            if templates:
                templates[-1] += {"{": 1, "}": -1}.get(character, 0)
            parts.append(character)
            position += 1
    return "".join(parts), comments


def _whole_lines(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The lines from `start` to `end` with the last one's break, if there is nothing else on them."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end) + 1 or len(text)
    return None if text[first:start].strip() or text[end:last].strip() else (first, last)


def _regex(text: str, position: int, before: list[str]) -> re.Match[str] | None:
    is_one = text[position] == "/" and _BEFORE_REGEX.search("".join(before[-5:]))
    return _REGEX.match(text, position) if is_one else None


def _without(text: str, cuts: list[tuple[int, int]]) -> str:
    kept, position = [], 0
    for start, end in cuts:
        kept.append(text[position:start])
        position = end + text.startswith("import", start)  # with the end of its line
    return "".join([*kept, text[position:]])
