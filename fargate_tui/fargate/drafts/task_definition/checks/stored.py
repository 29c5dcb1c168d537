"""The checks of what a task definition refers to: images and secrets (P12, P13)."""

from collections.abc import Iterator
from typing import Final

from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.drafts.checks import Check, Trouble, Unknown
from fargate_tui.fargate.drafts.facts import Facts, Image
from fargate_tui.fargate.drafts.task_definition.judged import Judged, readable
from fargate_tui.fargate.images import ECR_IMAGE, without_registry
from fargate_tui.fargate.known import NotChecked
from fargate_tui.fargate.permissions import is_parameter, secret_of
from fargate_tui.fargate.records import ContainerDefinition, Secret, StoredSecret
from fargate_tui.fargate.secrets import is_secret

_PARTS: Final = (7, 10)
"""Parts of a secret's ARN, by itself and with JSON key, version stage and version id."""


def _images(it: Judged, facts: Facts) -> Iterator[Trouble | Unknown]:
    for at, _, container in it.containers:
        image, field = container.image or "", f"{at}image"
        if not image:
            continue
        what = f"whether {without_registry(image)} is there, for {platform_of(it)}"
        if not ECR_IMAGE.match(image):
            yield Unknown(field, NotChecked(why="only images of ECR can be looked up"), what)
            continue
        known = facts.images.get(image)
        if known is None or isinstance(known, NotChecked):
            yield Unknown(field, known, what)
        elif known.value is None:
            yield Trouble(field, f"ECR has no {without_registry(image)}", "push it, or name another tag")
        else:
            yield from _platform(it, field, known.value)


def platform_of(it: Judged) -> str:
    """What its images have to be built for, as manifests call it: ``linux/arm64``."""
    system = "windows" if it.draft.is_windows else "linux"
    return f"{system}/{'arm64' if it.draft.architecture == 'ARM64' else 'amd64'}"


def _platform(it: Judged, field: str, image: Image) -> Iterator[Trouble | Unknown]:
    wanted = platform_of(it)
    if not image.platforms:
        because = NotChecked(why="it is a single image, which does not say")
        yield Unknown(field, because, f"whether the image is built for {wanted}")
    elif not any(each == wanted or each.startswith(f"{wanted}/") for each in image.platforms):
        words = f"the image is built for {', '.join(image.platforms)}, not for {wanted}"
        yield Trouble(field, words, "build it for this architecture too, or choose its own")


def _secrets(it: Judged, facts: Facts) -> Iterator[Trouble | Unknown]:
    yield from readable("P13")(it)
    for at, _, container in it.containers:
        yield from _names(at, container)
        logs = container.log_configuration
        for field, secrets in (("secrets", container.secrets), ("log_secrets", logs.secret_options if logs else ())):
            for secret in secrets:
                yield from _secret(f"{at}{field}", secret, facts)


def _names(at: str, container: ContainerDefinition) -> Iterator[Trouble]:
    plain = {each.name for each in container.environment}
    named: set[str | None] = set()
    for secret in container.secrets:
        if secret.name in plain:
            yield Trouble(f"{at}secrets", f"{secret.name} is a variable too", "take it out of one of them")
        if secret.name in named:
            yield Trouble(f"{at}secrets", f"{secret.name} stands twice", "take one of them out")
        named.add(secret.name)


def _secret(field: str, secret: Secret, facts: Facts) -> Iterator[Trouble | Unknown]:
    reference = secret.value_from or ""
    if words := _malformed(reference):
        yield Trouble(field, f"{secret.name}: {words[0]}", words[1])
        return
    thing = secret_of(reference)
    known = facts.secrets.get(thing)
    kind = "parameter" if is_parameter(reference) else "secret"
    if known is None or isinstance(known, NotChecked):
        yield Unknown(field, known, f"whether there is a {kind} {name_of(thing)}")
    elif known.value is None:
        yield Trouble(field, f"{secret.name}: there is no {kind} {name_of(thing)}", "make it, or name another")
    else:
        yield from _usable(field, secret, known.value)


def _malformed(reference: str) -> tuple[str, str] | None:
    parts = reference.split(":")
    if not reference:
        return "nothing is named", "an ARN, or a parameter's name"
    if is_secret("", reference):
        return "this is a secret itself, and not where it is kept", "an ARN, or a parameter's name"
    if not reference.startswith("arn:"):
        return ("this is no parameter's name", "an ARN, or a parameter's name") if len(parts) > 1 else None
    if len(parts) < 6 or parts[2] not in ("ssm", "secretsmanager"):
        return "this is neither a secret's ARN nor a parameter's", "arn:aws:secretsmanager:… or arn:aws:ssm:…"
    if parts[2] == "secretsmanager" and (len(parts) not in _PARTS or parts[5] != "secret"):
        return "JSON key and version are not in their places", "arn:…:secret:NAME:json-key:version-stage:version-id"
    return None


def _usable(field: str, secret: Secret, stored: StoredSecret) -> Iterator[Trouble]:
    version = (secret.value_from or "").split(":")[8:]
    if stored.deleted_at is not None:
        yield Trouble(field, f"{secret.name}: {stored.name} is going to be deleted", "restore it, or name another")
    elif stored.has_current_version is False and not any(version):
        yield Trouble(field, f"{secret.name}: {stored.name} has no current version", "put a value into it")


STORED_CHECKS: Final[tuple[Check[Judged], ...]] = (
    Check(
        "P12",
        "BLOCK",
        "the images are there, and built for the architecture",
        _images,
        "containers.0.image",
        ("ecr:DescribeImages", "ecr:BatchGetImage"),
    ),
    Check(
        "P13",
        "BLOCK",
        "the secrets and parameters are there",
        _secrets,
        "containers.0.secrets",
        ("secretsmanager:DescribeSecret", "ssm:DescribeParameters"),
    ),
)
