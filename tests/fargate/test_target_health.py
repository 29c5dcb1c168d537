"""The health of targets in words."""

from typing import Any

import pytest

from fargate_tui.fargate.records import Matcher, TargetGroup, TargetHealth
from fargate_tui.fargate.target_health import (
    REASONS,
    SEVERITIES,
    check_in_words,
    reason_in_words,
    remedy,
    remedy_of_text,
)

STATES = {"healthy", "initial", "unhealthy", "unused", "draining", "unhealthy.draining", "unavailable"}
"""The enumeration of elbv2's model (fargate.md §7)."""
CODES = {
    "Elb.RegistrationInProgress", "Elb.InitialHealthChecking", "Target.ResponseCodeMismatch", "Target.Timeout",
    "Target.FailedHealthChecks", "Target.NotRegistered", "Target.NotInUse", "Target.DeregistrationInProgress",
    "Target.InvalidState", "Target.IpUnusable", "Target.HealthCheckDisabled", "Elb.InternalError",
}  # fmt: skip
"""The same."""


def test_every_state_and_every_reason_of_aws_has_words() -> None:
    assert set(SEVERITIES) == STATES
    assert set(REASONS) == CODES
    assert all(each.words and each.remedy for each in REASONS.values())


def target(reason: str | None = None, description: str | None = None) -> TargetHealth:
    return TargetHealth(
        target_group_arn="g", target_id="10.0.0.9", state="unhealthy", reason=reason, description=description
    )


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        (target("Target.Timeout", "Request timed out"), "requests to it time out"),
        (
            target("Target.ResponseCodeMismatch", "Health checks failed with these codes: [301]"),
            "Health checks failed with these codes: [301]",
        ),
        (target("Target.SomethingNew", "It is new"), "It is new"),
        (target("Target.SomethingNew"), "Target.SomethingNew"),
        (target(), "AWS does not say why"),
    ],
)
def test_a_reason_is_told_in_our_words_or_in_those_of_aws_never_in_none(subject: TargetHealth, words: str) -> None:
    assert reason_in_words(subject) == words


def test_what_is_not_known_has_no_remedy() -> None:
    assert remedy(target("Target.SomethingNew")) == ""
    assert "0.0.0.0" in remedy(target("Target.FailedHealthChecks"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Health checks failed with these codes: [503]", "Target.ResponseCodeMismatch"),
        ("Request timed out", "Target.Timeout"),
        ("Health checks failed", "Target.FailedHealthChecks"),
        ("Target is in an Availability Zone that is not enabled for the load balancer", ""),
    ],
)
def test_a_reason_that_an_event_tells_has_the_same_remedy(text: str, code: str) -> None:
    assert remedy_of_text(text) == (REASONS[code].remedy if code else "")


WEB: dict[str, Any] = {
    "health_check_protocol": "HTTP", "health_check_port": "traffic-port", "health_check_path": "/health",
    "health_check_interval_seconds": 15, "health_check_timeout_seconds": 5, "healthy_threshold_count": 5,
    "unhealthy_threshold_count": 2, "matcher": Matcher(http_code="200-299"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (WEB, "HTTP /health on its own port → 200-299 · every 15 s, within 5 s · ill after 2, well after 5"),
        ({**WEB, "health_check_port": "9090", "matcher": None}, "HTTP /health on port 9090 · every 15 s"),
        ({**WEB, "matcher": Matcher(grpc_code="0-99")}, "→ 0-99"),
        ({"protocol": "TCP"}, "TCP on its own port"),
        ({"health_check_enabled": False}, "no health check: a target counts as well whatever it does"),
    ],
)
def test_a_health_check_in_words(facts: dict[str, Any], words: str) -> None:
    assert words in check_in_words(TargetGroup(target_group_arn="g", **facts))
