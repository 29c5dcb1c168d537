"""The public face of the control plane."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from fargate_tui.demo.ecs.answers import OPERATIONS
from fargate_tui.demo.ecs.behaviour import Behaviour
from fargate_tui.demo.ecs.errors import EcsError
from fargate_tui.demo.ecs.images import Image
from fargate_tui.demo.ecs.names import Arns, ChanceClock, Ids
from fargate_tui.demo.ecs.plane import Plane
from fargate_tui.demo.ecs.records import Cluster, Task, TaskDefinition
from fargate_tui.demo.ecs.requests import checked, known_operations
from fargate_tui.demo.ecs.scheduler import Scheduler
from fargate_tui.demo.ecs.sessions import Sessions
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.wire import Members
from fargate_tui.demo.ports import Clock, Containers, Logs, Network, Targets


class Ecs:
    """Amazon ECS on Fargate for one account and region, as far as a client can see it.

    Everything runs on the caller's thread: `call` answers at once, and what takes time are appointments with the
    clock. The same seed, calls and clock make the same history, ids included. Before ``logs_from`` containers write
    nothing (so that a fast-forward of days costs no log lines); None: they always write.
    """

    def __init__(
        self,
        clock: Clock,
        network: Network,
        targets: Targets,
        logs: Logs,
        *,
        account: str,
        region: str,
        seed: int,
        logs_from: datetime | None = None,
    ) -> None:
        self.operations: frozenset[str] = frozenset(OPERATIONS)
        """The operations that are answered."""
        ids = Ids(seed)
        store = Store(ChanceClock(clock, ids), network, targets, logs, ids, Arns(account, region), logs_from)
        self._heard: Callable[[str, str, dict[str, object]], None] = lambda *_: None
        self._plane = Plane(store, Scheduler(store), Sessions(store))

    @property
    def clusters(self) -> Mapping[str, Cluster]:
        """Everything that runs, by cluster, for those who measure it: look, do not change."""
        return MappingProxyType(self._plane.store.clusters)

    @property
    def launched(self) -> int:
        """How many tasks there were so far."""
        return self._plane.store.launched

    @property
    def made(self) -> Mapping[str, Sequence[str]]:
        """ARNs by operation and client token (``RunTask TOKEN``), of the last day."""
        return {token: arns for token, (_, arns, _) in self._plane.store.tokens.items()}

    @property
    def families(self) -> Mapping[str, int]:
        """How many revisions of each family were registered."""
        return {family: len(revisions) for family, revisions in self._plane.store.families.items()}

    @property
    def sessions(self) -> Sessions:
        """Who is connected to which container."""
        return self._plane.sessions

    @property
    def behaviours(self) -> Mapping[str, Behaviour]:
        """What was ordered, by family, ``family:revision`` or service name."""
        return MappingProxyType(self._plane.store.orders)

    def order(self, family_or_service: str, behaviour: Behaviour) -> None:
        """From now on new tasks of this family, ``family:revision`` or service behave so.

        ``family:revision`` is more specific than a service's name, and that than a family.
        """
        self._plane.store.orders[family_or_service] = behaviour

    def keep_apart(self, cluster: str) -> None:
        """Let what happens in this cluster, named so by calls, be by a chance of its own."""
        self._plane.store.ids.keep_apart(cluster)

    def hear_calls(self, heard: Callable[[str, str, dict[str, object]], None]) -> None:
        """Tell of each call that was answered well: operation, who asked, request."""
        self._heard = heard

    def hear_alarms(self, alarms: Callable[[], frozenset[str]]) -> None:
        """Ask for the names of the alarms that ring, from now on, where a deployment is watched by some."""
        self._plane.store.alarms = alarms

    def hand_scaling(self, scale: Callable[[str, str, int, int], None]) -> None:
        """Have Express Mode services scaled: cluster, service, fewest and most tasks."""
        self._plane.store.scale = scale

    def hand_containers(self, containers: Containers) -> None:
        """Have containers whose image is known really run, from now on."""
        self._plane.store.containers = containers

    def adopt(self) -> list[Task]:
        """Let the tasks that run and that are only played, though they need not be, really run; returns them."""
        alive = [task for cluster in self.clusters.values() for task in cluster.alive.values()]
        return [task for task in alive if self._plane.scheduler.lifecycle.adopt(task)]

    def images(self) -> Iterator[Image]:
        """The images of all revisions, each once, as far as the orders for their tasks say what they are like."""
        store, seen = self._plane.store, set[str]()
        for revisions in store.families.values():
            for revision in revisions:
                for image in {plan.image for plan in revision.containers} - seen:
                    seen.add(image)
                    yield Image(
                        image,
                        Members(revision.wire).real("registeredAt") or 0.0,
                        _built_for(revision, store.ordered(revision, None)),
                    )

    def call(self, operation: str, request: dict[str, object], by: str = "deploy-pipeline") -> dict[str, object]:
        """Answer one operation: wire JSON in, wire JSON out, timestamps as epoch seconds.

        What is answered does not change afterwards. ``by`` is who asks, for those who `hear_calls`. Raises
        EcsError for everything AWS would refuse, and for an operation this control plane lacks.
        """
        answer = OPERATIONS.get(operation)
        if answer is None:
            code = "UnsupportedOperation" if operation in known_operations() else "UnknownOperation"
            raise EcsError(f"{code}Exception", f"The operation {operation} is not available in the local AWS.")
        ids = self._plane.store.ids
        chance = ids.apart(request.get("cluster"))
        answered = ids.by(chance, lambda: answer(self._plane, Members(checked(operation, request))))
        self._heard(operation, by, request)
        return answered


def _built_for(revision: TaskDefinition, order: Behaviour) -> tuple[str, ...]:
    """The architectures of a revision's images; none where they are not there."""
    if order.kind != "image_cannot_be_pulled":
        return "amd64", "arm64"
    if "descriptor matching platform" in order.reason:
        is_arm = revision.attributes[0]["value"] == "arm64"
        return ("amd64",) if is_arm else ("arm64",)
    return ("amd64", "arm64") if order.reason else ()
