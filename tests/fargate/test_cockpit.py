"""What the cockpit of a deployment says, by what AWS says."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from fargate_tui.fargate import cockpit
from fargate_tui.fargate.cockpit import Rollouts
from fargate_tui.fargate.records import (
    CircuitBreaker,
    Deployment,
    DeploymentBreaker,
    DeploymentConfiguration,
    DeploymentHook,
    RevisionShare,
    Service,
    ServiceDeployment,
)
from fargate_tui.fargate.rollbacks import Past
from fargate_tui.fargate.rows import Finding, TaskRow

BORN = datetime(2026, 11, 23, tzinfo=UTC)
NAMES = {f"revision/{number}": f"web:{number}" for number in range(1, 10)}
NEW = Deployment(
    id="ecs-svc/8",
    status="PRIMARY",
    task_definition="web:8",
    desired_count=4,
    running_count=1,
    pending_count=1,
    created_at=BORN,
    rollout_state="IN_PROGRESS",
)
OLD = Deployment(
    id="ecs-svc/7",
    status="ACTIVE",
    task_definition="web:7",
    desired_count=4,
    running_count=4,
    created_at=BORN - timedelta(days=1),
    rollout_state="COMPLETED",
)
BREAKER = DeploymentConfiguration(deployment_circuit_breaker=CircuitBreaker(enable=True, rollback=True))


def rollout(status: str = "IN_PROGRESS", **members: Any) -> ServiceDeployment:
    facts: dict[str, Any] = {
        "service_deployment_arn": "deployment/8",
        "created_at": BORN,
        "status": status,
        "target_service_revision": RevisionShare(arn="revision/8"),
        "source_service_revisions": (RevisionShare(arn="revision/7"),),
        **members,
    }
    return ServiceDeployment(**facts)


def rollouts(*deployments: ServiceDeployment, ecs: tuple[Deployment, ...] = (NEW, OLD), **members: Any) -> Rollouts:
    service = Service(
        service_arn="service/prod/web",
        service_name="web",
        desired_count=4,
        deployments=ecs,
        deployment_configuration=BREAKER,
    )
    return Rollouts(arn="web", service=service, past=Past(deployments=deployments, revisions=NAMES), **members)


def task(number: int, revision: int = 8, **members: Any) -> TaskRow:
    facts: dict[str, Any] = {
        "finding": Finding(severity="ok", word="running"),
        "started_by": f"ecs-svc/{revision}",
        "task_definition": f"web:{revision}",
        "last_status": "RUNNING",
        "desired_status": "RUNNING",
        "created_at": BORN + timedelta(seconds=number),
        **members,
    }
    return TaskRow(arn=f"task/{number}", id=f"{number:032x}", cluster="prod", **facts)


def died(number: int, revision: int = 8, why: str = "api exited 1") -> TaskRow:
    finding = Finding(severity="error", word="failed", why=why)
    ended = BORN + timedelta(minutes=number)
    return task(number, revision, last_status="STOPPED", desired_status="STOPPED", finding=finding, stopped_at=ended)


def test_new_against_old() -> None:
    tasks = (
        task(1, target="healthy"),
        task(2, 7, target="healthy"),
        task(3, 7, target="draining", desired_status="STOPPED", last_status="DEACTIVATING"),
        died(4),
    )
    new, old = cockpit.sides(rollouts(rollout()), tasks)

    assert (new.role, new.name, new.running, new.pending, new.draining, new.targets) == (
        "new", ":8", 1, 1, 0, {"healthy": 1},
    )  # fmt: skip
    assert (old.role, old.name, old.running, old.draining, old.targets) == (
        "old", ":7", 4, 1, {"draining": 1, "healthy": 1},
    )  # fmt: skip


def test_on_the_way_back_the_old_one_is_wanted() -> None:
    back = msgspec.structs.replace(OLD, status="PRIMARY", rollout_state="IN_PROGRESS")
    given_up = msgspec.structs.replace(NEW, status="ACTIVE", rollout_state="FAILED")
    first, second = cockpit.sides(rollouts(rollout("ROLLBACK_IN_PROGRESS"), ecs=(given_up, back)), ())

    assert (first.role, first.name) == ("back to", ":7")
    assert (second.role, second.name) == ("given up", ":8")


def test_at_rest_one_side_runs() -> None:
    done = msgspec.structs.replace(NEW, rollout_state="COMPLETED", running_count=4)
    (side,) = cockpit.sides(rollouts(rollout("SUCCESSFUL"), ecs=(done,)), ())

    assert side.role == "runs"


def test_traffic_is_that_of_each_revision() -> None:
    shifting = rollout(
        target_service_revision=RevisionShare(arn="revision/8", requested_production_traffic_weight=10.0),
        source_service_revisions=(RevisionShare(arn="revision/7", requested_production_traffic_weight=90.0),),
    )

    assert [side.traffic for side in cockpit.sides(rollouts(shifting), ())] == [10.0, 90.0]


def test_traffic_of_a_restart_is_that_of_each_side() -> None:
    again = rollout(
        target_service_revision=RevisionShare(arn="revision/8", requested_production_traffic_weight=10.0),
        source_service_revisions=(RevisionShare(arn="revision/8", requested_production_traffic_weight=90.0),),
    )
    same = msgspec.structs.replace(OLD, task_definition=NEW.task_definition)

    assert [side.traffic for side in cockpit.sides(rollouts(again, ecs=(NEW, same)), ())] == [10.0, 90.0]


def test_the_first_that_failed_tells_why() -> None:
    tasks = (died(9, why="later"), died(2, why="first"), died(1, 7, why="of the old revision"))

    found = cockpit.first_failure(rollouts(rollout()), tasks)

    assert found is not None
    assert found.why == "first"
    assert cockpit.first_failure(rollouts(rollout("SUCCESSFUL")), tasks) is None, "it was rolled out after all"


def test_a_failure_before_the_deployment_is_not_its_own() -> None:
    before = msgspec.structs.replace(died(2), created_at=BORN - timedelta(minutes=5))

    assert cockpit.first_failure(rollouts(rollout()), (before,)) is None


def test_a_failure_is_told_where_deployments_may_not_be_listed() -> None:
    assert cockpit.first_failure(rollouts(is_listed=False), (died(2, why="first"),)) is not None


@pytest.mark.parametrize(("desired", "threshold"), [(1, 3), (4, 3), (7, 4), (20, 10), (1000, 200)])
def test_the_breaker_by_awss_rule_where_it_is_not_told(desired: int, threshold: int) -> None:
    known = rollouts(is_listed=False)
    service = msgspec.structs.replace(known.service, desired_count=desired)
    breaker = cockpit.breaker_of(msgspec.structs.replace(known, service=service))

    assert breaker is not None
    assert breaker.threshold == threshold


def test_the_breaker_as_aws_tells_it() -> None:
    told = DeploymentBreaker(status="MONITORING", failure_count=2, threshold=5)

    assert cockpit.breaker_of(rollouts(rollout(deployment_circuit_breaker=told))) == told
    assert cockpit.breaker_of(rollouts(rollout(deployment_circuit_breaker=DeploymentBreaker()))) is None


@pytest.mark.parametrize(
    ("members", "seconds", "left"),
    [
        ({"running_count": 2}, 60, 60.0),
        ({"running_count": 1}, 60, 180.0),
        ({"running_count": 0}, 60, None),
        ({"running_count": 4}, 60, None),
        ({"running_count": 2, "failed_tasks": 1}, 60, None),
        ({"running_count": 2}, 10, None),
    ],
)
def test_an_estimate_only_by_the_pace_seen(members: dict[str, Any], seconds: int, left: float | None) -> None:
    known = rollouts(rollout(), ecs=(msgspec.structs.replace(NEW, **members), OLD))

    assert cockpit.left(known, cockpit.sides(known, ())[0], BORN + timedelta(seconds=seconds)) == left


def test_no_estimate_of_what_shifts_traffic_or_goes_back() -> None:
    half = (msgspec.structs.replace(NEW, running_count=2), OLD)
    canary = rollout(deployment_configuration=DeploymentConfiguration(strategy="CANARY"))
    for known in (rollouts(canary, ecs=half), rollouts(rollout("ROLLBACK_IN_PROGRESS"), ecs=half)):
        assert cockpit.left(known, cockpit.sides(known, ())[0], BORN + timedelta(minutes=2)) is None


@pytest.mark.parametrize(
    ("status", "severity", "word"),
    [
        ("IN_PROGRESS", "busy", "rolling out"),
        ("SUCCESSFUL", "ok", "completed"),
        ("ROLLBACK_SUCCESSFUL", "warn", "rolled back"),
        ("ROLLBACK_FAILED", "error", "rollback failed"),
        ("SOMETHING_NEW", "info", "something new"),
        (None, "info", "unknown"),
    ],
)
def test_states_in_words(status: str | None, severity: str, word: str) -> None:
    assert cockpit.state_of(status) == (severity, word)


def test_a_row_knows_whose_logs_it_is_about() -> None:
    waiting = DeploymentHook(hook_id="h", target_type="PAUSE", status="AWAITING_ACTION")
    (row,) = cockpit.history(rollouts(rollout(lifecycle_hook_details=(waiting,))))
    (later,) = cockpit.history(rollouts(rollout(created_at=BORN + timedelta(hours=1))))

    assert (row.deployment, row.word, row.severity) == ("ecs-svc/8", "waits for you", "warn")
    assert (row.revision, row.before) == ("web:8", "web:7")
    assert later.deployment == "", "another deployment of the same revision"


def test_the_services_own_deployments_where_no_others_are_told() -> None:
    rows = cockpit.history(rollouts(is_listed=False))

    assert [(row.arn, row.revision, row.word, row.is_described) for row in rows] == [
        ("ecs-svc/8", "web:8", "rolling out", False),
        ("ecs-svc/7", "web:7", "completed", False),
    ]


@pytest.mark.parametrize(
    ("stage", "place", "of"),
    [("SCALE_UP", 3, 10), ("PRE_PRODUCTION_TRAFFIC_SHIFT", 7, 11), ("SOMETHING_NEW", 11, 11), ("CLEAN_UP", 10, 10)],
)
def test_stages_in_their_order(stage: str, place: int, of: int) -> None:
    told = list(cockpit.stages(rollout(lifecycle_stage=stage)))

    assert [name for name, _, is_here in told if is_here] == [stage]
    assert (sum(over for _, over, _ in told) + 1, len(told)) == (place, of)
