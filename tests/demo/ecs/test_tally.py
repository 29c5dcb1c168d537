"""How many tasks ran when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.demo.ecs.tally import Tally


def tally(*changes: tuple[float, int]) -> Tally:
    made = Tally()
    for at, count in changes:
        made.note(at, count)
    return made


@pytest.mark.parametrize(
    ("start", "end", "most", "average"),
    [(0, 5, 0, 0.0), (0, 20, 2, 1.0), (10, 20, 2, 2.0), (15, 45, 5, (2 * 15 + 5 * 10 + 1 * 5) / 30), (50, 60, 1, 1.0)],
)
def test_the_most_and_the_mean_of_a_while(start: float, end: float, most: int, average: float) -> None:
    counted = tally((10, 2), (30, 5), (40, 1))
    assert counted.most(start, end) == most
    assert counted.average(start, end) == pytest.approx(average)


def test_before_the_first_change_there_is_none() -> None:
    assert Tally().since is None
    assert Tally().most(0, 60) == 0
    assert Tally().average(0, 60) == 0
    assert tally((7, 1)).since == 7


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(0, 9)), max_size=20), st.integers(0, 400), st.integers(1, 100)
)
def test_a_mean_is_never_above_the_most(changes: list[tuple[int, int]], start: int, length: int) -> None:
    counted = tally(*sorted(changes))
    assert counted.average(start, start + length) <= counted.most(start, start + length) + 1e-9
