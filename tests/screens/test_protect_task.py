"""Tasks that ECS must not stop: for so long, and no longer."""

from datetime import UTC, datetime

import msgspec
import pytest

from fargate_tui.actions.protect_task import minutes_of
from fargate_tui.fargate.errors import Invalid
from tests.screens.person import sitting
from tests.screens.test_run_task import until
from tests.screens.world import believable

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("120", 120), ("on", 120), ("off", 0), ("until 2026-11-23T03:42:30+00:00", 31), ("until 2026-11-22T00:00:00Z", 0)],
)
def test_what_is_typed(typed: str, minutes: int) -> None:
    assert minutes_of(typed, NOW) == minutes


@pytest.mark.parametrize("typed", ["0", "2881", "long", "-1", "1.5"])
def test_what_says_nothing_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="2,880"):
        minutes_of(typed, NOW)


async def test_a_task_that_is_being_stopped_is_not() -> None:
    world = believable()
    async with sitting(world, cluster="production", service="storefront") as person:
        world.put(*(msgspec.structs.replace(task, desired_status="STOPPED") for task in world.tasks.values()))
        await person.press("a")
        await person.type("30")
        await person.press("enter")
        await person.done("plan")
        assert person.says("cannot protect task .* it is being stopped, or has stopped already")


async def test_a_task_is_protected_and_let_go_of_again() -> None:
    async with sitting(believable(), cluster="production", service="storefront") as person:
        await person.press("a")
        await person.type("30")
        await person.press("enter")
        assert person.says("protection off → for 30 min")
        assert not person.aws.carried_out
        await person.press("y")
        await until(person, "done")
        assert len(person.aws.protected) == 1
        await person.press("u")
        await person.done("plan")
        assert person.says("protection on → off")
        await person.press("y")
        await until(person, "done")
        assert not person.aws.protected
