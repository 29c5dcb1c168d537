"""Failures of the API on order, as an ordinary SDK meets them."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, HTTPClientError
from botocore.parsers import ResponseParserError

from tests.local_aws import LocalAws

CALLS: dict[str, tuple[str, Callable[[Any], object]]] = {
    "ecs": ("ListClusters", lambda client: client.list_clusters()),
    "ec2": ("DescribeVpcs", lambda client: client.describe_vpcs()),
    "elbv2": ("DescribeLoadBalancers", lambda client: client.describe_load_balancers()),
    "sts": ("GetCallerIdentity", lambda client: client.get_caller_identity()),
    "logs": ("DescribeLogGroups", lambda client: client.describe_log_groups()),
    "cloudwatch": ("ListMetrics", lambda client: client.list_metrics()),
    "iam": ("ListRoles", lambda client: client.list_roles()),
}
SIGNING = {"elbv2": "elasticloadbalancing", "cloudwatch": "monitoring"}


def refused(aws: LocalAws, service: str) -> tuple[str, str, int]:
    with pytest.raises(ClientError) as error:
        CALLS[service][1](aws.client(service))
    answer = error.value.response
    return answer["Error"]["Code"], answer["Error"]["Message"], answer["ResponseMetadata"]["HTTPStatusCode"]


@pytest.mark.parametrize("service", CALLS)
def test_a_denied_action_is_named_in_every_services_own_protocol(own_local_aws: LocalAws, service: str) -> None:
    operation, _ = CALLS[service]
    signing = SIGNING.get(service, service)
    own_local_aws.fault("access_denied", service=signing, operation=operation)
    code, message, _ = refused(own_local_aws, service)
    expected = {"ec2": "UnauthorizedOperation", "elbv2": "AccessDenied", "sts": "AccessDenied", "iam": "AccessDenied"}
    assert code == expected.get(service, "AccessDeniedException")
    action = f"{service if service == 'cloudwatch' else signing}:{operation}"
    assert f"ops-admin is not authorized to perform: {action} on resource: *" in message


@pytest.mark.parametrize("service", CALLS)
@pytest.mark.parametrize("kind", ["throttling", "expired_token", "internal_error", "unavailable"])
def test_every_service_can_be_throttled_expired_and_broken(own_local_aws: LocalAws, service: str, kind: str) -> None:
    own_local_aws.fault(kind, service=SIGNING.get(service, service))
    code, message, status = refused(own_local_aws, service)
    match kind:
        case "throttling":
            assert code in {"ThrottlingException", "Throttling", "RequestLimitExceeded"}
        case "expired_token":
            assert code in {"ExpiredTokenException", "ExpiredToken", "RequestExpired"}
            assert message == "The security token included in the request is expired"
        case _:
            assert status == (500 if kind == "internal_error" else 503)


def test_ecs_throttles_and_expires_in_awss_words(own_local_aws: LocalAws) -> None:
    own_local_aws.fault("throttling", service="ecs", count=1)
    assert refused(own_local_aws, "ecs") == ("ThrottlingException", "Rate exceeded", 400)
    own_local_aws.fault("expired_token", count=1)
    expired = "The security token included in the request is expired"
    assert refused(own_local_aws, "ecs") == ("ExpiredTokenException", expired, 400)


def test_a_counted_fault_wears_off_and_a_cleared_one_is_gone(own_local_aws: LocalAws) -> None:
    identity = CALLS["sts"][1]
    own_local_aws.fault("throttling", service="sts", count=2)
    assert [refused(own_local_aws, "sts")[0] for _ in range(2)] == ["Throttling"] * 2
    identity(own_local_aws.client("sts"))
    fault = own_local_aws.fault("throttling", service="sts")
    assert refused(own_local_aws, "sts")[0] == "Throttling"
    own_local_aws.control(f"faults/{fault}", method="DELETE")
    identity(own_local_aws.client("sts"))
    assert own_local_aws.control("faults") == []


def test_a_fault_of_one_operation_leaves_the_others_alone(own_local_aws: LocalAws) -> None:
    own_local_aws.fault("access_denied", service="ec2", operation="DescribeSubnets")
    own_local_aws.client("ec2").describe_vpcs()
    with pytest.raises(ClientError, match="ec2:DescribeSubnets"):
        own_local_aws.client("ec2").describe_subnets()


def test_a_likely_fault_hits_about_its_part_of_the_calls(own_local_aws: LocalAws) -> None:
    own_local_aws.fault("throttling", service="sts", probability=0.5)
    outcomes = []
    for _ in range(40):
        try:
            own_local_aws.client("sts").get_caller_identity()
            outcomes.append(True)
        except ClientError:
            outcomes.append(False)
    assert {True, False} == set(outcomes)


def test_a_connection_can_be_dropped(own_local_aws: LocalAws) -> None:
    own_local_aws.fault("dropped_connection", service="sts", count=1)
    with pytest.raises((ConnectionClosedError, HTTPClientError)):
        own_local_aws.client("sts").get_caller_identity()
    own_local_aws.client("sts").get_caller_identity()


def test_a_body_can_be_cut_short(own_local_aws: LocalAws) -> None:
    own_local_aws.fault("truncated_body", service="sts", count=1)
    with pytest.raises((HTTPClientError, ResponseParserError)):
        own_local_aws.client("sts").get_caller_identity()


def test_latency_comes_on_top_of_another_fault(own_local_aws: LocalAws) -> None:
    own_local_aws.fault("latency", service="sts", seconds=0.0, count=1)
    own_local_aws.fault("throttling", service="sts", count=1)
    assert refused(own_local_aws, "sts")[0] == "Throttling"
    assert own_local_aws.control("faults") == []
