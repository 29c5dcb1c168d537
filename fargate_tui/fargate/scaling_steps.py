"""Step scaling as a person types it: a policy and the alarm that sets it off, for alone neither does anything; pure."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.records import Alarm, ScalingPolicy

Metric = Literal["cpu", "memory", "requests"]
Kind = Literal["ChangeInCapacity", "PercentChangeInCapacity", "ExactCapacity"]
Parameters = Mapping[str, object]
DEFAULT_COOLDOWN: Final = 300
"""Seconds that AWS waits where a policy of an ECS service names none."""
EXAMPLE: Final = "type for instance cpu >70 +1, >90 +3"
MINUTES: Final = {">": 3, "<": 15}
"""How long an alarm looks before it rings: as long as those of target tracking, quick outwards and slow inwards."""
_SIDES: Final = {">": "over", "<": "under"}
_COMPARISONS: Final = {">": "GreaterThanThreshold", "<": "LessThanThreshold"}
_METRICS: Final = {
    "cpu": ("AWS/ECS", "CPUUtilization", "Average"),
    "memory": ("AWS/ECS", "MemoryUtilization", "Average"),
    "requests": ("AWS/ApplicationELB", "RequestCountPerTarget", "Sum"),
}
_WORDS: Final = r"(?P<words>(?:\s+(?:wait|for)=\d{1,5})*)"
_ANSWER: Final = re.compile(rf"(?P<metric>cpu|memory|requests)\s*(?P<side>[<>])(?P<steps>[^a-z]+?){_WORDS}\s*")
_STEP: Final = re.compile(
    r"\s*(?P<value>\d{1,9}(?:\.\d+)?)\s*%?\s+(?P<sign>[-+=])(?P<change>\d{1,4})(?P<percent>%?)\s*"
)
_NAME: Final = re.compile(r"(?P<metric>cpu|memory|requests)-(?P<side>over|under)-(?P<value>\d{1,9}(?:\.\d+)?)")


class Step(NamedTuple):
    """What is done from a value of the metric on."""

    value: float
    change: int
    """More or fewer tasks, or percent; the count itself where it is exact."""


class Steps(NamedTuple):
    """A step policy with its alarm."""

    metric: Metric
    side: str
    """``>`` or ``<``."""
    kind: Kind
    steps: tuple[Step, ...]
    wait: int = DEFAULT_COOLDOWN
    """Seconds after a step before the next."""
    minutes: int = 3

    @property
    def name(self) -> str:
        """Of the policy: ``cpu-over-70``."""
        return f"{self.metric}-{_SIDES[self.side]}-{self.steps[0].value:g}"

    def policy(self) -> dict[str, object]:
        """What PutScalingPolicy takes; bounds are distances from the alarm's threshold, an open one is the last."""
        bounds = [step.value - self.steps[0].value for step in self.steps]
        ends: list[tuple[float, float | None]] = [*pairwise(bounds), (bounds[-1], None)]
        near, far = ("Lower", "Upper") if self.side == ">" else ("Upper", "Lower")
        steps = [
            {
                f"MetricInterval{near}Bound": float(start),
                **({} if end is None else {f"MetricInterval{far}Bound": float(end)}),
                "ScalingAdjustment": step.change,
            }
            for step, (start, end) in zip(self.steps, ends, strict=True)
        ]
        given: dict[str, object] = {"AdjustmentType": self.kind, "StepAdjustments": steps, "Cooldown": self.wait}
        given["MetricAggregationType"] = "Average"
        return {"PolicyType": "StepScaling", "StepScalingPolicyConfiguration": given}

    def alarm(self, dimensions: Mapping[str, str]) -> dict[str, object]:
        """What PutMetricAlarm takes, without its name; its action stands for the ARN, which nobody knows before."""
        namespace, metric, statistic = _METRICS[self.metric]
        return {
            "AlarmDescription": f"sets off the scaling policy {self.name}; made by fargate-tui",
            "Namespace": namespace,
            "MetricName": metric,
            "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions.items()],
            "Statistic": statistic,
            "Period": 60,
            "EvaluationPeriods": self.minutes,
            "Threshold": self.steps[0].value,
            "ComparisonOperator": _COMPARISONS[self.side],
            "AlarmActions": [arn_of_policy(self.name)],
        }


def read_steps(answer: str) -> Steps:
    """Read ``cpu >70 +1, >90 +3 wait=120 for=3``; raises `Invalid`."""
    match = _ANSWER.fullmatch(answer.strip())
    if match is None:
        raise _refused(f"{answer!r} is not understood")
    side = match["side"]
    found = [_STEP.fullmatch(each.strip().removeprefix(side)) for each in match["steps"].split(",")]
    given = [each for each in found if each is not None]
    if len(given) < len(found):
        raise _refused(f"{answer!r} is not understood: each step is a value and +1, -1, +20% or =4")
    words = dict(word.split("=") for word in match["words"].split())
    metric: Metric = "cpu" if match["metric"] == "cpu" else "memory" if match["metric"] == "memory" else "requests"
    made = Steps(
        metric=metric,
        side=side,
        kind=_kind(given),
        steps=tuple(Step(float(each["value"]), _change(each)) for each in given),
        wait=int(words.get("wait", DEFAULT_COOLDOWN)),
        minutes=int(words.get("for", MINUTES[side])),
    )
    _check(made, [each["sign"] for each in given])
    return made


