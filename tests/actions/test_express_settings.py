"""Express Mode services: each setting is sent by its own operation, taken back as it was, and followed to its end."""

from typing import Any

import pytest

from fargate_tui.actions.action import Bench
from fargate_tui.actions.catalogue import BY_ID
from fargate_tui.fargate.changes import Plan
from fargate_tui.fargate.errors import Invalid, NotAllowed
from fargate_tui.fargate.records import Deployment
from tests.actions.errands import desk, subject_of
from tests.actions.test_things import NOW
from tests.live.small_aws import ECS, SmallAws, service

CONTAINER = {"image": "shop/web:1", "containerPort": 8080, "environment": [{"name": "DB_PASSWORD", "value": "hunter2"}]}
GIVEN = {
    "serviceRevisionArn": f"{ECS}service-revision/prod/web/1", "cpu": "256", "memory": "512", "createdAt": 1.0,
    "healthCheckPath": "/ping", "primaryContainer": CONTAINER,
    "scalingTarget": {"minTaskCount": 1, "maxTaskCount": 20, "autoScalingMetric": "AVERAGE_CPU",
                      "autoScalingTargetValue": 60},
}  # fmt: skip
PRIMARY = Deployment(id="ecs-svc/1", status="PRIMARY", rollout_state="COMPLETED", desired_count=2, running_count=2)


def express(**members: Any) -> Any:
    facts = {"resource_management_type": "ECS", "desired_count": 2, "running_count": 2, "deployments": (PRIMARY,)}
    return service("web", **{**facts, **members})


def put(aws: SmallAws, **members: Any) -> None:
    web = express()
    aws.put(web)
    older = {**GIVEN, "createdAt": 0.5, "cpu": "1024"}
    aws.raws["express-service", web.service_arn] = {"activeConfigurations": [older, {**GIVEN, **members}]}


async def planned(answer: str, aws: SmallAws, action: str = "service.set") -> Plan:
    return await BY_ID[action].plan([subject_of(express())], answer, Bench(aws, NOW, "us-east-1"))


SCALING = GIVEN["scalingTarget"]
SETTINGS: dict[str, tuple[dict[str, Any], str]] = {
    "tasks 2-6": ({"scalingTarget": {**SCALING, "minTaskCount": 2, "maxTaskCount": 6}}, "tasks 1-20"),  # type: ignore[dict-item]
    "hold memory 70": (
        {"scalingTarget": {**SCALING, "autoScalingMetric": "AVERAGE_MEMORY", "autoScalingTargetValue": 70}},  # type: ignore[dict-item]
        "hold cpu 60",
    ),
    "image shop/web:2": ({"primaryContainer": {**CONTAINER, "image": "shop/web:2"}}, "image shop/web:1"),
    "size 256/1024": ({"memory": "1024"}, "size 256/512"),
    "health /up": ({"healthCheckPath": "/up"}, "health /ping"),
}
"""What is typed, what is sent besides the service, and what takes it back."""


@pytest.mark.parametrize("answer", SETTINGS)
async def test_a_setting_is_sent_by_its_own_operation(answer: str) -> None:
    aws = SmallAws()
    put(aws)
    (change,) = (await planned(answer, aws)).changes
    sent, back = SETTINGS[answer]
    (call,) = change.calls
    assert (call.operation, call.parameters) == (
        "UpdateExpressGatewayService",
        {"serviceArn": express().service_arn, **sent},
    )
    assert change.undo is not None
    assert change.undo.answer == back
    assert change.aim == ("accepted" if answer.startswith(("tasks", "hold")) else "revised")


async def test_what_is_so_already_sends_nothing() -> None:
    aws = SmallAws()
    put(aws)
    assert all([not (await planned(back, aws)).changes[0].calls for _, back in SETTINGS.values()])


