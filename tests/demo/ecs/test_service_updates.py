"""UpdateService in all its fields: only what is given changes, and only some of it starts a deployment."""

import pytest

from tests.demo.ecs.account import Account, Json, as_json, as_jsons, balanced, container, network

CONNECT: Json = {"enabled": True, "namespace": "shop.local", "services": [{"portName": "http"}]}
REGISTRIES: list[Json] = [{"registryArn": "arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-1"}]
VOLUMES: list[Json] = [
    {"name": "data", "managedEBSVolume": {"sizeInGiB": 20, "roleArn": "arn:aws:iam::123456789012:role/infra"}}
]


@pytest.fixture
def account() -> Account:
    account = Account()
    account.call("PutClusterCapacityProviders", cluster="default", **PROVIDERS)
    account.register(
        containerDefinitions=[container(portMappings=[{"containerPort": 8080, "name": "http"}])],
        volumes=[{"name": "data", "configuredAtLaunch": True}],
    )
    account.steady()
    return account


PROVIDERS: Json = {"capacityProviders": ["FARGATE", "FARGATE_SPOT"], "defaultCapacityProviderStrategy": []}


def update(account: Account, **changes: object) -> Json:
    return as_json(account.call("UpdateService", service="web", **changes)["service"])


def begun(account: Account) -> int:
    """How many service deployments there were."""
    return len(as_jsons(account.call("ListServiceDeployments", service="web")["serviceDeployments"]))


def without(service: Json, *names: str) -> Json:
    moving = ("events", "deployments", "currentServiceRevisions", *names)
    return {name: value for name, value in service.items() if name not in moving}


@pytest.mark.parametrize(
    "changes",
    [
        {"desiredCount": 5},
        {"deploymentConfiguration": {"maximumPercent": 150}},
        {"deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}},
        {"healthCheckGracePeriodSeconds": 60},
        {"enableExecuteCommand": True},
        {"enableECSManagedTags": True},
        {"propagateTags": "SERVICE"},
        {"availabilityZoneRebalancing": "DISABLED"},
    ],
)
def test_what_starts_no_deployment_changes_itself_alone(account: Account, changes: Json) -> None:
    (name,) = changes
    before = account.service()
    after = update(account, **changes)
    assert begun(account) == 1
    assert without(after, name) == without(before, name)
    if not isinstance(changes[name], dict):
        assert after[name] == changes[name]
    account.clock.advance(120)
    assert len(as_jsons(account.service()["deployments"])) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"forceNewDeployment": True},
        {"platformVersion": "1.4.0"},
        {"networkConfiguration": network("subnet-a")},
        {"loadBalancers": balanced()},
        {"serviceRegistries": REGISTRIES},
        {"serviceConnectConfiguration": CONNECT},
        {"volumeConfigurations": VOLUMES},
    ],
)
def test_what_starts_a_deployment_starts_one(account: Account, changes: Json) -> None:
    (name,) = changes
    before = account.service()
    after = update(account, **changes)
    assert begun(account) == 2
    moving = (name, "currentServiceDeployment", "loadBalancers", "serviceRegistries", "healthCheckGracePeriodSeconds")
    assert without(after, *moving) == without(before, *moving)
    primary = as_jsons(after["deployments"])[0]
    if name in ("serviceConnectConfiguration", "volumeConfigurations"):
        assert primary[name] == changes[name]
    account.clock.advance(300)
    (last,) = as_jsons(account.service()["deployments"])
    assert (last["id"], last["rolloutState"]) == (primary["id"], "COMPLETED")
    assert {task["startedBy"] for task in account.tasks()} == {primary["id"]}
    arn = as_jsons(account.service()["currentServiceRevisions"])[0]["arn"]
    revision = as_jsons(account.call("DescribeServiceRevisions", serviceRevisionArns=[arn])["serviceRevisions"])[0]
    if name != "forceNewDeployment":
        assert revision[name] == changes[name]


def test_another_revision_of_the_definition_deploys_and_the_same_does_not(account: Account) -> None:
    update(account, taskDefinition="web:1")
    assert begun(account) == 1
    account.register()
    assert str(update(account, taskDefinition="web", desiredCount=3)["taskDefinition"]).endswith("web:2")
    assert begun(account) == 2


