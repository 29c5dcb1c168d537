"""ExecuteCommand: a session in a container, with every check of AWS before it (fargate.md §8)."""

from fargate_tui.demo.ecs.errors import EcsError, invalid
from fargate_tui.demo.ecs.plane import Operations, Plane
from fargate_tui.demo.ecs.records import Task
from fargate_tui.demo.ecs.sessions import is_connected
from fargate_tui.demo.ecs.task_wire import containers_of
from fargate_tui.demo.ecs.wire import Json, Members

NOT_ENABLED = (
    "The execute command failed because execute command was not enabled when the task was run or the execute command "
    "agent isn’t running. Wait and try again or run a new task with execute command enabled and try again."
)
NOT_CONNECTED = "The execute command failed due to an internal error. Try again later."
_IDS = (32, 36)


def execute_command(plane: Plane, request: Members) -> Json:
    """Begin a session in a container of a running task."""
    cluster = plane.store.cluster(request.text("cluster"))
    name = request.text("task") or ""
    if not name.startswith("arn:") and len(name) not in _IDS:
        raise invalid(f"task length should be one of [{','.join(map(str, _IDS))}]")
    if not request.flag("interactive"):
        raise invalid("Interactive is the only mode supported currently.")
    if not (request.text("command") or "").strip():
        raise invalid("Command can not be blank.")
    task = plane.store.find_task(cluster, name)
    if task is None:
        raise invalid("The specified task was not found.")
    _check_task(task)
    container = _container(task, request.text("container"))
    if not is_connected(container):
        raise EcsError("TargetNotConnectedException", NOT_CONNECTED)
    session = plane.sessions.open("ecs-execute-command", task, str(container["runtimeId"]), None, None)
    return {
        "clusterArn": cluster.arn,
        "containerArn": container["containerArn"],
        "containerName": container["name"],
        "interactive": True,
        "session": session,
        "taskArn": task.arn,
    }


def _check_task(task: Task) -> None:
    if task.is_ending or task.status != "RUNNING":
        raise invalid(f"The execute command failed because the task is in the {task.status} status.")
    if task.wire["platformFamily"] == "Linux" and task.wire["platformVersion"] != "1.4.0":
        raise invalid("The execute command failed because the task's platform version does not support it.")
    if not task.wire["enableExecuteCommand"]:
        raise invalid(NOT_ENABLED)


def _container(task: Task, name: str | None) -> Json:
    containers = containers_of(task)
    if name is None and len(containers) > 1:
        raise invalid("A container name must be specified for tasks with multiple containers.")
    found = next((one for one in containers if name in (None, one["name"])), None)
    if found is None:
        raise invalid(f"The container {name} does not exist in the task.")
    if found["lastStatus"] != "RUNNING":
        raise invalid(f"The container {found['name']} is not running.")
    return found


OPERATIONS: Operations = {"ExecuteCommand": execute_command}
