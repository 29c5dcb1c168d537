"""How a service is scaled: its limits, what is suspended, its policies and its schedules.

Every change is a patch of what AWS says just now, and is taken back by the reverse patch (`fargate.scaling_patch`).
"""

import asyncio
from abc import abstractmethod
from collections.abc import AsyncGenerator, Sequence
from typing import ClassVar

import msgspec
from textual.binding import Binding

from fargate_tui.actions.action import Action, Bench, Choice, Question, about, call_of, not_checked, service_of
from fargate_tui.aws.operations import (
    DELETE_SCALING_POLICY,
    DELETE_SCHEDULED_ACTION,
    DEREGISTER_SCALABLE_TARGET,
    PUT_SCALING_POLICY,
    PUT_SCHEDULED_ACTION,
    REGISTER_SCALABLE_TARGET,
    Operation,
)
from fargate_tui.fargate import consequences, scaling_answers
from fargate_tui.fargate.balancers import balancer_dimension, group_dimension
from fargate_tui.fargate.changes import Call, Change, Effect, Plan, Subject, Undo
from fargate_tui.fargate.errors import AwsError, Invalid
from fargate_tui.fargate.records import Service, TaskDefinition
from fargate_tui.fargate.scaling import told
from fargate_tui.fargate.scaling_effects import after, effects
from fargate_tui.fargate.scaling_patch import (
    Patch,
    Setup,
    calls,
    differences,
    flags,
    is_so,
    read,
    reverse,
    spec_of_policy,
)

ALL: tuple[Operation, ...] = (
    REGISTER_SCALABLE_TARGET,
    DEREGISTER_SCALABLE_TARGET,
    PUT_SCALING_POLICY,
    DELETE_SCALING_POLICY,
    PUT_SCHEDULED_ACTION,
    DELETE_SCHEDULED_ACTION,
)
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
        service, setup = await asyncio.gather(service_of(subject, bench), _setup(subject, bench))
        patch = await self.patch(subject, answer, setup, bench)
        back = reverse(patch, setup)
        return Change(
            subject=subject,
            differences=tuple(differences(patch, setup)),
            calls=tuple(_call(subject, name, given) for name, given in calls(patch, setup)),
            undo=Undo(action=PutBack.id, answer=back.answer, subjects=(subject,)),
            effects=tuple([effect async for effect in _effects(patch, setup, service, bench)]),
            guard=back.answer,
        )

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool:
        """Whether AWS has it as it was wanted."""
        setup = await _setup(change.subject, bench)
        return is_so(await self.patch(change.subject, answer, setup, bench), setup)


class SetLimits(ScalingAction):
    """Sets the minimum and the maximum, makes them where there are none, or takes them away."""

    id = "scaling.limits"
    bindings = (
        Binding(
            "equals_sign", "act('scaling.limits')", "limits", key_display="=", id="scaling.limits",
            tooltip="minimum and maximum: 2 6; none ends autoscaling",
        ),
    )  # fmt: skip
    operations: ClassVar[tuple[Operation, ...]] = (REGISTER_SCALABLE_TARGET, DEREGISTER_SCALABLE_TARGET)
    taken_back = "by the limits that were; where autoscaling was ended, with its policies and schedules"
    question = Question("minimum and maximum")
    doing = "limit"

    def title(self, subjects: Sequence[Subject], answer: str) -> str:
        """The service."""
        ends = answer.strip().lower() == scaling_answers.NOTHING
        return f"end autoscaling of {about(subjects)}" if ends else f"set the scaling limits of {about(subjects)}"

    def destroys(self, changes: Sequence[Change], answer: str) -> bool:  # noqa: ARG002
        """Ending it deletes policies and schedules."""
        return answer.strip().lower() == scaling_answers.NOTHING

    async def choices(self, subject: Subject, bench: Bench) -> tuple[Choice, ...]:
        """The limits as they are."""
        target = await bench.aws.scaling.target(subject.cluster, subject.name)
        if target is None:
            return ()
        ends = Choice(scaling_answers.NOTHING, "nothing scales it any more; policies and schedules are deleted")
        return (Choice(f"{target.min_capacity} {target.max_capacity}", "as it is"), ends)

    async def patch(self, subject: Subject, answer: str, setup: Setup, bench: Bench) -> Patch:  # noqa: ARG002
        """The limits that were typed."""
        wanted = scaling_answers.limits(answer)
        return Patch(ends=True) if wanted is None else Patch(limits=wanted)


