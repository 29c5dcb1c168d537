"""The page on which the network is chosen: subnets with their side, their way out and their free addresses."""

from collections.abc import Iterator

from fargate_tui.fargate.drafts.fields import Choice, Field, Offer, flag
from fargate_tui.fargate.drafts.service.network_plan import NetworkPlan
from fargate_tui.fargate.drafts.service.parts import EXISTING, NEW
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.network.sides import side_of
from fargate_tui.fargate.records import Subnet

_OUT = {
    "public": "out by an internet gateway, with a public address",
    "private": "out by its routes",
    "isolated": "out by endpoints only",
    "not known": "way out not known",
}


def network_fields(plan: NetworkPlan) -> Iterator[Field]:
    """What is asked of a network."""
    yield Field(id="network.vpc", label="VPC", choices=tuple(_vpcs(plan)), offer=Offer(kind="vpcs"), hint="vpc-…")
    yield Field(
        id="network.subnets",
        label="subnets",
        kind="many",
        choices=subnet_choices(plan),
        offer=Offer(kind="subnets", of=plan.network.vpc),
        hint="subnet-…, in two zones or more",
        help="Up to 16, of one VPC; each task gets an address of one of them.",
    )
    yield flag("network.public", "public address", help="Each costs; only in a public subnet is it of any use.")
    yield from group_fields("network", plan, "default")


def _vpcs(plan: NetworkPlan) -> Iterator[Choice]:
    vpcs = plan.facts.vpcs.get("")
    for each in vpcs.value if isinstance(vpcs, Known) else ():
        told = (each.name, each.cidr, "default" if each.is_default else "")
        yield Choice(value=each.vpc_id, words=" · ".join(filter(None, told)))


def subnet_choices(plan: NetworkPlan) -> tuple[Choice, ...]:
    """All subnets of the VPC, by zone."""
    offered = plan.offered.value if isinstance(plan.offered, Known) else ()
    return tuple(
        Choice(value=each.subnet_id, words=_words(plan, each))
        for each in sorted(offered, key=lambda each: (each.availability_zone or "", each.subnet_id))
    )


def _words(plan: NetworkPlan, subnet: Subnet) -> str:
    assert isinstance(plan.around, Known)
    side = side_of(plan.around.value, subnet.subnet_id)
    free = "" if subnet.free_addresses is None else f"{subnet.free_addresses:,} free"
    parts = (subnet.availability_zone, subnet.name, side, _OUT[side], free)
    return " · ".join(part for part in parts if part)


def group_fields(prefix: str, plan: NetworkPlan, default: str) -> Iterator[Field]:
    """Security groups that there are, or a new one."""
    draft = plan.network
    yield Field(
        id=f"{prefix}.groups_are",
        label="security groups",
        kind="choice",
        choices=(
            Choice(value=NEW, words="one that lets in what it needs"),
            Choice(value=EXISTING),
        ),
    )
    if draft.has_new_group:
        yield Field(id=f"{prefix}.group_name", label="its name")
        return
    yield Field(
        id=f"{prefix}.groups",
        label="which",
        kind="many",
        choices=group_choices(plan),
        offer=Offer(kind="security-groups", of=draft.vpc),
        hint=f"sg-…; nothing for the {default} one",
    )


def group_choices(plan: NetworkPlan) -> tuple[Choice, ...]:
    """The security groups of the VPC."""
    around = plan.around.value if isinstance(plan.around, Known) else None
    groups = around.groups if around else None
    found = groups.value if isinstance(groups, Known) else ()
    planned = {each.group_id for each in plan.planned}
    return tuple(Choice(value=each.group_id, words=each.group_name) for each in found if each.group_id not in planned)
