"""The script that compares two sites finds every difference, but for names that its table maps."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pytest

from compare_sites import Rename, compare, main, new_name, read_renames
from tests.conftest import ROOT

RENAMES = (
    Rename("sb-note", "sb-gaps__note", "gaps"),
    Rename("sb-note", "sb-list__note", ""),
    Rename("sb-part-", "sb-page__part--", ""),
    Rename("sb-old", "", ""),
    Rename("--sb-here", "--sb-marker", ""),
    Rename("assets/sourcebook/one.css", "assets/sourcebook/two.css", ""),
)
BEFORE = {
    "index.html": '<p class="sb-note sb-part-a" data-sb-note>sb-note <i class="sb-old">x</i></p>',
    "gaps/index.html": '<link href="../assets/sourcebook/one.css"><p class="sb-note">x</p>',
    "assets/sourcebook/one.css": "/* all */ .sb-note, .sb-part-a { color: var(--sb-here); margin: 0 }",
    "search/search_index.json": '{"docs": [{"location": "b"}, {"location": "a"}]}',
    "sitemap.xml.gz": "<urlset/>",
    "picture.png": "\udcff\udcfe",
}
AFTER = {
    "index.html": '<p class="sb-page__part--a sb-list__note" data-sb-note>sb-note <i>x</i></p>',
    "gaps/index.html": '<link href="../assets/sourcebook/two.css"><p class="sb-gaps__note">x</p>',
    "assets/sourcebook/two.css": ".sb-page__part--a { margin: 0; color: var(--sb-marker) }\n.sb-list__note { color: var(--sb-marker); margin: 0; }",
    "search/search_index.json": '{"docs": [{"location": "a"}, {"location": "b"}]}',
    "sitemap.xml.gz": "<urlset/>",
    "picture.png": "\udcff\udcfe",
}


def written(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        data = text.encode("utf-8", "surrogateescape")
        (folder / path).write_bytes(gzip.compress(data, mtime=len(folder.name)) if path.endswith(".gz") else data)
    return folder


def test_renamed_names_are_no_difference(tmp_path: Path) -> None:
    sites = written(tmp_path / "before", BEFORE), written(tmp_path / "after-it", AFTER)
    assert dict(compare(*sites, RENAMES, 4)) == {}


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("index.html", AFTER["index.html"].replace("sb-list__note", "sb-gaps__note"), '+<p class="sb-gaps__note'),
        ("index.html", AFTER["index.html"].replace(">sb-note", ">sb-list__note"), "+<p"),
        ("gaps/index.html", AFTER["gaps/index.html"].replace("gaps__note", "list__note"), "+<link"),
        ("assets/sourcebook/two.css", AFTER["assets/sourcebook/two.css"].replace("margin: 0;", ""), "-.sb-list__note { margin: 0 }"),
        ("search/search_index.json", '{"docs": [{"location": "a"}]}', "-"),
        ("sitemap.xml.gz", "<urlset></urlset>", "-<urlset/>"),
        ("picture.png", "\udcff", "- 2 bytes"),
        ("new.html", "", "+ only after"),
    ],
)
def test_everything_else_is(tmp_path: Path, path: str, text: str, line: str) -> None:
    sites = written(tmp_path / "before", BEFORE), written(tmp_path / "after-it", {**AFTER, path: text})
    differences = dict(compare(*sites, RENAMES, 4))
    assert list(differences) == [path] and any(each.startswith(line) for each in differences[path]), differences


def test_the_command_says_what_it_found_and_what_it_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before, after = written(tmp_path / "before", BEFORE), written(tmp_path / "after-it", AFTER)
    table = tmp_path / "table.csv"
    table.write_text("before,after,where\n" + "".join(f"{row.before},{row.after},{row.where}\n" for row in RENAMES))
    monkeypatch.setattr(sys, "argv", ["compare_sites", str(before), str(after), "--renames", str(table)])
    assert main() == 0 and "the order of entries" in capsys.readouterr().out
    monkeypatch.setattr(sys, "argv", ["compare_sites", str(before), str(after)])
    assert main() == 1 and "index.html" in capsys.readouterr().out


def test_the_table_of_the_project_names_each_class_once_and_can_be_applied_again() -> None:
    renames = read_renames(ROOT / "tools" / "class_renames.csv")
    for row in renames:
        for path in ("page.html", "gaps.html", "compare.html", "search.js"):
            now = new_name(row.before, path, renames)
            assert new_name(now, path, renames) == now, f"{row.before} → {now} is renamed again"
