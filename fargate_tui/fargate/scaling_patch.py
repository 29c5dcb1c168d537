"""What is to become of a service's autoscaling: as data, with its reverse; pure.

What was changed is taken back by the reverse of the change, made from what AWS said before it: a policy that was
deleted comes back with all of its configuration.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final, Literal

import msgspec

from fargate_tui.fargate.alarms import rule_of
from fargate_tui.fargate.changes import Difference
from fargate_tui.fargate.records import Alarm, Record, ScalableTarget, ScalingPolicy, ScheduledAction, SuspendedState
from fargate_tui.fargate.scaling import limits_set, suspended, told
from fargate_tui.fargate.scaling_steps import spec_of_alarm

Parameters = Mapping[str, object]
"""Of a call, as the API has them; without the resource and the name."""
Step = Literal[
    "RegisterScalableTarget",
    "DeregisterScalableTarget",
    "PutScalingPolicy",
    "DeleteScalingPolicy",
    "PutScheduledAction",
    "DeleteScheduledAction",
    "PutMetricAlarm",
    "DeleteAlarms",
]


_ADDED: Final[Parameters] = {"DisableScaleIn": False}
"""What AWS answers where nothing was sent."""


class Setup(Record, frozen=True, kw_only=True):
    """What scales a service now."""

    target: ScalableTarget | None = None
    policies: tuple[ScalingPolicy, ...] = ()
    scheduled: tuple[ScheduledAction, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    """Those that a patch is about, as far as there are such."""

    def policy(self, name: str) -> ScalingPolicy | None:
        """A policy by its name."""
        return next((each for each in self.policies if each.policy_name == name), None)

    def schedule(self, name: str) -> ScheduledAction | None:
        """A schedule by its name."""
        return next((each for each in self.scheduled if each.scheduled_action_name == name), None)

    def alarm(self, name: str) -> Alarm | None:
        """An alarm by its name."""
        return next((each for each in self.alarms if each.alarm_name == name), None)


class Patch(Record, frozen=True, kw_only=True):
    """What is to be changed of it; what is not named stays as it is."""

    ends: bool = False
    """Whether nothing is to scale the service any more: AWS forgets policies and schedules with the limits."""
    limits: tuple[int, int] | None = None
    suspended: tuple[bool, bool, bool] | None = None
    """Scaling in, scaling out, schedules."""
    policies: Mapping[str, Parameters | None] = msgspec.field(default_factory=dict)
    """By name; None deletes it."""
    schedules: Mapping[str, Parameters | None] = msgspec.field(default_factory=dict)
    alarms: Mapping[str, Parameters | None] = msgspec.field(default_factory=dict)
    """Those that set off step policies; in their actions stands what stands for an ARN (`scaling_steps`)."""

    @property
    def answer(self) -> str:
        """The patch as text, for an action that is planned anew."""
        return msgspec.json.encode(self).decode()


def read(answer: str) -> Patch:
    """A patch from its text; raises ValueError."""
    return msgspec.json.decode(answer, type=Patch)


def spec_of_policy(policy: ScalingPolicy) -> dict[str, object]:
    """What PutScalingPolicy takes to make this policy."""
    return {"PolicyType": policy.policy_type, f"{policy.policy_type}PolicyConfiguration": dict(policy.configuration)}


def spec_of_schedule(action: ScheduledAction) -> dict[str, object]:
    """What PutScheduledAction takes to make this schedule."""
    limits = action.scalable_target_action
    given = {"MinCapacity": limits.min_capacity, "MaxCapacity": limits.max_capacity}
    spec: dict[str, object] = {"Schedule": action.schedule}
    if action.timezone:
        spec["Timezone"] = action.timezone
    spec["ScalableTargetAction"] = {name: value for name, value in given.items() if value is not None}
    times: dict[str, datetime | None] = {"StartTime": action.start_time, "EndTime": action.end_time}
    return spec | {name: moment.isoformat() for name, moment in times.items() if moment is not None}


def flags(state: SuspendedState | None) -> tuple[bool, bool, bool]:
    """Scaling in, scaling out, schedules: whether each is suspended."""
    if state is None:
        return False, False, False
    return state.dynamic_scaling_in_suspended, state.dynamic_scaling_out_suspended, state.scheduled_scaling_suspended


def state_of(held: tuple[bool, bool, bool]) -> SuspendedState:
    """The same as AWS has it."""
    return SuspendedState(
        dynamic_scaling_in_suspended=held[0], dynamic_scaling_out_suspended=held[1], scheduled_scaling_suspended=held[2]
    )


def reverse(patch: Patch, setup: Setup) -> Patch:
    """What takes a patch back, by what AWS says before it is made."""
    target = setup.target
    if target is None:
        return Patch(ends=True)
    limits = (target.min_capacity, target.max_capacity)
    if patch.ends:
        return Patch(
            limits=limits,
            suspended=flags(target.suspended_state),
            policies={each.policy_name: spec_of_policy(each) for each in setup.policies},
            schedules={each.scheduled_action_name: spec_of_schedule(each) for each in setup.scheduled},
        )
    return Patch(
        limits=limits if patch.limits else None,
        suspended=flags(target.suspended_state) if patch.suspended else None,
        policies={name: _policy_now(setup, name) for name in patch.policies},
        schedules={name: _schedule_now(setup, name) for name in patch.schedules},
        alarms={name: _alarm_now(setup, name) for name in patch.alarms},
    )


def is_so(patch: Patch, setup: Setup) -> bool:
    """Whether everything is as the patch wants it."""
    target = setup.target
    if patch.ends or target is None:
        return patch.ends and target is None
    return (
        patch.limits in (None, (target.min_capacity, target.max_capacity))
        and patch.suspended in (None, flags(target.suspended_state))
        and all(_is_like(spec, _policy_now(setup, name)) for name, spec in patch.policies.items())
        and all(_is_like(spec, _schedule_now(setup, name)) for name, spec in patch.schedules.items())
        and all(_is_like(spec, _alarm_now(setup, name)) for name, spec in patch.alarms.items())
    )


def calls(patch: Patch, setup: Setup) -> Iterator[tuple[Step, dict[str, object]]]:
    """What has to be sent, in this order; only what changes."""
    if patch.ends:
        if setup.target is not None:
            yield "DeregisterScalableTarget", {}
        return
    if register := _register(patch, setup.target):
        yield "RegisterScalableTarget", register
    for name, spec in patch.policies.items():
        if not _is_like(spec, _policy_now(setup, name)):
            step: Step = "DeleteScalingPolicy" if spec is None else "PutScalingPolicy"
            yield step, {"PolicyName": name, **(spec or {})}
    yield from _alarm_calls(patch, setup)
    for name, spec in patch.schedules.items():
        if not _is_like(spec, _schedule_now(setup, name)):
            step = "DeleteScheduledAction" if spec is None else "PutScheduledAction"
            yield step, {"ScheduledActionName": name, **(spec or {})}


def _alarm_calls(patch: Patch, setup: Setup) -> Iterator[tuple[Step, dict[str, object]]]:
    for name, spec in patch.alarms.items():
        if _is_like(spec, _alarm_now(setup, name)):
            continue
        if spec is None:
            yield "DeleteAlarms", {"AlarmNames": [name]}
        else:
            yield "PutMetricAlarm", {"AlarmName": name, **spec}


def differences(patch: Patch, setup: Setup) -> Iterator[Difference]:
    """From what to what, as a person reads it; also where nothing changes."""
    target = setup.target
    if patch.ends or target is None:
        yield Difference(what="autoscaling", before=_limits(target), after=_limits_after(patch))
    elif patch.limits is not None:
        yield Difference(what="minimum", before=f"{target.min_capacity:,}", after=f"{patch.limits[0]:,}")
        yield Difference(what="maximum", before=f"{target.max_capacity:,}", after=f"{patch.limits[1]:,}")
    if patch.suspended is not None:
        before = suspended(target.suspended_state if target else None)
        after = suspended(state_of(patch.suspended))
        if before != after or target is not None:
            yield Difference(what="suspended", before=before or "nothing", after=after or "nothing")
    policies = {each.policy_name: None for each in setup.policies} if patch.ends else patch.policies
    for name, spec in policies.items():
        yield Difference(what=f"policy {name}", before=_told_policy(_policy_now(setup, name)), after=_told_policy(spec))
    for name, spec in patch.alarms.items():
        yield Difference(what=f"alarm {name}", before=_told_alarm(_alarm_now(setup, name)), after=_told_alarm(spec))
    schedules = {each.scheduled_action_name: None for each in setup.scheduled} if patch.ends else patch.schedules
    for name, spec in schedules.items():
        before = _told_schedule(_schedule_now(setup, name))
        yield Difference(what=f"schedule {name}", before=before, after=_told_schedule(spec))


def _limits(target: ScalableTarget | None) -> str:
    return f"{target.min_capacity:,} to {target.max_capacity:,}" if target else "none"


def _limits_after(patch: Patch) -> str:
    return f"{patch.limits[0]:,} to {patch.limits[1]:,}" if patch.limits and not patch.ends else "none"


def _register(patch: Patch, target: ScalableTarget | None) -> dict[str, object]:
    given: dict[str, object] = {}
    if patch.limits is not None:
        least, most = patch.limits
        if target is None or target.min_capacity != least:
            given["MinCapacity"] = least
        if target is None or target.max_capacity != most:
            given["MaxCapacity"] = most
    if patch.suspended is not None and patch.suspended != flags(target.suspended_state if target else None):
        given["SuspendedState"] = _whole(patch.suspended)
    return given


def _whole(held: tuple[bool, bool, bool]) -> dict[str, bool]:
    """All three, for AWS keeps what is not sent."""
    names = ("DynamicScalingInSuspended", "DynamicScalingOutSuspended", "ScheduledScalingSuspended")
    return dict(zip(names, held, strict=True))


def _policy_now(setup: Setup, name: str) -> Parameters | None:
    found = setup.policy(name)
    return spec_of_policy(found) if found else None


def _schedule_now(setup: Setup, name: str) -> Parameters | None:
    found = setup.schedule(name)
    return spec_of_schedule(found) if found else None


def _alarm_now(setup: Setup, name: str) -> Parameters | None:
    found = setup.alarm(name)
    return spec_of_alarm(found, setup.policies) if found else None


def _is_like(wanted: object, found: object) -> bool:
    """Whether AWS has what is wanted, and nothing else; it adds ``DisableScaleIn: false`` by itself."""
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        names = {*wanted, *found}
        return all(_is_like(wanted.get(name, _ADDED.get(name)), found.get(name, _ADDED.get(name))) for name in names)
    return wanted == found


def _told_alarm(spec: Parameters | None) -> str:
    return rule_of(msgspec.convert({"AlarmName": "", **spec}, Alarm)) if spec else "none"


def _told_policy(spec: Parameters | None) -> str:
    return told(policy_from("", spec)) if spec else "none"


def policy_from(name: str, spec: Parameters) -> ScalingPolicy:
    """The policy that PutScalingPolicy would make."""
    return msgspec.convert({"PolicyName": name, **spec}, ScalingPolicy)


def schedule_from(name: str, spec: Parameters) -> ScheduledAction:
    """The schedule that PutScheduledAction would make."""
    return msgspec.convert({"ScheduledActionName": name, **spec}, ScheduledAction)


def _told_schedule(spec: Parameters | None) -> str:
    if not spec:
        return "none"
    action = schedule_from("", spec)
    return f"{limits_set(action)} · {action.schedule} {action.timezone or 'UTC'}"
