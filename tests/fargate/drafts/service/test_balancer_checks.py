"""Each check of the load balancer: wrong at its field, and not checked where AWS does not tell."""

import pytest

from fargate_tui.fargate.known import Known
from fargate_tui.fargate.records import Certificate
from tests.fargate.drafts.service.cases import (
    BALANCERS,
    GROUPS,
    OWN,
    ROUTES,
    SUBNETS,
    TARGETS,
    Case,
    around,
    because,
    named,
    untold_of,
    wrong_of,
)
from tests.fargate.drafts.service.given import (
    BLUE,
    CERTIFICATE,
    FACTS,
    GROUP,
    LISTENER,
    NEW,
    RULE,
    balancer,
    facts,
    target,
)

WRONG: list[Case] = [
    ("P30", {**GROUP, "balancer.group": ""}, FACTS, "balancer.group"),
    ("P30", {**GROUP, "balancer.group": "web"}, FACTS, "balancer.group"),
    ("P30", {**GROUP, "balancer.group": "ec2"}, FACTS, "balancer.group"),
    ("P31", {**GROUP, "balancer.group": "far"}, FACTS, "balancer.group"),
    ("P32", {**GROUP, "balancer.group": "lone"}, FACTS, "balancer.group"),
    ("P33", {**NEW, "balancer.subnets": "subnet-pub-a"}, FACTS, "balancer.subnets"),
    ("P33", {**NEW, "balancer.subnets": "subnet-pub-a subnet-prv-a subnet-pub-b"}, FACTS, "balancer.subnets"),
    ("P33", {**NEW, "balancer.subnets": "subnet-else"}, FACTS, "balancer.subnets"),
    ("P33", {**NEW, **OWN}, FACTS, "balancer.subnets"),
    ("P34", {**NEW, "network.subnets": "subnet-pub-a", "balancer.subnets": "subnet-pub-b"}, FACTS, "balancer.subnets"),
    (
        "P34",
        GROUP,
        facts(
            balancers={
                arn: Known(
                    balancer(arn, "application", availability_zones=balancer(arn, "application").availability_zones[:1])
                )
                for arn in target(BLUE).load_balancer_arns
            }
        ),
        "network.subnets",
    ),
    ("P35", {**NEW, **OWN}, FACTS, "balancer.scheme"),
    ("P35", {**NEW, "balancer.subnets": "subnet-prv-a subnet-prv-b"}, FACTS, "balancer.subnets"),
    ("P37", {**NEW, "balancer.name": "internal-web"}, FACTS, "balancer.name"),
    ("P37", {**NEW, "balancer.name": "web-"}, FACTS, "balancer.name"),
    ("P37", {**NEW, "balancer.name": "front"}, FACTS, "balancer.name"),
    ("P37", {**NEW, "balancer.target_name": "x" * 33}, FACTS, "balancer.target_name"),
    ("P37", {**NEW, "balancer.target_name": "blue"}, FACTS, "balancer.target_name"),
    ("P38", {**NEW, "balancer.protocol": "HTTPS"}, FACTS, "balancer.certificate"),
    ("P38", {**NEW, "balancer.protocol": "TCP"}, FACTS, "balancer.protocol"),
    ("P38", {**NEW, "balancer.listener_port": "0"}, FACTS, "balancer.listener_port"),
    ("P38", {**NEW, "balancer.target_protocol": "TCP"}, FACTS, "balancer.target_protocol"),
    (
        "P38",
        {**NEW, "balancer.certificate": CERTIFICATE.replace("us-east-1", "eu-west-1")},
        FACTS,
        "balancer.certificate",
    ),
    (
        "P38",
        {**NEW, "balancer.certificate": CERTIFICATE},
        facts(certificates={CERTIFICATE: Known(None)}),
        "balancer.certificate",
    ),
    (
        "P38",
        {**NEW, "balancer.certificate": CERTIFICATE},
        facts(certificates={CERTIFICATE: Known(Certificate(arn=CERTIFICATE, status="EXPIRED"))}),
        "balancer.certificate",
    ),
    ("P39", {**GROUP, "balancer.container": "side"}, FACTS, "balancer.container"),
    ("P39", {**GROUP, "balancer.port": "81"}, FACTS, "balancer.port"),
    ("P41", {**GROUP, **OWN, "network.groups": "sg-shut"}, FACTS, "network.groups"),
    ("P41", {**NEW, "balancer.clients": "everybody"}, FACTS, "balancer.clients"),
    ("P41", {**NEW, "balancer.group_name": "web-task"}, FACTS, "balancer.group_name"),
    ("P42", {**GROUP, "balancer.group": "piped"}, FACTS, "network.groups_are"),
    ("P43", {**NEW, "balancer.health.path": "health"}, FACTS, "balancer.health.path"),
    ("P43", {**NEW, "balancer.health.matcher": "600"}, FACTS, "balancer.health.matcher"),
    ("P43", {**NEW, "balancer.health.interval": "1"}, FACTS, "balancer.health.interval"),
    ("P43", {**NEW, "balancer.health.timeout": "30"}, FACTS, "balancer.health.timeout"),
    ("P44", {**NEW, "more.grace": "10"}, FACTS, "more.grace"),
    ("P44", {**NEW, "more.grace": "soon"}, FACTS, "more.grace"),
    ("P45", {**NEW, "balancer.delay": "300"}, FACTS, "balancer.delay"),
    ("P45", {**NEW, "balancer.delay": "4000"}, FACTS, "balancer.delay"),
    ("P46", GROUP, facts(target_group_users={BLUE: Known(("prod/old",))}), "balancer.group"),
    ("P47", {**RULE, "balancer.balancer": ""}, FACTS, "balancer.balancer"),
    ("P47", {**RULE, "balancer.balancer": "web"}, FACTS, "balancer.balancer"),
    ("P47", {**RULE, "balancer.balancer": "pipe"}, FACTS, "balancer.balancer"),
    ("P47", {**RULE, "balancer.listener": "81"}, FACTS, "balancer.listener"),
    ("P47", {**RULE, "balancer.paths": ""}, FACTS, "balancer.paths"),
    ("P47", {**RULE, "balancer.priority": "4"}, FACTS, "balancer.priority"),
    ("P47", {**RULE, "balancer.priority": "50001"}, FACTS, "balancer.priority"),
    ("P47", {**RULE, "balancer.paths": "/web/api"}, FACTS, "balancer.priority"),
]

