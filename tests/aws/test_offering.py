"""What the wizards ask of AWS to offer it, against the local AWS."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from fargate_tui.aws.account import Aws
from fargate_tui.aws.prices import home_of
from fargate_tui.aws.session import ConnectionSettings, connect
from fargate_tui.fargate.errors import NotAllowed, NotFound
from fargate_tui.fargate.prices import ARM64, X86
from fargate_tui.fargate.records import LogGroup
from tests.local_aws import REGION, LocalAws

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}


@pytest.fixture
async def aws(own_local_aws: LocalAws, bare_machine: Any, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Aws]:
    for name, value in own_local_aws.environment.items():
        monkeypatch.setenv(name, value)
    connected = await connect(ConnectionSettings(region=REGION, endpoint_url=own_local_aws.url))
    yield connected
    await connected.close()


async def test_the_vpcs_of_the_region(aws: Aws, own_local_aws: LocalAws) -> None:
    ec2 = own_local_aws.client("ec2")
    made = ec2.create_vpc(CidrBlock="10.7.0.0/16")["Vpc"]["VpcId"]
    ec2.create_tags(Resources=[made], Tags=[{"Key": "Name", "Value": "shop"}])

    found = {each.vpc_id: each for each in await aws.network.all_vpcs()}

    assert (found[made].name, found[made].cidr, found[made].is_default) == ("shop", "10.7.0.0/16", False)
    assert [each.is_default for each in found.values()].count(True) == 1
    default = next(each for each in found.values() if each.is_default)
    subnets = await aws.network.subnets_of(default.vpc_id)
    assert subnets
    assert all(each.zone_id for each in subnets)


async def test_security_groups_by_name(aws: Aws, own_local_aws: LocalAws) -> None:
    ec2 = own_local_aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.8.0.0/16")["Vpc"]["VpcId"]
    made = ec2.create_security_group(GroupName="by-name", Description="a test", VpcId=vpc)["GroupId"]

    assert [(each.group_id, each.vpc_id) for each in await aws.network.security_groups_named("by-name")] == [
        (made, vpc)
    ]
    assert await aws.network.security_groups_named("nobody") == ()


async def test_load_balancers_and_target_groups_by_name_and_all(aws: Aws, own_local_aws: LocalAws) -> None:
    ec2, elbv2 = own_local_aws.client("ec2"), own_local_aws.client("elbv2")
    subnets = ec2.describe_subnets()["Subnets"]
    balancer = elbv2.create_load_balancer(Name="front", Subnets=[each["SubnetId"] for each in subnets[:2]])
    arn = balancer["LoadBalancers"][0]["LoadBalancerArn"]
    group = elbv2.create_target_group(
        Name="behind", Protocol="HTTP", Port=8080, VpcId=subnets[0]["VpcId"], TargetType="ip", HealthCheckPath="/up"
    )["TargetGroups"][0]["TargetGroupArn"]

    found = await aws.elb.balancer_named("front")
    assert (found.load_balancer_arn, found.scheme, found.type) == (arn, "internet-facing", "application")
    assert found.state is not None
    assert found.state.code in ("active", "provisioning")
    assert {each.subnet_id for each in found.availability_zones} == {each["SubnetId"] for each in subnets[:2]}
    assert arn in {each.load_balancer_arn for each in await aws.elb.all_balancers()}
    behind = await aws.elb.target_group_named("behind")
    assert (behind.target_group_arn, behind.target_type, behind.health_check_path) == (group, "ip", "/up")
    assert group in {each.target_group_arn for each in await aws.elb.all_target_groups()}
    assert (await aws.elb.target_group_attributes(group))["deregistration_delay.timeout_seconds"] == "300"
    for absent in (aws.elb.balancer_named("nobody"), aws.elb.target_group_named("nobody")):
        with pytest.raises(NotFound):
            await absent


async def test_roles_with_those_who_may_take_them_on(aws: Aws, own_local_aws: LocalAws) -> None:
    own_local_aws.client("iam").create_role(
        RoleName="offered", Path="/shop/", AssumeRolePolicyDocument=json.dumps(TRUST)
    )

    (found,) = [each for each in await aws.iam.all_roles() if each.name == "offered"]

    assert (found.arn, found.path) == ("arn:aws:iam::123456789012:role/shop/offered", "/shop/")
    assert found.trusts == ("ecs-tasks.amazonaws.com",)
    assert await aws.iam.role("offered") == found


async def test_repositories(aws: Aws, own_local_aws: LocalAws) -> None:
    own_local_aws.client("ecr").create_repository(repositoryName="shop/offered")
    found = {each.name: each for each in await aws.registry().all_repositories()}
    assert "shop/offered" in found
    assert all(each.uri.endswith(f".amazonaws.com/{name}") and each.arn for name, each in found.items())


async def test_secrets_and_parameters_by_name_only(aws: Aws, own_local_aws: LocalAws) -> None:
    own_local_aws.client("secretsmanager").create_secret(Name="offered/secret", SecretString="hunter2")
    for number in range(60):
        own_local_aws.client("ssm").put_parameter(Name=f"/offered/{number}", Value="hunter2", Type="SecureString")

    secrets, parameters = await aws.secrets().all_secrets(), await aws.secrets().all_parameters()

    (secret,) = [each for each in secrets if each.name == "offered/secret"]
    assert secret.arn.startswith("arn:aws:secretsmanager:us-east-1:123456789012:secret:offered/secret-")
    assert len([each for each in parameters if each.name.startswith("/offered/")]) == 60
    assert "hunter2" not in repr((secrets, parameters))


async def test_file_systems_and_their_access_points(aws: Aws, own_local_aws: LocalAws) -> None:
    efs = own_local_aws.client("efs")
    made = efs.create_file_system(CreationToken="offered", Tags=[{"Key": "Name", "Value": "uploads"}])["FileSystemId"]
    door = efs.create_access_point(ClientToken="offered", FileSystemId=made, RootDirectory={"Path": "/up"})

    assert [(each.id, each.name) for each in await aws.file_systems.all_file_systems() if each.id == made] == [
        (made, "uploads")
    ]
    assert [(each.id, each.path) for each in await aws.file_systems.access_points(made)] == [
        (door["AccessPointId"], "/up")
    ]


async def test_certificates(aws: Aws, own_local_aws: LocalAws) -> None:
    arn = own_local_aws.client("acm").request_certificate(
        DomainName="shop.example", SubjectAlternativeNames=["www.shop.example"]
    )["CertificateArn"]

    assert arn in {each.arn for each in await aws.certificates.all_certificates()}
    found = await aws.certificates.certificate(arn)
    assert (found.domain, found.names) == ("shop.example", ("shop.example", "www.shop.example"))
    assert found.status == "PENDING_VALIDATION"
    with pytest.raises(NotFound):
        await aws.certificates.certificate(f"{arn[:-4]}0000")


async def test_a_quota_and_what_measures_its_use(aws: Aws) -> None:
    found = await aws.quotas.quota("L-3032A538")
    assert (found.code, found.namespace, found.metric) == ("L-3032A538", "AWS/Usage", "ResourceCount")
    assert found.value >= 6, "what AWS lets a new account run, and more with what runs"
    assert ("Class", "Standard/OnDemand") in found.dimensions
    with pytest.raises(NotFound):
        await aws.quotas.quota("L-00000000")


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1", "eu-north-1"])
async def test_prices_of_any_region_are_matched_as_a_whole(aws: Aws, region: str) -> None:
    found = await aws.prices.rates(region)
    assert (found.vcpu, found.gb) == X86[region]
    assert (found.arm_vcpu, found.arm_gb) == ARM64.get(region, (None, None))
    assert found.published_at == datetime(2026, 9, 11, tzinfo=UTC)
    assert (found.ephemeral_gb, found.windows_licence) == ((0.000111, 0.046) if region == "us-east-1" else (None, None))


async def test_no_prices_are_guessed(aws: Aws, own_local_aws: LocalAws) -> None:
    assert (await aws.prices.rates("xx-nowhere-1")).vcpu is None
    own_local_aws.fault("access_denied", operation="GetProducts", count=1)
    with pytest.raises(NotAllowed) as refused:
        await aws.prices.rates("us-east-1")
    assert refused.value.action == "pricing:GetProducts"


def test_the_price_list_is_asked_for_where_it_is_served() -> None:
    assert (home_of("eu-north-1"), home_of("cn-north-1")) == ("us-east-1", "cn-northwest-1")


async def test_a_log_group_by_its_whole_name(aws: Aws, own_local_aws: LocalAws) -> None:
    logs = own_local_aws.client("logs")
    logs.create_log_group(logGroupName="/offered/web-more")
    with pytest.raises(NotFound):
        await aws.logs().group("/offered/web")
    logs.create_log_group(logGroupName="/offered/web")
    logs.put_retention_policy(logGroupName="/offered/web", retentionInDays=30)
    arn = "arn:aws:logs:us-east-1:123456789012:log-group:/offered/web"
    assert await aws.logs().group("/offered/web") == LogGroup(name="/offered/web", arn=arn, retention=30)
