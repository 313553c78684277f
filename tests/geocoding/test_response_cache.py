"""What was answered is kept, and one asks at a time, once a second."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from sourcebook.geocoding.errors import Refusal, Stopped
from sourcebook.geocoding.geocode import real_clock
from sourcebook.geocoding.response_cache import Clock, ResponseCache, open_cache, peek
from tests.geocoding.clock import FakeTime


def opened(path: Path, clock: Clock) -> ResponseCache:
    return open_cache(path, clock, lambda line: pytest.fail(line))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "down" / "geocode.sqlite"


def one_request(cache: ResponseCache, time: FakeTime, lasts: float = 0) -> float:
    """Send a request; when it began."""
    with cache.rate_slot() as turn, turn.request():
        began = time.now
        time.now += lasts
    return began


def test_what_is_kept_is_found_again(file: Path) -> None:
    clock = FakeTime().clock()
    with closing(opened(file, clock)) as cache, cache.rate_slot() as turn:
        turn.keep("q", "2026-11-21", [{"name": "Ünder"}])
        turn.keep("none", "2026-11-21", [])
    with closing(opened(file, clock)) as cache:
        assert (kept := cache.find("q")) and kept.items == [{"name": "Ünder"}] and kept.asked == "2026-11-21"
        assert (kept := cache.find("none")) and kept.items == []
        assert cache.find("else") is None


def test_a_second_passes_between_the_end_of_one_and_the_start_of_the_next(file: Path) -> None:
    time = FakeTime()
    with closing(opened(file, time.clock())) as cache:
        began = time.now
        first = one_request(cache, time, lasts=0.7)
        assert first >= began + 1  # somebody may have died right before
        second = one_request(cache, time, lasts=5)
        assert 1 <= second - (first + 0.7) < 1.01
        third = one_request(cache, time)
        assert 1 <= third - (second + 5) < 1.01
        time.now += 100
        assert one_request(cache, time) == pytest.approx(third + 100, abs=0.1)


def test_a_request_that_fails_counts_and_its_turn_ends(file: Path) -> None:
    time = FakeTime()
    with closing(opened(file, time.clock())) as cache:
        with pytest.raises(ZeroDivisionError), cache.rate_slot() as turn, turn.request():
            failed = time.now
            raise ZeroDivisionError
        assert one_request(cache, time) - failed >= 1


def test_the_pace_is_kept_from_one_run_to_the_next(file: Path) -> None:
    time = FakeTime()
    with closing(opened(file, time.clock())) as cache:
        time.now += 100
        first = one_request(cache, time)
    early = opened(file, time.clock())
    time.now = first + 0.5
    with closing(early) as cache:
        cache._not_before = 0  # as if it had been started long ago
        assert one_request(cache, time) - first >= 1


@pytest.mark.parametrize("set_back", [-86_400.0, -0.9, 0.9, 86_400.0])
def test_a_clock_that_is_set_costs_no_more_than_a_second(file: Path, set_back: float) -> None:
    time = FakeTime()
    with closing(opened(file, time.clock())) as cache:
        first = one_request(cache, time)
        time.set_back = set_back
        assert 1 <= one_request(cache, time) - first <= 2.1


def test_a_machine_that_was_started_anew_costs_no_more_than_a_second(file: Path) -> None:
    time = FakeTime()
    with closing(opened(file, time.clock())) as cache:
        one_request(cache, time)
    time.now, time.set_back = 3.0, -2000.0
    with closing(opened(file, time.clock())) as cache:
        assert one_request(cache, time) <= 4.1


def test_a_machine_that_shares_the_file_has_a_steady_clock_of_its_own(file: Path) -> None:
    time = FakeTime()
    with closing(opened(file, time.clock())) as cache:
        one_request(cache, time)
        time.now += 1e6
        time.set_back += 1e6
        began = time.now
        assert one_request(cache, time) - began > 0.9


def test_who_waited_for_somebody_who_died_waits_a_second_more(file: Path) -> None:
    time = FakeTime()
    with closing(opened(file, time.clock())) as cache:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        died = 0.0

        def sleep(seconds: float) -> None:
            nonlocal died
            time.now += seconds
            if not died and time.slept > 7:
                other.close()  # in the middle of a request, without a word
                died = time.now
            time.slept += seconds

        cache._clock = Clock(cache._clock.wall, cache._clock.steady, cache._clock.today, sleep, lambda: False)
        assert died < one_request(cache, time) - 0.9


def test_stop_is_heard_while_waiting(file: Path) -> None:
    time = FakeTime()
    clock = time.clock(lambda: time.slept > 0.3)
    with closing(opened(file, clock)) as cache:
        with pytest.raises(Stopped):
            one_request(cache, time)
        assert time.slept < 0.6
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Stopped):
            one_request(cache, time)
        other.close()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.write_bytes(b"this is no database, and it is long enough to look like one" * 20),
        lambda file: file.write_bytes(file.read_bytes()[:4096] + b"\xff" * 4096 + file.read_bytes()[8192:]),
        lambda file: file.write_bytes(file.read_bytes()[:5000]),
    ],
)
def test_a_file_that_is_no_database_is_moved_aside(file: Path, spoil: Callable[[Path], object]) -> None:
    time = FakeTime()
    opened(file, time.clock()).close()
    for number in (1, 2):
        spoil(file)
        spoiled, warned = file.read_bytes(), list[str]()
        with closing(open_cache(file, time.clock(), warned.append)) as cache:
            one_request(cache, time)
        assert len(warned) == 1 and "cannot be read; it is moved to" in warned[0]
        assert file.with_name(f"geocode.sqlite.broken-{number}").read_bytes() == spoiled


def test_another_programs_database_is_left_alone(file: Path) -> None:
    file.parent.mkdir(parents=True)
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE answers (question TEXT)")
    before = file.read_bytes()
    with pytest.raises(Refusal, match="another program's database; name another file with --cache"):
        opened(file, FakeTime().clock())
    assert file.read_bytes() == before


def test_where_no_file_can_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file" / "geocode.sqlite", tmp_path):
        with pytest.raises(Refusal, match="cannot be used"):
            opened(path, FakeTime().clock())


def test_a_broken_row_is_no_answer(file: Path) -> None:
    clock = FakeTime().clock()
    with closing(opened(file, clock)) as cache:
        cache._database.execute("INSERT INTO answers VALUES ('a', '2026', '[1'), ('b', '2026', '{}')")
        assert cache.find("a") is None and cache.find("b") is None


def test_looking_makes_nothing(file: Path) -> None:
    clock = FakeTime().clock()
    with closing(peek(file, clock)) as cache:
        assert cache.find("q") is None
    assert not file.parent.exists()
    with closing(opened(file, clock)) as cache, cache.rate_slot() as turn:
        turn.keep("q", "2026-11-21", [])
    with closing(peek(file, clock)) as cache:
        assert cache.find("q")
        with pytest.raises(sqlite3.OperationalError):
            cache._database.execute("DELETE FROM answers")


def test_threads_take_turns(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sourcebook.geocoding.response_cache.GAP_SECONDS", 0.05)
    clock = real_clock(lambda: False)
    spans: list[tuple[float, float]] = []

    def requests() -> None:
        with closing(opened(file, clock)) as cache:
            for _ in range(5):
                with cache.rate_slot() as turn, turn.request():
                    start = clock.steady()
                    clock.sleep(0.01)
                    spans.append((start, clock.steady()))

    threads = [threading.Thread(target=requests) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(spans) == 20
    spans.sort()
    assert min(later[0] - earlier[1] for earlier, later in pairwise(spans)) >= 0.05


@pytest.fixture(autouse=True)
def no_thread_stays() -> Iterator[None]:
    before = threading.active_count()
    yield
    assert threading.active_count() == before
