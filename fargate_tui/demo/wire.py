"""AWS's wire protocols as far as a front needs them: which call a request is, and how an error is written for it."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

import msgspec

from fargate_tui.demo.offline import ACCOUNT, CALLER

ECS_TARGET = "AmazonEC2ContainerServiceV20141113"
DEFAULT_REGION = "us-east-1"
_SCOPE = re.compile(r"Credential=[^/,\s]+/\d{8}/([a-z0-9-]+)/([a-zA-Z0-9.-]+)/aws4_request")
_REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)+-\d{1,2}")
_CBOR_PATH = re.compile(r"/service/[^/]+/operation/([A-Za-z0-9]+)")
SSO: Mapping[tuple[str, str], tuple[str, str]] = {
    ("POST", "/client/register"): ("sso-oidc", "RegisterClient"),
    ("POST", "/device_authorization"): ("sso-oidc", "StartDeviceAuthorization"),
    ("POST", "/token"): ("sso-oidc", "CreateToken"),
    ("GET", "/federation/credentials"): ("sso", "GetRoleCredentials"),
    ("GET", "/assignment/accounts"): ("sso", "ListAccounts"),
    ("GET", "/assignment/roles"): ("sso", "ListAccountRoles"),
    ("POST", "/logout"): ("sso", "Logout"),
}
"""Requests that nobody signs, by method and path."""
_UNSIGNED = {"AssumeRoleWithWebIdentity": "sts", "AssumeRoleWithSAML": "sts"}
_IAM_NAMES = {"monitoring": "cloudwatch"}
_REST_XML = frozenset({"s3", "s3-control", "route53", "cloudfront"})


class Protocol(Enum):
    """How a service speaks, which decides how it says no."""

    JSON = "json"
    QUERY = "query"
    EC2 = "ec2"
    CBOR = "cbor"
    REST_JSON = "rest-json"
    REST_XML = "rest-xml"


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request, read whole."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer, whole."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """Which operation of which service a request asks for."""

    service: str
    """The signing name: ``ecs``, ``ec2``, ``elasticloadbalancing``, ``logs``, …"""
    operation: str
    """``ListServices``; for REST services the method and path, as nothing in the request names the operation."""
    region: str
    protocol: Protocol
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Of the query protocols; empty for the others."""
    account: str = ACCOUNT
    """The account that is asked."""
    caller: str = CALLER
    """The ARN of who asks."""

    @property
    def action(self) -> str:
        """The call as IAM names it (``ecs:ListServices``)."""
        return f"{_IAM_NAMES.get(self.service, self.service)}:{self.operation}"


class NotAnAwsRequest(Exception):
    """Nothing in the request says which AWS call it would be."""


def read_call(request: Request) -> Call:
    """Find out which call a request is; raises NotAnAwsRequest."""
    scope = _SCOPE.search(request.headers.get("Authorization", ""))
    region, service = scope.groups() if scope else (DEFAULT_REGION, "")
    if _REGION.fullmatch(region) is None:
        raise NotAnAwsRequest(f"{region!r} is not the name of a region")
    if not service and (known := SSO.get((request.method, request.path))):
        return Call(*known, region, Protocol.REST_JSON)
    if target := request.headers.get("X-Amz-Target"):
        prefix, _, operation = target.rpartition(".")
        service = "ecs" if prefix == ECS_TARGET else service
        return _named(Call(service, operation, region, Protocol.JSON))
    if cbor := _CBOR_PATH.fullmatch(request.path):
        return _named(Call(service, cbor[1], region, Protocol.CBOR))
    parameters = dict(parse_qsl(_form(request), keep_blank_values=True))
    if "Action" in parameters:
        action = parameters["Action"]
        service = service or _UNSIGNED.get(action, "")
        protocol = Protocol.EC2 if service == "ec2" else Protocol.QUERY
        return _named(Call(service, action, region, protocol, parameters))
    protocol = Protocol.REST_XML if service in _REST_XML else Protocol.REST_JSON
    return _named(Call(service, f"{request.method} {request.path}", region, protocol))


def _named(call: Call) -> Call:
    if not call.service:
        raise NotAnAwsRequest("the request is not signed for any AWS service")
    if not call.operation:
        raise NotAnAwsRequest(f"the request names no operation of {call.service}")
    return call


def _form(request: Request) -> str:
    if not request.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
        return request.query
    return request.body.decode("utf-8", "replace") or request.query


def request_id() -> str:
    """A fresh id, as every AWS answer carries one."""
    return str(uuid.uuid4())


def refusal(call: Call, code: str, message: str, status: int = 400) -> Answer:
    """An error, written the way the service of this call writes errors."""
    rid = request_id()
    if call.protocol is Protocol.JSON:
        return json_answer({"__type": code, "message": message}, status)
    if call.protocol is Protocol.REST_JSON:
        answer = json_answer({"message": message}, status)
        return Answer(status, (*answer.headers, ("x-amzn-ErrorType", code)), answer.body)
    if call.protocol is Protocol.CBOR:
        headers = (("Content-Type", "application/cbor"), ("smithy-protocol", "rpc-v2-cbor"), ("x-amzn-RequestId", rid))
        return Answer(status, headers, _cbor({"__type": code, "message": message}))
    error = f"<Code>{escape(code)}</Code><Message>{escape(message)}</Message>"
    if call.protocol is Protocol.EC2:
        return xml_answer(
            f"<Response><Errors><Error>{error}</Error></Errors><RequestID>{rid}</RequestID></Response>", status
        )
    if call.protocol is Protocol.REST_XML:
        return xml_answer(f"<Error>{error}<RequestId>{rid}</RequestId></Error>", status)
    sender = "Sender" if status < 500 else "Receiver"
    return xml_answer(
        f"<ErrorResponse><Error><Type>{sender}</Type>{error}</Error><RequestId>{rid}</RequestId></ErrorResponse>",
        status,
    )


def json_answer(content: object, status: int = 200) -> Answer:
    """An answer of AWS's JSON 1.1 protocol."""
    headers = (("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", request_id()))
    return Answer(status, headers, msgspec.json.encode(content))


def xml_answer(content: str, status: int = 200) -> Answer:
    """An answer of AWS's XML protocols."""
    headers = (("Content-Type", "text/xml;charset=UTF-8"), ("x-amzn-RequestId", request_id()))
    return Answer(status, headers, b'<?xml version="1.0" encoding="UTF-8"?>\n' + content.encode())


def _cbor(texts: Mapping[str, str]) -> bytes:
    """A map of short texts in CBOR (RFC 8949): major type 5, then pairs of major type 3."""

    def text(value: str) -> bytes:
        raw = value.encode()
        return b"\x79" + len(raw).to_bytes(2, "big") + raw

    return bytes([0xA0 | len(texts)]) + b"".join(text(part) for pair in texts.items() for part in pair)
