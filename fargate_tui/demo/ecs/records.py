"""What the control plane keeps: clusters, task definitions, services with their deployments, and tasks.

Wire objects inside are never changed once they were handed out: a change makes a new one.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from fargate_tui.demo.ecs.behaviour import Behaviour
from fargate_tui.demo.ecs.tally import Tally
from fargate_tui.demo.ecs.wire import Json
from fargate_tui.demo.ports import Interface


@dataclass(slots=True, eq=False)
class Cluster:
    """A cluster and everything in it."""

    serial: int
    name: str
    arn: str
    status: str = "ACTIVE"
    settings: list[Json] = field(default_factory=list)
    configuration: Json | None = None
    connect_defaults: Json | None = None
    tags: list[Json] = field(default_factory=list)
    providers: list[str] = field(default_factory=list)
    strategy: list[Json] = field(default_factory=list)
    services: dict[str, "Service"] = field(default_factory=dict)
    """By name; INACTIVE ones too until they are forgotten."""
    alive: dict[str, "Task"] = field(default_factory=dict)
    """Tasks by id whose desired status is RUNNING, oldest first."""
    ended: dict[str, "Task"] = field(default_factory=dict)
    """Tasks by id whose desired status is STOPPED, until an hour after they stopped."""
    pending: int = 0
    running: int = 0


@dataclass(frozen=True, slots=True)
class ContainerPlan:
    """What the machine needs to know of a container definition."""

    name: str
    image: str
    digest: str
    essential: bool
    cpu: str
    memory: str | None
    memory_reservation: str | None
    health_after: float | None
    """Seconds from the start to the first verdict; None without a health check."""
    unhealthy_after: float
    """Seconds of failing checks until the container is UNHEALTHY."""
    stop_timeout: float
    log: tuple[str, str] | None
    """Log group and stream prefix, where the driver is awslogs."""
    read_only: bool = False
    """Whether nothing can be written to its file system; the agent of ExecuteCommand then does not start."""


@dataclass(slots=True, eq=False)
class TaskDefinition:
    """One revision of a family."""

    family: str
    revision: int
    arn: str
    wire: Json
    tags: list[Json]
    containers: tuple[ContainerPlan, ...]
    secret: str | None
    """What the first secret of its containers refers to."""
    attributes: list[Json]
    """The attributes of its tasks."""
    platform_family: str

    @property
    def status(self) -> object:
        """ACTIVE, INACTIVE or DELETE_IN_PROGRESS."""
        return self.wire["status"]

    @property
    def name(self) -> str:
        """``family:revision``."""
        return f"{self.family}:{self.revision}"


@dataclass(frozen=True, slots=True)
class Placement:
    """How and where tasks are launched."""

    launch_type: str | None
    strategy: tuple[tuple[str, int, int], ...]
    """Provider, base, weight; empty where a launch type is used."""
    platform_version: str
    """As it was asked for."""
    subnets: tuple[str, ...]
    security_groups: tuple[str, ...]
    public: bool
    network: Json
    """The networkConfiguration as AWS shows it."""

    def wire(self) -> Json:
        """The launch type, or the strategy; never both."""
        if not self.strategy:
            return {"launchType": self.launch_type}
        return {
            "capacityProviderStrategy": [
                {"capacityProvider": provider, "weight": weight, "base": base}
                for provider, base, weight in self.strategy
            ]
        }


@dataclass(frozen=True, slots=True)
class LoadBalancer:
    """A target group a service's tasks are registered in."""

    target_group_arn: str
    container: str
    port: int
    wire: Json
    alternate: str | None = None
    """The other target group, where traffic can be shifted between two."""


@dataclass(frozen=True, slots=True)
class Blueprint:
    """What tasks of a service are, and where they are put."""

    definition: TaskDefinition
    placement: Placement
    load_balancers: tuple[LoadBalancer, ...]
    extras: Json
    """Service registries, Service Connect and volumes, as they were asked for."""

    def deploys_as(self, other: "Blueprint") -> bool:
        """Whether going from one to the other starts no deployment: a changed strategy is for new tasks only."""
        return replace(self, placement=replace(self.placement, launch_type=None, strategy=())) == replace(
            other, placement=replace(other.placement, launch_type=None, strategy=())
        )


