"""The networks of AWS, against the local AWS and against pages as EC2 sends them."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import pytest

from fargate_tui.aws.account import Aws
from fargate_tui.aws.session import ConnectionSettings, connect
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.network import Need, Place, Surroundings, outlet, way_out, ways_in
from fargate_tui.live.entrances import read_entrances
from fargate_tui.live.ports import aws as ports
from fargate_tui.live.scope import TaskScope
from fargate_tui.live.store import Store
from fargate_tui.live.surroundings import read_surroundings
from tests.local_aws import REGION, LocalAws


@pytest.fixture
async def demo(local_aws: LocalAws, bare_machine: Any, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Aws]:
    aws = await _connected(local_aws, monkeypatch)
    yield aws
    await aws.close()


@pytest.fixture
async def own(own_local_aws: LocalAws, bare_machine: Any, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Aws]:
    aws = await _connected(own_local_aws, monkeypatch)
    yield aws
    await aws.close()


async def _connected(local_aws: LocalAws, monkeypatch: pytest.MonkeyPatch) -> Aws:
    for name, value in local_aws.environment.items():
        monkeypatch.setenv(name, value)
    return await connect(ConnectionSettings(region=REGION, endpoint_url=local_aws.url))


def _missing(around: Surroundings) -> list[str]:
    return [name for name in around.__struct_fields__ if isinstance(getattr(around, name), NotChecked)]


async def test_every_part_of_a_vpc_is_read(demo: Aws, local_aws: LocalAws) -> None:
    facts = local_aws.facts

    around = await read_surroundings(demo.network, facts["vpc"], REGION)

    assert _missing(around) == []
    assert around.dns_support == around.dns_hostnames == Known(True)
    assert isinstance(around.subnets, Known)
    wanted = {each for subnets in facts["subnets"].values() for each in subnets}
    assert {each.subnet_id for each in around.subnets.value} == wanted
    assert all(each.cidr and each.availability_zone and each.name for each in around.subnets.value)


async def test_the_ways_out_of_the_demo_are_what_it_says_they_are(demo: Aws, local_aws: LocalAws) -> None:
    subnets = local_aws.facts["subnets"]
    around = await read_surroundings(demo.network, local_aws.facts["vpc"], REGION)

    assert outlet(around, Place(subnet_id=subnets["public"][0], has_public_ip=True)) == "public address"
    assert outlet(around, Place(subnet_id=subnets["private"][1], has_public_ip=False)) == "NAT"
    path = way_out(around, Place(subnet_id=subnets["isolated"][0], has_public_ip=False), Need(service="docker.io"))
    assert path.sentence == f"{subnets['isolated'][0]} has no way to Docker Hub: no NAT route, no public address"


async def test_the_way_in_of_the_demo_is_open(demo: Aws, local_aws: LocalAws) -> None:
    around = await read_surroundings(demo.network, local_aws.facts["vpc"], REGION)
    ((service,),) = [said.records async for said in demo.ecs.describe_services("default", ["scorekeep"])]
    tasks = [arn async for page in demo.ecs.task_pages("default", service="scorekeep") for arn in page]
    (answer,) = [answer async for answer in demo.ecs.describe_tasks("default", tasks)]
    named = answer.records[0].attachments[0].detail("networkInterfaceId") or ""
    (interface,) = await demo.ec2.network_interfaces([named])

    (entrance,) = await read_entrances(demo.elb, service.load_balancers)
    paths = ways_in(around, Place.of_interface(interface), entrance)

    assert [(path.verdict, path.sentence) for path in paths] == [
        ("open", f"clients reach the task by {paths[0].label}")
    ], paths


async def test_the_interfaces_are_those_that_ec2_tells_of(demo: Aws, local_aws: LocalAws) -> None:
    async def connected() -> ports.Aws:
        return demo

    store = Store(connected)
    watch = store.networks.enis(TaskScope())
    async with aclosing(watch.follow()) as changes:
        async for change in changes:
            if change.snapshot.complete and change.snapshot.loaded:
                break

    told = local_aws.client("ec2").describe_network_interfaces()["NetworkInterfaces"]
    assert {row.interface for row in watch.snapshot.rows} == {
        each["NetworkInterfaceId"] for each in told if ":attachment/" in each["Description"]
    }
    assert {row.finding.word for row in watch.snapshot.rows} >= {"public address", "NAT"}
    assert not watch.snapshot.gaps
    await store.close()


async def test_what_somebody_makes_is_read_with_all_its_members(own: Aws, own_local_aws: LocalAws) -> None:
    ec2 = own_local_aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.1.0/24", AvailabilityZone=f"{REGION}b")["Subnet"]["SubnetId"]
    (main,) = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["RouteTables"]
    service = f"com.amazonaws.{REGION}.s3"
    ec2.create_vpc_endpoint(
        VpcId=vpc, ServiceName=service, RouteTableIds=[main["RouteTableId"]], VpcEndpointType="Gateway"
    )
    group = ec2.create_security_group(GroupName="g", Description="d", VpcId=vpc)["GroupId"]
    ec2.create_vpc_endpoint(
        VpcId=vpc,
        ServiceName=f"com.amazonaws.{REGION}.ecr.dkr",
        VpcEndpointType="Interface",
        SubnetIds=[subnet],
        SecurityGroupIds=[group],
        PrivateDnsEnabled=True,
    )
    (acl,) = ec2.describe_network_acls(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["NetworkAcls"]
    ec2.create_network_acl_entry(
        NetworkAclId=acl["NetworkAclId"], RuleNumber=90, Protocol="6", RuleAction="deny", Egress=True,
        CidrBlock="0.0.0.0/0", PortRange={"From": 443, "To": 443},
    )  # fmt: skip

    around = await read_surroundings(own.network, vpc, REGION)

    assert _missing(around) == []
    assert around.dns_hostnames == Known(False)
    assert around.table_of(subnet) is not None
    assert isinstance(around.endpoints, Known)
    by_type = {each.vpc_endpoint_type: each for each in around.endpoints.value}
    assert by_type["Gateway"].route_table_ids == (main["RouteTableId"],)
    interface = by_type["Interface"]
    assert (interface.subnet_ids, interface.private_dns_enabled, interface.state) == ((subnet,), True, "available")
    path = way_out(around, Place(subnet_id=subnet, has_public_ip=False, group_ids=(group,)), Need(service="docker.io"))
    assert [hop.words for hop in path.hops if hop.verdict == "blocked"] == [
        f"{acl['NetworkAclId']} ({subnet}) lets no port 443 out to Docker Hub (rule 90)",
        "no NAT route, no public address",
    ]


NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/"


def _tables(scripted: Any, ids: str, token: str) -> Any:
    items = "".join(f"<item><routeTableId>{each}</routeTableId></item>" for each in ids.split())
    body = f'<R xmlns="{NAMESPACE}"><routeTableSet>{items}</routeTableSet><nextToken>{token}</nextToken></R>'
    return scripted.reply(body=body.encode())


async def test_all_pages_of_route_tables_are_read(aws: Aws, scripted: Any) -> None:
    def tables(parameters: dict[str, Any]) -> Any:
        assert parameters["MaxResults"] == "100"
        assert (parameters["Filter.1.Name"], parameters["Filter.1.Value.1"]) == ("vpc-id", "vpc-1")
        return _tables(scripted, "rtb-3", "") if "NextToken" in parameters else _tables(scripted, "rtb-1 rtb-2", "more")

    scripted.on("DescribeRouteTables", tables)

    found = await aws.network.route_tables("vpc-1")

    assert [table.route_table_id for table in found] == ["rtb-1", "rtb-2", "rtb-3"]


async def test_a_page_that_leads_to_itself_is_an_error(aws: Aws, scripted: Any) -> None:
    scripted.on("DescribeRouteTables", lambda _: _tables(scripted, "rtb-1", "more"))

    with pytest.raises(Invalid, match="the same page token twice"):
        await aws.network.route_tables("vpc-1")
