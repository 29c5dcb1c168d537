"""Rolling a deployment back, and letting one go on, from the keyboard."""

import asyncio
from typing import Any

import msgspec
import pytest

from fargate_tui.fargate.changes import Call, Outcome
from fargate_tui.fargate.errors import NotAllowed, Unreachable
from fargate_tui.fargate.records import (
    Deployment,
    DeploymentHook,
    RevisionShare,
    ServiceDeployment,
    ServiceRevision,
)
from tests.live.small_aws import ECS
from tests.screens.person import settled, sitting
from tests.screens.test_acting import confirmed, panel, planned, told
from tests.screens.world import World, ago, definition, only
from tests.screens.world import deployment as ecs_deployment

WEB = f"{ECS}service/production/web"
DENIED = NotAllowed("list deployments of web", "not allowed", action="ecs:ListServiceDeployments")


def rollout(number: int, status: str, **members: Any) -> ServiceDeployment:
    """A deployment of web, of the revision with that number."""
    facts: dict[str, Any] = {
        "service_deployment_arn": f"{ECS}service-deployment/production/web/{number:016d}",
        "service_arn": WEB,
        "created_at": ago(hours=20 - number),
        "status": status,
        "target_service_revision": RevisionShare(arn=f"{ECS}service-revision/production/web/{number}"),
        **members,
    }
    return ServiceDeployment(**facts)


def rolling(*rollouts: ServiceDeployment, primary: Deployment | None = None) -> World:
    """An account with one service, which had these deployments."""
    world = only()
    new = primary or msgspec.structs.replace(ecs_deployment("web", 8, 0), rollout_state="IN_PROGRESS", desired_count=3)
    old = msgspec.structs.replace(ecs_deployment("web", 7, 3), status="ACTIVE")
    world.add_service(
        "web",
        8,
        desired_count=3,
        deployments=(new, old),
        current_service_deployment=rollouts[0].service_deployment_arn,
    )
    world.put(*rollouts, definition("web", 7), definition("web", 8))
    for number in range(1, 10):
        arn = f"{ECS}service-revision/production/web/{number}"
        world.put(ServiceRevision(service_revision_arn=arn, task_definition=f"{ECS}task-definition/web:{number}"))
    return world


UNDER_WAY = (rollout(8, "IN_PROGRESS"), rollout(7, "SUCCESSFUL"))


async def test_a_deployment_under_way_is_rolled_back() -> None:
    world = rolling(*UNDER_WAY)
    async with sitting(world, cluster="production") as person:
        await planned(person, "R")
        assert person.says("roll back web in production .*deployment +web:8 under way → rolled back")
        assert person.says("task definition web:8 → web:7")
        assert person.says("ECS runs 3 tasks of web:7 again")
        assert person.says("aws ecs stop-service-deployment")
        assert not world.carried_out

        await confirmed(person, "y")
        (call,) = world.carried_out
        assert (call.operation, call.parameters) == (
            "StopServiceDeployment",
            {"serviceDeploymentArn": UNDER_WAY[0].service_deployment_arn, "stopType": "ROLLBACK"},
        )
        assert "roll back web" in told(person)
        assert "2 cockpit" in told(person)

        await planned(person, "u")
        assert person.says("take back: roll back web"), "the revision that was given up is deployed again"


async def test_a_restart_is_rolled_back_to_the_tasks_before_it_and_not_begun_again() -> None:
    again = rollout(
        9, "IN_PROGRESS", target_service_revision=RevisionShare(arn=f"{ECS}service-revision/production/web/8")
    )
    world = rolling(again, rollout(8, "SUCCESSFUL"))
    async with sitting(world, cluster="production") as person:
        await planned(person, "R")
        assert person.says("ECS stops the new tasks of web:8, and keeps 3 tasks of it as before the restart")
        await confirmed(person, "y")
        assert [call.operation for call in world.carried_out] == ["StopServiceDeployment"]

        await planned(person, "u")
        assert person.says("nothing that was changed from here can be taken back")


async def test_it_is_refused_when_the_deployment_has_ended_meanwhile() -> None:
    world = rolling(*UNDER_WAY)
    async with sitting(world, cluster="production") as person:
        await planned(person, "R")
        world.put(rollout(8, "SUCCESSFUL"))
        await confirmed(person, "y")

        assert not world.carried_out
        assert "changed meanwhile: deployment was web:8 under way and is none under way" in told(person)


async def test_it_is_refused_when_another_deployment_has_begun_meanwhile() -> None:
    world = rolling(*UNDER_WAY)
    async with sitting(world, cluster="production") as person:
        await planned(person, "R")
        world.put(rollout(8, "STOPPED"), rollout(9, "IN_PROGRESS"))
        await confirmed(person, "y")

        assert not world.carried_out
        assert "changed meanwhile: deployment was web:8 under way and is web:9 under way" in told(person)


