from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate.findings import cluster_finding, service_finding, task_finding, worst_target
from fargate_tui.fargate.records import Cluster, Container, Deployment, Service, ServiceEvent, TargetHealth, Task
from fargate_tui.fargate.rows import Finding

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
GROUP = "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/web/1"
OLD, NEW = "ecs-svc/1111111111", "ecs-svc/2222222222"
STEADY = "has reached a steady state."
OOM = Finding(severity="error", word="out of memory", why="out of memory: api was killed at 512 MiB (exit 137)")
EXIT_1 = Finding(severity="error", word="failed", why="api exited 1")
NO_IMAGE = Finding(severity="error", word="no image", why="cannot pull image x:v2: not found")
NO_SECRET = Finding(severity="error", word="no secret", why="cannot read secret db: access denied")
SICK = Finding(severity="error", word="unhealthy", why="failed ELB health checks")
SPOT = Finding(severity="warn", word="reclaimed", why="spot capacity was reclaimed")
SCALED_IN = Finding(severity="info", word="stopped", why="scaled in")


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def primary(revision: int = 7, running: int = 2, desired: int = 2, **facts: Any) -> Deployment:
    members = {"id": NEW, "rollout_state": "COMPLETED", "created_at": ago(3000), **facts}
    definition = f"arn:aws:ecs:eu-west-1:1:task-definition/web:{revision}"
    return Deployment(
        status="PRIMARY", task_definition=definition, running_count=running, desired_count=desired, **members
    )


def outgoing(revision: int = 6, running: int = 2, **facts: Any) -> Deployment:
    definition = f"arn:aws:ecs:eu-west-1:1:task-definition/web:{revision}"
    return Deployment(status="ACTIVE", id=OLD, task_definition=definition, running_count=running, **facts)


def service(
    running: int = 2,
    desired: int = 2,
    *events: tuple[float, str],
    deployments: Iterable[Deployment] | None = None,
    **facts: Any,
) -> Service:
    said = tuple(ServiceEvent(created_at=ago(age), message=f"(service web) {text}") for age, text in events)
    where = tuple(deployments) if deployments is not None else (primary(running=running, desired=desired),)
    return Service(
        service_arn="arn:aws:ecs:eu-west-1:1:service/prod/web",
        service_name="web",
        desired_count=desired,
        running_count=running,
        deployments=where,
        events=said,
        **{"status": "ACTIVE", **facts},
    )


def started(count: int = 1) -> str:
    return f"has started {count} tasks: " + " ".join(f"(task {n:032x})" for n in range(count)) + "."


def sick_target(reason: str = "Health checks failed with these codes: [503]") -> str:
    return f"(task {1:032x}) (port 80) is unhealthy in (target-group {GROUP}) due to (reason {reason})"


FAILED = f"(deployment {NEW}) deployment failed: tasks failed to start."
ALARM = f"(deployment {NEW}) deployment failed: alarm detected."
ROLLING_BACK = f"rolling back to deployment {OLD}."
BACK = f"(deployment {OLD}) deployment completed."
ROLLING: dict[str, Any] = {"rollout_state": "IN_PROGRESS", "created_at": ago(5)}
CANNOT_START = "is unable to consistently start tasks successfully."
CANNOT_READ = "was unable to place a task. Reason: ResourceInitializationError: unable to pull secrets."
CRASHES = tuple((minutes, started()) for minutes in (1, 4, 7, 10, 13))

