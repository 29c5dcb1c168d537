"""The default scenario holds every state it promises, and its parts agree with each other."""

from collections import defaultdict
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path
from typing import Any

import pytest

from tests.local_aws import LocalAws, started

Json = dict[str, Any]


def services(aws: LocalAws, cluster: str, *names: str) -> dict[str, Json]:
    ecs = aws.client("ecs")
    wanted = list(names) or [
        arn for page in ecs.get_paginator("list_services").paginate(cluster=cluster) for arn in page["serviceArns"]
    ]
    found: dict[str, Json] = {}
    for start in range(0, len(wanted), 10):
        answer = ecs.describe_services(cluster=cluster, services=wanted[start : start + 10], include=["TAGS"])
        found |= {service["serviceName"]: service for service in answer["services"]}
    return found


def tasks(aws: LocalAws, cluster: str, status: str) -> Iterator[Json]:
    ecs = aws.client("ecs")
    for page in ecs.get_paginator("list_tasks").paginate(cluster=cluster, desiredStatus=status):
        if page["taskArns"]:
            yield from ecs.describe_tasks(cluster=cluster, tasks=page["taskArns"])["tasks"]


def deaths(aws: LocalAws, cluster: str) -> dict[str, list[Json]]:
    by_service = defaultdict(list)
    for task in tasks(aws, cluster, "STOPPED"):
        if task["lastStatus"] == "STOPPED":
            by_service[task["group"].partition(":")[2]].append(task)
    return by_service


@pytest.fixture(scope="module")
def production(local_aws: LocalAws) -> dict[str, Json]:
    return services(local_aws, "production")


@pytest.fixture(scope="module")
def dead(local_aws: LocalAws) -> dict[str, list[Json]]:
    return deaths(local_aws, "production")


def test_there_are_four_clusters_and_production_has_services_enough(
    local_aws: LocalAws, production: dict[str, Json]
) -> None:
    arns = local_aws.client("ecs").list_clusters()["clusterArns"]
    assert {arn.rpartition("/")[2] for arn in arns} == {"default", "production", "batch", "incidents"}
    assert len(production) >= 10
    assert services(local_aws, "batch") == {}


def test_every_promised_service_exists(local_aws: LocalAws) -> None:
    promised = [name for names in local_aws.facts["states"].values() for name in names]
    assert services(local_aws, "production", *promised).keys() == set(promised)


def test_scorekeep_is_the_game_of_the_talk(local_aws: LocalAws) -> None:
    service = services(local_aws, "default", "scorekeep")["scorekeep"]
    assert (service["desiredCount"], service["runningCount"], service["launchType"]) == (2, 2, "FARGATE")
    assert service["networkConfiguration"]["awsvpcConfiguration"]["assignPublicIp"] == "ENABLED"
    answer = local_aws.client("ecs").describe_task_definition(taskDefinition=service["taskDefinition"])
    definition = answer["taskDefinition"]
    parts = {part["name"]: part for part in definition["containerDefinitions"]}
    assert parts.keys() == {"scorekeep-frontend", "scorekeep-api"}
    for part in parts.values():
        assert part["cpu"] > 0
        assert 0 < part["memoryReservation"] < part["memory"]
        assert part["logConfiguration"]["logDriver"] == "awslogs"
    assert definition["revision"] > 1
    (behind,) = service["loadBalancers"]
    elb = local_aws.client("elbv2")
    (group,) = elb.describe_target_groups(TargetGroupArns=[behind["targetGroupArn"]])["TargetGroups"]
    assert group["TargetType"] == "ip"
    (balancer,) = elb.describe_load_balancers(LoadBalancerArns=group["LoadBalancerArns"])["LoadBalancers"]
    assert balancer["Scheme"] == "internet-facing"
    health = elb.describe_target_health(TargetGroupArn=behind["targetGroupArn"])["TargetHealthDescriptions"]
    addresses = {
        container["networkInterfaces"][0]["privateIpv4Address"]
        for task in tasks(local_aws, "default", "RUNNING")
        for container in task["containers"]
    }
    assert {target["Target"]["Id"] for target in health if target["TargetHealth"]["State"] == "healthy"} == addresses


