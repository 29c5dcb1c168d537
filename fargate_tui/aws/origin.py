"""Who asks AWS, and from where: what the words of an error depend on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypedDict

Profiles: TypeAlias = Mapping[str, Mapping[str, object]]
"""The sections of ~/.aws/config and ~/.aws/credentials, by profile."""

_ARN_NAME = re.compile(r"arn:[^:]*:(?:iam|sts)::\d*:(?:assumed-role/(?P<role>[^/]+)|(?P<path>.+))")


@dataclass(frozen=True, slots=True)
class Origin:
    """The profile, the Region, and what renews the credentials."""

    profile: str = "default"
    region: str = ""
    renewal: str = ""
    """What to do when the credentials have expired, as a command where there is one."""
    regions: tuple[str, ...] = ()
    """Every Region the installed SDK knows."""
    sso_profile: str = ""
    """The profile that is logged in to where the credentials come from SSO; empty where they do not."""

    @property
    def login(self) -> "Login":
        """How a person can log in again; nothing where that is no matter of SSO."""
        return {"login": "sso", "profile": self.sso_profile} if self.sso_profile else {}


class Login(TypedDict, total=False):
    """How a person can log in from here, as members of the error that says so."""

    login: Literal["sso"]
    profile: str


def renewal(profiles: Profiles, profile: str, method: str = "") -> str:
    """What a person does to get new credentials of ``profile``; ``method`` is botocore's name for how it found them."""
    if method == "env":
        return "set new AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN"
    if method in ("iam-role", "container-role"):
        return "AWS renews those of an instance or container by itself: look at its role"
    source = _source(profiles, profile)
    section = profiles.get(source, {})
    if "sso_session" in section or "sso_start_url" in section:
        return f"run `{command('aws sso login', source)}`"
    if "login_session" in section:
        return f"run `{command('aws login', source)}`"
    if "credential_process" in section:
        return f"renew what the credential_process of profile {source} reads"
    return f"set new keys with `{command('aws configure', source)}`"


def sso_profile(profiles: Profiles, profile: str) -> str:
    """The profile that is logged in to for ``profile`` to work; empty where SSO has no part in it."""
    source = _source(profiles, profile)
    section = profiles.get(source, {})
    return source if "sso_session" in section or "sso_start_url" in section else ""


def command(words: str, profile: str) -> str:
    """An AWS CLI command for a profile; the default profile needs no mention."""
    return words if profile == "default" else f"{words} --profile {profile}"


def principal(arn: str) -> str:
    """The short name of a user, role or root: ``ops-readonly`` for a session of that role."""
    match = _ARN_NAME.match(arn)
    if match is None:
        return arn
    return match["role"] or match["path"].rpartition("/")[2]


def _source(profiles: Profiles, profile: str) -> str:
    """The profile whose credentials ``profile`` builds on, through any chain of source_profile."""
    seen = {profile}
    while True:
        source = profiles.get(profile, {}).get("source_profile")
        if not isinstance(source, str) or source in seen:
            return profile
        seen.add(source)
        profile = source