@pytest.mark.parametrize(
    "answer",
    ["", "tasks 6-2", "tasks 0-0", "hold disk 3", "hold cpu", "image", "image a b", "size 256/4096", "health up"],
)
async def test_what_is_no_setting_is_refused(answer: str) -> None:
    aws = SmallAws()
    put(aws)
    with pytest.raises(Invalid, match="no setting of an Express Mode service"):
        await planned(answer, aws)


async def test_the_image_of_a_task_definition_of_ones_own_is_not_set_here() -> None:
    aws = SmallAws()
    put(aws, primaryContainer={})
    with pytest.raises(Invalid, match="a task definition of your own"):
        await planned("image shop/web:2", aws)


async def test_a_missing_permission_is_named() -> None:
    aws = SmallAws()
    put(aws)
    aws.errors["raw express-service"] = NotAllowed(
        "describe express service", "no", "ecs:DescribeExpressGatewayService"
    )
    with pytest.raises(NotAllowed, match="describe express service"):
        await planned("tasks 2-6", aws)


async def test_what_is_offered_says_what_it_is_now() -> None:
    aws = SmallAws()
    put(aws)
    offered = await BY_ID["service.set"].choices(subject_of(express()), Bench(aws, NOW, "us-east-1"))
    assert [choice.value for choice in offered][:3] == ["tasks 2-6", "hold memory 70", "hold requests 1000"]
    assert ("image shop/web:1", "image, now shop/web:1") in [(each.value, each.hint) for each in offered]


async def test_it_is_deleted_by_its_own_operation() -> None:
    aws = SmallAws()
    put(aws)
    plan = await planned("", aws, "service.delete")
    (change,) = plan.changes
    assert [call.operation for call in change.calls] == ["DeleteExpressGatewayService"]
    assert (plan.destroys, plan.typed) == (True, "web")
    said = [effect.text for effect in change.effects]
    assert "all that ECS made for it goes too: load balancer, target groups, security groups, autoscaling" in said


async def test_the_deployment_that_follows_is_watched_to_its_end() -> None:
    async with desk() as at:
        put(at.aws)
        run = await at.do("service.set", "image shop/web:2", express())
        assert (run.steps[0].state, run.steps[0].words) == ("going", "begins")
        rolling = Deployment(id="ecs-svc/2", status="PRIMARY", rollout_state="IN_PROGRESS", desired_count=2)
        at.aws.put(express(deployments=(rolling, PRIMARY)))
        await at.wait(3)
        assert "0 of 2 running, 2 of the old left" in at.run(run.arn).steps[0].words
        done = Deployment(id="ecs-svc/2", status="PRIMARY", rollout_state="COMPLETED", desired_count=2, running_count=2)
        at.aws.put(express(deployments=(done,)))
        await at.wait(3)
        assert at.run(run.arn).steps[0].state == "done"
        (entry,) = await at.written()
        assert "hunter2" not in " ".join(entry.commands)
        assert "update-express-gateway-service" in entry.commands[0]


async def test_a_deployment_that_is_rolled_back_has_failed() -> None:
    async with desk() as at:
        put(at.aws)
        run = await at.do("service.set", "image shop/web:2", express())
        rolling = Deployment(id="ecs-svc/2", status="PRIMARY", rollout_state="IN_PROGRESS", desired_count=2)
        at.aws.put(express(deployments=(rolling, PRIMARY)))
        await at.wait(3)
        back = Deployment(id="ecs-svc/3", status="PRIMARY", rollout_state="COMPLETED", desired_count=2, running_count=2)
        failed = Deployment(id="ecs-svc/2", status="INACTIVE", rollout_state="FAILED", desired_count=0)
        at.aws.put(express(deployments=(back, failed)))
        await at.wait(3)
        assert at.run(run.arn).steps[0].state == "failed"


async def test_where_no_deployment_follows_that_is_said() -> None:
    async with desk() as at:
        put(at.aws)
        run = await at.do("service.set", "health /up", express())
        await at.wait(70)
        assert at.run(run.arn).steps[0].words == "2 of 2 running, no deployment was begun for it"
