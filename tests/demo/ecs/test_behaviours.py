"""Failures on order, in AWS's words."""

import re

import pytest

from fargate_tui.demo.ecs import Behaviour
from tests.demo.ecs.account import Account, Json, as_jsons, balanced, container, network


def end_of(behaviour: Behaviour, definition: Json | None = None, **request: object) -> tuple[Account, Json]:
    """A standalone task that behaves so, an hour's part later."""
    account = Account()
    account.register("web", **(definition or {}))
    account.ecs.order("web", behaviour)
    options: Json = {"launchType": "FARGATE", "networkConfiguration": network(), **request}
    answer = account.call("RunTask", taskDefinition="web", **options)
    account.clock.advance(1800)
    return account, as_jsons(account.call("DescribeTasks", tasks=[as_jsons(answer["tasks"])[0]["taskArn"]])["tasks"])[0]


SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf"
WITH_SECRET: Json = {"containerDefinitions": [container(secrets=[{"name": "DB", "valueFrom": SECRET}])]}


@pytest.mark.parametrize(
    ("behaviour", "code", "reason", "exit_code"),
    [
        (Behaviour.exits(0, after=60), "EssentialContainerExited", "Essential container in task exited", 0),
        (Behaviour.exits(1, after=60, jitter=20), "EssentialContainerExited", "Essential container in task exited", 1),
        (
            Behaviour.out_of_memory(after=60),
            "EssentialContainerExited",
            "OutOfMemoryError: Container killed due to memory usage",
            137,
        ),
        (
            Behaviour.image_cannot_be_pulled(),
            "TaskFailedToStart",
            (
                r"CannotPullContainerError: pull image manifest has been retried 1 time\(s\): failed to resolve ref "
                r"docker.io/library/nginx:latest: docker.io/library/nginx:latest: not found"
            ),
            None,
        ),
        (
            Behaviour.image_cannot_be_pulled("CannotPullContainerError: toomanyrequests"),
            "TaskFailedToStart",
            "CannotPullContainerError: toomanyrequests",
            None,
        ),
        (
            Behaviour.secret_cannot_be_read(),
            "TaskFailedToStart",
            (
                "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval "
                rf"failed: unable to retrieve secret from asm: .*{SECRET} from secrets manager: AccessDeniedException: "
                r"User: arn:aws:sts::123456789012:assumed-role/ecsTaskExecutionRole/\w+ is not authorized to perform: "
                r"secretsmanager:GetSecretValue on resource: .*"
            ),
            None,
        ),
        (
            Behaviour.no_free_addresses(),
            "TaskFailedToStart",
            (
                r"Unexpected EC2 error while attempting to Create Network Interface with public IP assignment disabled "
                r"in subnet 'subnet-[abc]': InsufficientFreeAddressesInSubnet.*"
            ),
            None,
        ),
    ],
)
def test_ends(behaviour: Behaviour, code: str, reason: str, exit_code: int | None) -> None:
    account, task = end_of(behaviour, WITH_SECRET)
    assert task["lastStatus"] == "STOPPED"
    assert task["stopCode"] == code
    assert re.fullmatch(reason, str(task["stoppedReason"]))
    assert as_jsons(task["containers"])[0].get("exitCode") == exit_code
    assert not account.network.attached


def test_a_parameter_that_cannot_be_read_is_told_as_one() -> None:
    parameter = "arn:aws:ssm:eu-west-1:123456789012:parameter/db"
    definition: Json = {"containerDefinitions": [container(secrets=[{"name": "DB", "valueFrom": parameter}])]}
    _, task = end_of(Behaviour.secret_cannot_be_read(), definition)
    assert "unable to retrieve secret from ssm: " in str(task["stoppedReason"])
    assert f"is not authorized to perform: ssm:GetParameters on resource: {parameter}" in str(task["stoppedReason"])


def test_out_of_memory_and_pull_errors_are_told_by_the_container_too() -> None:
    for behaviour in (Behaviour.out_of_memory(after=30), Behaviour.image_cannot_be_pulled()):
        _, task = end_of(behaviour)
        assert as_jsons(task["containers"])[0]["reason"] == task["stoppedReason"]


def test_the_other_containers_are_stopped_with_an_essential_one() -> None:
    both: Json = {"containerDefinitions": [container(), container("side", portMappings=[])]}
    _, task = end_of(Behaviour.exits(3, after=30, container="side"), both)
    codes = {each["name"]: each["exitCode"] for each in as_jsons(task["containers"])}
    assert codes == {"app": 143, "side": 3}


@pytest.mark.parametrize(
    ("image", "reason"),
    [
        (
            "nginx:1.27",
            (
                "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref "
                'docker.io/library/nginx:1.27: failed to do request: Head "https://registry-1.docker.io/v2/library/nginx/'
                'manifests/1.27": dial tcp'
            ),
        ),
        (
            "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:7",
            (
                "ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry "
                "auth from Amazon ECR: There is a connection issue between the task and Amazon ECR."
            ),
        ),
    ],
)
def test_a_subnet_without_a_way_out_starts_nothing(image: str, reason: str) -> None:
    _, task = end_of(
        Behaviour.runs(),
        {"containerDefinitions": [container(image=image)]},
        networkConfiguration=network("subnet-dead"),
    )
    assert str(task["stoppedReason"]).startswith(reason)


