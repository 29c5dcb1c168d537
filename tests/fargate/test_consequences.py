"""What is said to follow from a deployment that shifts traffic."""

import pytest

from fargate_tui.fargate.consequences import of_replacing
from fargate_tui.fargate.records import CanaryConfiguration, DeploymentConfiguration, LinearConfiguration, Service
from fargate_tui.fargate.records.service import HookTimeout, LifecycleHook

CANARY = CanaryConfiguration(canary_percent=10.0, canary_bake_time_in_minutes=5)
LINEAR = LinearConfiguration(step_percent=12.5, step_bake_time_in_minutes=1)
PAUSE = LifecycleHook(
    target_type="PAUSE",
    lifecycle_stages=("POST_TEST_TRAFFIC_SHIFT",),
    timeout_configuration=HookTimeout(timeout_in_minutes=60, action="ROLLBACK"),
)
FUNCTION = LifecycleHook(target_type="AWS_LAMBDA", lifecycle_stages=("PRE_SCALE_UP",))


def said(configuration: DeploymentConfiguration) -> list[str]:
    """What follows, without what is said of any deployment."""
    service = Service(service_arn="a", service_name="a", desired_count=2, deployment_configuration=configuration)
    return [
        effect.text
        for effect in of_replacing(service)
        if "replaces" not in effect.text and "circuit" not in effect.text
    ]


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        (DeploymentConfiguration(strategy="ROLLING", bake_time_in_minutes=0), []),
        (
            DeploymentConfiguration(strategy="CANARY", canary_configuration=CANARY, bake_time_in_minutes=1),
            ["canary: shifts 10 % of the traffic for 5 min, then all; the old tasks stay 1 min longer"],
        ),
        (
            DeploymentConfiguration(strategy="LINEAR", linear_configuration=LINEAR),
            ["linear: shifts 12.5 % of the traffic every 1 min"],
        ),
        (
            DeploymentConfiguration(strategy="BLUE_GREEN", lifecycle_hooks=(FUNCTION, PAUSE)),
            [
                "blue/green: shifts all the traffic at once",
                "waits for you at post test traffic shift (p), and rolls back by itself after 60 min",
            ],
        ),
    ],
)
def test_how_the_traffic_is_shifted_is_said(configuration: DeploymentConfiguration, expected: list[str]) -> None:
    assert said(configuration) == expected
