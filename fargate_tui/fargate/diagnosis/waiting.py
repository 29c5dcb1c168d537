"""Tasks that do not get on, before their end or before their start: D61, D62, D65."""

from datetime import datetime, timedelta
from typing import Final

from fargate_tui.fargate.diagnosis.case import Case
from fargate_tui.fargate.diagnosis.rule import Cause, Rule, asks

SLOW_START: Final = timedelta(minutes=5)
SLOW_STOP: Final = timedelta(minutes=3)
STUCK: Final = timedelta(minutes=10)
_COMING: Final = frozenset({"PROVISIONING", "PENDING", "ACTIVATING"})
_EBS: Final = "AmazonElasticBlockStorage"


def _since(case: Case, moment: datetime | None, least: timedelta) -> bool:
    return case.now is not None and moment is not None and case.now - moment > least


def _does_not_start(case: Case) -> bool:
    task = case.task
    is_coming = task.last_status in _COMING and task.desired_status != "STOPPED"
    return is_coming and _since(case, task.created_at, SLOW_START)


def _does_not_stop(case: Case) -> bool:
    task = case.task
    is_going = task.desired_status == "STOPPED" and task.last_status in ("RUNNING", "DEACTIVATING", "STOPPING")
    return is_going and _since(case, task.stopping_at, SLOW_STOP)


def _is_stuck(case: Case) -> bool:
    task = case.task
    if not any(each.type == _EBS for each in task.attachments):
        return False
    return task.last_status == "DEPROVISIONING" and _since(case, task.stopping_at, STUCK)


def _waits_for(case: Case) -> str:
    task = case.task
    if task.pull_stopped_at is not None:
        return "it has not started for more than 5 min: its images are there, its containers do not start"
    if task.pull_started_at is not None:
        return "it has not started for more than 5 min: its images are still being pulled"
    if task.connectivity_at is not None:
        return "it has not started for more than 5 min: it waits for secrets, logs or volumes"
    return "it has not started for more than 5 min: it waits for its network interface"


def _attachment_says(case: Case) -> str:
    told = (each.detail("statusReason") for each in case.task.attachments if each.type == _EBS)
    return next((f": {each}" for each in told if each), "")


NOT_STARTING: Final = Rule(
    number="D61",
    severity="warn",
    word="starting",
    scope="task on its way",
    line=_waits_for,
    state=_does_not_start,
    causes=(
        Cause(
            id="waits for another",
            says="a container waits for another to be healthy or done",
            probes=("E-td",),
            judge=asks("definitions.waits"),
        ),
        Cause(
            id="no free address",
            says="its subnet has no address left",
            probes=("E-net",),
            judge=asks("network.free_addresses"),
        ),
        Cause(
            id="role",
            says="its execution role cannot be assumed",
            probes=("E-role", "E-svc"),
            judge=asks("roles.can_be_taken_on", "execution"),
        ),
        Cause(id="large image", says="its image is large", probes=("E-img",)),
    ),
    remedy="look at what it waits for: the waterfall shows the phase it hangs in",
)
NOT_STOPPING: Final = Rule(
    number="D62",
    severity="info",
    word="stopping",
    scope="task on its way",
    line="it has been stopping for more than 3 min: its connections are given time to end",
    state=_does_not_stop,
    causes=(
        Cause(
            id="deregistration delay",
            says="its target group gives connections time to end",
            probes=("E-lb",),
            judge=asks("targets.deregistration"),
        ),
        Cause(id="stop timeout", says="a container takes its time to end (stopTimeout)", probes=("E-td",)),
    ),
    remedy="wait; a shorter deregistration delay of the target group makes deployments faster",
)
VOLUME_STUCK: Final = Rule(
    number="D65",
    severity="error",
    word="stuck",
    scope="task on its way",
    line=lambda case: f"its EBS volume has not been taken away for more than 10 min{_attachment_says(case)}",
    state=_is_stuck,
    causes=(
        Cause(
            id="infrastructure role",
            says="the infrastructure role was deleted, or may no longer detach and delete volumes",
            probes=("E-role",),
            judge=asks("roles.allows", "infrastructure", "ec2:DetachVolume", "ec2:DeleteVolume", "ec2:DescribeVolumes"),
        ),
        Cause(
            id="trust",
            says="the infrastructure role no longer trusts ecs.amazonaws.com",
            probes=("E-role",),
            judge=asks("roles.can_be_taken_on", "infrastructure"),
        ),
    ),
    remedy="give the infrastructure role back what it may do: ECS tries again until it can",
)

RULES: Final = (VOLUME_STUCK, NOT_STOPPING, NOT_STARTING)
