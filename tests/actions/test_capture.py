"""The capture of ECS events: what is planned, what a local AWS makes of it, and how it is taken back."""

import json
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError

from fargate_tui.actions.action import Bench
from fargate_tui.actions.capture import RULE
from fargate_tui.actions.catalogue import BY_ID
from fargate_tui.aws.account import Aws
from fargate_tui.aws.session import ConnectionSettings, connect
from fargate_tui.fargate.captures import GROUP, group_subject
from fargate_tui.fargate.changes import Subject
from fargate_tui.fargate.errors import Invalid
from fargate_tui.live.backfill import GROUPS, Backfill
from fargate_tui.live.recorder import Recorder
from tests.fargate.test_captures import ended
from tests.live.held_clock import HeldClock
from tests.local_aws import REGION, LocalAws

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
OURS = group_subject(REGION, "123456789012")


@pytest.fixture
async def aws(own_local_aws: LocalAws, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Aws]:
    for name, value in own_local_aws.environment.items():
        monkeypatch.setenv(name, value)
    opened = await connect(ConnectionSettings(region=REGION, endpoint_url=own_local_aws.url))
    forget(own_local_aws)
    yield opened
    await opened.close()
    forget(own_local_aws)


def forget(local_aws: LocalAws) -> None:
    """Leave nothing of a capture: the account is shared."""
    events, logs = local_aws.client("events"), local_aws.client("logs")
    with suppress(ClientError):
        events.remove_targets(Rule=RULE, Ids=["log-group"])
    with suppress(ClientError):
        events.delete_rule(Name=RULE)
    with suppress(ClientError):
        logs.delete_resource_policy(policyName=RULE)
    for group in logs.describe_log_groups(logGroupNamePrefix=GROUP)["logGroups"]:
        logs.delete_log_group(logGroupName=group["logGroupName"])


async def carry_out(aws: Aws, action: str) -> tuple[str, ...]:
    plan = await BY_ID[action].plan((OURS,), "", Bench(aws=aws, now=NOW, region=REGION))
    for change in plan.changes:
        for call in change.calls:
            await aws.changes.carry_out(call, plan.title)
    return tuple(call.operation for change in plan.changes for call in change.calls)


async def test_it_is_set_up_read_from_and_taken_back(aws: Aws, own_local_aws: LocalAws) -> None:
    assert await carry_out(aws, "events.capture") == (
        "CreateLogGroup", "PutRetentionPolicy", "PutResourcePolicy", "PutRule", "PutTargets"
    )  # fmt: skip
    events, logs = own_local_aws.client("events"), own_local_aws.client("logs")
    pattern = json.loads(events.describe_rule(Name=RULE)["EventPattern"])
    assert pattern["source"] == ["aws.ecs"]
    (target,) = events.list_targets_by_rule(Rule=RULE)["Targets"]
    assert target["Arn"] == OURS.arn
    (group,) = logs.describe_log_groups(logGroupNamePrefix=GROUP)["logGroups"]
    assert (group["logGroupName"], group["retentionInDays"]) == (GROUP, 30)

    with pytest.raises(Invalid, match="captured already"):
        await carry_out(aws, "events.capture")

    assert await carry_out(aws, "events.let_be") == ("RemoveTargets", "DeleteRule", "DeleteResourcePolicy")
    assert RULE not in [rule["Name"] for rule in events.list_rules()["Rules"]]
    assert logs.describe_log_groups(logGroupNamePrefix=GROUP)["logGroups"], "what it holds is not lost"
    with pytest.raises(Invalid, match="not captured"):
        await carry_out(aws, "events.let_be")
    assert (await carry_out(aws, "events.capture"))[0] == "PutResourcePolicy", "what is there is not made again"
    await carry_out(aws, "events.let_be")


async def test_what_it_writes_is_what_back_fill_reads(aws: Aws, own_local_aws: LocalAws) -> None:
    logs = own_local_aws.client("logs")
    now = datetime.fromisoformat(own_local_aws.control("clock")["now"])
    logs.create_log_group(logGroupName=f"{GROUP}-read")
    logs.create_log_stream(logGroupName=f"{GROUP}-read", logStreamName="a")
    event = {"timestamp": int(now.timestamp() * 1000) - 60_000, "message": ended()}
    logs.put_log_events(logGroupName=f"{GROUP}-read", logStreamName="a", logEvents=[event])
    recorder = Recorder(None, HeldClock())
    reading = Backfill(recorder)
    await reading.read(aws.logs(None), now.replace(hour=0, minute=0))
    await recorder.close()
    assert reading.tasks == 1
    assert 1 <= reading.groups <= GROUPS


async def test_without_an_account_there_is_nothing_to_set_up(aws: Aws) -> None:
    nobody = Subject(kind="log-group", arn=group_subject(REGION, "").arn, name=GROUP)
    with pytest.raises(Invalid, match="not known yet whose account"):
        await BY_ID["events.capture"].plan((nobody,), "", Bench(aws=aws, now=NOW, region=REGION))


@pytest.mark.parametrize(
    ("region", "partition"), [("eu-west-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")]
)
def test_the_group_is_named_in_the_partition_of_its_region(region: str, partition: str) -> None:
    assert group_subject(region, "1").arn == f"arn:{partition}:logs:{region}:1:log-group:{GROUP}"
