"""What is asked of this machine's AWS configuration, and of those who use it: the Protocols that ``aws/`` fulfils.

None of it needs a connection.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Protocol, TypeAlias

from fargate_tui.fargate.accounts import (
    AccountAlias,
    Allowance,
    LoginState,
    MfaQuestion,
    Profile,
    RegionOffers,
)
from fargate_tui.fargate.records import CallerIdentity

Ask: TypeAlias = Callable[[MfaQuestion], Awaitable[str | None]]
"""Asks a person for an MFA code, on the loop that `connect` was called on; None where they would rather not."""


class Accounts(Protocol):
    """The accounts that this machine knows of."""

    async def profiles(self) -> tuple[Profile, ...]:
        """Every profile, by name, the environment's credentials first; `Invalid` where a file cannot be read."""

    async def regions(self, partition: str = "aws") -> RegionOffers:
        """The Regions of a partition that the SDK knows; asks nothing."""

    def login(self, profile: str) -> AsyncGenerator[LoginState, None]:
        """Log in through SSO: what is waited for, then how it ended; raises `AwsError` where it cannot begin.

        Closing the generator gives up. Use it inside `contextlib.aclosing`.
        """


class WhoAmI(Protocol):
    """What is known of the caller."""

    async def account_alias(self) -> AccountAlias:
        """The account's name, or why it is not known."""

    def allowances(
        self, caller: CallerIdentity, actions: Sequence[str] = ()
    ) -> AsyncGenerator[tuple[Allowance, ...], None]:
        """What the caller may do, batch by batch; without ``actions`` all that this program can call.

        By IAM's simulation; where that may not be asked, by what was answered and refused in this session.
        """
