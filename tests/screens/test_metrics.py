"""The plots of a service and of a task, their cursor, their ranges, their alarms, and what is said where they lack."""

from collections.abc import Callable

import pytest
from textual.widget import Widget

from fargate_tui.fargate.errors import NotAllowed, NotFound
from fargate_tui.fargate.ranges import METRIC_RANGES
from fargate_tui.screens.metrics import MetricsScreen
from fargate_tui.widgets.plot_grid import PlotGrid
from tests.screens.metered import metered
from tests.screens.person import Person, sitting
from tests.screens.test_screen_pictures import SIZES, Picture
from tests.screens.world import World

SnapCompare = Callable[..., bool]
TO_STOREFRONT = ("/", *"storefront", "enter", "escape")


def grid(person: Person) -> PlotGrid:
    return person.app.screen.query_one(PlotGrid)


async def go(person: Person) -> None:
    """Open the metrics of the service called storefront, in UTC whatever the machine's zone is."""
    await person.go("storefront")
    await person.press("5", "t")
    await person.wait(1)


async def test_the_metrics_of_a_service_are_one_key_away() -> None:
    async with sitting(metered(), cluster="production") as person:
        await person.press(*TO_STOREFRONT, "5", "t")
        await person.wait(1)
        assert person.path == "production › storefront › metrics"
        assert person.says("CPU % .* average .* maximum")
        assert person.says("requests /min")
        assert "1–8 of 9" in person.header
        assert "17 metrics, billed" in person.header
        assert "▲ 1 problem" in person.header
        assert person.says("✗ ALARM storefront memory since 03:05Z MemoryUtilization maximum > 90 for 3 × 1 min")
        assert person.says(r"○ 1 no data: storefront ␛\[31m\[red\] ● 1 ok: storefront cpu")
        assert not person.says("somebody else")
        assert "▲:23" in person.text
        assert isinstance(person.app.screen, MetricsScreen)
        await person.press("escape")
        assert person.path == "production › services"


async def test_new_points_come_once_a_minute_and_only_while_looked_at() -> None:
    async with sitting(metered(), cluster="production") as person:
        await go(person)
        asked = person.aws.asked["GetMetricData"]
        await person.wait(30)
        assert person.aws.asked["GetMetricData"] == asked
        await person.wait(31)
        assert person.aws.asked["GetMetricData"] == asked + 1
        await person.press("?")
        await person.wait(300)
        assert person.aws.asked["GetMetricData"] == asked + 1, "a covered view asks nothing"


async def test_the_cursor_reads_all_plots_and_esc_takes_it_away() -> None:
    async with sitting(metered(), cluster="production") as person:
        await go(person)
        await person.press("home")
        assert "at 02:12Z" in person.header
        assert person.says("tasks ⠒⠒ running 3 × desired 3")
        await person.press("end", "H", "left", "right", "L")
        assert "at 03:12Z" in person.header
        assert person.says("running 2 × desired 3")
        assert person.path.endswith("metrics"), "left and right do not leave"
        await person.press("escape")
        assert "at 03" not in person.header
        await person.press("h")
        assert person.path == "production › storefront › tasks"


async def test_ranges_are_changed_and_kept() -> None:
    async with sitting(metered(), cluster="production") as person:
        await go(person)
        assert "last 1h" in person.header
        for span in METRIC_RANGES[1:]:
            person.aws.queried.clear()
            await person.press(">")
            await person.wait(1)
            assert f"last {span.word}" in person.header
            assert {query.period for query in person.aws.queried} == {span.period}
        await person.press(">")
        assert "last 14d" in person.header
        await person.press("escape", "5")
        await person.wait(1)
        assert "last 14d" in person.header
        for _ in METRIC_RANGES:
            await person.press("<")
        assert "last 1h" in person.header


async def test_one_plot_has_all_the_room_and_alarms_are_read_in_full() -> None:
    async with sitting(metered(), cluster="production", size=(80, 24)) as person:
        await go(person)
        assert "1–2 of 9" in person.header
        await person.press("j", "j", "enter")
        assert "(3 of 9)" in person.header
        assert person.says("tasks ⠒⠒ running 2 × desired 3")
        await person.press("escape")
        assert "2–3 of 9" in person.header
        await person.press("a")
        assert person.says("Threshold Crossed: 3 datapoints")
        assert not grid(person).display
        await person.press("escape")
        assert grid(person).display
        await person.press("k")
        assert grid(person).selected == 1


