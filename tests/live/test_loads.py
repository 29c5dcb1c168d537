"""CPU and memory of the services on screen."""

from datetime import UTC, datetime

from fargate_tui.columns.services import COLUMNS
from fargate_tui.fargate.errors import NotAllowed
from fargate_tui.fargate.metrics import Series, ServiceMetrics
from fargate_tui.fargate.rows import Finding, ServiceRow
from fargate_tui.live.loads import Loads
from tests.screens.person import sitting
from tests.screens.world import World, believable

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
WEB = ServiceRow(arn="arn:web", name="web", cluster="prod", finding=Finding(severity="ok", word="steady"))


def series(*values: float) -> Series:
    return Series(id="x", times=(NOW,) * len(values), values=values)


def metrics(**members: Series) -> ServiceMetrics:
    return ServiceMetrics(arn="prod/web", cluster="prod", name="web", **members)


def cell(row: ServiceRow, column_id: str) -> str:
    return next(column for column in COLUMNS if column.id == column_id).text(row, NOW)


def test_a_row_stays_the_same_object_while_neither_half_changes() -> None:
    loads = Loads()
    known = metrics(cpu_average=series(10, 20), cpu_maximum=series(30, 95))
    assert loads.join([WEB]) == (WEB,)
    loads.learn([known])
    (first,) = loads.join([WEB])
    (second,) = loads.join([WEB])
    assert first is second
    assert first.metrics is known
    loads.learn([metrics(cpu_average=series(11))])
    (third,) = loads.join([WEB])
    assert third is not first
    loads.learn([])
    assert loads.join([WEB])[0] is WEB


def test_the_cell_shows_the_hour_then_average_and_hottest_task() -> None:
    loads = Loads()
    loads.learn([metrics(cpu_average=series(0, 50, 100), cpu_maximum=series(1, 60, 97))])
    (row,) = loads.join([WEB])
    assert cell(row, "cpu") == "   ▁▅█ 100  97"
    assert cell(row, "memory") == "—"
    cpu = next(column for column in COLUMNS if column.id == "cpu")
    assert cpu.tone(row) == "bad"
    assert cpu.absent is not None
    assert cpu.absent(WEB)


def measured() -> World:
    aws = believable()
    aws.series["CPUUtilization Average"] = series(10, 40)
    aws.series["CPUUtilization Maximum"] = series(20, 80)
    return aws


async def test_services_show_their_load_once_a_minute_for_what_is_on_screen() -> None:
    async with sitting(measured(), cluster="production", size=(140, 36)) as person:
        await person.wait(1)
        assert person.says("CPU AVG MAX")
        assert person.says("40 80")
        asked = person.aws.asked["GetMetricData"]
        assert asked == 1
        await person.wait(20)
        assert person.aws.asked["GetMetricData"] == asked
        await person.wait(60)
        assert person.aws.asked["GetMetricData"] == asked + 1


async def test_it_can_be_switched_off() -> None:
    async with sitting(measured(), cluster="production", size=(140, 36), metrics=False) as person:
        await person.wait(70)
        assert person.aws.asked["GetMetricData"] == 0
        assert not person.says("CPU AVG MAX")


async def test_without_permission_the_list_stands_and_says_what_is_missing() -> None:
    aws = measured()
    aws.errors["GetMetricData"] = NotAllowed("read metrics", "not allowed", action="cloudwatch:GetMetricData")
    async with sitting(aws, cluster="production", size=(140, 36)) as person:
        await person.wait(1)
        assert "cloudwatch:GetMetricData" in person.notice
        assert len(person.names) == 8


async def test_the_list_of_all_clusters_shows_it_too_and_tells_equal_names_apart() -> None:
    aws = measured()
    aws.add_service("storefront", 1, of="default")
    async with sitting(aws, size=(170, 36)) as person:
        await person.go("all services")
        await person.wait(1)
        assert person.says("CPU AVG MAX")
        asked = {query.dimensions for query in aws.queried}
        assert {(("ClusterName", of), ("ServiceName", "storefront")) for of in ("default", "production")} <= asked
        assert aws.asked["GetMetricData"] == 1


async def test_what_there_is_no_room_for_is_not_asked_for() -> None:
    aws = measured()
    async with sitting(aws, cluster="production", size=(80, 24)) as person:
        await person.wait(60)
        assert aws.asked["GetMetricData"] == 0
        await person.press("w")
        await person.wait(1)
        assert aws.asked["GetMetricData"] > 0
    aws.forget_calls()
    async with sitting(aws, cluster="production", size=(80, 24)) as person:
        await person.resize(160, 40)
        await person.wait(1)
        assert aws.asked["GetMetricData"] > 0
