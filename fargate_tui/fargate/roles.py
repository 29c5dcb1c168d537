"""The roles of a service: which it needs, what they have to be allowed, and what was found of that. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal

import msgspec

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.arns import name_of, region_of, resource_of
from fargate_tui.fargate.images import ECR_IMAGE
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.permissions import of_execution_role, of_task_role, partition_of
from fargate_tui.fargate.policies import Decision
from fargate_tui.fargate.records import ContainerDefinition, Permission, Record, Role, Service, TaskDefinition

Kind = Literal["execution", "task", "infrastructure", "service-linked"]

PRINCIPALS: Final[Mapping[Kind, str]] = {
    "execution": "ecs-tasks.amazonaws.com",
    "task": "ecs-tasks.amazonaws.com",
    "infrastructure": "ecs.amazonaws.com",
    "service-linked": "ecs.amazonaws.com",
}
"""Who has to be trusted by a role (fargate.md §12.1)."""
PURPOSES: Final[Mapping[str, str]] = {
    "ecr": "pull the image",
    "secretsmanager": "read secrets",
    "ssm": "read parameters",
    "kms": "decrypt with a key of your own",
    "s3": "read environment files",
    "logs": "write logs",
    "logs:CreateLogGroup": "make the log group",
    "ssmmessages": "a shell in a container (execute command)",
    "elasticfilesystem": "mount a file system that asks IAM",
    "elasticloadbalancing": "shift traffic between target groups",
}
"""By action, else by the service of the action."""
_LINKED: Final = "AWSServiceRoleForECS"


class Need(Record, frozen=True, kw_only=True):
    """Something that a role has to be allowed, and for what."""

    permission: Permission
    purpose: str
    whose: str = ""
    """The container that needs it."""


class Wanted(Record, frozen=True, kw_only=True):
    """A role that a service needs."""

    kind: Kind
    arn: str = ""
    """Empty where none is named."""
    needs: tuple[Need, ...] = ()

    @property
    def name(self) -> str:
        """Of the role."""
        return name_of(self.arn)

    @property
    def principal(self) -> str:
        """Who has to be trusted by it."""
        return PRINCIPALS[self.kind]


class Grant(Record, frozen=True, kw_only=True):
    """A need, and whether it is allowed."""

    need: Need
    decision: Decision
    why: str = ""
    """Why it cannot be told."""


class Found(Record, frozen=True, kw_only=True):
    """What was found of a role."""

    wanted: Wanted
    role: Known[Role | None] | NotChecked
    """None where there is no such role."""
    policies: Known[tuple[str, ...]] | NotChecked = NotChecked(why="they were not asked for")
    """ARNs of managed policies, names of its own."""
    grants: tuple[Grant, ...] = ()
    by: str = ""
    """How it was decided: by IAM's simulation, or by reading the policies; empty where nothing was."""


class ServiceRoles(Record, frozen=True, kw_only=True):
    """The roles of a service, with what was found of each."""

    service: str
    definition: str
    """``family:revision``"""
    roles: tuple[Found, ...] = ()
    unlooked: tuple[str, ...] = ()
    """What else may be needed, and could not be looked at, a sentence each."""


def wanted_roles(service: Service, definition: TaskDefinition, keys: Mapping[str, str]) -> tuple[Wanted, ...]:
    """The roles that a service needs with this revision; ``keys`` are the KMS keys of secrets, by what they encrypt."""
    arn = service.service_arn
    region, account = region_of(arn), arn.split(":")[4] if arn.count(":") >= 5 else ""
    execution = tuple(_execution_needs(definition, region, account, keys))
    channels = of_task_role(definition, region, account, has_exec=service.enable_execute_command)
    linked = f"arn:{partition_of(arn)}:iam::{account}:role/aws-service-role/ecs.amazonaws.com/{_LINKED}"
    found = [
        Wanted(kind="execution", arn=definition.execution_role_arn or "", needs=execution),
        Wanted(kind="task", arn=definition.task_role_arn or "", needs=tuple(map(_need, channels))),
        *_infrastructure(service),
        Wanted(kind="service-linked", arn=linked),
    ]
    return tuple(each for each in found if each.arn or each.needs)


def _need(permission: Permission, whose: str = "") -> Need:
    action = permission.action
    purpose = PURPOSES.get(action) or PURPOSES.get(action.partition(":")[0]) or action
    return Need(permission=permission, purpose=purpose, whose=whose)


def _execution_needs(definition: TaskDefinition, region: str, account: str, keys: Mapping[str, str]) -> Iterator[Need]:
    for container in definition.container_definitions:
        alone = msgspec.structs.replace(definition, container_definitions=(container,))
        for permission in of_execution_role(alone, region, account):
            yield _need(permission, container.name or "")
            if permission.resource in keys:
                decrypt = Permission(action="kms:Decrypt", resource=keys[permission.resource])
                yield _need(decrypt, container.name or "")


