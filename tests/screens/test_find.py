"""The reverse look-up: which task or service a text is."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Any

import pytest

from fargate_tui.fargate.arns import task_id
from fargate_tui.fargate.errors import NotAllowed
from fargate_tui.fargate.records import Task
from fargate_tui.screens.find import FindScreen
from tests.screens.person import Person, sitting
from tests.screens.test_history import calm, dead_of, see
from tests.screens.test_screen_pictures import Picture
from tests.screens.world import World, believable


def one_of(world: World, service: str) -> Task:
    return next(
        task for task in world.tasks.values() if task.group == f"service:{service}" and task.last_status == "RUNNING"
    )


def detail(task: Task, name: str) -> str:
    return task.attachments[0].detail(name) or ""


async def find(person: Person, text: str) -> None:
    await person.go(f"find {text}")
    await calm(person)


def is_done(person: Person) -> bool:
    """Whether the search on the screen is over; the clock stands still meanwhile, for the view tells when that was."""
    screen = person.app.screen
    assert isinstance(screen, FindScreen)
    return screen.latest.complete and screen.latest.loaded


@pytest.mark.parametrize("by", ["address", "interface", "id", "arn", "prefix"])
async def test_what_there_is_one_of_is_found_and_opened(by: str) -> None:
    world = believable()
    task = one_of(world, "storefront")
    text = {
        "address": detail(task, "privateIPv4Address"),
        "interface": detail(task, "networkInterfaceId"),
        "id": task_id(task.task_arn),
        "arn": task.task_arn,
        "prefix": task_id(task.task_arn)[:8],
    }[by]
    async with sitting(world) as person:
        await find(person, text)
        assert person.path == f"find {text}"
        assert person.names == [task_id(task.task_arn)]
        assert "eu-west-1 only" in person.header
        await person.press("enter")
        assert person.path == f"production › storefront › task {task_id(task.task_arn)[:8]}"
        await person.press("escape")
        assert person.path == f"find {text}"


async def test_a_public_address_is_asked_for_at_last() -> None:
    world = believable()
    task = one_of(world, "storefront")
    world.public[detail(task, "networkInterfaceId")] = "54.12.8.3"
    async with sitting(world) as person:
        await find(person, "54.12.8.3")
        assert person.names == [task_id(task.task_arn)]
        assert person.says("public IP 54.12.8.3")


async def test_a_part_of_a_name_finds_services_and_their_tasks() -> None:
    async with sitting(believable()) as person:
        await find(person, "storefront")
        assert person.names[0] == "storefront"
        assert len(person.names) == 4
        assert person.says("service +storefront +production")
        await person.press("enter")
        assert person.path == "production › storefront › tasks"


async def test_an_image_tag_finds_the_tasks_that_run_it() -> None:
    world = believable()
    async with sitting(world) as person:
        await find(person, "image-resizer:1.8")
        assert len(person.names) == 3
        assert person.says("image 123456789012.dkr.ecr")


async def test_the_dead_that_aws_has_forgotten_are_found(tmp_path: Path) -> None:
    world = believable()
    dead = dead_of(world, "image-resizer")[0]
    async with sitting(world, cluster="production", history=tmp_path / "history.sqlite3") as person:
        await see(person, "image-resizer")
    del world.tasks[dead.task_arn]
    async with sitting(world, cluster="production", history=tmp_path / "history.sqlite3") as person:
        await find(person, detail(dead, "privateIPv4Address"))
        assert person.names == [task_id(dead.task_arn)]
        assert person.says("gone")
        await person.press("enter")
        await calm(person)
        assert person.says("out of memory")


async def test_what_is_nowhere_is_said_and_where_it_was_not_looked() -> None:
    async with sitting(believable()) as person:
        await find(person, "192.0.2.1")
        assert person.says("not in eu-west-1, running, stopped or kept · other Regions: --region NAME")


async def test_a_search_is_stopped_with_escape_and_keeps_what_it_found(monkeypatch: pytest.MonkeyPatch) -> None:
    world = believable()
    answers, pages = asyncio.Event(), world.task_pages

    async def slow(*arguments: Any, **named: Any) -> AsyncGenerator[tuple[str, ...], None]:
        await answers.wait()
        async for page in pages(*arguments, **named):
            yield page

    monkeypatch.setattr(world, "task_pages", slow)
    async with sitting(world) as person:
        await find(person, "storefront")
        assert "searching: " in person.header
        await person.press("escape")
        answers.set()
        await calm(person)
        assert person.path == "find storefront"
        assert "stopped: " in person.notice
        assert "storefront" in person.names
        await person.press("escape")
        assert person.path == "clusters"


async def test_what_is_not_allowed_is_said() -> None:
    world = believable()
    world.errors["ListTasks"] = NotAllowed("list tasks", "ecs:ListTasks is not allowed for ops")
    async with sitting(world) as person:
        await find(person, "10.0.0.250")
        assert "ecs:ListTasks is not allowed for ops" in person.notice


async def test_find_alone_says_what_to_type() -> None:
    async with sitting(believable()) as person:
        await person.go("find")
        assert person.told[-1].startswith("find what?")
        assert person.path == "clusters"


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["120x36", "80x24"])
@pytest.mark.parametrize("text", ["image", "10.0.", "192.0.2.1"])
def test_view(text: str, size: tuple[int, int], snap_compare: Callable[..., bool]) -> None:
    picture = Picture(believable(), {})

    async def look(person: Person) -> None:
        await person.go(f"find {text}")
        await person.until(lambda: is_done(person))

    picture.then = look
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)
