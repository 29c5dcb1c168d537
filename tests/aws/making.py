"""What tests of wizards' actions stand on: an account in the local AWS whose clock nobody waits for."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from fargate_tui.actions.catalogue import ALL
from fargate_tui.actions.errand import Reach
from fargate_tui.actions.running import Runs
from fargate_tui.aws.account import Aws
from fargate_tui.aws.session import ConnectionSettings, connect
from fargate_tui.fargate.records import CallerIdentity
from fargate_tui.fargate.runs import Run
from fargate_tui.live.clock import WallClock
from fargate_tui.live.history import Journal
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


def left_of(aws: LocalAws, name: str) -> list[str]:
    """What is left of it."""
    ecs, elbv2, ec2, iam = (aws.client(each) for each in ("ecs", "elbv2", "ec2", "iam"))
    clusters = ecs.describe_clusters(clusters=[name])["clusters"]
    found = [each["clusterArn"] for each in clusters if each["status"] == "ACTIVE"]
    found += ecs.list_task_definitions(familyPrefix=name)["taskDefinitionArns"]
    found += [each["LoadBalancerName"] for each in elbv2.describe_load_balancers()["LoadBalancers"]]
    found += [each["TargetGroupName"] for each in elbv2.describe_target_groups()["TargetGroups"]]
    found += [each["GroupName"] for each in ec2.describe_security_groups()["SecurityGroups"]]
    pages = iam.get_paginator("list_roles").paginate()
    found += [each["RoleName"] for page in pages for each in page["Roles"]]
    found += [
        each["logGroupName"]
        for each in aws.client("logs").describe_log_groups(logGroupNamePrefix=f"/ecs/{name}")["logGroups"]
    ]
    return [each for each in found if name in each]
