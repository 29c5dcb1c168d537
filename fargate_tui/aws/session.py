"""Getting hold of AWS: with which credentials, in which Region, at which endpoint."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fargate_tui.aws.asking import Ask, OnLoop
from fargate_tui.aws.threads import in_thread

if TYPE_CHECKING:
    from fargate_tui.aws.account import Aws


def never() -> bool:
    """Nothing is refused."""
    return False


@dataclass(frozen=True, slots=True)
class ConnectionSettings:
    """What a person chose on the command line; where nothing was chosen, the AWS CLI's own rules decide."""

    profile: str | None = None
    region: str | None = None
    endpoint_url: str | None = None
    """Of every service. AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_ECS and the profile's endpoint_url count too."""
    read_only: Callable[[], bool] = never
    """Whether every call that would change something is refused now."""
    ask: Ask | None = None
    """Asks a person for the MFA codes that roles want, on the loop of `connect`; None: they are refused."""


async def connect(settings: ConnectionSettings) -> "Aws":
    """Find credentials and a Region as the AWS CLI does, and return what AWS can be asked through.

    The SDK is imported and set up in a thread: it costs 300 ms, and the loop goes on meanwhile.
    Raises `Invalid` (no such profile, no Region, a config file that cannot be read), `CredentialsMissing`,
    `CredentialsExpired`, and what assuming a role can raise (`NotAllowed`, `Unreachable`, `Throttled`).
    """
    if settings.ask is None:
        return await in_thread(_open, settings)
    asking = OnLoop(settings.ask)
    try:
        return await in_thread(_open, replace(settings, ask=asking))
    except asyncio.CancelledError:
        asking.give_up()
        raise


def _open(settings: ConnectionSettings) -> "Aws":
    from fargate_tui.aws.account import Aws
    from fargate_tui.aws.sdk import Sdk

    return Aws(Sdk.open(settings), read_only=settings.read_only)
