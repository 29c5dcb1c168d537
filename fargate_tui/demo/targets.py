"""The targets of load balancers and their health, which moto would call healthy always (facts/fargate.md §7)."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

from fargate_tui.demo.moto_thread import Moto

_DESCRIPTIONS = {
    "Elb.RegistrationInProgress": "Target registration is in progress",
    "Elb.InitialHealthChecking": "Initial health checks in progress",
    "Target.ResponseCodeMismatch": "Health checks failed with these codes: [503]",
    "Target.Timeout": "Request timed out",
    "Target.FailedHealthChecks": "Health checks failed",
    "Elb.InternalError": "Health checks failed due to an internal error",
    "Target.NotRegistered": "Target is not registered to the target group",
    "Target.NotInUse": "Target group is not configured to receive traffic from the load balancer",
    "Target.DeregistrationInProgress": "Target deregistration is in progress",
}
_REGISTRATION = timedelta(seconds=1)
_FIRST_CHECK = timedelta(seconds=6)
"""A new target needs one successful check only, and the balancer's nodes begin at once."""


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """A target group, as far as its targets' health depends on it."""

    arn: str
    target_type: str
    interval: timedelta
    """Between two health checks."""
    failures: int
    """This many failed checks in a row make a target unhealthy."""
    zones: frozenset[str]
    """Of the load balancers that use it; empty where none does."""
    port: int = 80
    health_check_port: str = "traffic-port"
    balancers: tuple[str, ...] = ()
    """ARNs of the load balancers that use it."""
    protocol: str = "HTTP"
    """Of its health check."""
    path: str = "/"
    """That a health check asks for."""
    codes: str = "200"
    """The status codes of a successful check: ``200``, ``200,202`` or ``200-299``."""
    timeout: timedelta = timedelta(seconds=5)
    successes: int = 5
    """This many successful checks in a row make a target healthy again."""


@dataclass(frozen=True, slots=True)
class Health:
    """A target's health; ``reason`` is None where AWS gives none."""

    state: str
    reason: str | None = None
    found: str | None = None
    """What a real check has found, where AWS says that."""

    @property
    def description(self) -> str | None:
        """The reason in AWS's words."""
        if self.found is not None:
            return self.found
        return None if self.reason is None else _DESCRIPTIONS.get(self.reason, "Health checks failed")


@dataclass(frozen=True, slots=True)
class Target:
    """A registered target and what its checks will find."""

    ip: str
    port: int
    zone: str
    since: datetime
    healthy: bool
    reason: str
    draining: bool = False
    found: Health | None = None
    """What real checks have found so far; None: it is played."""


@dataclass(slots=True)
class Traffic:
    """Requests that load balancers have really sent to a target group, by minute since 1970."""

    since: int
    """Before that they were played."""
    requests: Counter[int] = field(default_factory=Counter)
    errors: Counter[int] = field(default_factory=Counter)
    """Answered with a 5xx by a target."""
    seconds: dict[int, list[float]] = field(default_factory=dict)
    """That the answers took."""

    def note(self, minute: int, status: int, seconds: float) -> None:
        """Count an answer."""
        self.requests[minute] += 1
        self.errors[minute] += status >= 500
        self.seconds.setdefault(minute, []).append(seconds)


