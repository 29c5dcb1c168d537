"""Cluster ``incidents`` fails in each way that the rules know, in AWS's words, and what EC2 says is the reason."""

import re
from collections import defaultdict
from typing import Any

import pytest

from tests.local_aws import LocalAws

Json = dict[str, Any]

WORDS = {
    "D01": r"CannotPullContainerError.*does not contain descriptor matching platform",
    "D02": r"CannotPullContainerError.*i/o timeout",
    "D03": r"CannotPullContainerError.*failed to copy.*failed open",
    "D04": r"toomanyrequests",
    "D05": r"CannotPullContainerError.*: not found",
    "D06": r"CannotPullContainerError.*403 Forbidden",
    "D07": r"CannotPullContainerError.*no space left on device",
    "D08": r"pull command failed: panic: runtime error",
    "D09": r"CannotPullContainerError.*EOF",
    "D10": r"ResourceInitializationError.*unable to pull secrets or registry auth.*connection issue",
    "D11": r"is not authorized to perform: (secretsmanager:GetSecretValue|kms:Decrypt)",
    "D12": r"ResourceNotFoundException: Secrets Manager can't find the specified secret",
    "D13": r"did not contain json key",
    "D14": r"invalid parameters:",
    "D15": r"The task cannot pull secrets from AWS Systems Manager",
    "D16": r"failed to validate logger args.*log group does not exist",
    "D17": r"failed to validate logger args.*connection issue",
    "D18": r"failed to validate logger args.*not authorized to perform: logs:",
    "D19": r"awslogs-region is required",
    "D20": r"failed to initialize logging driver",
    "D21": r"failed to download env files",
    "D22": r"failed to invoke EFS utils commands.*access denied",
    "D23": r"failed to invoke EFS utils commands.*timeout",
    "D24": r"failed to invoke EFS utils commands.*No such file or directory",
    "D25": r"failed to configure ENI",
    "D26": r"^ResourceInitializationError",
    "D27": r"Timeout waiting for network interface provisioning to complete",
    "D28": r"Timeout waiting for EphemeralStorage provisioning to complete",
    "D29": r"Unexpected EC2 error.*InsufficientFreeAddressesInSubnet",
    "D30": r"Unexpected EC2 error.*TagPolicyViolation",
    "D31": r"Unexpected EC2 error.*UnauthorizedOperation",
    "D32": r"Rate limit exceeded while attempting to Create Network Interface",
    "D33": r"OutOfMemoryError: Container killed due to memory usage",
    "D34": r"^Scaling activity initiated",
    "D35": r"Essential container in task exited",
    "D36": r"Essential container in task exited",
    "D37": r"Essential container in task exited",
    "D38": r"Essential container in task exited",
    "D39": r"Essential container in task exited",
    "D40": r"Essential container in task exited",
    "D41": r"Task failed ELB health checks in \(target-group",
    "D42": r"Task failed container health checks",
    "D43": r"Scaling activity initiated by \(deployment ecs-svc/",
    "D45": r"Your Spot Task was interrupted",
    "D47": r"ECS is performing maintenance on the underlying infrastructure hosting the task",
    "D48": r"impaired",
    "D49": r"Task stopped by user",
    "D50": r"ECS was unable to assume the role",
    "D51": r"CannotCreateVolumeError",
    "D52": r"EBS",
    "D53": r"CannotStartContainerError",
    "D54": r"ContainerRuntimeTimeoutError",
    "D55": r"ContainerRuntimeError",
    "D56": r"not compatible with the selected compute strategy",
}
"""What a stopped task says, by rule (facts/fargate.md §5.4)."""
EVENTS = {
    "D57": "Capacity is unavailable at this time",
    "D58": "reached the limit on the number of vCPUs you can run concurrently",
    "D59": "Reason: Internal error.",
    "D60": "your account is currently blocked",
    "D64": "under protection",
}
"""What only the service's events say."""
CODES = {"D34": 137, "D33": 137, "D35": 0, "D38": 139, "D39": 143, "D40": 255}


