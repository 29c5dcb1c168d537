"""Networks that break in each way, each with its own subnet: what EC2 says of them is why tasks fail there."""

from collections.abc import Mapping
from dataclasses import dataclass

from fargate_tui.demo.moto_thread import Moto
from fargate_tui.demo.scenarios.vpc import Ec2

_EVERYTHING = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
_REGISTRY = ("ecr.api", "ecr.dkr", "logs")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a service is put."""

    subnets: tuple[str, ...]
    groups: tuple[str, ...]
    public: bool = False

    def network(self) -> dict[str, object]:
        """The networkConfiguration."""
        return {
            "awsvpcConfiguration": {
                "subnets": list(self.subnets),
                "securityGroups": list(self.groups),
                "assignPublicIp": "ENABLED" if self.public else "DISABLED",
            }
        }


@dataclass(frozen=True, slots=True)
class Networks:
    """What was made."""

    vpc: str
    public: tuple[str, ...]
    """Two of the three zones, where the load balancer is."""
    balancer_group: str
    spots: Mapping[str, Spot]
    dead_end: str
    """The transit gateway that leads nowhere."""
    deleted_nat: str
    file_groups: tuple[str, str]
    """Security groups of mount targets: one that lets the tasks in, and one that does not."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A VPC without a way to the internet, whose endpoints lack something."""

    name: str
    services: tuple[str, ...] = _REGISTRY
    private_dns: bool = True
    beside: tuple[str, ...] = ()
    """Other places in it: ``no-s3-endpoint`` has no route to that, ``endpoint-group-closed`` may not enter."""


SEALED = (
    Sealed("endpoint-missing", ("ecr.api", "logs")),
    Sealed("endpoint-without-private-dns", private_dns=False),
    Sealed("no-logs-endpoint", ("ecr.api", "ecr.dkr")),
    Sealed("no-ssm-endpoint", beside=("no-s3-endpoint", "endpoint-group-closed")),
)


def make_networks(moto: Moto, region: str) -> Networks:
    """Build them all with the calls a person would make."""
    ec2 = Ec2(moto, region)
    networks = _open_vpc(ec2)
    spots = {"no-dns": _nameless_vpc(ec2)}
    for number, sealed in enumerate(SEALED, 51):
        spots |= _sealed_vpc(ec2, region, sealed, number)
    return Networks(
        networks.vpc,
        networks.public,
        networks.balancer_group,
        {**networks.spots, **spots},
        networks.dead_end,
        networks.deleted_nat,
        networks.file_groups,
    )


