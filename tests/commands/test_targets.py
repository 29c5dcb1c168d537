"""What a command line names."""

from datetime import timedelta

import pytest

from fargate_tui.commands.targets import span, target
from fargate_tui.links import BadLink, Link

ARN = "arn:aws:ecs:eu-west-1:123456789012:"


def test_names_and_arns() -> None:
    assert target(None, smallest="service") == Link()
    assert target("prod", smallest="cluster") == Link("prod")
    assert target("prod/api", smallest="service") == Link("prod", "api")
    assert target("prod/api/4f1c", smallest="task") == Link("prod", "api", "4f1c")
    assert target(f"{ARN}service/prod/api", smallest="service").region == "eu-west-1"


@pytest.mark.parametrize(
    ("text", "smallest"),
    [("prod/api", "cluster"), ("prod/api/4f1c", "service"), (f"{ARN}task/prod/4f1c", "service"), ("api:7", "task")],
)
def test_what_the_command_is_not_about(text: str, smallest: str) -> None:
    with pytest.raises(BadLink, match="is not CLUSTER"):
        target(text, smallest=smallest)


@pytest.mark.parametrize("text", ["/api", "a/b/c/d", f"{ARN}service/api"])
def test_what_names_nothing(text: str) -> None:
    with pytest.raises(BadLink):
        target(text, smallest="task")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("90s", timedelta(seconds=90)),
        ("15m", timedelta(minutes=15)),
        ("2h", timedelta(hours=2)),
        ("1d", timedelta(days=1)),
        ("1h30m", timedelta(minutes=90)),
        ("0s", timedelta()),
    ],
)
def test_lengths_of_time(text: str, found: timedelta) -> None:
    assert span(text) == found


@pytest.mark.parametrize("text", ["", "15", "m", "1.5h", "-1h", "15m3", "soon", "9999999999999999999999d"])
def test_what_is_no_length_of_time(text: str) -> None:
    with pytest.raises(ValueError, match="is no length of time"):
        span(text)
