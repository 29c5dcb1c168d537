"""The deployment cockpit on the screen."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from fargate_tui.fargate.cockpit import Side
from fargate_tui.fargate.errors import NotAllowed
from fargate_tui.fargate.records import (
    CanaryConfiguration,
    CircuitBreaker,
    DeploymentBreaker,
    DeploymentConfiguration,
    DeploymentHook,
    LoadBalancer,
    RevisionShare,
    Rollback,
    ServiceDeployment,
    TargetHealth,
    Task,
    WatchedAlarms,
)
from fargate_tui.screens import cockpit_lines
from fargate_tui.widgets.text_view import TextView
from tests.live.small_aws import ECS
from tests.screens.person import Person, sitting
from tests.screens.test_acting import confirmed, planned
from tests.screens.test_rolling_back import WEB, rolling, rollout
from tests.screens.test_screen_pictures import SIZES, Picture, SnapCompare
from tests.screens.world import GROUPS, NOW, World, ago, deployment

GROUP = f"{GROUPS}/web/0123456789abcdef"
BREAKER = DeploymentConfiguration(
    strategy="ROLLING", deployment_circuit_breaker=CircuitBreaker(enable=True, rollback=True)
)
BEFORE = (rollout(7, "SUCCESSFUL"), rollout(6, "SUCCESSFUL"))
ALARMS = WatchedAlarms(status="MONITORING", alarm_names=("web-5xx", "web-latency"))


def share(number: int, traffic: float | None = None) -> RevisionShare:
    arn = f"{ECS}service-revision/production/web/{number}"
    return RevisionShare(arn=arn, requested_production_traffic_weight=traffic)


def newest(status: str, **members: Any) -> ServiceDeployment:
    facts: dict[str, Any] = {
        "created_at": ago(minutes=3),
        "source_service_revisions": (share(7),),
        "target_service_revision": share(8),
        "deployment_configuration": BREAKER,
        "deployment_circuit_breaker": DeploymentBreaker(status="MONITORING", threshold=3),
        **members,
    }
    return rollout(8, status, **facts)


def at(world: World, revision: int, state: str, **members: Any) -> Task:
    """A task of web behind its load balancer."""
    task = world.add_task("web", revision, started_by=f"ecs-svc/{revision:019d}", **members)
    address = next(each.value for each in task.attachments[0].details if each.name == "privateIPv4Address")
    target = TargetHealth(target_group_arn=GROUP, target_id=address or "", port=8080, state=state)
    world.targets[GROUP] = (*world.targets.get(GROUP, ()), target)
    return task


def deploying(current: ServiceDeployment, *, new: dict[str, Any], old: dict[str, Any] | None) -> World:
    """The service web with a new and an old deployment."""
    began = {"created_at": ago(minutes=3), "rollout_state_reason": "ECS deployment ecs-svc/8 in progress."}
    primary = deployment("web", 8, 4, rollout_state="IN_PROGRESS", **{**began, **new})
    world = rolling(current, *BEFORE, primary=primary)
    deployments = (primary,) if old is None else (primary, deployment("web", 7, 4, status="ACTIVE", **old))
    balancer = LoadBalancer(target_group_arn=GROUP, container_name="web", container_port=8080)
    world.services[WEB] = msgspec.structs.replace(
        world.services[WEB],
        desired_count=4,
        running_count=sum(each.running_count for each in deployments),
        deployments=deployments,
        deployment_configuration=current.deployment_configuration,
        load_balancers=(balancer,),
    )
    return world


def going_well() -> World:
    world = deploying(newest("IN_PROGRESS", alarms=ALARMS), new={"running_count": 2, "pending_count": 1}, old={})
    for state in ("healthy", "initial"):
        at(world, 8, state, created_at=ago(minutes=2), started_at=ago(minutes=1))
    for state in ("healthy", "healthy", "healthy"):
        at(world, 7, state)
    at(world, 7, "draining", desired_status="STOPPED", last_status="DEACTIVATING")
    return world


def failing() -> World:
    breaker = DeploymentBreaker(status="MONITORING", failure_count=2, threshold=3)
    world = deploying(
        newest("IN_PROGRESS", deployment_circuit_breaker=breaker),
        new={"running_count": 0, "pending_count": 2, "failed_tasks": 2},
        old={},
    )
    for minutes in (1.0, 2.0):
        world.end_task(
            "web",
            8,
            minutes=minutes,
            created_at=ago(minutes=minutes, seconds=40),
            started_by=f"ecs-svc/{8:019d}",
            stop_code="ServiceSchedulerInitiated",
            stopped_reason="Task failed ELB health checks in (target-group "
            f"{GROUP}): Health checks failed with these codes: [503]",
        )
    for _ in range(4):
        at(world, 7, "healthy")
    return world


def rolled_back() -> World:
    ended = newest(
        "ROLLBACK_SUCCESSFUL",
        finished_at=ago(minutes=1),
        status_reason="Service deployment rolled back because the circuit breaker threshold was exceeded.",
        rollback=Rollback(service_revision_arn=share(7).arn),
        deployment_circuit_breaker=DeploymentBreaker(status="TRIGGERED", failure_count=3, threshold=3),
    )
    world = failing()
    world.put(ended)
    back = deployment("web", 7, 4)
    world.services[WEB] = msgspec.structs.replace(world.services[WEB], deployments=(back,), running_count=4)
    return world


def waiting() -> World:
    hook = DeploymentHook(
        hook_id="hook-1",
        target_type="PAUSE",
        status="AWAITING_ACTION",
        expires_at=NOW + timedelta(minutes=57),
        timeout_action="ROLLBACK",
    )
    canary = DeploymentConfiguration(
        strategy="CANARY",
        bake_time_in_minutes=5,
        canary_configuration=CanaryConfiguration(canary_percent=10.0, canary_bake_time_in_minutes=10),
    )
    current = newest(
        "IN_PROGRESS",
        lifecycle_stage="POST_TEST_TRAFFIC_SHIFT",
        lifecycle_hook_details=(hook,),
        deployment_configuration=canary,
        deployment_circuit_breaker=None,
        target_service_revision=share(8, 10.0),
        source_service_revisions=(share(7, 90.0),),
        alarms=ALARMS,
    )
    world = deploying(current, new={"running_count": 4}, old={})
    for revision in (8, 8, 8, 8, 7, 7, 7, 7):
        at(world, revision, "healthy")
    return world


def denied() -> World:
    world = failing()
    world.errors["ListServiceDeployments"] = NotAllowed("list", "no", action="ecs:ListServiceDeployments")
    return world


WORLDS = {
    "rolling": going_well,
    "failing": failing,
    "rolled-back": rolled_back,
    "canary": waiting,
    "denied": denied,
}


@SIZES
@pytest.mark.parametrize("view", WORLDS)
def test_cockpit(view: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    picture = Picture(WORLDS[view](), {"cluster": "production"}, ("2",))

    async def look(person: Person) -> None:
        await person.wait(2)

    picture.then = look
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)


def panel(person: Person) -> str:
    return " ".join(person.app.screen.query_one("#cockpit", TextView).text.split())


async def looked_at(person: Person) -> None:
    await person.press("2")
    await person.wait(2)


async def test_two_shows_the_cockpit_of_the_service_under_the_cursor() -> None:
    async with sitting(going_well(), cluster="production") as person:
        await looked_at(person)

        assert person.path == "production › web › deployments"
        assert ":8 is being rolled out · rolling · for 3m · about 3m left" in panel(person)
        assert "2 of 4 running, 1 pending targets 1 initial, 1 healthy" in panel(person)
        assert "4 of 4 running, 1 draining targets 1 draining, 3 healthy" in panel(person)
        assert "0 of 3 failed, then it rolls back" in panel(person)
        assert "web-5xx, web-latency would end it" in panel(person)


async def test_a_failing_deployment_says_why_and_how_near_the_breaker_is() -> None:
    async with sitting(failing(), cluster="production") as person:
        await looked_at(person)

        assert "2 of 3 failed, then it rolls back" in panel(person)
        assert "failed ELB health checks (503)" in panel(person)
        assert "left" not in panel(person), "nothing can be said of its pace"


async def test_the_reason_is_told_after_it_was_rolled_back() -> None:
    async with sitting(rolled_back(), cluster="production") as person:
        await looked_at(person)

        assert ":8 was rolled back to :7" in panel(person)
        assert "3 of 3 failed, tripped" in panel(person)
        assert "failed ELB health checks (503)" in panel(person)


async def test_one_that_waits_says_for_whom_and_with_which_keys() -> None:
    world = waiting()
    async with sitting(world, cluster="production") as person:
        await looked_at(person)
        assert ":8 waits for you" in panel(person)
        assert "p proceed R roll back rolls back by itself in 56m" in panel(person)
        assert "traffic 10 %" in panel(person)
        assert "traffic 90 %" in panel(person)
        assert "6 of 10 post test traffic shift" in panel(person)

        await planned(person, "p")
        await confirmed(person, "y")
        assert world.carried_out[0].operation == "ContinueServiceDeployment"


async def test_without_the_permission_the_rest_goes_on() -> None:
    async with sitting(denied(), cluster="production") as person:
        await looked_at(person)

        assert "ecs:ListServiceDeployments is not allowed" in person.notice
        assert ":8: rolling out" in panel(person)
        assert "2 of 3 failed" in panel(person)
        assert len(person.table.shown) == 2

        await person.press("enter")
        assert person.path.endswith("describe")


async def test_the_logs_of_a_deployment() -> None:
    async with sitting(going_well(), cluster="production") as person:
        await looked_at(person)
        await person.press("l")

        assert "deployment 00000000" in person.path


async def test_nothing_is_written_while_nothing_changes() -> None:
    async with sitting(going_well(), cluster="production") as person:
        await looked_at(person)
        before = person.text
        await person.wait(4)

        assert person.text == before


async def test_leaving_stops_the_asking() -> None:
    world = going_well()
    async with sitting(world, cluster="production") as person:
        await looked_at(person)
        await person.press("escape")
        await person.wait(5)
        world.forget_calls()
        await person.wait(30)

        assert world.asked["ListServiceDeployments"] == 0


@pytest.mark.parametrize("from_", ["enter", "3", "5"])
async def test_two_leads_there_from_the_other_views_of_a_service(from_: str) -> None:
    async with sitting(going_well(), cluster="production") as person:
        await person.press(from_, "2")

        assert person.path == "production › web › deployments"


async def test_deployments_are_gone_to_by_name() -> None:
    async with sitting(going_well(), cluster="production") as person:
        await person.press("enter")
        await person.go("deployments")

        assert person.path == "production › web › deployments"


def test_tasks_that_nobody_wants_any_more_are_still_running() -> None:
    assert cockpit_lines._counts_text(Side(role="old", name=":8", deployment="", running=2)) == "2 still running"
    assert cockpit_lines._counts_text(Side(role="old", name=":8", deployment="")) == "0 of 0 running"


async def test_the_address_of_what_was_made_here_stands_in_the_cockpit() -> None:
    async with sitting(going_well(), cluster="production", service="web") as person:
        await looked_at(person)
        assert "address" not in panel(person)
        person.app.context.reached_at["production", "web"] = ("http://web-1.elb.amazonaws.com", "http://127.0.0.1:80")
        await person.wait(2)
        assert "address http://web-1.elb.amazonaws.com here http://127.0.0.1:80" in panel(person)
