"""What a person types to change how a service is scaled; pure, raises `Invalid` with an example."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.records import ScalingPolicy
from fargate_tui.fargate.schedules import is_schedule, zone_of

NOTHING: Final = "none"
"""Typed instead of limits: nothing is to scale the service any more."""
METRICS: Final = {
    "cpu": "ECSServiceAverageCPUUtilization",
    "memory": "ECSServiceAverageMemoryUtilization",
    "requests": "ALBRequestCountPerTarget",
}
"""Metrics by the word that is typed."""
MOST: Final = 5000
_LIMITS: Final = re.compile(r"(\d{1,4})(?:\s+|-|\s+to\s+)(\d{1,4})")
_VALUE: Final = r"(?P<value>\d{1,9}(?:\.\d+)?)"
_COOLDOWNS: Final = r"(?P<cooldowns>(?:\s+(?:out|in)=\d{1,5})*)"
_TRACK: Final = re.compile(rf"(?P<metric>cpu|memory|requests)\s+{_VALUE}\s*%?{_COOLDOWNS}")
_RETARGET: Final = re.compile(rf"(?P<name>.*\S)\s+{_VALUE}\s*%?{_COOLDOWNS}")
_SCHEDULE: Final = re.compile(
    r"(?P<when>(?:cron|at|rate)\([^)]*\))\s+(?P<least>\d{1,4}|-)\s+(?P<most>\d{1,4}|-)"
    r"(?:\s+(?P<zone>[A-Za-z][\w+/-]*))?(?:\s+name=(?P<name>[\w.-]+))?"
)
_SUSPENDED: Final[dict[str, tuple[bool, bool, bool]]] = {
    "all": (True, True, True),
    "in": (True, False, False),
    "out": (False, True, False),
    "in out": (True, True, False),
    "schedules": (False, False, True),
    "resume": (False, False, False),
}
SUSPENSIONS: Final = {
    "all": "nothing is scaled, neither by policies nor by schedules",
    "in": "no tasks are taken away; more can still be added",
    "out": "no tasks are added",
    "in out": "policies do nothing; schedules go on",
    "schedules": "schedules do nothing; policies go on",
    "resume": "nothing is suspended any more",
}
"""What may be typed, and what it means."""


class Tracked(NamedTuple):
    """What target tracking is to hold."""

    what: str
    """The word of the metric, or the name of the policy."""
    value: float
    out: int | None = None
    """Seconds between two steps outwards; None leaves it as it is."""
    back: int | None = None
    """The same inwards."""

    def cooldowns(self) -> dict[str, object]:
        """Those that were typed, as AWS has them."""
        given = {"ScaleOutCooldown": self.out, "ScaleInCooldown": self.back}
        return {name: seconds for name, seconds in given.items() if seconds is not None}


def limits(answer: str) -> tuple[int, int] | None:
    """Read ``2 6``; None for ``none``."""
    if answer.strip().lower() == NOTHING:
        return None
    match = _LIMITS.fullmatch(answer.strip())
    if match is None or max(map(int, match.groups())) > MOST:
        raise Invalid("set limits", f"{answer!r} is no minimum and maximum", f"type for instance 2 6, or {NOTHING}")
    least, most = int(match[1]), int(match[2])
    if least > most:
        raise Invalid("set limits", f"the minimum {least:,} is above the maximum {most:,}", "the minimum comes first")
    return least, most


def suspension(answer: str) -> tuple[bool, bool, bool]:
    """Read ``all``, ``in``, ``out``, ``in out``, ``schedules`` or ``resume``."""
    held = _SUSPENDED.get(" ".join(answer.lower().split()))
    if held is None:
        raise Invalid("suspend autoscaling", f"{answer!r} cannot be suspended", f"type {', '.join(SUSPENSIONS)}")
    return held


def tracking(answer: str) -> Tracked:
    """Read ``cpu 60``, ``memory 70 out=60 in=300`` or ``requests 1000``."""
    match = _TRACK.fullmatch(answer.strip())
    if match is None:
        raise Invalid("track a metric", f"{answer!r} is not understood", "type for instance cpu 60, or requests 1000")
    return _tracked(match["metric"], match, "track a metric", is_percent=match["metric"] != "requests")


def retarget(answer: str, policy: ScalingPolicy | None = None) -> Tracked:
    """Read ``cpu-60 50``: a policy's name and what it is to hold."""
    match = _RETARGET.fullmatch(answer.strip())
    if match is None:
        raise Invalid("change a policy", f"{answer!r} is no name and value", "type for instance cpu-60 50")
    return _tracked(match["name"], match, "change a policy", is_percent=policy is not None and _is_percent(policy))


def _is_percent(policy: ScalingPolicy) -> bool:
    metric = policy.configuration.get("PredefinedMetricSpecification")
    kind = metric.get("PredefinedMetricType") if isinstance(metric, Mapping) else None
    return kind in (METRICS["cpu"], METRICS["memory"])


def _tracked(what: str, match: re.Match[str], doing: str, *, is_percent: bool) -> Tracked:
    value = float(match["value"])
    if value <= 0 or (is_percent and value > 100):
        raise Invalid(doing, f"{value:g} % cannot be held" if is_percent else "0 cannot be held", "type 1 to 100")
    words = dict(word.split("=") for word in match["cooldowns"].split())
    out, back = words.get("out"), words.get("in")
    return Tracked(what, value, int(out) if out else None, int(back) if back else None)


def schedule(answer: str) -> tuple[str, dict[str, object]]:
    """Read ``cron(0 8 * * ? *) 4 10 Asia/Tokyo name=morning``: its name, and what PutScheduledAction takes.

    ``-`` in place of a limit leaves it as it is. The name follows from the rest where none is given, so that the same
    answer sent twice makes one schedule.
    """
    doing, example = "add a schedule", "type for instance cron(0 8 * * ? *) 4 10 Europe/Berlin"
    match = _SCHEDULE.fullmatch(answer.strip())
    if match is None or not is_schedule(match["when"]):
        raise Invalid(doing, f"{answer!r} is no schedule with a minimum and a maximum", example)
    if match["zone"] and zone_of(match["zone"]) is None:
        raise Invalid(doing, f"there is no time zone {match['zone']!r}", example)
    given = {"MinCapacity": match["least"], "MaxCapacity": match["most"]}
    action = {name: int(number) for name, number in given.items() if number != "-"}
    if not action:
        raise Invalid(doing, "it would set neither a minimum nor a maximum", example)
    if len(action) > 1 and action["MinCapacity"] > action["MaxCapacity"]:
        raise Invalid(doing, "its minimum is above its maximum", "the minimum comes first")
    spec: dict[str, object] = {"Schedule": match["when"]}
    if match["zone"]:
        spec["Timezone"] = match["zone"]
    return match["name"] or _name(match), {**spec, "ScalableTargetAction": action}


def _name(match: re.Match[str]) -> str:
    """``cron-0-8-to-4-10``: the words of when, and the limits."""
    when = "-".join(re.findall(r"[0-9A-Za-z]+", match["when"]))
    return f"{when}-to-{match['least'].replace('-', 'x')}-{match['most'].replace('-', 'x')}"
