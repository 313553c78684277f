"""``sourcebook init`` writes what is not there, and nothing else."""

from __future__ import annotations

import os
import pty
import re
import shlex
import subprocess
import sys
from html import escape, unescape
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown as to_html

from sourcebook.starting.files import VOCABULARIES, Answers, markdown, printed_words, starter_files
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


def test_a_configuration_that_was_there_is_told_to_name_the_plugin(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Mine\n", "utf-8")
    told = sourcebook("init", ".", "--yes", cwd=tmp_path).stdout
    assert "mkdocs.yml does not name the plugin: add '- sourcebook' to its 'plugins'\n" in told
    (tmp_path / "mkdocs.yml").write_text("site_name: Mine\nplugins: [sourcebook]\n", "utf-8")
    assert "does not name" not in sourcebook("init", ".", "--yes", cwd=tmp_path).stdout


def test_a_dry_run_says_what_would_be_written(tmp_path: Path) -> None:
    told = sourcebook("init", "new", "--yes", "--dry-run", "--vocabulary", "human-rights", cwd=tmp_path)
    assert told.returncode == 0 and list(tmp_path.iterdir()) == []
    assert "would write: new/sources/vocabulary.yml\n" in told.stdout and "files to write" in told.stdout


@pytest.mark.parametrize(("arguments", "why"), [(["file.txt"], "is a file"), (["new", "--language", "klingonisch!"], "is not a language tag"), (["new", "--vocabulary", "x"], "is not one of")])
def test_wrong_use(arguments: list[str], why: str, tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("mine", "utf-8")
    told = sourcebook("init", *arguments, "--yes", cwd=tmp_path)
    assert told.returncode == 2 and why in told.stderr and not (tmp_path / "new").exists()


EXTENSIONS = ["attr_list", "admonition", "tables", "toc", "def_list", "footnotes", "md_in_html"]
ODD = (
    'The "flood": a #1 {{ x }} & <b>*story*</b> of 山, قصة',
    "'Tis C# – or C++ #",
    "two\nlines:\n  - and a list",
    "1889. What the river left",
    "- a dash, --- and another",
    "!!! note",
    ": a colon {: .class } :smile: a::b",
    "[[:map]] [[example]] ![](x) [a](b) [^1]",
    "@ABOUT@ @TITLE_YAML@ %TAG !x &anchor *alias |",
    "C:\\new\\table \\[ $x$ ~~y~~ ^z^ ==w==",
    "تاريخ الميناء",
    "مدینه‌ی ما",
    "港口的历史",
    "a\x00b\x1b[0m\x7f\x85c\u2028d",
    "byte \udcff, half \ud83d, none \uffff",
)


def shown(html: str) -> str:
    """The words of a page, with what stands around them told apart."""
    assert not re.search(r"<(?!/?(h1|p)\b)", html), html
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()


def words_are_kept(title: str) -> None:
    found = starter_files(Answers(title, title))
    config = yaml.load(found["mkdocs.yml"], yaml.CBaseLoader)
    words = printed_words(title)
    assert (config["site_name"], config["site_description"]) == (escape(words), escape(words))
    home, readme = (found[path].decode("utf-8") for path in ("docs/index.md", "README.md"))
    for text in (home.partition("---\n\n")[2].splitlines()[0], home[home.index("<p class") : home.index("</p>") + 4]):
        assert shown(to_html(text, extensions=EXTENSIONS)) == words
    for text in readme.splitlines()[:3:2]:
        assert shown(to_html(text, extensions=EXTENSIONS)) == words


@pytest.mark.parametrize("title", ODD)
def test_odd_titles_are_words_in_every_file(title: str) -> None:
    words_are_kept(title)


@given(st.text(min_size=1, max_size=40).filter(printed_words))
def test_any_title_is_words_in_every_file(title: str) -> None:
    words_are_kept(title)


def test_what_has_no_marks_is_easy_to_edit() -> None:
    plain = "Port-au-Prince 1804–1820: what letters, logs (and a ship's cook) say!"
    assert markdown(plain) == plain


def test_a_title_of_nothing_is_the_one_proposed(tmp_path: Path) -> None:
    done = sourcebook("init", "the-McKay_papers", "--yes", "--title", " \n", "--about", "\t", cwd=tmp_path)
    assert done.returncode == 0 and "\n  cd the-McKay_papers\n" in done.stdout
    config = yaml.safe_load((tmp_path / "the-McKay_papers" / "mkdocs.yml").read_text("utf-8"))
    assert config["site_name"] == "The McKay papers" and config["site_description"]


def test_what_to_do_next_can_be_copied(tmp_path: Path) -> None:
    told = sourcebook("init", "it's mine", "--yes", "--title", os.fsdecode(b"a \xff b"), cwd=tmp_path)
    assert told.returncode == 0
    line = next(line for line in told.stdout.splitlines() if line.startswith("  cd "))
    assert shlex.split(line) == ["cd", "it's mine"]
    assert yaml.safe_load((tmp_path / "it's mine" / "mkdocs.yml").read_text("utf-8"))["site_name"] == "a b"


def test_in_a_terminal_it_asks_three_things(tmp_path: Path) -> None:
    """What is answered with nothing, or with blanks, is as proposed."""
    typed, terminal = pty.openpty()
    try:
        os.write(typed, "港 \"1889\"\n  \nhuman-rights\n".encode())
        command = [sys.executable, "-c", "from sourcebook.cli import main; main()", "init", "harbour"]
        done = subprocess.run(command, cwd=tmp_path, stdin=terminal, capture_output=True, text=True, timeout=60, check=False)
    finally:
        os.close(typed)
        os.close(terminal)
    assert done.returncode == 0, done.stderr
    assert [question in done.stdout for question in ("called [Harbour]:", "in one sentence [", "(general, local-history, human-rights)")] == [True] * 3
    config = yaml.safe_load((tmp_path / "harbour" / "mkdocs.yml").read_text("utf-8"))
    assert config["site_name"] == escape('港 "1889"') and len(config["site_description"]) > 10
    assert "testimony:" in (tmp_path / "harbour" / "sources" / "vocabulary.yml").read_text("utf-8")


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_examples_say_that_they_are_invented(vocabulary: str) -> None:
    """In the file, for whoever writes the next one; and on the home page, for whoever opens a site that has just begun."""
    found = starter_files(Answers("A", "B", vocabulary))
    for path, raw in found.items():
        if path.startswith("sources/") and path.count("/") > 1:
            head = "".join(line for line in raw.decode("utf-8").splitlines(True) if line.startswith("#"))
            assert "nvented" in head, path
    assert "invented examples" in found["docs/index.md"].decode("utf-8")


def test_every_vocabulary_has_its_examples() -> None:
    for vocabulary in VOCABULARIES:
        found = starter_files(Answers("A", "B", vocabulary))
        folders = {path.split("/")[1] for path in found if path.startswith("sources/") and path.count("/") > 1}
        assert folders == {"documents", "actors", "places", "events", "questions"}
        assert b"\nversion: 1\n" in found["sources/vocabulary.yml"]
