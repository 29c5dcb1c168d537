"""What AWS said of a thing, as a page."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.screens.describe_lines import describe_lines, words
from fargate_tui.widgets.lines import Line

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


def texts(lines: tuple[Line, ...]) -> list[str]:
    return ["".join(span.text for span in line).rstrip() for line in lines]


@pytest.mark.parametrize(
    ("member", "text"),
    [
        ("taskDefinitionArn", "task definition ARN"),
        ("privateIPv4Address", "private IPv4 address"),
        ("enableECSManagedTags", "enable ECS managed tags"),
        ("cpu", "CPU"),
        ("awslogs-group", "awslogs group"),
        ("", ""),
    ],
)
def test_members_become_words(member: str, text: str) -> None:
    assert words(member) == text


def test_single_values_come_before_what_has_parts() -> None:
    lines = texts(
        describe_lines(
            {
                "containers": [{"name": "api", "exitCode": 137}],
                "taskArn": "arn:aws:ecs:us-east-1:1:task/c/t",
                "createdAt": NOW.timestamp() - 240,
                "enableExecuteCommand": False,
                "tags": [{"key": "team", "value": "checkout"}],
                "attributes": [],
            },
            NOW,
        )
    )
    assert lines[0].split() == ["task", "ARN", "arn:aws:ecs:us-east-1:1:task/c/t"]
    assert "2026-11-23 03:08:00 UTC (4m ago)" in lines[1]
    assert lines[2].split() == ["enable", "execute", "command", "no"]
    assert "containers (1)" in lines
    assert any(line.split() == ["exit", "code", "137"] for line in lines)
    assert any(line.split() == ["team", "checkout"] for line in lines)
    assert not any("attributes" in line for line in lines)


def test_events_stand_beside_their_time() -> None:
    event = {"id": "1", "createdAt": NOW.timestamp(), "message": "(service api) has reached a steady state."}
    assert any(
        "03:12:00 UTC" in line and "steady state" in line for line in texts(describe_lines({"events": [event]}, NOW))
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, max_value=4e9, min_value=-4e9) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=15,
)


@given(st.dictionaries(st.text(max_size=9), JSON, max_size=4))
def test_whatever_aws_says_becomes_lines_without_control_characters(thing: dict[str, object]) -> None:
    for text in texts(describe_lines(thing, NOW)):
        assert text.isprintable() or not any(ord(character) < 32 for character in text)
