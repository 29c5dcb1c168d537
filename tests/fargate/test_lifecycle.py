import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate.lifecycle import NAMES, phases
from fargate_tui.fargate.records import Task

T0 = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
MOMENTS = (
    "created_at",
    "connectivity_at",
    "pull_started_at",
    "pull_stopped_at",
    "started_at",
    "stopping_at",
    "execution_stopped_at",
    "stopped_at",
)


def task(**seconds: int) -> Task:
    moments = {name: T0 + timedelta(seconds=after) for name, after in seconds.items()}
    return Task(task_arn="arn:aws:ecs:eu-west-1:1:task/c/t", **moments)  # type: ignore[arg-type]


def lasted(subject: Task, at: int) -> list[tuple[str, str, float | None]]:
    now = T0 + timedelta(seconds=at)
    found = ((phase, phase.duration(now)) for phase in phases(subject))
    return [(phase.name, phase.state, took.total_seconds() if took is not None else None) for phase, took in found]


def test_a_running_task() -> None:
    subject = task(created_at=0, connectivity_at=4, pull_started_at=9, pull_stopped_at=20, started_at=22)
    assert lasted(subject, 100) == [
        ("network", "done", 4),
        ("prepare", "done", 5),
        ("pull", "done", 11),
        ("start", "done", 2),
        ("running", "in progress", 78),
        ("stopping", "not reached", None),
    ]


def test_a_task_that_died_before_its_pull() -> None:
    subject = task(created_at=0, connectivity_at=4, stopping_at=30, stopped_at=41)
    assert lasted(subject, 1000) == [
        ("network", "done", 4),
        ("prepare", "done", 26),
        ("pull", "not reached", None),
        ("start", "not reached", None),
        ("running", "not reached", None),
        ("stopping", "done", 11),
    ]


def test_clocks_that_disagree_make_no_negative_phase() -> None:
    subject = task(created_at=5, connectivity_at=4, pull_started_at=6)
    assert lasted(subject, 7)[:3] == [("network", "done", 0), ("prepare", "done", 1), ("pull", "in progress", 1)]


def test_a_task_without_any_timestamp() -> None:
    assert {phase.state for phase in phases(task())} == {"not reached"}


@given(st.dictionaries(st.sampled_from(MOMENTS), st.integers(-1000, 1000)))
def test_phases_are_ordered_and_do_not_overlap(seconds: dict[str, int]) -> None:
    found = phases(task(**seconds))
    assert tuple(phase.name for phase in found) == NAMES
    reached = [phase for phase in found if phase.begin is not None]
    assert all(phase.end is not None and phase.begin is not None and phase.begin <= phase.end for phase in reached[:-1])
    assert all(before.end == after.begin for before, after in itertools.pairwise(reached))
    assert [phase.state == "in progress" for phase in reached].count(True) <= 1
