"""Our decoders read the same out of a body as botocore's own parser, for every ECS answer we decode."""

import json
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import botocore
import msgspec
import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.parsers import create_parser
from hypothesis import given, settings
from hypothesis import strategies as st

from fargate_tui.aws import decoding, deployments, ecs, reading
from fargate_tui.aws.operation import Operation
from fargate_tui.aws.operations import OPERATIONS
from fargate_tui.fargate.records import Task

HOT = {
    reading.LIST_CLUSTERS: ecs._Clusters,
    reading.LIST_SERVICES: ecs._Services,
    reading.LIST_TASKS: ecs._Tasks,
    reading.LIST_TASK_DEFINITIONS: ecs._TaskDefinitions,
    reading.LIST_TASK_DEFINITION_FAMILIES: ecs._Families,
    reading.DESCRIBE_CLUSTERS: ecs._DescribedClusters,
    reading.DESCRIBE_SERVICES: ecs._DescribedServices,
    reading.DESCRIBE_TASKS: ecs._DescribedTasks,
    reading.DESCRIBE_TASK_DEFINITION: ecs._DescribedTaskDefinition,
    reading.GET_TASK_PROTECTION: ecs._ProtectedTasks,
    reading.LIST_SERVICE_DEPLOYMENTS: deployments._Page,
    reading.DESCRIBE_SERVICE_DEPLOYMENTS: deployments._Deployments,
    reading.DESCRIBE_SERVICE_REVISIONS: deployments._Revisions,
}
MODEL = ServiceModel(
    Loader(
        extra_search_paths=[str(Path(botocore.__file__).parent / "data")], include_default_search_paths=False
    ).load_service_model("ecs", "service-2"),
    "ecs",
)


def invent(shape: Any, chance: Random, required: frozenset[str] = frozenset()) -> object:
    """A value of a shape, as ECS would send it; members are left out by chance."""
    match shape.type_name:
        case "structure" if shape.is_tagged_union:
            name = chance.choice(list(shape.members))
            return {name: invent(shape.members[name], chance, NEEDED)}
        case "structure":
            return {
                name: invent(member, chance, NEEDED)
                for name, member in shape.members.items()
                if name in required or chance.random() < 0.7
            }
        case "list":
            return [invent(shape.member, chance, NEEDED) for _ in range(chance.randrange(3))]
        case "map":
            return {f"k{number}": invent(shape.value, chance) for number in range(chance.randrange(3))}
        case "string":
            return chance.choice(shape.enum) if shape.enum else chance.choice(("", "a", "é✓", "line\nbreak", '"', "1"))
        case "timestamp":
            return chance.choice((1700000000, 1700000000.123, 1763881234.5, 0))
        case "boolean":
            return chance.random() < 0.5
        case "double" | "float":
            return chance.choice((0.0, 12.5, 100.0))
        case _:
            return chance.choice((0, 1, 80, 2**31 - 1))


NEEDED = frozenset(
    {
        "clusterArn",
        "clusterName",
        "serviceArn",
        "serviceName",
        "taskArn",
        "taskDefinitionArn",
        "family",
        "revision",
        "taskDefinition",
        "capacityProvider",
        "serviceDeploymentArn",
        "serviceRevisionArn",
    }
)
"""Members that AWS never leaves out, and our records therefore require."""


def differences(record: object, parsed: object, where: str) -> list[str]:
    """Where a record says otherwise than botocore's parsed answer."""
    if isinstance(record, msgspec.Struct):
        assert isinstance(parsed, dict)
        found = []
        for member in msgspec.structs.fields(type(record)):
            value, place = getattr(record, member.name), f"{where}.{member.encode_name}"
            if member.encode_name in parsed:
                found += differences(value, parsed[member.encode_name], place)
            elif value != default(member):
                found.append(f"{place}: {value!r} without botocore having any")
        return found
    if isinstance(record, tuple):
        assert isinstance(parsed, list)
        if len(record) != len(parsed):
            return [f"{where}: {len(record)} items for {len(parsed)}"]
        return [one for pair in zip(record, parsed, strict=True) for one in differences(*pair, f"{where}[]")]
    if isinstance(record, datetime):
        assert isinstance(parsed, datetime)
        assert record.tzinfo is UTC
        return [] if abs((record - parsed).total_seconds()) < 1e-5 else [f"{where}: {record} for {parsed}"]
    return [] if record == parsed else [f"{where}: {record!r} for {parsed!r}"]


