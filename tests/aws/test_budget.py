"""The buckets, under a clock that is held."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fargate_tui.aws.account import Aws
from fargate_tui.aws.buckets import CLUSTER_READ, EC2_READ, METRIC_DATA_READ, SERVICE_READ, Bucket
from fargate_tui.aws.budget import Budget
from fargate_tui.aws.calls import Calls
from fargate_tui.aws.reading import GET_METRIC_DATA, LIST_CLUSTERS, LIST_SERVICES, START_LIVE_TAIL
from fargate_tui.aws.session import ConnectionSettings, connect
from fargate_tui.fargate.errors import NotFound, Throttled


class HeldClock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@settings(deadline=None)
@given(burst=st.integers(1, 100), refill=st.integers(1, 40), calls=st.integers(1, 300))
async def test_never_more_than_burst_and_refill(burst: int, refill: int, calls: int) -> None:
    clock = HeldClock()
    budget = Budget(clock=clock, sleep=clock.sleep)
    bucket = Bucket("b", burst, refill)

    for made in range(1, calls + 1):
        await budget.acquire(bucket)
        assert made <= burst + (clock.now - 1000) * refill + 1e-6


async def test_a_burst_waits_for_nothing_and_the_next_for_its_token() -> None:
    clock = HeldClock()
    budget = Budget(clock=clock, sleep=clock.sleep)

    for _ in range(CLUSTER_READ.burst):
        await budget.acquire(CLUSTER_READ)
    assert clock.slept == []

    await budget.acquire(CLUSTER_READ)
    assert clock.slept == [pytest.approx(1 / CLUSTER_READ.refill)]


async def test_buckets_do_not_share() -> None:
    clock = HeldClock()
    budget = Budget(clock=clock, sleep=clock.sleep)
    for _ in range(CLUSTER_READ.burst):
        await budget.acquire(CLUSTER_READ)

    await budget.acquire(SERVICE_READ)

    assert clock.slept == []


async def test_callers_go_in_the_order_they_came() -> None:
    asked: list[tuple[float, asyncio.Event]] = []

    async def sleep(seconds: float) -> None:
        gate = asyncio.Event()
        asked.append((seconds, gate))
        await gate.wait()

    budget = Budget(clock=lambda: 0.0, sleep=sleep)
    bucket = Bucket("b", 1, 10)
    callers = [asyncio.create_task(budget.acquire(bucket)) for _ in range(4)]
    await asyncio.sleep(0)

    assert callers[0].done()
    assert [seconds for seconds, _ in asked] == [pytest.approx(0.1), pytest.approx(0.2), pytest.approx(0.3)]
    for _, gate in asked:
        gate.set()
    await asyncio.gather(*callers)


async def test_a_caller_who_gives_up_gives_the_token_back() -> None:
    asked: list[float] = []

    async def sleep(seconds: float) -> None:
        asked.append(seconds)
        await asyncio.Event().wait()

    budget = Budget(clock=lambda: 0.0, sleep=sleep)
    bucket = Bucket("b", 1, 10)
    await budget.acquire(bucket)
    for _ in range(3):
        waiting = asyncio.create_task(budget.acquire(bucket))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)

    assert asked == [pytest.approx(0.1)] * 3


async def test_a_throttle_empties_the_bucket() -> None:
    clock = HeldClock()
    budget = Budget(clock=clock, sleep=clock.sleep)

    budget.drain(CLUSTER_READ)
    await budget.acquire(CLUSTER_READ)

    assert clock.slept == [pytest.approx(1 / CLUSTER_READ.refill)]


async def test_what_is_shared_with_nobody_is_unlimited() -> None:
    clock = HeldClock()
    budget = Budget({CLUSTER_READ}, clock=clock, sleep=clock.sleep)

    budget.drain(CLUSTER_READ)
    for _ in range(1000):
        await budget.acquire(CLUSTER_READ)

    assert clock.slept == []
    assert budget.seconds_between({CLUSTER_READ: 500}) == 0.0


def test_a_steady_round_leaves_three_quarters_to_the_account() -> None:
    budget = Budget()

    # fargate.md §10.1: 200 services and 1,000 tasks, 22 calls of service read.
    assert budget.seconds_between({SERVICE_READ: 22, CLUSTER_READ: 2}) == pytest.approx(22 / 5)
    assert budget.seconds_between({}) == 0.0


@pytest.mark.parametrize(
    ("endpoint", "limited"),
    [
        (None, True),
        ("https://ecs.eu-west-1.amazonaws.com", True),
        ("https://vpce-1-2.ecs.eu-west-1.vpce.amazonaws.com", True),
        ("https://ecs.cn-north-1.amazonaws.com.cn", True),
        ("https://ecs.eu-west-1.api.aws", True),
        ("http://127.0.0.1:4566", False),
        ("http://localstack:4566", False),
        ("https://amazonaws.com.example.org", False),
    ],
)
async def test_only_aws_has_a_budget(
    bare_machine: object, monkeypatch: pytest.MonkeyPatch, endpoint: str | None, limited: bool
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "A")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")

    aws: Aws = await connect(ConnectionSettings(region="eu-west-1", endpoint_url=endpoint))

    assert aws.budget.limits(SERVICE_READ) is limited
    await aws.close()


async def test_one_local_service_leaves_the_others_limited(
    bare_machine: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "A")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")
    monkeypatch.setenv("AWS_ENDPOINT_URL_ECS", "http://127.0.0.1:4566")

    aws = await connect(ConnectionSettings(region="eu-west-1"))

    assert not aws.budget.limits(SERVICE_READ)
    assert aws.budget.limits(EC2_READ)
    await aws.close()


def test_calls_of_the_last_minute_only() -> None:
    clock = HeldClock()
    calls = Calls(clock)
    for _ in range(3):
        calls.begin(LIST_SERVICES)
        clock.now += 30

    assert calls.per_minute() == 1
    calls.begin(LIST_CLUSTERS)
    assert calls.per_minute() == 2
    clock.now += 61
    assert calls.per_minute() == 0
    assert [(each.name, each.bucket, each.calls) for each in calls.by_operation()] == [
        ("ListServices", "service read", 3),
        ("ListClusters", "cluster read", 1),
    ]


def test_what_went_wrong_is_counted_and_how_long_answers_took() -> None:
    clock = HeldClock()
    calls = Calls(clock)
    gone, slow = NotFound("x", "gone"), Throttled("x", "slow")
    for error, seconds in ((None, 0.1), (gone, 0.2), (slow, 0.9), (None, 0.3)):
        begun = calls.begin(LIST_SERVICES)
        clock.now += seconds
        calls.end(LIST_SERVICES, begun, error)

    (told,) = calls.by_operation()

    assert (told.calls, told.failed, told.throttled, told.throttled_lately, told.last_error) == (4, 2, 1, 1, "")
    assert [told.median, told.worst] == pytest.approx([0.25, 0.9])
    clock.now += 300
    (later,) = calls.by_operation()
    assert (later.failed, later.throttled, later.throttled_lately) == (2, 1, 0)
    assert (later.median, later.worst) == (None, None)


def test_the_newest_failure_is_told_until_a_call_is_answered() -> None:
    calls = Calls(HeldClock())
    calls.end(LIST_SERVICES, calls.begin(LIST_SERVICES), NotFound("list services", "gone"))
    assert calls.by_operation()[0].last_error == "cannot list services: gone"
    calls.end(LIST_SERVICES, calls.begin(LIST_SERVICES), None)
    assert calls.by_operation()[0].last_error == ""


def test_the_tally_does_not_grow_with_the_calls() -> None:
    clock = HeldClock()
    calls = Calls(clock)
    for number in range(10_000):
        calls.end(LIST_SERVICES, calls.begin(LIST_SERVICES), Throttled("x", "y") if number % 2 else None)
        clock.now += 0.5
    tally = calls._tallies[LIST_SERVICES]
    assert max(len(kept) for kept in (tally.seconds, tally.minutes, tally.answers, tally.throttles)) <= 256
    (told,) = calls.by_operation()
    assert (told.calls, told.per_minute, told.throttled) == (10_000, 118, 5_000)
    assert max(calls for _, calls in told.minutes) == 120


def test_metrics_asked_for_are_billed_where_the_price_is_known() -> None:
    here, elsewhere = Calls(HeldClock(), region="us-east-1"), Calls(HeldClock(), region="eu-west-1")
    local = Calls(HeldClock(), region="us-east-1", unlimited=[METRIC_DATA_READ])
    for calls in (here, elsewhere, local):
        calls.bill(GET_METRIC_DATA, 480)
        calls.bill(GET_METRIC_DATA, 20)
    billed = [calls.by_operation()[0].billed for calls in (here, elsewhere, local)]
    assert [each.amount for each in billed if each] == [500, 500, 500]
    assert [each.dollars for each in billed if each] == [pytest.approx(0.005), None, None]


def test_a_session_is_billed_by_the_minute_while_it_is_open() -> None:
    clock = HeldClock()
    calls = Calls(clock)
    with calls.session(START_LIVE_TAIL):
        clock.now += 180
        with calls.session(START_LIVE_TAIL):
            clock.now += 60
            billed = calls.by_operation()[0].billed
            assert billed is not None
            assert billed.amount == 5
    clock.now += 600
    billed = calls.by_operation()[0].billed
    assert billed is not None
    assert (billed.amount, billed.dollars) == (5, None)
