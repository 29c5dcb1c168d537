"""The way out of each subnet of a VPC, as tasks would have it there; worked out once for a VPC as it was read.

A page is drawn anew with each key, and the ways out of twenty subnets take longer than a key may.
"""

from collections.abc import Mapping
from functools import lru_cache

import msgspec

from fargate_tui.fargate.drafts.service.network_plan import ANYWHERE, NetworkPlan
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.network import Place, Surroundings, Word, outlet
from fargate_tui.fargate.records import SecurityGroup

_NEW = "a new one"


class _Read:
    """A VPC as it was read once: to hash all of it would take as long as the ways do."""

    __slots__ = ("around",)

    def __init__(self, around: Surroundings) -> None:
        self.around = around

    def __hash__(self) -> int:
        return id(self.around)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Read) and other.around is self.around


def outlets(plan: NetworkPlan) -> Mapping[str, Word]:
    """The way out by subnet; empty where the VPC is not known."""
    answer = plan.facts.surroundings.get(plan.network.vpc.strip())
    if not isinstance(answer, Known):
        return {}
    # A new group lets everything out, whatever it is called: each letter of its name would be another one.
    groups = (_NEW,) if plan.network.has_new_group else plan.network.group_ids
    return _outlets(_Read(answer.value), groups, plan.network.is_public)


@lru_cache(maxsize=16)
def _outlets(read: _Read, groups: tuple[str, ...], is_public: bool) -> Mapping[str, Word]:
    around = read.around
    if groups == (_NEW,) and isinstance(around.groups, Known):
        new = SecurityGroup(group_id=_NEW, vpc_id=around.vpc_id, ip_permissions_egress=(ANYWHERE,))
        around = msgspec.structs.replace(around, groups=Known((*around.groups.value, new)))
    subnets = around.subnets.value if isinstance(around.subnets, Known) else ()
    return {
        each.subnet_id: outlet(around, Place(subnet_id=each.subnet_id, group_ids=groups, has_public_ip=is_public))
        for each in subnets
    }
