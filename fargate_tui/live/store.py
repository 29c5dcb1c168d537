"""The store: everything that can be watched, over one connection, each listing once.

What a listing asks and judges by is loaded when the listing is first wanted: all of it costs 45 ms, which would stand
before the first frame.
"""

import asyncio
import random
import weakref
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable, Collection, Hashable, Iterator
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import replace
from datetime import timedelta
from functools import cached_property, partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.arns import name_of, task_id
from fargate_tui.fargate.records import CallerIdentity, TaskDefinition
from fargate_tui.fargate.rows import ClusterRow, ServiceRow, TaskDefinitionRow, TaskDetail, TaskRow
from fargate_tui.live.attention import Attention
from fargate_tui.live.caller import Caller
from fargate_tui.live.clock import Clock, WallClock
from fargate_tui.live.connection import Connection
from fargate_tui.live.ports import Aws, Connect
from fargate_tui.live.recorder import Recorder
from fargate_tui.live.scope import TaskScope
from fargate_tui.live.source import Asked, Question, Source
from fargate_tui.live.watch import Watch
from fargate_tui.live.witness import witnessed

if TYPE_CHECKING:
    from fargate_tui.fargate.cockpit import Rollouts
    from fargate_tui.fargate.configuration import Configured
    from fargate_tui.fargate.drafts.wizard import AnyDraft
    from fargate_tui.fargate.finds import FoundRow
    from fargate_tui.fargate.gauges import Vitals
    from fargate_tui.fargate.inquest import Inquest
    from fargate_tui.fargate.journal import JournalRow
    from fargate_tui.fargate.load_balancing import TargetRow
    from fargate_tui.fargate.metrics import ServiceMetrics
    from fargate_tui.fargate.network import Networked
    from fargate_tui.fargate.past import PastRow
    from fargate_tui.fargate.protection import Protection
    from fargate_tui.fargate.ranges import Range
    from fargate_tui.fargate.requests import RequestRow
    from fargate_tui.fargate.roles import ServiceRoles
    from fargate_tui.fargate.rows import EniRow
    from fargate_tui.fargate.scaling import ScalingRow
    from fargate_tui.fargate.timeline import TimelineRow
    from fargate_tui.live.drafting import Drafting
    from fargate_tui.live.gauges import Surroundings
    from fargate_tui.live.history import Journal
    from fargate_tui.live.interfaces import Interfaces
    from fargate_tui.live.log_groups import LogGroups
    from fargate_tui.live.log_queries import Asked as AskedQuery
    from fargate_tui.live.log_queries import Queries, QueryState
    from fargate_tui.live.past import PastScope
    from fargate_tui.live.protection import ProtectionOfTasks
    from fargate_tui.live.search import Search
    from fargate_tui.live.series import MetricsOfServices
    from fargate_tui.live.surroundings import Vpcs
    from fargate_tui.live.tail import Tail, TailSubject
    from fargate_tui.live.tail.listing import Listing
    from fargate_tui.live.tail.means import Means
    from fargate_tui.live.targets import Targets
    from fargate_tui.live.task_definitions import KnownRevisions

__all__ = ["Store", "TaskScope"]

Row = TypeVar("Row")
Known = TypeVar("Known", ClusterRow, ServiceRow, TaskRow)

UNFOLLOWED_KEPT: Final = 16
"""Watches nobody follows that are kept with their rows, so that going back is instant."""