NO_WAY = (
    "ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from "
    "Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration."
)
# What is seen, the service, how its newest tasks ended; then severity, word and evidence of the finding.
SITUATIONS: list[tuple[str, Service, tuple[Finding, ...], str, str, str]] = [
    ("steady", service(2, 2, (30, STEADY)), (), "ok", "steady", ""),
    ("steady without events", service(), (), "ok", "steady", ""),
    ("steady with ordinary ends", service(2, 2, (30, STEADY)), (SCALED_IN,), "ok", "steady", ""),
    (
        "rolling",
        service(3, 2, (1, started()), deployments=(primary(running=1, **ROLLING), outgoing(running=2))),
        (),
        "busy",
        "rolling",
        ":7: 1 of 2 running · :6: 2 left",
    ),
    (
        "first deployment",
        service(0, 2, deployments=(primary(running=0, **ROLLING),)),
        (),
        "busy",
        "rolling",
        ":7: 0 of 2 running",
    ),
    (
        "rolling under another controller",
        service(3, 2, deployments=(primary(running=1, rollout_state=None), outgoing(running=2))),
        (),
        "busy",
        "rolling",
        ":7: 1 of 2 running · :6: 2 left",
    ),
    (
        "rolling with a failed task",
        service(2, 2, deployments=(primary(running=0, failed_tasks=1, **ROLLING), outgoing(running=2))),
        (EXIT_1,),
        "warn",
        "rolling",
        "1 task failed · api exited 1 · :7: 0 of 2 running · :6: 2 left",
    ),
    (
        "failed and rolled back",
        service(2, 2, (1, STEADY), (2, BACK), (9, ROLLING_BACK), (9, FAILED), (10, started()), (12, started()),
                (14, started()), (16, started()), deployments=(primary(6, id=OLD),)),
        (EXIT_1, EXIT_1, SCALED_IN),
        "warn",
        "rolled back",
        "tasks failed to start; rolled back to :6 · api exited 1",
    ),
    (
        "failed and being rolled back",
        service(1, 2, (1, ROLLING_BACK), (1, FAILED),
                deployments=(primary(6, id=OLD, running=1, **ROLLING),
                             Deployment(id=NEW, status="ACTIVE", rollout_state="FAILED", failed_tasks=4))),
        (NO_IMAGE,),
        "error",
        "failing",
        "4 tasks failed to start; rolling back to :6 · cannot pull image x:v2: not found",
    ),
    (
        "failed without rollback",
        service(0, 2, (1, FAILED), deployments=(primary(running=0, rollout_state="FAILED", failed_tasks=10),)),
        (),
        "error",
        "failing",
        "deployment of :7 failed: 10 tasks failed to start · 0 of 2 running",
    ),
    (
        "failed, then deployed anew with success",
        service(2, 2, (1, "(deployment ecs-svc/3333333333) deployment completed."), (5, ROLLING_BACK), (5, FAILED),
                deployments=(primary(8, id="ecs-svc/3333333333", created_at=ago(3)),)),
        (),
        "ok",
        "steady",
        "",
    ),
    (
        "failed, and another deployment is under way",
        service(2, 2, (5, ROLLING_BACK), (5, FAILED),
                deployments=(primary(8, 0, id="ecs-svc/3", rollout_state="IN_PROGRESS", created_at=ago(3)),)),
        (),
        "busy",
        "rolling",
        ":8: 0 of 2 running",
    ),
    (
        "failed by an alarm",
        service(2, 2, (1, STEADY), (2, BACK), (9, ROLLING_BACK), (9, ALARM), deployments=(primary(6, id=OLD),)),
        (),
        "warn",
        "rolled back",
        "alarm detected; rolled back to :6",
    ),
    ("crash loop", service(1, 2, *CRASHES), (EXIT_1,) * 3, "error", "crash loop", "api exited 1"),
    ("crash loop, all up", service(2, 2, *CRASHES), (EXIT_1,), "error", "crash loop", "api exited 1"),
    ("out of memory", service(0, 2, *CRASHES), (OOM,) * 3, "error", "crash loop", f"{OOM.why}"),
    (
        "crash loop of unknown cause",
        service(0, 2, (2, CANNOT_START), *CRASHES),
        (),
        "error",
        "crash loop",
        "its tasks keep starting and ending",
    ),
    ("crashed long ago", service(2, 2, *((m + 60, text) for m, text in CRASHES)), (), "ok", "steady", ""),
    (
        "image cannot be pulled",
        service(0, 2, (2, CANNOT_START), deployments=(primary(running=0, failed_tasks=5, **ROLLING),)),
        (NO_IMAGE,) * 5,
        "error",
        "can't start",
        "cannot pull image x:v2: not found · :7: 0 of 2 running",
    ),
    (
        "secret cannot be read, the cause known",
        service(0, 1, (1, CANNOT_READ), (3, started())),
        (NO_SECRET,),
        "error",
        "can't start",
        "cannot read secret db: access denied",
    ),
    (
        "secret cannot be read, by the event alone",
        service(0, 1, (1, CANNOT_READ)),
        (),
        "error",
        "can't start",
        "its resources could not be set up: unable to pull secrets",
    ),
    (
        "no way to the registry, by the event alone",
        service(0, 1, (1, f"was unable to place a task. Reason: {NO_WAY}")),
        (),
        "error",
        "can't start",
        "cannot read secrets or log in to ECR: no network path",
    ),
    (
        "no capacity",
        service(1, 2, (1, "was unable to place a task. Reason: Capacity is unavailable at this time.")),
        (),
        "warn",
        "can't start",
        "no Fargate capacity in its zone now",
    ),
    ("could not start, but has since", service(2, 2, (1, STEADY), (2, CANNOT_READ)), (), "ok", "steady", ""),
    (
        "targets fail their checks",
        service(1, 2, (1, sick_target()), (3, sick_target())),
        (),
        "error",
        "unhealthy",
        "its targets are unhealthy: Health checks failed with these codes: [503]",
    ),
    (
        "targets fail their checks again and again",
        service(2, 2, (1, sick_target("Request timed out")), *CRASHES),
        (SICK,) * 3,
        "error",
        "unhealthy",
        "its targets are unhealthy: Request timed out",
    ),
    (
        "one target failed once",
        service(2, 2, (1, sick_target())),
        (),
        "warn",
        "unhealthy",
        "its targets are unhealthy: Health checks failed with these codes: [503]",
    ),
    ("one target failed and was replaced", service(2, 2, (1, STEADY), (4, sick_target())), (), "ok", "steady", ""),
    (
        "container health checks fail",
        service(1, 2, (1, f"(task {1:032x}) failed container health checks.")),
        (),
        "error",
        "unhealthy",
        "its tasks fail their container health checks",
    ),
    ("spot interrupted and replaced", service(4, 4, (2, started()), (5, started())), (), "ok", "steady", ""),
    (
        "spot interrupted",
        service(3, 4, (1, started()), pending_count=1),
        (SPOT,),
        "warn",
        "short",
        "spot capacity was reclaimed · 3 of 4 running, 1 starting",
    ),
    ("spot interrupted very often", service(4, 4, *CRASHES * 2), (SPOT,) * 6, "ok", "steady", ""),
    ("scaled out", service(8, 8, (1, started(2)), (4, started(2)), (8, started(2))), (), "ok", "steady", ""),
    (
        "scaling out",
        service(6, 8, (1, started(2)), pending_count=2),
        (),
        "busy",
        "scaling out",
        "6 of 8 running, 2 starting",
    ),
    (
        "scaling out and back in before",
        service(6, 8, (1, started(2)), pending_count=2),
        (SCALED_IN,),
        "busy",
        "scaling out",
        "6 of 8 running, 2 starting",
    ),
    (
        "scaling out by less than is missing",
        service(6, 8, (1, started(1)), pending_count=1),
        (),
        "warn",
        "short",
        "6 of 8 running, 1 starting",
    ),
    (
        "one died and is replaced",
        service(1, 2, (1, started(1)), pending_count=1),
        (EXIT_1,),
        "warn",
        "short",
        "1 of 2 running, 1 starting",
    ),
    (
        "starting for more than half an hour",
        service(6, 8, (31, started(2)), pending_count=2),
        (),
        "warn",
        "short",
        "6 of 8 running, 2 starting",
    ),
    ("scaling in", service(8, 6), (), "busy", "scaling in", "8 of 6 running"),
    ("desired 0", service(0, 0), (), "info", "idle", "desired count is 0"),
    ("scaled to 0", service(3, 0), (), "busy", "scaling in", "3 tasks left, 0 desired"),
    ("draining", service(1, 0, status="DRAINING"), (), "busy", "draining", "it is being deleted: 1 task left"),
    ("deleted", service(0, 0, status="INACTIVE"), (), "info", "inactive", "it has been deleted"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "deaths", "severity", "word", "why"),
    [row[1:] for row in SITUATIONS],
    ids=[row[0] for row in SITUATIONS],
)
def test_what_an_engineer_meets(
    subject: Service, deaths: tuple[Finding, ...], severity: str, word: str, why: str
) -> None:
    found = service_finding(subject, NOW, deaths)
    assert (found.severity, found.word, found.why) == (severity, word, why)


