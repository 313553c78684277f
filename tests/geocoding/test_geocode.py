"""Whole runs against a service on loopback, with time that passes by itself."""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from sourcebook import __version__
from sourcebook.geocoding.batch import BatchReport, ref_of
from sourcebook.geocoding.errors import Refusal
from sourcebook.geocoding.geocode import GeocodeOptions, geocode
from tests.geocoding.clock import FakeTime
from tests.geocoding.conftest import Places
from tests.geocoding.server import FakeService, Say, dead_port, found


class Runner:
    """Runs over one corpus and one service: `told` has the lines of the last run."""

    def __init__(self, places: Places, service: FakeService) -> None:
        self.time = FakeTime()
        self.options = GeocodeOptions(sources=places.sources, contact="you@example.org", address=service.address, timeout=5)
        self.told: list[str] = []
        self.stopped: Callable[[], bool] = lambda: False

    def __call__(self, *ids: str, **more: Any) -> BatchReport:
        self.told = []
        options = replace(self.options, places=ids, **more)
        return geocode(options, self.told.append, self.time.clock(lambda: self.stopped()))

    def said(self, words: str) -> bool:
        return any(words in line for line in self.told)


@pytest.fixture
def run(places: Places, service: FakeService) -> Runner:
    return Runner(places, service)


def town(name: str = "Gullhaven", lat: float = 46.01, **more: Any) -> dict[str, Any]:
    return found(f"{name}, Coast", lat, 8.95, **more)


def test_a_clear_answer_is_written_and_shown(places: Places, service: FakeService, run: Runner) -> None:
    places.add("Gullhaven")
    service.says["Gullhaven"] = Say([town(ref="node/123")])
    before = places.bytes
    tally = run()
    assert str(tally) == "1 filled" and tally.all_filled
    assert run.told == [
        "[1/1] gullhaven: Gullhaven",
        "  Gullhaven, Coast (place=town, node/123)",
        "    46.01000, 8.95000, within 1,400 m; 4 km W of the middle of Coast",
        f"  written to {places.file('gullhaven').as_posix()}",
    ]
    assert places.read("gullhaven") == (
        "name: Gullhaven\nkind: town\ncoordinates:\n  lat: 46.01\n  lon: 8.95\n"
        '  basis: "Nominatim at 127.0.0.1 (OpenStreetMap node 123, place=town), '
        "asked for 'Gullhaven' on 2026-11-21; © OpenStreetMap contributors, ODbL\"\n"
        "accuracy_m: 1400\npart_of: coast\n"
    )
    assert {name for name, raw in places.bytes.items() if before.get(name) != raw} == {"gullhaven.yml"}
    [asked] = service.asked
    assert asked.path == "/search" and asked.agent == f"sourcebook/{__version__} (contact: you@example.org)"
    assert asked.query == {
        "q": "Gullhaven",
        "format": "json",
        "limit": "5",
        "countrycodes": "ch",
        "viewbox": "8.1307,45.4027,9.8693,46.5973",
        "bounded": "1",
        "accept-language": "en",
    }
    assert str(run()) == "nothing to ask about" and len(service.asked) == 1


def test_an_accuracy_that_stands_there_stays(places: Places, service: FakeService, run: Runner) -> None:
    for name, field in (("a", "accuracy_m: 7\n"), ("b", "precision: district\n"), ("c", "accuracy_m:\n")):
        places.file(name).write_text(f"name: {name.upper()}\nkind: town\npart_of: coast\n{field}", "utf-8")
        service.says[name.upper()] = Say([town(name.upper())])
    assert str(run()) == "3 filled"
    assert places.read("a").endswith("accuracy_m: 7\n") and places.read("a").count("accuracy_m") == 1
    assert "accuracy_m" not in places.read("b")
    assert places.read("c").endswith("accuracy_m: 1400\n")


def test_one_question_at_a_time_a_second_apart(places: Places, service: FakeService, run: Runner) -> None:
    places.add("A", "B", "C")
    began = run.time.now
    run()
    assert service.names == ["A", "B", "C"] and run.time.now - began >= 3
    began = run.time.now
    assert str(run()) == "3 unanswered" and len(service.asked) == 3 and run.time.now == began
    run(fresh=True)
    assert service.names == ["A", "B", "C"] * 2


