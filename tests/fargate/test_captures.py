"""What EventBridge and ECS write into log groups, as the flight recorder keeps it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from fargate_tui.fargate.captures import captured
from fargate_tui.fargate.kept import KeptEvent, KeptTask

AT = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
ACCOUNT = "123456789012"
ECS = f"arn:aws:ecs:eu-west-1:{ACCOUNT}:"
ID = "c02a11d8c02a11d8c02a11d8c02a11d8"


def event(kind: str, detail: dict[str, Any], *resources: str) -> str:
    """As EventBridge sends it."""
    return json.dumps(
        {
            "version": "0",
            "id": "92b591a6-45be-dcff-a9ed-41042372dabf",
            "detail-type": kind,
            "source": "aws.ecs",
            "account": ACCOUNT,
            "time": "2026-11-23T02:44:09Z",
            "region": "eu-west-1",
            "resources": list(resources),
            "detail": detail,
        }
    )


def ended(**members: Any) -> str:
    """The end of a task, with all that such an event has."""
    detail = {
        "attachments": [
            {
                "id": "d5f3beb9-254a-480b-97db-94a04e1863f1",
                "type": "eni",
                "status": "DELETED",
                "details": [
                    {"name": "subnetId", "value": "subnet-0a1b2c3d"},
                    {"name": "networkInterfaceId", "value": "eni-0272386519f4df8b6"},
                    {"name": "macAddress", "value": "0e:27:11:4e:d9:ef"},
                    {"name": "privateDnsName", "value": "ip-10-0-1-33.eu-west-1.compute.internal"},
                    {"name": "privateIPv4Address", "value": "10.0.1.33"},
                ],
            }
        ],
        "attributes": [{"name": "ecs.cpu-architecture", "value": "x86_64"}],
        "availabilityZone": "eu-west-1a",
        "clusterArn": f"{ECS}cluster/production",
        "connectivity": "CONNECTED",
        "connectivityAt": "2026-11-23T02:40:00.123Z",
        "containers": [
            {
                "containerArn": f"{ECS}container/production/{ID}/0bda5a6d",
                "exitCode": 137,
                "lastStatus": "STOPPED",
                "name": "api",
                "reason": "OutOfMemoryError: Container killed due to memory usage",
                "image": f"{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/api:1.4",
                "imageDigest": "sha256:cc1268e480b4",
                "runtimeId": f"{ID}-527074092",
                "taskArn": f"{ECS}task/production/{ID}",
                "networkInterfaces": [{"attachmentId": "d5f3beb9", "privateIpv4Address": "10.0.1.33"}],
                "cpu": "0",
                "memory": "512",
            }
        ],
        "cpu": "256",
        "createdAt": "2026-11-23T02:39:50.5Z",
        "desiredStatus": "STOPPED",
        "enableExecuteCommand": False,
        "ephemeralStorage": {"sizeInGiB": 20},
        "executionStoppedAt": "2026-11-23T02:43:50.1Z",
        "group": "service:api",
        "launchType": "FARGATE",
        "lastStatus": "STOPPED",
        "memory": "512",
        "overrides": {"containerOverrides": [{"name": "api", "environment": [{"name": "K", "value": "hunter2"}]}]},
        "platformVersion": "1.4.0",
        "pullStartedAt": "2026-11-23T02:40:02Z",
        "pullStoppedAt": "2026-11-23T02:40:12Z",
        "startedAt": "2026-11-23T02:40:20Z",
        "startedBy": "ecs-svc/1234567890123456789",
        "stoppingAt": "2026-11-23T02:43:52Z",
        "stoppedAt": "2026-11-23T02:44:09.000Z",
        "stoppedReason": "Essential container in task exited",
        "stopCode": "EssentialContainerExited",
        "taskArn": f"{ECS}task/production/{ID}",
        "taskDefinitionArn": f"{ECS}task-definition/api:7",
        "updatedAt": "2026-11-23T02:44:09.000Z",
        "version": 6,
        **members,
    }
    return event("ECS Task State Change", detail, detail["taskArn"])


def test_the_end_of_a_task_is_kept_as_if_it_had_been_seen() -> None:
    kept = captured(ended(), AT)
    assert isinstance(kept, KeptTask)
    assert (kept.cluster, kept.service, kept.source) == ("production", "api", "captured")
    assert kept.finding.word == "out of memory"
    assert kept.ended_at == kept.last_seen == datetime(2026, 11, 23, 2, 44, 9, tzinfo=UTC)
    assert kept.task.containers[0].exit_code == 137
    assert kept.task.attachments[0].detail("privateIPv4Address") == "10.0.1.33"
    assert "hunter2" not in repr(kept)


@pytest.mark.parametrize("status", ["RUNNING", "DEPROVISIONING", "PENDING"])
def test_what_has_not_ended_is_not_kept(status: str) -> None:
    assert captured(ended(lastStatus=status), AT) is None


def test_what_a_service_says_of_trouble_is_kept() -> None:
    arn = f"{ECS}service/production/api"
    said = event(
        "ECS Service Action",
        {
            "eventType": "ERROR",
            "eventName": "SERVICE_TASK_PLACEMENT_FAILURE",
            "clusterArn": f"{ECS}cluster/production",
            "reason": "RESOURCE:FARGATE",
            "createdAt": "2026-11-23T02:44:09.000Z",
        },
        arn,
    )
    kept = captured(said, AT)
    assert isinstance(kept, KeptEvent)
    assert (kept.kind, kept.cluster, kept.service, kept.account) == ("event", "production", "api", ACCOUNT)
    assert (kept.finding.severity, kept.finding.why) == ("error", "task placement failure: RESOURCE:FARGATE")


def test_what_became_of_a_deployment_is_kept() -> None:
    detail = {
        "eventType": "ERROR",
        "eventName": "SERVICE_DEPLOYMENT_FAILED",
        "deploymentId": "ecs-svc/123",
        "updatedAt": "2026-11-23T02:44:09Z",
        "reason": "ECS deployment circuit breaker: tasks failed to start.",
    }
    kept = captured(event("ECS Deployment State Change", detail, f"{ECS}service/production/api"), AT)
    assert isinstance(kept, KeptEvent)
    assert (kept.kind, kept.finding.word) == ("deployment", "deployment failed")


def test_an_action_log_is_kept_too() -> None:
    line = {
        "timestamp": 1795443249000,
        "logLevel": "ERROR",
        "resourceArn": f"{ECS}service-deployment/production/api/abc",
        "actionSourceId": f"{ECS}service/production/api",
        "eventName": "DEPLOYMENT_FAILED",
        "detail": "rolled back: TOKEN=hunter2",
    }
    kept = captured(json.dumps(line), AT)
    assert isinstance(kept, KeptEvent)
    assert (kept.kind, kept.at, kept.finding.severity) == ("deployment", AT, "error")
    assert "rolled back" in kept.finding.why
    assert "hunter2" not in kept.finding.why


@pytest.mark.parametrize(
    "line",
    [
        "",
        "no JSON",
        "{}",
        "[]",
        '{"Type": "Task", "TaskId": "1", "CpuUtilized": 3.2}',
        event("ECS Task State Change", {"lastStatus": "STOPPED"}),
        event("ECS Task State Change", {"taskArn": 7, "lastStatus": "STOPPED"}),
        event("ECS Service Action", {"eventName": "SERVICE_STEADY_STATE"}, f"{ECS}service/production/api"),
        event("ECS Service Action", {"eventName": "SERVICE_TASK_START_IMPAIRED"}),
        event("ECS Container Instance State Change", {}),
        ended().replace("aws.ecs", "my.own"),
    ],
)
def test_anything_else_is_left_alone(line: str) -> None:
    assert captured(line, AT) is None
