"""A story that calls every operation: each answer has AWS's shape, and nothing is left out."""

from tests.demo.ecs.account import Account, Json, as_json, as_jsons, as_texts, balanced, container, network
from tests.demo.shapes import differences

LOG: Json = {
    "logDriver": "awslogs",
    "options": {"awslogs-group": "g", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "p"},
}
TAGS: list[Json] = [{"key": "team", "value": "shop"}]
EVERYTHING = ["ATTACHMENTS", "CONFIGURATIONS", "SETTINGS", "STATISTICS", "TAGS"]


def test_every_answer_has_awss_shape() -> None:
    account = Account()
    settings(account)
    clusters(account)
    definitions(account)
    services(account)
    strategies(account)
    tasks(account)
    tags(account)
    express(account)
    endings(account)
    assert account.asked == account.ecs.operations


def settings(account: Account) -> None:
    account.call("PutAccountSettingDefault", name="containerInsights", value="enhanced")
    account.call("PutAccountSetting", name="guardDutyActivate", value="on")
    held = as_jsons(account.call("ListAccountSettings")["settings"])
    assert [(one["name"], one["value"], one["type"]) for one in held] == [("guardDutyActivate", "on", "aws_managed")]
    effective = as_jsons(
        account.call("ListAccountSettings", name="containerInsights", effectiveSettings=True)["settings"]
    )
    assert [one["value"] for one in effective] == ["enhanced"]
    fallen = as_json(account.call("DeleteAccountSetting", name="guardDutyActivate")["setting"])
    assert fallen["value"] == "off"
    assert account.call("ListAccountSettings")["settings"] == []


def express(account: Account) -> None:
    account.call(
        "CreateExpressGatewayService",
        serviceName="page",
        executionRoleArn="arn:aws:iam::123456789012:role/ecsTaskExecutionRole",
        infrastructureRoleArn="arn:aws:iam::123456789012:role/infra",
        primaryContainer={"image": "shop/page:1"},
        networkConfiguration={"subnets": ["subnet-a"]},
        tags=TAGS,
    )
    account.clock.advance(60)
    service = as_jsons(account.call("DescribeServices", services=["page"], include=["TAGS"])["services"])[0]
    revisions = as_texts([each["arn"] for each in as_jsons(service["currentServiceRevisions"])])
    account.call("DescribeServiceRevisions", serviceRevisionArns=revisions)
    arn = service["serviceArn"]
    account.call("UpdateExpressGatewayService", serviceArn=arn, cpu="512", memory="1024")
    account.call("DescribeExpressGatewayService", serviceArn=arn, include=["TAGS"])
    account.call("DeleteExpressGatewayService", serviceArn=arn)


def clusters(account: Account) -> None:
    account.call(
        "CreateCluster",
        clusterName="shop",
        tags=TAGS,
        capacityProviders=["FARGATE"],
        defaultCapacityProviderStrategy=[{"capacityProvider": "FARGATE", "weight": 1}],
        configuration={"executeCommandConfiguration": {"logging": "DEFAULT"}},
    )
    account.call("UpdateCluster", cluster="shop", serviceConnectDefaults={"namespace": "arn:ns"})
    insights = [{"name": "containerInsights", "value": "enabled"}]
    account.call("UpdateClusterSettings", cluster="shop", settings=insights)
    account.call(
        "PutClusterCapacityProviders",
        cluster="shop",
        capacityProviders=["FARGATE", "FARGATE_SPOT"],
        defaultCapacityProviderStrategy=[],
    )
    assert len(as_texts(account.call("ListClusters")["clusterArns"])) == 2
    plain, whole = (
        as_jsons(account.call("DescribeClusters", clusters=["shop"], include=include)["clusters"])[0]
        for include in ([], EVERYTHING)
    )
    assert (plain["settings"], plain["statistics"], plain["tags"]) == ([], [], [])
    assert "configuration" not in plain
    assert (whole["settings"], whole["tags"]) == (insights, TAGS)
    assert len(as_jsons(whole["statistics"])) == 8
    default = as_jsons(account.call("DescribeClusters", include=["SETTINGS"])["clusters"])[0]
    assert as_jsons(default["settings"])[0]["value"] == "disabled"
    both = as_jsons(account.call("DescribeCapacityProviders")["capacityProviders"])
    assert [one["name"] for one in both] == ["FARGATE", "FARGATE_SPOT"]
    asked = account.call("DescribeCapacityProviders", capacityProviders=["FARGATE", "MINE"])
    assert [len(as_jsons(asked["capacityProviders"])), len(as_jsons(asked["failures"]))] == [1, 1]
    missing = account.call("DescribeClusters", clusters=["nowhere"])
    assert as_jsons(missing["failures"])[0]["reason"] == "MISSING"


