"""The account: everything by its name, and how names and ARNs of requests find it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fargate_tui.demo.ecs.behaviour import Behaviour
from fargate_tui.demo.ecs.errors import EcsError, client_error, invalid
from fargate_tui.demo.ecs.names import Arns, Ids
from fargate_tui.demo.ecs.records import Cluster, Revision, Rollout, Service, Task, TaskDefinition
from fargate_tui.demo.ecs.wire import Json
from fargate_tui.demo.ports import Clock, Containers, Logs, Network, Targets

FARGATE_PROVIDERS = ("FARGATE", "FARGATE_SPOT")


@dataclass(slots=True, eq=False)
class Store:
    """The state of one account in one region, and what it is made with."""

    clock: Clock
    network: Network
    targets: Targets
    logs: Logs
    ids: Ids
    arns: Arns
    logs_from: datetime | None
    orders: dict[str, Behaviour] = field(default_factory=dict)
    clusters: dict[str, Cluster] = field(default_factory=dict)
    families: dict[str, list[TaskDefinition]] = field(default_factory=dict)
    """Revisions by family; a revision's place in the list is its number less one, and no number is used again."""
    rollouts: dict[str, Rollout] = field(default_factory=dict)
    revisions: dict[str, Revision] = field(default_factory=dict)
    settings: dict[tuple[str, str], str] = field(default_factory=dict)
    """Account settings by principal and name."""
    tokens: dict[str, tuple[Json, list[str], datetime]] = field(default_factory=dict)
    """Client tokens, oldest first: the request each came with, the ARNs it made, and when."""
    serial: int = 0
    launched: int = 0
    """Tasks so far."""
    alarms: Callable[[], frozenset[str]] = frozenset
    """The names of the CloudWatch alarms that ring."""
    scale: Callable[[str, str, int, int], None] = lambda *_: None
    """Has a service (of a cluster) scaled between two counts."""
    containers: Containers | None = None
    """Runs containers; None: all of them are played."""

    def next_serial(self) -> int:
        """A number above all before it, for the order of listings."""
        self.serial += 1
        return self.serial

    @property
    def caller(self) -> str:
        """The principal everything is done by."""
        return f"arn:aws:iam::{self.arns.account}:root"

    def behaviour(self, definition: TaskDefinition, service: str | None) -> Behaviour:
        """What a new task will do; the most specific order wins."""
        order = self.ordered(definition, service)
        if order.share < 1.0 and self.ids.chance.random() >= order.share:
            return Behaviour(pull=order.pull, start=order.start, stop=order.stop, voices=order.voices)
        return order

    def ordered(self, definition: TaskDefinition, service: str | None) -> Behaviour:
        """The order that is the most specific for such a task, whatever part of the tasks it is for."""
        names = (definition.name, service or definition.family, definition.family)
        return next((self.orders[name] for name in names if name in self.orders), _RUNS)

    def find_cluster(self, name_or_arn: str | None) -> Cluster | None:
        """The cluster, also an INACTIVE one; ``default`` where none was named."""
        return self.clusters.get(self.name_in("cluster", name_or_arn or "default"))

    def cluster(self, name_or_arn: str | None) -> Cluster:
        """The ACTIVE cluster; raises ClusterNotFoundException."""
        cluster = self.find_cluster(name_or_arn)
        if cluster is None or cluster.status != "ACTIVE":
            raise EcsError("ClusterNotFoundException", "Cluster not found.")
        return cluster

    def name_in(self, kind: str, name_or_arn: str) -> str:
        """The last part of an ARN of ours of that kind, or the name itself."""
        path = self.arns.path(kind, name_or_arn)
        return path[-1] if path else name_or_arn

    def find_service(self, cluster: Cluster, name_or_arn: str) -> Service | None:
        """The service of that cluster, also a DRAINING or INACTIVE one."""
        path = self.arns.path("service", name_or_arn)
        if path is None:
            return cluster.services.get(name_or_arn)
        if len(path) == 2 and path[0] != cluster.name:
            return None
        return cluster.services.get(path[-1])

    def service(self, cluster: Cluster, name_or_arn: str) -> Service:
        """The service of that cluster; raises ServiceNotFoundException."""
        service = self.find_service(cluster, name_or_arn)
        if service is None:
            raise EcsError("ServiceNotFoundException", "Service not found.")
        return service

    def find_task(self, cluster: Cluster, id_or_arn: str) -> Task | None:
        """The task of that cluster, running or stopped less than an hour ago."""
        path = self.arns.path("task", id_or_arn)
        if path is not None and len(path) == 2 and path[0] != cluster.name:
            return None
        task_id = path[-1] if path else id_or_arn
        return cluster.alive.get(task_id) or cluster.ended.get(task_id)

    def find_definition(self, name: str) -> TaskDefinition | None:
        """The revision named by ``family``, ``family:revision`` or ARN; of a family the newest ACTIVE one."""
        family, colon, revision = self.name_in("task-definition", name).partition(":")
        revisions = self.families.get(family, [])
        if not colon:
            return next((one for one in reversed(revisions) if one.status == "ACTIVE"), None)
        if not revision.isdigit() or not 1 <= int(revision) <= len(revisions):
            return None
        found = revisions[int(revision) - 1]
        return None if found.status == "DELETED" else found

    def active_definition(self, name: str) -> TaskDefinition:
        """The revision to launch; raises ClientException where it is missing or INACTIVE."""
        definition = self.find_definition(name)
        if definition is None:
            raise client_error("TaskDefinition not found.")
        if definition.status != "ACTIVE":
            raise client_error("TaskDefinition is inactive")
        return definition

    def once(self, operation: str, token: str | None, request: Json, do: Callable[[], list[str]]) -> list[str]:
        """The ARNs that ``do`` made, or made at its first call with this client token.

        Raises ConflictException where the token came before with another request.
        """
        if token is None:
            return do()
        if len(token) > 64:
            raise invalid("clientToken must not be longer than 64 characters.")
        self._forget_tokens()
        known = self.tokens.get(f"{operation} {token}")
        if known is None:
            arns = do()
            self.tokens[f"{operation} {token}"] = (request, arns, self.clock.now())
            return arns
        if known[0] != request:
            raise EcsError(
                "ConflictException",
                "The clientToken was used before with different parameters.",
                members={"resourceIds": known[1]},
            )
        return known[1]

    def _forget_tokens(self) -> None:
        """Drop the tokens that are a day old."""
        while self.tokens:
            token, (_, _, since) = next(iter(self.tokens.items()))
            if self.clock.now() - since < _TOKENS_KEPT:
                return
            del self.tokens[token]


_TOKENS_KEPT = timedelta(hours=24)
_RUNS = Behaviour()
