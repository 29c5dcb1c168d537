"""Logging in to SSO by a device code, which works over SSH; the token goes where the AWS CLI keeps its own."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from aiobotocore.config import AioConfig
from aiobotocore.session import AioSession
from botocore import UNSIGNED
from botocore.exceptions import ClientError

from fargate_tui.aws import caches
from fargate_tui.aws.errors import FAULTS, translate
from fargate_tui.aws.origin import Origin
from fargate_tui.aws.profiles import profiles
from fargate_tui.aws.threads import in_thread
from fargate_tui.fargate.accounts import LoginState, Profile
from fargate_tui.fargate.errors import Invalid, Unreachable

LOGGING_IN: Final = "log in"
_GRANT: Final = "urn:ietf:params:oauth:grant-type:device_code"
_SCOPE: Final = "sso:account:access"
_SLOWER: Final = 5.0
"""Seconds that are added to the interval where AWS asks for that (RFC 8628, 3.5)."""
_ENDS: Final = {"AccessDeniedException": "denied", "ExpiredTokenException": "expired"}

Pause = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Login:
    """What a login is about, and the client that it is done with."""

    profile: Profile
    scopes: tuple[str, ...]
    client: Any

    @property
    def session(self) -> str:
        """What the token belongs to: the SSO session, or the start URL."""
        return self.profile.sso_session or self.profile.sso_start_url


async def log_in(name: str, pause: Pause = asyncio.sleep) -> AsyncGenerator[LoginState, None]:
    """Log in with a profile: what is waited for, then how it ended; raises `AwsError` where it cannot begin."""
    login = await in_thread(_prepare, name)
    try:
        async with aclosing(_states(login, pause)) as states:
            async for state in states:
                yield state
    except FAULTS as error:
        raise _translated(error, login.profile) from error
    finally:
        await login.client.close()


def _prepare(name: str) -> _Login:
    """Read the profile and make the client; blocks, so it runs in a thread."""
    profile = next((each for each in profiles() if each.name == name), None)
    if profile is None:
        raise Invalid(LOGGING_IN, f"there is no profile {name}")
    if profile.kind != "sso":
        remedy = f"log in with {profile.sso_profile}" if profile.sso_profile else ""
        raise Invalid(LOGGING_IN, f"profile {name} does not come from SSO", remedy)
    if profile.problem:
        raise Invalid(LOGGING_IN, f"profile {name}: {profile.problem}")
    session = AioSession(profile=name)
    section = session.full_config.get("sso_sessions", {}).get(profile.sso_session, {})
    scopes = tuple(scope.strip() for scope in str(section.get("sso_registration_scopes", _SCOPE)).split(","))
    try:
        client = asyncio.run(_client(session, profile.sso_region))
    except FAULTS as error:
        raise _translated(error, profile) from error
    return _Login(profile, scopes if profile.sso_session else (), client)


async def _client(session: AioSession, region: str) -> Any:
    retries = {"mode": "standard", "total_max_attempts": 2}
    config = AioConfig(signature_version=UNSIGNED, connect_timeout=5, read_timeout=20, retries=retries)
    return await session.create_client("sso-oidc", region_name=region, config=config).__aenter__()


async def _states(login: _Login, pause: Pause) -> AsyncGenerator[LoginState, None]:
    client, profile = login.client, login.profile
    scopes = {"scopes": list(login.scopes)} if login.scopes else {}
    name = f"fargate-tui-{int(time.time())}"
    registered = await client.register_client(clientName=name, clientType="public", **scopes)
    known = {member: registered[member] for member in ("clientId", "clientSecret")}
    device = await client.start_device_authorization(**known, startUrl=profile.sso_start_url)
    ends = datetime.now(UTC) + timedelta(seconds=device["expiresIn"])
    yield LoginState(
        stage="waiting",
        profile=profile.name,
        session=login.session,
        user_code=device["userCode"],
        url=device["verificationUri"],
        complete_url=device.get("verificationUriComplete", ""),
        expires_at=ends,
    )
    wait = _Wait(client, {**known, "grantType": _GRANT, "deviceCode": device["deviceCode"]}, pause)
    outcome = await wait.outcome(float(device.get("interval", _SLOWER)), float(device["expiresIn"]))
    if isinstance(outcome, str):
        yield LoginState(
            stage="denied" if outcome == "denied" else "expired", profile=profile.name, session=login.session
        )
        return
    yield await in_thread(lambda _: _keep(login, registered, outcome), None)


class _Wait:
    """Asks again and again whether the person has approved."""

    def __init__(self, client: Any, asked: dict[str, str], pause: Pause) -> None:
        self._client = client
        self._asked = asked
        self._pause = pause

    async def outcome(self, interval: float, lasts: float) -> Any:
        """The token, or how else it ended: ``denied``, ``expired``."""
        begun = time.monotonic()
        while time.monotonic() - begun < lasts:
            await self._pause(interval)
            try:
                return await self._client.create_token(**self._asked)
            except ClientError as error:
                code = error.response["Error"].get("Code", "")
                if code in _ENDS:
                    return _ENDS[code]
                if code not in ("AuthorizationPendingException", "SlowDownException"):
                    raise
                interval += _SLOWER if code == "SlowDownException" else 0.0
            except FAULTS as error:
                # A network that is away for a while is no reason to give up a code that still holds.
                if not isinstance(translate(error, LOGGING_IN, Origin()), Unreachable):
                    raise
        return "expired"


def _keep(login: _Login, registered: dict[str, Any], told: dict[str, Any]) -> LoginState:
    """Write the token as the AWS CLI does (awscli, customizations/sso/utils.py); blocks."""
    profile, ends = login.profile, datetime.now(UTC) + timedelta(seconds=told["expiresIn"])
    token = {
        "startUrl": profile.sso_start_url,
        "region": profile.sso_region,
        "accessToken": told["accessToken"],
        "expiresAt": ends,
        "clientId": registered["clientId"],
        "clientSecret": registered["clientSecret"],
        "registrationExpiresAt": datetime.fromtimestamp(registered["clientSecretExpiresAt"], UTC),
    }
    if "refreshToken" in told:
        token["refreshToken"] = told["refreshToken"]
    cache, key = caches.of_sso(), caches.sso_key(login.session)
    cache[key] = token
    return LoginState(
        stage="done",
        profile=profile.name,
        session=login.session,
        expires_at=ends,
        is_renewable=bool(profile.sso_session) and "refreshToken" in told,
        note="" if cache.is_kept(key) else "it could not be written, and ends with this program",
    )


def _translated(error: Exception, profile: Profile) -> Exception:
    return translate(error, f"log in to {profile.sso_session or profile.sso_start_url}", Origin(profile=profile.name))
