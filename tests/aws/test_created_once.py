"""Every call by which wizards create or take back, over a network that loses it or its answer: it is done once."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fargate_tui.actions.creating.plan import creation_plan
from fargate_tui.actions.running import Runs
from fargate_tui.aws.creating import CREATING
from fargate_tui.aws.sdk import ATTEMPTS
from fargate_tui.fargate.changes import Plan
from fargate_tui.fargate.drafts.creations import Creation, Request
from fargate_tui.fargate.runs import Run
from tests.actions import creations as of
from tests.aws.making import connected, left_of, place, until, words
from tests.local_aws import LocalAws

Making = Callable[[str, str, Sequence[str]], tuple[Creation, ...]]


@dataclass(frozen=True)
class Case:
    """A call that is cut off, and what is made by it and all that it stands on."""

    operation: str
    making: Making
    is_taking_back: bool = False

    def __str__(self) -> str:
        return self.operation


def _group(name: str, vpc: str, subnets: Sequence[str]) -> tuple[Creation, ...]:
    del subnets
    return (of.balancer_group(name, vpc),)


def _listening(name: str, vpc: str, subnets: Sequence[str]) -> tuple[Creation, ...]:
    return (
        of.balancer_group(name, vpc), of.target_group(name, vpc), of.balancer(name, subnets), of.listener(name),
        of.rule(name),
    )  # fmt: skip


def _role(name: str, vpc: str, subnets: Sequence[str]) -> tuple[Creation, ...]:
    del vpc, subnets
    return (of.role(name),)


def _log_group(name: str, vpc: str, subnets: Sequence[str]) -> tuple[Creation, ...]:
    del vpc, subnets
    return (of.log_group(name),)


CASES = (
    Case("CreateCluster", lambda name, vpc, subnets: (of.cluster(name),)),
    Case("CreateService", of.scorekeep),
    Case("CreateLogGroup", _log_group),
    Case("PutRetentionPolicy", _log_group),
    Case("DeleteLogGroup", _log_group, is_taking_back=True),
    Case("CreateRole", _role),
    Case("AttachRolePolicy", _role),
    Case("PutRolePolicy", _role),
    Case("DetachRolePolicy", _role, is_taking_back=True),
    Case("DeleteRolePolicy", _role, is_taking_back=True),
    Case("DeleteRole", _role, is_taking_back=True),
    Case("CreateSecurityGroup", _group),
    Case("AuthorizeSecurityGroupIngress", _group),
    Case("DeleteSecurityGroup", _group, is_taking_back=True),
    Case("CreateLoadBalancer", _listening),
    Case("CreateTargetGroup", _listening),
    Case("ModifyTargetGroupAttributes", _listening),
    Case("CreateListener", _listening),
    Case("CreateRule", _listening),
    Case("DeleteLoadBalancer", _listening, is_taking_back=True),
    Case("DeleteTargetGroup", _listening, is_taking_back=True),
    Case("DeleteListener", _listening, is_taking_back=True),
    Case("DeleteRule", _listening, is_taking_back=True),
)
REPEATED = {operation.name for operation in CREATING if operation.repeats}
ALONE = ("CreateServiceLinkedRole", "RevokeSecurityGroupIngress")
"""Of which each has a test of its own."""


def test_every_call_of_the_wizards_is_tried() -> None:
    assert {case.operation for case in CASES} | set(ALONE) == {operation.name for operation in CREATING}


@pytest.fixture
async def runs(
    own_local_aws: LocalAws, bare_machine: Any, monkeypatch: pytest.MonkeyPatch, no_pause: None
) -> AsyncIterator[Runs]:
    async with connected(own_local_aws, monkeypatch) as made:
        yield made


async def carried(runs: Runs, plan: Plan) -> Run:
    """Carry a plan out, and go on with it as often as nobody knows."""
    runs.start(plan)
    run = await until(runs)
    for _ in range(2):
        if run.state == "no answer":
            assert any("AWS may have done it, or not" in step.words for step in run.steps)
            runs.resume(run.arn)
            run = await until(runs)
    assert run.state == "done", words(run)
    return run


def carried_out(aws: LocalAws, operation: str) -> int:
    """How often AWS has done it."""
    calls = Counter(aws.control("state")["calls"])
    return sum(count for action, count in calls.items() if action.endswith(f":{operation}"))


@pytest.mark.parametrize("way", ["drop_request", "drop_answer"])
@pytest.mark.parametrize("case", CASES, ids=str)
async def test_it_is_done_once(own_local_aws: LocalAws, runs: Runs, case: Case, way: str) -> None:
    aws, name = own_local_aws, f"once{CASES.index(case)}-{way[5:8]}"
    before = carried_out(aws, case.operation)
    making = creation_plan("create it", case.making(name, *place(aws)))
    # What may be repeated is, within one attempt of ours; a second time it changes nothing.
    repeats = case.operation in REPEATED
    if not case.is_taking_back:
        aws.fault(way, operation=case.operation, count=ATTEMPTS if repeats and way == "drop_request" else 1)
    await carried(runs, making)
    aws.clear_faults()
    back = await runs.plan_undo(*await runs.last_undoable())
    if case.is_taking_back:
        aws.fault(way, operation=case.operation, count=1)
    await carried(runs, back)
    assert left_of(aws, name) == []
    assert carried_out(aws, case.operation) - before == (2 if repeats and way == "drop_answer" else 1)


@pytest.mark.parametrize("way", ["drop_request", "drop_answer"])
async def test_a_group_that_there_is_is_opened_once_and_closed_once(
    own_local_aws: LocalAws, runs: Runs, way: str
) -> None:
    aws, ec2 = own_local_aws, own_local_aws.client("ec2")
    group = ec2.create_security_group(GroupName=f"open-{way}", Description="a test", VpcId=place(aws)[0])["GroupId"]
    rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
    opening = of.made(
        "security-group", f"open-{way}",
        ("ec2", "AuthorizeSecurityGroupIngress", {"GroupId": group, "IpPermissions": [rule]}),
    )  # fmt: skip

    def ports() -> list[int]:
        (found,) = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
        return [each["FromPort"] for each in found["IpPermissions"]]

    aws.fault(way, operation="AuthorizeSecurityGroupIngress", count=1)
    await carried(runs, creation_plan("open it", (opening,)))
    assert ports() == [443]
    aws.fault(way, operation="RevokeSecurityGroupIngress", count=1)
    await carried(runs, await runs.plan_undo(*await runs.last_undoable()))
    assert ports() == []
    ec2.delete_security_group(GroupId=group)


async def test_the_service_linked_role_is_made_once_and_stays(own_local_aws: LocalAws, runs: Runs) -> None:
    aws, iam = own_local_aws, own_local_aws.client("iam")
    linked = Request(
        service="iam", operation="CreateServiceLinkedRole", parameters={"AWSServiceName": "ecs.amazonaws.com"}
    )
    role = Creation(kind="role", name="AWSServiceRoleForECS", words="for ECS itself", requests=(linked,))
    before = carried_out(aws, "CreateServiceLinkedRole")
    with suppress(ClientError):
        iam.delete_role(RoleName=role.name)
    aws.fault("drop_answer", operation="CreateServiceLinkedRole", count=1)
    await carried(runs, creation_plan("create it", (role,)))
    assert (await carried(runs, creation_plan("create it", (role,)))).steps[0].words == "exists already"
    assert carried_out(aws, "CreateServiceLinkedRole") - before == 1
    assert not [entry for entry in await runs.journal.entries() if entry.can_be_undone]
