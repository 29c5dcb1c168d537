"""Changing what scales a service: planned, confirmed, taken back; and what is never done."""

import msgspec
import pytest

from fargate_tui.fargate.errors import NotAllowed, Unreachable
from fargate_tui.fargate.records import LoadBalancer, SuspendedState, TargetGroup
from fargate_tui.widgets.resource_table import ResourceTable
from tests.screens.person import Person, sitting
from tests.screens.scaled import CPU, MORNING, NIGHT, QUEUE, limits, scaled_world
from tests.screens.test_acting import STOREFRONT, confirmed, panel, planned, told
from tests.screens.test_screen_pictures import SIZES, Picture, SnapCompare
from tests.screens.world import GROUPS, World, believable

OF = {
    "ServiceNamespace": "ecs",
    "ResourceId": "service/production/storefront",
    "ScalableDimension": "ecs:service:DesiredCount",
}


async def typed(person: Person, key: str, text: str, *, clear: int = 0) -> None:
    """Press a key, answer its question, and wait for the plan."""
    await person.press(key)
    await person.done("choices")
    await person.press(*["backspace"] * clear)
    await person.type(text)
    await planned(person, "enter")


def sent(world: World) -> list[tuple[str, dict[str, object]]]:
    """What was carried out, without the names of the service."""
    return [
        (call.operation, {name: value for name, value in call.parameters.items() if name not in OF})
        for call in world.carried_out
    ]


def state(world: World) -> tuple[object, ...]:
    """All that scales the service."""
    service = "storefront"
    policies = {each.policy_name: each.configuration for each in world.tracked.get(service, ())}
    scheduled = {each.scheduled_action_name: each for each in world.scheduled_for.get(service, ())}
    plain = {name: (each.schedule, each.timezone, each.scalable_target_action) for name, each in scheduled.items()}
    target = world.scalable.get(service)
    return target and (target.min_capacity, target.max_capacity), policies, plain


async def taken_back(person: Person, *confirm: str) -> None:
    await planned(person, "u")
    assert person.says("take back")
    await confirmed(person, *(confirm or ("y",)))


async def test_a_higher_maximum_and_back() -> None:
    world = scaled_world()
    before = state(world)
    async with sitting(world, cluster="production", service="storefront") as person:
        await person.press("7")
        await typed(person, "=", "2 6")
        assert person.says("set the scaling limits of storefront in production")
        assert person.says("maximum 3 → 6")
        assert person.says("desired is 3, and stays so until a policy or a schedule changes it")
        assert person.says("aws application-autoscaling register-scalable-target .*--max-capacity 6")
        assert not world.carried_out

        await confirmed(person, "y")
        assert sent(world) == [("RegisterScalableTarget", {"MaxCapacity": 6})], "only what changes is sent"
        assert "set the scaling limits of storefront  accepted by AWS" in told(person)
        await person.wait(2)
        assert person.says("autoscaling 2 to 6")

        await taken_back(person)
        assert state(world) == before


async def test_limits_that_pull_desired_say_to_what() -> None:
    async with sitting(scaled_world(), cluster="production", service="storefront") as person:
        await person.press("7")
        await typed(person, "=", "5 8")
        assert person.says("▲ desired is 3: it is pulled to 5, which starts 2 tasks")


async def test_limits_where_there_were_none_are_taken_back_by_having_none() -> None:
    world = believable()
    async with sitting(world, cluster="production", service="storefront") as person:
        await person.press("7")
        await typed(person, "=", "2 6")
        assert person.says("autoscaling none → 2 to 6")
        await confirmed(person, "y")
        assert sent(world) == [("RegisterScalableTarget", {"MinCapacity": 2, "MaxCapacity": 6})]

        await planned(person, "u")
        assert person.says("type storefront and ↵ to do it")
        await person.type("storefront")
        await confirmed(person, "enter")
        assert "storefront" not in world.scalable


async def test_ending_it_is_typed_and_taken_back_with_all_that_it_had() -> None:
    world = scaled_world()
    world.scalable["storefront"] = limits(held=SuspendedState(scheduled_scaling_suspended=True))
    before = state(world)
    async with sitting(world, cluster="production", service="storefront") as person:
        await person.press("7")
        await typed(person, "=", "none")
        assert person.says("deletes 2 policies and 2 schedules with the limits")
        assert person.says("policy cpu-60 CPU 60 % .* none")
        await person.press("y", "backspace")
        assert not world.carried_out
        await person.type("storefront")
        await confirmed(person, "enter")
        assert sent(world) == [("DeregisterScalableTarget", {})]
        assert state(world) == (None, {}, {})

        await taken_back(person)
        assert state(world) == before
        held = world.scalable["storefront"].suspended_state
        assert held == SuspendedState(scheduled_scaling_suspended=True)


