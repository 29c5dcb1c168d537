"""Who may do what, and what is kept for those who may: identities, roles, secrets, images."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.records import CallerIdentity, Repository, Role, StoredImage, StoredKey, StoredSecret


class Sts(Protocol):
    """Who is asking."""

    async def caller_identity(self) -> CallerIdentity:
        """The caller behind the credentials in use."""


class Iam(Protocol):
    """Identity and Access Management, as far as tasks take on roles."""

    async def role(self, name: str) -> Role:
        """A role with those who may take it on; NotFound where there is none."""

    async def all_roles(self) -> tuple[Role, ...]:
        """Every role of the account, without its boundary."""

    async def simulate(self, role_arn: str, actions: Sequence[str], resource: str = "*") -> Mapping[str, bool]:
        """Whether a role is allowed actions on a resource, as IAM itself decides it; left out where it cannot tell."""

    async def attached_policies(self, role: str) -> tuple[str, ...]:
        """ARNs of the managed policies of a role."""

    async def inline_policies(self, role: str) -> tuple[str, ...]:
        """Names of the policies that are a role's own."""

    async def inline_policy(self, role: str, name: str) -> Json:
        """What a role's own policy says."""

    async def policy_version(self, arn: str) -> str:
        """Which version of a managed policy holds."""

    async def policy(self, arn: str, version: str) -> Json:
        """What a version of a managed policy says."""


class Secrets(Protocol):
    """Secrets Manager and the parameters of Systems Manager of one Region; never a value."""

    async def secret(self, arn: str) -> StoredSecret:
        """A secret, by ARN or name; NotFound where there is none."""

    async def parameter(self, name: str) -> StoredSecret:
        """A parameter, by name; NotFound where there is none."""

    async def key(self, key: str) -> StoredKey:
        """A KMS key by its ARN, id or alias; NotFound where there is none."""

    async def all_secrets(self) -> tuple[StoredSecret, ...]:
        """Names and ARNs of all secrets."""

    async def all_parameters(self) -> tuple[StoredSecret, ...]:
        """Names and ARNs of all parameters."""


class Registry(Protocol):
    """Amazon ECR of one Region."""

    async def all_repositories(self) -> tuple[Repository, ...]:
        """Every repository of the caller's own account."""

    async def image(self, account: str, repository: str, reference: str) -> StoredImage:
        """An image by its tag or digest; NotFound where it, or its repository, is not there."""

    async def images(self, account: str, repository: str) -> tuple[StoredImage, ...]:
        """A page of the images of a repository, in no order; NotFound where there is no such repository."""

    async def platforms(self, account: str, repository: str, reference: str) -> tuple[str, ...]:
        """What a list of images is built for, as ``linux/arm64``; nothing for a single image."""

    async def repository_policy(self, account: str, repository: str) -> Json:
        """Whom the policy of a repository lets in; NotFound where it has none."""
