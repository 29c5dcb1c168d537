"""The cockpit of a deployment as lines: pure, the most important first, for a low terminal shows only those."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from fargate_tui.columns.finding import GLYPHS, TONES
from fargate_tui.fargate import cockpit
from fargate_tui.fargate.cockpit import Rollouts, Side
from fargate_tui.fargate.records import DeploymentHook, ServiceDeployment
from fargate_tui.fargate.rows import Severity, TaskRow
from fargate_tui.fargate.service_view import revision
from fargate_tui.format import age, percent, short_id, visible
from fargate_tui.widgets.lines import Line, Span

NAMES: Final = 9
"""Cells of what stands in front of a line."""
BAR: Final = 20
"""Cells of a bar: as many tasks are drawn one by one."""
_PIECES: Final = (("running", "█", "good"), ("pending", "▒", "busy"), ("failed", "✗", "bad"), ("draining", "▽", "warn"))
"""What is counted, and how it is drawn: each has a glyph of its own."""
_WORST_FIRST: Final = ("unhealthy", "draining", "unhealthy.draining", "initial", "unused", "unavailable", "healthy")


def cockpit_lines(
    rollouts: Rollouts, tasks: Sequence[TaskRow], now: datetime, address: tuple[str, str] = ("", "")
) -> tuple[Line, ...]:
    """The deployment under way, or the last one, and where the service is reached if that is known."""
    return tuple(_lines(rollouts, tasks, now, address))


def _lines(rollouts: Rollouts, tasks: Sequence[TaskRow], now: datetime, address: tuple[str, str]) -> Iterator[Line]:
    sides = cockpit.sides(rollouts, tasks)
    deployment = cockpit.newest(rollouts)
    yield _headline(rollouts, sides, now)
    if deployment is not None and deployment.waiting is not None:
        yield _waiting(deployment.waiting, now)
    most = max((max(side.desired, side.running + side.pending + side.draining) for side in sides), default=0)
    widest = max((len(_counts_text(side)) for side in sides), default=0)
    for side in sides:
        yield _side(side, most, widest)
    for name, where in zip(("address", "here"), address, strict=True):
        if where:
            yield _named(name, Span(where, "title"))
    failure = cockpit.first_failure(rollouts, tasks)
    if failure is not None:
        yield _named("first ✗", Span(f"task {short_id(failure.task)} ", "muted"), Span(visible(failure.why), "bad"))
    yield from _breaker(rollouts)
    if deployment is not None and deployment.lifecycle_stage and deployment.is_open:
        yield _stage(deployment)
        yield from _shifts(deployment)
    yield from _alarms(deployment, moving=cockpit.is_moving(rollouts))
    yield from _said(rollouts, deployment)


def _named(name: str, *spans: Span) -> Line:
    return (Span(f"  {name:<{NAMES}}", "key"), *spans)


def _headline(rollouts: Rollouts, sides: Sequence[Side], now: datetime) -> Line:
    deployment = cockpit.newest(rollouts)
    severity, what = _standing(rollouts, deployment)
    began = (deployment.started_at or deployment.created_at) if deployment is not None else None
    details = []
    if cockpit.is_moving(rollouts):
        details.append(cockpit.strategy_of(rollouts.service, deployment))
        details += [f"for {age(began, now)}"] if began is not None else []
        seconds = cockpit.left(rollouts, sides[0], now) if sides else None
        details += [f"about {_about(seconds)} left"] if seconds is not None else []
    elif deployment is not None and deployment.finished_at is not None:
        details.append(f"{age(deployment.finished_at, now)} ago")
    tone = TONES[severity]
    return (
        Span(f"{GLYPHS[severity]} ", tone),
        Span(what, tone),
        Span("".join(f"  ·  {each}" for each in details), "muted"),
    )


def _standing(rollouts: Rollouts, deployment: ServiceDeployment | None) -> tuple[Severity, str]:
    """How it stands, in a sentence."""
    if deployment is None:
        return _standing_alone(rollouts)
    past = rollouts.past
    new = _short(past.target(deployment)) or "the new revision"
    back = past.revisions.get((deployment.rollback.service_revision_arn or "") if deployment.rollback else "", "")
    old = _short(back or past.goes_back_to(deployment)) or "what ran before"
    severity, word = cockpit.state_of(deployment.status)
    match deployment.status:
        case "IN_PROGRESS" if deployment.waiting is not None:
            return "warn", f"{new} waits for you"
        case "PENDING" | "IN_PROGRESS":
            return severity, f"{new} is being rolled out"
        case "ROLLBACK_REQUESTED" | "ROLLBACK_IN_PROGRESS":
            return severity, f"{new} is being rolled back to {old}"
        case "ROLLBACK_SUCCESSFUL":
            return severity, f"{new} was rolled back to {old}"
        case "SUCCESSFUL":
            return severity, f"{new} was rolled out"
    return severity, f"{new}: {word}"


def _standing_alone(rollouts: Rollouts) -> tuple[Severity, str]:
    """How it stands by the service alone."""
    primary = next((each for each in rollouts.service.deployments if each.status == "PRIMARY"), None)
    if primary is None:
        return "info", "no deployment"
    severity, word = cockpit.state_of(primary.rollout_state)
    if cockpit.goes_back(rollouts) and primary.rollout_state == "IN_PROGRESS":
        return "error", f"rolling back to {revision(primary)}"
    return severity, f"{revision(primary)}: {word}"


def _short(name: str) -> str:
    """``:8`` of ``web:8``."""
    number = name.rpartition(":")[2]
    return f":{number}" if number else ""


def _about(seconds: float) -> str:
    """Coarse, as an estimate is."""
    return f"{max(round(seconds, -1), 10):.0f}s" if seconds < 90 else f"{round(seconds / 60):,}m"


def _waiting(hook: DeploymentHook, now: datetime) -> Line:
    ends = hook.expires_at
    otherwise = {"ROLLBACK": "rolls back", "CONTINUE": "goes on"}.get(hook.timeout_action or "", "ends")
    # Where it waits says the line of the stage: behind the limit it did not fit into 80 columns.
    limit = f"{otherwise} by itself in {age(now, ends)}" if ends is not None else ""
    return _named(
        "▲ waits",
        Span("p", "key"),
        Span(" proceed  "),
        Span("R", "key"),
        Span(" roll back  "),
        Span(limit, "warn"),
    )


def _side(side: Side, most: int, widest: int) -> Line:
    counts = _counts_text(side)
    return (
        Span(f"  {side.role:<{NAMES}}", "key"),
        Span(f"{side.name:<5}", "title"),
        *_bar(side, most),
        Span(f" {counts:<{widest}}"),
        *_targets(side),
        *([Span(f"  traffic {percent(side.traffic / 100)}", "title")] if side.traffic is not None else []),
    )


def _counts_text(side: Side) -> str:
    more = [f"{getattr(side, name)} {name}" for name, _, _ in _PIECES[1:] if getattr(side, name)]
    is_left = side.running and not side.desired
    running = f"{side.running} still running" if is_left else f"{side.running} of {side.desired} running"
    return ", ".join([running, *more])


def _bar(side: Side, most: int) -> Iterator[Span]:
    """A cell for each task, or for each so many."""
    scale = min(1.0, BAR / most) if most else 1.0
    width = min(most, BAR)
    # What AWS calls running may be draining already: no task is drawn twice.
    counted = {"running": max(side.running - side.draining, 0), "pending": side.pending, "draining": side.draining}
    counted["failed"] = min(side.failed, max(most - sum(counted.values()), 0))
    room = width
    for name, glyph, tone in _PIECES:
        cells = min(room, max(1, round(counted[name] * scale))) if counted[name] else 0
        room -= cells
        yield Span(glyph * cells, tone)
    yield Span("·" * room, "muted")


def _targets(side: Side) -> Iterator[Span]:
    known = sorted(side.targets, key=lambda state: _WORST_FIRST.index(state) if state in _WORST_FIRST else 0)
    if known:
        yield Span("  targets ", "muted")
    for place, state in enumerate(known):
        tone = {"healthy": "good", "unhealthy": "bad"}.get(state, "warn")
        yield Span(f"{', ' if place else ''}{side.targets[state]} {visible(state)}", tone)


def _breaker(rollouts: Rollouts) -> Iterator[Line]:
    configuration = rollouts.service.deployment_configuration
    switch = configuration.deployment_circuit_breaker if configuration is not None else None
    breaker = cockpit.breaker_of(rollouts)
    if breaker is None:
        if cockpit.is_moving(rollouts) and cockpit.strategy_of(rollouts.service, cockpit.newest(rollouts)) == "rolling":
            yield _named("breaker", Span("off: a deployment that fails goes on trying", "warn"))
        return
    if not breaker.failure_count and not cockpit.is_moving(rollouts):
        return
    then = "it rolls back" if switch is not None and switch.rollback else "it stops, and does not roll back"
    failed, most = breaker.failure_count, breaker.threshold
    shown = min(most, BAR)
    crossed = min(shown, -(-failed * shown // most)) if most else 0
    tone = "bad" if failed >= most else "warn" if failed else "muted"
    words = f" {failed} of {most} failed" + (", tripped" if breaker.status == "TRIGGERED" else f", then {then}")
    yield _named("breaker", Span("✗" * crossed, "bad"), Span("·" * (shown - crossed), "muted"), Span(words, tone))


def _stage(deployment: ServiceDeployment) -> Line:
    marks = list(cockpit.stages(deployment))
    at = next((place for place, (_, _, here) in enumerate(marks) if here), 0)
    drawn = "".join("■" if over else "▶" if here else "□" for _, over, here in marks)
    words = _stage_words(deployment.lifecycle_stage or "")
    return _named(
        "stage",
        Span(drawn, "busy"),
        Span(f" {at + 1} of {len(marks)}  "),
        Span(words, "title"),
    )


def _stage_words(stage: str) -> str:
    return visible(stage.replace("_", " ").lower())


def _shifts(deployment: ServiceDeployment) -> Iterator[Line]:
    """How the traffic is shifted; a line of its own, for beside the stage it stood behind the edge at 80 columns."""
    configuration = deployment.deployment_configuration
    if configuration is None:
        return
    told = []
    if (canary := configuration.canary_configuration) is not None and canary.canary_percent is not None:
        told.append(f"{canary.canary_percent:g} % for {canary.canary_bake_time_in_minutes or 0} min first")
    if (linear := configuration.linear_configuration) is not None and linear.step_percent is not None:
        told.append(f"{linear.step_percent:g} % every {linear.step_bake_time_in_minutes or 0} min")
    if configuration.bake_time_in_minutes is not None:
        told.append(f"bakes {configuration.bake_time_in_minutes} min")
    if told:
        yield _named("shifts", Span("  ·  ".join(told), "muted"))


def _alarms(deployment: ServiceDeployment | None, *, moving: bool) -> Iterator[Line]:
    alarms = deployment.alarms if deployment is not None else None
    if alarms is None or not alarms.alarm_names:
        return
    if alarms.triggered_alarm_names:
        yield _named("alarms", Span(f"✗ {visible(', '.join(alarms.triggered_alarm_names))} rang", "bad"))
    elif moving:
        names = visible(", ".join(alarms.alarm_names))
        yield _named("alarms", Span(f"{names} would end it", "muted"))


def _said(rollouts: Rollouts, deployment: ServiceDeployment | None) -> Iterator[Line]:
    """AWS's own words."""
    primary = next((each for each in rollouts.service.deployments if each.status == "PRIMARY"), None)
    if deployment is not None and deployment.status_reason:
        yield _named("aws says", Span(visible(deployment.status_reason), "muted"))
    elif primary is not None and primary.rollout_state_reason:
        yield _named("aws says", Span(visible(primary.rollout_state_reason), "muted"))
