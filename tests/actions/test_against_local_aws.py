"""Changes over a network that breaks in their midst, against the local AWS: nothing is made twice, nothing is lost."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from fargate_tui.actions.catalogue import BY_ID
from fargate_tui.actions.errand import Reach
from fargate_tui.actions.running import Runs
from fargate_tui.aws.account import Aws
from fargate_tui.aws.session import ConnectionSettings, connect
from fargate_tui.fargate.changes import Subject
from fargate_tui.fargate.records import CallerIdentity
from fargate_tui.fargate.runs import Run
from fargate_tui.live.clock import WallClock
from fargate_tui.live.history import Journal
from tests.local_aws import REGION, LocalAws

OPS = CallerIdentity(account="123456789012", arn="arn:aws:iam::123456789012:user/ops", region=REGION)


class Quick(WallClock):
    """The clock of this machine, on which nobody waits."""

    async def sleep(self, seconds: float) -> None:
        """Let others go on."""
        await asyncio.sleep(0)


@pytest.fixture
def cluster(own_local_aws: LocalAws, request: pytest.FixtureRequest) -> str:
    """A cluster of the test's own with a service ``web`` of two tasks, whose autoscaling goes up to 4."""
    name = f"changed-{zlib.crc32(request.node.name.encode()):08x}"
    ecs, aws = own_local_aws.client("ecs"), own_local_aws
    ecs.create_cluster(clusterName=name)
    ecs.register_task_definition(
        family=name, networkMode="awsvpc", requiresCompatibilities=["FARGATE"], cpu="256", memory="512",
        containerDefinitions=[{"name": "app", "image": "nginx"}],
    )  # fmt: skip
    subnets = [subnet["SubnetId"] for subnet in aws.client("ec2").describe_subnets()["Subnets"]]
    network = {"awsvpcConfiguration": {"subnets": subnets[:1], "assignPublicIp": "ENABLED"}}
    ecs.create_service(
        cluster=name, serviceName="web", taskDefinition=name, desiredCount=2, launchType="FARGATE",
        networkConfiguration=network,
    )  # fmt: skip
    aws.advance(120)
    ecs.register_task_definition(
        family=name, networkMode="awsvpc", requiresCompatibilities=["FARGATE"], cpu="256", memory="512",
        containerDefinitions=[{"name": "app", "image": "nginx:2"}],
    )  # fmt: skip
    aws.client("application-autoscaling").register_scalable_target(
        ServiceNamespace="ecs", ResourceId=f"service/{name}/web", ScalableDimension="ecs:service:DesiredCount",
        MinCapacity=1, MaxCapacity=4,
    )  # fmt: skip
    return name


@asynccontextmanager
async def connected(aws: LocalAws, monkeypatch: pytest.MonkeyPatch, *, read_only: bool = False) -> AsyncIterator[Runs]:
    for name, value in aws.environment.items():
        monkeypatch.setenv(name, value)
    connection: Aws = await connect(
        ConnectionSettings(region=REGION, endpoint_url=aws.url, read_only=lambda: read_only)
    )

    @asynccontextmanager
    async def use() -> AsyncIterator[Aws]:
        yield connection

    runs = Runs(Reach(use, lambda: OPS, Quick(), Journal(None)), BY_ID)
    yield runs
    await runs.close()
    await connection.close()


async def until(runs: Runs, done: Callable[[Run], bool]) -> Run:
    """The newest run once it has come so far."""
    async with asyncio.timeout(60):
        async for told in runs.follow():
            if told and done(told[0]):
                return told[0]
    raise AssertionError


def has_been_sent(run: Run) -> bool:
    """Whether each step was answered, or was in doubt."""
    states = {(step.state, step.words) for step in run.steps}
    return not any(state in ("waiting", "sending") for state, _ in states)


def service_subject(aws: LocalAws, cluster: str) -> Subject:
    (found,) = aws.client("ecs").describe_services(cluster=cluster, services=["web"])["services"]
    return Subject(kind="service", arn=found["serviceArn"], name="web", cluster=cluster)


def service_state(aws: LocalAws, cluster: str) -> dict[str, Any]:
    found: dict[str, Any] = aws.control("state")["clusters"][cluster]["services"]["web"]
    return found


