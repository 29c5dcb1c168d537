"""What the roles of a task have to be allowed, by what its task definition asks for (fargate.md §12.1)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate.permissions import is_parameter, of_execution_role, of_task_role, secret_of
from fargate_tui.fargate.records import (
    ContainerDefinition,
    EfsVolume,
    LogConfiguration,
    Secret,
    TaskDefinition,
    Volume,
)
from fargate_tui.fargate.records.task_definition import EfsAuthorization, EnvironmentFile, RepositoryCredentials

ACCOUNT = "123456789012"
ECR = f"{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/team/web:1"
REPOSITORY = f"arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/team/web"
SECRET = f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:prod/db-a1B2c3"
STREAM = f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:/ecs/web:log-stream:web"


def definition(*containers: ContainerDefinition, **facts: Any) -> TaskDefinition:
    return TaskDefinition(
        task_definition_arn=f"arn:aws:ecs:eu-west-1:{ACCOUNT}:task-definition/web:1", family="web", revision=1,
        container_definitions=containers, **facts,
    )  # fmt: skip


def container(**facts: Any) -> ContainerDefinition:
    return ContainerDefinition(name="web", **facts)


def wanted(**facts: Any) -> set[tuple[str, str]]:
    found = of_execution_role(definition(container(**facts)), "eu-west-1", ACCOUNT)
    return {(each.action, each.resource) for each in found}


def logs(**options: str) -> LogConfiguration:
    told = {"awslogs-group": "/ecs/web", "awslogs-stream-prefix": "web"} | {
        f"awslogs-{name.replace('_', '-')}": value for name, value in options.items()
    }
    return LogConfiguration(log_driver="awslogs", options=told)


PULL = {
    ("ecr:GetAuthorizationToken", "*"),
    ("ecr:BatchCheckLayerAvailability", REPOSITORY),
    ("ecr:BatchGetImage", REPOSITORY),
    ("ecr:GetDownloadUrlForLayer", REPOSITORY),
}
WRITE = {("logs:CreateLogStream", STREAM), ("logs:PutLogEvents", STREAM)}


@pytest.mark.parametrize(
    ("facts", "needed"),
    [
        ({"image": ECR}, PULL),
        ({"image": "public.ecr.aws/nginx/nginx:1"}, set()),
        ({"image": "nginx"}, set()),
        ({"log_configuration": logs()}, WRITE),
        (
            {"log_configuration": logs(create_group="true")},
            WRITE | {("logs:CreateLogGroup", f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:/ecs/web:log-stream:")},
        ),
        (
            {"log_configuration": logs(region="us-east-1")},
            {(action, STREAM.replace("eu-west-1", "us-east-1")) for action, _ in WRITE},
        ),
        ({"log_configuration": LogConfiguration(log_driver="awsfirelens")}, set()),
        (
            {"secrets": (Secret(name="A", value_from=f"{SECRET}:password::"), Secret(name="B", value_from=SECRET))},
            {("secretsmanager:GetSecretValue", SECRET)},
        ),
        (
            {"secrets": (Secret(name="A", value_from="/prod/level"),)},
            {("ssm:GetParameters", f"arn:aws:ssm:eu-west-1:{ACCOUNT}:parameter/prod/level")},
        ),
        (
            {"secrets": (Secret(name="A", value_from=f"arn:aws:ssm:us-east-1:{ACCOUNT}:parameter/x"),)},
            {("ssm:GetParameters", f"arn:aws:ssm:us-east-1:{ACCOUNT}:parameter/x")},
        ),
        (
            {"repository_credentials": RepositoryCredentials(credentials_parameter=SECRET)},
            {("secretsmanager:GetSecretValue", SECRET)},
        ),
        (
            {
                "log_configuration": LogConfiguration(
                    log_driver="splunk", secret_options=(Secret(name="token", value_from=SECRET),)
                )
            },
            {("secretsmanager:GetSecretValue", SECRET)},
        ),
        (
            {"environment_files": (EnvironmentFile(value="arn:aws:s3:::conf/prod/web.env"),)},
            {("s3:GetObject", "arn:aws:s3:::conf/prod/web.env"), ("s3:GetBucketLocation", "arn:aws:s3:::conf")},
        ),
    ],
)
def test_what_the_execution_role_needs_by_feature(facts: dict[str, Any], needed: set[tuple[str, str]]) -> None:
    assert wanted(**facts) == needed


def efs(iam: str | None) -> Volume:
    authorization = EfsAuthorization(iam=iam) if iam else None
    return Volume(name="data", efs=EfsVolume(file_system_id="fs-1", authorization_config=authorization))


@pytest.mark.parametrize(
    ("volumes", "has_exec", "needed"),
    [
        ((), False, set()),
        ((), True, {"ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel",
                    "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"}),
        ((efs(None),), False, set()),
        ((efs("DISABLED"),), False, set()),
        ((efs("ENABLED"),), False, {"elasticfilesystem:ClientMount"}),
    ],
)  # fmt: skip
def test_what_the_task_role_needs(volumes: tuple[Volume, ...], has_exec: bool, needed: set[str]) -> None:
    found = of_task_role(definition(volumes=volumes), "eu-west-1", ACCOUNT, has_exec=has_exec)
    assert {each.action for each in found} == needed


CONTAINERS = st.builds(
    container,
    image=st.sampled_from([ECR, "nginx", None]),
    log_configuration=st.sampled_from([None, logs(), logs(create_group="true")]),
    secrets=st.lists(
        st.sampled_from([SECRET, f"{SECRET}:key::", "/prod/level", "level"]).map(
            lambda each: Secret(name="A", value_from=each)
        ),
        max_size=3,
    ).map(tuple),
)


@given(st.lists(CONTAINERS, max_size=4))
def test_a_task_needs_what_its_containers_need_each_thing_once(containers: list[ContainerDefinition]) -> None:
    together = of_execution_role(definition(*containers), "eu-west-1", ACCOUNT)
    alone = [each for one in containers for each in of_execution_role(definition(one), "eu-west-1", ACCOUNT)]
    assert len(set(together)) == len(together)
    assert set(together) == set(alone)


@given(st.from_regex(r"[A-Za-z0-9/_.-]{1,40}", fullmatch=True))
def test_a_name_without_arn_is_a_parameter(name: str) -> None:
    assert is_parameter(name)
    assert secret_of(name) == name
