"""A small account for the tests of the control plane: everything around it in memory, the clock held."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from fargate_tui.demo.clock import HeldClock
from fargate_tui.demo.ecs import Behaviour, Ecs, EcsError
from fargate_tui.demo.logs.lines import LogLines
from fargate_tui.demo.ports import Interface, NoFreeAddresses, NoSuchNetworkObject, Subnet
from tests.demo.shapes import differences

START = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
TARGET_GROUP = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef"
ALTERNATE = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/green/fedcba9876543210"
ROLE = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"

Json = dict[str, object]


class MemoryNetwork:
    """Three private subnets with NAT, one public, one without a way out, one of another VPC."""

    def __init__(self, addresses: int = 1_000_000) -> None:
        self.free = {f"subnet-{zone}": addresses for zone in ("a", "b", "c", "public", "dead", "other")}
        self.attached: dict[str, Interface] = {}
        self.history: list[tuple[str, str]] = []
        self.numbers: dict[str, int] = {}
        self.unused: list[int] = []
        """Numbers of addresses that were given back: the next interface gets the lowest, as soon as possible."""

    def subnet(self, subnet_id: str) -> Subnet:
        if subnet_id not in self.free:
            raise NoSuchNetworkObject("InvalidSubnetID.NotFound", f"The subnet ID '{subnet_id}' does not exist")
        kind = subnet_id.removeprefix("subnet-")
        return Subnet(subnet_id, "vpc-2" if kind == "other" else "vpc-1", f"eu-west-1{kind[0]}")

    def error_of(
        self, subnet_id: str, security_groups: Sequence[str], *, public: bool, service: str, host: str
    ) -> str | None:
        closed = subnet_id == "subnet-dead" or (subnet_id == "subnet-public" and not public)
        return "dial tcp 192.0.2.1:443: i/o timeout" if closed else None

    def check_security_groups(self, group_ids: Sequence[str], vpc_id: str) -> tuple[str, ...]:
        for group in group_ids:
            if not group.startswith("sg-"):
                raise NoSuchNetworkObject("InvalidGroup.NotFound", f"The security group '{group}' does not exist")
        return tuple(group_ids) or ("sg-default",)

    def attach(self, subnet_id: str, security_groups: Sequence[str], *, public: bool, attachment_arn: str) -> Interface:
        if self.free[self.subnet(subnet_id).id] <= 0:
            raise NoFreeAddresses("insufficient free addresses")
        self.free[subnet_id] -= 1
        number = heapq.heappop(self.unused) if self.unused else len(self.attached) + 1
        interface = Interface(
            f"eni-{len(self.history) + 1:017x}",
            subnet_id,
            self.subnet(subnet_id).availability_zone,
            f"02:00:00:{number >> 16 & 255:02x}:{number >> 8 & 255:02x}:{number & 255:02x}",
            f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
            f"ip-10-0-{number}.eu-west-1.compute.internal",
            "203.0.113.7" if public else None,
        )
        self.attached[interface.id] = interface
        self.numbers[interface.id] = number
        self.history.append(("attach", interface.id))
        return interface

    def detach(self, interface: Interface) -> None:
        del self.attached[interface.id]
        self.free[interface.subnet_id] += 1
        heapq.heappush(self.unused, self.numbers.pop(interface.id))
        self.history.append(("detach", interface.id))


@dataclass
class MemoryTargets:
    """Target groups whose targets are found healthy or unhealthy at once."""

    targets: dict[tuple[str, str, int], str] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)

    def check(self, target_group_arn: str) -> None:
        if target_group_arn not in (TARGET_GROUP, ALTERNATE):
            raise LookupError(
                f"The target group with targetGroupArn {target_group_arn} does not have an associated load balancer."
            )

    def register(self, target_group_arn: str, ip: str, port: int, zone: str, *, healthy: bool, reason: str) -> None:
        assert (target_group_arn, ip, port) not in self.targets, "another task's target has this address"
        self.targets[target_group_arn, ip, port] = "healthy" if healthy else "unhealthy"
        self.reasons.append(reason)

    def deregister(self, target_group_arn: str, ip: str, port: int) -> None:
        self.targets[target_group_arn, ip, port] = "draining"

    def forget(self, target_group_arn: str, ip: str, port: int) -> None:
        del self.targets[target_group_arn, ip, port]

    def state(self, target_group_arn: str, ip: str, port: int) -> str | None:
        return self.targets.get((target_group_arn, ip, port))

    def reason(self, target_group_arn: str, ip: str, port: int) -> str | None:
        return None


class Account:
    """The control plane with everything around it, and short ways to ask it."""

    def __init__(self, seed: int = 7, logs_from: datetime | None = None) -> None:
        self.clock = HeldClock(START)
        self.network = MemoryNetwork()
        self.targets = MemoryTargets()
        self.logs = LogLines(self.clock.now, seed)
        self.ecs = Ecs(
            self.clock,
            self.network,
            self.targets,
            self.logs,
            account="123456789012",
            region="eu-west-1",
            seed=seed,
            logs_from=logs_from,
        )
        self.asked: set[str] = set()
        self.call("CreateCluster")

    @property
    def lines(self) -> dict[tuple[str, str], list[str]]:
        """What was written, by group and stream."""
        read = {
            (group, name): [event.message for event in self.logs.merged([stream], 0)]
            for group in ("/ecs/web", "g")
            for name, stream in self.logs.streams(group).items()
        }
        return {place: lines for place, lines in read.items() if lines}

    def call(self, operation: str, **request: object) -> Json:
        """Ask, and hold the answer against botocore's shape."""
        answer = self.ecs.call(operation, request)
        assert differences("ecs", operation, answer) == []
        self.asked.add(operation)
        return answer

    def refused(self, operation: str, **request: object) -> EcsError:
        """The error this is answered with."""
        with pytest.raises(EcsError) as caught:
            self.ecs.call(operation, request)
        return caught.value

    def register(self, family: str = "web", /, **changes: object) -> Json:
        return as_json(self.call("RegisterTaskDefinition", **task_definition(family, **changes))["taskDefinition"])

    def create(self, name: str = "web", desired: int = 2, **changes: object) -> Json:
        return as_json(self.call("CreateService", **service(name, desired, **changes))["service"])

    def steady(
        self, name: str = "web", desired: int = 2, behaviour: Behaviour | None = None, **changes: object
    ) -> Json:
        """A service that has reached its first steady state."""
        if behaviour is not None:
            self.ecs.order(name, behaviour)
        if not self.call("ListTaskDefinitions", familyPrefix=name)["taskDefinitionArns"]:
            self.register(name)
        self.create(name, desired, **changes)
        self.clock.advance(300)
        return self.service(name)

    def service(self, name: str = "web") -> Json:
        return as_jsons(self.call("DescribeServices", services=[name])["services"])[0]

    def tasks(self, status: str = "RUNNING", **filters: object) -> list[Json]:
        """Every task of that desired status, described."""
        arns: list[str] = []
        token: Json = {}
        while True:
            answer = self.call("ListTasks", desiredStatus=status, **filters, **token)
            arns += as_texts(answer["taskArns"])
            if "nextToken" not in answer:
                break
            token = {"nextToken": answer["nextToken"]}
        found: list[Json] = []
        for at in range(0, len(arns), 100):
            found += as_jsons(self.call("DescribeTasks", tasks=arns[at : at + 100])["tasks"])
        return found

    def messages(self, name: str = "web") -> list[str]:
        """The service's events, newest first."""
        return [str(event["message"]) for event in as_jsons(self.service(name)["events"])]


