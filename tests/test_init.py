"""``sourcebook init`` writes what is not there, and nothing else."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown as to_html

from sourcebook.starting.files import VOCABULARIES, Answers, markdown, starter_files
from tests.test_cli import sourcebook


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("mine", "utf-8")
    (tmp_path / "mkdocs.yml").symlink_to(tmp_path / "nowhere")
    first = sourcebook("init", ".", "--yes", cwd=tmp_path)
    assert first.returncode == 0 and "there already: docs/index.md\n" in first.stdout
    assert (tmp_path / "docs" / "index.md").read_text("utf-8") == "mine" and not (tmp_path / "nowhere").exists()
    before = files(tmp_path)
    again = sourcebook("init", ".", "--yes", "--title", "Other", "--vocabulary", "general", cwd=tmp_path)
    assert again.returncode == 0 and files(tmp_path) == before and "0 files written" in again.stdout


def test_a_dry_run_says_what_would_be_written(tmp_path: Path) -> None:
    told = sourcebook("init", "new", "--yes", "--dry-run", "--vocabulary", "human-rights", cwd=tmp_path)
    assert told.returncode == 0 and list(tmp_path.iterdir()) == []
    assert "would write: new/sources/vocabulary.yml\n" in told.stdout and "files to write" in told.stdout


@pytest.mark.parametrize(("arguments", "why"), [(["file.txt"], "is a file"), (["new", "--language", "klingonisch!"], "is not a language tag"), (["new", "--vocabulary", "x"], "is not one of")])
def test_wrong_use(arguments: list[str], why: str, tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("mine", "utf-8")
    told = sourcebook("init", *arguments, "--yes", cwd=tmp_path)
    assert told.returncode == 2 and why in told.stderr and not (tmp_path / "new").exists()


@given(st.text(min_size=1, max_size=40).filter(lambda text: text.strip() and text.isprintable()))
def test_any_title_is_words_in_every_file(title: str) -> None:
    found = starter_files(Answers(title, title))
    config = yaml.load(found["mkdocs.yml"], yaml.CBaseLoader)
    words = " ".join(title.split())
    assert (config["site_name"], config["site_description"]) == (escape(words), escape(words))
    heading = to_html(found["docs/index.md"].decode().partition("# ")[2].splitlines()[0])
    assert markdown(words) in found["docs/index.md"].decode() and "<em>" not in heading and "<a" not in heading


def test_every_vocabulary_has_its_examples() -> None:
    for vocabulary in VOCABULARIES:
        found = starter_files(Answers("A", "B", vocabulary))
        folders = {path.split("/")[1] for path in found if path.startswith("sources/") and path.count("/") > 1}
        assert folders == {"documents", "actors", "places", "events", "questions"}
        assert b"\nversion: 1\n" in found["sources/vocabulary.yml"]
