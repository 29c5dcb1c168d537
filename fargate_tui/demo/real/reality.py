"""What of a region really runs: its containers, the checks of its targets, the listeners of its load balancers."""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any

import aiohttp

from fargate_tui.demo.clock import HeldClock
from fargate_tui.demo.ecs import Ecs
from fargate_tui.demo.ecs.images import Image
from fargate_tui.demo.ecs.wire import epoch
from fargate_tui.demo.offline import ACCOUNT
from fargate_tui.demo.real.checks import RealChecks
from fargate_tui.demo.real.containers import LocalContainers
from fargate_tui.demo.real.doors import Doors
from fargate_tui.demo.real.listeners import Listener
from fargate_tui.demo.real.programs import PROGRAMS, TAGS
from fargate_tui.demo.targets import TaskTargets

_PATIENCE = 10.0
"""Seconds for containers that are started on demand to listen."""
_BETWEEN = 0.05


class Reality:
    """The real side of a region; lives from `begin` to `close`."""

    def __init__(self, region: str, clock: HeldClock, ecs: Ecs, targets: TaskTargets) -> None:
        self._region = region
        self._ecs = ecs
        self._targets = targets
        self._since = epoch(clock.now())
        self._starting: asyncio.Future[list[None]] | None = None
        """Containers that were started on demand and are waited for."""
        self._client: aiohttp.ClientSession | None = None
        self._containers = LocalContainers(region)
        self._checks = RealChecks(clock, targets, self._containers.local_port, self._http)
        self._doors = Doors(targets, self._containers.local_port, self._http, self._wake)

    def begin(self, *, awake: bool) -> None:
        """Take part from now on; ``awake`` runs containers without waiting to be asked."""
        self._containers.awake = awake
        self._targets.is_real = self._containers.is_real
        self._targets.check_really = self._checks.begin
        self._ecs.hand_containers(self._containers)

    async def show(self, listeners: Sequence[Listener]) -> None:
        """Listen where load balancers do."""
        await self._doors.show(listeners)

    def images(self) -> list[Image]:
        """What is in the account's registry, whether a task definition names it or not."""
        registry = f"{ACCOUNT}.dkr.ecr.{self._region}.amazonaws.com"
        names = (f"{registry}/{repository}:{tag}" for repository in PROGRAMS for tag in TAGS)
        return [Image(name, self._since, ("amd64", "arm64")) for name in names]

    def about(self) -> dict[str, Any]:
        """Addresses of load balancers and processes of tasks, for ``/_demo``."""
        running = self._containers.running()
        processes = [{"task": one.task_id, "container": one.container, "pid": one.pid} for one in running]
        return {"addresses": self._doors.addresses(), "processes": processes}

    async def close(self) -> None:
        """End it all."""
        await self._doors.close()
        await self._containers.close()
        if self._client is not None:
            await self._client.close()

    def _http(self) -> aiohttp.ClientSession:
        if self._client is None:
            self._client = aiohttp.ClientSession(auto_decompress=False)
        return self._client

    async def _wake(self, groups: Sequence[str]) -> None:
        """Somebody wants to be served: let the tasks that are only played really run, and wait until they listen."""
        if self._containers.awake:
            if self._starting is not None:
                await asyncio.shield(self._starting)
            return
        self._containers.awake = True
        adopted = {task.interface.private_ip for task in self._ecs.adopt() if task.interface is not None}
        for ip in adopted:
            self._targets.adopt(ip)
        asked = {one.ip for arn in groups for one in self._targets.targets(arn)} & adopted
        # all containers of a task: the one that answers may need the others
        self._starting = asyncio.gather(*(_listening(port) for ip in asked for port in self._containers.ports(ip)))
        await asyncio.shield(self._starting)


async def _listening(port: int) -> None:
    """Wait until somebody listens at a port, or for some seconds."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                except OSError:
                    await asyncio.sleep(_BETWEEN)
                else:
                    writer.close()
                    return
