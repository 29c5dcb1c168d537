"""Why tasks end, in AWS's own words (fargate.md §5.4)."""

from fargate_tui.demo.ecs.records import Ending, Task
from fargate_tui.demo.ports import Subnet

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


def no_way_out(task: Task, subnet: Subnet, region: str) -> Ending | None:
    """What happens where the subnet has no route to the registry; None where it has one."""
    if subnet.way_out == "nat" or (subnet.way_out == "internet" and task.public):
        return None
    image = task.definition.containers[0].image
    if ".dkr.ecr." in image:
        return Ending(
            _FAILED_TO_START,
            "ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth "
            "from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network "
            f'configuration. RequestError: send request failed caused by: Post "https://api.ecr.{region}.amazonaws.com/"'
            ": dial tcp 44.213.79.86:443: i/o timeout",
        )
    host = _registry(image)
    reason = (
        "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref "
        f'{_reference(image)}: failed to do request: Head "https://{host}/v2/{_repository(image)}/manifests/{_tag(image)}"'
        ": dial tcp 54.236.113.205:443: i/o timeout"
    )
    return Ending(_FAILED_TO_START, reason, task.definition.containers[0].name, None, reason)


def image_missing(task: Task, container: str) -> Ending:
    """The registry does not know the image."""
    image = next((each.image for each in task.definition.containers if each.name == container), container)
    reference = _reference(image)
    reason = task.behaviour.reason or (
        "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref "
        f"{reference}: {reference}: not found"
    )
    return Ending(_FAILED_TO_START, reason, container, None, reason)


def _reference(image: str) -> str:
    """The image's full reference, as containerd writes it."""
    is_tagged = "@" in image or ":" in image.rpartition("/")[2]
    tagged = image if is_tagged else f"{image}:latest"
    if _has_host(image):
        return tagged
    return f"docker.io/{tagged}" if "/" in image else f"docker.io/library/{tagged}"


def _has_host(image: str) -> bool:
    first, slash, _ = image.partition("/")
    return bool(slash) and ("." in first or ":" in first or first == "localhost")


def _registry(image: str) -> str:
    host = image.partition("/")[0] if _has_host(image) else "docker.io"
    return "registry-1.docker.io" if host == "docker.io" else host


def _repository(image: str) -> str:
    path = _reference(image).partition("/")[2]
    return path.partition("@")[0] if "@" in path else path.rpartition(":")[0]


def _tag(image: str) -> str:
    reference = _reference(image)
    return reference.partition("@")[2] if "@" in reference else reference.rpartition(":")[2]