async def test_the_ways_there_and_away() -> None:
    async with sitting(metered(), cluster="production", service="storefront") as person:
        await person.press("3", "5")
        await person.wait(1)
        assert person.path == "production › storefront › metrics"
        await person.press("escape", "escape", "l", "5")
        await person.wait(1)
        assert person.path.startswith("production › storefront › task "), "from the logs of a task"
        await person.press("escape", "escape")
        await person.go("metrics")
        await person.wait(1)
        assert person.path == "production › storefront › metrics"
        await person.press("3")
        assert person.path == "production › storefront › events"
        await person.press("escape", "l")
        assert person.path == "production › storefront › logs"
        await person.go("clusters")
        await person.press("5")
        assert person.path == "clusters", "nothing is measured here"
        await person.go("batch")
        await person.press("5")
        assert "metrics" not in person.path


async def test_a_task_has_its_own() -> None:
    async with sitting(metered(), cluster="production", service="storefront") as person:
        await person.press("enter", "5")
        await person.wait(1)
        assert person.path.endswith("› metrics")
        assert "task " in person.path
        assert person.says("CPU of containers % ⠒⠒ storefront")
        assert person.says("ephemeral storage GB")
        assert not person.says("alarm")
        await person.press("a")
        assert grid(person).display, "a task has no alarms"
        await person.press("escape")
        assert "metrics" not in person.path


@pytest.mark.parametrize(
    ("operation", "action"),
    [
        ("GetMetricData", "cloudwatch:GetMetricData"),
        ("DescribeAlarms", "cloudwatch:DescribeAlarms"),
        ("DescribeTargetGroups", "elasticloadbalancing:DescribeTargetGroups"),
    ],
)
async def test_a_permission_that_lacks_is_named(operation: str, action: str) -> None:
    aws = metered()
    aws.errors[operation] = NotAllowed("read", "not allowed", action=action)
    async with sitting(aws, cluster="production") as person:
        await go(person)
        assert f"{action} is not allowed" in person.notice
        assert person.says("CPU %")
        assert person.says("alarms: not checked") is (operation == "DescribeAlarms")
        assert person.says("no alarm watches") is False


async def test_no_points_no_insights_no_metrics_no_service() -> None:
    aws = metered("disabled")
    aws.series.clear()
    async with sitting(aws, cluster="production") as person:
        await person.go("legacy-soap")
        await person.press("5")
        await person.wait(1)
        assert person.says("no data points: no task ran")
        assert person.says("Container Insights measures this, and is off in production")
        assert person.says("update-cluster-settings --cluster production")
        assert person.says("no alarm watches this service")
    async with sitting(metered(), cluster="production", metrics=False) as person:
        await go(person)
        assert person.says("metrics are switched off \\(--no-metrics\\)")
        await person.press("r", "j", "enter", "left", "a", "escape")
        assert person.aws.asked["GetMetricData"] == 0
    async with sitting(metered(), cluster="production", service="nonsense") as person:
        await person.press("5")
        await person.wait(1)
        assert isinstance(person.app.screen, MetricsScreen)
        assert isinstance(person.screen.snapshot and person.screen.snapshot.error, NotFound)
        assert person.says("cannot find service nonsense")
        assert person.says("no answer yet; r asks again")


async def test_at_rest_nothing_is_painted() -> None:
    async with sitting(metered(), cluster="production") as person:
        await go(person)
        person.screen._tick()
        await person.wait(1)
        screen = person.app.screen
        screen._on_timer_update()
        before = person.text
        person.screen._tick()
        assert not [widget for widget in screen.walk_children(Widget) if widget._repaint_regions]
        assert person.text == before


# -- pictures ----------------------------------------------------------------------------------------------------------

PICTURES: dict[str, tuple[World, tuple[str, ...]]] = {
    "service": (metered(), (*TO_STOREFRONT, "5", "t")),
    "cursor": (metered(), (*TO_STOREFRONT, "5", "t", "shift+left", "shift+left", "j")),
    "one": (metered(), (*TO_STOREFRONT, "5", "t", "j", "enter", "left")),
    "alarms": (metered(), (*TO_STOREFRONT, "5", "t", "a")),
    "task": (metered(), (":", *"production/storefront", "enter", "enter", "5", "t")),
    "no-insights": (metered("disabled"), (*TO_STOREFRONT, "5", "t")),
}


@SIZES
@pytest.mark.parametrize("view", PICTURES)
def test_view(view: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    world, keys = PICTURES[view]
    picture = Picture(world, {"cluster": "production"}, keys)
    picture.then = lambda person: person.wait(1)
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)


@SIZES
@pytest.mark.parametrize("what", ["denied", "no-data"])
def test_lacking(what: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    world = metered()
    world.series.clear()
    if what == "denied":
        for operation in ("GetMetricData", "DescribeAlarms", "DescribeTargetGroups"):
            prefix = "elasticloadbalancing" if "Target" in operation else "cloudwatch"
            world.errors[operation] = NotAllowed("read", "not allowed", action=f"{prefix}:{operation}")
    picture = Picture(world, {"cluster": "production"}, (*TO_STOREFRONT, "5", "t"))
    picture.then = lambda person: person.wait(1)
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)
