"""Several accounts in memory, and somebody who goes from one to another."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from fargate_tui.app import FargateApp
from fargate_tui.fargate.accounts import MfaQuestion, Profile
from fargate_tui.fargate.errors import AwsError, CredentialsExpired
from fargate_tui.fargate.records import CallerIdentity
from fargate_tui.live.lock import Lock
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.ports.profiles import Ask
from fargate_tui.settings import Settings
from tests.live.held_clock import HeldClock
from tests.live.small_aws import SmallAws, cluster, service
from tests.screens.machine import Machine
from tests.screens.person import Person, settled

Accounts = Mapping[tuple[str, str], "SmallAws | AwsError | Wanting"]
"""What answers for a profile in a Region, or why nothing does; the profile that is not named is ``default``."""


class Wanting:
    """A role that wants an MFA code before the account behind it answers."""

    def __init__(self, behind: "Account", code: str, profile: str) -> None:
        self.behind = behind
        self.code = code
        self.profile = profile
        self.asked = 0
        self.is_in = False

    async def show(self, ask: Ask) -> None:
        """Ask for the code, three times at most; raises where nobody gives it."""
        why = ""
        for attempt in () if self.is_in else (1, 2, 3):
            self.asked += 1
            serial = "arn:aws:iam::111111111111:mfa/ann"
            question = MfaQuestion(profile=self.profile, role_arn="", mfa_serial=serial, attempt=attempt, why=why)
            given = await ask(question)
            if given == self.code:
                self.is_in = True
                return
            if given is None:
                break
            why = "MultiFactorAuthentication failed with invalid MFA one time pass code"
        if not self.is_in:
            raise CredentialsExpired(
                "connect to AWS", "the role wants an MFA code", "give it", login="mfa", profile=self.profile
            )


class Account(SmallAws):
    """An account with clusters of certain names, each with one service."""

    def __init__(self, number: str, profile: str, region: str, *clusters: str) -> None:
        super().__init__()
        arn = f"arn:aws:iam::{number}:user/{profile}-ops"
        self.caller = CallerIdentity(account=number, arn=arn, region=region, profile=profile)
        for name in clusters:
            self.put(cluster(name, active_services_count=1))
            self.put(service(f"{name}-web", of=name, desired_count=2, running_count=2))

    def move_to(self, region: str) -> None:
        """Give what it has the ARNs of its account and Region."""
        number = self.caller.account

        def moved(arn: str) -> str:
            return arn.replace("eu-west-1:123456789012", f"{region}:{number}")

        self.clusters = {
            moved(arn): msgspec.structs.replace(each, cluster_arn=moved(arn)) for arn, each in self.clusters.items()
        }
        self.services = {
            moved(arn): msgspec.structs.replace(each, service_arn=moved(arn), cluster_arn=moved(each.cluster_arn or ""))
            for arn, each in self.services.items()
        }

    async def caller_identity(self) -> CallerIdentity:
        await super().caller_identity()
        return self.caller


def three() -> dict[tuple[str, str], "SmallAws | AwsError | Wanting"]:
    """Production in two Regions, and staging."""
    return {
        ("default", "eu-west-1"): Account("111111111111", "default", "eu-west-1", "prod", "batch"),
        ("default", "us-east-1"): Account("111111111111", "default", "us-east-1", "prod"),
        ("staging", "eu-west-1"): Account("222222222222", "staging", "eu-west-1", "stage"),
    }


def machine() -> Machine:
    """Keys, SSO, a role with MFA, and one that cannot work."""
    return Machine(
        Profile(name="default", kind="keys", region="eu-west-1"),
        Profile(name="prod-admin", kind="sso", region="us-east-1", account="333333333333", role="Admin"),
        Profile(name="ops", kind="role", account="222222222222", role="ops", mfa_serial="arn:aws:iam::1:mfa/ann"),
        Profile(name="staging", kind="sso", region="eu-west-1", account="222222222222", role="Dev"),
        Profile(name="broken", kind="none", problem="there is no sso-session corp"),
    )


def app_abroad(accounts: Accounts, /, clock: HeldClock, known: Machine | None = None, **settings: Any) -> FargateApp:
    """The app of somebody who starts as the default profile in eu-west-1."""

    async def connect(chosen: Settings, _: Lock, ask: Ask) -> Aws:
        found = accounts[chosen.profile or "default", chosen.region or "eu-west-1"]
        if isinstance(found, Wanting):
            await found.show(ask)
            found = found.behind
        if isinstance(found, AwsError):
            raise found
        found.is_closed = False
        return found

    chosen = Settings(**{"theme": "fargate-dark", **settings})
    return FargateApp(chosen, connect, clock=clock, accounts=known or machine())


@asynccontextmanager
async def abroad(
    accounts: Accounts, /, *, size: tuple[int, int] = (120, 36), known: Machine | None = None, **settings: Any
) -> AsyncIterator[Person]:
    """Run that app for a person."""
    clock = HeldClock()
    app = app_abroad(accounts, clock, known, **settings)
    first = accounts["default", "eu-west-1"]
    assert isinstance(first, SmallAws)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(app)
        yield Person(pilot, first, clock)