def default(member: msgspec.structs.FieldInfo) -> object:
    return member.default if member.default_factory is msgspec.NODEFAULT else member.default_factory()


@pytest.mark.parametrize("operation", HOT, ids=lambda operation: operation.name)
@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 2**32))
def test_our_decoder_agrees_with_botocore(operation: Operation, seed: int) -> None:
    shape = MODEL.operation_model(operation.name).output_shape
    body = json.dumps(invent(shape, Random(seed), NEEDED)).encode()
    parsed = create_parser("json").parse({"body": body, "headers": {}, "status_code": 200}, shape)

    given_back: dict[str, Any] = {}
    with decoding.expecting(HOT[operation]):
        decoding.before_parse({"status_code": 200, "body": body}, given_back)

    assert differences(given_back[decoding.ANSWER], parsed, operation.name) == []


def test_every_operation_of_ecs_is_compared() -> None:
    """But for those that change something, and what is shown as JSON: these answers are taken as they are."""
    asked = {operation for operation in OPERATIONS if operation.service == "ecs" and not operation.changes}
    assert asked - set(HOT) == {reading.DESCRIBE_EXPRESS_GATEWAY_SERVICE}


@pytest.mark.parametrize("operation", HOT, ids=lambda operation: operation.name)
def test_our_decoders_expect_members_that_aws_has(operation: Operation) -> None:
    def unknown(type_: Any, shape: Any, where: str) -> list[str]:
        found = []
        for member in msgspec.structs.fields(type_):
            if member.encode_name not in shape.members:
                found.append(f"{where}.{member.encode_name}")
                continue
            inner, below = shape.members[member.encode_name], f"{where}.{member.encode_name}"
            for part in (member.type, *getattr(member.type, "__args__", ())):
                if isinstance(part, type) and issubclass(part, msgspec.Struct):
                    found += unknown(part, inner.member if inner.type_name == "list" else inner, below)
        return found

    shape = MODEL.operation_model(operation.name).output_shape
    # AWS sends the tags of a task definition beside it; `Ecs` puts them in.
    ours = {"DescribeTaskDefinition.taskDefinition.tags"}
    assert set(unknown(HOT[operation], shape, operation.name)) <= ours


@pytest.mark.parametrize("status", [300, 400, 403, 500])
def test_errors_go_botocores_way(status: int) -> None:
    response: dict[str, object] = {"status_code": status, "body": b'{"__type": "X"}'}
    given_back: dict[str, object] = {}

    decoding.before_parse(response, given_back)

    assert response["body"] == b'{"__type": "X"}'
    assert given_back == {}


@settings(deadline=None)
@given(cut=st.integers(0, 60))
def test_every_cut_of_a_body_is_noticed(cut: int) -> None:
    body = json.dumps({"tasks": [{"taskArn": "arn", "tags": []}], "failures": []}).encode()
    given_back: dict[str, Any] = {}

    with decoding.expecting(ecs._DescribedTasks):
        decoding.before_parse({"status_code": 200, "body": body[: min(cut, len(body) - 1)]}, given_back)

    assert given_back["Error"]["Code"] == "RequestTimeout"
    assert decoding.ANSWER not in given_back


def test_equal_strings_of_tasks_are_one_object() -> None:
    task = {
        "lastStatus": "RUNNING",
        "group": "service:api",
        "containers": [{"name": "app", "image": "nginx:1.29"}],
        "attachments": [{"type": "ElasticNetworkInterface", "details": [{"name": "subnetId", "value": "subnet-1"}]}],
    }
    body = json.dumps({"tasks": [task | {"taskArn": arn} for arn in ("a", "b")]}).encode()
    given_back: dict[str, Any] = {}

    with decoding.expecting(ecs._DescribedTasks):
        decoding.before_parse({"status_code": 200, "body": body}, given_back)

    one, other = given_back[decoding.ANSWER].records
    assert isinstance(one, Task)
    assert one.group is other.group
    assert one.containers[0].image is other.containers[0].image
    assert one.attachments[0].details[0].name is other.attachments[0].details[0].name
    assert one == msgspec.structs.replace(other, task_arn="a")