def test_other_names_are_asked_where_the_first_finds_nothing(places: Places, service: FakeService, run: Runner) -> None:
    places.file("x").write_text("name: خلیج\nkind: town\npart_of: coast\nnames: [Bay, Bahia, Baie]\n", "utf-8")
    service.says["خلیج"] = Say([town("Far", lat=60)])
    service.says["Bahia"] = Say([town("Bahia", ref="way/9")])
    assert str(run()) == "1 filled" and service.names == ["خلیج", "Bay", "Bahia"]
    assert "asked for 'Bahia' on" in places.read("x")
    assert run.said("  passed over: Far, Coast (node/1): outside CH")


def test_what_is_not_asked_about(places: Places, service: FakeService, run: Runner) -> None:
    places.file("adrift").write_text("name: Adrift\nkind: town\n", "utf-8")
    places.file("bad").write_text("name: Bad\nkind: twon\npart_of: coast\n", "utf-8")
    places.file("wire").write_text("name: Wire\nkind: line\npart_of: coast\n", "utf-8")
    places.add("Gullhaven")
    service.says["Gullhaven"] = Say([town()])
    assert str(run()) == "1 filled, 2 not asked" and service.names == ["Gullhaven"]
    assert run.said("bad.yml:2:7: error: unknown kind of place 'twon'")
    assert run.told[run.told.index("[1/2] adrift: Adrift") + 1] == "  cannot be bounded: give it 'country' or 'part_of'"
    assert str(run("bad")) == "1 not asked" and str(run("wire", "coast")) == "nothing to ask about"
    assert run.told == [
        "coast has a position; it is not asked about",
        "wire is a line, which no single point describes; it is not asked about",
    ]


def test_several_answers_are_listed_and_one_can_be_taken(places: Places, service: FakeService, run: Runner) -> None:
    places.add("Mill")
    service.says["Mill"] = Say([
        town("Mill, North", 46.2, ref="node/21"),
        town("Mill, South", 45.9, ref="node/22"),
        town("Mill Street", 46.0, ref="way/23", what="highway=residential"),
        town("Mill, Elsewhere", 47.2, ref="node/24"),
    ])  # fmt: skip
    before = places.bytes
    assert str(run()) == "1 with several answers" and places.bytes == before
    assert run.told[1:] == [
        "  2 answers; nothing is written:",
        "    Mill, North, Coast (place=town, node/21)",
        "      46.20000, 8.95000, within 1,400 m; 23 km N of the middle of Coast",
        "    Mill, South, Coast (place=town, node/22)",
        "      45.90000, 8.95000, within 1,400 m; 12 km S of the middle of Coast",
        "  of another kind:",
        "    Mill Street, Coast (highway=residential, way/23)",
        "      46.00000, 8.95000, within 1,400 m; 4 km W of the middle of Coast",
        "  outside Coast, which reaches 60 km:",
        "    Mill, Elsewhere, Coast (place=town, node/24)",
        "      47.20000, 8.95000, within 1,300 m; 133 km N of the middle of Coast",
        "  to take one:  sourcebook geocode mill --take node/21",
    ]
    assert str(run("mill", take="node/99")) == "1 unanswered" and places.bytes == before
    assert run.said("no answer is 'node/99'; ")
    assert str(run("mill", take="https://www.openstreetmap.org/node/22")) == "1 filled" and len(service.asked) == 1
    assert "lat: 45.9\n" in places.read("mill") and "node 22" in places.read("mill")
    with pytest.raises(Refusal, match="mill has a position; it is not asked about"):
        run("mill", take="node/21")
    for ids in ((), ("mill", "coast")):
        with pytest.raises(Refusal, match="--take needs the one place it is for"):
            run(*ids, take="node/21")


def test_what_was_never_asked_is_asked_before_it_is_taken(places: Places, service: FakeService, run: Runner) -> None:
    places.file("x").write_text("name: A\nnames: [B, C]\nkind: town\npart_of: coast\n", "utf-8")
    service.says["B"] = Say([town("B", ref="way/7"), town("B", 46.2)])
    assert str(run("x", take="W7")) == "1 filled" and service.names == ["A", "B"]


@pytest.mark.parametrize(
    ("said", "ref"),
    [("node/1", "node/1"), ("N1", "node/1"), ("Relation 12", "relation/12"), (" https://www.openstreetmap.org/way/3", "way/3"), ("46.1,9.0", "46.1,9.0"), ("nodes/1", "nodes/1")],
)  # fmt: skip
def test_objects_are_named_in_several_ways(said: str, ref: str) -> None:
    assert ref_of(said) == ref


