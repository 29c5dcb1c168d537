"""References to what other steps of a plan make, filled in by looking at AWS: whoever made it, it is used."""

from collections.abc import Mapping, Sequence
from typing import Final, cast

import msgspec

from fargate_tui.actions.action import Bench
from fargate_tui.actions.creating import looks, looks_around
from fargate_tui.actions.creating.orders import Order, with_requests
from fargate_tui.actions.creating.there import Look, There
from fargate_tui.fargate.drafts.creations import Creation, Joined, Ref, ThingKind, refs_of
from fargate_tui.fargate.errors import Invalid

LOOKS: Final[Mapping[str, Look]] = {
    "cluster": looks.cluster,
    "listener": looks_around.listener,
    "listener-rule": looks_around.listener_rule,
    "load-balancer": looks_around.load_balancer,
    "log-group": looks.log_group,
    "role": looks.role,
    "scalable-target": looks.scalable_target,
    "scaling-policy": looks.scaling_policy,
    "security-group": looks_around.security_group,
    "service": looks.service,
    "target-group": looks_around.target_group,
    "task": looks.task,
    "task-definition": looks.task_definition,
}


async def resolved(order: Order, bench: Bench) -> Creation:
    """The thing with all references filled in, but for those to itself and to what is not there; raises `AwsError`."""
    creation = order.creation
    wanted = {ref for each in creation.requests for ref in refs_of(each.parameters) if ref.step != creation.step}
    values = {ref: await value_of(ref, order, bench) for ref in wanted}
    known = {ref: value for ref, value in values.items() if value is not None}
    return with_requests(creation, [(each, filled(each.parameters, known)) for each in creation.requests])


async def value_of(ref: Ref, order: Order, bench: Bench) -> str | None:
    """What a reference stands for; None where there is no such thing. Raises `AwsError`."""
    creation = order.other(ref.step) or _named(ref.step)
    # What names a thing is in the first request; whether it has all that belongs to it has been asked in its own step.
    named = msgspec.structs.replace(creation, requests=creation.requests[:1])
    there = await look(await resolved(Order(creation=named, others=order.others), bench), bench)
    if there is None and creation.kind == "task-definition":
        # AWS may have put down what was sent in other words: the newest of the family is it all the same.
        there = await look(msgspec.structs.replace(creation, requests=()), bench)
    if there is None:
        return None
    known = {"arn": there.arn, "id": there.id, "name": there.name, "suffix": _suffix(there.arn)}
    return known[ref.attribute] or there.arn


def _suffix(arn: str) -> str:
    """What metrics call a load balancer or target group by: ``app/web/50dc6c495c0c9188``."""
    return arn.rpartition(":")[2].removeprefix("loadbalancer/")


async def look(creation: Creation, bench: Bench) -> There | None:
    """What there is of a thing; raises `AwsError`."""
    return await LOOKS[creation.kind](creation, bench)


def filled(value: object, values: Mapping[Ref, str]) -> object:
    """The same parameters with those references filled in that are known."""
    if isinstance(value, Ref):
        return values.get(value, value)
    if isinstance(value, Joined):
        parts = [values.get(each, each) if isinstance(each, Ref) else each for each in value.parts]
        texts = [each for each in parts if isinstance(each, str)]
        return "".join(texts) if len(texts) == len(parts) else Joined(parts=tuple(parts))
    if isinstance(value, Mapping):
        return {name: filled(member, values) for name, member in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [filled(member, values) for member in value]
    return value


def _named(step: str) -> Creation:
    """A thing of which nothing but kind and name is known."""
    kind, _, name = step.partition(":")
    if kind not in LOOKS:
        raise Invalid(f"find {step}", "there is no such kind of thing")
    return Creation(kind=cast("ThingKind", kind), name=name, words="", requests=())
