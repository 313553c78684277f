"""Moments made up for tests."""

from __future__ import annotations

import random
from datetime import date

from hypothesis import strategies as st

from sourcebook.model.dates import parse_date
from sourcebook.timeline.layout import Moment, Track

WORDS = [
    "talks",
    "attack",
    "closure",
    "of",
    "the",
    "Torkham",
    "border",
    "meeting",
    "in",
    "Kabul",
    "convoy",
    "North",
    "Waziristan",
    "statement",
    "ceasefire",
]


def moment(number: int, when: str, label: str = "", track: Track = Track.HAPPENED, weight: int = 0) -> Moment:
    return Moment(
        f"m{number}", label or f"Moment {number}", parse_date(when), f"../events/m{number}/", track, "Talks", "", weight
    )


def crowd(many: int, years: int = 10, seed: int = 3) -> tuple[Moment, ...]:
    """So many events of every kind of date, and a sixth as many sources."""
    dice = random.Random(seed)
    found = []
    for number in range(many):
        day = f"{2015 + dice.randrange(years)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
        kind = dice.random()
        when = day[:7] if kind > 0.85 else day[:4] if kind > 0.82 else f"{day}~" if kind > 0.78 else day
        when = f"[{day}..]" if 0.75 < kind < 0.78 else when
        label = " ".join(dice.choice(WORDS) for _ in range(dice.randint(2, 7)))
        found.append(moment(number, when, f"{label} {number}", Track.HAPPENED, dice.randint(0, 9)))
    for number in range(many // 6):
        day = f"{2015 + dice.randrange(years)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
        found.append(moment(many + number, day, f"Paper {number}", Track.PUBLISHED))
    return tuple(found)


def _two(a: str, b: str, form: str) -> str:
    return form.format(*sorted((a, b)))


days = st.dates(date(1850, 1, 1), date(2039, 12, 31)).map(str)
near_days = st.dates(date(2023, 1, 1), date(2023, 12, 31)).map(str)
some_day = st.one_of(days, near_days, near_days)
dates = st.one_of(
    some_day,
    some_day,
    some_day.map(lambda day: day[:7]),
    some_day.map(lambda day: day[:4]),
    some_day.map(lambda day: day[:3] + "X"),
    some_day.map(lambda day: day + "~"),
    some_day.map(lambda day: day[:7] + "?"),
    some_day.map(lambda day: f"[{day}..]"),
    some_day.map(lambda day: f"[..{day}]"),
    some_day.map(lambda day: f"{day[:7]}/.."),
    some_day.map(lambda day: f"../{day}"),
    some_day.map(lambda day: f"{day[:4]}/"),
    some_day.map(lambda day: f"-{day}"),  # 18 and 20 centuries before our era
    some_day.map(lambda day: f"-1{day[1:7]}"),
    some_day.map(lambda day: f"00{day[2:4]}"),
    st.builds(_two, some_day, some_day, st.sampled_from(["{}/{}", "[{},{}]", "[{}..{}]", "{{{},{}}}"])),
)
labels = st.lists(
    st.sampled_from([*WORDS, "Überschreitung", "کابل", "外交部", "Antidisestablishmentarianism"]),
    min_size=1,
    max_size=12,
).map(" ".join)
moments = st.lists(
    st.tuples(dates, labels, st.sampled_from(list(Track)), st.integers(0, 4)), min_size=1, max_size=30
).map(lambda found: tuple(moment(n, d, label, track, weight) for n, (d, label, track, weight) in enumerate(found)))
