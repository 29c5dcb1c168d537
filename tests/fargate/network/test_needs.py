"""What a task definition needs to reach."""

import pytest

from fargate_tui.fargate.network import Need, needs
from fargate_tui.fargate.records import ContainerDefinition, LogConfiguration, Secret, TaskDefinition
from fargate_tui.fargate.records.task_definition import EnvironmentFile, RepositoryCredentials

CHAIN = ("ecr.api", "ecr.dkr", "s3")
ECR = "123456789012.dkr.ecr.us-east-1.amazonaws.com/api:7"


def wanted(*containers: ContainerDefinition, has_exec: bool = False, also: tuple[str, ...] = ()) -> list[str]:
    definition = TaskDefinition(
        task_definition_arn="arn:aws:ecs:us-east-1:1:task-definition/api:7",
        family="api",
        revision=7,
        container_definitions=containers,
    )
    found = needs(definition, "us-east-1", has_exec=has_exec, also=also)
    return [each.service if each.region in {"", "us-east-1"} else f"{each.service} {each.region}" for each in found]


@pytest.mark.parametrize(
    ("image", "services"),
    [
        (ECR, ["ecr.api", "ecr.dkr", "s3"]),
        (ECR.replace("us-east-1", "eu-west-1"), ["ecr.api eu-west-1", "ecr.dkr eu-west-1", "s3 eu-west-1"]),
        ("1" * 12 + ".dkr.ecr.cn-north-1.amazonaws.com.cn/a", [f"{x} cn-north-1" for x in CHAIN]),
        ("123456789012.dkr-ecr.us-east-1.on.aws/api:7", ["ecr.api", "ecr.dkr", "s3"]),
        ("nginx", ["docker.io"]),
        ("grafana/grafana:11", ["docker.io"]),
        ("docker.io/library/nginx", ["docker.io"]),
        ("public.ecr.aws/nginx/nginx:1", ["public.ecr.aws"]),
        ("ghcr.io/o/p@sha256:00", ["ghcr.io"]),
        ("registry.corp:5000/api", ["registry.corp:5000"]),
        ("localhost/api", ["localhost"]),
        ("", []),
    ],
)  # fmt: skip
def test_an_image_needs_its_registry(image: str, services: list[str]) -> None:
    assert wanted(ContainerDefinition(name="app", image=image)) == services


@pytest.mark.parametrize(
    ("reference", "service"),
    [
        ("arn:aws:secretsmanager:us-east-1:1:secret:db-AbCdEf:password::", "secretsmanager"),
        ("arn:aws:secretsmanager:eu-west-1:1:secret:db-AbCdEf", "secretsmanager eu-west-1"),
        ("arn:aws:ssm:us-east-1:1:parameter/db", "ssm"),
        ("/prod/db", "ssm"),
    ],
)
def test_a_secret_needs_its_service(reference: str, service: str) -> None:
    assert wanted(ContainerDefinition(name="app", secrets=(Secret(name="A", value_from=reference),))) == [service]


@pytest.mark.parametrize(
    ("driver", "options", "services"),
    [
        ("awslogs", {"awslogs-region": "us-east-1"}, ["logs"]),
        ("awslogs", {"awslogs-region": "eu-west-1"}, ["logs eu-west-1"]),
        ("awslogs", {}, ["logs"]),
        ("awsfirelens", {"Name": "cloudwatch_logs", "region": "us-east-1"}, ["logs"]),
        ("awsfirelens", {"Name": "kinesis_firehose"}, ["kinesis-firehose"]),
        ("awsfirelens", {}, []),
        ("splunk", {"splunk-url": "https://http-inputs.splunkcloud.com:443/x"}, ["http-inputs.splunkcloud.com"]),
    ],
)
def test_logs_need_where_they_go(driver: str, options: dict[str, str], services: list[str]) -> None:
    logs = LogConfiguration(log_driver=driver, options=options)

    assert wanted(ContainerDefinition(name="app", log_configuration=logs)) == services


def test_all_is_named_once_secrets_first_as_aws_needs_it() -> None:
    logs = LogConfiguration(log_driver="awslogs", options={}, secret_options=(Secret(name="T", value_from="/t"),))
    app = ContainerDefinition(
        name="app",
        image=ECR,
        environment_files=(EnvironmentFile(value="arn:aws:s3:::b/f.env"),),
        secrets=(Secret(name="A", value_from="/a"),),
        log_configuration=logs,
    )
    private = RepositoryCredentials(credentials_parameter="arn:aws:secretsmanager:us-east-1:1:secret:hub")
    side = ContainerDefinition(name="side", image="acme/side", repository_credentials=private, log_configuration=logs)

    services = wanted(app, side, has_exec=True, also=("kms", "logs"))

    assert services == [
        "ssm", "secretsmanager", "ecr.api", "ecr.dkr", "s3", "docker.io", "logs", "ssmmessages", "kms",
    ]  # fmt: skip


def test_a_service_that_is_not_known_is_called_as_it_is() -> None:
    assert Need(service="xray", region="us-east-1").label == "xray"
