"""Names of images, taken apart as containerd does it."""


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
