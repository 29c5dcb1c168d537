"""The reverse look-up: which task or service a text is."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from fargate_tui.fargate.arns import task_id
from fargate_tui.fargate.errors import CredentialsExpired, NotAllowed
from fargate_tui.fargate.records import Task
from fargate_tui.screens.find import FindScreen
from tests.live.small_aws import cluster
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
        assert person.says("not in eu-west-1, running, stopped or kept · a searches all Regions")


def abroad(world: World, *regions: str) -> World:
    """The same with an account that has other Regions too, in each of them a task with the same address."""
    task = one_of(world, "storefront")
    for region in regions:
        there = World()
        arn = task.task_arn.replace("eu-west-1", region)
        edge = f"arn:aws:ecs:{region}:123456789012:cluster/edge"
        there.put(msgspec.structs.replace(cluster("edge"), cluster_arn=edge))
        there.put(msgspec.structs.replace(task, task_arn=arn.replace("/production/", "/edge/")))
        world.abroad[region] = there
    return world


async def test_all_regions_are_searched_on_request_and_what_is_there_is_told_how_to_be_reached() -> None:
    world = abroad(believable(), "ap-south-1", "us-east-2")
    address = detail(one_of(world, "storefront"), "privateIPv4Address")
    async with sitting(world) as person:
        await find(person, address)
        assert len(person.names) == 1
        await person.press("a")
        await calm(person)
        assert person.path == f"find {address} everywhere"
        assert len(person.names) == 3
        assert "all Regions" in person.header
        assert "3 of 3 Regions" in person.header
        assert person.says("ap-south-1 +.*private IP") or person.says("ap-south-1")
        (there,) = (row for row in person.table.shown if row.region == "us-east-2")
        person.table.select(there.arn)
        await person.press("enter")
        assert person.told[-1].startswith("it is in us-east-2: fargate-tui --region us-east-2")
        assert person.path == f"find {address} everywhere"
        await person.press("escape")
        assert person.path == f"find {address}"


async def test_a_region_that_fails_is_told_and_leaves_the_others_standing() -> None:
    world = abroad(believable(), "ap-south-1", "us-east-2")
    world.abroad["us-east-2"].errors["ListClusters"] = NotAllowed("list clusters", "ecs:ListClusters is not allowed")
    address = detail(one_of(world, "storefront"), "privateIPv4Address")
    async with sitting(world) as person:
        await find(person, f"{address} everywhere")
        assert len(person.names) == 2
        assert "us-east-2: cannot list clusters: ecs:ListClusters is not allowed" in " ".join(person.notice.split())


async def test_credentials_that_do_not_hold_in_another_region_do_not_end_the_search() -> None:
    world = abroad(believable(), "ap-east-1", "us-east-2")
    refused = "AWS does not accept the credentials of profile default in ap-east-1"
    world.abroad["ap-east-1"].errors["ListClusters"] = CredentialsExpired("list clusters", refused)
    address = detail(one_of(world, "storefront"), "privateIPv4Address")
    async with sitting(world) as person:
        await find(person, f"{address} everywhere")
        assert len(person.names) == 2
        assert refused in " ".join(person.notice.split())


async def test_where_regions_may_not_be_listed_those_of_every_account_are_searched_and_that_is_said() -> None:
    world = abroad(believable(), "us-east-2")
    world.errors["DescribeRegions"] = NotAllowed("list the Regions", "ec2:DescribeRegions is not allowed for ops")
    address = detail(one_of(world, "storefront"), "privateIPv4Address")
    async with sitting(world) as person:
        await find(person, f"{address} everywhere")
        assert len(person.names) == 2
        said = " ".join(person.notice.split())
        assert "only the 17 Regions that every account has are searched" in said
        assert "ec2:DescribeRegions is not allowed for ops" in said
        assert "17 of 17 Regions" in person.header


async def test_a_search_of_all_regions_is_stopped_with_escape(monkeypatch: pytest.MonkeyPatch) -> None:
    world = abroad(believable(), "ap-south-1")
    answers, pages = asyncio.Event(), world.abroad["ap-south-1"].task_pages

    async def slow(*arguments: Any, **named: Any) -> AsyncGenerator[tuple[str, ...], None]:
        await answers.wait()
        async for page in pages(*arguments, **named):
            yield page

    monkeypatch.setattr(world.abroad["ap-south-1"], "task_pages", slow)
    address = detail(one_of(world, "storefront"), "privateIPv4Address")
    async with sitting(world) as person:
        await find(person, f"{address} everywhere")
        await person.until(lambda: "1 of 2 Regions" in person.header)
        await person.press("escape")
        answers.set()
        await calm(person)
        assert len(person.names) == 1
        assert "stopped: " in person.notice


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
