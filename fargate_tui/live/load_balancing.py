"""What is in front of the tasks of a service, or of all services of a cluster, and the health of each target."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import Any, Final, TypeVar

from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.load_balancing import Door, TargetRow, doors, groups_of, in_state, target_rows
from fargate_tui.fargate.records import Balancer, Listener, ListenerRule, Service, TargetGroup, TargetHealth
from fargate_tui.fargate.rows import TaskRow
from fargate_tui.live.clock import Clock
from fargate_tui.live.entrances import read_entrances
from fargate_tui.live.listing import clusters_of, each_cluster, services_of
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.ports.ecs import Ecs
from fargate_tui.live.ports.network import Elb
from fargate_tui.live.round import Round
from fargate_tui.live.source import Question, Reading, Show
from fargate_tui.live.targets import Targets

FRESH: Final = 20.0
"""Seconds that load balancers, listeners and rules are good for: a blue/green deployment changes the rules."""
PER_GROUP: Final = 1.0
"""Seconds that they are good for longer with each target group: a group costs up to four requests."""
BATCH: Final = 20
"""Target groups that are described at a time."""

Found = TypeVar("Found")


class LoadBalancing:
    """The targets of a service, of a cluster, or of all clusters; the doors before them are read now and then."""

    def __init__(
        self, cluster: str | None, service: str | None, tasks: Question[TaskRow], targets: Targets, clock: Clock
    ) -> None:
        self._cluster = cluster
        self._service = service
        self._tasks = tasks
        self._targets = targets
        self._clock = clock
        self._doors: tuple[Door, ...] = ()
        self._read_at: float | None = None
        self._gaps: tuple[str, ...] = ()
        """What could not be read of the services then."""
        self._since: dict[str, datetime | None] | None = None
        """By target and state; None until targets were seen for the first time."""

    async def ask(self, aws: Aws, show: Show[TargetRow]) -> Reading[TargetRow]:  # noqa: ARG002 - a target says little alone
        """Ask once; raises AwsError where neither the service nor its tasks can be read."""
        book = Round()
        tasks = await self._tasks.ask(aws, lambda _: None)
        book.miss(*(gap for gap in tasks.gaps if not gap.startswith("public addresses")))
        if self._is_stale:
            await self._read_doors(aws, book)
        book.miss(*self._gaps)
        groups = tuple(dict.fromkeys(door.arn for door in self._doors))
        await self._targets.learn(aws.elb, groups, book)
        rows = self._rows(groups, tasks.rows)
        return Reading(
            rows,
            calls=max(tasks.calls, book.calls),
            gaps=book.gaps,
            is_lively=tasks.is_lively or any(row.finding.severity == "busy" for row in rows),
            is_throttled=tasks.is_throttled or book.is_throttled,
        )

    @property
    def _is_stale(self) -> bool:
        good_for = FRESH + PER_GROUP * len(self._doors)
        return self._read_at is None or self._clock.monotonic() - self._read_at >= good_for

    async def _read_doors(self, aws: Aws, book: Round) -> None:
        gathered = Round()
        services = await self._services(aws.ecs, gathered)
        self._gaps = gathered.gaps
        book.count("services", gathered.calls)
        named = {service.service_arn: groups_of(service) for service in services}
        elb = _Once(aws.elb, book)
        await elb.describe([each.target_group_arn or "" for groups in named.values() for each in groups])
        entrances = await asyncio.gather(*(read_entrances(elb, groups) for groups in named.values()))
        pairs = zip(services, entrances, strict=True)
        self._doors = tuple(door for service, found in pairs for door in doors(service, found))
        self._read_at = self._clock.monotonic()

    async def _services(self, ecs: Ecs, book: Round) -> list[Service]:
        """Those with a target group."""
        found: list[Service] = []

        async def read(cluster: str) -> None:
            if self._service is None:
                answers = services_of(ecs, cluster, book, set())
            else:
                answers = ecs.describe_services(cluster, (self._service,))
            async with aclosing(answers) as each:
                async for answer in each:
                    book.count("services")
                    if answer.error is not None and self._service is not None:
                        raise answer.error
                    book.miss_failures(answer.failures)
                    found.extend(service for service in answer.records if service.load_balancers)

        if self._cluster is not None:
            await read(self._cluster)
        else:
            await each_cluster(await clusters_of(ecs, book), read, book)
        return sorted(found, key=lambda service: service.service_arn) if self._cluster is None else found

    def _rows(self, groups: Sequence[str], tasks: Sequence[TaskRow]) -> list[TargetRow]:
        known: dict[str, tuple[TargetHealth, ...]] = {}
        for group in groups:
            found = self._targets.all_of(group)
            if found is not None:
                known[group] = found
        self._note(target for targets in known.values() for target in targets)
        return target_rows(self._doors, known, tasks, self._since or {}, self._targets.refused)

    def _note(self, targets: Iterable[TargetHealth]) -> None:
        """Take note of the moment at which targets have changed their state; what was so at first has none."""
        first_seen = None if self._since is None else self._clock.now()
        before = self._since or {}
        self._since = {in_state(each): before.get(in_state(each), first_seen) for each in targets}


class _Once:
    """Elastic Load Balancing, asked for each thing once: many target groups stand behind one load balancer."""

    def __init__(self, elb: Elb, book: Round) -> None:
        self._elb = elb
        self._book = book
        self._groups: dict[str, TargetGroup] = {}
        # Of as many types as there are questions: `_once` puts in and takes out by a key that fixes the type.
        self._asked: dict[tuple[str, str], asyncio.Future[Any]] = {}

    async def describe(self, arns: Sequence[str]) -> None:
        """Describe target groups many at a time; those of a batch that fails are asked for one by one."""
        for start in range(0, len(arns), BATCH):
            self._book.count("elb")
            try:
                found = await self._elb.target_groups(arns[start : start + BATCH])
            except AwsError:
                continue
            self._groups.update((each.target_group_arn, each) for each in found)

    async def target_groups(self, arns: Sequence[str]) -> tuple[TargetGroup, ...]:
        """The target groups."""
        if all(arn in self._groups for arn in arns):
            return tuple(self._groups[arn] for arn in arns)
        self._book.count("elb")
        return await self._elb.target_groups(arns)

    async def balancers(self, arns: Sequence[str]) -> tuple[Balancer, ...]:
        """The load balancers."""
        return await self._once("balancers", " ".join(arns), lambda: self._elb.balancers(arns))

    async def listeners(self, balancer_arn: str) -> tuple[Listener, ...]:
        """The listeners of a load balancer."""
        return await self._once("listeners", balancer_arn, lambda: self._elb.listeners(balancer_arn))

    async def rules(self, listener_arn: str) -> tuple[ListenerRule, ...]:
        """The rules of a listener."""
        return await self._once("rules", listener_arn, lambda: self._elb.rules(listener_arn))

    async def target_health(self, target_group_arn: str) -> tuple[TargetHealth, ...]:
        """Every target of a target group."""
        return await self._elb.target_health(target_group_arn)

    async def _once(self, kind: str, of: str, ask: Callable[[], Awaitable[Found]]) -> Found:
        key = (kind, of)
        if key not in self._asked:
            self._book.count("elb")
            self._asked[key] = asyncio.ensure_future(ask())
        found: Found = await self._asked[key]
        return found
