"""What is to become of autoscaling, and its reverse: by table, and for whatever there is."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate.records import (
    NewLimits,
    ScalableTarget,
    ScalingPolicy,
    ScheduledAction,
    Service,
)
from fargate_tui.fargate.scaling_answers import limits, retarget, schedule, suspension, tracking
from fargate_tui.fargate.scaling_effects import effects
from fargate_tui.fargate.scaling_patch import (
    Patch,
    Setup,
    calls,
    differences,
    is_so,
    policy_from,
    read,
    reverse,
    schedule_from,
    spec_of_schedule,
    state_of,
)

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


def policy(name: str, value: int) -> ScalingPolicy:
    """One that has cooldowns where its value is odd."""
    cooldowns = {"ScaleOutCooldown": value} if value % 2 else {}
    return ScalingPolicy(
        policy_name=name,
        policy_type="TargetTrackingScaling",
        target_tracking_scaling_policy_configuration={"TargetValue": value // 2, **cooldowns},
    )


def scheduled(name: str, least: int) -> ScheduledAction:
    action = NewLimits(min_capacity=least)
    return ScheduledAction(
        scheduled_action_name=name, schedule="rate(1 day)", scalable_target_action=action, end_time=NOW
    )


def done(patch: Patch, setup: Setup) -> Setup:
    """What AWS has after the calls of a patch."""
    target, policies = setup.target, {each.policy_name: each for each in setup.policies}
    actions = {each.scheduled_action_name: each for each in setup.scheduled}
    for step, parameters in calls(patch, setup):
        given_: dict[str, Any] = dict(parameters)
        match step:
            case "RegisterScalableTarget":
                old = msgspec.to_builtins(target) if target else {"ResourceId": "x"}
                target = msgspec.convert({**old, **given_}, ScalableTarget)
            case "DeregisterScalableTarget":
                target, policies, actions = None, {}, {}
            case "PutScalingPolicy":
                name = given_.pop("PolicyName")
                policies[name] = policy_from(name, given_)
            case "DeleteScalingPolicy":
                del policies[given_["PolicyName"]]
            case "PutScheduledAction":
                name = given_.pop("ScheduledActionName")
                actions[name] = schedule_from(name, given_)
            case "DeleteScheduledAction":
                del actions[given_["ScheduledActionName"]]
    return Setup(target=target, policies=tuple(policies.values()), scheduled=tuple(actions.values()))


def plain(setup: Setup) -> tuple[object, ...]:
    """A setup without the order of its parts."""
    target = setup.target
    state = msgspec.to_builtins(target.suspended_state or state_of((False, False, False))) if target else None
    return (
        target and (target.min_capacity, target.max_capacity),
        state,
        {each.policy_name: each.configuration for each in setup.policies},
        {each.scheduled_action_name: spec_of_schedule(each) for each in setup.scheduled},
    )


NAMES = st.sampled_from(["a", "b", "c"])
BOUNDS = st.tuples(st.integers(0, 3), st.integers(3, 9))
FLAGS = st.tuples(st.booleans(), st.booleans(), st.booleans())
TARGETS = st.builds(
    lambda bounds, held: ScalableTarget(
        resource_id="x", min_capacity=bounds[0], max_capacity=bounds[1], suspended_state=state_of(held)
    ),
    BOUNDS,
    FLAGS,
)
SETUPS = st.builds(
    lambda target, values, leasts: Setup(
        target=target,
        policies=tuple(policy(name, value) for name, value in values.items()),
        scheduled=tuple(scheduled(name, least) for name, least in leasts.items()),
    ),
    TARGETS,
    st.dictionaries(NAMES, st.integers(1, 99)),
    st.dictionaries(NAMES, st.integers(0, 3)),
)


@st.composite
def patches(draw: st.DrawFn, setup: Setup) -> Patch:
    if draw(st.booleans()):
        return Patch(ends=True)
    policies = draw(st.dictionaries(NAMES, st.one_of(st.none(), st.integers(1, 99))))
    actions = draw(st.dictionaries(NAMES, st.one_of(st.none(), st.integers(0, 3))))
    new = reverse(Patch(ends=True), Setup(
        target=setup.target,
        policies=tuple(policy(name, value) for name, value in policies.items() if value is not None),
        scheduled=tuple(scheduled(name, least) for name, least in actions.items() if least is not None),
    ))  # fmt: skip
    return Patch(
        limits=draw(st.one_of(st.none(), BOUNDS)),
        suspended=draw(st.one_of(st.none(), FLAGS)),
        policies={name: new.policies.get(name) for name in policies},
        schedules={name: new.schedules.get(name) for name in actions},
    )


@given(st.data())
def test_every_patch_is_done_and_taken_back_by_its_reverse(data: st.DataObject) -> None:
    setup = data.draw(SETUPS)
    patch = data.draw(patches(setup))
    back = read(reverse(patch, setup).answer)

    after = done(patch, setup)
    assert is_so(patch, after)
    assert not list(calls(patch, after)), "sent twice it changes nothing more"
    assert plain(done(back, after)) == plain(setup)
    assert is_so(patch, setup) == (not list(calls(patch, setup)))
    assert list(differences(patch, setup)) or patch == Patch()
    service = Service(service_arn="x", service_name="web", cluster_arn="y", desired_count=data.draw(st.integers(0, 9)))
    assert all(effect.text for effect in effects(patch, setup, service, NOW))


def test_limits_where_there_are_none_are_taken_back_by_ending() -> None:
    patch = Patch(limits=(2, 6))
    assert list(calls(patch, Setup())) == [("RegisterScalableTarget", {"MinCapacity": 2, "MaxCapacity": 6})]
    assert reverse(patch, Setup()) == Patch(ends=True)


TEN = ScalableTarget(resource_id="x", min_capacity=2, max_capacity=10)


@pytest.mark.parametrize(
    ("desired", "bounds", "expected"),
    [
        (4, (2, 6), "desired is 4, and stays so until a policy or a schedule changes it"),
        (4, (6, 8), "desired is 4: it is pulled to 6, which starts 2 tasks"),
        (4, (1, 3), "desired is 4: it is pulled to 3, which stops 1 task"),
        (4, (4, 4), "minimum and maximum are both 4: nothing can be scaled"),
        (4, (0, 4), "a minimum of 0 allows that no task runs at all"),
        (4, (2, 10), "changes nothing: it is so already"),
    ],
)
def test_what_limits_do_to_desired(desired: int, bounds: tuple[int, int], expected: str) -> None:
    service = Service(service_arn="x", service_name="web", cluster_arn="y", desired_count=desired)
    found = effects(Patch(limits=bounds), Setup(target=TEN), service, NOW)
    assert expected in [effect.text for effect in found]


def test_what_can_be_typed() -> None:
    assert [limits(text) for text in ("2 6", "2-6", " 2 to 6 ", "NONE")] == [(2, 6), (2, 6), (2, 6), None]
    assert suspension("in  OUT") == (True, True, False)
    assert tracking("cpu 62.5% out=30 in=600")[:] == ("cpu", 62.5, 30, 600)
    assert retarget("my policy 5 60")[:] == ("my policy 5", 60.0, None, None)
    assert schedule("at(2026-12-24T18:00:00) - 2 name=eve") == (
        "eve",
        {"Schedule": "at(2026-12-24T18:00:00)", "ScalableTargetAction": {"MaxCapacity": 2}},
    )
    assert schedule("rate(1 day) 1 -")[0] == "rate-1-day-to-1-x"
