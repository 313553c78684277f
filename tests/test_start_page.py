"""The tutorial for a site of one's own says what happens: its files are written as it tells, and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from sourcebook.options import Options
from sourcebook.pipeline import link_corpus, load_corpus
from tests.test_cli import sourcebook

PAGE = (Path(__file__).parent.parent / "docs" / "guide" / "start.md").read_text("utf-8")


def told_files() -> Mapping[str, str]:
    """The records that the page tells to make: each block of YAML belongs to the last path that is named before it."""
    found: dict[str, str] = {}
    for before, text in re.findall(r"(.*?)^```yaml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE):
        paths = re.findall(r"`(sources/\w+/[a-z0-9-]+\.yml)`", before)
        if paths:
            found[paths[-1]] = text
    return found


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    done = sourcebook("init", "market-hall", "--yes", cwd=tmp_path)
    assert done.stdout.splitlines()[-3] in PAGE, "how many files it says to have written"
    for path, text in told_files().items():
        (tmp_path / "market-hall" / path).write_text(text, "utf-8")
    return tmp_path / "market-hall"


def test_the_records_that_it_tells_to_make_check_beside_the_examples_and_without(begun: Path) -> None:
    assert len(told_files()) == 6
    assert sourcebook("check", "--strict", cwd=begun).returncode == 0
    for example in begun.glob("sources/*/example-*"):
        example.unlink()
    checked = sourcebook("check", "--strict", cwd=begun)
    assert checked.returncode == 0 and checked.stdout.strip() in PAGE.splitlines()


def test_names_link_and_mistakes_are_told_as_it_says(begun: Path) -> None:
    loaded, problems = load_corpus(Options(begun / "sources"))
    linked, others = link_corpus(loaded)
    assert problems + others == []
    assert linked.mention_counts["evening-post-1902-11-04"]["tom-reed"] == 1
    path = begun / "sources" / "documents" / "evening-post-1902-11-04.yml"
    path.write_text(path.read_text("utf-8").replace("kind: news", "kind: newz"), "utf-8")
    told = sourcebook("check", cwd=begun)
    assert told.returncode == 1 and "evening-post-1902-11-04.yml:2:" in told.stderr and "'news'" in told.stderr


def test_without_its_source_a_person_gets_a_warning(begun: Path) -> None:
    path = begun / "sources" / "actors" / "tom-reed.yml"
    path.write_text(re.sub(r"^sources: .*\n", "", path.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    told = sourcebook("check", "--strict", cwd=begun)
    assert told.returncode == 1 and "[uncited-person]" in told.stderr
