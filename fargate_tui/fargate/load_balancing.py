"""What stands in front of the tasks of a service, and what it thinks of each of them. Pure.

A door is a target group with the listeners and rules that lead to it; a target row is one address behind a door, joined
with the task that has the address.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from fargate_tui.fargate.arns import cluster_of, name_of
from fargate_tui.fargate.events import classify
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.network import Entrance
from fargate_tui.fargate.network.entrance import leading_rules
from fargate_tui.fargate.records import (
    Listener,
    ListenerAction,
    ListenerRule,
    LoadBalancer,
    Record,
    Service,
    TargetHealth,
)
from fargate_tui.fargate.rows import Finding, TaskRow
from fargate_tui.fargate.target_health import SEVERITIES, reason_in_words, remedy

Role = Literal["", "production", "test", "alternate"]
"""Of a target group of a blue/green pair; empty for one by itself, or while the rules are not known."""


class Door(Record, frozen=True, kw_only=True):
    """A target group of a service with what is in front of it."""

    cluster: str
    service: str
    entrance: Entrance
    role: Role = ""
    is_paired: bool = False
    """Whether traffic is shifted between it and another one."""
    is_only: bool = True
    """Whether its service has no other."""
    grace: int = 0
    """Seconds in which a new task of the service is not stopped for its health."""
    desired: int = 0
    ill_at: datetime | None = None
    """When a task behind it failed its health checks last, by the service's events."""
    ill_why: str = ""
    """Why, in AWS's words."""

    @property
    def arn(self) -> str:
        """Of the target group."""
        return self.entrance.target_group_arn

    @property
    def name(self) -> str:
        """Of the target group."""
        return name_of(self.arn)


class TargetRow(Record, frozen=True, kw_only=True):
    """A target; or a target group without one, or a task that is behind no door."""

    door: Door
    finding: Finding
    """Its word is the state, its ``why`` the reason in plain words."""
    remedy: str = ""
    """What to do; empty where nothing is to be done."""
    address: str = ""
    port: int | None = None
    zone: str = ""
    task: str = ""
    """ARN of the task that has the address; empty where none is known."""
    reason: str = ""
    """AWS's code."""
    since: datetime | None = None
    """When it was seen to come into this state; None for what was so when it was first looked at."""

    @property
    def arn(self) -> str:
        """What tells it from others: the target group's ARN with the address."""
        return f"{self.door.arn} {self.address}:{self.port}"

    @property
    def place(self) -> str:
        """Address and port."""
        return f"{self.address}:{self.port}" if self.port is not None else self.address


class Share(Record, frozen=True, kw_only=True):
    """How much of what is forwarded a target group gets."""

    group: str
    """Its name."""
    percent: float


def groups_of(service: Service) -> tuple[LoadBalancer, ...]:
    """The target groups of a service, each as the service names it; those it shifts its traffic to among them."""
    found: dict[str, LoadBalancer] = {}
    for each in service.load_balancers:
        for arn in each.target_groups:
            found.setdefault(arn, msgspec.structs.replace(each, target_group_arn=arn))
    return tuple(found.values())


def doors(service: Service, entrances: Iterable[Entrance]) -> tuple[Door, ...]:
    """The doors of a service, in the order in which it names them."""
    named = {each.target_group_arn: each for each in groups_of(service)}
    read = tuple(entrances)
    found = []
    for entrance in read:
        balancer = named.get(entrance.target_group_arn)
        advanced = balancer.advanced_configuration if balancer is not None else None
        ill_at, ill_why = _last_ill(service, entrance.target_group_arn)
        found.append(
            Door(
                cluster=name_of(service.cluster_arn or "") or cluster_of(service.service_arn),
                service=service.service_name,
                entrance=entrance,
                role=_role(balancer, entrance) if balancer is not None else "",
                is_paired=bool(advanced and advanced.alternate_target_group_arn),
                is_only=len(read) == 1,
                grace=service.health_check_grace_period_seconds or 0,
                desired=service.desired_count,
                ill_at=ill_at,
                ill_why=ill_why,
            )
        )
    return tuple(found)


def _last_ill(service: Service, group: str) -> tuple[datetime | None, str]:
    """ECS stops a task that is ill, and then its target only says that it drains: why stands in the events."""
    for event in service.events:
        if group in event.message:
            told = classify(event.message)
            if told.target_group.rstrip(".") == group and told.reason:
                return event.created_at, told.reason
    return None, ""


def _role(balancer: LoadBalancer, entrance: Entrance) -> Role:
    advanced = balancer.advanced_configuration
    if advanced is None or not advanced.alternate_target_group_arn or isinstance(entrance.rules, NotChecked):
        return ""
    if _gets_some_of(entrance, advanced.production_listener_rule):
        return "production"
    return "test" if _gets_some_of(entrance, advanced.test_listener_rule) else "alternate"


def _gets_some_of(entrance: Entrance, arn: str | None) -> bool:
    """Whether a rule, or a listener's default action, sends anything to the target group now."""
    if not arn:
        return False
    listeners = entrance.listeners.value if isinstance(entrance.listeners, Known) else ()
    rules = entrance.rules.value if isinstance(entrance.rules, Known) else ()
    actions = [action for each in listeners if each.listener_arn == arn for action in each.default_actions]
    actions += [action for each in rules if each.rule_arn == arn for action in each.actions]
    return any(action.share_of(entrance.target_group_arn) for action in actions)


