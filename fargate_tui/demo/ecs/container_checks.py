"""The health checks of real tasks' containers: what a check's command asks for by HTTP is really asked for."""

import re
from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass

from fargate_tui.demo.ecs.records import Task
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.task_wire import show_health_of
from fargate_tui.demo.ecs.wire import Members

_URL = re.compile(r"http://(?:localhost|127\.0\.0\.1)(?::(\d+))?(/[^\s'\"|;)]*)?")
_LOOK = 0.5
"""Seconds between two looks for an answer."""


@dataclass(frozen=True, slots=True)
class Check:
    """A container's health check; times in seconds."""

    container: str
    port: int | None
    """Of localhost; None: its command asks for nothing by HTTP, or the container is played, and it always succeeds."""
    path: str
    interval: float
    timeout: float
    retries: int
    start_period: float


def checks_of(task: Task) -> list[Check]:
    """The health checks of a task's containers."""
    definitions = Members(task.definition.wire).each("containerDefinitions")
    return [_check(task, one) for one in definitions if "healthCheck" in one]


def _check(task: Task, container: Members) -> Check:
    name, check = container.text("name") or "", container.members("healthCheck")
    found = _URL.search(" ".join(check.texts("command"))) if name in task.real else None
    return Check(
        container=name,
        port=None if found is None else int(found[1] or 80),
        path=(found[2] if found is not None else None) or "/",
        interval=float(check.number("interval") or 30),
        timeout=float(check.number("timeout") or 5),
        retries=check.number("retries") or 3,
        start_period=float(check.number("startPeriod") or 0),
    )


def check_containers(store: Store, task: Task) -> Generator[float, None, None]:
    """Check containers as often as they ask for, and show what is found; ends when a service's task is UNHEALTHY."""
    checks, clock = checks_of(task), store.clock
    began, failures = clock.now(), Counter[str]()
    due = {check: check.interval for check in checks}
    while due:
        elapsed = (clock.now() - began).total_seconds()
        yield max(0.0, min(due.values()) - elapsed)
        elapsed = (clock.now() - began).total_seconds()
        for check in [check for check, at in due.items() if at <= elapsed]:
            due[check] = elapsed + check.interval
            if (yield from _passes(store, task, check)):
                failures[check.container] = 0
                show_health_of(task, check.container, "HEALTHY")
            elif elapsed >= check.start_period:
                failures[check.container] += 1
                if failures[check.container] >= check.retries:
                    show_health_of(task, check.container, "UNHEALTHY")
        if task.service is not None and task.wire["healthStatus"] == "UNHEALTHY":
            return


def _passes(store: Store, task: Task, check: Check) -> Generator[float, None, bool]:
    """One check: as ``curl -f`` has it."""
    if check.port is None or store.containers is None:
        return True
    answer = store.containers.probe(task.id, check.port, check.path)
    waited = 0.0
    while (status := answer()) is None and waited < check.timeout:
        yield _LOOK
        waited += _LOOK
    return status is not None and 200 <= status < 400
