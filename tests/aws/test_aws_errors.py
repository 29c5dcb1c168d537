"""The table of what AWS and the SDK say, and what becomes of it."""

import ssl
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from botocore import exceptions as sdk
from botocore.parsers import ResponseParserError
from hypothesis import given, settings
from hypothesis import strategies as st

from fargate_tui.aws.errors import FAULTS, plain, translate
from fargate_tui.aws.origin import Origin, principal, renewal
from fargate_tui.aws.reading import LIST_SERVICES
from fargate_tui.fargate.errors import (
    AwsError,
    ClockSkewed,
    CredentialsExpired,
    CredentialsMissing,
    Invalid,
    NotAllowed,
    NotFound,
    Throttled,
    Unreachable,
)

REGIONS = ("us-east-1", "us-east-2", "eu-west-1", "ap-northeast-1")
ORIGIN = Origin("prod", "eu-west-1", "run `aws sso login --profile prod`", REGIONS)
DOING = "list services of production"
HOST = "https://ecs.eu-west-1.amazonaws.com/"
USER = "User: arn:aws:sts::123456789012:assumed-role/ops-readonly/alice@example.com"


def said(code: str, message: str = "", status: int = 400) -> sdk.ClientError:
    metadata: Any = {"HTTPStatusCode": status}
    return sdk.ClientError({"Error": {"Code": code, "Message": message}, "ResponseMetadata": metadata}, "ListServices")


def connector(cause: OSError, kind: type[aiohttp.ClientConnectorError] = aiohttp.ClientConnectorError) -> Exception:
    key: Any = SimpleNamespace(host="ecs.eu-west-1.amazonaws.com", port=443, ssl=True)
    error: Exception = sdk.EndpointConnectionError(endpoint_url=HOST, error=kind(key, cause))
    return error


