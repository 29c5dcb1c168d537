"""How a service is scaled, as one list: its policies, its schedules, and what was done; pure, from records."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Literal

from fargate_tui.fargate.alarms import AlarmState, Watched, states
from fargate_tui.fargate.consequences import counted
from fargate_tui.fargate.records import (
    Alarm,
    Record,
    ScalableTarget,
    ScalingActivity,
    ScalingPolicy,
    ScheduledAction,
    SuspendedState,
)
from fargate_tui.fargate.rows import Finding
from fargate_tui.fargate.scaling_steps import DEFAULT_COOLDOWN, answer_of

Sort = Literal["limits", "policy", "schedule", "activity"]
_METRICS: Final = {
    "ECSServiceAverageCPUUtilization": ("CPU", " %"),
    "ECSServiceAverageMemoryUtilization": ("memory", " %"),
    "ALBRequestCountPerTarget": ("requests", " a minute per task"),
}


class Scaled(Record, frozen=True, kw_only=True):
    """How many tasks a service is to run, and within which limits that is changed for it."""

    desired: int | None = None
    """None where the service could not be read."""
    running: int | None = None
    target: ScalableTarget | None = None
    """None where nothing scales it."""
    is_known: bool = True
    """Whether AWS has told the limits, or that there are none."""
    unknown: tuple[Sort, ...] = ()
    """What AWS has not told: how many there are of these is not known."""


class ScalingRow(Record, frozen=True, kw_only=True):
    """One line of a service's scaling: its limits, a policy, a schedule, or what was done."""

    arn: str
    sort: Sort
    name: str
    finding: Finding
    text: str = ""
    """What it does, or did."""
    scaled: Scaled | None = None
    policy: ScalingPolicy | None = None
    schedule: ScheduledAction | None = None
    activity: ScalingActivity | None = None
    alarms: tuple[AlarmState, ...] = ()
    """Of a policy: what sets it off."""
    steps: str = ""
    """What is typed to make a step policy with its alarm; empty where it is another, or not all of it is known."""

    @property
    def at(self) -> datetime | None:
        """When something was done."""
        return self.activity.start_time if self.activity else None


def rows(
    scaled: Scaled,
    policies: Sequence[ScalingPolicy],
    scheduled: Sequence[ScheduledAction],
    activities: Sequence[ScalingActivity],
    alarms: Mapping[str, Alarm] | None,
) -> list[ScalingRow]:
    """The limits first, then policies, schedules and what was done, the newest first.

    ``alarms`` are those of the policies by name, None where they could not be read.
    """
    return [
        limits_row(scaled),
        *(policy_row(policy, scaled, alarms) for policy in policies),
        *(schedule_row(action, scaled) for action in scheduled),
        *(activity_row(activity) for activity in activities),
    ]


def limits_row(scaled: Scaled) -> ScalingRow:
    """What the line above the table tells."""
    return ScalingRow(arn="limits", sort="limits", name="limits", finding=_of_limits(scaled), scaled=scaled)


def _of_limits(scaled: Scaled) -> Finding:
    target, desired = scaled.target, scaled.desired
    if target is None or desired is None:
        return Finding(severity="info", word="not scaled" if scaled.is_known else "not known")
    if suspended(target.suspended_state):
        return Finding(severity="warn", word="suspended", why=f"suspended: {suspended(target.suspended_state)}")
    if not target.min_capacity <= desired <= target.max_capacity:
        return Finding(severity="warn", word="outside", why="it will be pulled back within its limits")
    if target.min_capacity == target.max_capacity:
        return Finding(severity="warn", word="fixed", why="minimum and maximum are the same: nothing can be scaled")
    return Finding(severity="ok", word="on")


def suspended(state: SuspendedState | None) -> str:
    """What is suspended, in words; empty where nothing is."""
    if state is None:
        return ""
    parts = {
        "in": state.dynamic_scaling_in_suspended,
        "out": state.dynamic_scaling_out_suspended,
        "schedules": state.scheduled_scaling_suspended,
    }
    held = [words for words, is_held in parts.items() if is_held]
    return "all" if len(held) == len(parts) else " and ".join(held)


# -- policies ----------------------------------------------------------------------------------------------------------


def policy_row(policy: ScalingPolicy, scaled: Scaled, alarms: Mapping[str, Alarm] | None) -> ScalingRow:
    """A policy, with what its alarms say."""
    named = [alarms[each.alarm_name] for each in policy.alarms if alarms and each.alarm_name in alarms]
    watched = Watched(cluster="", service="")
    return ScalingRow(
        arn=policy.policy_arn or f"policy {policy.policy_name}",
        sort="policy",
        name=policy.policy_name,
        finding=_of_policy(policy, scaled, named, alarms),
        text=told(policy),
        policy=policy,
        alarms=states(watched, named),
        steps=answer_of(policy, named[0]) if len(named) == 1 else "",
    )


