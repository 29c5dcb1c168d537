"""The roles of a task: whether they exist, who may take them on, and what they allow (E-role)."""

from collections.abc import Coroutine, Sequence
from typing import Any

from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.diagnosis import Decision, RoleAnswer, RoleKind
from fargate_tui.fargate.errors import AwsError, NotFound
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.permissions import of_execution_role, of_task_role
from fargate_tui.fargate.records import Permission
from fargate_tui.live.evidence.scene import Changes, Scene, each_of, unread
from fargate_tui.live.ports.access import Iam
from fargate_tui.live.roles import decided, documents_of, simulated

MOST_THINGS = 8
"""Resources that a role is looked at for: a simulation each."""

_WORST: dict[Decision, int] = {"denied": 0, "unknown": 1, "allowed": 2}


async def roles(scene: Scene) -> Changes:
    """The execution role, the task role, and the infrastructure role where one is named."""
    asked = await scene.definition()
    if isinstance(asked, NotChecked):
        return {"roles": {"execution": asked, "task": asked, "infrastructure": asked}}
    definition, task = asked.value, scene.task
    override = task.overrides.task_role_arn if task.overrides is not None else None
    iam = scene.aws.iam
    needs = of_execution_role(definition, scene.region, scene.account)
    of_task = of_task_role(definition, scene.region, scene.account, has_exec=task.enable_execute_command)
    wanted: dict[RoleKind, Coroutine[Any, Any, Known[RoleAnswer] | NotChecked]] = {
        "execution": _role(iam, definition.execution_role_arn or "", needs),
        "task": _role(iam, override or definition.task_role_arn or "", of_task),
        "infrastructure": _role(iam, await _infrastructure(scene), _OF_VOLUMES, "neither task nor service names one"),
    }
    return {"roles": await each_of(wanted)}


_OF_VOLUMES = tuple(
    Permission(action=f"ec2:{name}", resource="*")
    for name in ("CreateVolume", "AttachVolume", "DetachVolume", "DeleteVolume", "DescribeVolumes")
)


async def _infrastructure(scene: Scene) -> str:
    """ARN of the role by which ECS makes volumes and shifts traffic, as the task or its service names it."""
    told = next((each.detail("roleArn") or "" for each in scene.task.attachments if each.detail("roleArn")), "")
    service = await scene.its_service()
    if told or isinstance(service, NotChecked):
        return told
    volumes = (one.managed for each in service.value.deployments for one in each.volume_configurations)
    balancers = (each.advanced_configuration for each in service.value.load_balancers)
    return next((each.role_arn for each in (*volumes, *balancers) if each is not None and each.role_arn), "")


async def _role(
    iam: Iam, arn: str, wanted: Sequence[Permission], nowhere: str = "the task definition names none"
) -> Known[RoleAnswer] | NotChecked:
    if not arn:
        return NotChecked(why=nowhere)
    try:
        role = await iam.role(name_of(arn))
    except NotFound:
        return Known(RoleAnswer(exists=False))
    except AwsError as error:
        return unread(error, "iam:GetRole")
    decisions, missing = await _decisions(iam, arn, wanted, role.boundary)
    return Known(RoleAnswer(exists=True, trusts=role.trusts, decisions=decisions, missing=missing))


async def _decisions(
    iam: Iam, arn: str, wanted: Sequence[Permission], boundary: str
) -> tuple[dict[str, Decision], str]:
    """What is allowed, by action, as IAM decides it; where it may not be asked, as the policies read.

    Also the IAM action that is missing where neither can be had.
    """
    try:
        return await _simulated(iam, arn, wanted), ""
    except AwsError as error:
        refused = error
    try:
        policies, limits = await documents_of(iam, name_of(arn), boundary)
    except AwsError as error:
        missing = next((each.action for each in (unread(refused, ""), unread(error, "")) if each.action), "")
        return {each.action: "unknown" for each in wanted}, missing
    return _worst([(each.action, decided(each, policies, limits)) for each in wanted]), ""


async def _simulated(iam: Iam, arn: str, wanted: Sequence[Permission]) -> dict[str, Decision]:
    things = list(dict.fromkeys(each.resource for each in wanted))[:MOST_THINGS]
    said = await simulated(iam, arn, wanted, things)
    return _worst([(each.action, "allowed" if allowed else "denied") for each, allowed in said.items()])


def _worst(decided: Sequence[tuple[str, Decision]]) -> dict[str, Decision]:
    """By action the worst of its decisions: one thing that is denied is enough to fail."""
    found: dict[str, Decision] = {}
    for action, decision in decided:
        found[action] = min(found.get(action, decision), decision, key=_WORST.__getitem__)
    return found
