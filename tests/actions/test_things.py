"""Deleting services and clusters, their settings and tags: what is planned, and what a local AWS makes of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from fargate_tui.actions.action import Bench
from fargate_tui.actions.catalogue import BY_ID
from fargate_tui.actions.errand import Reach
from fargate_tui.actions.running import Runs
from fargate_tui.actions.tags import read_tag
from fargate_tui.fargate.changes import Change, Plan, Subject
from fargate_tui.fargate.errors import AwsError, Invalid
from fargate_tui.fargate.records import CircuitBreaker, DeploymentConfiguration, LoadBalancer, ScalableTarget, Tag
from fargate_tui.fargate.records.service import DeploymentController
from fargate_tui.fargate.runs import Run
from fargate_tui.live.clock import WallClock
from fargate_tui.live.history import Journal
from fargate_tui.live.store import Store
from tests.live.small_aws import SmallAws, cluster, service
from tests.local_aws import ACCESS_KEY, REGION, SECRET_KEY, LocalAws

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


@pytest.fixture
def aws() -> SmallAws:
    return SmallAws()


def subject(kind: Any, aws: SmallAws) -> Subject:
    if kind == "cluster":
        found = next(iter(aws.clusters.values()))
        return Subject(kind=kind, arn=found.cluster_arn, name=found.cluster_name)
    one = next(iter(aws.services.values()))
    return Subject(kind=kind, arn=one.service_arn, name=one.service_name, cluster="prod")


async def planned(action: str, answer: str, aws: SmallAws) -> Plan:
    kind = BY_ID[action].kind
    return await BY_ID[action].plan([subject(kind, aws)], answer, Bench(aws, NOW, "us-east-1"))


def operations(change: Change) -> list[str]:
    return [call.operation for call in change.calls]


def said(plan: Plan) -> str:
    return "\n".join(effect.text for change in plan.changes for effect in change.effects)


async def test_a_service_is_drained_and_then_deleted(aws: SmallAws) -> None:
    group = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123"
    aws.put(service("web", desired_count=2, running_count=2, load_balancers=(LoadBalancer(target_group_arn=group),)))
    aws.scalable["web"] = ScalableTarget(resource_id="x", min_capacity=2, max_capacity=4)
    plan = await planned("service.delete", "", aws)
    assert operations(plan.changes[0]) == ["UpdateService", "DeleteService"]
    assert (plan.destroys, plan.typed) == (True, "web")
    assert plan.changes[0].undo is None
    assert "stops 2 tasks: nothing of it is left" in said(plan)
    assert "target group web gets nothing from it any more, and stays" in said(plan)
    assert "autoscaling holds it between 2 and 4" in said(plan)


async def test_an_idle_service_is_only_deleted(aws: SmallAws) -> None:
    aws.put(service("web", desired_count=0, running_count=0))
    plan = await planned("service.delete", "", aws)
    assert operations(plan.changes[0]) == ["DeleteService"]
    assert "stops" not in said(plan)


async def test_a_service_that_is_being_deleted_is_left_alone(aws: SmallAws) -> None:
    aws.put(service("web", status="DRAINING"))
    with pytest.raises(Invalid, match="it is being deleted already"):
        await planned("service.delete", "", aws)


async def test_a_cluster_with_something_in_it_is_not_deleted(aws: SmallAws) -> None:
    aws.put(cluster("prod", active_services_count=1, running_tasks_count=3))
    with pytest.raises(Invalid, match="it holds 1 service, 3 tasks; delete or stop those first"):
        await planned("cluster.delete", "", aws)


async def test_the_strategy_keeps_the_providers_that_were(aws: SmallAws) -> None:
    aws.put(cluster("prod", capacity_providers=("FARGATE", "mine")))
    plan = await planned("cluster.set", "strategy FARGATE=1+2 FARGATE_SPOT=3", aws)
    (call,) = plan.changes[0].calls
    assert call.parameters["capacityProviders"] == ["FARGATE", "mine", "FARGATE_SPOT"]
    assert call.parameters["defaultCapacityProviderStrategy"] == [
        {"capacityProvider": "FARGATE", "weight": 1, "base": 2},
        {"capacityProvider": "FARGATE_SPOT", "weight": 3},
    ]
    assert plan.changes[0].differences[0].before == "none"
    assert plan.changes[0].undo is not None
    assert plan.changes[0].undo.answer == "strategy none"


@pytest.mark.parametrize("answer", ["", "insights", "insights on", "strategy", "strategy EC2=1", "strategy FARGATE"])
async def test_what_is_no_setting_is_refused(aws: SmallAws, answer: str) -> None:
    aws.put(cluster("prod"))
    with pytest.raises(Invalid):
        await planned("cluster.set", answer, aws)


@pytest.mark.parametrize(
    ("answer", "read"),
    [("team=shop", ("team", "shop")), ("team=", ("team", "")), ("-team", ("team", None)), ("a=b=c", ("a", "b=c"))],
)
def test_a_tag_is_read(answer: str, read: tuple[str, str | None]) -> None:
    assert read_tag(answer) == read


@pytest.mark.parametrize("answer", ["", "team", "-", "=x", "aws:x=1", f"{'k' * 129}=1", f"k={'v' * 257}"])
def test_what_is_no_tag_is_refused(answer: str) -> None:
    with pytest.raises(Invalid):
        read_tag(answer)


@pytest.mark.parametrize(
    ("answer", "operation", "back"),
    [
        ("team=pay", "TagResource", "team=shop"),
        ("new=1", "TagResource", "-new"),
        ("-team", "UntagResource", "team=shop"),
    ],
)
async def test_a_tag_is_taken_back_by_what_was(aws: SmallAws, answer: str, operation: str, back: str) -> None:
    aws.put(service("web", tags=(Tag(key="team", value="shop"),)))
    plan = await planned("service.tag", answer, aws)
    assert operations(plan.changes[0]) == [operation]
    assert plan.changes[0].undo is not None
    assert plan.changes[0].undo.answer == back


async def test_what_is_so_already_sends_nothing(aws: SmallAws) -> None:
    aws.put(service("web", tags=(Tag(key="team", value="shop"),)))
    plan = await planned("service.tag", "team=shop", aws)
    assert plan.changes[0].calls == ()


SETTINGS = {
    "platform 1.4.0": ({"platformVersion": "1.4.0"}, "platform LATEST"),
    "exec on": ({"enableExecuteCommand": True, "forceNewDeployment": True}, "exec off"),
    "grace 60": ({"healthCheckGracePeriodSeconds": 60}, "grace 0"),
    "percent 50-150": (
        {
            "deploymentConfiguration": {
                "deploymentCircuitBreaker": {"enable": True},
                "minimumHealthyPercent": 50,
                "maximumPercent": 150,
            }
        },
        "percent 100-200",
    ),
    "breaker rollback": (
        {"deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}},
        "breaker on",
    ),
    "strategy FARGATE_SPOT=1": (
        {
            "capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 1}],
            "forceNewDeployment": True,
        },
        None,
    ),
    "rebalancing on": ({"availabilityZoneRebalancing": "ENABLED"}, "rebalancing off"),
}
"""What is typed, what is sent besides the service, and what takes it back."""


@pytest.mark.parametrize("answer", SETTINGS)
async def test_a_setting_sends_only_itself(aws: SmallAws, answer: str) -> None:
    breaker = DeploymentConfiguration(deployment_circuit_breaker=CircuitBreaker(enable=True))
    aws.put(service("web", launch_type="FARGATE", deployment_configuration=breaker))
    sent, back = SETTINGS[answer]
    (change,) = (await planned("service.set", answer, aws)).changes
    (call,) = change.calls
    named = {"cluster", "service"}
    assert {name: value for name, value in call.parameters.items() if name not in named} == sent
    assert (change.undo.answer if change.undo else None) == back


@pytest.mark.parametrize(
    "answer",
    ["", "platform", "platform 1", "exec yes", "grace -1", "percent 150-50", "percent 0-0", "breaker", "strategy X=1"],
)
async def test_what_is_no_setting_of_a_service_is_refused(aws: SmallAws, answer: str) -> None:
    aws.put(service("web"))
    with pytest.raises(Invalid):
        await planned("service.set", answer, aws)


async def test_a_setting_that_is_so_already_sends_nothing(aws: SmallAws) -> None:
    aws.put(service("web"))
    assert (await planned("service.set", "exec off", aws)).changes[0].calls == ()


@pytest.mark.parametrize(
    ("members", "action", "answer", "says"),
    [
        ({"resource_management_type": "ECS"}, "service.scale", "3", "Express Mode.*:set tasks 2-6"),
        ({"resource_management_type": "ECS"}, "service.deploy", "new", "Express Mode.*:set image NAME"),
        ({"resource_management_type": "ECS"}, "service.enable_exec", "on", "Express Mode.*no such setting"),
        (
            {"resource_management_type": "ECS"},
            "scaling.limits",
            "2 6",
            "Express Mode.*:set tasks 2-6, or hold cpu 60",
        ),
        ({"resource_management_type": "ECS"}, "service.set", "grace 60", "Express Mode.*tasks 1-20"),
        ({"deployment_controller": DeploymentController(type="CODE_DEPLOY")}, "service.deploy", "new", "CodeDeploy"),
        ({"deployment_controller": DeploymentController(type="EXTERNAL")}, "service.set", "exec on", "task sets"),
    ],
)
async def test_what_is_in_other_hands_is_refused(
    aws: SmallAws, members: dict[str, Any], action: str, answer: str, says: str
) -> None:
    aws.put(service("web", **members))
    with pytest.raises(Invalid, match=says):
        await planned(action, answer, aws)


# -- against the local AWS ---------------------------------------------------------------------------------------------


@asynccontextmanager
async def running(local_aws: LocalAws) -> AsyncIterator[Runs]:
    """What carries out changes at a local AWS."""
    from fargate_tui.aws.session import ConnectionSettings, connect

    async def connected() -> Any:
        return await connect(ConnectionSettings(region=REGION, endpoint_url=local_aws.url))

    clock = WallClock()
    store = Store(connected, clock=clock)
    runs = Runs(Reach(store.use, store.caller, clock, Journal(None)), BY_ID)
    try:
        yield runs
    finally:
        await runs.close()
        await store.close()


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY}.items():
        monkeypatch.setenv(name, value)


async def carried_out(runs: Runs, action: str, thing: Subject, answer: str = "") -> Run:
    """Plan it, confirm it, and wait until AWS has accepted or refused it."""
    plan = await runs.plan(action, [thing], answer)
    started = runs.start(plan)
    while True:
        run = next(run for run in runs.runs if run.arn == started.arn)
        if run.steps[0].state not in ("waiting", "sending"):
            return run
        await asyncio.sleep(0)


@pytest.mark.usefixtures("credentials")
async def test_settings_and_tags_arrive(own_local_aws: LocalAws) -> None:
    async with running(own_local_aws) as runs:
        await settings_and_tags_arrive(runs, own_local_aws)


async def settings_and_tags_arrive(runs: Runs, own_local_aws: LocalAws) -> None:
    ecs = own_local_aws.client("ecs")
    arn = ecs.create_cluster(clusterName="mine")["cluster"]["clusterArn"]
    mine = Subject(kind="cluster", arn=arn, name="mine")
    for action, answer in (
        ("cluster.set", "insights enhanced"),
        ("cluster.set", "strategy FARGATE_SPOT=2 FARGATE=1+1"),
        ("cluster.tag", "team=shop"),
        ("cluster.tag", "team=pay"),
    ):
        run = await carried_out(runs, action, mine, answer)
        assert run.state in ("done", "going"), run.words
    (found,) = ecs.describe_clusters(clusters=[arn], include=["SETTINGS", "TAGS"])["clusters"]
    assert found["settings"] == [{"name": "containerInsights", "value": "enhanced"}]
    assert {item["capacityProvider"] for item in found["defaultCapacityProviderStrategy"]} == {
        "FARGATE",
        "FARGATE_SPOT",
    }
    assert found["tags"] == [{"key": "team", "value": "pay"}]

    (entry,) = await runs.last_undoable()
    plan = await runs.plan_undo(entry)
    assert plan.changes[0].differences[0].after == "shop"
    assert (await carried_out(runs, "cluster.delete", mine)).state in ("done", "going")
    assert ecs.describe_clusters(clusters=[arn])["clusters"][0]["status"] == "INACTIVE"


@pytest.mark.usefixtures("credentials")
async def test_a_service_is_deleted_with_its_tasks(fresh_local_aws: LocalAws) -> None:
    async with running(fresh_local_aws) as runs:
        await a_service_is_deleted(runs, fresh_local_aws)


async def a_service_is_deleted(runs: Runs, local_aws: LocalAws) -> None:
    ecs = local_aws.client("ecs")
    (found,) = ecs.describe_services(cluster="default", services=["scorekeep"])["services"]
    thing = Subject(kind="service", arn=found["serviceArn"], name="scorekeep", cluster="default")
    with pytest.raises(AwsError, match="it holds 1 service"):
        await runs.plan("cluster.delete", [Subject(kind="cluster", arn=found["clusterArn"], name="default")], "")
    run = await carried_out(runs, "service.delete", thing)
    assert run.state == "going", run.words
    (left,) = ecs.describe_services(cluster="default", services=["scorekeep"])["services"]
    assert (left["status"], left["desiredCount"]) in (("DRAINING", 0), ("INACTIVE", 0))


async def test_a_plan_of_old_is_refused(aws: SmallAws) -> None:
    aws.put(service("web", desired_count=2, running_count=2))
    old = (await planned("service.delete", "", aws)).changes[0]
    (one,) = aws.services.values()
    aws.put(msgspec.structs.replace(one, running_count=3))
    new = (await planned("service.delete", "", aws)).changes[0]
    assert not old.is_like(new)
