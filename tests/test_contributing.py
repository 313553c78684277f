"""What newcomers are told to do works as they are told."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from sourcebook.options import Options
from sourcebook.pipeline import load_corpus

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
SHOW = """\
from pathlib import Path
from sourcebook.options import Options
from sourcebook.pipeline import make_site

site = make_site(Options(Path("sources")))
print(*site.problems)
(plan,) = (plan for plan in site.plans if plan.address == "places/dorrin")
print(plan.build(None).box)
"""


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


def test_a_field_is_one_line(project: Path, tmp_path: Path) -> None:
    package = Path(shutil.copytree(ROOT / "generator" / "sourcebook", tmp_path / "generator" / "sourcebook"))
    module = package / "model" / "place.py"
    below = re.search(r"^    country: .*\n", module.read_text("utf-8"), re.MULTILINE)
    assert below
    module.write_text(module.read_text("utf-8").replace(below[0], below[0] + block("python")), "utf-8")
    place = project / "sources" / "places" / "dorrin.yml"
    place.write_text(place.read_text("utf-8").rstrip("\n") + "\n" + block("yaml"), "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(package.parent)}
    done = subprocess.run(
        [sys.executable, "-c", SHOW], cwd=project, env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    problems, _, box = done.stdout.partition("\n")
    assert problems == "" and "<dt>Elevation</dt><dd>700 m</dd>" in box
    _, found = load_corpus(Options(project / "sources"))
    assert [problem.code for problem in found] == ["unknown-field"], "the field is not there without the line"


def test_every_path_that_is_named_is_there() -> None:
    for path in re.findall(r"\]\(([\w./-]+)\)", TEXT):
        assert (ROOT / path).is_file(), path
    rooms = re.findall(r"`((?:model|linking|pages|exports|cli|assets)/[\w./]*)`", TEXT)
    assert len(rooms) > 6
    for room in rooms:
        assert (ROOT / "generator" / "sourcebook" / room).exists(), room


def test_the_readme_leads_there() -> None:
    assert "(CONTRIBUTING.md)" in (ROOT / "README.md").read_text("utf-8")
