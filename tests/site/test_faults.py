"""A page that cannot be made: one line that names it, its file and what went wrong; all of it on request."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import build, mkdocs

BUG = """\
from sourcebook.pages.view import View

real = View.box

def box(self, record, special=None):
    if record.id == "gull-rock":
        raise RuntimeError("no such\\nthing")
    return real(self, record, special)

View.box = box
"""


def told(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stderr.splitlines() if line.startswith("ERROR") and "sourcebook: " in line]  # MkDocs may say "Error reading page" before


def with_hook(project: Path, hook: str, more: str = "") -> None:
    (project / "hooks.py").write_text(hook + more, "utf-8")
    config = project / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + "hooks: [hooks.py]\n", "utf-8")


@pytest.mark.parametrize("more", ["", "\ndef on_page_context(context, **_):\n    return context\n"], ids=["ours", "through MkDocs"])
def test_a_fault_of_ours_is_one_line(more: str, project: Path) -> None:
    with_hook(project, BUG, more)
    done = mkdocs("build", cwd=project)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    (line,) = told(done)
    assert re.search(
        r"sources/places/gull-rock\.yml:1:1: error: the page 'places/gull-rock' \(sources/places/gull-rock\.yml\) cannot be made: "
        r"RuntimeError: no such thing \(pages/kinds/place\.py:\d+\); this is a fault of Sourcebook's: .* \[page\]$",
        line,
    ), line
    assert 'raise RuntimeError("no such' in mkdocs("build", "--verbose", cwd=project).stderr


def own_template(project: Path, name: str, text: str) -> None:
    config = (project / "mkdocs.yml").read_text("utf-8").replace("  font: false", "  font: false\n  custom_dir: own")
    (project / "mkdocs.yml").write_text(config, "utf-8")
    (project / "own" / "sourcebook").mkdir(parents=True)
    (project / "own" / "sourcebook" / name).write_text(text, "utf-8")


def test_a_template_that_fails_with_one_record_names_both(project: Path) -> None:
    fails = '{% extends "builtin/actor.html" %}\n{% block summary %}{% if record.id == "mara-quill" %}{{ 1 // 0 }}{% endif %}{% endblock %}'
    own_template(project, "actor.html", fails)
    done = mkdocs("build", cwd=project)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    (line,) = told(done)
    assert (
        "sourcebook/actor.html:2:1: error: the page 'actors/mara-quill' (sources/actors/mara-quill.yml) cannot be made: "
        "ZeroDivisionError: integer division or modulo by zero; mend the template in the theme's custom_dir [template]"
    ) in line


def test_a_template_that_makes_no_page_leaves_the_site_as_it_was(project: Path) -> None:
    site = build(project, project / "site")
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    own_template(project, "place.html", '{% extends "builtin/place.html" %}{% block lead %}{{ record.nonsense }}{% endblock %}')
    done = mkdocs("build", cwd=project)
    assert done.returncode == 1 and "the site is left as it was" in done.stderr and "Traceback" not in done.stderr
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


def test_an_insert_that_fails_names_the_page_written_by_hand(project: Path) -> None:
    own_template(project, "unused.html", "")
    (project / "own" / "sourcebook" / "inserts").mkdir()
    (project / "own" / "sourcebook" / "inserts" / "sources.html").write_text("{{ nonsense }}", "utf-8")
    (project / "docs" / "index.md").write_text("# Home\n\n[[:sources]]\n", "utf-8")
    done = mkdocs("build", cwd=project)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    (line,) = told(done)
    assert "sourcebook/sources.html:1:1: error: the page 'index.md' cannot be made: 'nonsense' is undefined;" in line
