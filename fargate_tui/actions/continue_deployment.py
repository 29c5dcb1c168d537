"""Lets a deployment that waits for a person go on."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding

from fargate_tui.actions.action import Action, Bench, about, call_of, service_of
from fargate_tui.actions.past import past_of
from fargate_tui.aws.changing import CONTINUE_SERVICE_DEPLOYMENT
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate.changes import Alternative, Change, Difference, Effect, Subject
from fargate_tui.fargate.errors import Invalid

ROLL_BACK = "roll back"
"""What is answered for a deployment that is to go back instead."""


class ContinueDeployment(Action):
    """Answers the pause hook at which a blue/green, linear or canary deployment waits."""

    id = "service.continue_deployment"
    kind = "service"
    bindings = (
        Binding(
            "p",
            "act('service.continue_deployment')",
            "proceed",
            show=False,
            id="service.continue_deployment",
            tooltip="let a deployment that waits for you go on",
        ),
    )
    operations: ClassVar[tuple[Operation, ...]] = (CONTINUE_SERVICE_DEPLOYMENT,)
    taken_back = "not by itself: what goes on can be rolled back"
    is_paced = True

    def title(self, subjects: Sequence[Subject], answer: str) -> str:
        """The service."""
        return f"{'roll back' if answer == ROLL_BACK else 'go on with'} the deployment of {about(subjects)}"

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:
        """The hook from waiting to its answer; raises `Invalid` where none waits."""
        service = await service_of(subject, bench)
        past = await past_of(subject, bench)
        deployment = past.under_way
        hook = deployment.waiting if deployment is not None else None
        if deployment is None or hook is None:
            raise Invalid(f"go on with the deployment of {subject.name}", "no deployment of it waits for a person")
        primary = next((each for each in service.deployments if each.status == "PRIMARY"), None)
        goes_back = answer == ROLL_BACK
        stage = deployment.lifecycle_stage or "its stage"
        return Change(
            subject=subject,
            differences=(
                Difference(what=f"hook at {stage}", before="waits", after="rolls back" if goes_back else "goes on"),
            ),
            calls=(
                call_of(
                    CONTINUE_SERVICE_DEPLOYMENT,
                    serviceDeploymentArn=deployment.service_deployment_arn,
                    hookId=hook.hook_id or "",
                    action="ROLLBACK" if goes_back else "CONTINUE",
                ),
            ),
            effects=(
                Effect(text=f"goes back to {past.goes_back_to(deployment) or 'what ran before'}")
                if goes_back
                else Effect(text=f"{past.target(deployment)} goes on from {stage} to the next stage"),
            ),
            alternatives=() if goes_back else (Alternative(key="b", words="roll back instead", answer=ROLL_BACK),),
            aim="rolled back" if goes_back else "deployed",
            deployment=(primary.id if primary is not None else None) or "",
            guard=f"hook {hook.hook_id} of {deployment.service_deployment_arn}",
        )

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool:  # noqa: ARG002
        """Whether the hook waits no longer."""
        deployment = (await past_of(change.subject, bench)).under_way
        waiting = deployment.waiting if deployment is not None else None
        return waiting is None or waiting.hook_id != change.calls[0].parameters["hookId"]