class Suspend(ScalingAction):
    """Suspends scaling in, scaling out or schedules, and resumes them."""

    id = "scaling.suspend"
    bindings = (
        Binding(
            "z", "act('scaling.suspend')", "suspend", id="scaling.suspend",
            tooltip="suspend all, in, out or schedules; or resume",
        ),
    )  # fmt: skip
    operations: ClassVar[tuple[Operation, ...]] = (REGISTER_SCALABLE_TARGET,)
    taken_back = "by what was suspended before"
    question = Question("suspend")
    doing = "suspend or resume autoscaling of"

    def title(self, subjects: Sequence[Subject], answer: str) -> str:
        """What is suspended."""
        typed = answer.strip()
        return f"{'resume' if typed == 'resume' else f'suspend {typed}:'} autoscaling of {about(subjects)}"

    async def choices(self, subject: Subject, bench: Bench) -> tuple[Choice, ...]:
        """What can be suspended; resume first where something is."""
        target = await bench.aws.scaling.target(subject.cluster, subject.name)
        found = [Choice(value, hint) for value, hint in scaling_answers.SUSPENSIONS.items()]
        is_held = target is not None and any(flags(target.suspended_state))
        return tuple(reversed(found)) if is_held else tuple(found[:-1])

    async def patch(self, subject: Subject, answer: str, setup: Setup, bench: Bench) -> Patch:  # noqa: ARG002
        """What was typed."""
        _must_be_scaled(subject, setup, "suspend autoscaling of")
        return Patch(suspended=scaling_answers.suspension(answer))


class Track(ScalingAction):
    """Adds a policy that holds a metric at a value."""

    id = "scaling.track"
    bindings = (
        Binding(
            "n", "act('scaling.track')", "track", id="scaling.track",
            tooltip="hold a metric: cpu 60, memory 70, requests 1000; out=60 in=300 are cooldowns",
        ),
    )  # fmt: skip
    operations: ClassVar[tuple[Operation, ...]] = (PUT_SCALING_POLICY,)
    taken_back = "by deleting the policy"
    question = Question("hold")
    doing = "track"

    def title(self, subjects: Sequence[Subject], answer: str) -> str:
        """The metric and the service."""
        return f"hold {answer.strip()} for {about(subjects)}"

    async def choices(self, subject: Subject, bench: Bench) -> tuple[Choice, ...]:  # noqa: ARG002
        """The metrics, each with a value that is usual."""
        return (
            Choice("cpu 60", "percent of the CPU that tasks reserve, on average"),
            Choice("memory 70", "percent of the memory that tasks reserve, on average"),
            Choice("requests 1000", "a minute for each task, by the load balancer"),
        )

    async def patch(self, subject: Subject, answer: str, setup: Setup, bench: Bench) -> Patch:
        """The policy; raises `Invalid` where there is another one of its name."""
        wanted = scaling_answers.tracking(answer)
        _must_be_scaled(subject, setup, "track a metric of")
        metric: dict[str, object] = {"PredefinedMetricType": scaling_answers.METRICS[wanted.what]}
        if wanted.what == "requests":
            metric["ResourceLabel"] = await _label(subject, bench)
        given = {"TargetValue": wanted.value, "PredefinedMetricSpecification": metric, **wanted.cooldowns()}
        name = f"{wanted.what}-{wanted.value:g}"
        spec = {"PolicyType": "TargetTrackingScaling", "TargetTrackingScalingPolicyConfiguration": given}
        patch = Patch(policies={name: spec})
        if setup.policy(name) is not None and not is_so(patch, setup):
            raise Invalid(f"track {wanted.what}", f"there is a policy {name} already", "e changes what it holds")
        return patch


