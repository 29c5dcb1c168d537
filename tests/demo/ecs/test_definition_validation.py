"""What RegisterTaskDefinition refuses, and what it makes of what it accepts."""

import pytest

from tests.demo.ecs.account import Account, Json, as_json, as_jsons, container, task_definition

LOG: Json = {
    "logDriver": "awslogs",
    "options": {"awslogs-group": "g", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "p"},
}


def only(**changes: object) -> Json:
    return {"containerDefinitions": [container(**changes)]}


def check(**changes: object) -> Json:
    return only(healthCheck={"command": ["CMD", "true"], **changes})


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"family": ""}, "Family"),
        ({"family": "a" * 256}, "Family"),
        ({"family": "no spaces"}, "Family"),
        ({"cpu": None}, "Fargate requires that 'cpu' be defined at the task level."),
        ({"memory": None}, "Fargate requires that 'memory' be defined at the task level."),
        ({"cpu": "lots"}, "Invalid 'cpu' setting for task."),
        ({"memory": "lots"}, "Invalid 'memory' setting for task."),
        ({"memory": "4096"}, "No Fargate configuration exists for given values: 256 CPU, 4096 memory."),
        ({"cpu": "32 vCPU", "memory": "64 GB"}, "No Fargate configuration exists"),
        ({"runtimePlatform": {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}}, "No Fargate configuration exists"),
        ({"networkMode": "bridge"}, "Fargate only supports network mode ‘awsvpc’."),
        ({"networkMode": None}, "Fargate only supports network mode ‘awsvpc’."),
        ({"ipcMode": "task"}, "ipcMode"),
        ({"pidMode": "host"}, "pidMode"),
        ({"placementConstraints": [{"type": "memberOf", "expression": "a"}]}, "placement constraints"),
        ({"ephemeralStorage": {"sizeInGiB": 20}}, "between 21 and 200"),
        ({"ephemeralStorage": {"sizeInGiB": 201}}, "between 21 and 200"),
        ({"volumes": [{"name": "v", "host": {"sourcePath": "/"}}]}, "volumes"),
        ({"volumes": [{"name": "v", "dockerVolumeConfiguration": {}}]}, "volumes"),
        ({"containerDefinitions": []}, "Container list cannot be empty."),
        ({"containerDefinitions": [container(f"c{n}", portMappings=[]) for n in range(11)]}, "more than 10"),
        ({"containerDefinitions": [container(), container(portMappings=[])]}, "must be unique"),
        ({"containerDefinitions": [container(), container("b")]}, "container port 8080 is used more than once"),
        (only(name=""), "Container.name"),
        (only(image=""), "Container.image"),
        (only(essential=False), "essential"),
        (only(memory=5), "at least 6"),
        (only(memory=128, memoryReservation=256), "must not exceed 'memory'"),
        (only(memory=513), "'memory' settings (513) is greater than for the task (512)"),
        (only(memoryReservation=513), "'memory' settings (513)"),
        (only(cpu=257), "'cpu' settings (257) is greater than for the task (256)"),
        (only(stopTimeout=121), "'stopTimeout' must be between 2 and 120"),
        (only(startTimeout=1), "'startTimeout' must be between 2 and 120"),
        (only(portMappings=[{"containerPort": 80, "hostPort": 8080}]), "host ports and container ports"),
        (only(portMappings=[{"containerPort": 70000}]), "containerPort"),
        (check(command=["true"]), "must start with CMD"),
        (check(interval=4), "'interval' must be between 5 and 300"),
        (check(timeout=61), "'timeout' must be between 2 and 60"),
        (check(retries=11), "'retries' must be between 1 and 10"),
        (check(startPeriod=301), "'startPeriod' must be between 0 and 300"),
        (only(privileged=True), "privileged"),
        (only(links=["a"]), "links"),
        (only(dnsServers=["1.1.1.1"]), "dnsServers"),
        (only(extraHosts=[{"hostname": "a", "ipAddress": "1.1.1.1"}]), "extraHosts"),
        (only(dockerSecurityOptions=["a"]), "dockerSecurityOptions"),
        (only(linuxParameters={"sharedMemorySize": 64}), "sharedMemorySize"),
        (only(linuxParameters={"swappiness": 60}), "swappiness"),
        (only(linuxParameters={"capabilities": {"add": ["NET_ADMIN"]}}), "SYS_PTRACE"),
        (only(resourceRequirements=[{"type": "GPU", "value": "1"}]), "GPU"),
        (only(logConfiguration={"logDriver": "syslog"}), "log driver syslog"),
        (only(logConfiguration={"logDriver": "awslogs", "options": {"awslogs-group": "g"}}), "awslogs-region"),
        ({**only(logConfiguration=LOG), "executionRoleArn": None}, "execution role ARN to support log driver awslogs"),
        ({**only(secrets=[{"name": "a", "valueFrom": "b"}]), "executionRoleArn": None}, "to support secrets"),
        (only(dependsOn=[{"containerName": "b", "condition": "START"}]), "does not exist"),
        (
            {
                "containerDefinitions": [
                    container(dependsOn=[{"containerName": "b", "condition": "HEALTHY"}]),
                    container("b"),
                ]
            },
            "must have a health check",
        ),
        (
            {
                "containerDefinitions": [
                    container(dependsOn=[{"containerName": "b", "condition": "SUCCESS"}]),
                    container("b"),
                ]
            },
            "cannot be essential",
        ),
        (
            {
                "containerDefinitions": [
                    container(dependsOn=[{"containerName": "b", "condition": "START"}]),
                    container("b", portMappings=[], dependsOn=[{"containerName": "app", "condition": "START"}]),
                ]
            },
            "cycle",
        ),
        (only(mountPoints=[{"sourceVolume": "data", "containerPath": "/data"}]), "Unknown volume 'data'."),
        ({"volumes": [{"name": "data"}, {"name": "data"}]}, "unique"),
        ({"taskRoleArn": "arn:aws:iam::1:user/me"}, "Role is not valid"),
        ({"tags": [{"key": "aws:x", "value": "y"}]}, "aws:"),
        ({"tags": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]}, "Duplicate"),
        ({"tags": [{"key": f"k{n}", "value": ""} for n in range(51)]}, "50"),
    ],
)
def test_refused(changes: Json, part: str) -> None:
    account = Account()
    error = account.refused("RegisterTaskDefinition", **task_definition("web", **changes))
    assert error.code in ("ClientException", "InvalidParameterException")
    assert error.status == 400
    assert part in error.message
    assert account.call("ListTaskDefinitions")["taskDefinitionArns"] == []


