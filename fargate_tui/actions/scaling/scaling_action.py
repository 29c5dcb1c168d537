"""What all have in common that change how a service is scaled.

Every change is a patch of what AWS says just now, and is taken back by the reverse patch (`fargate.scaling_patch`).
"""

import asyncio
from abc import abstractmethod
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import aclosing
from typing import ClassVar

import msgspec

from fargate_tui.actions.action import Action, Bench, about, call_of, not_checked, refuse_foreign, service_of
from fargate_tui.aws.changing import (
    DELETE_ALARMS,
    DELETE_SCALING_POLICY,
    DELETE_SCHEDULED_ACTION,
    DEREGISTER_SCALABLE_TARGET,
    PUT_METRIC_ALARM,
    PUT_SCALING_POLICY,
    PUT_SCHEDULED_ACTION,
    REGISTER_SCALABLE_TARGET,
)
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate import consequences
from fargate_tui.fargate.changes import Call, Change, Effect, Outcome, Subject, Undo
from fargate_tui.fargate.errors import AwsError, Invalid
from fargate_tui.fargate.records import Alarm, Service, TaskDefinition
from fargate_tui.fargate.scaling_effects import after, effects
from fargate_tui.fargate.scaling_patch import Patch, Setup, calls, differences, is_so, reverse
from fargate_tui.fargate.scaling_steps import with_arns

ALL: tuple[Operation, ...] = (
    REGISTER_SCALABLE_TARGET,
    DEREGISTER_SCALABLE_TARGET,
    PUT_SCALING_POLICY,
    DELETE_SCALING_POLICY,
    PUT_SCHEDULED_ACTION,
    DELETE_SCHEDULED_ACTION,
    PUT_METRIC_ALARM,
    DELETE_ALARMS,
)
EXPRESS = ":set tasks 2-6, or hold cpu 60, changes it"
"""What there is for a service whose autoscaling ECS manages."""
PUT_BACK = "scaling.put_back"
"""The action by which all others are taken back."""
_BY_NAME = {operation.name: operation for operation in ALL}


class ScalingAction(Action):
    """Something that scales a service, changed."""

    kind = "service"
    view = "scaling"
    doing: ClassVar[str]
    """What is done, in the imperative; the service comes behind it."""

    @abstractmethod
    async def patch(self, subject: Subject, answer: str, setup: Setup, bench: Bench) -> Patch:
        """What is to be changed; raises `Invalid` for an answer that says nothing, and for what is not there."""

    def title(self, subjects: Sequence[Subject], answer: str) -> str:  # noqa: ARG002
        """What is done, and to what service."""
        return f"{self.doing} {about(subjects)}"

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:
        """What is to be changed, from what to what, and what follows from it."""
        service, setup = await asyncio.gather(service_of(subject, bench), setup_of(subject, bench))
        refuse_foreign(service, f"{self.doing} {subject.name}", deploys=False, instead=EXPRESS)
        patch = await self.patch(subject, answer, setup, bench)
        setup = await _with_alarms(setup, patch, bench)
        back = reverse(patch, setup)
        return Change(
            subject=subject,
            differences=tuple(differences(patch, setup)),
            calls=tuple(_call(subject, name, given) for name, given in calls(patch, setup)),
            undo=Undo(action=PUT_BACK, answer=back.answer, subjects=(subject,)),
            effects=tuple([effect async for effect in _effects(patch, setup, service, bench)]),
            guard=back.answer,
        )

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool:
        """Whether AWS has it as it was wanted."""
        setup = await setup_of(change.subject, bench)
        patch = await self.patch(change.subject, answer, setup, bench)
        return is_so(patch, await _with_alarms(setup, patch, bench))

    async def filled(self, change: Change, call: Call, outcomes: Sequence[Outcome], bench: Bench) -> Call:
        """An alarm with the ARN of the policy that it sets off, which has none before it is made."""
        if call.operation != PUT_METRIC_ALARM.name:
            return call
        policies = (await setup_of(change.subject, bench)).policies
        arns = {each.policy_name: each.policy_arn for each in policies}
        for sent, told in zip(change.calls, outcomes, strict=False):
            if "PolicyARN" in told.answer:
                arns[str(sent.parameters["PolicyName"])] = str(told.answer["PolicyARN"])
        return msgspec.structs.replace(call, parameters=with_arns(call.parameters, arns))


def must_be_scaled(subject: Subject, setup: Setup, doing: str) -> None:
    """Refuse what needs limits where there are none; raises `Invalid`."""
    if setup.target is None:
        raise Invalid(f"{doing} {subject.name}", "nothing scales it yet", ":limits 2 6 sets its limits")


async def setup_of(subject: Subject, bench: Bench) -> Setup:
    """What scales it now: a change that is to be taken back must know all of it."""
    of, scaling = (subject.cluster, subject.name), bench.aws.scaling
    target, policies, scheduled = await asyncio.gather(
        scaling.target(*of), scaling.policies(*of), scaling.scheduled(*of)
    )
    return Setup(target=target, policies=policies, scheduled=scheduled)


async def _with_alarms(setup: Setup, patch: Patch, bench: Bench) -> Setup:
    """With those alarms that a patch is about."""
    if not patch.alarms:
        return setup
    return msgspec.structs.replace(setup, alarms=await alarms_named(patch.alarms, bench))


async def alarms_named(names: Iterable[str], bench: Bench) -> tuple[Alarm, ...]:
    """The alarms of these names, as far as there are such; raises `AwsError`."""
    async with aclosing(bench.aws.metrics.alarms(list(names))) as pages:
        return tuple([alarm async for page in pages for alarm in page])


def _call(subject: Subject, name: str, given: dict[str, object]) -> Call:
    operation = _BY_NAME[name]
    if operation.service == PUT_METRIC_ALARM.service:
        return call_of(operation, **given)
    return call_of(
        operation,
        ServiceNamespace="ecs",
        ResourceId=f"service/{subject.cluster}/{subject.name}",
        ScalableDimension="ecs:service:DesiredCount",
        **given,
    )


async def _effects(patch: Patch, setup: Setup, service: Service, bench: Bench) -> AsyncGenerator[Effect, None]:
    for effect in effects(patch, setup, service, bench.now):
        yield effect
    for effect in _together(patch, setup):
        yield effect
    if patch.limits is None or is_so(patch, setup):
        return
    is_spot = any(item.capacity_provider == "FARGATE_SPOT" for item in service.capacity_provider_strategy)
    limits = after(patch, setup)
    try:
        definition = await _definition(service, bench)
    except AwsError as error:
        yield not_checked("cost", error)
        return
    least, most = limits.min_capacity, limits.max_capacity
    for effect in consequences.of_cost_between(definition, bench.region, least, most, spot=is_spot):
        yield effect


def _together(patch: Patch, setup: Setup) -> list[Effect]:
    """How a policy gets on with those that there are."""
    others = [each.policy_name for each in setup.policies if each.policy_name not in patch.policies]
    if not any(patch.policies.values()) or not others:
        return []
    words = ", ".join(others)
    return [Effect(text=f"beside {words}: out where one wants it, in where all do")]


async def _definition(service: Service, bench: Bench) -> TaskDefinition | None:
    return await bench.aws.ecs.describe_task_definition(service.task_definition) if service.task_definition else None
