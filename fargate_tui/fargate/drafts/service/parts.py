"""The parts of a service's draft, each text as it was typed."""

from typing import Final, Literal

import msgspec

from fargate_tui.fargate.drafts.fields import OFF, ON, words
from fargate_tui.fargate.records import AwsVpcConfiguration, CapacityProviderStrategyItem

NEW: Final = "new"
EXISTING: Final = "existing"
NONE: Final = "none"

BalancerKind = Literal["none", "group", "rule", "new"]
"""group: an existing target group; rule: a new rule of an existing listener; new: a load balancer of its own."""

ROLLING, BLUE_GREEN, LINEAR, CANARY = "ROLLING", "BLUE_GREEN", "LINEAR", "CANARY"
FARGATE, SPOT = "FARGATE", "FARGATE_SPOT"
STRATEGY, DEFAULT = "strategy", "default"
APPLICATION, NETWORK = "application", "network"
INTERNET, INTERNAL = "internet-facing", "internal"


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A group of fields."""


def number(text: str) -> int | None:
    """The whole number that was typed; None where it is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def decimal(text: str) -> float | None:
    """The number that was typed, with or without decimals; None where it is none."""
    whole, point, rest = text.strip().partition(".")
    is_number = whole.isascii() and whole.isdigit() and (not point or (rest.isascii() and rest.isdigit()))
    return float(text) if is_number and len(text) < 20 else None


class StrategyDraft(Part, frozen=True, kw_only=True):
    """A capacity provider strategy of the two providers of Fargate."""

    base: str = "1"
    weight: str = "1"
    """Of FARGATE."""
    spot_base: str = "0"
    spot_weight: str = "1"

    @property
    def items(self) -> tuple[CapacityProviderStrategyItem, ...]:
        """What it says; numbers that are none count for nothing."""
        typed = ((FARGATE, self.weight, self.base), (SPOT, self.spot_weight, self.spot_base))
        found = ((name, number(weight) or 0, number(base) or 0) for name, weight, base in typed)
        return tuple(
            CapacityProviderStrategyItem(capacity_provider=name, weight=weight, base=base)
            for name, weight, base in found
            if weight or base
        )


class NetworkDraft(Part, frozen=True, kw_only=True):
    """Where tasks are put."""

    vpc: str = ""
    subnets: str = ""
    groups_are: str = EXISTING
    groups: str = ""
    """Ids; nothing stands for the VPC's default group."""
    group_name: str = ""
    """Of the new one."""
    public: str = OFF

    @property
    def subnet_ids(self) -> tuple[str, ...]:
        """The subnets, each once."""
        return tuple(dict.fromkeys(words(self.subnets)))

    @property
    def has_new_group(self) -> bool:
        """Whether a security group is made."""
        return self.groups_are == NEW

    @property
    def group_ids(self) -> tuple[str, ...]:
        """The security groups, as the ways through the network call them."""
        return (planned_id(self.group_name),) if self.has_new_group else tuple(dict.fromkeys(words(self.groups)))

    @property
    def is_public(self) -> bool:
        """Whether tasks get a public address."""
        return self.public == ON

    @property
    def plan(self) -> AwsVpcConfiguration:
        """The same as AWS has it."""
        return AwsVpcConfiguration(
            subnets=self.subnet_ids,
            security_groups=self.group_ids,
            assign_public_ip="ENABLED" if self.is_public else "DISABLED",
        )


def planned_id(name: str) -> str:
    """What stands for the id of something that is yet to be made."""
    return f"{name or 'group'} (new)"


class HealthDraft(Part, frozen=True, kw_only=True):
    """How a new target group looks whether a task is well; seconds."""

    path: str = "/"
    matcher: str = ""
    """Codes that are good: ``200``, ``200-299``; nothing stands for AWS's own default."""
    interval: str = "30"
    timeout: str = "5"
    healthy: str = "5"
    unhealthy: str = "2"


