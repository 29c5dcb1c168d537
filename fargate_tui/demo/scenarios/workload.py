"""A company's service or job as data, and the ECS requests that make it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from fargate_tui.demo.ecs import Behaviour
from fargate_tui.demo.offline import ACCOUNT
from fargate_tui.demo.scenarios.belongings import INFRASTRUCTURE_ROLE, execution_role, task_role
from fargate_tui.demo.scenarios.vpc import Vpc


@dataclass(frozen=True, slots=True)
class Part:
    """A container of a task definition."""

    name: str
    image: str | None = None
    """None: the company's own, from its registry, tagged with the revision."""
    cpu: int = 0
    reservation: int | None = None
    """Memory in MiB it is promised."""
    limit: int | None = None
    """Memory in MiB at which it is killed."""
    port: int | None = None
    command: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    secrets: tuple[tuple[str, str], ...] = ()
    """Variable and the ARN it is read from."""
    health_check: str | None = None
    essential: bool = True
    stop_timeout: int | None = None
    more: Mapping[str, object] = field(default_factory=dict)
    """Other members of its definition, as ECS names them."""


@dataclass(frozen=True, slots=True)
class Workload:
    """A family of task definitions and how many of its tasks run where."""

    name: str
    team: str
    parts: tuple[Part, ...]
    cpu: int = 256
    memory: int = 512
    arm: bool = False
    desired: int = 2
    where: str = "private"
    """Which subnets: ``public`` (with public addresses), ``private`` or ``isolated``."""
    spot: bool = False
    behind: str | None = None
    """The container that the load balancer sends requests to, on its port."""
    revision: int = 1
    """The newest at present."""
    behaviour: Behaviour = field(default_factory=Behaviour)
    breakage: Behaviour | None = None
    """What the newest revision does; it was deployed ``broke_before`` the present, and the others ran well."""
    broke_before: timedelta = timedelta(0)
    circuit_breaker: bool = False
    minimum_percent: int = 100
    maximum_percent: int = 200

    account: str = ACCOUNT
    execution_role: str = ""
    """Another than the account's own."""
    more: Mapping[str, object] = field(default_factory=dict)
    """Other members of its definition, as ECS names them."""

    shifts: Mapping[str, object] = field(default_factory=dict)
    """The deployment configuration it has got after its first deployment."""

    @property
    def log_group(self) -> str:
        """Where its containers write."""
        return f"/ecs/{self.name}"

    def definition(self, region: str, revision: int) -> dict[str, object]:
        """The request that registers this revision; the image's tag counts on."""
        return {
            "family": self.name,
            "networkMode": "awsvpc",
            "requiresCompatibilities": ["FARGATE"],
            "cpu": str(self.cpu),
            "memory": str(self.memory),
            "runtimePlatform": {
                "cpuArchitecture": "ARM64" if self.arm else "X86_64",
                "operatingSystemFamily": "LINUX",
            },
            "executionRoleArn": self.execution_role or execution_role(self.account),
            "taskRoleArn": task_role(self.name, self.account),
            "containerDefinitions": [self._container(part, region, revision) for part in self.parts],
            "tags": self.tags(),
            **self.more,
        }

    def _container(self, part: Part, region: str, revision: int) -> dict[str, object]:
        container: dict[str, object] = {
            "name": part.name,
            "image": part.image or f"{self.account}.dkr.ecr.{region}.amazonaws.com/{part.name}:v1.{revision}.0",
            "cpu": part.cpu,
            "essential": part.essential,
            "environment": [
                {"name": key, "value": value} for key, value in (("SERVICE", self.name), *part.environment)
            ],
            "secrets": [{"name": key, "valueFrom": arn} for key, arn in part.secrets],
            "logConfiguration": {
                "logDriver": "awslogs",
                "options": {
                    "awslogs-group": self.log_group,
                    "awslogs-region": region,
                    "awslogs-stream-prefix": self.name,
                },
            },
        }
        optional: Mapping[str, Any] = {
            "memory": part.limit,
            "memoryReservation": part.reservation,
            "stopTimeout": part.stop_timeout,
            "command": list(part.command) or None,
            "portMappings": [{"containerPort": part.port, "protocol": "tcp"}] if part.port else None,
            "healthCheck": {
                "command": ["CMD-SHELL", part.health_check], "interval": 10, "timeout": 5, "retries": 3,
                "startPeriod": 10,
            } if part.health_check else None,
        }  # fmt: skip
        return container | {key: value for key, value in optional.items() if value is not None} | dict(part.more)

    def network(self, vpc: Vpc) -> dict[str, object]:
        """Where its tasks get their interfaces."""
        return {
            "awsvpcConfiguration": {
                "subnets": list(vpc.subnets(self.where)),
                "securityGroups": [vpc.web_group if self.behind else vpc.worker_group],
                "assignPublicIp": "ENABLED" if self.where == "public" else "DISABLED",
            }
        }

    def service(
        self, cluster: str, vpc: Vpc, target_groups: Mapping[str, str], rules: Mapping[str, str]
    ) -> dict[str, object]:
        """The request that makes its service, with the newest revision."""
        breaker = {"enable": self.circuit_breaker, "rollback": self.circuit_breaker}
        request: dict[str, object] = {
            "cluster": cluster,
            "serviceName": self.name,
            "taskDefinition": self.name,
            "desiredCount": self.desired,
            "networkConfiguration": self.network(vpc),
            "deploymentConfiguration": {
                "deploymentCircuitBreaker": breaker,
                "minimumHealthyPercent": self.minimum_percent,
                "maximumPercent": self.maximum_percent,
            },
            "enableECSManagedTags": True,
            "propagateTags": "SERVICE",
            "enableExecuteCommand": True,
            "tags": self.tags(),
        }
        if self.spot:
            request["capacityProviderStrategy"] = [
                {"capacityProvider": "FARGATE", "base": 1, "weight": 1},
                {"capacityProvider": "FARGATE_SPOT", "weight": 4},
            ]
        else:
            request["launchType"] = "FARGATE"
        if self.behind and self.name in target_groups:
            port = next(part.port for part in self.parts if part.name == self.behind)
            behind = {"targetGroupArn": target_groups[self.name], "containerName": self.behind, "containerPort": port}
            request["loadBalancers"] = [
                behind | _shifted(target_groups.get(f"{self.name}-green"), rules.get(self.name))
            ]
            request["healthCheckGracePeriodSeconds"] = 30
        return request

    def shifting(self, cluster: str) -> dict[str, object]:
        """The request after which its traffic is shifted from now on."""
        return {"cluster": cluster, "service": self.name, "deploymentConfiguration": dict(self.shifts)}

    def tags(self) -> list[dict[str, str]]:
        """Whose it is."""
        tags = {"team": self.team, "service": self.name, "env": "production"}
        return [{"key": key, "value": value} for key, value in tags.items()]


def _shifted(green: str | None, rule: str | None) -> dict[str, object]:
    """What a load balancer's entry says of the second target group, where there is one."""
    if green is None:
        return {}
    advanced = {"alternateTargetGroupArn": green, "productionListenerRule": rule, "roleArn": INFRASTRUCTURE_ROLE}
    return {"advancedConfiguration": advanced}
