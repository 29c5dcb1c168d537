"""Application load balancers with one target group per service."""

from collections.abc import Sequence
from dataclasses import dataclass

from fargate_tui.demo.moto_thread import Moto
from fargate_tui.demo.scenarios.vpc import Vpc

_ELB = "elasticloadbalancing"


@dataclass(frozen=True, slots=True)
class Balanced:
    """A service behind a load balancer."""

    service: str
    health_path: str = "/health"
    drain_seconds: int = 30
    """The deregistration delay."""


def make_balancer(moto: Moto, region: str, vpc: Vpc, name: str, behind: Sequence[Balanced]) -> dict[str, str]:
    """An internet-facing balancer with a listener on port 80; returns target group ARNs by service."""
    asked = {"Name": name, "Subnets": vpc.public, "SecurityGroups": [vpc.balancer_group], "Scheme": "internet-facing"}
    balancer = moto.query(region, _ELB, "CreateLoadBalancer", asked).findtext(".//LoadBalancerArn", "")
    groups = {one.service: _make_group(moto, region, vpc, one) for one in behind}
    listener = _listen(moto, region, balancer, groups[behind[0].service])
    for priority, one in enumerate(behind[1:], 1):
        _route(moto, region, listener, priority, f"/{one.service}/*", groups[one.service])
    return groups


def _make_group(moto: Moto, region: str, vpc: Vpc, one: Balanced) -> str:
    asked = {
        "Name": one.service, "Protocol": "HTTP", "Port": 8080, "VpcId": vpc.id, "TargetType": "ip",
        "HealthCheckPath": one.health_path, "HealthCheckIntervalSeconds": 15,
    }  # fmt: skip
    group = moto.query(region, _ELB, "CreateTargetGroup", asked).findtext(".//TargetGroupArn", "")
    delay = {"Key": "deregistration_delay.timeout_seconds", "Value": one.drain_seconds}
    moto.query(region, _ELB, "ModifyTargetGroupAttributes", {"TargetGroupArn": group, "Attributes": [delay]})
    return group


def _listen(moto: Moto, region: str, balancer: str, default_group: str) -> str:
    actions = [{"Type": "forward", "TargetGroupArn": default_group}]
    asked = {"LoadBalancerArn": balancer, "Protocol": "HTTP", "Port": 80, "DefaultActions": actions}
    return moto.query(region, _ELB, "CreateListener", asked).findtext(".//ListenerArn", "")


def _route(moto: Moto, region: str, listener: str, priority: int, path: str, group: str) -> None:
    asked = {
        "ListenerArn": listener,
        "Priority": priority,
        "Conditions": [{"Field": "path-pattern", "Values": [path]}],
        "Actions": [{"Type": "forward", "TargetGroupArn": group}],
    }
    moto.query(region, _ELB, "CreateRule", asked)
