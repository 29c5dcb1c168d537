"""A tail that only reads back, and one that never opens a billed session."""

from datetime import timedelta

import msgspec
import pytest

from fargate_tui.fargate.errors import NotAllowed, Throttled
from fargate_tui.live.store import Store
from fargate_tui.live.tail import TailSubject
from tests.live.held_clock import HeldClock
from tests.live.small_aws import SmallAws, cluster, service, stopped, task
from tests.live.tailing import GROUP, definition, event, ms, tailing

WEB = TailSubject(cluster="prod", service="web")
QUARTER = timedelta(minutes=15)


@pytest.fixture
def small(aws: SmallAws) -> SmallAws:
    aws.put(cluster("prod"), service("web", task_definition=definition().task_definition_arn), definition(), task(1))
    return aws


async def test_it_ends_when_all_is_read(small: SmallAws, store: Store, clock: HeldClock) -> None:
    small.write(event(ms(clock, -1000), "too old"), *(event(ms(clock, -800 + 100 * i), f"old {i}") for i in range(8)))
    async with tailing(store.logs.tail(WEB, QUARTER, once=True), clock) as told:
        assert told.is_over()
        assert told.said() == [f"old {i}" for i in range(8)]
        assert (told.state().mode, told.state().billed, told.state().gaps) == ("ended", False, ())
    assert small.sessions == []


async def test_lines_of_a_task_that_is_not_listed_are_waited_for(
    small: SmallAws, store: Store, clock: HeldClock
) -> None:
    small.put(msgspec.structs.replace(task(2), desired_status="not yet"))
    small.write(event(ms(clock, -60), "of another", number=2), event(ms(clock, -50), "of the first"))
    async with tailing(store.logs.tail(WEB, QUARTER, once=True), clock) as told:
        assert told.is_over()
        assert told.said() == ["of another", "of the first"]


async def test_a_stopped_task_and_a_log_group(small: SmallAws, store: Store, clock: HeldClock) -> None:
    dead = stopped(task(3), stopped_at=clock.now() - timedelta(minutes=30))
    small.put(dead)
    small.write(event(ms(clock, -1860), "last words", number=3), event(ms(clock, -60), "alive"))
    of_task = TailSubject(cluster="prod", service="web", task=dead.task_arn)
    async with tailing(store.logs.tail(of_task, QUARTER, once=True), clock) as told:
        assert (told.is_over(), told.said()) == (True, ["last words"])
    async with tailing(store.logs.tail(TailSubject(cluster="", group=GROUP), QUARTER, once=True), clock) as told:
        assert (told.is_over(), told.said()) == (True, ["alive"])


async def test_it_ends_where_nothing_writes(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.put(cluster("prod"), service("web", task_definition=definition().task_definition_arn), definition())
    async with tailing(store.logs.tail(WEB, QUARTER, once=True), clock) as told:
        assert (told.is_over(), told.said()) == (True, [])


async def test_what_may_not_be_read_is_a_gap_and_an_end(small: SmallAws, store: Store, clock: HeldClock) -> None:
    small.errors["FilterLogEvents"] = NotAllowed("read /ecs/web", "not allowed", action="logs:FilterLogEvents")
    async with tailing(store.logs.tail(WEB, QUARTER, once=True), clock) as told:
        assert told.is_over()
        assert told.state().gaps == ("cannot read /ecs/web: not allowed",)


async def test_definitions_that_may_not_be_read_are_no_reason_to_wait(
    small: SmallAws, store: Store, clock: HeldClock
) -> None:
    small.errors["DescribeTaskDefinition"] = NotAllowed("read web:7", "not allowed")
    async with tailing(store.logs.tail(WEB, QUARTER, once=True), clock) as told:
        assert told.is_over()
        assert told.state().gaps == ("cannot read web:7: not allowed",)


async def test_throttling_is_outlived(small: SmallAws, store: Store, clock: HeldClock) -> None:
    small.write(event(ms(clock, -60), "a line"))
    small.errors["FilterLogEvents"] = Throttled("read /ecs/web", "slow down")
    async with tailing(store.logs.tail(WEB, QUARTER, once=True), clock) as told:
        await clock.push(1)
        assert not told.is_over()
        small.errors.clear()
        await clock.push(60)
        assert (told.is_over(), told.said()) == (True, ["a line"])
