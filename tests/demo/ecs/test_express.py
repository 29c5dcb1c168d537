"""Express Mode services of the local AWS: made of an image, changed and deleted by operations of their own."""

import pytest

from fargate_tui.demo.ecs import EcsError
from tests.demo.ecs.account import Account, Json, as_json, as_jsons


def made(account: Account, **members: object) -> Json:
    request: Json = {
        "serviceName": "page",
        "executionRoleArn": "arn:aws:iam::123456789012:role/ecsTaskExecutionRole",
        "infrastructureRoleArn": "arn:aws:iam::123456789012:role/infra",
        "primaryContainer": {"image": "shop/page:1", "environment": [{"name": "A", "value": "1"}]},
        "networkConfiguration": {"subnets": ["subnet-a"], "securityGroups": ["sg-1"]},
        **members,
    }
    return as_json(account.call("CreateExpressGatewayService", **request)["service"])


def configuration(account: Account, arn: object) -> Json:
    service = as_json(account.call("DescribeExpressGatewayService", serviceArn=arn, include=["TAGS"])["service"])
    return as_jsons(service["activeConfigurations"])[0]


def plain(account: Account) -> Json:
    return as_jsons(account.call("DescribeServices", services=["page"])["services"])[0]


def test_an_image_is_enough_for_a_service() -> None:
    account = Account()
    found = as_jsons(made(account)["activeConfigurations"])[0]
    assert (found["cpu"], found["memory"], found["healthCheckPath"]) == ("256", "512", "/ping")
    assert found["scalingTarget"] == {
        "minTaskCount": 1, "maxTaskCount": 20, "autoScalingMetric": "AVERAGE_CPU", "autoScalingTargetValue": 60,
    }  # fmt: skip
    account.clock.advance(120)
    service = plain(account)
    assert (service["resourceManagementType"], service["runningCount"], service["desiredCount"]) == ("ECS", 1, 1)
    assert [len(account.call("ListServices", **only)["serviceArns"]) for only in FILTERS] == [1, 1, 0]  # type: ignore[arg-type]


FILTERS: list[Json] = [{}, {"resourceManagementType": "ECS"}, {"resourceManagementType": "CUSTOMER"}]


def test_another_image_replaces_its_tasks() -> None:
    account = Account()
    arn = made(account)["serviceArn"]
    account.clock.advance(300)
    before = as_jsons(plain(account)["deployments"])[0]["id"]
    account.call("UpdateExpressGatewayService", serviceArn=arn, primaryContainer={"image": "shop/page:2"})
    assert configuration(account, arn)["primaryContainer"] == {"image": "shop/page:2"}
    assert len(as_jsons(plain(account)["deployments"])) == 2
    account.clock.advance(900)
    (deployment,) = as_jsons(plain(account)["deployments"])
    assert deployment["id"] != before
    assert deployment["rolloutState"] == "COMPLETED"
    definition = as_json(
        account.call("DescribeTaskDefinition", taskDefinition=deployment["taskDefinition"])["taskDefinition"]
    )
    assert [each["image"] for each in as_jsons(definition["containerDefinitions"])] == ["shop/page:2"]


def test_a_scaling_target_alone_replaces_nothing_and_is_kept() -> None:
    account, scaled = Account(), []
    account.ecs.hand_scaling(lambda *given: scaled.append(given))
    arn = made(account)["serviceArn"]
    account.clock.advance(300)
    account.call("UpdateExpressGatewayService", serviceArn=arn, scalingTarget={"minTaskCount": 3, "maxTaskCount": 5})
    assert len(as_jsons(plain(account)["deployments"])) == 1
    kept = as_json(configuration(account, arn)["scalingTarget"])
    assert (kept["minTaskCount"], kept["maxTaskCount"], kept["autoScalingTargetValue"]) == (3, 5, 60)
    assert scaled == [("default", "page", 1, 20), ("default", "page", 3, 5)]


def test_another_health_check_path_is_deployed() -> None:
    account = Account()
    arn = made(account)["serviceArn"]
    account.clock.advance(300)
    account.call("UpdateExpressGatewayService", serviceArn=arn, healthCheckPath="/up")
    assert configuration(account, arn)["healthCheckPath"] == "/up"
    assert len(as_jsons(plain(account)["deployments"])) == 2


def test_it_is_drained_and_gone() -> None:
    account = Account()
    arn = made(account)["serviceArn"]
    account.clock.advance(300)
    deleted = as_json(account.call("DeleteExpressGatewayService", serviceArn=arn)["service"])
    assert deleted["status"] == {"statusCode": "DRAINING"}
    account.clock.advance(300)
    assert plain(account)["status"] == "INACTIVE"
    with pytest.raises(EcsError, match="Service not found"):
        account.call("DescribeExpressGatewayService", serviceArn=arn)


def test_what_is_refused() -> None:
    account = Account()
    account.register()
    account.create()
    other = as_jsons(account.call("DescribeServices", services=["web"])["services"])[0]["serviceArn"]
    with pytest.raises(EcsError, match="not an Express"):
        account.call("DeleteExpressGatewayService", serviceArn=other)
    with pytest.raises(EcsError, match="task definition of your own"):
        made(account, taskDefinitionArn="web:1")
    with pytest.raises(EcsError, match="maxTaskCount must be at least 1"):
        made(account, scalingTarget={"minTaskCount": 3, "maxTaskCount": 2})
    with pytest.raises(EcsError, match="without subnets"):
        made(account, networkConfiguration={})
