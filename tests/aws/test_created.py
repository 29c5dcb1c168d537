"""All of Scorekeep on an account that has nothing, made and taken back, against the local AWS."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from fargate_tui.actions.catalogue import ALL
from fargate_tui.actions.creating.plan import creation_plan
from fargate_tui.actions.errand import Reach
from fargate_tui.actions.running import Runs
from fargate_tui.aws.account import Aws
from fargate_tui.aws.session import ConnectionSettings, connect
from fargate_tui.fargate.records import CallerIdentity
from fargate_tui.fargate.runs import Run
from fargate_tui.live.clock import WallClock
from fargate_tui.live.history import Journal
from tests.actions.creations import scorekeep
from tests.local_aws import REGION, LocalAws

OPS = CallerIdentity(account="123456789012", arn="arn:aws:iam::123456789012:user/ops", region=REGION)


class Pushing(WallClock):
    """A clock on which nobody waits: it pushes the local AWS's instead."""

    def __init__(self, aws: LocalAws) -> None:
        super().__init__()
        self._aws = aws
        self._ahead = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self._ahead

    async def sleep(self, seconds: float) -> None:
        self._ahead += seconds
        await asyncio.to_thread(self._aws.advance, seconds)


@asynccontextmanager
async def connected(aws: LocalAws, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Runs]:
    for name, value in aws.environment.items():
        monkeypatch.setenv(name, value)
    connection: Aws = await connect(ConnectionSettings(region=REGION, endpoint_url=aws.url))

    @asynccontextmanager
    async def use() -> AsyncIterator[Aws]:
        yield connection

    runs = Runs(Reach(use, lambda: OPS, Pushing(aws), Journal(None)), ALL)
    yield runs
    await runs.close()
    await connection.close()


@pytest.fixture
async def runs(
    own_local_aws: LocalAws, bare_machine: Any, monkeypatch: pytest.MonkeyPatch, no_pause: None
) -> AsyncIterator[Runs]:
    async with connected(own_local_aws, monkeypatch) as made:
        yield made


async def until(runs: Runs, done: Callable[[Run], bool] = lambda run: not run.is_going) -> Run:
    async with asyncio.timeout(90):
        async for told in runs.follow():
            if told and done(told[0]):
                return told[0]
    raise AssertionError


def words(run: Run) -> list[str]:
    return [f"{step.change.subject.kind}: {step.state}, {step.words}" for step in run.steps]


def place(aws: LocalAws) -> tuple[str, list[str]]:
    """The default VPC and two of its subnets."""
    subnets = aws.client("ec2").describe_subnets(Filters=[{"Name": "default-for-az", "Values": ["true"]}])["Subnets"]
    return subnets[0]["VpcId"], sorted(each["SubnetId"] for each in subnets)[:2]


async def test_all_of_scorekeep_is_made_in_order_and_taken_back(own_local_aws: LocalAws, runs: Runs) -> None:
    aws, name = own_local_aws, "sk-whole"
    vpc, subnets = place(aws)

    run = runs.start(creation_plan("create scorekeep", scorekeep(name, vpc, subnets)))
    run = await until(runs)

    assert [step.state for step in run.steps] == ["done"] * 13, words(run)
    aws.advance(300)
    (service,) = aws.client("ecs").describe_services(cluster=name, services=[name])["services"]
    assert (service["runningCount"], service["deployments"][0]["rolloutState"]) == (2, "COMPLETED")
    group = service["loadBalancers"][0]["targetGroupArn"]
    health = aws.client("elbv2").describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
    assert [each["TargetHealth"]["State"] for each in health] == ["healthy", "healthy"]

    plan = await runs.plan_undo(*await runs.last_undoable())
    assert [change.subject.kind for change in plan.changes] == [
        "scaling-policy", "scalable-target", "service", "task-definition", "listener-rule", "listener",
        "load-balancer", "target-group", "security-group", "security-group", "cluster", "role", "log-group",
    ]  # fmt: skip
    assert (plan.destroys, plan.typed) == (True, "13 things")
    runs.start(plan)
    run = await until(runs)

    assert [step.state for step in run.steps] == ["done"] * 13, words(run)
    assert gone(aws, name) == []
    assert all(entry.undone for entry in await runs.journal.entries() if not entry.undoes)


def gone(aws: LocalAws, name: str) -> list[str]:
    """What is left of it."""
    ecs, elbv2, ec2, iam = (aws.client(each) for each in ("ecs", "elbv2", "ec2", "iam"))
    found = [each for each in ecs.list_clusters()["clusterArns"] if each.endswith(f"/{name}")]
    found += ecs.list_task_definitions(familyPrefix=name)["taskDefinitionArns"]
    found += [each["LoadBalancerName"] for each in elbv2.describe_load_balancers()["LoadBalancers"]]
    found += [each["TargetGroupName"] for each in elbv2.describe_target_groups()["TargetGroups"]]
    found += [each["GroupName"] for each in ec2.describe_security_groups()["SecurityGroups"]]
    found += [each["RoleName"] for each in iam.list_roles()["Roles"]]
    found += [each["logGroupName"] for each in aws.client("logs").describe_log_groups()["logGroups"]]
    return [each for each in found if name in each]
