import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.geography.distance import Nearest, compass_bearing, kilometres

KABUL, TORKHAM, MUNICH = (34.5328, 69.1658), (34.1236, 71.0939), (48.1372, 11.5755)
POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_kabul_lies_182_km_from_torkham_give_or_take_three() -> None:
    assert abs(kilometres(KABUL, TORKHAM) - 182) <= 3
    assert compass_bearing(TORKHAM, KABUL) == "W" and compass_bearing(KABUL, TORKHAM) == "E"


@pytest.mark.parametrize(
    ("to", "points"), [((1, 0), "N"), ((1, 1), "NE"), ((0, 1), "E"), ((-1, 1), "SE"), ((-1, 0), "S"), ((0, -1), "W")]
)
def test_compass_points(to: tuple[float, float], points: str) -> None:
    assert compass_bearing((0, 0), to) == points


def test_across_the_antimeridian() -> None:
    assert compass_bearing((0, 179), (0, -179)) == "E"
    assert kilometres((0, 179), (0, -179)) < 223


@given(st.lists(POINTS, min_size=1, max_size=60), POINTS, st.integers(1, 8))
def test_the_nearest_are_those_that_a_look_at_all_finds(points: list[tuple[float, float]], at: tuple[float, float], limit: int) -> None:
    def chord(a: tuple[float, float], b: tuple[float, float]) -> float:
        def vector(p: tuple[float, float]) -> tuple[float, float, float]:
            lat, lon = math.radians(p[0]), math.radians(p[1])
            return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)

        return math.dist(vector(a), vector(b))

    found = [chord(at, points[n]) for n in Nearest(points).find(at, limit)]
    assert found == pytest.approx(sorted(chord(at, point) for point in points)[:limit], abs=1e-12)


def test_nothing_near_where_there_is_nothing() -> None:
    assert Nearest([]).find(KABUL, 3) == []
