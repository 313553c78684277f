"""Builds that are ended or run out of room: the site that stood is there afterwards, whole, or the new one is."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ENVIRONMENT, SMALL

PAGES = 170
"""So many records that other processes have a part in making their pages."""
MOMENTS = 15
_COMMAND = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
_ENVIRONMENT = {**ENVIRONMENT, "SOURCE_DATE_EPOCH": "1700000000"}

Tree = dict[str, bytes]


def tree(folder: Path) -> Tree:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def left_beside(project: Path) -> list[str]:
    """What builds leave beside the site, but for what the next one reads."""
    beside = [path.name for path in project.iterdir() if path.name not in ("docs", "sources", "mkdocs.yml", "site", ".cache")]
    cache = project / ".cache" / "sourcebook"
    return sorted(beside + [path.name for path in cache.glob("*") if path.suffix not in (".state", ".part") and path.name != ".gitignore"])


def say(project: Path, word: str) -> None:
    """Have every page of many records say something else, the home page too, and let one page come or go."""
    for number in range(PAGES):
        text = f"name: Islet {number}\nkind: site\nsummary: {word} number {number}.\n"
        (project / "sources" / "places" / f"islet-{number:03}.yml").write_text(text, "utf-8")
    (project / "docs" / "index.md").write_text(f"# The Amber Strait\n\n{word}.\n", "utf-8")
    shutil.rmtree(project / "docs" / "notes", ignore_errors=True)
    (project / "docs" / "notes" / word.lower()).mkdir(parents=True)
    (project / "docs" / "notes" / word.lower() / "index.md").write_text(f"# {word}\n", "utf-8")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with many records and its site."""
    project = Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("large") / "project"))
    say(project, "First")
    subprocess.run(_COMMAND, cwd=project, env=_ENVIRONMENT, check=True, timeout=120)
    return project


@pytest.fixture
def standing(large: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(large, tmp_path / "project"))


def test_a_build_that_is_ended_leaves_the_site_of_before_or_the_new_one(standing: Path) -> None:
    """Killed, interrupted and terminated, at moments spread over a whole build."""
    site = standing / "site"
    say(standing, "Second")
    started = time.monotonic()
    subprocess.run(_COMMAND, cwd=standing, env=_ENVIRONMENT, check=True, timeout=120)
    whole = time.monotonic() - started
    second = tree(site)
    say(standing, "First")
    subprocess.run(_COMMAND, cwd=standing, env=_ENVIRONMENT, check=True, timeout=120)
    sites = {"First": tree(site), "Second": second}
    there, mixed = "First", 0
    for moment in range(MOMENTS):
        number = (signal.SIGKILL, signal.SIGINT, signal.SIGTERM)[moment % 3]
        wanted = "Second" if there == "First" else "First"
        say(standing, wanted)
        process = subprocess.Popen(_COMMAND, cwd=standing, env=_ENVIRONMENT, stderr=subprocess.PIPE, text=True)
        with pytest.raises(subprocess.TimeoutExpired) if moment < MOMENTS // 2 else _maybe():
            process.wait(0.3 + (whole - 0.3) * moment / MOMENTS)
        process.send_signal(number)
        _, told = process.communicate(timeout=60)
        assert "Traceback" not in told, told
        found = tree(site)
        assert "index.html" in found
        if number == signal.SIGINT:
            assert left_beside(standing) == [], "who is asked to end tidies up"
        if found in sites.values():
            there = next(word for word in sites if sites[word] == found)
            continue
        # Only who is killed outright, while what was made is put in place, leaves pages of both; each of them whole.
        assert number == signal.SIGKILL, f"pages of two builds after {number!r} in moment {moment}"
        assert all(found[path] in (sites["First"].get(path), sites["Second"].get(path)) for path in found)
        mixed += 1
        subprocess.run(_COMMAND, cwd=standing, env=_ENVIRONMENT, check=True, timeout=120)
        there = wanted
        assert tree(site) == sites[there]
    assert mixed <= 1, "putting in place takes some thousandths of a second"
    say(standing, wanted)
    subprocess.run(_COMMAND, cwd=standing, env=_ENVIRONMENT, check=True, timeout=120)
    assert tree(site) == sites[wanted] and left_beside(standing) == []


@pytest.fixture
def _maybe() -> Iterator[None]:
    yield
