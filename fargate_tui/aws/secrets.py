"""What Secrets Manager and Systems Manager of one Region tell of secrets and parameters: never a value."""

from datetime import datetime

import msgspec

from fargate_tui.aws.causes import DESCRIBE_PARAMETERS, DESCRIBE_SECRET
from fargate_tui.aws.clients import Clients
from fargate_tui.aws.evidence import DESCRIBE_KEY
from fargate_tui.aws.offering import LIST_SECRETS
from fargate_tui.fargate.errors import NotFound
from fargate_tui.fargate.records import StoredKey, StoredSecret

CURRENT = "AWSCURRENT"
PAGE = 100
PAGE_OF_PARAMETERS = 50
"""Systems Manager takes no more."""
_OF_AWS = ("alias/aws/secretsmanager", "alias/aws/ssm")


class _Secret(msgspec.Struct, rename="pascal"):
    name: str = ""
    kms_key_id: str = ""
    deleted_date: datetime | None = None
    version_ids_to_stages: dict[str, list[str]] = {}


class _Listed(msgspec.Struct, rename="pascal"):
    name: str = ""
    arn: str = msgspec.field(default="", name="ARN")


class _Secrets(msgspec.Struct, rename="pascal"):
    secret_list: tuple[_Listed, ...] = ()
    next_token: str | None = None


class _Parameter(msgspec.Struct, rename="pascal"):
    name: str = ""
    arn: str = msgspec.field(default="", name="ARN")
    key_id: str = ""


class _Parameters(msgspec.Struct, rename="pascal"):
    parameters: tuple[_Parameter, ...] = ()
    next_token: str | None = None


class _Metadata(msgspec.Struct, rename="pascal"):
    key_state: str = ""
    deletion_date: datetime | None = None


class _Key(msgspec.Struct, rename="pascal"):
    key_metadata: _Metadata = msgspec.field(default_factory=_Metadata)


class Secrets:
    """What is there to be read by tasks; each question raises `AwsError`."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def secret(self, arn: str) -> StoredSecret:
        """A secret of Secrets Manager, by ARN or name; `NotFound` where there is none."""
        said = await self._clients.ask(DESCRIBE_SECRET, _Secret, f"describe secret {arn}", SecretId=arn)
        stages = (stage for stages in said.version_ids_to_stages.values() for stage in stages)
        return StoredSecret(
            name=said.name,
            deleted_at=said.deleted_date,
            has_current_version=CURRENT in stages,
            key=_of_customer(said.kms_key_id),
        )

    async def parameter(self, name: str) -> StoredSecret:
        """A parameter of Systems Manager, by name; `NotFound` where there is none."""
        doing = f"describe parameter {name}"
        said = await self._clients.ask(
            DESCRIBE_PARAMETERS,
            _Parameters,
            doing,
            ParameterFilters=[{"Key": "Name", "Option": "Equals", "Values": [name]}],
        )
        if not said.parameters:
            raise NotFound(doing, "there is no parameter of this name")
        return StoredSecret(name=said.parameters[0].name, key=_of_customer(said.parameters[0].key_id))

    async def key(self, key: str) -> StoredKey:
        """A KMS key by its ARN, id or alias; `NotFound` where there is none."""
        said = await self._clients.ask(DESCRIBE_KEY, _Key, f"describe key {key}", KeyId=key)
        return StoredKey(state=said.key_metadata.key_state, deleted_at=said.key_metadata.deletion_date)

    async def all_secrets(self) -> tuple[StoredSecret, ...]:
        """Names and ARNs of all secrets that are not told to be deleted."""
        found: list[StoredSecret] = []
        token: str | None = None
        while True:
            more = {"NextToken": token} if token else {}
            said = await self._clients.ask(LIST_SECRETS, _Secrets, "list secrets", MaxResults=PAGE, **more)
            found += (StoredSecret(name=each.name, arn=each.arn) for each in said.secret_list)
            if not said.next_token or said.next_token == token:
                return tuple(found)
            token = said.next_token

    async def all_parameters(self) -> tuple[StoredSecret, ...]:
        """Names and ARNs of all parameters."""
        found: list[StoredSecret] = []
        token: str | None = None
        while True:
            more = {"NextToken": token} if token else {}
            said = await self._clients.ask(
                DESCRIBE_PARAMETERS, _Parameters, "list parameters", MaxResults=PAGE_OF_PARAMETERS, **more
            )
            found += (
                StoredSecret(name=each.name, arn=each.arn, key=_of_customer(each.key_id)) for each in said.parameters
            )
            if not said.next_token or said.next_token == token:
                return tuple(found)
            token = said.next_token


def _of_customer(key: str) -> str:
    return "" if key.endswith(_OF_AWS) else key
