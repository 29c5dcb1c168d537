"""What the local AWS refuses of what wizards create, in AWS's words (facts/fargate.md §13)."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local_aws import LocalAws

TRUST = json.dumps({
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}],
})  # fmt: skip


OWN = json.dumps({
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "logs:CreateLogGroup", "Resource": "*"}],
})  # fmt: skip


def subnets(aws: LocalAws) -> list[dict[str, Any]]:
    found = aws.client("ec2").describe_subnets(Filters=[{"Name": "default-for-az", "Values": ["true"]}])["Subnets"]
    return sorted(found, key=lambda each: str(each["AvailabilityZone"]))


def refused(call: Any, **parameters: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as error:
        call(**parameters)
    told = error.value.response["Error"]
    return told["Code"], told["Message"]


def balancer(aws: LocalAws, name: str) -> tuple[str, str]:
    """A load balancer with a target group that no listener leads to; their ARNs."""
    elbv2, places = aws.client("elbv2"), subnets(aws)
    made = elbv2.create_load_balancer(Name=name, Subnets=[each["SubnetId"] for each in places[:2]])
    group = elbv2.create_target_group(
        Name=name, Protocol="HTTP", Port=80, VpcId=places[0]["VpcId"], TargetType="ip"
    )  # fmt: skip
    return made["LoadBalancers"][0]["LoadBalancerArn"], group["TargetGroups"][0]["TargetGroupArn"]


def test_a_load_balancer_needs_two_zones_unless_it_is_of_the_network(own_local_aws: LocalAws) -> None:
    elbv2, one = own_local_aws.client("elbv2"), subnets(own_local_aws)[0]["SubnetId"]
    assert refused(elbv2.create_load_balancer, Name="one-zone", Subnets=[one]) == (
        "ValidationError",
        "At least two subnets in two different Availability Zones must be specified",
    )
    assert elbv2.create_load_balancer(Name="one-zone", Subnets=[one], Type="network")["LoadBalancers"]


def test_a_load_balancer_has_one_subnet_of_a_zone(own_local_aws: LocalAws) -> None:
    place = subnets(own_local_aws)[0]
    ec2, elbv2 = own_local_aws.client("ec2"), own_local_aws.client("elbv2")
    other = ec2.create_subnet(
        VpcId=place["VpcId"], CidrBlock="172.31.200.0/24", AvailabilityZone=place["AvailabilityZone"]
    )["Subnet"]["SubnetId"]
    code, message = refused(elbv2.create_load_balancer, Name="twice", Subnets=[place["SubnetId"], other])
    assert code == "InvalidConfigurationRequest"
    assert "multiple subnets in the same Availability Zone" in message
    ec2.delete_subnet(SubnetId=other)


@pytest.mark.parametrize("name", ["a" * 33, "under_score", "-front", "internal-front"])
def test_a_load_balancers_name_is_looked_at(own_local_aws: LocalAws, name: str) -> None:
    places = [each["SubnetId"] for each in subnets(own_local_aws)[:2]]
    code, message = refused(own_local_aws.client("elbv2").create_load_balancer, Name=name, Subnets=places)
    assert (code, message.startswith(f"The load balancer name '{name}' ")) == ("ValidationError", True)


def test_a_priority_and_a_port_are_taken_once(own_local_aws: LocalAws) -> None:
    elbv2, (front, group) = own_local_aws.client("elbv2"), balancer(own_local_aws, "taken-once")
    forward = [{"Type": "forward", "TargetGroupArn": group}]
    listening = {"LoadBalancerArn": front, "Port": 80, "Protocol": "HTTP", "DefaultActions": forward}
    places = [each["SubnetId"] for each in subnets(own_local_aws)[1:3]]
    assert refused(elbv2.create_load_balancer, Name="taken-once", Subnets=places)[0] == "DuplicateLoadBalancerName"
    listener = elbv2.create_listener(**listening)["Listeners"][0]["ListenerArn"]
    assert refused(elbv2.create_listener, **listening)[0] == "DuplicateListener"
    path = [{"Field": "path-pattern", "Values": ["/a"]}]
    rule = {"ListenerArn": listener, "Priority": 5, "Conditions": path, "Actions": forward}
    elbv2.create_rule(**rule)
    assert refused(elbv2.create_rule, **rule) == ("PriorityInUse", "The specified priority is in use.")
    code, message = refused(elbv2.delete_target_group, TargetGroupArn=group)
    assert (code, "currently in use by a listener or a rule" in message) == ("ResourceInUse", True)


def test_what_stands_on_a_security_group_keeps_it(own_local_aws: LocalAws) -> None:
    ec2, places = own_local_aws.client("ec2"), subnets(own_local_aws)
    first, second = (
        ec2.create_security_group(GroupName=name, Description="a test", VpcId=places[0]["VpcId"])["GroupId"]
        for name in ("stood-on", "standing")
    )
    rule = [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": [{"GroupId": first}]}]
    ec2.authorize_security_group_ingress(GroupId=second, IpPermissions=rule)
    assert refused(ec2.authorize_security_group_ingress, GroupId=second, IpPermissions=rule)[0] == (
        "InvalidPermission.Duplicate"
    )
    dependent = ("DependencyViolation", f"resource {first} has a dependent object")
    assert refused(ec2.delete_security_group, GroupId=first) == dependent
    ec2.delete_security_group(GroupId=second)
    elbv2 = own_local_aws.client("elbv2")
    front = elbv2.create_load_balancer(
        Name="stands-on-it", Subnets=[each["SubnetId"] for each in places[:2]], SecurityGroups=[first]
    )["LoadBalancers"][0]["LoadBalancerArn"]
    assert refused(ec2.delete_security_group, GroupId=first) == dependent
    elbv2.delete_load_balancer(LoadBalancerArn=front)
    ec2.delete_security_group(GroupId=first)


def test_a_role_goes_after_its_policies(own_local_aws: LocalAws) -> None:
    iam = own_local_aws.client("iam")
    iam.create_role(RoleName="goes-last", AssumeRolePolicyDocument=TRUST)
    assert refused(iam.create_role, RoleName="goes-last", AssumeRolePolicyDocument=TRUST)[0] == "EntityAlreadyExists"
    iam.put_role_policy(RoleName="goes-last", PolicyName="own", PolicyDocument=OWN)
    assert refused(iam.delete_role, RoleName="goes-last") == (
        "DeleteConflict",
        "Cannot delete entity, must delete policies first.",
    )


def test_the_service_linked_role_is_made_once(own_local_aws: LocalAws) -> None:
    iam = own_local_aws.client("iam")
    try:
        iam.get_role(RoleName="AWSServiceRoleForECS")
    except ClientError:
        made = iam.create_service_linked_role(AWSServiceName="ecs.amazonaws.com")["Role"]
        assert made["RoleName"] == "AWSServiceRoleForECS"
    code, message = refused(iam.create_service_linked_role, AWSServiceName="ecs.amazonaws.com")
    assert (code, "has been taken in this account" in message) == ("InvalidInput", True)


def test_a_service_is_refused_a_target_group_of_instances_and_one_without_a_load_balancer(
    own_local_aws: LocalAws,
) -> None:
    ecs, elbv2, places = own_local_aws.client("ecs"), own_local_aws.client("elbv2"), subnets(own_local_aws)
    ecs.create_cluster(clusterName="refusing")
    ecs.register_task_definition(
        family="refusing", networkMode="awsvpc", requiresCompatibilities=["FARGATE"], cpu="256", memory="512",
        containerDefinitions=[{"name": "app", "image": "nginx", "portMappings": [{"containerPort": 80}]}],
    )  # fmt: skip
    _, unattached = balancer(own_local_aws, "unattached")
    instances = elbv2.create_target_group(
        Name="instances", Protocol="HTTP", Port=80, VpcId=places[0]["VpcId"], TargetType="instance"
    )["TargetGroups"][0]["TargetGroupArn"]

    def told(group: str) -> tuple[str, str]:
        network = {"awsvpcConfiguration": {"subnets": [places[0]["SubnetId"]], "assignPublicIp": "ENABLED"}}
        front = [{"targetGroupArn": group, "containerName": "app", "containerPort": 80}]
        return refused(
            ecs.create_service, cluster="refusing", serviceName="web", taskDefinition="refusing", desiredCount=1,
            launchType="FARGATE", networkConfiguration=network, loadBalancers=front,
        )  # fmt: skip

    assert told(unattached) == (
        "InvalidParameterException",
        f"The target group with targetGroupArn {unattached} does not have an associated load balancer.",
    )
    code, message = told(instances)
    assert (code, "has target type instance" in message) == ("InvalidParameterException", True)


def test_a_refusal_can_be_ordered_in_words_of_ones_own(own_local_aws: LocalAws) -> None:
    words = "ECS was unable to assume the role that was provided for this task."
    own_local_aws.fault("refused", operation="CreateCluster", count=1, code="ClientException", message=words)
    assert refused(own_local_aws.client("ecs").create_cluster, clusterName="later") == ("ClientException", words)
    assert own_local_aws.client("ecs").create_cluster(clusterName="later")["cluster"]["status"] == "ACTIVE"
