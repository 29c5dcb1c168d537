"""The profile, the Region and the credentials, found where the AWS CLI finds them; all of it runs in a thread."""

import os
from typing import Any

from aiobotocore.session import AioSession
from botocore.exceptions import ConfigParseError, InvalidConfigError, ProfileNotFound

from fargate_tui.aws import caches
from fargate_tui.aws.asking import Ask
from fargate_tui.aws.config_files import config_file, credentials_file
from fargate_tui.aws.errors import missing_credentials
from fargate_tui.aws.mfa import CONNECTING, Roles
from fargate_tui.aws.origin import Origin
from fargate_tui.aws.session import ConnectionSettings
from fargate_tui.fargate.errors import Invalid


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
        why = f"there is no profile {error.kwargs['profile']} in {config_file()} or {credentials_file()}"
        raise Invalid(CONNECTING, why, f"profiles: {there_are}") from None
    except (ConfigParseError, InvalidConfigError) as error:
        raise Invalid(CONNECTING, f"a config file cannot be read: {error}") from error
    return str(session.profile or "default")


def region_of(session: Any, profile: str) -> str:
    """The Region in use; raises `Invalid` where none was chosen anywhere."""
    region = session.get_config_variable("region")
    if region:
        return str(region)
    why = f"no Region: not in --region, AWS_REGION, AWS_DEFAULT_REGION, nor in profile {profile} of {config_file()}"
    raise Invalid(CONNECTING, why, "choose one, for instance --region eu-west-1")


async def find(session: Any, origin: Origin, ask: Ask | None) -> Any:
    """Find credentials and use them once, so that a role is assumed and an expired session noticed here and now.

    Returns botocore's credentials, whose ``method`` names the provider that had them. Raises `CredentialsMissing`, and
    botocore's own errors.
    """
    _do_as_the_cli_does(session, ask)
    found = await session.get_credentials()
    if found is None:
        raise missing_credentials(CONNECTING, origin)
    await found.get_frozen_credentials()
    return found


def _do_as_the_cli_does(session: Any, ask: Ask | None) -> None:
    """Share the CLI's caches of role credentials and SSO tokens, and ask a person for MFA codes."""
    resolver = session.get_component("credential_provider")
    roles, tokens = caches.of_roles(), caches.of_sso()
    for place, provider in enumerate(resolver.providers):
        if provider.METHOD == Roles.METHOD:
            resolver.providers[place] = _roles(provider, ask)
            _share(provider._profile_provider_builder, roles, tokens)
        elif hasattr(provider, "cache"):
            provider.cache = roles
            if hasattr(provider, "_token_cache"):
                provider._token_cache = tokens
                provider._token_provider = _tokens(provider._token_provider, tokens)


def _roles(provider: Any, ask: Ask | None) -> Roles:
    """What takes roles on, in botocore's place."""
    ours = Roles(
        load_config=provider._load_config,
        client_creator=provider._client_creator,
        cache=caches.of_roles(),
        profile_name=provider._profile_name,
        credential_sourcer=provider._credential_sourcer,
        profile_provider_builder=provider._profile_provider_builder,
    )
    ours.ask = ask
    return ours


def _share(builder: Any, roles: caches.Cache, tokens: caches.Cache) -> None:
    """Let the sources of roles use the caches too."""
    builder._cache = roles
    builder._sso_token_cache = tokens


def _tokens(provider: Any, tokens: caches.Cache) -> Any:
    """The same provider of tokens over our cache."""
    return type(provider)(provider._session, cache=tokens, profile_name=provider._profile_name)
