"""An account in a Region, as the rest of the program asks it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from fargate_tui.aws.budget import Budget
from fargate_tui.aws.calls import Calls
from fargate_tui.aws.certificates import Certificates
from fargate_tui.aws.changes import Changes
from fargate_tui.aws.clients import Clients
from fargate_tui.aws.deployments import Deployments
from fargate_tui.aws.ec2 import Ec2
from fargate_tui.aws.ecs import Ecs
from fargate_tui.aws.elb import Elb
from fargate_tui.aws.events import Events
from fargate_tui.aws.file_systems import FileSystems
from fargate_tui.aws.health import Health
from fargate_tui.aws.health import home_of as home_of_health
from fargate_tui.aws.iam import Iam
from fargate_tui.aws.insights import Insights
from fargate_tui.aws.logs import Logs
from fargate_tui.aws.metrics import Metrics
from fargate_tui.aws.network import Network
from fargate_tui.aws.prices import Prices, home_of
from fargate_tui.aws.quotas import Quotas
from fargate_tui.aws.registry import Registry
from fargate_tui.aws.scaling import Scaling
from fargate_tui.aws.sdk import Sdk
from fargate_tui.aws.secrets import Secrets
from fargate_tui.aws.sts import Sts
from fargate_tui.aws.trail import Trail
from fargate_tui.aws.whereto import WhereTo
from fargate_tui.aws.who import WhoAmI
from fargate_tui.fargate.accounts import Expiry, RegionOffers


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What is asked of another Region of the account."""

    ecs: Ecs
    ec2: Ec2


class Aws:
    """The services of one account and Region. Made fast: each client is made, in a thread, at its first question."""

    def __init__(self, sdk: Sdk, *, read_only: Callable[[], bool]) -> None:
        self.budget = Budget(sdk.unlimited(), sdk.origin.region)
        """What may be asked per second without taking from others."""
        self.calls = Calls(region=sdk.origin.region, unlimited=sdk.unlimited())
        """What has been asked."""
        self._sdk = sdk
        self._clients = Clients(sdk, self.budget, self.calls)
        self.ecs = Ecs(self._clients)
        self.deployments = Deployments(self._clients)
        self.ec2 = Ec2(self._clients)
        self.network = Network(self._clients)
        self.elb = Elb(self._clients)
        self.sts = Sts(self._clients)
        self.metrics = Metrics(self._clients)
        self.scaling = Scaling(self._clients)
        self.changes = Changes(self._clients, read_only=read_only)
        self.iam = Iam(self._clients)
        self.trail = Trail(self._clients)
        self.file_systems = FileSystems(self._clients)
        self.certificates = Certificates(self._clients)
        self.quotas = Quotas(self._clients)
        self.events = Events(self._clients)
        self.who_am_i = WhoAmI(self._clients, self.calls)
        """What is known of the caller."""
        self._where_to = WhereTo(self._clients, sdk.partitions)
        self._elsewhere: dict[str, Clients] = {}
        self._logs: dict[str, Logs] = {}
        self._insights: dict[str, Insights] = {}

    @property
    def region(self) -> str:
        """The Region that is asked."""
        return self._clients.origin.region

    @property
    def profile(self) -> str:
        """The profile whose credentials are used."""
        return self._clients.origin.profile

    @property
    def expiry(self) -> Expiry:
        """When the credentials end, as is known now: renewed ones end later; asks nothing."""
        return self._sdk.expiry

    async def region_offers(self) -> RegionOffers:
        """The Regions of the connection's partition, with those the account has enabled where that may be asked."""
        return await self._where_to.regions()

    def logs(self, region: str | None = None) -> Logs:
        """CloudWatch Logs of a Region, the connection's own unless named: containers may write to another."""
        where = region or self.region
        if where not in self._logs:
            self._logs[where] = Logs(self._clients_in(where), self.sts)
        return self._logs[where]

    def insights(self, region: str | None = None) -> Insights:
        """Logs Insights of a Region, the connection's own unless named."""
        where = region or self.region
        if where not in self._insights:
            self._insights[where] = Insights(self._clients_in(where))
        return self._insights[where]

    def registry(self, region: str | None = None) -> Registry:
        """Amazon ECR of a Region, the connection's own unless named: images may come from another."""
        return Registry(self._clients_in(region or self.region))

    def secrets(self, region: str | None = None) -> Secrets:
        """Secrets and parameters of a Region, the connection's own unless named."""
        return Secrets(self._clients_in(region or self.region))

    def elsewhere(self, region: str) -> Elsewhere:
        """Clusters and interfaces of a Region; its budget is its own."""
        clients = self._clients_in(region)
        return Elsewhere(Ecs(clients), Ec2(clients))

    @property
    def health(self) -> Health:
        """AWS Health, where it is served."""
        return Health(self._clients_in(home_of_health(self.region)))

    @property
    def prices(self) -> Prices:
        """AWS's price list, where it is served."""
        return Prices(self._clients_in(home_of(self.region)))

    async def close(self) -> None:
        """Close all connections."""
        await asyncio.gather(*(clients.close() for clients in (self._clients, *self._elsewhere.values())))

    def _clients_in(self, region: str) -> Clients:
        if region == self.region:
            return self._clients
        if region not in self._elsewhere:
            sdk = self._sdk.in_region(region)
            # The buckets of a Region are its own; what was asked is counted together.
            self._elsewhere[region] = Clients(sdk, Budget(sdk.unlimited(), region), self.calls)
        return self._elsewhere[region]