UNTOLD: list[Case] = [
    *(
        (number, GROUP, facts(target_groups={"blue": TARGETS}), TARGETS.action)
        for number in ("P30", "P31", "P32", "P34", "P41", "P46")
    ),
    ("P33", NEW | {"balancer.subnets": "subnet-pub-a"}, around(subnets=SUBNETS), SUBNETS.action),
    ("P35", NEW | {"balancer.subnets": "subnet-pub-a"}, around(route_tables=ROUTES), ROUTES.action),
    ("P37", NEW, facts(balancers={"web": BALANCERS}), BALANCERS.action),
    ("P37", NEW, facts(target_groups={"web": TARGETS}), TARGETS.action),
    (
        "P38",
        NEW | {"balancer.certificate": CERTIFICATE},
        facts(certificates={CERTIFICATE: because("acm:DescribeCertificate")}),
        "acm:DescribeCertificate",
    ),
    ("P39", GROUP, facts(definitions={"web:7": because("ecs:DescribeTaskDefinition")}), "ecs:DescribeTaskDefinition"),
    ("P41", GROUP, around(groups=GROUPS), GROUPS.action),
    ("P46", GROUP, facts(target_group_users={BLUE: because("ecs:ListServices")}), "ecs:ListServices"),
    (
        "P47",
        RULE,
        facts(rules={LISTENER: because("elasticloadbalancing:DescribeRules")}),
        "elasticloadbalancing:DescribeRules",
    ),
]


@pytest.mark.parametrize("case", WRONG, ids=named(WRONG))
def test_what_is_wrong_is_told_at_its_field(case: Case) -> None:
    assert case[3] in wrong_of(case)


@pytest.mark.parametrize("case", UNTOLD, ids=named(UNTOLD))
def test_what_was_not_told_is_not_checked_and_why(case: Case) -> None:
    assert case[3] in untold_of(case)