def test_a_strategy_is_for_new_tasks_only(account: Account) -> None:
    spot: list[Json] = [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]
    after = update(account, capacityProviderStrategy=spot, taskDefinition="web:1")
    assert "launchType" not in after
    assert after["capacityProviderStrategy"] == [{"capacityProvider": "FARGATE_SPOT", "weight": 1, "base": 0}]
    update(account, desiredCount=3)
    account.clock.advance(120)
    assert begun(account) == 1
    assert sorted(str(task.get("capacityProviderName")) for task in account.tasks()) == ["FARGATE_SPOT", "None", "None"]
    assert update(account, capacityProviderStrategy=[])["launchType"] == "FARGATE"


def test_what_is_taken_away_is_gone(account: Account) -> None:
    update(account, serviceConnectConfiguration=CONNECT, serviceRegistries=REGISTRIES)
    after = update(account, serviceRegistries=[])
    assert after["serviceRegistries"] == []
    assert as_jsons(after["deployments"])[0]["serviceConnectConfiguration"] == CONNECT


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"serviceRegistries": REGISTRIES * 2}, "at most 1"),
        ({"serviceRegistries": [{"port": 80}]}, "Registry ARN can not be blank."),
        ({"serviceRegistries": [{**REGISTRIES[0], "containerName": "x"}]}, "The container x does not exist"),
        ({"serviceConnectConfiguration": {"enabled": True}}, "Namespace must be specified"),
        ({"serviceConnectConfiguration": {**CONNECT, "services": [{"portName": "grpc"}]}}, "named grpc"),
        ({"volumeConfigurations": VOLUMES * 2}, "at most 1"),
        ({"volumeConfigurations": [{"name": "logs"}]}, "logs is not configured at launch"),
        ({"volumeConfigurations": [{"name": "data"}]}, "volume size or a snapshot ID"),
        ({"placementConstraints": [{"type": "distinctInstance"}]}, "not supported with FARGATE launch type"),
        ({"placementStrategy": [{"type": "random"}]}, "not supported with FARGATE launch type"),
        ({"deploymentConfiguration": {"maximumPercent": 100, "minimumHealthyPercent": 0}}, "Zone rebalancing"),
        ({"deploymentConfiguration": {"bakeTimeInMinutes": 1441}}, "bakeTimeInMinutes"),
        (
            {"deploymentConfiguration": {"alarms": {"alarmNames": [], "enable": True, "rollback": True}}},
            "alarmNames cannot be empty",
        ),
        ({"deploymentConfiguration": {"earlySuccessCriteria": {"enable": True}}}, "needs healthyPercent"),
        (
            {
                "deploymentConfiguration": {
                    "deploymentCircuitBreaker": {
                        "enable": True,
                        "rollback": True,
                        "thresholdConfiguration": {"type": "BOUNDED_PERCENT", "value": 101},
                    }
                }
            },
            "at most 100",
        ),
        ({"desiredCount": -1}, "desiredCount"),
    ],
)
def test_a_refused_change_changes_nothing(account: Account, changes: Json, part: str) -> None:
    before = account.service()
    error = account.refused("UpdateService", service="web", enableExecuteCommand=True, **changes)
    assert error.code == "InvalidParameterException"
    assert part in error.message
    assert account.service() == before


def test_a_member_that_is_not_updated_is_unknown(account: Account) -> None:
    error = account.refused("UpdateService", service="web", schedulingStrategy="DAEMON")
    assert error.message == "Unknown parameter in input: 'schedulingStrategy'"


def test_a_service_that_drains_cannot_be_changed(account: Account) -> None:
    account.call("DeleteService", service="web", force=True)
    error = account.refused("UpdateService", service="web", desiredCount=1)
    assert (error.code, error.message) == ("ServiceNotActiveException", "Service was not ACTIVE.")


@pytest.mark.parametrize(("cleanup", "left"), [("DEFERRED", 2), ("BLOCKING", 1)])
def test_early_success_does_not_wait_for_all(account: Account, cleanup: str, left: int) -> None:
    early = {"enable": True, "healthyPercent": 50, "sourceServiceRevisionCleanup": cleanup}
    changes: Json = {"minimumHealthyPercent": 50, "maximumPercent": 150, "earlySuccessCriteria": early}
    update(account, desiredCount=4, deploymentConfiguration=changes)
    account.clock.advance(200)
    update(account, forceNewDeployment=True)
    for _ in range(600):
        account.clock.advance(1)
        deployments = as_jsons(account.service()["deployments"])
        if deployments[0]["rolloutState"] == "COMPLETED":
            break
    assert len(deployments) == left
    account.clock.advance(300)
    assert len(as_jsons(account.service()["deployments"])) == 1
