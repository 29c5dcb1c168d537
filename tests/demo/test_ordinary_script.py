"""What a person does with boto3: register, run, serve, update, scale, stop, delete."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local_aws import LocalAws

Json = dict[str, Any]


class Network:
    """A VPC of a test's own with an internet gateway and a load balancer's target group."""

    def __init__(self, aws: LocalAws, name: str) -> None:
        ec2, elb = aws.client("ec2"), aws.client("elbv2")
        self.vpc = ec2.create_vpc(CidrBlock="10.7.0.0/16")["Vpc"]["VpcId"]
        gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=self.vpc)
        table = ec2.create_route_table(VpcId=self.vpc)["RouteTable"]["RouteTableId"]
        ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
        self.subnets = []
        for number, zone in enumerate("ab"):
            block, where = f"10.7.{number}.0/24", f"us-east-1{zone}"
            subnet = ec2.create_subnet(VpcId=self.vpc, CidrBlock=block, AvailabilityZone=where)["Subnet"]["SubnetId"]
            ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
            self.subnets.append(subnet)
        group = ec2.create_security_group(GroupName=name, Description=name, VpcId=self.vpc)
        self.security_group = group["GroupId"]
        balancer = elb.create_load_balancer(Name=name, Subnets=self.subnets)["LoadBalancers"][0]["LoadBalancerArn"]
        made = elb.create_target_group(Name=name, Protocol="HTTP", Port=80, VpcId=self.vpc, TargetType="ip")
        self.target_group = made["TargetGroups"][0]["TargetGroupArn"]
        forward = [{"Type": "forward", "TargetGroupArn": self.target_group}]
        elb.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=80, DefaultActions=forward)

    @property
    def configuration(self) -> Json:
        return {
            "awsvpcConfiguration": {
                "subnets": self.subnets, "securityGroups": [self.security_group], "assignPublicIp": "ENABLED",
            }
        }  # fmt: skip


def register(aws: LocalAws, family: str) -> str:
    answer = aws.client("ecs").register_task_definition(
        family=family,
        networkMode="awsvpc",
        requiresCompatibilities=["FARGATE"],
        cpu="256",
        memory="512",
        containerDefinitions=[{"name": "web", "image": "nginx:1.27", "portMappings": [{"containerPort": 80}]}],
    )
    return str(answer["taskDefinition"]["taskDefinitionArn"])


def health(aws: LocalAws, network: Network) -> list[str]:
    answer = aws.client("elbv2").describe_target_health(TargetGroupArn=network.target_group)
    return sorted(target["TargetHealth"]["State"] for target in answer["TargetHealthDescriptions"])


def test_a_script_registers_serves_updates_scales_stops_and_deletes(own_local_aws: LocalAws) -> None:
    ecs = own_local_aws.client("ecs")
    network = Network(own_local_aws, "script")
    cluster = ecs.create_cluster(clusterName="script")["cluster"]["clusterArn"]
    first = register(own_local_aws, "script")
    behind = [{"targetGroupArn": network.target_group, "containerName": "web", "containerPort": 80}]
    ecs.create_service(
        cluster=cluster, serviceName="web", taskDefinition=first, desiredCount=2, launchType="FARGATE",
        networkConfiguration=network.configuration, loadBalancers=behind,
    )  # fmt: skip
    own_local_aws.advance(15)
    assert "healthy" not in health(own_local_aws, network)
    own_local_aws.advance(180)
    ecs.get_waiter("services_stable").wait(cluster=cluster, services=["web"], WaiterConfig={"MaxAttempts": 1})
    assert health(own_local_aws, network) == ["healthy", "healthy"]

    arns = ecs.list_tasks(cluster=cluster, serviceName="web")["taskArns"]
    details = {
        detail["name"]: detail["value"]
        for detail in ecs.describe_tasks(cluster=cluster, tasks=arns[:1])["tasks"][0]["attachments"][0]["details"]
    }
    ec2 = own_local_aws.client("ec2")
    (face,) = ec2.describe_network_interfaces(NetworkInterfaceIds=[details["networkInterfaceId"]])["NetworkInterfaces"]
    assert face["Association"]["PublicIp"]
    assert face["Groups"] == [{"GroupId": network.security_group, "GroupName": "script"}]
    free = ec2.describe_subnets(SubnetIds=network.subnets)["Subnets"]
    assert sum(subnet["AvailableIpAddressCount"] for subnet in free) == 2 * 251 - 2
    with pytest.raises(ClientError, match="DependencyViolation"):
        ec2.delete_subnet(SubnetId=face["SubnetId"])
    with pytest.raises(ClientError, match="DependencyViolation"):
        ec2.delete_security_group(GroupId=network.security_group)

    with pytest.raises(ClientError, match=r"InvalidNetworkInterfaceID\.NotFound.*eni-0f00"):
        ec2.describe_network_interfaces(NetworkInterfaceIds=[details["networkInterfaceId"], "eni-0f00"])
    with pytest.raises(ClientError, match="currently in use"):
        ec2.delete_network_interface(NetworkInterfaceId=details["networkInterfaceId"])
    own = ec2.create_network_interface(SubnetId=network.subnets[0])["NetworkInterface"]["NetworkInterfaceId"]
    both = ec2.describe_network_interfaces(NetworkInterfaceIds=[details["networkInterfaceId"], own])
    assert {one["NetworkInterfaceId"] for one in both["NetworkInterfaces"]} == {details["networkInterfaceId"], own}
    ec2.delete_network_interface(NetworkInterfaceId=own)

    second = register(own_local_aws, "script")
    ecs.update_service(cluster=cluster, service="web", taskDefinition=second, desiredCount=3)
    own_local_aws.advance(30)
    assert len(ecs.describe_services(cluster=cluster, services=["web"])["services"][0]["deployments"]) == 2
    own_local_aws.advance(600)
    (service,) = ecs.describe_services(cluster=cluster, services=["web"])["services"]
    assert [(one["taskDefinition"], one["runningCount"]) for one in service["deployments"]] == [(second, 3)]
    assert health(own_local_aws, network) == ["healthy"] * 3

    victim = ecs.list_tasks(cluster=cluster, serviceName="web")["taskArns"][0]
    ecs.stop_task(cluster=cluster, task=victim, reason="by the script")
    own_local_aws.advance(300)
    (stopped,) = ecs.describe_tasks(cluster=cluster, tasks=[victim])["tasks"]
    assert (stopped["lastStatus"], stopped["stoppedReason"]) == ("STOPPED", "by the script")
    assert len(ecs.list_tasks(cluster=cluster, serviceName="web")["taskArns"]) == 3

    (job,) = ecs.run_task(
        cluster=cluster, taskDefinition=first, launchType="FARGATE", networkConfiguration=network.configuration
    )["tasks"]
    assert job["lastStatus"] == "PROVISIONING"
    ecs.delete_service(cluster=cluster, service="web", force=True)
    ecs.stop_task(cluster=cluster, task=job["taskArn"])
    own_local_aws.advance(300)
    assert ecs.list_tasks(cluster=cluster)["taskArns"] == []
    assert health(own_local_aws, network) == []
    for definition in (first, second):
        ecs.deregister_task_definition(taskDefinition=definition)
    ecs.delete_cluster(cluster=cluster)
    ec2.describe_subnets(SubnetIds=network.subnets)
    assert ec2.describe_network_interfaces(
        Filters=[{"Name": "description", "Values": ["arn:aws:ecs:*"]}, {"Name": "vpc-id", "Values": [network.vpc]}]
    )["NetworkInterfaces"] == []  # fmt: skip


def test_another_region_is_an_empty_account_of_its_own(own_local_aws: LocalAws) -> None:
    own_local_aws.client("ecs").create_cluster(clusterName="only-in-us-east-1")
    there = own_local_aws.client("ecs", "eu-central-1")
    assert there.list_clusters()["clusterArns"] == []
    arn = there.create_cluster(clusterName="there")["cluster"]["clusterArn"]
    assert arn == "arn:aws:ecs:eu-central-1:123456789012:cluster/there"
    zones = {
        subnet["AvailabilityZone"][:-1]
        for subnet in own_local_aws.client("ec2", "eu-central-1").describe_subnets()["Subnets"]
    }
    assert zones == {"eu-central-1"}


def test_the_default_vpc_has_a_way_out(own_local_aws: LocalAws) -> None:
    ec2 = own_local_aws.client("ec2")
    (vpc,) = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    tables = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc["VpcId"]]}])["RouteTables"]
    assert any(route.get("GatewayId", "").startswith("igw-") for table in tables for route in table["Routes"])


def test_a_behaviour_can_be_ordered_for_a_family(own_local_aws: LocalAws) -> None:
    ecs = own_local_aws.client("ecs")
    ecs.create_cluster(clusterName="ordered")
    network = Network(own_local_aws, "ordered")
    register(own_local_aws, "ordered")
    own_local_aws.behave("ordered", "exits", exit_code=3, after=10, last_words=["it was the cache"])
    (task,) = ecs.run_task(
        cluster="ordered", taskDefinition="ordered", launchType="FARGATE", networkConfiguration=network.configuration
    )["tasks"]
    own_local_aws.advance(120)
    (dead,) = ecs.describe_tasks(cluster="ordered", tasks=[task["taskArn"]])["tasks"]
    assert (dead["lastStatus"], dead["containers"][0]["exitCode"]) == ("STOPPED", 3)
    assert own_local_aws.control("behaviours")["ordered"] == "exits"


def test_a_registered_address_of_nobody_is_unhealthy(own_local_aws: LocalAws) -> None:
    elb, network = own_local_aws.client("elbv2"), Network(own_local_aws, "by-hand")
    elb.register_targets(TargetGroupArn=network.target_group, Targets=[{"Id": "10.7.0.9", "Port": 80}])
    own_local_aws.advance(120)
    assert health(own_local_aws, network) == ["unhealthy"]
    elb.deregister_targets(TargetGroupArn=network.target_group, Targets=[{"Id": "10.7.0.9", "Port": 80}])
    assert health(own_local_aws, network) == []
    with pytest.raises(ClientError, match="TargetGroupNotFound"):
        elb.describe_target_health(TargetGroupArn=network.target_group + "x")


def test_nothing_breaks_while_tasks_change_under_many_readers(own_local_aws: LocalAws) -> None:
    ecs, ec2 = own_local_aws.client("ecs"), own_local_aws.client("ec2")
    ecs.create_cluster(clusterName="busy")
    network = Network(own_local_aws, "busy")
    register(own_local_aws, "busy")
    ecs.create_service(
        cluster="busy", serviceName="busy", taskDefinition="busy", desiredCount=40, launchType="FARGATE",
        networkConfiguration=network.configuration,
    )  # fmt: skip
    over = threading.Event()

    def describe_tasks() -> None:
        if arns := ecs.list_tasks(cluster="busy")["taskArns"]:
            ecs.describe_tasks(cluster="busy", tasks=arns)

    def describe_interfaces() -> None:
        ec2.describe_network_interfaces(Filters=[{"Name": "vpc-id", "Values": [network.vpc]}])

    def keep(read: Callable[[], object]) -> int:
        rounds = 0
        while not over.is_set():
            read()
            rounds += 1
        return rounds

    reads: list[Callable[[], object]] = [
        describe_tasks,
        describe_interfaces,
        lambda: ecs.describe_services(cluster="busy", services=["busy"]),
        lambda: ec2.describe_subnets(SubnetIds=network.subnets),
    ] * 2
    with ThreadPoolExecutor(len(reads)) as pool:
        readers = [pool.submit(keep, read) for read in reads]
        for number in range(6):
            ecs.update_service(cluster="busy", service="busy", desiredCount=40 if number % 2 else 5)
            for _ in range(10):
                own_local_aws.advance(7)
        over.set()
        assert all(reader.result() > 0 for reader in readers)
