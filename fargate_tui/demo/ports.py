"""What the ECS control plane needs of the rest of the local AWS.

The control plane (``demo/ecs/``) knows no moto and no sockets: it is given these, and tests give it small ones in
memory.
All of it runs on one event loop; no call here may block for more than a few milliseconds.
"""

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

Lines = tuple[str, ...] | Callable[[random.Random], Sequence[str]]
"""Text a container writes, or what makes it by chance (the Random is given, so it is repeatable)."""


class NoFreeAddresses(Exception):
    """A subnet has no address left; ``str()`` is EC2's sentence for it."""


class NoSuchNetworkObject(Exception):
    """A subnet or security group that was named does not exist; ``code`` and ``str()`` are EC2's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Subnet:
    """A subnet as the scheduler needs to know it."""

    id: str
    vpc_id: str
    availability_zone: str


@dataclass(frozen=True, slots=True)
class Interface:
    """A network interface in use by a task."""

    id: str
    subnet_id: str
    availability_zone: str
    mac_address: str
    private_ip: str
    private_dns_name: str
    public_ip: str | None


class Network(Protocol):
    """EC2, as far as tasks need it."""

    def subnet(self, subnet_id: str) -> Subnet:
        """The subnet; raises NoSuchNetworkObject."""

    def check_security_groups(self, group_ids: Sequence[str], vpc_id: str) -> tuple[str, ...]:
        """The groups, or the VPC's default group where none were named; raises NoSuchNetworkObject."""

    def attach(self, subnet_id: str, security_groups: Sequence[str], *, public: bool, attachment_arn: str) -> Interface:
        """Take an address of the subnet; raises NoFreeAddresses."""

    def error_of(
        self, subnet_id: str, security_groups: Sequence[str], *, public: bool, service: str, host: str
    ) -> str | None:
        """How a connection to a service (``ecr.api``, ``s3``, …; ``internet``: any other) fails; None: it does not."""

    def detach(self, interface: Interface) -> None:
        """Give the interface and its addresses back."""


class Targets(Protocol):
    """Elastic Load Balancing, as far as services need it."""

    def check(self, target_group_arn: str) -> None:
        """Raise LookupError with ECS's sentence where the target group does not exist or is not of type ip."""

    def register(self, target_group_arn: str, ip: str, port: int, zone: str, *, healthy: bool, reason: str) -> None:
        """Register a target that will be found healthy, or unhealthy for ``reason`` (an elbv2 reason code)."""

    def deregister(self, target_group_arn: str, ip: str, port: int) -> None:
        """Begin to drain a target."""

    def forget(self, target_group_arn: str, ip: str, port: int) -> None:
        """The deregistration delay is over."""

    def state(self, target_group_arn: str, ip: str, port: int) -> str | None:
        """``initial``, ``healthy``, ``unhealthy``, ``draining``; None where it is not registered."""

    def reason(self, target_group_arn: str, ip: str, port: int) -> str | None:
        """Why a target is not healthy, in AWS's words, where that was really found out."""


@dataclass(frozen=True, slots=True)
class Program:
    """A container to be run."""

    container: str
    image: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    heard: Callable[[str], None]
    """Is told each line that it writes."""
    ended: Callable[[int], None]
    """Is told its exit code, once."""


class Containers(Protocol):
    """Runs containers whose image is known as processes of this machine."""

    def knows(self, image: str) -> bool:
        """Whether there is a program for it, and it is to be run."""

    def start(self, task_id: str, ip: str, programs: Sequence[Program]) -> None:
        """Run the containers of a task, which reach each other by localhost and are reached at ``ip``."""

    def left(self, task_id: str) -> Collection[str]:
        """The containers of a task that still run."""

    def terminate(self, task_id: str, container: str) -> None:
        """Send SIGTERM."""

    def kill(self, task_id: str, container: str) -> None:
        """Send SIGKILL."""

    def exit_code(self, task_id: str, container: str) -> int | None:
        """What a container ended with; None where it runs, or never did."""

    def probe(self, task_id: str, port: int, path: str) -> Callable[[], int | None]:
        """Ask a port of a task's localhost by HTTP: tells the status once it is there, 0 where nobody answered."""

    def forget(self, task_id: str) -> None:
        """The task is gone, and its address may be another's."""


class Logs(Protocol):
    """CloudWatch Logs, as far as containers write to it."""

    def write(self, group: str, stream: str, at: datetime, lines: Sequence[str]) -> None:
        """Append lines to a stream, which is made where it does not exist."""

    def begin(self, group: str, stream: str, at: datetime, every: float, lines: Lines) -> None:
        """From ``at`` on, which may lie ahead, such lines are written every so many seconds, until `end`."""

    def end(self, group: str, stream: str, at: datetime) -> None:
        """Nothing more is written by itself."""


class Clock(Protocol):
    """The time, and what is to happen at a time. Tests hold it and push it; the demo may run it faster."""

    def now(self) -> datetime:
        """The time, UTC."""

    def at(self, when: datetime, do: Callable[[], None]) -> object:
        """Run ``do`` when the time has come, in order of time and then of asking. What is returned can be cancelled."""

    def cancel(self, appointment: object) -> None:
        """Do not run it; nothing happens where it has run already."""