@pytest.mark.parametrize(
    "changes",
    [
        {"cpu": "32 vCPU", "memory": "244 GB"},
        {"runtimePlatform": {"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"}},
        {"ephemeralStorage": {"sizeInGiB": 200}},
        {"pidMode": "task"},
        only(cpu=256, memory=512),
        only(linuxParameters={"tmpfs": [{"containerPath": "/t", "size": 64}], "initProcessEnabled": True}),
        only(linuxParameters={"capabilities": {"add": ["SYS_PTRACE"]}}),
        only(logConfiguration={"logDriver": "splunk", "options": {}}),
        {"requiresCompatibilities": ["EC2"], "networkMode": "bridge", "cpu": None, "memory": None},
    ],
)
def test_accepted(changes: Json) -> None:
    assert Account().register(**changes)["revision"] == 1


def test_sizes_are_normalised_and_defaults_filled_in() -> None:
    definition = Account().register(cpu=".25 vCPU", memory="0.5 GB", **check())
    assert (definition["cpu"], definition["memory"]) == ("256", "512")
    (app,) = as_jsons(definition["containerDefinitions"])
    assert (app["essential"], app["cpu"], app["environment"]) == (True, 0, [])
    assert app["portMappings"] == [{"containerPort": 8080, "hostPort": 8080, "protocol": "tcp"}]
    assert app["healthCheck"] == {"command": ["CMD", "true"], "interval": 30, "timeout": 5, "retries": 3}
    assert definition["compatibilities"] == ["EC2", "FARGATE"]


