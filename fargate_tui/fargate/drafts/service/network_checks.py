"""The checks of where tasks are put, and of their ways out (fargate.md §13.2)."""

from collections.abc import Iterator, Sequence
from typing import Final

from fargate_tui.fargate.drafts.checks import Check, Trouble, Unknown
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.service.network_plan import NetworkPlan
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.network import Path
from fargate_tui.fargate.network.path import Hop, deciding
from fargate_tui.fargate.network.sides import side_of

Found = Iterator[Trouble | Unknown]

MOST_SUBNETS, MOST_GROUPS = 16, 5
WITHOUT_FARGATE: Final = frozenset({"apne1-az3", "cac1-az3", "cnn1-az3", "use1-az3", "usw1-az2"})
"""Zones where Fargate starts nothing, as of 2023 (fargate.md §14, U20): a warning, not a certainty."""

SUBNETS, GROUPS, VPC, PUBLIC = "network.subnets", "network.groups", "network.vpc", "network.public"


def unknown(answer: NotChecked | None, field: str, what: str) -> Unknown:
    """What cannot be told because of an answer that there is not."""
    return Unknown(field, answer, what)


def _shape(plan: NetworkPlan, _: Facts) -> Found:
    draft = plan.network
    is_awaited = plan.facts.vpcs.get("") is None
    if not draft.vpc.strip():
        missing = Trouble(VPC, "no VPC is chosen", "choose one; its subnets are offered then")
        yield unknown(None, VPC, "which VPCs there are") if is_awaited else missing
    if not draft.subnet_ids:
        missing = Trouble(SUBNETS, "tasks need a subnet", "choose one in each of two zones")
        yield unknown(None, SUBNETS, "which subnets there are") if is_awaited or plan.around is None else missing
    if len(draft.subnet_ids) > MOST_SUBNETS:
        yield Trouble(SUBNETS, f"{len(draft.subnet_ids)} subnets", f"{MOST_SUBNETS} at most")
    if not draft.has_new_group and len(draft.group_ids) > MOST_GROUPS:
        yield Trouble(GROUPS, f"{len(draft.group_ids)} security groups", f"{MOST_GROUPS} at most")
    if draft.vpc.strip():
        yield from _of_one_vpc(plan)
    yield from _group_name(plan)


def _of_one_vpc(plan: NetworkPlan) -> Found:
    draft, vpc = plan.network, plan.network.vpc.strip()
    if not isinstance(plan.offered, Known):
        yield unknown(plan.offered, SUBNETS, f"whether the subnets are of {vpc}")
    else:
        offered = {each.subnet_id for each in plan.offered.value}
        for each in draft.subnet_ids:
            if each not in offered:
                yield Trouble(SUBNETS, f"{each} is no subnet of {vpc}", "all subnets are of one VPC")
    groups = plan.around.value.groups if isinstance(plan.around, Known) else plan.around
    if draft.has_new_group or not draft.group_ids:
        return
    if not isinstance(groups, Known):
        yield unknown(groups, GROUPS, f"whether the security groups are of {vpc}")
        return
    known = {each.group_id for each in groups.value}
    for each in draft.group_ids:
        if each not in known:
            yield Trouble(GROUPS, f"{each} is no security group of {vpc}", "choose one of this VPC, or a new one")


def _group_name(plan: NetworkPlan) -> Found:
    """A new group's name has to be free in its VPC."""
    draft, name = plan.network, plan.network.group_name.strip()
    if not draft.has_new_group:
        return
    yield from group_name_found(name, draft.vpc.strip(), plan.facts, "network.group_name")


def group_name_found(name: str, vpc: str, facts: Facts, field: str) -> Found:
    """What is wrong with the name of a new security group."""
    if not name or len(name) > 255 or name.startswith("sg-"):
        words = f"{name} is no name" if name else "it has no name"
        yield Trouble(field, words, "1 to 255 characters, not beginning with sg-")
        return
    if facts.owns("security-group", name):
        return
    answer = facts.group_names.get(f"{vpc}/{name}")
    if isinstance(answer, Known) and answer.value:
        words = f"{name} is taken: {answer.value}"
        yield Trouble(field, words, "give it another name, or choose the one that there is")
    elif not isinstance(answer, Known) and vpc:
        yield unknown(answer, field, f"whether {name} is free")


