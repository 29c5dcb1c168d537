"""Where one is, was, and can go back to."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.screens.journey import HOME, LIMIT, Journey, Place, trail_to

TASK = "arn:aws:ecs:us-east-1:123456789012:task/production/4f1c0a9e5d6c4b3a8f7e6d5c4b3a2f1e"

PLACES = st.sampled_from(
    [
        HOME,
        Place("services", cluster="production"),
        Place("services"),
        Place("tasks", cluster="production", service="search"),
        Place("tasks", cluster="batch", standalone=True),
        Place("tasks"),
        Place("task", cluster="production", service="search", task=TASK),
        Place("task-definitions"),
        Place("task-definition", task_definition="search:7"),
        Place("json", cluster="production", subject=("service", "search")),
    ]
)

Step = Callable[[Journey], Journey]


def entering(place: Place) -> Step:
    return lambda journey: journey.enter(place)


def jumping(place: Place) -> Step:
    return lambda journey: journey.jump(place)


STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.one_of(
        PLACES.map(entering),
        PLACES.map(jumping),
        st.sampled_from([Journey.up, Journey.back, Journey.forward, Journey.last]),
    ),
    max_size=30,
)


@given(STEPS)
def test_a_journey_is_always_somewhere_under_the_list_of_clusters(steps: list[Step]) -> None:
    journey = Journey()
    for step in steps:
        journey = step(journey)
        assert journey.trail[0] == HOME
        assert journey.place == journey.trail[-1]
        assert 0 <= journey.at < len(journey.visited) <= LIMIT


@given(STEPS, PLACES)
def test_back_and_forward_undo_each_other(steps: list[Step], place: Place) -> None:
    journey = Journey()
    for step in steps:
        journey = step(journey)
    deeper = journey.enter(place)
    assert deeper.place == place
    assert deeper.back().trail == journey.trail
    assert deeper.back().forward().trail == deeper.trail


@given(STEPS, PLACES)
def test_last_changes_between_two_views(steps: list[Step], place: Place) -> None:
    journey = Journey()
    for step in steps:
        journey = step(journey)
    there = journey.jump(place)
    if there.trail != journey.trail:
        assert there.last().trail == journey.trail
        assert there.last().last().trail == there.trail


@given(PLACES)
def test_every_trail_starts_at_the_clusters_and_ends_at_the_place(place: Place) -> None:
    trail = trail_to(place)
    assert trail[0] == HOME
    assert trail[-1] == place
    assert len(set(trail)) == len(trail)


def test_up_goes_to_the_list_the_thing_is_in() -> None:
    journey = Journey().jump(Place("task", cluster="production", service="search", task=TASK))
    assert journey.up().place == Place("tasks", cluster="production", service="search")
    assert journey.up().up().place == Place("services", cluster="production")
    assert journey.up().up().up().place == HOME
    assert journey.up().up().up().up().place == HOME


def test_the_path_tells_where_one_is() -> None:
    assert Place("tasks", cluster="default", service="scorekeep").path == ("default", "scorekeep", "tasks")
    assert Place("services").path == ("all clusters", "services")
    assert Place("tasks", cluster="batch", standalone=True).path == ("batch", "standalone tasks")
    assert Place("task", cluster="batch", task=TASK).path == ("batch", "task 4f1c0a9e")
    assert Place("json", cluster="c", service="s", subject=("service", "s")).path == ("c", "s", "json")
