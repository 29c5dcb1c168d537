"""The steps of the tour and how far one is: pure, so that every way through them can be tried."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fargate_tui.format import cell_width
from fargate_tui.keys.declared import ids, own, parts
from fargate_tui.keys.keymap import Keymap, keymap
from fargate_tui.keys.presets import PRESETS
from fargate_tui.screens.journey import Place, View
from fargate_tui.tour.progress import Progress
from fargate_tui.tour.seen import Seen
from fargate_tui.tour.steps import ANYWHERE, DEMO, Key, Step, steps_of
from fargate_tui.tour.words import page
from fargate_tui.widgets.lines import plain

CLUSTERS = Seen(place=Place("clusters"))
SERVICES = Seen(place=Place("services", cluster="production"))
TASKS = Seen(place=Place("tasks", cluster="production", service="api"))
TASK = Seen(place=Place("task", cluster="production", service="api", task="arn"))
LOGS = Seen(place=Place("logs", cluster="production", service="api", task="arn"))
DEPLOYMENTS = Seen(place=Place("deployments", cluster="production", service="api"))
EVENTS = Seen(place=Place("events", cluster="production", service="api"))
PROBLEMS = replace(SERVICES, problems_only=True)
FOUND = replace(SERVICES, filter="resizer")
BOTH = pytest.mark.parametrize("steps", [DEMO, ANYWHERE], ids=["demo", "anywhere"])

WALK: dict[str, tuple[Seen, ...]] = {
    "open a cluster": (SERVICES,),
    "what is wrong": (PROBLEMS, SERVICES),
    "find one": (replace(SERVICES, filter="resizer", prompt="/"), FOUND),
    "why it died": (TASK,),
    "the tasks of a service": (TASKS,),
    "what it said": (LOGS, replace(LOGS, prompt="&"), replace(LOGS, keep="heap")),
    "back": (TASK, SERVICES),
    "how a deployment stands": (DEPLOYMENTS,),
    "no change without a plan": (replace(DEPLOYMENTS, plan=True), DEPLOYMENTS),
    "anywhere by name": (replace(DEPLOYMENTS, prompt=":"), EVENTS),
    "every key": (replace(EVENTS, overlay="help"), EVENTS),
}
"""What is seen while somebody does a step, by its title."""
BEGUN = Progress()
ANYTHING = [
    Seen(place=each.place, filter=text, keep=text, problems_only=problems, plan=plan, prompt=prompt, overlay=overlay)
    for each, text, problems, plan, prompt, overlay in product(
        (CLUSTERS, SERVICES, TASKS, TASK, LOGS, DEPLOYMENTS, EVENTS),
        ("", "heap"),
        (False, True),
        (False, True),
        ("", ":", "/"),
        ("", "help", "LogLineScreen"),
    )
]


def after(steps: Sequence[Step], *seen: Seen, begun: Progress = BEGUN) -> Progress:
    for each in seen:
        begun = begun.see(each, steps)
    return begun


@BOTH
def test_who_does_each_step_comes_to_the_end(steps: tuple[Step, ...]) -> None:
    progress = after(steps, CLUSTERS)
    for number, step in enumerate(steps[:-1]):
        assert progress.number == number, step.title
        progress = after(steps, *WALK[step.title], begun=progress)
    assert progress.is_last(steps)


@pytest.mark.parametrize(
    ("title", "seen"),
    [
        ("open a cluster", (CLUSTERS, replace(SERVICES, place=Place("services")))),
        ("open a cluster", (CLUSTERS, replace(SERVICES, place=Place("services", cluster="batch")))),
        ("what is wrong", (SERVICES, FOUND)),
        ("find one", (PROBLEMS, replace(PROBLEMS, filter="re", prompt="/"), PROBLEMS)),
        ("why it died", (FOUND, LOGS)),
        ("what it said", (TASK, LOGS)),
        ("back", (LOGS, TASK)),
        ("no change without a plan", (DEPLOYMENTS, replace(DEPLOYMENTS, prompt=":"), DEPLOYMENTS)),
        ("no change without a plan", (DEPLOYMENTS, replace(DEPLOYMENTS, plan=True))),
        ("anywhere by name", (DEPLOYMENTS, replace(DEPLOYMENTS, prompt=":"))),
        ("every key", (EVENTS, replace(EVENTS, overlay="LogLineScreen"), EVENTS)),
        ("every key", (EVENTS, replace(EVENTS, overlay="help"))),
    ],
)
def test_something_else_is_not_the_step(title: str, seen: tuple[Seen, ...]) -> None:
    number = [step.title for step in DEMO].index(title)
    assert after(DEMO, *seen, begun=Progress(number)).number == number


def test_what_is_done_already_is_passed_over() -> None:
    assert DEMO[after(DEMO, replace(PROBLEMS, filter="api")).number].title == "why it died"


def test_a_step_that_was_gone_back_to_waits_until_it_is_done_anew() -> None:
    progress = after(DEMO, CLUSTERS, SERVICES, PROBLEMS)
    assert progress.number == 2
    progress = after(DEMO, PROBLEMS, replace(PROBLEMS, filter="x", prompt="/"), begun=progress.back())
    assert progress.number == 1
    assert after(DEMO, SERVICES, begun=progress).number == 1
    assert after(DEMO, SERVICES, PROBLEMS, begun=progress).number == 2


@BOTH
@settings(deadline=None)
@given(ways=st.lists(st.sampled_from([*ANYTHING, "next", "back"]), max_size=20))
def test_wherever_somebody_goes_there_is_a_step_and_it_is_done_only_forwards(
    steps: tuple[Step, ...], ways: list[Seen | str]
) -> None:
    progress = Progress()
    for way in ways:
        before = progress
        if isinstance(way, Seen):
            progress = progress.see(way, steps)
            assert progress.number >= before.number
            assert progress.see(way, steps) == progress, "looking twice does nothing"
        else:
            progress = progress.forward(steps) if way == "next" else progress.back()
            assert abs(progress.number - before.number) <= 1
        assert 0 <= progress.number < len(steps)


@pytest.mark.parametrize(
    ("demo", "clusters", "steps"),
    [
        ("scorekeep", None, DEMO),
        ("scorekeep", ["default", "production"], DEMO),
        ("scorekeep", ["games-eu"], ANYWHERE),
        ("fleet", None, ANYWHERE),
        (None, ["production"], ANYWHERE),
    ],
)
def test_only_where_something_is_broken_the_tour_says_so(
    demo: str | None, clusters: list[str] | None, steps: tuple[Step, ...]
) -> None:
    assert steps_of(demo, clusters) is steps


def test_both_tours_go_the_same_way() -> None:
    assert len(DEMO) == len(ANYWHERE) == 11


@BOTH
def test_every_key_is_one_that_there_is(steps: tuple[Step, ...]) -> None:
    there_are = {
        (each.id, key) for _, owners in parts() for node in owners for each in own(node) for key in each.key.split(",")
    }
    named = {key for step in steps for key in _keys(step) if key.id}
    assert not [key for key in named if (key.id, key.usual) not in there_are]
    assert {"app.tour_back", "app.tour_next", "app.tour_end"} <= set(ids())


@pytest.mark.parametrize("preset", PRESETS)
@BOTH
def test_the_words_fit_two_lines_of_a_narrow_terminal(steps: tuple[Step, ...], preset: str) -> None:
    chosen = keymap({"preset": preset})
    for number, step in enumerate(steps):
        told = page(Progress(number), steps, next(iter(step.views), "clusters"), chosen)
        assert cell_width(plain(told.words)) <= 2 * 76, plain(told.words)
        assert cell_width(plain(told.presses)) <= 60, plain(told.presses)


def test_a_page_names_the_keys_that_were_chosen() -> None:
    chosen = keymap({"row.why": "f9", "app.tour_end": "f8"})
    told = page(Progress(3), DEMO, "services", chosen)
    assert plain(told.presses) == "press f9"
    assert [f"{hint.key} {hint.what}" for hint in told.hints] == ["f2 back", "f3 skip", "f8 end"]


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("services", "press v"),
        ("keys", "not from here: [ goes back · f3 skips"),
        ("wizard", "not from here: esc goes back · f3 skips"),
    ],
)
def test_where_the_keys_mean_something_else_the_way_back_is_told(view: View, said: str) -> None:
    assert plain(page(Progress(3), DEMO, view, Keymap()).presses) == said


def _keys(step: Step) -> list[Key]:
    return [each for press in (*step.presses, step.words) for each in press if isinstance(each, Key)]
