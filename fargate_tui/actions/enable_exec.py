"""Lets people into the tasks of a service: ECS Exec is enabled, and its tasks are replaced by ones that have it."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding

from fargate_tui.actions.action import Action, Bench, Question, about, call_of, not_checked, refuse_foreign, service_of
from fargate_tui.actions.evidence import evidence_for
from fargate_tui.aws.changing import UPDATE_SERVICE
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate import consequences
from fargate_tui.fargate.changes import Change, Difference, Effect, Subject
from fargate_tui.fargate.errors import AwsError, Invalid
from fargate_tui.fargate.exec_checks import ACTIONS
from fargate_tui.fargate.records import Service

ON = "on"
"""What is answered; it is switched off with other tools."""


class EnableExec(Action):
    """Enables ECS Exec on a service and redeploys it; offered where a shell was refused for the want of it."""

    id = "service.enable_exec"
    kind = "service"
    bindings: ClassVar[tuple[Binding, ...]] = ()
    operations: ClassVar[tuple[Operation, ...]] = (UPDATE_SERVICE,)
    taken_back = "not by a key: tasks that were replaced do not come back"
    question = Question("ECS Exec", otherwise=ON)
    is_paced = True

    def title(self, subjects: Sequence[Subject], answer: str) -> str:  # noqa: ARG002
        """The service."""
        return f"enable ECS Exec on {about(subjects)} and redeploy it"

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:
        """Whether it is enabled, and the deployment."""
        if answer.strip() != ON:
            raise Invalid(f"set ECS Exec of {subject.name}", f"{answer!r} is not known", f"type {ON}")
        service = await service_of(subject, bench)
        refuse_foreign(service, self.title((subject,), answer), deploys=False, instead="it has no such setting")
        primary = next((each.id for each in service.deployments if each.status == "PRIMARY"), None) or ""
        extra = max(consequences.bounds(service)[1] - service.desired_count, 0)
        found = await evidence_for(subject, service, extra, bench)
        enabled = "on" if service.enable_execute_command else "off"
        call = call_of(
            UPDATE_SERVICE,
            cluster=subject.cluster,
            service=subject.arn,
            enableExecuteCommand=True,
            forceNewDeployment=True,
        )
        return Change(
            subject=subject,
            differences=(
                Difference(what="ECS Exec", before=enabled, after="on"),
                Difference(what="deployment", before=primary.rpartition("/")[2] or "—", after="a new one"),
            ),
            calls=(call,),
            effects=(
                *consequences.of_replacing(service),
                *consequences.of_addresses(found.subnets, extra),
                *(effect for effect in found.missing if "cost" not in effect.text),
                await _of_the_role(service, bench),
            ),
            aim="deployed",
            guard=f"deployment {primary} desired {service.desired_count}",
        )

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool:  # noqa: ARG002
        """Whether it is enabled, and there is another deployment than the one it was planned upon."""
        service = await service_of(change.subject, bench)
        primary = next((each.id for each in service.deployments if each.status == "PRIMARY"), None)
        return service.enable_execute_command and f"deployment {primary} " not in change.guard


async def _of_the_role(service: Service, bench: Bench) -> Effect:
    """What the role of its tasks has to do with it."""
    try:
        definition = await bench.aws.ecs.describe_task_definition(service.task_definition or "")
    except AwsError as error:
        return not_checked("whether the tasks have a role", error)
    if not definition.task_role_arn:
        return Effect(text="its tasks have no role: AWS refuses this until a revision has one", severity="error")
    return Effect(text=f"not checked: whether the task role allows {ACTIONS}", severity="warn")
