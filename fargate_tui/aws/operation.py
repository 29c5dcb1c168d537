"""What is declared of an AWS operation: its API bucket, what it is billed by, how it may be sent."""

from dataclasses import dataclass

from fargate_tui.aws.buckets import Bucket

IAM_PREFIXES = {"elbv2": "elasticloadbalancing", "efs": "elasticfilesystem", "service-quotas": "servicequotas"}
"""Where IAM calls a service otherwise than botocore does."""


@dataclass(frozen=True, slots=True)
class Billing:
    """What AWS bills an operation by, as far as it is billed at all."""

    unit: str
    """In the plural."""
    terms: str
    """What AWS takes, in a few words."""
    prices: tuple[tuple[str, float], ...] = ()
    """US dollars for one unit by Region, where AWS's price is known (docs/costs.md)."""

    def price(self, region: str) -> float | None:
        """US dollars for one unit in a Region."""
        return dict(self.prices).get(region)


@dataclass(frozen=True, slots=True)
class Operation:
    """One AWS operation."""

    service: str
    """As botocore calls it."""
    name: str
    bucket: Bucket
    when: str
    """What makes fargate-tui call it."""
    billing: Billing | None = None
    """None for what is free."""
    changes: bool = False
    """Whether it changes something at AWS: only `Changes` may call it, and not in read-only mode."""
    token: str = ""
    """The parameter by which AWS knows a request that is sent a second time."""
    repeats: bool = True
    """Whether sending it a second time, with the same token, changes nothing more: only then it is ever sent again."""
    once_with: str = ""
    """A parameter with which a second time does change something more, though without it that is not so."""

    @property
    def action(self) -> str:
        """The IAM action it needs."""
        return f"{IAM_PREFIXES.get(self.service, self.service)}:{self.name}"
