"""The network of the demo's company: three zones, ways out, and one subnet without any."""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from fargate_tui.demo.moto_thread import Moto

ZONES = ("a", "b", "c")


@dataclass(frozen=True, slots=True)
class Vpc:
    """Ids of what was made."""

    id: str
    public: tuple[str, ...]
    private: tuple[str, ...]
    isolated: str
    """A subnet whose route table leads nowhere."""
    balancer_group: str
    web_group: str
    worker_group: str

    def subnets(self, where: str) -> tuple[str, ...]:
        """The subnets called ``public``, ``private`` or ``isolated``."""
        return {"public": self.public, "private": self.private, "isolated": (self.isolated,)}[where]


def make_vpc(moto: Moto, region: str) -> Vpc:
    """Build it with the calls a person would make."""
    ec2 = Ec2(moto, region)
    vpc = ec2.make("CreateVpc", "vpcId", "vpc", "main", CidrBlock="10.0.0.0/16")
    ec2.ask("ModifyVpcAttribute", VpcId=vpc, EnableDnsHostnames={"Value": True})
    public = tuple(ec2.subnet(vpc, f"public-{zone}", zone, f"10.0.{n}.0/24") for n, zone in enumerate(ZONES))
    private = tuple(
        ec2.subnet(vpc, f"private-{zone}", zone, f"10.0.{16 * (n + 1)}.0/20") for n, zone in enumerate(ZONES)
    )
    isolated = ec2.subnet(vpc, "isolated-a", "a", "10.0.100.0/24")
    gateway = ec2.make("CreateInternetGateway", "internetGatewayId", "internet-gateway", "main")
    ec2.ask("AttachInternetGateway", InternetGatewayId=gateway, VpcId=vpc)
    address = ec2.ask("AllocateAddress", Domain="vpc").findtext(".//allocationId", "")
    nat = ec2.make("CreateNatGateway", "natGatewayId", "natgateway", "main", SubnetId=public[0], AllocationId=address)
    ec2.routes(vpc, "public", public, {"GatewayId": gateway})
    ec2.routes(vpc, "private", private, {"NatGatewayId": nat})
    ec2.routes(vpc, "isolated", (isolated,), None)
    balancer = ec2.group(vpc, "load-balancers", "from the internet to the load balancers")
    ec2.allow(balancer, 80, {"IpRanges": [{"CidrIp": "0.0.0.0/0"}]})
    ec2.allow(balancer, 443, {"IpRanges": [{"CidrIp": "0.0.0.0/0"}]})
    web = ec2.group(vpc, "web-tasks", "from the load balancers to the tasks")
    ec2.allow(web, 8080, {"Groups": [{"GroupId": balancer}]})
    worker = ec2.group(vpc, "worker-tasks", "tasks that nobody calls")
    return Vpc(vpc, public, private, isolated, balancer, web, worker)


class Ec2:
    """EC2's calls with names and tags taken care of."""

    def __init__(self, moto: Moto, region: str) -> None:
        self._moto = moto
        self._region = region

    def ask(self, action: str, **parameters: object) -> ET.Element:
        """One call."""
        return self._moto.query(self._region, "ec2", action, parameters)

    def make(self, action: str, id_member: str, kind: str, name: str, **parameters: object) -> str:
        """Make a thing with a name; returns its id."""
        tags = [{"ResourceType": kind, "Tag": [{"Key": "Name", "Value": name}]}]
        return self.ask(action, TagSpecification=tags, **parameters).findtext(f".//{id_member}", "")

    def subnet(self, vpc: str, name: str, zone: str, block: str) -> str:
        """A subnet; returns its id."""
        where = f"{self._region}{zone}"
        return self.make("CreateSubnet", "subnetId", "subnet", name, VpcId=vpc, AvailabilityZone=where, CidrBlock=block)

    def routes(self, vpc: str, name: str, subnets: tuple[str, ...], way_out: Mapping[str, str] | None) -> str:
        """A route table of these subnets, with a default route or none; returns its id."""
        table = self.make("CreateRouteTable", "routeTableId", "route-table", name, VpcId=vpc)
        if way_out:
            self.ask("CreateRoute", RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", **way_out)
        for subnet in subnets:
            self.ask("AssociateRouteTable", RouteTableId=table, SubnetId=subnet)
        return table

    def group(self, vpc: str, name: str, description: str) -> str:
        """A security group that lets everything out and nothing in; returns its id."""
        return self.make(
            "CreateSecurityGroup", "groupId", "security-group", name, VpcId=vpc, GroupName=name,
            GroupDescription=description,
        )  # fmt: skip

    def allow(self, group: str, port: int, source: Mapping[str, object]) -> None:
        """Let TCP in at a port."""
        permission = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **source}
        self.ask("AuthorizeSecurityGroupIngress", GroupId=group, IpPermissions=[permission])
