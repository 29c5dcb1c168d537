"""A service as it would stand once all of it is made: records of what there is beside records of what is planned."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor
from typing import TYPE_CHECKING

from fargate_tui.fargate.drafts.asked import Answer, of
from fargate_tui.fargate.drafts.checks import Awaited
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.fields import ON, words
from fargate_tui.fargate.drafts.service.entering import Front, front_of
from fargate_tui.fargate.drafts.service.network_plan import ANYWHERE, NetworkPlan
from fargate_tui.fargate.drafts.service.parts import APPLICATION, DEFAULT, NETWORK, STRATEGY, number, planned_id
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.network import Path, Surroundings, ways_in
from fargate_tui.fargate.records import (
    Balancer,
    CapacityProviderStrategyItem,
    ContainerDefinition,
    GroupPair,
    IpPermission,
    IpRange,
    SecurityGroup,
    TargetGroup,
    TaskDefinition,
)

if TYPE_CHECKING:
    from fargate_tui.fargate.drafts.service.draft import ServiceDraft


@dataclass(frozen=True)
class Plan:
    """A service's draft with what is known; each part is worked out once."""

    draft: "ServiceDraft"
    facts: Facts

    @property
    def definition_key(self) -> str:
        """How facts call the task definition."""
        return self.draft.definition.strip()

    @cached_property
    def definition(self) -> Answer[TaskDefinition]:
        """The task definition; what hangs on one that there is not cannot be checked."""
        return definition_of(self.definition_key, self.facts)

    @cached_property
    def containers(self) -> tuple[ContainerDefinition, ...]:
        """Its containers, as far as they are known."""
        found = of(self.facts.definitions, self.definition_key)
        return found.container_definitions if found else ()

    @cached_property
    def volumes(self) -> tuple[str, ...]:
        """The names of the volumes that are configured at launch."""
        found = of(self.facts.definitions, self.definition_key)
        return tuple(each.name for each in found.volumes if each.configured_at_launch and each.name) if found else ()

    @cached_property
    def strategy(self) -> tuple[CapacityProviderStrategyItem, ...]:
        """The strategy that places its tasks: its own, or the cluster's where known; none for a launch type."""
        if self.draft.capacity == STRATEGY:
            return self.draft.strategy.items
        cluster = of(self.facts.clusters, self.draft.cluster.strip()) if self.draft.capacity == DEFAULT else None
        return cluster.default_capacity_provider_strategy if cluster else ()

    @property
    def service_key(self) -> str:
        """How facts call the service."""
        return f"{self.draft.cluster.strip()}/{self.draft.name.strip()}"

    @property
    def count(self) -> int:
        """The tasks that are wanted; none where that is no number."""
        return number(self.draft.count) or 0

    @property
    def most(self) -> int:
        """Tasks that may run at a time while a deployment goes on."""
        deployment = self.draft.deployment
        if deployment.shifts:
            return 2 * self.count
        return max(self.count, floor(self.count * (number(deployment.maximum) or 0) / 100))

    @property
    def fewest(self) -> int:
        """Tasks that are kept healthy while a rolling deployment goes on."""
        return ceil(self.count * (number(self.draft.deployment.minimum) or 0) / 100)

    @cached_property
    def network(self) -> NetworkPlan:
        """Where its tasks stand."""
        return NetworkPlan(
            network=self.draft.network,
            facts=self.facts,
            definition=self.definition,
            most=self.most,
            has_exec=self.draft.more.execute == ON,
            planned=tuple(self._groups()),
        )

    @cached_property
    def around(self) -> Answer[Surroundings]:
        """The VPC as it will be."""
        return self.network.around

    def _groups(self) -> Iterator[SecurityGroup]:
        balancer, network = self.draft.balancer, self.draft.network
        if balancer.has_new_group:
            port = number(balancer.listener_port) or 0
            ranges = tuple(IpRange(cidr_ip=each) for each in words(balancer.clients))
            yield planned_group(balancer.group_name, network.vpc, _tcp(port, ip_ranges=ranges))
        if network.has_new_group:
            yield planned_group(network.group_name, network.vpc, *self.entry)

    @cached_property
    def entry(self) -> tuple[IpPermission, ...]:
        """What the tasks' new security group lets in: the load balancer's, at the container's port."""
        port = number(self.draft.balancer.port)
        if not self.draft.balancer.is_any or port is None:
            return ()
        pairs = tuple(GroupPair(group_id=each) for each in self.front_groups)
        if pairs:
            return (_tcp(port, pairs=pairs),)
        ranges = tuple(IpRange(cidr_ip=each) for each in self._front_ranges())
        return (_tcp(port, ip_ranges=ranges),) if ranges else ()

    @cached_property
    def front_groups(self) -> tuple[str, ...]:
        """The security groups of the load balancer, as far as they are known."""
        if self.draft.balancer.is_new:
            return self.draft.balancer.group_ids
        return tuple(dict.fromkeys(group for each in self.balancers for group in each.security_groups))

    def _front_ranges(self) -> Iterator[str]:
        """The blocks of a network load balancer that has no security group."""
        answer = self.facts.surroundings.get(self.draft.network.vpc.strip())
        if isinstance(answer, Known):
            for each in self.balancers:
                subnets = (answer.value.subnet(zone.subnet_id) for zone in each.availability_zones)
                yield from (subnet.cidr for subnet in subnets if subnet and subnet.cidr)

    @cached_property
    def front(self) -> Answer[Front]:
        """What stands before the tasks."""
        return front_of(self.draft, self.facts)

    @cached_property
    def balancers(self) -> tuple[Balancer, ...]:
        """The load balancers before the tasks, as far as they are known."""
        return self.front.value.balancers if isinstance(self.front, Known) else ()

    @cached_property
    def target(self) -> TargetGroup | None:
        """The target group, as far as it is known."""
        return self.front.value.group if isinstance(self.front, Known) else None

    @property
    def alternate(self) -> TargetGroup | None:
        """The other target group that there is, as far as it is known."""
        return of(self.facts.target_groups, self.draft.deployment.alternate.strip())

    @property
    def is_application(self) -> bool:
        """Whether requests are led to the tasks, not connections."""
        draft = self.draft.balancer
        if draft.is_new:
            return draft.type == APPLICATION
        return not any(each.type == NETWORK for each in self.balancers)

    @cached_property
    def ways_in(self) -> Answer[tuple[Path, ...]]:
        """From a client to each place where a task may stand."""
        around, front = self.around, self.front
        if isinstance(around, NotChecked) or around is None:
            return around
        if isinstance(front, NotChecked) or front is None:
            return front
        entrance = front.value.entrance
        if entrance is None:
            return Known(())
        return Known(tuple(way for place in self.network.places for way in ways_in(around.value, place, entrance)))


def definition_of(key: str, facts: Facts) -> Answer[TaskDefinition]:
    """The task definition of that name; why not, where there is none."""
    if not key:
        return Awaited(why="no task definition is chosen")
    answer = facts.definitions.get(key)
    if not isinstance(answer, Known):
        return answer
    if answer.value is None:
        return Awaited(why=f"there is no task definition {key}")
    return Known(answer.value)


def planned_group(name: str, vpc: str, *entry: IpPermission) -> SecurityGroup:
    """A security group that is yet to be made."""
    return SecurityGroup(
        group_id=planned_id(name),
        group_name=name,
        vpc_id=vpc.strip(),
        ip_permissions=entry,
        ip_permissions_egress=(ANYWHERE,),
    )


def _tcp(port: int, *, ip_ranges: tuple[IpRange, ...] = (), pairs: tuple[GroupPair, ...] = ()) -> IpPermission:
    return IpPermission(ip_protocol="tcp", from_port=port, to_port=port, ip_ranges=ip_ranges, user_id_group_pairs=pairs)
