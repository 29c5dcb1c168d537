"""What an action of a wizard is answered: the thing to be made, and the things of the same plan that it refers to.

A reference to what does not exist yet is written ``{"$ref": {"step": "target-group:web", "attribute": "arn"}}``, a text
that such are parts of as ``{"$joined": […]}``.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from fargate_tui.fargate.changes import Subject
from fargate_tui.fargate.drafts.creations import Creation, Joined, Ref, Request, refs_of
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.records import Record

REF: Final = "$ref"
JOINED: Final = "$joined"


class Order(Record, frozen=True, kw_only=True):
    """A thing to be made."""

    creation: Creation
    others: tuple[Creation, ...] = ()
    """All that it refers to, and what those refer to."""

    def other(self, step: str) -> Creation | None:
        """The thing that a reference names."""
        return next((each for each in self.others if each.step == step), None)


def order_of(creation: Creation, plan: Sequence[Creation]) -> Order:
    """A thing of a plan with all that it refers to."""
    known = {each.step: each for each in plan if each.step != creation.step}
    found: dict[str, Creation] = {}
    waiting = list(_referred(creation))
    while waiting:
        step = waiting.pop()
        if step in known and step not in found:
            found[step] = known[step]
            waiting += _referred(known[step])
    return Order(creation=creation, others=tuple(found.values()))


def _referred(creation: Creation) -> Iterator[str]:
    return (ref.step for request in creation.requests for ref in refs_of(request.parameters))


def answer_of(order: Order) -> str:
    """The order as an answer; it may hold secrets of an environment, and is neither shown nor kept."""
    whole = {"creation": _told(order.creation), "others": [_told(each) for each in order.others]}
    return msgspec.json.encode(whole).decode()


def _told(creation: Creation) -> dict[str, object]:
    requests = [
        {"service": each.service, "operation": each.operation, "parameters": written(each.parameters)}
        for each in creation.requests
    ]
    return {"kind": creation.kind, "name": creation.name, "words": creation.words, "requests": requests}


def read_order(answer: str) -> Order:
    """An order out of an answer; raises `Invalid`."""
    try:
        order = msgspec.json.decode(answer, type=Order)
    except (msgspec.DecodeError, UnicodeError):
        raise Invalid("create it", "this is nothing that a wizard has proposed", "a wizard creates things") from None
    return Order(creation=_read_creation(order.creation), others=tuple(map(_read_creation, order.others)))


def _read_creation(creation: Creation) -> Creation:
    return with_requests(creation, [(each, _read(each.parameters)) for each in creation.requests])


def with_requests(creation: Creation, pairs: Sequence[tuple[Request, object]]) -> Creation:
    """The same thing with other parameters in its requests."""
    requests = tuple(
        msgspec.structs.replace(request, parameters=parameters)
        for request, parameters in pairs
        if isinstance(parameters, Mapping)
    )
    return msgspec.structs.replace(creation, requests=requests)


def written(value: object) -> object:
    """Parameters as they are written down: references as ``{"$ref": …}``."""
    if isinstance(value, Ref):
        return {REF: {"step": value.step, "attribute": value.attribute}}
    if isinstance(value, Joined):
        return {JOINED: [written(part) for part in value.parts]}
    if isinstance(value, Mapping):
        return {name: written(member) for name, member in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [written(member) for member in value]
    return value


def _read(value: object) -> object:
    if isinstance(value, Mapping):
        if REF in value and len(value) == 1:
            return msgspec.convert(value[REF], Ref)
        if JOINED in value and len(value) == 1:
            return _read_joined(value[JOINED])
        return {name: _read(member) for name, member in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_read(member) for member in value]
    return value


def _read_joined(parts: object) -> Joined:
    found = [_read(part) for part in parts] if isinstance(parts, list) else []
    return Joined(parts=tuple(part for part in found if isinstance(part, str | Ref)))


def read_parameters(parameters: Mapping[str, object]) -> dict[str, object]:
    """Parameters as they were written down, with references for what stands for such."""
    return {name: _read(member) for name, member in parameters.items()}


def subject_of(creation: Creation) -> Subject:
    """The thing, as long as it has no ARN."""
    parameters = creation.requests[0].parameters if creation.requests else {}
    return Subject(kind=creation.kind, arn=creation.step, name=creation.name, cluster=_cluster_in(parameters))


def _cluster_in(parameters: Mapping[str, object]) -> str:
    cluster = parameters.get("cluster")
    if isinstance(cluster, Ref):
        return cluster.step.partition(":")[2]
    if isinstance(cluster, str):
        return cluster.rpartition("/")[2]
    resource = parameters.get("ResourceId")
    parts = resource.split("/") if isinstance(resource, str) else []
    return parts[1] if len(parts) == len(("service", "cluster", "name")) else ""