class Retarget(ScalingAction):
    """Changes the value that a policy holds, and its cooldowns."""

    id = "scaling.retarget"
    bindings = (
        Binding(
            "e", "act('scaling.retarget')", "change", id="scaling.retarget",
            tooltip="change what the policy holds; out=60 in=300 are cooldowns",
        ),
    )  # fmt: skip
    operations: ClassVar[tuple[Operation, ...]] = (PUT_SCALING_POLICY,)
    taken_back = "by the policy as it was"
    question = Question("policy and value")
    doing = "change a policy of"

    async def patch(self, subject: Subject, answer: str, setup: Setup, bench: Bench) -> Patch:  # noqa: ARG002
        """The policy with another value, all else as it is."""
        name = scaling_answers.retarget(answer).what
        policy = setup.policy(name)
        if policy is None:
            raise Invalid("change a policy", f"{subject.name} has no policy {name!r}")
        if policy.target_value is None:
            raise Invalid(f"change {name}", "only target tracking holds a value", "ctrl+d deletes it")
        wanted = scaling_answers.retarget(answer, policy)
        given = {**policy.configuration, "TargetValue": wanted.value, **wanted.cooldowns()}
        member = "TargetTrackingScalingPolicyConfiguration"
        return Patch(policies={name: {**spec_of_policy(policy), member: given}})


class AddSchedule(ScalingAction):
    """Adds a change of the limits at a time."""

    id = "scaling.schedule"
    bindings = (
        Binding(
            "a", "act('scaling.schedule')", "schedule", id="scaling.schedule",
            tooltip="limits at a time: cron(0 8 * * ? *) 4 10 Europe/Berlin; - leaves a limit as it is",
        ),
    )  # fmt: skip
    operations: ClassVar[tuple[Operation, ...]] = (PUT_SCHEDULED_ACTION,)
    taken_back = "by deleting the schedule; not what it has done by then"
    question = Question("when, minimum and maximum")
    doing = "schedule limits of"

    async def choices(self, subject: Subject, bench: Bench) -> tuple[Choice, ...]:  # noqa: ARG002
        """Each form with an example."""
        return (
            Choice("cron(0 8 ? * MON-FRI *) 4 10 Europe/Berlin", "minute hour day month weekday year"),
            Choice("cron(0 20 * * ? *) 1 4", "each day at 20:00 UTC"),
            Choice(f"at({bench.now:%Y-%m-%d}T23:00:00) 6 12", "once"),
        )  # fmt: skip

    async def patch(self, subject: Subject, answer: str, setup: Setup, bench: Bench) -> Patch:  # noqa: ARG002
        """The schedule; raises `Invalid` where there is another one of its name."""
        name, spec = scaling_answers.schedule(answer)
        _must_be_scaled(subject, setup, "schedule limits of")
        patch = Patch(schedules={name: spec})
        if setup.schedule(name) is not None and not is_so(patch, setup):
            raise Invalid("add a schedule", f"there is a schedule {name} already", "name=… gives it another name")
        return patch


