"""Roles that want an MFA code: a person is asked for it until it is right, and the session is shared with the CLI."""

import contextlib
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any, Final

from aiobotocore.credentials import (
    AioAssumeRoleCredentialFetcher,
    AioAssumeRoleProvider,
    AioDeferredRefreshableCredentials,
)
from botocore.exceptions import ClientError

from fargate_tui.aws.asking import Ask
from fargate_tui.aws.caches import time_of
from fargate_tui.aws.errors import plain
from fargate_tui.aws.origin import command
from fargate_tui.fargate.accounts import MfaQuestion
from fargate_tui.fargate.errors import CredentialsExpired

CONNECTING: Final = "connect to AWS"
_DIGITS: Final = 6
_PARAMETERS: Final = {
    # In botocore's words and AssumeRole's: the CLI's name of the cached session is a hash of the latter.
    "role_session_name": "RoleSessionName",
    "external_id": "ExternalId",
    "mfa_serial": "SerialNumber",
    "duration_seconds": "DurationSeconds",
}


class MfaCredentials(AioDeferredRefreshableCredentials):  # type: ignore[misc]
    """Credentials that hold to their last second: a new session takes a person."""

    _advisory_refresh_timeout = 0
    _mandatory_refresh_timeout = 0
    profile = ""
    """The profile whose role wants the code."""


class Roles(AioAssumeRoleProvider):  # type: ignore[misc]
    """Takes roles on as botocore does, but for those that want a code."""

    ask: Ask | None = None

    async def _load_creds_via_assume_role(self, profile_name: str) -> Any:
        role = self._get_role_config(profile_name)
        if role.get("mfa_serial") is None:
            return await super()._load_creds_via_assume_role(profile_name)
        source = await self._resolve_source_credentials(role, profile_name)
        fetcher = _Fetcher(
            client_creator=self._client_creator,
            source_credentials=source,
            role_arn=role["role_arn"],
            extra_args={name: role[key] for key, name in _PARAMETERS.items() if role.get(key) is not None},
            cache=self.cache,
        )
        fetcher.profile, fetcher.ask = profile_name, self.ask
        made = MfaCredentials(refresh_using=fetcher.fetch_credentials, method=self.METHOD)
        made.profile = profile_name
        return made


class _Fetcher(AioAssumeRoleCredentialFetcher):  # type: ignore[misc]
    profile = ""
    ask: Ask | None = None
    _has_asked = False

    async def _get_credentials(self) -> Any:
        if self._has_asked:
            # A poll is no moment to ask: the connection is opened anew, and that one asks.
            raise _over(self.profile)
        self._has_asked = True
        if self.ask is None:
            raise _over(self.profile, "wants an MFA code")
        why = ""
        for attempt in count(1):
            code = await self.ask(self._question(attempt, why))
            if code is None:
                return self._unfinished()
            code = "".join(code.split())
            if len(code) != _DIGITS or not (code.isascii() and code.isdecimal()):
                why = f"a code is {_DIGITS} digits"
                continue
            try:
                return await self._assume(code)
            except ClientError as error:
                if not _is_of_the_code(error):
                    raise
                why = plain(error.response["Error"]["Message"])
        raise AssertionError("it is asked until it is right")

    def _question(self, attempt: int, why: str) -> MfaQuestion:
        role, device = self._assume_kwargs["RoleArn"], self._assume_kwargs["SerialNumber"]
        return MfaQuestion(profile=self.profile, role_arn=role, mfa_serial=device, attempt=attempt, why=why)

    def _unfinished(self) -> Any:
        """The cached session, which is asked for anew a quarter of an hour before its end; raises where it is over."""
        with contextlib.suppress(KeyError):
            kept = self._cache[self._cache_key]
            if time_of(kept["Credentials"]["Expiration"]) > datetime.now(UTC):
                return kept
        raise _over(self.profile, "wants an MFA code, and none was given")

    async def _assume(self, code: str) -> Any:
        client = await self._create_client()
        async with client as sts:
            answer = await sts.assume_role(**self._assume_kwargs, TokenCode=code)
        self._add_account_id_to_response(answer)
        return answer


def _is_of_the_code(error: ClientError) -> bool:
    """Whether AWS refused the code, not the person: another one may do."""
    told: Mapping[str, str] = error.response["Error"]
    return told.get("Code") == "AccessDenied" and "one time pass code" in told.get("Message", "")


def _over(profile: str, why: str = "has ended, and a new one wants an MFA code") -> CredentialsExpired:
    ask_there = command("aws sts get-caller-identity", profile)
    whose = "the role" if why.startswith("wants") else "the session"
    remedy = f"run `{ask_there}`, which asks for it and remembers the session"
    return CredentialsExpired(CONNECTING, f"{whose} of profile {profile} {why}", remedy, login="mfa", profile=profile)