def test_steady_services_are_steady(local_aws: LocalAws, production: dict[str, Json]) -> None:
    steady = local_aws.facts["states"]["steady"]
    assert steady
    for name in steady:
        service = production[name]
        assert service["runningCount"] == service["desiredCount"] > 0
        assert [deployment["rolloutState"] for deployment in service["deployments"]] == ["COMPLETED"]
        assert service["events"][0]["message"].endswith("has reached a steady state.")


def test_one_service_is_rolling(production: dict[str, Json]) -> None:
    new, old = production["checkout-api"]["deployments"]
    assert (new["status"], new["rolloutState"], old["status"]) == ("PRIMARY", "IN_PROGRESS", "ACTIVE")
    assert new["taskDefinition"] != old["taskDefinition"]


def test_one_deployment_failed_and_was_rolled_back(local_aws: LocalAws, production: dict[str, Json]) -> None:
    messages = " ".join(event["message"] for event in production["pricing-api"]["events"])
    assert "deployment failed: tasks failed to start." in messages
    assert "rolling back to deployment" in messages
    ecs = local_aws.client("ecs")
    rolled_back = ecs.list_service_deployments(
        cluster="production", service="pricing-api", status=["ROLLBACK_SUCCESSFUL"]
    )
    assert rolled_back["serviceDeployments"]
    newest = ecs.describe_task_definition(taskDefinition="pricing-api")["taskDefinition"]["taskDefinitionArn"]
    assert production["pricing-api"]["taskDefinition"] != newest


@pytest.mark.parametrize(
    ("service", "stop_code", "exit_code", "reason"),
    [
        ("orders-worker", "EssentialContainerExited", 1, "Essential container in task exited"),
        ("image-resizer", "EssentialContainerExited", 137, "OutOfMemoryError"),
        ("recommendations", "TaskFailedToStart", None, "CannotPullContainerError"),
        ("invoice-export", "TaskFailedToStart", None, "i/o timeout"),
        ("notifications", "TaskFailedToStart", None, "AccessDeniedException"),
        ("cart-api", "ServiceSchedulerInitiated", 143, "Task failed ELB health checks"),
        ("inventory-sync", "ServiceSchedulerInitiated", 143, "Task failed container health checks"),
        ("report-renderer", "SpotInterruption", 143, "Your Spot Task was interrupted."),
    ],
)
def test_each_way_of_dying_has_happened(
    dead: dict[str, list[Json]], service: str, stop_code: str, exit_code: int | None, reason: str
) -> None:
    told = [task for task in dead[service] if task["stopCode"] == stop_code]
    assert len(told) >= 2, [(task["stopCode"], task["stoppedReason"]) for task in dead[service]]
    said = [task["stoppedReason"] + str(task["containers"][0].get("reason", "")) for task in told]
    assert all(reason in words for words in said)
    assert {task["containers"][0].get("exitCode") for task in told} == {exit_code}


def test_spot_desired_zero_and_scaled_out(local_aws: LocalAws, production: dict[str, Json]) -> None:
    spot = {
        task["capacityProviderName"] for task in tasks(local_aws, "production", "RUNNING") if "report" in task["group"]
    }
    assert spot == {"FARGATE", "FARGATE_SPOT"}
    assert (production["legacy-soap"]["desiredCount"], production["legacy-soap"]["runningCount"]) == (0, 0)
    assert production["search"]["runningCount"] == 6
    scaling = local_aws.client("application-autoscaling")
    targets = {
        each["ResourceId"]: each
        for each in scaling.describe_scalable_targets(ServiceNamespace="ecs")["ScalableTargets"]
    }
    assert set(targets) == {"service/production/search", "service/production/landing-page"}
    target = targets["service/production/search"]
    assert target["MinCapacity"] < 6 <= target["MaxCapacity"]
    (policy,) = scaling.describe_scaling_policies(ServiceNamespace="ecs")["ScalingPolicies"]
    assert policy["PolicyType"] == "TargetTrackingScaling"