def _of_policy(
    policy: ScalingPolicy, scaled: Scaled, named: Sequence[Alarm], alarms: Mapping[str, Alarm] | None
) -> Finding:
    held = suspended(scaled.target.suspended_state if scaled.target else None)
    if held in ("all", "in and out"):
        return Finding(severity="info", word="suspended", why=f"suspended: {held}")
    if not policy.alarms:
        return Finding(severity="warn", word="no alarm", why="no alarm sets it off: it does nothing")
    if alarms is None:
        return Finding(severity="info", word="not checked", why="its alarms could not be read")
    if not named:
        return Finding(severity="warn", word="no alarm", why="its alarms do not exist: it does nothing")
    if all(alarm.state_value == "INSUFFICIENT_DATA" for alarm in named):
        return Finding(severity="info", word="no data", why="its alarms have no data yet")
    return _of_ringing([alarm for alarm in named if alarm.state_value == "ALARM"], scaled)


def _of_ringing(ringing: Sequence[Alarm], scaled: Scaled) -> Finding:
    """What the alarms that ring want; that of low load rings all night where the minimum is reached."""
    if not ringing:
        return Finding(severity="ok", word="holds")
    target, desired = scaled.target, scaled.desired
    wants_more = any(alarm.comparison_operator.startswith("Greater") for alarm in ringing)
    names = ", ".join(alarm.alarm_name for alarm in ringing)
    if target is None or desired is None:
        return Finding(severity="busy", word="rings", why=f"in ALARM: {names}")
    if wants_more and desired >= target.max_capacity:
        why = f"it wants more than {target.max_capacity:,} tasks, which is the maximum; = raises it"
        return Finding(severity="warn", word="at maximum", why=why)
    if wants_more:
        return Finding(severity="busy", word="wants more", why=f"in ALARM: {names}")
    if desired <= target.min_capacity:
        return Finding(severity="ok", word="at minimum", why=f"it wants fewer than {target.min_capacity:,} tasks")
    return Finding(severity="busy", word="wants fewer", why=f"in ALARM: {names}")


def told(policy: ScalingPolicy) -> str:
    """What a policy does: ``CPU 60 % · out after 60 s, in after 300 s``."""
    given = policy.configuration
    match policy.policy_type:
        case "TargetTrackingScaling":
            return f"{aim_of(policy)} · {_cooldowns(given)}"
        case "StepScaling":
            waits = _number(given.get("Cooldown"))
            cooldown = f" · then waits {waits:g} s" if waits is not None else ""
            return f"{_steps(given)}{cooldown}"
        case _:
            return policy.policy_type or "a policy of a kind that is not known here"


def aim_of(policy: ScalingPolicy) -> str:
    """What target tracking holds: ``CPU 60 %``."""
    metric, unit = metric_of(policy)
    value = policy.target_value
    return f"{metric} {value:,g}{unit}" if value is not None else metric


def metric_of(policy: ScalingPolicy) -> tuple[str, str]:
    """The metric that target tracking holds, in a word, and its unit."""
    given = policy.target_tracking_scaling_policy_configuration or {}
    kind = _member(given, "PredefinedMetricSpecification").get("PredefinedMetricType")
    if kind:
        return _METRICS.get(str(kind), (str(kind), ""))
    custom = _member(given, "CustomizedMetricSpecification")
    name = custom.get("MetricName")
    return (f"{name} {str(custom.get('Statistic', '')).lower()}".strip(), "") if name else ("an expression", "")


def _cooldowns(given: Mapping[str, object]) -> str:
    out, back = _number(given.get("ScaleOutCooldown")), _number(given.get("ScaleInCooldown"))
    wait_out = DEFAULT_COOLDOWN if out is None else out
    wait_in = DEFAULT_COOLDOWN if back is None else back
    inwards = "never in" if given.get("DisableScaleIn") else f"in every {wait_in:g} s"
    return f"out every {wait_out:g} s, {inwards}"


def _steps(given: Mapping[str, object]) -> str:
    """``+1 from 0, +3 from 20 above the threshold``."""
    units = {"PercentChangeInCapacity": " %", "ExactCapacity": " tasks"}
    kind = str(given.get("AdjustmentType", ""))
    steps = given.get("StepAdjustments")
    told_steps = [_step(step, kind, units.get(kind, "")) for step in steps] if isinstance(steps, list) else []
    return "steps: " + (", ".join(told_steps) or "none")


