"""Application load balancers with one target group per service."""

from collections.abc import Sequence
from dataclasses import dataclass

from fargate_tui.demo.moto_thread import Moto
from fargate_tui.demo.scenarios.vpc import Vpc

_ELB = "elasticloadbalancing"

Arns = dict[str, str]


@dataclass(frozen=True, slots=True)
class Balanced:
    """A service behind a load balancer."""

    service: str
    health_path: str = "/health"
    drain_seconds: int = 30
    """The deregistration delay."""
    port: int = 8080
    health_port: str = "traffic-port"
    green: bool = False
    """Whether it has a second target group, to shift its traffic to."""


def make_balancer(moto: Moto, region: str, vpc: Vpc, name: str, behind: Sequence[Balanced]) -> tuple[Arns, Arns]:
    """An internet-facing balancer with a listener on port 80; returns ARNs by service: of target groups, of rules."""
    asked = {"Name": name, "Subnets": vpc.public, "SecurityGroups": [vpc.balancer_group], "Scheme": "internet-facing"}
    balancer = moto.query(region, _ELB, "CreateLoadBalancer", asked).findtext(".//LoadBalancerArn", "")
    groups = {one.service: _make_group(moto, region, vpc, one, one.service) for one in behind}
    greens = {f"{one.service}-green": one for one in behind if one.green}
    groups |= {name: _make_group(moto, region, vpc, one, name) for name, one in greens.items()}
    listener = _listen(moto, region, balancer, groups[behind[0].service])
    rules: Arns = {}
    for priority, one in enumerate(behind[1:], 1):
        both = [groups[name] for name in (one.service, f"{one.service}-green") if name in groups]
        rules[one.service] = _route(moto, region, listener, priority, f"/{one.service}/*", both)
    return groups, rules


def _make_group(moto: Moto, region: str, vpc: Vpc, one: Balanced, name: str) -> str:
    asked = {
        "Name": name, "Protocol": "HTTP", "Port": one.port, "VpcId": vpc.id, "TargetType": "ip",
        "HealthCheckPath": one.health_path, "HealthCheckPort": one.health_port, "HealthCheckIntervalSeconds": 15,
    }  # fmt: skip
    group = moto.query(region, _ELB, "CreateTargetGroup", asked).findtext(".//TargetGroupArn", "")
    delay = {"Key": "deregistration_delay.timeout_seconds", "Value": one.drain_seconds}
    moto.query(region, _ELB, "ModifyTargetGroupAttributes", {"TargetGroupArn": group, "Attributes": [delay]})
    return group


def _listen(moto: Moto, region: str, balancer: str, default_group: str) -> str:
    actions = [{"Type": "forward", "TargetGroupArn": default_group}]
    asked = {"LoadBalancerArn": balancer, "Protocol": "HTTP", "Port": 80, "DefaultActions": actions}
    return moto.query(region, _ELB, "CreateListener", asked).findtext(".//ListenerArn", "")


def _route(moto: Moto, region: str, listener: str, priority: int, path: str, groups: Sequence[str]) -> str:
    weighted = [{"TargetGroupArn": group, "Weight": 0 if at else 100} for at, group in enumerate(groups)]
    action = {"TargetGroupArn": groups[0]} if len(groups) == 1 else {"ForwardConfig": {"TargetGroups": weighted}}
    asked = {
        "ListenerArn": listener,
        "Priority": priority,
        "Conditions": [{"Field": "path-pattern", "Values": [path]}],
        "Actions": [{"Type": "forward", **action}],
    }
    return moto.query(region, _ELB, "CreateRule", asked).findtext(".//RuleArn", "")
