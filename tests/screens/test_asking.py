"""What is asked of AWS while a person looks, and what is not."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from textual.css.query import NoMatches

from fargate_tui.fargate.answers import Answer
from fargate_tui.fargate.records import Service
from fargate_tui.live.attention import IDLE_AFTER
from fargate_tui.live.ports.aws import Aws
from fargate_tui.screens.services import ServicesScreen
from tests.live.small_aws import cluster, service
from tests.screens.person import Person, sitting
from tests.screens.world import believable, only


async def asked_in(person: Person, seconds: float) -> set[str]:
    """The operations that are asked for in a while."""
    aws = person.aws
    aws.forget_calls()
    await person.wait(seconds)
    return set(aws.asked)


async def test_only_the_view_in_front_is_asked_for() -> None:
    async with sitting(believable()) as person:
        await person.wait(5)
        assert "ListClusters" in await asked_in(person, 30)
        await person.press("j", "enter")
        await person.wait(5)
        assert await asked_in(person, 30) <= {"ListServices", "DescribeServices", "ListTasks", "DescribeTasks"}
        await person.go("storefront")
        await person.wait(5)
        found = await asked_in(person, 30)
        assert "ListTasks" in found
        assert not found & {"ListClusters", "ListServices"}
        await person.press("enter")
        await person.wait(5)
        found = await asked_in(person, 30)
        assert "DescribeTasks" in found
        assert not found & {"ListClusters", "ListServices", "ListTasks"}


async def test_a_text_asks_for_nothing_more() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.press("d")
        await person.wait(5)
        assert await asked_in(person, 120) == set()
        await person.press("r")
        assert person.aws.asked["raw"] == 1


async def test_going_back_and_forth_leaves_one_poller() -> None:
    async with sitting(believable(), cluster="batch") as person:
        for _ in range(4):
            await person.press("escape")
            await person.go("production")
        await person.press("!", "/", "escape", "?", "escape")
        await person.wait(5)
        person.aws.forget_calls()
        await person.wait(20)
        twice = person.aws.asked["ListServices"]
        assert twice <= 11, "a rolling service is asked for every two seconds, once"
        assert "ListClusters" not in person.aws.asked


async def test_help_covers_a_view_and_nothing_is_asked_meanwhile() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.press("?")
        await person.wait(5)
        assert await asked_in(person, 60) == set()
        await person.press("escape")
        assert "ListServices" in await asked_in(person, 15)


async def test_after_15_idle_minutes_it_rests_and_a_key_wakes_it() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.wait(IDLE_AFTER + 60)
        assert "resting" in person.header
        assert person.says("paused after 15 minutes without a key; any key goes on")
        assert await asked_in(person, 600) == set()
        person.aws.forget_calls()
        await person.press("j")
        assert person.aws.asked["ListServices"] == 1
        assert "● live" in person.header
        assert not person.notice


async def test_rows_appear_batch_by_batch_while_more_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    world = only(cluster("prod"), *(service(f"s{number:02}") for number in range(25)))
    go_on = asyncio.Event()
    describe = world.describe_services

    async def slow(cluster: str, arns: Sequence[str]) -> AsyncIterator[Answer[Service]]:
        if "s00" not in arns[0]:
            await go_on.wait()
        async for answer in describe(cluster, arns):
            yield answer
            await go_on.wait()

    monkeypatch.setattr(world, "describe_services", slow)
    async with sitting(world, cluster="prod") as person:
        assert len(person.names) == 10
        assert "◔ loading 10" in person.header
        await person.press("j")
        assert person.here == "s01"
        go_on.set()
        await person.wait(1)
        assert len(person.names) == 25
        assert person.here == "s01"


async def test_leaving_while_the_first_answer_is_on_its_way() -> None:
    world = believable()
    never = asyncio.Event()

    async def connect() -> Aws:
        await never.wait()
        return world

    async with sitting(world, connect=connect) as person:
        assert person.says("asking AWS…")
        assert "loading" in person.header
        await person.go("production/cart-api")
        assert person.path == "production › cart-api › tasks"
        await person.press("?", "escape", "escape", "d", "y", "enter", "r", "/")
        await person.type("x")
        await person.press("escape")
        never.set()
        await person.go("clusters")
        await person.wait(1)
        assert len(person.names) == 4


async def test_the_count_of_calls_is_held_on_to_while_it_hardly_changes() -> None:
    async with sitting(believable(), cluster="production") as person:
        context = person.app.context
        counts = iter((20, 22, 17, 26, 25, 23, 12, 3))
        context.store.calls_per_minute = lambda: next(counts)  # type: ignore[method-assign]
        context.calls = 0
        assert [context.calls_per_minute() for _ in range(8)] == [20, 20, 20, 26, 26, 26, 12, 3]


async def test_an_answer_to_a_view_that_is_gone_goes_nowhere_and_a_defect_is_not_hidden() -> None:
    async def answer() -> None:
        raise NoMatches("no table")

    async with sitting(believable(), cluster="production") as person:
        gone = ServicesScreen(person.screen.place, person.app.context)
        await gone._until_taken_down(answer())
        with pytest.raises(ExceptionGroup):
            await person.screen._until_taken_down(answer())
