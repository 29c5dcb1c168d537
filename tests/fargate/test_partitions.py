"""Partitions, their Regions and their web pages: by a table, and against what botocore knows."""

import gzip
import json
from pathlib import Path
from typing import Any

import botocore
import pytest

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.captures import group_subject
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.service.draft import ServiceDraft
from fargate_tui.fargate.drafts.service.making_service import role_arn
from fargate_tui.fargate.drafts.service.plan import Plan
from fargate_tui.fargate.drafts.task_definition.judged import as_definition
from fargate_tui.fargate.images import ECR_IMAGE, without_registry
from fargate_tui.fargate.partitions import (
    PARTITIONS,
    console,
    of_region,
    page_of_cluster,
    page_of_service,
    page_of_task,
    partition,
    sign_in,
)
from fargate_tui.fargate.policies import lets_in

ACCOUNT = "123456789012"

DATA = Path(botocore.__file__).parent / "data"


@pytest.mark.parametrize(
    ("region", "name", "host"),
    [
        ("us-east-1", "aws", "us-east-1.console.aws.amazon.com"),
        ("eu-west-1", "aws", "eu-west-1.console.aws.amazon.com"),
        ("mx-central-1", "aws", "mx-central-1.console.aws.amazon.com"),
        ("cn-north-1", "aws-cn", "cn-north-1.console.amazonaws.cn"),
        ("us-gov-west-1", "aws-us-gov", "us-gov-west-1.console.amazonaws-us-gov.com"),
        ("eusc-de-east-1", "aws-eusc", "eusc-de-east-1.console.amazonaws-eusc.eu"),
        ("us-iso-east-1", "aws-iso", "us-iso-east-1.console.c2shome.ic.gov"),
        ("us-isob-east-1", "aws-iso-b", "us-isob-east-1.console.sc2shome.sgov.gov"),
        ("", "aws", ".console.aws.amazon.com"),
    ],
)
def test_a_region_belongs_somewhere_and_has_a_console(region: str, name: str, host: str) -> None:
    assert of_region(region).name == name
    assert console(region) == host


def test_it_agrees_with_botocore() -> None:
    known: list[dict[str, Any]] = json.loads((DATA / "partitions.json").read_text())["partitions"]
    assert {each.name for each in PARTITIONS} == {each["id"] for each in known}
    for each in known:
        assert partition(each["id"]).suffix == each["outputs"]["dnsSuffix"]
        for region in each["regions"]:
            if not region.endswith("-global"):
                assert of_region(region).name == each["id"]


def test_the_pages_to_sign_in_are_those_of_botocore() -> None:
    (file,) = DATA.glob("signin/*/endpoint-rule-set-1.json.gz")
    rules = gzip.decompress(file.read_bytes()).decode()
    for each in PARTITIONS:
        assert sign_in("{Region}").removesuffix("aws.amazon.com") + each.web in rules


def test_addresses_of_the_console() -> None:
    assert page_of_cluster("eu-west-1", "prod") == (
        "https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod?region=eu-west-1"
    )
    assert page_of_service("cn-north-1", "prod", "web api") == (
        "https://cn-north-1.console.amazonaws.cn/ecs/v2/clusters/prod/services/web%20api/health?region=cn-north-1"
    )
    assert page_of_task("us-gov-east-1", "prod", "a1b2") == (
        "https://us-gov-east-1.console.amazonaws-us-gov.com/ecs/v2/clusters/prod/tasks/a1b2/configuration"
        "?region=us-gov-east-1"
    )


@pytest.mark.parametrize(
    ("region", "name", "suffix"),
    [
        ("eu-west-1", "aws", "amazonaws.com"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
        ("eusc-de-east-1", "aws-eusc", "amazonaws.eu"),
    ],
)
def test_what_is_made_of_a_region_is_of_its_partition(region: str, name: str, suffix: str) -> None:
    assert group_subject(region, ACCOUNT).arn.startswith(f"arn:{name}:logs:{region}:{ACCOUNT}:")
    plan = Plan(draft=ServiceDraft(), facts=Facts(region=region, account=ACCOUNT))
    assert role_arn(plan, "ecsInfrastructureRole") == f"arn:{name}:iam::{ACCOUNT}:role/ecsInfrastructureRole"
    assert role_arn(plan, "arn:aws:iam::1:role/given") == "arn:aws:iam::1:role/given"
    definition = as_definition({"family": "web"}, region)
    assert definition.task_definition_arn.startswith(f"arn:{name}:ecs:{region}:")
    image = f"{ACCOUNT}.dkr.ecr.{region}.{suffix}/shop/api:1"
    assert without_registry(image) == "shop/api:1"
    found = ECR_IMAGE.match(image)
    assert found is not None
    assert (found["region"], found["repository"], found["reference"]) == (region, "shop/api", "1")
    account = {"AWS": f"arn:{name}:iam::{ACCOUNT}:root"}
    trust: Json = {"Statement": {"Effect": "Deny", "Principal": account, "Action": "*"}}
    role = f"arn:{name}:iam::{ACCOUNT}:role/web"
    assert lets_in(trust, role, ("s3:GetObject",), is_own=True) == "denied"
