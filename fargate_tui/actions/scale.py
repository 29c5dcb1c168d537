"""More tasks or fewer: the desired count of a service, with the limits of its autoscaling."""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

import msgspec
from textual.binding import Binding

from fargate_tui.actions.action import Action, Bench, Question, about, call_of, refuse_foreign, service_of
from fargate_tui.actions.evidence import Evidence, evidence_for
from fargate_tui.aws.changing import REGISTER_SCALABLE_TARGET, UPDATE_SERVICE
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate import consequences
from fargate_tui.fargate.changes import Alternative, Call, Change, Difference, Effect, Subject, Undo
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.records import ScalableTarget, Service, SuspendedState

_ANSWER = re.compile(r"(?P<sign>[+-]?)(?P<count>\d{1,4})(?P<limits>( (min=\d{1,4}|max=\d{1,4}|suspend|resume))*)")
MOST = 5000
"""Tasks that a service may have (a quota of AWS that cannot be raised)."""
SUSPENDED = SuspendedState(
    dynamic_scaling_in_suspended=True, dynamic_scaling_out_suspended=True, scheduled_scaling_suspended=True
)
_KINDS_OF_SCALING = ("DynamicScalingInSuspended", "DynamicScalingOutSuspended", "ScheduledScalingSuspended")
_LIMITS = {"autoscaling minimum": "MinCapacity", "autoscaling maximum": "MaxCapacity"}


class Wish(NamedTuple):
    """What was typed: a number, more or fewer, and what is to become of autoscaling."""

    sign: str
    number: int
    least: int | None = None
    most: int | None = None
    suspended: bool | None = None

    def after(self, before: int) -> int:
        """The desired count that is wished for."""
        match self.sign:
            case "+":
                return min(before + self.number, MOST)
            case "-":
                return max(before - self.number, 0)
            case _:
                return self.number

    def limits(self, target: ScalableTarget) -> ScalableTarget:
        """The autoscaling that is wished for."""
        state = {None: target.suspended_state, True: SUSPENDED, False: SuspendedState()}[self.suspended]
        return msgspec.structs.replace(
            target,
            min_capacity=target.min_capacity if self.least is None else self.least,
            max_capacity=target.max_capacity if self.most is None else self.most,
            suspended_state=state,
        )


def wish(answer: str) -> Wish:
    """Read ``5``, ``+2``, ``-1``, ``5 max=6`` or ``5 suspend``; raises `Invalid`."""
    match = _ANSWER.fullmatch(answer.strip())
    if match is None or int(match["count"]) > MOST:
        raise Invalid("scale", f"{answer!r} is no number of tasks", f"type a number up to {MOST:,}, or +2, or -1")
    words = dict(word.partition("=")[::2] for word in match["limits"].split())
    least, most = words.get("min"), words.get("max")
    return Wish(
        match["sign"],
        int(match["count"]),
        int(least) if least else None,
        int(most) if most else None,
        True if "suspend" in words else False if "resume" in words else None,
    )


class ScaleService(Action):
    """Changes how many tasks a service is to run."""

    id = "service.scale"
    kind = "service"
    bindings = (
        Binding("plus", "act('service.scale', '+1')", "scale", key_display="+ -", id="service.scale_up"),
        Binding("minus", "act('service.scale', '-1')", "scale down", show=False, id="service.scale_down"),
        Binding("equals_sign", "act('service.scale')", "scale to", show=False, id="service.scale"),
    )
    operations: ClassVar[tuple[Operation, ...]] = (UPDATE_SERVICE, REGISTER_SCALABLE_TARGET)
    taken_back = "by the count that was, and the limits that were"
    question = Question("desired count")

    def title(self, subjects: Sequence[Subject], answer: str) -> str:  # noqa: ARG002
        """The service."""
        return f"scale {about(subjects)}"

    def destroys(self, changes: Sequence[Change], answer: str) -> bool:  # noqa: ARG002
        """Scaling to 0 takes the service away from those who use it."""
        counts = (change.differences[0] for change in changes)
        return any(count.after == "0" and count.before != "0" for count in counts)

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:
        """The count from what to what, and what follows from it."""
        wished = wish(answer)
        service = await service_of(subject, bench)
        refuse_foreign(
            service, f"scale {subject.name}", deploys=False, instead=":set tasks 2-6 sets its fewest and most"
        )
        if service.scheduling_strategy == "DAEMON":
            raise Invalid(f"scale {subject.name}", "AWS sets the count of a DAEMON service itself")
        before, after = service.desired_count, wished.after(service.desired_count)
        found = await evidence_for(subject, service, after - before, bench)
        limits = tuple(_limits(wished, found.target))
        return Change(
            subject=subject,
            differences=(Difference(what="desired count", before=str(before), after=str(after)), *limits),
            calls=(*_register(subject, wished, limits), *_update(subject, service, after)),
            undo=Undo(action=self.id, answer=f"{before}{_back(limits)}", subjects=(subject,)),
            effects=tuple(_effects(service, after, wished, found, bench)),
            alternatives=tuple(_alternatives(after, wished, found.target)),
            aim="steady",
            guard=f"desired {before}",
        )


