"""The command: at its real pace in processes of its own, and what it says and returns without the waiting."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from inspect import signature
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sourcebook.cli import main
from tests.geocoding.conftest import COAST, Places
from tests.geocoding.server import FakeService, Say, dead_port, found

TOLERANCE = 0.02  # seconds
CONTACT = {"SOURCEBOOK_CONTACT": "you@example.org"}


def runner() -> CliRunner:
    """What keeps the errors apart: of itself from Click 8.2 on, asked for it before."""
    options: dict[str, Any] = {"mix_stderr": False} if "mix_stderr" in signature(CliRunner).parameters else {}
    return CliRunner(**options)


class Command:
    """`sourcebook geocode` in the folder that holds the places: called in this process, started in one of its own."""

    def __init__(self, places: Places, service: FakeService) -> None:
        self.folder, self.service = places.sources.parent, service
        self.running: list[subprocess.Popen[str]] = []

    def start(self, *arguments: str, env: dict[str, str] = CONTACT) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", "from sourcebook.cli import main; main()", "geocode"]
        process = subprocess.Popen(
            [*command, *self.where(arguments)],
            cwd=self.folder,
            env={name: value for name, value in os.environ.items() if not name.startswith("SOURCEBOOK_")} | env,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.running.append(process)
        return process

    def where(self, arguments: tuple[str, ...]) -> list[str]:
        return [*arguments] if "--address" in arguments else [*arguments, "--address", self.service.address]

    def __call__(self, *arguments: str, env: dict[str, str] = CONTACT) -> tuple[int, list[str], str]:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            patch.setattr("sourcebook.geocoding.response_cache.GAP_SECONDS", 0.0)
            for name in CONTACT.keys() - env.keys():
                patch.delenv(name, raising=False)
            done = runner().invoke(main, ["geocode", *self.where(arguments)], env=env)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.stdout.splitlines(), done.stderr


@pytest.fixture
def command(places: Places, service: FakeService) -> Iterator[Command]:
    command = Command(places, service)
    yield command
    for process in command.running:
        if process.poll() is None:
            process.kill()
        process.communicate()


def gaps(service: FakeService) -> list[float]:
    spans = sorted((asked.start, asked.end) for asked in service.asked)
    return [later[0] - earlier[1] for earlier, later in pairwise(spans)]


def know(service: FakeService, *names: str, wait: float = 0) -> None:
    service.says |= {name: Say([found(name, 46.01, 8.95)], wait=wait) for name in names}


def test_three_questions_take_three_seconds(places: Places, service: FakeService, command: Command) -> None:
    places.add("A", "B", "C")
    know(service, "A", "C", wait=0.2)
    began = time.monotonic()
    process = command.start()
    stdout, err = process.communicate(timeout=60)
    out = stdout.splitlines()
    assert (process.returncode, out[-1], err) == (1, "2 filled, 1 unanswered", "")
    assert service.names == ["A", "B", "C"] and service.asked[0].start - began >= 1
    assert min(gaps(service)) >= 1 - TOLERANCE
    assert [line for line in out if line.startswith("[")] == ["[1/3] a: A", "[2/3] b: B", "[3/3] c: C"]
    assert command("a", "coast")[0] == 0 and command("b")[0] == 1 and len(service.asked) == 3


def test_two_at_once_are_as_slow_as_one_and_ask_nothing_twice(places: Places, service: FakeService, command: Command) -> None:
    places.add("A", "B", "C")
    know(service, "A", "B", "C", wait=0.1)
    outs = [process.communicate(timeout=60) for process in [command.start(), command.start()]]
    assert sorted(service.names) == ["A", "B", "C"], outs
    assert min(gaps(service)) >= 1 - TOLERANCE
    assert all("lat: 46.01" in places.read(name) and places.read(name).count("coordinates") == 1 for name in "abc")
    assert all("Traceback" not in out + err for out, err in outs)
    assert sum(out.count("  written to") for out, _ in outs) == 3


def wait_for(service: FakeService) -> None:
    assert service.arrived.wait(20)
    service.arrived.clear()


def test_ctrl_c_lets_the_request_finish(places: Places, service: FakeService, command: Command) -> None:
    places.add("A", "B", "C")
    know(service, "A", "B", "C", wait=0.4)
    process = command.start()
    wait_for(service)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130 and out.splitlines()[-1] == "1 filled, 2 not asked"
    assert err == "\nstopping when the request is answered; Ctrl-C once more stops at once\n"
    assert service.names == ["A"] and "lat: 46.01" in places.read("a") and "lat" not in places.read("b")
    assert command()[0] == 0 and service.names == ["A", "B", "C"]


def test_ctrl_c_twice_stops_at_once(places: Places, service: FakeService, command: Command) -> None:
    places.add("A", "B")
    know(service, "A", "B", wait=15)
    before = places.bytes
    process = command.start()
    wait_for(service)
    process.send_signal(signal.SIGINT)
    time.sleep(0.2)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    _, err = process.communicate(timeout=20)
    assert time.monotonic() - began < 10  # the answer would have come after 15
    assert process.returncode == 130 and err.endswith("stopped at once\n") and "Traceback" not in err
    assert places.bytes == before


def test_who_comes_after_a_killed_run_waits_and_goes_on(places: Places, service: FakeService, command: Command) -> None:
    places.add("A", "B")
    know(service, "A", "B", wait=3)
    process = command.start()
    wait_for(service)
    after = command.start("b")  # waits for its turn, and gets it when the other dies
    time.sleep(1.3)
    died = time.monotonic()
    process.kill()
    know(service, "B")
    out, _ = after.communicate(timeout=60)
    assert after.returncode == 0 and out.endswith("1 filled\n")
    [asked] = [asked for asked in service.asked if asked.name == "B"]
    assert 1 - TOLERANCE <= asked.start - died < 50  # on a very busy machine; a lock that is kept is kept for ever


@pytest.mark.parametrize(
    ("arguments", "env", "words"),
    [
        ((), {}, "error: the service wants to know who asks: give an e-mail address or an https address with --contact"),
        (("--contact", "me"), {}, "error: the contact 'me' is neither an e-mail address nor an https address"),
        (("gulhaven",), CONTACT, "error: there is no place 'gulhaven'; did you mean 'gullhaven' (sources/places/gullhaven.yml)?"),
        (("--provider", "nominatm"), CONTACT, "error: geopy knows no service 'nominatm'; did you mean 'nominatim'?"),
        (("--address", "http://geo.example.org"), CONTACT, "would send every question in the open; write 'https://'"),
        (("--take", "node/1"), CONTACT, "error: --take needs the one place it is for: sourcebook geocode PLACE_ID --take node/123"),
        (("--sources", "nowhere"), CONTACT, "error: nowhere:1:1: error: there is no folder 'nowhere'"),
        (("--cache", "sources/places/coast.yml/x"), CONTACT, "error: the cache 'sources/places/coast.yml/x' cannot be used"),
        (("--timeout", "0"), CONTACT, "Invalid value for '--timeout'"),
    ],
)  # fmt: skip
def test_a_run_that_cannot_begin_says_why(places: Places, service: FakeService, command: Command, arguments: tuple[str, ...], env: dict[str, str], words: str) -> None:
    places.add("Gullhaven")
    before = places.bytes
    status, out, err = command(*arguments, env=env)
    assert status == 2 and out == [] and words in err and (err.count("\n") == 1 or "Usage" in err)
    assert places.bytes == before and not service.asked


def test_the_contact_is_found_in_three_places(places: Places, service: FakeService, command: Command) -> None:
    (command.folder / "mkdocs.yml").write_text(
        "site_name: x\ntheme: !ENV [X, y]\nplugins:\n  - search\n  - sourcebook:\n      contact: file@example.org\n", "utf-8"
    )
    for name, arguments, env in (
        ("A", (), {}),
        ("B", (), {"SOURCEBOOK_CONTACT": "environment@example.org"}),
        ("C", ("--contact", "https://example.org/me"), CONTACT),
    ):
        places.add(name)
        know(service, name)
        assert command(name.lower(), *arguments, env=env)[0] == 0
    contacts = [asked.agent.partition("contact: ")[2] for asked in service.asked]
    assert contacts == ["file@example.org)", "environment@example.org)", "https://example.org/me)"]
    (command.folder / "mkdocs.yml").write_text("a: [", "utf-8")
    assert command("--dry-run", env={})[0] == 0
    status, _, err = command(env={})
    assert status == 2 and err == "error: mkdocs.yml:1 cannot be read\n"


def test_no_file_and_no_service_drives_the_terminal(places: Places, service: FakeService, command: Command) -> None:
    places.file("x").write_text('name: "Gull\\u200bhaven"\nkind: town\npart_of: coast\n', "utf-8")
    service.says["Gull\u200bhaven"] = Say([found("Gull\x1b[31m\u202ehaven\x07", 46.01, 8.95)])
    status, out, _ = command()
    assert status == 0 and "\x1b" not in "".join(out) and out[1].startswith("  Gull\\u001b[31m\\u202ehaven\\u0007 (")


def test_a_dead_service_is_one_line_and_a_broken_file_another(places: Places, command: Command) -> None:
    places.add("A")
    places.file("bad").write_text("name: [\n", "utf-8")
    status, out, err = command("--address", f"http://127.0.0.1:{dead_port()}")
    assert (status, err) == (1, "") and out[-1] == "1 unanswered, 1 not asked"
    assert out[0].startswith("sources/places/bad.yml:2:1: error:") and "there is no connection to 127.0.0.1:" in out[2]


def test_a_dry_run_is_content_and_needs_no_contact(places: Places, service: FakeService, command: Command, cache_home: Path) -> None:
    places.add("A")
    status, out, err = command("--dry-run", env={})
    assert (status, out[-1], err) == (0, "1 to be asked about", "") and not service.asked
    assert not cache_home.exists()


def test_a_record_that_is_a_link_is_written_through(places: Places, service: FakeService, command: Command) -> None:
    places.add("A")
    real = places.file("a").rename(places.sources / "kept.txt")
    places.file("a").symlink_to(Path("..") / "kept.txt")
    know(service, "A")
    assert command()[0] == 0
    assert places.file("a").is_symlink() and "lat: 46.01" in real.read_text("utf-8")
    assert places.read("coast") == COAST