def test_what_was_not_looked_up_is_not_called_scaling() -> None:
    found = service_finding(service(6, 8, (1, started(2)), pending_count=2), NOW)
    assert (found.severity, found.word) == ("warn", "short")


@given(st.sampled_from(SITUATIONS), st.integers(0, 10))
def test_a_finding_is_the_same_from_poll_to_poll(
    situation: tuple[str, Service, tuple[Finding, ...], str, str, str], seconds: int
) -> None:
    _, subject, deaths, *_ = situation
    later = NOW + timedelta(seconds=seconds)
    assert service_finding(subject, later, deaths) == service_finding(subject, NOW, deaths)


messages = st.sampled_from(
    [STEADY, started(), started(3), sick_target(), FAILED, ROLLING_BACK, BACK, CANNOT_START, CANNOT_READ, "has flown."]
)


@given(
    st.integers(0, 5),
    st.integers(0, 5),
    st.lists(st.tuples(st.floats(0, 60), messages), max_size=12).map(lambda events: sorted(events, key=lambda e: e[0])),
    st.booleans(),
    st.lists(st.sampled_from([OOM, EXIT_1, NO_IMAGE, SICK, SPOT, SCALED_IN]), max_size=6),
)
def test_a_service_that_is_short_is_never_called_well(
    running: int, desired: int, events: list[tuple[float, str]], is_rolling: bool, deaths: list[Finding]
) -> None:
    state = "IN_PROGRESS" if is_rolling else "COMPLETED"
    subject = service(
        running, desired, *events, deployments=(primary(running=running, desired=desired, rollout_state=state),)
    )
    found = service_finding(subject, NOW, deaths)
    assert found.severity != "ok" or running == desired
    assert found.why or not found.is_problem