async def test_suspended_and_resumed() -> None:
    world = scaled_world()
    async with sitting(world, cluster="production", service="storefront") as person:
        await person.press("7")
        await typed(person, "z", "in out")
        assert person.says("suspended nothing → in and out")
        assert person.says("no policy changes it until scaling is resumed")
        await confirmed(person, "y")
        assert world.scalable["storefront"].suspended_state == SuspendedState(
            dynamic_scaling_in_suspended=True, dynamic_scaling_out_suspended=True
        )
        await person.wait(2)
        assert person.says("suspended: in and out · z resumes")
        await typed(person, "z", "resume")
        await confirmed(person, "y")
        assert world.scalable["storefront"].suspended_state == SuspendedState()


async def test_a_metric_is_tracked() -> None:
    world = scaled_world()
    async with sitting(world, cluster="production", service="storefront") as person:
        await person.press("7")
        await typed(person, "n", "memory 70 out=30")
        assert person.says("policy memory-70 none → memory 70 % · out every 30 s, in every 300 s")
        assert person.says("AWS makes two alarms for it")
        assert person.says("beside cpu-60, queue-steps: out where one wants it, in where all do")
        await confirmed(person, "y")
        ((operation, parameters),) = sent(world)
        assert operation == "PutScalingPolicy"
        assert parameters == {
            "PolicyName": "memory-70",
            "PolicyType": "TargetTrackingScaling",
            "TargetTrackingScalingPolicyConfiguration": {
                "TargetValue": 70.0,
                "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageMemoryUtilization"},
                "ScaleOutCooldown": 30,
            },
        }
        await taken_back(person)
        assert [each.policy_name for each in world.tracked["storefront"]] == ["cpu-60", "queue-steps"]


async def test_requests_are_tracked_by_the_load_balancer_in_front() -> None:
    world = scaled_world()
    group = f"{GROUPS}/storefront/0123456789abcdef"
    service = world.services[STOREFRONT]
    world.put(msgspec.structs.replace(service, load_balancers=(LoadBalancer(target_group_arn=group),)))
    balancer = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188"
    world.fronts[group] = TargetGroup(target_group_arn=group, load_balancer_arns=(balancer,))
    async with sitting(world, cluster="production", service="storefront") as person:
        await person.press("7")
        await typed(person, "n", "requests 1000")
        await confirmed(person, "y")
        assert world.carried_out[0].parameters["TargetTrackingScalingPolicyConfiguration"] == {
            "TargetValue": 1000.0,
            "PredefinedMetricSpecification": {
                "PredefinedMetricType": "ALBRequestCountPerTarget",
                "ResourceLabel": "app/shop/50dc6c495c0c9188/targetgroup/storefront/0123456789abcdef",
            },
        }


async def test_another_value_keeps_everything_else_of_the_policy() -> None:
    world = scaled_world()
    async with sitting(world, cluster="production", service="storefront") as person:
        await person.press("7")
        await typed(person, "e", "45", clear=2)
        assert person.says("CPU 60 % .* CPU 45 %")
        await confirmed(person, "y")
        ((_, parameters),) = sent(world)
        given = {**CPU.configuration, "TargetValue": 45.0}
        assert parameters["TargetTrackingScalingPolicyConfiguration"] == given
        await taken_back(person)
        assert world.tracked["storefront"][0].configuration == CPU.configuration


async def test_a_schedule_is_added() -> None:
    world = scaled_world()
    async with sitting(world, cluster="production", service="storefront") as person:
        await person.press("7")
        await typed(person, "a", "cron(0 8 * * ? *) 4 10 Asia/Tokyo")
        assert person.says("schedule cron-0-8-to-4-10")
        assert person.says("runs next Mon 23 Nov 23:00 UTC, Tue 08:00 Asia/Tokyo")
        await confirmed(person, "y")
        assert sent(world) == [
            (
                "PutScheduledAction",
                {
                    "ScheduledActionName": "cron-0-8-to-4-10",
                    "Schedule": "cron(0 8 * * ? *)",
                    "Timezone": "Asia/Tokyo",
                    "ScalableTargetAction": {"MinCapacity": 4, "MaxCapacity": 10},
                },
            )
        ]
        await taken_back(person)
        assert world.scheduled_for["storefront"] == (NIGHT, MORNING)


