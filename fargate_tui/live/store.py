"""The store: everything that can be watched or asked, over one connection, each listing once.

What a listing asks and judges by is loaded when the listing is first wanted: all of it costs 45 ms, which would stand
before the first frame.
"""

import random
from collections.abc import Callable, Collection, Hashable
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from fargate_tui.fargate.accounts import Expiry
from fargate_tui.fargate.arns import name_of, task_id
from fargate_tui.fargate.records import CallerIdentity
from fargate_tui.fargate.rows import ClusterRow, ServiceRow, TaskDefinitionRow, TaskDetail, TaskRow
from fargate_tui.live.attention import Attention
from fargate_tui.live.caller import Caller
from fargate_tui.live.clock import Clock, WallClock
from fargate_tui.live.common import Common
from fargate_tui.live.connection import Connection
from fargate_tui.live.limits import Limits
from fargate_tui.live.ports.aws import Aws, Connect
from fargate_tui.live.recorder import Recorder
from fargate_tui.live.scope import TaskScope
from fargate_tui.live.shelf import RESTING_KEPT, Shelf
from fargate_tui.live.source import Asked, Question, Source
from fargate_tui.live.watch import Watch
from fargate_tui.live.witness import witnessed

if TYPE_CHECKING:
    from fargate_tui.fargate.drafts.wizard import AnyDraft
    from fargate_tui.fargate.protection import Protection
    from fargate_tui.fargate.requests import OperationCalls
    from fargate_tui.live.course import Course
    from fargate_tui.live.drafting import Drafting
    from fargate_tui.live.ends import Ends
    from fargate_tui.live.log_reading import LogReading
    from fargate_tui.live.lookups import Lookups
    from fargate_tui.live.metered import Metered
    from fargate_tui.live.networks import Networks
    from fargate_tui.live.own_records import OwnRecords
    from fargate_tui.live.protection import ProtectionOfTasks
    from fargate_tui.live.searches import Searches


