"""The SDK's session and clients. It has no types: what leaves this file is typed, or an error of `errors.FAULTS`.

What is not async here runs in a thread: making a client would hold the loop for 30 ms and more.
"""

import asyncio
import gc
import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, cast
from urllib.parse import urlsplit

import botocore
from aiobotocore.config import AioConfig
from aiobotocore.eventstream import AioEventStream
from botocore import xform_name
from botocore.configprovider import ConfiguredEndpointProvider
from botocore.exceptions import ClientError

from fargate_tui.aws import credentials, decoding, models
from fargate_tui.aws.buckets import Bucket
from fargate_tui.aws.errors import FAULTS, translate
from fargate_tui.aws.event_stream import EventStream
from fargate_tui.aws.expiry import expiry_of, forget
from fargate_tui.aws.mfa import CONNECTING
from fargate_tui.aws.operation import Operation
from fargate_tui.aws.operations import OPERATIONS
from fargate_tui.aws.origin import Origin, renewal, sso_profile
from fargate_tui.aws.partitions import Partitions, read_partitions
from fargate_tui.aws.session import ConnectionSettings
from fargate_tui.aws.shapes import shape_of
from fargate_tui.fargate.accounts import Expiry
from fargate_tui.fargate.errors import CredentialsExpired
from fargate_tui.fargate.shapes import Shape

CONNECT_TIMEOUT = 5
READ_TIMEOUT = 20
ATTEMPTS = 3
"""In all. A screen that says what is wrong after three is better than one that tries for a minute."""
CONNECTIONS = 16
_ATTEMPT = "fargate_tui.attempt"
_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")

# Without a handler Python writes its warnings to stderr, which is where Textual paints.
logging.getLogger("aiobotocore").addHandler(logging.NullHandler())


class Attempts(Protocol):
    """Who is told about every attempt at a call, retries among them."""

    async def begin(self, service: str, name: str) -> object:
        """Called before an attempt is signed and sent; what it returns is handed to `end`."""

    def end(self, attempt: Any, error: Exception | None) -> None:
        """Called when an attempt was answered, or failed."""


class ServiceClient:
    """The client of one service."""

    def __init__(self, client: Any) -> None:
        self._client = client

    async def call(self, operation: Operation, parameters: Mapping[str, object]) -> Mapping[str, object]:
        """One call; raises `errors.FAULTS`."""
        call = getattr(self._client, xform_name(operation.name))
        return cast("Mapping[str, object]", await call(**parameters))

    def shape(self, operation: Operation) -> Shape:
        """The form of what is sent for an operation."""
        return shape_of(self._client.meta.service_model.operation_model(operation.name).input_shape)

    async def stream(self, operation: Operation, parameters: Mapping[str, object]) -> EventStream:
        """One call whose answer is a stream, once that has begun; raises `errors.FAULTS`."""
        response = await self.call(operation, parameters)
        (stream,) = (member for member in response.values() if isinstance(member, AioEventStream))
        return EventStream(stream, operation.name)

    async def close(self) -> None:
        """Close its connections."""
        await self._client.close()


