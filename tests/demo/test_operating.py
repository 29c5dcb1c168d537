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


def test_a_session_is_opened_and_ended_over_the_wire(changed: LocalAws) -> None:
    ecs, ssm = changed.client("ecs"), changed.client("ssm")
    arns = ecs.list_tasks(cluster="production", serviceName="payments")["taskArns"]
    (task,) = ecs.describe_tasks(cluster="production", tasks=arns[:1])["tasks"]
    answer = ecs.execute_command(
        cluster="production", task=task["taskArn"], container="payments", interactive=True, command="/bin/sh"
    )
    assert answer["session"].keys() == {"sessionId", "streamUrl", "tokenValue"}
    runtime = next(one["runtimeId"] for one in task["containers"] if one["name"] == "payments")
    target = f"ecs:production_{task['taskArn'].rpartition('/')[2]}_{runtime}"
    begun = ssm.start_session(
        Target=target,
        DocumentName="AWS-StartPortForwardingSession",
        Parameters={"portNumber": ["8080"], "localPortNumber": ["0"]},
    )
    assert [one["open"] for one in changed.control("state")["sessions"]] == [True, True]
    ssm.terminate_session(SessionId=begun["SessionId"])
    assert [one["open"] for one in changed.control("state")["sessions"]] == [True, False]
    with pytest.raises(ssm.exceptions.TargetNotConnected):
        ssm.start_session(Target="ecs:production_x_y")
    assert ssm.get_parameter(Name="/production/log-level")["Parameter"]["Value"] == "info"


def test_a_service_is_scaled_over_the_wire(changed: LocalAws) -> None:
    scaling, ecs = changed.client("application-autoscaling"), changed.client("ecs")
    of = {
        "ServiceNamespace": "ecs",
        "ResourceId": "service/production/email-sender",
        "ScalableDimension": "ecs:service:DesiredCount",
    }
    scaling.register_scalable_target(**of, MinCapacity=1, MaxCapacity=4)
    tracking = {
        "TargetValue": 90.0,
        "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"},
    }
    scaling.put_scaling_policy(
        **of,
        PolicyName="cpu",
        PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration=tracking | {"DisableScaleIn": True},
    )
    ecs.update_service(cluster="production", service="email-sender", desiredCount=9)
    changed.advance(150)
    (service,) = ecs.describe_services(cluster="production", services=["email-sender"])["services"]
    assert service["desiredCount"] == 4
    activities = scaling.describe_scaling_activities(ServiceNamespace="ecs", ResourceId=of["ResourceId"])
    assert [one["Cause"] for one in activities["ScalingActivities"]] == ["maximum capacity was set to 4"]
    names = [alarm["AlarmName"] for alarm in changed.client("cloudwatch").describe_alarms()["MetricAlarms"]]
    assert sum(name.startswith("TargetTracking-service/production/email-sender-Alarm") for name in names) == 2
    with pytest.raises(scaling.exceptions.ObjectNotFoundException):
        scaling.delete_scaling_policy(**of, PolicyName="other")
    scaling.deregister_scalable_target(**of)