def _effects(service: Service, after: int, wished: Wish, found: Evidence, bench: Bench) -> Iterator[Effect]:
    before = service.desired_count
    yield from consequences.of_count(service, after)
    if found.target is not None:
        yield from consequences.of_scaling(wished.limits(found.target), after)
    yield from consequences.of_protection(found.protected, before - after)
    yield from consequences.of_addresses(found.subnets, after - before)
    yield from consequences.of_cost(found.definition, bench.region, before, after, spot=found.is_spot)
    yield from found.missing


def _limits(wished: Wish, target: ScalableTarget | None) -> Iterator[Difference]:
    """How autoscaling changes."""
    if target is None:
        return
    then = wished.limits(target)
    if then.min_capacity != target.min_capacity:
        yield Difference(what="autoscaling minimum", before=str(target.min_capacity), after=str(then.min_capacity))
    if then.max_capacity != target.max_capacity:
        yield Difference(what="autoscaling maximum", before=str(target.max_capacity), after=str(then.max_capacity))
    if then.is_suspended != target.is_suspended:
        yield Difference(what="autoscaling", before=_state(target), after=_state(then))


def _state(target: ScalableTarget) -> str:
    return "suspended" if target.is_suspended else "on"


def _back(limits: Sequence[Difference]) -> str:
    """What is typed to have the limits as they were."""
    words = {"autoscaling minimum": "min=", "autoscaling maximum": "max="}
    states = {"suspended": "suspend", "on": "resume"}
    return "".join(
        f" {words[limit.what]}{limit.before}" if limit.what in words else f" {states[limit.before]}" for limit in limits
    )


def _register(subject: Subject, wished: Wish, limits: Sequence[Difference]) -> Iterator[Call]:
    if not limits:
        return
    changed: dict[str, object] = {_LIMITS[limit.what]: int(limit.after) for limit in limits if limit.what in _LIMITS}
    if len(changed) < len(limits):
        changed["SuspendedState"] = dict.fromkeys(_KINDS_OF_SCALING, wished.suspended)
    yield call_of(
        REGISTER_SCALABLE_TARGET,
        ServiceNamespace="ecs",
        ResourceId=f"service/{subject.cluster}/{subject.name}",
        ScalableDimension="ecs:service:DesiredCount",
        **changed,
    )


def _update(subject: Subject, service: Service, after: int) -> Iterator[Call]:
    if after != service.desired_count:
        yield call_of(UPDATE_SERVICE, cluster=subject.cluster, service=subject.arn, desiredCount=after)


def _alternatives(after: int, wished: Wish, target: ScalableTarget | None) -> Iterator[Alternative]:
    """The same without autoscaling pulling it back: its limit moved out of the way, or itself suspended."""
    if target is None:
        return
    then = wished.limits(target)
    if then.is_suspended:
        yield Alternative(key="r", words="resume autoscaling", answer=f"{after} resume")
        return
    if after > then.max_capacity:
        yield Alternative(key="m", words=f"raise the maximum to {after:,} too", answer=f"{after} max={after}")
    elif after < then.min_capacity:
        yield Alternative(key="m", words=f"lower the minimum to {after:,} too", answer=f"{after} min={after}")
    else:
        return
    yield Alternative(key="s", words="suspend autoscaling too", answer=f"{after} suspend")
