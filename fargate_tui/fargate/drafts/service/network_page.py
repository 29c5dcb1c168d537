"""The page on which the network is chosen: subnets with their side, their way out and their free addresses."""

from collections.abc import Iterator
from typing import Final

from fargate_tui.fargate.drafts.fields import Choice, Field, Offer, flag
from fargate_tui.fargate.drafts.service.network_plan import NetworkPlan
from fargate_tui.fargate.drafts.service.outlets import outlets
from fargate_tui.fargate.drafts.service.parts import EXISTING, NEW
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.network import Surroundings, Word
from fargate_tui.fargate.network.sides import side_of
from fargate_tui.fargate.records import Subnet

_OUT: Final[dict[Word, str]] = {
    "public address": "out by a public address",
    "NAT": "out by NAT",
    "endpoints": "out by endpoints",
    "in part": "a way out in part only",
    "none": "no way out",
    "cannot be told": "way out cannot be told",
}


def network_fields(plan: NetworkPlan) -> Iterator[Field]:
    """What is asked of a network."""
    yield Field(id="network.vpc", label="VPC", choices=tuple(_vpcs(plan)), offer=Offer(kind="vpcs"), hint="vpc-…")
    yield Field(
        id="network.subnets",
        label="subnets",
        kind="many",
        choices=subnet_choices(plan, has_way_out=True),
        offer=Offer(kind="subnets", of=plan.network.vpc),
        hint="subnet-…, in two zones or more",
        help="Up to 16, of one VPC; each task gets an address of one of them.",
    )
    yield flag("network.public", "public address", help="Each costs; only in a public subnet is it of any use.")
    yield from _groups(plan)


def _vpcs(plan: NetworkPlan) -> Iterator[Choice]:
    vpcs = plan.facts.vpcs.get("")
    for each in vpcs.value if isinstance(vpcs, Known) else ():
        told = (each.name, each.cidr, "default" if each.is_default else "")
        yield Choice(value=each.vpc_id, words=" · ".join(filter(None, told)))


def subnet_choices(plan: NetworkPlan, *, has_way_out: bool = False) -> tuple[Choice, ...]:
    """All subnets of the VPC, by zone, with the way out that a task would have in them as it is planned so far."""
    if not isinstance(plan.around, Known) or not isinstance(plan.offered, Known):
        return ()
    around, ways = plan.around.value, outlets(plan) if has_way_out else {}
    return tuple(
        Choice(value=each.subnet_id, words=_words(around, each, ways.get(each.subnet_id)))
        for each in sorted(plan.offered.value, key=lambda each: (each.availability_zone or "", each.subnet_id))
    )


def _words(around: Surroundings, subnet: Subnet, way: Word | None) -> str:
    free = "" if subnet.free_addresses is None else f"{subnet.free_addresses:,} free"
    side = side_of(around, subnet.subnet_id)
    parts = (subnet.availability_zone, subnet.name, side, _OUT[way] if way else "", free)
    return " · ".join(part for part in parts if part)


def _groups(plan: NetworkPlan) -> Iterator[Field]:
    """Security groups that there are, or a new one."""
    draft = plan.network
    yield Field(
        id="network.groups_are",
        label="security groups",
        kind="choice",
        choices=(Choice(value=NEW, words="one that lets in what it needs"), Choice(value=EXISTING)),
    )
    if draft.has_new_group:
        yield Field(id="network.group_name", label="its name")
        return
    yield Field(
        id="network.groups",
        label="which",
        kind="many",
        choices=group_choices(plan),
        offer=Offer(kind="security-groups", of=draft.vpc),
        hint="sg-…; nothing for the default one",
    )


def group_choices(plan: NetworkPlan) -> tuple[Choice, ...]:
    """The security groups of the VPC."""
    around = plan.around.value if isinstance(plan.around, Known) else None
    groups = around.groups if around else None
    found = groups.value if isinstance(groups, Known) else ()
    planned = {each.group_id for each in plan.planned}
    return tuple(Choice(value=each.group_id, words=each.group_name) for each in found if each.group_id not in planned)
