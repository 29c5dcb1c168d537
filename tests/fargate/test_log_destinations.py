import pytest

from fargate_tui.fargate.logs.destinations import buffer_of, log_streams, loss_of, not_followed
from fargate_tui.fargate.logs.records import LogStreams
from fargate_tui.fargate.records import ContainerDefinition, LogConfiguration, TaskDefinition

AWSLOGS = {"awslogs-group": "/ecs/web", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "ecs"}


def definition(driver: str | None, **options: str) -> TaskDefinition:
    configuration = LogConfiguration(log_driver=driver, options=options) if driver is not None else None
    return TaskDefinition(
        task_definition_arn="arn:aws:ecs:eu-west-1:1:task-definition/web:7",
        family="web",
        revision=7,
        container_definitions=(ContainerDefinition(name="api", log_configuration=configuration),),
    )


def test_the_streams_of_a_container() -> None:
    web = definition("awslogs", **AWSLOGS, mode="non-blocking")
    (streams,) = log_streams(web, "eu-west-1")
    assert streams == LogStreams(
        group="/ecs/web", region="us-east-1", prefix="ecs", container="api", mode="non-blocking"
    )
    assert streams.stream_of("4f1c") == "ecs/api/4f1c"
    assert not_followed(web) == ()


def test_without_a_region_it_is_the_region_of_the_task() -> None:
    options = {name: value for name, value in AWSLOGS.items() if name != "awslogs-region"}
    assert [streams.region for streams in log_streams(definition("awslogs", **options), "eu-west-1")] == ["eu-west-1"]


@pytest.mark.parametrize(
    ("driver", "options", "why"),
    [
        (None, {}, "no log driver is configured"),
        ("awslogs", {"awslogs-group": "/ecs/web"}, "awslogs-stream-prefix is not set"),
        ("awslogs", {"awslogs-stream-prefix": "ecs"}, "awslogs-group is not set"),
        ("splunk", {"splunk-token": "s3cret", "splunk-url": "x"}, "they go to splunk (splunk-token, splunk-url set)"),
        (
            "awsfirelens",
            {"Name": "cloudwatch_logs", "log_group_name": "/app/web"},
            "they go through awsfirelens to cloudwatch_logs, log group /app/web",
        ),
        ("awsfirelens", {"Name": "datadog", "apikey": "x"}, "they go through awsfirelens to datadog (apikey set)"),
        ("awsfirelens", {}, "they go through awsfirelens"),
    ],
)
def test_what_cannot_be_followed_says_what_is_configured(driver: str | None, options: dict[str, str], why: str) -> None:
    told = definition(driver, **options)
    assert log_streams(told, "eu-west-1") == ()
    assert not_followed(told) == (f"logs of api are not followed: {why}",)
    assert "s3cret" not in not_followed(told)[0]


FULL = "lines are lost when the buffer (max-buffer-size {}) is full"


@pytest.mark.parametrize(
    ("mode", "containers", "said"),
    [
        ("blocking", ("api",), ""),
        ("non-blocking", (), ""),
        ("non-blocking", ("api",), "non-blocking log mode of api: " + FULL.format("25m")),
        ("non-blocking", ("a", "b", "c", "d"), "non-blocking log mode of a, b and 2 more: " + FULL.format("25m")),
        (
            "",
            ("api",),
            "no log mode is set for api: non-blocking since 2025-06-25 unless the account says otherwise, "
            + FULL.format("25m"),
        ),
    ],
)
def test_how_lines_can_be_lost(mode: str, containers: tuple[str, ...], said: str) -> None:
    assert loss_of(mode, "25m", containers) == said


def test_the_buffer_of_a_container() -> None:
    assert buffer_of("api", definition("awslogs", **AWSLOGS)) == "10m"
    assert buffer_of("api", definition("awslogs", **AWSLOGS, **{"max-buffer-size": "25m"})) == "25m"
    assert buffer_of("other", definition("awslogs", **AWSLOGS)) == "10m"