def _step(step: object, kind: str, unit: str) -> str:
    given = step if isinstance(step, Mapping) else {}
    change = _number(given.get("ScalingAdjustment")) or 0
    least, most = _number(given.get("MetricIntervalLowerBound")), _number(given.get("MetricIntervalUpperBound"))
    sign = f"= {change:g}" if kind == "ExactCapacity" else f"{change:+g}"
    where = f"{'…' if least is None else f'{least:+g}'} to {'…' if most is None else f'{most:+g}'}"
    return f"{sign}{unit} ({where})"


def _member(given: Mapping[str, object], name: str) -> Mapping[str, object]:
    found = given.get(name)
    return found if isinstance(found, Mapping) else {}


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


# -- schedules and what was done ---------------------------------------------------------------------------------------


def schedule_row(action: ScheduledAction, scaled: Scaled) -> ScalingRow:
    """A change of limits at a time."""
    state = scaled.target.suspended_state if scaled.target else None
    is_held = state is not None and state.scheduled_scaling_suspended
    held = Finding(severity="info", word="suspended", why="suspended: schedules")
    return ScalingRow(
        arn=action.scheduled_action_arn or f"schedule {action.scheduled_action_name}",
        sort="schedule",
        name=action.scheduled_action_name,
        finding=held if is_held else Finding(severity="ok", word="on"),
        text=f"{limits_set(action)} · {action.schedule} {action.timezone or 'UTC'}",
        schedule=action,
    )


def limits_set(action: ScheduledAction) -> str:
    """What a scheduled action sets: ``4 to 10``, ``at least 4``, ``at most 10``."""
    least, most = action.scalable_target_action.min_capacity, action.scalable_target_action.max_capacity
    match least, most:
        case None, None:
            return "no limits"
        case int(), None:
            return f"at least {least:,}"
        case None, int():
            return f"at most {most:,}"
        case _:
            return f"{least:,} to {most:,}"


_DESIRED: Final = re.compile(r"Setting desired count to (\d+)")
_LIMITS: Final = re.compile(r"Setting min capacity to (\d+) and max capacity to (\d+)")
_ENDED: Final = {
    "Successful": Finding(severity="info", word="done"),
    "Failed": Finding(severity="error", word="failed"),
    "Unfulfilled": Finding(severity="warn", word="unfulfilled"),
    "Overridden": Finding(severity="warn", word="overridden"),
}


def activity_row(activity: ScalingActivity) -> ScalingRow:
    """What was done, or tried, and what led to it."""
    known = _ENDED.get(activity.status_code) or Finding(severity="busy", word="under way")
    message = activity.status_message if known.is_problem else activity.cause
    what = done_by(activity)
    return ScalingRow(
        arn=f"activity {activity.activity_id}",
        sort="activity",
        name="",
        finding=Finding(severity=known.severity, word=known.word, why=message),
        text=f"{what} · {cause_of(activity)}" if activity.cause else what,
        activity=activity,
    )


def done_by(activity: ScalingActivity) -> str:
    """What was done, short: ``desired → 7``, ``limits → 2 to 6``; AWS's own words for anything else."""
    said = activity.description.strip().rstrip(".")
    if match := _DESIRED.fullmatch(said):
        return f"desired → {match[1]}"
    if match := _LIMITS.fullmatch(said):
        return f"limits → {match[1]} to {match[2]}"
    return said


def cause_of(activity: ScalingActivity) -> str:
    """What led to an activity, short: the policy or the schedule rather than its alarm, whose name is 90 characters."""
    cause = activity.cause.strip().rstrip(".")
    _, triggered, policy = cause.rpartition(" triggered policy ")
    if triggered:
        return f"policy {policy}"
    return cause.removesuffix(" was triggered").replace("scheduled action name ", "schedule ")


def summary(found: Sequence[ScalingRow]) -> str:
    """How many policies and schedules there are, as far as that is known."""
    sorts = [row.sort for row in found]
    unknown = next((row.scaled.unknown for row in found if row.scaled is not None), ())
    policies = sorts.count("policy")
    named = "1 policy" if policies == 1 else f"{policies:,} policies"
    scheduled = counted(sorts.count("schedule"), "schedule")
    if set(unknown) >= {"policy", "schedule"}:
        return "policies and schedules not known"
    told = "policies not known" if "policy" in unknown else named
    return f"{told}, {'schedules not known' if 'schedule' in unknown else scheduled}"
