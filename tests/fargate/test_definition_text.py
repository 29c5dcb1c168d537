"""A task definition as it is edited: what registers the same again, and what was typed."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate.definition_text import Malformed, holds, read, request_of, text_of
from fargate_tui.fargate.semantic_diff import differences
from tests.live.small_aws import registration_shape

DESCRIBED: dict[str, Any] = {
    "taskDefinitionArn": "arn:aws:ecs:eu-west-1:123456789012:task-definition/web:7",
    "containerDefinitions": [
        {
            "name": "api", "image": "api:1", "cpu": 0, "portMappings": [], "essential": True, "mountPoints": [],
            "environment": [{"name": "LEVEL", "value": "info"}, {"name": "DB_PASSWORD", "value": "hunter2"}],
        }
    ],
    "family": "web", "revision": 7, "volumes": [], "status": "ACTIVE", "requiresAttributes": [{"name": "x"}],
    "placementConstraints": [], "compatibilities": ["EC2", "FARGATE"], "requiresCompatibilities": ["FARGATE"],
    "cpu": "256", "memory": "512", "networkMode": "awsvpc", "registeredAt": 1.5, "registeredBy": "arn:aws:iam::1:root",
    "tags": [{"key": "team", "value": "shop"}, {"key": "aws:cloudformation:stack-id", "value": "x"}],
}  # fmt: skip


def test_only_what_can_be_asked_for_is_edited_in_the_order_of_the_aws_cli() -> None:
    request = request_of(DESCRIBED, registration_shape())

    assert list(request) == [
        "family", "networkMode", "containerDefinitions", "requiresCompatibilities", "cpu", "memory", "tags",
    ]  # fmt: skip
    assert request["tags"] == [{"key": "team", "value": "shop"}]
    assert request["containerDefinitions"] == DESCRIBED["containerDefinitions"]


def test_what_is_not_edited_is_no_difference() -> None:
    without_reserved = {**DESCRIBED, "tags": DESCRIBED["tags"][:1]}

    assert differences(without_reserved, read(text_of(request_of(DESCRIBED, registration_shape())))) == ()


JSON = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=5), JSON, max_size=4))
def test_what_is_written_is_read_again(request: dict[str, object]) -> None:
    assert read(text_of(request)) == request


@given(st.dictionaries(st.text(max_size=5), JSON, max_size=4))
def test_what_was_sent_is_held_by_what_is_described_of_it(request: dict[str, object]) -> None:
    assert holds({**request, "filledIn": []}, request)


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ('{\n  "family": "web"\n  "cpu": "256"\n}', "line 3, column 3: expecting ',' delimiter", 3),
        ("", "line 1, column 1: expecting value", 1),
        ("[]", "line 1: this should be an object: { … }", 1),
        ('{"cpu": "1", "memory": "2", "cpu": "3"}', "cpu: stands twice in the same object", 0),
        ('{"cpu": NaN}', "NaN is no number to AWS", 0),
        ("[" * 100_000, "too many brackets are open at a time", 0),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, words: str, line: int) -> None:
    with pytest.raises(Malformed) as caught:
        read(text)

    assert (str(caught.value.problem), caught.value.line) == (words, line)


@given(st.text(max_size=60))
def test_any_text_is_an_object_or_malformed(text: str) -> None:
    with suppress(Malformed):
        assert isinstance(read(text), dict)


def test_a_mark_of_the_byte_order_is_no_mistake() -> None:
    assert read("\ufeff{}") == {}


def test_a_mistake_repeats_nothing_of_the_text() -> None:
    with pytest.raises(Malformed) as caught:
        read('{"environment": [{"name": "DB_PASSWORD", "value": "hunter2" oops}]}')

    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("described", "sent", "same"),
    [
        ({"family": "web", "revision": 8}, {"family": "web"}, True),
        ({"family": "web"}, {"family": "web", "pidMode": "task"}, False),
        ({"cpu": "1024", "memory": "3072"}, {"cpu": "1 vCPU", "memory": "3 GB"}, True),
        ({"cpu": "1024"}, {"cpu": "512"}, False),
        ({"c": [{"name": "b"}, {"name": "a", "cpu": 0}]}, {"c": [{"name": "a"}, {"name": "b"}]}, True),
        ({"c": [{"name": "a"}]}, {"c": [{"name": "a"}, {"name": "b"}]}, False),
        ({"portMappings": [{"containerPort": 80, "hostPort": 80, "protocol": "tcp"}]},
         {"portMappings": [{"containerPort": 80, "hostPort": 0}]}, True),
        ({}, {"volumes": []}, True),
        ({"command": ["a", "b"]}, {"command": ["b", "a"]}, False),
    ],
)  # fmt: skip
def test_a_revision_is_known_again(described: dict[str, object], sent: dict[str, object], same: bool) -> None:
    assert holds(described, sent) is same


def test_names_are_not_made_safe_for_seven_bits() -> None:
    assert json.loads(text_of({"family": "wêb"})) == {"family": "wêb"}
    assert "wêb" in text_of({"family": "wêb"})
