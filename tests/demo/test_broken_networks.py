"""Networks built, and broken, through EC2's API decide whether tasks start."""

from typing import Any

import pytest

from tests.local_aws import LocalAws

Json = dict[str, Any]
IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:1"


class Vpc:
    """A VPC with a public and a private subnet and a NAT gateway, made as a person would."""

    def __init__(self, aws: LocalAws) -> None:
        self.ec2 = ec2 = aws.client("ec2")
        self.id = ec2.create_vpc(CidrBlock="10.7.0.0/16")["Vpc"]["VpcId"]
        ec2.modify_vpc_attribute(VpcId=self.id, EnableDnsHostnames={"Value": True})
        self.public, self.private = (self._subnet(block) for block in ("10.7.0.0/24", "10.7.1.0/24"))
        gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=self.id)
        self.table(self.public, GatewayId=gateway)
        address = ec2.allocate_address(Domain="vpc")["AllocationId"]
        self.nat = ec2.create_nat_gateway(SubnetId=self.public, AllocationId=address)["NatGateway"]["NatGatewayId"]
        self.routes = self.table(self.private, NatGatewayId=self.nat)
        self.group = ec2.create_security_group(GroupName="tasks", Description="tasks", VpcId=self.id)["GroupId"]

    def _subnet(self, block: str) -> str:
        answer = self.ec2.create_subnet(VpcId=self.id, CidrBlock=block, AvailabilityZone="us-east-1a")
        return str(answer["Subnet"]["SubnetId"])

    def table(self, subnet: str, **target: str) -> str:
        """A route table of the subnet's own, with this default route."""
        table = str(self.ec2.create_route_table(VpcId=self.id)["RouteTable"]["RouteTableId"])
        self.ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", **target)
        self.ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
        return table


@pytest.fixture
def vpc(own_local_aws: LocalAws) -> Vpc:
    own_local_aws.client("ecs").create_cluster(clusterName="networks")
    part = {"name": "app", "image": IMAGE}
    own_local_aws.client("ecs").register_task_definition(
        family="networked",
        networkMode="awsvpc",
        requiresCompatibilities=["FARGATE"],
        cpu="256",
        memory="512",
        executionRoleArn="arn:aws:iam::123456789012:role/r",
        containerDefinitions=[part],
    )
    return Vpc(own_local_aws)


def ran(aws: LocalAws, vpc: Vpc, subnet: str, public: str = "DISABLED") -> Json:
    ecs = aws.client("ecs")
    network = {"subnets": [subnet], "securityGroups": [vpc.group], "assignPublicIp": public}
    (task,) = ecs.run_task(
        cluster="networks",
        taskDefinition="networked",
        launchType="FARGATE",
        networkConfiguration={"awsvpcConfiguration": network},
    )["tasks"]
    aws.advance(90)
    described: Json = ecs.describe_tasks(cluster="networks", tasks=[task["taskArn"]])["tasks"][0]
    return described


def test_a_deleted_nat_gateway_leaves_a_black_hole(own_local_aws: LocalAws, vpc: Vpc) -> None:
    assert ran(own_local_aws, vpc, vpc.private)["lastStatus"] == "RUNNING"
    (address,) = vpc.ec2.describe_nat_gateways(NatGatewayIds=[vpc.nat])["NatGateways"][0]["NatGatewayAddresses"]
    assert address["PrivateIp"].startswith("10.7.0.")
    vpc.ec2.delete_nat_gateway(NatGatewayId=vpc.nat)
    task = ran(own_local_aws, vpc, vpc.private)
    assert "There is a connection issue between the task and Amazon ECR" in task["stoppedReason"]
    (table,) = vpc.ec2.describe_route_tables(RouteTableIds=[vpc.routes])["RouteTables"]
    assert {(route.get("NatGatewayId"), route["State"]) for route in table["Routes"]} == {
        (None, "active"), (vpc.nat, "blackhole"),
    }  # fmt: skip


