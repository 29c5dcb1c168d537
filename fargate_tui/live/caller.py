"""Who is asking."""

from typing import Final

from fargate_tui.fargate.records import CallerIdentity
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.source import Reading, Show

_RARELY: Final = 3600.0


class Caller:
    """Asks for the caller's identity; it changes only with the connection."""

    async def ask(self, aws: Aws, show: Show[CallerIdentity]) -> Reading[CallerIdentity]:
        """Ask once."""
        identity = await aws.sts.caller_identity()
        show((identity,))
        return Reading((identity,), calls=1, at_least=_RARELY)