def answer_of(policy: ScalingPolicy, alarm: Alarm) -> str:
    """What would have to be typed to make a policy; empty where it is none of ours, which its name tells."""
    match = _NAME.fullmatch(policy.policy_name)
    if match is None or policy.policy_type != "StepScaling":
        return ""
    side = ">" if match["side"] == "over" else "<"
    given, threshold = policy.configuration, float(match["value"])
    steps = given.get("StepAdjustments")
    near = "MetricIntervalLowerBound" if side == ">" else "MetricIntervalUpperBound"
    told = [_told(step, near, threshold, str(given.get("AdjustmentType"))) for step in _mappings(steps)]
    minutes = alarm.evaluation_periods
    lasts = f" for={minutes}" if minutes not in (None, MINUTES[side]) else ""
    wait = given.get("Cooldown", DEFAULT_COOLDOWN)
    return f"{match['metric']} {', '.join(f'{side}{each}' for each in told)} wait={wait}{lasts}"


def arn_of_policy(name: str) -> str:
    """What stands in a plan for the ARN of a policy, which AWS gives it when it is made."""
    return f"<ARN of policy {name}>"


def with_arns(parameters: Parameters, arns: Mapping[str, str]) -> dict[str, object]:
    """The parameters of an alarm with the ARNs of policies, by their names, in place of what stands for them."""
    real = {arn_of_policy(name): arn for name, arn in arns.items()}
    actions = parameters.get("AlarmActions")
    told = [real.get(str(each), str(each)) for each in actions] if isinstance(actions, Sequence) else []
    return {**parameters, "AlarmActions": told}


def spec_of_alarm(alarm: Alarm, policies: Sequence[ScalingPolicy]) -> dict[str, object]:
    """What PutMetricAlarm takes to make this alarm, as far as those are concerned that are made here."""
    names = {each.policy_arn: each.policy_name for each in policies if each.policy_arn}
    return {
        "AlarmDescription": alarm.alarm_description,
        "Namespace": alarm.namespace,
        "MetricName": alarm.metric_name,
        "Dimensions": [{"Name": each.name, "Value": each.value} for each in alarm.dimensions],
        "Statistic": alarm.statistic,
        "Period": alarm.period,
        "EvaluationPeriods": alarm.evaluation_periods,
        "Threshold": alarm.threshold,
        "ComparisonOperator": alarm.comparison_operator,
        "AlarmActions": [arn_of_policy(names[arn]) if arn in names else arn for arn in alarm.alarm_actions],
    }


def _refused(why: str) -> Invalid:
    return Invalid("add steps", why, EXAMPLE)


def _kind(given: Sequence[re.Match[str]]) -> Kind:
    kinds: set[Kind] = {
        "ExactCapacity" if each["sign"] == "=" else "PercentChangeInCapacity" if each["percent"] else "ChangeInCapacity"
        for each in given
    }
    if len(kinds) > 1 or any(each["sign"] == "=" and each["percent"] for each in given):
        raise _refused("the steps of one policy are all of a kind: tasks (+1), percent (+20%) or a count (=4)")
    return kinds.pop()


def _change(given: re.Match[str]) -> int:
    return -int(given["change"]) if given["sign"] == "-" else int(given["change"])


def _check(made: Steps, signs: Sequence[str]) -> None:
    values = [step.value for step in made.steps]
    if made.metric != "requests" and max(values) > 100:
        raise _refused(f"{max(values):g} % is never reached")
    if not all(b > a if made.side == ">" else b < a for a, b in pairwise(values)):
        raise _refused("the first step begins at the alarm's threshold, each other one further away")
    wrong = "-" if made.side == ">" else "+"
    if wrong in signs:
        raise _refused(f"{made.metric} {_SIDES[made.side]} {values[0]:g} and {wrong} would make it worse")
    if not 1 <= made.minutes <= 60:
        raise _refused("an alarm looks at 1 to 60 minutes")


def _told(step: Parameters, near: str, threshold: float, kind: str) -> str:
    bound, change = step.get(near), step.get("ScalingAdjustment")
    value = threshold + (bound if isinstance(bound, int | float) else 0)
    number = change if isinstance(change, int) else 0
    told = f"={number}" if kind == "ExactCapacity" else f"{number:+d}{'%' if kind.startswith('Percent') else ''}"
    return f"{value:g} {told}"


def _mappings(found: object) -> list[Parameters]:
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
