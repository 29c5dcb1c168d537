"""Protected tasks: told in the list and in the task's own view, until when, and honestly where it is not known."""

from datetime import timedelta
from typing import Any

from fargate_tui.fargate.errors import NotAllowed
from tests.screens.person import sitting
from tests.screens.world import NOW, World, believable

OF_STOREFRONT: dict[str, Any] = {"cluster": "production", "service": "storefront"}


def protected_world() -> World:
    """The account of the pictures, one of whose tasks is protected for two hours."""
    world = believable()
    alive = [
        each for each in world.tasks.values() if each.group == "service:storefront" and each.last_status == "RUNNING"
    ]
    world.protected = {alive[0].task_arn}
    world.protected_until = NOW + timedelta(hours=2)
    return world


async def test_the_list_says_until_when() -> None:
    for size in ((120, 36), (80, 24)):
        async with sitting(protected_world(), size=size, **OF_STOREFRONT) as person:
            assert person.text.count("protected to 05:12") == 2  # the row, and its explanation below
            assert person.says("protected to 05:12 UTC from scale-in and deployments · a changes it")
            await person.press("j")
            assert person.text.count("protected to 05:12") == 1


async def test_what_is_set_from_here_is_told_at_once() -> None:
    async with sitting(believable(), **OF_STOREFRONT) as person:
        assert "protected" not in person.text
        await person.press("a", "enter")
        await person.done("plan")
        await person.press("y")
        await person.until(lambda: person.says("1d protected"))


async def test_the_task_says_how_long() -> None:
    async with sitting(protected_world(), size=(120, 50), **OF_STOREFRONT) as person:
        await person.press("enter")
        assert "· protected to 05:12 UTC" in person.lines[3]
        assert person.says("protection protected to 05:12 UTC, 2h 00m left: scale-in and deployments leave it alone")
        await person.press("escape", "j", "enter")
        assert person.says("protection none: scale-in and deployments may stop it · a protects it")


async def test_a_missing_permission_is_named_in_both() -> None:
    world = protected_world()
    world.errors["GetTaskProtection"] = NotAllowed("read protection", "no", "ecs:GetTaskProtection")
    async with sitting(world, **OF_STOREFRONT) as person:
        assert "ecs:GetTaskProtection is not allowed" in person.notice
        assert person.table.shown
        await person.press("enter")
        assert "ecs:GetTaskProtection is not allowed" in person.notice
        assert "protection none" not in " ".join(person.text.split())


async def test_standalone_tasks_are_not_asked_about() -> None:
    world = protected_world()
    async with sitting(world, cluster="batch") as person:
        await person.go("standalone")
        assert person.table.shown
        assert world.asked["GetTaskProtection"] == 0
