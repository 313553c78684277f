"""Work for several processes."""

from __future__ import annotations

import pytest

from sourcebook.workers import WorkQueue, can_fork, fork_worker

pytestmark = pytest.mark.skipif(not can_fork(), reason="processes are not copied here")


def taken(turns: WorkQueue, most: int | None = None) -> list[int]:
    found = []
    for turn in turns:
        found.append(turn)
        if len(found) == most:
            break
    return found


def test_each_turn_is_taken_once_by_whichever_process_comes_first() -> None:
    turns = WorkQueue(20_000)
    doors = [fork_worker(lambda door: door.send(taken(turns))) for _ in range(3)]
    mine = taken(turns)
    found = [mine, *(door.recv() for door in doors)]
    assert sorted(turn for turns in found for turn in turns) == list(range(20_000))
    assert all(turns == sorted(turns) for turns in found)
    assert taken(turns) == []


def test_a_copy_goes_on_where_this_process_is_and_the_other_way_round() -> None:
    turns = WorkQueue(100)
    assert taken(turns, 10) == list(range(10))
    door = fork_worker(lambda door: door.send(taken(turns, 5)))
    assert door.recv() == [10, 11, 12, 13, 14]
    assert taken(turns) == list(range(15, 100))


def test_nobody_gets_another_turn_after_the_stop() -> None:
    turns = WorkQueue(1_000)
    assert taken(turns, 10) == list(range(10))
    turns.stop()
    door = fork_worker(lambda door: door.send(taken(turns)))
    assert door.recv() == [] and taken(turns) == []


def test_nothing_to_do_is_no_turn() -> None:
    assert taken(WorkQueue(0)) == []
