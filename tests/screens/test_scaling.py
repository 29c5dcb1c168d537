"""What scales a service: seen at a glance, opened in full, and said where it is not known."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from fargate_tui.fargate.errors import NotAllowed
from fargate_tui.fargate.records import SuspendedState
from tests.screens.person import sitting
from tests.screens.scaled import limits, scaled_world
from tests.screens.test_screen_pictures import SIZES, Picture, SnapCompare
from tests.screens.world import believable

OF_STOREFRONT: dict[str, Any] = {"cluster": "production", "service": "storefront"}
HELD = SuspendedState(dynamic_scaling_in_suspended=True, dynamic_scaling_out_suspended=True)


@pytest.fixture(autouse=True)
def _in_tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine's own zone, which times are told in too."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


async def test_seven_leads_from_everywhere_of_a_service() -> None:
    for keys in ("", "3", "5"):
        async with sitting(scaled_world(), **OF_STOREFRONT) as person:
            await person.press(*keys, "7")
            assert person.path == "production › storefront › scaling"
    async with sitting(scaled_world(), cluster="production") as person:
        await person.press("7")
        assert person.path == "production › storefront › scaling"
        await person.press("escape")
        assert person.path == "production › services"
        await person.press("enter")
        await person.go("scaling")
        assert person.path == "production › storefront › scaling"
        await person.press("3")
        assert person.path == "production › storefront › events"


async def test_what_wants_more_than_it_may_have_is_seen_at_once() -> None:
    async with sitting(scaled_world(), **OF_STOREFRONT) as person:
        await person.press("7")
        assert person.says("3 desired, 3 running · autoscaling 2 to 3 · nothing suspended")
        assert person.says("2 policies, 2 schedules")
        assert person.says("policy cpu-60 at maximum .*CPU 60 % · out every 60 s, in every 300 s")
        assert person.says("it wants more than 3 tasks, which is the maximum; = raises it")
        assert person.says("schedule night on in 18h 1 to 2 · cron")
        assert person.says("activity done 22m desired → 3 · policy cpu-60")
        await person.press("!")
        assert person.table.shown[0].name == "cpu-60"
        assert len(person.table.shown) == 2


async def test_a_schedule_says_when_it_runs_in_all_zones_that_matter() -> None:
    async with sitting(scaled_world(), **OF_STOREFRONT) as person:
        await person.press("7", "j", "j", "j")
        assert person.says("next run Mon 23 Nov 07:00 UTC, Mon 16:00 here · sets 3 to 6")


async def test_one_thing_in_full_and_as_it_was_sent() -> None:
    async with sitting(scaled_world(), **OF_STOREFRONT) as person:
        await person.press("7", "enter")
        assert person.says("were greater than the threshold")
        assert person.says("scale in cooldown 300")
        await person.press("h", "y")
        assert person.says('"PolicyType": "TargetTrackingScaling"')
        await person.press("q", "G", "d")
        assert person.says("Failed to set desired count to 4")


async def test_what_is_suspended_is_said_above_everything() -> None:
    world = scaled_world()
    world.scalable["storefront"] = limits(held=HELD)
    async with sitting(world, **OF_STOREFRONT) as person:
        await person.press("7")
        assert person.says("▲ 3 desired, 3 running · autoscaling 2 to 3 · suspended: in and out · z resumes")
        assert person.says("policy cpu-60 suspended")


async def test_nothing_scales_it_says_how_to_begin() -> None:
    async with sitting(believable(), **OF_STOREFRONT) as person:
        await person.press("7")
        assert person.says("nothing scales it")
        assert person.says(r"= sets its limits \(2 6\), then n tracks a metric \(cpu 60\), a adds a schedule")


async def test_what_is_not_allowed_is_named() -> None:
    world = scaled_world()
    for operation in ("DescribeScalableTargets", "DescribeAlarms"):
        world.errors[operation] = NotAllowed("ask", "no")
    async with sitting(world, **OF_STOREFRONT) as person:
        await person.press("7")
        assert person.says("limits not known")
        assert "application-autoscaling:DescribeScalableTargets is not allowed" in person.notice
        assert "cloudwatch:DescribeAlarms is not allowed" in person.notice
        assert person.says("policy cpu-60 not checked")


@pytest.mark.parametrize(
    ("operations", "told"),
    [
        (("DescribeScalingPolicies",), r"\(policies not known, 2 schedules\)"),
        (("DescribeScheduledActions",), r"\(2 policies, schedules not known\)"),
        (("DescribeScalingPolicies", "DescribeScheduledActions"), r"\(policies and schedules not known\)"),
    ],
)
async def test_what_may_not_be_read_is_not_counted(operations: tuple[str, ...], told: str) -> None:
    world = scaled_world()
    for operation in (*operations, "DescribeScalingActivities"):
        world.errors[operation] = NotAllowed("ask", "no")
    async with sitting(world, **OF_STOREFRONT) as person:
        await person.press("7")
        assert person.says(told)
        assert not person.says("0 policies|0 schedules|no policy and no schedule")


async def test_hostile_names_are_shown_and_not_obeyed() -> None:
    world = scaled_world()
    (cpu, *_) = world.tracked["storefront"]
    hostile = type(cpu)(policy_name="[red]\x1b[31m\n", policy_type="[b]x", alarms=cpu.alarms)
    world.tracked["storefront"] = (hostile,)
    async with sitting(world, **OF_STOREFRONT) as person:
        await person.press("7", "enter")
        assert "\x1b" not in person.text
        assert person.says(r"\[red\]")


@SIZES
@pytest.mark.parametrize("view", ["scaling", "scaling-in-full", "scaling-suspended", "scaling-none"])
def test_view(view: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    world = believable() if view == "scaling-none" else scaled_world()
    if view == "scaling-suspended":
        world.scalable["storefront"] = limits(held=HELD)
    keys = {"scaling-in-full": ("7", "enter"), "scaling-suspended": ("7", "j", "j")}
    picture = Picture(world, dict(OF_STOREFRONT), keys.get(view, ("7",)))
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)