class Sdk:
    """A session: the Region, the credentials, and the clients that are made with them."""

    def __init__(
        self, session: Any, settings: ConnectionSettings, origin: Origin, partitions: Partitions, found: Any
    ) -> None:
        """``found`` are botocore's credentials."""
        self._found = found
        self._session = session
        self._settings = settings
        self.partitions = partitions
        self.origin = origin

    @classmethod
    def open(cls, settings: ConnectionSettings) -> "Sdk":
        """Find the profile, the Region and credentials as the AWS CLI does; blocks, and raises our errors."""
        origin = Origin(profile=settings.profile or "default")
        try:
            session = credentials.begin(settings)
            session.set_default_client_config(_patience())
            origin = replace(origin, profile=credentials.profile_of(session))
            partitions = _use_our_models(session)
            region = credentials.region_of(session, origin.profile)
            profiles = session.full_config.get("profiles", {})
            origin = Origin(
                origin.profile,
                region,
                renewal(profiles, origin.profile),
                partitions.regions(),
                sso_profile(profiles, origin.profile),
            )
            found = _found(session, origin, settings)
        except FAULTS as error:
            raise translate(error, CONNECTING, origin) from error
        origin = replace(origin, renewal=renewal(profiles, origin.profile, str(found.method)))
        _out_of_the_collectors_sight()
        return cls(session, settings, origin, partitions, found)

    def in_region(self, region: str) -> "Sdk":
        """The same session for another Region."""
        return Sdk(self._session, self._settings, replace(self.origin, region=region), self.partitions, self._found)

    @property
    def expiry(self) -> Expiry:
        """When the credentials end, as is known now."""
        return expiry_of(self._found, self.origin)

    def forget_credentials(self) -> None:
        """Have the next connection get others: AWS does not accept these any more."""
        forget(self._found)

    def create(self, service: str, attempts: Attempts, *, repeats: bool = True) -> ServiceClient:
        """Make the client of a service; blocks. Its connections belong to the loop of the first call.

        One that does not repeat sends every call once, whatever becomes of it.
        """
        client = asyncio.run(self._create(service, repeats=repeats))
        _watch(client, service, attempts)
        _out_of_the_collectors_sight()
        return ServiceClient(client)

    def unlimited(self) -> frozenset[Bucket]:
        """The buckets of the services whose endpoint is not AWS's: those are shared with nobody."""
        return frozenset(operation.bucket for operation in OPERATIONS if self._is_local(operation.service))

    def endpoint(self, service: str) -> str | None:
        """The endpoint that was chosen for a service; None for AWS's own."""
        if self._settings.endpoint_url:
            return self._settings.endpoint_url
        if self._session.get_config_variable("ignore_configured_endpoint_urls"):
            return None
        configured = ConfiguredEndpointProvider(
            full_config=self._session.full_config, scoped_config=self._session.get_scoped_config(), client_name=service
        )
        return cast("str | None", configured.provide())

    def _is_local(self, service: str) -> bool:
        endpoint = self.endpoint(service)
        return endpoint is not None and not self.partitions.serves(endpoint)

    async def _create(self, service: str, *, repeats: bool) -> Any:
        options = _options(self.endpoint(service)) | ({} if repeats else {"retries": {"total_max_attempts": 1}})
        config = AioConfig(max_pool_connections=CONNECTIONS, **options)
        made = self._session.create_client(
            service, region_name=self.origin.region, endpoint_url=self._settings.endpoint_url, config=config
        )
        return await made.__aenter__()


def _found(session: Any, origin: Origin, settings: ConnectionSettings) -> Any:
    """Botocore's credentials; the next connection gets others where AWS says that what they are got with is over."""
    try:
        return asyncio.run(credentials.find(session, origin, settings.ask))
    except ClientError as error:
        if isinstance(translate(error, CONNECTING, origin), CredentialsExpired):
            forget(session._credentials, sources=True)
        raise


def _options(endpoint: str | None) -> dict[str, object]:
    """What is special about a client whose endpoint was chosen."""
    if endpoint is None:
        return {}
    options: dict[str, object] = {"inject_host_prefix": False}
    if urlsplit(endpoint).hostname in _THIS_MACHINE:
        # No proxy leads to this machine; HTTP_PROXY in the environment would break the demo.
        options["proxies"] = {}
    return options


def _patience() -> Any:
    """How long any client waits, those that assume roles and ask SSO among them."""
    retries = {"mode": "standard", "total_max_attempts": ATTEMPTS}
    return AioConfig(connect_timeout=CONNECT_TIMEOUT, read_timeout=READ_TIMEOUT, retries=retries)


def _use_our_models(session: Any) -> Partitions:
    loader = session.get_component("data_loader")
    loader.file_loader = models.ModelFiles()
    loader.search_paths[:0] = models.search_paths(Path(botocore.__file__).parent / "data")
    return read_partitions(loader)


def _watch(client: Any, service: str, attempts: Attempts) -> None:
    """Tell ``attempts`` of every attempt, and decode the answers of JSON services ourselves."""

    async def begin(request: Any, operation_name: str, **_: object) -> None:
        request.context[_ATTEMPT] = await attempts.begin(service, operation_name)

    def end(context: Any, exception: Exception | None, parsed_response: Any, **_: object) -> None:
        refused = parsed_response is not None and "Error" in parsed_response
        attempts.end(context[_ATTEMPT], ClientError(parsed_response, service) if refused else exception)

    events, name = client.meta.events, client.meta.service_model.service_id.hyphenize()
    # First: a wait for the bucket must not make the signature old.
    events.register_first(f"request-created.{name}", begin)
    events.register(f"response-received.{name}", end)
    is_json = client.meta.service_model.resolved_protocol == "json"
    events.register(f"before-parse.{name}", decoding.before_parse if is_json else decoding.notice_web_page)


def _out_of_the_collectors_sight() -> None:
    """Take what was just made, which lives as long as the program, out of every later collection.

    A full collection passes 80,000 objects and holds the loop for 35 ms. None is made first: it would find hardly
    1,000 dead objects.
    """
    gc.freeze()