def test_an_interface_endpoint_is_entered_through_its_own_group(own_local_aws: LocalAws, vpc: Vpc) -> None:
    ec2 = vpc.ec2
    ends = ec2.create_security_group(GroupName="ends", Description="ends", VpcId=vpc.id)["GroupId"]
    endpoint = ec2.create_vpc_endpoint(
        VpcId=vpc.id,
        ServiceName="com.amazonaws.us-east-1.ecr.api",
        VpcEndpointType="Interface",
        SubnetIds=[vpc.private],
        SecurityGroupIds=[ends],
        PrivateDnsEnabled=True,
    )["VpcEndpoint"]
    task = ran(own_local_aws, vpc, vpc.private)
    (face,) = ec2.describe_network_interfaces(NetworkInterfaceIds=endpoint["NetworkInterfaceIds"])["NetworkInterfaces"]
    assert f"dial tcp {face['PrivateIpAddress']}:443: i/o timeout" in task["stoppedReason"]
    assert face["PrivateIpAddress"].startswith("10.7.1.")
    assert face["Description"] == f"VPC Endpoint Interface {endpoint['VpcEndpointId']}"
    assert ([group["GroupId"] for group in face["Groups"]], face["Status"]) == ([ends], "in-use")
    allowed = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [{"GroupId": vpc.group}]}
    ec2.authorize_security_group_ingress(GroupId=ends, IpPermissions=[allowed])
    assert ran(own_local_aws, vpc, vpc.private)["lastStatus"] == "RUNNING"


def test_without_s3_the_layers_do_not_come(own_local_aws: LocalAws, vpc: Vpc) -> None:
    ec2 = vpc.ec2
    ec2.delete_nat_gateway(NatGatewayId=vpc.nat)
    open_group = ec2.create_security_group(GroupName="open", Description="open", VpcId=vpc.id)["GroupId"]
    allowed = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "10.7.0.0/16"}]}
    ec2.authorize_security_group_ingress(GroupId=open_group, IpPermissions=[allowed])
    for service in ("ecr.api", "ecr.dkr"):
        ec2.create_vpc_endpoint(
            VpcId=vpc.id,
            ServiceName=f"com.amazonaws.us-east-1.{service}",
            VpcEndpointType="Interface",
            SubnetIds=[vpc.private],
            SecurityGroupIds=[open_group],
            PrivateDnsEnabled=True,
        )
    task = ran(own_local_aws, vpc, vpc.private)
    assert "failed to copy: httpReadSeeker: failed open" in task["stoppedReason"]
    assert task["containers"][0]["reason"] == task["stoppedReason"]
    gateway = ec2.create_vpc_endpoint(
        VpcId=vpc.id, ServiceName="com.amazonaws.us-east-1.s3", RouteTableIds=[vpc.routes], VpcEndpointType="Gateway"
    )["VpcEndpoint"]["VpcEndpointId"]
    (described,) = ec2.describe_vpc_endpoints(VpcEndpointIds=[gateway])["VpcEndpoints"]
    assert described["PrivateDnsEnabled"] is False
    assert ran(own_local_aws, vpc, vpc.private)["lastStatus"] == "RUNNING"


def test_no_names_are_found_where_the_vpc_has_no_resolver(own_local_aws: LocalAws, vpc: Vpc) -> None:
    vpc.ec2.modify_vpc_attribute(VpcId=vpc.id, EnableDnsSupport={"Value": False})
    task = ran(own_local_aws, vpc, vpc.private)
    assert "lookup api.ecr.us-east-1.amazonaws.com on 10.7.0.2:53: no such host" in task["stoppedReason"]


def test_a_public_subnet_is_of_no_use_without_a_public_address(own_local_aws: LocalAws, vpc: Vpc) -> None:
    assert ran(own_local_aws, vpc, vpc.public, "ENABLED")["lastStatus"] == "RUNNING"
    assert "connection issue" in ran(own_local_aws, vpc, vpc.public)["stoppedReason"]
