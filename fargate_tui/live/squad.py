"""The tasks of one cluster within a scope: which are known, and which have to be described again."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from math import ceil
from operator import attrgetter
from typing import Final

from fargate_tui.fargate.arns import service_of_group
from fargate_tui.fargate.findings import task_finding
from fargate_tui.fargate.records import Failure, Task
from fargate_tui.fargate.rows import TaskRow
from fargate_tui.live.clock import Clock
from fargate_tui.live.interfaces import Interfaces
from fargate_tui.live.member import Member
from fargate_tui.live.ports.ecs import Ecs
from fargate_tui.live.round import Round
from fargate_tui.live.rows import interface_detail, joined, task_row
from fargate_tui.live.scope import Show, TaskScope
from fargate_tui.live.service_facts import FactsOfServices
from fargate_tui.live.source import Show as ShowRows
from fargate_tui.live.targets import Targets
from fargate_tui.live.together import first_error

AGAIN: Final = 60.0
"""Seconds within which a steady task is described again, so that slow changes are seen."""

DEATH_SHOWN: Final = 60.0
"""Seconds that a task which ended badly stays among the running ones, to be seen."""

_AT_ONCE: Final = 4
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
_WANTED: Final[dict[Show, tuple[str, ...]]] = {
    "running": ("RUNNING",),
    "stopped": ("STOPPED",),
    "both": ("RUNNING", "STOPPED"),
}


class Squad:
    """Keeps the tasks of one cluster, and asks for as few of them as it can."""

    def __init__(self, cluster: str, scope: TaskScope, clock: Clock, targets: Targets, interfaces: Interfaces) -> None:
        self._cluster = cluster
        self._scope = scope
        self._clock = clock
        self._targets = targets
        self._interfaces = interfaces
        self._facts = FactsOfServices(clock)
        self._members: dict[str, Member] = {}
        self._others: set[str] = set()
        """Tasks of the cluster that are known not to belong to the scope."""
        self._services: tuple[str, ...] = ()
        """Whose tasks are alive."""
        self._mustered_at = clock.monotonic()

    @property
    def is_lively(self) -> bool:
        """Whether a task is on its way up or down."""
        return any(member.is_changing for member in self._members.values())

    def arns(self) -> tuple[str, ...]:
        """ARNs of the tasks that are known."""
        return tuple(self._members)

    def rows(self) -> list[TaskRow]:
        """The rows that the scope shows: the living as they were first seen, then the newest dead."""
        rows = [member.row for member in self._members.values()]
        ended = sorted((row for row in rows if row.is_stopped), key=_ended_at, reverse=True)
        return ended if self._scope.show == "stopped" else [row for row in rows if not row.is_stopped] + ended

    def target_groups(self) -> Iterable[str]:
        """The target groups of the services whose tasks are known."""
        known = filter(None, map(self._facts.of, self._services))
        return (group for facts in known for group in facts.target_groups)

    def unknown_interfaces(self) -> Iterable[str]:
        """The interfaces of tasks that may have a public address which is not known yet."""
        members = (member for member in self._members.values() if member.interface_id)
        return (m.interface_id for m in members if m.row.public_ip is None and self._may_be_public(m.row))

    async def muster(self, ecs: Ecs, show: ShowRows[TaskRow], book: Round) -> None:
        """List the tasks, and describe those that are new, that change, or whose turn it is."""
        elapsed = min(self._clock.monotonic() - self._mustered_at, AGAIN)
        self._mustered_at = self._clock.monotonic()
        if self._scope.service is not None:
            await self._facts.learn(ecs, self._cluster, (self._scope.service,), book)
        listed = await self._list(ecs, show, book)
        await asyncio.sleep(0)
        if again := self._due(listed, elapsed):
            await self._describe(ecs, again, show, book)
        await asyncio.sleep(0)
        self._prune(listed)
        await asyncio.sleep(0)
        self._services = self._services_of_members()
        if self._scope.service is None:
            await self._facts.learn(ecs, self._cluster, self._services, book)

    def join(self, arns: Iterable[str]) -> None:
        """Put into the rows of these tasks what is known of their targets and interfaces."""
        for arn in arns:
            if member := self._members.get(arn):
                member.row = self._joined(member)

    async def _list(self, ecs: Ecs, show: ShowRows[TaskRow], book: Round) -> dict[str, str]:
        """List all pages, and describe what is new on one while the next is on its way; ARN → desired status."""
        listed: dict[str, str] = {}
        budget = asyncio.Semaphore(_AT_ONCE)

        async def describe(arns: Sequence[str]) -> None:
            async with budget:
                await self._describe(ecs, arns, show, book)

        try:
            async with asyncio.TaskGroup() as group:
                for status in _WANTED[self._scope.show]:
                    pages = ecs.task_pages(self._cluster, service=self._scope.service, desired_status=status)
                    async for page in pages:
                        book.count("tasks")
                        listed.update(dict.fromkeys(page, status))
                        if new := [arn for arn in page if arn not in self._members and arn not in self._others]:
                            group.create_task(describe(new))
        except ExceptionGroup as failed:
            raise first_error(failed) from None
        return listed

    async def _describe(self, ecs: Ecs, arns: Sequence[str], show: ShowRows[TaskRow], book: Round) -> None:
        async with aclosing(ecs.describe_tasks(self._cluster, arns)) as answers:
            async for answer in answers:
                book.count("tasks")
                if answer.error is not None:
                    book.absorb(answer.error)
                taken = (self._take(task) for task in answer.records)
                show([row for row in taken if row is not None])
                book.miss_failures(self._not_gone(answer.failures))
                await asyncio.sleep(0)

    def _take(self, task: Task) -> TaskRow | None:
        """Take in a task as it is now; its row, or None where the scope does not show it."""
        service = service_of_group(task.group or "")
        if self._scope.standalone_only and service:
            self._others.add(task.task_arn)
            return None
        facts = self._facts.of(service) if service else None
        primary = facts.primary_at_end_of(task) if facts is not None else None
        fresh = Member(task_row(task, self._cluster, task_finding(task, primary=primary)))
        known = self._members.get(task.task_arn)
        fresh.interface_id = interface_detail(task, "networkInterfaceId")
        fresh.described_at = self._clock.monotonic()
        self._carry_over(known, fresh)
        fresh.row = self._joined(fresh)
        if known is not None and known.row == fresh.row:
            fresh.row = known.row
        fresh.judge(task, self._clock.now())
        self._members[task.task_arn] = fresh
        return None if self._scope.show == "stopped" and not fresh.row.is_stopped else fresh.row

    def _carry_over(self, known: Member | None, fresh: Member) -> None:
        """Keep what another description of the same task does not tell."""
        if known is None:
            return
        fresh.row = joined(fresh.row, fresh.own, (), known.row.public_ip)
        fresh.ended_at = known.ended_at
        if fresh.row.is_stopped and not known.row.is_stopped:
            fresh.ended_at = self._clock.monotonic()

    def _joined(self, member: Member) -> TaskRow:
        row = member.row
        if row.is_stopped:
            return joined(row, member.own, (), row.public_ip or "")
        facts = self._facts.of(service_of_group(row.group))
        targets = self._targets.of(facts.target_groups, row.private_ip) if facts is not None else ()
        public = row.public_ip
        if public is None:
            public = self._interfaces.public_ip(member.interface_id) if self._may_be_public(row) else ""
        if public is not None:
            member.interface_id = ""
        return joined(row, member.own, targets, public)

    def _may_be_public(self, row: TaskRow) -> bool:
        """Whether a task may have a public address: its service says so, or nobody says anything."""
        facts = self._facts.of(service_of_group(row.group))
        return facts is None or facts.has_public_addresses

    def _due(self, listed: Mapping[str, str], elapsed: float) -> list[str]:
        """Tasks to describe again: those that are wanted no more or not steady, and the longest ago of the others."""
        due: list[str] = []
        steady: list[Member] = []
        for arn, member in self._members.items():
            if member.row.is_stopped or member.described_at >= self._mustered_at:
                continue
            if member.is_steady and listed.get(arn) == "RUNNING":
                steady.append(member)
            else:
                due.append(arn)
        steady.sort(key=attrgetter("described_at"))
        return due + [member.row.arn for member in steady[: ceil(len(steady) * elapsed / AGAIN)]]

    def _not_gone(self, failures: Iterable[Failure]) -> list[Failure]:
        """Forget the tasks that are gone; the failures that are not of this kind."""
        left = []
        for failure in failures:
            if failure.reason == "MISSING" and failure.arn in self._members:
                del self._members[failure.arn]
            else:
                left.append(failure)
        return left

    def _prune(self, listed: Mapping[str, str]) -> None:
        """Drop stopped tasks that are listed no more; a bad death seen here stays for a while."""
        gone = [
            arn for arn, m in self._members.items() if arn not in listed and m.row.is_stopped and not self._stays(m)
        ]
        for arn in gone:
            del self._members[arn]
        self._others &= listed.keys()

    def _stays(self, member: Member) -> bool:
        is_recent = member.ended_at is not None and self._clock.monotonic() - member.ended_at < DEATH_SHOWN
        return is_recent and (self._scope.show == "both" or member.row.finding.is_problem)

    def _services_of_members(self) -> tuple[str, ...]:
        groups = dict.fromkeys(member.row.group for member in self._members.values() if not member.row.is_stopped)
        return tuple(service for service in map(service_of_group, groups) if service)


def _ended_at(row: TaskRow) -> datetime:
    return row.stopped_at or row.created_at or _LONG_AGO
