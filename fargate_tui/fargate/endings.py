"""Why a task ended, in one honest line: the short form of the rules of fargate.md §5.4.

The rules read ``stopCode``, ``stoppedReason``, and each container's reason and exit code; the first that knows the
words decides. Where none does, the line is AWS's own first sentence. Evidence is not looked for here.
"""

import re
from datetime import datetime
from typing import Final

from fargate_tui.fargate.arns import service_of_group
from fargate_tui.fargate.causes import cause_by_text, culprit_of, first_sentence
from fargate_tui.fargate.exit_codes import ASKED_TO_END, KILLED, meaning_of
from fargate_tui.fargate.records import Record, Task
from fargate_tui.fargate.rows import Finding


class PrimaryDeployment(Record, frozen=True, kw_only=True):
    """The deployment a service is at, as far as it tells a scale-in from a replacement."""

    id: str
    created_at: datetime | None = None


def ending_of(task: Task, primary: PrimaryDeployment | None = None) -> Finding:
    """Why the task ended, or is being stopped; ``primary`` tells a scale-in from a replacement."""
    if task.stop_code == "UserInitiated":
        return Finding(severity="info", word="stopped", why=_by_user(task))
    return cause_by_text(task) or _by_code(task, primary) or _by_exit(task) or _verbatim(task)


def _by_code(task: Task, primary: PrimaryDeployment | None) -> Finding | None:
    match task.stop_code:
        case "SpotInterruption" | "TerminationNotice":
            return Finding(severity="warn", word="reclaimed", why="spot capacity was reclaimed")
        case "InfrastructureHealth":
            return Finding(severity="warn", word="stopped", why="AWS repaired the host it ran on")
        case "ServiceSchedulerInitiated":
            return Finding(severity="info", word="stopped", why=_by_scheduler(task, primary))
        case _:
            return None


def _by_user(task: Task) -> str:
    reason = (task.stopped_reason or "").strip()
    said = re.fullmatch(r"(Task )?stopped by user\.?", reason, re.IGNORECASE) is None and reason
    return f"stopped by user: {reason}" if said else "stopped by user"


_SCALING: Final = re.compile(r"Scaling activity initiated by \(?deployment (?P<deployment>[^)\s]+)", re.IGNORECASE)


def _by_scheduler(task: Task, primary: PrimaryDeployment | None) -> str:
    found = _SCALING.search(task.stopped_reason or "")
    if found is None:
        return first_sentence(task.stopped_reason or "") or "stopped by the service scheduler"
    if primary is None:
        return "scaled in, or replaced by a deployment"
    if found["deployment"] == primary.id:
        return "scaled in"
    stopping = task.stopping_at or task.stopped_at
    began_later = stopping is not None and primary.created_at is not None and primary.created_at > stopping
    return "scaled in, or replaced by a deployment" if began_later else "replaced by a deployment"


def _by_exit(task: Task) -> Finding | None:
    culprit = culprit_of(task)
    if culprit is None or culprit.exit_code is None:
        return None
    name, code = culprit.name or "a container", culprit.exit_code
    if code == 0:
        return _finished(task, name)
    if code == KILLED:
        return _killed(task, name)
    if code == ASKED_TO_END:
        return Finding(severity="info", word="stopped", why=f"{name} was asked to end (exit 143)")
    meaning = meaning_of(code) if code > 2 else ""
    return Finding(severity="error", word="failed", why=f"{name} exited {code}" + (f": {meaning}" if meaning else ""))


def _killed(task: Task, name: str) -> Finding:
    """Killed without a word of memory; where another container ended with 0, either may have ended the task."""
    done = next((container.name for container in task.containers if container.exit_code == 0), None)
    if done is not None:
        return Finding(severity="warn", word="killed", why=f"{name} was killed (exit 137), {done} exited 0")
    why = f"{name} was killed (exit 137): out of memory, or it did not end when asked to"
    return Finding(severity="error", word="killed", why=why)


def _finished(task: Task, name: str) -> Finding:
    """A job that ends with 0 is done; a service's container is not meant to end."""
    if service_of_group(task.group or ""):
        return Finding(severity="warn", word="ended", why=f"{name} exited 0, though a service is meant to go on")
    return Finding(severity="info", word="finished", why="exited 0")


def _verbatim(task: Task) -> Finding:
    reasons = (task.stopped_reason, *(container.reason for container in task.containers))
    why = next((first_sentence(reason) for reason in reasons if reason), "") or task.stop_code or ""
    failed = task.stop_code in ("TaskFailedToStart", "EssentialContainerExited")
    if not why:
        return Finding(severity="info", word="stopped", why="AWS gives no reason")
    return Finding(severity="error" if failed else "warn", word="failed" if failed else "stopped", why=why)
