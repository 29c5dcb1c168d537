"""What a bad network, a busy AWS and a broken answer become, through the real SDK."""

import asyncio
import json
from typing import Any

import pytest

from fargate_tui.aws.account import Aws
from fargate_tui.aws.buckets import CLUSTER_READ
from fargate_tui.aws.budget import Budget
from fargate_tui.aws.session import ConnectionSettings, connect
from fargate_tui.fargate.errors import CredentialsExpired, NotAllowed, Throttled, Unreachable

GOOD = json.dumps({"clusterArns": ["arn:aws:ecs:eu-west-1:123456789012:cluster/default"]}).encode()
PAGE = b"<!DOCTYPE html><html><body>please log in to the wifi</body></html>"


async def list_clusters(aws: Aws) -> list[str]:
    return [arn async for page in aws.ecs.cluster_pages() for arn in page]


@pytest.mark.parametrize(
    "bad",
    [{"drop": True}, {"body": GOOD, "cut": True}, {"body": GOOD[:20]}, {"body": b""}],
    ids=["dropped", "cut off on the wire", "cut off by a proxy", "empty"],
)
async def test_a_broken_answer_is_asked_for_again(aws: Aws, scripted: Any, bad: dict[str, Any]) -> None:
    scripted.on("ListClusters", scripted.reply(**bad), scripted.reply(body=GOOD))

    assert await list_clusters(aws) == ["arn:aws:ecs:eu-west-1:123456789012:cluster/default"]
    assert scripted.times("ListClusters") == 2


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ({"drop": True}, "closed the connection before the answer was complete"),
        ({"body": GOOD, "cut": True}, "closed the connection before the answer was complete"),
        ({"body": GOOD[:20]}, "the answer was cut off"),
        ({"body": b""}, "the answer was cut off"),
        ({"body": b"gateway", "status": 502}, "AWS has a fault of its own"),
        ({"body": b"<html><body>Service Unavailable</body></html>", "status": 503}, "AWS has a fault of its own"),
        ({"body": PAGE, "status": 503}, "a web page came back"),
    ],
)
async def test_three_broken_answers_are_enough(aws: Aws, scripted: Any, bad: dict[str, Any], why: str) -> None:
    scripted.on("ListClusters", scripted.reply(**bad))

    with pytest.raises(Unreachable, match=f"^cannot list clusters: .*{why}"):
        await list_clusters(aws)
    assert scripted.times("ListClusters") == 3


@pytest.mark.parametrize("status", [200, 403])
async def test_a_login_page_is_no_answer_and_not_asked_for_again(aws: Aws, scripted: Any, status: int) -> None:
    scripted.on("ListClusters", scripted.reply(body=PAGE, status=status))

    with pytest.raises(Unreachable, match=rf"a web page came back instead of AWS's answer \(HTTP {status}\)"):
        await list_clusters(aws)
    assert scripted.times("ListClusters") == 1


async def test_json_of_another_shape_says_what_is_missing(aws: Aws, scripted: Any) -> None:
    scripted.on("DescribeTasks", {"tasks": [{"lastStatus": "RUNNING"}]})

    (answer,) = [answer async for answer in aws.ecs.describe_tasks("c", ["1"])]

    assert isinstance(answer.error, Unreachable)
    assert "the answer is not of AWS's shape" in str(answer.error)
    assert "taskArn" in str(answer.error)


async def test_nulls_of_emulators_count_as_absent(aws: Aws, scripted: Any) -> None:
    scripted.on("DescribeTasks", {"tasks": [{"taskArn": "a", "tags": None, "containers": [None], "startedAt": None}]})

    (answer,) = [answer async for answer in aws.ecs.describe_tasks("c", ["1"])]

    assert answer.error is None
    assert (answer.records[0].tags, answer.records[0].containers) == ((), ())


