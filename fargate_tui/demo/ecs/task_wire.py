"""What tasks and their containers look like on the wire, from one state to the next.

A task's wire object is replaced, never changed: whoever holds the old one keeps an answer of its time.
"""

from collections.abc import Sequence

from fargate_tui.demo.ecs.names import Ids
from fargate_tui.demo.ecs.records import ContainerPlan, Ending, Task
from fargate_tui.demo.ecs.wire import Json
from fargate_tui.demo.ports import Interface

_NO_BINDINGS: list[Json] = []
_STOPPED_AGENT: list[Json] = [{"name": "ExecuteCommandAgent", "lastStatus": "STOPPED"}]


def change(task: Task, **members: object) -> None:
    """Give the task other members, and the next version."""
    version = task.wire["version"]
    assert isinstance(version, int)
    task.wire = {**task.wire, **members, "version": version + 1}


def containers_of(task: Task) -> list[Json]:
    """Its containers, in the order of its definition."""
    containers = task.wire["containers"]
    assert isinstance(containers, list)
    return containers


def attachment_id(task: Task) -> str:
    """The id of its network interface's attachment."""
    return str(_attachments(task)[0]["id"])


def show_attached(task: Task, interface: Interface) -> None:
    """PROVISIONING → PENDING, with a network interface."""
    identity = attachment_id(task)
    details = {
        "subnetId": interface.subnet_id,
        "networkInterfaceId": interface.id,
        "macAddress": interface.mac_address,
        "privateDnsName": interface.private_dns_name,
        "privateIPv4Address": interface.private_ip,
    }
    attachment: Json = {
        "id": identity,
        "type": "ElasticNetworkInterface",
        "status": "ATTACHED",
        "details": [{"name": name, "value": value} for name, value in details.items()],
    }
    interfaces = [{"attachmentId": identity, "privateIpv4Address": interface.private_ip}]
    change(
        task,
        attachments=[attachment],
        availabilityZone=interface.availability_zone,
        containers=[{**container, "networkInterfaces": interfaces} for container in containers_of(task)],
        lastStatus="PENDING",
    )


def show_detached(task: Task) -> None:
    """The network interface is gone."""
    change(task, attachments=[{**attachment, "status": "DELETED"} for attachment in _attachments(task)])


def show_started(task: Task, ids: Ids, now: float) -> None:
    """PENDING → ACTIVATING: the containers run."""
    running: list[Json] = []
    for plan, container in zip(task.definition.containers, containers_of(task), strict=True):
        started: Json = {
            **container,
            "imageDigest": plan.digest,
            "lastStatus": "RUNNING",
            "networkBindings": _NO_BINDINGS,
            "runtimeId": f"{task.id}-{ids.digits(10)}",
        }
        if "managedAgents" in container:
            started["managedAgents"] = [_agent(task, plan, now)]
        running.append(started)
    change(task, containers=running, lastStatus="ACTIVATING")


def _agent(task: Task, plan: ContainerPlan, now: float) -> Json:
    """The agent of ExecuteCommand once its container runs."""
    if plan.read_only or task.behaviour.agent == "STOPPED":
        return {"name": "ExecuteCommandAgent", "lastStatus": "STOPPED", "reason": "Execute Command Agent stopped"}
    return {"name": "ExecuteCommandAgent", "lastStatus": "RUNNING", "lastStartedAt": now}


def show_health(task: Task, status: str) -> None:
    """Set the health of the containers that are checked, and of the task: the worst of its essential ones."""
    containers = [
        {**container, "healthStatus": status} if plan.health_after is not None else container
        for plan, container in zip(task.definition.containers, containers_of(task), strict=True)
    ]
    change(task, containers=containers, healthStatus=status)


def show_health_of(task: Task, name: str, status: str) -> None:
    """Set the health of one container, and with it that of the task: the worst of its essential, checked ones."""
    containers = [
        {**container, "healthStatus": status} if container["name"] == name else container
        for container in containers_of(task)
    ]
    plans = zip(task.definition.containers, containers, strict=True)
    essential = {one["healthStatus"] for plan, one in plans if plan.essential and plan.health_after is not None}
    worst = next((one for one in ("UNHEALTHY", "UNKNOWN") if one in essential), "HEALTHY" if essential else "UNKNOWN")
    if containers != containers_of(task):
        change(task, containers=containers, healthStatus=worst)


def show_exited(task: Task, ending: Ending) -> None:
    """The container that ended by itself is STOPPED before all others."""
    containers = [
        _stopped(container, ending.exit_code, ending.container_reason)
        if container["name"] == ending.container
        else container
        for container in containers_of(task)
    ]
    change(task, containers=containers)


def show_stopped(task: Task, exit_codes: Sequence[int], now: float) -> None:
    """The containers that still ran have ended, each with its code."""
    containers = [
        _stopped(container, code, None) if container["lastStatus"] == "RUNNING" else _without_agent(container)
        for container, code in zip(containers_of(task), exit_codes, strict=True)
    ]
    change(task, containers=containers, executionStoppedAt=now)


def show_never_started(task: Task, ending: Ending, now: float) -> None:
    """Containers that never ran have no exit code."""
    containers = [
        _stopped(container, None, ending.container_reason if container["name"] == ending.container else None)
        for container in containers_of(task)
    ]
    change(task, containers=containers, executionStoppedAt=now)


def _stopped(container: Json, exit_code: int | None, reason: str | None) -> Json:
    stopped = _without_agent({**container, "lastStatus": "STOPPED"})
    if exit_code is not None:
        stopped["exitCode"] = exit_code
    if reason is not None:
        stopped["reason"] = reason
    return stopped


def _without_agent(container: Json) -> Json:
    return {**container, "managedAgents": _STOPPED_AGENT} if "managedAgents" in container else container


def _attachments(task: Task) -> list[Json]:
    attachments = task.wire["attachments"]
    assert isinstance(attachments, list)
    return attachments
