"""Builds for tests: as processes, in this process, and once a run for all that only read."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.theme import Theme

from sourcebook.pages.render import MemoryTemplateCache

ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
_COMPILED = MemoryTemplateCache()


def mkdocs(*arguments: str, cwd: Path, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """A real run of MkDocs, to its end."""
    command = [sys.executable, "-m", "mkdocs", *arguments]
    return subprocess.run(
        command, cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, timeout=timeout, check=False
    )


def build(project: Path, site: Path, *arguments: str) -> Path:
    """The project's site, built strictly into `site` by a process of its own."""
    done = mkdocs("build", "--strict", "--site-dir", str(site), *arguments, cwd=project)
    assert done.returncode == 0, done.stderr
    return site


def build_here(project: Path, site: Path, *, strict: bool = True) -> Path:
    """The project's site, built into `site` in this process, which takes a third of the time of another's.

    Not for projects with hooks, which MkDocs reads once a process, nor for sites so large that processes are
    copied for their pages. Raises what MkDocs raises, `Abort` where a strict build has a warning.
    """
    with quick_theme():
        config = load_config(str(project / "mkdocs.yml"), site_dir=str(site), strict=strict)
        run_build(config)
    return site


def run_build(config: Any) -> None:
    """`mkdocs build` of this configuration, as the command does it."""
    logger = logging.getLogger("mkdocs")
    level = logger.level
    logger.setLevel(logging.INFO)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(config)
    finally:
        logger.setLevel(level)
        config.plugins.on_shutdown()


@contextmanager
def quick_theme() -> Iterator[None]:
    """Material's templates are compiled once a process, and its files listed once: most of a small build's time.

    Its 14,000 icons are left out of the list, as MkDocs does by itself after it has looked at each: they are in a
    folder whose name begins with a dot. The project's own files are looked up each time.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Theme, "get_env", _get_env)
        yield


def _get_env(theme: Theme, real: Callable[[Theme], Any] = Theme.get_env) -> Any:
    env = real(theme)

    def list_templates(*, filter_func: Callable[[str], bool]) -> list[str]:
        own = theme.custom_dir
        names = {name for folder in theme.dirs for name in (_names(folder) if folder == own else _listed(folder))}
        return sorted(filter(filter_func, names))

    env.bytecode_cache = _COMPILED
    env.list_templates = list_templates
    return env


def _names(folder: str) -> list[str]:
    found = (path.relative_to(folder).as_posix() for path in Path(folder).rglob("*") if path.is_file())
    return [name for name in found if not name.startswith(".")]


_listed = cache(_names)


def once_a_run(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder that `make` fills: by whichever worker asks first, for all of them to read."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # the workers' own folders are below that of the run
    folder, made = base / f"shared-{name}", base / f"shared-{name}.made"
    with FileLock(base / f"shared-{name}.lock"):
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            made.touch()
    return folder


@contextmanager
def left_alone(folder: Path) -> Iterator[Path]:
    """The folder, and a failure at the end for whoever wrote to what all read."""
    before = stamps(folder)
    yield folder
    assert stamps(folder) == before, f"{folder} is shared by all tests, and one of them wrote to it"


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """The size and time of change of every file below the folder."""
    found = ((path.relative_to(folder).as_posix(), path.stat()) for path in folder.rglob("*") if path.is_file())
    return {name: (stat.st_size, stat.st_mtime_ns) for name, stat in found}
