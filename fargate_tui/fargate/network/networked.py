"""All that is told of the network of a task, or of where a service puts its tasks."""

from fargate_tui.fargate.network.path import Path
from fargate_tui.fargate.network.surroundings import Place, Surroundings
from fargate_tui.fargate.records import NetworkAcl, NetworkInterface, Record, SecurityGroup, Subnet


class Stand(Record, frozen=True, kw_only=True):
    """One place with its ways: an interface that there is, or a subnet in which there may be one."""

    place: Place
    subnet: Subnet | None = None
    acl: NetworkAcl | None = None
    groups: tuple[SecurityGroup, ...] = ()
    ways_out: tuple[Path, ...] = ()
    ways_in: tuple[Path, ...] = ()


class Networked(Record, frozen=True, kw_only=True):
    """The network of a task or of a service."""

    around: Surroundings | None
    """None where it is not known which VPC it is."""
    stands: tuple[Stand, ...] = ()
    interface: NetworkInterface | None = None
    """The task's; None for a plan, and once the task has ended."""
    is_ended: bool = False
    """Whether the task's interface is gone: what is told is of the subnet as it is now."""