ANSWERS: list[tuple[Exception, type[AwsError], str]] = [
    (
        said("AccessDeniedException", f"{USER} is not authorized to perform: ecs:ListServices on resource: *"),
        NotAllowed,
        "ecs:ListServices is not allowed for ops-readonly",
    ),
    (
        said(
            "AccessDeniedException",
            f"{USER} is not authorized to perform: ecs:ListServices on resource: arn:aws:ecs:eu-west-1:1:cluster/c "
            "with an explicit deny in a service control policy",
        ),
        NotAllowed,
        "ecs:ListServices is not allowed for ops-readonly (explicit deny in a service control policy)",
    ),
    (
        said(
            "AccessDenied",
            f"{USER} is not authorized to perform: sts:AssumeRole on resource: x with an explicit deny in an "
            "identity-based policy",
        ),
        NotAllowed,
        "sts:AssumeRole is not allowed for ops-readonly (explicit deny in an identity-based policy)",
    ),
    (
        said(
            "AccessDeniedException",
            f"{USER} is not authorized to perform: ecs:ListServices because no permissions boundary allows the "
            "ecs:ListServices action",
        ),
        NotAllowed,
        "ecs:ListServices is not allowed for ops-readonly (no permissions boundary allows it)",
    ),
    (said("403", "Forbidden", 403), NotAllowed, "ecs:ListServices is not allowed"),
    (said("UnauthorizedOperation", "You are not authorized.", 403), NotAllowed, "ecs:ListServices is not allowed"),
    (said("ThrottlingException", "Rate exceeded"), Throttled, "AWS asks to slow down (rate exceeded)"),
    (said("Throttling", "Rate exceeded"), Throttled, "AWS asks to slow down (rate exceeded)"),
    (said("RequestLimitExceeded", "", 503), Throttled, "AWS asks to slow down (rate exceeded)"),
    (
        said("ExpiredTokenException", "The security token included in the request is expired"),
        CredentialsExpired,
        "the credentials of profile prod have expired; run `aws sso login --profile prod`",
    ),
    (
        said("UnrecognizedClientException", "The security token included in the request is invalid."),
        CredentialsExpired,
        "AWS does not accept the credentials of profile prod in eu-west-1; run `aws sso login --profile prod`",
    ),
    (
        said(
            "InvalidSignatureException",
            "Signature expired: 20261123T000500Z is now earlier than 20261123T030700Z (20261123T031200Z - 5 min.)",
            403,
        ),
        ClockSkewed,
        "the clock of this machine is 3h 07m behind AWS's; set the clock of this machine",
    ),
    (
        said(
            "InvalidSignatureException",
            "Signature not yet current: 20261123T041200Z is still later than 20261123T031700Z "
            "(20261123T031200Z + 5 min.)",
            403,
        ),
        ClockSkewed,
        "the clock of this machine is 1h 00m ahead of AWS's; set the clock of this machine",
    ),
    (
        said("RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", 403),
        ClockSkewed,
        "the clocks of this machine and of AWS differ by more than five minutes",
    ),
    (
        said(
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
            "Access Key and signing method.",
            403,
        ),
        CredentialsExpired,
        "the secret access key of profile prod does not belong to its access key; run `aws sso login --profile prod`",
    ),
    (said("ClusterNotFoundException", "Cluster not found."), NotFound, "cluster not found"),
    (said("TargetGroupNotFound", "One or more target groups not found"), NotFound, "one or more target groups"),
    (said("InvalidNetworkInterfaceID.NotFound", "The networkInterface ID 'eni-1' does not exist"), NotFound, "the net"),
    (said("ClientException", "Unable to describe task definition."), NotFound, "unable to describe task definition"),
    (said("InvalidParameterException", "Invalid revision number. Number: x"), Invalid, "invalid revision number."),
    (said("ClientException", "Too many concurrent attempts"), Invalid, "too many concurrent attempts"),
    (said("ServerException", "Service Unavailable. Please try again later.", 500), Unreachable, "AWS has a fault of"),
    (said("InternalFailure", "", 500), Unreachable, "AWS has a fault of its own: InternalFailure"),
    (said("Unknown", "<html><body>Sign in</body></html>", 403), Unreachable, "a web page came back instead of AWS's"),
    (sdk.NoCredentialsError(), CredentialsMissing, "no credentials in the environment, in profile prod of "),
    (
        sdk.PartialCredentialsError(provider="env", cred_var="AWS_SECRET_ACCESS_KEY"),
        CredentialsMissing,
        "half of the credentials are there: partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY; run",
    ),
    (
        sdk.UnauthorizedSSOTokenError(),
        CredentialsExpired,
        "the SSO session of profile prod has expired or was never begun; run `aws sso login --profile prod`",
    ),
    (sdk.SSOTokenLoadError(error_msg="no token"), CredentialsExpired, "the SSO session of profile prod has expired"),
    (sdk.TokenRetrievalError(provider="sso", error_msg="Token has expired"), CredentialsExpired, "the SSO session"),
    (sdk.LoginRefreshRequired(), CredentialsExpired, "the session of profile prod has expired"),
    (
        sdk.CredentialRetrievalError(provider="custom-process", error_msg="vault: sealed"),
        CredentialsExpired,
        "error when retrieving credentials from custom-process: vault: sealed; run `aws sso login --profile prod`",
    ),
    (
        connector(OSError(-2, "Name or service not known"), aiohttp.ClientConnectorDNSError),
        Unreachable,
        "no address is known for ecs.eu-west-1.amazonaws.com",
    ),
    (connector(ConnectionRefusedError(111, "refused")), Unreachable, "ecs.eu-west-1.amazonaws.com refuses connections"),
    (connector(OSError(113, "No route to host")), Unreachable, "ecs.eu-west-1.amazonaws.com cannot be reached"),
    (
        sdk.ConnectTimeoutError(endpoint_url=HOST, error="timeout"),
        Unreachable,
        "ecs.eu-west-1.amazonaws.com does not answer (no connection in time)",
    ),
    (
        sdk.ReadTimeoutError(endpoint_url=HOST, error="timeout"),
        Unreachable,
        "ecs.eu-west-1.amazonaws.com does not answer (nothing came in time)",
    ),
    (
        sdk.ConnectionClosedError(endpoint_url=HOST, error="closed"),
        Unreachable,
        "ecs.eu-west-1.amazonaws.com closed the connection before the answer was complete",
    ),
    (
        sdk.SSLError(endpoint_url=HOST, error=ssl.SSLCertVerificationError()),
        Unreachable,
        "ecs.eu-west-1.amazonaws.com has a certificate that is not trusted; behind an inspecting proxy, set AWS_CA",
    ),
    (sdk.ProxyConnectionError(proxy_url="http://proxy:3128", error="x"), Unreachable, "the proxy does not answer"),
    (sdk.HTTPClientError(error="weird"), Unreachable, "AWS cannot be reached: "),
    (ResponseParserError("Unable to parse response (no element found)"), Unreachable, "the answer was cut off or is"),
    (sdk.ParamValidationError(report="Invalid length"), Invalid, "parameter validation failed: Invalid length"),
    (
        sdk.InvalidRegionError(region_name="eu west"),
        Invalid,
        "provided region_name 'eu west' doesn't match a supported",
    ),
    (
        PermissionError(13, "Permission denied", "/home/ops/.aws/cli/cache"),
        Invalid,
        "[Errno 13] Permission denied: '/ho",
    ),
    (ValueError("Invalid endpoint: nonsense"), Invalid, "invalid endpoint: nonsense"),
]


