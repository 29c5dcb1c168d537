"""Load balancers with their listeners and rules, as Elastic Load Balancing tells them."""

import msgspec

from fargate_tui.fargate.records.base import Record


class BalancerState(Record, frozen=True, kw_only=True, rename="pascal"):
    """How a load balancer is."""

    code: str | None = None
    """active, provisioning, active_impaired or failed."""
    reason: str | None = None


class BalancerZone(Record, frozen=True, kw_only=True, rename="pascal"):
    """A zone that a load balancer is in."""

    zone_name: str | None = None
    subnet_id: str | None = None


class Balancer(Record, frozen=True, kw_only=True, rename="pascal"):
    """A load balancer; a service's own record of one is called `LoadBalancer`."""

    load_balancer_arn: str
    load_balancer_name: str = ""
    dns_name: str = msgspec.field(default="", name="DNSName")
    scheme: str | None = None
    """internet-facing or internal."""
    vpc_id: str | None = None
    state: BalancerState | None = None
    type: str | None = None
    """application, network or gateway."""
    availability_zones: tuple[BalancerZone, ...] = ()
    security_groups: tuple[str, ...] = ()
    """Empty for a network load balancer that was made without."""


class WeightedGroup(Record, frozen=True, kw_only=True, rename="pascal"):
    """A target group's share of what is forwarded."""

    target_group_arn: str | None = None
    weight: int | None = None


class ForwardConfig(Record, frozen=True, kw_only=True, rename="pascal"):
    """Several target groups that share what is forwarded."""

    target_groups: tuple[WeightedGroup, ...] = ()


class ListenerAction(Record, frozen=True, kw_only=True, rename="pascal"):
    """What a listener does with a request."""

    type: str | None = None
    """forward, redirect, fixed-response, authenticate-oidc, …"""
    target_group_arn: str | None = None
    forward_config: ForwardConfig | None = None

    def share_of(self, target_group_arn: str) -> int | None:
        """The weight of a target group among those it forwards to; None where it forwards nothing to it."""
        weighted = self.forward_config.target_groups if self.forward_config else ()
        for each in weighted:
            if each.target_group_arn == target_group_arn:
                return 1 if each.weight is None else each.weight
        return 1 if self.target_group_arn == target_group_arn else None


class Listener(Record, frozen=True, kw_only=True, rename="pascal"):
    """A port that a load balancer listens on."""

    listener_arn: str
    load_balancer_arn: str | None = None
    port: int | None = None
    protocol: str | None = None
    default_actions: tuple[ListenerAction, ...] = ()


class Values(Record, frozen=True, kw_only=True, rename="pascal"):
    """What a request may have to fit."""

    values: tuple[str, ...] = ()


class RuleCondition(Record, frozen=True, kw_only=True, rename="pascal"):
    """What a request has to fit for a rule."""

    field: str | None = None
    """host-header, path-pattern, http-header, query-string, http-request-method or source-ip."""
    values: tuple[str, ...] = ()
    host_header_config: Values | None = None
    path_pattern_config: Values | None = None
    source_ip_config: Values | None = None

    @property
    def wanted(self) -> tuple[str, ...]:
        """The values, wherever AWS put them."""
        configs = (self.host_header_config, self.path_pattern_config, self.source_ip_config)
        return self.values or next((each.values for each in configs if each), ())


class ListenerRule(Record, frozen=True, kw_only=True, rename="pascal"):
    """A rule of a listener: the one with the lowest priority that a request fits decides."""

    rule_arn: str
    listener_arn: str = ""
    """Not sent by AWS: the listener it was asked for."""
    priority: str | None = None
    """A number, or ``default``."""
    is_default: bool = False
    conditions: tuple[RuleCondition, ...] = ()
    actions: tuple[ListenerAction, ...] = ()
