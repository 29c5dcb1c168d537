"""What happened, without the screen, over a small AWS and a held clock."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest

from fargate_tui.columns.timeline import COLUMNS
from fargate_tui.commands.events import WORDS, parser, read_options, timed, views
from fargate_tui.commands.listing import Listing
from fargate_tui.fargate.records import ServiceEvent
from fargate_tui.live.store import Store
from tests.commands.program import Kept
from tests.live.held_clock import HeldClock
from tests.live.small_aws import SmallAws, cluster, service

STARTED = "(service web) has started 1 tasks: (task 0a1b)."
STEADY = "(service web) has reached a steady state."


def said(at: datetime, message: str) -> ServiceEvent:
    return ServiceEvent(id=f"{at}{message}", created_at=at, message=message)


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def aws(clock: HeldClock) -> SmallAws:
    made = SmallAws()
    now = clock.now()
    events = (said(now - timedelta(minutes=1), STEADY), said(now - timedelta(hours=3), STARTED))
    made.put(cluster("prod"), service("web", events=events))
    return made


@pytest.fixture
async def store(aws: SmallAws, clock: HeldClock) -> AsyncIterator[Store]:
    async def connect() -> SmallAws:
        return aws

    made = Store(connect, clock=clock, chance=lambda: 1.0)
    yield made
    await made.close()


@asynccontextmanager
async def telling(store: Store, clock: HeldClock, *words: str) -> "AsyncIterator[tuple[Kept, Any]]":
    kept, made = Kept(), parser()
    columns = timed(COLUMNS)
    wanted, begin = read_options(made.parse_args(["prod/web", *words]), made, columns, clock)
    listing = Listing(columns, WORDS, wanted, kept, clock)
    work = asyncio.create_task(listing.tell(lambda: views(store.course.timeline("prod", "web"), begin)))
    await clock.push(0.5)
    try:
        yield kept, work
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


def happens(aws: SmallAws, clock: HeldClock, *messages: str) -> None:
    (web,) = aws.services.values()
    fresh = tuple(said(clock.now(), message) for message in messages)
    aws.put(service("web", events=(*fresh, *web.events)))


async def test_the_oldest_comes_first_with_its_time(store: Store, clock: HeldClock) -> None:
    async with telling(store, clock) as (kept, work):
        assert work.result() == 0
    header, first, last = kept.said
    assert header.split()[:2] == ["TIME", "(UTC)"]
    assert (first.split()[1:3], last.split()[1:3]) == (["11-23", "00:12:00"], ["11-23", "03:11:00"])


async def test_since(store: Store, clock: HeldClock) -> None:
    async with telling(store, clock, "--since", "1h", "--json") as (kept, _):
        assert [each["what"] for each in json.loads(kept.said[0])] == ["steady"]


async def test_what_happens_is_told_as_it_does_and_nothing_is_gone(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    async with telling(store, clock, "--follow", "--json") as (kept, _):
        happens(aws, clock, STARTED)
        await clock.push(10)
        (web,) = aws.services.values()
        aws.put(service("web", events=web.events[:1]))  # AWS remembers the last hundred only
        await clock.push(10)
    told = [(each["change"], each["what"]) for each in map(json.loads, kept.said)]
    assert told == [("listed", "started"), ("listed", "steady"), ("added", "started")]


async def test_something_is_waited_for(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    async with telling(store, clock, "--watch", "what=steady and severity=ok") as (kept, work):
        await clock.push(30)
        assert not work.done(), "what happened before is not waited for"
        happens(aws, clock, STARTED)
        await clock.push(10)
        assert not work.done()
        happens(aws, clock, STEADY)
        await clock.push(10)
        assert work.result() == 0
    assert "has reached a steady state" in kept.said[-1]


async def test_something_that_does_not_happen(store: Store, clock: HeldClock) -> None:
    async with telling(store, clock, "--watch", "severity=error", "--timeout", "1m") as (kept, work):
        await clock.push(60)
        assert work.result() == 1
    assert kept.noted == ['fargate-tui test: "severity=error" did not hold within 1m: no event was so']