def _infrastructure(service: Service) -> Iterator[Wanted]:
    """The roles by which ECS shifts traffic."""
    by_role: dict[str, dict[Need, None]] = {}
    for each in service.load_balancers:
        advanced = each.advanced_configuration
        if advanced is None or not advanced.role_arn:
            continue
        needs = by_role.setdefault(advanced.role_arn, {})
        for arn in each.target_groups:
            for action in ("RegisterTargets", "DeregisterTargets"):
                needs[_need(Permission(action=f"elasticloadbalancing:{action}", resource=arn))] = None
        for rule in filter(None, (advanced.production_listener_rule, advanced.test_listener_rule)):
            action = "ModifyRule" if ":listener-rule/" in rule else "ModifyListener"
            needs[_need(Permission(action=f"elasticloadbalancing:{action}", resource=rule))] = None
        for action in ("DescribeListeners", "DescribeRules", "DescribeTargetGroups", "DescribeTargetHealth"):
            needs[_need(Permission(action=f"elasticloadbalancing:{action}"))] = None
    for arn, needs in by_role.items():
        yield Wanted(kind="infrastructure", arn=arn, needs=tuple(needs))


def images_elsewhere(containers: Iterable[ContainerDefinition], account: str) -> tuple[str, ...]:
    """The images of ECR in other accounts: their repositories' own policies have to let this one in too."""
    matches = (ECR_IMAGE.match(each.image or "") for each in containers)
    return tuple(dict.fromkeys(m["repository"] for m in matches if m is not None and m["account"] != account))


# -- what follows ------------------------------------------------------------------------------------------------------

Verdict = Literal["ok", "bad", "unknown"]


def trust(found: Found) -> tuple[Verdict, str]:
    """Whether the role exists and may be taken on, in a sentence."""
    wanted, role = found.wanted, found.role
    if not wanted.arn:
        return "bad", "the task definition names none"
    if isinstance(role, NotChecked):
        return "unknown", f"whether it exists and whom it trusts not checked: {role.why}"
    if role.value is None:
        return "bad", "does not exist"
    principal = wanted.principal
    if principal not in role.value.trusts:
        trusted = ", ".join(role.value.trusts) or "no service"
        return "bad", f"does not trust {principal}, but {trusted}"
    if principal in role.value.trusts_if:
        return "unknown", f"exists, trusts {principal} under conditions that are not judged"
    return "ok", f"exists, trusts {principal}"


def verdict(found: Found) -> Verdict:
    """How a role is, all in all: what is not known is never well."""
    decisions = {grant.decision for grant in found.grants}
    told = trust(found)[0]
    if told == "bad" or "denied" in decisions:
        return "bad"
    return "unknown" if told == "unknown" or "unknown" in decisions else "ok"


def headline(roles: ServiceRoles) -> tuple[Verdict, str]:
    """The worst of it in one sentence."""
    for found in roles.roles:
        told, words = trust(found)
        if told == "bad":
            name = f" {found.wanted.name}" if found.wanted.name else ""
            return "bad", f"{found.wanted.kind} role{name}: {words}"
    grants = [(found.wanted, grant) for found in roles.roles for grant in found.grants]
    denied = [(wanted, grant) for wanted, grant in grants if grant.decision == "denied"]
    if denied:
        wanted, first = denied[0]
        permission = first.need.permission
        on = f" on {resource_of(permission.resource)}" if permission.resource != "*" else ""
        more = f" · {len(denied) - 1} more" if len(denied) > 1 else ""
        return "bad", f"{wanted.kind} role {wanted.name} is not allowed {permission.action}{on}{more}"
    unknown = [grant for _, grant in grants if grant.decision == "unknown"]
    if unknown or any(verdict(found) == "unknown" for found in roles.roles):
        if not unknown:
            return "unknown", "not all of its roles could be looked at"
        counted = f"{len(unknown)} of {len(grants)} actions that {roles.definition} needs are not checked"
        return "unknown", f"{counted}: {unknown[0].why}"
    return "ok", f"all {len(grants)} actions that {roles.definition} needs are allowed"


def missing_policy(grants: Sequence[Grant]) -> Json:
    """A policy that allows what is denied, a statement for each resource."""
    by_resource: dict[str, dict[str, None]] = {}
    for grant in grants:
        if grant.decision == "denied":
            permission = grant.need.permission
            by_resource.setdefault(permission.resource, {})[permission.action] = None
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": list(actions), "Resource": resource}
            for resource, actions in by_resource.items()
        ],
    }