ROWS_KEPT: Final = 20_000
"""Rows of such watches that are kept at most: about 20 MB."""


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
    ) -> None:
        """``recorder`` keeps what is seen over the connection; without one it is kept in memory."""
        self._clock = clock or WallClock()
        self.recorder = recorder or Recorder(None, self._clock)
        """What has been seen to end and to fail."""
        self._connection = Connection(witnessed(connect, self.recorder))
        self._chance = chance
        self._attention = Attention(self._clock)
        # Of many row types: `_watch` is the only place that puts in and takes out, by a key that fixes the type.
        self._watches: OrderedDict[Hashable, Watch[Any]] = OrderedDict()
        self._all: weakref.WeakSet[Watch[Any]] = weakref.WeakSet()
        self._metrics: dict[str | None, MetricsOfServices] = {}
        self._searches: dict[str, Search] = {}
        self._protection: dict[Hashable, ProtectionOfTasks] = {}
        self.identity: Watch[CallerIdentity] = self._new("who is asking", Asked(self._connection, Caller()))
        """Who is asking; one row, asked for about once an hour."""

    def clusters(self) -> Watch[ClusterRow]:
        """All clusters."""

        def question() -> Question[ClusterRow]:
            from fargate_tui.live.clusters import Clusters

            return Clusters(self._clock)

        return self._watch(("clusters",), "clusters", question)

    def services(self, cluster: str | None) -> Watch[ServiceRow]:
        """The services of a cluster (name or ARN), or of all clusters."""
        name = name_of(cluster) if cluster is not None else None
        title = f"services of {name}" if name is not None else "services"

        def question() -> Question[ServiceRow]:
            from fargate_tui.live.services import Services

            return Services(name, self._clock)

        return self._watch(("services", name), title, question)

    def tasks(self, scope: TaskScope) -> Watch[TaskRow]:
        """The tasks of a scope."""
        named = TaskScope(
            cluster=name_of(scope.cluster) if scope.cluster is not None else None,
            service=name_of(scope.service) if scope.service is not None else None,
            standalone_only=scope.standalone_only,
            show=scope.show,
        )
        of = named.service or named.cluster
        title = f"tasks of {of}" if of is not None else "tasks"

        def question() -> Question[TaskRow]:
            from fargate_tui.live.fleet import Fleet

            return Fleet(named, self._clock, self._targets, self._interfaces)

        return self._watch(("tasks", named), title, question)

    def task(self, cluster: str, arn: str) -> Watch[TaskDetail]:
        """One task in full: a single row; once AWS has forgotten the task, as it was kept."""
        name = name_of(cluster)

        def source() -> Source[TaskDetail]:
            from fargate_tui.live.one_task import OneTask
            from fargate_tui.live.recalled import Recalled

            asked = Asked(self._connection, OneTask(name, arn, self._clock, self._targets))
            return Recalled(asked, arn, self.recorder)

        return self._kept(("task", name, arn), lambda: self._new(f"task {task_id(arn)}", source()))

    def inquest(self, cluster: str, arn: str, *, metrics: bool) -> "Watch[Inquest]":
        """Why a task ended: a single row that is filled in while the evidence comes, and then asked for no more.

        ``metrics`` says whether CloudWatch is asked too, which is billed.
        """
        name = name_of(cluster)

        def question() -> "Question[Inquest]":
            from fargate_tui.live.inquests import InquestOfTask

            noted = self.recorder.note_diagnosis
            return InquestOfTask(name, arn, self._clock, self._vpcs, self._revisions, metrics=metrics, noted=noted)

        return self._watch(("inquest", name, arn), f"the end of task {task_id(arn)}", question)

    async def find_task(self, cluster: str, beginning: str) -> str:
        """ARN of the task whose id begins so, of those that AWS still knows; raises AwsError."""
        from fargate_tui.live.last_failed import find_task

        async with self._connection.use() as aws:
            return await find_task(aws.ecs, name_of(cluster), beginning)

    async def last_failed(self, cluster: str, service: str, *, or_stopped: bool = True) -> str:
        """ARN of the task of a service that failed last, of those that AWS still knows; raises AwsError.

        ``or_stopped``: of the one that was stopped last, where none has failed.
        """
        from fargate_tui.live.last_failed import last_failed

        async with self._connection.use() as aws:
            return await last_failed(aws.ecs, name_of(cluster), name_of(service), or_stopped=or_stopped)

    async def inquest_of_service(self, cluster: str, service: str, *, metrics: bool) -> "Inquest | None":
        """Why a service no task of which has failed does not get on; None where no rule knows it. Raises AwsError."""
        from fargate_tui.live.service_inquest import inquest_of_service

        async with self._connection.use() as aws:
            named = name_of(cluster), name_of(service)
            return await inquest_of_service(aws, *named, self._clock, self._vpcs, self._revisions, metrics=metrics)

    def task_definitions(self, family: str | None, *, inactive: bool = False) -> Watch[TaskDefinitionRow]:
        """The active revisions of a family, or all of it, or all families."""
        title = f"task definitions of {family}" if family is not None else "task definitions"

        def question() -> Question[TaskDefinitionRow]:
            from fargate_tui.live.task_definitions import Families, Revisions

            return Revisions(family, inactive=inactive) if family is not None else Families()

        return self._watch(("task definitions", family, inactive), title, question)

    def timeline(
        self, cluster: str, service: str | None = None, journal: "Journal | None" = None
    ) -> "Watch[TimelineRow]":
        """What happened to a service, or to all of a cluster, and what was changed from here; newest first."""
        of, named = name_of(cluster), name_of(service) if service is not None else None

        def question() -> "Question[TimelineRow]":
            from fargate_tui.live.timeline import Timeline

            return Timeline(of, named, self._clock, journal)

        return self._watch(("timeline", of, named), f"timeline of {named or of}", question)

    def scaling(self, cluster: str, service: str) -> "Watch[ScalingRow]":
        """How a service is scaled: its limits, then policies, schedules and what was done."""
        of, named = name_of(cluster), name_of(service)

        def question() -> "Question[ScalingRow]":
            from fargate_tui.live.scaling import ServiceScaling

            return ServiceScaling(of, named, self._clock)

        return self._watch(("scaling", of, named), f"scaling of {named}", question)

    def enis(self, scope: TaskScope) -> "Watch[EniRow]":
        """The network interfaces of the tasks of a scope that have not stopped."""
        named = replace(
            scope,
            cluster=name_of(scope.cluster) if scope.cluster is not None else None,
            service=name_of(scope.service) if scope.service is not None else None,
            show="both",  # one that ECS wants to stop has its interface until it has stopped
        )

        def question() -> "Question[EniRow]":
            from fargate_tui.live.enis import Enis
            from fargate_tui.live.fleet import Fleet

            return Enis(Fleet(named, self._clock, self._targets, self._interfaces), self._vpcs, self._clock)

        return self._watch(("enis", named), f"interfaces of {named.service or named.cluster or 'tasks'}", question)

    def load_balancing(self, cluster: str | None, service: str | None) -> "Watch[TargetRow]":
        """The targets of a service, of all services of a cluster, or of all clusters, with what is in front of them."""
        of = name_of(cluster) if cluster is not None else None
        named = name_of(service) if service is not None else None

        def question() -> "Question[TargetRow]":
            from fargate_tui.live.fleet import Fleet
            from fargate_tui.live.load_balancing import LoadBalancing

            tasks = Fleet(TaskScope(cluster=of, service=named), self._clock, self._targets, self._interfaces)
            return LoadBalancing(of, named, tasks, self._targets, self._clock)

        return self._watch(("targets", of, named), f"targets of {named or of or 'all clusters'}", question)

    def deployments(self, cluster: str, service: str) -> "Watch[Rollouts]":
        """A service with its deployments: a single row."""
        of, named = name_of(cluster), name_of(service)

        def question() -> "Question[Rollouts]":
            from fargate_tui.live.deployments import DeploymentsOfService

            return DeploymentsOfService(of, named, self._clock)

        return self._watch(("deployments", of, named), f"deployments of {named}", question)

    def service_metrics(self, cluster: str | None, services: "Collection[tuple[str, str]]") -> "Watch[ServiceMetrics]":
        """CPU and memory of the services on screen (cluster and name); call it again when others are.

        ``cluster`` is whose list it is, None for that of all clusters. It is billed while followed.
        """
        from fargate_tui.live.series import MetricsOfServices

        name = name_of(cluster) if cluster is not None else None
        asked = self._metrics.setdefault(name, MetricsOfServices(self._clock))
        watch = self._watch(("metrics", name), f"metrics of {name or 'all clusters'}", lambda: asked)
        if asked.want(services):
            watch.refresh()
        return watch

    def task_protection(
        self, place: Hashable, tasks: "Collection[tuple[str, str]]", *, anew: bool = False
    ) -> "Watch[Protection]":
        """The protection of the tasks on screen (cluster and ARN); call it again when others are, or ask ``anew``.

        ``place`` is whose list it is.
        """
        from fargate_tui.live.protection import ProtectionOfTasks

        asked = self._protection.setdefault(place, ProtectionOfTasks(self._clock))
        watch = self._watch(("protection", place), "protection of tasks", lambda: asked)
        if asked.want(tasks, anew=anew):
            watch.refresh()
        return watch

    def gauges(self, cluster: str, service: str | None, task: str | None, span: "Range") -> "Watch[Vitals]":
        """The metrics of a service (name), or of a task (ARN) where one is given. It is billed while followed."""
        name = name_of(cluster)

        def question() -> "Question[Vitals]":
            from fargate_tui.live.gauges import ServiceGauges, TaskGauges

            if task is not None:
                return TaskGauges(name, task, span, self._clock, self._surroundings)
            return ServiceGauges(name, service or "", span, self._clock, self._surroundings)

        of = f"task {task_id(task)}" if task is not None else service
        return self._watch(("gauges", name, service, task, span.word), f"metrics of {of}", question)

    def requests(self) -> "Watch[RequestRow]":
        """What has been asked of AWS since the connection was opened; to follow it asks nothing."""

        def source() -> "Source[RequestRow]":
            from fargate_tui.live.requests import Requests

            return Requests(self._connection)

        return self._kept(("requests",), lambda: self._new("requests", source()))

    def journal(self, journal: "Journal", *, everywhere: bool = False) -> "Watch[JournalRow]":
        """What was changed from here, in this account and Region or in all; to follow it asks nothing of AWS."""

        def source() -> "Source[JournalRow]":
            from fargate_tui.live.journal_entries import Entries

            return Entries(journal, self.caller, everywhere=everywhere)

        return self._kept(("journal", everywhere), lambda: self._new("the journal", source()))

    def past(self, scope: "PastScope") -> "Watch[PastRow]":
        """What was seen to end and to fail, as far back as it is kept; to follow it asks nothing of AWS."""

        def source() -> "Source[PastRow]":
            from fargate_tui.live.past import Past

            return Past(scope, self.recorder, self.caller, self._clock)

        return self._kept(("past", scope), lambda: self._new("the history", source()))

    def search(self, text: str) -> "tuple[Search, Watch[FoundRow]]":
        """Which task or service a text is; it is asked once, and again when it is refreshed.

        It is searched in the Region, or in all of them where ``everywhere`` stands behind it.
        """
        from fargate_tui.fargate.finds import EVERYWHERE, sought
        from fargate_tui.live.search import Search

        def known() -> Iterator[ClusterRow | ServiceRow | TaskRow]:
            yield from self.known(ClusterRow)
            yield from self.known(ServiceRow)
            yield from self.known(TaskRow)

        kept = self._searches.get(text)
        if kept is None:
            everywhere = text.endswith(EVERYWHERE)
            what = sought(text.removesuffix(EVERYWHERE))
            kept = Search(what, known, self.recorder, self.caller, self._clock, everywhere=everywhere)
            self._searches[text] = kept
        search = kept
        return search, self._watch(("find", text), f"search for {text}", lambda: search)

    def tail(self, subject: "TailSubject", since: timedelta) -> "Tail":
        """What a subject says: read back as far as ``since``, then as it is said."""
        from fargate_tui.live.tail import Tail

        return Tail(subject, since, self._means, partial(self._listings, subject))

    def log_groups(self, subject: "TailSubject") -> "AsyncGenerator[LogGroups, None]":
        """Where a subject writes, as far as that is known, until it is; use it inside `aclosing`."""
        from fargate_tui.live.log_groups import GroupsOfSubject

        return GroupsOfSubject(subject, self._means, partial(self._listings, subject)).follow()

    def query(self, asked: "AskedQuery") -> "AsyncGenerator[QueryState, None]":
        """Run a query; it is billed. Closing the generator stops it at AWS: use it inside `aclosing`."""
        return self._queries.run(asked)

    async def log_group_names(self, prefix: str, region: str = "") -> tuple[str, ...]:
        """The names of the log groups that begin with ``prefix``, the first 50; raises AwsError."""
        async with self._connection.use() as aws, aclosing(aws.logs(region or None).group_names(prefix)) as pages:
            return await anext(pages, ())

    async def task_definition(self, arn: str) -> TaskDefinition:
        """One revision, by ARN, ``family:revision`` or family; raises AwsError."""
        async with self._connection.use() as aws:
            return await self._revisions.get(aws, arn)

    async def raw(self, kind: str, arn: str, cluster: str | None = None) -> Json:
        """A thing as AWS describes it; ``kind`` is what `Ecs.raw` takes. Raises AwsError."""
        async with self._connection.use() as aws:
            return await aws.ecs.raw(kind, arn, cluster)

    async def configuration(self, cluster: str, service: str) -> "tuple[Configured, tuple[str, ...]]":
        """All that a service is told to be, and what of it could not be read; raises AwsError."""
        from fargate_tui.live.configuration import configuration_of

        async with self._connection.use() as aws:
            return await configuration_of(aws.ecs, cluster, service)

    async def network(self, cluster: str, service: str, task: str | None) -> "tuple[Networked, tuple[str, ...]]":
        """The network of a task (ARN), else of where a service puts its tasks; and what of it could not be read.

        Raises AwsError.
        """
        from fargate_tui.live.task_network import NetworkOf

        async with self._connection.use() as aws:
            reading = NetworkOf(aws, self._vpcs, self._revisions)
            if task is not None:
                found = await reading.task(name_of(cluster), task)
            else:
                found = await reading.service(name_of(cluster), name_of(service))
        return found, tuple(dict.fromkeys(reading.gaps))

    async def roles(self, cluster: str, service: str) -> "ServiceRoles":
        """The roles of a service with what they allow; raises AwsError."""
        from fargate_tui.live.roles import roles_of

        async with self._connection.use() as aws:
            return await roles_of(aws, self._revisions, name_of(cluster), name_of(service))

    def drafting(self, draft: "AnyDraft", at: str, caller: CallerIdentity) -> "Drafting[AnyDraft]":
        """A draft at the page ``at``, and what is asked of AWS for it while it is followed."""
        from fargate_tui.fargate.drafts.facts import Facts
        from fargate_tui.live.drafting import Drafting

        facts = Facts(account=caller.account, region=caller.region)
        return Drafting(draft, at, self._connection.use, self._vpcs, facts, self._clock)

    def forget_networks(self) -> None:
        """Read VPCs anew when they are looked at next."""
        if "_vpcs" in self.__dict__:
            self._vpcs.forget()

    def calls_per_minute(self) -> int:
        """Requests sent to AWS in the last minute."""
        return self._connection.calls_per_minute()

    def known(self, kind: type[Known]) -> Iterator[Known]:
        """The rows of one kind that any watch has seen and still remembers, each thing once; asks nothing."""
        seen: set[str] = set()
        for watch in reversed(self._watches.values()):
            rows = watch.snapshot.rows
            # Those of a watch are of one kind: the header asks at every answer, and 10,000 tasks took it 4 ms.
            if not rows or not isinstance(rows[0], kind):
                continue
            for row in rows:
                if isinstance(row, kind) and row.arn not in seen:
                    seen.add(row.arn)
                    yield row

    def use(self) -> AbstractAsyncContextManager[Aws]:
        """Hold the connection for a few questions, or for something that is to be changed."""
        return self._connection.use()

    def caller(self) -> CallerIdentity | None:
        """Who is asking, as far as that is known."""
        return next(iter(self.identity.snapshot.rows), None)

    def touch(self) -> None:
        """Take note that a key was pressed; watches that rest go on."""
        self._attention.touch()

    async def close(self) -> None:
        """Stop all polling and let go of the connection."""
        await asyncio.gather(*(watch.close() for watch in tuple(self._all)))
        if "_queries" in self.__dict__:
            await self._queries.close()
        if "_vpcs" in self.__dict__:
            await self._vpcs.close()
        self._watches.clear()
        await self._connection.close()
        await self.recorder.close()

    def _listings(self, subject: "TailSubject") -> "AsyncGenerator[Listing, None]":
        """The tasks of a subject as its watch lists them."""
        from fargate_tui.live.tail.listing import of_task, of_tasks

        if subject.task is not None:
            return of_task(self.task(subject.cluster, subject.task))
        return of_tasks(self.tasks(TaskScope(cluster=subject.cluster, service=subject.service, show="both")))

    @cached_property
    def _means(self) -> "Means":
        from fargate_tui.live.tail.means import Means

        return Means(self._connection, self._clock, self._attention, self._revisions, self._chance)

    @cached_property
    def _queries(self) -> "Queries":
        from fargate_tui.live.log_queries import Queries

        return Queries(self._connection, self._clock, self._chance)

    @cached_property
    def _targets(self) -> "Targets":
        from fargate_tui.live.targets import Targets

        return Targets(self._clock)

    @cached_property
    def _surroundings(self) -> "Surroundings":
        from fargate_tui.live.gauges import Surroundings

        return Surroundings(self._clock)

    @cached_property
    def _interfaces(self) -> "Interfaces":
        from fargate_tui.live.interfaces import Interfaces

        return Interfaces(self._clock)

    @cached_property
    def _vpcs(self) -> "Vpcs":
        from fargate_tui.live.surroundings import Vpcs

        return Vpcs(self._connection.use, self._clock)

    @cached_property
    def _revisions(self) -> "KnownRevisions":
        from fargate_tui.live.task_definitions import KnownRevisions

        return KnownRevisions()

    def _watch(self, key: Hashable, name: str, question: Callable[[], Question[Row]]) -> Watch[Row]:
        return self._kept(key, lambda: self._new(name, Asked(self._connection, question())))

    def _kept(self, key: Hashable, make: Callable[[], Watch[Row]]) -> Watch[Row]:
        watch = self._watches.get(key)
        if watch is None:
            watch = self._watches[key] = make()
            self._drop_the_oldest()
        self._watches.move_to_end(key)
        return cast("Watch[Row]", watch)

    def _new(self, name: str, source: Source[Row]) -> Watch[Row]:
        watch = Watch(
            name,
            source,
            key=attrgetter("arn"),
            clock=self._clock,
            attention=self._attention,
            chance=self._chance,
        )
        self._all.add(watch)
        return watch

    def _drop_the_oldest(self) -> None:
        """Forget watches nobody follows; one that a screen still holds works on by itself."""
        rows = 0
        idle = [key for key, watch in reversed(self._watches.items()) if not watch.is_followed]
        for place, key in enumerate(idle):
            rows += len(self._watches[key].snapshot.rows)
            if place >= UNFOLLOWED_KEPT or rows > ROWS_KEPT:
                del self._watches[key]