@pytest.fixture(scope="module")
def dead(local_aws: LocalAws) -> dict[str, list[Json]]:
    ecs = local_aws.client("ecs")
    by_service = defaultdict(list)
    for page in ecs.get_paginator("list_tasks").paginate(cluster="incidents", desiredStatus="STOPPED"):
        for task in ecs.describe_tasks(cluster="incidents", tasks=page["taskArns"])["tasks"]:
            if task["lastStatus"] == "STOPPED":
                by_service[task["group"].removeprefix("service:")].append(task)
    return by_service


def test_every_rule_of_a_task_is_met_by_what_died(local_aws: LocalAws, dead: dict[str, list[Json]]) -> None:
    staged = local_aws.facts["incidents"]
    assert set(staged.values()) == WORDS.keys() | EVENTS.keys() | {"D61"}
    silent = {
        name: [task["stoppedReason"] for task in dead[name]][:2]
        for name, rule in staged.items()
        if rule in WORDS and not any(re.search(WORDS[rule], task["stoppedReason"]) for task in dead[name])
    }
    assert not silent
    for name, rule in staged.items():
        if rule in CODES:
            assert any(CODES[rule] == part.get("exitCode") for task in dead[name] for part in task["containers"]), name


def test_what_is_not_a_task_is_told_by_events(local_aws: LocalAws) -> None:
    ecs = local_aws.client("ecs")
    for name, rule in local_aws.facts["incidents"].items():
        if rule not in EVENTS:
            continue
        (service,) = ecs.describe_services(cluster="incidents", services=[name])["services"]
        assert any(EVENTS[rule].lower() in event["message"].lower() for event in service["events"]), name
    (waiting,) = ecs.list_tasks(cluster="incidents", serviceName="slow-pull")["taskArns"]
    (task,) = ecs.describe_tasks(cluster="incidents", tasks=[waiting])["tasks"]
    assert task["lastStatus"] == "PENDING"
    assert "pullStartedAt" in task
    assert "pullStoppedAt" not in task


def test_times_say_how_far_a_task_came(dead: dict[str, list[Json]]) -> None:
    def times(service: str) -> set[str]:
        return {
            name
            for name in ("connectivityAt", "pullStartedAt", "pullStoppedAt", "startedAt")
            if name in dead[service][0]
        }

    assert times("eni-timeout") == set()
    assert times("no-route") == set()
    assert times("secret-denied") == {"connectivityAt"}
    assert times("endpoint-missing") == {"connectivityAt", "pullStartedAt"}
    assert times("no-logs-endpoint") == {"connectivityAt", "pullStartedAt", "pullStoppedAt"}
    assert times("bad-configuration") == {"connectivityAt", "pullStartedAt", "pullStoppedAt", "startedAt"}


def test_the_sidecar_died_first(dead: dict[str, list[Json]]) -> None:
    codes = {part["name"]: part["exitCode"] for part in dead["sidecar-died-first"][0]["containers"]}
    assert codes == {"sidecar-died-first": 143, "log-router": 1}


def network_of(aws: LocalAws, service: str) -> tuple[str, str, str]:
    """The first subnet of a service, its VPC, and its security group."""
    (described,) = aws.client("ecs").describe_services(cluster="incidents", services=[service])["services"]
    network = described["networkConfiguration"]["awsvpcConfiguration"]
    (subnet,) = aws.client("ec2").describe_subnets(SubnetIds=network["subnets"][:1])["Subnets"]
    return subnet["SubnetId"], subnet["VpcId"], network["securityGroups"][0]


@pytest.mark.parametrize(
    ("service", "target", "state"),
    [
        ("no-route", None, None),
        ("nat-deleted", "NatGatewayId", "blackhole"),
        ("nat-in-private-subnet", "NatGatewayId", "active"),
        ("transit-gateway", "TransitGatewayId", "active"),
        ("public-without-address", "GatewayId", "active"),
        ("secret-denied", "NatGatewayId", "active"),
    ],
)
def test_the_routes_are_what_breaks_it(
    local_aws: LocalAws, service: str, target: str | None, state: str | None
) -> None:
    subnet, _, _ = network_of(local_aws, service)
    mine = [{"Name": "association.subnet-id", "Values": [subnet]}]
    (table,) = local_aws.client("ec2").describe_route_tables(Filters=mine)["RouteTables"]
    default = [route for route in table["Routes"] if route.get("DestinationCidrBlock") == "0.0.0.0/0"]
    assert [route["State"] for route in default] == ([state] if state else [])
    assert all(target in route for route in default)


