"""A site is written beside the one that stands, and put in its place at the end."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sourcebook.incremental import output_folder
from sourcebook.incremental.output_folder import OutputError, OutputFolder, open_output, put_in_place, scan, write_file

Tree = dict[str, str]


def fill(folder: Path, files: Tree) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")


def tree(folder: Path) -> Tree:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") if path.is_file() else "/"
        for path in sorted(folder.rglob("*"))
        if path.is_file() or not any(path.iterdir())
    }


OLD = {"index.html": "old", "actors/ann/index.html": "ann", "actors/bob/index.html": "bob", "assets/a.css": "a", ".nojekyll": ""}
NEW = {"index.html": "new", "actors/index.html": "all", "actors/bob/index.html": "bob 2", "assets/b.css": "b"}


@pytest.fixture
def output(tmp_path: Path) -> OutputFolder:
    fill(tmp_path / "site", OLD)
    found = open_output(tmp_path / "site", tmp_path / "cache", "x")
    fill(found.staging, NEW)
    return found


def test_until_it_is_put_in_place_the_site_is_as_it_was(output: OutputFolder) -> None:
    assert tree(output.site) == OLD
    output.discard()
    assert tree(output.site) == OLD and not output.staging.exists()


def test_the_new_site_takes_the_place_of_the_old_one(output: OutputFolder) -> None:
    put_in_place(output, scan(output.site), ())
    assert tree(output.site) == {**NEW, ".nojekyll": ""}, "what is hidden at its root is somebody else's"
    assert not output.staging.exists() and not output.replaced.exists()


def test_files_that_are_kept_stay_where_they_are(output: OutputFolder) -> None:
    before = (output.site / "actors/ann/index.html").stat()
    put_in_place(output, scan(output.site), ["actors/ann/index.html", "assets/a.css"])
    assert tree(output.site) == {**NEW, ".nojekyll": "", "actors/ann/index.html": "ann", "assets/a.css": "a"}
    assert (output.site / "actors/ann/index.html").stat().st_ino == before.st_ino


def test_a_site_that_is_not_there_yet(tmp_path: Path) -> None:
    output = open_output(tmp_path / "deep" / "site", tmp_path / "cache", "x")
    fill(output.staging, NEW)
    put_in_place(output, {}, ())
    assert tree(tmp_path / "deep" / "site") == NEW


def test_folders_and_files_change_places(tmp_path: Path) -> None:
    fill(tmp_path / "site", {"a/b": "1", "c": "2", "d/e/f": "3", "g/h": "4"})
    (tmp_path / "site" / "empty" / "within").mkdir(parents=True)
    output = open_output(tmp_path / "site", tmp_path / "cache", "x")
    new = {"a": "file", "c/now/folder": "2", "d/e": "file", "d/x": "5"}
    fill(output.staging, new)
    put_in_place(output, scan(output.site), ["g/h"])
    assert tree(output.site) == {**new, "g/h": "4"}


@pytest.mark.parametrize("step", range(1, 12))
def test_a_process_that_ends_while_it_puts_in_place_leaves_no_half_file(
    step: int, output: OutputFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ended before each step in turn: every file is the old one or the new one, the home page is there, and the next
    build makes the site right."""
    steps = iter(range(1, 100))

    def ending(real: Callable[..., Any]) -> Callable[..., Any]:
        def act(*arguments: Any, **options: Any) -> Any:
            if next(steps) == step:
                raise KeyboardInterrupt
            return real(*arguments, **options)

        return act

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", ending(os.replace))
        patch.setattr(Path, "rename", ending(Path.rename))
        patch.setattr(Path, "unlink", ending(Path.unlink))
        try:
            put_in_place(output, scan(output.site), ["actors/ann/index.html"])
        except KeyboardInterrupt:
            pass
        else:
            assert next(steps) <= step, "there are fewer steps"
    for path, text in tree(output.site).items():
        assert text in (OLD.get(path), NEW.get(path))
    assert "index.html" in tree(output.site)
    again = open_output(output.site, output.staging.parent, "x")
    fill(again.staging, NEW)
    put_in_place(again, scan(again.site), ())
    assert tree(again.site) == {**NEW, ".nojekyll": ""}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine", "utf-8")
    with pytest.raises(OutputError, match="is a file"):
        open_output(tmp_path / "site", tmp_path / "cache", "x")
    assert (tmp_path / "site").read_text("utf-8") == "mine"


def test_a_link_to_a_folder_is_refused_and_what_it_leads_to_stays(output: OutputFolder, tmp_path: Path) -> None:
    fill(tmp_path / "mine", {"letter.txt": "mine"})
    (output.site / "places").symlink_to(tmp_path / "mine")
    with pytest.raises(OutputError, match="places' is a link to a folder elsewhere"):
        scan(output.site)
    assert tree(tmp_path / "mine") == {"letter.txt": "mine"}


def test_the_sites_folder_may_be_a_link_itself(tmp_path: Path) -> None:
    fill(tmp_path / "real", OLD)
    (tmp_path / "site").symlink_to(tmp_path / "real")
    output = open_output(tmp_path / "site", tmp_path / "cache", "x")
    fill(output.staging, NEW)
    put_in_place(output, scan(output.site), ())
    assert (tmp_path / "site").is_symlink() and tree(tmp_path / "real") == {**NEW, ".nojekyll": ""}


def test_on_another_disk_the_folder_stands_next_to_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    monkeypatch.setattr(output_folder, "_device", lambda path: 1 if cache in path.parents else 2)
    output = open_output(tmp_path / "site", cache, "x")
    assert output.staging == tmp_path / ".site.x"
    fill(output.staging, NEW)
    put_in_place(output, {}, ())
    assert tree(tmp_path / "site") == NEW and sorted(path.name for path in tmp_path.iterdir()) == ["cache", "site"]


def test_what_an_ended_build_left_is_gone(tmp_path: Path) -> None:
    for left in ("x", "x.old"):
        fill(tmp_path / "cache" / left, {"alien": "mine"})
    output = open_output(tmp_path / "site", tmp_path / "cache", "x")
    assert tree(output.staging) == {} and not output.replaced.exists()


def test_a_file_is_not_written_through_another_name(tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("mine", "utf-8")
    (tmp_path / "page").hardlink_to(tmp_path / "copy")
    size, changed = write_file(str(tmp_path / "page"), b"theirs")
    assert (tmp_path / "copy").read_text("utf-8") == "mine"
    stat = (tmp_path / "page").stat()
    assert (size, changed) == (stat.st_size, stat.st_mtime_ns) == (6, stat.st_mtime_ns)