async def test_the_revision_before_is_deployed_where_nothing_is_under_way() -> None:
    world = rolling(rollout(8, "SUCCESSFUL"), rollout(7, "SUCCESSFUL"), primary=ecs_deployment("web", 8, 3))
    async with sitting(world, cluster="production") as person:
        await planned(person, "R")
        assert person.says("task definition web:8 → web:7")
        assert person.says("deployment none under way → a new one, of web:7")
        await confirmed(person, "y")

        (call,) = world.carried_out
        assert (call.operation, call.parameters["taskDefinition"]) == ("UpdateService", "web:7")


async def test_one_that_goes_back_already_is_not_stopped_again() -> None:
    async with sitting(rolling(rollout(8, "ROLLBACK_IN_PROGRESS")), cluster="production") as person:
        await planned(person, "R")

        assert person.says("its deployment is rollback in progress already")


async def test_nowhere_to_go_back_to() -> None:
    world = rolling(rollout(8, "IN_PROGRESS"))
    async with sitting(world, cluster="production") as person:
        await planned(person, "R")
        assert person.says("no revision was deployed completely before")
        await planned(person, "a")
        assert person.says("AWS documents ROLLBACK only")
        await confirmed(person, "y")

        assert world.carried_out[0].parameters["stopType"] == "ABORT"


async def test_without_the_permission_to_list_only_what_is_under_way_is_stopped() -> None:
    world = rolling(*UNDER_WAY)
    world.errors["ListServiceDeployments"] = DENIED
    async with sitting(world, cluster="production") as person:
        await planned(person, "R")
        assert person.says("the revision it goes back to: not checked, .*not allowed")
        await confirmed(person, "y")

        assert world.carried_out[0].operation == "StopServiceDeployment"


async def test_without_the_permission_to_list_no_revision_is_guessed() -> None:
    world = rolling(rollout(8, "SUCCESSFUL"), primary=ecs_deployment("web", 8, 3))
    world.errors["ListServiceDeployments"] = DENIED
    async with sitting(world, cluster="production") as person:
        await planned(person, "R")

        assert person.says("which revision ran before is not known: ecs:ListServiceDeployments is not allowed")


@pytest.mark.parametrize("has_landed", [True, False])
async def test_a_lost_answer_is_looked_into(has_landed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    world = rolling(*UNDER_WAY)
    sent = []

    async def lost(call: Call, doing: str, token: str = "") -> Outcome:
        sent.append(call.operation)
        if has_landed:
            world.put(rollout(8, "ROLLBACK_IN_PROGRESS"))
        raise Unreachable(doing, "the connection was closed")

    monkeypatch.setattr(world, "carry_out", lost)
    async with sitting(world, cluster="production") as person:
        await planned(person, "R")
        await confirmed(person, "y")
        if not has_landed:
            await asyncio.gather(*person.app.context.runs._tasks.values())
            await settled(person.app)

        assert sent == ["StopServiceDeployment"]
        assert ("AWS may have done it, or not" in told(person)) is not has_landed


PAUSED = rollout(
    8,
    "IN_PROGRESS",
    lifecycle_stage="POST_TEST_TRAFFIC_SHIFT",
    lifecycle_hook_details=(DeploymentHook(hook_id="hook-1", target_type="PAUSE", status="AWAITING_ACTION"),),
)


async def test_a_deployment_that_waits_goes_on() -> None:
    world = rolling(PAUSED, rollout(7, "SUCCESSFUL"))
    async with sitting(world, cluster="production") as person:
        await planned(person, "p")
        assert person.says("go on with the deployment of web in production")
        assert person.says("hook at POST_TEST_TRAFFIC_SHIFT waits → goes on")
        await confirmed(person, "y")

        (call,) = world.carried_out
        assert call.operation == "ContinueServiceDeployment"
        assert call.parameters == {
            "serviceDeploymentArn": PAUSED.service_deployment_arn,
            "hookId": "hook-1",
            "action": "CONTINUE",
        }


async def test_a_deployment_that_waits_can_be_rolled_back_instead() -> None:
    world = rolling(PAUSED, rollout(7, "SUCCESSFUL"))
    async with sitting(world, cluster="production") as person:
        await planned(person, "p")
        await planned(person, "b")
        assert person.says("goes back to web:7")
        await confirmed(person, "y")

        assert world.carried_out[0].parameters["action"] == "ROLLBACK"


async def test_nothing_waits() -> None:
    async with sitting(rolling(*UNDER_WAY), cluster="production") as person:
        await planned(person, "p")

        assert person.says("no deployment of it waits for a person")
        assert panel(person).is_open


async def test_after_a_question_and_its_plan_the_table_has_the_keys_again() -> None:
    async with sitting(rolling(rollout(8, "SUCCESSFUL")), cluster="production") as person:
        await person.press("D")
        await person.type(":7")
        await planned(person, "enter")
        await person.press("escape")

        assert person.app.focused is person.table
