"""How a service replaces its tasks, in words (fargate.md §11): strategy, percentages, breaker, alarms, hooks."""

from collections.abc import Iterator

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.entries import Entry, switch
from fargate_tui.fargate.members import flag, number, part, parts, text, texts

DEFAULT = "the default"


def entries(service: Json) -> Iterator[Entry]:
    """What the deployment configuration says; with the grace period, which decides what a new task lives through."""
    given = part(service, "deploymentConfiguration")
    strategy = text(given, "strategy") or "ROLLING"
    yield Entry("strategy", strategy, DEFAULT if strategy == "ROLLING" else "")
    yield from _percentages(given, number(service, "desiredCount"))
    yield from _breaker(given, strategy)
    yield from _alarms(part(given, "alarms"))
    yield from _shifts(given, strategy)
    for place, hook in enumerate(parts(given, "lifecycleHooks")):
        yield from _hook(hook, place)
    yield from _early(part(given, "earlySuccessCriteria"))
    yield _grace(service)


def absent(service: Json) -> list[str]:
    """What it could have and has not."""
    given = part(service, "deploymentConfiguration")
    shifts = (text(given, "strategy") or "ROLLING") != "ROLLING"
    found = [] if flag(part(given, "alarms"), "enable") or texts(part(given, "alarms"), "alarmNames") else ["alarms"]
    if shifts and not parts(given, "lifecycleHooks"):
        found.append("lifecycle hooks")
    if not shifts and not part(given, "earlySuccessCriteria"):
        found.append("early success")
    return found


def _percentages(given: Json, desired: float | None) -> Iterator[Entry]:
    least, most = number(given, "minimumHealthyPercent"), number(given, "maximumPercent")
    least, most = 100 if least is None else least, 200 if most is None else most
    note = DEFAULT if (least, most) == (100, 200) else ""
    if desired:
        # AWS rounds the lower bound up and the upper one down.
        bounds = f"{-(-int(desired * least) // 100):,} to {int(desired * most) // 100:,} tasks while it deploys"
        note = f"{note}: {bounds}" if note else bounds
    yield Entry("percent of desired", f"{least:g} to {most:g}", note)


def _breaker(given: Json, strategy: str) -> Iterator[Entry]:
    breaker = part(given, "deploymentCircuitBreaker")
    if strategy != "ROLLING":
        yield Entry("circuit breaker", switch(on=flag(breaker, "enable")), "works with ROLLING only")
        return
    if not flag(breaker, "enable"):
        yield Entry("circuit breaker", "off", "a deployment that fails goes on trying", tone="warn")
        return
    rolls = flag(breaker, "rollback")
    yield Entry("circuit breaker", "on, rolls back" if rolls else "on", "" if rolls else "stops, does not roll back")
    threshold = part(breaker, "thresholdConfiguration")
    value = number(threshold, "value")
    if value is None:
        yield Entry("threshold", "half of desired", f"{DEFAULT}: 3 at least, 200 at most", depth=1)
    else:
        unit = {"COUNT": "failed tasks", "BOUNDED_PERCENT": "percent of desired, bounded"}
        kind = text(threshold, "type")
        yield Entry("threshold", f"{value:g} {unit.get(kind, kind.lower().replace('_', ' '))}", depth=1)
    if "resetOnHealthyTask" in breaker:
        yield Entry("starts anew", switch(on=flag(breaker, "resetOnHealthyTask")), "with each healthy task", depth=1)


def _alarms(alarms: Json) -> Iterator[Entry]:
    names = texts(alarms, "alarmNames")
    on = flag(alarms, "enable")
    for place, name in enumerate(names):
        doing = "roll it back" if flag(alarms, "rollback") else "fail it, without rolling back"
        yield Entry("" if place else "alarms", name, (doing if on else "not watched: off") if not place else "")


def _shifts(given: Json, strategy: str) -> Iterator[Entry]:
    linear, canary = part(given, "linearConfiguration"), part(given, "canaryConfiguration")
    if strategy == "LINEAR":
        percent, bake = number(linear, "stepPercent"), number(linear, "stepBakeTimeInMinutes")
        yield _step("each step", 10 if percent is None else percent, 6 if bake is None else bake)
    if strategy == "CANARY":
        percent, bake = number(canary, "canaryPercent"), number(canary, "canaryBakeTimeInMinutes")
        yield _step("canary", 5 if percent is None else percent, 10 if bake is None else bake)
    bake = number(given, "bakeTimeInMinutes")
    if strategy != "ROLLING" or bake:
        yield Entry("bake time", f"{bake or 0:g} min", "old and new both run, after all traffic is shifted")


def _step(what: str, percent: float, minutes: float) -> Entry:
    return Entry(what, f"{percent:g} % of the traffic, for {minutes:g} min")


def _hook(hook: Json, place: int) -> Iterator[Entry]:
    target = text(hook, "hookTargetArn")
    kind = "pause for a person" if text(hook, "targetType") == "PAUSE" else f"function {name_of(target) or '—'}"
    yield Entry(
        f"hook {place + 1}",
        kind,
        ", ".join(stage.lower().replace("_", " ") for stage in texts(hook, "lifecycleStages")),
    )
    timeout = part(hook, "timeoutConfiguration")
    minutes, then = number(timeout, "timeoutInMinutes"), text(timeout, "action")
    if minutes is not None or then:
        waits = f"{minutes:g} min" if minutes is not None else "24 h"
        yield Entry("waits", waits, "then goes on" if then == "CONTINUE" else "then rolls back", depth=1)
    if role := text(hook, "roleArn"):
        yield Entry("role", name_of(role), depth=1)
    if hook.get("hookDetails"):
        yield Entry("details", str(hook["hookDetails"]), depth=1)


def _early(early: Json) -> Iterator[Entry]:
    if not early:
        return
    percent = number(early, "healthyPercent")
    if not flag(early, "enable") or percent is None:
        yield Entry("early success", "off")
        return
    cleanup = text(early, "sourceServiceRevisionCleanup").lower()
    yield Entry(
        "early success", f"at {percent:g} % healthy", f"cleanup of the old tasks is {cleanup}" if cleanup else ""
    )


def _grace(service: Json) -> Entry:
    grace = number(service, "healthCheckGracePeriodSeconds")
    words = "failed health checks count only after it" if grace else DEFAULT
    return Entry("health check grace", f"{grace or 0:g} s", words)