def _open_vpc(ec2: Ec2) -> Networks:
    """A VPC with ways out that work, and many that do not."""
    vpc = ec2.make("CreateVpc", "vpcId", "vpc", "incidents", CidrBlock="10.50.0.0/16")
    ec2.ask("ModifyVpcAttribute", VpcId=vpc, EnableDnsHostnames={"Value": True})
    gateway = ec2.make("CreateInternetGateway", "internetGatewayId", "internet-gateway", "incidents")
    ec2.ask("AttachInternetGateway", InternetGatewayId=gateway, VpcId=vpc)
    public = tuple(ec2.subnet(vpc, f"inc-public-{zone}", zone, f"10.50.{n}.0/24") for n, zone in enumerate("ab"))
    ec2.routes(vpc, "inc-public", public, {"GatewayId": gateway})
    nat = _nat(ec2, "incidents", public[0])
    groups = _groups(ec2, vpc)
    tasks = (groups["tasks"],)
    private = tuple(
        ec2.subnet(vpc, f"inc-private-{zone}", zone, f"10.50.{16 + n}.0/24") for n, zone in enumerate("abc")
    )
    full = ec2.subnet(vpc, "inc-full-a", "a", "10.50.200.0/28")
    ec2.routes(vpc, "inc-private", (*private, full), {"NatGatewayId": nat})
    gone, inside = _nat(ec2, "incidents-old", public[1]), _misplaced_nat(ec2, vpc)
    transit = ec2.make("CreateTransitGateway", "transitGatewayId", "transit-gateway", "central-egress")
    broken: dict[str, Mapping[str, str] | None] = {
        "no-route": None,
        "nat-deleted": {"NatGatewayId": gone},
        "nat-in-private-subnet": {"NatGatewayId": inside},
        "transit-gateway": {"TransitGatewayId": transit},
        "acl-closed": {"NatGatewayId": nat},
    }
    subnets = {name: ec2.subnet(vpc, f"inc-{name}-a", "a", f"10.50.{100 + n}.0/24") for n, name in enumerate(broken)}
    ec2.ask(
        "CreateTransitGatewayVpcAttachment", TransitGatewayId=transit, VpcId=vpc, SubnetIds=[subnets["transit-gateway"]]
    )
    for name, way_out in broken.items():
        ec2.routes(vpc, f"inc-{name}", (subnets[name],), way_out)
    ec2.ask("DeleteNatGateway", NatGatewayId=gone)
    _close(ec2, vpc, subnets["acl-closed"])
    spots = {name: Spot((subnet,), tasks) for name, subnet in subnets.items()}
    return Networks(vpc, public, groups["balancer"], {
        **spots,
        "public-without-address": Spot(public, tasks),
        "private": Spot(private[:2], tasks),
        "egress-closed": Spot(private[:1], (groups["closed"],)),
        "subnet-full": Spot((full,), tasks),
        "web": Spot(private[:2], (groups["web"],)),
        "zone-not-enabled": Spot(private[2:], (groups["web"],)),
    }, transit, gone, (groups["files"], groups["shut"]))  # fmt: skip


def _groups(ec2: Ec2, vpc: str) -> dict[str, str]:
    balancer = ec2.group(vpc, "inc-balancer", "from the internet to the load balancer")
    ec2.allow(balancer, 80, {"IpRanges": [{"CidrIp": "0.0.0.0/0"}]})
    web = ec2.group(vpc, "inc-web", "from the load balancer to the tasks")
    for port in (8080, 8081):
        ec2.allow(web, port, {"Groups": [{"GroupId": balancer}]})
    tasks = ec2.group(vpc, "inc-tasks", "tasks that nobody calls")
    closed = ec2.group(vpc, "inc-egress-closed", "to the database only")
    ec2.ask("RevokeSecurityGroupEgress", GroupId=closed, IpPermissions=[_EVERYTHING])
    database = {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "IpRanges": [{"CidrIp": "10.50.0.0/16"}]}
    ec2.ask("AuthorizeSecurityGroupEgress", GroupId=closed, IpPermissions=[database])
    files = ec2.group(vpc, "inc-files", "from the tasks to the file system")
    ec2.allow(files, 2049, {"Groups": [{"GroupId": tasks}]})
    shut = ec2.group(vpc, "inc-files-closed", "to nobody yet")
    return {"balancer": balancer, "web": web, "tasks": tasks, "closed": closed, "files": files, "shut": shut}


def _nat(ec2: Ec2, name: str, subnet: str) -> str:
    address = ec2.ask("AllocateAddress", Domain="vpc").findtext(".//allocationId", "")
    return ec2.make("CreateNatGateway", "natGatewayId", "natgateway", name, SubnetId=subnet, AllocationId=address)


def _misplaced_nat(ec2: Ec2, vpc: str) -> str:
    """A NAT gateway in a subnet that has no way out itself."""
    subnet = ec2.subnet(vpc, "inc-inner-a", "a", "10.50.120.0/24")
    ec2.routes(vpc, "inc-inner", (subnet,), None)
    return _nat(ec2, "incidents-inner", subnet)


