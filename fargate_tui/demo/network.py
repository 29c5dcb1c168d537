"""The tasks' side of EC2: addresses and network interfaces, given out at once and never waiting for moto."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address, IPv4Network

from fargate_tui.demo.ports import Interface, NoFreeAddresses, NoSuchNetworkObject, Subnet
from fargate_tui.demo.reach import Place, error_of
from fargate_tui.demo.topology import Topology

_RESERVED = 5
"""AWS keeps the first four addresses of a subnet and the last one."""
_PUBLIC_BLOCKS = tuple(
    IPv4Network(block) for block in ("3.80.0.0/12", "18.204.0.0/14", "34.192.0.0/12", "52.0.0.0/11", "54.144.0.0/12")
)


@dataclass(frozen=True, slots=True)
class Attached:
    """A task's interface with what EC2 shows of it beyond what the control plane needs."""

    interface: Interface
    vpc_id: str
    groups: tuple[str, ...]
    attachment_arn: str
    attached_at: datetime
    attachment_id: str


class TaskNetwork:
    """Implements ``ports.Network`` over the newest picture of EC2, which is replaced after each change."""

    def __init__(self, region: str, seed: int, now: Callable[[], datetime]) -> None:
        self.dead_ends: frozenset[str] = frozenset()
        """Transit gateways beyond which nothing answers."""
        self._topology = Topology()
        self._errors: dict[tuple[str, tuple[str, ...], bool, str, str], str | None] = {}
        self._region = region
        self._now = now
        self._seed = seed
        self._random = self._common = random.Random(f"{seed}/{region}/network")
        self._apart: dict[str, random.Random] = {}
        self._in_use: dict[str, set[int]] = {}
        self._public: set[str] = set()
        self._attached: dict[str, Attached] = {}

    @property
    def topology(self) -> Topology:
        """The newest picture of EC2."""
        return self._topology

    @topology.setter
    def topology(self, topology: Topology) -> None:
        self._topology = topology
        # every task asks this several times, and ten thousand of them sit in the same few places
        self._errors.clear()

    def error_of(
        self, subnet_id: str, security_groups: Sequence[str], *, public: bool, service: str, host: str
    ) -> str | None:
        """How a connection to a service fails, in the words of who opens it; None: it does not."""
        key = subnet_id, tuple(security_groups), public, service, host
        if key not in self._errors:
            subnet, ranges = self.subnet(subnet_id), self.topology.ranges
            block = ranges[subnet_id]
            place = Place(
                subnet_id, subnet.vpc_id, block, ranges.get(subnet.vpc_id, block), frozenset(security_groups), public
            )
            self._errors[key] = error_of(self.topology.around, place, service, host, self.dead_ends)
        return self._errors[key]

    def keep_apart(self, vpc_id: str) -> None:
        """Let the interfaces of this VPC be by a chance of its own, so that they change no others."""
        self._apart[vpc_id] = random.Random(f"{self._seed}/{vpc_id}")

    def subnet(self, subnet_id: str) -> Subnet:
        """The subnet; raises NoSuchNetworkObject."""
        try:
            return self.topology.subnets[subnet_id]
        except KeyError:
            message = f"The subnet ID '{subnet_id}' does not exist"
            raise NoSuchNetworkObject("InvalidSubnetID.NotFound", message) from None

    def check_security_groups(self, group_ids: Sequence[str], vpc_id: str) -> tuple[str, ...]:
        """The groups, or the VPC's default group where none were named; raises NoSuchNetworkObject."""
        groups = self.topology.groups
        if not group_ids:
            return tuple(group.id for group in groups.values() if group.vpc_id == vpc_id and group.name == "default")
        for group_id in group_ids:
            if group_id not in groups or groups[group_id].vpc_id != vpc_id:
                message = f"The security group '{group_id}' does not exist"
                raise NoSuchNetworkObject("InvalidGroup.NotFound", message)
        return tuple(group_ids)

    def attach(self, subnet_id: str, security_groups: Sequence[str], *, public: bool, attachment_arn: str) -> Interface:
        """Take an address of the subnet; raises NoFreeAddresses."""
        subnet = self.subnet(subnet_id)
        self._random = self._apart.get(subnet.vpc_id, self._common)
        address = self._take(subnet_id)
        dashed = str(address).replace(".", "-")
        zone = "ec2.internal" if self._region == "us-east-1" else f"{self._region}.compute.internal"
        interface = Interface(
            id=f"eni-0{self._random.getrandbits(64):016x}",
            subnet_id=subnet_id,
            availability_zone=subnet.availability_zone,
            mac_address="0a:" + ":".join(f"{byte:02x}" for byte in self._random.randbytes(5)),
            private_ip=str(address),
            private_dns_name=f"ip-{dashed}.{zone}",
            public_ip=self._take_public() if public else None,
        )
        self._attached[interface.id] = Attached(
            interface,
            subnet.vpc_id,
            tuple(security_groups),
            attachment_arn,
            self._now(),
            f"ela-attach-0{self._random.getrandbits(64):016x}",
        )
        return interface

    def detach(self, interface: Interface) -> None:
        """Give the interface and its addresses back."""
        if self._attached.pop(interface.id, None) is None:
            return
        self._in_use[interface.subnet_id].discard(int(IPv4Address(interface.private_ip)))
        if interface.public_ip:
            self._public.discard(interface.public_ip)

    def attached(self, interface_id: str) -> Attached | None:
        """The task's interface of this id."""
        return self._attached.get(interface_id)

    def all_attached(self) -> tuple[Attached, ...]:
        """Every task's interface, oldest first."""
        return tuple(self._attached.values())

    def in_use(self, subnet_id: str) -> int:
        """How many addresses of a subnet tasks hold."""
        return len(self._in_use.get(subnet_id, ()))

    def group_in_use(self, group_id: str) -> bool:
        """Whether a task's interface is in this security group."""
        return any(group_id in attached.groups for attached in self._attached.values())

    def _take(self, subnet_id: str) -> IPv4Address:
        block = self.topology.ranges[subnet_id]
        used = self._in_use.setdefault(subnet_id, set())
        others = {int(IPv4Address(ip)) for ip in self.topology.taken.get(subnet_id, ()) if ip}
        for candidate in self._candidates(block):
            if candidate not in used and candidate not in others:
                used.add(candidate)
                return IPv4Address(candidate)
        raise NoFreeAddresses("The specified subnet does not have enough free addresses to satisfy the request.")

    def _candidates(self, block: IPv4Network) -> Iterator[int]:
        size = block.num_addresses - _RESERVED
        first = int(block.network_address) + _RESERVED - 1
        start = self._random.randrange(size)
        return (first + (start + step) % size for step in range(size))

    def _take_public(self) -> str:
        while True:
            block = self._random.choice(_PUBLIC_BLOCKS)
            address = str(block[self._random.randrange(1, block.num_addresses - 1)])
            if address not in self._public:
                self._public.add(address)
                return address
