"""What other systems do otherwise: ends of lines, folders that ignore case, separators in paths."""

from __future__ import annotations

import ntpath
import os
import shutil
from pathlib import Path, PurePath, PureWindowsPath

import pytest

from sourcebook.options import Options
from sourcebook.pages.authored import same_addresses
from sourcebook.pipeline import make_site
from sourcebook.plugin import mkdocs_helpers
from tests.helpers import lines, page_text, read
from tests.test_golden import CASES

_WRONG = {
    "mistakes": ("docs/index.md", "\nSee [[nobody-at-all]].\n"),
    "harbour": ("sources/vocabulary.yml", "\nkindz:\n  ship: {}\n"),
}
"""Something wrong for a file which has nothing wrong in it otherwise, by case."""


def made_with(end: bytes, case: str, folder: Path) -> tuple[list[str], dict[str, str]]:
    """The problems and the pages of a golden case whose lines end so."""
    for part in ("sources", "docs"):
        shutil.copytree(CASES[case] / part, folder / part)
    if case in _WRONG:
        path, wrong = _WRONG[case]
        with (folder / path).open("ab") as file:
            file.write(wrong.encode())
    for text in (path for ending in ("yml", "md") for path in folder.rglob(f"*.{ending}")):
        text.write_bytes(text.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", end))
    made = make_site(Options(folder / "sources", "sources", folder / "docs", "docs"))
    return lines(made.problems), {plan.address: page_text(plan.build(None)) for plan in made.plans}


@pytest.mark.parametrize("case", CASES)
def test_lines_that_end_as_on_windows_are_read_the_same(case: str, tmp_path: Path) -> None:
    problems, pages = made_with(b"\r\n", case, tmp_path / "windows")
    expected, expected_pages = made_with(b"\n", case, tmp_path / "unix")
    assert problems == expected, "each in its line and column"
    assert pages == expected_pages
    if case in _WRONG:
        assert any(line.startswith(f"{_WRONG[case][0]}:") for line in problems)


def test_a_record_with_a_capital_in_its_name_is_told_before_two_become_one() -> None:
    corpus, problems = read({f"actors/{name}.yml": "name: N\nkind: state\n" for name in ("Gull", "gull")})
    assert list(corpus.records) == ["gull"]
    assert [line for line in lines(problems) if "sources/actors/Gull.yml" in line and "[bad-id]" in line] != []


def test_pages_whose_names_differ_by_case_only_are_told() -> None:
    found = same_addresses([
        ("docs/Map.md", "Map/index.html"), ("docs/map.md", "map/index.html"), ("docs/a.md", "a/index.html"),
        ("docs/a/index.md", "a/index.html"),
    ])  # fmt: skip
    assert lines(found) == [
        "docs/map.md:1:1: warning: 'docs/Map.md' differs from it by case only: on Windows and macOS they are one file; "
        "give one of them another name [same-but-case]",
        "docs/a/index.md:1:1: error: 'docs/a.md' is published at the same address, 'a/index.html'; "
        "give one of them another name [same-address]",
    ]


def test_paths_have_forward_slashes_in_messages_and_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    nav = [{"Places": "places\\index.md"}, {"Rest": ["events\\ferry-lost.md"]}]
    with monkeypatch.context() as patch:
        patch.setattr(os, "path", ntpath)
        patch.setattr(mkdocs_helpers, "Path", PureWindowsPath)
        patch.setattr(mkdocs_helpers, "PurePath", PureWindowsPath)
        folder, docs = PureWindowsPath("C:\\site\\sources\\places"), PureWindowsPath("C:\\site\\docs")
        shown = mkdocs_helpers.relative(folder, docs)  # type: ignore[arg-type]
        named = mkdocs_helpers.in_nav(nav)
    assert shown == "../sources/places"
    assert named == {"places": "Places", "events/ferry-lost": ""}
    assert PurePath(shown).parts[0] == ".."
