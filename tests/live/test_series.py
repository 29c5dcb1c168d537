from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from fargate_tui.fargate.errors import NotAllowed, Throttled
from fargate_tui.fargate.metrics import MetricQuery, Series
from fargate_tui.live.series import EVERY, SPAN
from fargate_tui.live.store import Store
from tests.live.following import following
from tests.live.held_clock import HeldClock, settle
from tests.live.small_aws import SmallAws


def points(clock: HeldClock, *values: float) -> Series:
    times = tuple(clock.now() + timedelta(minutes=i) for i in range(len(values)))
    return Series(id="", times=times, values=values)


def of_prod(*names: str) -> list[tuple[str, str]]:
    return [("prod", name) for name in names]


def asked(aws: SmallAws) -> int:
    return aws.asked["GetMetricData"]


async def test_all_that_is_on_screen_is_asked_for_in_one_call_a_minute(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    aws.series = {"CPUUtilization Average": points(clock, 1, 2), "MemoryUtilization Maximum": points(clock, 80)}
    watch = store.metrics.services("prod", of_prod("web", "api"))
    async with following(watch):
        assert asked(aws) == 1
        assert len(aws.queried) == 8
        assert {query.namespace for query in aws.queried} == {"AWS/ECS"}
        assert aws.queried[0].dimensions == (("ClusterName", "prod"), ("ServiceName", "web"))
        web, api = watch.snapshot.rows
        assert (web.name, api.name) == ("web", "api")
        assert web.cpu_average is not None
        assert list(web.cpu_average.values) == [1, 2]
        assert web.memory_maximum is not None
        assert list(web.memory_maximum.values) == [80]
        await clock.push(EVERY - 1)
        assert asked(aws) == 1
        await clock.push(2)
        assert asked(aws) == 2
    await clock.push(10 * EVERY)
    assert asked(aws) == 2


async def test_what_comes_on_the_screen_is_asked_for_at_once_and_nothing_else(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    watch = store.metrics.services("prod", of_prod("web"))
    async with following(watch):
        aws.queried.clear()
        assert store.metrics.services("prod", of_prod("web", "api")) is watch
        await settle()
        await clock.push(0)
        assert {query.dimensions[1][1] for query in aws.queried} == {"api"}
        before = asked(aws)
        store.metrics.services("prod", of_prod("api"))
        await settle()
        assert asked(aws) == before
        await clock.push(EVERY + 1)
        assert [row.name for row in watch.snapshot.rows] == ["api"]


async def test_what_is_not_allowed_is_a_gap(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.errors["GetMetricData"] = NotAllowed("read metrics", "no", action="cloudwatch:GetMetricData")
    watch = store.metrics.services("prod", of_prod("web"))
    async with following(watch):
        assert watch.snapshot.gaps == ("CPU and memory not known: cloudwatch:GetMetricData is not allowed",)
        (row,) = watch.snapshot.rows
        assert row.cpu_average is None
        await clock.push(EVERY * 3)
        assert asked(aws) == 1


async def test_trouble_leaves_the_old_series(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.series = {"CPUUtilization Average": points(clock, 1)}
    watch = store.metrics.services("prod", of_prod("web"))
    async with following(watch):
        aws.errors["GetMetricData"] = Throttled("read metrics", "too many requests")
        await clock.push(EVERY + 1)
        assert isinstance(watch.snapshot.error, Throttled)
        (row,) = watch.snapshot.rows
        assert row.cpu_average is not None


async def test_the_hour_is_asked_for_in_whole_minutes(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    spans: list[tuple[datetime, datetime]] = []
    answer = aws.get_data

    async def note(queries: Sequence[MetricQuery], start: datetime, end: datetime) -> Mapping[str, Series]:
        spans.append((start, end))
        return await answer(queries, start, end)

    aws.get_data = note  # type: ignore[method-assign]
    await clock.push(75)
    async with following(store.metrics.services("prod", of_prod("web"))):
        (span,) = spans
        end = clock.now().replace(second=0, microsecond=0)
        assert span == (end - SPAN, end)


async def test_services_of_several_clusters_are_asked_for_together(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    aws.series = {"CPUUtilization Average": points(clock, 1)}
    watch = store.metrics.services(None, [("prod", "web"), ("test", "web")])
    async with following(watch):
        assert asked(aws) == 1
        assert {query.dimensions[0][1] for query in aws.queried} == {"prod", "test"}
        assert [row.arn for row in watch.snapshot.rows] == ["prod/web", "test/web"]
    assert store.metrics.services("prod", of_prod("web")) is not watch
