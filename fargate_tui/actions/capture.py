"""Makes an account keep its ECS events in a log group, from which the history can be back-filled."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual.binding import Binding

from fargate_tui.actions.action import Action, Bench, call_of
from fargate_tui.aws.capturing import (
    DELETE_RESOURCE_POLICY,
    DELETE_RULE,
    PUT_RESOURCE_POLICY,
    PUT_RULE,
    PUT_TARGETS,
    REMOVE_TARGETS,
)
from fargate_tui.aws.creating import CREATE_LOG_GROUP, PUT_RETENTION_POLICY
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate.captures import GROUP
from fargate_tui.fargate.changes import Call, Change, Difference, Effect, Subject, Undo
from fargate_tui.fargate.errors import Invalid, NotFound
from fargate_tui.fargate.records import LogGroup

RULE: Final = "fargate-tui-ecs-events"
POLICY: Final = "fargate-tui-ecs-events"
TARGET: Final = "log-group"
DAYS: Final = 30
PATTERN: Final = {
    "source": ["aws.ecs"],
    "$or": [
        {"detail-type": ["ECS Task State Change"], "detail": {"lastStatus": ["STOPPED"]}},
        {
            "detail-type": ["ECS Service Action", "ECS Deployment State Change"],
            "detail": {"eventType": ["ERROR", "WARN"]},
        },
    ],
}
"""Ends of tasks, and what goes wrong with services: all else of ECS is no end of anything."""
_WRITERS: Final = ("events.amazonaws.com", "delivery.logs.amazonaws.com")


class CaptureEvents(Action):
    """Has EventBridge write the ends of tasks, and what goes wrong with services, into a log group."""

    id = "events.capture"
    kind = "log-group"
    view = "history"
    bindings = (
        Binding(
            "e", "act('events.capture')", "capture", id="events.capture",
            tooltip="have the account keep its ECS events in a log group, from which b back-fills",
        ),
    )  # fmt: skip
    operations: ClassVar[tuple[Operation, ...]] = (
        CREATE_LOG_GROUP,
        PUT_RETENTION_POLICY,
        PUT_RESOURCE_POLICY,
        PUT_RULE,
        PUT_TARGETS,
    )
    taken_back = "the rule and the permission are deleted; the log group stays, with what it holds"

    def title(self, subjects: Sequence[Subject], answer: str) -> str:  # noqa: ARG002
        """The Region: it is all of it."""
        return f"capture the ECS events of {_region(subjects[0])}"

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:  # noqa: ARG002
        """What of it is not there: the log group, who may write into it, the rule and its target."""
        region, stands = _region(subject), await _standing(bench)
        calls = tuple(_missing(subject, stands))
        if not calls:
            raise Invalid(
                f"capture the ECS events of {region}",
                "they are captured already",
                "back-filling in :history reads them",
            )
        retention = stands.group.retention if stands.group is not None else None
        return Change(
            subject=subject,
            differences=(
                Difference(
                    what="log group",
                    before="none" if stands.group is None else "there",
                    after=f"{GROUP}, {retention or DAYS} days",
                ),
                Difference(
                    what="permission",
                    before=POLICY if stands.may_write else "—",
                    after="EventBridge may write into it",
                ),
                Difference(what="rule", before="—" if stands.targets is None else RULE, after=RULE),
            ),
            calls=calls,
            undo=Undo(action="events.let_be", answer="", subjects=(subject,)),
            effects=(
                Effect(text=f"ends of tasks, errors of services and deployments; all of {region}, from now on"),
                Effect(text="AWS bills what CloudWatch Logs takes in and keeps: about 3 KB for each task that ends"),
                Effect(text="back-filling in :history reads it, on any machine of the team"),
            ),
        )

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool:  # noqa: ARG002
        """Whether nothing of it is missing."""
        return not tuple(_missing(change.subject, await _standing(bench)))


class LetEventsBe(Action):
    """Takes a capture back."""

    id = "events.let_be"
    kind = "log-group"
    bindings = ()
    only_takes_back = True
    operations: ClassVar[tuple[Operation, ...]] = (REMOVE_TARGETS, DELETE_RULE, DELETE_RESOURCE_POLICY)
    taken_back = "by setting it up again"

    def title(self, subjects: Sequence[Subject], answer: str) -> str:  # noqa: ARG002
        """The Region."""
        return f"capture the ECS events of {_region(subjects[0])} no more"

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:  # noqa: ARG002
        """The rule and the permission, as far as they are there, to gone."""
        stands = await _standing(bench)
        calls = tuple(_left(stands))
        if not calls:
            raise Invalid(f"capture the ECS events of {_region(subject)} no more", "they are not captured")
        holds = f"{GROUP} stays, with what it holds" if stands.group is not None else f"{GROUP} is gone already"
        return Change(
            subject=subject,
            differences=(
                Difference(what="rule", before="—" if stands.targets is None else RULE, after="—"),
                Difference(what="permission", before=POLICY if stands.may_write else "—", after="—"),
            ),
            calls=calls,
            undo=Undo(action="events.capture", answer="", subjects=(subject,)),
            effects=(Effect(text=holds),),
        )

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool:  # noqa: ARG002
        """Whether nothing of it is left."""
        return not tuple(_left(await _standing(bench)))


@dataclass(frozen=True, slots=True)
class _Standing:
    """What there is of a capture."""

    group: LogGroup | None
    may_write: bool
    targets: tuple[str, ...] | None
    """Of the rule; None where there is no rule."""


async def _standing(bench: Bench) -> _Standing:
    group, policies, targets = await asyncio.gather(
        _group(bench), bench.aws.logs(None).resource_policies(), _targets(bench)
    )
    return _Standing(group, POLICY in policies, targets)


async def _targets(bench: Bench) -> tuple[str, ...] | None:
    try:
        return await bench.aws.events.targets(RULE)
    except NotFound:
        return None


async def _group(bench: Bench) -> LogGroup | None:
    try:
        return await bench.aws.logs(None).group(GROUP)
    except NotFound:
        return None


def _missing(subject: Subject, stands: _Standing) -> Iterator[Call]:
    if stands.group is None:
        yield call_of(CREATE_LOG_GROUP, logGroupName=GROUP)
    if stands.group is None or stands.group.retention is None:
        yield call_of(PUT_RETENTION_POLICY, logGroupName=GROUP, retentionInDays=DAYS)
    if not stands.may_write:
        yield call_of(PUT_RESOURCE_POLICY, policyName=POLICY, policyDocument=json.dumps(_policy(subject.arn)))
    if stands.targets is None:
        yield call_of(PUT_RULE, Name=RULE, EventPattern=json.dumps(PATTERN), State="ENABLED")
    if TARGET not in (stands.targets or ()):
        yield call_of(PUT_TARGETS, Rule=RULE, Targets=[{"Id": TARGET, "Arn": subject.arn}])


def _left(stands: _Standing) -> Iterator[Call]:
    if stands.targets:
        yield call_of(REMOVE_TARGETS, Rule=RULE, Ids=list(stands.targets))
    if stands.targets is not None:
        yield call_of(DELETE_RULE, Name=RULE)
    if stands.may_write:
        yield call_of(DELETE_RESOURCE_POLICY, policyName=POLICY)


def _policy(arn: str) -> dict[str, object]:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": list(_WRITERS)},
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": f"{arn}:*",
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def _region(subject: Subject) -> str:
    parts = subject.arn.split(":")
    if len(parts) < 5 or not parts[4]:
        raise Invalid("capture ECS events", "it is not known yet whose account this is", "try again in a moment")
    return parts[3]
