"""The port: whatever comes in, an AWS-like answer or a clear refusal goes out."""

import http.client
from urllib.parse import urlparse

import pytest
from botocore.exceptions import ClientError

from tests.local_aws import ControlRefused, LocalAws

SCOPE = "AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/{}/aws4_request"


def ask(
    aws: LocalAws, body: bytes = b"", method: str = "POST", path: str = "/", service: str = "", **headers: str
) -> tuple[int, str, str]:
    connection = http.client.HTTPConnection(urlparse(aws.url).netloc, timeout=30)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if service:
        named["Authorization"] = f"AWS4-HMAC-SHA256 Credential={SCOPE.format(service)}, SignedHeaders=host, Signature=0"
    try:
        connection.request(method, path, body, named)
        response = connection.getresponse()
        return response.status, response.headers.get("Content-Type", ""), response.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("body", "method", "path", "service", "headers"),
    [
        (b"", "GET", "/", "", {}),
        (b"\xff\x00garbage", "POST", "/", "", {}),
        (b"", "GET", "/../../etc/passwd", "", {}),
        (b"{}", "POST", "/", "", {"X_Amz_Target": "Nobody.Nothing"}),
        (b"", "POST", "/", "", {"Authorization": "AWS4-HMAC-SHA256 Credential=a/b/c/d/e"}),
        (b"Action=", "POST", "/", "ec2", {"Content_Type": "application/x-www-form-urlencoded"}),
        (b"Action=Bogus&Version=2016-11-15", "POST", "/", "ec2", {"Content_Type": "application/x-www-form-urlencoded"}),
        (b"Action=%00%FF&Version=1", "POST", "/", "sts", {"Content_Type": "application/x-www-form-urlencoded"}),
        (b"[1, 2]", "POST", "/", "ecs", {"X_Amz_Target": "AmazonEC2ContainerServiceV20141113.ListClusters"}),
        (b"{not json", "POST", "/", "ecs", {"X_Amz_Target": "AmazonEC2ContainerServiceV20141113.ListClusters"}),
        (b"{}", "POST", "/", "ecs", {"X_Amz_Target": "AmazonEC2ContainerServiceV20141113.CreateTheImpossible"}),
        (b"{}", "POST", "/", "logs", {"X_Amz_Target": "Logs_20140328.Nothing"}),
        (b"{}", "POST", "/", "nosuchservice", {"X_Amz_Target": "NoSuch.Nothing"}),
        (b"", "GET", "/clusters/x/../y", "eks", {}),
    ],
)
def test_garbage_is_refused_with_a_4xx_that_says_something(
    own_local_aws: LocalAws, body: bytes, method: str, path: str, service: str, headers: dict[str, str]
) -> None:
    status, content_type, text = ask(own_local_aws, body, method, path, service, **headers)
    assert 400 <= status < 500, text
    assert text
    assert "<html" not in text.lower(), content_type
    assert "Traceback" not in text


def test_an_operation_ecs_has_and_we_lack_is_a_client_error_that_names_it(own_local_aws: LocalAws) -> None:
    with pytest.raises(ClientError) as refused:
        own_local_aws.client("ecs").list_gateways()
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert "ListGateways" in refused.value.response["Error"]["Message"]


def test_a_service_moto_lacks_is_a_client_error(own_local_aws: LocalAws) -> None:
    with pytest.raises(ClientError, match=r"compute-optimizer:GetEnrollmentStatus is not available in the local AWS"):
        own_local_aws.client("compute-optimizer").get_enrollment_status()


@pytest.mark.parametrize("service", ["ecs", "ec2", "sts", "elbv2"])
def test_a_region_that_does_not_exist_is_refused(own_local_aws: LocalAws, service: str) -> None:
    client = own_local_aws.client(service, "xx-nowhere-9")
    calls = {"ecs": "list_clusters", "ec2": "describe_vpcs", "sts": "get_caller_identity", "elbv2": "describe_rules"}
    with pytest.raises(ClientError, match="xx-nowhere-9 is not a region of AWS"):
        getattr(client, calls[service])()


def test_the_caller_is_ops_admin(own_local_aws: LocalAws) -> None:
    identity = own_local_aws.client("sts").get_caller_identity()
    assert (identity["Account"], identity["Arn"]) == ("123456789012", "arn:aws:iam::123456789012:user/ops-admin")
    assert identity["UserId"].startswith("AIDA")


@pytest.mark.parametrize(
    ("path", "body", "method", "status"),
    [
        ("nothing", None, None, 404),
        ("faults/none", None, "DELETE", 404),
        ("faults", {"kind": "bogus"}, None, 400),
        ("faults", {"kind": "latency", "seconds": -1}, None, 400),
        ("faults", {"kind": "throttling", "typo": 1}, None, 400),
        ("faults", {}, None, 400),
        ("clock", {"advance": -5}, None, 400),
        ("clock", {"advance": 1e12}, None, 400),
        ("clock", {"speed": 2}, None, 400),
        ("behaviours", {"kind": "runs"}, None, 400),
        ("behaviours", {"family_or_service": "x", "kind": "explodes"}, None, 400),
    ],
)
def test_the_control_endpoint_refuses_what_it_does_not_know(
    own_local_aws: LocalAws, path: str, body: object, method: str | None, status: int
) -> None:
    with pytest.raises(ControlRefused) as refused:
        own_local_aws.control(path, body, method=method)
    assert refused.value.status == status


def test_the_control_endpoint_says_what_it_is(own_local_aws: LocalAws) -> None:
    about = own_local_aws.control()
    assert about["ready"]
    assert about["scenario"] == "empty"
    assert about["clock"]["held"]
    assert own_local_aws.control("ready") == {"ready": True}
