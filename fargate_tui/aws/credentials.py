"""The profile, the Region and the credentials, found where the AWS CLI finds them; all of it runs in a thread."""

import os
from pathlib import Path
from typing import Any, NoReturn

from aiobotocore.session import AioSession
from botocore.exceptions import ConfigParseError, InvalidConfigError, ProfileNotFound, UnknownCredentialError
from botocore.utils import JSONFileCache

from fargate_tui.aws.errors import missing_credentials
from fargate_tui.aws.origin import Origin, command
from fargate_tui.aws.session import ConnectionSettings
from fargate_tui.fargate.errors import CredentialsExpired, Invalid

CONNECTING = "connect to AWS"
_CACHED_BY_THE_CLI = ("assume-role", "assume-role-with-web-identity", "sso")


def begin(settings: ConnectionSettings) -> Any:
    """A botocore session of the chosen profile and Region, nothing read yet."""
    session = AioSession(profile=settings.profile)
    # The CLI reads AWS_REGION, botocore only AWS_DEFAULT_REGION.
    region = settings.region or os.environ.get("AWS_REGION")
    if region:
        session.set_config_variable("region", region)
    return session


def profile_of(session: Any) -> str:
    """The profile in use, after a check that it exists and the files can be read; raises `Invalid`."""
    try:
        session.get_scoped_config()
    except ProfileNotFound as error:
        there_are = ", ".join(sorted(session.available_profiles)) or "none at all"
        why = f"there is no profile {error.kwargs['profile']} in ~/.aws/config or ~/.aws/credentials"
        raise Invalid(CONNECTING, why, f"profiles: {there_are}") from None
    except (ConfigParseError, InvalidConfigError) as error:
        raise Invalid(CONNECTING, f"a config file cannot be read: {error}") from error
    return str(session.profile or "default")


def region_of(session: Any, profile: str) -> str:
    """The Region in use; raises `Invalid` where none was chosen anywhere."""
    region = session.get_config_variable("region")
    if region:
        return str(region)
    why = f"no Region: not in --region, AWS_REGION, AWS_DEFAULT_REGION, nor in profile {profile} of ~/.aws/config"
    raise Invalid(CONNECTING, why, "choose one, for instance --region eu-west-1")


async def find(session: Any, origin: Origin) -> str:
    """Find credentials and use them once, so that a role is assumed and an expired session noticed here and now.

    Returns botocore's name for the provider that had them. Raises `CredentialsMissing`, and botocore's own errors.
    """
    _do_as_the_cli_does(session, origin.profile)
    found = await session.get_credentials()
    if found is None:
        raise missing_credentials(CONNECTING, origin)
    await found.get_frozen_credentials()
    return str(found.method)


def _do_as_the_cli_does(session: Any, profile: str) -> None:
    """Share the CLI's cache of role credentials, and never ask for an MFA code: the terminal belongs to the screen."""
    resolver = session.get_component("credential_provider")
    cache = JSONFileCache(str(Path("~/.aws/cli/cache").expanduser()))

    def refuse(_prompt: str) -> NoReturn:
        ask_there = command("aws sts get-caller-identity", profile)
        why = f"the role of profile {profile} wants an MFA code"
        raise CredentialsExpired(CONNECTING, why, f"run `{ask_there}`, which asks for it and remembers the session")

    for name in _CACHED_BY_THE_CLI:
        try:
            provider = resolver.get_provider(name)
        except UnknownCredentialError:
            continue
        provider.cache = cache
    resolver.get_provider("assume-role")._prompter = refuse  # no public way, and getpass would hang
