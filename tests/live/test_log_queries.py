"""Queries that run, and the log groups they are about."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from fargate_tui.fargate.errors import AwsError, MalformedQuery, NotAllowed, NotFound, Throttled, Unreachable
from fargate_tui.fargate.logs.insights import QueryResults, QueryRow, QueryStatistics
from fargate_tui.live.log_groups import LogGroup, LogGroups
from fargate_tui.live.log_queries import Asked, QueryState
from fargate_tui.live.store import Store
from fargate_tui.live.tail import TailSubject
from tests.live.held_clock import HeldClock, settle
from tests.live.small_aws import SmallAws, cluster, service, task
from tests.live.tailing import container, definition

DENIED = NotAllowed("run the query", "logs:StartQuery is not allowed", action="logs:StartQuery")


def asked(clock: HeldClock, region: str = "") -> Asked:
    return Asked("limit 1", ("/ecs/web",), region, clock.now() - timedelta(hours=1), clock.now())


def found(status: str, *said: str) -> QueryResults:
    rows = tuple(QueryRow(number=at, fields=(("@message", text),), ptr=text) for at, text in enumerate(said))
    return QueryResults(status=status, rows=rows, statistics=QueryStatistics(records_scanned=len(said) * 10))


@contextlib.asynccontextmanager
async def running(store: Store, query: Asked) -> AsyncIterator[list[QueryState]]:
    told: list[QueryState] = []

    async def follow() -> None:
        async with contextlib.aclosing(store.logs.query(query)) as states:
            async for state in states:
                told.append(state)  # noqa: PERF401 - what was told so far is read meanwhile

    task = asyncio.create_task(follow())
    try:
        await settle()
        yield told
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await settle()


async def test_a_query_tells_how_far_it_is_until_it_is_over(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.answers = [found("Scheduled"), found("Running", "one"), found("Complete", "one", "two")]
    async with running(store, asked(clock)) as told:
        await clock.push(3)
        assert [state.results.status for state in told] == ["Starting", "Scheduled", "Running", "Complete"]
        assert [state.is_over for state in told] == [False, False, False, True]
        assert [len(state.results.rows) for state in told] == [0, 0, 1, 2]
        assert told[3].results.rows[0] is told[2].results.rows[0], "a row that did not change is the same row"
        assert told[3].seconds == pytest.approx(0.5 + 0.625 + 0.78125)
        calls = aws.asked.copy()
        await clock.push(60)
        assert aws.asked == calls, "a query that is over is not asked about"
    assert not aws.queries[0].is_stopped
    assert (aws.queries[0].groups, aws.queries[0].text) == (("/ecs/web",), "limit 1")


async def test_a_long_query_is_asked_about_ever_less_often(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.answers = [found("Running", "one")]
    async with running(store, asked(clock)):
        await clock.push(20)
        before = aws.asked["GetQueryResults"]
        await clock.push(20)
        assert aws.asked["GetQueryResults"] - before == 10


async def test_leaving_stops_it_at_aws(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.answers = [found("Running")]
    async with running(store, asked(clock)):
        await clock.push(1)
    assert aws.queries[0].is_stopped


async def test_leaving_while_it_starts_stops_it_too(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    states = store.logs.query(asked(clock))
    await anext(states)
    starting = asyncio.ensure_future(anext(states))
    for _ in range(2):
        await asyncio.sleep(0)
    starting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await starting
    await settle()
    assert aws.queries[0].is_stopped


async def test_the_end_of_the_program_stops_it_before_the_connection_is_closed(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    aws.answers = [found("Running")]
    async with running(store, asked(clock)):
        await clock.push(1)
        await store.close()
        assert aws.queries[0].is_stopped
        assert aws.is_closed


async def test_a_stop_that_is_refused_is_nobodys_trouble(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.answers = [found("Running")]
    aws.errors["StopQuery"] = NotAllowed("stop the query", "not allowed", action="logs:StopQuery")
    async with running(store, asked(clock)):
        await clock.push(1)
    assert aws.asked["StopQuery"] == 1


@pytest.mark.parametrize("error", [DENIED, MalformedQuery("run", "bad", start=3, end=4), Throttled("run", "too many")])
async def test_a_query_that_does_not_start_says_why_and_is_over(
    error: AwsError, aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    aws.errors["StartQuery"] = error
    async with running(store, asked(clock)) as told:
        await clock.push(10)
        assert (told[-1].error, told[-1].is_over) == (error, True)
    assert aws.asked.total() == 1, "it is not tried again by itself: it is billed"


@pytest.mark.parametrize("error", [Throttled("read", "slow down"), Unreachable("read", "cut off")])
async def test_what_passes_is_waited_for_with_the_rows_standing(
    error: AwsError, aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    aws.answers = [found("Running", "one"), found("Complete", "one", "two")]
    async with running(store, asked(clock)) as told:
        await clock.push(0.6)
        aws.errors["GetQueryResults"] = error
        await clock.push(1)
        assert (told[-1].error, told[-1].is_over, len(told[-1].results.rows)) == (error, False, 1)
        aws.errors.clear()
        await clock.push(10)
        assert (told[-1].error, told[-1].is_over, len(told[-1].results.rows)) == (None, True, 2)


async def test_results_that_may_not_be_read_end_it_and_stop_it(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    denied = NotAllowed("read the results", "not allowed", action="logs:GetQueryResults")
    aws.errors["GetQueryResults"] = denied
    async with running(store, asked(clock)) as told:
        await clock.push(1)
        assert (told[-1].error, told[-1].is_over) == (denied, True)
        assert aws.queries[0].is_stopped, "nobody can read it, and it costs"


async def test_a_query_runs_in_its_region_only(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    async with running(store, asked(clock, "us-west-2")), running(store, asked(clock)):
        await clock.push(1)
    assert [query.region for query in aws.queries] == ["us-west-2", "eu-west-1"]


# --- log groups -------------------------------------------------------------------------------------------------------


async def groups_of(store: Store, clock: HeldClock, subject: TailSubject, seconds: float = 5) -> list[LogGroups]:
    told: list[LogGroups] = []

    async def follow() -> None:
        async with contextlib.aclosing(store.logs.groups(subject)) as found:
            async for each in found:
                told.append(each)  # noqa: PERF401

    task = asyncio.create_task(follow())
    await clock.push(seconds)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    return told


WEB = TailSubject(cluster="prod", service="web")


async def test_the_groups_of_a_service_are_those_of_its_definitions(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    elsewhere = container("proxy", "/ecs/proxy", **{"awslogs-region": "us-west-2"})
    aws.put(
        cluster("prod"), task(1), definition(container(), elsewhere, container("again")),
        service("web", task_definition=definition().task_definition_arn),
    )  # fmt: skip
    told = await groups_of(store, clock, WEB)
    assert told[-1] == LogGroups(
        (LogGroup("eu-west-1", "/ecs/web"), LogGroup("us-west-2", "/ecs/proxy")), (), None, True
    )


async def test_the_groups_of_a_task_and_of_a_cluster(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    other = definition(container("cart", "/ecs/cart"), family="cart")
    aws.put(
        cluster("prod"), task(1), definition(), other,
        task(2, group="service:cart", task_definition_arn=other.task_definition_arn),
    )  # fmt: skip
    one = await groups_of(store, clock, TailSubject(cluster="prod", task=task(2).task_arn))
    assert [each.name for each in one[-1].groups] == ["/ecs/cart"]
    assert one[-1].is_complete
    every = await groups_of(store, clock, TailSubject(cluster="prod"))
    assert [each.name for each in every[-1].groups] == ["/ecs/cart", "/ecs/web"]


async def test_a_service_without_tasks_has_the_groups_of_its_deployments(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    aws.put(cluster("prod"), definition(), service("web", task_definition=definition().task_definition_arn))
    told = await groups_of(store, clock, WEB)
    assert ([each.name for each in told[-1].groups], told[-1].is_complete) == (["/ecs/web"], True)


async def test_what_is_not_known_is_said_and_never_taken_for_complete(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    aws.put(cluster("prod"), task(1), service("web"))
    aws.errors["DescribeTaskDefinition"] = NotAllowed("describe", "not allowed", action="ecs:DescribeTaskDefinition")
    told = await groups_of(store, clock, WEB)
    assert (told[-1].groups, told[-1].is_complete) == ((), False)
    assert told[-1].gaps


async def test_tasks_that_cannot_be_listed_leave_it_open(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.errors["ListTasks"] = NotFound("list tasks", "no such service")
    told = await groups_of(store, clock, WEB)
    assert (told[-1].error, told[-1].is_complete) == (aws.errors["ListTasks"], False)


async def test_nothing_is_asked_once_all_is_known(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.put(cluster("prod"), task(1), definition())
    await groups_of(store, clock, WEB)
    calls = aws.asked.total()
    await clock.push(120)
    assert aws.asked.total() == calls


async def test_groups_are_found_by_the_beginning_of_their_names(aws: SmallAws, store: Store) -> None:
    aws.groups = {"/ecs/web", "/ecs/cart", "/aws/lambda/x"}
    assert await store.logs.group_names("/ecs/") == ("/ecs/cart", "/ecs/web")
