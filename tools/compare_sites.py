"""Compare two built sites file by file, once the names that were changed between them are mapped.

usage: python tools/compare_sites.py BEFORE AFTER [--renames tools/class_renames.csv] [--lines N]

Prints every file that is not the same, with its first differences; exit status 0 if there is none, 1 if there is.

The table has the columns ``before``, ``after`` and ``where``. A name is a class (``sb-lead``), the beginning of one if
it ends with a dash (``sb-section-``), a custom property (``--sb-here``) or, with a slash in it, the address of a file
(``assets/sourcebook/map.js``). An empty ``after`` is a class that is no more. A row with ``where`` holds for files that
have this word in their path, and comes before the one without. Classes are mapped in ``class`` attributes of pages and
in Sourcebook's own styles and scripts, addresses everywhere.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import gzip
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

OWN = "assets/sourcebook/"
LEFT_OUT = (
    "the order of entries in search/search_index.json",
    "the head of .gz files: what is in them is compared",
    "the order of rules in our stylesheets, their comments, and whether selectors share a rule",
    "the order of classes in an attribute, and attributes of classes that hold none",
)
_TOKEN = re.compile(r"(?<![\w-])(?:--)?sb-[\w-]*")
_CLASSES = re.compile(r'\s+class=(?:"([^"]*)"|([^\s">=]+))')


@dataclass(frozen=True, slots=True)
class Rename:
    """A row of the table."""

    before: str
    after: str
    where: str


def read_renames(table: Path) -> tuple[Rename, ...]:
    """The rows of a table of renames, those for one sort of file first. Raises ValueError if two rows say both."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = [Rename(row["before"], row["after"], row.get("where") or "") for row in csv.DictReader(file)]
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if (row.before, row.where) in seen:
            raise ValueError(f"{table}: {row.before} is renamed twice")
        seen.add((row.before, row.where))
    return tuple(sorted(rows, key=lambda row: not row.where))


def new_name(token: str, path: str, renames: tuple[Rename, ...]) -> str:
    """What a class or a custom property in the file at `path` is called now; empty if it is no more."""
    words = re.split(r"[^a-z0-9]+", path.lower())
    fitting = [row for row in renames if not row.where or row.where in words]
    for row in fitting:
        if row.before == token:
            return row.after
    beginnings = [row for row in fitting if row.before.endswith("-") and token.startswith(row.before)]
    for row in sorted(beginnings, key=lambda row: -len(row.before)):
        if not token[len(row.before) :].startswith("-"):  # it has its new name already
            return row.after + token[len(row.before) :]
    return token


def rename_classes(html: str, name: Callable[[str], str]) -> str:
    """A page with its classes renamed by `name`, in the order of the alphabet; no attribute is left empty."""

    def attribute(match: re.Match[str]) -> str:
        classes = sorted(filter(None, map(name, (match[1] if match[1] is not None else match[2]).split())))
        return f' class="{" ".join(classes)}"' if classes else ""

    return _CLASSES.sub(attribute, html)


def rules(css: str, inside: tuple[str, ...] = ()) -> Iterator[str]:
    """Each selector of a stylesheet with what surrounds its rule and one of the rule's declarations to a line."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    at = 0
    while (start := css.find("{", at)) >= 0:
        head = " ".join(css[at:start].split())
        depth, end = 1, start + 1
        while depth and end < len(css):
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        body = css[start + 1 : end - 1]
        if "{" in body:
            yield from rules(body, (*inside, head))
        else:
            for selector in top_level(head, ","):
                for declaration in top_level(body, ";"):
                    yield " / ".join((*inside, selector)) + " { " + declaration + " }"
        at = end


def top_level(text: str, separator: str) -> list[str]:
    """The parts of a list of CSS, cut where no bracket is open."""
    parts, depth, start = [], 0, 0
    for number, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]")
        if letter == separator and not depth:
            parts.append(text[start:number])
            start = number + 1
    return [" ".join(part.split()) for part in (*parts, text[start:]) if part.strip()]


def comparable(path: str, data: bytes, renames: tuple[Rename, ...]) -> list[str] | bytes:
    """What is compared of a file: its lines as of the new names, or its bytes if it is no text."""
    if path.endswith(".gz"):
        data = gzip.decompress(data)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return data

    def name(token: str) -> str:
        return new_name(token, path, renames)

    for row in renames:
        if "/" in row.before:
            text = text.replace(row.before, row.after)
    if path.endswith(".html"):
        text = rename_classes(text, name)
    elif path.startswith(OWN) and path.endswith((".css", ".js")):
        text = _TOKEN.sub(lambda match: name(match[0]), text)
        if path.endswith(".css"):
            return sorted(set(rules(text)))
    elif path.endswith("search/search_index.json"):
        index = json.loads(text)
        index["docs"] = sorted(json.dumps(entry, ensure_ascii=False, sort_keys=True) for entry in index["docs"])
        text = json.dumps(index, ensure_ascii=False, indent=0, sort_keys=True)
    return text.splitlines()


def difference(before: list[str] | bytes, after: list[str] | bytes, most: int) -> list[str]:
    """The first `most` differences as lines that begin with ``-`` or ``+``; empty if there are none."""
    if before == after:
        return []
    if isinstance(before, bytes) or isinstance(after, bytes):
        return [f"- {len(before):,} bytes", f"+ {len(after):,} bytes"]
    diff = islice(difflib.unified_diff(before, after, lineterm="", n=0), 2, None)  # without the names of the files
    lines = [line for line in diff if line[0] in "-+"]
    cut = [line if len(line) <= 300 else f"{line[:300]}…" for line in lines]
    return cut[:most] + ([f"and {len(lines) - most:,} lines more"] if len(lines) > most else [])


def files(site: Path) -> dict[str, Path]:
    """The files of a site by path."""
    return {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*")) if path.is_file()}


def compare(before: Path, after: Path, renames: tuple[Rename, ...], most: int) -> Iterator[tuple[str, list[str]]]:
    """Every file that is not the same, with its differences."""
    addresses = {row.before: row.after for row in renames if "/" in row.before}
    old = {addresses.get(path, path): where for path, where in files(before).items()}
    new = files(after)
    for path in sorted(old.keys() | new.keys()):
        if path not in new:
            yield path, ["- only before"]
        elif path not in old:
            yield path, ["+ only after"]
        else:
            was = comparable(path, old[path].read_bytes(), renames)
            if found := difference(was, comparable(path, new[path].read_bytes(), ()), most):
                yield path, found


def main() -> int:
    """Compares the sites that the command line names; gives the exit status."""
    parser = argparse.ArgumentParser(description="Compare two built sites, renamed classes and addresses apart.")
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--renames", type=Path, help="the table of what was renamed")
    parser.add_argument("--lines", type=int, default=6, help="how many differing lines to show of a file")
    chosen = parser.parse_args()
    for site in (chosen.before, chosen.after):
        if not any(site.glob("*.html")):
            parser.error(f"{site} is no built site")
    renames = read_renames(chosen.renames) if chosen.renames else ()
    found = 0
    for path, lines in compare(chosen.before, chosen.after, renames, chosen.lines):
        found += 1
        print(path, *lines, sep="\n    ")
    print("Not compared:", *LEFT_OUT, sep="\n    ")
    print(f"{found} of {len(files(chosen.before)):,} files are not the same." if found else "The sites are the same.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
