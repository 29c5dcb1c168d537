"""One region of the local account: its ECS, and what lies around it."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from fargate_tui.demo.clock import HeldClock
from fargate_tui.demo.ecs import Ecs
from fargate_tui.demo.ecs.images import Image
from fargate_tui.demo.faults import Faults
from fargate_tui.demo.logs.lines import LogLines
from fargate_tui.demo.logs.service import CloudWatchLogs
from fargate_tui.demo.metrics.measures import Measures
from fargate_tui.demo.metrics.service import CloudWatch
from fargate_tui.demo.moto_thread import Moto, MotoThread
from fargate_tui.demo.network import TaskNetwork
from fargate_tui.demo.scaling import Scaling
from fargate_tui.demo.targets import TaskTargets, read_target_groups
from fargate_tui.demo.topology import read_topology
from fargate_tui.demo.trail import Trail

if TYPE_CHECKING:
    from fargate_tui.demo.real.reality import Reality


class Region:
    """A region nobody has used yet is an account with its default VPC and nothing else, as at AWS."""

    def __init__(
        self,
        account: str,
        name: str,
        clock: HeldClock,
        moto: MotoThread,
        faults: Faults,
        seed: int,
        logs_from: datetime | None,
    ) -> None:
        self.name = name
        self.network = TaskNetwork(name, seed, clock.now)
        self.targets = TaskTargets(clock.now)
        self.logs = LogLines(clock.now, seed, account)
        self.cloudwatch_logs = CloudWatchLogs(name, self.logs, moto, clock, faults)
        self.ecs = Ecs(
            clock, self.network, self.targets, self.logs,
            account=account, region=name, seed=seed, logs_from=logs_from,
        )  # fmt: skip
        self.trail = Trail(account, name, clock.now)
        self.ecs.hear_calls(lambda operation, who, asked: self.trail.note("ecs", operation, who, asked))
        self.measures = Measures(self.ecs.clusters, self.targets)
        self.cloudwatch = CloudWatch(self.measures, moto, clock.now)
        self.ecs.hear_alarms(self.cloudwatch.ringing)
        self.scaling = Scaling(clock, self.ecs, self.measures, self.cloudwatch, name, account)
        self.cloudwatch.of_policies = self.scaling.alarms
        self.ecs.hand_scaling(self.scaling.keep_between)
        self._moto = moto
        self.clock = clock
        self._furnished: asyncio.Future[None] | None = None
        self.reality: Reality | None = None
        """What really runs; None: everything is played."""

    def furnish(self) -> "asyncio.Future[None]":
        """Have the default VPC made, once; the future is done when it can be used."""
        if self._furnished is None:
            self._furnished = self._moto.run(self._make_default_vpc)
        return self._furnished

    async def furnished(self) -> None:
        """Wait until the default VPC can be used."""
        await asyncio.shield(self.furnish())

    def images(self) -> Iterator[Image]:
        """The images of the account's registry that are known."""
        named = {image.name: image for image in self.ecs.images()}
        built_in = () if self.reality is None else self.reality.images()
        yield from named.values()
        yield from (image for image in built_in if image.name not in named)

    def be_real(self, *, awake: bool) -> None:
        """Let containers of known images be processes from now on, and load balancers listen once they are shown."""
        from fargate_tui.demo.real.reality import Reality

        self.reality = Reality(self.name, self.clock, self.ecs, self.targets)
        self.reality.begin(awake=awake)

    async def show_listeners(self) -> None:
        """Listen where the load balancers do now."""
        if self.reality is not None:
            from fargate_tui.demo.real.listeners import read_listeners

            await self.reality.show(await self._moto.run(lambda moto: read_listeners(moto, self.name)))

    def _make_default_vpc(self, moto: Moto) -> None:
        give_default_vpc_a_way_out(moto, self.name)
        self.look_again(moto)

    def look_again(self, moto: Moto) -> None:
        """Renew the picture of the network and of the load balancers; a job for moto's thread."""
        self.network.topology = read_topology(moto, self.name)
        self.targets.groups = read_target_groups(moto, self.name)


def give_default_vpc_a_way_out(moto: Moto, region: str) -> None:
    """Add the internet gateway and the route that AWS's default VPCs have and moto's lack."""
    vpcs = moto.query(region, "ec2", "DescribeVpcs").findall("vpcSet/item")
    default = next((vpc.findtext("vpcId", "") for vpc in vpcs if vpc.findtext("isDefault") == "true"), None)
    if default is None:
        return
    gateway = moto.query(region, "ec2", "CreateInternetGateway").findtext(".//internetGatewayId", "")
    moto.query(region, "ec2", "AttachInternetGateway", {"InternetGatewayId": gateway, "VpcId": default})
    tables = moto.query(region, "ec2", "DescribeRouteTables").findall("routeTableSet/item")
    table = next(table.findtext("routeTableId", "") for table in tables if table.findtext("vpcId") == default)
    route = {"RouteTableId": table, "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": gateway}
    moto.query(region, "ec2", "CreateRoute", route)
