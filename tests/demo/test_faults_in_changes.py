"""A network that fails in the middle of a change: what was carried out, and that a retry makes no second thing."""

from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError, HTTPClientError, ReadTimeoutError
from botocore.parsers import ResponseParserError

from tests.local_aws import ACCESS_KEY, REGION, SECRET_KEY, LocalAws


def retrying(aws: LocalAws, **config: Any) -> Any:
    """An ECS client that tries three times, as an ordinary one does."""
    settings = Config(retries={"total_max_attempts": 3, "mode": "standard"}, **config)
    return boto3.client(
        "ecs", endpoint_url=aws.url, region_name=REGION, aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY,
        config=settings,
    )  # fmt: skip


@pytest.fixture
def cluster(own_local_aws: LocalAws, request: pytest.FixtureRequest) -> str:
    """A cluster of the test's own, and a family of the same name."""
    name = "".join(letter if letter.isalnum() else "-" for letter in request.node.name)[:60]
    ecs = own_local_aws.client("ecs")
    ecs.create_cluster(clusterName=name)
    ecs.register_task_definition(
        family=name, networkMode="awsvpc", requiresCompatibilities=["FARGATE"], cpu="256", memory="512",
        containerDefinitions=[{"name": "app", "image": "nginx"}],
    )  # fmt: skip
    return name


def place(aws: LocalAws, name: str) -> dict[str, Any]:
    subnets = [subnet["SubnetId"] for subnet in aws.client("ec2").describe_subnets()["Subnets"]]
    network = {"awsvpcConfiguration": {"subnets": subnets[:1], "assignPublicIp": "ENABLED"}}
    return {"cluster": name, "taskDefinition": name, "launchType": "FARGATE", "networkConfiguration": network}


def state(aws: LocalAws, name: str) -> dict[str, Any]:
    found: dict[str, Any] = aws.control("state")["clusters"][name]
    return found


@pytest.mark.parametrize("kind", ["drop_answer", "drop_request", "truncated_body"])
def test_run_task_is_retried_and_runs_once(own_local_aws: LocalAws, cluster: str, kind: str) -> None:
    own_local_aws.fault(kind, service="ecs", operation="RunTask", count=1)
    token = f"{cluster}-token"[-64:]
    asked = place(own_local_aws, cluster) | {"clientToken": token}
    try:
        (task,) = retrying(own_local_aws).run_task(**asked)["tasks"]
    except (HTTPClientError, ResponseParserError, KeyError):
        # botocore does not try again after half an answer: a person does, with the same token
        assert kind == "truncated_body"
        (task,) = retrying(own_local_aws).run_task(**asked)["tasks"]
    assert state(own_local_aws, cluster)["tasks_alive"] == 1
    assert own_local_aws.control("state")["client_tokens"][f"RunTask {token}"] == [task["taskArn"]]


@pytest.mark.parametrize("kind", ["drop_answer", "drop_request"])
def test_create_service_is_retried_and_makes_one(own_local_aws: LocalAws, cluster: str, kind: str) -> None:
    own_local_aws.fault(kind, service="ecs", operation="CreateService", count=1)
    asked = place(own_local_aws, cluster) | {"serviceName": "web", "desiredCount": 1}
    retrying(own_local_aws).create_service(**asked, clientToken=cluster[-36:])
    own_local_aws.advance(60)
    found = state(own_local_aws, cluster)
    assert {name: one["deployments_begun"] for name, one in found["services"].items()} == {"web": 1}
    assert found["tasks_alive"] == 1


def test_a_change_whose_answer_was_lost_was_made(own_local_aws: LocalAws, cluster: str) -> None:
    ecs = own_local_aws.client("ecs")
    ecs.create_service(**place(own_local_aws, cluster), serviceName="web", desiredCount=1)
    own_local_aws.fault("drop_answer", service="ecs", operation="UpdateService", count=1)
    with pytest.raises(ConnectionClosedError):
        ecs.update_service(cluster=cluster, service="web", desiredCount=3)
    assert state(own_local_aws, cluster)["services"]["web"]["desired"] == 3
    own_local_aws.fault("drop_request", service="ecs", operation="UpdateService", count=1)
    with pytest.raises(ConnectionClosedError):
        ecs.update_service(cluster=cluster, service="web", desiredCount=5)
    assert state(own_local_aws, cluster)["services"]["web"]["desired"] == 3


def test_an_answer_that_comes_too_late_was_carried_out(own_local_aws: LocalAws, cluster: str) -> None:
    calls = own_local_aws.control("state")["calls"].get("ecs:RunTask", 0)
    own_local_aws.fault("delayed_answer", service="ecs", operation="RunTask", seconds=1, count=3)
    impatient = retrying(own_local_aws, read_timeout=0.2)
    with pytest.raises(ReadTimeoutError):
        impatient.run_task(**place(own_local_aws, cluster))
    # botocore fills in one client token for all its tries
    assert state(own_local_aws, cluster)["tasks_alive"] == 1
    assert own_local_aws.control("state")["calls"]["ecs:RunTask"] == calls + 3


def test_a_fault_hits_the_third_call_only(own_local_aws: LocalAws, cluster: str) -> None:
    ecs = own_local_aws.client("ecs")
    tasks = [ecs.run_task(**place(own_local_aws, cluster))["tasks"][0]["taskArn"] for _ in range(4)]
    own_local_aws.fault("conflict", service="ecs", operation="StopTask", after=2, count=1)
    refused = []
    for task in tasks:
        try:
            ecs.stop_task(cluster=cluster, task=task)
        except ClientError as error:
            refused.append((task, error.response["Error"]["Code"]))
    assert refused == [(tasks[2], "ConflictException")]


def test_a_fault_is_about_one_thing(own_local_aws: LocalAws, cluster: str) -> None:
    ecs = own_local_aws.client("ecs")
    first, second = (ecs.run_task(**place(own_local_aws, cluster))["tasks"][0]["taskArn"] for _ in range(2))
    own_local_aws.fault("access_denied", service="ecs", operation="StopTask", about=first)
    ecs.stop_task(cluster=cluster, task=second)
    with pytest.raises(ClientError, match="AccessDenied"):
        ecs.stop_task(cluster=cluster, task=first)


def test_throttled_twice_is_no_matter(own_local_aws: LocalAws, cluster: str) -> None:
    own_local_aws.fault("throttling", service="ecs", operation="RunTask", count=2)
    retrying(own_local_aws).run_task(**place(own_local_aws, cluster))
    assert state(own_local_aws, cluster)["tasks_alive"] == 1
    assert own_local_aws.control("faults") == []


def test_what_exists_is_counted(own_local_aws: LocalAws, cluster: str) -> None:
    ecs = own_local_aws.client("ecs")
    before = own_local_aws.control("state")["tasks_launched"]
    ecs.create_service(**place(own_local_aws, cluster), serviceName="web", desiredCount=2)
    own_local_aws.advance(90)
    counted = own_local_aws.control("state")
    # services of other tests in the same process may have launched some too
    assert counted["tasks_launched"] >= before + 2
    assert counted["clusters"][cluster]["tasks_alive"] == 2
    assert counted["revisions"][cluster] == 1
    assert counted["clusters"][cluster]["services"]["web"] == {
        "status": "ACTIVE",
        "desired": 2,
        "running": 2,
        "pending": 0,
        "deployments_begun": 1,
        "task_definition": f"{cluster}:1",
    }
