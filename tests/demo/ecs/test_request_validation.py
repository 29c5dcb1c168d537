"""What is refused of requests: shapes, names, strategies, networks, limits."""

from functools import partial

import pytest

from fargate_tui.demo.ecs import EcsError
from tests.demo.ecs.account import TARGET_GROUP, Account, Json, balanced, network, service

BOTH = ["FARGATE", "FARGATE_SPOT"]


def item(provider: str = "FARGATE", **numbers: int) -> Json:
    return {"capacityProvider": provider, **numbers}


def strategy(*items: Json) -> Json:
    return {"launchType": None, "capacityProviderStrategy": list(items)}


def balancer(**changes: object) -> Json:
    return {
        "loadBalancers": [{"targetGroupArn": TARGET_GROUP, "containerName": "app", "containerPort": 8080, **changes}]
    }


@pytest.fixture
def account() -> Account:
    account = Account()
    account.register()
    account.call(
        "PutClusterCapacityProviders", cluster="default", capacityProviders=BOTH, defaultCapacityProviderStrategy=[]
    )
    return account


@pytest.mark.parametrize(
    ("operation", "request_", "code", "part"),
    [
        (
            "ListClusters",
            {"maxResults": "10"},
            "SerializationException",
            "STRING_VALUE can not be converted to an Integer",
        ),
        ("ListClusters", {"maxResults": True}, "SerializationException", "BOOLEAN_VALUE"),
        ("ListTasks", {"cluster": 3}, "SerializationException", "NUMBER_VALUE can not be converted to a String"),
        ("DescribeTasks", {"tasks": "abc"}, "SerializationException", "a list at 'tasks'"),
        ("CreateCluster", {"tags": [[]]}, "SerializationException", "START_ARRAY"),
        ("CreateCluster", {"tags": {}}, "SerializationException", "START_OBJECT"),
        ("ListTasks", {"colour": "red"}, "ClientException", "Unknown parameter in input: 'colour'"),
        ("RunTask", {"networkConfiguration": {"a": 1}}, "ClientException", "'networkConfiguration.a'"),
        ("DescribeTasks", {}, "InvalidParameterException", "Value null at 'tasks'"),
        ("DescribeTasks", {"tasks": None}, "InvalidParameterException", "Value null at 'tasks'"),
        (
            "ListTasks",
            {"launchType": "LAMBDA"},
            "InvalidParameterException",
            "Member must satisfy enum value set: [EC2",
        ),
        ("ListTasks", {"maxResults": 101}, "InvalidParameterException", "between 1 and 100"),
        ("ListTasks", {"maxResults": 0}, "InvalidParameterException", "between 1 and 100"),
        ("ListTasks", {"nextToken": "nonsense"}, "InvalidParameterException", "Invalid token."),
        ("ListTasks", {"nextToken": "WzEsMl0="}, "InvalidParameterException", "Invalid token."),
        ("ListTasks", {"cluster": "nowhere"}, "ClusterNotFoundException", "Cluster not found."),
        ("ListTasks", {"serviceName": "nothing"}, "ServiceNotFoundException", "Service not found."),
        ("ListTasks", {"startedBy": "me", "family": "web"}, "InvalidParameterException", "only filter"),
        ("DescribeTasks", {"tasks": []}, "InvalidParameterException", "Tasks cannot be empty."),
        ("DescribeTasks", {"tasks": ["a"] * 101}, "InvalidParameterException", "100"),
        ("DescribeServices", {"services": []}, "InvalidParameterException", "Services cannot be empty."),
        ("DescribeServices", {"services": ["a"] * 11}, "InvalidParameterException", "10"),
        ("DescribeClusters", {"clusters": ["a"] * 101}, "InvalidParameterException", "100"),
        ("DescribeServiceDeployments", {"serviceDeploymentArns": ["a"] * 21}, "InvalidParameterException", "20"),
        ("DescribeServiceRevisions", {"serviceRevisionArns": []}, "InvalidParameterException", "1 to 20"),
        ("DeleteTaskDefinitions", {"taskDefinitions": ["a:1"] * 11}, "InvalidParameterException", "10"),
        ("DeleteTaskDefinitions", {"taskDefinitions": []}, "InvalidParameterException", "empty"),
        ("StopTask", {"task": "nothing"}, "InvalidParameterException", "The referenced task was not found."),
        ("UpdateService", {"service": "nothing"}, "ServiceNotFoundException", "Service not found."),
        ("DeleteService", {"service": "nothing"}, "ServiceNotFoundException", "Service not found."),
        ("CreateCluster", {"clusterName": "a b"}, "InvalidParameterException", "Cluster name"),
        ("CreateCluster", {"clusterName": "x", "capacityProviders": ["MINE"]}, "InvalidParameterException", "'MINE'"),
        (
            "UpdateClusterSettings",
            {"cluster": "default", "settings": [{"name": "containerInsights", "value": "loud"}]},
            "InvalidParameterException",
            "containerInsights",
        ),
        ("PutAccountSetting", {"name": "containerInsights", "value": "loud"}, "InvalidParameterException", "loud"),
        ("ListAccountSettings", {"value": "on"}, "InvalidParameterException", "name must be specified"),
        ("ListAccountSettings", {"maxResults": 11}, "InvalidParameterException", "10"),
        ("TagResource", {"resourceArn": "arn:nothing", "tags": []}, "InvalidParameterException", "not found"),
        ("DescribeTaskSets", {"cluster": "a", "service": "b"}, "UnsupportedOperationException", "DescribeTaskSets"),
        ("DescribeUnicorns", {}, "UnknownOperationException", "DescribeUnicorns"),
    ],
)
def test_requests(account: Account, operation: str, request_: Json, code: str, part: str) -> None:
    error = account.refused(operation, **request_)
    assert (error.code, error.status) == (code, 400)
    assert part in error.message