@dataclass(frozen=True, slots=True, eq=False)
class Revision:
    """A service revision: what a deployment deploys. Immutable."""

    arn: str
    blueprint: Blueprint
    wire: Json
    groups: tuple[str, ...] = ()
    """The target group its tasks register in, for each of its load balancers."""

    @property
    def definition(self) -> TaskDefinition:
        """What its tasks run."""
        return self.blueprint.definition

    @property
    def placement(self) -> Placement:
        """Where its tasks run."""
        return self.blueprint.placement

    @property
    def load_balancers(self) -> tuple[LoadBalancer, ...]:
        """The target groups its tasks are registered in."""
        return self.blueprint.load_balancers


@dataclass(slots=True, eq=False)
class Rollout:
    """A service deployment: the story of one change, from its start to its end."""

    serial: int
    arn: str
    service: "Service"
    target: Revision
    sources: tuple[tuple[Revision, int, int], ...]
    """What ran when it began: revision, requested and running count."""
    created: datetime
    status: str = "PENDING"
    reason: str | None = None
    started: datetime | None = None
    updated: datetime | None = None
    finished: datetime | None = None
    stopped: datetime | None = None
    rollback: Json | None = None
    failures: int = 0
    breaker: str = "DISABLED"
    alarms: str = "DISABLED"
    rung: tuple[str, ...] = ()
    """The alarms that ended it."""
    configuration: Json = field(default_factory=dict)
    """The deploymentConfiguration it began with."""
    stage: str | None = None
    """Where traffic is shifted: the lifecycle stage."""
    production: float = 0.0
    test: float = 0.0
    """Percent of the traffic that its target gets."""
    hook: Json | None = None
    """The lifecycle hook that is under way, or was the last of its stage."""
    verdict: str | None = None
    """What a person told a paused hook: ``CONTINUE`` or ``ROLLBACK``."""
    steps: Iterator[float] | None = None
    step: object = None
    """The appointment of its next step."""

    @property
    def shifts(self) -> bool:
        """Whether it shifts traffic from tasks that stay to new ones."""
        return self.configuration["strategy"] != "ROLLING"

    @property
    def keeps_sources(self) -> bool:
        """Whether the old tasks are to stay all the while."""
        return self.shifts and self.status == "IN_PROGRESS" and self.stage != "CLEAN_UP"

    @property
    def is_open(self) -> bool:
        """Whether it is still going on."""
        return self.finished is None


@dataclass(slots=True, eq=False)
class Deployment:
    """An entry of a service's ``deployments``: the tasks of one revision."""

    id: str
    service: "Service"
    revision: Revision
    desired: int
    created: datetime
    updated: datetime
    reason: str
    status: str = "PRIMARY"
    state: str = "IN_PROGRESS"
    failed: int = 0
    tasks: dict[str, "Task"] = field(default_factory=dict)
    """By id, those whose desired status is RUNNING."""
    pending: int = 0
    running: int = 0
    healthy: int = 0
    """Running ones that were found healthy and still are."""
    on_provider: dict[str, int] = field(default_factory=dict)
    """Tasks alive by capacity provider."""


@dataclass(slots=True, eq=False)
class News:
    """What happened to a service's tasks since its scheduler last looked; it becomes events."""

    registered: dict[str, int] = field(default_factory=dict)
    deregistered: dict[str, int] = field(default_factory=dict)
    draining: int = 0
    replaced: int = 0
    """Tasks stopped as unhealthy and not yet replaced."""


@dataclass(slots=True, eq=False)
class Express:
    """What an Express Mode service was told besides, and where it is reached."""

    infrastructure_role: str
    endpoint: str
    configuration: Json
    """As an ExpressGatewayServiceConfiguration has it, without what belongs to the revision."""
    updated: datetime