def test_the_only_answer_is_not_taken_if_it_is_of_another_kind(places: Places, service: FakeService, run: Runner) -> None:
    places.add("Mill")
    service.says["Mill"] = Say([town("Mill Street", what="highway=residential", ref="way/23")])
    assert str(run()) == "1 unanswered" and "lat:" not in places.read("mill")
    assert run.told[1] == "  no fitting answer to 'Mill'; in CH, within 66 km of Coast"
    assert run.told[-1] == "  to take one:  sourcebook geocode mill --take way/23"
    assert str(run("mill", take="way/23")) == "1 filled"


def test_nothing_is_asked_of_what_is_kept_back(places: Places, service: FakeService, run: Runner) -> None:
    """Neither of a place, nor by the name of one around it, nor where a position is known and not shown."""
    places.add("Gullhaven", "Mill", "Lea")
    for name, more in {"gullhaven": "publish: no\n", "mill": "coordinates: {lat: 46, lon: 9, publish: no}\n"}.items():
        places.file(name).write_text(places.read(name) + more, "utf-8")
    places.file("lea").write_text("name: Lea\nkind: town\ncountry: CH\npart_of: gullhaven\n", "utf-8")
    before = places.bytes
    run("gullhaven")
    assert not service.asked
    assert "gullhaven is kept back; it is not asked about" in run.told
    run()
    assert len(service.asked) == 1 and "ullhaven" not in str(service.asked) and places.bytes == before


def test_a_dry_run_asks_and_writes_nothing(places: Places, service: FakeService, run: Runner, tmp_path: Path) -> None:
    places.add("Gullhaven", "Mill")
    service.says["Gullhaven"] = Say([town(ref="node/123")])
    before = sorted(tmp_path.rglob("*")), places.bytes
    tally = run(dry_run=True, contact="")
    assert str(tally) == "2 to be asked about" and not service.asked
    assert (sorted(tmp_path.rglob("*")), places.bytes) == before
    assert run.told[:4] == [
        "[1/2] gullhaven: Gullhaven",
        "  to ask Nominatim at 127.0.0.1 for 'Gullhaven'",
        "    in CH, within 66 km of Coast",
        "    latitude 45.4027 to 46.5973, longitude 8.1307 to 9.8693",
    ]
    original = places.read("gullhaven")
    run()
    places.file("gullhaven").write_text(original, "utf-8")
    before_again = places.bytes
    assert str(run(dry_run=True)) == "2 answered before" and places.bytes == before_again
    assert run.told[1:3] == ["  known since 2026-11-21: 1 answer to 'Gullhaven'", "  Gullhaven, Coast (place=town, node/123)"]
    assert len(service.asked) == 2


def test_nobody_asks_anonymously(places: Places, service: FakeService, run: Runner) -> None:
    places.add("Gullhaven")
    for contact in ("", "somebody", "a@b.c\r\nX: 1"):
        with pytest.raises(Refusal):
            run(contact=contact)
    assert not service.asked


def test_ids_are_known_or_explained(places: Places, run: Runner) -> None:
    places.add("Gullhaven")
    (places.sources / "actors").mkdir()
    (places.sources / "actors" / "mara.yml").write_text("name: Mara\nkind: person\n", "utf-8")
    with pytest.raises(Refusal, match=r"there is no place 'gulhaven'; did you mean 'gullhaven' \(.*gullhaven\.yml\)\?"):
        run("gulhaven")
    with pytest.raises(Refusal, match="'mara' is no place, but an actor"):
        run("mara")
    with pytest.raises(Refusal, match="there is no folder"):
        run(sources=places.sources / "nowhere")


STOPS = [
    (403, "refuses to answer (403); do not try again today: check the contact"),
    (401, "wants a key, or another one (401); give it with --key"),
    (402, "quota is used up (402)"),
    (509, "quota is used up (509)"),
    (404, "no geocoder at this address (404)"),
    (407, "(407)"),
]


