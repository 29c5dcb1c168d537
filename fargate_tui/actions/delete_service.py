"""Deletes a service, with all tasks it keeps."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding

from fargate_tui.actions.action import Action, Bench, about, call_of, service_of
from fargate_tui.actions.evidence import Evidence, evidence_for
from fargate_tui.aws.changing import DELETE_EXPRESS_GATEWAY_SERVICE, DELETE_SERVICE, UPDATE_SERVICE
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.changes import Call, Change, Difference, Effect, Subject
from fargate_tui.fargate.consequences import counted, of_protection
from fargate_tui.fargate.errors import Invalid, NotFound
from fargate_tui.fargate.records import Service


class DeleteService(Action):
    """Scales a service to nothing and deletes it; AWS stops its tasks and then forgets it."""

    id = "service.delete"
    kind = "service"
    bindings = (Binding("ctrl+d", "act('service.delete')", "delete the service", show=False, id="service.delete"),)
    operations: ClassVar[tuple[Operation, ...]] = (UPDATE_SERVICE, DELETE_SERVICE, DELETE_EXPRESS_GATEWAY_SERVICE)
    taken_back = "not at all: it has to be created anew"

    def title(self, subjects: Sequence[Subject], answer: str) -> str:  # noqa: ARG002
        """The service."""
        return f"delete {about(subjects)}"

    def destroys(self, changes: Sequence[Change], answer: str) -> bool:  # noqa: ARG002
        """It is gone for good."""
        return True

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:  # noqa: ARG002
        """The service from its state to being gone, and what hangs on it."""
        service = await service_of(subject, bench)
        if service.status == "DRAINING":
            raise Invalid(f"delete {subject.name}", "it is being deleted already: its tasks are stopping")
        found = await evidence_for(subject, service, -service.desired_count, bench)
        return Change(
            subject=subject,
            differences=tuple(_differences(service)),
            calls=tuple(_calls(subject, service)),
            effects=tuple(_effects(service, found)),
            aim="gone",
            # What it does itself on the way is no reason to refuse the rest; another service of the same name is.
            guard=f"created {service.created_at}",
        )

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool:  # noqa: ARG002
        """Whether it is gone, or on its way."""
        try:
            return (await service_of(change.subject, bench)).status == "DRAINING"
        except NotFound:
            return True


def _present(service: Service) -> str:
    return f"{(service.status or 'there').lower()}, {counted(service.running_count, 'task')} running"


def _differences(service: Service) -> Iterator[Difference]:
    yield Difference(what="service", before=_present(service), after="deleted")
    if service.desired_count:
        yield Difference(what="desired count", before=str(service.desired_count), after="0")


def _calls(subject: Subject, service: Service) -> Iterator[Call]:
    if service.is_express:
        yield call_of(DELETE_EXPRESS_GATEWAY_SERVICE, serviceArn=service.service_arn)
        return
    # AWS deletes only what is scaled to nothing, unless it is forced; a forced one would not say what it stopped.
    if service.desired_count:
        yield call_of(UPDATE_SERVICE, cluster=subject.cluster, service=subject.arn, desiredCount=0)
    yield call_of(DELETE_SERVICE, cluster=subject.cluster, service=subject.arn)


def _effects(service: Service, found: Evidence) -> Iterator[Effect]:
    running = service.running_count + service.pending_count
    if running:
        yield Effect(text=f"stops {counted(running, 'task')}: nothing of it is left", severity="error")
    if service.is_express:
        yield from _effects_of_express(found, running)
        return
    for balancer in service.load_balancers:
        group = name_of(balancer.target_group_arn or "")
        if group:
            yield Effect(text=f"target group {group} gets nothing from it any more, and stays", severity="warn")
    if found.target is not None:
        limits = f"between {found.target.min_capacity:,} and {found.target.max_capacity:,}"
        yield Effect(text=f"autoscaling holds it {limits}", severity="warn")
    yield from of_protection(found.protected, running)
    yield from (effect for effect in found.missing if "cost" not in effect.text)
    yield Effect(text="its task definition, log groups and load balancer stay")


def _effects_of_express(found: Evidence, running: int) -> Iterator[Effect]:
    made = "load balancer, target groups, security groups, autoscaling"
    yield Effect(text=f"all that ECS made for it goes too: {made}", severity="error")
    yield from of_protection(found.protected, running)
    yield from (effect for effect in found.missing if "cost" not in effect.text and "autoscaling" not in effect.text)
    yield Effect(text="its roles stay")
