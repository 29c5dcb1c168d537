"""What the tasks of a service need to know of it: its target groups, whether it gives public addresses, where it is."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

import msgspec

from fargate_tui.fargate.diagnosis import PrimaryDeployment
from fargate_tui.fargate.errors import NotAllowed
from fargate_tui.fargate.records import Deployment, Service, Task
from fargate_tui.live.clock import Clock
from fargate_tui.live.ports.ecs import Ecs
from fargate_tui.live.refusal import Refusal
from fargate_tui.live.round import Round

_FRESH: Final = timedelta(seconds=10)
_FRESH_IF_MANY: Final = timedelta(seconds=60)
_FEW: Final = 10
"""Services that one call describes."""


class ServiceFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of one service, and when they were true."""

    at: datetime
    target_groups: tuple[str, ...] = ()
    has_public_addresses: bool = False
    primary: PrimaryDeployment | None = None

    def primary_at_end_of(self, task: Task) -> PrimaryDeployment | None:
        """The primary deployment, if these facts are newer than the task's end: else it may be another by then."""
        ended = task.stopping_at or task.stopped_at
        return self.primary if ended is not None and ended <= self.at else None


class FactsOfServices:
    """Facts of the services of one cluster, by name."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._facts: dict[str, ServiceFacts] = {}
        self._asked: dict[str, datetime] = {}
        self._refusal = Refusal(clock, lost="target groups", action="ecs:DescribeServices")

    def of(self, service: str) -> ServiceFacts | None:
        """What is known of a service."""
        return self._facts.get(service)

    async def learn(self, ecs: Ecs, cluster: str, services: Collection[str], book: Round) -> None:
        """Ask for those services whose facts are not known or no longer fresh, and forget all others."""
        good_for = _FRESH if len(services) <= _FEW else _FRESH_IF_MANY
        now = self._clock.now()
        self._facts = {name: facts for name, facts in self._facts.items() if name in services}
        self._asked = {name: asked for name, asked in self._asked.items() if name in services}
        stale = [name for name in services if name not in self._asked or now - self._asked[name] >= good_for]
        if stale and not self._refusal.stands:
            await self._ask(ecs, cluster, stale, book)
        book.miss(*self._refusal.gaps)

    async def _ask(self, ecs: Ecs, cluster: str, services: list[str], book: Round) -> None:
        now = self._clock.now()
        self._asked.update(dict.fromkeys(services, now))
        for answer in [answer async for answer in ecs.describe_services(cluster, services)]:
            book.count("services")
            if isinstance(answer.error, NotAllowed):
                self._refusal.note(answer.error)
            elif answer.error is not None:
                book.absorb(answer.error)
            else:
                self._refusal.lift()
            self._facts.update((service.service_name, _facts(service, now)) for service in answer.records)


def _facts(service: Service, at: datetime) -> ServiceFacts:
    groups = (group for balancer in service.load_balancers for group in balancer.target_groups)
    network = service.network_configuration
    vpc = network.awsvpc_configuration if network is not None else None
    return ServiceFacts(
        at=at,
        target_groups=tuple(dict.fromkeys(groups)),
        has_public_addresses=vpc is not None and vpc.assign_public_ip == "ENABLED",
        primary=next(
            (_primary(deployment) for deployment in service.deployments if deployment.status == "PRIMARY"), None
        ),
    )


def _primary(deployment: Deployment) -> PrimaryDeployment:
    return PrimaryDeployment(id=deployment.id or "", created_at=deployment.created_at)