@dataclass(slots=True, eq=False)
class Service:
    """A service, what it was told, and where its scheduler stands."""

    serial: int
    name: str
    arn: str
    cluster: Cluster
    created: datetime
    revision: Revision
    desired: int
    configuration: Json
    """The deploymentConfiguration as AWS shows it."""
    grace: int | None
    exec_enabled: bool
    managed_tags: bool
    propagate_tags: str
    rebalancing: str
    tags: list[Json]
    express: Express | None = None
    """None for all other services."""
    status: str = "ACTIVE"
    deployments: list[Deployment] = field(default_factory=list)
    """Newest first; the first is PRIMARY."""
    rollouts: list[Rollout] = field(default_factory=list)
    """Oldest first."""
    completed: Revision | None = None
    """Of the last deployment that completed: what a rollback goes back to."""
    events: deque[Json] = field(default_factory=lambda: deque(maxlen=100))
    said: dict[str, datetime] = field(default_factory=dict)
    """Texts that are not said again until resolved or six hours are over."""
    alive: dict[str, "Task"] = field(default_factory=dict)
    ended: dict[str, "Task"] = field(default_factory=dict)
    in_subnet: dict[str, int] = field(default_factory=dict)
    """Tasks alive by subnet."""
    news: News = field(default_factory=News)
    tally: Tally = field(default_factory=Tally)
    """Of its tasks RUNNING."""
    steady: bool = False
    round: int = 0
    """Of launches."""
    failed_round: int = 0
    """The last round a task of which failed to start."""
    start_failures: int = 0
    """Rounds of launches that failed to start, one after the other."""
    not_before: datetime | None = None
    """No launch before this time."""
    appointment: object = None
    """When the scheduler looks next."""
    appointed: datetime | None = None
    steady_repeat: object = None

    @property
    def primary(self) -> Deployment:
        """The newest deployment, the one that is wanted."""
        return self.deployments[0]

    @property
    def rollout(self) -> Rollout:
        """The newest service deployment."""
        return self.rollouts[-1]

    @property
    def pending(self) -> int:
        """Tasks on their way to RUNNING."""
        return sum(deployment.pending for deployment in self.deployments)

    @property
    def running(self) -> int:
        """Tasks RUNNING."""
        return sum(deployment.running for deployment in self.deployments)


@dataclass(slots=True, eq=False)
class Task:
    """A task: its wire object, kept up to date, and what the machine knows besides."""

    serial: int
    id: str
    cluster: Cluster
    definition: TaskDefinition
    wire: Json
    behaviour: Behaviour
    subnet: str
    security_groups: tuple[str, ...]
    public: bool
    tags: list[Json]
    service: Service | None = None
    deployment: Deployment | None = None
    round: int = 0
    provider: str | None = None
    counted: str | None = None
    """``pending`` or ``running``, as it is in the counts."""
    healthy: bool = False
    """Whether it was found healthy, by whatever finds its health."""
    interface: Interface | None = None
    registered: tuple[tuple[str, int], ...] = ()
    """Target groups and ports it is registered in."""
    step: object = None
    """The appointment that takes it to its next state."""
    fate: object = None
    """The appointment of what will happen to it while it runs."""
    protected_until: datetime | None = None
    """It is not stopped by scale-in or by a deployment before this time."""
    protection: object = None
    """The appointment of its end."""
    real: frozenset[str] = frozenset()
    """Its containers that are processes; the others are played."""

    @property
    def arn(self) -> str:
        """Its ARN."""
        arn = self.wire["taskArn"]
        return arn if isinstance(arn, str) else ""

    @property
    def status(self) -> object:
        """Its last status."""
        return self.wire["lastStatus"]

    def is_protected(self, now: datetime) -> bool:
        """Whether its service's scheduler has to leave it alone."""
        return self.protected_until is not None and now < self.protected_until

    @property
    def is_ending(self) -> bool:
        """Whether it was told to stop, or stopped by itself."""
        return self.wire["desiredStatus"] == "STOPPED"


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a task ends."""

    code: str
    """A TaskStopCode."""
    reason: str
    container: str | None = None
    """The container that ended first, by itself."""
    exit_code: int | None = None
    container_reason: str | None = None
    planned: bool = False
    """Whether the scheduler or a person wanted it: it is no failure of the deployment."""
