"""Every page is fetched, every batch is described, and nothing changes its place."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import Any

import pytest

from fargate_tui.aws.account import Aws
from fargate_tui.fargate.errors import Invalid, NotFound, Throttled

ARN = "arn:aws:ecs:eu-west-1:123456789012"


def listing(scripted: Any, member: str, names: list[str]) -> Callable[[dict[str, Any]], Any]:
    """A List call over ``names``: 10 to a page, unless more were asked for."""

    def reply(parameters: dict[str, Any]) -> Any:
        start, size = int(parameters.get("nextToken", 0)), parameters.get("maxResults", 10)
        more = {"nextToken": str(start + size)} if start + size < len(names) else {}
        return scripted.reply({member: names[start : start + size], **more})

    return reply


def services(scripted: Any) -> Callable[[dict[str, Any]], Any]:
    """A DescribeServices that knows every service that was asked for, and refuses more than ten."""

    def reply(parameters: dict[str, Any]) -> Any:
        if len(parameters["services"]) > 10:
            return scripted.error("InvalidParameterException", "Services cannot have more than 10 elements.")
        found = [{"serviceArn": arn, "serviceName": arn.rpartition("/")[2]} for arn in parameters["services"]]
        return scripted.reply({"services": found, "failures": []})

    return reply


@pytest.mark.parametrize("count", [0, 1, 100, 101, 250])
async def test_all_services_are_listed_in_order(aws: Aws, scripted: Any, count: int) -> None:
    arns = [f"{ARN}:service/production/s{number:03}" for number in range(count)]
    scripted.on("ListServices", listing(scripted, "serviceArns", arns))

    pages = [page async for page in aws.ecs.service_pages("production")]

    assert [arn for page in pages for arn in page] == arns
    assert all(asked["maxResults"] == 100 and asked["cluster"] == "production" for _, asked in scripted.asked)


@pytest.mark.parametrize(
    ("ask", "operation", "member"),
    [
        (lambda ecs: ecs.cluster_pages(), "ListClusters", "clusterArns"),
        (lambda ecs: ecs.task_pages("c"), "ListTasks", "taskArns"),
        (lambda ecs: ecs.task_definition_families(), "ListTaskDefinitionFamilies", "families"),
        (lambda ecs: ecs.task_definition_pages("api"), "ListTaskDefinitions", "taskDefinitionArns"),
    ],
)
async def test_every_list_call_pages_to_the_end(aws: Aws, scripted: Any, ask: Any, operation: str, member: str) -> None:
    names = [f"name-{number}" for number in range(205)]
    scripted.on(operation, listing(scripted, member, names))

    assert [name async for page in ask(aws.ecs) for name in page] == names
    assert scripted.times(operation) == 3


async def test_tasks_are_asked_for_by_service_and_status(aws: Aws, scripted: Any) -> None:
    scripted.on("ListTasks", {"taskArns": []})

    _ = [page async for page in aws.ecs.task_pages("c", service=f"{ARN}:service/c/api", desired_status="STOPPED")]
    _ = [page async for page in aws.ecs.task_pages("c", family="batch")]

    (_, first), (_, second) = scripted.asked
    assert first == {"cluster": "c", "serviceName": "api", "desiredStatus": "STOPPED", "maxResults": 100}
    assert second == {"cluster": "c", "family": "batch", "desiredStatus": "RUNNING", "maxResults": 100}


async def test_a_page_token_that_never_changes_ends_the_listing(aws: Aws, scripted: Any) -> None:
    scripted.on("ListClusters", {"clusterArns": ["a"], "nextToken": "again"})

    with pytest.raises(Invalid, match="same page token twice"):
        _ = [page async for page in aws.ecs.cluster_pages()]


async def test_services_are_described_by_tens_in_the_order_asked(aws: Aws, scripted: Any) -> None:
    arns = [f"{ARN}:service/c/s{number:03}" for number in range(125)]
    scripted.on("DescribeServices", services(scripted))

    answers = [answer async for answer in aws.ecs.describe_services("c", arns)]

    assert [record.service_arn for answer in answers for record in answer.records] == arns
    assert scripted.times("DescribeServices") == 13
    assert not any(answer.error or answer.failures for answer in answers)


async def test_a_failed_batch_leaves_the_others_standing(aws: Aws, scripted: Any) -> None:
    arns = [f"s{number:03}" for number in range(30)]
    describe = services(scripted)

    def second_is_throttled(parameters: dict[str, Any]) -> Any:
        if "s010" in parameters["services"]:
            return scripted.error("ThrottlingException", "Rate exceeded")
        return describe(parameters)

    scripted.on("DescribeServices", second_is_throttled)

    first, second, third = [answer async for answer in aws.ecs.describe_services("c", arns)]

    assert [service.service_name for service in first.records + third.records] == arns[:10] + arns[20:]
    assert isinstance(second.error, Throttled)
    assert str(second.error) == "cannot describe services of c: AWS asks to slow down (rate exceeded)"
    assert second.records == ()


async def test_failures_reach_the_caller(aws: Aws, scripted: Any) -> None:
    gone = {"arn": f"{ARN}:cluster/gone", "reason": "MISSING"}
    here = {"clusterArn": f"{ARN}:cluster/here", "clusterName": "here"}
    scripted.on("DescribeClusters", {"clusters": [here], "failures": [gone]})

    (answer,) = [answer async for answer in aws.ecs.describe_clusters(["here", "gone"])]

    assert [cluster.cluster_name for cluster in answer.records] == ["here"]
    assert [(failure.arn, failure.reason) for failure in answer.failures] == [(f"{ARN}:cluster/gone", "MISSING")]
    assert scripted.asked[0][1]["include"] == ["STATISTICS", "SETTINGS", "TAGS"]


async def test_nothing_to_describe_asks_nothing(aws: Aws, scripted: Any) -> None:
    assert [answer async for answer in aws.ecs.describe_tasks("c", [])] == []
    assert scripted.asked == []


async def test_leaving_early_cancels_what_is_under_way(aws: Aws, scripted: Any) -> None:
    scripted.on("DescribeServices", services(scripted))
    before = asyncio.all_tasks()

    async with aclosing(aws.ecs.describe_services("c", [f"s{number}" for number in range(500)])) as answers:
        async for _ in answers:
            break

    assert not [task for task in asyncio.all_tasks() - before if "Ecs." in repr(task)]
    assert scripted.times("DescribeServices") < 50


async def test_raw_is_what_aws_sent_in_its_order(aws: Aws, scripted: Any) -> None:
    sent = {"zeta": 1, "taskArn": f"{ARN}:task/c/1", "createdAt": 1700000000.123, "unknownToUs": {"b": [1], "a": None}}
    scripted.on("DescribeTasks", {"tasks": [sent], "failures": []})

    got = await aws.ecs.raw("task", f"{ARN}:task/c/1")

    assert got == sent
    assert list(got) == list(sent)
    assert scripted.asked[0][1]["cluster"] == "c"


async def test_raw_task_definition_ends_with_its_tags(aws: Aws, scripted: Any) -> None:
    tags = [{"key": "team", "value": "a"}]
    scripted.on("DescribeTaskDefinition", {"taskDefinition": {"family": "api", "revision": 7}, "tags": tags})

    got = await aws.ecs.raw("task-definition", "api:7")

    assert list(got.items()) == [("family", "api"), ("revision", 7), ("tags", tags)]


@pytest.mark.parametrize("kind", ["cluster", "service", "task"])
async def test_raw_of_what_is_gone_is_not_found(aws: Aws, scripted: Any, kind: Any) -> None:
    operation = {"cluster": "DescribeClusters", "service": "DescribeServices", "task": "DescribeTasks"}[kind]
    scripted.on(operation, {f"{kind}s": [], "failures": [{"arn": "x", "reason": "MISSING"}]})

    with pytest.raises(NotFound, match=rf"cannot describe {kind} x: AWS does not know this {kind}"):
        await aws.ecs.raw(kind, "x")


async def test_a_task_definition_carries_its_tags(aws: Aws, scripted: Any) -> None:
    described = {"taskDefinitionArn": f"{ARN}:task-definition/api:7", "family": "api", "revision": 7}
    scripted.on("DescribeTaskDefinition", {"taskDefinition": described, "tags": [{"key": "k", "value": "v"}]})

    definition = await aws.ecs.describe_task_definition("api")

    assert (definition.family, definition.revision, definition.tags[0].key) == ("api", 7, "k")
