"""What the roles of a task definition have to be allowed."""

from collections.abc import Iterator
from typing import Final, Literal

from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.fields import ON
from fargate_tui.fargate.drafts.task_definition.fields import TaskDefinitionFields
from fargate_tui.fargate.drafts.task_definition.judged import Judged
from fargate_tui.fargate.images import ECR_IMAGE
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.permissions import of_execution_role, of_task_role, partition_of, references, secret_of
from fargate_tui.fargate.records import ContainerDefinition, Permission

Kind = Literal["execution", "task"]
ANY: Final = "*"


def permissions_of(it: Judged, kind: Kind, facts: Facts) -> tuple[Permission, ...]:
    """All that a role is used for; of any account while it is not known which."""
    region, account = it.draft.region or facts.region, facts.account or ANY
    if kind == "task":
        return of_task_role(it.definition, region, account, has_exec=it.draft.execute == ON)
    return (*of_execution_role(it.definition, region, account), *_keys(it, facts))


def _keys(it: Judged, facts: Facts) -> Iterator[Permission]:
    """Keys of the customer's that secrets are encrypted with, as far as AWS has told of them."""
    partition, region = partition_of(it.definition.task_definition_arn), it.draft.region or facts.region
    found: dict[str, None] = {}
    for container in it.definition.container_definitions:
        for reference in references(container):
            known = facts.secrets.get(secret_of(reference))
            if isinstance(known, Known) and known.value is not None and known.value.key:
                found[known.value.key] = None
    for key in found:
        name = "*" if key.startswith("alias/") else key
        whole = f"arn:{partition}:kms:{region}:{facts.account or ANY}:key/{name}"
        yield Permission(action="kms:Decrypt", resource=key if key.startswith("arn:") else whole)


def reasons(container: ContainerDefinition) -> tuple[str, ...]:
    """What of a container ECS does with the execution role."""
    logs = container.log_configuration
    found = {
        "its image is in ECR": bool(ECR_IMAGE.match(container.image or "")),
        "it writes to CloudWatch Logs": logs is not None and logs.log_driver == "awslogs",
        "it reads secrets": bool(references(container)),
        "it reads files of S3": bool(container.environment_files),
    }
    return tuple(words for words, is_so in found.items() if is_so)


def role_named(draft: TaskDefinitionFields, kind: Kind) -> str:
    """The name of a role that is there; empty where none is wanted, or one is made."""
    text = (draft.execution_role if kind == "execution" else draft.task_role).strip()
    return name_of(text)
