"""What Amazon ECR of one Region says of the images that tasks are made from; nothing is pulled."""

import json
from datetime import datetime

import msgspec

from fargate_tui.aws.causes import BATCH_GET_IMAGE, DESCRIBE_IMAGES
from fargate_tui.aws.clients import Clients
from fargate_tui.aws.evidence import GET_REPOSITORY_POLICY
from fargate_tui.aws.offering import DESCRIBE_REPOSITORIES
from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.records import Repository, StoredImage

PAGE = 100
_LISTS = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
)
"""ECR would make a single manifest of a list otherwise."""


class _Detail(msgspec.Struct, rename="camel"):
    image_digest: str = ""
    image_tags: tuple[str, ...] = ()
    image_size_in_bytes: int | None = None
    image_pushed_at: datetime | None = None

    def record(self) -> StoredImage:
        return StoredImage(
            digest=self.image_digest,
            tags=self.image_tags,
            size=self.image_size_in_bytes,
            pushed_at=self.image_pushed_at,
        )


class _Details(msgspec.Struct, rename="camel"):
    image_details: tuple[_Detail, ...] = ()


class _Repository(msgspec.Struct, rename="camel"):
    repository_name: str = ""
    repository_uri: str = ""
    repository_arn: str = ""


class _Repositories(msgspec.Struct, rename="camel"):
    repositories: tuple[_Repository, ...] = ()
    next_token: str | None = None


class _Image(msgspec.Struct, rename="camel"):
    image_manifest: str = ""


class _Images(msgspec.Struct, rename="camel"):
    images: tuple[_Image, ...] = ()


class _Platform(msgspec.Struct):
    os: str = ""
    architecture: str = ""


class _Entry(msgspec.Struct):
    platform: _Platform = msgspec.field(default_factory=_Platform)


class _Manifest(msgspec.Struct):
    manifests: tuple[_Entry, ...] = ()


class _Policy(msgspec.Struct, rename="camel"):
    policy_text: str = ""


class Registry:
    """The repositories of one Region; each question raises `AwsError`."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def all_repositories(self) -> tuple[Repository, ...]:
        """Every repository of the caller's own account."""
        found: list[Repository] = []
        token: str | None = None
        while True:
            more = {"nextToken": token} if token else {}
            said = await self._clients.ask(
                DESCRIBE_REPOSITORIES, _Repositories, "list repositories", maxResults=PAGE, **more
            )
            found += (
                Repository(name=each.repository_name, uri=each.repository_uri, arn=each.repository_arn)
                for each in said.repositories
            )
            if not said.next_token or said.next_token == token:
                return tuple(found)
            token = said.next_token

    async def image(self, account: str, repository: str, reference: str) -> StoredImage:
        """An image by its tag or digest; `NotFound` where it, or its repository, is not there."""
        said = await self._clients.ask(
            DESCRIBE_IMAGES,
            _Details,
            f"find image {repository}:{reference}",
            registryId=account,
            repositoryName=repository,
            imageIds=[_id(reference)],
        )
        return said.image_details[0].record() if said.image_details else StoredImage()

    async def images(self, account: str, repository: str) -> tuple[StoredImage, ...]:
        """A page of the images of a repository, in no order; `NotFound` where there is no such repository."""
        said = await self._clients.ask(
            DESCRIBE_IMAGES,
            _Details,
            f"list the images of {repository}",
            registryId=account,
            repositoryName=repository,
            maxResults=PAGE,
        )
        return tuple(each.record() for each in said.image_details)

    async def platforms(self, account: str, repository: str, reference: str) -> tuple[str, ...]:
        """What a list of images is built for, as ``linux/arm64``; nothing for a single image, which does not say."""
        said = await self._clients.ask(
            BATCH_GET_IMAGE,
            _Images,
            f"read the manifest of {repository}:{reference}",
            registryId=account,
            repositoryName=repository,
            imageIds=[_id(reference)],
            acceptedMediaTypes=list(_LISTS),
        )
        return tuple(dict.fromkeys(each for image in said.images for each in _platforms(image.image_manifest)))

    async def repository_policy(self, account: str, repository: str) -> Json:
        """Whom the policy of a repository lets in; `NotFound` where it has none."""
        doing = f"read the policy of {repository}"
        said = await self._clients.ask(
            GET_REPOSITORY_POLICY, _Policy, doing, registryId=account, repositoryName=repository
        )
        try:
            found: Json = msgspec.json.decode(said.policy_text, type=dict[str, object])
        except msgspec.MsgspecError:
            raise Invalid(doing, "it is no JSON") from None
        return found


def _id(reference: str) -> dict[str, str]:
    return {"imageDigest": reference} if reference.startswith("sha256:") else {"imageTag": reference}


def _platforms(manifest: str) -> tuple[str, ...]:
    try:
        said = msgspec.convert(json.loads(manifest), _Manifest)
    except ValueError:
        return ()
    known = (each.platform for each in said.manifests)
    # Attestations stand among the images as unknown/unknown.
    return tuple(f"{each.os}/{each.architecture}" for each in known if each.architecture not in ("", "unknown"))
