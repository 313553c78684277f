"""Where names go, so that none meets another or a line that leads to another, and none is cut."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

UNIT = 7.0
"""Pixels of half a line of a name."""
_OFF, _APART, _CLEAR = 5.0, 6.0, 3.0  # pixels from a pole to its name, around a name, and from it to other poles
_OTHER_SIDE = 5  # units that a name goes up rather than stand on the other side of its pole
_CROWD = 110.0  # pixels between poles that are no crowd
_FULL = 0.7  # how much of a space names can fill, at best

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class LabelText:
    """A name to place: the pixel of the axis it belongs to, how long and how many lines it is, how much it matters."""

    at: float
    width: float
    lines: int
    weight: int = 0

    @property
    def units(self) -> int:
        """Its height, with the space to the next one."""
        return 2 * self.lines + 1


@dataclass(frozen=True, slots=True)
class PointLabel:
    """A name on a pole: how many units above the axis's marks it begins, and from which pixel to which it goes.

    It stands on the right of its pole, or on the left of it.
    """

    row: int
    units: int
    start: float
    end: float
    to_the_left: bool


def is_unoccupied(taken: list[Interval], low: float, high: float) -> bool:
    """Whether none of the intervals, which lie in order and do not overlap, meets the one from `low` to `high`."""
    if not taken or taken[-1][1] <= low:
        return True
    if taken[-1][0] <= low:
        return False
    place = bisect_right(taken, (low, high))
    return (place == 0 or taken[place - 1][1] <= low) and (place == len(taken) or taken[place][0] >= high)


def place_labels(names: Sequence[LabelText], low: float, high: float, most: int) -> tuple[list[PointLabel | None], int]:
    """A flag for each name, within the pixels `low` to `high` and `most` units, and how many units they take in all.

    None for a name that finds no room. Where many do not, those of most weight are placed first.
    """
    found: list[_PlacedLabels] = []
    area = sum((name.width + 2 * _APART) * name.units for name in names)
    if area <= _FULL * (high - low) * most:
        flags = _PlacedLabels(low, high, most, sorted((name.at, name.units) for name in names))
        for crowd in _crowds(names):
            flags = min((flags.with_all(names, way) for way in _ways(crowd)), key=_PlacedLabels.worth)
        if not flags.lost:
            return flags.of(names)
        found.append(flags)
    by_weight = [(n, False) for n in sorted(range(len(names)), key=lambda n: (-names[n].weight, -names[n].at, n))]
    found.append(_PlacedLabels(low, high, most, []).with_all(names, by_weight))
    return min(found, key=lambda flags: flags.lost).of(names)


Placement = list[tuple[int, bool]]
"""An order in which names are placed, by number, and on which side of its pole each stands if it can: the left one?"""


def _crowds(names: Sequence[LabelText]) -> list[list[int]]:
    """The numbers of names whose poles are near each other, from the right; each from the left."""
    crowds: list[list[int]] = []
    for n in sorted(range(len(names)), key=lambda n: (names[n].at, n)):
        if crowds and names[n].at - names[crowds[-1][-1]].at < _CROWD:
            crowds[-1].append(n)
        else:
            crowds.append([n])
    return crowds[::-1]


def _ways(crowd: list[int]) -> Iterator[Placement]:
    """Ways to place a crowd's names: those on its left to the left, those on its right to the right, and the outer ones
    first and lowest, so that no name is in the way of one that follows. First of all, all of them to the right."""
    many = len(crowd)
    for split in dict.fromkeys((0, many // 3, many // 2, many - many // 3, many)):
        to_the_left, to_the_right = crowd[:split], crowd[: split - 1 if split else None : -1] if split < many else []
        way: Placement = []
        for step in range(max(len(to_the_left), len(to_the_right))):
            way += [(n, False) for n in to_the_right[step : step + 1]]
            way += [(n, True) for n in to_the_left[step : step + 1]]
        yield way


class _PlacedLabels:
    """What is taken so far: by names (`cloth`) and by the poles that lead up to them, row by row.

    A name leaves room below for all those that it would stand over and that still wait for their place: `waiting` has
    the pixel and the units of each, in order. Whoever is `patient` tries all heights on the wanted side of a pole.
    """

    def __init__(self, low: float, high: float, most: int, waiting: list[tuple[float, int]]) -> None:
        self.low, self.high, self.waiting, self.patient = low, high, waiting, bool(waiting)
        self.cloth: list[list[Interval]] = [[] for _ in range(most)]
        self.poles: list[list[float]] = [[] for _ in range(most)]
        self.found: dict[int, PointLabel] = {}
        self.lost = 0

    def with_all(self, names: Sequence[LabelText], way: Placement) -> _PlacedLabels:
        """These, and the flags of some more names."""
        more = _PlacedLabels(self.low, self.high, 0, self.waiting.copy())
        more.cloth, more.poles = [row.copy() for row in self.cloth], [row.copy() for row in self.poles]
        more.found, more.lost, more.patient = self.found.copy(), self.lost, self.patient
        for n, to_the_left in way:
            flag = more.place(names[n], to_the_left)
            if flag:
                more.found[n] = flag
            else:
                more.lost += 1
        return more

    def worth(self) -> tuple[int, int, int]:
        """What is to be as little as can be: names without a place, the height, and the steps up to names."""
        rows = [flag.row for flag in self.found.values()]
        return self.lost, self.height() // 4, sum(rows) + sum(flag.to_the_left for flag in self.found.values())

    def height(self) -> int:
        return max((flag.row + flag.units for flag in self.found.values()), default=0)

    def of(self, names: Sequence[LabelText]) -> tuple[list[PointLabel | None], int]:
        return [self.found.get(n) for n in range(len(names))], self.height()

    def place(self, name: LabelText, to_the_left: bool) -> PointLabel | None:
        if self.waiting:
            self.waiting.remove((name.at, name.units))
        flag = self._find(name, to_the_left)
        if flag is not None:
            for row in range(flag.row + flag.units):
                insort(self.poles[row], name.at)
            for row in range(flag.row, flag.row + flag.units):
                insort(self.cloth[row], (flag.start - _APART, flag.end + _APART))
        return flag

    def _find(self, name: LabelText, to_the_left: bool) -> PointLabel | None:
        """The lowest place, on the wanted side of the pole where that is no more than a little higher."""
        sides = {
            False: (name.at + _OFF, name.at + _OFF + name.width),
            True: (name.at - _OFF - name.width, name.at - _OFF),
        }
        within = {side: self.low <= start and end <= self.high for side, (start, end) in sides.items()}
        least = {side: self._below(*ends) if within[side] else 0 for side, ends in sides.items()}
        other: PointLabel | None = None
        for row in range(self._reach(name.at) - name.units + 1):
            for side in (to_the_left, not to_the_left):
                if within[side] and row >= least[side] and not (other and side != to_the_left):
                    start, end = sides[side]
                    if self._fits(row, name.units, start, end):
                        flag = PointLabel(row, name.units, start, end, side)
                        if side == to_the_left:
                            return flag
                        other = flag
            if other and not self.patient and row >= other.row + _OTHER_SIDE:
                break
        return other

    def _below(self, start: float, end: float) -> int:
        """How many units the waiting names take whose poles are between two pixels, but for a crowd beyond telling."""
        first = bisect_left(self.waiting, (start - _CLEAR,))
        last = bisect_left(self.waiting, (end + _CLEAR,))
        return min(len(self.cloth) // 2, sum(units for _, units in self.waiting[first:last]))

    def _reach(self, at: float) -> int:
        """How many rows a pole can go up before a name is in its way."""
        for row, taken in enumerate(self.cloth):
            place = bisect_left(taken, (at - _CLEAR,)) - 1
            if place >= 0 and taken[place][1] > at + _CLEAR:
                return row
        return len(self.cloth)

    def _fits(self, row: int, units: int, start: float, end: float) -> bool:
        for other in range(row, row + units):
            if not is_unoccupied(self.cloth[other], start - _APART, end + _APART):
                return False
            poles = self.poles[other]
            place = bisect_left(poles, start - _CLEAR)
            if place < len(poles) and poles[place] < end + _CLEAR:
                return False
        return True


def place_beside(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Where to put names of some heights in a column from `low` to `high`, in order, each as near as can be to the
    pixel where its middle is wanted: the middles. `wanted` ascends; the heights fit in all.

    Names that would overlap form a pile around the mean of what they want (pool adjacent violators).
    """
    piles: list[list[float]] = []  # how many names, their height, the sum of where the pile's top is wanted by each
    for want, height in zip(wanted, heights, strict=True):
        piles.append([1, height, want - height / 2])
        while len(piles) > 1 and _top(piles[-2], low, high) + piles[-2][1] > _top(piles[-1], low, high):
            many, tall, tops = piles.pop()
            before = piles[-1]
            before[2] += tops - before[1] * many
            before[0] += many
            before[1] += tall
    found: list[float] = []
    for pile in piles:
        top = _top(pile, low, high)
        for _ in range(int(pile[0])):
            height = heights[len(found)]
            found.append(top + height / 2)
            top += height
    return found


def _top(pile: list[float], low: float, high: float) -> float:
    many, tall, tops = pile
    return max(low, min(high - tall, tops / many))