class Store:
    """Hands out watches; the same question is always the same watch.

    Nothing is asked, and no connection opened, until a watch is followed or something is awaited.
    """

    def __init__(
        self,
        connect: Connect,
        *,
        clock: Clock | None = None,
        chance: Callable[[], float] = random.random,
        recorder: Recorder | None = None,
        limits: Limits = Limits(),  # noqa: B008 - it is frozen
    ) -> None:
        """``recorder`` keeps what is seen over the connection; without one it is kept in memory."""
        self._clock = clock or WallClock()
        self.recorder = recorder or Recorder(None, self._clock)
        """What has been seen to end and to fail."""
        self._connection = Connection(witnessed(connect, self.recorder))
        self._chance = chance
        self._limits = limits
        self._attention = Attention(self._clock)
        self.shelf = Shelf(self._connection, self._clock, self._attention, chance, least=limits.refresh)
        """The listings that are watched, and what was seen of them."""
        self.common = Common(self._connection, self._clock)
        """What several listings need to know."""
        self._protection: dict[Hashable, ProtectionOfTasks] = {}
        self.identity: Watch[CallerIdentity] = self.shelf.watch("who is asking", Asked(self._connection, Caller()))
        """Who is asking; one row, asked for about once an hour."""

    @cached_property
    def lookups(self) -> "Lookups":
        """What is asked for once."""
        from fargate_tui.live.lookups import Lookups

        return Lookups(self.common)

    @cached_property
    def searches(self) -> "Searches":
        """Which task or service something is."""
        from fargate_tui.live.searches import Searches

        return Searches(self.shelf, self._clock, self.recorder, self.caller)

    @cached_property
    def course(self) -> "Course":
        """What becomes of services."""
        from fargate_tui.live.course import Course

        return Course(self.shelf, self.common)

    @cached_property
    def ends(self) -> "Ends":
        """Why tasks end."""
        from fargate_tui.live.ends import Ends

        return Ends(self.shelf, self.common, self.recorder)

    @cached_property
    def networks(self) -> "Networks":
        """What leads to tasks and away from them."""
        from fargate_tui.live.networks import Networks

        return Networks(self.shelf, self.common)

    @cached_property
    def metrics(self) -> "Metered":
        """What CloudWatch measures; it is billed while followed."""
        from fargate_tui.live.metered import Metered

        return Metered(self.shelf, self.common)

    @cached_property
    def logs(self) -> "LogReading":
        """What tasks say."""
        from fargate_tui.live.log_reading import LogReading
        from fargate_tui.live.tail.means import Means

        revisions, may_be_live = self.common.revisions, self._limits.live_tail
        means = Means(self._connection, self._clock, self._attention, revisions, self._chance, may_be_live)
        return LogReading(means, self.task, self.tasks)

    @cached_property
    def own(self) -> "OwnRecords":
        """What the program itself has asked, changed and seen."""
        from fargate_tui.live.own_records import OwnRecords

        return OwnRecords(self.shelf, self.common, self.recorder, self.caller)

    def clusters(self) -> Watch[ClusterRow]:
        """All clusters."""

        def question() -> Question[ClusterRow]:
            from fargate_tui.live.clusters import Clusters

            return Clusters(self._clock)

        return self.shelf.asking(("clusters",), "clusters", question)

    def services(self, cluster: str | None) -> Watch[ServiceRow]:
        """The services of a cluster (name or ARN), or of all clusters."""
        name = name_of(cluster) if cluster is not None else None
        title = f"services of {name}" if name is not None else "services"

        def question() -> Question[ServiceRow]:
            from fargate_tui.live.services import Services

            return Services(name, self._clock)

        return self.shelf.asking(("services", name), title, question)

    def service(self, cluster: str, service: str) -> Watch[ServiceRow]:
        """One service of a cluster: a single row, without asking for the others."""
        of, named = name_of(cluster), name_of(service)

        def question() -> Question[ServiceRow]:
            from fargate_tui.live.services import Services

            return Services(of, self._clock, only=named)

        return self.shelf.asking(("service", of, named), f"service {named}", question)

    def tasks(self, scope: TaskScope) -> Watch[TaskRow]:
        """The tasks of a scope."""
        named = scope.named()
        of = named.service or named.cluster
        title = f"tasks of {of}" if of is not None else "tasks"

        return self.shelf.asking(("tasks", named), title, lambda: self.common.fleet(named))

    def watched_service(self, cluster: str, service: str) -> Watch[ServiceRow]:
        """What tells of a service at the least cost: a list that a view shows, else a watch of its own."""
        return self.shelf.viewed(("services", cluster), ("services", None)) or self.service(cluster, service)

    def watched_ends(self, cluster: str, service: str) -> Watch[TaskRow]:
        """What tells which tasks of a service have stopped: a list that a view shows, else one of those alone."""
        scope = TaskScope(cluster=cluster, service=service, show="both")
        return self.shelf.viewed(("tasks", scope)) or self.tasks(replace(scope, show="stopped"))

    def task(self, cluster: str, arn: str) -> Watch[TaskDetail]:
        """One task in full: a single row; once AWS has forgotten the task, as it was kept."""
        name = name_of(cluster)

        def source() -> Source[TaskDetail]:
            from fargate_tui.live.one_task import OneTask
            from fargate_tui.live.recalled import Recalled

            asked = Asked(self._connection, OneTask(name, arn, self._clock, self.common.targets))
            return Recalled(asked, arn, self.recorder)

        return self.shelf.keep(("task", name, arn), lambda: self.shelf.watch(f"task {task_id(arn)}", source()))

    def task_definitions(self, family: str | None, *, inactive: bool = False) -> Watch[TaskDefinitionRow]:
        """The active revisions of a family, or all of it, or all families."""
        title = f"task definitions of {family}" if family is not None else "task definitions"

        def question() -> Question[TaskDefinitionRow]:
            from fargate_tui.live.task_definitions import Families, Revisions

            return Revisions(family, inactive=inactive) if family is not None else Families()

        return self.shelf.asking(("task definitions", family, inactive), title, question)

    def task_protection(
        self, place: Hashable, tasks: "Collection[tuple[str, str]]", *, anew: bool = False
    ) -> "Watch[Protection]":
        """The protection of the tasks on screen (cluster and ARN); call it again when others are, or ask ``anew``.

        ``place`` is whose list it is.
        """
        from fargate_tui.live.protection import ProtectionOfTasks

        asked = self._protection.setdefault(place, ProtectionOfTasks(self._clock))
        watch = self.shelf.asking(("protection", place), "protection of tasks", lambda: asked)
        if asked.want(tasks, anew=anew):
            watch.refresh()
        return watch

    def drafting(self, draft: "AnyDraft", at: str, caller: CallerIdentity) -> "Drafting[AnyDraft]":
        """A draft at the page ``at``, and what is asked of AWS for it while it is followed."""
        from fargate_tui.fargate.drafts.facts import Facts
        from fargate_tui.live.drafting import Drafting

        facts = Facts(account=caller.account, region=caller.region)
        return Drafting(draft, at, self._connection.use, self.common.vpcs, facts, self._clock)

    def expiry(self) -> Expiry | None:
        """When the credentials in use end, as far as that is known; asks nothing."""
        return self._connection.expiry()

    def calls_per_minute(self) -> int:
        """Requests sent to AWS in the last minute."""
        return self._connection.calls_per_minute()

    def calls(self) -> "tuple[OperationCalls, ...]":
        """What has been asked over the present connection; asks nothing."""
        return self._connection.calls()

    def use(self) -> AbstractAsyncContextManager[Aws]:
        """Hold the connection for a few questions, or for something that is to be changed."""
        return self._connection.use()

    def caller(self) -> CallerIdentity | None:
        """Who is asking, as far as that is known."""
        return next(iter(self.identity.snapshot.rows), None)

    async def known_caller(self) -> CallerIdentity:
        """Who is asking, once AWS has said so."""
        async with aclosing(self.identity.follow()) as changes:
            async for change in changes:
                if change.snapshot.rows:
                    return change.snapshot.rows[0]
        raise AssertionError("a watch is followed without end")

    def touch(self) -> None:
        """Take note that a key was pressed; watches that rest go on."""
        self._attention.touch()

    async def rest(self) -> None:
        """Let go of the connection while another account is looked at; rows that were seen last are kept."""
        self.shelf.drop_the_oldest(RESTING_KEPT)
        await self._connection.renew()

    async def renew(self) -> None:
        """Ask over a new connection from now on, with the credentials there are now."""
        await self._connection.renew()
        self.identity.refresh()

    async def close(self) -> None:
        """Stop all polling and let go of the connection."""
        await self.shelf.close()
        if "logs" in self.__dict__:
            await self.logs.close()
        await self.common.close()
        await self._connection.close()
        await self.recorder.close()