@dataclass(slots=True)
class TaskTargets:
    """Implements ``ports.Targets``; the server replaces ``groups`` after each change to the load balancers."""

    now: Callable[[], datetime]
    groups: Mapping[str, TargetGroup] = field(default_factory=dict)
    is_real: Callable[[str], bool] = lambda _: False
    """Whether what listens at an address is a process: its health is what checks find."""
    check_really: Callable[[str, str, int], None] = lambda *_: None
    """Has a target (of a group, at an address and port) checked from now on."""
    traffic: dict[str, Traffic] = field(default_factory=dict)
    """Of target groups with real targets."""
    _registered: dict[str, dict[tuple[str, int], Target]] = field(default_factory=dict)

    def check(self, target_group_arn: str) -> None:
        """Raise LookupError with ECS's sentence where the target group does not exist or is not of type ip."""
        group = self.groups.get(target_group_arn)
        if group is None:
            raise LookupError(f"The specified target group does not exist. ({target_group_arn})")
        if group.target_type != "ip":
            raise LookupError(
                f"The provided target group {target_group_arn} has target type {group.target_type}, which is "
                "incompatible with the awsvpc network mode specified in the task definition."
            )
        if not group.zones:
            raise LookupError(
                f"The target group with targetGroupArn {target_group_arn} does not have an associated load balancer."
            )

    def register(self, target_group_arn: str, ip: str, port: int, zone: str, *, healthy: bool, reason: str) -> None:
        """Register a target that will be found healthy, or unhealthy for ``reason`` (an elbv2 reason code)."""
        target = Target(ip, port, zone, self.now(), healthy, reason)
        self._registered.setdefault(target_group_arn, {})[ip, port] = target
        if self.is_real(ip):
            self.find(target_group_arn, ip, port, Health("initial", "Elb.RegistrationInProgress"))
            self._count(target_group_arn)
            self.check_really(target_group_arn, ip, port)

    def adopt(self, ip: str) -> None:
        """What listens at an address is a process from now on: what was played of its health holds until checked."""
        for arn, targets in self._registered.items():
            for at, port in [key for key in targets if key[0] == ip]:
                self.find(arn, at, port, self._checked(targets[at, port], self.groups.get(arn)))
                self._count(arn)
                self.check_really(arn, at, port)

    def _count(self, target_group_arn: str) -> None:
        self.traffic.setdefault(target_group_arn, Traffic(int(self.now().timestamp()) // 60))

    def find(self, target_group_arn: str, ip: str, port: int, health: Health) -> None:
        """Note what a real check has found."""
        targets = self._registered.get(target_group_arn, {})
        if target := targets.get((ip, port)):
            targets[ip, port] = replace(target, found=health)

    def target(self, target_group_arn: str, ip: str, port: int) -> Target | None:
        """The registered target."""
        return self._registered.get(target_group_arn, {}).get((ip, port))

    def reason(self, target_group_arn: str, ip: str, port: int) -> str | None:
        """Why a target is not healthy, in AWS's words, where that was really found out."""
        target = self.target(target_group_arn, ip, port)
        return None if target is None or target.found is None else target.found.description

    def deregister(self, target_group_arn: str, ip: str, port: int) -> None:
        """Begin to drain a target."""
        targets = self._registered.get(target_group_arn, {})
        if target := targets.get((ip, port)):
            targets[ip, port] = replace(target, draining=True)

    def forget(self, target_group_arn: str, ip: str, port: int) -> None:
        """The deregistration delay is over."""
        self._registered.get(target_group_arn, {}).pop((ip, port), None)

    def state(self, target_group_arn: str, ip: str, port: int) -> str | None:
        """``initial``, ``healthy``, ``unhealthy``, ``draining``; None where it is not registered."""
        target = self._registered.get(target_group_arn, {}).get((ip, port))
        return None if target is None else self._checked(target, self.groups.get(target_group_arn)).state

    def targets(self, target_group_arn: str) -> tuple[Target, ...]:
        """Every registered target, draining ones too, oldest first."""
        return tuple(self._registered.get(target_group_arn, {}).values())

    def health(self, group: TargetGroup, target: Target) -> Health:
        """A target's health now, as DescribeTargetHealth gives it."""
        if target.draining:
            return Health("draining", "Target.DeregistrationInProgress")
        if target.zone not in group.zones and target.zone != "all":
            return Health("unused", "Target.NotInUse")
        return self._checked(target, group)

    def _checked(self, target: Target, group: TargetGroup | None) -> Health:
        if target.draining:
            return Health("draining", "Target.DeregistrationInProgress")
        if target.found is not None:
            return target.found
        age = self.now() - target.since
        if age < _REGISTRATION:
            return Health("initial", "Elb.RegistrationInProgress")
        interval = timedelta(seconds=30) if group is None else group.interval
        needed = min(_FIRST_CHECK, interval) if target.healthy else interval * (2 if group is None else group.failures)
        if age < needed:
            return Health("initial", "Elb.InitialHealthChecking")
        return Health("healthy") if target.healthy else Health("unhealthy", target.reason)


def read_target_groups(moto: Moto, region: str) -> dict[str, TargetGroup]:
    """Ask Elastic Load Balancing for its target groups and for the zones of the balancers that use them."""
    zones = {
        balancer.findtext("LoadBalancerArn", ""): frozenset(
            zone.findtext("ZoneName", "") for zone in balancer.findall("AvailabilityZones/member")
        )
        for balancer in moto.query(region, "elasticloadbalancing", "DescribeLoadBalancers").findall(
            ".//LoadBalancers/member"
        )
    }
    described = moto.query(region, "elasticloadbalancing", "DescribeTargetGroups").findall(".//TargetGroups/member")
    return {group.arn: group for group in (_target_group(item, zones) for item in described)}


def _target_group(item: ET.Element, zones: Mapping[str, frozenset[str]]) -> TargetGroup:
    balancers = tuple(arn.text or "" for arn in item.findall("LoadBalancerArns/member"))
    return TargetGroup(
        arn=item.findtext("TargetGroupArn", ""),
        target_type=item.findtext("TargetType", "instance"),
        interval=timedelta(seconds=int(item.findtext("HealthCheckIntervalSeconds") or 30)),
        failures=int(item.findtext("UnhealthyThresholdCount") or 2),
        zones=frozenset[str]().union(*(zones.get(arn, frozenset()) for arn in balancers)),
        port=int(item.findtext("Port") or 80),
        health_check_port=item.findtext("HealthCheckPort") or "traffic-port",
        balancers=balancers,
        protocol=item.findtext("HealthCheckProtocol") or "HTTP",
        path=item.findtext("HealthCheckPath") or "/",
        codes=item.findtext("Matcher/HttpCode") or "200",
        timeout=timedelta(seconds=int(item.findtext("HealthCheckTimeoutSeconds") or 5)),
        successes=int(item.findtext("HealthyThresholdCount") or 5),
    )
