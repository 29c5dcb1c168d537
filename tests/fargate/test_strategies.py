"""How a capacity provider strategy divides tasks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate.records import CapacityProviderStrategyItem
from fargate_tui.fargate.strategies import in_words, split


def item(name: str, weight: int, base: int = 0) -> CapacityProviderStrategyItem:
    return CapacityProviderStrategyItem(capacity_provider=name, weight=weight, base=base)


@pytest.mark.parametrize(
    ("items", "count", "divided"),
    [
        ((item("F", 1, 1), item("S", 3)), 5, (2, 3)),
        ((item("F", 1, 1), item("S", 3)), 9, (3, 6)),
        ((item("F", 1), item("S", 1)), 3, (2, 1)),
        ((item("F", 1, 4), item("S", 1)), 3, (3, 0)),
        ((item("F", 0, 2), item("S", 1)), 6, (2, 4)),
        ((item("F", 1),), 7, (7,)),
        ((item("F", 0, 1), item("S", 0)), 5, (0, 0)),
        ((item("F", 1), item("S", 1)), 0, (0, 0)),
        ((), 3, ()),
    ],
)
def test_the_base_comes_first_and_the_rest_by_weight(
    items: tuple[CapacityProviderStrategyItem, ...], count: int, divided: tuple[int, ...]
) -> None:
    assert tuple(number for _, number in split(items, count)) == divided


ITEMS = st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 100)), min_size=1, max_size=4)


@given(ITEMS, st.integers(0, 5000))
def test_no_task_is_lost_and_none_made_up(given_: list[tuple[int, int]], count: int) -> None:
    items = [item(str(at), weight, base) for at, (weight, base) in enumerate(given_)]

    divided = split(items, count)

    places = count if any(each.weight for each in items) else 0
    assert sum(number for _, number in divided) == places
    assert all(number >= 0 for _, number in divided)


@given(st.integers(1, 1000), st.integers(0, 1000), st.integers(0, 5000))
def test_no_provider_is_a_whole_task_off_its_share(one: int, other: int, count: int) -> None:
    (_, first), _ = split((item("F", one), item("S", other)), count)

    assert abs(first - count * one / (one + other)) < 1


def test_it_is_said_in_words() -> None:
    assert in_words((("FARGATE", 2), ("FARGATE_SPOT", 1600))) == "2 on FARGATE, 1,600 on FARGATE_SPOT"
