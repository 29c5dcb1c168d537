"""A believable account in memory: every state that an engineer meets, at a time that stands still."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from fargate_tui.aws.reading import METRICS_ASKED_FOR, SESSION_MINUTES
from fargate_tui.fargate.logs.insights import QueryRow
from fargate_tui.fargate.records import (
    Attachment,
    AwsVpcConfiguration,
    Cluster,
    Container,
    ContainerDefinition,
    Deployment,
    HealthCheck,
    KeyValue,
    LoadBalancer,
    LogConfiguration,
    NetworkConfiguration,
    PortMapping,
    RuntimePlatform,
    Secret,
    Service,
    ServiceEvent,
    Tag,
    TargetHealth,
    Task,
    TaskDefinition,
)
from fargate_tui.fargate.requests import Billed, OperationCalls
from tests.live.small_aws import ECS, SmallAws, cluster, service

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
IMAGES = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"
GROUPS = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup"


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


class World(SmallAws):
    """An account whose cluster ``production`` is having a bad night."""

    def __init__(self) -> None:
        super().__init__()
        self._number = 0

    def per_minute(self) -> int:
        """Always the same, for pictures."""
        return 23

    def count(self) -> None:
        """Give every cluster the counts of what it has, as AWS does."""
        for name in ("default", "production", "batch", "sandbox"):
            tasks = [task for task in self.tasks.values() if task.cluster_arn == f"{ECS}cluster/{name}"]
            self.put(
                cluster(
                    name,
                    running_tasks_count=sum(task.last_status == "RUNNING" for task in tasks),
                    pending_tasks_count=sum(task.last_status in ("PROVISIONING", "PENDING") for task in tasks),
                    active_services_count=sum(
                        service.cluster_arn == f"{ECS}cluster/{name}" and service.status == "ACTIVE"
                        for service in self.services.values()
                    ),
                    capacity_providers=("FARGATE", "FARGATE_SPOT"),
                    settings=(KeyValue(name="containerInsights", value="enhanced"),),
                    tags=(Tag(key="team", value="shop"),),
                )
            )

    def add_service(
        self, name: str, revision: int, *, of: str = "production", events: Iterable[ServiceEvent] = (), **members: Any
    ) -> Service:
        """Add a service at one deployment that is done, unless ``members`` say otherwise."""
        desired = members.get("desired_count", 2)
        facts: dict[str, Any] = {
            "desired_count": desired,
            "running_count": desired,
            "launch_type": "FARGATE",
            "task_definition": f"{ECS}task-definition/{name}:{revision}",
            "deployments": (deployment(name, revision, desired),),
            "events": tuple(events),
            "created_at": ago(days=40),
            "network_configuration": NetworkConfiguration(
                awsvpc_configuration=AwsVpcConfiguration(
                    subnets=("subnet-0a1b2c3d",), security_groups=("sg-0f9e8d7c",), assign_public_ip="DISABLED"
                )
            ),
            **members,
        }
        added = service(name, of=of, **facts)
        self.put(added)
        return added

    def add_task(self, of: str, revision: int, *, name: str = "production", group: str = "", **members: Any) -> Task:
        """Add a running task, unless ``members`` say otherwise; ``name`` is the cluster's."""
        self._number += 1
        number = self._number
        facts: dict[str, Any] = {
            "task_definition_arn": f"{ECS}task-definition/{of}:{revision}",
            "group": group or f"service:{of}",
            "last_status": "RUNNING",
            "desired_status": "RUNNING",
            "health_status": "UNKNOWN",
            "launch_type": "FARGATE",
            "platform_family": "Linux",
            "platform_version": "1.4.0",
            "cpu": "256",
            "memory": "512",
            "availability_zone": f"eu-west-1{'abc'[number % 3]}",
            "connectivity": "CONNECTED",
            "created_at": ago(days=2),
            "pull_started_at": ago(days=2, seconds=-10),
            "pull_stopped_at": ago(days=2, seconds=-18),
            "started_at": ago(days=2, seconds=-21),
            "containers": (container(of, revision),),
            "attachments": (interface(number),),
            **members,
        }
        added = Task(
            task_arn=f"{ECS}task/{name}/{task_id(number)}",
            cluster_arn=f"{ECS}cluster/{name}",
            **facts,
        )
        self.put(added)
        return added

    def end_task(self, of: str, revision: int, *, minutes: float, **members: Any) -> Task:
        """Add a task that has ended so many minutes ago."""
        end = ago(minutes=minutes)
        facts: dict[str, Any] = {
            "last_status": "STOPPED",
            "desired_status": "STOPPED",
            "created_at": end - timedelta(minutes=3),
            "pull_started_at": end - timedelta(seconds=165),
            "pull_stopped_at": end - timedelta(seconds=150),
            "started_at": end - timedelta(seconds=148),
            "stopping_at": end - timedelta(seconds=30),
            "execution_stopped_at": end - timedelta(seconds=20),
            "stopped_at": end,
            "stop_code": "EssentialContainerExited",
            "stopped_reason": "Essential container in task exited",
            "connectivity": "DISCONNECTED",
            **members,
        }
        return self.add_task(of, revision, **facts)


