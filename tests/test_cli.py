"""The command: in this process, and once as a shell runs it."""

from __future__ import annotations

import contextlib
import importlib
import io
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import click
import pytest

from sourcebook.cli import COMMANDS, main, options
from tests.conftest import SMALL


class Ended(NamedTuple):
    """What a command left."""

    returncode: int
    stdout: str
    stderr: str


def sourcebook(*arguments: str, cwd: Path, given: str = "") -> Ended:
    """The command in this process, with its own words, folder, and what is typed into it."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    code: object = 0
    typed = io.TextIOWrapper(io.BytesIO(given.encode()), "utf-8")
    with (
        contextlib.chdir(cwd),
        mock.patch.multiple(sys, stdin=typed, argv=["sourcebook", *arguments]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
    assert isinstance(code, int)
    said = [stream.buffer.getvalue().decode() for stream in (out, err)]
    return Ended(code, *said)


def as_a_process(*arguments: str, cwd: Path, given: str = "") -> Ended:
    command = [sys.executable, "-c", "from sourcebook.cli import main; main()", *arguments]
    done = subprocess.run(command, cwd=cwd, input=given, capture_output=True, text=True, timeout=60, check=False)
    return Ended(done.returncode, done.stdout, done.stderr)


def test_check_is_content(project: Path) -> None:
    done = sourcebook("check", "--strict", cwd=project)
    assert (done.returncode, done.stdout, done.stderr) == (0, "11 records, 0 errors, 0 warnings\n", "")


def test_check_tells_everything_and_fails(project: Path) -> None:
    (project / "sources" / "places" / "dorrin.yml").write_text("name: Dorrin\nkind: contry\n", "utf-8")
    (project / "docs" / "index.md").write_text("# Home\n\n[[gull]]\n", "utf-8")
    done = sourcebook("check", cwd=project)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "docs/index.md:3:1: error: '[[gull]]' leads nowhere: there is no such record; did you mean 'gull-rock' "
        "(sources/places/gull-rock.yml)? [unknown-id]",
        "sources/places/dorrin.yml:2:7: error: unknown kind of place 'contry'; did you mean 'country'? [unknown-kind]",
    ]
    assert done.stdout == "11 records, 2 errors, 0 warnings\n"
    assert done == as_a_process("check", cwd=project)
    words = "Gull Rock and صخرة النورس."
    assert sourcebook("mentions", "-", cwd=project, given=words) == as_a_process("mentions", "-", cwd=project, given=words)


def test_very_many_problems_are_told_by_code_and_all_on_request(project: Path) -> None:
    for number in range(60):
        (project / "sources" / "places" / f"p{number:02}.yml").write_text(f"name: P{number} Place\nkind: contry\n", "utf-8")
    for number in range(4):
        (project / "sources" / "places" / f"q{number}.yml").write_text(f"name: Q{number} Place\nkind: town\ncoordinates: 0, 0\n", "utf-8")
    done, whole = sourcebook("check", cwd=project), sourcebook("check", "--all", cwd=project)
    lines = done.stderr.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        *(f"sources/places/p{number:02}.yml" for number in range(3)),
        "… and 57 more errors [unknown-kind]",
        *(f"sources/places/q{number}.yml" for number in range(3)),
        "… and 1 more warning [null-island]",
        "64 problems in all; 'sourcebook check --all' prints each of them",
    ]
    assert len(whole.stderr.splitlines()) == 64 and set(lines[:3]) < set(whole.stderr.splitlines())
    assert (done.returncode, done.stdout) == (whole.returncode, whole.stdout) == (1, "75 records, 60 errors, 4 warnings\n")


def test_warnings_fail_a_strict_check_only(project: Path) -> None:
    (project / "sources" / "places" / "dorrin.yml").write_text("name: Dorrin\nkind: country\ncoordinates: 0, 0\n", "utf-8")
    assert sourcebook("check", cwd=project).returncode == 0
    assert sourcebook("check", "--strict", cwd=project).returncode == 1


def test_other_folders(tmp_path: Path) -> None:
    shutil.copytree(SMALL / "sources", tmp_path / "records")
    assert sourcebook("check", "--sources", "records", cwd=tmp_path).returncode == 0
    done = sourcebook("check", cwd=tmp_path)
    assert done.returncode == 1 and done.stderr.startswith("sources:1:1: error: there is no folder 'sources'")


def test_mentions_are_counted_for_pasting(project: Path) -> None:
    done = sourcebook("mentions", "-", cwd=project, given="Gull Rock and the gull rock; صخرة النورس. Mara Quill.")
    assert (done.returncode, done.stdout) == (0, "mentions:\n  gull-rock: 3\n  mara-quill: 1\n")
    event = "An event that the field would refuse: the dark week."
    assert sourcebook("mentions", "-", cwd=project, given=event).stdout == "mentions: {}\n"
    assert sourcebook("mentions", "-", cwd=project, given="nobody").stdout == "mentions: {}\n"
    assert sourcebook("mentions", "nowhere.txt", cwd=project).returncode == 2


def test_what_is_named_must_be_there(project: Path) -> None:
    done = sourcebook("check", "--docs", "nowhere", cwd=project)
    assert done.returncode == 2 and "nowhere" in done.stderr
    (project / "latin.txt").write_bytes(b"caf\xe9")
    done = sourcebook("mentions", "latin.txt", cwd=project)
    assert done.returncode == 2 and "byte 3 is not UTF-8" in done.stderr and "Traceback" not in done.stderr


FILES = {path.stem for path in Path(options.__file__).parent.glob("*.py")} - {"__init__", "options"}


def test_every_command_has_a_file_and_is_listed_once() -> None:
    assert [command.name for command in COMMANDS] == list(main.commands)
    assert sorted(main.commands) == sorted(FILES)


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_commands_file_holds_the_command_of_its_name(name: str) -> None:
    command = importlib.import_module(f"sourcebook.cli.{name}").command
    assert command is main.commands[name] and command.help


def test_shared_options_are_the_same_everywhere() -> None:
    shared = [
        (option.type, option.default, option.help)
        for command in COMMANDS
        for option in command.params
        if isinstance(option, click.Option) and "--sources" in option.opts
    ]
    assert len(shared) == len(COMMANDS) - 1, "all but the one that begins a site"
    assert {(default, words) for _, default, words in shared} == {(Path("sources"), "The folder of records.")}


def test_gaps_are_counted_and_are_no_faults(project: Path) -> None:
    done = sourcebook("check", "--strict", "--gaps", cwd=project)
    *gaps, totals = done.stdout.splitlines()
    assert [line[:17] for line in gaps if line.startswith("mkdocs.yml")] == ["mkdocs.yml:1:1: g"] * 2
    assert done.returncode == 0 and gaps and all(": gap: " in line for line in gaps)
    assert totals == f"11 records, 0 errors, 0 warnings, {len(gaps)} gaps"


@pytest.mark.parametrize(
    ("settings", "codes"),
    [
        ("plugins: [sourcebook: {contact: me@example.org}]", ["no-editor"]),
        ("theme: !ENV [X, y]\nplugins: {sourcebook: {editors: [Ann], contact: !ENV CONTACT}}", []),
        ("plugins: [search", []),  # MkDocs tells what is wrong with it
        ("", ["no-editor", "no-contact"]),
    ],
)
def test_gaps_of_the_site_itself_are_told_where_there_is_one(project: Path, settings: str, codes: list[str]) -> None:
    (project / "mkdocs.yml").write_text(settings, "utf-8")
    told = sourcebook("check", "--gaps", cwd=project).stdout.splitlines()
    assert [line[line.rindex("[") + 1 : -1] for line in told if line.startswith("mkdocs.yml")] == codes
    (project / "mkdocs.yml").unlink()
    assert not any("mkdocs.yml" in line for line in sourcebook("check", "--gaps", cwd=project).stdout.splitlines())


def keep_back(file: Path) -> None:
    file.write_text(file.read_text("utf-8") + "publish: no\n", "utf-8")


def test_check_tells_all_of_what_is_kept_back(project: Path) -> None:
    actor = project / "sources" / "actors" / "mara-quill.yml"
    keep_back(actor)
    actor.write_text(actor.read_text("utf-8").replace("summary: Head of", "summary: Head [[of-nobody]] of"), "utf-8")
    done = sourcebook("check", cwd=project)
    assert done.returncode == 1 and done.stdout.startswith("10 records, ")
    assert "sources/actors/mara-quill.yml:6:15: error: '[[of-nobody]]' leads nowhere" in done.stderr
    assert "'Mara Quill' is published, and names 'mara-quill' (sources/actors/mara-quill.yml) by what is kept back" in done.stderr


def test_mentions_gives_out_no_id_of_what_is_kept_back(project: Path) -> None:
    keep_back(project / "sources" / "actors" / "mara-quill.yml")
    done = sourcebook("mentions", "-", cwd=project, given="Mara Quill at Gull Rock.")
    assert done.stdout == "mentions:\n  gull-rock: 1\n"