def test_one_service_is_draining(local_aws: LocalAws) -> None:
    campaign = services(local_aws, "production", "summer-campaign")["summer-campaign"]
    assert campaign["status"] == "DRAINING"


def test_batch_has_tasks_that_run_that_succeeded_and_that_failed(local_aws: LocalAws) -> None:
    assert all(task["group"].startswith("family:") for task in tasks(local_aws, "batch", "RUNNING"))
    assert list(tasks(local_aws, "batch", "RUNNING"))
    codes = {task["containers"][0]["exitCode"] for jobs in deaths(local_aws, "batch").values() for task in jobs}
    assert codes == {0, 1}


def test_the_definitions_have_what_a_company_writes(local_aws: LocalAws, production: dict[str, Json]) -> None:
    ecs = local_aws.client("ecs")
    definitions = [
        ecs.describe_task_definition(taskDefinition=service["taskDefinition"])["taskDefinition"]
        for service in production.values()
    ]
    assert {definition["runtimePlatform"]["cpuArchitecture"] for definition in definitions} == {"ARM64", "X86_64"}
    parts = [part for definition in definitions for part in definition["containerDefinitions"]]
    assert any(part["secrets"] for part in parts if "secrets" in part)
    assert any("healthCheck" in part for part in parts)
    assert all(part["environment"] for part in parts)
    assert all(definition["taskRoleArn"] and definition["executionRoleArn"] for definition in definitions)
    assert all({tag["key"] for tag in service["tags"]} >= {"team", "env"} for service in production.values())
    roles = {role["Arn"] for role in local_aws.client("iam").list_roles()["Roles"]}
    assert {definition["taskRoleArn"] for definition in definitions} <= roles


def test_the_network_has_three_zones_and_one_subnet_without_a_way_out(local_aws: LocalAws) -> None:
    ec2 = local_aws.client("ec2")
    mine = [{"Name": "vpc-id", "Values": [local_aws.facts["vpc"]]}]
    subnets = ec2.describe_subnets(Filters=mine)["Subnets"]
    assert {subnet["AvailabilityZone"] for subnet in subnets} == {"us-east-1a", "us-east-1b", "us-east-1c"}
    ways: dict[str, set[str]] = {}
    for table in ec2.describe_route_tables(Filters=mine)["RouteTables"]:
        out = {
            route.get("GatewayId", route.get("NatGatewayId", ""))[:3]
            for route in table["Routes"]
            if route.get("DestinationCidrBlock") == "0.0.0.0/0"
        }
        ways |= {association["SubnetId"]: out for association in table["Associations"] if "SubnetId" in association}
    kinds = local_aws.facts["subnets"]
    assert [ways[subnet] for subnet in kinds["public"]] == [{"igw"}] * 3
    assert [ways[subnet] for subnet in kinds["private"]] == [{"nat"}] * 3
    assert [ways[subnet] for subnet in kinds["isolated"]] == [set()]


