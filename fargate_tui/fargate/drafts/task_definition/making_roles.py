"""The roles that are made with a task definition: who may take them on, and exactly what it needs of them."""

import json
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from fargate_tui.fargate.drafts.creations import Creation, Request
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.task_definition.fields import CREATE, role_name, roles_of
from fargate_tui.fargate.drafts.task_definition.judged import Judged
from fargate_tui.fargate.drafts.task_definition.needs import Kind, permissions_of
from fargate_tui.fargate.partitions import of_region
from fargate_tui.fargate.permissions import of_task_role
from fargate_tui.fargate.records import Permission
from fargate_tui.fargate.roles import PRINCIPALS

MANAGED: Final = "service-role/AmazonECSTaskExecutionRolePolicy"
_IN_MANAGED: Final = frozenset(
    {
        "ecr:GetAuthorizationToken",
        "ecr:BatchCheckLayerAvailability",
        "ecr:GetDownloadUrlForLayer",
        "ecr:BatchGetImage",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    }
)
"""What AWS's own policy allows, on everything (fargate.md §12.1)."""
_VERSION: Final = "2012-10-17"
_POLICY: Final = "what-it-needs"
_PURPOSE: Final[dict[Kind, str]] = {
    "execution": "ECS pulls images, reads secrets and writes logs of {} by it",
    "task": "What the containers of {} may do",
}


def roles_made(it: Judged, facts: Facts) -> Iterator[Creation]:
    """The roles that are to be made, as the draft has it."""
    for member, text, _ in roles_of(it.draft):
        if text == CREATE:
            yield _role(it, "execution" if member == "executionRoleArn" else "task", facts)


def _role(it: Judged, kind: Kind, facts: Facts) -> Creation:
    name, wanted = role_name(it.draft, kind), wanted_of(it, kind, facts)
    managed = kind == "execution" and any(each.action in _IN_MANAGED for each in wanted)
    own = tuple(each for each in wanted if not (managed and each.action in _IN_MANAGED))
    requests = [_made(it, name, kind, facts)]
    if managed:
        arn = f"arn:{of_region(it.draft.region).name}:iam::aws:policy/{MANAGED}"
        requests.append(_request("AttachRolePolicy", RoleName=name, PolicyArn=arn))
    if own:
        document = json.dumps(policy(own))
        requests.append(_request("PutRolePolicy", RoleName=name, PolicyName=_POLICY, PolicyDocument=document))
    return Creation(kind="role", name=name, words=_words(own, managed=managed), requests=tuple(requests))


def _words(own: Iterable[Permission], *, managed: bool) -> str:
    actions = dict.fromkeys(each.action for each in own)
    found = ([MANAGED.rpartition("/")[2]] if managed else []) + list(actions)
    return " + ".join(found) or "may do nothing yet: what the programs need is to be added"


def _made(it: Judged, name: str, kind: Kind, facts: Facts) -> Request:
    purpose = _PURPOSE[kind].format(it.draft.family.strip())
    trust = json.dumps(trust_policy(it, kind, facts.account))
    tags = [{"Key": each.key, "Value": each.value or ""} for each in it.definition.tags]
    return _request(
        "CreateRole",
        RoleName=name,
        AssumeRolePolicyDocument=trust,
        Description=purpose,
        **({"Tags": tags} if tags else {}),
    )


def _request(operation: str, **parameters: object) -> Request:
    return Request(service="iam", operation=operation, parameters=parameters)


def trust_policy(it: Judged, kind: Kind, account: str) -> dict[str, object]:
    """Who may take the role on: ECS, a task role for tasks of this account only, where it is known.

    Of the execution role no such condition is documented: were it not met, no task could start (fargate.md §12.1).
    """
    statement: dict[str, object] = {
        "Effect": "Allow",
        "Principal": {"Service": PRINCIPALS[kind]},
        "Action": "sts:AssumeRole",
    }
    if account and kind == "task":
        source = f"arn:{of_region(it.draft.region).name}:ecs:{it.draft.region or '*'}:{account}:*"
        statement["Condition"] = {
            "StringEquals": {"aws:SourceAccount": account},
            "ArnLike": {"aws:SourceArn": source},
        }
    return {"Version": _VERSION, "Statement": [statement]}


def policy(permissions: Iterable[Permission]) -> dict[str, object]:
    """A policy that allows exactly this, a statement for each resource."""
    by_resource: dict[str, dict[str, None]] = {}
    for each in permissions:
        by_resource.setdefault(_resource(each), {})[each.action] = None
    statements = [
        {"Effect": "Allow", "Action": list(actions), "Resource": resource} for resource, actions in by_resource.items()
    ]
    return {"Version": _VERSION, "Statement": statements}


def _resource(permission: Permission) -> str:
    if permission.action == "logs:CreateLogGroup":
        # IAM asks about the group's streams; a policy names the group, with all that is in it.
        return f"{permission.resource.partition(':log-stream:')[0]}:*"
    if permission.action in ("logs:CreateLogStream", "logs:PutLogEvents"):
        return f"{permission.resource}*"
    return permission.resource


def wanted_of(it: Judged, kind: Kind, facts: Facts) -> tuple[Permission, ...]:
    """All that a role is made for; writing to file systems that ask IAM included, where something mounts to write."""
    found = permissions_of(it, kind, facts)
    return (*found, *_writes(it, facts)) if kind == "task" else found


def _writes(it: Judged, facts: Facts) -> Iterator[Permission]:
    mounts = [each for container in it.draft.containers for each in container.mounts.split("\n")]
    written = {each.partition(":")[0].strip() for each in mounts if not each.endswith(":ro")}
    for volume in it.definition.volumes:
        if volume.name not in written:
            continue
        alone = replace(it.definition, volumes=(volume,))
        for each in of_task_role(alone, it.draft.region or facts.region, facts.account or "*", has_exec=False):
            yield Permission(action="elasticfilesystem:ClientWrite", resource=each.resource)
