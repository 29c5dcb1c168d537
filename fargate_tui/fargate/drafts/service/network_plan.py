"""Where tasks would stand, and the ways from there, in a VPC that has the security groups that are yet to be made."""

from dataclasses import dataclass
from functools import cached_property

import msgspec

from fargate_tui.fargate.drafts.asked import Answer
from fargate_tui.fargate.drafts.checks import Awaited
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.service.parts import NetworkDraft
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.network import Path, Place, Surroundings, ways_out
from fargate_tui.fargate.records import IpPermission, IpRange, SecurityGroup, Subnet, TaskDefinition

ANYWHERE = IpPermission(ip_ranges=(IpRange(cidr_ip="0.0.0.0/0"),))
"""What AWS lets out of a security group that is made."""


@dataclass(frozen=True)
class NetworkPlan:
    """The network that a draft wants, with what is known of it."""

    network: NetworkDraft
    facts: Facts
    definition: Answer[TaskDefinition] = None
    most: int = 1
    """Tasks at a time."""
    has_exec: bool = False
    planned: tuple[SecurityGroup, ...] = ()
    """Security groups that are made."""

    @cached_property
    def around(self) -> Answer[Surroundings]:
        """The VPC as it will be."""
        vpc = self.network.vpc.strip()
        answer = self.facts.surroundings.get(vpc) if vpc else Awaited(why="no VPC is chosen")
        if not isinstance(answer, Known) or not isinstance(answer.value.groups, Known) or not self.planned:
            return answer
        groups = Known((*answer.value.groups.value, *self.planned))
        return Known(msgspec.structs.replace(answer.value, groups=groups))

    @cached_property
    def offered(self) -> Answer[tuple[Subnet, ...]]:
        """All subnets of the VPC."""
        return self.around.value.subnets if isinstance(self.around, Known) else self.around

    @cached_property
    def subnets(self) -> tuple[Subnet, ...]:
        """Those that are chosen, as far as they are known."""
        offered = self.offered.value if isinstance(self.offered, Known) else ()
        by_id = {each.subnet_id: each for each in offered}
        return tuple(by_id[each] for each in self.network.subnet_ids if each in by_id)

    @cached_property
    def zones(self) -> tuple[str, ...]:
        """The zones of the chosen subnets, each once."""
        return tuple(dict.fromkeys(each.availability_zone or "" for each in self.subnets))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Where tasks may stand."""
        plan = self.network.plan
        return tuple(Place.of_plan(each.subnet_id, plan) for each in self.subnets)

    @cached_property
    def ways_out(self) -> Answer[tuple[Path, ...]]:
        """From each subnet to all that a task needs."""
        around, definition = self.around, self.definition
        if isinstance(around, NotChecked) or around is None:
            return around
        if isinstance(definition, NotChecked) or definition is None:
            return definition
        wanted, has_exec = definition.value, self.has_exec
        return Known(
            tuple(way for place in self.places for way in ways_out(around.value, place, wanted, has_exec=has_exec))
        )
