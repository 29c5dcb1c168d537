"""The way to AWS that settings name; the SDK is loaded when the first connection is opened."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from importlib import import_module

from fargate_tui.fargate.accounts import LoginState, Profile, RegionOffers
from fargate_tui.live.lock import Lock
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.ports.profiles import Accounts, Ask
from fargate_tui.screens.context import nowhere
from fargate_tui.settings import Settings

ConnectAs = Callable[[Settings, Lock, Ask], Awaitable[Aws]]
"""Opens a connection to the account that settings name.

What would change it is refused while the lock is closed; MFA codes are asked for where roles want them.
"""

LOOPBACK = ("http://127.0.0.1:", "http://localhost:")
"""How endpoints begin behind which load balancers may be on this machine."""


class KnownAccounts:
    """The accounts of this machine; what reads them is loaded when it is first asked."""

    async def profiles(self) -> tuple[Profile, ...]:
        """Every profile; `Invalid` where a file cannot be read."""
        return await (await self._asked()).profiles()

    async def regions(self, partition: str = "aws") -> RegionOffers:
        """The Regions of a partition that the SDK knows."""
        return await (await self._asked()).regions(partition)

    async def login(self, profile: str) -> AsyncGenerator[LoginState, None]:
        """Log in through SSO."""
        async with aclosing((await self._asked()).login(profile)) as states:
            async for state in states:
                yield state

    @staticmethod
    async def _asked() -> Accounts:
        module = await asyncio.to_thread(import_module, "fargate_tui.aws.accounts")
        found: Accounts = module.Accounts()
        return found


def known_profiles() -> tuple[str, ...]:
    """The names of the profiles of the AWS config files. It blocks; raises `Invalid` where one cannot be read."""
    found: tuple[Profile, ...] = import_module("fargate_tui.aws.profiles").profiles()
    return tuple(each.name for each in found if each.name)


def known_regions() -> tuple[str, ...]:
    """The Regions of all partitions, as the SDK knows them. It blocks."""
    found: tuple[str, ...] = import_module("fargate_tui.aws.accounts").known_regions()
    return found


def addresses_of(settings: Settings) -> Callable[[], Awaitable[Mapping[str, str]]]:
    """Who tells where load balancers are on this machine."""
    endpoint = settings.endpoint_url
    if endpoint is None or not endpoint.startswith(LOOPBACK):
        return nowhere

    async def ask() -> Mapping[str, str]:
        from fargate_tui.local_addresses import local_addresses

        return await local_addresses(endpoint)

    return ask


async def connect(settings: Settings, lock: Lock, ask: Ask) -> Aws:
    """Load the AWS SDK in a thread, so that the first frame stands and keys answer meanwhile, and connect."""
    session = await asyncio.to_thread(import_module, "fargate_tui.aws.session")
    aws: Aws = await session.connect(
        session.ConnectionSettings(
            profile=settings.profile,
            region=settings.region,
            endpoint_url=settings.endpoint_url,
            read_only=lambda: lock.is_closed,
            ask=ask,
        )
    )
    return aws


def connection_options(settings: Settings, profile: str | None, region: str) -> tuple[str, ...]:
    """The options of a command that asks where this asks; ``profile`` and ``region`` are those in use."""
    options = {
        "--demo": settings.demo,
        "--profile": settings.profile or (profile if profile != "default" else None),
        "--region": region or settings.region,
        "--endpoint-url": settings.endpoint_url if not settings.demo else None,
    }
    return tuple(word for name, value in options.items() if value for word in (name, value))