async def test_a_denial_names_the_action_and_who_lacks_it(aws: Aws, scripted: Any) -> None:
    message = (
        "User: arn:aws:sts::123456789012:assumed-role/ops-readonly/alice is not authorized to perform: "
        "ecs:ListServices on resource: * because no identity-based policy allows the ecs:ListServices action"
    )
    scripted.on("ListServices", scripted.error("AccessDeniedException", message))

    with pytest.raises(NotAllowed) as caught:
        _ = [page async for page in aws.ecs.service_pages("production")]

    assert str(caught.value) == "cannot list services of production: ecs:ListServices is not allowed for ops-readonly"
    assert caught.value.action == "ecs:ListServices"
    assert scripted.times("ListServices") == 1


async def test_a_throttle_that_passes_is_only_counted(aws: Aws, scripted: Any) -> None:
    scripted.on("ListClusters", scripted.error("ThrottlingException", "Rate exceeded"), scripted.reply(body=GOOD))

    assert len(await list_clusters(aws)) == 1
    (told,) = aws.calls.by_operation()
    assert (told.bucket, told.calls, told.throttled, told.failed) == ("cluster read", 2, 1, 1)
    assert told.last_error == ""
    assert told.median is not None
    assert aws.calls.per_minute() == 2


async def test_a_throttle_slows_everybody_who_shares_the_bucket(aws: Aws, scripted: Any) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    aws._clients._budget = Budget(clock=lambda: 0.0, sleep=sleep)
    scripted.on("ListClusters", scripted.error("ThrottlingException", "Rate exceeded"), scripted.reply(body=GOOD))

    await list_clusters(aws)

    assert slept == [pytest.approx(1 / CLUSTER_READ.refill)]


async def test_an_expired_token_says_what_to_run(aws: Aws, scripted: Any) -> None:
    expired = scripted.error("ExpiredTokenException", "The security token included in the request is expired")
    scripted.on("ListClusters", expired)

    with pytest.raises(CredentialsExpired) as caught:
        await list_clusters(aws)

    assert str(caught.value) == (
        "cannot list clusters: the credentials of profile default have expired; "
        "set new AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN"
    )


async def test_nobody_listens(aws: Aws, scripted: Any, no_pause: None, unused_tcp_port: int) -> None:
    elsewhere = await connect(
        ConnectionSettings(region="eu-west-1", endpoint_url=f"http://127.0.0.1:{unused_tcp_port}")
    )

    with pytest.raises(Unreachable, match=f"127.0.0.1:{unused_tcp_port} refuses connections"):
        await list_clusters(elsewhere)
    await elsewhere.close()


async def test_cancelling_the_task_cancels_the_call(aws: Aws, scripted: Any) -> None:
    asked = asyncio.Event()

    def never(_parameters: dict[str, Any]) -> Any:
        asked.set()
        return scripted.reply(body=GOOD, drop=True)

    scripted.on("ListClusters", never)
    task = asyncio.create_task(list_clusters(aws))
    await asked.wait()
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


