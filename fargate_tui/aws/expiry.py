"""When the credentials in use end, and what renews them: read off botocore's credentials, and the cached SSO token."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from aiobotocore.credentials import AioSSOCredentialFetcher

from fargate_tui.aws import caches
from fargate_tui.aws.mfa import MfaCredentials
from fargate_tui.aws.origin import Origin
from fargate_tui.fargate.accounts import Expiry

_BY_ITSELF = ("iam-role", "container-role", "custom-process", "assume-role", "assume-role-with-web-identity", "login")


def expiry_of(credentials: Any, origin: Origin) -> Expiry:
    """What is known now; asks nothing."""
    for each in _chain(credentials):
        if isinstance(each, MfaCredentials):
            remedy = f"type another MFA code for profile {each.profile}"
            return Expiry(at=_end_of(each), renewed_by="mfa", remedy=remedy, profile=each.profile)
        if isinstance(fetcher := _fetcher(each), AioSSOCredentialFetcher):
            return _of_sso(fetcher, origin)
    ends = _end_of(credentials)
    if ends is None:
        # Of a session token that somebody has copied from elsewhere nothing tells when it ends.
        return Expiry()
    if credentials.method in _BY_ITSELF:
        return Expiry(at=ends, renewed_by="itself")
    return Expiry(at=ends, renewed_by="command", remedy=origin.renewal)


def forget(credentials: Any, *, sources: bool = False) -> None:
    """Take a session out of the CLI's cache that AWS does not accept any more, though it has not ended.

    ``sources``: those too that it is got with, as one of them was refused.
    """
    chain = _chain(credentials)
    for each in chain if sources else islice(chain, 1):
        fetcher = _fetcher(each)
        key = getattr(fetcher, "_cache_key", None)
        if key is not None:
            fetcher._cache.__delitem__(key)


def _chain(credentials: Any) -> Iterator[Any]:
    """The credentials, and those that they were got with."""
    while credentials is not None:
        yield credentials
        credentials = getattr(_fetcher(credentials), "_source_credentials", None)


def _fetcher(credentials: Any) -> Any:
    """What fetches them, where something does."""
    return getattr(getattr(credentials, "_refresh_using", None), "__self__", None)


def _end_of(credentials: Any) -> datetime | None:
    ends = getattr(credentials, "_expiry_time", None)
    return ends if isinstance(ends, datetime) else None


def _of_sso(fetcher: Any, origin: Origin) -> Expiry:
    session: str = fetcher._sso_session_name or fetcher._start_url
    try:
        token = caches.of_sso()[caches.sso_key(session)]
        ends = caches.time_of(token["expiresAt"])
    except (KeyError, ValueError):
        return Expiry(renewed_by="sso", remedy=origin.renewal, profile=origin.sso_profile)
    # Legacy profiles never use it (aiobotocore/credentials.py, AioSSOCredentialFetcher).
    if fetcher._sso_session_name and "refreshToken" in token:
        return Expiry(at=ends, renewed_by="itself", profile=origin.sso_profile)
    return Expiry(at=ends, renewed_by="sso", remedy=origin.renewal, profile=origin.sso_profile)
