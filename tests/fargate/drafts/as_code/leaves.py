"""What is in requests and in what was made of them, value by value: nothing may be lost on the way."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fargate_tui.fargate.drafts.as_code.telling import told
from fargate_tui.fargate.drafts.creations import Creation, Joined, Ref

REFERRED = frozenset(
    {"cluster", "awslogs-group", "RoleName", "logGroupName", "taskDefinition", "subnets", "Subnets", "VpcId"}
)
"""Members that templates say by references."""
SAID_ONCE = frozenset({"ResourceId", "ScalableDimension", "ServiceNamespace", "ResourceType"})
"""Members that other resources say already."""


def leaves(value: object, member: str = "") -> Iterator[str]:
    """Every text, number and flag, within JSON in texts too; keys of maps that anybody fills are among them."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from leaves(each, str(name))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for each in value:
            yield from leaves(each, member)
    elif isinstance(value, str) and member.endswith("PolicyDocument"):
        yield from leaves(json.loads(value))
    elif value is not None:
        yield repr(float(value)) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def leaves_of(creations: Sequence[Creation], without: frozenset[str] = frozenset()) -> Counter[str]:
    """What has to be somewhere in a template."""
    requests = [request for each in told(creations).creations for request in each.requests if each.kind != "task"]
    return Counter(
        leaf for request in requests for leaf in leaves(_without(request.parameters, REFERRED | SAID_ONCE | without))
    )


def _without(value: object, members: frozenset[str]) -> Any:
    if isinstance(value, Mapping):
        kept = {name: each for name, each in value.items() if name not in members}
        return {name: _without(each, members) for name, each in kept.items() if not isinstance(each, Ref | Joined)}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_without(each, members) for each in value if not isinstance(each, Ref | Joined)]
    return value
