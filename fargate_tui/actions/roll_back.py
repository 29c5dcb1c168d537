"""Back to the revision that ran before: out of a deployment that is under way, or by a new one."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

import msgspec
from textual.binding import Binding

from fargate_tui.actions.action import Action, Bench, about, call_of, not_checked, service_of
from fargate_tui.actions.deploy import DeployService, differences_to
from fargate_tui.actions.past import past_of
from fargate_tui.aws.changing import STOP_SERVICE_DEPLOYMENT, UPDATE_SERVICE
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate.arns import family_revision
from fargate_tui.fargate.changes import Alternative, Change, Difference, Effect, Subject, Undo
from fargate_tui.fargate.consequences import counted
from fargate_tui.fargate.errors import AwsError, Invalid, NotAllowed
from fargate_tui.fargate.records import Deployment, Service, ServiceDeployment
from fargate_tui.fargate.rollbacks import Past

ABORT = "abort"
"""What is answered for a deployment that is stopped where it is."""
NONE_UNDER_WAY = "none under way"


class RollBack(Action):
    """Stops the deployment that is under way and goes back; where none is, deploys the revision that ran before."""

    id = "service.roll_back"
    kind = "service"
    bindings = (
        Binding(
            "R",
            "act('service.roll_back')",
            "roll back",
            id="service.roll_back",
            tooltip="the deployment under way, or to the one before",
        ),
    )
    operations: ClassVar[tuple[Operation, ...]] = (STOP_SERVICE_DEPLOYMENT, UPDATE_SERVICE)
    taken_back = "by a deployment of the revision that was given up; a restart is not begun again"
    is_paced = True

    def title(self, subjects: Sequence[Subject], answer: str) -> str:
        """The service."""
        return f"{'abort the deployment of' if answer == ABORT else 'roll back'} {about(subjects)}"

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:
        """The deployment that is under way to its end, or the present revision to the one before."""
        service = await service_of(subject, bench)
        try:
            past = await past_of(subject, bench)
        except NotAllowed as error:
            return _without_past(subject, service, answer, error)
        deployment = past.under_way
        if deployment is None:
            return await _deploy_before(subject, service, past, bench)
        if not deployment.can_be_stopped:
            raise Invalid(f"roll back {subject.name}", f"its deployment is {_words(deployment.status)} already")
        return await _stop(subject, service, past, deployment, answer, bench)

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool:
        """Whether the deployment goes back by now, or another one has begun."""
        if change.calls[0].operation == UPDATE_SERVICE.name:
            return await DeployService().has_landed(change, answer, bench)
        wanted = change.calls[0].parameters["serviceDeploymentArn"]
        past = await past_of(change.subject, bench)
        found = next((each for each in past.deployments if each.service_deployment_arn == wanted), None)
        return found is not None and not found.can_be_stopped


async def _stop(
    subject: Subject, service: Service, past: Past, deployment: ServiceDeployment, answer: str, bench: Bench
) -> Change:
    new, old = past.target(deployment), past.goes_back_to(deployment)
    missing: list[Effect] = []
    changed: tuple[Difference, ...] = ()
    if old and old != new and answer != ABORT:
        try:
            changed = await differences_to(old, new, bench)
        except AwsError as error:
            changed = (Difference(what="task definition", before=new, after=old),)
            missing.append(not_checked("what is different between them", error))
    # Of a restart that is given up there is nothing to be had again.
    change = _stopped(subject, service, deployment.service_deployment_arn, answer, new, is_again=old == new)
    return msgspec.structs.replace(
        change,
        differences=(*change.differences, *changed),
        effects=(*_effects(service, old, new, answer), *missing),
        # AWS documents no other way to stop than back; where there is no way back, what remains may be refused.
        alternatives=() if old or answer == ABORT else (Alternative(key="a", words="abort it", answer=ABORT),),
    )


def _stopped(
    subject: Subject, service: Service, arn: str, answer: str, given_up: str, *, is_again: bool = False
) -> Change:
    primary = _primary(service)
    ends = "stopped where it is" if answer == ABORT else "rolled back"
    return Change(
        subject=subject,
        differences=(Difference(what="deployment", before=f"{given_up or 'it'} under way", after=ends),),
        calls=(
            call_of(
                STOP_SERVICE_DEPLOYMENT,
                serviceDeploymentArn=arn,
                stopType="ABORT" if answer == ABORT else "ROLLBACK",
            ),
        ),
        undo=Undo(action=DeployService.id, answer=given_up, subjects=(subject,)) if given_up and not is_again else None,
        aim="accepted" if answer == ABORT else "rolled back",
        deployment=(primary.id if primary is not None else None) or "",
        guard=f"service deployment {arn}",
    )


def _effects(service: Service, old: str, new: str, answer: str) -> Iterator[Effect]:
    if answer == ABORT:
        yield Effect(text="AWS documents ROLLBACK only: it may refuse", severity="warn")
        yield Effect(text="the tasks stay as they are, of both revisions", severity="warn")
        return
    if not old:
        yield Effect(text="no revision was deployed completely before: AWS may refuse to go back", severity="warn")
        return
    tasks = counted(service.desired_count, "task")
    if old == new:
        yield Effect(text=f"ECS stops the new tasks of {new}, and keeps {tasks} of it as before the restart")
    else:
        yield Effect(text=f"ECS runs {tasks} of {old} again, and stops those of {new}")


async def _deploy_before(subject: Subject, service: Service, past: Past, bench: Bench) -> Change:
    """A deployment of the revision that ran before; raises `Invalid` where none is known."""
    present = family_revision(service.task_definition or "")
    before = past.before(present)
    if not before:
        why = f"no deployment is under way, and no other revision than {present} is known to have run"
        raise Invalid(f"roll back {subject.name}", why, ":deploy deploys any revision")
    change = await DeployService().change(subject, before, bench)
    none = Difference(what="deployment", before=NONE_UNDER_WAY, after=f"a new one, of {before}")
    said = Effect(text=f"no deployment is under way: {before} is the last other revision that was deployed completely")
    return msgspec.structs.replace(change, differences=(*change.differences, none), effects=(said, *change.effects))


def _without_past(subject: Subject, service: Service, answer: str, error: NotAllowed) -> Change:
    """What can be planned where the deployments may not be listed: only what is under way can be stopped."""
    primary = _primary(service)
    is_rolling = primary is not None and primary.rollout_state == "IN_PROGRESS"
    if primary is None or not is_rolling or not service.current_service_deployment:
        why = f"which revision ran before is not known: {error.action or 'ecs:ListServiceDeployments'} is not allowed"
        raise Invalid(f"roll back {subject.name}", why, ":deploy deploys any revision")
    given_up = family_revision(primary.task_definition or "")
    change = _stopped(subject, service, service.current_service_deployment, answer, given_up)
    return msgspec.structs.replace(change, effects=(not_checked("the revision it goes back to", error),))


def _primary(service: Service) -> Deployment | None:
    return next((each for each in service.deployments if each.status == "PRIMARY"), None)


def _words(status: str | None) -> str:
    return (status or "").replace("_", " ").lower()