def _close(ec2: Ec2, vpc: str, subnet: str) -> None:
    """An access list that lets HTTPS out and no answer back in."""
    acl = ec2.make("CreateNetworkAcl", "networkAclId", "network-acl", "inc-acl-closed", VpcId=vpc)
    for number, protocol, action, egress, ports in (
        (100, "6", "allow", True, {"From": 443, "To": 443}), (100, "6", "allow", False, {"From": 443, "To": 443}),
        (32767, "-1", "deny", True, None), (32767, "-1", "deny", False, None),
    ):  # fmt: skip
        range_ = {"PortRange": ports} if ports else {}
        ec2.ask(
            "CreateNetworkAclEntry", NetworkAclId=acl, RuleNumber=number, Protocol=protocol, RuleAction=action,
            Egress=egress, CidrBlock="0.0.0.0/0", **range_,
        )  # fmt: skip
    lists = ec2.ask("DescribeNetworkAcls").findall("networkAclSet/item/associationSet/item")
    present = next(one for one in lists if one.findtext("subnetId") == subnet)
    ec2.ask(
        "ReplaceNetworkAclAssociation",
        AssociationId=present.findtext("networkAclAssociationId"),
        NetworkAclId=acl,
    )


def _sealed_vpc(ec2: Ec2, region: str, sealed: Sealed, number: int) -> dict[str, Spot]:
    vpc = ec2.make("CreateVpc", "vpcId", "vpc", f"inc-{sealed.name}", CidrBlock=f"10.{number}.0.0/16")
    ec2.ask("ModifyVpcAttribute", VpcId=vpc, EnableDnsHostnames={"Value": True})
    subnet = ec2.subnet(vpc, f"inc-{sealed.name}-a", "a", f"10.{number}.1.0/24")
    table = ec2.routes(vpc, f"inc-{sealed.name}", (subnet,), None)
    tasks = ec2.group(vpc, "inc-tasks", "tasks that nobody calls")
    ends = ec2.group(vpc, "inc-endpoints", "from the tasks to the endpoints")
    ec2.allow(ends, 443, {"Groups": [{"GroupId": tasks}]})
    for service in sealed.services:
        ec2.make(
            "CreateVpcEndpoint", "vpcEndpointId", "vpc-endpoint", service, VpcId=vpc, VpcEndpointType="Interface",
            ServiceName=f"com.amazonaws.{region}.{service}", SubnetId=[subnet], SecurityGroupId=[ends],
            PrivateDnsEnabled=sealed.private_dns or service != "ecr.api",
        )  # fmt: skip
    ec2.make(
        "CreateVpcEndpoint", "vpcEndpointId", "vpc-endpoint", "s3", VpcId=vpc, VpcEndpointType="Gateway",
        ServiceName=f"com.amazonaws.{region}.s3", RouteTableId=[table],
    )  # fmt: skip
    spots = {sealed.name: Spot((subnet,), (tasks,))}
    for name in sealed.beside:
        spots[name] = _beside(ec2, vpc, name, number, spots[sealed.name])
    return spots


def _beside(ec2: Ec2, vpc: str, name: str, number: int, good: Spot) -> Spot:
    """A place in a sealed VPC that lacks what the good one has."""
    if name == "endpoint-group-closed":
        return Spot(good.subnets, (ec2.group(vpc, "inc-batch-tasks", "tasks that nobody thought of"),))
    subnet = ec2.subnet(vpc, f"inc-{name}-a", "a", f"10.{number}.2.0/24")
    ec2.routes(vpc, f"inc-{name}", (subnet,), None)
    return Spot((subnet,), good.groups)


def _nameless_vpc(ec2: Ec2) -> Spot:
    """A VPC with a way out, in which no name is found."""
    vpc = ec2.make("CreateVpc", "vpcId", "vpc", "inc-no-dns", CidrBlock="10.58.0.0/16")
    subnet = ec2.subnet(vpc, "inc-no-dns-a", "a", "10.58.1.0/24")
    gateway = ec2.make("CreateInternetGateway", "internetGatewayId", "internet-gateway", "inc-no-dns")
    ec2.ask("AttachInternetGateway", InternetGatewayId=gateway, VpcId=vpc)
    ec2.routes(vpc, "inc-no-dns", (subnet,), {"GatewayId": gateway})
    ec2.ask("ModifyVpcAttribute", VpcId=vpc, EnableDnsSupport={"Value": False})
    return Spot((subnet,), (ec2.group(vpc, "inc-tasks", "tasks that nobody calls"),), public=True)