def shares(actions: Iterable[ListenerAction]) -> tuple[Share, ...]:
    """How actions share what they forward, in per cent."""
    weights: dict[str, int] = {}
    for action in actions:
        config = action.forward_config
        arns = [each.target_group_arn for each in config.target_groups] if config is not None else []
        for arn in arns or [action.target_group_arn]:
            if arn:
                weights[arn] = action.share_of(arn) or 0
    total = sum(weights.values())
    return tuple(
        Share(group=name_of(arn), percent=100 * weight / total if total else 0.0) for arn, weight in weights.items()
    )


def ways(doors_: Sequence[Door]) -> Iterator[tuple[Listener, ListenerRule | None, tuple[Share, ...]]]:
    """The rules that lead to any of these doors, each once, as a listener tries them; None is its default action."""
    seen: set[tuple[str, str]] = set()
    found: list[tuple[tuple[int, str, int], Listener, ListenerRule | None, tuple[Share, ...]]] = []
    for door in doors_:
        listeners = door.entrance.listeners
        for listener in listeners.value if isinstance(listeners, Known) else ():
            for rule, _share in leading_rules(door.entrance, listener):
                key = (listener.listener_arn, rule.rule_arn if rule is not None else "")
                if key not in seen:
                    seen.add(key)
                    actions = rule.actions if rule is not None else listener.default_actions
                    order = (listener.port or 0, listener.listener_arn, _priority(rule))
                    found.append((order, listener, rule, shares(actions)))
    for _, listener, rule, shared in sorted(found, key=lambda each: each[0]):
        yield listener, rule, shared


def _priority(rule: ListenerRule | None) -> int:
    """Where it stands among those of its listener; the default action is last."""
    told = rule.priority if rule is not None else None
    return int(told) if told and told.isdecimal() else 1_000_000


def in_state(target: TargetHealth) -> str:
    """A target in the state that it is in: the same as long as nothing changes."""
    return f"{target.target_group_arn} {target.target_id}:{target.port} {target.state}"


def target_rows(
    doors_: Sequence[Door],
    targets: Mapping[str, Sequence[TargetHealth]],
    tasks: Iterable[TaskRow],
    since: Mapping[str, datetime | None],
    unknown: str = "",
) -> list[TargetRow]:
    """The rows of all doors; ``targets`` are by target group, ``since`` by `in_state`.

    ``unknown`` is why the targets of a group that is not among them are not known.
    """
    alive = [task for task in tasks if task.private_ip and not task.is_stopped]
    by_address = {(task.cluster, task.private_ip): task for task in alive}
    rows: list[TargetRow] = []
    for door in doors_:
        found = targets.get(door.arn)
        if found is None:
            why = unknown or "its targets were not asked for yet"
            rows.append(TargetRow(door=door, finding=Finding(severity="warn", word="not known", why=why)))
        elif not found:
            rows.append(_empty(door))
        else:
            rows += [_row(door, each, by_address.get((door.cluster, each.target_id)), since) for each in found]
    if all(door.arn in targets for door in doors_):
        rows += _outside(doors_, targets, alive)
    return rows


def _row(door: Door, target: TargetHealth, task: TaskRow | None, since: Mapping[str, datetime | None]) -> TargetRow:
    state = target.state or "unknown"
    row = TargetRow(
        door=door,
        finding=Finding(
            severity=SEVERITIES.get(state, "warn"),
            word=state,
            why="" if state == "healthy" else reason_in_words(target),
        ),
        remedy="" if state == "healthy" else remedy(target),
        address=target.target_id,
        port=target.port,
        zone=target.availability_zone or (task.availability_zone if task is not None else ""),
        task=task.arn if task is not None else "",
        reason=target.reason or "",
    )
    began = since.get(in_state(target))
    return row if began is None else msgspec.structs.replace(row, since=began)


def _empty(door: Door) -> TargetRow:
    """A door with nothing behind it: at rest where it waits for the next deployment, or nothing is wanted."""
    if door.role in ("alternate", "test") or not door.desired:
        why = "the next deployment goes here" if door.desired else "the service wants no task"
        return TargetRow(door=door, finding=Finding(severity="info", word="empty", why=why))
    return TargetRow(
        door=door,
        finding=Finding(severity="error", word="empty", why=f"no target is registered in {door.name}"),
        remedy="see why no task of the service runs: only running tasks are registered",
    )


def _outside(
    doors_: Sequence[Door], targets: Mapping[str, Sequence[TargetHealth]], alive: Iterable[TaskRow]
) -> Iterator[TargetRow]:
    """The tasks that run behind none of their service's doors."""
    by_service: dict[str, list[Door]] = {}
    for door in doors_:
        by_service.setdefault(f"{door.cluster} service:{door.service}", []).append(door)
    for task in alive:
        own = by_service.get(f"{task.cluster} {task.group}", [])
        known = {each.target_id for door in own for each in targets[door.arn]}
        if own and task.last_status == "RUNNING" and task.private_ip not in known:
            yield TargetRow(
                door=next((door for door in own if door.role == "production"), own[0]),
                finding=Finding(severity="warn", word="outside", why="it runs, and is in no target group"),
                remedy="ECS registers it within seconds of its start; else see the service's events",
                address=task.private_ip,
                zone=task.availability_zone,
                task=task.arn,
            )