@pytest.mark.parametrize(("down", "name", "operation"), [
    (1, "queue-steps", "DeleteScalingPolicy"), (2, "night", "DeleteScheduledAction"),
])  # fmt: skip
async def test_what_is_deleted_is_typed_and_comes_back_as_it_was(down: int, name: str, operation: str) -> None:
    world = scaled_world()
    before = state(world)
    async with sitting(world, cluster="production", service="storefront") as person:
        await person.press("7", *["j"] * down)
        await planned(person, "ctrl+d")
        assert person.says(f"type {name} and ↵ to do it")
        await person.press("y", "backspace")
        await person.type(name)
        await confirmed(person, "enter")
        assert [call.operation for call in world.carried_out] == [operation]
        assert state(world) != before
        await taken_back(person)
        assert state(world) == before


async def test_what_changed_meanwhile_is_refused() -> None:
    world = scaled_world()
    async with sitting(world, cluster="production", service="storefront") as person:
        await person.press("7")
        await typed(person, "e", "45", clear=2)
        other = {**CPU.configuration, "ScaleInCooldown": 900}
        world.tracked["storefront"] = (
            msgspec.structs.replace(CPU, target_tracking_scaling_policy_configuration=other), QUEUE,
        )  # fmt: skip
        await confirmed(person, "y")
        assert not world.carried_out
        assert "changed meanwhile" in told(person)


async def test_a_lost_answer_to_a_deletion_is_not_called_a_failure() -> None:
    world = scaled_world()
    async with sitting(world, cluster="production", service="storefront") as person:
        await person.press("7")
        await planned(person, "ctrl+d")
        await person.type("cpu-60")
        world.errors["DeleteScalingPolicy"] = Unreachable("delete", "the connection was cut")
        await confirmed(person, "enter")
        assert "the connection was cut: AWS may have done it, or not" in told(person)


@pytest.mark.parametrize(
    ("key", "text", "refusal"),
    [
        ("=", "6 2", "the minimum 6 is above the maximum 2"),
        ("=", "lots", "'lots' is no minimum and maximum; type for instance 2 6"),
        ("z", "everything", "'everything' cannot be suspended"),
        ("n", "cpu 160", "160 % cannot be held"),
        ("n", "disk 10", "'disk 10' is not understood; type for instance cpu 60"),
        ("t", "cpu 70 +1", "type for instance cpu >70 \\+1"),
        ("t", "cpu >70 -1", "would make it worse"),
        ("n", "requests 10", "no application load balancer is in front of it"),
        ("a", "daily 4 10", "no schedule with a minimum and a maximum"),
        ("a", "cron(0 8 * * ? *) 4 10 Mars/Olympus", "there is no time zone 'Mars/Olympus'"),
        ("a", "cron(0 8 * * ? *) - -", "neither a minimum nor a maximum"),
    ],
)
async def test_what_cannot_be_understood_is_said_with_an_example(key: str, text: str, refusal: str) -> None:
    async with sitting(scaled_world(), cluster="production", service="storefront") as person:
        await person.press("7")
        await typed(person, key, text)
        assert person.says(refusal)
        await person.press("y")
        assert not person.aws.carried_out


async def test_nothing_is_tracked_where_nothing_scales() -> None:
    async with sitting(believable(), cluster="production", service="storefront") as person:
        await person.press("7")
        for key, text in (("n", "cpu 60"), ("z", "all"), ("a", "rate(1 day) 1 2")):
            await typed(person, key, text)
            assert person.says("nothing scales it yet; :limits 2 6 sets its limits")
            await person.press("escape")


async def test_keys_that_are_not_about_the_row_say_so() -> None:
    async with sitting(scaled_world(), cluster="production", service="storefront") as person:
        await person.press("7", "j", "e")
        assert person.told[-1] == "the cursor is not on a policy that holds a metric"
        await person.press("G", "ctrl+d")
        assert person.told[-1] == "the cursor is not on a policy or a schedule"
        await person.press("g", "space", "space", "ctrl+d")
        assert person.told[-1].startswith("one at a time")
        assert not panel(person).is_open


async def test_read_only_plans_and_does_nothing() -> None:
    world = scaled_world()
    async with sitting(world, cluster="production", service="storefront", read_only=True) as person:
        await person.press("7")
        await typed(person, "=", "2 6")
        assert person.says("read-only: nothing can be changed from here")
        await person.press("y")
        assert not world.carried_out


