"""A new site: begun by one command, it builds, checks and is nobody else's."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path

import pytest

from sourcebook.starting.files import VOCABULARIES
from tests.building import ENVIRONMENT, build
from tests.test_cli import sourcebook

ODD = 'The "flood": a #1 {{ x }} & <b>*story*</b> of 山, قصة'


def started(folder: Path, *options: str) -> Path:
    done = sourcebook("init", str(folder), "--yes", *options, cwd=folder.parent)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_it_builds_and_checks_at_once(vocabulary: str, tmp_path: Path) -> None:
    folder = started(tmp_path / "mine", "--title", ODD, "--about", ODD, "--vocabulary", vocabulary)
    checked = sourcebook("check", "--strict", cwd=folder)
    assert checked.returncode == 0 and re.search(r"^[67] records, 0 errors, 0 warnings$", checked.stdout, re.MULTILINE)
    site = build(folder, folder / "site")
    home = (site / "index.html").read_text("utf-8")
    assert escape(ODD) in home and '<h1 id="the-flood' in home and "<b>*" not in home and 'content="The "' not in home
    for kind in ("sources", "actors", "places", "events", "questions"):
        assert len(list((site / kind).glob("example-*/index.html"))) >= 1
    kept = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and "site" not in path.relative_to(folder).parts[:1]}
    assert {".gitignore", ".pre-commit-config.yaml", ".github/workflows/publish.yml", "README.md", "docs/method.md"} <= kept
    assert len((folder / "README.md").read_text("utf-8").splitlines()) <= 10
    assert "fetch-depth: 0" in (folder / ".github" / "workflows" / "publish.yml").read_text("utf-8")
    ignored = (folder / ".gitignore").read_text("utf-8").splitlines()
    assert {"site/", ".cache/", "texts/"} <= set(ignored)


def test_properdocs_makes_the_same_site(tmp_path: Path) -> None:
    folder = started(tmp_path / "mine", "--engine", "properdocs")
    workflow = (folder / ".github" / "workflows" / "publish.yml").read_text("utf-8")
    assert "pip install mkdocs-sourcebook properdocs\n" in workflow and "run: properdocs build --strict\n" in workflow
    assert "`properdocs serve`" in (folder / "README.md").read_text("utf-8")
    theirs = folder / "site"
    command = [sys.executable, "-m", "properdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    shutil.rmtree(folder / ".cache")
    ours = build(folder, folder / "ours")
    pages = {path.relative_to(ours) for path in ours.rglob("*.html")}
    assert len(pages) > 15 and pages == {path.relative_to(theirs) for path in theirs.rglob("*.html")}
    line = re.compile(r'<meta name="generator" content="[^"]*">')
    for page in pages:
        assert "ProperDocs" in line.findall((theirs / page).read_text("utf-8"))[0]
        assert line.sub("", (theirs / page).read_text("utf-8")) == line.sub("", (ours / page).read_text("utf-8"))
