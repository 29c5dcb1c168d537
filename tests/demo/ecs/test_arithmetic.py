"""The scheduler's numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.demo.ecs.arithmetic import Bounds, back_off, breaker_threshold, old_tasks_to_stop
from fargate_tui.demo.ecs.launching import emptiest, provider_for


@pytest.mark.parametrize(
    ("desired", "least", "most", "bounds"),
    [(4, 100, 200, (4, 8)), (3, 50, 150, (2, 4)), (1, 50, 150, (1, 1)), (1, 0, 100, (0, 1)), (0, 100, 200, (0, 0))],
)
def test_the_minimum_is_rounded_up_and_the_maximum_down(
    desired: int, least: int, most: int, bounds: tuple[int, int]
) -> None:
    assert Bounds.of(desired, least, most) == Bounds(*bounds)


@pytest.mark.parametrize(
    ("desired", "kind", "value", "failures"),
    [
        (1, "BOUNDED_PERCENT", 50, 3),
        (7, "BOUNDED_PERCENT", 50, 4),
        (20, "BOUNDED_PERCENT", 50, 10),
        (1000, "BOUNDED_PERCENT", 50, 200),
        (10, "BOUNDED_PERCENT", 100, 10),
        (1000, "UNBOUNDED_PERCENT", 50, 500),
        (1, "UNBOUNDED_PERCENT", 50, 1),
        (0, "UNBOUNDED_PERCENT", 50, 1),
        (100, "COUNT", 2, 2),
    ],
)
def test_failures_that_trip_the_breaker(desired: int, kind: str, value: int, failures: int) -> None:
    assert breaker_threshold(desired, kind, value) == failures


def test_back_off_grows_to_a_quarter_of_an_hour() -> None:
    assert [back_off(failures) for failures in range(11)] == [0, 0, 10, 20, 40, 80, 160, 320, 640, 900, 900]


@pytest.mark.parametrize(
    ("least", "most", "desired", "old_running", "new_healthy", "new_alive", "stopped"),
    [
        (4, 8, 4, 4, 0, 4, 0),  # nothing new is healthy yet
        (4, 8, 4, 4, 3, 4, 3),  # one old for each healthy new
        (4, 8, 4, 4, 4, 4, 4),
        (2, 4, 4, 4, 0, 0, 2),  # half may go to make room
        (0, 1, 1, 1, 0, 0, 1),
        (1, 1, 1, 1, 0, 0, 0),  # neither room nor spare: stuck
        (2, 4, 2, 4, 0, 2, 2),  # fewer wanted than before
        (4, 8, 4, 2, 0, 4, 0),  # old ones died: none to spare
        (2, 4, 4, 4, 0, 4, 2),  # the maximum was lowered meanwhile
    ],
)
def test_old_tasks_go_as_new_ones_come(
    least: int, most: int, desired: int, old_running: int, new_healthy: int, new_alive: int, stopped: int
) -> None:
    assert (
        old_tasks_to_stop(
            bounds=Bounds(least, most),
            desired=desired,
            old_running=old_running,
            new_healthy=new_healthy,
            new_alive=new_alive,
        )
        == stopped
    )


@given(st.integers(0, 30), st.integers(0, 100), st.integers(100, 200), st.data())
def test_a_minimum_that_is_there_stays(desired: int, least: int, most: int, data: st.DataObject) -> None:
    bounds = Bounds.of(desired, least, most)
    old_running, new_alive = data.draw(st.integers(0, 60)), data.draw(st.integers(0, 60))
    new_healthy = data.draw(st.integers(0, new_alive))
    stopped = old_tasks_to_stop(
        bounds=bounds, desired=desired, old_running=old_running, new_healthy=new_healthy, new_alive=new_alive
    )
    assert 0 <= stopped <= old_running
    assert old_running - stopped + new_healthy >= min(bounds.least, old_running + new_healthy)


@given(st.integers(0, 200))
def test_a_strategy_is_filled_base_first_then_by_weight(tasks: int) -> None:
    strategy = (("FARGATE", 2, 1), ("FARGATE_SPOT", 0, 3))
    held = {"FARGATE": 0, "FARGATE_SPOT": 0}
    for _ in range(tasks):
        provider = provider_for(strategy, held)
        assert provider is not None
        held[provider] += 1
    assert held["FARGATE"] >= min(2, tasks)
    assert abs((held["FARGATE"] - min(2, tasks)) - max(0, tasks - 2) / 4) <= 1


def test_without_a_strategy_there_is_no_provider() -> None:
    assert provider_for((), {}) is None


def test_a_provider_of_weight_zero_gets_its_base_and_no_more() -> None:
    strategy = (("FARGATE", 1, 0), ("FARGATE_SPOT", 0, 1))
    assert provider_for(strategy, {}) == "FARGATE"
    assert provider_for(strategy, {"FARGATE": 1, "FARGATE_SPOT": 9}) == "FARGATE_SPOT"


def test_the_emptiest_subnet_is_next() -> None:
    assert emptiest(("a", "b", "c"), {"a": 2, "b": 1, "c": 1}) == "b"
    assert emptiest(("a", "b"), {}) == "a"
