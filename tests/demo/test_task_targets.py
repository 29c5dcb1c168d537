"""The health of targets over time (facts/fargate.md §7)."""

from datetime import UTC, datetime, timedelta

import pytest

from fargate_tui.demo.clock import HeldClock
from fargate_tui.demo.targets import Health, TargetGroup, TaskTargets

GROUP = TargetGroup("arn:tg", "ip", timedelta(seconds=15), 2, frozenset({"us-east-1a", "us-east-1b"}))


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock(datetime(2026, 11, 23, 3, 12, tzinfo=UTC))


@pytest.fixture
def targets(clock: HeldClock) -> TaskTargets:
    return TaskTargets(clock.now, {GROUP.arn: GROUP})


def health(targets: TaskTargets) -> Health:
    (target,) = targets.targets(GROUP.arn)
    return targets.health(GROUP, target)


def test_a_new_target_needs_one_successful_check_only(clock: HeldClock, targets: TaskTargets) -> None:
    targets.register(GROUP.arn, "10.0.1.4", 8080, "us-east-1a", healthy=True, reason="")
    assert health(targets) == Health("initial", "Elb.RegistrationInProgress")
    clock.advance(2)
    assert health(targets) == Health("initial", "Elb.InitialHealthChecking")
    clock.advance(10)
    assert health(targets) == Health("healthy")
    assert health(targets).description is None


def test_a_bad_target_is_unhealthy_after_the_threshold_with_its_reason(clock: HeldClock, targets: TaskTargets) -> None:
    targets.register(GROUP.arn, "10.0.1.4", 8080, "us-east-1a", healthy=False, reason="Target.ResponseCodeMismatch")
    clock.advance(29)
    assert targets.state(GROUP.arn, "10.0.1.4", 8080) == "initial"
    clock.advance(1)
    assert health(targets) == Health("unhealthy", "Target.ResponseCodeMismatch")
    assert health(targets).description == "Health checks failed with these codes: [503]"


def test_a_deregistered_target_drains_until_it_is_forgotten(clock: HeldClock, targets: TaskTargets) -> None:
    targets.register(GROUP.arn, "10.0.1.4", 8080, "us-east-1a", healthy=True, reason="")
    clock.advance(60)
    targets.deregister(GROUP.arn, "10.0.1.4", 8080)
    assert health(targets) == Health("draining", "Target.DeregistrationInProgress")
    assert targets.state(GROUP.arn, "10.0.1.4", 8080) == "draining"
    targets.forget(GROUP.arn, "10.0.1.4", 8080)
    assert targets.state(GROUP.arn, "10.0.1.4", 8080) is None
    assert targets.targets(GROUP.arn) == ()


def test_a_target_in_a_zone_the_balancer_is_not_in_is_not_used(clock: HeldClock, targets: TaskTargets) -> None:
    targets.register(GROUP.arn, "10.0.9.4", 8080, "us-east-1f", healthy=True, reason="")
    clock.advance(60)
    assert health(targets) == Health("unused", "Target.NotInUse")


@pytest.mark.parametrize(
    ("group", "sentence"),
    [
        (None, "does not exist"),
        (TargetGroup("arn:tg", "instance", timedelta(seconds=30), 2, frozenset({"a"})), "target type instance"),
        (TargetGroup("arn:tg", "ip", timedelta(seconds=30), 2, frozenset()), "not have an associated load balancer"),
    ],
)
def test_a_service_can_only_be_put_behind_a_usable_group(
    targets: TaskTargets, group: TargetGroup | None, sentence: str
) -> None:
    targets.groups = {} if group is None else {group.arn: group}
    with pytest.raises(LookupError, match=sentence):
        targets.check("arn:tg")