def _zones(plan: NetworkPlan, _: Facts) -> Found:
    if plan.network.subnet_ids and not isinstance(plan.offered, Known):
        yield unknown(plan.offered, SUBNETS, "in which zones the subnets are")
    elif len(plan.subnets) == len(plan.network.subnet_ids) and len(plan.zones) == 1:
        yield Trouble(SUBNETS, f"all tasks are in {plan.zones[0]}", "add a subnet of another zone")


def _supported(plan: NetworkPlan, _: Facts) -> Found:
    if plan.network.subnet_ids and not isinstance(plan.offered, Known):
        yield unknown(plan.offered, SUBNETS, "whether Fargate is in the zones")
    for each in plan.subnets:
        if each.zone_id in WITHOUT_FARGATE:
            words = f"{each.subnet_id} is in {each.zone_id}, where Fargate may start nothing"
            yield Trouble(SUBNETS, words, "take a subnet of another zone", level="WARN")


def _free(plan: NetworkPlan, _: Facts) -> Found:
    if plan.network.subnet_ids and not isinstance(plan.offered, Known):
        yield unknown(plan.offered, SUBNETS, "how many addresses are free")
        return
    free = [each.free_addresses for each in plan.subnets]
    known = [each for each in free if each is not None]
    if not free or len(known) < len(free):
        return
    if sum(known) < plan.most:
        words = f"{sum(known):,} addresses are free, and up to {plan.most:,} tasks want one each"
        yield Trouble(SUBNETS, words, "add a subnet, or lower the count or the maximum")
        return
    share = -(-plan.most // len(known))
    for subnet, each in zip(plan.subnets, known, strict=True):
        if each < share:
            words = f"{subnet.subnet_id} has {each:,} free addresses for a share of {share:,} tasks"
            yield Trouble(SUBNETS, words, "tasks will stand unevenly among the zones", level="WARN")


# -- the ways out ------------------------------------------------------------------------------------------------------

_OF_GROUPS: Final = frozenset({"security group"})
_OF_ACLS: Final = frozenset({"network ACL"})
_OF_ENDPOINTS: Final = frozenset({"endpoint", "policy"})
_OF_NAMES: Final = frozenset({"names"})
_ELSEWHERE: Final = _OF_GROUPS | _OF_ACLS | _OF_ENDPOINTS | _OF_NAMES


def _ways(plan: NetworkPlan, hops: frozenset[str], field: str, remedy: str, *, others: bool = False) -> Found:
    """The ways out that end at one of these hops, or at any but these; what is blocked alike is told once."""
    answer = plan.ways_out
    if not isinstance(answer, Known):
        yield unknown(answer, field, "whether tasks reach what they need")
        return
    ended = [(path, hop) for path in answer.value if (hop := deciding(path.hops)) and (hop.name in hops) is not others]
    for words in _blocked([(path, hop) for path, hop in ended if path.verdict == "blocked"]):
        yield Trouble(field, words, remedy)
    told: dict[str, Path] = {}
    for path, hop in ended:
        if path.verdict != "blocked":
            told.setdefault(hop.words, path)
    for path in told.values():
        yield unknown(_because(path), field, path.sentence)


def _blocked(ended: Sequence[tuple[Path, Hop]]) -> Iterator[str]:
    """What cannot be reached, and why: in one sentence for all subnets that are alike."""
    by_subnet: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for path, hop in ended:
        by_subnet.setdefault((path.subnet, hop.name), []).append((path.label, hop.words))
    alike: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for (subnet, _), lacking in by_subnet.items():
        alike.setdefault(tuple(lacking), []).append(subnet)
    for lacking_all, subnets in alike.items():
        labels = dict.fromkeys(label for label, _ in lacking_all)
        why = dict.fromkeys(part for _, words in lacking_all for part in words.split(", "))
        has = "has" if len(subnets) == 1 else "have"
        yield f"{', '.join(subnets)} {has} no way to {', '.join(labels)}: {', '.join(why)}"


def _because(path: Path) -> NotChecked:
    hop = deciding(path.hops)
    assert hop is not None
    return NotChecked(why=hop.words, action=hop.action)


def _way_out(plan: NetworkPlan, _: Facts) -> Found:
    remedy = "give tasks a public address in a public subnet, or take subnets with a NAT gateway, or add endpoints"
    field = PUBLIC if _is_only_address(plan) else SUBNETS
    yield from _ways(plan, _ELSEWHERE, field, remedy, others=True)


def _is_only_address(plan: NetworkPlan) -> bool:
    """Whether nothing but a public address is missing."""
    if plan.network.is_public or not isinstance(plan.around, Known) or not plan.subnets:
        return False
    around = plan.around.value
    return all(side_of(around, each.subnet_id) == "public" for each in plan.subnets)


def _useless(plan: NetworkPlan, _: Facts) -> Found:
    if not isinstance(plan.around, Known):
        yield unknown(plan.around, PUBLIC, "whether a public address is of any use")
        return
    around = plan.around.value
    for each in plan.subnets:
        if side_of(around, each.subnet_id) == "private":
            yield Trouble(PUBLIC, f"{each.subnet_id} has no internet gateway: a public address is useless", "off")


def _endpoints(plan: NetworkPlan, _: Facts) -> Found:
    yield from _ways(plan, _OF_ENDPOINTS, SUBNETS, "mend the endpoint, or take another subnet")


def _names(plan: NetworkPlan, _: Facts) -> Found:
    yield from _ways(plan, _OF_NAMES, VPC, "turn on enableDnsSupport and enableDnsHostnames")
    around = plan.around
    if not isinstance(around, Known):
        return
    if isinstance(around.value.dns_support, Known) and not around.value.dns_support.value:
        yield Trouble(VPC, f"{around.value.vpc_id} resolves no names: enableDnsSupport is off", "turn it on")


def _egress(plan: NetworkPlan, _: Facts) -> Found:
    field = "network.groups_are" if plan.network.has_new_group else GROUPS
    yield from _ways(plan, _OF_GROUPS, field, "let port 443 out, or take another security group")


def _acls(plan: NetworkPlan, _: Facts) -> Found:
    yield from _ways(plan, _OF_ACLS, SUBNETS, "let port 443 out and ports 1024-65535 in, or take another subnet")


_READ: Final = ("ec2:DescribeSubnets", "ec2:DescribeRouteTables", "ec2:DescribeNatGateways", "ec2:DescribeVpcEndpoints")

NETWORK_CHECKS: Final[tuple[Check[NetworkPlan], ...]] = (
    Check(
        "P20",
        "BLOCK",
        "subnets and security groups are of one VPC",
        _shape,
        SUBNETS,
        ("ec2:DescribeSubnets", "ec2:DescribeSecurityGroups"),
    ),
    Check("P21", "WARN", "tasks are spread over two zones or more", _zones, SUBNETS, ("ec2:DescribeSubnets",)),
    Check("P22", "BLOCK", "Fargate is in all zones", _supported, SUBNETS, ("ec2:DescribeSubnets",)),
    Check("P23", "BLOCK", "addresses are free for all tasks", _free, SUBNETS, ("ec2:DescribeSubnets",)),
    Check("P24", "BLOCK", "each subnet has a way out", _way_out, SUBNETS, _READ),
    Check(
        "P25",
        "WARN",
        "public addresses are of use",
        _useless,
        PUBLIC,
        ("ec2:DescribeRouteTables",),
        lambda plan: plan.network.is_public,
    ),
    Check("P26", "BLOCK", "endpoints let tasks in", _endpoints, SUBNETS, ("ec2:DescribeVpcEndpoints",)),
    Check("P27", "BLOCK", "names lead to endpoints", _names, VPC, ("ec2:DescribeVpcAttribute",)),
    Check("P28", "BLOCK", "security groups let tasks out", _egress, GROUPS, ("ec2:DescribeSecurityGroups",)),
    Check("P29", "WARN", "network ACLs let tasks out and answers in", _acls, SUBNETS, ("ec2:DescribeNetworkAcls",)),
)
