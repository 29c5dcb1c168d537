"""The timeline of a service or a cluster, merged of what four questions and the journal tell."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Final

from fargate_tui.fargate.answers import Answer
from fargate_tui.fargate.arns import is_arn, service_of_group
from fargate_tui.fargate.diagnosis import PrimaryDeployment
from fargate_tui.fargate.errors import AwsError, NotAllowed
from fargate_tui.fargate.journal import JournalEntry
from fargate_tui.fargate.records import Service, Task
from fargate_tui.fargate.timeline import (
    TimelineRow,
    change_row,
    ended_task_row,
    newest_first,
    scaling_row,
    service_rows,
)
from fargate_tui.live.clock import Clock
from fargate_tui.live.history import Journal
from fargate_tui.live.listing import services_of
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.ports.ecs import Ecs, Scaling
from fargate_tui.live.refusal import Refusal
from fargate_tui.live.round import Round
from fargate_tui.live.source import Reading, Show

SCALED_EVERY: Final = 60.0
"""Seconds that the scaling activities of a service are good for."""

SCALED_PER_ROUND: Final = 10
"""Services that are asked about in a round: there is a call for each."""

ENDED_KEPT: Final = 1_000
"""Ends of tasks that are remembered, beyond the hour for which AWS does."""


class Timeline:
    """Asks for events, deployments, ended tasks and scaling activities, each as often as it changes."""

    def __init__(self, cluster: str, service: str | None, clock: Clock, journal: Journal | None = None) -> None:
        self._cluster = cluster
        self._journal = journal
        self._written: tuple[int, int] | None = None
        self._changed: tuple[JournalEntry, ...] = ()
        self._service = service
        self._clock = clock
        self._services: dict[str, Service] = {}
        self._told: dict[str, tuple[Service, list[TimelineRow]]] = {}
        self._ended: dict[str, TimelineRow] = {}
        self._scaled: dict[str, tuple[float, list[TimelineRow]]] = {}
        self._unscaled = Refusal(
            clock, lost="scaling activities", action="application-autoscaling:DescribeScalingActivities"
        )
        self._unlisted = Refusal(clock, lost="ended tasks", action="ecs:ListTasks")

    async def ask(self, aws: Aws, show: Show[TimelineRow]) -> Reading[TimelineRow]:
        """Ask once; raises AwsError where the services cannot be read."""
        book = Round()
        await self._read_services(aws.ecs, show, book)
        await self._read_ended(aws.ecs, show, book)
        await self._read_scaled(aws.scaling, book)
        await self._read_changes()
        rows = newest_first(self._rows())
        return Reading(
            rows,
            calls=book.calls,
            gaps=book.gaps,
            is_lively=any(_is_rolling(service) for service in self._services.values()),
            is_throttled=book.is_throttled,
            is_partial=bool(book.errors),
        )

    def _rows(self) -> list[TimelineRow]:
        told = [row for _, rows in self._told.values() for row in rows]
        scaled = [row for _, rows in self._scaled.values() for row in rows]
        changed = [change_row(entry) for entry in self._changed if self._is_here(entry)]
        return told + list(self._ended.values()) + scaled + changed

    async def _read_changes(self) -> None:
        """Read what was changed from here, where anything has been written since."""
        # An ARN of a service tells the account and the Region in which all of this is.
        of = next((arn.split(":")[3:5] for arn in self._services if is_arn(arn)), None)
        if self._journal is None or of is None:
            return
        written = await self._journal.mark()
        if written != self._written:
            self._written, self._changed = written, await self._journal.entries(of[1], of[0])

    def _is_here(self, entry: JournalEntry) -> bool:
        """Whether a change was made to this cluster or service, or to a task of it that is known to have ended."""
        subject = entry.subject
        if self._cluster not in (subject.cluster, subject.name if subject.kind == "cluster" else ""):
            return False
        is_of_service = subject.kind == "service" and subject.name == self._service
        return self._service is None or is_of_service or subject.arn in self._ended

    async def _read_services(self, ecs: Ecs, show: Show[TimelineRow], book: Round) -> None:
        listed: set[str] = set()
        known = set(self._services)
        one = self._service
        asked = services_of(ecs, self._cluster, book, listed) if one is None else self._describe_one(ecs, one, book)
        async with aclosing(asked) as answers:
            async for answer in answers:
                if answer.error is not None and one is not None:
                    raise answer.error
                for service in answer.records:
                    listed.add(service.service_arn)
                    self._services[service.service_arn] = service
                    show(self._tell(service))
                await asyncio.sleep(0)
        for arn in known - listed:
            del self._services[arn]
            self._told.pop(arn, None)

    async def _describe_one(self, ecs: Ecs, service: str, book: Round) -> AsyncGenerator[Answer[Service], None]:
        async for answer in ecs.describe_services(self._cluster, (service,)):
            book.count("services")
            book.miss_failures(answer.failures)
            yield answer

    def _tell(self, service: Service) -> list[TimelineRow]:
        """The rows of a service, made anew only if it says anything else: classifying is the costly part."""
        known = self._told.get(service.service_arn)
        if known is None or (known[0].events, known[0].deployments) != (service.events, service.deployments):
            known = self._told[service.service_arn] = (service, service_rows(service))
        return known[1]

    async def _read_ended(self, ecs: Ecs, show: Show[TimelineRow], book: Round) -> None:
        """Describe the tasks that have ended since the last round."""
        if not self._unlisted.stands:
            try:
                await self._describe_ended(ecs, await self._list_ended(ecs, book), show, book)
                self._unlisted.lift()
            except NotAllowed as error:
                self._unlisted.note(error)
            except AwsError as error:
                book.absorb(error)
        book.miss(*self._unlisted.gaps)

    async def _list_ended(self, ecs: Ecs, book: Round) -> list[str]:
        found: list[str] = []
        async for page in ecs.task_pages(self._cluster, service=self._service, desired_status="STOPPED"):
            book.count("tasks")
            found += (arn for arn in page if arn not in self._ended)
        return found

    async def _describe_ended(self, ecs: Ecs, arns: Sequence[str], show: Show[TimelineRow], book: Round) -> None:
        if not arns:
            return
        async with aclosing(ecs.describe_tasks(self._cluster, arns)) as answers:
            async for answer in answers:
                book.count("tasks")
                if answer.error is not None:
                    raise answer.error
                fresh = {task.task_arn: self._end_of(task) for task in answer.records if task.last_status == "STOPPED"}
                self._ended.update(fresh)
                show(fresh.values())
        for arn in list(self._ended)[: max(len(self._ended) - ENDED_KEPT, 0)]:
            del self._ended[arn]

    def _end_of(self, task: Task) -> TimelineRow:
        name = service_of_group(task.group or "")
        service = next((each for each in self._services.values() if each.service_name == name), None)
        primary = next((each for each in service.deployments if each.status == "PRIMARY"), None) if service else None
        if primary is None:
            return ended_task_row(task)
        return ended_task_row(task, PrimaryDeployment(id=primary.id or "", created_at=primary.created_at))

    async def _read_scaled(self, scaling: Scaling, book: Round) -> None:
        """Ask for the scaling activities of the services not asked about for longest."""
        self._scaled = {arn: known for arn, known in self._scaled.items() if arn in self._services}
        moment = self._clock.monotonic()
        asked = {arn: self._scaled[arn][0] if arn in self._scaled else float("-inf") for arn in self._services}
        stale = sorted((arn for arn in asked if moment - asked[arn] >= SCALED_EVERY), key=asked.__getitem__)
        for arn in stale[:SCALED_PER_ROUND]:
            if self._unscaled.stands:
                break
            await self._ask_scaled(scaling, arn, book)
        book.miss(*self._unscaled.gaps)

    async def _ask_scaled(self, scaling: Scaling, arn: str, book: Round) -> None:
        name = self._services[arn].service_name
        book.count("scaling")
        try:
            activities = await scaling.activities(self._cluster, name)
        except NotAllowed as error:
            self._unscaled.note(error)
        except AwsError as error:
            book.absorb(error)
        else:
            self._unscaled.lift()
            self._scaled[arn] = (self._clock.monotonic(), [scaling_row(name, each) for each in activities])


def _is_rolling(service: Service) -> bool:
    rolling = any(deployment.rollout_state == "IN_PROGRESS" for deployment in service.deployments)
    return rolling or service.pending_count > 0 or service.running_count != service.desired_count
