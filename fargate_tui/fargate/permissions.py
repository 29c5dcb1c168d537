"""What the roles of a task have to be allowed, by what its task definition asks for (fargate.md §12.1)."""

import re
from collections.abc import Iterator
from typing import Final

from fargate_tui.fargate.images import ECR_IMAGE
from fargate_tui.fargate.records import ContainerDefinition, EfsVolume, LogConfiguration, Permission, TaskDefinition

EXEC: Final = ("CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel")
_PARTITION: Final = re.compile(r"arn:([\w-]+):")


def of_execution_role(definition: TaskDefinition, region: str, account: str) -> tuple[Permission, ...]:
    """What ECS does with the execution role before the first container runs."""
    partition = partition_of(definition.task_definition_arn)
    found: dict[Permission, None] = {}
    for container in definition.container_definitions:
        found.update(dict.fromkeys(_of_image(container.image or "", partition)))
        found.update(dict.fromkeys(_of_secrets(container, partition, region, account)))
        found.update(dict.fromkeys(_of_files(container)))
        if container.log_configuration is not None:
            found.update(dict.fromkeys(_of_logs(container.log_configuration, partition, region, account)))
    return tuple(found)


def of_task_role(definition: TaskDefinition, region: str, account: str, *, has_exec: bool) -> tuple[Permission, ...]:
    """What ECS does with the task role: a shell in its containers, and file systems that ask IAM.

    What the program itself does with it, no task definition tells.
    """
    partition = partition_of(definition.task_definition_arn)
    channels = [Permission(action=f"ssmmessages:{each}") for each in EXEC] if has_exec else []
    systems = [volume.efs.file_system_id for volume in definition.volumes if volume.efs and _asks_iam(volume.efs)]
    mounts = [
        Permission(
            action="elasticfilesystem:ClientMount",
            resource=f"arn:{partition}:elasticfilesystem:{region}:{account}:file-system/{each}",
        )
        for each in systems
        if each
    ]
    return (*channels, *mounts)


def _asks_iam(volume: EfsVolume) -> bool:
    """Whether a file system is mounted with the task role; else it lets anybody in whom its network lets in."""
    return volume.authorization_config is not None and volume.authorization_config.iam == "ENABLED"


def partition_of(arn: str) -> str:
    """The partition of an ARN: ``aws``, ``aws-cn``."""
    found = _PARTITION.match(arn)
    return found[1] if found else "aws"


def secret_of(reference: str) -> str:
    """The ARN of a secret, or the ARN or name of a parameter, without the JSON key and version behind it."""
    parts = reference.split(":")
    return ":".join(parts[:7]) if reference.startswith("arn:") else reference


def is_parameter(reference: str) -> bool:
    """Whether it is a parameter of Systems Manager rather than a secret."""
    parts = reference.split(":")
    return not reference.startswith("arn:") or (len(parts) > 2 and parts[2] == "ssm")


def references(container: ContainerDefinition) -> tuple[str, ...]:
    """All that a container, its log driver and its registry read of secrets, each once."""
    logs, registry = container.log_configuration, container.repository_credentials
    named = [each.value_from for each in container.secrets]
    named += [each.value_from for each in logs.secret_options] if logs is not None else []
    named += [registry.credentials_parameter] if registry is not None else []
    return tuple(dict.fromkeys(filter(None, named)))


def _of_image(image: str, partition: str) -> Iterator[Permission]:
    found = ECR_IMAGE.match(image)
    if found is None:
        return
    repository = f"arn:{partition}:ecr:{found['region']}:{found['account']}:repository/{found['repository']}"
    yield Permission(action="ecr:GetAuthorizationToken")
    yield Permission(action="ecr:BatchCheckLayerAvailability", resource=repository)
    yield Permission(action="ecr:BatchGetImage", resource=repository)
    yield Permission(action="ecr:GetDownloadUrlForLayer", resource=repository)


def _of_secrets(container: ContainerDefinition, partition: str, region: str, account: str) -> Iterator[Permission]:
    for reference in references(container):
        thing = secret_of(reference)
        if is_parameter(reference):
            arn = f"arn:{partition}:ssm:{region}:{account}:parameter/{thing.lstrip('/')}"
            yield Permission(action="ssm:GetParameters", resource=thing if thing.startswith("arn:") else arn)
        else:
            yield Permission(action="secretsmanager:GetSecretValue", resource=thing)


def _of_files(container: ContainerDefinition) -> Iterator[Permission]:
    for file in container.environment_files:
        if file.value:
            yield Permission(action="s3:GetObject", resource=file.value)
            yield Permission(action="s3:GetBucketLocation", resource=file.value.partition("/")[0])


def _of_logs(logs: LogConfiguration, partition: str, region: str, account: str) -> Iterator[Permission]:
    options = logs.options
    if logs.log_driver != "awslogs" or not options.get("awslogs-group"):
        return
    where = options.get("awslogs-region") or region
    group = f"arn:{partition}:logs:{where}:{account}:log-group:{options['awslogs-group']}"
    stream = f"{group}:log-stream:{options.get('awslogs-stream-prefix', '')}"
    yield Permission(action="logs:CreateLogStream", resource=stream)
    yield Permission(action="logs:PutLogEvents", resource=stream)
    if options.get("awslogs-create-group", "").lower() == "true":
        yield Permission(action="logs:CreateLogGroup", resource=f"{group}:log-stream:")
