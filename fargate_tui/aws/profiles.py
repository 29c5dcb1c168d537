"""The profiles of the AWS config files, read as the AWS CLI reads them; blocks, so it runs in a thread."""

import os
from collections.abc import Iterator
from typing import Final

from botocore.exceptions import ConfigParseError, InvalidConfigError
from botocore.session import Session

from fargate_tui.aws.errors import plain
from fargate_tui.aws.origin import Profiles
from fargate_tui.fargate.accounts import CredentialKind, Profile
from fargate_tui.fargate.arns import is_arn, name_of
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.partitions import of_region

READING: Final = "read the AWS config files"
_MARKS: Final[tuple[tuple[str, CredentialKind], ...]] = (
    # In the order in which botocore looks for credentials (credentials.py, ProfileProviderBuilder.providers).
    ("web_identity_token_file", "web-identity"),
    ("role_arn", "role"),
    ("sso_account_id", "sso"),
    ("sso_role_name", "sso"),
    ("aws_access_key_id", "keys"),
    ("login_session", "login"),
    ("credential_process", "process"),
)
_SSO: Final = ("sso_start_url", "sso_region", "sso_account_id", "sso_role_name")


def profiles() -> tuple[Profile, ...]:
    """Every profile by name, before them the keys of the environment; raises `Invalid` where a file is broken."""
    try:
        config = Session().full_config
    except (ConfigParseError, InvalidConfigError, OSError, UnicodeDecodeError) as error:
        raise Invalid(READING, plain(str(error)), "mend it, or name another in AWS_CONFIG_FILE") from error
    sections: Profiles = config.get("profiles", {})
    sessions: Profiles = config.get("sso_sessions", {})
    return (*_of_environment(), *(_profile(name, sections, sessions) for name in sorted(sections)))


def _of_environment() -> Iterator[Profile]:
    if os.environ.get("AWS_ACCESS_KEY_ID"):
        region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or ""
        yield Profile(name="", kind="environment", region=region, partition_name=of_region(region).name)


def _profile(name: str, sections: Profiles, sessions: Profiles) -> Profile:
    own = _Section(name, sections, sessions)
    chain = tuple(_chain(name, sections))
    all_of_it = (own, *(_Section(each, sections, sessions) for each in chain if each in sections))
    role_arn = own.text("role_arn")
    return Profile(
        name=name,
        kind=own.kind,
        region=own.text("region"),
        account=own.text("aws_account_id") or own.text("sso_account_id") or _account_of(role_arn),
        role=name_of(role_arn) or own.text("sso_role_name"),
        source=(own.text("source_profile") or own.text("credential_source")) if own.kind == "role" else "",
        chain=chain,
        mfa_serial=next((serial for each in all_of_it if (serial := each.mfa_serial)), ""),
        sso_session=own.text("sso_session"),
        sso_start_url=own.sso("sso_start_url"),
        sso_region=own.sso("sso_region"),
        sso_profile=next((each.name for each in all_of_it if each.kind == "sso"), ""),
        endpoint_url=own.text("endpoint_url"),
        partition_name=_partition_of(role_arn) or of_region(own.text("region") or own.sso("sso_region")).name,
        problem=_problem(own, chain, sections),
    )


class _Section:
    """A profile's section, and that of its SSO session."""

    def __init__(self, name: str, sections: Profiles, sessions: Profiles) -> None:
        self.name = name
        self._members = sections[name]
        self._session = sessions.get(self.text("sso_session"))
        self.kind: CredentialKind = next((kind for mark, kind in _MARKS if mark in self._members), "none")

    def text(self, member: str) -> str:
        """A member; empty where there is none, or where it is a section of its own."""
        value = self._members.get(member, "")
        return value if isinstance(value, str) else ""

    def sso(self, member: str) -> str:
        """A member of SSO: of the session, else the profile's own."""
        value = (self._session or {}).get(member, "")
        return value if isinstance(value, str) and value else self.text(member)

    @property
    def mfa_serial(self) -> str:
        """The device of its role."""
        return self.text("mfa_serial") if self.kind == "role" else ""

    @property
    def problem(self) -> str:
        """What is wrong with the section by itself."""
        session = self.text("sso_session")
        if session and self._session is None:
            return f"there is no sso-session {session}"
        if self.kind == "sso" and (missing := [member for member in _SSO if not self.sso(member)]):
            return f"{' and '.join(missing)} {'are' if len(missing) > 1 else 'is'} missing"
        if self.kind == "keys" and not self.text("aws_secret_access_key"):
            return "aws_secret_access_key is missing"
        if self.kind != "role":
            return ""
        sources = [member for member in ("source_profile", "credential_source") if self.text(member)]
        if len(sources) == 1:
            return ""
        return "it has both source_profile and credential_source" if sources else "role_arn needs a source_profile"


def _chain(name: str, sections: Profiles) -> Iterator[str]:
    """The profiles that a role is taken on through; the last one has credentials of its own, or is a mistake."""
    seen = {name}
    while True:
        section = sections.get(name, {})
        source = section.get("source_profile")
        if "role_arn" not in section or not isinstance(source, str) or source == name:
            return
        yield source
        if source in seen:
            return
        seen.add(source)
        # botocore takes keys before a role in a source (credentials.py, _resolve_credentials_from_profile)
        if "aws_access_key_id" in sections.get(source, {}):
            return
        name = source


def _problem(own: _Section, chain: tuple[str, ...], sections: Profiles) -> str:
    if own.problem:
        return own.problem
    for source in chain:
        if source not in sections:
            return f"there is no profile {source}, its source"
        if _Section(source, sections, {}).kind == "none":
            return f"profile {source}, its source, has no credentials"
    if chain and (own.name == chain[-1] or chain[-1] in chain[:-1]):
        return f"its sources go round in a circle: {' → '.join((own.name, *chain))}"
    return ""


def _account_of(arn: str) -> str:
    return arn.split(":", 5)[4] if is_arn(arn) else ""


def _partition_of(arn: str) -> str:
    return arn.split(":", 2)[1] if is_arn(arn) else ""