def task_id(number: int) -> str:
    """32 hexadecimal digits that begin differently for each number."""
    return f"{(number * 0x9E3779B97F4A7C15F39CC0605CEDC834) % (1 << 128):032x}"


def deployment(name: str, revision: int, desired: int, **members: Any) -> Deployment:
    facts: dict[str, Any] = {
        "id": f"ecs-svc/{revision:019d}",
        "status": "PRIMARY",
        "task_definition": f"{ECS}task-definition/{name}:{revision}",
        "desired_count": desired,
        "running_count": desired,
        "rollout_state": "COMPLETED",
        "rollout_state_reason": f"ECS deployment ecs-svc/{revision:019d} completed.",
        "created_at": ago(days=2),
        "updated_at": ago(days=2),
        "launch_type": "FARGATE",
        **members,
    }
    return Deployment(**facts)


def container(of: str, revision: int, **members: Any) -> Container:
    facts: dict[str, Any] = {
        "name": of,
        "image": f"{IMAGES}/{of}:1.{revision}",
        "image_digest": f"sha256:{revision:064x}",
        "last_status": "RUNNING",
        "health_status": "UNKNOWN",
        "cpu": "0",
        "memory": "512",
        **members,
    }
    return Container(**facts)


def interface(number: int) -> Attachment:
    return Attachment(
        id=f"{number:08x}-1111-2222-3333-444455556666",
        type="ElasticNetworkInterface",
        status="ATTACHED",
        details=(
            KeyValue(name="subnetId", value="subnet-0a1b2c3d"),
            KeyValue(name="networkInterfaceId", value=f"eni-{number:017x}"),
            KeyValue(name="macAddress", value="0a:1b:2c:3d:4e:5f"),
            KeyValue(name="privateIPv4Address", value=address(number)),
        ),
    )


def address(number: int) -> str:
    return f"10.0.{number % 3 + 1}.{number + 10}"


def event(service: str, text: str, **span: float) -> ServiceEvent:
    return ServiceEvent(
        id=f"{service} {ago(**span)} {text}", created_at=ago(**span), message=f"(service {service}) {text}"
    )


def steady(service: str, **span: float) -> ServiceEvent:
    return event(service, "has reached a steady state.", **span)


def started(service: str, tasks: int, **span: float) -> ServiceEvent:
    ids = " ".join(f"(task {task_id(1000 + number)})" for number in range(tasks))
    return event(service, f"has started {tasks} tasks: {ids}.", **span)