class DeleteScaling(ScalingAction):
    """Deletes a policy or a schedule; the answer is ``policy NAME`` or ``schedule NAME``."""

    id = "scaling.remove"
    bindings = (
        Binding(
            "ctrl+d", "act('scaling.remove')", "delete", show=False, id="scaling.remove",
            tooltip="delete the policy or the schedule",
        ),
    )  # fmt: skip
    operations: ClassVar[tuple[Operation, ...]] = (DELETE_SCALING_POLICY, DELETE_SCHEDULED_ACTION)
    taken_back = "by the policy or the schedule as it was"
    question = Question("delete")
    doing = "delete something that scales"

    def title(self, subjects: Sequence[Subject], answer: str) -> str:
        """The policy or the schedule, and its service."""
        return f"delete {answer} of {about(subjects)}"

    def destroys(self, changes: Sequence[Change], answer: str) -> bool:  # noqa: ARG002
        """It is deleted."""
        return True

    async def choices(self, subject: Subject, bench: Bench) -> tuple[Choice, ...]:
        """All that there are."""
        setup = await _setup(subject, bench)
        policies = (Choice(f"policy {each.policy_name}", told(each)) for each in setup.policies)
        schedules = (Choice(f"schedule {each.scheduled_action_name}", each.schedule) for each in setup.scheduled)
        return (*policies, *schedules)

    async def has_landed(self, change: Change, answer: str, bench: Bench) -> bool:
        """Whether it is not there any more."""
        sort, _, name = answer.partition(" ")
        setup = await _setup(change.subject, bench)
        return (setup.policy(name) if sort == "policy" else setup.schedule(name)) is None

    async def plan(self, subjects: Sequence[Subject], answer: str, bench: Bench) -> Plan:
        """Confirmed by the name of what is deleted, not by that of the service."""
        planned = await super().plan(subjects, answer, bench)
        return msgspec.structs.replace(planned, typed=answer.partition(" ")[2])

    async def patch(self, subject: Subject, answer: str, setup: Setup, bench: Bench) -> Patch:  # noqa: ARG002
        """It without the one."""
        sort, _, name = answer.partition(" ")
        known = setup.policy(name) if sort == "policy" else setup.schedule(name)
        if known is None:
            raise Invalid(f"delete {answer}", f"{subject.name} has none of that name", "policy NAME, or schedule NAME")
        return Patch(policies={name: None}) if sort == "policy" else Patch(schedules={name: None})


class PutBack(ScalingAction):
    """Makes a patch that is given whole: what takes the other changes back."""

    id = "scaling.put_back"
    bindings = ()
    only_takes_back = True
    operations: ClassVar[tuple[Operation, ...]] = ALL
    taken_back = "by its own reverse"
    doing = "put back what scales"

    def destroys(self, changes: Sequence[Change], answer: str) -> bool:  # noqa: ARG002
        """Whether autoscaling as a whole is ended by it: what was made since is lost."""
        return _kept(answer).ends

    async def patch(self, subject: Subject, answer: str, setup: Setup, bench: Bench) -> Patch:  # noqa: ARG002
        """The patch as it was kept."""
        patch = _kept(answer)
        if not patch.ends and patch.limits is None:
            _must_be_scaled(subject, setup, "put back what scales")
        return patch


def _kept(answer: str) -> Patch:
    """A patch out of the journal; raises `Invalid`."""
    try:
        return read(answer)
    except ValueError:
        raise Invalid(
            "put back what scales", "this is nothing that was changed before", "u takes changes back"
        ) from None


def _must_be_scaled(subject: Subject, setup: Setup, doing: str) -> None:
    if setup.target is None:
        raise Invalid(f"{doing} {subject.name}", "nothing scales it yet", "= sets its limits, for instance 2 6")


def _call(subject: Subject, name: str, given: dict[str, object]) -> Call:
    return call_of(
        _BY_NAME[name],
        ServiceNamespace="ecs",
        ResourceId=f"service/{subject.cluster}/{subject.name}",
        ScalableDimension="ecs:service:DesiredCount",
        **given,
    )


async def _setup(subject: Subject, bench: Bench) -> Setup:
    """What scales it now: a change that is to be taken back must know all of it."""
    of, scaling = (subject.cluster, subject.name), bench.aws.scaling
    target, policies, scheduled = await asyncio.gather(
        scaling.target(*of), scaling.policies(*of), scaling.scheduled(*of)
    )
    return Setup(target=target, policies=policies, scheduled=scheduled)


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


async def _label(subject: Subject, bench: Bench) -> str:
    """How CloudWatch names the load balancer and the target group of a service; raises `Invalid` without them."""
    service = await service_of(subject, bench)
    arns = [each.target_group_arn for each in service.load_balancers if each.target_group_arn]
    if not arns:
        raise Invalid("track requests", f"{subject.name} is behind no load balancer", "cpu or memory can be tracked")
    for group in await bench.aws.elb.target_groups(arns):
        for balancer in group.load_balancer_arns:
            if "/app/" in balancer:
                return f"{balancer_dimension(balancer)}/{group_dimension(group.target_group_arn)}"
    raise Invalid("track requests", "no application load balancer is in front of it", "cpu or memory can be tracked")
