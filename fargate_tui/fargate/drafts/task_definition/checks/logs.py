"""The checks of what containers print (P08, P09)."""

from collections.abc import Iterator
from typing import Final

from fargate_tui.fargate.drafts.checks import Check, Trouble, Unknown
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.task_definition.container import AWSLOGS, DRIVERS, MAKE, THERE, ContainerDraft
from fargate_tui.fargate.drafts.task_definition.container_settings import RETENTION
from fargate_tui.fargate.drafts.task_definition.fields import TaskDefinitionFields
from fargate_tui.fargate.drafts.task_definition.judged import Judged, readable
from fargate_tui.fargate.known import NotChecked

_WANTED: Final = (("log_group", "group"), ("log_region", "Region"), ("log_prefix", "stream prefix"))


def _driver(it: Judged, facts: Facts) -> Iterator[Trouble]:  # noqa: ARG001 - as all checks
    yield from readable("P08")(it)
    for at, typed, _ in it.containers:
        if typed.log_driver not in ("", *DRIVERS):
            yield Trouble(
                f"{at}log_driver", f"Fargate does not have {typed.log_driver}", f"choose {', '.join(DRIVERS)}"
            )
        elif typed.log_driver == AWSLOGS:
            for member, label in _WANTED:
                if not getattr(typed, member).strip():
                    yield Trouble(f"{at}{member}", f"awslogs needs its {label}", "name it")
            if typed.log_creation == MAKE and typed.log_retention not in ("", *map(str, RETENTION)):
                yield Trouble(f"{at}log_retention", "CloudWatch Logs keeps no lines so long", "choose one of the list")
    yield from _routers(it)


def _routers(it: Judged) -> Iterator[Trouble]:
    routed = [at for at, typed, _ in it.containers if typed.log_driver == "awsfirelens"]
    routers = [at for at, typed, _ in it.containers if typed.firelens]
    if routed and not routers:
        yield Trouble(f"{routed[0]}log_driver", "no container routes its lines", "let one of them route logs")
    if len(routers) > 1:
        yield Trouble(f"{routers[1]}firelens", "one container routes the logs of a task", "choose none here")


def group_key(draft: TaskDefinitionFields, container: ContainerDraft) -> str:
    """How facts call a container's log group; empty where it has none that AWS could be asked for."""
    name, region = container.log_group.strip(), container.log_region.strip()
    if container.log_driver != AWSLOGS or not name:
        return ""
    return f"{'' if region == draft.region else region}/{name}"


def _group(it: Judged, facts: Facts) -> Iterator[Trouble | Unknown]:
    for at, typed, _ in it.containers:
        key, field = group_key(it.draft, typed), f"{at}log_group"
        if key and not key.startswith("/") and typed.log_creation == MAKE:
            words = f"it is in {typed.log_region.strip()}, and would be made here"
            yield Trouble(field, words, "name this Region, or have it made when a task starts")
        if not key or typed.log_creation != THERE:
            continue
        there = facts.log_groups.get(key)
        what = f"whether there is a log group {typed.log_group.strip()}"
        if there is None or isinstance(there, NotChecked):
            yield Unknown(field, there, what)
        elif not there.value:
            words = f"there is no log group {typed.log_group.strip()}: no task could start"
            yield Trouble(field, words, "have it made: “if it is missing”")


LOG_CHECKS: Final[tuple[Check[Judged], ...]] = (
    Check("P08", "BLOCK", "logs go where Fargate can send them", _driver, "containers.0.log_driver"),
    Check(
        "P09",
        "BLOCK",
        "the log groups are there, or are made",
        _group,
        "containers.0.log_group",
        ("logs:DescribeLogGroups",),
    ),
)
