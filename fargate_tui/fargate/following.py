"""How far a change has come, by what AWS says of the thing that was changed."""

from collections import Counter
from collections.abc import Container, Sequence
from typing import Final, Literal

from fargate_tui.fargate.changes import Aim
from fargate_tui.fargate.diagnosis import ending_of
from fargate_tui.fargate.records import Deployment, Record, Service, Task
from fargate_tui.fargate.service_view import revision

State = Literal["going", "done", "failed"]
UNDER_WAY: Final = "in progress."
"""How AWS's reason for the state of a deployment ends that nothing has stopped yet."""


class Progress(Record, frozen=True, kw_only=True):
    """How far it has come."""

    state: State
    words: str
    is_unknown: bool = False
    """Whether AWS could not be asked just now."""
    is_missing: bool = False
    """Whether AWS answers as if there were nothing of it, yet or any more."""


def of_service(
    service: Service,
    aim: Aim,
    answered: Service | None,
    deployment: str = "",
    *,
    is_late: bool = False,
    given_up: Container[str] = (),
) -> Progress:
    """The progress of a scaling (aim steady), of a deployment or of a deletion.

    ``answered`` is the service as AWS answered the change; a while later (``is_late``) something else has changed it
    where it is not so, and before that AWS has only not taken the change over everywhere (fargate.md §10.3).
    ``deployment`` is whose completion is waited for where the answer does not say;
    ``given_up`` are those that were rolled back from here.
    """
    if aim == "gone":
        return _of_deletion(service)
    primary = _primary(answered)
    wanted = (primary.id if primary is not None else None) or deployment
    if aim == "deployed" and wanted:
        return _of_deployment(service, wanted, is_late=is_late, is_given_up=wanted in given_up)
    if answered is not None and service.desired_count != answered.desired_count:
        now = f"desired is {service.desired_count:,}, not {answered.desired_count:,}"
        return Progress(state="failed" if is_late else "going", words=f"{now}{'' if is_late else ' yet'}")
    if service.running_count == service.desired_count and not service.pending_count:
        return Progress(state="done", words=f"{service.running_count:,} of {service.desired_count:,} running")
    starting = f", {service.pending_count:,} starting" if service.pending_count else ""
    return Progress(state="going", words=f"{service.running_count:,} of {service.desired_count:,} running{starting}")


def begun_after(service: Service, before: str) -> str:
    """Id of the deployment that has come after the one before; empty while none has."""
    primary = _primary(service)
    return (primary.id or "") if primary is not None and primary.id != before else ""


def of_none_begun(service: Service, *, is_late: bool = False) -> Progress:
    """The progress of what may need no deployment: that it needed none is known only after a while."""
    if not is_late:
        return Progress(state="going", words="begins")
    words = f"{service.running_count:,} of {service.desired_count:,} running, no deployment was begun for it"
    return Progress(state="done", words=words)


def of_rollback(service: Service, given_up: str, *, is_late: bool = False) -> Progress:
    """The progress of the way back from a deployment, by its id."""
    primary = _primary(service)
    if primary is None:
        return Progress(state="going", words="begins")
    if primary.id == given_up:
        if primary.rollout_state == "COMPLETED" and is_late:
            return Progress(state="failed", words=f"{revision(primary)} was completed instead")
        return Progress(state="going", words="begins to go back")
    if primary.rollout_state == "FAILED":
        reason = primary.rollout_state_reason or "AWS says FAILED"
        return Progress(state="failed", words=f"{revision(primary)}, where it went back to, failed: {reason}")
    left = sum(each.running_count for each in service.deployments if each is not primary)
    if primary.rollout_state == "COMPLETED" and not left:
        return Progress(state="done", words=f"back at {revision(primary)}: {primary.running_count:,} running")
    words = f"back to {revision(primary)}: {primary.running_count:,} of {primary.desired_count:,} running"
    return Progress(state="going", words=words + (f", {left:,} to be stopped" if left else ""))


def _primary(service: Service | None) -> Deployment | None:
    return next((each for each in service.deployments if each.status == "PRIMARY"), None) if service else None


