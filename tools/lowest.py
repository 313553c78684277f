"""Whether the lower bounds of pyproject.toml are those that this environment has.

usage: .cache/lowest/bin/python tools/lowest.py

`make lowest` fills that environment with the lowest versions that go with one another, and runs the quick tests in it.
A bound that is lower still claims what nobody can try: it is told, with the version to write instead.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
_BOUND = re.compile(r"(?P<name>[\w.-]+)\s*>=\s*(?P<version>[\w.]+)")


def untrue(requirements: Iterable[str], installed: Callable[[str], str]) -> list[str]:
    """A line for each requirement without a lower bound, or with another than the version that is installed."""
    lines = []
    for requirement in requirements:
        bound = _BOUND.match(requirement)
        name = re.split(r"[^\w.-]", requirement)[0]
        if bound is None or _release(bound["version"]) != _release(installed(name)):
            lines.append(f"pyproject.toml: '{requirement}': the lowest that can be had is {name}>={installed(name)}")
    return lines


def _release(text: str) -> str:
    """A version without the zeros at its end: 3.0 is 3."""
    return re.sub(r"(\.0)+$", "", text)


def main() -> None:
    project = tomllib.loads(PROJECT.read_text("utf-8"))["project"]
    lines = untrue([*project["dependencies"], *project["optional-dependencies"]["quick"]], version)
    print("\n".join(lines) or "Every lower bound is what is installed here.")
    sys.exit(bool(lines))


if __name__ == "__main__":
    main()
