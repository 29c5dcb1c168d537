"""A service that there is as a draft for another place."""

from typing import Any

import pytest

from fargate_tui.fargate.drafts.service import ServiceDraft, of_service
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.records import ScalableTarget, ScalingPolicy
from tests.fargate.drafts.service.given import ACCOUNT, BLUE, FACTS, LISTENER, WEB, facts
from tests.fargate.drafts.service.test_creations import calls

ARN = f"arn:aws:ecs:us-east-1:{ACCOUNT}:service/prod/old"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/infra"
DESCRIBED: dict[str, Any] = {
    "serviceArn": ARN,
    "serviceName": "old",
    "clusterArn": f"arn:aws:ecs:us-east-1:{ACCOUNT}:cluster/prod",
    "status": "ACTIVE",
    "desiredCount": 3,
    "runningCount": 3,
    "events": [{"message": "x"}],
    "capacityProviderStrategy": [
        {"capacityProvider": "FARGATE", "weight": 1, "base": 2},
        {"capacityProvider": "FARGATE_SPOT", "weight": 4, "base": 0},
    ],
    "platformVersion": "1.4.0",
    "taskDefinition": f"arn:aws:ecs:us-east-1:{ACCOUNT}:task-definition/web:7",
    "networkConfiguration": {
        "awsvpcConfiguration": {
            "subnets": ["subnet-prv-a", "subnet-prv-b"],
            "securityGroups": ["sg-task"],
            "assignPublicIp": "DISABLED",
        }
    },
    "loadBalancers": [
        {
            "targetGroupArn": BLUE,
            "containerName": "app",
            "containerPort": 8080,
            "advancedConfiguration": {
                "alternateTargetGroupArn": WEB,
                "productionListenerRule": f"{LISTENER}/1",
                "roleArn": ROLE,
            },
        }
    ],
    "deploymentConfiguration": {
        "strategy": "CANARY",
        "bakeTimeInMinutes": 7,
        "canaryConfiguration": {"canaryPercent": 2.5, "canaryBakeTimeInMinutes": 3},
        "alarms": {"alarmNames": ["calm"], "enable": True, "rollback": True},
        "lifecycleHooks": [
            {
                "targetType": "PAUSE",
                "lifecycleStages": ["POST_SCALE_UP"],
                "timeoutConfiguration": {"timeoutInMinutes": 9, "action": "ROLLBACK"},
            }
        ],
    },
    "healthCheckGracePeriodSeconds": 90,
    "availabilityZoneRebalancing": "ENABLED",
    "enableECSManagedTags": True,
    "propagateTags": "SERVICE",
    "enableExecuteCommand": True,
    "tags": [{"key": "team", "value": "shop"}],
}
LIMITS = ScalableTarget(resource_id="service/prod/old", min_capacity=2, max_capacity=8)
POLICY = ScalingPolicy(
    policy_name="cpu",
    target_tracking_scaling_policy_configuration={
        "TargetValue": 55.0,
        "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"},
    },
)
HERE = facts(target_groups={BLUE: FACTS.target_groups["blue"], WEB: FACTS.target_groups["green"]})


def clone(described: dict[str, Any] = DESCRIBED, **changed: str) -> ServiceDraft:
    return of_service(described, vpc="vpc-1", limits=LIMITS, policies=(POLICY,), **changed)


def test_what_is_created_is_what_was_described() -> None:
    made = calls(clone(name="new").filled_in(HERE).creations(HERE))

    service = made["CreateService"]
    same = ("desiredCount", "platformVersion", "capacityProviderStrategy", "networkConfiguration", "loadBalancers",
            "healthCheckGracePeriodSeconds", "tags", "propagateTags", "enableExecuteCommand")  # fmt: skip
    assert {name: service[name] for name in same} == {name: DESCRIBED[name] for name in same}
    assert service["deploymentConfiguration"] == DESCRIBED["deploymentConfiguration"]
    assert (service["serviceName"], service["cluster"], service["taskDefinition"]) == ("new", "prod", "web:7")
    limits = made["RegisterScalableTarget"]
    assert (limits["ResourceId"], limits["MinCapacity"], limits["MaxCapacity"]) == ("service/prod/new", 2, 8)
    assert made["PutScalingPolicy"]["TargetTrackingScalingPolicyConfiguration"]["TargetValue"] == 55


def test_in_the_same_region_nothing_has_to_change_but_the_name_and_the_target_group() -> None:
    service = clone(cluster="default")

    assert (service.marked(HERE), service.cluster, service.name) == ((), "default", "old")


def test_in_another_region_all_that_is_of_the_first_is_marked_until_it_is_changed() -> None:
    service, there = clone(), facts(region="eu-west-1")

    marked = service.marked(there)
    assert marked == (
        "network.vpc", "network.subnets", "network.groups", "balancer.group", "deployment.alternate",
        "deployment.rule", "deployment.alarms",
    )  # fmt: skip
    told = [(each.field, each.words) for each in service.findings(there) if each.check == "L01"]
    assert ("network.vpc", f"vpc-1 is of us-east-1 of {ACCOUNT}") in told
    assert [field for field, _ in told] == list(marked)
    assert "network.vpc" not in service.answered("network.vpc", "vpc-2").marked(there)


def test_in_another_account_roles_have_to_change_too() -> None:
    assert "deployment.role" in clone().marked(facts(account="999999999999"))


def test_an_image_of_another_region_is_told() -> None:
    there = facts(region="eu-west-1")

    (finding,) = [each for each in clone().findings(there) if each.check == "L03"]

    assert (finding.verdict, finding.field) == ("problem", "definition")


def test_a_field_that_is_emptied_is_filled_in_by_what_is_there() -> None:
    service = clone().answered("network.subnets", "").filled_in(HERE)

    assert service.network.subnets == "subnet-prv-a subnet-prv-b"


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ({"serviceConnectConfiguration": {"enabled": True}}, "serviceConnectConfiguration"),
        ({"loadBalancers": [*DESCRIBED["loadBalancers"], {"targetGroupArn": WEB}]}, "all loadBalancers but the first"),
        ({"capacityProviderStrategy": [{"capacityProvider": "asg", "weight": 1}]}, "the capacity provider asg"),
    ],
)
def test_what_stays_behind_is_told(more: dict[str, Any], left: str) -> None:
    service = clone(DESCRIBED | more)

    assert service.origin.left == (left,)
    assert next(each.words for each in service.findings(HERE) if each.check == "L02").startswith(left)


def test_a_bare_service_is_a_bare_draft() -> None:
    service = of_service({"serviceName": "old", "launchType": "FARGATE", "taskDefinition": "web:7"})

    assert (service.capacity, service.balancer.kind, service.more.propagate) == ("FARGATE", "none", "NONE")
    assert service.origin.left == ()


def test_the_targets_of_a_clone_are_known_by_their_arn() -> None:
    known = facts(target_groups={BLUE: Known(None)})

    assert [each.field for each in clone().findings(known) if each.check == "P30"] == ["balancer.group"]