@pytest.mark.parametrize(("status", "words"), STOPS)
def test_a_refusal_ends_the_run_at_once(places: Places, service: FakeService, run: Runner, status: int, words: str) -> None:
    places.add("A", "B", "C", "D")
    service.says["A"] = Say([town("A")])
    service.says["B"] = Say(b"<html>no</html>", status)
    assert str(run()) == "1 filled, 1 unanswered, 2 not asked"
    assert service.names == ["A", "B"] and run.said(words)
    assert run.told[-1] == "stopped: nothing more is asked in this run" and "lat: 46.01" in places.read("a")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_nobody_is_sent_elsewhere(places: Places, service: FakeService, run: Runner, status: int) -> None:
    places.add("A", "B")
    service.says["A"] = Say(b"", status, {"Location": f"{service.address}/elsewhere?q=secret"})
    assert str(run()) == "1 unanswered, 1 not asked" and service.names == ["A"]
    assert run.said(f"sends us to another address ({status}); give that one with --address")


def test_too_often_is_answered_with_patience(places: Places, service: FakeService, run: Runner) -> None:
    places.add("A", "B")
    service.says["A"] = [Say(status=429, headers={"Retry-After": "7"}), Say(status=429), Say([town("A")])]
    began = run.time.now
    assert str(run()) == "1 filled, 1 unanswered" and service.names == ["A", "A", "A", "B"]
    assert 27 <= run.time.now - began < 40  # 7 as asked for, 20 of our own, and the pace
    assert run.said("asked too often (429); it asks to wait 7 seconds; once more in 7 seconds")


def test_too_often_thrice_ends_the_run(places: Places, service: FakeService, run: Runner) -> None:
    places.add("A", "B")
    service.says["A"] = Say(status=429, headers={"Retry-After": "0"})
    assert str(run()) == "1 unanswered, 1 not asked" and service.names == ["A"] * 3


def test_more_patience_than_we_have_ends_the_run(places: Places, service: FakeService, run: Runner) -> None:
    places.add("A", "B")
    service.says["A"] = Say(status=429, headers={"Retry-After": "3600"})
    began = run.time.now
    assert str(run()) == "1 unanswered, 1 not asked" and service.names == ["A"] and run.time.now - began < 5
    assert run.said("it asks to wait 3,600 seconds")


def test_a_fault_of_the_services_own_is_tried_once_more(places: Places, service: FakeService, run: Runner) -> None:
    places.add("A", "B", "C")
    service.says["A"] = [Say(status=503), Say([town("A")])]
    service.says["B"] = Say(b"oops", 500)
    assert str(run()) == "1 filled, 2 unanswered" and service.names == ["A", "A", "B", "B", "C"]
    assert run.said("  the service has a fault of its own (500)")
    gaps = [later.start - earlier.end for earlier, later in pairwise(service.asked)]
    assert all(gap >= 0 for gap in gaps)


NONSENSE: list[tuple[bytes | list[Any], str]] = [
    (b"<!DOCTYPE html><p>Please log in", "what the service sent is a web page"),
    (b"", "what the service sent is empty"),
    (b" \n", "what the service sent is empty"),
    (b"null", "what the service sent is empty"),
    (b"{}", "what the service sent is empty"),
    (b'[{"lat": 1', "what the service sent is not JSON"),
    (b"\xff\xfe[]", "what the service sent is not JSON"),
    (b'[{"lat": NaN, "lon": 9, "display_name": "A"}]', "what the service sent is not JSON"),
    (b"[" * 100_000, "what the service sent is not JSON"),
    (b'[{"lat": ' + b"9" * 5000 + b"}]", "what the service sent is not JSON"),
    (b'{"error": "broken\x1b[31m"}', "what the service sent is not JSON"),
    (b'{"error": "Database is down"}', "the service says: Database is down"),
    (b'"text"', "makes no sense"),
    (b"7", "makes no sense"),
    (b"[null]", "makes no sense"),
    (b"[[1, 2]]", "makes no sense"),
    (b"[{}]", "makes no sense"),
    (b'[{"display_name": "A"}]', "makes no sense"),
    (b'[{"lat": "46", "display_name": "A"}]', "makes no sense"),
    (b'[{"lat": "46", "lon": "9"}]', "makes no sense"),
    (b'[{"lat": "nan", "lon": "9", "display_name": "A"}]', "makes no sense"),
    (b'[{"lat": "inf", "lon": "9", "display_name": "A"}]', "makes no sense"),
    (b'[{"lat": "146", "lon": "9", "display_name": "A"}]', "makes no sense"),
    (b'[{"lat": "46", "lon": "369", "display_name": "A"}]', "makes no sense"),
    (b'[{"lat": "x", "lon": "9", "display_name": "A"}]', "makes no sense"),
    (b'[{"lat": {}, "lon": "9", "display_name": "A"}]', "makes no sense"),
    (b'[{"lat": "0", "lon": "0", "display_name": "A"}]', "makes no sense"),
    ([town(), found("A", 8.95, 46.0, boundingbox=["45.9", "46.1", "8.9", "9.0"])], "answer 2 of 2 makes no sense: 8.95, 46 lies outside its own box; latitude and longitude may be the wrong way round"),
    ([town(), town(boundingbox=["a"])], "answer 2 of 2 makes no sense: its box is no list of four figures"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "words"), NONSENSE, ids=[str(body[:30] if isinstance(body, bytes) else words[:30]) for body, words in NONSENSE])  # fmt: skip