@pytest.mark.parametrize(
    ("changes", "code", "part"),
    [
        ({"networkConfiguration": None}, "InvalidParameterException", "Network Configuration must be provided"),
        ({"networkConfiguration": network("subnet-none")}, "InvalidParameterException", "InvalidSubnetID.NotFound"),
        ({"networkConfiguration": network("subnet-a", "subnet-other")}, "InvalidParameterException", "same VPC"),
        ({"networkConfiguration": network(*["subnet-a"] * 17)}, "InvalidParameterException", "16"),
        (
            {"networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-a"], "securityGroups": ["x"]}}},
            "InvalidParameterException",
            "Error retrieving security group information for [x]",
        ),
        (
            {
                "networkConfiguration": {
                    "awsvpcConfiguration": {"subnets": ["subnet-a"], "securityGroups": ["sg-1"] * 6}
                }
            },
            "InvalidParameterException",
            "5",
        ),
        ({"launchType": "EC2"}, "InvalidParameterException", "No Container Instances were found"),
        ({"launchType": None}, "InvalidParameterException", "No Container Instances were found"),
        ({"capacityProviderStrategy": [item(weight=1)]}, "InvalidParameterException", "Remove one and try again."),
        (strategy(item()), "InvalidParameterException", "weight greater than 0"),
        (strategy(item(weight=1001)), "InvalidParameterException", "between 0 and 1000"),
        (strategy(item(weight=1, base=-1)), "InvalidParameterException", "between 0 and 100000"),
        (strategy(item("ASG", weight=1)), "InvalidParameterException", "not associated with the cluster"),
        (strategy(item(weight=1), item(weight=1)), "InvalidParameterException", "duplicate"),
        (strategy(item(weight=1, base=1), item("FARGATE_SPOT", base=1)), "InvalidParameterException", "base"),
        ({"platformVersion": "1.2.0"}, "PlatformUnknownException", "platform does not exist"),
        ({"taskDefinition": "nothing"}, "ClientException", "TaskDefinition not found."),
    ],
)
@pytest.mark.parametrize("operation", ["RunTask", "CreateService"])
def test_launches(account: Account, operation: str, changes: Json, code: str, part: str) -> None:
    request = service(**changes)
    if operation == "RunTask":
        request = {name: value for name, value in request.items() if name not in ("serviceName", "desiredCount")}
    error = account.refused(operation, **request)
    assert error.code == code
    assert part in error.message
    assert account.tasks() == []


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"serviceName": "a b"}, "Service name"),
        ({"desiredCount": None}, "desired count"),
        ({"desiredCount": -1}, "desiredCount"),
        ({"desiredCount": 5001}, "desiredCount"),
        ({"taskDefinition": None}, "TaskDefinition can not be blank."),
        ({"clientToken": "x" * 37}, "clientToken"),
        ({"schedulingStrategy": "DAEMON"}, "DAEMON"),
        ({"role": "arn:aws:iam::1:role/r"}, "service linked role"),
        ({"healthCheckGracePeriodSeconds": -1}, "healthCheckGracePeriodSeconds"),
        ({"deploymentConfiguration": {"minimumHealthyPercent": 100, "maximumPercent": 100}}, "block deployments"),
        ({"deploymentConfiguration": {"maximumPercent": 99}}, "maximumPercent"),
        ({"deploymentConfiguration": {"minimumHealthyPercent": 101}}, "minimumHealthyPercent"),
        ({"deploymentConfiguration": {"canaryConfiguration": {"canaryPercent": 5}}}, "canaryConfiguration"),
        (balancer(containerName="other"), "The container other does not exist in the task definition."),
        (balancer(containerPort=80), "The container app did not have a container port 80 defined."),
        (balancer(targetGroupArn="arn:none"), "does not have an associated load balancer."),
        ({"loadBalancers": balanced() * 6}, "5"),
    ],
)
def test_services(account: Account, changes: Json, part: str) -> None:
    error = account.refused("CreateService", **service(**changes))
    assert error.code == "InvalidParameterException"
    assert part in error.message
    assert account.call("ListServices")["serviceArns"] == []