def test_endpoints_lack_what_the_task_missed(local_aws: LocalAws) -> None:
    ec2 = local_aws.client("ec2")

    def endpoints(service: str) -> dict[str, Json]:
        _, vpc, _ = network_of(local_aws, service)
        found = ec2.describe_vpc_endpoints(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["VpcEndpoints"]
        return {one["ServiceName"].removeprefix("com.amazonaws.us-east-1."): one for one in found}

    assert endpoints("endpoint-missing").keys() == {"ecr.api", "logs", "s3"}
    assert endpoints("no-logs-endpoint").keys() == {"ecr.api", "ecr.dkr", "s3"}
    private = {name: one["PrivateDnsEnabled"] for name, one in endpoints("endpoint-without-private-dns").items()}
    assert private == {"ecr.api": False, "ecr.dkr": True, "logs": True, "s3": False}
    subnet, _, group = network_of(local_aws, "endpoint-group-closed")
    closed = endpoints("endpoint-group-closed")["ecr.api"]
    (ends,) = ec2.describe_security_groups(GroupIds=[one["GroupId"] for one in closed["Groups"]])["SecurityGroups"]
    assert group not in str(ends["IpPermissions"])
    assert closed["SubnetIds"] == [subnet]


def test_the_access_list_lets_no_answer_in(local_aws: LocalAws) -> None:
    subnet, _, _ = network_of(local_aws, "acl-closed")
    mine = [{"Name": "association.subnet-id", "Values": [subnet]}]
    (acl,) = local_aws.client("ec2").describe_network_acls(Filters=mine)["NetworkAcls"]
    inward = [(entry["RuleNumber"], entry["RuleAction"]) for entry in acl["Entries"] if not entry["Egress"]]
    assert sorted(inward) == [(100, "allow"), (32767, "deny")]


def test_a_full_subnet_has_no_address_left(local_aws: LocalAws) -> None:
    subnet, _, _ = network_of(local_aws, "subnet-full")
    (described,) = local_aws.client("ec2").describe_subnets(SubnetIds=[subnet])["Subnets"]
    assert described["AvailableIpAddressCount"] == 0


def test_targets_are_unhealthy_for_the_reason_that_the_network_gives(local_aws: LocalAws) -> None:
    ecs, elb, ec2 = (local_aws.client(name) for name in ("ecs", "elbv2", "ec2"))
    names = ["health-check-blocked", "health-check-wrong-port", "zone-not-enabled"]
    ports = {}
    for service in ecs.describe_services(cluster="incidents", services=names)["services"]:
        arn = service["loadBalancers"][0]["targetGroupArn"]
        (group,) = elb.describe_target_groups(TargetGroupArns=[arn])["TargetGroups"]
        (tasks,) = ec2.describe_security_groups(
            GroupIds=service["networkConfiguration"]["awsvpcConfiguration"]["securityGroups"]
        )["SecurityGroups"]
        open_ports = {rule["FromPort"] for rule in tasks["IpPermissions"]}
        ports[service["serviceName"]] = group["HealthCheckPort"], open_ports
    assert ports["health-check-blocked"] == ("9090", {8080, 8081})
    assert ports["health-check-wrong-port"] == ("8081", {8080, 8081})
    (balancer,) = elb.describe_load_balancers(Names=["incidents"])["LoadBalancers"]
    zones = {zone["ZoneName"] for zone in balancer["AvailabilityZones"]}
    subnet, _, _ = network_of(local_aws, "zone-not-enabled")
    (described,) = ec2.describe_subnets(SubnetIds=[subnet])["Subnets"]
    assert described["AvailabilityZone"] not in zones
