"""Whether clients reach a task, one thing broken at a time."""

from typing import Any

import msgspec
import pytest

from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.network import Entrance, Place, ways_in
from fargate_tui.fargate.records import (
    Balancer,
    BalancerState,
    BalancerZone,
    ForwardConfig,
    Listener,
    ListenerAction,
    ListenerRule,
    RuleCondition,
    SecurityGroup,
    TargetGroup,
    WeightedGroup,
)
from tests.fargate.network.vpcs import ALLOWS_ALL, acl, entry, group, rule, task, vpc

ELB = "arn:aws:elasticloadbalancing:us-east-1:1:"
GROUP_ARN, OTHER = f"{ELB}targetgroup/api/73e2d6bc24d8a067", f"{ELB}targetgroup/other/73e2d6bc24d8a067"
TO_GROUP = ListenerAction(type="forward", target_group_arn=GROUP_ARN)
ELSEWHERE = ListenerAction(type="forward", target_group_arn=OTHER)
DENIED = NotChecked(why="not allowed", action="elasticloadbalancing:DescribeX")
BALANCER = Balancer(
    load_balancer_arn=f"{ELB}loadbalancer/app/web/50dc6c495c0c9188",
    load_balancer_name="web",
    scheme="internet-facing",
    vpc_id="vpc-1",
    type="application",
    state=BalancerState(code="active"),
    availability_zones=(
        BalancerZone(zone_name="us-east-1a", subnet_id="subnet-pub-a"),
        BalancerZone(zone_name="us-east-1b", subnet_id="subnet-pub-b"),
    ),
    security_groups=("sg-lb",),
)
LISTENER = Listener(
    listener_arn="l-80",
    load_balancer_arn=BALANCER.load_balancer_arn,
    port=80,
    protocol="HTTP",
    default_actions=(TO_GROUP,),
)
TARGETS = TargetGroup(
    target_group_arn=GROUP_ARN, target_group_name="api", protocol="HTTP", vpc_id="vpc-1", target_type="ip"
)
FRONT = group("sg-lb", into=(rule(80, "0.0.0.0/0"),))
WEB = group("sg-task", into=(rule(8080, "sg-lb"),))
PRIVATE = task("subnet-prv-a")


def entrance(**changed: Any) -> Entrance:
    parts: dict[str, Any] = {
        "group": TARGETS,
        "balancers": (BALANCER,),
        "listeners": (LISTENER,),
        "rules": (),
    } | changed
    read: dict[str, Any] = {name: part if isinstance(part, NotChecked) else Known(part) for name, part in parts.items()}
    return Entrance(target_group_arn=GROUP_ARN, port=8080, container="api", **read)


def balancer(**changed: Any) -> dict[str, Any]:
    return {"balancers": (msgspec.structs.replace(BALANCER, **changed),)}


def targets(**changed: Any) -> dict[str, Any]:
    return {"group": msgspec.structs.replace(TARGETS, **changed)}


def ruled(*actions: ListenerAction, **more: Any) -> dict[str, Any]:
    """A listener whose default leads elsewhere, with one rule."""
    conditions = (RuleCondition(field="path-pattern", values=("/api/*",)),)
    only = ListenerRule(rule_arn="r", listener_arn="l-80", priority="10", conditions=conditions, actions=actions)
    return {"listeners": (msgspec.structs.replace(LISTENER, default_actions=(ELSEWHERE,)),), "rules": (only,)} | more


def weighted(share: int) -> ListenerAction:
    groups = (
        WeightedGroup(target_group_arn=GROUP_ARN, weight=share),
        WeightedGroup(target_group_arn=OTHER, weight=100),
    )
    return ListenerAction(type="forward", forward_config=ForwardConfig(target_groups=groups))


def groups(front: SecurityGroup = FRONT, web: SecurityGroup = WEB) -> dict[str, Any]:
    return {"groups": (front, web)}


CLOSED = acl(entry(100, "deny", out=False), *ALLOWS_ALL[:2], name="acl-p", subnets=("subnet-prv-a",))
OTHERS = acl(subnets=("subnet-pub-a", "subnet-pub-b"))