def definitions(account: Account) -> None:
    account.register(
        containerDefinitions=[
            container(
                logConfiguration=LOG,
                healthCheck={"command": ["CMD", "true"]},
                secrets=[{"name": "a", "valueFrom": "b"}],
                environment=[{"name": "A", "value": "1"}],
                memory=256,
                memoryReservation=128,
            ),
            container("side", portMappings=[], essential=False),
        ],
        tags=TAGS,
        runtimePlatform={"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"},
        ephemeralStorage={"sizeInGiB": 50},
        taskRoleArn="arn:aws:iam::123456789012:role/app",
        volumes=[{"name": "scratch"}],
    )
    account.register()
    account.call("DeregisterTaskDefinition", taskDefinition="web:2")
    account.call("DeleteTaskDefinitions", taskDefinitions=["web:2", "web:1"])
    assert account.call("DescribeTaskDefinition", taskDefinition="web", include=["TAGS"])["tags"] == TAGS
    assert "tags" not in account.call("DescribeTaskDefinition", taskDefinition="web")
    account.call("ListTaskDefinitions")
    account.call("ListTaskDefinitionFamilies")


def services(account: Account) -> None:
    account.create(desired=2, loadBalancers=balanced(), tags=TAGS, enableExecuteCommand=True)
    for _ in range(20):
        account.clock.advance(3)
        account.call("DescribeServices", services=["web", "nothing"], include=["TAGS"])
        account.tasks()
    account.clock.advance(200)
    assert "tags" not in account.service()
    with_tags = as_jsons(account.call("DescribeServices", services=["web"], include=["TAGS"])["services"])[0]
    assert with_tags["tags"] == TAGS
    account.call("ListServices")
    held = [task["taskArn"] for task in account.tasks(serviceName="web")]
    account.call("UpdateTaskProtection", cluster="default", tasks=held, protectionEnabled=True, expiresInMinutes=1)
    account.call("GetTaskProtection", cluster="default", tasks=[*held, "nothing"])
    account.call("UpdateService", service="web", forceNewDeployment=True, desiredCount=3)
    brief = as_jsons(account.call("ListServiceDeployments", service="web")["serviceDeployments"])[0]
    arn = brief["serviceDeploymentArn"]
    described = account.call("DescribeServiceDeployments", serviceDeploymentArns=[arn, "arn:none"])
    assert len(as_jsons(described["failures"])) == 1
    account.call("DescribeServiceRevisions", serviceRevisionArns=[brief["targetServiceRevisionArn"]])
    account.call("StopServiceDeployment", serviceDeploymentArn=arn)
    account.call("DescribeServiceDeployments", serviceDeploymentArns=[arn])


