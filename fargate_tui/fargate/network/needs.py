"""What a task has to reach before its first line of log: told by its task definition (fargate.md §1.12)."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from fargate_tui.fargate.records import ContainerDefinition, LogConfiguration, Record, TaskDefinition

_ECR: Final = re.compile(r"^\d{12}\.dkr[.-]ecr(?:-fips)?\.([\w-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)/")
_LABELS: Final = {
    "ecr.api": "ECR",
    "ecr.dkr": "ECR",
    "s3": "S3",
    "logs": "CloudWatch Logs",
    "secretsmanager": "Secrets Manager",
    "ssm": "Systems Manager",
    "ssmmessages": "ECS Exec",
    "kms": "KMS",
    "sts": "STS",
    "monitoring": "CloudWatch",
    "kinesis-firehose": "Firehose",
    "kinesis-streams": "Kinesis",
}
_REGISTRIES: Final = {
    "docker.io": "Docker Hub",
    "public.ecr.aws": "ECR Public",
    "ghcr.io": "GitHub's registry",
    "quay.io": "Quay",
    "gcr.io": "Google's registry",
    "registry.gitlab.com": "GitLab's registry",
    "registry.k8s.io": "Kubernetes' registry",
    "mcr.microsoft.com": "Microsoft's registry",
}
_OF_FIRELENS: Final = {
    "cloudwatch": "logs",
    "cloudwatch_logs": "logs",
    "firehose": "kinesis-firehose",
    "kinesis_firehose": "kinesis-firehose",
    "kinesis": "kinesis-streams",
    "kinesis_streams": "kinesis-streams",
    "s3": "s3",
}
"""Where Fluent Bit's outputs send logs, by their names."""


class Need(Record, frozen=True, kw_only=True):
    """Something that has to be reached on port 443."""

    service: str
    """How endpoints call a service of AWS ("ecr.dkr"), or the host of a registry."""
    region: str = ""
    """Empty for what is in no Region: it is reached over the internet only."""
    why: str = ""
    """What it is needed for."""

    @property
    def label(self) -> str:
        """How a person calls it."""
        return _LABELS.get(self.service) or _REGISTRIES.get(self.service) or self.service

    @property
    def is_public(self) -> bool:
        """Whether it is known to be reached over the internet: a name of somebody's own may lead anywhere."""
        return bool(self.region) or self.service in _REGISTRIES

    @property
    def endpoint(self) -> str:
        """How the names of its endpoints end; empty where it can have none."""
        return f".{self.region}.{self.service}" if self.region else ""


def needs(
    definition: TaskDefinition, region: str, *, has_exec: bool = False, also: Sequence[str] = ()
) -> tuple[Need, ...]:
    """What a task of this definition has to reach, each once, in the order in which it is needed.

    ``also`` names services that the task definition does not tell of, for instance "sts".
    """
    found: dict[tuple[str, str], Need] = {}
    for need in (*_of_definition(definition, region), *_of_exec(region, has_exec), *_named(region, also)):
        found.setdefault((need.service, need.region), need)
    return tuple(found.values())


def _of_definition(definition: TaskDefinition, region: str) -> Iterator[Need]:
    containers = definition.container_definitions
    for container in containers:
        yield from _of_secrets(container, region)
    for container in containers:
        yield from _of_image(container.image or "")
    for container in containers:
        if container.environment_files:
            yield Need(service="s3", region=region, why="its environment file")
        if container.log_configuration:
            yield from _of_logs(container.log_configuration, region)


def _of_image(image: str) -> Iterator[Need]:
    if not image:
        return
    ecr = _ECR.match(image)
    if ecr is None:
        host, slash, _ = image.partition("/")
        is_host = bool(slash) and ("." in host or ":" in host or host == "localhost")
        yield Need(service=host if is_host else "docker.io", why="its image")
        return
    yield Need(service="ecr.api", region=ecr[1], why="to log in to the registry")
    yield Need(service="ecr.dkr", region=ecr[1], why="the manifest of its image")
    yield Need(service="s3", region=ecr[1], why="the layers of its image")


def _of_secrets(container: ContainerDefinition, region: str) -> Iterator[Need]:
    options = container.log_configuration.secret_options if container.log_configuration else ()
    credentials = container.repository_credentials
    if credentials and credentials.credentials_parameter:
        yield _of_secret(credentials.credentials_parameter, region, "the password of the registry")
    for secret in (*container.secrets, *options):
        if secret.value_from:
            yield _of_secret(secret.value_from, region, "its secrets")


def _of_secret(reference: str, region: str, why: str) -> Need:
    """A secret by its ARN, or a parameter of Systems Manager by ARN or name."""
    parts = reference.split(":")
    if reference.startswith("arn:") and len(parts) > 4:
        service = "secretsmanager" if parts[2] == "secretsmanager" else "ssm"
        return Need(service=service, region=parts[3] or region, why=why)
    return Need(service="ssm", region=region, why=why)


def _of_logs(logs: LogConfiguration, region: str) -> Iterator[Need]:
    options = logs.options
    if logs.log_driver == "awslogs":
        yield Need(service="logs", region=options.get("awslogs-region") or region, why="its logs")
    elif logs.log_driver == "awsfirelens":
        service = _OF_FIRELENS.get(options.get("Name", "").lower())
        if service:
            yield Need(service=service, region=options.get("region") or region, why="its logs")
    elif logs.log_driver == "splunk" and options.get("splunk-url"):
        host = options["splunk-url"].partition("://")[2].partition("/")[0].partition(":")[0]
        yield Need(service=host or options["splunk-url"], why="its logs")


def _of_exec(region: str, has_exec: bool) -> Iterator[Need]:
    if has_exec:
        yield Need(service="ssmmessages", region=region, why="a shell in its containers")


def _named(region: str, services: Sequence[str]) -> Iterator[Need]:
    return (Need(service=each, region=region) for each in services)


def basic_needs(region: str) -> tuple[Need, ...]:
    """What nearly every task has to reach: its image in ECR and its logs."""
    return tuple(Need(service=each, region=region) for each in ("ecr.api", "ecr.dkr", "s3", "logs"))