def test_nonsense_is_reported_and_never_kept_or_written(
    places: Places, service: FakeService, run: Runner, cache_home: Path, body: Any, words: str
) -> None:
    places.add("A", "B")
    service.says["A"] = Say(body)
    service.says["B"] = Say([town("B")])
    assert str(run()) == "1 filled, 1 unanswered" and service.names == ["A", "B"]
    assert words in run.told[1], run.told
    assert "lat" not in places.read("a")
    with closing(sqlite3.connect(cache_home / "sourcebook" / "geocode.sqlite")) as cache:
        assert cache.execute("SELECT count(*) FROM answers").fetchone() == (1,)
    service.says["A"] = Say([town("A")])
    assert str(run()) == "1 filled" and service.names == ["A", "B", "A"]


def test_answers_elsewhere_on_earth_are_not_taken(places: Places, service: FakeService, run: Runner) -> None:
    places.add("A")
    swapped = found("A", 8.95, 46.01)  # with a box that is the wrong way round too
    service.says["A"] = Say([swapped, found("A", 46.0, 20.0, ref="node/2")])
    assert str(run()) == "1 unanswered" and "lat" not in places.read("a")
    assert run.told.count("  outside CH:") == 2


def test_three_places_in_a_row_without_an_answer_end_the_run(places: Places, service: FakeService, run: Runner) -> None:
    places.add("A", "B", "C", "D", "E", "F")
    for name in "ABDEF":
        service.says[name] = Say(b"<html>")
    service.says["C"] = Say([town("C")])
    assert str(run()) == "1 filled, 5 unanswered" and run.told[-1] == "stopped: 3 places in a row have brought no answer"
    places.add("G")
    assert str(run()) == "3 unanswered, 3 not asked"


def test_silence_is_reported_and_twice_ends_the_run(places: Places, service: FakeService, run: Runner) -> None:
    places.add("A", "B", "C", "D", "E")
    for name in "ACD":
        service.says[name] = Say([town(name)], wait=30)
    service.says["B"] = Say([town("B")])
    assert str(run(timeout=0.2)) == "1 filled, 3 unanswered, 1 not asked"
    assert run.told.count("  the service has not answered within 0.2 seconds") == 3
    assert run.told[-1] == "stopped: 2 places in a row have brought no answer"
    assert "E" not in service.names


@pytest.mark.parametrize(("endless", "words"), [(0, "longer than 2,000,000 bytes"), (0.05, "has not answered within 0.3 seconds")])  # fmt: skip
def test_an_answer_without_end_ends(places: Places, service: FakeService, run: Runner, endless: float, words: str) -> None:
    places.add("A", "B")
    service.says["A"] = Say(endless=endless)
    service.says["B"] = Say([town("B")])
    began = time.monotonic()
    assert str(run(timeout=0.3)) == "1 filled, 1 unanswered" and run.said(words)
    assert time.monotonic() - began < 2.5


def test_where_nobody_listens_the_run_ends(places: Places, run: Runner) -> None:
    places.add("A", "B")
    assert str(run(address=f"http://127.0.0.1:{dead_port()}")) == "1 unanswered, 1 not asked"
    assert run.said("there is no connection to 127.0.0.1:") and run.said("Connection refused")


def test_a_question_the_service_does_not_understand_is_only_this_one(places: Places, service: FakeService, run: Runner) -> None:
    places.add("A", "B")
    service.says["A"] = Say(b"what?", 400)
    service.says["B"] = Say([town("B")])
    assert str(run()) == "1 filled, 1 unanswered" and run.said("does not understand the question (400)")


