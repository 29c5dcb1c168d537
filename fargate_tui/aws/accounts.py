"""The accounts that this machine knows of: profiles, Regions, and the way to log in; no connection is needed."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import TYPE_CHECKING

from fargate_tui.aws.threads import in_thread
from fargate_tui.fargate.accounts import LoginState, Profile, RegionOffers

if TYPE_CHECKING:
    from fargate_tui.aws.partitions import Partitions


class Accounts:
    """What the AWS config files and the SDK's own data say. The SDK is imported in a thread, as it costs 300 ms."""

    async def profiles(self) -> tuple[Profile, ...]:
        """Every profile, by name, the environment's credentials first; `Invalid` where a file cannot be read."""
        return await in_thread(_profiles, None)

    async def regions(self, partition: str = "aws") -> RegionOffers:
        """The Regions of a partition that the SDK knows; asks nothing."""
        partitions = await in_thread(_partitions, None)
        return partitions.offers(partition)

    async def login(self, profile: str) -> AsyncGenerator[LoginState, None]:
        """Log in through SSO: what is waited for, then how it ended; raises `AwsError` where it cannot begin."""
        log_in = await in_thread(_log_in, None)
        async with aclosing(log_in(profile)) as states:
            async for state in states:
                yield state


def _profiles(_: None) -> tuple[Profile, ...]:
    from fargate_tui.aws.profiles import profiles

    return profiles()


def _log_in(_: None) -> Callable[[str], AsyncGenerator[LoginState, None]]:
    from fargate_tui.aws.login import log_in

    return log_in


def known_regions() -> tuple[str, ...]:
    """The Regions of all partitions that the SDK knows."""
    return _partitions(None).regions()


def _partitions(_: None) -> "Partitions":
    from botocore.session import Session

    from fargate_tui.aws.partitions import read_partitions

    return read_partitions(Session().get_component("data_loader"))
