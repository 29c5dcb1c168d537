"""Who asks."""

import msgspec

from fargate_tui.aws.clients import Clients
from fargate_tui.aws.reading import GET_CALLER_IDENTITY
from fargate_tui.fargate.records import CallerIdentity


class _CallerIdentity(msgspec.Struct, rename="pascal"):
    account: str
    arn: str


class Sts:
    """The Security Token Service."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def caller_identity(self) -> CallerIdentity:
        """Whose credentials these are, and where they are used. Needs no permission."""
        said = await self._clients.ask(GET_CALLER_IDENTITY, _CallerIdentity, "see who is asking")
        origin = self._clients.origin
        return CallerIdentity(account=said.account, arn=said.arn, region=origin.region, profile=origin.profile)