def believable() -> World:
    """The account of the pictures and of most tests."""
    world = World()
    _healthy(world)
    _being_deployed(world)
    _dying(world)
    _standalone(world)
    _definitions(world)
    world.count()
    world.told = tuple(_told())
    return world


def _told() -> Iterable[OperationCalls]:
    """What was asked in a quarter of an hour of looking at all this."""
    ecs = {"median": 0.034, "worst": 0.41}
    yield _operation("ecs:ListClusters", "cluster read", 50, 20, calls=90, per_minute=6, **ecs)
    yield _operation("ecs:DescribeClusters", "cluster read", 50, 20, calls=90, per_minute=6, **ecs)
    yield _operation("sts:GetCallerIdentity", "sts read", 50, 10, calls=1, median=0.112, worst=0.112)
    yield _operation("ecs:ListServices", "service read", 100, 20, calls=420, per_minute=30, **ecs)
    yield _operation("ecs:DescribeServices", "service read", 100, 20, calls=840, per_minute=310, failed=3, throttled=3,
                     throttled_lately=2, median=0.071, worst=2.4)  # fmt: skip
    yield _operation("ecs:DescribeTaskDefinition", "task definition read", 50, 20, calls=14, median=0.04, worst=0.06)
    yield _operation("application-autoscaling:DescribeScalingActivities", "scaling read", 10, 5, calls=2, failed=2,
                     last_error="cannot read scaling activities: application-autoscaling:DescribeScalingActivities is "
                     "not allowed for ops")  # fmt: skip
    yield _operation("logs:StartLiveTail", "live tail", 5, 5, calls=2, median=0.2, worst=0.22,
                     billed=Billed(unit="min", terms=SESSION_MINUTES.terms, amount=12))  # fmt: skip
    yield _operation("cloudwatch:GetMetricData", "metric data read", 50, 50, calls=15, per_minute=1, median=0.19,
                     worst=0.3, billed=Billed(unit="metrics", terms=METRICS_ASKED_FOR.terms, amount=1440,
                                              dollars=0.0144))  # fmt: skip