def test_a_definition_for_ec2_does_not_run_on_fargate() -> None:
    account = Account()
    account.register(requiresCompatibilities=["EC2"])
    error = account.refused("RunTask", taskDefinition="web", launchType="FARGATE")
    assert (error.code, error.message) == ("ClientException", "Task definition does not support launch_type FARGATE.")


def test_revisions_go_from_active_to_inactive_to_deleted() -> None:
    account = Account()
    for _ in range(3):
        account.register()
    assert (
        account.call("DescribeTaskDefinition", taskDefinition="web")["taskDefinition"]
        == account.call("DescribeTaskDefinition", taskDefinition="web:3")["taskDefinition"]
    )
    gone = as_json(account.call("DeregisterTaskDefinition", taskDefinition="web:3")["taskDefinition"])
    assert gone["status"] == "INACTIVE"
    assert as_json(account.call("DescribeTaskDefinition", taskDefinition="web")["taskDefinition"])["revision"] == 2
    assert account.refused("RunTask", taskDefinition="web:3").message == "TaskDefinition is inactive"
    answer = account.call("DeleteTaskDefinitions", taskDefinitions=["web:3", "web:2", "web:9"])
    assert [one["status"] for one in as_jsons(answer["taskDefinitions"])] == ["DELETE_IN_PROGRESS"]
    assert len(as_jsons(answer["failures"])) == 2
    assert account.register()["revision"] == 4
    assert account.refused("DeregisterTaskDefinition", taskDefinition="web").code == "ClientException"
    assert account.refused("DescribeTaskDefinition", taskDefinition="nothing").message == (
        "Unable to describe task definition."
    )


def test_definitions_are_listed_by_family_status_and_order() -> None:
    account = Account()
    for family in ("b", "a", "b", "ab"):
        account.register(family)
    account.call("DeregisterTaskDefinition", taskDefinition="a:1")

    def listed(**filters: object) -> list[str]:
        arns = account.call("ListTaskDefinitions", **filters)["taskDefinitionArns"]
        assert isinstance(arns, list)
        return [str(arn).rpartition("/")[2] for arn in arns]

    assert listed() == ["ab:1", "b:1", "b:2"]
    assert listed(sort="DESC") == ["b:2", "b:1", "ab:1"]
    assert listed(status="INACTIVE") == ["a:1"]
    assert listed(familyPrefix="b") == ["b:1", "b:2"]
    families = "ListTaskDefinitionFamilies"
    assert account.call(families, status="ALL")["families"] == ["a", "ab", "b"]
    assert account.call(families)["families"] == ["ab", "b"]
    assert account.call(families, status="INACTIVE")["families"] == ["a"]
    assert account.call(families, familyPrefix="a", status="ALL")["families"] == ["a", "ab"]


def test_a_deleted_revision_is_gone_once_nothing_uses_it() -> None:
    account = Account()
    account.steady(desired=1)
    account.register()
    account.call("DeregisterTaskDefinition", taskDefinition="web:1")
    account.call("DeleteTaskDefinitions", taskDefinitions=["web:1"])
    account.clock.advance(3600)
    kept = account.call("DescribeTaskDefinition", taskDefinition="web:1")["taskDefinition"]
    assert isinstance(kept, dict)
    assert kept["status"] == "DELETE_IN_PROGRESS"
    account.call("UpdateService", service="web", taskDefinition="web")
    account.clock.advance(900)
    assert account.refused("DescribeTaskDefinition", taskDefinition="web:1").code == "ClientException"
    assert account.call("ListTaskDefinitions", status="DELETE_IN_PROGRESS")["taskDefinitionArns"] == []
    assert account.register()["revision"] == 3
