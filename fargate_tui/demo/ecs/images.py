"""Images: their names, taken apart as containerd does it, and what a registry knows of them."""

import json
from dataclasses import dataclass

from fargate_tui.demo.ecs.names import image_digest
from fargate_tui.demo.ecs.wire import Json, Members

INDEX = "application/vnd.oci.image.index.v1+json"
_MANIFEST = "application/vnd.oci.image.manifest.v1+json"


def image_reference(image: str) -> str:
    """The image's full reference, as containerd writes it."""
    is_tagged = "@" in image or ":" in image.rpartition("/")[2]
    tagged = image if is_tagged else f"{image}:latest"
    if _has_host(image):
        return tagged
    return f"docker.io/{tagged}" if "/" in image else f"docker.io/library/{tagged}"


def _has_host(image: str) -> bool:
    first, slash, _ = image.partition("/")
    return bool(slash) and ("." in first or ":" in first or first == "localhost")


def image_registry(image: str) -> str:
    """The host an image is pulled from."""
    host = image.partition("/")[0] if _has_host(image) else "docker.io"
    return "registry-1.docker.io" if host == "docker.io" else host


def image_repository(image: str) -> str:
    """The image's repository at its registry."""
    path = image_reference(image).partition("/")[2]
    return path.partition("@")[0] if "@" in path else path.rpartition(":")[0]


def image_tag(image: str) -> str:
    """The image's tag, or its digest where it names one."""
    reference = image_reference(image)
    return reference.partition("@")[2] if "@" in reference else reference.rpartition(":")[2]


def is_ecr(image: str) -> bool:
    """Whether an image comes from a private registry of Amazon ECR."""
    return ".dkr.ecr." in image_registry(image)


@dataclass(frozen=True, slots=True)
class Image:
    """An image that a task definition names."""

    name: str
    registered: float
    """When the first of its task definitions was, epoch seconds."""
    architectures: tuple[str, ...]
    """What it is built for; none: it is not there."""

    @property
    def repository(self) -> str:
        """Its repository."""
        return image_repository(self.name)

    @property
    def id(self) -> Json:
        """Digest and tag."""
        return {"imageDigest": image_digest(self.name), "imageTag": image_tag(self.name)}

    def is_named(self, wanted: Members) -> bool:
        """Whether an imageIdentifier means it."""
        given = {key: value for key in ("imageDigest", "imageTag") if (value := wanted.text(key)) is not None}
        return bool(given) and all(self.id[key] == value for key, value in given.items())

    def manifest(self) -> str:
        """Its image index."""
        manifests = [
            {
                "mediaType": _MANIFEST, "size": 1873, "digest": image_digest(f"{self.name}/{architecture}"),
                "platform": {"architecture": architecture, "os": "linux"},
            }
            for architecture in self.architectures
        ]  # fmt: skip
        return json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": manifests})