@pytest.mark.parametrize(("public", "status"), [(True, "RUNNING"), (False, "STOPPED")])
def test_a_public_subnet_needs_a_public_address(public: bool, status: str) -> None:
    _, task = end_of(Behaviour.runs(), networkConfiguration=network("subnet-public", public=public))
    assert task["lastStatus"] == status


def test_a_full_subnet_starts_nothing_more() -> None:
    account = Account()
    account.network.free["subnet-a"] = 1
    account.register()
    account.call(
        "RunTask", taskDefinition="web", count=2, launchType="FARGATE", networkConfiguration=network("subnet-a")
    )
    account.clock.advance(60)
    assert len(account.tasks()) == 1
    assert "InsufficientFreeAddressesInSubnet" in str(account.tasks("STOPPED")[0]["stoppedReason"])


@pytest.mark.parametrize(("provider", "code"), [("FARGATE_SPOT", "SpotInterruption"), ("FARGATE", None)])
def test_only_spot_is_interrupted(provider: str, code: str | None) -> None:
    account = Account()
    account.call(
        "PutClusterCapacityProviders",
        cluster="default",
        capacityProviders=["FARGATE", "FARGATE_SPOT"],
        defaultCapacityProviderStrategy=[],
    )
    account.register()
    account.ecs.order("web", Behaviour.spot_interrupted(after=120))
    strategy = [{"capacityProvider": provider, "weight": 1}]
    answer = account.call(
        "RunTask", taskDefinition="web", capacityProviderStrategy=strategy, networkConfiguration=network()
    )
    account.clock.advance(600)
    task = as_jsons(account.call("DescribeTasks", tasks=[as_jsons(answer["tasks"])[0]["taskArn"]])["tasks"])[0]
    assert task["capacityProviderName"] == provider
    assert task.get("stopCode") == code
    assert task.get("stoppedReason") == ("Your Spot Task was interrupted." if code else None)


def test_a_service_replaces_what_its_load_balancer_finds_unhealthy() -> None:
    account = Account()
    account.register()
    account.ecs.order("web", Behaviour.fails_elb_health_check("Target.Timeout"))
    account.create(desired=1, loadBalancers=balanced(), healthCheckGracePeriodSeconds=90)
    account.clock.advance(100)
    assert account.tasks()[0]["lastStatus"] == "RUNNING"
    assert account.tasks("STOPPED") == []
    account.clock.advance(60)
    dead = account.tasks("STOPPED")[0]
    task_id = str(dead["taskArn"]).rpartition("/")[2]
    assert dead["stopCode"] == "ServiceSchedulerInitiated"
    assert str(dead["stoppedReason"]).startswith("Task failed ELB health checks in (target-group arn:")
    said = "\n".join(account.messages())
    assert f"(service web) (task {task_id}) (port 8080) is unhealthy in (target-group arn:" in said
    assert "due to (reason Request timed out)" in said
    assert "Amazon ECS replaced 1 tasks due to an unhealthy status." in said


@pytest.mark.parametrize("after", [0.0, 200.0])
def test_a_service_replaces_what_fails_its_own_health_check(after: float) -> None:
    account = Account()
    check = {"command": ["CMD-SHELL", "curl -f localhost"], "interval": 10, "retries": 2}
    account.register(containerDefinitions=[container(healthCheck=check)])
    account.ecs.order("web", Behaviour.fails_container_health_check(after=after))
    account.create(desired=1)
    account.clock.advance(400)
    dead = account.tasks("STOPPED")[0]
    task_id = str(dead["taskArn"]).rpartition("/")[2]
    assert dead["stoppedReason"] == "Task failed container health checks"
    assert dead["healthStatus"] == "UNHEALTHY"
    assert f"(service web) (task {task_id}) failed container health checks." in account.messages()


def test_the_most_specific_order_wins() -> None:
    account = Account()
    account.register()
    account.register()
    account.ecs.order("web", Behaviour.exits(1, after=10))
    account.ecs.order("shop", Behaviour.exits(2, after=10))
    account.ecs.order("web:2", Behaviour.exits(3, after=10))
    assert set(account.ecs.behaviours) == {"web", "shop", "web:2"}

    def exit_code(definition: str, service: str) -> object:
        account.create(service, 1, taskDefinition=definition)
        account.clock.advance(120)
        dead = account.tasks("STOPPED", serviceName=service)[0]
        return as_jsons(dead["containers"])[0]["exitCode"]

    assert exit_code("web:1", "other") == 1
    assert exit_code("web:1", "shop") == 2
    assert exit_code("web:2", "third") == 3


def test_sometimes_is_a_part_of_the_tasks() -> None:
    account = Account()
    account.register()
    account.ecs.order("web", Behaviour.exits(1, after=1000).sometimes(0.5))
    account.create(desired=40)
    account.clock.advance(900)
    assert len(account.tasks("STOPPED")) == 0
    account.clock.advance(180)
    assert 8 <= len(account.tasks("STOPPED")) <= 32