CASES: tuple[tuple[str, dict[str, Any], dict[str, Any], Place, str, str], ...] = (
    ("all of it", {}, groups(), PRIVATE, "open", "clients reach the task by web HTTP:80"),
    ("a rule", ruled(TO_GROUP), groups(), PRIVATE, "open", "web HTTP:80"),
    ("no rule leads there", ruled(ELSEWHERE), groups(), PRIVATE, "blocked", "no listener leads to target group api"),
    ("a share", ruled(weighted(10)), groups(), PRIVATE, "open", "web HTTP:80"),
    ("no share", ruled(weighted(0)), groups(), PRIVATE, "blocked", "rule 10: path-pattern /api/*: gives it no traffic"),
    ("rules not read", ruled(TO_GROUP, rules=DENIED), groups(), PRIVATE, "unknown", "the rules of HTTP:80 not checked"),
    ("targets by instance", targets(target_type="instance"), groups(), PRIVATE, "blocked", "tasks on Fargate need ip"),
    (
        "targets of another VPC",
        targets(vpc_id="vpc-2"),
        groups(),
        PRIVATE,
        "blocked",
        "api is in vpc-2, the task in vpc-1",
    ),
    ("targets not read", {"group": DENIED}, groups(), PRIVATE, "unknown", "api not checked"),
    (
        "a zone the load balancer is not in",
        balancer(availability_zones=BALANCER.availability_zones[1:]),
        groups(),
        PRIVATE,
        "blocked",
        "web is in us-east-1b, the task in us-east-1a: the target is not in use",
    ),
    (
        "provisioning",
        balancer(state=BalancerState(code="provisioning")),
        groups(),
        PRIVATE,
        "blocked",
        "is provisioning",
    ),
    (
        "in private subnets",
        balancer(availability_zones=(BalancerZone(zone_name="us-east-1a", subnet_id="subnet-prv-b"),)),
        groups(),
        PRIVATE,
        "blocked",
        "faces the internet, but subnet-prv-b has no route to an internet gateway",
    ),
    (
        "internal, in private subnets",
        balancer(
            scheme="internal", availability_zones=(BalancerZone(zone_name="us-east-1a", subnet_id="subnet-prv-b"),)
        ),
        groups(),
        PRIVATE,
        "open",
        "web",
    ),
    (
        "closed to clients",
        {},
        groups(front=group("sg-lb")),
        PRIVATE,
        "blocked",
        "sg-lb lets nothing in from clients on port",
    ),
    ("open to some", {}, groups(front=group("sg-lb", into=(rule(80, "203.0.112.0/20"),))), PRIVATE, "open", "web"),
    (
        "cannot speak to tasks",
        {},
        groups(front=group("sg-lb", into=FRONT.ip_permissions, out=(rule(80, "0.0.0.0/0"),))),
        PRIVATE,
        "blocked",
        "sg-lb lets nothing out to the task on port 8080",
    ),
    (
        "speaks to the group of the tasks",
        {},
        groups(front=group("sg-lb", into=FRONT.ip_permissions, out=(rule(8080, "sg-task"),))),
        PRIVATE,
        "open",
        "web",
    ),
    (
        "tasks let another port in",
        {},
        groups(web=group("sg-task", into=(rule(80, "sg-lb"),))),
        PRIVATE,
        "blocked",
        "sg-task lets nothing in from web on port 8080",
    ),
    (
        "tasks let the subnets in",
        {},
        groups(web=group("sg-task", into=(rule(8080, "10.0.0.0/23"),))),
        PRIVATE,
        "open",
        "web",
    ),
    (
        "tasks let one of two subnets in",
        {},
        groups(web=group("sg-task", into=(rule(8080, "10.0.0.0/24"),))),
        PRIVATE,
        "unknown",
        "10.0.0.0/24: whether that is web",
    ),
    (
        "the health check on a closed port",
        targets(health_check_port="9000"),
        groups(),
        PRIVATE,
        "blocked",
        "sg-task lets nothing in from web on port 9000",
    ),
    ("the health check on the same port", targets(health_check_port="traffic-port"), groups(), PRIVATE, "open", "web"),
    (
        "the subnet is closed",
        {},
        groups() | {"acls": (CLOSED, OTHERS)},
        PRIVATE,
        "blocked",
        "acl-p (subnet-prv-a) lets no port 8080 in from web",
    ),
    ("groups not read", {}, {"groups": DENIED}, PRIVATE, "unknown", "the rules of sg-lb not checked"),
    (
        "subnets not read",
        {},
        groups() | {"subnets": DENIED},
        PRIVATE,
        "unknown",
        "the zone of subnet-prv-a not checked",
    ),
    (
        "a network load balancer without groups",
        balancer(type="network", security_groups=()),
        groups(web=group("sg-task", into=(rule(8080, "10.0.0.0/16"),))),
        PRIVATE,
        "open",
        "web",
    ),
)


@pytest.mark.parametrize(
    ("front", "around", "place", "verdict", "words"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_way_in(front: dict[str, Any], around: dict[str, Any], place: Place, verdict: str, words: str) -> None:
    (path,) = ways_in(vpc(**around), place, entrance(**front))

    assert (path.verdict, words in path.sentence) == (verdict, True), path.sentence


def test_a_warning_says_that_only_some_are_let_in() -> None:
    front = group("sg-lb", into=(rule(80, "203.0.112.0/20"),))
    (path,) = ways_in(vpc(**groups(front=front)), PRIVATE, entrance())

    assert "sg-lb lets port 80 in from 203.0.112.0/20 only" in [hop.words for hop in path.hops]


def test_each_listener_is_a_way_and_the_hops_stand_in_order() -> None:
    more = msgspec.structs.replace(LISTENER, listener_arn="l-443", port=443, protocol="HTTPS")
    plain, secure = ways_in(vpc(**groups()), PRIVATE, entrance(listeners=(more, LISTENER)))

    assert (plain.verdict, secure.verdict) == ("open", "blocked")
    assert [hop.name for hop in plain.hops] == [
        "client",
        "load balancer",
        "security group",
        "listener",
        "target group",
        "zones",
        "security group",
        "network ACL",
        "network ACL",
        "security group",
        "port",
    ]


def test_an_alb_in_one_zone_is_warned_of() -> None:
    alone = balancer(availability_zones=BALANCER.availability_zones[:1])
    (path,) = ways_in(vpc(**groups()), PRIVATE, entrance(**alone))

    assert path.warnings == ("web is in one zone only: an ALB needs two",)