async def test_what_cannot_be_read_cannot_be_changed() -> None:
    world = scaled_world()
    world.errors["DescribeScalingPolicies"] = NotAllowed(
        "list scaling policies", "application-autoscaling:DescribeScalingPolicies is not allowed for ops"
    )
    async with sitting(world, cluster="production", service="storefront") as person:
        await person.press("7")
        await typed(person, "=", "2 6")
        assert person.says("application-autoscaling:DescribeScalingPolicies is not allowed for ops")


async def test_more_and_fewer_work_here_too() -> None:
    world = scaled_world()
    async with sitting(world, cluster="production", service="storefront") as person:
        await person.press("7")
        await planned(person, "+", "+", "enter")
        assert person.says("desired count 3 → 5")
        assert person.says("it will be pulled back to 3")


PLANS = {"limits": ("=", *"5 8"), "track": ("n", *"memory 70"), "schedule": ("a", *"cron(0 8 * * ? *) 4 10")}


@SIZES
@pytest.mark.parametrize("plan", [*PLANS, "delete"])
def test_plan(plan: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    keys = (*PLANS[plan], "enter") if plan in PLANS else ("ctrl+d",)
    picture = Picture(scaled_world(), {"cluster": "production", "service": "storefront"}, ("7", *keys))

    async def wait(person: Person) -> None:
        await person.done("plan")

    picture.then = wait
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)


STEPS = "production/storefront/cpu-over-70"


async def test_steps_are_made_with_their_alarm_and_taken_back_with_it() -> None:
    world = scaled_world()
    before, alarms = state(world), list(world.watching)
    async with sitting(world, cluster="production", service="storefront") as person:
        await person.press("7")
        await typed(person, "t", "cpu >70 +1, >90 +3 wait=60")
        assert person.says(r"steps: \+1 \(\+0 to \+20\), \+3 \(\+20 to …\) · then waits 60 s")
        assert person.says("CPUUtilization average > 70 for 3 × 1 min")
        assert person.says("sets it off, and is billed as any alarm")
        assert person.says(f"aws cloudwatch put-metric-alarm --alarm-name {STEPS}")
        assert not world.carried_out

        await confirmed(person, "y")
        (_, policy), (operation, alarm) = sent(world)
        assert policy["PolicyName"] == "cpu-over-70"
        assert (operation, alarm["AlarmName"]) == ("PutMetricAlarm", STEPS)
        (made,) = [each for each in world.tracked["storefront"] if each.policy_name == "cpu-over-70"]
        assert alarm["AlarmActions"] == [made.policy_arn], "what AWS answered to the first call"
        assert [each.alarm_name for each in made.alarms] == [STEPS]

        await taken_back(person)
        assert [name for name, _ in sent(world)[2:]] == ["DeleteScalingPolicy", "DeleteAlarms"]
        assert state(world) == before
        assert world.watching == alarms


async def test_an_alarm_that_was_refused_is_all_that_is_sent_again() -> None:
    world = scaled_world()
    world.errors["PutMetricAlarm"] = NotAllowed("scale storefront", "it is not allowed", "cloudwatch:PutMetricAlarm")
    async with sitting(world, cluster="production", service="storefront") as person:
        await person.press("7")
        await typed(person, "t", "cpu >70 +1")
        await confirmed(person, "y")
        assert "1 of 2 calls accepted, then:" in told(person)
        await person.wait(2)
        assert person.says("cpu-over-70 .*no alarm")

        world.errors.clear()
        await typed(person, "t", "cpu >70 +1")
        await confirmed(person, "y")
        assert [name for name, _ in sent(world)] == ["PutScalingPolicy", "PutMetricAlarm"]


async def test_steps_are_changed_by_what_was_typed_for_them() -> None:
    world = scaled_world()
    async with sitting(world, cluster="production", service="storefront") as person:
        await person.press("7")
        await typed(person, "t", "cpu >70 +1")
        await confirmed(person, "y")
        await person.wait(61)
        table = person.app.screen.query_one(ResourceTable)
        while table.cursor_row is not None and table.cursor_row.name != "cpu-over-70":
            await person.press("j")
        await typed(person, "e", "2 wait=300", clear=len("1 wait=300"))
        assert person.says(r"− steps: \+1")
        assert person.says(r"\+ steps: \+2")
