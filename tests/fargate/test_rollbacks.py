"""Where a service can go back to, and how far the way back has come."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from fargate_tui.fargate.following import of_rollback, of_service
from fargate_tui.fargate.records import Deployment, RevisionShare, Rollback, Service, ServiceDeployment
from fargate_tui.fargate.rollbacks import Past, revisions_in

BORN = datetime(2026, 11, 23, tzinfo=UTC)
NAMES = {f"revision/{number}": f"web:{number}" for number in range(1, 10)}


def deployed(number: int, status: str, *, sources: tuple[int, ...] = (), back: int = 0) -> ServiceDeployment:
    return ServiceDeployment(
        service_deployment_arn=f"deployment/{number}/{status}",
        created_at=BORN + timedelta(hours=number),
        status=status,
        target_service_revision=RevisionShare(arn=f"revision/{number}"),
        source_service_revisions=tuple(RevisionShare(arn=f"revision/{source}") for source in sources),
        rollback=Rollback(service_revision_arn=f"revision/{back}") if back else None,
    )


def past(*deployments: ServiceDeployment) -> Past:
    return Past(deployments=deployments, revisions=NAMES)


def test_it_goes_back_to_the_last_that_was_deployed_completely() -> None:
    newest = deployed(8, "IN_PROGRESS", sources=(7, 6))
    told = past(newest, deployed(7, "STOPPED"), deployed(6, "SUCCESSFUL"))

    assert told.under_way is newest
    assert told.target(newest) == "web:8"
    assert told.goes_back_to(newest) == "web:6"


def test_a_rollback_has_left_running_what_it_went_back_to() -> None:
    newest = deployed(8, "IN_PROGRESS")

    assert past(newest, deployed(7, "ROLLBACK_SUCCESSFUL", back=5)).goes_back_to(newest) == "web:5"


def test_what_it_came_from_where_nothing_older_is_told() -> None:
    newest = deployed(8, "IN_PROGRESS", sources=(7,))

    assert past(newest).goes_back_to(newest) == "web:7"
    assert past(deployed(8, "IN_PROGRESS")).goes_back_to(deployed(8, "IN_PROGRESS")) == ""


@pytest.mark.parametrize(
    ("deployments", "before"),
    [
        ((deployed(8, "SUCCESSFUL"), deployed(7, "SUCCESSFUL")), "web:7"),
        ((deployed(8, "SUCCESSFUL"), deployed(8, "SUCCESSFUL"), deployed(7, "SUCCESSFUL")), "web:7"),
        ((deployed(8, "SUCCESSFUL"), deployed(7, "STOPPED"), deployed(6, "SUCCESSFUL")), "web:6"),
        ((deployed(9, "ROLLBACK_SUCCESSFUL", back=8), deployed(8, "SUCCESSFUL"), deployed(7, "SUCCESSFUL")), "web:7"),
        ((deployed(8, "SUCCESSFUL"),), ""),
        ((), ""),
    ],
)
def test_the_revision_before_the_present_one(deployments: tuple[ServiceDeployment, ...], before: str) -> None:
    assert past(*deployments).before("web:8") == before


def test_every_revision_is_asked_for_once() -> None:
    told = (deployed(8, "IN_PROGRESS", sources=(7,)), deployed(7, "ROLLBACK_SUCCESSFUL", sources=(6,), back=6))

    assert revisions_in(told) == ("revision/8", "revision/7", "revision/6")


NEW = Deployment(
    id="ecs-svc/8", status="PRIMARY", task_definition="web:8", desired_count=3, rollout_state="IN_PROGRESS"
)
OLD = Deployment(
    id="ecs-svc/7",
    status="ACTIVE",
    task_definition="web:7",
    desired_count=3,
    running_count=3,
    rollout_state="COMPLETED",
)


def service(*deployments: Deployment) -> Service:
    return Service(service_arn="service/prod/web", service_name="web", desired_count=3, deployments=deployments)


def but(deployment: Deployment, **members: Any) -> Deployment:
    return msgspec.structs.replace(deployment, **members)


BACK = but(OLD, status="PRIMARY", rollout_state="IN_PROGRESS")


@pytest.mark.parametrize(
    ("now", "is_late", "state", "words"),
    [
        (service(NEW, OLD), False, "going", "begins to go back"),
        (service(but(NEW, rollout_state="COMPLETED")), True, "failed", ":8 was completed instead"),
        (
            service(BACK, but(NEW, running_count=2)),
            False,
            "going",
            "back to :7: 3 of 3 running, 2 to be stopped",
        ),
        (service(but(BACK, rollout_state="COMPLETED"), but(NEW, running_count=1)), False, "going", "1 to be stopped"),
        (service(but(BACK, rollout_state="COMPLETED")), False, "done", "back at :7: 3 running"),
        (
            service(but(BACK, rollout_state="FAILED", rollout_state_reason="tasks failed to start.")),
            False,
            "failed",
            ":7, where it went back to, failed: tasks failed to start.",
        ),
        (service(), False, "going", "begins"),
    ],
)
def test_how_far_the_way_back_is(now: Service, is_late: bool, state: str, words: str) -> None:
    progress = of_rollback(now, "ecs-svc/8", is_late=is_late)

    assert progress.state == state
    assert words in progress.words


def test_a_deployment_that_goes_on_is_followed_by_its_id() -> None:
    going = of_service(service(but(NEW, running_count=1), OLD), "deployed", None, "ecs-svc/8")
    done = of_service(service(but(NEW, running_count=3, rollout_state="COMPLETED")), "deployed", None, "ecs-svc/8")

    assert (going.state, done.state) == ("going", "done")


STALE = "ECS deployment ecs-svc/8 in progress."
FAILED = but(NEW, status="ACTIVE", rollout_state="FAILED")


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (service(BACK, but(FAILED, rollout_state_reason=STALE)), ":8 was rolled back to :7"),
        (service(BACK, FAILED), ":8 was rolled back to :7"),
        (service(but(BACK, rollout_state_reason="ECS deployment rolling back to deploymentId ecs-svc/7."), NEW),
         ":8 was rolled back to :7"),
        (service(BACK, but(FAILED, rollout_state_reason="circuit breaker: tasks failed to start.")),
         ":8 failed: circuit breaker: tasks failed to start; rolled back to :7"),
        (service(but(FAILED, status="PRIMARY", rollout_state_reason="tasks failed to start.")),
         ":8 failed: tasks failed to start."),
        (service(but(FAILED, status="PRIMARY", rollout_state_reason=STALE)), ":8 failed: AWS says FAILED"),
        (service(BACK, NEW), ":8 gave way to a deployment of :7"),
    ],
)  # fmt: skip
def test_a_deployment_that_was_rolled_back_says_so_and_to_what(now: Service, words: str) -> None:
    progress = of_service(now, "deployed", None, "ecs-svc/8")

    assert (progress.state, progress.words) == ("failed", words)


def test_what_was_given_up_from_here_is_known_to_have_been_rolled_back_though_aws_lists_it_no_longer() -> None:
    now = service(but(BACK, rollout_state="COMPLETED"))
    progress = of_service(now, "deployed", None, "ecs-svc/8", given_up={"ecs-svc/8"})

    assert (progress.state, progress.words) == ("failed", "it was rolled back to :7")
    assert of_service(now, "deployed", None, "ecs-svc/8").words == "begins"