def _operation(action: str, bucket: str, burst: int, refill: int, *, calls: int, **members: Any) -> OperationCalls:
    minutes = ((0, calls // 2), (1, members.get("per_minute", 0)))
    name = action.partition(":")[2]
    return OperationCalls(
        action=action, name=name, bucket=bucket, burst=burst, refill=refill, calls=calls, minutes=minutes, **members
    )


def _healthy(world: World) -> None:
    group = f"{GROUPS}/storefront/0123456789abcdef"
    world.add_service(
        "storefront",
        23,
        desired_count=3,
        events=(steady("storefront", hours=2),),
        load_balancers=(LoadBalancer(target_group_arn=group, container_name="storefront", container_port=8080),),
        tags=(Tag(key="team", value="shop"),),
    )
    tasks = [world.add_task("storefront", 23) for _ in range(3)]
    world.targets[group] = tuple(healthy(group, task) for task in tasks)
    world.add_service("legacy-soap", 3, desired_count=0, events=(steady("legacy-soap", days=3),))
    world.add_service("scorekeep", 7, of="default", events=(steady("scorekeep", hours=5),))
    for _ in range(2):
        world.add_task("scorekeep", 7, name="default")


def healthy(group: str, task: Task) -> TargetHealth:
    found = task.attachments[0].detail("privateIPv4Address")
    assert found is not None
    return TargetHealth(target_group_arn=group, target_id=found, port=8080, state="healthy")


def _being_deployed(world: World) -> None:
    world.add_service(
        "checkout-api",
        50,
        desired_count=6,
        running_count=6,
        pending_count=3,
        deployments=(
            deployment(
                "checkout-api", 50, 6, running_count=3, pending_count=3, rollout_state="IN_PROGRESS",
                created_at=ago(minutes=1),
            ),
            deployment("checkout-api", 49, 3, status="ACTIVE"),
        ),
        events=(started("checkout-api", 3, seconds=40),),
    )  # fmt: skip
    for revision in (49, 49, 49, 50, 50, 50):
        world.add_task("checkout-api", revision)
    for _ in range(3):
        world.add_task(
            "checkout-api", 50, last_status="PENDING", started_at=None, pull_stopped_at=None,
            created_at=ago(seconds=30), pull_started_at=ago(seconds=20),
        )  # fmt: skip
    old, failed = deployment("pricing-api", 12, 3, created_at=ago(minutes=38)), "ecs-svc/0000000000000000013"
    world.add_service(
        "pricing-api",
        12,
        desired_count=3,
        deployments=(old,),
        events=(
            event("pricing-api", f"(deployment {old.id}) deployment completed.", minutes=36),
            event("pricing-api", f"rolling back to deployment {old.id}.", minutes=37, seconds=55),
            event("pricing-api", f"(deployment {failed}) deployment failed: tasks failed to start.", minutes=38),
        ),
    )
    for _ in range(3):
        world.add_task("pricing-api", 12)


def _dying(world: World) -> None:
    world.add_service("orders-worker", 19, events=(started("orders-worker", 1, seconds=40), *_deaths("orders-worker")))
    world.add_task("orders-worker", 19, created_at=ago(seconds=40), started_at=ago(seconds=20))
    for minutes in (1, 4, 8):
        world.end_task(
            "orders-worker", 19, minutes=minutes,
            containers=(container("orders-worker", 19, last_status="STOPPED", exit_code=1),),
        )  # fmt: skip
    world.add_service("image-resizer", 8, running_count=1, events=_deaths("image-resizer"))
    world.add_task("image-resizer", 8)
    for minutes in (2, 6):
        world.end_task(
            "image-resizer", 8, minutes=minutes, tags=(Tag(key="team", value="media"),),
            containers=(
                container(
                    "image-resizer", 8, last_status="STOPPED", exit_code=137,
                    reason="OutOfMemoryError: Container killed due to memory usage",
                ),
            ),
        )  # fmt: skip
    _never_starting(world)
    _unhealthy(world)


def _deaths(name: str) -> tuple[ServiceEvent, ...]:
    return tuple(started(name, 2, minutes=minutes) for minutes in (2, 5, 9))


def _never_starting(world: World) -> None:
    image = f"{IMAGES}/recommendations:1.34"
    world.add_service("recommendations", 34, running_count=0, pending_count=1, events=_deaths("recommendations"))
    for minutes in (3, 7):
        world.end_task(
            "recommendations", 34, minutes=minutes, stop_code="TaskFailedToStart", started_at=None,
            execution_stopped_at=None, pull_stopped_at=None,
            stopped_reason=(
                "CannotPullContainerError: The task cannot pull the image from the registry: pull image manifest has "
                f"been retried 7 time(s): failed to resolve ref {image}: {image}: not found"
            ),
            containers=(container("recommendations", 34, last_status="STOPPED", image_digest=None),),
        )  # fmt: skip


def _unhealthy(world: World) -> None:
    group = f"{GROUPS}/cart-api/fedcba9876543210"
    world.add_service(
        "cart-api",
        27,
        running_count=1,
        events=(
            event(
                "cart-api",
                f"(port 8080) is unhealthy in (target-group {group}) due to (reason Health checks failed with these "
                "codes: [503]).",
                minutes=1,
            ),
        ),
        load_balancers=(LoadBalancer(target_group_arn=group, container_name="cart-api", container_port=8080),),
    )
    task = world.add_task("cart-api", 27)
    sick = TargetHealth(
        target_group_arn=group, target_id=task.attachments[0].detail("privateIPv4Address") or "", port=8080,
        state="unhealthy", reason="Target.ResponseCodeMismatch",
        description="Health checks failed with these codes: [503]",
    )  # fmt: skip
    world.targets[group] = (sick,)


def _standalone(world: World) -> None:
    group = "family:nightly-report"
    world.add_task("nightly-report", 5, name="batch", group=group, created_at=ago(minutes=12), started_by="scheduler")
    world.end_task(
        "nightly-report", 5, minutes=20, name="batch", group=group, stopped_reason="Essential container in task exited",
        containers=(container("nightly-report", 5, last_status="STOPPED", exit_code=0),),
    )  # fmt: skip
    world.end_task(
        "nightly-report", 4, minutes=50, name="batch", group=group,
        containers=(container("nightly-report", 4, last_status="STOPPED", exit_code=2),),
    )  # fmt: skip


def _definitions(world: World) -> None:
    for family, revision in (("storefront", 22), ("storefront", 23), ("orders-worker", 19), ("image-resizer", 8)):
        world.put(definition(family, revision))


def definition(family: str, revision: int) -> TaskDefinition:
    return TaskDefinition(
        task_definition_arn=f"{ECS}task-definition/{family}:{revision}",
        family=family,
        revision=revision,
        status="ACTIVE",
        cpu="256",
        memory="512",
        network_mode="awsvpc",
        requires_compatibilities=("FARGATE",),
        runtime_platform=RuntimePlatform(cpu_architecture="ARM64", operating_system_family="LINUX"),
        task_role_arn=f"arn:aws:iam::123456789012:role/{family}-task",
        execution_role_arn="arn:aws:iam::123456789012:role/ecsTaskExecutionRole",
        registered_at=ago(days=2, hours=1),
        registered_by="arn:aws:sts::123456789012:assumed-role/deploy/ci",
        tags=(Tag(key="team", value="shop"),),
        container_definitions=(
            ContainerDefinition(
                name=family,
                image=f"{IMAGES}/{family}:1.{revision}",
                cpu=192,
                memory=384,
                memory_reservation=256,
                command=("./serve", "--port", "8080"),
                environment=(
                    KeyValue(name="LOG_LEVEL", value="info"),
                    KeyValue(name="DATABASE_PASSWORD", value="hunter2-hunter2"),
                ),
                secrets=(
                    Secret(name="API_KEY", value_from="arn:aws:secretsmanager:eu-west-1:123456789012:secret:api-key"),
                ),
                port_mappings=(PortMapping(container_port=8080, protocol="tcp"),),
                log_configuration=LogConfiguration(
                    log_driver="awslogs", options={"awslogs-group": f"/ecs/{family}", "mode": "non-blocking"}
                ),
                health_check=HealthCheck(command=("CMD-SHELL", "curl -f http://localhost:8080/"), interval=10),
            ),
            ContainerDefinition(name="envoy", image="public.ecr.aws/envoy:v1.31", cpu=64, essential=False),
        ),
    )


def only(*things: Cluster | Service | Task) -> World:
    """An account with nothing but these."""
    world = World()
    world.put(*things)
    return world


def queried() -> tuple[QueryRow, ...]:
    """What a query for errors finds: JSON, a traceback, and what a stranger has written."""
    said = (
        '{"level":"error","msg":"decode failed","image":"hero-banner-8k.tiff","ms":2031,"heap":{"used":"498MiB"}}',
        "level=warn msg=heap used=498MiB limit=512MiB error=none",
        "app.errors.ConfigError: DATABASE_URL has no password",
        '    raise ConfigError("DATABASE_URL has no password")',
        "GET /\x1b[2J[bold red]x[/] 502 error \u202egnp.exe",
    )
    return tuple(
        QueryRow(
            number=number,
            fields=(
                ("@timestamp", f"{ago(seconds=7 * number + 3):%Y-%m-%d %H:%M:%S}.{number * 37:03}"),
                ("@logStream", f"image-resizer/image-resizer/{task_id(10 + number % 3)}"),
                ("@message", said[number % len(said)]),
            ),
            ptr=f"{number:08x}",
        )
        for number in range(60)
    )
