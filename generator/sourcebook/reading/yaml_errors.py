"""What a YAML parser complains of, in words that say what to do."""

from __future__ import annotations

import re
from typing import Any

import yaml

from sourcebook.diagnostics import Diagnostic, Where, error

QUOTE_IT = "put quotes around the value"
NO_ANCHORS = (
    "write the value out: anchors are not read; most writers have an option (PyYAML: a Dumper whose ignore_aliases "
    f"returns True); {QUOTE_IT} if it is text"
)
_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*(\\[abefnrtv0])(?=\w)")
# A line break, as every YAML writer writes it, but for what stands behind a drive, "..", a variable, or a server.
_PATH = re.compile(r"""(?:(?<![A-Za-z0-9])[A-Za-z]:|(?<=\\n)[A-Za-z]:|(?<![\w.])\.\.|%\w+%|\\\\[^\s"\\]+)\Z""")
_LINK_FIRST = re.compile(r"(?:: |^\s*- )\[\[[^\]]*\]\].*\S")
_CONFLICT = re.compile(r"^<{7} .*\n(?:.*\n)*?={7}\r?\n(?:.*\n)*?>{7}(?: .*)?$", re.MULTILINE)


def find_conflicts(text: str, path: str) -> list[Diagnostic]:
    """An error for each place that git could not merge."""
    problems = []
    for found in _CONFLICT.finditer(text) if "<<<<<<< " in text else ():
        first = text.count("\n", 0, found.start()) + 1
        last = first + found[0].count("\n")
        message = f"an unmerged conflict of git, lines {first} to {last}"
        hint = "keep one side, or both in one, and remove the three marks"
        problems.append(error("conflict", message, Where(path, first), hint))
    return problems


def lost_backslash(text: str, start: int, end: int) -> str:
    """The first escape in the double quotes from `start` to `end` that was hardly meant as one; empty if all were."""
    for found in _ESCAPE.finditer(text, start, end):
        if found[1] != "\\n" or _PATH.search(text[max(start, found.start(1) - 80) : found.start(1)]):
            return found[1]
    return ""


def explain_yaml_error(problem: yaml.MarkedYAMLError, path: str, text: str) -> Diagnostic:
    """The problem that made the parser give up on `text`, at the place where a person would look for it."""

    def at(mark: Any) -> Where:
        return Where(path, mark.line + 1, mark.column + 1)

    mark, begun, said = problem.problem_mark, problem.context_mark, problem.problem or "it cannot be read"
    if begun and problem.context == "while scanning a quoted scalar" and "end of stream" in said:
        return error("open-quote", "the quote that opens here is never closed", at(begun))
    if mark is None:
        return error("yaml", said, Where(path))
    line = text.splitlines()[mark.line] if mark.line < len(text.splitlines()) else ""
    if "mapping values are not allowed" in said:
        if re.fullmatch(r"\s+[\w-]+", line[: mark.column]):
            place = Where(path, mark.line + 1, len(line) - len(line.lstrip()) + 1)
            hint = "indent it like the fields it belongs to"
            return error(
                "indent", "the line is indented more than the field above, so YAML joins it to that", place, hint
            )
        return error("colon", "': ' inside a value makes YAML read it as a field", at(mark), QUOTE_IT)
    if "cannot start any token" in said:
        character = text[mark.index : mark.index + 1]
        if character == "\t":
            return error("tab", "a tab stands where YAML wants spaces", at(mark), "indent with spaces")
        return error("quote-it", f"a value cannot begin with '{character}'", at(mark), QUOTE_IT)
    if "tab character" in said:
        return error("tab", "a tab stands where YAML wants spaces", at(mark), "indent with spaces")
    if "escape" in said or "hexdecimal" in said:
        message = "a backslash in double quotes begins a special character"
        return error("escape", message, at(mark), "use single quotes if you mean a backslash")
    if text[mark.index - 1 : mark.index] == "'" and text[mark.index : mark.index + 1].isalpha():
        hint = "write '' for an apostrophe inside single quotes, or use double quotes"
        return error("apostrophe", "the value ends at the apostrophe before this", at(mark), hint)
    if begun and "could not find expected ':'" in said:
        hint = "indent the line if it continues the value above"
        return error("no-colon", "a field needs ': ' after its name", at(begun), hint)
    began = text.splitlines()[begun.line] if begun and begun.line < len(text.splitlines()) else line
    if _LINK_FIRST.search(began) or _LINK_FIRST.search(line):
        return error("quote-it", "a value cannot begin with '[[': YAML takes it for a list", at(mark), QUOTE_IT)
    where = f" (in what begins at {begun.line + 1}:{begun.column + 1})" if begun else ""
    return error("yaml", f"{said}{where}", at(mark), "check indentation, quotes and brackets")
