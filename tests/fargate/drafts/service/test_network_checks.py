"""Each check of the network and of the task definition: wrong at its field, and not checked where AWS does not tell."""

import msgspec
import pytest

from fargate_tui.fargate.known import Known
from fargate_tui.fargate.records import Role
from tests.fargate.drafts.service.cases import (
    GROUPS,
    ISOLATED,
    NO_ANSWERS,
    OWN,
    ROUTES,
    SUBNETS,
    Case,
    around,
    because,
    defined,
    named,
    untold_of,
    wrong_of,
)
from tests.fargate.drafts.service.given import (
    FACTS,
    draft,
    facts,
    found,
    subnets,
)
from tests.fargate.network.vpcs import endpoint, gateway

WRONG: list[Case] = [
    ("P11", {}, facts(roles={"exec": Known(None)}), "definition"),
    ("P11", {}, facts(roles={"app": Known(Role(name="app", trusts=("ec2.amazonaws.com",)))}), "definition"),
    ("P01", {"definition": ""}, FACTS, "definition"),
    ("P01", {"definition": "gone:1"}, facts(definitions={"gone:1": Known(None)}), "definition"),
    ("P01", {}, defined(requires_compatibilities=("EC2",)), "definition"),
    ("P01", {}, defined(status="INACTIVE"), "definition"),
    ("P02", {}, defined(memory="4096"), "definition"),
    ("P10", {}, defined(execution_role_arn=None), "definition"),
    ("P20", {"setup": "own"}, FACTS, "network.vpc"),
    ("P20", {**OWN, "network.subnets": " ".join(f"subnet-{at}" for at in range(17))}, FACTS, "network.subnets"),
    ("P20", {**OWN, "network.subnets": "subnet-else"}, FACTS, "network.subnets"),
    ("P20", {**OWN, "network.groups": "sg-1 sg-2 sg-3 sg-4 sg-5 sg-6"}, FACTS, "network.groups"),
    ("P20", {**OWN, "network.groups": "sg-else"}, FACTS, "network.groups"),
    ("P20", {}, facts(group_names={"vpc-1/web-task": Known("sg-9")}), "network.group_name"),
    ("P20", {"network.group_name": "sg-web"}, FACTS, "network.group_name"),
    ("P21", {**OWN, "network.subnets": "subnet-prv-a"}, FACTS, "network.subnets"),
    ("P22", OWN, around(subnets=subnets(zone_id="use1-az3")), "network.subnets"),
    ("P23", OWN, around(subnets=subnets(free_addresses=0)), "network.subnets"),
    ("P23", {**OWN, "count": "300"}, FACTS, "network.subnets"),
    ("P24", ISOLATED, FACTS, "network.subnets"),
    ("P24", {**OWN, "network.subnets": "subnet-pub-a"}, FACTS, "network.public"),
    ("P25", {**OWN, "network.public": "on"}, FACTS, "network.public"),
    (
        "P26",
        ISOLATED,
        around(
            endpoints=(gateway("rtb-main"), *(endpoint(each, subnet_ids=()) for each in ("ecr.api", "ecr.dkr", "logs")))
        ),
        "network.subnets",
    ),
    ("P27", OWN, around(dns_support=False), "network.vpc"),
    ("P28", {**OWN, "network.groups": "sg-shut"}, FACTS, "network.groups"),
    ("P29", OWN, around(acls=(NO_ANSWERS,)), "network.subnets"),
]

UNTOLD: list[Case] = [
    ("P11", {}, facts(roles={"exec": because("iam:GetRole"), "app": because("iam:GetRole")}), "iam:GetRole"),
    ("P01", {}, facts(definitions={"web:7": because("ecs:DescribeTaskDefinition")}), "ecs:DescribeTaskDefinition"),
    ("P20", OWN, around(subnets=SUBNETS), SUBNETS.action),
    ("P20", OWN, around(groups=GROUPS), GROUPS.action),
    ("P21", OWN, around(subnets=SUBNETS), SUBNETS.action),
    ("P22", OWN, around(subnets=SUBNETS), SUBNETS.action),
    ("P23", OWN, around(subnets=SUBNETS), SUBNETS.action),
    ("P24", OWN, around(route_tables=ROUTES), ROUTES.action),
    ("P28", OWN, around(groups=GROUPS), GROUPS.action),
    ("P29", OWN, around(acls=because("ec2:DescribeNetworkAcls")), "ec2:DescribeNetworkAcls"),
]


@pytest.mark.parametrize("case", WRONG, ids=named(WRONG))
def test_what_is_wrong_is_told_at_its_field(case: Case) -> None:
    assert case[3] in wrong_of(case)


@pytest.mark.parametrize("case", UNTOLD, ids=named(UNTOLD))
def test_what_was_not_told_is_not_checked_and_why(case: Case) -> None:
    assert case[3] in untold_of(case)


def test_what_is_blocked_alike_is_told_once_for_all_that_cannot_be_reached() -> None:
    both = {**ISOLATED, "network.subnets": "subnet-iso-a subnet-iso-b"}
    like_a = next(each for each in subnets() if each.subnet_id == "subnet-iso-a")
    iso_b = msgspec.structs.replace(like_a, subnet_id="subnet-iso-b", availability_zone="eu-west-1b")

    (one,) = (each for each in found(draft(ISOLATED), FACTS) if each.check == "P24" and each.blocks)
    (two,) = (
        each for each in found(draft(both), around(subnets=(*subnets(), iso_b))) if each.check == "P24" and each.blocks
    )

    assert one.words == (
        "subnet-iso-a has no way to ECR, S3, CloudWatch Logs: no NAT route, no public address, "
        "no ecr.api endpoint, no ecr.dkr endpoint, no s3 gateway endpoint, no logs endpoint"
    )
    assert two.words.startswith("subnet-iso-a, subnet-iso-b have no way to ECR, S3, CloudWatch Logs: ")
