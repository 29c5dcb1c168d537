"""The reverse look-up: which task or service an address, an interface, an id, an image or a part of a name is.

What is known already is looked through first, then what was kept of the dead, then AWS is asked, the cheapest first:
names of services by the hundred, then tasks by the hundred, running ones before stopped ones.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import aclosing
from typing import Final

import msgspec

from fargate_tui.fargate.arns import cluster_of, name_of, service_of_group, task_id
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.findings import service_finding, task_finding
from fargate_tui.fargate.finds import FoundRow, Sought, address_is, matched_in, matched_name
from fargate_tui.fargate.kept import KeptTask
from fargate_tui.fargate.records import CallerIdentity, Service, Task
from fargate_tui.fargate.rows import ClusterRow, Finding, ServiceRow, TaskRow
from fargate_tui.live.archive import Wanted
from fargate_tui.live.clock import Clock
from fargate_tui.live.listing import clusters_of, each_cluster
from fargate_tui.live.ports import Aws, Ec2
from fargate_tui.live.recorder import Recorder
from fargate_tui.live.round import Round
from fargate_tui.live.rows import interface_detail
from fargate_tui.live.source import Reading, Show

SELDOM: Final = 86_400.0
"""Seconds until it is searched anew by itself: `r` does it when it is wanted."""

SERVICES_DESCRIBED: Final = 50
"""Services of one cluster whose state is asked for; of more, only the names are shown."""

INTERFACES: Final = 200
"""Interfaces that are asked for at a time."""


class Search:
    """Looks for one text through a whole Region."""

    def __init__(
        self,
        what: Sought,
        known: Callable[[], Iterable[ClusterRow | ServiceRow | TaskRow]],
        recorder: Recorder,
        caller: Callable[[], CallerIdentity | None],
        clock: Clock,
    ) -> None:
        self._what = what
        self._known = known
        self._recorder = recorder
        self._caller = caller
        self._clock = clock
        self._found: dict[str, FoundRow] = {}
        self._is_stopped = False
        self._tasks = 0
        self._clusters = (0, 0)
        self._private: dict[str, Task] = {}
        """Tasks by their interface, whose public address has yet to be asked for."""

    @property
    def progress(self) -> str:
        """How far it has come, in words."""
        done, of = self._clusters
        return f"{done:,} of {of:,} clusters · {self._tasks:,} tasks looked at"

    def stop(self) -> None:
        """Ask no more; what was found stays."""
        self._is_stopped = True

    async def ask(self, aws: Aws, show: Show[FoundRow]) -> Reading[FoundRow]:
        """Search once; raises AwsError where no cluster answers."""
        book = Round()
        self._found, self._private, self._tasks, self._clusters, self._is_stopped = {}, {}, 0, (0, 0), False
        self._note(self._of_known(), show)
        self._note(await self._of_kept(), show)
        if not self._is_over:
            clusters = await clusters_of(aws.ecs, book)
            self._clusters = (0, len(clusters))
            for cluster in clusters:
                if matched_name(name_of(cluster), self._what):
                    self._note((_of_cluster(cluster),), show)
            await each_cluster(clusters, lambda cluster: self._look_into(aws, cluster, show, book), book)
        if self._what.kind == "address" and not self._is_over:
            await self._ask_addresses(aws.ec2, show, book)
        if self._is_stopped:
            book.miss(f"stopped: {self.progress} · r searches again")
        return Reading(tuple(self._found.values()), calls=book.calls, gaps=book.gaps, at_least=SELDOM)

    @property
    def _is_over(self) -> bool:
        """Whether nothing more is to be asked."""
        return self._is_stopped or (self._what.is_one and any(not row.is_gone for row in self._found.values()))

    def _note(self, rows: Iterable[FoundRow], show: Show[FoundRow]) -> None:
        for row in rows:
            known = self._found.get(row.arn)
            # What AWS says now is more than what was known or kept.
            if known is None or known.is_gone or not row.is_gone:
                self._found[row.arn] = row
        show(tuple(self._found.values()))

    # -- what is known -------------------------------------------------------------------------------------------------

    def _of_known(self) -> Iterator[FoundRow]:
        for row in self._known():
            if isinstance(row, TaskRow):
                if matched := self._matched_row(row):
                    yield _of_row(row, matched)
            elif matched_name(row.name, self._what):
                kind, cluster = ("cluster", row.name) if isinstance(row, ClusterRow) else ("service", row.cluster)
                yield FoundRow(
                    arn=row.arn,
                    kind="cluster" if kind == "cluster" else "service",
                    name=row.name,
                    cluster=cluster,
                    service=row.name if kind == "service" else "",
                    finding=row.finding,
                    matched=f"name {row.name}",
                )

    def _matched_row(self, row: TaskRow) -> str:
        what = self._what
        if what.kind == "address":
            for word, address in (("private IP", row.private_ip), ("public IP", row.public_ip or "")):
                if address_is(address, what):
                    return f"{word} {address}"
            return ""
        for word, name in (("id", row.id), ("task definition", row.task_definition), ("group", row.group)):
            if what.kind in ("name", "id") and what.text in name.lower():
                return f"{word} {name}"
        return ""

    async def _of_kept(self) -> list[FoundRow]:
        caller = self._caller()
        here = (caller.account, caller.region) if caller is not None else ("", "")
        kept = await self._recorder.tasks(Wanted(account=here[0], region=here[1], holding=self._what.text))
        matched = ((each, matched_in(each.task, self._what)) for each in kept)
        return [_of_kept(each, words) for each, words in matched if words]

    # -- what AWS says -------------------------------------------------------------------------------------------------

    async def _look_into(self, aws: Aws, cluster: str, show: Show[FoundRow], book: Round) -> None:
        if self._what.kind in ("name", "id"):
            await self._find_services(aws, cluster, show, book)
        for status in ("RUNNING", "STOPPED"):
            async with aclosing(aws.ecs.task_pages(cluster, desired_status=status)) as pages:
                async for page in pages:
                    book.count("tasks")
                    if self._is_over:
                        return
                    await self._describe(aws, cluster, page, show, book)
        done, of = self._clusters
        self._clusters = (done + 1, of)
        show(tuple(self._found.values()))

    async def _find_services(self, aws: Aws, cluster: str, show: Show[FoundRow], book: Round) -> None:
        arns: list[str] = []
        async with aclosing(aws.ecs.service_pages(cluster)) as pages:
            async for page in pages:
                book.count("services")
                arns += (arn for arn in page if matched_name(name_of(arn), self._what))
                if self._is_over:
                    return
        self._note((_of_service_arn(arn, cluster) for arn in arns), show)
        if not arns:
            return
        async with aclosing(aws.ecs.describe_services(cluster, arns[:SERVICES_DESCRIBED])) as answers:
            async for answer in answers:
                book.count("services")
                if answer.error is not None:
                    book.absorb(answer.error)
                self._note((self._of_service(service, cluster) for service in answer.records), show)

    def _of_service(self, service: Service, cluster: str) -> FoundRow:
        found = _of_service_arn(service.service_arn, cluster)
        finding = service_finding(service, self._clock.now())
        return msgspec.structs.replace(found, finding=finding)

    async def _describe(self, aws: Aws, cluster: str, arns: tuple[str, ...], show: Show[FoundRow], book: Round) -> None:
        if not arns:
            return
        async with aclosing(aws.ecs.describe_tasks(cluster, arns)) as answers:
            async for answer in answers:
                book.count("tasks")
                if answer.error is not None:
                    book.absorb(answer.error)
                self._tasks += len(answer.records)
                matched = ((task, matched_in(task, self._what)) for task in answer.records)
                self._note((_of_task(task, words) for task, words in matched if words), show)
                self._remember_interfaces(answer.records)

    def _remember_interfaces(self, tasks: Iterable[Task]) -> None:
        for task in tasks:
            interface = interface_detail(task, "networkInterfaceId")
            if interface and self._what.kind == "address" and task.last_status == "RUNNING":
                self._private[interface] = task

    async def _ask_addresses(self, ec2: Ec2, show: Show[FoundRow], book: Round) -> None:
        """Ask for the public addresses of all running tasks: ECS tells the private ones only."""
        ids = tuple(self._private)
        for start in range(0, len(ids), INTERFACES):
            if self._is_over:
                return
            book.count("ec2")
            try:
                interfaces = await ec2.network_interfaces(ids[start : start + INTERFACES])
            except AwsError as error:
                book.absorb(error)
                return
            for interface in interfaces:
                task = self._private.get(interface.network_interface_id)
                words = matched_in(task, self._what, interface.public_ip or "") if task is not None else ""
                if task is not None and words:
                    self._note((_of_task(task, words),), show)


def _of_cluster(arn: str) -> FoundRow:
    name = name_of(arn)
    unknown = Finding(severity="info", word="cluster")
    return FoundRow(arn=arn, kind="cluster", name=name, cluster=name, finding=unknown, matched=f"name {name}")


def _of_service_arn(arn: str, cluster: str) -> FoundRow:
    name = name_of(arn)
    unknown = Finding(severity="info", word="service")
    return FoundRow(
        arn=arn, kind="service", name=name, cluster=name_of(cluster), service=name, finding=unknown,
        matched=f"name {name}",
    )  # fmt: skip


def _of_row(row: TaskRow, matched: str) -> FoundRow:
    return FoundRow(
        arn=row.arn,
        kind="task",
        name=row.id,
        cluster=row.cluster,
        service=service_of_group(row.group),
        finding=row.finding,
        matched=matched,
        since=row.stopped_at if row.is_stopped else row.started_at or row.created_at,
    )


def _of_task(task: Task, matched: str) -> FoundRow:
    return FoundRow(
        arn=task.task_arn,
        kind="task",
        name=task_id(task.task_arn),
        cluster=cluster_of(task.task_arn) or name_of(task.cluster_arn or ""),
        service=service_of_group(task.group or ""),
        finding=task_finding(task),
        matched=matched,
        since=task.stopped_at or task.started_at or task.created_at,
    )


def _of_kept(kept: KeptTask, matched: str) -> FoundRow:
    return FoundRow(
        arn=kept.arn,
        kind="task",
        name=task_id(kept.arn),
        cluster=kept.cluster,
        service=kept.service,
        finding=kept.finding,
        matched=matched,
        since=kept.ended_at,
        is_gone=True,
    )
