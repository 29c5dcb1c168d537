"""What follows for clusters and tasks: a state in one word, and the evidence in one line."""

from collections.abc import Iterable
from typing import Final

from fargate_tui.fargate.diagnosis import PrimaryDeployment, ending_of
from fargate_tui.fargate.records import Cluster, TargetHealth, Task
from fargate_tui.fargate.rows import Finding
from fargate_tui.fargate.service_findings import service_finding
from fargate_tui.fargate.target_health import reason_in_words

__all__ = ["cluster_finding", "service_finding", "task_finding", "with_targets", "worst_target"]

RUNNING: Final = Finding(severity="ok", word="running")
_CLUSTER: Final = {
    "ACTIVE": Finding(severity="ok", word="active"),
    "PROVISIONING": Finding(severity="busy", word="provisioning", why="its capacity providers are being created"),
    "DEPROVISIONING": Finding(severity="busy", word="deprovisioning", why="its capacity providers are being deleted"),
    "FAILED": Finding(severity="error", word="failed", why="its capacity providers could not be created"),
    "INACTIVE": Finding(severity="info", word="inactive", why="it has been deleted"),
}


def cluster_finding(cluster: Cluster, problems: int = 0) -> Finding:
    """The state of a cluster, of whose services so many have a problem."""
    status = cluster.status or ""
    if status == "ACTIVE" and problems:
        of = cluster.active_services_count
        return Finding(severity="warn", word="active", why=f"not well: {problems} of {of} services")
    return _CLUSTER.get(status) or Finding(severity="info", word=status.lower() or "unknown")


def task_finding(task: Task, targets: Iterable[TargetHealth] = (), primary: PrimaryDeployment | None = None) -> Finding:
    """The state of a task, with the health of its targets; ``primary`` is its service's, where it has one."""
    if task.last_status in ("STOPPED", "DELETED"):
        return ending_of(task, primary)
    if task.desired_status == "STOPPED" or task.last_status in ("DEACTIVATING", "STOPPING", "DEPROVISIONING"):
        return _stopping(task, primary)
    if task.last_status != "RUNNING":
        return _STARTING.get(task.last_status or "") or Finding(severity="busy", word="starting")
    return with_targets(_unwell(task) or RUNNING, targets)


def with_targets(finding: Finding, targets: Iterable[TargetHealth]) -> Finding:
    """The finding of a task by itself, or what its worst target says where the task by itself is well."""
    return (_by_target(worst_target(targets)) or finding) if finding.word == RUNNING.word else finding


_STARTING: Final = {
    "PROVISIONING": Finding(severity="busy", word="starting", why="waiting for its network interface"),
    "PENDING": Finding(severity="busy", word="starting", why="pulling images and starting containers"),
    "ACTIVATING": Finding(severity="busy", word="starting", why="being registered as a target"),
}


def _stopping(task: Task, primary: PrimaryDeployment | None) -> Finding:
    if not task.stop_code and not task.stopped_reason:
        return Finding(severity="busy", word="stopping")
    ending = ending_of(task, primary)
    return Finding(severity=ending.severity if ending.is_problem else "busy", word="stopping", why=ending.why)


def _unwell(task: Task) -> Finding | None:
    if task.health_status == "UNHEALTHY":
        sick = [container.name for container in task.containers if container.health_status == "UNHEALTHY"]
        names = ", ".join(name for name in sick if name)
        why = f"{names} fails its health check" if names else "it fails its health check"
        return Finding(severity="error", word="unhealthy", why=why)
    if task.connectivity == "DISCONNECTED":
        return Finding(severity="warn", word="cut off", why="the Fargate agent has lost contact with ECS")
    return None


_BADNESS: Final = ("unhealthy", "unused", "unhealthy.draining", "draining", "initial", "unavailable", "healthy")


def worst_target(targets: Iterable[TargetHealth]) -> TargetHealth | None:
    """The target that is worst off; None where there is none."""
    return min(targets, key=_badness, default=None)


def _badness(target: TargetHealth) -> int:
    return _BADNESS.index(target.state) if target.state in _BADNESS else len(_BADNESS) - 2


def _by_target(target: TargetHealth | None) -> Finding | None:
    """What a target's state says of a task that runs (fargate.md §7)."""
    if target is None:
        return None
    told = reason_in_words(target)
    match target.state:
        case "unhealthy":
            return Finding(severity="error", word="unhealthy", why=f"its target is unhealthy: {told}")
        case "unused":
            return Finding(severity="warn", word="unused", why=f"it gets no traffic: {told}")
        case "draining" | "unhealthy.draining":
            return Finding(severity="busy", word="draining", why="its target is being deregistered")
        case "initial":
            return Finding(severity="busy", word="registering", why="its target waits for its first health check")
        case _:
            return None
