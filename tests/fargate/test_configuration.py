"""What a service is told to be, in words: nothing is lost, defaults are called so, what is absent is named."""

from typing import Any

import pytest

from fargate_tui.fargate.configuration import Configured, rule_of, sections
from fargate_tui.fargate.entries import nested, spelled

ELB = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:"


def service(**members: Any) -> dict[str, Any]:
    return {"serviceName": "web", "status": "ACTIVE", "desiredCount": 3, **members}


def told(given: Configured) -> str:
    """All of it, a line for each entry."""
    lines = []
    for section in sections(given):
        lines.append(f"[{section.title}]")
        lines += (f"{'  ' * each.depth}{each.what}: {each.value} ({each.note})" for each in section.entries)
    return "\n".join(lines)


def deployment(**configuration: Any) -> str:
    return told(Configured(service(deploymentConfiguration=configuration)))


def test_the_defaults_of_aws_are_called_so() -> None:
    said = told(Configured(service(), revision={"platformVersion": "1.4.0"}))
    assert "controller: ECS (the default)" in said
    assert "strategy: ROLLING (the default)" in said
    assert "percent of desired: 100 to 200 (the default: 3 to 6 tasks while it deploys)" in said
    assert "platform version: LATEST (the default, which is 1.4.0)" in said
    assert "health check grace: 0 s (the default)" in said


def test_what_it_has_not_is_named_in_a_line() -> None:
    said = told(Configured(service(), revision={}))
    assert "not set: load balancers, service registries, Service Connect, volumes, VPC Lattice, gateways" in said


def test_what_could_not_be_read_is_not_called_absent() -> None:
    said = told(Configured(service()))
    assert "not known: Service Connect, volumes, VPC Lattice, gateways, monitoring (the service revision" in said
    assert "not set: load balancers, service registries, alarms, early success" in said


def test_bounds_are_rounded_as_aws_rounds_them() -> None:
    assert "percent of desired: 50 to 150 (2 to 4 tasks while it deploys)" in deployment(
        minimumHealthyPercent=50, maximumPercent=150
    )


@pytest.mark.parametrize(
    ("breaker", "said"),
    [
        ({"enable": False}, "circuit breaker: off (a deployment that fails goes on trying)"),
        ({"enable": True, "rollback": True}, "circuit breaker: on, rolls back ()"),
        ({"enable": True}, "circuit breaker: on (stops, does not roll back)"),
        (
            {"enable": True, "thresholdConfiguration": {"type": "COUNT", "value": 4}},
            "threshold: 4 failed tasks ()",
        ),
        ({"enable": True}, "threshold: half of desired (the default: 3 at least, 200 at most)"),
        ({"enable": True, "resetOnHealthyTask": False}, "starts anew: off (with each healthy task)"),
    ],
)
def test_the_breaker(breaker: dict[str, Any], said: str) -> None:
    assert said in deployment(deploymentCircuitBreaker=breaker)


def test_alarms_and_early_success() -> None:
    said = deployment(
        alarms={"alarmNames": ["5xx", "slow"], "enable": True, "rollback": True},
        earlySuccessCriteria={"enable": True, "healthyPercent": 90, "sourceServiceRevisionCleanup": "DEFERRED"},
    )
    assert "alarms: 5xx (roll it back)\n: slow ()" in said
    assert "early success: at 90 % healthy (cleanup of the old tasks is deferred)" in said
    assert "alarms: 5xx (not watched: off)" in deployment(alarms={"alarmNames": ["5xx"], "enable": False})


def test_a_canary_with_hooks() -> None:
    function = {
        "targetType": "AWS_LAMBDA", "hookTargetArn": "arn:aws:lambda:eu-west-1:123456789012:function:check",
        "roleArn": "arn:aws:iam::123456789012:role/hooks", "lifecycleStages": ["PRE_SCALE_UP"],
        "hookDetails": {"to": "ops"},
    }  # fmt: skip
    pause = {"targetType": "PAUSE", "lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"],
             "timeoutConfiguration": {"timeoutInMinutes": 30, "action": "CONTINUE"}}  # fmt: skip
    said = deployment(strategy="CANARY", bakeTimeInMinutes=5, lifecycleHooks=[function, pause])
    assert "canary: 5 % of the traffic, for 10 min" in said
    assert "bake time: 5 min" in said
    assert "hook 1: function check (pre scale up)\n  role: hooks ()\n  details: {'to': 'ops'}" in said
    assert "hook 2: pause for a person (post test traffic shift)\n  waits: 30 min (then goes on)" in said
    assert "each step: 10 % of the traffic, for 6 min" in deployment(strategy="LINEAR")
    assert "not set: load balancers, service registries, alarms, lifecycle hooks" in deployment(strategy="LINEAR")