def strategies(account: Account) -> None:
    account.register("green")
    hook = {"targetType": "PAUSE", "lifecycleStages": ["POST_SCALE_UP"]}
    configuration = {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 1, "lifecycleHooks": [hook]}
    account.create("green", deploymentConfiguration=configuration)
    (arn,) = (
        one["serviceDeploymentArn"]
        for one in as_jsons(account.call("ListServiceDeployments", service="green")["serviceDeployments"])
    )
    for _ in range(120):
        account.clock.advance(3)
        (story,) = as_jsons(
            account.call("DescribeServiceDeployments", serviceDeploymentArns=[arn])["serviceDeployments"]
        )
        (paused,) = as_jsons(story.get("lifecycleHookDetails", [{}]))
        if paused.get("status") == "AWAITING_ACTION":
            account.call("ContinueServiceDeployment", serviceDeploymentArn=arn, hookId=paused["hookId"])
    assert story["status"] == "SUCCESSFUL"
    account.call("DeleteService", service="green", force=True)


def tasks(account: Account) -> None:
    overrides = {
        "containerOverrides": [{"name": "app", "command": ["sh"], "memory": 128}],
        "cpu": "512",
        "memory": "1 GB",
    }
    answer = account.call(
        "RunTask",
        taskDefinition="web",
        launchType="FARGATE",
        networkConfiguration=network(public=True),
        overrides=overrides,
        tags=TAGS,
        propagateTags="TASK_DEFINITION",
        enableECSManagedTags=True,
        count=2,
    )
    first = as_jsons(answer["tasks"])[0]
    within = next(task for task in account.tasks(serviceName="web") if task["lastStatus"] == "RUNNING")
    account.call("ExecuteCommand", task=within["taskArn"], container="app", interactive=True, command="sh")
    assert (first["cpu"], first["memory"]) == ("512", "1024")
    for _ in range(15):
        account.clock.advance(4)
        account.call("DescribeTasks", tasks=[first["taskArn"], "nothing"], include=["TAGS"])
    account.call("StopTask", task=first["taskArn"])
    for _ in range(15):
        account.clock.advance(2)
        account.call("DescribeTasks", tasks=[first["taskArn"]])
    account.call("ListTasks", desiredStatus="STOPPED")


def tags(account: Account) -> None:
    task = account.tasks(family="web")[0]
    arns = (
        as_json(account.service())["serviceArn"],
        account.service()["clusterArn"],
        account.service()["taskDefinition"],
        task["taskArn"],
    )
    for arn in arns:
        account.call("TagResource", resourceArn=arn, tags=[{"key": "x", "value": "1"}, {"key": "y", "value": "2"}])
        account.call("TagResource", resourceArn=arn, tags=[{"key": "x", "value": "3"}])
        account.call("UntagResource", resourceArn=arn, tagKeys=["y"])
        held = {
            tag["key"]: tag["value"] for tag in as_jsons(account.call("ListTagsForResource", resourceArn=arn)["tags"])
        }
        assert held["x"] == "3"
        assert "y" not in held


def endings(account: Account) -> None:
    account.call("DeleteService", service="web", force=True)
    for _ in range(20):
        account.clock.advance(5)
        account.call("DescribeServices", services=["web"])
    account.call("DeleteCluster", cluster="shop")


def test_the_shape_check_finds_what_is_wrong() -> None:
    task: Json = {
        "taskArn": None,
        "colour": "red",
        "version": "1",
        "createdAt": "now",
        "launchType": "LAMBDA",
        "tags": {},
    }
    found = differences("ecs", "DescribeTasks", {"tasks": [task, 3], "failures": "none"})
    assert len(found) == 8
    assert differences("ecs", "DescribeTasks", {"tasks": [{"enableExecuteCommand": 1, "version": True}]}) == [
        "DescribeTasks.tasks[0].enableExecuteCommand: int for a boolean",
        "DescribeTasks.tasks[0].version: bool for a long",
    ]
    assert differences("ecs", "DescribeTasks", {"tasks": [{"attributes": [{}]}]}) == [
        "DescribeTasks.tasks[0].attributes[0].name: missing"
    ]
    assert differences("ecs", "DescribeTasks", []) == ["DescribeTasks: list for a structure"]