def calls(aws: LocalAws, name: str) -> int:
    return int(aws.control("state")["calls"].get(name, 0))


async def resumed(runs: Runs, run: Run, look: Callable[[Run], Awaitable[Run]]) -> Run:
    """Go on with it as often as it was in doubt."""
    while run.state == "no answer":
        runs.resume(run.arn)
        run = await look(run)
    return run


@pytest.mark.parametrize("times", [1, 3, 4])
@pytest.mark.parametrize("kind", ["drop_answer", "drop_request"])
@pytest.mark.parametrize(
    ("action", "answer", "desired", "deployments"),
    [
        ("service.scale", "4", 4, 1),
        ("service.scale", "6 max=6", 6, 1),
        ("service.deploy", "new", 2, 2),
        ("service.deploy", ":2", 2, 2),
    ],
)
async def test_nothing_is_made_twice(
    own_local_aws: LocalAws, cluster: str, monkeypatch: pytest.MonkeyPatch,
    kind: str, times: int, action: str, answer: str, desired: int, deployments: int,
) -> None:  # fmt: skip
    aws = own_local_aws
    async with connected(aws, monkeypatch) as runs:
        plan = await runs.plan(action, [service_subject(aws, cluster)], answer)
        aws.fault(kind, service="ecs", operation="UpdateService", count=times)
        runs.start(plan)
        run = await until(runs, has_been_sent)

        async def look(_: Run) -> Run:
            return await until(runs, has_been_sent)

        run = await resumed(runs, run, look)
        assert run.state in ("going", "done"), run.words
        now = service_state(aws, cluster)
        assert (now["desired"], now["deployments_begun"]) == (desired, deployments)
        target = aws.client("application-autoscaling").describe_scalable_targets(
            ServiceNamespace="ecs", ResourceIds=[f"service/{cluster}/web"]
        )["ScalableTargets"]
        assert [each["MaxCapacity"] for each in target] == [6 if "max" in answer else 4]
        aws.advance(600)
        run = await until(runs, lambda run: not run.is_going)
        assert run.state == "done", run.words
        (entry,) = await runs.journal.entries()
        assert entry.result == "done"


@pytest.mark.parametrize("kind", ["drop_answer", "drop_request"])
async def test_one_task_is_stopped_once(
    own_local_aws: LocalAws, cluster: str, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    aws = own_local_aws
    (first, second) = aws.client("ecs").list_tasks(cluster=cluster)["taskArns"]
    async with connected(aws, monkeypatch) as runs:
        subject = Subject(kind="task", arn=first, name=first[-32:], cluster=cluster)
        plan = await runs.plan("task.stop", [subject], "try")
        aws.fault(kind, service="ecs", operation="StopTask", count=4)
        runs.start(plan)
        run = await until(runs, has_been_sent)
        while run.state == "no answer":
            runs.resume(run.arn)
            run = await until(runs, has_been_sent)
        aws.advance(300)
        assert (await until(runs, lambda run: not run.is_going)).state == "done"
    assert second in aws.client("ecs").list_tasks(cluster=cluster)["taskArns"]


async def test_a_read_only_connection_sends_nothing(
    own_local_aws: LocalAws, cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    aws = own_local_aws
    async with connected(aws, monkeypatch, read_only=True) as runs:
        plan = await runs.plan("service.scale", [service_subject(aws, cluster)], "4")
        sent = calls(aws, "ecs:UpdateService")
        runs.start(plan)
        run = await until(runs, lambda run: not run.is_going)
        assert run.state == "refused"
        assert "read-only" in run.words
        assert calls(aws, "ecs:UpdateService") == sent
    assert service_state(aws, cluster)["desired"] == 2


async def test_what_somebody_else_has_changed_is_refused(
    own_local_aws: LocalAws, cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    aws = own_local_aws
    async with connected(aws, monkeypatch) as runs:
        plan = await runs.plan("service.scale", [service_subject(aws, cluster)], "4")
        aws.client("ecs").update_service(cluster=cluster, service="web", desiredCount=3)
        runs.start(plan)
        run = await until(runs, lambda run: not run.is_going)
        assert run.state == "refused"
        assert "desired count was 2 and is 3" in run.words
    assert service_state(aws, cluster)["desired"] == 3