def task(**facts: Any) -> Task:
    members = {"last_status": "RUNNING", "desired_status": "RUNNING", **facts}
    return Task(task_arn="arn:aws:ecs:eu-west-1:1:task/c/t", **members)


def target(state: str, reason: str | None = None, description: str | None = None) -> TargetHealth:
    return TargetHealth(
        target_group_arn=GROUP, target_id="10.0.0.1", state=state, reason=reason, description=description
    )


UNHEALTHY = target("unhealthy", "Target.ResponseCodeMismatch", "Health checks failed with these codes: [503]")


@pytest.mark.parametrize(
    ("subject", "targets", "severity", "word", "why"),
    [
        (task(), (), "ok", "running", ""),
        (task(), (target("healthy"),), "ok", "running", ""),
        (
            task(),
            (target("healthy"), UNHEALTHY),
            "error",
            "unhealthy",
            "its target is unhealthy: Health checks failed with these codes: [503]",
        ),
        (
            task(),
            (target("unhealthy", "Target.Timeout", "Request timed out"),),
            "error",
            "unhealthy",
            "its target is unhealthy: requests to it time out",
        ),
        (
            task(),
            (target("unused", "Target.NotInUse"),),
            "warn",
            "unused",
            "it gets no traffic: its target group is not used by a load balancer, or its zone is not enabled there",
        ),
        (task(), (target("initial"),), "busy", "registering", "its target waits for its first health check"),
        (task(), (target("draining"),), "busy", "draining", "its target is being deregistered"),
        (task(), (target("unhealthy.draining"),), "busy", "draining", "its target is being deregistered"),
        (task(), (target("unavailable"),), "ok", "running", ""),
        (
            task(
                health_status="UNHEALTHY",
                containers=(Container(name="api", health_status="UNHEALTHY"), Container(name="proxy")),
            ),
            (UNHEALTHY,),
            "error",
            "unhealthy",
            "api fails its health check",
        ),
        (task(connectivity="DISCONNECTED"), (), "warn", "cut off", "the Fargate agent has lost contact with ECS"),
        (task(last_status="PROVISIONING"), (), "busy", "starting", "waiting for its network interface"),
        (task(last_status="PENDING"), (UNHEALTHY,), "busy", "starting", "pulling images and starting containers"),
        (task(last_status="ACTIVATING"), (), "busy", "starting", "being registered as a target"),
        (task(last_status=None), (), "busy", "starting", ""),
        (task(desired_status="STOPPED"), (), "busy", "stopping", ""),
        (
            task(desired_status="STOPPED", last_status="DEACTIVATING", stop_code="UserInitiated"),
            (UNHEALTHY,),
            "busy",
            "stopping",
            "stopped by user",
        ),
        (
            task(
                desired_status="STOPPED", last_status="STOPPING", stopped_reason="Task failed ELB health checks in (x)"
            ),
            (),
            "error",
            "stopping",
            "failed ELB health checks",
        ),
        (
            task(
                last_status="STOPPED",
                stop_code="EssentialContainerExited",
                containers=(Container(name="a", exit_code=1),),
            ),
            (UNHEALTHY,),
            "error",
            "failed",
            "a exited 1",
        ),
    ],
)
def test_a_task(subject: Task, targets: tuple[TargetHealth, ...], severity: str, word: str, why: str) -> None:
    found = task_finding(subject, targets)
    assert (found.severity, found.word, found.why) == (severity, word, why)


def test_the_worst_target_decides() -> None:
    states = ["healthy", "initial", "draining", "unused", "unhealthy"]
    for count in range(1, len(states) + 1):
        worst = worst_target(target(state) for state in states[:count])
        assert worst is not None
        assert worst.state == states[count - 1]
    assert worst_target(()) is None


@pytest.mark.parametrize(
    ("status", "severity", "word"),
    [
        ("ACTIVE", "ok", "active"),
        ("PROVISIONING", "busy", "provisioning"),
        ("DEPROVISIONING", "busy", "deprovisioning"),
        ("FAILED", "error", "failed"),
        ("INACTIVE", "info", "inactive"),
        ("SOMETHING_NEW", "info", "something_new"),
        (None, "info", "unknown"),
    ],
)
def test_a_cluster(status: str | None, severity: str, word: str) -> None:
    found = cluster_finding(Cluster(cluster_arn="arn", cluster_name="prod", status=status))
    assert (found.severity, found.word) == (severity, word)