def _of_deployment(service: Service, deployment: str, *, is_late: bool, is_given_up: bool) -> Progress:
    ours = next((each for each in service.deployments if each.id == deployment), None)
    primary = _primary(service)
    if ours is None and is_given_up and primary is not None:
        return Progress(state="failed", words=f"it was rolled back to {revision(primary)}")
    if ours is None and not is_late:
        return Progress(state="going", words="begins", is_missing=True)
    if ours is None:
        return Progress(state="failed", words=f"{_other(primary)} has taken its place")
    if ours.rollout_state == "FAILED":
        return Progress(state="failed", words=_of_failure(ours, primary))
    if primary is not None and primary is not ours and (is_given_up or _goes_back(primary)):
        return Progress(state="failed", words=f"{revision(ours)} was rolled back to {revision(primary)}")
    if primary is not ours:
        return Progress(state="failed", words=f"{revision(ours)} gave way to {_other(primary)}")
    if ours.rollout_state == "COMPLETED":
        return Progress(state="done", words=f"{revision(ours)}: {ours.running_count:,} running, completed")
    left = sum(each.running_count for each in service.deployments if each is not ours)
    words = [f"{revision(ours)}: {ours.running_count:,} of {ours.desired_count:,} running"]
    words += [f"{ours.failed_tasks:,} failed"] if ours.failed_tasks else []
    words += [f"{left:,} of the old left"] if left else []
    return Progress(state="going", words=", ".join(words))


def _of_failure(ours: Deployment, primary: Deployment | None) -> str:
    """Why a deployment failed, and what it was rolled back to.

    After StopServiceDeployment AWS leaves the reason as it was: ``ECS deployment ecs-svc/… in progress.``
    """
    told = ours.rollout_state_reason or ""
    reason = "" if told.endswith(UNDER_WAY) else told
    if primary is None or primary is ours:
        return f"{revision(ours)} failed: {reason or 'AWS says FAILED'}"
    if not reason:
        return f"{revision(ours)} was rolled back to {revision(primary)}"
    return f"{revision(ours)} failed: {reason.rstrip('.')}; rolled back to {revision(primary)}"


def _goes_back(deployment: Deployment) -> bool:
    return "rolling back" in (deployment.rollout_state_reason or "")


def _other(deployment: Deployment | None) -> str:
    return "another deployment" if deployment is None else f"a deployment of {revision(deployment)}"


def _of_deletion(service: Service) -> Progress:
    if service.status == "INACTIVE":
        return Progress(state="done", words="deleted")
    return Progress(state="going", words=f"{(service.status or '').lower()}, {service.running_count:,} running")


def of_tasks(tasks: Sequence[Task], expected: int, aim: Aim) -> Progress:
    """The progress of tasks that were started together, or of one.

    AWS may not know a task yet that it has just said to have started (fargate.md §10.3).
    """
    if not tasks:
        return Progress(state="going", words="not described by AWS yet")
    each = [of_task(task, aim) for task in tasks]
    if len(each) == expected == 1:
        return each[0]
    counts = Counter(progress.words for progress in each)
    counts.update({"not described by AWS yet": expected - len(each)} if len(each) < expected else {})
    words = ", ".join(f"{count} {said}" if count > 1 else said for said, count in counts.items())
    states = {progress.state for progress in each}
    if "going" in states or len(each) < expected:
        return Progress(state="going", words=words)
    return Progress(state="failed" if "failed" in states else "done", words=words)


def of_task(task: Task, aim: Aim) -> Progress:
    """The progress of a task that is stopped, or that is to end by itself."""
    if task.last_status not in ("STOPPED", "DELETED"):
        return Progress(state="going", words=(task.last_status or "").lower())
    if aim == "stopped":
        return Progress(state="done", words="stopped")
    codes = [container.exit_code for container in task.containers if container.exit_code is not None]
    ended_well = bool(codes) and not any(codes)
    ending = ending_of(task)
    said = f"exit {', '.join(map(str, codes))}" if codes else "no exit code"
    words = said if ended_well else f"{said}: {ending.why}" if ending.why else said
    return Progress(state="done" if ended_well else "failed", words=words)