def as_json(value: object) -> Json:
    assert isinstance(value, dict)
    return value


def as_jsons(value: object) -> list[Json]:
    assert isinstance(value, list)
    return [as_json(item) for item in value]


def as_texts(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(item) for item in value]


def container(name: str = "app", /, **changes: object) -> Json:
    return {"name": name, "image": "nginx", "portMappings": [{"containerPort": 8080}], **changes}


def task_definition(family: str = "web", /, **changes: object) -> Json:
    request: Json = {
        "family": family,
        "networkMode": "awsvpc",
        "requiresCompatibilities": ["FARGATE"],
        "cpu": "256",
        "memory": "512",
        "executionRoleArn": ROLE,
        "taskRoleArn": "arn:aws:iam::123456789012:role/app",
        "containerDefinitions": [container()],
        **changes,
    }
    return {name: value for name, value in request.items() if value is not None}


def network(*subnets: str, public: bool = False) -> Json:
    return {
        "awsvpcConfiguration": {
            "subnets": list(subnets) or ["subnet-a", "subnet-b", "subnet-c"],
            "securityGroups": ["sg-1"],
            "assignPublicIp": "ENABLED" if public else "DISABLED",
        }
    }


def service(name: str = "web", desired: int = 2, /, **changes: object) -> Json:
    request: Json = {
        "serviceName": name,
        "taskDefinition": name,
        "desiredCount": desired,
        "launchType": "FARGATE",
        "networkConfiguration": network(),
        **changes,
    }
    return {key: value for key, value in request.items() if value is not None}


def balanced(container_name: str = "app", port: int = 8080) -> list[Json]:
    return [{"targetGroupArn": TARGET_GROUP, "containerName": container_name, "containerPort": port}]