def test_a_locked_or_changed_file_is_seen_before_anything_is_asked(places: Places, service: FakeService, run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    places.add("A", "B")
    service.says["B"] = Say([town("B")])
    locked, real = places.file("a").resolve(), os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != locked and real(path, mode))
    assert str(run()) == "1 filled, 1 not written" and service.names == ["B"]
    assert run.said("a.yml' may not be written")


def test_a_file_changed_while_the_service_thinks_is_left_alone(places: Places, service: FakeService, run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    places.add("A", "B")
    theirs = "name: A\nkind: town\npart_of: coast\nsummary: theirs\n"

    def answer(name: str) -> Say:
        places.file("a").write_text(theirs, "utf-8")
        return Say([town(name)])

    monkeypatch.setattr(service, "answer", answer)
    assert str(run()) == "1 filled, 1 not written" and run.said("a.yml' has changed meanwhile; nothing written")
    assert places.read("a") == theirs and "lat" in places.read("b")
    assert str(run()) == "1 filled" and service.names == ["A", "B"] and "summary: theirs" in places.read("a")


def test_a_full_disk_is_told_and_costs_no_answer(places: Places, service: FakeService, run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    places.add("A")
    service.says["A"] = Say([town("A")])
    before = places.bytes

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert str(run()) == "1 not written" and run.said("a.yml' is as it was: No space left on device")
    assert places.bytes == before
    assert str(run()) == "1 filled" and service.names == ["A"]


def test_stop_between_two_places_keeps_what_is_done(places: Places, service: FakeService, run: Runner) -> None:
    places.add("A", "B", "C")
    service.says |= {name: Say([town(name)]) for name in "ABC"}
    run.stopped = lambda: bool(service.asked)
    tally = run()
    assert str(tally) == "1 filled, 2 not asked" and tally.interrupted and service.names == ["A"]
    before = places.bytes
    run.stopped = lambda: True
    assert str(run(dry_run=True)) == str(run()) == "2 not asked" and places.bytes == before
    run.stopped = lambda: False
    assert str(run()) == "2 filled" and service.names == ["A", "B", "C"]


def test_another_service_of_geopys(places: Places, service: FakeService, run: Runner) -> None:
    places.add("A")
    photon = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [8.95, 46.01]},
        "properties": {"name": "A", "country": "Land", "osm_type": "W", "osm_id": 7, "osm_key": "place", "osm_value": "town"},
    }
    service.says["A"] = Say({"features": [photon]})
    assert str(run(provider="Photon")) == "1 filled" and service.asked[0].path == "/api"
    assert "Photon at 127.0.0.1 (OpenStreetMap way 7, place=town), asked for 'A' on 2026-11-21; © Open" in places.read("a")
    assert "accuracy_m" not in places.read("a")
    with pytest.raises(Refusal, match="geopy knows no service 'foton'; did you mean 'photon'"):
        run(provider="foton")


def test_a_key_goes_to_the_service_and_nowhere_else(places: Places, service: FakeService, run: Runner, tmp_path: Path) -> None:
    places.add("A", "B")
    service.says["A"] = Say({"results": [{"formatted": "A, Land", "geometry": {"lat": 46.01, "lng": 8.95}}], "status": {"code": 200}})  # fmt: skip
    service.says["B"] = Say({"results": [], "status": {"code": 402, "message": "quota exceeded"}})
    assert str(run(provider="opencage", key="s3cret")) == "1 filled, 1 unanswered"
    assert [asked.query["key"] for asked in service.asked] == ["s3cret"] * 2
    assert run.said("the service says: quota exceeded") and run.told[-1].startswith("stopped")
    assert "OpenCage at 127.0.0.1, asked for 'A' on 2026-11-21\"" in places.read("a")
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"asked for" in kept and b"s3cret" not in kept and not run.said("s3cret")


def test_the_cache_is_where_it_is_said_to_be(
    places: Places, service: FakeService, run: Runner, tmp_path: Path, cache_home: Path
) -> None:
    places.add("A")
    run()
    assert (cache_home / "sourcebook" / "geocode.sqlite").is_file()
    elsewhere = tmp_path / "elsewhere.sqlite"
    elsewhere.write_bytes(b"not a database at all " * 100)
    run(cache=elsewhere)
    assert run.told[0].startswith(f"the cache '{elsewhere}' cannot be read; it is moved to '{elsewhere}.broken-1'")
    assert service.names == ["A", "A"]
