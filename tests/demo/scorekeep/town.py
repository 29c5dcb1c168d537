"""Scorekeep on a local AWS whose clock goes by itself: everything around the game, made with ordinary calls."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import msgspec

from tests.local_aws import LocalAws

T = TypeVar("T")
ACCOUNT = "123456789012"
REGISTRY = f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com"
_DIRECT = build_opener(ProxyHandler({}))
_PATIENCE = 25.0


def wait_for(what: Callable[[], T | Literal[False] | None], why: str, seconds: float = _PATIENCE) -> T:
    """What is returned once it is something; fails with ``why`` after some seconds."""
    ends = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < ends, f"not in {seconds} s: {why}"
        time.sleep(0.05)  # the world's time goes by: nothing tells when it has
    return found


@dataclass
class Http:
    """Asks one address."""

    address: str

    def ask(self, method: str, path: str, body: object = None, host: str = "") -> tuple[int, str]:
        """Status and body of an answer."""
        sent = body.encode() if isinstance(body, str) else msgspec.json.encode(body) if body is not None else None
        headers = {"Content-Type": "application/json"} | ({"Host": host} if host else {})
        request = Request(self.address + path, data=sent, method=method, headers=headers)
        try:
            with _DIRECT.open(request, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def made(self, method: str, path: str, body: object = None) -> Any:
        """What the API answers with 200."""
        status, content = self.ask(method, path, body)
        assert status == 200, content
        return msgspec.json.decode(content) if content else None


@dataclass
class Town:
    """One service of the game behind a load balancer of its own, in a cluster of its own."""

    aws: LocalAws
    name: str
    group: str = ""
    dns_name: str = ""
    subnets: list[str] = field(default_factory=list)

    def balance(self, path: str = "/", interval: int = 10) -> None:
        """A cluster, and an application load balancer with a target group."""
        self._balance("application", "HTTP", {"HealthCheckPath": path, "HealthCheckIntervalSeconds": interval})

    def balance_by_connection(self) -> None:
        """A cluster, and a network load balancer with a target group."""
        self._balance("network", "TCP", {"HealthCheckIntervalSeconds": 10})

    def _balance(self, kind: str, protocol: str, check: Mapping[str, Any]) -> None:
        ec2, elb = self.aws.client("ec2"), self.aws.client("elbv2")
        subnets = ec2.describe_subnets()["Subnets"][:2]
        self.subnets = [one["SubnetId"] for one in subnets]
        made = elb.create_load_balancer(Name=self.name, Subnets=self.subnets, Type=kind)["LoadBalancers"][0]
        group = elb.create_target_group(
            Name=self.name, Protocol=protocol, Port=8080, VpcId=subnets[0]["VpcId"], TargetType="ip",
            UnhealthyThresholdCount=2, **check,
        )["TargetGroups"][0]  # fmt: skip
        self.group, self.dns_name = group["TargetGroupArn"], made["DNSName"]
        forward = {"Type": "forward", "TargetGroupArn": self.group}
        elb.create_listener(
            LoadBalancerArn=made["LoadBalancerArn"], Protocol=protocol, Port=80, DefaultActions=[forward]
        )
        self.aws.client("ecs").create_cluster(clusterName=self.name)

    def register(
        self, frontend: Mapping[str, str] | None = None, api: Mapping[str, str] | None = None, **changes: Any
    ) -> str:
        """A revision of the game's task definition, with such environments; ``changes`` are of the API's container."""
        logs = self.aws.client("logs")
        with suppress(logs.exceptions.ResourceAlreadyExistsException):
            logs.create_log_group(logGroupName=self.log_group)
        definition = self.aws.client("ecs").register_task_definition(
            family=self.name, networkMode="awsvpc", requiresCompatibilities=["FARGATE"], cpu="256", memory="512",
            executionRoleArn=f"arn:aws:iam::{ACCOUNT}:role/ecsTaskExecutionRole",
            containerDefinitions=[
                self._container("scorekeep-frontend", 8080, frontend),
                self._container("scorekeep-api", 5000, api) | changes,
            ],
        )["taskDefinition"]  # fmt: skip
        return str(definition["taskDefinitionArn"])

    def _container(self, name: str, port: int, environment: Mapping[str, str] | None) -> dict[str, Any]:
        options = {"awslogs-group": self.log_group, "awslogs-region": "us-east-1", "awslogs-stream-prefix": "game"}
        return {
            "name": name, "image": f"{REGISTRY}/{name}:latest", "portMappings": [{"containerPort": port}],
            "environment": [{"name": key, "value": value} for key, value in (environment or {}).items()],
            "logConfiguration": {"logDriver": "awslogs", "options": options},
        }  # fmt: skip

    @property
    def log_group(self) -> str:
        return f"/ecs/{self.name}"

    @property
    def network(self) -> dict[str, Any]:
        return {"awsvpcConfiguration": {"subnets": self.subnets, "assignPublicIp": "ENABLED"}}

    def pair(self) -> tuple[str, str]:
        """A second target group, and a rule that leads to both: all to the first."""
        elb, ec2 = self.aws.client("elbv2"), self.aws.client("ec2")
        vpc = ec2.describe_subnets(SubnetIds=self.subnets)["Subnets"][0]["VpcId"]
        made = elb.create_target_group(
            Name=f"{self.name}-green", Protocol="HTTP", Port=8080, VpcId=vpc, TargetType="ip"
        )["TargetGroups"][0]["TargetGroupArn"]
        balancer = elb.describe_load_balancers(Names=[self.name])["LoadBalancers"][0]["LoadBalancerArn"]
        listener = elb.describe_listeners(LoadBalancerArn=balancer)["Listeners"][0]["ListenerArn"]
        weights = [{"TargetGroupArn": arn, "Weight": weight} for arn, weight in ((self.group, 100), (made, 0))]
        rule = elb.create_rule(
            ListenerArn=listener, Priority=1, Conditions=[{"Field": "path-pattern", "Values": ["/*"]}],
            Actions=[{"Type": "forward", "ForwardConfig": {"TargetGroups": weights}}],
        )["Rules"][0]["RuleArn"]  # fmt: skip
        return made, rule

    def serve(self, desired: int = 1, **advanced: str) -> None:
        """The service, with the newest revision; ``advanced`` is for two target groups, between which it shifts."""
        behind: dict[str, Any] = {
            "targetGroupArn": self.group, "containerName": "scorekeep-frontend", "containerPort": 8080
        }  # fmt: skip
        configuration: dict[str, Any] = {}
        if advanced:
            behind |= {"advancedConfiguration": advanced}
            configuration = {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 0}
        self.aws.client("ecs").create_service(
            cluster=self.name, serviceName=self.name, taskDefinition=self.name, desiredCount=desired,
            launchType="FARGATE", networkConfiguration=self.network, loadBalancers=[behind],
            deploymentConfiguration=configuration,
        )  # fmt: skip

    @property
    def service(self) -> Any:
        return self.aws.client("ecs").describe_services(cluster=self.name, services=[self.name])["services"][0]

    def steady(self) -> None:
        wait_for(lambda: "steady state" in self.events()[0], f"{self.name} is steady")

    def events(self) -> list[str]:
        """Newest first, never empty."""
        return [event["message"] for event in self.service["events"]] or [""]

    def tasks(self, status: str = "RUNNING") -> list[Any]:
        ecs = self.aws.client("ecs")
        arns = ecs.list_tasks(cluster=self.name, desiredStatus=status)["taskArns"]
        return list(ecs.describe_tasks(cluster=self.name, tasks=arns)["tasks"]) if arns else []

    def task(self, arn: str) -> Any:
        return self.aws.client("ecs").describe_tasks(cluster=self.name, tasks=[arn])["tasks"][0]

    def stopped(self, arn: str) -> Any:
        """The task once it is STOPPED."""
        return wait_for(lambda: (task := self.task(arn))["lastStatus"] == "STOPPED" and task, "the task has stopped")

    def containers(self, task: Any) -> dict[str, Any]:
        return {one["name"]: one for one in task["containers"]}

    def health(self) -> list[Any]:
        found = self.aws.client("elbv2").describe_target_health(TargetGroupArn=self.group)
        return [one["TargetHealth"] for one in found["TargetHealthDescriptions"]]

    def http(self) -> Http:
        """The load balancer."""
        return Http(wait_for(lambda: self.aws.control()["addresses"].get(self.dns_name), "the load balancer listens"))

    def processes(self, arn: str) -> dict[str, int]:
        """Process ids of a task by container."""
        task = arn.rpartition("/")[2]
        return {one["container"]: one["pid"] for one in self.aws.control()["processes"] if one["task"] == task}

    def lines(self, container: str, pattern: str = "") -> list[str]:
        """What containers of that name have written."""
        asked = {"logGroupName": self.log_group, "logStreamNamePrefix": f"game/{container}/", "filterPattern": pattern}
        return [event["message"] for event in self.aws.client("logs").filter_log_events(**asked)["events"]]
