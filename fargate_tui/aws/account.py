"""An account in a Region, as the rest of the program asks it."""

from fargate_tui.aws.budget import Budget
from fargate_tui.aws.calls import Calls
from fargate_tui.aws.clients import Clients
from fargate_tui.aws.ec2 import Ec2
from fargate_tui.aws.ecs import Ecs
from fargate_tui.aws.elb import Elb
from fargate_tui.aws.sdk import Sdk
from fargate_tui.aws.sts import Sts


class Aws:
    """The services of one account and Region. Made fast: each client is made, in a thread, at its first question."""

    def __init__(self, sdk: Sdk) -> None:
        self.budget = Budget(sdk.unlimited())
        """What may be asked per second without taking from others."""
        self.calls = Calls()
        """What has been asked."""
        self._clients = Clients(sdk, self.budget, self.calls)
        self.ecs = Ecs(self._clients)
        self.ec2 = Ec2(self._clients)
        self.elb = Elb(self._clients)
        self.sts = Sts(self._clients)

    @property
    def region(self) -> str:
        """The Region that is asked."""
        return self._clients.origin.region

    @property
    def profile(self) -> str:
        """The profile whose credentials are used."""
        return self._clients.origin.profile

    async def close(self) -> None:
        """Close all connections."""
        await self._clients.close()
