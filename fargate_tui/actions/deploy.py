"""A new deployment of a service: the same revision again, or another one."""

import re
from collections.abc import Iterator, Sequence
from contextlib import aclosing
from typing import ClassVar

from textual.binding import Binding

from fargate_tui.actions.action import Action, Bench, Choice, Question, about, call_of, refuse_foreign, service_of
from fargate_tui.actions.evidence import Evidence, evidence_for
from fargate_tui.aws.changing import UPDATE_SERVICE
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate import consequences
from fargate_tui.fargate.arns import family_of, family_revision
from fargate_tui.fargate.changes import Call, Change, Difference, Effect, Subject, Undo
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.records import Service
from fargate_tui.fargate.semantic_diff import differences

AGAIN = "new"
"""What is typed for the same revision once more."""
OFFERED = 8
"""Revisions that are offered, the newest first."""
_REVISION = re.compile(r"([\w-]*):(\d+)")


class DeployService(Action):
    """Replaces the tasks of a service by new ones."""

    id = "service.deploy"
    kind = "service"
    bindings = (
        Binding(
            "D",
            "act('service.deploy')",
            "deploy",
            id="service.deploy",
            tooltip="deploy: the same again, or another revision",
        ),
    )
    operations: ClassVar[tuple[Operation, ...]] = (UPDATE_SERVICE,)
    taken_back = "another revision by the one that was; a restart is not taken back"
    question = Question("deploy", otherwise=AGAIN)
    is_paced = True

    def title(self, subjects: Sequence[Subject], answer: str) -> str:
        """The service and the revision."""
        return f"restart {about(subjects)}" if answer == AGAIN else f"deploy {answer} to {about(subjects)}"

    async def choices(self, subject: Subject, bench: Bench) -> tuple[Choice, ...]:
        """The same again, and the newest revisions of the family."""
        service = await service_of(subject, bench)
        present = family_revision(service.task_definition or "")
        found = [Choice(AGAIN, f"the same revision again, {present}: all tasks are replaced")]
        async with aclosing(bench.aws.ecs.task_definition_pages(family_of(present))) as pages:
            async for page in pages:
                found += (
                    Choice(family_revision(arn), "the newest" if place == 0 else "")
                    for place, arn in enumerate(page[:OFFERED])
                    if family_revision(arn) != present
                )
                break
        return tuple(found)

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:
        """The revision from which to which, with what is different between them."""
        service = await service_of(subject, bench)
        refuse_foreign(service, f"deploy {subject.name}", deploys=True, instead=":set image NAME deploys another image")
        present = family_revision(service.task_definition or "")
        chosen = _chosen(answer, present, subject)
        found = await evidence_for(subject, service, _extra(service), bench)
        primary = next((each.id for each in service.deployments if each.status == "PRIMARY"), None) or ""
        again = chosen == present
        return Change(
            subject=subject,
            differences=(_restart(primary),) if again else await differences_to(chosen, present, bench),
            calls=(_call(subject, chosen, again=again),),
            undo=None if again else Undo(action=self.id, answer=present, subjects=(subject,)),
            effects=tuple(_effects(service, found)),
            aim="deployed",
            guard=f"deployment {primary} desired {service.desired_count}",
        )

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool:  # noqa: ARG002
        """Whether there is another deployment than the one it was planned upon."""
        service = await service_of(change.subject, bench)
        primary = next((each.id for each in service.deployments if each.status == "PRIMARY"), None)
        return f"deployment {primary} " not in change.guard


def _chosen(answer: str, present: str, subject: Subject) -> str:
    """``family:revision`` of what is to be deployed; raises `Invalid`."""
    if answer.strip() == AGAIN:
        return present
    match = _REVISION.fullmatch(answer.strip())
    if match is None:
        raise Invalid(f"deploy {subject.name}", f"{answer!r} is no revision", f"type {AGAIN}, or for instance :8")
    return f"{match[1] or family_of(present)}:{match[2]}"


def _restart(deployment: str) -> Difference:
    return Difference(what="deployment", before=deployment.rpartition("/")[2] or "—", after="a new one")


async def differences_to(chosen: str, present: str, bench: Bench) -> tuple[Difference, ...]:
    """What is different in a revision from the present one; raises `AwsError`, `Invalid` where it is not ACTIVE."""
    old = await bench.aws.ecs.raw("task-definition", present)
    new = await bench.aws.ecs.raw("task-definition", chosen)
    if new.get("status") != "ACTIVE":
        raise Invalid(f"deploy {chosen}", f"it is {new.get('status')}", "only an ACTIVE revision can be deployed")
    return (Difference(what="task definition", before=present, after=chosen), *differences(old, new))


def _call(subject: Subject, chosen: str, *, again: bool) -> Call:
    # Sending the task definition needs iam:PassRole for its roles: a restart is allowed to more people.
    what = {"forceNewDeployment": True} if again else {"taskDefinition": chosen}
    return call_of(UPDATE_SERVICE, cluster=subject.cluster, service=subject.arn, **what)


def _extra(service: Service) -> int:
    """Tasks that run beside the old ones at most."""
    return max(consequences.bounds(service)[1] - service.desired_count, 0)


def _effects(service: Service, found: Evidence) -> Iterator[Effect]:
    yield from consequences.of_replacing(service)
    yield from consequences.of_addresses(found.subnets, _extra(service))
    yield from (effect for effect in found.missing if "cost" not in effect.text)
