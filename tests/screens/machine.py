"""The machine of the person in front of the app: what its AWS config files say."""

import asyncio
from collections.abc import AsyncGenerator

from fargate_tui.fargate.accounts import LoginState, Profile, RegionOffer, RegionOffers
from fargate_tui.fargate.errors import AwsError


class Machine:
    """Profiles, and two Regions; logins go as they are told to."""

    def __init__(self, *profiles: Profile) -> None:
        self.known = profiles
        self.logins: list[str] = []
        self.login_states: asyncio.Queue[LoginState | AwsError] = asyncio.Queue()
        """What the next logins come to."""
        self.given_up = 0

    async def profiles(self) -> tuple[Profile, ...]:
        return self.known

    async def regions(self, partition: str = "aws") -> RegionOffers:
        names = {"us-east-1": "US East (N. Virginia)", "eu-west-1": "Europe (Ireland)"}
        offers = tuple(RegionOffer(name=name, title=title) for name, title in names.items())
        return RegionOffers(partition=partition, regions=offers)

    async def login(self, profile: str) -> AsyncGenerator[LoginState, None]:
        self.logins.append(profile)
        stage = ""
        try:
            while stage not in ("done", "denied", "expired"):
                state = await self.login_states.get()
                if isinstance(state, AwsError):
                    raise state
                stage = state.stage
                yield state
        except (asyncio.CancelledError, GeneratorExit):
            self.given_up += 1
            raise
