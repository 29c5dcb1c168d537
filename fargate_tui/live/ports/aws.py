"""One connection to AWS: an account, a Region, an identity."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Protocol

from fargate_tui.fargate.accounts import Expiry, RegionOffers
from fargate_tui.fargate.changes import Call, Outcome
from fargate_tui.fargate.requests import OperationCalls
from fargate_tui.live.ports.profiles import WhoAmI

if TYPE_CHECKING:
    from fargate_tui.live.ports.access import Iam, Registry, Secrets, Sts
    from fargate_tui.live.ports.account import Events, Health, Metrics, Prices, Quotas, Trail
    from fargate_tui.live.ports.ecs import Deployments, Ecs, Scaling
    from fargate_tui.live.ports.logs import Insights, Logs
    from fargate_tui.live.ports.network import Certificates, Ec2, Elb, FileSystems, Network


class Changes(Protocol):
    """The one way to change anything."""

    async def carry_out(self, call: Call, doing: str, token: str = "") -> Outcome:
        """Send one call; `ReadOnly` where nothing may be changed, `Unreachable` where AWS may have done it or not."""


class Calls(Protocol):
    """The tally of requests."""

    def per_minute(self) -> int:
        """Requests sent to AWS in the last minute."""

    def by_operation(self) -> tuple[OperationCalls, ...]:
        """What has been asked since the connection was opened; asks nothing."""


class Elsewhere(Protocol):
    """Another Region of the account."""

    @property
    def ecs(self) -> "Ecs":
        """Amazon ECS there."""

    @property
    def ec2(self) -> "Ec2":
        """EC2 there."""


class Aws(Protocol):
    """One connection: an account, a Region, an identity."""

    @property
    def ecs(self) -> "Ecs":
        """Amazon ECS."""

    @property
    def deployments(self) -> "Deployments":
        """Deployments of services."""

    @property
    def elb(self) -> "Elb":
        """Elastic Load Balancing."""

    @property
    def ec2(self) -> "Ec2":
        """EC2."""

    @property
    def network(self) -> "Network":
        """The networks."""

    @property
    def sts(self) -> "Sts":
        """The security token service."""

    @property
    def metrics(self) -> "Metrics":
        """CloudWatch metrics."""

    @property
    def scaling(self) -> "Scaling":
        """Application Auto Scaling."""

    @property
    def changes(self) -> Changes:
        """What can be changed."""

    @property
    def iam(self) -> "Iam":
        """Roles and policies."""

    @property
    def trail(self) -> "Trail":
        """CloudTrail."""

    @property
    def file_systems(self) -> "FileSystems":
        """Elastic File System."""

    @property
    def certificates(self) -> "Certificates":
        """AWS Certificate Manager."""

    @property
    def quotas(self) -> "Quotas":
        """Service Quotas."""

    @property
    def events(self) -> "Events":
        """EventBridge."""

    @property
    def health(self) -> "Health":
        """AWS Health."""

    @property
    def prices(self) -> "Prices":
        """AWS's price list."""

    def elsewhere(self, region: str) -> Elsewhere:
        """Another Region of the account, or the connection's own by its name."""

    def registry(self, region: str | None = None) -> "Registry":
        """Amazon ECR of a Region; None for the connection's own."""

    def secrets(self, region: str | None = None) -> "Secrets":
        """Secrets and parameters of a Region; None for the connection's own."""

    def logs(self, region: str | None = None) -> "Logs":
        """CloudWatch Logs of a Region; None for the connection's own."""

    def insights(self, region: str | None = None) -> "Insights":
        """Logs Insights of a Region; None for the connection's own."""

    @property
    def calls(self) -> Calls:
        """The tally of requests."""

    @property
    def who_am_i(self) -> WhoAmI:
        """What is known of the caller."""

    @property
    def expiry(self) -> Expiry:
        """When the credentials end, as is known now: renewed ones end later; asks nothing."""

    async def region_offers(self) -> RegionOffers:
        """The Regions of the connection's partition, with those the account has enabled where that may be asked."""

    async def close(self) -> None:
        """Let go of the connection."""


Connect = Callable[[], Awaitable[Aws]]
"""Opens a connection, or raises CredentialsMissing, CredentialsExpired, Unreachable or Invalid."""
