"""What a draft becomes: the things that are made, in the order in which they have to be made."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from fargate_tui.fargate.records import Record

ThingKind = Literal[
    "cluster",
    "listener",
    "listener-rule",
    "load-balancer",
    "log-group",
    "role",
    "scalable-target",
    "scaling-policy",
    "security-group",
    "service",
    "target-group",
    "task",
    "task-definition",
]

Attribute = Literal["arn", "id", "name", "suffix"]
"""suffix: what a load balancer's or target group's ARN ends with, as metrics call it: ``app/web/50dc6c495c0c9188``."""


class Ref(Record, frozen=True, kw_only=True):
    """Stands in a request for what only the answer to an earlier one tells."""

    step: str
    """The `Creation` that makes it: ``target-group:web``."""
    attribute: Attribute = "arn"


class Joined(Record, frozen=True, kw_only=True):
    """Stands in a request for a text of which parts are known later only."""

    parts: tuple[str | Ref, ...]


class Request(Record, frozen=True, kw_only=True):
    """One call, with its parameters as the API has them; `Ref` and `Joined` stand for what is not known before."""

    service: str
    """How botocore calls it: ``elbv2``."""
    operation: str
    parameters: Mapping[str, object]


class Creation(Record, frozen=True, kw_only=True):
    """One thing that is made, with all calls it takes."""

    kind: ThingKind
    name: str
    words: str
    """What it will be, in a few words: ``HTTP:8080, checks /health``."""
    requests: tuple[Request, ...]

    @property
    def step(self) -> str:
        """How a `Ref` calls it."""
        return f"{self.kind}:{self.name}"


def refs_of(value: object) -> Iterator[Ref]:
    """Every reference within parameters."""
    if isinstance(value, Ref):
        yield value
    elif isinstance(value, Joined):
        yield from refs_of(value.parts)
    elif isinstance(value, Mapping):
        for member in value.values():
            yield from refs_of(member)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for member in value:
            yield from refs_of(member)


def filled(value: object, values: Mapping[Ref, str]) -> object:
    """The same parameters with the references filled in; raises KeyError for one that is not known."""
    if isinstance(value, Ref):
        return values[value]
    if isinstance(value, Joined):
        return "".join(values[each] if isinstance(each, Ref) else each for each in value.parts)
    if isinstance(value, Mapping):
        return {name: filled(member, values) for name, member in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [filled(member, values) for member in value]
    return value