@pytest.mark.parametrize(("error", "kind", "why"), ANSWERS, ids=lambda value: getattr(value, "__name__", None))
def test_each_error_becomes_its_kind(error: Exception, kind: type[AwsError], why: str) -> None:
    assert isinstance(error, FAULTS)

    ours = translate(error, DOING, ORIGIN, LIST_SERVICES)

    assert type(ours) is kind
    assert str(ours).startswith(f"cannot list services of production: {why}")


def test_a_misspelt_region_is_named_when_nothing_answers() -> None:
    origin = Origin("default", "us-esat-1", "", REGIONS)
    error = connector(OSError(-2, "Name or service not known"), aiohttp.ClientConnectorDNSError)

    assert translate(error, DOING, origin).remedy == "is us-esat-1 a Region? did you mean us-east-1?"
    assert translate(error, DOING, ORIGIN).remedy == ""


def test_our_own_errors_pass() -> None:
    ours = NotFound(DOING, "gone")

    assert translate(ours, "something else", ORIGIN) is ours


def test_missing_credentials_offer_a_way_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_CONFIG_FILE")
    monkeypatch.delenv("AWS_SHARED_CREDENTIALS_FILE")
    ours = translate(sdk.NoCredentialsError(), "connect to AWS", Origin())

    assert str(ours) == (
        "cannot connect to AWS: no credentials in the environment, in profile default of ~/.aws/config and "
        "~/.aws/credentials, in the SSO cache, from a container or an instance role; run `aws configure` or "
        "`aws sso login`, or look around with `fargate-tui --demo`"
    )


def test_missing_credentials_name_the_files_that_were_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", "/work/aws/config")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/work/aws/keys")

    assert "of /work/aws/config and /work/aws/keys," in str(translate(sdk.NoCredentialsError(), "connect", Origin()))


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("Cluster not found.", "cluster not found"),
        ("ECS was unable to assume the role", "ECS was unable to assume the role"),
        ("TaskDefinition is inactive", "TaskDefinition is inactive"),
        ("a\n  b\tc.", "a b c"),
        ("", ""),
        ("A", "A"),
    ],
)
def test_plain(message: str, said: str) -> None:
    assert plain(message) == said


@settings(deadline=None)
@given(st.text())
def test_plain_is_one_line_and_loses_no_word(message: str) -> None:
    line = plain(message)

    assert "\n" not in line
    assert line.lower().split() == " ".join(message.split()).rstrip(".").lower().split()


@pytest.mark.parametrize(
    ("arn", "name"),
    [
        ("arn:aws:iam::123456789012:user/ops", "ops"),
        ("arn:aws:iam::123456789012:user/team/a/ops", "ops"),
        ("arn:aws-cn:sts::123456789012:assumed-role/ops-readonly/alice", "ops-readonly"),
        ("arn:aws:sts::123456789012:federated-user/bob", "bob"),
        ("arn:aws:iam::123456789012:root", "root"),
        ("somebody", "somebody"),
    ],
)
def test_principal(arn: str, name: str) -> None:
    assert principal(arn) == name


PROFILES = {
    "default": {"aws_access_key_id": "AKIA"},
    "sso": {"sso_session": "corp"},
    "legacy": {"sso_start_url": "https://corp.awsapps.com/start"},
    "role": {"role_arn": "arn:aws:iam::1:role/x", "source_profile": "middle"},
    "middle": {"role_arn": "arn:aws:iam::1:role/y", "source_profile": "sso"},
    "own": {"role_arn": "arn:aws:iam::1:role/y", "source_profile": "own"},
    "process": {"credential_process": "vault"},
    "login": {"login_session": "arn:aws:iam::1:user/x"},
}


@pytest.mark.parametrize(
    ("profile", "method", "remedy"),
    [
        ("default", "shared-credentials-file", "set new keys with `aws configure`"),
        ("sso", "sso", "run `aws sso login --profile sso`"),
        ("legacy", "sso", "run `aws sso login --profile legacy`"),
        ("role", "assume-role", "run `aws sso login --profile sso`"),
        ("own", "assume-role", "set new keys with `aws configure --profile own`"),
        ("process", "custom-process", "renew what the credential_process of profile process reads"),
        ("login", "login", "run `aws login --profile login`"),
        ("sso", "env", "set new AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN"),
        ("default", "iam-role", "AWS renews those of an instance or container by itself: look at its role"),
        ("absent", "", "set new keys with `aws configure --profile absent`"),
    ],
)
def test_renewal_is_a_command_of_the_profile_that_holds_the_credentials(profile: str, method: str, remedy: str) -> None:
    assert renewal(PROFILES, profile, method) == remedy
