"""Sessions in containers: who is connected to which, as Systems Manager keeps it."""

import re
from dataclasses import dataclass
from datetime import datetime

from fargate_tui.demo.ecs.names import Ids
from fargate_tui.demo.ecs.records import Task
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.task_wire import containers_of
from fargate_tui.demo.ecs.wire import Json, Members

_TARGET = re.compile(r"ecs:([A-Za-z0-9_-]+)_([0-9a-f]{32})_([0-9a-f]{32}-\d+)")
_NOWHERE = "wss://127.0.0.1:9/v1/data-channel"
"""The discard port: a plugin that takes these sessions for real reaches nobody."""


@dataclass(slots=True)
class Session:
    """A session that was begun."""

    id: str
    target: str
    document: str | None
    reason: str | None
    task: Task
    started: datetime
    ended: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody ended it, and its task still runs."""
        return self.ended is None and not self.task.is_ending


class Sessions:
    """Every session of a region, oldest first."""

    def __init__(self, store: Store) -> None:
        self._store = store
        # of their own, so that who looks into containers does not change what happens to tasks
        self._ids = Ids(0)
        self.held: dict[str, Session] = {}

    def open(self, prefix: str, task: Task, runtime_id: str, document: str | None, reason: str | None) -> Json:
        """Begin one; ``sessionId``, ``streamUrl`` and ``tokenValue``."""
        target = f"ecs:{task.cluster.name}_{task.id}_{runtime_id}"
        identity = f"{prefix}-{self._ids.token()[:17].lower()}"
        self.held[identity] = Session(identity, target, document, reason, task, self._store.clock.now())
        token = "".join(self._ids.token() for _ in range(8))
        return {"sessionId": identity, "streamUrl": f"{_NOWHERE}/{identity}", "tokenValue": f"AAEAA{token}=="}

    def end(self, identity: str) -> None:
        """End one; nothing happens where it has ended, or never was."""
        session = self.held.get(identity)
        if session is not None and session.ended is None:
            session.ended = self._store.clock.now()

    def find(self, target: str) -> tuple[Task, str] | None:
        """The task and runtime id of ``ecs:CLUSTER_TASK_RUNTIME``; None where no agent of it is connected."""
        found = _TARGET.fullmatch(target)
        cluster = self._store.clusters.get(found[1]) if found else None
        task = cluster.alive.get(found[2]) if found and cluster else None
        if found is None or task is None or task.status != "RUNNING":
            return None
        container = next((one for one in containers_of(task) if one.get("runtimeId") == found[3]), None)
        return (task, found[3]) if container is not None and is_connected(container) else None


def is_connected(container: Json) -> bool:
    """Whether the container's agent runs."""
    agents = Members(container).each("managedAgents")
    return container["lastStatus"] == "RUNNING" and any(agent.text("lastStatus") == "RUNNING" for agent in agents)
