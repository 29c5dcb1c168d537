"""Why tasks end, in AWS's own words (fargate.md §5.4)."""

import re

from fargate_tui.demo.ecs.images import image_reference, image_repository
from fargate_tui.demo.ecs.records import Ending, Task

OUT_OF_MEMORY = "OutOfMemoryError: Container killed due to memory usage"
ESSENTIAL = "Essential container in task exited"

_FAILED_TO_START = "TaskFailedToStart"
_BY_SCHEDULER = "ServiceSchedulerInitiated"


def first_essential(task: Task) -> str:
    """The container that fails when none was named."""
    return next(each.name for each in task.definition.containers if each.essential)


def scaling(deployment_id: str) -> Ending:
    """The scheduler wants fewer of them, or others."""
    return Ending(_BY_SCHEDULER, f"Scaling activity initiated by (deployment {deployment_id})", planned=True)


def by_user(reason: str | None) -> Ending:
    """Somebody called StopTask."""
    return Ending("UserInitiated", reason or "Task stopped by user", planned=True)


def spot() -> Ending:
    """AWS wants its Spot capacity back."""
    return Ending("SpotInterruption", "Your Spot Task was interrupted.", planned=True)


def exited(container: str, code: int) -> Ending:
    """An essential container ended."""
    return Ending("EssentialContainerExited", ESSENTIAL, container, code)


def out_of_memory(container: str) -> Ending:
    """A container went beyond its memory."""
    return Ending("EssentialContainerExited", OUT_OF_MEMORY, container, 137, OUT_OF_MEMORY)


def unhealthy_target(target_group_arn: str) -> Ending:
    """The load balancer found it unhealthy."""
    return Ending(_BY_SCHEDULER, f"Task failed ELB health checks in (target-group {target_group_arn})")


def unhealthy_container() -> Ending:
    """Its own health check failed."""
    return Ending(_BY_SCHEDULER, "Task failed container health checks")


def no_addresses(subnet: str, *, public: bool, why: str) -> Ending:
    """The subnet is out of addresses."""
    how = "enabled" if public else "disabled"
    return Ending(
        _FAILED_TO_START,
        f"Unexpected EC2 error while attempting to Create Network Interface with public IP assignment {how} in subnet "
        f"'{subnet}': InsufficientFreeAddressesInSubnet: {why}",
    )


def bad_network(subnet: str, *, public: bool, code: str) -> Ending:
    """The subnet or a security group is gone."""
    how = "enabled" if public else "disabled"
    return Ending(
        _FAILED_TO_START,
        f"Unexpected EC2 error while attempting to Create Network Interface with public IP assignment {how} in subnet "
        f"'{subnet}': {code}",
    )


def secret_unreadable(task: Task, region: str, account: str) -> Ending:
    """The execution role may not read a secret."""
    secret = task.definition.secret or f"arn:aws:secretsmanager:{region}:{account}:secret:{task.definition.family}"
    role = str(task.definition.wire.get("executionRoleArn") or f"arn:aws:iam::{account}:role/ecsTaskExecutionRole")
    session = f"arn:aws:sts::{account}:assumed-role/{role.rpartition('/')[2]}/{task.id}"
    store, action = ("asm", "secretsmanager:GetSecretValue")
    if ":secretsmanager:" not in secret:
        store, action = ("ssm", "ssm:GetParameters")
    return Ending(
        _FAILED_TO_START,
        task.behaviour.reason
        or "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: "
        f"unable to retrieve secret from {store}: service call has been retried 1 time(s): failed to fetch secret "
        f"{secret} from {'secrets manager' if store == 'asm' else 'SSM Parameter Store'}: AccessDeniedException: User: "
        f"{session} is not authorized to perform: {action} on resource: {secret} because no identity-based policy "
        f"allows the {action} action",
    )


def not_started(task: Task, region: str, account: str) -> Ending:
    """What was ordered to go wrong; the sentence may name the task's things in braces."""
    order, definition = task.behaviour, task.definition
    container = order.container or first_essential(task)
    image = next((each.image for each in definition.containers if each.name == container), "")
    role = str(definition.wire.get("executionRoleArn") or "")
    names = {
        "account": account, "region": region, "task": task.id, "subnet": task.subnet, "image": image, "role": role,
        "reference": image_reference(image), "repository": image_repository(image), "secret": definition.secret or "",
        "log_group": next((each.log[0] for each in definition.containers if each.log), ""),
        "session": f"arn:aws:sts::{account}:assumed-role/{role.rpartition('/')[2]}/{task.id}",
        "public": "enabled" if task.public else "disabled",
    }  # fmt: skip
    reason = re.sub(r"\{(\w+)\}", lambda found: names.get(found[1], found[0]), order.reason)
    if order.moment in {"pull", "start"}:
        return Ending(_FAILED_TO_START, reason, container, None, reason)
    return Ending(_FAILED_TO_START, reason)


def image_missing(task: Task, container: str) -> Ending:
    """The registry does not know the image."""
    image = next((each.image for each in task.definition.containers if each.name == container), container)
    reference = image_reference(image)
    reason = task.behaviour.reason or (
        "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref "
        f"{reference}: {reference}: not found"
    )
    return Ending(_FAILED_TO_START, reason, container, None, reason)