@pytest.mark.parametrize(
    "changes",
    [
        {"deploymentController": {"type": "CODE_DEPLOY"}},
        {"monitoring": {}, "gatewayConnectors": [{"portName": "http"}]},
    ],
)
def test_what_is_not_simulated_is_refused(account: Account, changes: Json) -> None:
    assert account.refused("CreateService", **service(**changes)).code == "UnsupportedFeatureException"


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"count": 11}, "between 1 and 10"),
        ({"count": 0}, "between 1 and 10"),
        ({"group": "service:web"}, "service:"),
        ({"propagateTags": "SERVICE"}, "propagateTags"),
        ({"overrides": {"containerOverrides": [{"name": "x"}]}}, "Override for container named x"),
        ({"overrides": {"cpu": "256", "memory": "8192"}}, "No Fargate configuration exists"),
        ({"overrides": {"ephemeralStorage": {"sizeInGiB": 20}}}, "between 21 and 200"),
        ({"overrides": {"taskRoleArn": "no role"}}, "Role is not valid"),
        ({"overrides": {"containerOverrides": [{"name": "app", "command": ["x" * 8192]}]}}, "at most 8192"),
        ({"startedBy": "x" * 129}, "128"),
        ({"referenceId": "x" * 1025}, "1024"),
        ({"placementConstraints": [{"type": "distinctInstance"}]}, "not supported with FARGATE launch type"),
        ({"volumeConfigurations": [{"name": "data"}]}, "volumeConfigurations"),
        ({"clientToken": "x" * 65}, "64"),
    ],
)
def test_tasks(account: Account, changes: Json, part: str) -> None:
    request: Json = {"taskDefinition": "web", "launchType": "FARGATE", "networkConfiguration": network(), **changes}
    assert part in account.refused("RunTask", **request).message
    assert account.tasks() == []


def test_nulls_are_left_out_as_aws_does(account: Account) -> None:
    assert account.call("ListTasks", nextToken=None, family=None) == {"taskArns": []}


def test_a_load_balancer_must_fit_the_new_task_definition(account: Account) -> None:
    account.call("CreateService", **service(**balancer()))
    account.register(containerDefinitions=[{"name": "app", "image": "nginx"}])
    error = account.refused("UpdateService", service="web", taskDefinition="web")
    assert error.message == "Load balancer container name or port changed in task definition"


def test_a_service_can_be_scaled_when_its_subnet_is_gone(account: Account) -> None:
    account.call("CreateService", **service())
    for subnet in ("subnet-a", "subnet-b", "subnet-c"):
        del account.network.free[subnet]
    account.call("UpdateService", service="web", desiredCount=1)
    assert account.refused("UpdateService", service="web", taskDefinition="web").code == "InvalidParameterException"
    account.clock.advance(60)
    assert {str(task["stoppedReason"]).rpartition(": ")[2] for task in account.tasks("STOPPED")} == {
        "InvalidSubnetID.NotFound"
    }


def test_a_refused_update_changes_nothing(account: Account) -> None:
    account.call("CreateService", **service())
    before = account.service()
    refuse = partial(account.refused, "UpdateService", service="web", desiredCount=9)
    assert isinstance(refuse(taskDefinition="nothing"), EcsError)
    assert isinstance(refuse(networkConfiguration=network("subnet-none")), EcsError)
    assert isinstance(refuse(deploymentConfiguration={"maximumPercent": 1}), EcsError)
    assert account.service() == before


def test_a_provider_in_use_cannot_be_taken_away(account: Account) -> None:
    account.call("CreateService", **service(**strategy(item("FARGATE_SPOT", weight=1))))
    account.clock.advance(60)
    error = account.refused(
        "PutClusterCapacityProviders",
        cluster="default",
        capacityProviders=["FARGATE"],
        defaultCapacityProviderStrategy=[],
    )
    assert error.code == "ResourceInUseException"


def test_a_provider_of_a_service_that_is_scaled_to_nothing_is_in_use_too(account: Account) -> None:
    account.call("CreateService", **service("web", 0, **strategy(item("FARGATE_SPOT", weight=1))))
    providers: Json = {"capacityProviders": ["FARGATE"], "defaultCapacityProviderStrategy": []}
    error = account.refused("PutClusterCapacityProviders", cluster="default", **providers)
    assert error.code == "ResourceInUseException"


@pytest.mark.parametrize(
    "exec_",
    [{"logging": "OVERRIDE"}, {"logging": "DEFAULT", "logConfiguration": {"s3BucketName": "sessions"}}],
)
def test_where_sessions_are_logged(account: Account, exec_: Json) -> None:
    error = account.refused("UpdateCluster", cluster="default", configuration={"executeCommandConfiguration": exec_})
    assert "logConfiguration" in error.message
