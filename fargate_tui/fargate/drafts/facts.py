"""What AWS was asked about the things that a draft names, as far as it has answered."""

from collections.abc import Mapping
from typing import Literal

from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.network import Surroundings
from fargate_tui.fargate.policies import Decision
from fargate_tui.fargate.prices import Rates, fetched
from fargate_tui.fargate.records import (
    Alarm,
    Balancer,
    Certificate,
    Cluster,
    Listener,
    ListenerRule,
    ListPrices,
    Permission,
    Record,
    Role,
    ScalableTarget,
    Service,
    StoredImage,
    StoredSecret,
    TargetGroup,
    TaskDefinition,
    Vpc,
)

FactKind = Literal[
    "alarms",
    "balancers",
    "certificates",
    "clusters",
    "definitions",
    "group_names",
    "images",
    "listeners",
    "log_groups",
    "permissions",
    "prices",
    "quotas",
    "roles",
    "rules",
    "scalable_targets",
    "secrets",
    "services",
    "surroundings",
    "target_groups",
    "target_group_users",
    "vpcs",
]


class Want(Record, frozen=True, kw_only=True):
    """One thing that has to be known to check a draft."""

    kind: FactKind
    """The member of `Facts` that tells it."""
    key: str
    """Its key there."""


class Image(Record, frozen=True, kw_only=True):
    """An image of ECR."""

    stored: StoredImage
    platforms: tuple[str, ...] = ()
    """What a list of images is built for, as ``linux/arm64``; empty for a single image, which does not tell."""


class Quota(Record, frozen=True, kw_only=True):
    """A quota of vCPUs, and how much of it is used."""

    limit: float
    used: float | None = None
    """None where that is not known."""


class Granted(Record, frozen=True, kw_only=True):
    """What a role is allowed of what is needed of it."""

    decisions: tuple[tuple[Permission, Decision], ...]


class Facts(Record, frozen=True, kw_only=True):
    """What is known. A key that is missing has not been answered yet; None as a value says there is no such thing."""

    account: str = ""
    region: str = ""
    own: frozenset[str] = frozenset()
    """What this draft has made by now, as its steps are called: ``target-group:web``. Such a name is not taken."""
    alarms: Mapping[str, Known[Alarm | None] | NotChecked] = {}
    """By name."""
    balancers: Mapping[str, Known[Balancer | None] | NotChecked] = {}
    """By name or ARN."""
    certificates: Mapping[str, Known[Certificate | None] | NotChecked] = {}
    """By ARN."""
    clusters: Mapping[str, Known[Cluster | None] | NotChecked] = {}
    """By name; those that are INACTIVE are none."""
    definitions: Mapping[str, Known[TaskDefinition | None] | NotChecked] = {}
    """By ``family:revision`` or family."""
    group_names: Mapping[str, Known[str | None] | NotChecked] = {}
    """The id of a security group, by ``VPC/NAME``."""
    images: Mapping[str, Known[Image | None] | NotChecked] = {}
    """By reference, as a container names it; only those of ECR are asked for."""
    listeners: Mapping[str, Known[tuple[Listener, ...]] | NotChecked] = {}
    """By the ARN of their load balancer."""
    log_groups: Mapping[str, Known[bool] | NotChecked] = {}
    """Whether there is one of this ``REGION/NAME``; the Region is empty for the connection's own."""
    permissions: Mapping[str, Known[Granted] | NotChecked] = {}
    """By role name, a blank, and what `permissions_key` makes of the permissions."""
    prices: Mapping[str, Known[ListPrices] | NotChecked] = {}
    """What AWS's list says today, by Region."""
    quotas: Mapping[str, Known[Quota] | NotChecked] = {}
    """By code: L-3032A538 on demand, L-36FBB829 Spot."""
    roles: Mapping[str, Known[Role | None] | NotChecked] = {}
    """By name."""
    rules: Mapping[str, Known[tuple[ListenerRule, ...]] | NotChecked] = {}
    """By the ARN of their listener."""
    scalable_targets: Mapping[str, Known[ScalableTarget | None] | NotChecked] = {}
    """By ``CLUSTER/SERVICE``."""
    secrets: Mapping[str, Known[StoredSecret | None] | NotChecked] = {}
    """By reference, without JSON key and version."""
    services: Mapping[str, Known[Service | None] | NotChecked] = {}
    """By ``CLUSTER/SERVICE``; those that are INACTIVE are none."""
    surroundings: Mapping[str, Known[Surroundings] | NotChecked] = {}
    """Of a VPC, by its id."""
    target_groups: Mapping[str, Known[TargetGroup | None] | NotChecked] = {}
    """By name or ARN."""
    target_group_users: Mapping[str, Known[tuple[str, ...]] | NotChecked] = {}
    """The names of the services, ``CLUSTER/SERVICE``, that register with a target group, by its ARN."""
    vpcs: Mapping[str, Known[tuple[Vpc, ...]] | NotChecked] = {}
    """All of the Region; the key is empty."""

    def owns(self, kind: str, name: str) -> bool:
        """Whether a thing is one that this draft has made itself."""
        return f"{kind}:{name.strip()}" in self.own

    @property
    def rates(self) -> Rates | None:
        """The prices of AWS's list of today; None where it was not read, and those that are shipped hold."""
        found = self.prices.get(self.region)
        return fetched(found.value) if isinstance(found, Known) else None


NOTHING = Facts()


def permissions_key(role: str, permissions: tuple[Permission, ...]) -> str:
    """The key under which it is known what a role is allowed."""
    return " ".join((role, *(f"{each.action}@{each.resource}" for each in permissions)))


def permissions_of(key: str) -> tuple[str, tuple[Permission, ...]]:
    """The role and the permissions of such a key."""
    role, *rest = key.split(" ")
    pairs = (each.partition("@") for each in rest)
    return role, tuple(Permission(action=action, resource=resource) for action, _, resource in pairs)