async def test_one_client_is_made_for_many_askers(aws: Aws, scripted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from fargate_tui.aws.sdk import Sdk

    made: list[str] = []
    create = Sdk.create

    def counting(self: Sdk, service: str, attempts: Any, *, repeats: bool) -> Any:
        made.append(service)
        return create(self, service, attempts, repeats=repeats)

    monkeypatch.setattr(Sdk, "create", counting)
    scripted.on("ListClusters", scripted.reply(body=GOOD))

    await asyncio.gather(*(list_clusters(aws) for _ in range(8)))

    assert made == ["ecs"]


async def test_an_asker_who_gives_up_does_not_spoil_the_client(aws: Aws, scripted: Any) -> None:
    scripted.on("ListClusters", scripted.reply(body=GOOD))
    impatient = asyncio.create_task(list_clusters(aws))
    await asyncio.sleep(0)
    impatient.cancel()

    assert len(await list_clusters(aws)) == 1


async def test_xml_services_answer_too(aws: Aws, scripted: Any) -> None:
    scripted.on(
        "GetCallerIdentity",
        scripted.reply(
            body=b"""<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
            <GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/ops</Arn><UserId>AIDA</UserId>
            <Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"""
        ),
    )
    scripted.on(
        "DescribeTargetHealth",
        scripted.reply(
            body=b"""<DescribeTargetHealthResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
            <DescribeTargetHealthResult><TargetHealthDescriptions><member><HealthCheckPort>8080</HealthCheckPort>
            <TargetHealth><State>unhealthy</State><Reason>Target.Timeout</Reason>
            <Description>Request timed out</Description></TargetHealth>
            <Target><Id>10.0.1.17</Id><Port>8080</Port><AvailabilityZone>eu-west-1a</AvailabilityZone></Target>
            </member></TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>"""
        ),
    )

    identity = await aws.sts.caller_identity()
    (target,) = await aws.elb.target_health("arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/api/abc")

    assert (identity.account, identity.region, identity.profile) == ("123456789012", "eu-west-1", "default")
    assert identity.arn.endswith("user/ops")
    assert (target.target_id, target.port, target.state, target.reason) == (
        "10.0.1.17",
        8080,
        "unhealthy",
        "Target.Timeout",
    )
    assert target.target_group_arn.endswith("targetgroup/api/abc")


async def test_network_interfaces_are_filtered_and_paged(aws: Aws, scripted: Any) -> None:
    def interfaces(parameters: dict[str, Any]) -> Any:
        named = [value for name, value in parameters.items() if name.startswith("Filter.1.Value.")]
        assert len(named) <= 200
        assert parameters["Filter.1.Name"] == "network-interface-id"
        second = "NextToken" in parameters
        half = named[len(named) // 2 :] if second else named[: len(named) // 2]
        items = "".join(
            f"<item><networkInterfaceId>{eni}</networkInterfaceId><privateIpAddress>10.0.0.1</privateIpAddress>"
            f"<association><publicIp>54.1.2.3</publicIp></association>"
            f"<groupSet><item><groupId>sg-1</groupId></item></groupSet></item>"
            for eni in half
        )
        token = "" if second else "<nextToken>more</nextToken>"
        return scripted.reply(
            body=f"""<DescribeNetworkInterfacesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
            <networkInterfaceSet>{items}</networkInterfaceSet>{token}</DescribeNetworkInterfacesResponse>""".encode()
        )

    scripted.on("DescribeNetworkInterfaces", interfaces)
    ids = [f"eni-{number:04}" for number in range(450)]

    found = await aws.ec2.network_interfaces(ids)

    assert sorted(interface.network_interface_id for interface in found) == ids
    assert {(interface.public_ip, interface.security_group_ids) for interface in found} == {("54.1.2.3", ("sg-1",))}
    assert scripted.times("DescribeNetworkInterfaces") == 6


@pytest.mark.parametrize(
    ("body", "status", "kind", "why"),
    [
        (
            b"""<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not authorized to perform
            this operation. User: arn:aws:iam::123456789012:user/team/ops-readonly is not authorized to perform:
            ec2:DescribeNetworkInterfaces because no identity-based policy allows the ec2:DescribeNetworkInterfaces
            action</Message></Error></Errors><RequestID>1</RequestID></Response>""",
            403,
            NotAllowed,
            "ec2:DescribeNetworkInterfaces is not allowed for ops-readonly",
        ),
        (
            b"""<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not authorized to perform
            this operation.</Message></Error></Errors><RequestID>1</RequestID></Response>""",
            403,
            NotAllowed,
            "ec2:DescribeNetworkInterfaces is not allowed",
        ),
        (
            b"""<Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>Request limit exceeded.</Message>
            </Error></Errors><RequestID>1</RequestID></Response>""",
            503,
            Throttled,
            "AWS asks to slow down",
        ),
        (b"<DescribeNetworkInterfacesResponse><networkInterf", 200, Unreachable, "the answer was cut off"),
        (PAGE, 200, Unreachable, "a web page came back instead of AWS's answer"),
    ],
)
async def test_xml_errors(aws: Aws, scripted: Any, body: bytes, status: int, kind: type[Exception], why: str) -> None:
    scripted.on("DescribeNetworkInterfaces", scripted.reply(body=body, status=status))

    with pytest.raises(kind, match=f"^cannot describe network interfaces: {why}"):
        await aws.ec2.network_interfaces(["eni-1"])
