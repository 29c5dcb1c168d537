"""What a draft becomes: requests that botocore takes, in an order in which each refers only to what was made before."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator
from hypothesis import given, settings
from hypothesis import strategies as st

from fargate_tui.fargate.drafts.creations import Creation, Joined, Ref, filled, refs_of
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.service import ServiceDraft
from fargate_tui.fargate.drafts.service.parts import BLUE_GREEN, CANARY, LINEAR, ROLLING
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.records import Alarm
from tests.fargate.drafts.service.cases import LAUNCHED
from tests.fargate.drafts.service.given import (
    ACCOUNT,
    ALB,
    BLUE,
    CERTIFICATE,
    FACTS,
    GROUP,
    LISTENER,
    NEW,
    RULE,
    SHIFTING,
    WEB,
    draft,
    facts,
)

INFRA = f"arn:aws:iam::{ACCOUNT}:role/infra"


@lru_cache
def model(service: str) -> Any:
    return botocore.session.get_session().get_service_model(service)


def made(service: ServiceDraft, known: Facts = FACTS) -> tuple[Creation, ...]:
    return service.filled_in(known).creations(known)


def calls(creations: tuple[Creation, ...]) -> dict[str, Any]:
    """The parameters by operation, of the last call of each."""
    return {each.operation: each.parameters for creation in creations for each in creation.requests}


def misfits(creations: tuple[Creation, ...]) -> Iterator[str]:
    """What botocore would refuse, with something in the place of each reference."""
    for creation in creations:
        for request in creation.requests:
            operation = model(request.service).operation_model(request.operation)
            values = {ref: f"{ref.step}-{ref.attribute}" for ref in refs_of(request.parameters)}
            report = ParamValidator().validate(filled(request.parameters, values), operation.input_shape)
            if report.has_errors():
                yield f"{request.operation}: {report.generate_report()}"


def strays(creations: tuple[Creation, ...]) -> Iterator[Ref]:
    """References to what is not made before, or to itself in its first request."""
    before: set[str] = set()
    for creation in creations:
        for place, request in enumerate(creation.requests):
            known = before | ({creation.step} if place else set())
            yield from (ref for ref in refs_of(request.parameters) if ref.step not in known)
        assert creation.step not in before, "two things are called alike"
        before.add(creation.step)


EMPTY = facts(clusters={"default": Known(None)}, roles={"AWSServiceRoleForECS": Known(None)})


@pytest.mark.parametrize(
    ("service", "known", "steps"),
    [
        (draft(), FACTS, ["security-group:web-task", "service:web"]),
        (draft(GROUP), FACTS, ["security-group:web-task", "service:web"]),
        (draft(RULE), FACTS, ["security-group:web-task", "target-group:web", "listener-rule:web", "service:web"]),
        (
            draft(NEW, **{"cluster": "default", "scaling.kind": "requests"}),
            EMPTY,
            ["role:AWSServiceRoleForECS", "cluster:default", "security-group:web-lb", "security-group:web-task",
             "load-balancer:web", "target-group:web", "listener:web-80", "service:web", "scalable-target:web",
             "scaling-policy:web-requests"],
        ),
        (
            draft(SHIFTING),
            FACTS,
            ["security-group:web-lb", "security-group:web-task", "load-balancer:web", "target-group:web",
             "target-group:web-2", "listener:web-80", "listener-rule:web", "service:web"],
        ),
        (
            draft(SHIFTING, **{"balancer.type": "network"}),
            FACTS,
            ["security-group:web-lb", "security-group:web-task", "load-balancer:web", "target-group:web",
             "target-group:web-2", "listener:web-80", "service:web"],
        ),
    ],
)  # fmt: skip
def test_things_are_made_in_the_order_in_which_they_need_each_other(
    service: ServiceDraft, known: Facts, steps: list[str]
) -> None:
    creations = made(service, known)

    assert [each.step for each in creations] == steps
    assert list(strays(creations)) == []
    assert list(misfits(creations)) == []


def test_the_tasks_group_lets_in_the_load_balancers() -> None:
    (own,) = [each for each in made(draft(NEW)) if each.name == "web-task"]

    (entry,) = calls((own,))["AuthorizeSecurityGroupIngress"]["IpPermissions"]

    front = Ref(step="security-group:web-lb", attribute="id")
    assert entry == {"IpProtocol": "tcp", "FromPort": 8080, "ToPort": 8080, "UserIdGroupPairs": [{"GroupId": front}]}


def test_the_tasks_group_lets_in_the_blocks_of_a_network_load_balancer_without_a_group() -> None:
    (own,) = [each for each in made(draft(GROUP, **{"balancer.group": "piped"})) if each.name == "web-task"]

    (entry,) = calls((own,))["AuthorizeSecurityGroupIngress"]["IpPermissions"]

    assert entry["IpRanges"] == [{"CidrIp": "10.0.0.0/24"}, {"CidrIp": "10.0.1.0/24"}]


def test_a_service_says_all_that_was_filled_in() -> None:
    typed = {
        "more.execute": "on", "more.tags": "team=shop\nstage=prod", "count": "4", "capacity": "strategy",
        "strategy.spot_weight": "3", "deployment.alarms": "calm", "platform": "1.4.0",
    }  # fmt: skip

    service = calls(made(draft(GROUP, **typed)))["CreateService"]

    assert service == {
        "cluster": "prod",
        "serviceName": "web",
        "taskDefinition": "web:7",
        "desiredCount": 4,
        "schedulingStrategy": "REPLICA",
        "capacityProviderStrategy": [
            {"capacityProvider": "FARGATE", "weight": 1, "base": 1},
            {"capacityProvider": "FARGATE_SPOT", "weight": 3, "base": 0},
        ],
        "platformVersion": "1.4.0",
        "networkConfiguration": {
            "awsvpcConfiguration": {
                "subnets": ["subnet-pub-a", "subnet-pub-b"],
                "securityGroups": [Ref(step="security-group:web-task", attribute="id")],
                "assignPublicIp": "ENABLED",
            }
        },
        "deploymentConfiguration": {
            "strategy": "ROLLING",
            "minimumHealthyPercent": 100,
            "maximumPercent": 200,
            "deploymentCircuitBreaker": {"enable": True, "rollback": True},
            "alarms": {"alarmNames": ["calm"], "enable": True, "rollback": True},
        },
        "availabilityZoneRebalancing": "ENABLED",
        "enableECSManagedTags": True,
        "propagateTags": "SERVICE",
        "healthCheckGracePeriodSeconds": 60,
        "enableExecuteCommand": True,
        "tags": [{"key": "team", "value": "shop"}, {"key": "stage", "value": "prod"}],
        "loadBalancers": [{"targetGroupArn": BLUE, "containerName": "app", "containerPort": 8080}],
    }


def test_the_newest_revision_of_a_family_is_named_and_the_clusters_own_strategy_is_not() -> None:
    service = calls(made(draft(definition="web", capacity="default")))["CreateService"]

    assert service["taskDefinition"] == "web:7"
    assert {"launchType", "capacityProviderStrategy"} & set(service) == set()
    assert calls(made(draft()))["CreateService"]["launchType"] == "FARGATE"


def test_traffic_is_shifted_between_both_target_groups_of_a_rule() -> None:
    creations = calls(made(draft(SHIFTING, **{"deployment.hooks": "POST_TEST_TRAFFIC_SHIFT pause 60"})))

    groups = [Ref(step=f"target-group:{name}") for name in ("web", "web-2")]
    assert creations["CreateRule"]["Actions"][0]["ForwardConfig"]["TargetGroups"] == [
        {"TargetGroupArn": groups[0], "Weight": 1},
        {"TargetGroupArn": groups[1], "Weight": 0},
    ]
    service = creations["CreateService"]
    assert service["loadBalancers"][0]["advancedConfiguration"] == {
        "alternateTargetGroupArn": groups[1],
        "productionListenerRule": Ref(step="listener-rule:web"),
        "roleArn": INFRA,
    }
    assert service["deploymentConfiguration"] == {
        "strategy": "BLUE_GREEN",
        "bakeTimeInMinutes": 5,
        "lifecycleHooks": [
            {
                "targetType": "PAUSE",
                "lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"],
                "timeoutConfiguration": {"timeoutInMinutes": 60, "action": "ROLLBACK"},
            }
        ],
    }


def test_traffic_of_existing_target_groups_is_shifted_by_the_rule_that_is_named() -> None:
    typed = {**SHIFTING, **GROUP, "deployment.alternate": "green", "deployment.rule": f"{LISTENER}/1"}

    (registered,) = calls(made(draft(typed)))["CreateService"]["loadBalancers"]

    advanced = registered["advancedConfiguration"]
    assert (registered["targetGroupArn"], advanced["alternateTargetGroupArn"]) == (BLUE, WEB)
    assert advanced["productionListenerRule"] == f"{LISTENER}/1"


def test_a_certificate_encrypts_the_listener() -> None:
    listener = calls(made(draft(NEW, **{"balancer.certificate": CERTIFICATE})))["CreateListener"]

    assert (listener["Protocol"], listener["Port"]) == ("HTTPS", 443)
    assert listener["Certificates"] == [{"CertificateArn": CERTIFICATE}]


def test_requests_are_counted_at_the_load_balancer_and_target_group_by_their_suffixes() -> None:
    def label(base: dict[str, str]) -> object:
        policy = calls(made(draft(base, **{"scaling.kind": "requests"})))["PutScalingPolicy"]
        metric = policy["TargetTrackingScalingPolicyConfiguration"]["PredefinedMetricSpecification"]
        return metric["ResourceLabel"]

    front, own = Ref(step="load-balancer:web", attribute="suffix"), Ref(step="target-group:web", attribute="suffix")
    assert label(NEW) == Joined(parts=(front, "/", own))
    assert label(GROUP) == "app/front/1/targetgroup/blue/9"
    assert label(RULE) == Joined(parts=("app/front/1", "/", own))
    assert filled(label(NEW), {front: "app/web/1", own: "targetgroup/web/2"}) == "app/web/1/targetgroup/web/2"


def test_a_volume_that_is_left_to_the_launch_is_configured() -> None:
    service = calls(made(draft(**{"more.volume_role": "infra", "more.volume_size": "40"}), LAUNCHED))["CreateService"]

    assert service["volumeConfigurations"] == [
        {
            "name": "data",
            "managedEBSVolume": {"roleArn": INFRA, "sizeInGiB": 40, "volumeType": "gp3", "filesystemType": "xfs"},
        }
    ]


# -- whatever is filled in ---------------------------------------------------------------------------------------------

NUMBERS = st.sampled_from(["", "0", "1", "3", "5", "50", "100", "150", "200", "-1", "x", "70000"])
TEXTS = st.sampled_from(["", "web", "my web", "x" * 40, "internal-web", "sg-1", "émile"])
ANSWERS: dict[str, st.SearchStrategy[str]] = {
    "cluster": st.sampled_from(["prod", "default", "", "no such"]),
    "cluster_is": st.sampled_from(["", "new", "existing"]),
    "name": TEXTS,
    "count": NUMBERS,
    "capacity": st.sampled_from(["FARGATE", "strategy", "default"]),
    "strategy.base": NUMBERS,
    "strategy.spot_weight": NUMBERS,
    "setup": st.sampled_from(["public", "private", "own"]),
    "network.subnets": st.sampled_from(["", "subnet-pub-a", "subnet-prv-a subnet-prv-b", "subnet-iso-a"]),
    "network.groups_are": st.sampled_from(["new", "existing"]),
    "network.groups": st.sampled_from(["", "sg-task", "sg-else"]),
    "network.group_name": TEXTS,
    "balancer.kind": st.sampled_from(["none", "group", "rule", "new"]),
    "balancer.group": st.sampled_from(["", "blue", "ec2", "piped"]),
    "balancer.balancer": st.sampled_from(["", "front", "pipe"]),
    "balancer.listener": st.sampled_from(["80", LISTENER, "81"]),
    "balancer.paths": st.sampled_from(["", "/x/*", "/blue/1"]),
    "balancer.hosts": st.sampled_from(["", "a.example.com"]),
    "balancer.type": st.sampled_from(["application", "network"]),
    "balancer.name": TEXTS,
    "balancer.target_name": TEXTS,
    "balancer.certificate": st.sampled_from(["", CERTIFICATE]),
    "balancer.listener_port": NUMBERS,
    "balancer.delay": NUMBERS,
    "balancer.health.interval": NUMBERS,
    "balancer.health.matcher": st.sampled_from(["", "200-399", "99"]),
    "deployment.strategy": st.sampled_from([ROLLING, BLUE_GREEN, LINEAR, CANARY]),
    "deployment.minimum": NUMBERS,
    "deployment.maximum": NUMBERS,
    "deployment.bake_time": NUMBERS,
    "deployment.step_percent": NUMBERS,
    "deployment.role": st.sampled_from(["", "infra", INFRA]),
    "deployment.rule": st.sampled_from(["", f"{LISTENER}/1"]),
    "deployment.alternate": st.sampled_from(["", "green", "web-2", "blue"]),
    "deployment.alarms": st.sampled_from(["", "calm", "loud"]),
    "deployment.hooks": st.sampled_from(["", "POST_SCALE_UP pause 5", "x"]),
    "more.grace": NUMBERS,
    "more.execute": st.sampled_from(["on", "off"]),
    "more.propagate": st.sampled_from(["SERVICE", "NONE"]),
    "more.tags": st.sampled_from(["", "a=b", "a"]),
    "scaling.kind": st.sampled_from(["none", "cpu", "memory", "requests"]),
    "scaling.maximum": NUMBERS,
    "scaling.value": NUMBERS,
}
SHIFTED = {**GROUP, "deployment.strategy": "CANARY", "deployment.bake_time": "5", "deployment.role": "infra"}
BASES: tuple[dict[str, str], ...] = (
    {},
    GROUP,
    RULE,
    NEW,
    NEW | {"balancer.type": "network"},
    SHIFTING,
    SHIFTING | {"balancer.type": "network", "deployment.strategy": "LINEAR"},
    SHIFTING | RULE,
    SHIFTED | {"deployment.alternate": "green", "deployment.rule": f"{LISTENER}/1"},
)


@st.composite
def services(chosen: st.DrawFn) -> ServiceDraft:
    """A service that is well, with a few answers of any kind."""
    fields = chosen(st.lists(st.sampled_from(sorted(ANSWERS)), max_size=4, unique=True))
    return draft(chosen(st.sampled_from(BASES)) | {field: chosen(ANSWERS[field]) for field in fields})


KNOWN = facts(
    group_names={f"vpc-1/{name}": Known(None) for name in ("web-task", "web-lb", "web")},
    alarms={"calm": Known(Alarm(alarm_name="calm", state_value="OK"))},
    target_groups={"internal-web": Known(None)},
    balancers={ALB: FACTS.balancers[ALB], "internal-web": Known(None)},
)


@given(services())
@settings(max_examples=400, deadline=None)
def test_whatever_is_not_stopped_is_taken_by_botocore(service: ServiceDraft) -> None:
    whole = service.filled_in(KNOWN)

    if any(each.blocks for each in whole.findings(KNOWN)):
        return
    creations = whole.creations(KNOWN)

    assert list(misfits(creations)) == []
    assert list(strays(creations)) == []


@given(services())
@settings(max_examples=200, deadline=None)
def test_nothing_that_is_filled_in_throws(service: ServiceDraft) -> None:
    for known in (KNOWN, Facts()):
        whole = service.filled_in(known)
        assert whole.filled_in(known) == whole
        whole.steps(known), whole.summary(known), whole.wants(known), whole.reach(known)
        fields = [field.id for step in whole.steps(known) for field in step.fields]
        assert {each.field for each in whole.findings(known) if each.verdict != "ok"} <= set(fields)
        assert len(set(fields)) == len(fields)
        assert [whole.value(each) for each in fields]