class LoadBalancerDraft(Part, frozen=True, kw_only=True):
    """What brings clients to the tasks."""

    kind: str = NONE
    container: str = ""
    port: str = ""
    group: str = ""
    """An existing target group, by name or ARN."""
    balancer: str = ""
    """An existing load balancer, by name or ARN, that gets a new rule."""
    listener: str = ""
    """Its ARN or its port."""
    priority: str = ""
    hosts: str = ""
    paths: str = ""
    type: str = APPLICATION
    name: str = ""
    """Of the new load balancer."""
    scheme: str = ""
    """internet-facing or internal: AWS would take internet-facing unasked, so it has to be chosen."""
    subnets: str = ""
    groups_are: str = NEW
    groups: str = ""
    group_name: str = ""
    clients: str = "0.0.0.0/0"
    """Blocks of addresses that the new security group lets in."""
    protocol: str = "HTTP"
    listener_port: str = "80"
    certificate: str = ""
    target_name: str = ""
    """Of the new target group."""
    target_protocol: str = "HTTP"
    delay: str = "60"
    """Seconds for which a target that leaves keeps its connections."""
    health: HealthDraft = HealthDraft()

    @property
    def is_new(self) -> bool:
        """Whether a load balancer is made."""
        return self.kind == NEW

    @property
    def has_new_target(self) -> bool:
        """Whether a target group is made."""
        return self.kind in (NEW, "rule")

    @property
    def is_any(self) -> bool:
        """Whether there is one at all."""
        return self.kind != NONE

    @property
    def subnet_ids(self) -> tuple[str, ...]:
        """Where the new one stands, each once."""
        return tuple(dict.fromkeys(words(self.subnets)))

    @property
    def has_new_group(self) -> bool:
        """Whether a security group is made for it."""
        return self.is_new and self.groups_are == NEW

    @property
    def group_ids(self) -> tuple[str, ...]:
        """The security groups of the new one, as the ways through the network call them."""
        return (planned_id(self.group_name),) if self.has_new_group else tuple(dict.fromkeys(words(self.groups)))

    @property
    def is_encrypted(self) -> bool:
        """Whether its listener needs a certificate."""
        return self.protocol in ("HTTPS", "TLS")


class DeploymentDraft(Part, frozen=True, kw_only=True):
    """How the service changes its tasks; percentages of the count, minutes."""

    strategy: str = ROLLING
    minimum: str = "100"
    maximum: str = "200"
    breaker: str = ON
    rollback: str = ON
    alarms: str = ""
    bake_time: str = ""
    """How long both revisions run after the traffic was shifted."""
    step_percent: str = "10"
    step_bake: str = "6"
    canary_percent: str = "5"
    canary_bake: str = "10"
    role: str = ""
    """The infrastructure role, by name or ARN."""
    alternate: str = ""
    """The other target group: an existing one, or the name of the new one."""
    rule: str = ""
    """ARN of the rule, or of a network load balancer's listener, that the traffic comes by."""
    test_rule: str = ""
    hooks: str = ""
    """One a line: ``STAGE pause MINUTES`` or ``STAGE FUNCTION_ARN ROLE_ARN``."""

    @property
    def shifts(self) -> bool:
        """Whether it shifts traffic between two target groups."""
        return self.strategy in (BLUE_GREEN, LINEAR, CANARY)


class MoreDraft(Part, frozen=True, kw_only=True):
    """What nearly nobody changes."""

    grace: str = ""
    """Seconds for which a new task may fail its health checks."""
    execute: str = OFF
    rebalancing: str = ON
    managed_tags: str = ON
    propagate: str = "SERVICE"
    tags: str = ""
    volume_size: str = "20"
    """GiB of the volume of EBS that each task gets, where its definition leaves one to the launch."""
    volume_role: str = ""
    """The infrastructure role by which ECS makes it."""


class ScalingDraft(Part, frozen=True, kw_only=True):
    """What changes the count for a person."""

    kind: str = NONE
    """none, cpu, memory or requests."""
    minimum: str = "1"
    maximum: str = "4"
    value: str = "60"
    """Percent, or requests a minute for each target."""
