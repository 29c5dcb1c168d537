"""What a person changes in ``scorekeep``: each test changes another part of it, so they share one."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.local_aws import LocalAws, started


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """The scenario, held, for this module to change."""
    with started("scorekeep", tmp_path_factory.mktemp("changed") / "stderr") as running:
        yield running


@pytest.mark.parametrize(("month", "code"), [("2026-10", 0), ("2026-13", 3)])
def test_a_report_is_run_by_hand_to_its_exit_code(changed: LocalAws, month: str, code: int) -> None:
    ecs = changed.client("ecs")
    subnets = changed.facts["subnets"]["private"]
    told = {"name": "report-batch", "environment": [{"name": "MONTH", "value": month}]}
    (task,) = ecs.run_task(
        cluster="batch",
        taskDefinition="report-batch",
        launchType="FARGATE",
        networkConfiguration={"awsvpcConfiguration": {"subnets": subnets}},
        overrides={"containerOverrides": [told]},
    )["tasks"]
    changed.advance(90)
    (ended,) = ecs.describe_tasks(cluster="batch", tasks=[task["taskArn"]])["tasks"]
    assert (ended["lastStatus"], ended["containers"][0]["exitCode"]) == ("STOPPED", code)


def newest_story(aws: LocalAws, cluster: str, service: str) -> dict[str, Any]:
    """The newest service deployment."""
    ecs = aws.client("ecs")
    (brief, *_) = ecs.list_service_deployments(cluster=cluster, service=service)["serviceDeployments"]
    arns = [brief["serviceDeploymentArn"]]
    (story,) = ecs.describe_service_deployments(serviceDeploymentArns=arns)["serviceDeployments"]
    return dict(story)


def test_the_newest_revision_of_the_game_is_bad_and_is_rolled_back(changed: LocalAws) -> None:
    ecs = changed.client("ecs")
    (service,) = ecs.describe_services(cluster="default", services=["scorekeep"])["services"]
    updated = ecs.update_service(cluster="default", service="scorekeep", taskDefinition="scorekeep")["service"]
    assert updated["taskDefinition"] != service["taskDefinition"]
    for _ in range(40):
        changed.advance(15)
        story = newest_story(changed, "default", "scorekeep")
        if story["status"] == "ROLLBACK_SUCCESSFUL":
            break
    assert story["status"] == "ROLLBACK_SUCCESSFUL"
    assert story["deploymentCircuitBreaker"] == {"status": "TRIGGERED", "failureCount": 3, "threshold": 3}
    (back,) = ecs.describe_services(cluster="default", services=["scorekeep"])["services"]
    assert (back["taskDefinition"], back["runningCount"]) == (service["taskDefinition"], 2)


def test_accounts_waits_for_a_person_before_its_canary(changed: LocalAws) -> None:
    ecs = changed.client("ecs")
    ecs.update_service(cluster="production", service="accounts", forceNewDeployment=True)
    changed.advance(300)
    story = newest_story(changed, "production", "accounts")
    (hook,) = story["lifecycleHookDetails"]
    assert (story["lifecycleStage"], hook["status"]) == ("POST_TEST_TRAFFIC_SHIFT", "AWAITING_ACTION")
    ecs.continue_service_deployment(serviceDeploymentArn=story["serviceDeploymentArn"], hookId=hook["hookId"])
    changed.advance(300)
    assert newest_story(changed, "production", "accounts")["status"] == "SUCCESSFUL"
    groups = changed.facts["target_groups"]
    elb = changed.client("elbv2")
    green = elb.describe_target_health(TargetGroupArn=groups["accounts-green"])["TargetHealthDescriptions"]
    assert {target["TargetHealth"]["State"] for target in green} == {"healthy"}


def test_an_alarm_that_is_set_by_hand_ends_a_deployment(changed: LocalAws) -> None:
    cloudwatch, ecs = changed.client("cloudwatch"), changed.client("ecs")
    cloudwatch.put_metric_alarm(
        AlarmName="shop slow", MetricName="m", Namespace="n", Statistic="Sum", Period=60, EvaluationPeriods=1,
        Threshold=1, ComparisonOperator="GreaterThanThreshold",
    )  # fmt: skip
    ecs.update_service(
        cluster="production",
        service="storefront",
        forceNewDeployment=True,
        deploymentConfiguration={"alarms": {"alarmNames": ["shop slow"], "enable": True, "rollback": True}},
    )
    changed.advance(15)
    cloudwatch.set_alarm_state(AlarmName="shop slow", StateValue="ALARM", StateReason="by hand")
    changed.advance(120)
    story = newest_story(changed, "production", "storefront")
    assert (story["status"], story["alarms"]["triggeredAlarmNames"]) == ("ROLLBACK_SUCCESSFUL", ["shop slow"])