def test_every_running_tasks_interface_is_described_as_the_task_has_it(local_aws: LocalAws) -> None:
    ec2 = local_aws.client("ec2")
    blocks = {
        subnet["SubnetId"]: (IPv4Network(subnet["CidrBlock"]), subnet["AvailabilityZone"])
        for subnet in ec2.describe_subnets()["Subnets"]
    }
    running = [task for name in ("default", "production", "batch") for task in tasks(local_aws, name, "RUNNING")]
    attached = {}
    for task in running:
        (attachment,) = [one for one in task["attachments"] if one["type"] == "ElasticNetworkInterface"]
        details = {detail["name"]: detail["value"] for detail in attachment["details"]}
        if "networkInterfaceId" in details:
            attached[details["networkInterfaceId"]] = (task, attachment, details)
    assert len(attached) > 30
    faces = ec2.describe_network_interfaces(NetworkInterfaceIds=list(attached))["NetworkInterfaces"]
    assert {face["NetworkInterfaceId"] for face in faces} == attached.keys()
    for face in faces:
        task, attachment, details = attached[face["NetworkInterfaceId"]]
        block, zone = blocks[face["SubnetId"]]
        assert face["PrivateIpAddress"] == details["privateIPv4Address"]
        assert IPv4Address(face["PrivateIpAddress"]) in list(block)[4:-1]
        assert face["SubnetId"] == details["subnetId"]
        assert (face["AvailabilityZone"], task["availabilityZone"]) == (zone, zone)
        assert face["Description"] == f"arn:aws:ecs:us-east-1:123456789012:attachment/{attachment['id']}"
        assert (face["Status"], face["RequesterManaged"]) == ("in-use", True)
        assert ("Association" in face) is (task["group"] in ("service:scorekeep", "service:landing-page"))
        assert face["Groups"][0]["GroupName"] in {"web-tasks", "worker-tasks"}
    stopped = {
        detail["value"]
        for task in tasks(local_aws, "production", "STOPPED")
        if task["lastStatus"] == "STOPPED"
        for attachment in task["attachments"]
        for detail in attachment["details"]
        if detail["name"] == "networkInterfaceId"
    }
    everything = {
        face["NetworkInterfaceId"]
        for page in ec2.get_paginator("describe_network_interfaces").paginate(PaginationConfig={"PageSize": 10})
        for face in page["NetworkInterfaces"]
    }
    assert attached.keys() <= everything
    assert not stopped & everything


def test_targets_are_the_tasks_behind_the_balancer(local_aws: LocalAws) -> None:
    elb = local_aws.client("elbv2")
    groups = local_aws.facts["target_groups"]
    health = elb.describe_target_health(TargetGroupArn=groups["storefront"])["TargetHealthDescriptions"]
    assert [target["TargetHealth"] for target in health] == [{"State": "healthy"}] * 4
    rolling = elb.describe_target_health(TargetGroupArn=groups["checkout-api"])["TargetHealthDescriptions"]
    assert len(rolling) > 6
    asked = [{"Id": "10.9.9.9", "Port": 8080}]
    (unknown,) = elb.describe_target_health(TargetGroupArn=groups["storefront"], Targets=asked)[
        "TargetHealthDescriptions"
    ]
    assert (unknown["TargetHealth"]["State"], unknown["TargetHealth"]["Reason"]) == ("unused", "Target.NotRegistered")


def test_containers_have_written_logs_and_last_words(local_aws: LocalAws, dead: dict[str, list[Json]]) -> None:
    logs = local_aws.client("logs")
    group = "/ecs/orders-worker"
    assert logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"][0]["retentionInDays"] == 14
    newest = max(dead["orders-worker"], key=lambda task: task["stoppedAt"])
    task = newest["taskArn"].rpartition("/")[2]
    answer = logs.get_log_events(logGroupName=group, logStreamName=f"orders-worker/orders-worker/{task}")
    lines = [event["message"] for event in answer["events"]]
    assert lines[-1] == "app.errors.ConfigError: DATABASE_URL has no password"


def test_the_same_seed_gives_the_same_history_and_deaths_go_on(local_aws: LocalAws, tmp_path: Path) -> None:
    def history(aws: LocalAws) -> list[Json]:
        of_tasks = [task for status in ("RUNNING", "STOPPED") for task in tasks(aws, "production", status)]
        interfaces = aws.client("ec2").describe_network_interfaces()["NetworkInterfaces"]
        return [*of_tasks, *services(aws, "production").values(), *interfaces, dict(aws.facts)]

    with started("scorekeep", tmp_path / "stderr") as again:
        assert history(again) == history(local_aws)
        before = {task["taskArn"] for task in tasks(again, "production", "STOPPED")}
        again.advance(600)
        fresh = {task["taskArn"] for task in tasks(again, "production", "STOPPED")} - before
        assert len(fresh) > 10
