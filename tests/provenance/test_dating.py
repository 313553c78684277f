"""Dates of one thing that two records give."""

from __future__ import annotations

import pytest

from tests.helpers import lines, linked


@pytest.mark.parametrize(
    ("fact", "event", "agree"),
    [
        ("2023-02-22", "2023-02", True),
        ("2023-02", "2023-02-22", True),
        ("2023-02-22", "2023-02-23", False),
        ("2023-02-22", '"[2023-02-23..]"', False),
        ("2023-02-22/..", "2023-02-23", True),
        ('"[..2023-02-22]"', "2023-02-23", False),
        ("2021", "2022", False),
    ],
)
def test_a_fact_is_dated_as_its_event_is(fact: str, event: str, agree: bool) -> None:
    _, problems = linked({
        "events/e.yml": f"name: The end\ndate: {event}\n",
        "actors/a.yml": f"name: Ann\nkind: state\nfacts:\n  - text: It ended.\n    date: {fact}\n    event: e\n",
    })  # fmt: skip
    assert [line.rpartition("[")[2] for line in lines(problems)] == ([] if agree else ["dates-differ]"])
    if not agree:
        assert lines(problems)[0].startswith("sources/actors/a.yml:5:11: warning: it is dated ")
