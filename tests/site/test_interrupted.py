"""Builds that are ended or run out of room: the site that stood is there afterwards, whole, or the new one is."""

from __future__ import annotations

import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ENVIRONMENT, SMALL, build, mkdocs
from tests.profiles import THOROUGH

PAGES = 150
"""So many records that other processes have a part in making their pages."""
MOMENTS = 15 if THOROUGH else 5
_COMMAND = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
_ENVIRONMENT = {**ENVIRONMENT, "SOURCE_DATE_EPOCH": "1700000000"}

Tree = dict[str, bytes]


def tree(folder: Path) -> Tree:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def left_beside(project: Path) -> list[str]:
    """What builds leave beside the site, but for what the next one reads."""
    beside = [path.name for path in project.iterdir() if path.name not in ("docs", "sources", "mkdocs.yml", "hooks.py", "site", ".cache", "__pycache__")]
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
    project = Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("large") / "project", ignore=shutil.ignore_patterns(".cache")))
    say(project, "First")
    make(project)
    return project


@pytest.fixture
def standing(large: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(large, tmp_path / "project"))


def begun(project: Path) -> subprocess.Popen[str]:
    """A build that has just begun."""
    command = [argument for argument in _COMMAND if argument != "--quiet"]
    process = subprocess.Popen(command, cwd=project, env=_ENVIRONMENT, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    assert any("Cleaning site directory" in line for line in process.stderr), "MkDocs says so at the beginning"
    return process


def test_a_build_that_is_ended_leaves_the_site_of_before_or_the_new_one(standing: Path) -> None:
    """Killed, interrupted and terminated, at moments spread over a whole build."""
    site = standing / "site"
    sites = {"First": tree(site)}
    say(standing, "Second")
    process, started = begun(standing), time.monotonic()
    process.communicate(timeout=120)
    whole = time.monotonic() - started
    sites["Second"], there = tree(site), "Second"
    assert sites["First"] != sites["Second"]
    ended = mixed = 0
    for moment in range(MOMENTS):
        number = (signal.SIGKILL, signal.SIGINT, signal.SIGTERM)[moment % 3]
        wanted = "Second" if there == "First" else "First"
        say(standing, wanted)
        process = begun(standing)
        time.sleep(whole * moment / MOMENTS)
        process.send_signal(number)
        _, told = process.communicate(timeout=60)
        ended += process.returncode != 0
        # Ctrl-C within a lock of Python's own logging is told by Python, and lost.
        told = re.sub(r"Exception ignored in: <function _releaseLock.*?KeyboardInterrupt: *\n", "", told, flags=re.DOTALL)
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
        make(standing)
        there = wanted
        assert tree(site) == sites[there]
    assert ended > MOMENTS // 2, "too late for most of them"
    assert mixed <= 1, "putting in place takes some thousandths of a second"
    wanted = "Second" if there == "First" else "First"
    say(standing, wanted)
    make(standing)
    assert tree(site) == sites[wanted] and left_beside(standing) == []


def make(project: Path) -> None:
    """Build the project's site."""
    subprocess.run(_COMMAND, cwd=project, env=_ENVIRONMENT, check=True, timeout=120)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_is_asked_to_end_while_it_puts_in_place_does_so_afterwards(number: signal.Signals, project: Path) -> None:
    """The signal comes in the middle of it, at the first folder that is taken out."""
    make(project)
    (project / "docs" / "index.md").write_text("# The Amber Strait\n\nAnother word.\n", "utf-8")
    (project / "sources" / "events" / "dark-week.yml").unlink()
    hook = f"import os, pathlib\nreal = os.replace\n\ndef end(*given):\n    real(*given)\n    if '.cache' in str(given[0]) and 'assets' in str(given[1]):\n        os.kill(os.getpid(), {int(number)})\n\nos.replace = end\n"
    with_hooks(project, hook)
    done = subprocess.run(_COMMAND, cwd=project, env=_ENVIRONMENT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode != 0 and "Traceback" not in done.stderr
    (project / "hooks.py").write_text("", "utf-8")
    found = tree(project / "site")
    make(project)
    assert tree(project / "site") == found and b"Another word." in found["index.html"]
    assert "events/dark-week/index.html" not in found and left_beside(project) == []


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_what_a_killed_build_left_unfinished_is_removed_by_the_next(number: signal.Signals, project: Path) -> None:
    """It ends while it keeps what it knows: all of it is written, and has not got its name yet."""
    with_hooks(project, f"import os\nreal = os.replace\n\ndef end(beside, target):\n    if str(target).endswith('.state'):\n        os.kill(os.getpid(), {int(number)})\n    real(beside, target)\n\nos.replace = end\n")
    done = subprocess.run(_COMMAND, cwd=project, env=_ENVIRONMENT, capture_output=True, check=False, timeout=120)
    assert done.returncode == -number and any(name.endswith(".tmp") for name in left_beside(project))
    (project / "hooks.py").write_text("", "utf-8")
    make(project)
    assert left_beside(project) == []


def limited(limit: int) -> Callable[[], None]:
    """No file of the process may be larger than `limit` bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


def refused(project: Path, named: str, why: str, limit: int = 0, site: Path | None = None) -> None:
    """A build that cannot write one of its files says so in one line and leaves the site as it was."""
    site = site or project / "site"
    before = tree(site)
    command = [*_COMMAND, "--site-dir", str(site)]
    done = subprocess.run(
        command,
        cwd=project,
        env=_ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        preexec_fn=limited(limit) if limit else None,
    )
    told = [line for line in done.stderr.splitlines() if "sourcebook: " in line]
    assert done.returncode == 1 and "Traceback" not in done.stderr and len(told) == 1, done.stderr
    assert re.search(f"{named}' cannot be written: {why}; the site is left as it was", told[0]), told
    assert tree(site) == before and left_beside(project) == []


def with_hooks(project: Path, text: str) -> None:
    (project / "hooks.py").write_text(text, "utf-8")
    config = (project / "mkdocs.yml").read_text("utf-8")
    (project / "mkdocs.yml").write_text(config + "hooks: [hooks.py]\n", "utf-8")


def test_a_records_page_that_is_too_large_for_the_disk(standing: Path) -> None:
    """It is made by another process, as there are many. A record may have no more bytes than some files of the theme,
    which are left out."""
    with_hooks(standing, "def on_files(files, **_):\n    for file in [file for file in files if file.dest_uri.endswith('.map') or '/lunr/' in file.dest_uri]:\n        files.remove(file)\n")
    make(standing)
    limit = max(len(raw) for raw in tree(standing / "site").values())
    words = "Words, words. " * (limit // 14 + 100)
    (standing / "sources" / "places" / "islet-149.yml").write_text(f"name: Islet\nkind: site\nnotes: '{words}'\n", "utf-8")
    refused(standing, r"/site/places/islet-149/index\.html", "File too large", limit)


@pytest.mark.parametrize(
    ("path", "named"), [("notes/first/index.md", r"/site/notes/first/index\.html"), ("notes/data.csv", r"/site/notes/data\.csv")]
)
def test_a_file_of_the_sites_own_that_is_too_large_for_the_disk(path: str, named: str, standing: Path) -> None:
    """A page written by hand, which MkDocs writes, and a file that it copies."""
    limit = max(len(raw) for raw in tree(standing / "site").values())
    (standing / "docs" / path).write_text("Words, words. " * (limit // 14 + 1000), "utf-8")
    refused(standing, named, "File too large", limit)


def test_a_site_that_is_too_large_for_its_disk(standing: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("only root may have a small disk of its own")
    try:
        (disk / "site").mkdir()
        (disk / "site" / "index.html").write_text("The site of before", "utf-8")
        refused(standing, f"{disk}/site/.*", "No space left on device", site=disk / "site")
        assert [path.name for path in disk.iterdir()] == ["site"]
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_file_in_the_place_of_the_site(project: Path) -> None:
    (project / "site").write_text("mine", "utf-8")
    done = mkdocs("build", "--quiet", cwd=project)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) <= 3 and f"'{project}/site' is a file" in done.stderr
    assert (project / "site").read_text("utf-8") == "mine" and left_beside(project) == []


def test_a_folder_of_the_site_that_is_a_link_is_refused(project: Path, tmp_path: Path) -> None:
    build(project, project / "site")
    shutil.move(project / "site" / "actors", tmp_path / "mine")
    (tmp_path / "mine" / "letter.txt").write_text("mine", "utf-8")
    (project / "site" / "actors").symlink_to(tmp_path / "mine")
    before, mine = tree(project / "site"), tree(tmp_path / "mine")
    done = mkdocs("build", "--quiet", cwd=project)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert f"'{project}/site/actors' is a link to a folder elsewhere" in done.stderr
    assert tree(project / "site") == before and tree(tmp_path / "mine") == mine and left_beside(project) == []


def test_the_site_may_be_a_link_itself(project: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (project / "site").symlink_to(tmp_path / "elsewhere")
    build(project, project / "site")
    assert (project / "site").is_symlink() and "index.html" in tree(tmp_path / "elsewhere")


def test_a_strict_build_with_what_only_mkdocs_finds_leaves_the_site_as_it_was(project: Path) -> None:
    site = build(project, project / "site")
    before = tree(site)
    (project / "docs" / "index.md").write_text("# The Amber Strait\n\n[Nowhere](nowhere.md)\n", "utf-8")
    done = mkdocs("build", "--strict", cwd=project)
    assert done.returncode == 1 and "nowhere.md" in done.stderr and tree(site) == before and left_beside(project) == []
    assert mkdocs("build", cwd=project).returncode == 0 and tree(site) != before


def test_two_builds_at_a_time_do_not_meet(standing: Path) -> None:
    """The second one waits for the first, and reads what is there then."""
    with_hooks(standing, "import pathlib, time\n\ndef on_env(env, **_):\n    while pathlib.Path('slow').exists():\n        time.sleep(0.02)\n")
    slow = standing / "slow"
    slow.touch()
    say(standing, "Second")
    first = begun(standing)
    try:
        second = subprocess.Popen(_COMMAND[:-1], cwd=standing, env=_ENVIRONMENT, stderr=subprocess.PIPE, text=True)
        assert second.stderr and any("waiting for another build" in line for line in second.stderr)
        (standing / "sources" / "places" / "islet-007.yml").write_text("name: The seventh\nkind: site\n", "utf-8")
    finally:
        slow.unlink()
    for process in (first, second):
        process.communicate(timeout=120)
        assert process.returncode == 0
    found = tree(standing / "site")
    assert b"The seventh" in found["places/islet-007/index.html"]
    shutil.rmtree(standing / ".cache")
    shutil.rmtree(standing / "site")
    make(standing)
    assert tree(standing / "site") == found and left_beside(standing) == []


def test_whoever_reads_the_sites_folder_after_a_build_finds_the_site(project: Path) -> None:
    """As `mkdocs gh-deploy` does, and plugins when all others are done."""
    code = """
from mkdocs.commands.build import build
from mkdocs.config import load_config
config = load_config("mkdocs.yml")
config.plugins.on_startup(command="gh-deploy", dirty=False)
build(config)
config.plugins.on_shutdown()
print(config.site_dir)
"""
    hook = "from mkdocs.plugins import event_priority\n\n@event_priority(-300)\ndef on_post_build(config, **_):\n    print(config.site_dir)\n"
    with_hooks(project, hook)
    done = subprocess.run([sys.executable, "-c", code], cwd=project, env=_ENVIRONMENT, capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split() == [str(project / "site")] * 2 and (project / "site" / "index.html").exists()
    assert f"the new site is in place: {project / 'site'}" in mkdocs("build", cwd=project).stderr.splitlines()[-2]


def test_nothing_of_the_cache_is_committed(project: Path) -> None:
    for command in (["init", "--quiet"], ["add", "--all"], ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "All"]):
        subprocess.run(["git", *command], cwd=project, check=True, capture_output=True)
    build(project, project / "site")
    subprocess.run(["git", "add", "--all"], cwd=project, check=True, capture_output=True)
    added = subprocess.run(["git", "diff", "--cached", "--name-only"], cwd=project, check=True, capture_output=True, text=True)
    assert "site/index.html" in added.stdout and ".cache" not in added.stdout
