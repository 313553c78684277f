"""The wheel works without the repository: installed into an empty environment, it starts, checks and builds a site."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

from tests.conftest import ENVIRONMENT, ROOT


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_site_is_begun_and_built_with_the_wheel_alone(tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path / "dist", ROOT, cwd=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("mkdocs_sourcebook-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        inside = {name for name in packed.namelist() if name.startswith("sourcebook/")}
    package = ROOT / "generator" / "sourcebook"
    files = {path.relative_to(package.parent).as_posix() for path in package.rglob("*") if path.is_file()}
    assert {name for name in files if "__pycache__" not in name} == inside, "templates, styles, outlines, starter files"
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "env", cwd=tmp_path)
    python = tmp_path / "env" / "bin" / "python"
    options = ("--quiet", "--no-deps", "--no-index")
    run(sys.executable, "-m", "pip", "--python", python, "install", *options, wheel, cwd=tmp_path)
    # What it depends on is borrowed from here, so that nothing has to be fetched. Files named .pth are not read in a
    # folder that is added so: the package itself is the wheel's.
    (packages,) = (tmp_path / "env").glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + os.linesep, "utf-8")
    where = run(python, "-c", "import sourcebook; print(sourcebook.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(packages)
    command = tmp_path / "env" / "bin" / "sourcebook"
    assert "wrote: mine/mkdocs.yml" in run(command, "init", "mine", "--yes", "--vocabulary", "local-history", cwd=tmp_path)
    mine = tmp_path / "mine"
    assert "7 records, 0 errors, 0 warnings" in run(command, "check", "--strict", cwd=mine)
    run(python, "-m", "mkdocs", "build", "--strict", cwd=mine)
    page = (mine / "site" / "actors" / "example-hanna-weir" / "index.html").read_text("utf-8")
    assert ">seamstress<" in page, "a field of the vocabulary that came with the wheel"
    for file in ("assets/sourcebook/sourcebook.css", "assets/sourcebook/outlines.js"):
        assert (mine / "site" / file).stat().st_size > 1000