def test_blue_and_green() -> None:
    balancer = {
        "targetGroupArn": f"{ELB}targetgroup/web/1", "containerName": "app", "containerPort": 8080,
        "advancedConfiguration": {
            "alternateTargetGroupArn": f"{ELB}targetgroup/web-green/2",
            "productionListenerRule": f"{ELB}listener-rule/app/shop/1/2/3",
            "roleArn": "arn:aws:iam::123456789012:role/infra",
        },
    }  # fmt: skip
    revision = {"resolvedConfiguration": {"loadBalancers": [{"targetGroupArn": f"{ELB}targetgroup/web-green/2"}]}}
    said = told(Configured(service(loadBalancers=[balancer]), revision=revision))
    assert "[load balancer · web]\ncontainer: app:8080 ()\nother target group: web-green ()" in said
    assert "registers now in: web-green (of the newest revision)" in said
    assert "production rule: 3 of shop ()\ntest rule: none (no test traffic)\nrole: infra ()" in said


def test_what_only_a_revision_tells_is_told_in_full() -> None:
    revision = {
        "serviceConnectConfiguration": {
            "enabled": True, "namespace": "arn:aws:servicediscovery:eu-west-1:123456789012:namespace/ns-1",
            "services": [{"portName": "web", "clientAliases": [{"port": 80, "dnsName": "web.shop"}]}],
        },
        "volumeConfigurations": [{
            "name": "data",
            "managedEBSVolume": {"encrypted": True, "sizeInGiB": 20, "volumeType": "gp3", "iops": 3000,
                                 "roleArn": "arn:aws:iam::123456789012:role/infra"},
        }],
        "vpcLatticeConfigurations": [{"portName": "web", "targetGroupArn": "arn:aws:vpc-lattice:eu-west-1:1:tg/tg-1"}],
        "gatewayConnectors": [{"portName": "web", "healthCheck": {"healthCheckPath": "/up"}}],
    }  # fmt: skip
    said = told(Configured(service(), revision=revision))
    assert "[Service Connect]\nenabled: on ()\nnamespace: ns-1 ()\nservices:  ()" in said
    assert "dns name: web.shop" in said.replace("DNS", "dns")
    assert "[volumes]\nname: data ()" in said
    assert "size in GiB: 20 ()\n  volume type: gp3 ()\n  IOPS: 3000 ()\n  role: infra ()" in said
    assert "[VPC Lattice]\nport name: web ()" in said
    assert "[gateways]\nport name: web ()\nhealth check:  ()\n  health check path: /up ()" in said
    assert "not set: load balancers, service registries, monitoring" in said


def test_until_a_revision_is_known_the_primary_deployment_tells_of_its_parts() -> None:
    primary = {"status": "PRIMARY", "serviceConnectConfiguration": {"enabled": True}}
    assert "[Service Connect]\nenabled: on" in told(Configured(service(deployments=[primary])))


def test_containers_with_the_digest_that_runs() -> None:
    definition = {
        "cpu": "512", "memory": "1024", "runtimePlatform": {"cpuArchitecture": "ARM64"},
        "containerDefinitions": [{"name": "app", "image": "shop/web:latest"}],
        "volumes": [{"name": "scratch"}, {"name": "data", "configuredAtLaunch": True},
                    {"name": "shared", "efsVolumeConfiguration": {"fileSystemId": "fs-1"}}],
    }  # fmt: skip
    revision = {"containerImages": [{"containerName": "app", "imageDigest": "sha256:0123456789abcdef"}]}
    said = told(Configured(service(taskDefinition="web:7"), revision, definition))
    assert "size: cpu 512 · memory 1024 MiB · LINUX · ARM64 ()" in said
    assert "container: app ()\n  image: shop/web:latest ()\n  resolved to: 0123456789ab" in said
    assert "volume scratch: the task's own" in said
    assert "volume data: configured at launch" in said
    assert "volume shared: EFS fs-1" in said


def test_what_this_program_does_not_know_yet_is_told_besides() -> None:
    assert "[besides]\nbrand new:  ()\n  mode: FAST ()" in told(Configured(service(brandNew={"mode": "FAST"})))


def test_a_strategy_of_providers() -> None:
    strategy = [
        {"capacityProvider": "FARGATE", "base": 1, "weight": 1},
        {"capacityProvider": "FARGATE_SPOT", "weight": 3},
    ]
    said = told(Configured(service(capacityProviderStrategy=strategy)))
    assert "provider strategy: FARGATE (weight 1, base 1)\n: FARGATE_SPOT (weight 3, base 0)" in said


def test_rules_by_their_balancer() -> None:
    assert rule_of(f"{ELB}listener/app/shop/1/2") == "2 of shop"
    assert rule_of("") == "—"


def test_names_of_members_as_words() -> None:
    assert spelled("kmsKeyId") == "KMS key ID"
    assert [entry.value for entry in nested({"names": ["a", "b"], "none": [], "off": False})] == ["a", "b", "off"]
